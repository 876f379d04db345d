"""Scouting and measuring in rounds on a machine of which all is known: its moods, its clock, what a call costs."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence

import pytest

from kernel_magic.core.growth import Growth, ProgramGrowth
from kernel_magic.core.problem import Limits
from kernel_magic.core.source import Source
from kernel_magic.judge.bench import Taken
from kernel_magic.judge.calls import Batch, Manner, Part, Stopped
from kernel_magic.judge.growth import measured

FUNCTION = Manner(finest_s=2e-4, batch_s=0.003)
PROGRAM = Manner(finest_s=4e-3, starts=2.0)
YARDSTICK_S = 1e-4
MEMORY_KIB = 256 << 10


class Machine:
    """A bench whose times are computed; its clock goes on by what was measured."""

    def __init__(
        self,
        manner: Manner,
        cost: Callable[[int], float],
        *,
        moods: Sequence[float] = (1.0,),
        changes: Sequence[float] = (1.0,),
        limit_s: float = 1.0,
    ) -> None:
        self.manner = manner
        self.repeatable = bool(manner.batch_s)
        self.now = 0.0
        self.item_kib = 0
        self.prepare_s = 0.0
        self.batches: list[Batch] = []
        self._cost = cost
        self._moods = itertools.cycle(moods)
        self._changes = itertools.cycle(changes)
        self._limit_s = limit_s

    def look(self, size: int) -> None:
        """It works."""

    def expect(self, batches: Sequence[Batch]) -> None:
        """Nothing has to be made."""

    def time(self, batch: Batch) -> Taken:
        self.batches.append(batch)
        if batch.inputs * batch.size * self.item_kib > MEMORY_KIB:
            raise Stopped("inputs", "used more memory than allowed")
        mood, change = next(self._moods), next(self._changes)
        seconds = self._cost(batch.size) * mood * change
        self.now += min(seconds, self._limit_s) * batch.calls + 0.02
        if seconds > self._limit_s:
            raise Stopped("program", f"used more than {self._limit_s:g} s of processor time", broken=True)
        before = YARDSTICK_S * mood
        return Taken(
            batch=batch,
            seconds=seconds,
            yardstick=before * change,
            before=before,
            prepare_s=self.prepare_s * batch.inputs,
            peak_kib=batch.size // 16,
        )

    def peak(self, size: int, *, call: bool) -> int:
        return size * self.item_kib + (size // 16 if call else 0)

    def clock(self) -> float:
        return self.now


def grown(machine: Machine, *, seconds: float = 10.0) -> Growth:
    nothing = Source(text="")
    what = ProgramGrowth(source=nothing, generator=nothing, seconds=seconds, limits=Limits(cpu_s=1.0))
    return measured(machine, what, on_progress=None, clock=machine.clock)


@pytest.mark.parametrize("moods", [(1.0,), (1.0, 1.5), (1.0, 1.5, 1.5), (1.5, 1.5, 1.0, 1.5, 1.5, 1.5, 1.0)])
def test_times_of_two_moods_are_not_mixed(moods: tuple[float, ...]) -> None:
    growth = grown(Machine(FUNCTION, lambda n: 1e-7 * n, moods=moods))
    assert (growth.model, growth.decided) == ("n", True), growth.reason
    paces = {round(sample.cpu_s / sample.size * 1e7, 6) for sample in growth.samples}
    assert len(paces) == 1, "every size in the same mood"
    assert growth.yardstick_s == pytest.approx(YARDSTICK_S * paces.pop())


def test_measurements_in_the_middle_of_which_the_mood_changed_do_not_count() -> None:
    # the yardstick afterwards tells of a calm machine, the times do not
    machine = Machine(FUNCTION, lambda n: 1e-7 * n, moods=(1.0, 1.0, 1 / 1.4), changes=(1.0, 1.0, 1.4))
    growth = grown(machine)
    assert (growth.model, growth.decided) == ("n", True), growth.reason
    assert all(sample.cpu_s == pytest.approx(1e-7 * sample.size) for sample in growth.samples)


def test_whole_runs_do_not_dwell_on_small_sizes_and_fill_up_few_large_ones() -> None:
    machine = Machine(PROGRAM, lambda n: 1e-6 + 2e-9 * n * n)
    growth = grown(machine)
    assert growth.model == "n^2", growth.reason
    assert len(growth.samples) >= 5
    assert growth.samples[0].cpu_s > 0.001
    assert sum(batch.size < 500 for batch in machine.batches) < 10


def test_a_process_for_each_input_finds_an_exponential_between_too_short_and_too_long() -> None:
    growth = grown(Machine(PROGRAM, lambda n: 1e-9 * 2.0**n))
    assert (growth.model, growth.decided) == ("2^n", True), growth.reason
    assert growth.samples[-1].size < 31


def test_times_that_first_rise_above_the_noise_are_not_taken_for_a_steep_rise() -> None:
    manner = Manner(finest_s=0.03, starts=2.0)
    machine = Machine(manner, lambda n: max(3e-9 * n * n - 0.006, 0.0))
    assert grown(machine).samples[-1].size > 10_000


def test_it_ends_in_about_its_time_however_dear_the_sizes_are() -> None:
    machine = Machine(PROGRAM, lambda n: 0.01 + 1e-6 * n)
    grown(machine, seconds=5.0)
    assert machine.now < 10.0


def test_a_program_that_is_too_slow_at_once_is_a_reason() -> None:
    growth = grown(Machine(PROGRAM, lambda n: 2.0))
    assert (growth.model, growth.samples) == (None, ())
    assert "processor time" in growth.reason


def test_few_huge_inputs_are_not_taken_for_a_function_that_keeps_results() -> None:
    machine = Machine(FUNCTION, lambda n: 3e-6)
    machine.item_kib, machine.prepare_s = 512, 0.06
    assert grown(machine).samples
    assert max(batch.repeats for batch in machine.batches) > 100, "a call that can be repeated is"


@pytest.mark.parametrize(("part", "repeated"), [("inputs", True), ("program", False)])
def test_only_a_program_that_stops_when_it_is_called_again_is_not_called_again(part: Part, repeated: bool) -> None:
    class Once(Machine):
        def time(self, batch: Batch) -> Taken:
            if batch.repeats > 1 and not any(earlier.repeats > 1 for earlier in self.batches):
                self.batches.append(batch)
                raise Stopped(part, "used more memory than allowed")
            return super().time(batch)

    machine = Once(FUNCTION, lambda n: 3e-6)
    assert grown(machine).samples
    assert (sum(batch.repeats > 1 for batch in machine.batches) > 1) is repeated


def test_calls_that_cannot_be_told_from_nothing_are_a_reason() -> None:
    growth = grown(Machine(FUNCTION, lambda n: 0.0))
    assert (growth.model, growth.samples, growth.decided) == (None, (), False)
    assert growth.reason.startswith("no call took long enough")


def test_between_few_small_sizes_no_size_is_measured_twice() -> None:
    growth = grown(Machine(FUNCTION, lambda n: 0.02 * n))
    sizes = [sample.size for sample in growth.samples]
    assert len(sizes) > 4
    assert sizes == sorted(set(sizes))
