"""The judge's side of the zygote: starting it, finding the isolation level, forking runs out of it, ending it.

Knows nothing of cases and verdicts. Not thread-safe: one run at a time (`local.LocalJudge` holds a lock).
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from kernel_magic.core.errors import IsolationError, JudgeError
from kernel_magic.core.verdict import Floor, Isolation
from kernel_magic.judge import cgroup, isolation
from kernel_magic.judge.cores import Cores
from kernel_magic.judge.inside import scratch
from kernel_magic.judge.inside.launch import Launch
from kernel_magic.judge.inside.run_limits import RunLimits
from kernel_magic.judge.zygote_start import Way, start_long_lived, ways

_START_S = 20.0
_END_S = 2.0


class ZygoteLostError(Exception):
    """The zygote is gone, or does not answer any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """How a run ended, as the zygote saw it. Seconds and kibibytes without what an empty run costs."""

    status: int
    """Exit status; a negative one is the signal that ended it."""
    why: str
    """Why it was ended: by the zygote `cpu`, `wall`, `disk`, `kill` (we asked); by the system `memory`; or nothing."""
    cpu: float
    wall: float
    peak_kib: int
    left: Mapping[str, str] = field(default_factory=dict)
    """How the files it was to bring back begin, a character a byte. Foreign text."""
    floor: tuple[float, int] = (0.0, 0)
    """Processor seconds and kibibytes of an empty run, taken off already."""


