"""One run, seen from the judge: pipes, questions and answers with nonces, output, and how it ended.

Gives back facts (`Exchange`), no verdicts. A run is always ended and its descriptors always closed when the `with`
block is left, whatever happened in it.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Literal, Self

from kernel_magic.core.errors import Cancelled
from kernel_magic.core.verdict import Floor
from kernel_magic.judge.inside.child import CONFINED
from kernel_magic.judge.inside.encode import Node
from kernel_magic.judge.inside.launch import PYTHON, Launch
from kernel_magic.judge.inside.run_limits import CPU_SLACK_S, WALL_SLACK_S, RunLimits
from kernel_magic.judge.process_clock import ProcessClock, process_clock
from kernel_magic.judge.sandbox import End, Sandbox, ZygoteLostError
from kernel_magic.judge.wire import MalformedError, read_frame

_POLL_S = 0.05
_GRACE_S = 5.0
_PIECE = 1 << 16
MAX_ERRORS = 1 << 16
"""So much of a native program's standard error is kept; the rest is read and thrown away."""

Trouble = Literal["", "malformed", "output", "large", "ended"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """What followed one question."""

    frame: list[Node] | None
    """The answer; None where there was trouble."""
    trouble: Trouble = ""
    """`malformed`: something this judge's own child would not write; `output`, `large`: more than the cap, printed or
    answered; `ended`: the run ended first (`Run.end` says how)."""
    wall_s: float = 0.0
    output: bytes = b""
    """What was printed meanwhile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caps:
    """How many bytes a run may write, per question."""

    output: int
    answer: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a run holds."""

    launch: Launch = PYTHON
    artifact: int | None = None
    """The descriptor of what a compiler made for it, or is to make in it."""
    needs: tuple[str, ...] = ()
    """Modules that must be imported before."""


class Run:
    """A run in the sandbox."""

    def __init__(
        self, sandbox: Sandbox, limits: RunLimits, caps: Caps, *, content: Content, stdin: bytes | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> None:  # fmt: skip
        self.end: End | None = None
        self.confined = False
        self.errors = b""
        """What a native program wrote to its standard error, the beginning of it."""
        self._content = content
        self._sandbox = sandbox
        self._caps = caps
        self._cancelled = cancelled
        self._limits = limits
        self._stdin = stdin
        self._ends: dict[str, int] = {}
        self._pending: dict[str, memoryview] = {}
        self._answers = b""
        self._output = bytearray()
        self._printed = 0
        self._flood: Trouble = ""
        self._number = 0
        self._clock: ProcessClock | None = None
        self._hears_more = False
        """Standard input stays open when all of it has been written."""
        self._told = (0.0, 0.0)
        """Processor and wall seconds at which the zygote last heard that a case begins."""

    def __enter__(self) -> Self:
        theirs: dict[str, int] = {}
        try:
            for name, we_read in (("questions", False), ("results", True), ("output", True), ("stdin", False)):
                if name == "stdin" and self._stdin is None:
                    continue
                reading, writing = os.pipe()
                ours, other = (reading, writing) if we_read else (writing, reading)
                self._ends[name] = ours
                theirs[name] = other
                os.set_blocking(ours, False)
            artifact = self._content.artifact
            given = theirs if artifact is None else {**theirs, "artifact": artifact}
            self._number = self._sandbox.fork(self._limits, given, list(self._content.needs), self._content.launch)
        except BaseException:
            self._close()
            self._sandbox.close()  # it may have forked a run that nobody will ever talk to
            raise
        finally:
            for descriptor in theirs.values():
                os.close(descriptor)
        if self._stdin is not None:
            self._pending["stdin"] = memoryview(self._stdin)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        try:
            if kind is None or issubclass(kind, Exception):
                with contextlib.suppress(ZygoteLostError):
                    self.finish()
            if self.end is None:
                self._sandbox.close()  # interrupted in the middle, or lost: nothing of it may live on
        finally:
            self._close()

    def ask(self, question: dict[str, Any]) -> Exchange:
        """Send a question and wait for its answer, or for the end of the run.

        Raises:
            ZygoteLostError: the zygote is gone or does not keep its own time limits.
            Cancelled: `cancelled` said so.
        """
        started = time.perf_counter()
        nonce = os.urandom(8).hex()
        self._flood, self._printed = "", 0
        self._output.clear()
        if self.end is not None:
            return self._exchange(started, trouble="ended")
        self._read("results")
        if self._line() is not None or self._answers:
            return self._exchange(started, trouble="malformed")
        self._pending["questions"] = memoryview(f"{nonce} {json.dumps(question)}\n".encode("ascii"))
        self._write("questions")
        return self._wait(nonce.encode("ascii"), started)

    def join(self) -> Exchange:
        """Wait for a run that has answered to end by itself; its output, with that of the last question.

        Raises:
            ZygoteLostError: the zygote is gone or does not keep its own time limits.
            Cancelled: `cancelled` said so.
        """
        return self._wait(b"", time.perf_counter())

    def _wait(self, nonce: bytes, started: float) -> Exchange:
        deadline = started + self._limits.wall_s + _GRACE_S
        while True:
            self._pump(_POLL_S)
            news = self._news(nonce, started)
            if news is not None:
                return news
            if time.perf_counter() > deadline:
                raise ZygoteLostError
            if self._cancelled is not None and self._cancelled():
                raise Cancelled

    def _news(self, nonce: bytes, started: float) -> Exchange | None:
        """What has followed the last question by now; None where nothing has."""
        if self._flood:
            return self._exchange(started, trouble=self._flood)
        line = self._line()
        if line is not None:
            return self._answered(line, nonce, started)
        return None if self.end is None else self._exchange(started, trouble="ended")

    def _answered(self, line: bytes, nonce: bytes, started: float) -> Exchange:
        got, _, body = line.partition(b" ")
        if got != nonce or self._answers:
            return self._exchange(started, trouble="malformed")
        try:
            frame = read_frame(body)
        except MalformedError:
            return self._exchange(started, trouble="malformed")
        self._drain_output()
        if self._flood:
            return self._exchange(started, trouble=self._flood)
        return self._exchange(started, frame=frame)

    def _exchange(self, started: float, *, frame: list[Node] | None = None, trouble: Trouble = "") -> Exchange:
        wall, output = time.perf_counter() - started, bytes(self._output)
        return Exchange(frame=frame, trouble=trouble, wall_s=wall, output=output)

    def _line(self) -> bytes | None:
        while b"\n" in self._answers and not self._taken_over:
            line, _, self._answers = self._answers.partition(b"\n")
            if not self.confined and line + b"\n" == CONFINED:
                self.confined = True
                continue
            return line
        if self._taken_over:
            self.errors += self._answers[: MAX_ERRORS - len(self.errors)]
            self._answers = b""
        return None

    @property
    def _taken_over(self) -> bool:
        """Whether a native program may have the process: it gives no answers, and what it writes is standard error."""
        return self.confined and self._content.launch.profile == "native"

    def mark(self) -> float | None:
        """Start the clocks of the next case. The processor seconds used so far; None where the run has ended.

        What an empty run costs is taken off: before a run has used so much they are below 0, and two marks are always
        as far apart as what was used between them.

        Raises:
            ZygoteLostError: the zygote is gone.
        """
        if self.end is None and self._clock is not None:
            cpu, now = self._clock.read(), time.perf_counter()
            if cpu is not None:
                if cpu - self._told[0] > CPU_SLACK_S or now - self._told[1] > WALL_SLACK_S:
                    self._sandbox.tell("next", self._number)
                    self._told = cpu, now
                return cpu
        if self.end is None:
            self._sandbox.tell("mark", self._number)
            message = self._sandbox.receive(_GRACE_S)
            if "used" in message:
                self._clock = process_clock(message.get("process"), message["floor"])
                self._told = float(message["used"]), time.perf_counter()
                return self._told[0]
            self._take_end(message)
        return None

    def finish(self) -> End:
        """End the run where it has not ended, and wait for its end.

        Raises:
            ZygoteLostError: the zygote is gone.
        """
        if self.end is None:
            self._sandbox.tell("kill", self._number)
        while self.end is None:
            self._take_end(self._sandbox.receive(_GRACE_S))
        return self.end

    def more_answers(self) -> bool:
        """Whether the ended run wrote anything that was not asked for."""
        self._read("results")
        return self._line() is not None or bool(self._answers)

    def _take_end(self, message: dict[str, Any]) -> None:
        if message.get("end") == self._number:
            seen = {name: message[name] for name in ("status", "why", "cpu", "wall", "peak_kib", "left")}
            self.end = End(**seen, floor=tuple(message["floor"]))
            if self._content.launch.profile == "python":
                self._sandbox.floor = Floor(cpu_s=self.end.floor[0], peak_mib=self.end.floor[1] / 1024)

    def _pump(self, seconds: float) -> None:
        """Read and write whatever can be read and written now; wait a little where nothing can."""
        poller = select.poll()  # not select.select: a notebook's descriptors may be beyond 1024
        for descriptor, events in self._watched().items():
            poller.register(descriptor, events)
        self._advance({descriptor for descriptor, _ in poller.poll(seconds * 1000)})

    def _watched(self) -> dict[int, int]:
        """The descriptors to wait for, and for what."""
        watched = {self._ends[name]: select.POLLIN for name in ("results", "output") if name in self._ends}
        watched |= {self._ends[name]: select.POLLOUT for name in self._pending if name in self._ends}
        return {self._sandbox.fileno(): select.POLLIN, **watched}

    def _advance(self, ready: set[int]) -> None:
        """Read and write at the descriptors that are ready."""
        control = self._sandbox.fileno()
        for name in list(self._pending):
            if self._ends.get(name) in ready:
                self._write(name)
        if control in ready:
            self._take_end(self._sandbox.receive(0.0))
            if self.end is not None:
                # all it wrote is in the pipes now; nobody waits for the pipes to close: a grandchild may hold them
                self._read_rest()
                return
        for name in ("output", "results"):
            if self._ends.get(name) in ready:
                self._read(name)

    def _read_rest(self) -> None:
        for name in ("output", "results"):
            while not self._flood and self._read(name):
                pass

    def _drain_output(self) -> None:
        while not self._flood and self._read("output"):
            pass

    def _read(self, name: str) -> bool:
        """Read one piece; whether there was one."""
        descriptor = self._ends.get(name)
        if descriptor is None:
            return False
        try:
            piece = os.read(descriptor, _PIECE)
        except BlockingIOError:
            return False
        if not piece:
            os.close(self._ends.pop(name))
            return False
        if name == "output":
            self._printed += len(piece)
            self._output += piece[: max(self._caps.output - len(self._output), 0)]
            if self._printed > self._caps.output:
                self._flood = "output"
        else:
            self._answers += piece
            if self._content.launch.profile == "native":
                self._line()  # keeps the beginning, and no more
            elif len(self._answers) > self._caps.answer:
                self._flood = "large"
        return True

    def _write(self, name: str) -> None:
        rest = self._pending[name]
        try:
            rest = rest[os.write(self._ends[name], rest) :]
        except BlockingIOError:
            return
        except OSError:
            rest = rest[:0]  # nobody reads any more; how the run ended says the rest
        self._pending[name] = rest
        if not rest:
            del self._pending[name]
            if name == "stdin" and not self._hears_more:
                os.close(self._ends.pop(name))

    def _close(self) -> None:
        while self._ends:
            os.close(self._ends.popitem()[1])
