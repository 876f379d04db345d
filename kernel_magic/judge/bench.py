"""One measurement of calls in the sandbox: so many at one size, timed by the system's clock for the run.

Knows nothing of models of growth, does not choose sizes, and need not know what is called (`Calls`). The run says
`done`; what that took is read outside, and what the questions themselves and a call of nothing take is taken off.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from kernel_magic.core.growth import FunctionGrowth
from kernel_magic.core.problem import Contract
from kernel_magic.core.source import Source
from kernel_magic.judge import grader
from kernel_magic.judge.calls import Batch, Calls, FunctionCalls, Part, Stopped
from kernel_magic.judge.conversation import Caps, Content, Exchange, Run
from kernel_magic.judge.inside.encode import Node
from kernel_magic.judge.inside.run_limits import RunLimits
from kernel_magic.judge.sandbox import Sandbox
from kernel_magic.judge.sittings import needs_of
from kernel_magic.judge.wire import MalformedError, clean_line, texts

YARDSTICK = 4000
"""Steps of the yardstick: about a tenth of a millisecond."""
_YARDSTICKS = 2
_QUESTIONS = 20
"""Questions of one run: only the kernel's backstop counts them."""
_FILE_MIB = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What a batch took."""

    batch: Batch
    seconds: float
    """Processor seconds of one call."""
    yardstick: float
    """Processor seconds of the yardstick, the fastest of some right afterwards."""
    before: float
    """The same, right before."""
    prepare_s: float
    """Processor seconds that making the inputs took."""
    peak_kib: int
    """Peak memory of the run: inputs and calls."""


class CallBench:
    """Measures the calls of one thing."""

    def __init__(self, sandbox: Sandbox, calls: Calls, cancelled: Callable[[], bool] | None) -> None:
        self._sandbox = sandbox
        self._calls = calls
        self._cancelled = cancelled
        self.manner = calls.manner
        self._idle = math.inf
        self._empty = math.inf
        self._traits: frozenset[str] = frozenset()

    def look(self, size: int) -> None:
        """Load everything and call once; learns whether a function gives an iterator.

        Raises:
            Stopped: it does not work.
        """
        prepare, _ = self._calls.prepare(Batch(size=size, rehearse=False))
        with self._run() as run:
            self._load(run)
            self._ask(run, {"do": "prepare", **prepare}, "inputs")
            frame = self._ask(run, {"do": "look"}, "program")
            self._traits = frozenset(word for word in frame[1:] if word in ("iterator", "changes"))

    def expect(self, batches: Sequence[Batch]) -> None:
        """Make ready what can be kept.

        Raises:
            Stopped: there are no such inputs.
        """
        self._calls.expect(batches)

    @property
    def repeatable(self) -> bool:
        """Whether a second call on the same arguments is like the first, as far as the look told."""
        return "changes" not in self._traits

    def time(self, batch: Batch) -> Taken:
        """Measure one batch, in a run of its own.

        Raises:
            Stopped: it cannot be measured.
            ZygoteLostError: the sandbox was lost.
        """
        took: dict[str, float] = {}
        prepare, spent = self._calls.prepare(batch)
        with self._run() as run:
            self._load(run)
            begun = self._mark(run)
            for name, question, part in self._steps(batch, prepare):
                self._ask(run, question, part)
                ended = self._mark(run)
                took[name], begun = ended - begun, ended
            peak = run.finish().peak_kib
        words = ("work", "before", "yardstick")
        least = {word: min(took[name] for name in took if name.startswith(word)) for word in words}
        self._idle = min(self._idle, took["idle"])  # of one batch alone it would be too much as often as a call is
        seconds = max(least["work"] - self._idle, 0.0) / batch.calls
        if self.manner.starts:  # an empty program takes something too
            self._empty = min(self._empty, max(took["empty"] - self._idle, 0.0) / batch.apart)
            seconds = max(seconds - self._empty, 0.0)
        return Taken(
            batch=batch, seconds=seconds, yardstick=least["yardstick"], before=least["before"],
            prepare_s=took["prepare"] + spent, peak_kib=peak,
        )  # fmt: skip

    def _steps(self, batch: Batch, prepare: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], Part]]:
        """What is timed, under its name: the question, and whose fault it is where it does not work."""
        yield "prepare", {"do": "prepare", **prepare}, "inputs"
        if batch.rehearse:
            yield "rehearse", {"do": "rehearse"}, "program"
        apart = 1 if batch.repeats > 1 else batch.parts
        first = {"part": 0, "parts": apart}
        yield "idle", {"do": "idle", **first}, "program"
        if self.manner.starts:  # an empty program takes something too
            yield "empty", {"do": "empty", **first}, "program"
        yardstick = {"do": "yardstick", "repeats": YARDSTICK}
        for number in range(_YARDSTICKS):
            yield f"before {number}", yardstick, "program"
        for part in range(batch.parts):
            question = {"do": "work", "repeats": batch.repeats, "part": part % apart, "parts": apart}
            yield f"work {part}", question, "program"
        for number in range(_YARDSTICKS):
            yield f"yardstick {number}", yardstick, "program"

    def peak(self, size: int, *, call: bool) -> int:
        """Peak memory in KiB of a run that made one input, and called the function on it or not.

        Raises:
            Stopped: it cannot be measured.
            ZygoteLostError: the sandbox was lost.
        """
        known = self._calls.peak(size, call=call)
        if known is not None:
            return known
        prepare, _ = self._calls.prepare(Batch(size=size, rehearse=False))
        with self._run() as run:
            self._load(run)
            self._ask(run, {"do": "prepare", **prepare}, "inputs")
            if call:
                self._ask(run, {"do": "work", "repeats": 1, "part": 0, "parts": 1}, "program")
            return run.finish().peak_kib

    def _run(self) -> Run:
        limits = self._calls.contract.limits
        cap = limits.output_kib << 10
        return Run(
            self._sandbox,
            RunLimits(
                cpu_s=limits.cpu_s,
                wall_s=limits.wall_s,
                memory_mib=limits.memory_mib,
                cases=_QUESTIONS,
                files=self._calls.files,
                file_mib=_FILE_MIB,
            ),
            Caps(output=cap, answer=cap),
            content=Content(needs=needs_of(self._calls.code)),
            cancelled=self._cancelled,
        )

    def _load(self, run: Run) -> None:
        question = {"kind": "measure", **self._calls.load(), "traits": sorted(self._traits)}
        exchange = run.ask(question)
        if exchange.frame != ["ready"]:
            raise self._stopped(run, exchange, "program", broken=True)

    def _mark(self, run: Run) -> float:
        seconds = run.mark()
        if seconds is None:
            raise self._stopped(run, Exchange(frame=None, trouble="ended"), "program")
        return seconds

    def _ask(self, run: Run, question: dict[str, Any], part: Part) -> list[Node]:
        exchange = run.ask(question)
        if exchange.frame is None or exchange.frame[0] != "done":
            raise self._stopped(run, exchange, part)
        return exchange.frame

    def _stopped(self, run: Run, exchange: Exchange, part: Part, *, broken: bool = False) -> Stopped:
        frame = exchange.frame
        if frame is None:
            end = run.finish() if exchange.trouble == "ended" else None
            finding = grader.of_trouble(exchange, end, self._calls.contract, confined=run.confined)
            return Stopped(part, finding.message, broken=True)
        try:
            whose, inner = frame
            if whose == "program" and isinstance(inner, list):
                return Stopped("program", _message(inner, self._calls.contract), broken=broken)
            if whose == "inputs" and isinstance(inner, list):
                return Stopped("inputs", _of_inputs(inner, self._calls.contract), broken=broken)
        except (ValueError, MalformedError):
            pass
        return Stopped("program", grader.forged().message, broken=True)


def _message(frame: list[Node], contract: Contract) -> str:
    finding = grader.of_load(frame, contract)
    if finding is None:
        raise MalformedError("ready is no trouble")
    return finding.message


def _of_inputs(frame: list[Node], contract: Contract) -> str:
    if frame == ["missing"]:
        return "it defines no function make_args(n, rng)"
    if frame[0] == "type":
        (name,) = texts(frame[1:], 1)
        return f"make_args(n, rng) must return a tuple of the function's arguments, not {clean_line(name, 60)}"
    return _message(frame, contract)


def yardstick(sandbox: Sandbox) -> float:
    """How long a fixed piece of work takes at this moment.

    Raises:
        ZygoteLostError: the sandbox was lost.
    """
    return CallBench(sandbox, FunctionCalls(_NOTHING), None).time(Batch(size=1, rehearse=False)).yardstick


_NOTHING = FunctionGrowth(
    source=Source(text="def nothing():\n    pass\n", entry_point="nothing"),
    inputs=Source(text="def make_args(n, rng):\n    return ()\n"),
)
