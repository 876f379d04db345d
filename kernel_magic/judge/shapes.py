"""What example values have in common, and new values of the same kind: the base, numbers, fixed choices, unions.

A shape is learned from examples (`learn_shapes.learn`) and then gives values of its own: boundary values, changed
examples and fresh draws. It knows nothing of a task's text, so it stays close to the examples on purpose: a value it
calls `edge` leaves what the examples show (an empty list where none was empty), all others stay inside.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from random import Random

from kernel_magic.core.values import PlainValue

_LARGE = 1000
_SMALL = 30
_NO_SIZE, _REACH = 50, 10**6
"""A number above the first is no size that a brute force could choke on: far larger ones, up to the second, fit too."""


def canonical(value: PlainValue) -> str:
    """A text that two values share only if they are the same value of the same types, however they are hashed."""
    if isinstance(value, (set, frozenset)):
        return f"{type(value).__name__}{{{', '.join(sorted(canonical(item) for item in value))}}}"
    if isinstance(value, dict):
        return f"{{{', '.join(sorted(f'{canonical(key)}: {canonical(item)}' for key, item in value.items()))}}}"
    if isinstance(value, list):
        return f"[{', '.join(canonical(item) for item in value)}]"
    if isinstance(value, tuple):
        return f"({', '.join(canonical(item) for item in value)},)"
    return repr(value)


def written(value: PlainValue) -> str:
    """The value as a Python literal, as `repr` writes it but with sets in a fixed order."""
    if isinstance(value, (set, frozenset)):
        items = ", ".join(sorted((written(item) for item in value), key=lambda text: (len(text), text)))
        plain = f"{{{items}}}" if value else ""
        return f"frozenset({plain})" if isinstance(value, frozenset) else plain or "set()"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{written(key)}: {written(item)}' for key, item in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(written(item) for item in value)}]"
    if isinstance(value, tuple):
        return f"({', '.join(written(item) for item in value)}{',' if len(value) == 1 else ''})"
    return repr(value)


@dataclass(frozen=True, slots=True)
class Probe:
    """A boundary value, and whether it leaves what the examples show."""

    value: PlainValue
    edge: bool = False


class Shape(ABC):
    """What the values seen at one place have in common."""

    @abstractmethod
    def fresh(self, rng: Random) -> PlainValue:
        """A new value, drawn at random."""

    @abstractmethod
    def changed(self, value: PlainValue, rng: Random) -> PlainValue:
        """A value that differs little from the given one."""

    @abstractmethod
    def boundary(self) -> list[Probe]:
        """The values at which programs tend to go wrong, most telling first."""

    @abstractmethod
    def admits(self, value: PlainValue) -> bool:
        """Whether a value stays inside what the examples show."""

    def beyond(self, rng: Random) -> PlainValue:
        """A value of the same type that likely leaves what the examples show; where none is known, a fresh one."""
        edges = [probe.value for probe in self.boundary() if probe.edge]
        return rng.choice(edges) if edges else self.fresh(rng)


@dataclass(frozen=True, slots=True)
class ChoiceShape(Shape):
    """One of the values seen and no other: None, booleans, modes, what has no order."""

    choices: tuple[PlainValue, ...]

    def fresh(self, rng: Random) -> PlainValue:
        """One of the choices."""
        return rng.choice(self.choices)

    def changed(self, value: PlainValue, rng: Random) -> PlainValue:
        """One of the choices."""
        return self.fresh(rng)

    def boundary(self) -> list[Probe]:
        """All of them, up to eight."""
        return [Probe(choice) for choice in self.choices[:8]]

    def admits(self, value: PlainValue) -> bool:
        """Whether it is one of the choices."""
        return canonical(value) in {canonical(choice) for choice in self.choices}


@dataclass(frozen=True, slots=True)
class IntShape(Shape):
    """Whole numbers of the examples' sign and magnitude. `item`: they stand in a container and play no size."""

    seen: tuple[int, ...]
    item: bool = False

    @property
    def low(self) -> int:
        """The smallest value that stays inside: 1 where all examples are positive."""
        smallest = min(self.seen)
        return min(smallest * 2, -max(self.seen)) if smallest < 0 else min(smallest, 1)

    @property
    def high(self) -> int:
        """The largest value that is drawn: a size stays small enough for a brute force to finish."""
        largest = max(max(self.seen), -min(self.seen))
        if self.item and largest <= _LARGE:
            return largest * 3 + 10 if largest > 1 or min(self.seen) < 0 or len(set(self.seen)) == 1 else largest
        return min(largest * 2 + 10, max(_SMALL, largest + 10)) if largest <= _SMALL else largest * 2 + 10

    def fresh(self, rng: Random) -> int:
        """Mostly inside the hull of the examples, sometimes their neighbours or above."""
        top = min(max(self.seen), self.high)
        way = rng.random()
        if way < 0.45:
            return rng.randint(self.low, top) if self.low < top else rng.randint(self.low, self.high)
        if way < 0.6:
            return rng.choice(self.seen)
        if way < 0.8 and top >= 100:
            return self._inside(_with_other_digits(rng.choice(self.seen), rng))
        return rng.randint(self.low, self.high)

    def changed(self, value: PlainValue, rng: Random) -> int:
        """A neighbour, a half, a double, another digit."""
        number = value if isinstance(value, int) else rng.choice(self.seen)
        steps = [number + 1, number - 1, number + 2, number * 2, number // 2, number + 10, number - 10]
        if abs(number) >= 100:
            steps.append(_with_other_digits(number, rng))
        if min(self.seen) < 0:
            steps.append(-number)
        return self._inside(rng.choice(steps))

    def boundary(self) -> list[Probe]:
        """Zero, one, two, the neighbours of what was seen, powers of two beside large numbers; edges: other signs."""
        low, top = min(self.seen), max(self.seen)
        numbers = [self.low, 1, 2, top + 1, low - 1, top, low, 3, 4, top - 1]
        if low < 0:
            numbers = [0, -1, *numbers, -top, -low]
        if top >= 64:
            power = 1 << (top.bit_length() - 1)
            numbers += [power, power - 1, power + 1, 10 ** (len(str(top)) - 1), 10 ** len(str(top)) - 1]
        if self._reach > self.high:
            numbers.insert(5, min(top * 101 + 7, self._reach))
        probes = [Probe(number) for number in numbers if self.admits(number)]
        if low > 0:
            probes.insert(2, Probe(0, edge=True))
        if low >= 0:
            probes.insert(4, Probe(-max(top, 2), edge=True))
        return probes

    def beyond(self, rng: Random) -> int:
        """Another sign, or zero."""
        return -abs(self.fresh(rng)) if rng.random() < 0.8 else 0

    def admits(self, value: PlainValue) -> bool:
        """Whether it has the examples' sign and magnitude."""
        return type(value) is int and self.low <= value <= self._reach

    @property
    def _reach(self) -> int:
        """The largest value that still is of the kind, though hardly ever drawn."""
        largest = max(self.seen)
        return max(self.high, min(largest * 500, _REACH)) if largest >= _NO_SIZE and not self.item else self.high

    def _inside(self, number: int) -> int:
        return min(max(number, self.low), self.high)


def _with_other_digits(number: int, rng: Random) -> int:
    """Digits swapped, mirrored, repeated or replaced: what programs on digits have to tell apart."""
    digits = list(str(abs(number)))
    way = rng.randrange(5)
    if way == 0:
        rng.shuffle(digits)
    elif way == 1:
        half = digits[: (len(digits) + 1) // 2]
        digits = half + half[::-1][len(digits) % 2 :]
    elif way == 2:
        digits = [rng.choice(digits)] * len(digits)
    elif way == 3:
        digits[rng.randrange(len(digits))] = str(rng.randrange(10))
    else:
        digits = [str(rng.randrange(10)) for _ in digits[rng.randrange(2) :]] or digits
    return int("".join(digits)) * (-1 if number < 0 else 1)


@dataclass(frozen=True, slots=True)
class FloatShape(Shape):
    """Numbers with a point: the examples' sign, magnitude and number of decimals."""

    seen: tuple[float, ...]
    decimals: int

    @property
    def low(self) -> float:
        """The smallest value that stays inside; a step above zero where all examples are positive."""
        smallest = min(self.seen)
        if smallest < 0:
            return smallest * 2
        return 0.0 if smallest == 0 else min(smallest, 10.0**-self.decimals if self.decimals else 1.0)

    @property
    def high(self) -> float:
        """The largest value that is drawn; fractions stay at most 1."""
        largest = max(self.seen)
        if largest <= 0:
            return 0.0 if largest == 0 else -(10.0**-self.decimals)
        return 1.0 if largest <= 1 and min(self.seen) >= 0 and largest != int(largest) else largest * 2 + 1

    def fresh(self, rng: Random) -> float:
        """A draw between the bounds, or a value seen."""
        if rng.random() < 0.25:
            return rng.choice(self.seen)
        top = max(self.seen) if rng.random() < 0.5 else self.high
        return self._inside(rng.uniform(self.low, max(top, self.low)))

    def changed(self, value: PlainValue, rng: Random) -> float:
        """A neighbour, a half, a double."""
        number = float(value) if isinstance(value, (int, float)) else rng.choice(self.seen)
        step = 10.0**-self.decimals
        return self._inside(rng.choice([number + step, number - step, number / 2, number * 2, number + 1]))

    def boundary(self) -> list[Probe]:
        """The smallest, one, whole and half numbers, zero; an edge below it."""
        numbers = [self._inside(number) for number in (self.low, 1.0, max(self.seen) + 1, 0.5, 2.0, 1.5)]
        probes = [Probe(number) for number in numbers]
        if min(self.seen) > 0:
            probes.insert(2, Probe(0.0, edge=True))
        elif min(self.seen) < 0:
            probes.insert(1, Probe(0.0))
        if min(self.seen) >= 0:
            probes.insert(4, Probe(-max(self.seen), edge=True))
        return probes

    def beyond(self, rng: Random) -> float:
        """Another sign, or zero."""
        return -abs(self.fresh(rng)) if rng.random() < 0.8 else 0.0

    def admits(self, value: PlainValue) -> bool:
        """Whether it is finite and lies between the bounds."""
        return type(value) is float and self.low <= value <= self.high

    def _inside(self, number: float) -> float:
        return min(max(round(number, self.decimals), self.low), self.high)


@dataclass(frozen=True, slots=True)
class UnionShape(Shape):
    """Values of several kinds at one place: a number or None, words beside numbers."""

    options: tuple[Shape, ...]

    def fresh(self, rng: Random) -> PlainValue:
        """A value of one of the kinds."""
        return rng.choice(self.options).fresh(rng)

    def changed(self, value: PlainValue, rng: Random) -> PlainValue:
        """The same kind again, now and then another one."""
        kinds = [option for option in self.options if option.admits(value)]
        return kinds[0].changed(value, rng) if kinds and rng.random() < 0.7 else self.fresh(rng)

    def boundary(self) -> list[Probe]:
        """The first boundary values of each kind in turn."""
        columns = [option.boundary()[:4] for option in self.options]
        return [column[row] for row in range(4) for column in columns if row < len(column)]

    def beyond(self, rng: Random) -> PlainValue:
        """What lies beyond one of the kinds."""
        return rng.choice(self.options).beyond(rng)

    def admits(self, value: PlainValue) -> bool:
        """Whether one of the kinds admits it."""
        return any(option.admits(value) for option in self.options)