class Sandbox:
    """One zygote, started when it is needed and again when it was lost."""

    def __init__(self, *, level: int | None, minimum_level: int, python: str, tools: tuple[str, ...] = ()) -> None:
        self._wanted = 3 if level is None else level
        self._minimum = minimum_level
        self._python = python
        self._tools = tools
        self._process: subprocess.Popen[bytes] | None = None
        self._link: socket.socket | None = None
        self._owner = 0
        self._number = 0
        self._isolation: Isolation | None = None
        self.floor = Floor()
        """What an empty Python run costs, as the last run said."""
        self.cores: Cores | None = None
        """Where set, every run is put on the core that is fastest when it begins."""
        self._ways = ways(self._wanted)
        self._reasons = [] if self._wanted >= 3 else ["not asked for"]
        self._group = cgroup.Group(path=None)
        self._killed = 0
        self._scratch = ""

    @property
    def isolation(self) -> Isolation:
        """The layers in force; starts the zygote where it is not running.

        Raises:
            JudgeError: it cannot be started.
            IsolationError: less isolation than demanded.
        """
        self.ensure()
        assert self._isolation is not None  # noqa: S101 - ensure() sets it
        return self._isolation

    def ensure(self) -> None:
        """Start the zygote where it is not running."""
        if self._owner != os.getpid():
            self._forget()
        if self._process is None or self._process.poll() is not None:
            self.close()
            try:
                self._start()
            except BaseException:
                self.close()
                raise

    def _start(self) -> None:
        if sys.platform == "win32":
            raise JudgeError("The judge cannot run programs on Windows itself.", "Use WSL (wsl --install) for it.")
        hello: dict[str, Any] = {}
        while "seccomp" not in hello and self._ways:
            hello = self._launch(self._ways[0])
            if "retry" in hello:
                self._reasons.append(str(hello["retry"]))
                self._ways = self._ways[1:]
                self.close()
        if "seccomp" not in hello:
            raise JudgeError("The judge's sandbox did not start.", f"It said: {json.dumps(hello)[:200]}")
        if self._process is not None and self._group.path is not None and not self._group.holds(self._process.pid):
            self._group.close()
            self._group = cgroup.Group(path=None, reason="no process may be moved into it")
        self._isolation = isolation.describe(hello, self._group, self._ways[0])
        if self._isolation.level < self._minimum:
            missing = "; ".join(
                f"{layer.name}: {layer.detail}" for layer in self._isolation.layers if not layer.in_force
            )
            raise IsolationError(
                f"This host reaches isolation level {self._isolation.level}, and level {self._minimum} is demanded.",
                f"Missing here: {missing}. Demand less, or use a host that offers it.",
            )

    def _launch(self, way: Way) -> dict[str, Any]:
        """Start a zygote; its first message, or `retry` with the reason why this way does not work here."""
        kind = socket.SOCK_SEQPACKET if sys.platform.startswith("linux") else socket.SOCK_DGRAM
        ours, theirs = socket.socketpair(socket.AF_UNIX, kind)
        self._link, self._owner = ours, os.getpid()
        self._group = cgroup.make()
        reasons = "; ".join(self._reasons)
        options = {"level": min(self._wanted, way.level), "without_namespaces": reasons, "tools": self._tools}
        options["scratch"] = self._scratch = f"{tempfile.gettempdir()}/kernel-magic-run-{os.urandom(8).hex()}"
        command = [*self._group.entering, *way.command(self._python, theirs.fileno(), options)]
        with theirs:
            try:
                self._process = start_long_lived(command, theirs.fileno())
            except OSError as error:
                raise JudgeError(
                    f"The judge's interpreter cannot be started: {self._python}: {error.strerror}.",
                    "Check the path of the Python interpreter.",
                ) from error
        try:
            return self.receive(_START_S)
        except ZygoteLostError as error:
            status = _status(self._process)
            if len(self._ways) > 1:
                return {"retry": f"{way.name} ended with status {status}"}
            raise JudgeError(
                "The judge's sandbox did not start.",
                f"Its interpreter {self._python} ended with status {status} before it was ready.",
            ) from error

    def fork(self, limits: RunLimits, ends: dict[str, int], needs: list[str], launch: Launch) -> int:
        """Have the zygote fork one run that uses these descriptors, by their names; returns the run's number.

        Raises:
            ZygoteLostError: the zygote is gone.
        """
        self.ensure()
        self._number += 1
        if self.cores is not None:
            limits = replace(limits, core=self.cores.fastest())
        message = {
            "run": self._number, "limits": asdict(limits), "needs": needs, "launch": asdict(launch), "ends": list(ends),
        }  # fmt: skip
        self._send(message, list(ends.values()))
        return self._number

    def tell(self, word: str, number: int) -> None:
        """Say `kill`, `mark` (wants an answer) or `next` (wants none: the next case begins) about a run."""
        self._send({word: number}, [])

    def _send(self, message: dict[str, Any], descriptors: list[int]) -> None:
        if self._link is None:
            raise ZygoteLostError
        try:
            socket.send_fds(self._link, [json.dumps(message).encode("ascii")], descriptors)
        except OSError as error:
            raise ZygoteLostError from error

    def fileno(self) -> int:
        """The descriptor that becomes readable when the zygote said something."""
        if self._link is None:
            raise ZygoteLostError
        return self._link.fileno()

    def receive(self, seconds: float) -> dict[str, Any]:
        """The zygote's next message.

        Raises:
            ZygoteLostError: it is gone, or said nothing for so long.
        """
        poller = select.poll()
        poller.register(self.fileno(), select.POLLIN)
        if not poller.poll(seconds * 1000) or self._link is None:
            raise ZygoteLostError
        try:
            data, descriptors, _, _ = socket.recv_fds(self._link, 65536, 1)
        except OSError as error:
            raise ZygoteLostError from error
        if not data:
            raise ZygoteLostError
        message: dict[str, Any] = json.loads(data)
        if descriptors:
            message["process"] = descriptors[0]
        return message

    def ran_out_of_memory(self) -> bool:
        """Whether the system ended a process for the memory of all of them, since this was last asked."""
        before, self._killed = self._killed, self._group.killed_for_memory()
        return self._killed > before

    def close(self) -> None:
        """End the zygote and its run. It cleans up and goes by itself when our end is closed."""
        if self._owner != os.getpid():
            self._forget()
            return
        if self._link is not None:
            self._link.close()
            self._link = None
        process, self._process = self._process, None
        if process is not None:
            deadline = time.monotonic() + _END_S
            while process.poll() is None and time.monotonic() < deadline:
                time.sleep(0.001)
            process.kill()
            process.wait()
            self._tidy()
        self._group.close()
        self._group, self._killed = cgroup.Group(path=None), 0

    def _tidy(self) -> None:
        """Take away the scratch folder of a zygote that could not do it any more."""
        with contextlib.suppress(OSError):
            if Path(self._scratch).is_dir():
                scratch.empty(self._scratch)
                Path(self._scratch).rmdir()

    def _forget(self) -> None:
        """In a fork of the process that started the zygote: it is not ours."""
        if self._link is not None:
            with contextlib.suppress(OSError):
                self._link.close()
        if self._process is not None:
            self._process.returncode = 0  # not our child: nothing to wait for
        self._link, self._process = None, None


def _status(process: subprocess.Popen[bytes]) -> int | None:
    """The exit status of a process that has closed its end of the link; None where it goes on."""
    try:
        return process.wait(timeout=_END_S)
    except subprocess.TimeoutExpired:
        return None
