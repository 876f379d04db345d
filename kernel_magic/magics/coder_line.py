"""`%coder status | model | config | help | last | explain`: looks around, chooses the model, explains a function.

What students do in a notebook that was given out (`check`, `hint`, `exercise`, `notebook`) is in `magics.student`.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable

from kernel_magic.core.attempt import Attempts
from kernel_magic.core.comparison import Comparison
from kernel_magic.core.exercise import ExerciseSet
from kernel_magic.core.quantities import count
from kernel_magic.engine.catalog import entries, resolve
from kernel_magic.magics import student
from kernel_magic.magics.arguments import MagicUsageError, explain_arguments, overview, split
from kernel_magic.magics.coder_cell import session_for, work_on
from kernel_magic.magics.completion import LINE_COMMANDS
from kernel_magic.magics.display import Output, show_document, show_plain, show_result
from kernel_magic.magics.explain_request import explain_request
from kernel_magic.magics.guard import permit_again
from kernel_magic.magics.state import NotebookState
from kernel_magic.render.document import Block, Document, Facts, Table, mono, plain, text
from kernel_magic.session import Result

_HELP = """\
%coder status         the model, whether it is loaded, the sandbox, the notebook's policy, the last result
%coder check NAME     run the visible tests of an exercise on what you have written; without NAME of all exercises
%coder hint NAME      the next of an exercise's own hints
%coder exercise NAME  an exercise with buttons: run the visible tests, the next hint
%coder notebook       which notebook file this is and what it allows; %coder notebook PATH says it by hand
%coder explain NAME   run a function or class of this notebook on an example, and explain it: %coder explain --help
%coder last           show the last result again
%coder model          the models there are; %coder model NAME chooses one and begins to load it
%coder config         every setting, its value, and where the value came from
%coder help           this, and what %%coder can do

