"""The zygote's entry point, run by path: `python -I -S -B start.py CONTROL_FD OPTIONS`.

Makes the names `kernel_magic.judge.inside.*` importable without running `kernel_magic/__init__.py` and without
putting any folder on `sys.path`; takes the names away again before foreign code runs.
"""

from __future__ import annotations

import importlib
import sys
import types
from pathlib import Path


def main(arguments: list[str]) -> None:
    """Load the zygote and serve until the other end of the control socket is closed."""
    inside = Path(__file__).resolve().parent
    for name, folder in (("kernel_magic", inside.parents[1]), ("kernel_magic.judge", inside.parent)):
        package = types.ModuleType(name)
        package.__path__ = [str(folder)]
        sys.modules[name] = package
    zygote = importlib.import_module("kernel_magic.judge.inside.zygote")
    for name in [name for name in sys.modules if name.split(".")[0] == "kernel_magic"]:
        del sys.modules[name]
    zygote.main(int(arguments[0]), arguments[1])


if __name__ == "__main__":
    main(sys.argv[1:])
