"""Measurements of a whole program on inputs of a size, made by the package's generator.

`ProgramBench` runs it as it is, in any language the judge runs: a run cannot be repeated inside itself, so what takes
less than a few milliseconds is not told from the floor of an empty program. `ScriptCalls` has a Python program run many
times in one process, without its start: as finely measured as a function is.
"""

from __future__ import annotations

import contextlib
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from kernel_magic.core.errors import JudgeError
from kernel_magic.core.growth import Growth, ProgramGrowth
from kernel_magic.core.ports import Cancelled, OnProgress
from kernel_magic.core.problem import Contract, Limits, Stdin, TestCase
from kernel_magic.core.verdict import CaseResult, Verdict
from kernel_magic.judge.bench import CallBench, Taken, yardstick
from kernel_magic.judge.calls import Batch, Manner, Stopped
from kernel_magic.judge.growth import measured
from kernel_magic.judge.made_inputs import JudgeOf, made_inputs
from kernel_magic.judge.sandbox import Sandbox
from kernel_magic.judge.scouting import timed

_GENERATOR = Limits(cpu_s=4.0, wall_s=12.0, memory_mib=1024, output_kib=4096)
_OUTPUT_KIB = 1 << 16
"""Large inputs have large outputs: nobody reads these."""
_KEPT_CHARACTERS = 1 << 26
"""Inputs that are kept for further rounds, all together."""
_REHEARSAL = 999_983
"""Number of the input on which calls are rehearsed that will not be repeated."""
_SHARE = 2
"""Inputs are kept: what making one takes counts as this part of it."""
_ROOM = 0.55
"""Of the near cache: a program's memory holds much that is touched once, its input first of all."""
_LOOKS = 3
_FINEST_S = {"java": 0.03}
"""How much the start of a run varies where that is not a few milliseconds: the Java machine is still compiling."""
_MARGIN = 2
"""So many times the inputs that a batch seems to need are made: calls turn out to be shorter."""
_ALIKE, _ALIKE_S = 2.5, 0.003
"""Runs on their own take no more than so many times what was measured inside, and no more seconds than these beside."""


def program_growth(
    judge: JudgeOf,
    sandbox: Sandbox,
    what: ProgramGrowth,
    *,
    cancelled: Cancelled | None,
    on_progress: OnProgress | None,
) -> Growth:
    """Measure a program: a Python program in one process where that goes, every other one in a process per input.

    Raises:
        JudgeError: the generator of inputs does not work.
    """
    inputs = _Inputs(judge, what, cancelled)
    alone = ProgramBench(judge, what, inputs, lambda: yardstick(sandbox), cancelled)
    if what.source.language == "python":
        calls = ScriptCalls(what, inputs, alone)
        growth = measured(CallBench(sandbox, calls, cancelled), what, on_progress=on_progress)
        if growth.samples and calls.alike(growth):
            return growth
    return measured(alone, what, on_progress=on_progress)


Key = tuple[int, int]
"""Size and number of an input."""


class _Inputs:
    """What the generator makes; kept."""

    def __init__(self, judge: JudgeOf, what: ProgramGrowth, cancelled: Cancelled | None) -> None:
        self._judge = judge
        self._what = what
        self._cancelled = cancelled
        self._kept: dict[Key, str] = {}

    def ready(self, wanted: Iterable[Key]) -> None:
        """Make those that are not there, all in one run of the generator.

        Raises:
            Stopped: there are none.
        """
        missing = tuple(key for key in dict.fromkeys(wanted) if key not in self._kept)
        if not missing:
            return
        if sum(map(len, self._kept.values())) > _KEPT_CHARACTERS:
            self._kept.clear()
        requests = tuple((size, self._what.seed + number) for size, number in missing)
        try:
            made = made_inputs(
                self._judge, self._what.generator, requests, limits=_GENERATOR, cancelled=self._cancelled
            )  # fmt: skip
        except JudgeError as error:
            raise Stopped("inputs", error.message) from error
        self._kept.update(zip(missing, made, strict=True))

    def made(self, wanted: Sequence[Key]) -> list[str]:
        """The inputs with these sizes and numbers.

        Raises:
            Stopped: there are none.
        """
        if any(key not in self._kept for key in wanted):
            self.ready(wanted)
        try:
            return [self._kept[key] for key in wanted]
        except KeyError:  # thrown away for new ones just now
            return self.made(wanted)


