"""Puts the magics into a shell and takes them out again."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from kernel_magic.magics import completion, verbatim
from kernel_magic.magics.coder import CoderMagics

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

_KEYS = ("%%coder", "%coder")


def register(shell: InteractiveShell) -> None:
    """Register `%%coder` and `%coder`, their completion, and the transformer that keeps cells verbatim."""
    if registered(shell) is not None:
        return
    shell.register_magics(CoderMagics(shell, parent=shell))
    verbatim.install(shell)
    for key in _KEYS:
        shell.set_hook("complete_command", completion.matches, str_key=key)


def unregister(shell: InteractiveShell) -> None:
    """Take everything away that `register` put there, and give the model's memory back."""
    magics = registered(shell)
    if magics is None:
        return
    verbatim.uninstall(shell)
    for kind in ("line", "cell"):
        shell.magics_manager.magics[kind].pop("coder", None)
    shell.magics_manager.registry.pop(CoderMagics.__name__, None)
    shell.configurables.remove(magics)
    for key in _KEYS:
        shell.strdispatchers["complete_command"].strs.pop(key, None)
    magics.forget()
    registry = sys.modules.get("kernel_magic.engine.registry")
    if registry is not None:  # nobody has loaded a model otherwise
        registry.close_all()


def registered(shell: Any) -> CoderMagics | None:
    """The magics of this shell, where they are registered."""
    return next((each for each in shell.configurables if isinstance(each, CoderMagics)), None)
