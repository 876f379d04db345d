"""Where a kernel was started, noted when the extension is loaded: cells may change folder and environment later."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A folder, and what Jupyter's server said of the session."""

    folder: Path
    session: str = ""
    """`JPY_SESSION_NAME`: the path of the notebook that the kernel was started for; empty where nobody said it."""

    @classmethod
    def here(cls) -> Place:
        """Where this process is now."""
        try:
            folder = Path.cwd()
        except OSError:  # somebody has deleted it
            folder = Path.home()
        return cls(folder=folder, session=os.environ.get("JPY_SESSION_NAME", ""))
