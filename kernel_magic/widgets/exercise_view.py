"""An exercise to work at: its visible tests with marks, a button that runs them, its hints one after the other.

The notebook's cell is the editor; what is run is what it said when it was run last. Built of ipywidgets alone, no
scripts of our own: buttons are the browser's, so the keyboard reaches them. A hint stays in the kernel until somebody
asks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import Any

import ipywidgets

from kernel_magic.core.attempt import ExerciseAttempt, GivenExercise, Hint
from kernel_magic.core.errors import KernelMagicError
from kernel_magic.render.attempt import attempt_header, finding_blocks, hint_blocks, promise_blocks, tests_blocks
from kernel_magic.render.document import Block, Callout, Section, text
from kernel_magic.render.error import error_document
from kernel_magic.render.html import part_html
from kernel_magic.render.style import STYLE

Run = Callable[[], ExerciseAttempt]
NextHint = Callable[[], Hint]

_RUN = "Run the visible tests"
_NO_HINTS = "This notebook's policy gives no hints."


def exercise_view(
    exercise: GivenExercise,
    *,
    run: Run,
    hint: NextHint | None = None,
    given: int = 0,
    last: ExerciseAttempt | None = None,
) -> ipywidgets.Widget:
    """The view of an exercise.

    Args:
        exercise: what to show.
        run: judges the student's newest code on the visible tests.
        hint: gives the next hint; None: the notebook's policy allows none.
        given: how many hints were given before.
        last: what the newest attempt came to; None: there was none.
    """
    return ExerciseView(exercise, run=run, hint=hint, given=given, last=last).widget


class ExerciseView:
    """The view; `widget` is what to display."""

    def __init__(
        self,
        exercise: GivenExercise,
        *,
        run: Run,
        hint: NextHint | None = None,
        given: int = 0,
        last: ExerciseAttempt | None = None,
    ) -> None:
        self._exercise = exercise
        self._run = run
        self._hint = hint
        self._head = ipywidgets.HTML()
        self._found = ipywidgets.HTML()
        self._told = ipywidgets.HTML()
        self._run_button = _button(_RUN, "Judge what the exercise's cell said when it was run last", self._run_tests)
        self._run_button.button_style = "primary"
        self._hint_button = _button("", "The next of the exercise's own hints", self._next_hint)
        row = ipywidgets.HBox(self._buttons(), layout=ipywidgets.Layout(flex_flow="row wrap"))
        self.widget = ipywidgets.VBox([self._head, row, self._found, self._told])
        self._name_hint_button(given)
        self._show(last)

    def _buttons(self) -> list[Any]:
        if self._hint is None:
            return [self._run_button, ipywidgets.Label(_NO_HINTS)]
        return [self._run_button, *([self._hint_button] if self._exercise.hints else [])]

    def _show(self, attempt: ExerciseAttempt | None) -> None:
        """How the exercise stands, and what the newest attempt came to."""
        exercise = self._exercise
        blocks: list[Block] = [attempt_header(exercise, attempt), *tests_blocks(exercise, attempt)]
        blocks += promise_blocks(exercise, attempt)
        self._head.value = f"<style>{STYLE}</style>{self._part(blocks)}"
        self._found.value = self._part(finding_blocks(attempt)) if attempt is not None else ""

    # No button is disabled while it works: a browser takes the focus from one that is, and the keyboard is lost then.
    def _run_tests(self) -> None:
        self._found.value = self._part([_said("The judge is running the visible tests …")])
        try:
            self._show(self._run())
        except KernelMagicError as error:
            self._found.value = self._part(error_document(error).blocks)
        except Exception as error:  # noqa: BLE001 - a button's callback is the outermost line; it has nobody to tell
            self._found.value = self._part([_said(f"The tests could not be run: {type(error).__name__}: {error}")])

    def _next_hint(self) -> None:
        if self._hint is None:
            return
        try:
            hint = self._hint()
        except KernelMagicError as error:
            self._told.value = self._part(error_document(error).blocks)
            return
        self._name_hint_button(hint.number)
        first, *folded = hint_blocks(hint)
        section = Section(title=f"Hint {hint.number} of {hint.total}", blocks=(first,))
        self._told.value = self._part([section, *folded])

    def _name_hint_button(self, given: int) -> None:
        left = len(self._exercise.hints) - given
        self._hint_button.description = f"Hint ({left} left)" if left > 0 else "The last hint again"

    def _part(self, blocks: Sequence[Block]) -> str:
        return part_html(blocks, f"Exercise: {self._exercise.title}") if blocks else ""


def _said(words: str) -> Callout:
    return Callout(tone="part", blocks=(text(words),))


def _button(name: str, tip: str, action: Callable[[], None]) -> Any:
    layout = ipywidgets.Layout(width="auto", max_width="100%")
    button = ipywidgets.Button(description=name, tooltip=escape(tip), layout=layout)
    button.on_click(lambda _: action())
    return button
