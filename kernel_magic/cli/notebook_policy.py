"""`!kernel-magic …` in a notebook keeps to the notebook's policy, as the magics do.

Jupyter's server says in the environment which notebook a kernel was started for, and what the kernel starts is told the
same. In a terminal nobody says it: a command there belongs to no notebook.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from kernel_magic.core.errors import InputError, PolicyError
from kernel_magic.core.policy import Help, allowance, allowed, refusal, run_refusal
from kernel_magic.lessons.own_hints import asks_what_it_does
from kernel_magic.session import Request

if TYPE_CHECKING:
    from kernel_magic.grading.student_notebook import GivenNotebook


def permit(request: Request) -> None:
    """Let a request be worked on, or not.

    Raises:
        PolicyError: the notebook that this command was started in does not allow it.
    """
    notebook = _notebook(os.environ.get("JPY_SESSION_NAME", ""))
    if notebook is None or notebook.policy == "full":
        return
    runs_only = request.action == "check" and not request.use_model
    action: Help = "examples" if runs_only else request.action
    if not allowed(notebook.policy, action):
        raise PolicyError(refusal(notebook.policy, action), allowance(notebook.policy))
    meant = asks_what_it_does(request.text, notebook.exercises) if action in ("explain", "claim") else None
    if meant is not None:
        raise PolicyError(run_refusal(notebook.policy, meant.item), allowance(notebook.policy))


def _notebook(name: str) -> GivenNotebook | None:
    """The notebook that a server has named, by a path or one below the folder it was started in."""
    if not name.endswith(".ipynb"):
        return None
    # here and not above: it loads nbformat, which no help needs
    from kernel_magic.grading.student_notebook import (
        UNREAD,
        GivenNotebook,
        carries_mark,
        read_given,
    )

    here = Path.cwd()
    file = next((path for folder in (here, *here.parents) if (path := folder / name).is_file()), None)
    try:
        return read_given(file) if file is not None else None
    except InputError:
        return GivenNotebook(path=file, mark=UNREAD) if file is not None and carries_mark(file) else None