class ScriptCalls:
    """A Python program on inputs that are given to it as files, again and again in one process."""

    files = True
    manner = Manner(finest_s=2e-4, batch_s=0.01, starts=3.0, room=_ROOM)

    def __init__(self, what: ProgramGrowth, inputs: _Inputs, alone: ProgramBench) -> None:
        self._inputs = inputs
        self._alone = alone
        self._smallest = what.largest
        self._alone_s: dict[int, float] = {}
        """What a run of its own takes at a size, more than one on the smallest input right afterwards."""
        self.contract = Contract(limits=what.limits)
        self.code = what.source.text

    def load(self) -> dict[str, Any]:
        """The program."""
        return {"source": self.code}

    def prepare(self, batch: Batch) -> tuple[dict[str, Any], float]:
        """The inputs themselves.

        Raises:
            Stopped: the generator makes none.
        """
        begun = time.perf_counter()
        self._smallest = min(self._smallest, batch.size)
        texts = self._inputs.made([*_keys(batch), *_spare(batch)])
        question = {"inputs": texts[: batch.inputs], "spare": texts[batch.inputs :]}
        return question, (time.perf_counter() - begun) / _SHARE

    def expect(self, batches: Sequence[Batch]) -> None:
        """Have all inputs made at once, some more than are asked for now.

        Raises:
            Stopped: the generator makes none.
        """
        more = [replace(batch, inputs=batch.inputs * _MARGIN if batch.inputs > 1 else 1) for batch in batches]
        self._inputs.ready(key for batch in more for key in [*_keys(batch), *_spare(batch)])

    def peak(self, size: int, *, call: bool) -> int | None:
        """What a run on its own takes.

        Raises:
            Stopped: it does not work.
        """
        if not call:
            return 0
        taken, start = (timed(self._alone, Batch(size=each)) for each in (size, self._smallest))
        self._alone_s[size] = taken.seconds - start.seconds
        return taken.peak_kib

    def alike(self, growth: Growth) -> bool:
        """Whether the program takes about as long in a process of its own, its start apart, at all sizes together.

        It does not where it keeps results from one run to the next, or does less work when it is run again.
        """
        if not any(sample.size in self._alone_s for sample in growth.samples):
            with contextlib.suppress(Stopped):
                self.peak(growth.samples[-1].size, call=True)
        seen = [sample for sample in growth.samples if sample.size in self._alone_s]
        inside = sum(sample.cpu_s for sample in seen)
        alone = sum(self._alone_s[sample.size] for sample in seen)
        return bool(seen) and inside / _ALIKE - _ALIKE_S < alone < inside * _ALIKE + _ALIKE_S


def _keys(batch: Batch) -> list[Key]:
    return [(batch.size, batch.first + number) for number in range(batch.inputs)]


def _spare(batch: Batch) -> list[Key]:
    return [(batch.size, _REHEARSAL)] if batch.spare else []


class ProgramBench:
    """Measures one program in a process of its own for each input."""

    repeatable = False

    def __init__(
        self,
        judge: JudgeOf,
        what: ProgramGrowth,
        inputs: _Inputs,
        yardstick: Callable[[], float],
        cancelled: Cancelled | None,
    ) -> None:
        self._judge = judge
        self._what = what
        self._yardstick = yardstick
        self._last = 0.0
        self._cancelled = cancelled
        self._inputs = inputs
        self.manner = Manner(finest_s=_FINEST_S.get(what.source.language, 4e-3), starts=2.0, room=_ROOM)
        self._start_s, self._start_kib = 0.0, 0
        """What a run on the smallest input takes."""

    def look(self, size: int) -> None:
        """Run the program some times: what that takes is its start.

        Raises:
            Stopped: it does not work, or there are no inputs.
        """
        (text,) = self._inputs.made([(size, 0)])
        self._start_s, starts = 0.0, []
        for _ in range(_LOOKS):
            result = self._ran(text)
            if result.verdict is not Verdict.AC:
                raise Stopped("program", result.message, broken=result.verdict in (Verdict.CE, Verdict.IE))
            starts.append(result)
        self._start_s = statistics.median(each.cpu_s for each in starts)
        self._start_kib = round(statistics.median(each.peak_mib for each in starts) * 1024)

    def expect(self, batches: Sequence[Batch]) -> None:
        """Have all inputs made at once.

        Raises:
            Stopped: the generator makes none.
        """
        self._inputs.ready(key for batch in batches for key in _keys(batch))

    def time(self, batch: Batch) -> Taken:
        """One run on the input with the batch's number.

        Raises:
            Stopped: it cannot be measured.
        """
        (text,) = self._inputs.made(_keys(batch))
        result = self._ran(text)
        if result.verdict is not Verdict.AC:
            raise Stopped("program", result.message)
        before, self._last = self._last, self._yardstick()
        return Taken(
            batch=batch,
            seconds=max(result.cpu_s - self._start_s, 1e-6),
            yardstick=self._last,
            before=before or self._last,
            prepare_s=0.0,
            peak_kib=max(round(result.peak_mib * 1024) - self._start_kib, 0),
        )

    def peak(self, size: int, *, call: bool) -> int:
        """Peak memory in KiB of a run; nothing is held without one.

        Raises:
            Stopped: it cannot be measured.
        """
        return self.time(Batch(size=size)).peak_kib if call else 0

    def _ran(self, text: str) -> CaseResult:
        source, limits = self._what.source, self._what.limits
        limits = replace(limits, cpu_s=limits.cpu_s + self._start_s, output_kib=_OUTPUT_KIB)
        case = TestCase(name="growth", given=Stdin(text=text), expected=None)
        contract = Contract(language=source.language, cases=(case,), limits=limits)
        report = self._judge(source, contract, cancelled=self._cancelled)
        if not report.cases:  # the program could not even be compiled
            return CaseResult(name="", verdict=report.verdict, message="it cannot be run")
        return report.cases[0]
