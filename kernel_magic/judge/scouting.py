"""Which sizes to measure: a scout goes up from small ones until a call, its input or the memory gets too expensive.

It measures roughly. Where a step of one already multiplies the time, sizes go up by one, else they double.
"""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Protocol

from kernel_magic.core.errors import JudgeError
from kernel_magic.core.growth import FunctionGrowth, ProgramGrowth
from kernel_magic.judge.bench import Taken
from kernel_magic.judge.calls import Batch, Manner, Stopped
from kernel_magic.judge.sandbox import ZygoteLostError

BASE = 11.3
"""Sizes are about this times a power of two: the steps in which tables and lists grow fall between sizes alike."""
_SMALL = 11
_STARTS = (4, 8, 16)
"""Where inputs of the smallest size do not exist (too few nodes for a graph), the next is tried."""
_SUSPECT, _SUSPECT_UP_TO = 3.0, 16
"""Among the smallest sizes already this power leads to steps of one."""
_STEEPEST = 4.7
"""A higher power of n than this is taken for an exponential."""
TINY_S = 3e-5
"""What takes no longer than this at the largest size grows as a logarithm at most."""
_WIDEST_STEP = 64
"""Beyond this size nothing exponential is measured."""
_FEW, _MANY = 3, 7
"""Of fewer sizes that say something, more are measured between them."""
_FINE_UP_TO = 800
"""Where there are many sizes, those beyond are a whole doubling apart."""
_SHORTEST_S = 5e-8
_FORM = "They are Python with a function make_args(n, rng) that returns a tuple of the arguments."


class Bench(Protocol):
    """What is measured: a function or a program."""

    manner: Manner

    @property
    def repeatable(self) -> bool:
        """Whether a second call on the same input is like the first."""

    def look(self, size: int) -> None:
        """Whether it works at all."""

    def expect(self, batches: Sequence[Batch]) -> None:
        """What is going to be measured: what that needs may be made all at once."""

    def time(self, batch: Batch) -> Taken:
        """One measurement."""

    def peak(self, size: int, *, call: bool) -> int:
        """Peak memory in KiB, with the call or of the input alone."""


@dataclass(slots=True)
class Size:
    """What is known about one size."""

    size: int
    call_s: float
    """About what a call takes."""
    prepare_s: float
    """About what making an input takes."""
    footprint_kib: int = 0
    """About how much memory input and call need."""
    extra_kib: int = 0
    """What the call needs beyond its input."""
    wall_s: float = 0.0
    """What a measurement takes, all in all."""
    taken: list[Taken] = field(default_factory=list)


def timed(bench: Bench, batch: Batch) -> Taken:
    """One measurement; a sandbox that is lost in it is the machine's doing once, the program's twice.

    Raises:
        Stopped: it cannot be measured.
    """
    for _ in range(2):
        try:
            return bench.time(batch)
        except ZygoteLostError:
            continue
    raise Stopped("program", "made the sandbox end")


