"""kernel_magic: a teaching assistant for programming that lives in Jupyter; the judge runs what the model says first.

Importing this package costs next to nothing: no IPython, no model library. `%load_ext kernel_magic` registers
`%%coder` and `%coder`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kernel_magic.core.version import __version__

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

__all__ = ["__version__", "load_ipython_extension", "unload_ipython_extension"]


def load_ipython_extension(shell: InteractiveShell) -> None:
    """Register the magics: what `%load_ext kernel_magic` calls."""
    from kernel_magic.magics.registration import register  # noqa: PLC0415 - importing the package stays free

    register(shell)


def unload_ipython_extension(shell: InteractiveShell) -> None:
    """Take the magics away and give the model's memory back: what `%unload_ext kernel_magic` calls."""
    from kernel_magic.magics.registration import unregister  # noqa: PLC0415

    unregister(shell)
