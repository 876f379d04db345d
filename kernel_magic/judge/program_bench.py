"""One measurement of a whole program: a run with an input of a size, made by the package's generator.

A run cannot be repeated inside itself, so what takes less than a few milliseconds is not told from the floor of an
empty program, which varies by about a millisecond. Works for every language the judge runs.
"""

from __future__ import annotations

from collections.abc import Callable

from kernel_magic.core.errors import JudgeError
from kernel_magic.core.growth import ProgramGrowth
from kernel_magic.core.ports import Cancelled
from kernel_magic.core.problem import Contract, Limits, Stdin, TestCase
from kernel_magic.core.source import Source
from kernel_magic.core.verdict import CaseResult, Verdict
from kernel_magic.judge.bench import Batch, Stopped, Taken
from kernel_magic.judge.made_inputs import JudgeOf, made_inputs

_GENERATOR = Limits(cpu_s=4.0, wall_s=12.0, memory_mib=1024, output_kib=4096)
_OUTPUT_KIB = 1 << 16
"""Large inputs have large outputs: nobody reads these."""
_KEPT_CHARACTERS = 1 << 26
"""Inputs that are kept for further rounds, all together."""


class ProgramBench:
    """Measures one program."""

    finest_s = 4e-3
    single = True
    repeatable = False

    def __init__(
        self, judge: JudgeOf, what: ProgramGrowth, yardstick: Callable[[], float], cancelled: Cancelled | None
    ) -> None:
        self._judge = judge
        self._what = what
        self._yardstick = yardstick
        self._cancelled = cancelled
        self._inputs: dict[tuple[int, int], str] = {}
        limits = what.limits
        self._limits = Limits(
            cpu_s=limits.cpu_s, wall_s=limits.wall_s, memory_mib=limits.memory_mib, output_kib=_OUTPUT_KIB
        )

    def look(self, size: int) -> None:
        """Run the program once.

        Raises:
            Stopped: it does not work.
            JudgeError: the generator does not work.
        """
        try:
            text = self._made(size, 0)
        except JudgeError as error:
            raise Stopped("inputs", error.message) from error
        result = self._ran(text)
        if result.verdict is not Verdict.AC:
            raise Stopped("program", result.message, broken=result.verdict in (Verdict.CE, Verdict.IE))

    def time(self, batch: Batch) -> Taken:
        """One run on the input with the batch's number.

        Raises:
            Stopped: it cannot be measured.
        """
        try:
            text = self._made(batch.size, batch.first)
        except JudgeError as error:
            raise Stopped("inputs", error.message) from error
        result = self._ran(text)
        if result.verdict is not Verdict.AC:
            raise Stopped("program", result.message)
        peak = round(result.peak_mib * 1024)
        return Taken(
            batch=batch, seconds=max(result.cpu_s, 1e-6), yardstick=self._yardstick(), prepare_s=0.0, peak_kib=peak
        )

    def peak(self, size: int, *, call: bool) -> int:
        """Peak memory in KiB of a run; nothing is held without one.

        Raises:
            Stopped: it cannot be measured.
        """
        return self.time(Batch(size=size)).peak_kib if call else 0

    def _made(self, size: int, number: int) -> str:
        key = size, self._what.seed + number
        if key not in self._inputs:
            if sum(map(len, self._inputs.values())) > _KEPT_CHARACTERS:
                self._inputs.clear()
            generator = self._what.generator
            made = made_inputs(self._judge, generator, (key,), limits=_GENERATOR, cancelled=self._cancelled)
            self._inputs[key] = made[0]
        return self._inputs[key]

    def _ran(self, text: str) -> CaseResult:
        source: Source = self._what.source
        case = TestCase(name="growth", given=Stdin(text=text), expected=None)
        contract = Contract(language=source.language, cases=(case,), limits=self._limits)
        report = self._judge(source, contract, cancelled=self._cancelled)
        if not report.cases:  # the program could not even be compiled
            return CaseResult(name="", verdict=report.verdict, message="it cannot be run")
        return report.cases[0]
