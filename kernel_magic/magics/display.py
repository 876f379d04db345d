"""Shows progress, results and errors in the notebook: one mime bundle each, and for an error no traceback.

An error that is shown calmly still ends its cell, so that "run all" and nbclient stop there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import TracebackType
from typing import Any, Self

from IPython.display import display

from kernel_magic.core.attempt import Attempts, ExerciseAttempt, GivenExercise, Hint
from kernel_magic.core.comparison import Comparison
from kernel_magic.core.errors import Cancelled, KernelMagicError
from kernel_magic.core.exercise import ExerciseSet, Policy
from kernel_magic.core.explanation import Explanation
from kernel_magic.core.lesson import CheckResult, Lesson
from kernel_magic.core.ports import Progress
from kernel_magic.core.verdict import JudgeReport
from kernel_magic.magics.calm import end_quietly
from kernel_magic.render.attempt import attempts_document
from kernel_magic.render.check import check_document
from kernel_magic.render.clean import clean
from kernel_magic.render.comparison import comparison_document
from kernel_magic.render.document import Details, Document
from kernel_magic.render.error import error_document
from kernel_magic.render.exercise import exercise_document
from kernel_magic.render.explanation import explanation_document
from kernel_magic.render.lesson import lesson_document
from kernel_magic.render.mimebundle import to_mimebundle
from kernel_magic.session import Result
from kernel_magic.widgets.progress_view import ProgressView


def show_document(document: Document) -> None:
    """Display a document in all its forms at once."""
    display(to_mimebundle(document), raw=True)


def show_result(result: Result) -> None:
    """Display what came out."""
    show_document(_result_document(result))


def show_plain(text: str) -> None:
    """Display a text as it is, in a fixed-width font."""
    display({"text/plain": text}, raw=True)


def show_interactive(lesson: Lesson, rerun: Callable[[], JudgeReport], policy: Policy) -> None:
    """Display the view with buttons; `rerun` judges the solution again. What `policy` forbids is not in it."""
    from kernel_magic.widgets.lesson_view import lesson_view  # noqa: PLC0415 - ipywidgets is for who asks for them

    display(lesson_view(lesson, rerun=rerun, policy=policy))


def show_comparison(comparison: Comparison, policy: Policy) -> None:
    """Display the view of a comparison that one can look into. What `policy` forbids is not in it."""
    from kernel_magic.widgets.comparison_view import comparison_view  # noqa: PLC0415 - as above

    display(comparison_view(comparison, policy=policy))


def show_explanation(explanation: Explanation, policy: Policy) -> None:
    """Display the view with questions to answer and the run to step through. What `policy` forbids is not in it."""
    from kernel_magic.widgets.explanation_view import explanation_view  # noqa: PLC0415 - as above

    display(explanation_view(explanation, policy=policy))


def show_exercise(
    exercise: GivenExercise,
    run: Callable[[], ExerciseAttempt],
    hint: Callable[[], Hint] | None,
    *,
    given: int,
    last: ExerciseAttempt | None,
) -> None:
    """Display the view of an exercise with its buttons; `hint` is None where the policy gives none."""
    from kernel_magic.widgets.exercise_view import exercise_view  # noqa: PLC0415 - as above

    display(exercise_view(exercise, run=run, hint=hint, given=given, last=last))


class Output:
    """What one cell shows: progress first, then in its place the result or the error. Errors end the cell calmly."""

    def __init__(self, shell: Any) -> None:
        self._in_place = hasattr(shell, "kernel")
        """A terminal cannot take back what it has printed."""
        self._view: ProgressView | None = None

    def progress(self, progress: Progress) -> None:
        """Show where the work stands."""
        if self._view is None:
            self._view = ProgressView()
        self._view.update(progress)

    def result(self, result: Result) -> None:
        """Show what came out."""
        self._show(_result_document(result))

    def folded(self, result: Result, summary: str) -> None:
        """The same behind one line, above a view that asks before it tells; exports of the notebook have it."""
        document = _result_document(result)
        self._show(replace(document, blocks=(Details(summary=summary, blocks=document.blocks),)))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, KernelMagicError) and not isinstance(error, Cancelled):
            self._explain(error)
        elif self._view is not None:
            self._view.close()

    def _explain(self, error: KernelMagicError) -> None:
        # The first line goes into nbclient's report as well.
        line = clean(f"{type(error).__name__}: {error.message}")
        if self._in_place:
            self._show(error_document(error))
            end_quietly(error, line)
        else:
            end_quietly(error, line, *([clean(error.hint)] if error.hint else []))

    def _show(self, document: Document) -> None:
        view, self._view = self._view, None
        bundle = to_mimebundle(document)
        if view is not None and self._in_place:
            view.close(bundle)
            return
        if view is not None:
            view.close()
        display(bundle, raw=True)


def _result_document(result: Result) -> Document:
    match result:
        case Lesson():
            return lesson_document(result)
        case CheckResult():
            return check_document(result)
        case Comparison():
            return comparison_document(result)
        case Explanation():
            return explanation_document(result)
        case ExerciseSet():
            return exercise_document(result)
        case Attempts():
            return attempts_document(result)
