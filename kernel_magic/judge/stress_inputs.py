"""The inputs of a stress test, small ones first: from the package's generator, like the samples, and changed ones.

The same for the same seed, however many are taken at a time. A generator that cannot make some size is asked for the
others; one that does not end is given up at once. Without validators nothing is added to what a generator makes, and
what is made like the samples must be plausible: nobody could say that it is allowed.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from random import Random

from kernel_magic.core.comparison import StressPlan
from kernel_magic.core.errors import JudgeError
from kernel_magic.core.ports import Cancelled, Judge
from kernel_magic.core.problem import Limits, Stdin
from kernel_magic.core.source import Source
from kernel_magic.judge.made_inputs import made_inputs
from kernel_magic.judge.plausible import Plausible
from kernel_magic.judge.varied_inputs import varied

LIMITS = Limits(cpu_s=2.0, wall_s=6.0, memory_mib=512, output_kib=1024)
"""Of one call of the generator: these inputs are small."""

_FIRST = (1, 2, 3, 2, 4, 3, 5, 2, 4, 3, 1, 6, 5, 4, 3, 8)
_THEN = (2, 3, 5, 4, 6, 3, 8, 4, 7, 5, 10, 3, 6, 9, 4, 12, 5, 7, 20, 6)
_NOW_AND_THEN = {150: 2000, 70: 200, 25: 50}
"""Every so many inputs one of this size."""
_SEEDS = 1_000_003
_ROUND = 40
_ROUNDS = (8, 16, 32)
_POOL = 300
"""So many inputs are kept to be changed."""
_IDLE_ROUNDS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """An input and how to make it again."""

    text: str
    seed: int
    size: int = 0


class InputStream:
    """New inputs of a plan, as many at a time as are asked for; none equal to an earlier one."""

    def __init__(self, judge: Judge, plan: StressPlan, cancelled: Cancelled | None) -> None:
        self._judge = judge
        self._plan = plan
        self._cancelled = cancelled
        self._seen: set[str] = set()
        self._bad_sizes: set[int] = set()
        self.trouble = ""
        """What the generator could not do, first of all."""
        self.making = False
        """The generator is at work."""
        self.done = False
        """No more can be made."""
        self._source = self._requests()
        self._shaped = self._like_samples()
        self._rng = Random(f"varied|{plan.seed}")  # noqa: S311 - it keeps no secret
        self._pool = [case.given.text for case in plan.samples if isinstance(case.given, Stdin)]
        self._plausible = Plausible(plan.samples) if self._pool and not plan.input_validators else None
        self._queue: deque[Made] = deque()
        self._rounds = 0
        self._idle = 0

    def take(self, count: int) -> list[Made]:
        """Up to so many more."""
        while len(self._queue) < count and not self.done:
            made = self._round(_ROUNDS[min(self._rounds, len(_ROUNDS) - 1)])
            self._rounds += 1
            self._idle = 0 if made else self._idle + 1
            if self._idle >= _IDLE_ROUNDS:
                self.done = True
            self._queue.extend(made)
        return [self._queue.popleft() for _ in range(min(count, len(self._queue)))]

    def _round(self, count: int) -> list[Made]:
        """So many inputs from all that there is, in an order that no clock decides."""
        generator = self._plan.generator
        made: list[Made] = []
        if generator is not None:
            many = count // 2 if self._plan.input_validators else count
            made += self._new(self.made(generator, [next(self._source) for _ in range(many)]))
            self._pool += [item.text for item in made]
            if self.done or not self._plan.input_validators:
                return made
        made += list(islice(self._shaped, count // 4 if generator is not None else count // 2))
        self._pool = [*self._pool, *(item.text for item in made)][-_POOL:]
        return made + self._varied(count // 4)

    def _varied(self, count: int) -> list[Made]:
        made = []
        for _ in range(count if self._pool else 0):
            text = varied(self._rng.choice(self._pool), self._rng, beyond=self._plausible is None)
            if text is not None and (self._plausible is None or self._plausible.accepts(text)):
                made += self._new([Made(text=text, seed=self._plan.seed)])
        return made

    def smaller(self, than: int, tries: int) -> Iterator[list[Made]]:
        """Inputs below a size, by growing size, `tries` seeds each; only a generator can do that."""
        if self._plan.generator is None:
            return
        for size in range(1, than):
            requests = [(size, self._plan.seed * _SEEDS + 500_000 + number) for number in range(tries)]
            yield self._new(self.made(self._plan.generator, requests))
            if self.done:
                return

    def made(self, generator: Source, requests: list[tuple[int, int]]) -> list[Made]:
        """The inputs of these requests, without those that cannot be made."""
        requests = [request for request in requests if request[0] not in self._bad_sizes]
        self.making = True
        try:
            texts = made_inputs(self._judge.judge, generator, tuple(requests), limits=LIMITS, cancelled=self._cancelled)
        except JudgeError as error:
            self.making = False
            self.trouble = self.trouble or error.message
            if "did not end" in error.message or len(requests) == 1:
                self._bad_sizes.update(size for size, _ in requests)
                self.done = "did not end" in error.message or len(self._bad_sizes) >= len(set(_FIRST))
                return []
            return [made for request in requests if not self.done for made in self.made(generator, [request])]
        self.making = False
        return [Made(text=text, seed=seed, size=size) for (size, seed), text in zip(requests, texts, strict=True)]

    def _new(self, made: list[Made]) -> list[Made]:
        new = []
        for item in made:
            if item.text not in self._seen:
                self._seen.add(item.text)
                new.append(item)
        return new

    def _requests(self) -> Iterator[tuple[int, int]]:
        number = 0
        while True:
            size = _FIRST[number] if number < len(_FIRST) else _THEN[number % len(_THEN)]
            size = next((large for every, large in _NOW_AND_THEN.items() if number % every == every - 1), size)
            yield size, self._plan.seed * _SEEDS + number
            number += 1

    def _like_samples(self) -> Iterator[Made]:
        samples = tuple(case for case in self._plan.samples if isinstance(case.given, Stdin))
        seed, idle = self._plan.seed, 0
        while samples and idle < _IDLE_ROUNDS:
            cases = self._judge.inputs_like(samples, seed=seed, count=_ROUND)
            if self._plausible is not None:  # nobody can say whether what leaves the samples' form is allowed
                cases = tuple(case for case in cases if not case.name.startswith("edge"))
            texts = [case.given.text for case in cases if isinstance(case.given, Stdin)]
            texts = [text for text in texts if self._plausible is None or self._plausible.accepts(text)]
            new = self._new([Made(text=text, seed=seed) for text in texts])
            yield from new
            idle = 0 if new else idle + 1
            seed += 1
