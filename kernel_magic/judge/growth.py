"""Measuring at growing sizes: in rounds, one batch of every size a round, until it is decided or the time is over.

So a slow moment of the machine hits all sizes alike; of every size a good figure counts, taken only from moments
in which a yardstick showed the machine in one and the same mood (`steadiness`). What the figures mean is
`complexity`'s business, which sizes there are is `scouting`'s. Nothing here trusts a clock of the measured program.
"""

from __future__ import annotations

import contextlib
import functools
import math
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from kernel_magic.core.growth import FunctionGrowth, Growth, GrowthModel, GrowthSample, ProgramGrowth
from kernel_magic.core.ports import OnProgress, Progress
from kernel_magic.judge import complexity, program_complexity
from kernel_magic.judge.bench import Taken
from kernel_magic.judge.calls import Batch, Stopped
from kernel_magic.judge.lines import Point
from kernel_magic.judge.sandbox import ZygoteLostError
from kernel_magic.judge.scouting import BASE, TINY_S, Bench, Scout, Size, timed
from kernel_magic.judge.steadiness import steadiest

_GROUPS = 3
"""Different inputs of one size are measured in so many groups; how far these are apart shows the inputs' own doing."""
_CHANGED = 1.15
"""The yardsticks before and after a measurement are not further apart where the machine did not change meanwhile."""
_MANY = 8
"""So many sizes that fit the near cache are enough: larger ones are measured less often."""
_APART = 2.2
"""Inputs of one size whose times are further apart than this differ by themselves."""
_CACHE_KIB = 1024
"""Near cache to count on where the system does not say how much there is."""
_PARTS = 4
"""A batch of many calls is measured in so many parts: a short moment is more likely an undisturbed one."""
_SEEN_KIB = 128
"""Less memory than this does not show."""
_WORD_KIB = 1 / 16
"""About what one item of an input needs, where nothing was seen."""
_DISTINCT = 13_000
"""Repeated calls go over at least so many items in turn: fewer would be learnt by heart by the branch predictor."""
_WORTH_KEEPING_S = 2e-6
"""Of calls that are shorter than this no program gains by keeping the result."""
_LOOKED_INTO_S = 0.005
"""Of programs whether they keep results is tried where a run takes no longer than this."""
_MOST_INPUTS = 1000
_SOME = 8
"""So many different inputs at least, where that costs nothing."""
_NUMBERS = 4001
"""Inputs of one group are numbered from a multiple of this."""
_FAR_KIB = 1 << 16
"""What the inputs of one batch may need where nothing can be repeated."""
_LONG_S = 0.02
"""A call that takes longer needs no rehearsal."""
_FEWEST_SIZES = 5
_FEWEST_ROUNDS, _DECIDED_AFTER, _MOST_ROUNDS = 3, 6, 40


def measured(
    bench: Bench,
    what: FunctionGrowth | ProgramGrowth,
    *,
    on_progress: OnProgress | None,
    clock: Callable[[], float] = time.monotonic,
) -> Growth:
    """Measure, and select the model.

    Raises:
        JudgeError: the generator of inputs does not work.
    """
    return _Measuring(bench, what, on_progress, clock).run()


