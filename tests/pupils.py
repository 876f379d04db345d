"""A student at a shell: cells that are run as a front end runs them, and what a check of them came to."""

from __future__ import annotations

from typing import Any

from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from kernel_magic.core.attempt import Attempts, ExerciseAttempt
from kernel_magic.magics.registration import registered


def run(shell: InteractiveShell, cell: str, cell_id: str | None = None) -> tuple[Any, str]:
    """The result of a cell, and all plain text that it showed, on one line."""
    with capture_output() as captured:
        result = shell.run_cell(cell, store_history=True, cell_id=cell_id)
    shown = "\n".join(str(output.data.get("text/plain", "")) for output in captured.outputs)
    return result, " ".join(shown.split())


def attempts(shell: InteractiveShell) -> tuple[ExerciseAttempt, ...]:
    """What the last check came to."""
    magics = registered(shell)
    assert magics is not None
    assert isinstance(magics.last, Attempts)
    return magics.last.attempts
