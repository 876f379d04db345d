"""A run that becomes another program: lays out what it is given, and gives the process over to it.

After that nothing of the judge is left in the process. Before, one line with a secret can say that it did not work;
the program cannot know the secret, and whatever it writes there itself is its standard error.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import signal
from typing import Any, NoReturn

from kernel_magic.judge.inside import kernel_calls, limits
from kernel_magic.judge.inside.child import CONFINED, IN, RESULT, Channel, environment, lay_out
from kernel_magic.judge.inside.run_limits import RunLimits
from kernel_magic.judge.inside.seccomp import PROGRAM

NOT_STARTED = 97
"""Exit status of a run that could not become the program."""

_DEFAULT = (signal.SIGPIPE, signal.SIGXFSZ, signal.SIGINT)
_ARTIFACT_PIECE = 1 << 20


def lay_artifact(descriptor: int, path: str) -> None:
    """Copy an artifact into the work folder, where the program that runs it looks for it.

    Raises:
        OSError: it could not be written.
    """
    target = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o400)
    try:
        place = 0
        while piece := os.pread(descriptor, _ARTIFACT_PIECE, place):
            place += os.write(target, piece)
    finally:
        os.close(target)


def serve(work: str, run_limits: RunLimits) -> NoReturn:
    """Become the program that the judge names."""
    secret = b""
    try:
        channel = Channel()
        os.write(RESULT, CONFINED)
        load = channel.ask()
        if load is not None:
            secret = load["secret"].encode("ascii")
            _become(load, work, run_limits)
    except BaseException as error:  # noqa: BLE001 - whatever it was, this process must not go on
        os.write(RESULT, secret + f" {type(error).__name__}: {error}\n".encode("utf-8", "replace"))
    os._exit(NOT_STARTED)


def _become(load: Any, work: str, run_limits: RunLimits) -> None:
    lay_out(load)
    command = [argument.encode("utf-8", "surrogateescape") for argument in [*load["command"], *load.get("argv", ())]]
    # one heap for all threads: each further one fills 64 MiB of address space
    names = {**environment(work), "MALLOC_ARENA_MAX": "1", **load["environment"]}
    variables = [f"{name}={value}".encode() for name, value in names.items()]
    arguments = (ctypes.c_char_p * (len(command) + 1))(*command, None)
    strings = (ctypes.c_char_p * (len(variables) + 1))(*variables, None)
    if load["program"]:
        descriptor = os.open(load["program"], os.O_RDONLY)
        if descriptor != PROGRAM:
            os.dup2(descriptor, PROGRAM)
            os.close(descriptor)
    for number in _DEFAULT:
        signal.signal(number, signal.SIG_DFL)
    if not load["errors"]:
        os.dup2(RESULT, 2)  # what it says there, the judge may show
    for descriptor in (IN, RESULT, PROGRAM):
        fcntl.fcntl(descriptor, fcntl.F_SETFD, fcntl.FD_CLOEXEC)
    limits.narrow(run_limits)
    kernel_calls.execute(PROGRAM, arguments, strings)
