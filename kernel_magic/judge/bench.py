"""One measurement of a function in the sandbox: so many calls at one size, timed by the system's clock for the run.

Knows nothing of models of growth and does not choose sizes. The run says `done`; what that took is read outside, and
what the questions themselves and a call of nothing take is taken off.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from kernel_magic.core.growth import FunctionGrowth
from kernel_magic.core.problem import Contract
from kernel_magic.core.source import Source
from kernel_magic.judge import grader
from kernel_magic.judge.conversation import Caps, Content, Exchange, Run
from kernel_magic.judge.inside.encode import Node
from kernel_magic.judge.inside.run_limits import RunLimits
from kernel_magic.judge.sandbox import Sandbox
from kernel_magic.judge.sittings import needs_of
from kernel_magic.judge.wire import MalformedError, clean_line, texts

YARDSTICK = 4000
"""Steps of the yardstick: about a tenth of a millisecond."""
_YARDSTICKS = 3
_QUESTIONS = 20
"""Questions of one run: only the kernel's backstop counts them."""

Part = Literal["program", "inputs"]


class Stopped(Exception):  # noqa: N818 - the ordinary end of measuring
    """No measurement at this size: why, and whose doing it is."""

    def __init__(self, part: Part, reason: str, *, broken: bool = False) -> None:
        super().__init__(reason)
        self.part = part
        self.reason = reason
        self.broken = broken
        """It would be the same at every size: a syntax error, a missing function, a limit that is passed at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What to call: on each of the inputs, so many times."""

    size: int
    first: int = 0
    """Number of the first input: other numbers, other inputs."""
    inputs: int = 1
    repeats: int = 1
    """More than one only where the function leaves its arguments alone and remembers nothing."""
    parts: int = 1
    """So often it is measured in one run; the smallest counts. Without repeats the parts share the inputs."""
    rehearse: bool = True
    """A call that does not count comes first."""

    @property
    def calls(self) -> int:
        """How many calls one part measures, about."""
        return self.inputs * self.repeats if self.repeats > 1 else self.inputs // self.parts


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What a batch took."""

    batch: Batch
    seconds: float
    """Processor seconds of one call."""
    yardstick: float
    """Processor seconds of the yardstick, the fastest of some right afterwards."""
    prepare_s: float
    """Processor seconds that making the inputs took."""
    peak_kib: int
    """Peak memory of the run: inputs and calls."""


def yardstick(sandbox: Sandbox) -> float:
    """How long a fixed piece of work takes at this moment.

    Raises:
        ZygoteLostError: the sandbox was lost.
    """
    return FunctionBench(sandbox, _NOTHING, None).time(Batch(size=1, rehearse=False)).yardstick


class FunctionBench:
    """Measures one function."""

    finest_s = 2e-4
    single = False

    def __init__(self, sandbox: Sandbox, what: FunctionGrowth, cancelled: Callable[[], bool] | None) -> None:
        self._sandbox = sandbox
        self._what = what
        self._cancelled = cancelled
        self._idle = math.inf
        self._traits: frozenset[str] = frozenset()
        self._contract = Contract(function=what.source.entry_point, limits=what.limits)

    def look(self, size: int) -> None:
        """Load everything and call once; learns whether the function gives an iterator.

        Raises:
            Stopped: it does not work.
        """
        with self._run() as run:
            self._load(run)
            self._ask(run, self._prepare(Batch(size=size, rehearse=False)), "inputs")
            frame = self._ask(run, {"do": "look"}, "program")
            self._traits = frozenset(word for word in frame[1:] if word in ("iterator", "changes"))

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
        with self._run() as run:
            self._load(run)
            begun = self._mark(run)
            for name, question, part in self._steps(batch):
                self._ask(run, {"do": name.split()[0], **question}, part)
                ended = self._mark(run)
                took[name], begun = ended - begun, ended
            peak = run.finish().peak_kib
        least = {word: min(took[name] for name in took if name.startswith(word)) for word in ("work", "yardstick")}
        self._idle = min(self._idle, took["idle"])  # of one batch alone it would be too much as often as a call is
        seconds = max(least["work"] - self._idle, 0.0) / batch.calls
        return Taken(
            batch=batch, seconds=seconds, yardstick=least["yardstick"], prepare_s=took["prepare"], peak_kib=peak
        )  # fmt: skip

    def _steps(self, batch: Batch) -> Iterator[tuple[str, dict[str, Any], Part]]:
        yield "prepare", self._prepare(batch), "inputs"
        if batch.rehearse:
            yield "rehearse", {}, "program"
        apart = 1 if batch.repeats > 1 else batch.parts
        yield "idle", {"part": 0, "parts": apart}, "program"
        for part in range(batch.parts):
            question = {"repeats": batch.repeats, "part": part % apart, "parts": apart}
            yield f"work {part}", question, "program"
        for number in range(_YARDSTICKS):
            yield f"yardstick {number}", {"repeats": YARDSTICK}, "program"

    def peak(self, size: int, *, call: bool) -> int:
        """Peak memory in KiB of a run that made one input, and called the function on it or not.

        Raises:
            Stopped: it cannot be measured.
            ZygoteLostError: the sandbox was lost.
        """
        with self._run() as run:
            self._load(run)
            self._ask(run, {**self._prepare(Batch(size=size, rehearse=False))}, "inputs")
            if call:
                self._ask(run, {"do": "work", "repeats": 1, "part": 0, "parts": 1}, "program")
            return run.finish().peak_kib

    def _prepare(self, batch: Batch) -> dict[str, Any]:
        inputs = list(range(batch.first, batch.first + batch.inputs))
        # called again and again anyway: the rehearsal may take the same; otherwise it takes one of its own
        spare = [batch.first + batch.inputs] if batch.rehearse and batch.repeats == 1 else []
        return {"do": "prepare", "size": batch.size, "inputs": inputs, "spare": spare}

    def _run(self) -> Run:
        limits = self._what.limits
        cap = limits.output_kib << 10
        return Run(
            self._sandbox,
            RunLimits(
                cpu_s=limits.cpu_s, wall_s=limits.wall_s, memory_mib=limits.memory_mib, cases=_QUESTIONS, files=False
            ),
            Caps(output=cap, answer=cap),
            content=Content(needs=needs_of(self._what.source.text + self._what.inputs.text)),
            cancelled=self._cancelled,
        )

    def _load(self, run: Run) -> None:
        what = self._what
        question = {
            "kind": "measure",
            "source": what.source.text,
            "function": what.source.entry_point,
            "inputs": what.inputs.text,
            "seed": what.seed,
            "traits": sorted(self._traits),
        }
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
            finding = grader.of_trouble(exchange, end, self._contract, confined=run.confined)
            return Stopped(part, finding.message, broken=True)
        try:
            whose, inner = frame
            if whose == "program" and isinstance(inner, list):
                return Stopped("program", _message(inner, self._contract), broken=broken)
            if whose == "inputs" and isinstance(inner, list):
                return Stopped("inputs", _of_inputs(inner, self._contract), broken=broken)
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


_NOTHING = FunctionGrowth(
    source=Source(text="def nothing():\n    pass\n", entry_point="nothing"),
    inputs=Source(text="def make_args(n, rng):\n    return ()\n"),
)