class Scout:
    """Goes up, and chooses the sizes that are worth measuring."""

    def __init__(
        self,
        bench: Bench,
        what: FunctionGrowth | ProgramGrowth,
        say: Callable[[str], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.why = ""
        """What ended it."""
        self._bench = bench
        self._what = what
        self._say = say
        self._clock = clock
        self._ends = clock() + what.seconds * (0.6 if bench.manner.single else 0.4)
        self._sizes: list[Size] = []
        self._steep = False
        self._by_ones = False

    def sizes(self) -> list[Size]:
        """The sizes to measure; empty where nothing can be measured, and `why` says the reason.

        Raises:
            JudgeError: the generator of inputs does not work.
        """
        size = self._first()
        while size:
            self._say(f"size {size:,}")
            found = self._once(size)
            if found is None:
                last = self._sizes[-1].size if self._sizes else size
                if not self._jumped_too_far(last, size):
                    break
                self._by_ones, self.why, size = True, "", last + 1
                continue
            self._sizes.append(found)
            following = self._next(size)
            size = following if self._worth_going_on(found, following) else 0
        return self._chosen()

    def _jumped_too_far(self, last: int, size: int) -> bool:
        """Whether an exponential may have passed from too short to too long within one step: single steps come next."""
        return not self._by_ones and last + 1 < size < _WIDEST_STEP and self._clock() < self._ends

    def _first(self) -> int:
        for size in _STARTS:
            try:
                self._bench.look(size)
            except Stopped as stopped:
                if size < _STARTS[-1] and not stopped.broken:
                    continue
                if stopped.part == "inputs":
                    message = f"The inputs do not work: {stopped.reason} (asked for size {size})."
                    raise JudgeError(message, _FORM if isinstance(self._what, FunctionGrowth) else "") from stopped
                self.why = stopped.reason if stopped.broken else f"at size {size} it {stopped.reason}"
                return 0
            return size
        return 0

    def _once(self, size: int) -> Size | None:
        batch = Batch(size=size, inputs=4 if size < 1000 and not self._bench.manner.single else 1)
        begun = self._clock()
        try:
            tries = [timed(self._bench, batch)]
            while len(tries) < self._tries(tries[0].seconds):
                tries.append(timed(self._bench, batch))
        except Stopped as stopped:
            who = "making the input" if stopped.part == "inputs" else "it"
            self.why = f"at size {size:,} {who} {stopped.reason}"
            return None
        before = self._sizes[-1].call_s if self._sizes else _SHORTEST_S
        return Size(
            size=size,
            call_s=max(statistics.median(taken.seconds for taken in tries), before / 2, _SHORTEST_S),
            prepare_s=min(taken.prepare_s for taken in tries) / (batch.inputs + 1),
            wall_s=(self._clock() - begun) / len(tries),
        )

    def _tries(self, seconds: float) -> int:
        """How often a size is measured: what takes long is known well enough, and of what is too short no more is."""
        manner = self._bench.manner
        too_short = manner.single and seconds < manner.finest_s
        return 1 if too_short or seconds >= 10 * manner.finest_s else 3

    def _next(self, size: int) -> int:
        if self._by_ones or self._is_steep() or (size < _SUSPECT_UP_TO and self._power() > _SUSPECT):
            return size + 1
        # a process for each input tells nothing of small ones, and costs much
        hurry = self._bench.manner.single and self._sizes[-1].call_s < self._least() / 2
        if size < _SMALL:
            return 8 if size < 8 and not hurry else _SMALL
        return _grid(size, 2 if hurry else 1)

    def _least(self) -> float:
        """What a run has to take that says something."""
        manner = self._bench.manner
        return manner.starts * _starting(self._sizes) + manner.shortest_s

    def _power(self) -> float:
        """By which power of n the last times grew; 0 where they are too short to tell."""
        last = self._sizes[-1]
        wide = [item for item in self._sizes if item.size <= last.size / 1.4]
        if not wide or last.call_s < self._bench.manner.finest_s / 2:
            return 0.0
        before = max(wide[-1].call_s, self._bench.manner.shortest_s)
        return math.log(max(last.call_s / before, 1.0)) / math.log(last.size / wide[-1].size)

    def _is_steep(self) -> bool:
        """Whether it grows faster than any power that could be told from an exponential."""
        last = [item.call_s for item in self._sizes[-3:]]
        rising = len(last) == 3 and last[0] * 1.2 < last[1] and last[1] * 1.2 < last[2]
        self._steep = self._steep or (rising and self._sizes[-1].size >= 10 and self._power() > _STEEPEST)
        return self._steep

    def _worth_going_on(self, found: Size, following: int) -> bool:
        what = self._what
        manner = self._bench.manner
        # where a program can be repeated its large sizes only confirm what the middle ones say
        limit = min(what.limits.cpu_s * 0.8, what.seconds / (25 if manner.starts and not manner.single else 12))
        if following > what.largest:
            self.why = f"{what.largest:,} is the largest size asked for"
        elif found.call_s * (following / found.size) ** max(self._power(), 1.0) > limit:
            self.why = f"the next size would take more than {limit:.2g} s"
        elif found.prepare_s > what.seconds / (100 if found.call_s > 1e-4 else 200):
            self.why = "making larger inputs takes too long"
        elif self._clock() > self._ends:
            self.why = "the time for measuring was over"
        return not self.why

    def _above_start(self, sizes: list[Size]) -> list[Size]:
        """The sizes at which a run takes clearly more than its start does."""
        if not sizes:
            return []
        above = self._least()
        known = [item for item in sizes if item.call_s >= above]
        if not known:
            ended = f"; {self.why}" if self.why else ""
            self.why = f"no run took more than {above * 1000:.0f} ms, which is too short to measure{ended}"
        return known

    def _chosen(self) -> list[Size]:
        known = self._sizes
        if self._steep:
            known = [each for pair in pairwise(known) for each in (pair[0], *_between(*pair, steps=0))] + known[-1:]
        if self._bench.manner.starts:
            known = self._above_start(known)
        if not known or self._steep:
            return [item for item in known if item.call_s > self._bench.manner.finest_s / 50][-10:]
        if self._bench.manner.single:
            return self._of_whole_runs(known)
        coarse = [item for item in known if item.size == _grid(item.size, 0)]
        coarse = coarse if len(coarse) >= 3 else known
        if coarse[-1].call_s < TINY_S:
            return coarse[:: -(len(coarse) // 10 or 1)][::-1]
        steps = 2 if len(coarse) >= 5 else 4
        chosen = []
        for before, after in pairwise(coarse):
            chosen.append(before)
            if len(coarse) <= 7 or before.size <= _FINE_UP_TO:
                chosen += _between(before, after, steps)
        return [*chosen, coarse[-1]]

    def _of_whole_runs(self, known: list[Size]) -> list[Size]:
        """Where few sizes say something, more between them, and between the first and the one that was too short."""
        if len(known) >= _MANY:
            return known
        shorter = [item for item in self._sizes if item.size < known[0].size][-1:]
        pairs = pairwise([*shorter, *known])
        steps = 2 if len(known) >= _FEW else _MANY - 2
        return [*known[: 0 if shorter else 1], *(each for pair in pairs for each in (*_between(*pair, steps), pair[1]))]


def _starting(sizes: list[Size]) -> float:
    """What a run takes whatever its input."""
    return statistics.median(item.call_s for item in sizes[:3])


def _grid(size: int, further: int) -> int:
    """The size of the grid that is nearest, or one that is so many doublings further."""
    octaves = max(round(math.log2(size / BASE)), 0) + further
    return round(float(BASE * 2**octaves)) | 1


def _between(before: Size, after: Size, steps: int) -> list[Size]:
    """Sizes between two: in so many steps of the same ratio; every one for 0."""
    shares = [step / steps for step in range(1, steps)]
    wanted = [round(before.size * (after.size / before.size) ** share) | 1 for share in shares]
    if not steps:
        wanted = list(range(before.size + 1, after.size))
        shares = [(size - before.size) / (after.size - before.size) for size in wanted]
    sizes = []
    for size, share in dict(zip(wanted, shares, strict=True)).items():  # neighbours may be rounded to the same size
        if before.size < size < after.size:
            call_s = before.call_s ** (1 - share) * after.call_s**share
            prepare_s = before.prepare_s ** (1 - share) * after.prepare_s**share
            sizes.append(Size(size=size, call_s=call_s, prepare_s=prepare_s, wall_s=after.wall_s))
    return sizes
