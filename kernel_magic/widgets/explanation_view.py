"""An explanation to work with: claims, questions before anything is given away, then the run to step through.

What is shown is what `render` shows of the same explanation. The run, its result and the words about it come when the
questions are answered or given up, or at once where there are none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import ipywidgets

from kernel_magic.core.exercise import Policy
from kernel_magic.core.explanation import Explanation
from kernel_magic.core.policy import allowed
from kernel_magic.render.call_tree import call_tree_blocks
from kernel_magic.render.document import Block
from kernel_magic.render.explanation import (
    closing_blocks,
    code_blocks,
    explanation_status,
    opening_blocks,
    result_blocks,
    run_blocks,
    steps_blocks,
)
from kernel_magic.render.html import part_html
from kernel_magic.render.run_reading import read_run
from kernel_magic.render.style import STYLE
from kernel_magic.widgets.not_here import not_here
from kernel_magic.widgets.question_view import questions_view


def explanation_view(explanation: Explanation, *, policy: Policy = "full") -> ipywidgets.Widget:
    """The interactive view of an explanation, where the notebook's policy allows one."""
    if not allowed(policy, "explain"):
        return not_here(policy, "explain")
    return ExplanationView(explanation).widget


class ExplanationView:
    """The view; `widget` is what to display."""

    def __init__(self, explanation: Explanation) -> None:
        self._explanation = explanation
        self._ran = explanation_status(explanation) != "unverified"
        asked = self._ran and bool(explanation.questions)
        self._told = ipywidgets.VBox([])
        self._show = _button("Show what happened", "The result, the run step by step, and words about it", self._reveal)
        self._show.layout.align_self = "flex-start"
        before = self._html([*opening_blocks(explanation), *code_blocks(explanation)], style=True)
        parts: list[Any] = [before]
        if asked:
            parts += [questions_view(explanation.questions, on_answered=self._reveal), self._show]
        self.widget = ipywidgets.VBox([*parts, self._told])
        if not asked:
            self._reveal()

    def _reveal(self) -> None:
        if self._told.children:
            return
        self._show.layout.display = "none"
        told = self._explanation
        player = self._player()
        parts: list[Any] = [self._html(result_blocks(told))] if result_blocks(told) else []
        parts += [player] if player is not None else []
        below = [
            *steps_blocks(told),
            *(self._tree() if player is not None else run_blocks(told)),
            *closing_blocks(told),
        ]
        self._told.children = (*parts, self._html(below))

    def _player(self) -> ipywidgets.Widget | None:
        """The run to step through; None where nothing was run, or the front end's part of it is not installed."""
        if not self._ran:
            return None
        try:
            from kernel_magic.widgets.trace_player import trace_player  # noqa: PLC0415 - needs anywidget
        except ImportError:
            return None
        return trace_player(self._explanation)

    def _tree(self) -> list[Block]:
        trace = self._explanation.trace
        return call_tree_blocks(read_run(trace, self._explanation.source)) if trace is not None else []

    def _html(self, blocks: Sequence[Block], *, style: bool = False) -> ipywidgets.HTML:
        sheet = f"<style>{STYLE}</style>" if style else ""
        return ipywidgets.HTML(f"{sheet}{part_html(blocks, self._explanation.title)}")


def _button(name: str, tip: str, action: Callable[[], None]) -> Any:
    button = ipywidgets.Button(description=name, tooltip=tip, layout=ipywidgets.Layout(width="auto"))
    button.on_click(lambda _: action())
    return button
