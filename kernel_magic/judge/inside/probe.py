"""An empty run that tries its walls: a layer is reported as in force only where the kernel was seen to refuse."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from typing import NoReturn

from kernel_magic.judge.inside import confine
from kernel_magic.judge.inside.run_limits import RunLimits

_OK, _SECCOMP_HOLDS, _LANDLOCK_HOLDS = 4, 1, 2


def probe(walls: confine.Walls, limits: RunLimits) -> NoReturn:
    """Close this process in and end it with a status that says what was refused."""
    held = 0
    try:
        null = os.open(os.devnull, os.O_RDWR)
        ends = confine.Descriptors(questions=null, results=null, output=null, stdin=None)
        confine.close_in(walls, ends, limits, "/")
        held = _OK
        held |= _SECCOMP_HOLDS if _refused(lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM)) else 0
        held |= _LANDLOCK_HOLDS if _refused(lambda: os.scandir("/")) else 0
    finally:
        os._exit(held)


def _refused(attempt: Callable[[], object]) -> bool:
    try:
        attempt()
    except OSError:
        return True
    return False
