"""The cells that this kernel has run, oldest first, each with the id that the front end gave for it.

The texts are IPython's own history; only the ids are kept here. JupyterLab and Notebook send those of the notebook's
file. VS Code sends addresses of its own: they tell one cell from another, but not which one of the file it is. A
terminal, and a program that runs a notebook, send none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

_MOST = 1000
_OF_THE_FILE = re.compile(r"[\w-]{1,64}", re.ASCII)
"""What an id in a notebook's file looks like, by the notebook format 4.5."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RanCell:
    """A cell that was run. What it says is what stood in it then."""

    number: int
    """The number beside the cell, from 1."""
    text: str
    id: str = ""
    """The cell's id in the notebook's file; empty where that is not known."""


class RanCells:
    """Listens to a shell."""

    def __init__(self, shell: Any) -> None:
        self._shell = shell
        self._ids: dict[int, str] = {}
        self._running = ""
        shell.events.register("pre_run_cell", self._begin)
        shell.events.register("post_run_cell", self._note)

    def close(self) -> None:
        """Listen no more."""
        self._shell.events.unregister("pre_run_cell", self._begin)
        self._shell.events.unregister("post_run_cell", self._note)

    def cells(self) -> list[RanCell]:
        """All cells that ran, as each was run last: the newest stands last, and that is the running one."""
        texts = list(enumerate(self._shell.history_manager.input_hist_raw))[1:][-_MOST:]
        found: list[RanCell] = []
        newer: set[str] = set()
        for place, (number, text) in enumerate(reversed(texts)):
            name = self._ids.get(number, "") or (self._running if not place else "")
            if not name or name not in newer:
                known = name if _OF_THE_FILE.fullmatch(name) else ""
                found.append(RanCell(number=number, text=str(text), id=known))
            newer.add(name)
        return found[::-1]

    def _begin(self, info: Any) -> None:
        if info.store_history:  # else it is run inside another one
            self._running = _id_of(info)

    def _note(self, result: Any) -> None:
        # Here and not before the cell: when the counter moves on differs between versions of IPython.
        number = result.execution_count
        if isinstance(number, int) and result.info.store_history:
            self._running = ""
            self._ids[number] = _id_of(result.info)
            self._ids.pop(number - 2 * _MOST, None)


def _id_of(info: Any) -> str:
    name = getattr(info, "cell_id", None)
    return name if isinstance(name, str) else ""
