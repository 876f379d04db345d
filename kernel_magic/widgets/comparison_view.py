"""A comparison to look into: the table in the order one asks for, the curves, one program at a time.

Built of ipywidgets alone, no scripts of our own. What is shown is what `render` shows of the same comparison.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ipywidgets

from kernel_magic.core.comparison import Comparison, ComparisonRow
from kernel_magic.core.exercise import Policy
from kernel_magic.core.policy import allowed
from kernel_magic.render.clean import clean_line
from kernel_magic.render.comparison import (
    comparison_header,
    comparison_title,
    curve_blocks,
    failure_blocks,
    left_out_blocks,
    record_blocks,
    said_blocks,
    table_blocks,
)
from kernel_magic.render.document import Block, Section
from kernel_magic.render.html import part_html
from kernel_magic.render.program import program_blocks, program_summary
from kernel_magic.render.style import STYLE
from kernel_magic.widgets.not_here import not_here

Order = Callable[[ComparisonRow], float]

_ORDERS: dict[str, Order | None] = {
    "as ranked": None,
    "time": lambda row: row.cpu_s_max,
    "memory": lambda row: row.peak_mib_max,
    "lines": lambda row: float(row.lines),
}
_CHOOSE = "Choose a program"
_MAX_OPTION = 120


def comparison_view(comparison: Comparison, *, policy: Policy = "full") -> ipywidgets.Widget:
    """The interactive view of a comparison; its programs are not there where the notebook's policy forbids them."""
    if not allowed(policy, "compare"):
        return not_here(policy, "compare")
    return ComparisonView(comparison).widget


class ComparisonView:
    """The view; `widget` is what to display."""

    def __init__(self, comparison: Comparison) -> None:
        self._comparison = comparison
        self._label = comparison_title(comparison)
        self._table = ipywidgets.HTML()
        self._program = ipywidgets.HTML()
        self._order = ipywidgets.Dropdown(options=list(_ORDERS), description="Order by")
        self._choice = ipywidgets.Dropdown(options=self._options(), description="Program")
        self._choice.layout.width = "min(40rem, 100%)"
        self._order.observe(lambda _: self._show_table(), names="value")
        self._choice.observe(lambda _: self._show_program(), names="value")
        self.widget = ipywidgets.VBox(self._children())
        self._show_table()
        self._show_program()

    def _children(self) -> list[ipywidgets.Widget]:
        told = self._comparison
        parts: list[Any] = [self._html([comparison_header(told)], style=True)]
        if len(told.rows) > 1:
            parts.append(self._order)
        parts.append(self._table)
        middle: list[Block] = [*curve_blocks(told), *said_blocks(told), *failure_blocks(told)]
        if middle:
            parts.append(self._html(middle))
        if told.rows:
            parts += [self._choice, self._program]
        parts.append(self._html([*left_out_blocks(told), *record_blocks(told)]))
        return parts

    def _options(self) -> list[tuple[str, int]]:
        rows = enumerate(self._comparison.rows)
        named = [(clean_line(program_summary(row, self._comparison), _MAX_OPTION), at) for at, row in rows]
        return [(_CHOOSE, -1), *named]

    def _html(self, blocks: list[Block], *, style: bool = False) -> ipywidgets.HTML:
        sheet = f"<style>{STYLE}</style>" if style else ""
        return ipywidgets.HTML(f"{sheet}{part_html(blocks, self._label)}")

    def _show_table(self) -> None:
        """Right programs stay above the others, whatever the order: a wrong one is not first for being short."""
        order, rows = _ORDERS[self._order.value], self._comparison.rows
        if order is not None:
            rows = tuple(sorted(rows, key=lambda row: (not row.right, order(row))))
        self._table.value = part_html(table_blocks(self._comparison, rows), self._label)

    def _show_program(self) -> None:
        at = self._choice.value
        if not isinstance(at, int) or at < 0:
            self._program.value = ""
            return
        row = self._comparison.rows[at]
        section = Section(
            title=program_summary(row, self._comparison), blocks=tuple(program_blocks(row, self._comparison))
        )
        self._program.value = part_html([section], self._label)
