"""A run to step through: forward and back, round by round, to a line; values before and after, calls, what came.

The view is an anywidget: its script is `trace_player.js` beside this file, nothing is loaded from elsewhere.
"""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import anywidget
import ipywidgets
import traitlets

from kernel_magic.core.explanation import Explanation
from kernel_magic.core.source import Source
from kernel_magic.core.trace import Trace
from kernel_magic.render.document import text
from kernel_magic.render.html import part_html
from kernel_magic.render.style import STYLE
from kernel_magic.widgets.trace_state import State, player_state


def trace_player(shown: Explanation | Source | str, trace: Trace | None = None) -> ipywidgets.Widget:
    """The view of a run.

    Args:
        shown: an explanation, or the program that was traced (a bare text is Python).
        trace: the run; of an explanation its own.

    Raises:
        ValueError: there is no run to step through.
    """
    if isinstance(shown, Explanation):
        source, trace = shown.source, trace or shown.trace
    else:
        source = shown if isinstance(shown, Source) else Source(text=shown)
    if trace is None:
        raise ValueError("there is no trace to step through: nothing was run")
    if not trace.steps:
        words = text("No line of this code was recorded while it ran: there is nothing to step through.")
        return ipywidgets.HTML(f"<style>{STYLE}</style>{part_html([words], 'Step through the run')}")
    return TracePlayer(player_state(trace, source))


def player_style() -> str:
    """The style sheet of the player: that of a document, and its own."""
    return STYLE + _data("trace_player.css")


def player_script() -> str:
    """The player's script, an ES module that anywidget and a test can load."""
    return _data("trace_player.js")


def _data(name: str) -> str:
    return (files("kernel_magic.widgets") / name).read_text(encoding="utf-8")


class TracePlayer(anywidget.AnyWidget):
    """The widget; `at` is the step that is shown, counted from 0, and can be set."""

    _esm = player_script()
    _css = player_style()
    run = traitlets.Dict().tag(sync=True)
    at = traitlets.Int(0).tag(sync=True)

    def __init__(self, state: dict[str, State]) -> None:
        self._steps = len(state["lines"]) if isinstance(state["lines"], list) else 0
        super().__init__(run=state)

    @traitlets.validate("at")
    def _within(self, proposal: dict[str, Any]) -> int:
        return min(max(int(proposal["value"]), 0), self._steps - 1)