Settings: `%config CoderMagics.candidates = 6` for this notebook, `%%coder --candidates 6` for one cell,
KERNEL_MAGIC_CANDIDATES=6 in the environment for all.
"""


def run_line(magics: NotebookState, line: str) -> None:
    """Do what a `%coder` line asks for.

    Raises:
        KernelMagicError: it could not be done; the person has been told.
    """
    with Output(magics.shell) as output:
        command, *rest = split(line) or ["help"]
        if command in _WORKING:
            _WORKING[command](magics, rest, output)
        else:
            _run(magics, command, rest)


def _explain(magics: NotebookState, rest: list[str], output: Output) -> None:
    arguments = explain_arguments(rest)
    if arguments.help:
        show_plain(arguments.help)
        return
    settings = magics.settings(dict(arguments.settings))
    work_on(magics, arguments, explain_request(magics, arguments, settings, ""), settings, output)


def _run(magics: NotebookState, command: str, rest: list[str]) -> None:
    command = "help" if command in {"-h", "--help"} else command
    if command not in _COMMANDS:
        near = difflib.get_close_matches(command.lower(), LINE_COMMANDS, n=1)
        guess = f" Did you mean {near[0]!r}?" if near else ""
        raise MagicUsageError(
            f"Unknown command {command[:40]!r}.{guess} Commands are: {', '.join(LINE_COMMANDS)}.",
            hint="A problem goes into a cell that begins with %%coder (two percent signs).",
        )
    if rest and (command != "model" or len(rest) > 1):
        raise MagicUsageError(f"%coder {command} takes nothing behind it but was given {' '.join(rest)[:60]!r}.")
    _COMMANDS[command](magics, rest)


def _status(magics: NotebookState, rest: list[str]) -> None:
    del rest
    settings = magics.settings()
    session = session_for(magics, settings)
    backend = session.backend
    isolation = session.judge.isolation()
    held = ", ".join(layer.name for layer in isolation.layers if layer.in_force) or "limits only"
    missing = "; ".join(f"{layer.name}: {layer.detail}" for layer in isolation.layers if not layer.in_force)
    last = _in_words(magics.last)
    if backend is None or not (backend.loaded or backend.progress):
        state = "not loaded; the first %%coder cell loads it"
    elif backend.progress is not None:
        state = f"{backend.progress.stage}: {backend.progress.message}"
    else:
        state = f"loaded, {backend.name}, context of {backend.context_tokens:,} tokens"
    facts = [
        ("model", mono(backend.model if backend else settings.model)),
        ("state", plain(state)),
        ("sandbox", plain(f"level {isolation.level}: {held}")),
        *student.belonging_facts(magics.coursework.belonging()),
        ("last result", plain(last)),
    ]
    if missing:
        facts.insert(3, ("not in force", plain(missing)))
    _show("Status", Facts(pairs=tuple(facts)))


def _in_words(result: Result | None) -> str:
    if result is None:
        return "none yet"
    if isinstance(result, Comparison):
        return f"{len(result.ranking)} of {count(len(result.rows), 'program')} right"
    if isinstance(result, ExerciseSet):
        return "an exercise that may be given out" if result.released else "an exercise, withheld"
    if isinstance(result, Attempts):
        complete = sum(attempt.is_complete for attempt in result.attempts)
        return f"the visible tests pass in {complete} of {count(len(result.attempts), 'exercise')}"
    return result.status.replace("_", " ")


def _model(magics: NotebookState, rest: list[str]) -> None:
    if rest:
        _choose(magics, rest[0])
        return
    settings = magics.settings()
    rows = tuple(
        (
            mono(entry.name),
            mono(entry.alias),
            plain(f"{entry.parameters / 1e9:.1f}"),
            plain("chosen" if settings.model in {entry.name, entry.alias} else ""),
        )
        for entry in entries()
    )
    table = Table(header=("model", "short name", "billion parameters", ""), rows=rows, numeric=(2,))
    chosen = text(
        "Chosen: ",
        mono(settings.model),
        f" with {settings.bits} bits. ",
        mono("%coder model NAME"),
        " chooses another.",
    )
    _show("Models", chosen, table)


def _choose(magics: NotebookState, name: str) -> None:
    if name != "auto":
        resolve(name)  # an unknown name is refused here, before anything is changed
    magics.model = name
    session_for(magics, magics.settings()).preload()
    _show("Model", text("From now on: ", mono(name), ". It is being loaded in the background."))


def _config(magics: NotebookState, rest: list[str]) -> None:
    del rest
    rows = tuple((mono(name), mono(value), plain(origin)) for name, value, origin in magics.settings().rows())
    note = text(
        "An option of a cell comes first, then ", mono("%config CoderMagics.NAME = VALUE"),
        ", then the environment (", mono("KERNEL_MAGIC_NAME"), "), then the default.",
    )  # fmt: skip
    _show("Settings", Table(header=("setting", "value", "from"), rows=rows), note)


def _help(magics: NotebookState, rest: list[str]) -> None:
    del magics, rest
    show_plain(_HELP + "\n" + overview())


def _last(magics: NotebookState, rest: list[str]) -> None:
    del rest
    if magics.last is None:
        raise MagicUsageError("There is no result yet in this notebook.", hint="Solve a problem with %%coder first.")
    permit_again(magics, magics.last)
    show_result(magics.last)


def _show(title: str, *blocks: Block) -> None:
    show_document(Document(title=title, kind="Report", blocks=blocks))


_COMMANDS: dict[str, Callable[[NotebookState, list[str]], None]] = {
    "status": _status,
    "model": _model,
    "config": _config,
    "last": _last,
    "help": _help,
}
_WORKING: dict[str, Callable[[NotebookState, list[str], Output], None]] = {
    "check": student.check,
    "hint": student.hint,
    "exercise": student.exercise,
    "notebook": student.notebook,
    "explain": _explain,
}
"""The commands with words of their own behind them."""
