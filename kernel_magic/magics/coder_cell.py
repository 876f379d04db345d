"""What a `%%coder` cell does: its line and body become a `Request`, the session works, the result is shown.

The body goes on as it was typed, except where the first line asked for variables to be put in.
"""

from __future__ import annotations

from dataclasses import replace

from kernel_magic.core.comparison import Comparison
from kernel_magic.core.contest import Submission
from kernel_magic.core.exercise import Policy
from kernel_magic.core.explanation import Explanation
from kernel_magic.core.lesson import Lesson
from kernel_magic.core.source import Source
from kernel_magic.course.problem_package import load_to_solve
from kernel_magic.lessons.options import CompareOptions
from kernel_magic.magics.arguments import CellArguments, MagicUsageError, cell_arguments
from kernel_magic.magics.display import Output, show_comparison, show_explanation, show_interactive, show_plain
from kernel_magic.magics.exercise_request import exercise_request
from kernel_magic.magics.explain_request import claim_request, explain_request
from kernel_magic.magics.guard import answered_by_policy, permit_run_of
from kernel_magic.magics.namespace import context_texts, fill_variables, program_text, task_in_answer, task_text
from kernel_magic.magics.state import NotebookState
from kernel_magic.render.notebook import solution_cell
from kernel_magic.session import Request, Session, comparison_options, solve_options
from kernel_magic.settings import Settings


def run_cell(magics: NotebookState, line: str, cell: str) -> None:
    """Do what a `%%coder` cell asks for.

    Raises:
        KernelMagicError: it could not be done; the person has been told.
    """
    with Output(magics.shell) as output:
        arguments = cell_arguments(line)
        if arguments.help:
            show_plain(arguments.help)
            return
        if answered_by_policy(magics, arguments, cell):
            return
        settings = magics.settings(dict(arguments.settings))
        work_on(magics, arguments, _request(magics, arguments, settings, cell), settings, output)


def work_on(
    magics: NotebookState, arguments: CellArguments, request: Request, settings: Settings, output: Output
) -> None:
    """Let the session work, remember and show what came out.

    Raises:
        KernelMagicError: it could not be done.
    """
    if request.action in ("explain", "claim"):
        permit_run_of(magics, request.text, request.action)
    result = session_for(magics, settings).run_interruptibly(request, on_progress=output.progress)
    magics.last = result
    if arguments.into:
        magics.shell.user_ns[arguments.into] = result
    view = isinstance(result, Explanation) and request.action == "explain" and _wants_view(magics, arguments)
    if view:
        output.folded(result, "All of it at once, with the answers")
    else:
        output.result(result)
    if isinstance(result, Lesson):
        _follow_up(magics, result, arguments, request)
    if isinstance(result, Comparison) and _wants_view(magics, arguments):
        show_comparison(result, _policy(magics))
    if isinstance(result, Explanation) and request.action == "explain":
        magics.last_explanation = result
        if view:
            show_explanation(result, _policy(magics))


def session_for(magics: NotebookState, settings: Settings) -> Session:
    """The session for these settings: the one at hand, or a new one where they ask for another model or judge."""
    if magics.session is None or not magics.session.serves(settings):
        magics.close()
        magics.session = Session(settings)
    return magics.session


def _request(magics: NotebookState, arguments: CellArguments, settings: Settings, cell: str) -> Request:
    text = fill_variables(cell, arguments.variables, magics.shell.user_ns)
    if arguments.action == "compare":
        return _comparison_request(magics, arguments, settings, text)
    if arguments.action == "explain":
        return explain_request(magics, arguments, settings, text)
    if arguments.action == "claim":
        return claim_request(magics, arguments, settings, text)
    if arguments.action == "exercise":
        return exercise_request(arguments, settings, text)
    task = _task_for(magics, arguments, text) if arguments.action == "check" else ""
    if arguments.action == "solve" or arguments.task:
        magics.last_task = task or text
    return Request(
        action=arguments.action,
        text=text,
        task=task,
        options=solve_options(settings),
        context=context_texts(arguments.context, magics.shell),
        use_model=arguments.use_model,
    )


def _comparison_request(magics: NotebookState, arguments: CellArguments, settings: Settings, text: str) -> Request:
    problem = load_to_solve(arguments.problem) if arguments.problem else None
    own = [(name, program_text(name, magics.shell)) for name in arguments.mine]
    if problem is not None and text.strip():
        own.append(("this cell", text))
    magics.last_task = problem.statement if problem is not None else text
    options = CompareOptions(which="accepted" if arguments.accepted_only else "all")
    return Request(
        action="compare",
        text="" if problem is not None else text,
        problem=problem,
        own=tuple(Submission(name=name, source=Source(text=program), origin="person") for name, program in own),
        options=comparison_options(settings),
        use_model=arguments.use_model,
        compare=replace(
            options,
            ideas=arguments.ideas or options.ideas,
            growth_seconds=options.growth_seconds if arguments.growth_seconds is None else arguments.growth_seconds,
        ),
    )


def _task_for(magics: NotebookState, arguments: CellArguments, answer: str) -> str:
    """The task an answer is held against, in the order `%%coder check --help` says."""
    if arguments.task:
        return task_text(arguments.task, magics.shell)
    found = magics.last_task or task_in_answer(answer)
    if not found:
        raise MagicUsageError(
            "There is no task to check this answer against.",
            hint="Give one with --task NAME (a variable that holds its text) or --task In[3], or solve one first.",
        )
    return found


def _policy(magics: NotebookState) -> Policy:
    return magics.coursework.belonging().policy


def _wants_view(magics: NotebookState, arguments: CellArguments) -> bool:
    return bool(magics.widget if arguments.widget is None else arguments.widget)


def _follow_up(magics: NotebookState, lesson: Lesson, arguments: CellArguments, request: Request) -> None:
    """The interactive view and the runnable cell below."""
    if _wants_view(magics, arguments):
        show_interactive(lesson, lambda: session_for(magics, magics.settings()).judge_again(lesson), _policy(magics))
    wanted = magics.insert if arguments.insert is None else arguments.insert
    code = solution_cell(lesson) if wanted else None
    if code is None:
        return
    done = magics.insertion.insert_below(code, request=request.text, insist=bool(arguments.insert))
    if done == "already there":
        show_plain("An earlier run put this solution into the cell below already; --insert does it again.")
