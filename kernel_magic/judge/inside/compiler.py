"""A run of compilers: writes the sources, runs one command after the other, puts what came out into the artifact.

The compilers read hostile text but are not hostile programs; what they print goes to the judge as text.
"""

from __future__ import annotations

import fcntl
import os
import stat
from pathlib import Path
from typing import Any, NoReturn

from kernel_magic.judge.inside.child import CONFINED, IN, RESULT, Channel, environment, lay_out
from kernel_magic.judge.inside.encode import Node
from kernel_magic.judge.inside.seccomp import PROGRAM

_PIECE = 1 << 20
_MOST_CLASSES = 2000


def serve(work: str) -> NoReturn:
    """Do what the judge asks for, and end."""
    channel = Channel()
    os.write(RESULT, CONFINED)
    load = channel.ask()
    if load is not None:
        channel.answer(_compile(load, work))
    os._exit(0)


def _compile(load: Any, work: str) -> list[Node]:
    for descriptor in (IN, RESULT, PROGRAM):
        fcntl.fcntl(descriptor, fcntl.F_SETFD, fcntl.FD_CLOEXEC)
    lay_out(load)
    names = {**environment(work), **load["environment"]}
    for command in load["commands"]:
        try:
            status = _run(command, names)
        except OSError as error:
            return ["missing", f"{command[0]}: {error.strerror}"]
        if status != 0:
            return ["failed", str(status)]
    try:
        if load["collect"] == "file":
            _collect_file(load["made"])
        elif load["collect"] == "classes":
            _collect_classes(Path(load["made"]))
    except OSError as error:
        return ["missing", f"{load['made']}: {error.strerror}"]
    return ["compiled"]


def _run(command: list[str], names: dict[str, str]) -> int:
    actions = [(os.POSIX_SPAWN_DUP2, 1, 2)]
    pid = os.posix_spawn(command[0], command, names, file_actions=actions)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _collect_file(name: str) -> None:
    with os.fdopen(os.open(name, os.O_RDONLY | os.O_NOFOLLOW), "rb") as made:
        if not stat.S_ISREG(os.fstat(made.fileno()).st_mode):
            raise OSError(0, "is no file")
        while piece := made.read(_PIECE):
            _write(piece)


def _collect_classes(folder: Path) -> None:
    """An archive without compression: it is read right away, and read only here."""
    import io  # noqa: PLC0415 - not every run needs these
    import zipfile  # noqa: PLC0415

    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(folder.rglob("*.class"))[:_MOST_CLASSES]:
            archive.writestr(zipfile.ZipInfo(path.relative_to(folder).as_posix()), path.read_bytes())
    _write(data.getvalue())


def _write(data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(PROGRAM, rest) :]
