"""Whether what a Python program takes inside one process is believed: its runs of its own say so."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from kernel_magic.core.growth import Growth, GrowthSample, ProgramGrowth
from kernel_magic.core.source import Source
from kernel_magic.judge.bench import Taken
from kernel_magic.judge.calls import Batch, Stopped
from kernel_magic.judge.program_bench import ScriptCalls
from kernel_magic.judge.sandbox import ZygoteLostError

SMALLEST = 4
START_S = 0.02


class Inputs:
    """Texts that nobody reads."""

    def made(self, wanted: Sequence[tuple[int, int]]) -> list[str]:
        return ["" for _ in wanted]


class Alone:
    """Runs of its own: a start, and what the work costs."""

    def __init__(self, cost: Callable[[int], float]) -> None:
        self._cost = cost

    def time(self, batch: Batch) -> Taken:
        seconds = START_S + self._cost(batch.size)
        return Taken(batch=batch, seconds=seconds, yardstick=1e-4, before=1e-4, prepare_s=0.0, peak_kib=0)


class Stops(Alone):
    """Runs of its own that cannot be measured."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def time(self, batch: Batch) -> Taken:
        raise self._error


def squares(size: int) -> float:
    return 2e-8 * size * size


def calls_of(alone: Alone) -> ScriptCalls:
    nothing = Source(text="")
    calls = ScriptCalls(ProgramGrowth(source=nothing, generator=nothing), Inputs(), alone)  # type: ignore[arg-type]
    calls.prepare(Batch(size=SMALLEST))  # the scout's look
    return calls


def inside(cost: Callable[[int], float], *sizes: int) -> Growth:
    samples = tuple(GrowthSample(size=size, cpu_s=cost(size), peak_mib=0.0, repeats=1) for size in sizes)
    return Growth(model=None, runner_up=None, decided=False, samples=samples)


@pytest.mark.parametrize("sizes", [(1447,), (363, 723, 1447)])
@pytest.mark.parametrize("weighed", [True, False])
@pytest.mark.parametrize(("cost", "believed"), [(squares, True), (lambda size: 5e-6, False)], ids=["alike", "keeps"])
def test_a_program_is_believed_that_takes_as_long_in_a_process_of_its_own(cost, believed, weighed, sizes):
    calls = calls_of(Alone(squares))
    for size in sizes if weighed else ():
        calls.peak(size, call=True)
    assert calls.alike(inside(cost, *sizes)) is believed


@pytest.mark.parametrize("error", [Stopped("program", "used more memory than allowed"), ZygoteLostError("lost")])
def test_a_program_is_not_believed_that_cannot_be_measured_in_a_process_of_its_own(error):
    assert not calls_of(Stops(error)).alike(inside(squares, 1447))
