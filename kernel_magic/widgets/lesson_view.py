"""A lesson to step through: questions first, then one step at a time, the solution on request, the checks once more.

Built of ipywidgets alone, no scripts of our own; buttons and the text box are the browser's, so the keyboard reaches
them. What is shown is what `render` shows of the same lesson.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

import ipywidgets

from kernel_magic.core.errors import KernelMagicError
from kernel_magic.core.exercise import Policy
from kernel_magic.core.lesson import Lesson
from kernel_magic.core.policy import allowed
from kernel_magic.core.verdict import JudgeReport
from kernel_magic.render.ask import is_asked_code
from kernel_magic.render.clean import MAX_CODE, clean
from kernel_magic.render.document import Ask, Block, Header, Steps, text
from kernel_magic.render.error import error_document
from kernel_magic.render.html import part_html
from kernel_magic.render.lesson import WHOLE_SOLUTION, is_whole_solution, lesson_document
from kernel_magic.render.report import cases_blocks, diagnostics_blocks, verdict_badge
from kernel_magic.render.style import STYLE
from kernel_magic.widgets.not_here import not_here
from kernel_magic.widgets.question_view import questions_view

Rerun = Callable[[], JudgeReport]
_COPY_HINT = (
    "To copy: click into the box, press Ctrl+A and Ctrl+C (⌘A and ⌘C on a Mac). Changes made here have no effect."
)


def lesson_view(lesson: Lesson, *, rerun: Rerun | None = None, policy: Policy = "full") -> ipywidgets.Widget:
    """The interactive view of a lesson.

    Args:
        lesson: what to show.
        rerun: judges the solution on the learner's examples once more; None: the view has no such button.
        policy: of the notebook. Steps and solution are not there where it does not allow solutions.
    """
    if not allowed(policy, "solve"):
        return not_here(policy, "solve")
    return LessonView(lesson, rerun=rerun).widget


class LessonView:
    """The view; `widget` is what to display."""

    def __init__(self, lesson: Lesson, *, rerun: Rerun | None = None) -> None:
        document = lesson_document(lesson)
        self._lesson = lesson
        self._rerun = rerun
        self._label = document.title
        steps = [block for block in document.blocks if isinstance(block, Steps)]
        self._steps = steps[0].items if steps else ()
        self._trusted = any(is_whole_solution(block) for block in document.blocks)
        self._at = 0
        """How many steps are shown as read: 0 is "try it yourself first"."""
        place = next((at for at, block in enumerate(document.blocks) if isinstance(block, Steps)), len(document.blocks))
        self._before = tuple(block for block in document.blocks[:place] if not _is_shown_otherwise(block))
        self._after = tuple(block for block in document.blocks[place + 1 :] if not _is_shown_otherwise(block))
        self._step = ipywidgets.HTML()
        self._place = ipywidgets.Label()
        self._checks = ipywidgets.HTML()
        self._back = _button("Back", "The step before", self._go_back)
        self._next = _button("Next", "The next step", self._go_on)
        self._all = _button("Show all", "All steps below each other", self._show_all)
        self._reveal = _button("Show the solution", "Try it yourself first", self._toggle_solution)
        self._check = _button("Run the checks again", "Judge the solution on your examples now", self._run_checks)
        self._solution = self._solution_box()
        self.widget = ipywidgets.VBox(self._children())
        self._show_step()

    def _children(self) -> list[ipywidgets.Widget]:
        parts: list[Any] = [ipywidgets.HTML(f"<style>{STYLE}</style>{self._part(self._before)}")]
        if self._trusted and self._lesson.questions:
            parts.append(questions_view(self._lesson.questions, self._lesson.solution))
        if self._steps:
            parts += [ipywidgets.HBox([self._back, self._next, self._all, self._place]), self._step]
        buttons = [self._reveal] * self._trusted + [self._check] * (self._trusted and self._rerun is not None)
        if buttons:
            parts += [ipywidgets.HBox(buttons), self._solution, self._checks]
        parts.append(ipywidgets.HTML(self._part(self._after)))
        return parts

    def _solution_box(self) -> ipywidgets.Widget:
        code = clean(self._lesson.solution.text, MAX_CODE) if self._lesson.solution is not None else ""
        rows = min(max(code.count("\n") + 1, 3), 30)
        layout = ipywidgets.Layout(width="98%")
        area = ipywidgets.Textarea(value=code, rows=rows, description=WHOLE_SOLUTION, layout=layout)
        area.style.description_width = "0px"
        box = ipywidgets.VBox([area, ipywidgets.Label(_COPY_HINT)])
        box.layout.display = "none"
        return box

    def _part(self, blocks: tuple[Block, ...]) -> str:
        return part_html(blocks, self._label) if blocks else ""

    def _show_step(self) -> None:
        total = len(self._steps)
        self._back.disabled = self._at <= 0
        self._next.disabled = self._all.disabled = self._at >= total
        self._next.description = "First step" if self._at == 0 else "Next"
        if self._at == 0:
            self._place.value = f"Try it yourself first. {total} steps are waiting."
            self._step.value = ""
            return
        self._place.value = f"Step {self._at} of {total}"
        self._step.value = self._part((Steps(items=(self._steps[self._at - 1],), first=self._at),))

    def _go_back(self) -> None:
        self._at = max(self._at - 1, 0)
        self._show_step()

    def _go_on(self) -> None:
        self._at = min(self._at + 1, len(self._steps))
        self._show_step()

    def _show_all(self) -> None:
        self._at = len(self._steps)
        self._show_step()
        self._place.value = f"All {self._at} steps"
        self._step.value = self._part((Steps(items=self._steps),))

    def _toggle_solution(self) -> None:
        hidden = self._solution.layout.display == "none"
        self._solution.layout.display = "" if hidden else "none"
        self._reveal.description = "Hide the solution" if hidden else "Show the solution"

    def _run_checks(self) -> None:
        if self._rerun is None:
            return
        self._check.disabled = True
        self._checks.value = self._part((text("The judge is running your examples …"),))
        try:
            self._checks.value = self._report(self._rerun())
        except KernelMagicError as error:
            self._checks.value = self._part(error_document(error).blocks)
        except Exception as error:  # noqa: BLE001 - a button's callback is the outermost line; it has nobody to tell
            self._checks.value = self._part((text(f"The checks could not be run: {type(error).__name__}: {error}"),))
        finally:
            self._check.disabled = False

    def _report(self, report: JudgeReport) -> str:
        header = Header(title="The checks, run again", badge=verdict_badge(report))
        texts = {case.name: case.text for case in self._lesson.task.cases if case.text}
        return self._part((header, *diagnostics_blocks(report), *cases_blocks(report, texts)))


def _is_shown_otherwise(block: Block) -> bool:
    """Whether a part of the view takes the place of this block: the questions, the solution on request."""
    return isinstance(block, Ask) or is_asked_code(block) or is_whole_solution(block)


def _button(name: str, tip: str, action: Callable[[], None]) -> Any:
    button = ipywidgets.Button(description=name, tooltip=escape(tip), layout=ipywidgets.Layout(width="auto"))
    button.on_click(lambda _: action())
    return button
