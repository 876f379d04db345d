"""Lets a cell end without a traceback: our own errors, and Ctrl-C wherever it lands.

IPython asks an exception how it wants to be shown; ours answer with a line or two. They are still raised, so that
"run all" and nbclient stop there.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from kernel_magic.core.errors import Cancelled, KernelMagicError


@contextmanager
def interrupted_calmly() -> Iterator[None]:
    """Make an interrupt one word. Stands around everything, the imports of a first use included."""
    try:
        yield
    except (KeyboardInterrupt, Cancelled):
        cancelled = Cancelled()
        end_quietly(cancelled, "Interrupted.")
        raise cancelled from None


def end_quietly(error: KernelMagicError, *lines: str) -> None:
    """Let the error be shown as these lines, and remember the person's own error before it."""
    vars(error)["_render_traceback_"] = lambda: list(lines)
    vars(error)["error_before"] = getattr(sys, "last_value", None)
