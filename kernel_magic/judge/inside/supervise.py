"""Watching one run from the zygote: time, memory and cause of death come from the kernel, never from the run."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from kernel_magic.judge.inside.run_limits import CPU_SLACK_S, WALL_SLACK_S, RunLimits

_TICK_S = 0.02

Told = Callable[[], str]
"""Reads one message of the judge about the run: `kill`, `mark`, `next`, `gone` (the judge is), or `` (stale)."""


@dataclass(slots=True)
class Watch:
    """One run under supervision."""

    pid: int
    limits: RunLimits
    scratch_size: Callable[[], int] | None = None
    """Asked where nothing but the supervisor limits the scratch folder."""
    scratch_bytes: int = 0
    started: float = field(default_factory=time.monotonic)
    case_started: float = 0.0
    case_cpu: float = 0.0

    def __post_init__(self) -> None:
        self.case_started = self.started

    def cpu(self) -> float:
        """Processor seconds used so far; 0.0 where the system does not tell."""
        if not sys.platform.startswith("linux"):
            return 0.0
        try:
            return time.clock_gettime((~self.pid << 3) | 2)  # the kernel's clock id for another process
        except OSError:
            return 0.0

    def next_case(self) -> float:
        """Start the clocks of the next case; returns the processor seconds used until now."""
        self.case_started, self.case_cpu = time.monotonic(), self.cpu()
        return self.case_cpu

    def overdue(self) -> str:
        """Which limit was passed: `cpu`, `wall`, `disk`, or none."""
        if self.cpu() - self.case_cpu > self.limits.cpu_s + CPU_SLACK_S:
            return "cpu"
        if time.monotonic() - self.case_started >= self.limits.wall_s + WALL_SLACK_S:
            return "wall"
        if self.scratch_size is not None and self.scratch_size() > self.scratch_bytes:
            return "disk"
        return ""


def watch(run: Watch, control: socket.socket, told: Told, mark: Callable[[float, int | None], None]) -> str:
    """Wait until the run ends or is ended; returns why it was ended, or nothing.

    Args:
        run: the run.
        control: readable when the judge has something to say.
        told: reads what it says.
        mark: answers the judge's question for the processor time; gets a descriptor of the process where there is one.
    """
    ended = _EndOf(run.pid)
    try:
        while True:
            readable = ended.wait(control, _TICK_S)
            if signal.SIGTERM in signal.sigpending():  # the judge died and left its end of the link to a fork
                os.kill(run.pid, signal.SIGKILL)
                return "gone"
            if control in readable:
                word = told()
                if word == "mark":
                    mark(run.next_case(), ended.process)
                elif word == "next":
                    run.next_case()
                elif word in ("kill", "gone"):
                    os.kill(run.pid, signal.SIGKILL)
                    return word
            if ended in readable:
                return ""
            if why := run.overdue():
                os.kill(run.pid, signal.SIGKILL)  # our own child, not waited for yet: the id cannot be another's
                return why
    finally:
        ended.close()


class _EndOf:
    """Something to wait on for the end of a child: a pidfd, a kqueue, or looking every few milliseconds."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._descriptor: int | None = None
        self.process: int | None = None
        """A pidfd; None: this system has none."""
        if sys.platform == "darwin":
            self._queue = select.kqueue()
            ends = select.kevent(pid, select.KQ_FILTER_PROC, select.KQ_EV_ADD, select.KQ_NOTE_EXIT)
            with contextlib.suppress(ProcessLookupError):  # it has ended: wait() looks for that too
                self._queue.control([ends], 0)
            self._descriptor = os.dup(self._queue.fileno())
        elif hasattr(os, "pidfd_open"):
            with contextlib.suppress(OSError):  # an old kernel, or a container that forbids it
                self._descriptor = self.process = os.pidfd_open(pid)

    def wait(self, control: socket.socket, seconds: float) -> set[object]:
        """What of the two is ready: `control`, this."""
        if self._descriptor is not None:
            ready = select.select([self._descriptor, control.fileno()], [], [], seconds)[0]
            return {control if item == control.fileno() else self for item in ready}
        found: set[object] = {control} if select.select([control], [], [], min(seconds, 0.002))[0] else set()
        if os.waitid(os.P_PID, self._pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None:
            found.add(self)
        return found

    def close(self) -> None:
        """Give the descriptors back."""
        if self._descriptor is not None:
            os.close(self._descriptor)


def sweep(*, alone: bool, could_fork: bool) -> None:
    """End everything a run left behind.

    Args:
        alone: this process is number 1 of its namespace: all others there are runs.
        could_fork: the run could start processes of its own.
    """
    if alone:
        _sweep_namespace()
    elif could_fork:
        _sweep_orphans()


def _sweep_namespace() -> None:
    while True:
        try:
            os.kill(-1, signal.SIGKILL)
            os.waitpid(-1, 0)
        except (ProcessLookupError, ChildProcessError):
            return


def _sweep_orphans() -> None:
    """As a subreaper this process inherits every orphan of a run, however it hid."""
    for _ in range(1000):
        try:
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                for pid in _children():
                    os.kill(pid, signal.SIGKILL)
                time.sleep(0.002)
        except ProcessLookupError:
            continue
        except ChildProcessError:
            return


def _children() -> list[int]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = (folder / "stat").read_text(encoding="utf-8", errors="replace").rsplit(")", 1)[1].split()[1]
        except OSError:
            continue
        if int(parent) == os.getpid():
            found.append(int(folder.name))
    return found