class _Measuring:
    def __init__(
        self,
        bench: Bench,
        what: FunctionGrowth | ProgramGrowth,
        on_progress: OnProgress | None,
        clock: Callable[[], float],
    ) -> None:
        self._bench = bench
        self._what = what
        self._on_progress = on_progress
        self._clock = clock
        self._begun = clock()
        self._scout = Scout(bench, what, self._say, clock)
        self._sizes: list[Size] = []
        self._repeatable = False
        self._room_kib = bench.manner.room * _cache_kib()
        self._select = program_complexity.select if bench.manner.starts else complexity.select

    def run(self) -> Growth:
        """Scout, measure, select."""
        self._sizes = self._scout.sizes()
        if not self._sizes:
            return Growth(model=None, runner_up=None, decided=False, samples=(), reason=self._scout.why)
        self._weigh()
        self._thin_out()
        self._repeatable = self._bench.repeatable and not self._remembers()
        self._rounds()
        return self._growth()

    def _weigh(self) -> None:
        """Memory: of the input alone, and with the call. A run of its own shows it as it is timed."""
        if self._bench.manner.single:
            return
        for item in reversed(self._sizes):
            try:
                alone, called = (self._bench.peak(item.size, call=call) for call in (False, True))
            except (Stopped, ZygoteLostError):
                continue
            item.footprint_kib, item.extra_kib = called, max(called - alone, 0)
            if called < _SEEN_KIB:  # smaller sizes need less, and the system counts in large steps
                break
        for after, before in pairwise(reversed(self._sizes)):
            share = round(after.footprint_kib * before.size / after.size)
            before.footprint_kib = min(before.footprint_kib, share) or share

    def _thin_out(self) -> None:
        """Of the sizes that do not fit the near cache few are enough: they cost much, and only show that it goes on.

        Where even the fewest rounds would take longer than there is time, every second size is left out. What stays is
        the same for every program: they are compared at sizes that all were measured at.
        """
        last = self._sizes[-1]
        self._sizes = [item for item in self._sizes if not self._far(item) or item is last or not _step(item.size) % 4]
        for apart in (2, 4):
            kept = [item for item in self._sizes if item is last or not _step(item.size) % apart]
            if len(kept) >= _FEWEST_SIZES and self._fewest_rounds_s() > self._left():
                self._sizes = kept

    def _fewest_rounds_s(self) -> float:
        return _FEWEST_ROUNDS * sum(item.wall_s for item in self._sizes)

    def _remembers(self) -> bool:
        """Whether the same arguments are far cheaper the second time: it keeps results where nobody looked."""
        worth = [item for item in self._sizes if item.call_s > _WORTH_KEEPING_S]
        starts, fewest = self._bench.manner.starts, 20
        if starts:  # of a small input the start takes the most, and that is the same the second time
            worth = [item for item in worth if item.call_s < _LOOKED_INTO_S][-1:] or worth[:1]
            fewest = 2
        for item in worth[:2]:
            inputs = max(int(min(self._room_kib / _needs_kib(item), 0.0005 / item.call_s)), fewest)
            batch = Batch(size=item.size, inputs=inputs)
            once = again = math.inf
            for _ in range(6):
                try:
                    once = min(once, timed(self._bench, batch).seconds)
                    again = min(again, timed(self._bench, replace(batch, repeats=8)).seconds)
                except Stopped as stopped:
                    if stopped.part == "program":
                        return True
                    break
                if again > 0.2 * once or once < _WORTH_KEEPING_S:
                    break
            else:
                return True
        return False

    def _rounds(self) -> None:
        decided: GrowthModel | None = None
        with contextlib.suppress(Stopped):
            self._bench.expect([self._batch(item, group) for item in self._sizes for group in range(_GROUPS)])
        for number in range(_MOST_ROUNDS):
            enough = number >= (1 if self._bench.manner.single else _FEWEST_ROUNDS)
            if enough and self._left() <= 0:
                return
            if number >= _DECIDED_AFTER and number % 2 == 0:
                before, decided = decided, self._decided()
                if decided is not None and decided == before:
                    return
            self._say(f"round {number + 1}")
            for item in self._sizes:
                if number % 3 and self._far(item):
                    continue
                if enough and self._left() <= 0:
                    return
                self._measure(item, number)

    def _measure(self, item: Size, number: int) -> None:
        with contextlib.suppress(Stopped):  # it went well before: what others did to the machine
            taken = timed(self._bench, self._batch(item, number))
            item.taken.append(taken)
            if self._bench.manner.single:
                item.footprint_kib = item.extra_kib = max(item.extra_kib, taken.peak_kib)
            item.call_s = max(taken.seconds, item.call_s / 4)

    def _decided(self) -> GrowthModel | None:
        selection = self._select(self._points(self._counted()))
        return selection.model if selection.decided and not self._depends_on_inputs() else None

    def _far(self, item: Size) -> bool:
        """Whether input and call do not fit the near cache: that costs more with every size, whatever the program."""
        near = sum(1 for other in self._sizes if other.footprint_kib <= self._room_kib)
        return near >= _MANY and item.footprint_kib > self._room_kib

    def _left(self) -> float:
        return self._what.seconds - (self._clock() - self._begun)

    def _batch(self, item: Size, number: int) -> Batch:
        group = number % _GROUPS
        if self._bench.manner.single:
            return Batch(size=item.size, first=group)
        needs_kib = _needs_kib(item)
        wanted = max(self._bench.manner.batch_s / item.call_s, 1.0)
        inputs = max(int(min(self._room_kib / needs_kib, wanted, _MOST_INPUTS)), 1)
        repeats = 1
        if wanted >= 2 * inputs and self._repeatable:
            inputs = min(inputs, max(_DISTINCT // item.size, _SOME))
            if self._sizes[-1].call_s < TINY_S:  # it touches so little that many large inputs are near enough
                inputs = max(inputs, int(min(_SOME, _FAR_KIB / needs_kib, 0.05 / max(item.prepare_s, 2e-5))))
            repeats = max(int(wanted / inputs / _PARTS), 2)
        elif wanted >= 2 * inputs:
            inputs = max(int(min(_FAR_KIB / needs_kib, wanted, 0.05 / max(item.prepare_s, 2e-5))), 1)
        parts = _PARTS if repeats > 1 or inputs >= 4 * _PARTS else 1
        return Batch(
            size=item.size, first=group * _NUMBERS, inputs=inputs // parts * parts if repeats == 1 else inputs,
            repeats=repeats, parts=parts, rehearse=item.call_s < _LONG_S,
        )  # fmt: skip

    def _say(self, message: str) -> None:
        if self._on_progress is not None:
            used = min(1 - self._left() / self._what.seconds, 1.0)
            self._on_progress(Progress(stage="growth", message=message, done=round(100 * used), total=100))

    def _growth(self) -> Growth:
        counted = self._counted()
        points = self._points(counted)
        selection = self._select(points)
        reason = selection.reason if points else self._nothing_counts()
        if not reason and self._depends_on_inputs():
            reason = "the time depends on the input, not on its size alone"
        yardsticks = [each.yardstick for _, taken in counted for each in taken]
        return Growth(
            model=selection.model,
            runner_up=selection.runner_up,
            decided=selection.decided and not reason,
            samples=tuple(_sample(item, taken) for item, taken in counted),
            memory_model=complexity.memory_model([(item.size, item.extra_kib / 1024) for item in self._sizes]),
            coefficient=selection.coefficient,
            offset=selection.offset,
            reason=reason or self._scout.why,
            yardstick_s=statistics.median(yardsticks) if yardsticks else 0.0,
        )

    def _nothing_counts(self) -> str:
        measured = any(item.taken for item in self._sizes)
        what = "no call took long enough to be told from nothing" if measured else "no size could be measured again"
        return f"{what}; {self._scout.why}"

    def _counted(self) -> list[tuple[Size, list[Taken]]]:
        """The sizes that count, each with the measurements that do: where there are enough, only those in one mood."""
        found = [(item, taken) for item, taken in self._calm() if item.taken]
        calm = [(item, taken) for item, taken in found if taken]
        counted = calm if len(calm) >= _MANY else [(item, taken or item.taken) for item, taken in found]
        return [(item, taken) for item, taken in counted if _usual(taken) > self._bench.manner.shortest_s]

    def _points(self, counted: Sequence[tuple[Size, list[Taken]]]) -> list[Point]:
        return [
            Point(size=item.size, seconds=_usual(taken), near=self._footprint(item) <= self._room_kib)
            for item, taken in counted
        ]

    def _footprint(self, item: Size) -> float:
        """In KiB; of a process of its own the system counts the first mebibytes as its start."""
        return _needs_kib(item) if self._bench.manner.single else item.footprint_kib

    def _calm(self) -> list[tuple[Size, list[Taken]]]:
        """Each size with its measurements from moments in which the machine stayed in the mood that counts."""
        settled = [_settled(item) for item in self._sizes]
        low, high = steadiest([[each.yardstick for each in taken] for taken in settled])
        return [
            (item, [each for each in taken if low <= each.yardstick <= high])
            for item, taken in zip(self._sizes, settled, strict=True)
        ]

    def _depends_on_inputs(self) -> bool:
        """Whether inputs of one size cost so differently that the machine's doing cannot be all of it."""
        apart = 0
        upper = self._calm()[-6:]
        for _, calm in upper:
            groups: dict[int, float] = {}
            for taken in calm:
                first = taken.batch.first
                groups[first] = min(taken.seconds, groups.get(first, math.inf))
            apart += bool(groups) and max(groups.values()) > _APART * min(groups.values())
        return apart * 2 >= len(upper)


def _step(size: int) -> int:
    """The number of half doublings from the first size of the grid."""
    return round(2 * math.log2(size / BASE))


def _needs_kib(item: Size) -> float:
    """What one input and its call need, where the system counted less than is surely there."""
    return max(item.footprint_kib, item.size * _WORD_KIB)


def _settled(item: Size) -> list[Taken]:
    """Its measurements during which the mood of the machine did not change."""
    return [each for each in item.taken if each.before < _CHANGED * each.yardstick < _CHANGED**2 * each.before]


def _usual(taken: Sequence[Taken]) -> float:
    """The seconds of a call: of the better half of all the middle. The best alone would be lower the more there are."""
    seconds = sorted(each.seconds for each in taken)
    return seconds[(len(seconds) - 1) // 4]


def _sample(item: Size, counted: Sequence[Taken]) -> GrowthSample:
    return GrowthSample(size=item.size, cpu_s=_usual(counted), peak_mib=item.extra_kib / 1024, repeats=len(counted))


@functools.cache
def _cache_kib() -> int:
    """How large one core's near cache is."""
    try:
        text = Path("/sys/devices/system/cpu/cpu0/cache/index2/size").read_text("ascii").strip()
        return int(text.removesuffix("K"))
    except (OSError, ValueError):
        return _CACHE_KIB
