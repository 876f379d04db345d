"""The cells that this kernel has run, oldest first, each with the id that the front end gave for it.

The texts are IPython's own history; only the ids are kept here. JupyterLab, Notebook and VS Code send them; a
terminal has none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

_MOST = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class RanCell:
    """A cell that was run. What it says is what stood in it then."""

    number: int
    """The number beside the cell, from 1."""
    text: str
    id: str = ""


class RanCells:
    """Listens to a shell."""

    def __init__(self, shell: Any) -> None:
        self._shell = shell
        self._ids: dict[int, str] = {}
        # After a cell, not before: when the counter moves on differs between versions of IPython.
        shell.events.register("post_run_cell", self._note)

    def close(self) -> None:
        """Listen no more."""
        self._shell.events.unregister("post_run_cell", self._note)

    def cells(self) -> list[RanCell]:
        """All cells that ran, the newest last, which is the running one."""
        texts = list(enumerate(self._shell.history_manager.input_hist_raw))
        return [RanCell(number=at, text=str(text), id=self._ids.get(at, "")) for at, text in texts[1:][-_MOST:]]

    def _note(self, result: Any) -> None:
        number, info = result.execution_count, result.info
        name = getattr(info, "cell_id", None)
        if isinstance(number, int) and isinstance(name, str) and info.store_history:
            self._ids[number] = name
            self._ids.pop(number - 2 * _MOST, None)
