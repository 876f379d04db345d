"""Puts a runnable cell below: through IPython's own `set_next_input`, which terminal, JupyterLab and VS Code know.

Where nobody listens (nbclient, nbconvert) the request travels in the reply and nothing else happens. A cell that is
run again with the same outcome does not insert the same code twice; `--insert` insists.
"""

from __future__ import annotations

import hashlib
from typing import Any, Literal

Inserted = Literal["inserted", "already there"]


class Insertion:
    """Remembers what was put below which cell."""

    def __init__(self, shell: Any) -> None:
        self._shell = shell
        self._below: dict[str, str] = {}

    def insert_below(self, code: str, *, request: str, insist: bool = False) -> Inserted:
        """Put `code` into a new cell below the running one; `request` tells cells apart where they have no id."""
        key = self._cell_id() or hashlib.sha256(request.encode("utf-8", "surrogatepass")).hexdigest()
        content = _without_remarks(code)
        if self._below.get(key) == content and not insist:
            return "already there"
        self._shell.set_next_input(code, replace=False)
        self._below[key] = content
        return "inserted"

    def _cell_id(self) -> str | None:
        """The running cell's id, where the front end says it (JupyterLab and Notebook do)."""
        get_parent = getattr(self._shell, "get_parent", None)
        parent = get_parent() if get_parent else None
        metadata = parent.get("metadata", {}) if isinstance(parent, dict) else {}
        found = metadata.get("cellId") if isinstance(metadata, dict) else None
        return found if isinstance(found, str) else None


def _without_remarks(code: str) -> str:
    """The code without its comment lines: they say what ran and how long it took, which differs each time."""
    return "\n".join(line for line in code.splitlines() if not line.startswith("#"))
