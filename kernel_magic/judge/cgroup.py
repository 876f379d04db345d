"""A control group of its own for a zygote and its runs, where this user may make one: their memory and number together.

Everything else is limited for each process by itself; a control group also counts what they share, and what a compiler
or a virtual machine takes that cannot live with a limit of its address space. Version 2 only, and only where the host
has delegated the controllers. That is found out by making one: looking at files does not tell.
"""

from __future__ import annotations

import contextlib
import os
import time
from dataclasses import dataclass
from pathlib import Path

PROCESSES = 256
MEMORY_MIB = 3072
"""For all runs of a zygote at a time together, scratch folder included; each run has a limit of its own below it."""

_NEEDED = ("memory", "pids")
_NAME = "kernel-magic-judge"
_END_S = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One control group, or why there is none."""

    path: Path | None
    reason: str = ""

    @property
    def entering(self) -> list[str]:
        """What stands before a command line so that the program, and all it starts, begins inside the group."""
        if self.path is None:
            return []
        return ["/bin/sh", "-c", 'echo $$ > "$0" 2>/dev/null; exec "$@"', str(self.path / "cgroup.procs")]

    def holds(self, pid: int) -> bool:
        """Whether a process is in the group."""
        if self.path is None:
            return False
        try:
            return str(pid) in (self.path / "cgroup.procs").read_text(encoding="ascii").split()
        except OSError:
            return False

    def killed_for_memory(self) -> int:
        """How many processes of the group the system has ended because the group was out of memory."""
        if self.path is None:
            return 0
        try:
            lines = (self.path / "memory.events").read_text(encoding="ascii").splitlines()
        except OSError:
            return 0
        return sum(int(line.split()[1]) for line in lines if line.startswith("oom_kill "))

    def close(self) -> None:
        """End whatever is left in the group, and the group."""
        if self.path is None:
            return
        with contextlib.suppress(OSError):
            (self.path / "cgroup.kill").write_text("1", encoding="ascii")
        end = time.monotonic() + _END_S
        while self.path.is_dir() and time.monotonic() < end:
            try:
                self.path.rmdir()
            except OSError:  # its processes are still going
                time.sleep(0.005)


def make(*, own: Path = Path("/proc/self/cgroup"), mounts: Path = Path("/proc/self/mountinfo")) -> Group:
    """A new group for one zygote.

    Args:
        own: which group this process is in, as the kernel says it.
        mounts: where the groups are mounted, as the kernel says it.
    """
    try:
        home = _own_folder(own.read_text(encoding="utf-8"), mounts.read_text(encoding="utf-8"))
    except OSError:
        return Group(path=None, reason="this system has no control groups")
    if home is None:
        return Group(path=None, reason="no control groups of version 2")
    reason = ""
    for base in dict.fromkeys((home.parent, home)):  # a group with processes in it cannot hand its controllers on
        found = _child_of(base)
        if isinstance(found, Path):
            return Group(path=found)
        reason = found
    return Group(path=None, reason=reason)


def _own_folder(own: str, mounts: str) -> Path | None:
    within = next((line[3:] for line in own.splitlines() if line.startswith("0::")), None)
    if within is None:
        return None
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        fields = before.split()
        if after.startswith("cgroup2 ") and len(fields) > 4:
            root, point = fields[3], fields[4]
            inner = within[len(root) :] if root != "/" and within.startswith(root) else within
            return Path(point, inner.lstrip("/"))
    return None


def _child_of(base: Path) -> Path | str:
    """A new group below `base`, with its limits; or why not."""
    try:
        handed_on = (base / "cgroup.subtree_control").read_text(encoding="ascii").split()
    except OSError:
        return "the control groups cannot be read"
    lacking = [name for name in _NEEDED if name not in handed_on]
    if lacking:
        return f"the control group is not delegated with {' and '.join(lacking)}"
    path = base / f"{_NAME}-{os.getpid()}-{os.urandom(4).hex()}"
    try:
        path.mkdir()
    except OSError as error:
        return f"no control group may be made here ({error.strerror})"
    limits = {"memory.max": str(MEMORY_MIB << 20), "memory.swap.max": "0", "pids.max": str(PROCESSES)}
    for name, value in limits.items():
        try:
            (path / name).write_text(value, encoding="ascii")
        except OSError as error:
            if name != "memory.swap.max":  # a system without swap accounting
                path.rmdir()
                return f"{name} cannot be set ({error.strerror})"
    return path
