"""`%coder check | hint | exercise | notebook`: what a student does in a notebook that was given out.

The answer is read from the cells that ran, and judged in the sandbox on the visible tests; nothing of it runs here.
"""

from __future__ import annotations

from kernel_magic.core.attempt import Attempts, ExerciseAttempt, GivenExercise, Hint
from kernel_magic.core.policy import allowance, allowed
from kernel_magic.magics.arguments import MagicUsageError
from kernel_magic.magics.coder_cell import session_for
from kernel_magic.magics.display import Output, show_document, show_exercise, show_plain
from kernel_magic.magics.guard import tell_news
from kernel_magic.magics.notebook_file import Belonging
from kernel_magic.magics.state import NotebookState
from kernel_magic.render.attempt import hint_document
from kernel_magic.render.document import Document, Facts, Span, mono, plain
from kernel_magic.session import Request

_HELP = {
    "check": """\
usage: %coder check [NAME]

Runs the visible tests of an exercise on your newest code: what the newest cell that answers it says, with what it
needs of other cells. NAME is the exercise's short name, or its function; without it all exercises are checked.
Hidden tests are not run; they are when your work is graded. No model takes part.
""",
    "hint": """\
usage: %coder hint [NAME]

Shows the next of the exercise's own hints. Without NAME: of the only exercise, or of the one you worked on last.
""",
    "exercise": """\
usage: %coder exercise [NAME]

Shows the exercise with buttons: run the visible tests, the next hint. The cell below the statement is the editor: run
it, then press the button.
""",
    "notebook": """\
usage: %coder notebook [PATH]

Says which notebook file this kernel belongs to and what its policy allows; PATH says it by hand, where it is not known.
""",
}


def check(magics: NotebookState, words: list[str], output: Output) -> None:
    """`%coder check [NAME]`.

    Raises:
        KernelMagicError: it could not be done.
    """
    name = _name("check", words)
    if name is None:
        return
    work = magics.coursework
    tell_news(magics)
    work.permit("attempt")
    attempts = _judged(magics, work.chosen(name), output)
    output.result(attempts)


def hint(magics: NotebookState, words: list[str], output: Output) -> None:
    """`%coder hint [NAME]`.

    Raises:
        KernelMagicError: it could not be done.
    """
    del output
    name = _name("hint", words)
    if name is not None:
        magics.coursework.permit("hint")
        show_document(hint_document(magics.coursework.next_hint(magics.coursework.exercise(name))))


def exercise(magics: NotebookState, words: list[str], output: Output) -> None:
    """`%coder exercise [NAME]`.

    Raises:
        KernelMagicError: there is no such exercise.
    """
    del output
    name = _name("exercise", words)
    if name is None:
        return
    work = magics.coursework
    work.permit("attempt")
    chosen = work.exercise(name)

    def run() -> ExerciseAttempt:
        work.permit("attempt")
        return _judged(magics, (work.exercise(chosen.item),), None).attempts[0]

    def next_hint() -> Hint:
        work.permit("hint")
        return work.next_hint(work.exercise(chosen.item))

    hints = next_hint if allowed(work.belonging().policy, "hint") else None
    show_exercise(chosen, run, hints, given=work.hints_given(chosen), last=work.last_attempt(chosen))


def notebook(magics: NotebookState, words: list[str], output: Output) -> None:
    """`%coder notebook [PATH]`.

    Raises:
        KernelMagicError: there is no such notebook.
    """
    del output
    if words and words[0] in {"-h", "--help"}:
        show_plain(_HELP["notebook"])
        return
    if len(words) > 1:
        raise MagicUsageError(
            "%coder notebook takes one path; put quotes around one with spaces.", "%coder notebook PATH"
        )
    found = magics.coursework.file.say(words[0]) if words else magics.coursework.belonging()
    show_document(Document(title="Notebook", kind="Report", blocks=(Facts(pairs=belonging_facts(found)),)))


def belonging_facts(found: Belonging) -> tuple[tuple[str, Span], ...]:
    """Which notebook it is, where that is known from, and what it allows."""
    if not found.notebooks:
        told = "full: this notebook carries none" if not found.problems else "full: no policy could be read"
        return (("policy", plain(told)), *(("problem", plain(line)) for line in found.problems))
    names = ", ".join(each.path.name for each in found.notebooks)
    items = ", ".join(dict.fromkeys(each.item for book in found.notebooks for each in book.exercises))
    return (
        ("notebook", plain(f"{names} ({found.how})")),
        ("policy", plain(f"{found.policy}: {allowance(found.policy)}")),
        ("exercises", mono(items) if items else plain("none")),
        *(("problem", plain(line)) for line in found.problems),
    )


def _judged(magics: NotebookState, exercises: tuple[GivenExercise, ...], output: Output | None) -> Attempts:
    """The answers as they stand now, judged and remembered."""
    work = magics.coursework
    request = Request(action="attempt", text="", answers=work.answers(exercises))
    session = session_for(magics, magics.settings())
    if output is not None:
        result = session.run_interruptibly(request, on_progress=output.progress)
    else:
        result = session.run_interruptibly(request)
    if not isinstance(result, Attempts):
        raise TypeError(f"an attempt gave a {type(result).__name__}")
    work.note(result)
    magics.last = result
    return result


def _name(command: str, words: list[str]) -> str | None:
    """The one word behind a command, empty where there is none; None where help was asked for, and shown."""
    if "-h" in words or "--help" in words:
        show_plain(_HELP[command])
        return None
    if len(words) > 1:
        raise MagicUsageError(f"%coder {command} takes one name.", f"%coder {command} [NAME]")
    return words[0] if words else ""
