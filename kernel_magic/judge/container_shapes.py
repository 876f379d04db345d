"""Lists, tuples, sets and dictionaries like the examples: their items' shapes, their lengths and what always held.

What held in every example long enough to show it is kept: order, distinct items, a permutation, equal row lengths.
An example such as `[1, 2, 3, 4]`, evenly spaced, shows no order: people write it when any list will do.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from random import Random
from typing import Literal

from kernel_magic.core.values import PlainValue
from kernel_magic.judge.shapes import Probe, Shape, canonical

Rule = Literal["ascending", "descending", "distinct", "from_0", "from_1", "rectangular", "square"]
Items = list[PlainValue]
_SAME_LENGTH, _KEPT = 4, 0.8
"""So many different examples of one length show that it is meant; how often a new value keeps it."""
_LONGEST = 12


@dataclass(frozen=True, slots=True)
class SequenceShape(Shape):
    """Lists or tuples of any length whose items are of one shape."""

    kind: type[list[PlainValue]] | type[tuple[PlainValue, ...]]
    item: Shape
    seen: tuple[tuple[PlainValue, ...], ...]
    rules: frozenset[Rule]

    def fresh(self, rng: Random) -> PlainValue:
        """New items, as many as the examples have or a few more or fewer."""
        return self.of_length(self._length(rng), rng)

    def of_length(self, length: int, rng: Random) -> PlainValue:
        """New items, so many of them; fewer where there are not so many distinct ones."""
        if self.rules & {"from_0", "from_1"}:
            return self._made(list(range(length)), rng)
        pool: Items = []
        if "distinct" not in self.rules and rng.random() < 0.4:
            pool = [self.item.fresh(rng) for _ in range(rng.randint(1, 3))]
        return self._made([rng.choice(pool) if pool else self.item.fresh(rng) for _ in range(length)], rng, length)

    def resized(self, value: PlainValue, length: int, rng: Random) -> PlainValue:
        """The value cut or filled up to a length."""
        items = _items(value)[:length]
        return self._made(items + [self.item.fresh(rng) for _ in range(length - len(items))], rng, length)

    def changed(self, value: PlainValue, rng: Random) -> PlainValue:
        """An item dropped, doubled, replaced, moved; the list reversed, cut, joined with an example; rules kept."""
        items = _items(value)
        if not items:
            return self.fresh(rng)
        at, way = rng.randrange(len(items)), rng.randrange(9)
        if way == 0:
            del items[at]
        elif way == 1:
            items.insert(rng.randrange(len(items) + 1), items[at])
        elif way == 2:
            items[at] = self.item.changed(items[at], rng)
        elif way == 3:
            rng.shuffle(items)
        elif way == 4:
            items.reverse()
        elif way == 5:
            items = items[: at + 1] if rng.random() < 0.5 else items[at:]
        elif way == 6:
            items = (items + list(rng.choice(self.seen)))[: max(_LONGEST, len(items))]
        elif way == 7:
            items[at] = items[rng.randrange(len(items))]
        else:
            items.insert(at, self.item.fresh(rng))
        return self._made(items, rng)

    def boundary(self) -> list[Probe]:
        """Empty, one item, equal items, sorted, reversed, doubled, unsorted where only sorted ones were seen."""
        by_size = sorted(self.seen, key=_size)
        longest = list(by_size[-1])
        short = list(next((row for row in by_size if row), ()))
        empty = Probe(self.kind(()), edge=() not in self.seen)
        if not longest:
            return [empty]
        one = longest[:1]
        plain: list[Items] = [
            short[:1], one * 2, longest[:2], longest[::-1], ordered(longest), one * 3, longest[1:], longest[:-1],
            ordered(longest)[::-1], longest + one, longest[-1:] + longest, longest[:2] * 2, longest[-1:] * 4,
        ]  # fmt: skip
        items = self.item.boundary()
        inner = [[probe.value, *longest[1:]] for probe in items[:7] if not probe.edge]
        inner += [[*longest[:-1], probe.value] for probe in items[:7] if not probe.edge]
        beyond = [[*longest[: at % len(longest)], probe.value, *longest[at % len(longest) + 1 :]]
                  for at, probe in enumerate([probe for probe in items if probe.edge][:3], 1)]  # fmt: skip
        probes = [Probe(self.kind(row), edge=self._width > 0) for row in plain[:1]] + [empty]
        rows = plain[1:6] + inner[:4] + beyond + plain[6:] + inner[4:]
        probes += [Probe(self.kind(row), edge=not self.admits(self.kind(row))) for row in rows]
        return [p for p in probes if not p.edge or not self.rules & {"square", "rectangular", "from_0", "from_1"}]

    def beyond(self, rng: Random) -> PlainValue:
        """Some items that leave the examples, or all in an order of their own, an item twice, rows of other lengths."""
        items = [self.item.fresh(rng) for _ in range(self._length(rng))]
        if self.rules and rng.random() < 0.6:
            return self.kind([*items, *items[:1]] if rng.random() < 0.5 else items)
        return self.kind([self.item.beyond(rng) if rng.random() < 0.5 else item for item in items])

    def admits(self, value: PlainValue) -> bool:
        """Whether kind, items and rules are those of the examples."""
        if not isinstance(value, (list, tuple)) or type(value) is not self.kind:
            return False
        items = list(value)
        if not items:
            return () in self.seen
        if self._width and len(items) != self._width:
            return False
        return all(self.item.admits(item) for item in items) and all(holds(rule, items) for rule in self.rules)

    @property
    def _width(self) -> int:
        """The length that all of several examples have; 0 where lengths differ, or it may be by chance."""
        lengths = {len(row) for row in self.seen}
        return lengths.pop() if len(self.seen) >= _SAME_LENGTH and len(lengths) == 1 and max(lengths) > 1 else 0

    def _length(self, rng: Random) -> int:
        lengths = [len(row) for row in self.seen]
        if self._width and rng.random() < _KEPT:
            return self._width
        if rng.random() < 0.5:
            return max(1, rng.choice(lengths) + rng.randint(-1, 1))
        return rng.randint(1, max(3, min(_LONGEST, max(lengths) * 2)))

    def _made(self, items: Items, rng: Random, length: int | None = None) -> PlainValue:
        """The items brought into line with the rules."""
        if self.rules & {"from_0", "from_1"}:
            numbers = list(range(len(items)))
            rng.shuffle(numbers)
            return self.kind([number + ("from_1" in self.rules) for number in numbers])
        if "distinct" in self.rules:
            items = _distinct(items)
            for _ in range(8 * ((length or 0) - len(items))):
                items = _distinct([*items, self.item.fresh(rng)]) if len(items) < (length or 0) else items
        if self.rules & {"rectangular", "square"}:
            items = self._levelled(items, rng)
        if self.rules & {"ascending", "descending"}:
            items = ordered(items)[:: -1 if "descending" in self.rules else 1]
        return self.kind(items)

    def _levelled(self, rows: Items, rng: Random) -> Items:
        if not isinstance(self.item, SequenceShape) or not rows:
            return rows
        width = len(rows) if "square" in self.rules else len(_items(rng.choice(rows)))
        return [self.item.resized(row, max(width, 1), rng) for row in rows]


@dataclass(frozen=True, slots=True)
class RecordShape(Shape):
    """Tuples or lists of a fixed number of fields, each field with its own shape."""

    kind: type[list[PlainValue]] | type[tuple[PlainValue, ...]]
    fields: tuple[Shape, ...]
    rising: bool = False
    """All fields are numbers that never fall from one to the next: intervals, ranges."""
    apart: bool = False
    """No two fields are equal: the ends of an edge."""

    def fresh(self, rng: Random) -> PlainValue:
        """All fields drawn anew."""
        return self._made([field.fresh(rng) for field in self.fields])

    def changed(self, value: PlainValue, rng: Random) -> PlainValue:
        """One field changed."""
        items = _items(value)
        if len(items) != len(self.fields) or not items:
            return self.fresh(rng)
        at = rng.randrange(len(items))
        items[at] = self.fields[at].changed(items[at], rng)
        return self._made(items)

    def boundary(self) -> list[Probe]:
        """Every field at its first boundary values at once."""
        columns = [[probe for probe in field.boundary() if not probe.edge] for field in self.fields]
        rows = min((len(column) for column in columns), default=0)
        return [Probe(self._made([column[row].value for column in columns])) for row in range(min(rows, 6))]

    def beyond(self, rng: Random) -> PlainValue:
        """A field that leaves the examples; a field more or less, where all are of one kind."""
        items = [field.fresh(rng) for field in self.fields]
        if len({type(item) for item in items}) == 1 and rng.random() < 0.5:
            return self.kind(items[:-1] if rng.random() < 0.5 else [*items, self.fields[-1].fresh(rng)])
        at = rng.randrange(len(items))
        return self.kind([*items[:at], self.fields[at].beyond(rng), *items[at + 1 :]])

    def admits(self, value: PlainValue) -> bool:
        """Whether there are as many fields and each is admitted."""
        if not isinstance(value, (list, tuple)) or type(value) is not self.kind or len(value) != len(self.fields):
            return False
        fits = all(field.admits(item) for field, item in zip(self.fields, value, strict=True))
        rules: list[tuple[bool, Rule]] = [(self.rising, "ascending"), (self.apart, "distinct")]
        return fits and all(holds(rule, list(value)) for kept, rule in rules if kept)

    def _made(self, items: Items) -> PlainValue:
        return self.kind(ordered(items) if self.rising else items)


@dataclass(frozen=True, slots=True)
class SetShape(Shape):
    """Sets of items of one shape."""

    kind: type[set[PlainValue]] | type[frozenset[PlainValue]]
    item: Shape
    seen: tuple[tuple[PlainValue, ...], ...]
    """The items of each example, in a fixed order."""

    def fresh(self, rng: Random) -> PlainValue:
        """A set of about the examples' sizes."""
        size = rng.randint(1, max(3, min(_LONGEST, max(len(row) for row in self.seen) + 2)))
        return self.kind([self.item.fresh(rng) for _ in range(size)])

    def changed(self, value: PlainValue, rng: Random) -> PlainValue:
        """An item added, dropped or changed."""
        items = in_order(value)
        if not items:
            return self.fresh(rng)
        at, way = rng.randrange(len(items)), rng.randrange(3)
        if way == 0:
            del items[at]
        elif way == 1:
            items[at] = self.item.changed(items[at], rng)
        else:
            items.append(self.item.fresh(rng))
        return self.kind(items)

    def boundary(self) -> list[Probe]:
        """One item, none, fewer than seen."""
        row = list(sorted(self.seen, key=_size)[-1])
        return [Probe(self.kind(row[:1]), edge=not row), Probe(self.kind(), edge=() not in self.seen),
                Probe(self.kind(row[:2])), Probe(self.kind(row[1:]), edge=len(row) < 2)]  # fmt: skip

    def admits(self, value: PlainValue) -> bool:
        """Whether kind and items are those of the examples."""
        if not isinstance(value, (set, frozenset)) or type(value) is not self.kind:
            return False
        return (bool(value) or () in self.seen) and all(self.item.admits(item) for item in value)


@dataclass(frozen=True, slots=True)
class DictShape(Shape):
    """Dictionaries. `fields`: the keys never change, each has a shape of its own; else keys come and go."""

    key: Shape
    value: Shape
    seen: tuple[tuple[tuple[PlainValue, PlainValue], ...], ...]
    fields: tuple[tuple[PlainValue, Shape], ...] = ()

    def fresh(self, rng: Random) -> PlainValue:
        """All values drawn anew; keys too where they come and go."""
        if self.fields:
            return {key: shape.fresh(rng) for key, shape in self.fields}
        size = rng.randint(1, max(3, min(_LONGEST, max(len(row) for row in self.seen) + 2)))
        return {self._key(rng): self.value.fresh(rng) for _ in range(size)}

    def changed(self, value: PlainValue, rng: Random) -> PlainValue:
        """A pair added, dropped, or its value changed or made equal to another's."""
        pairs = dict(value) if isinstance(value, dict) else {}
        if not pairs:
            return self.fresh(rng)
        key, way = rng.choice(list(pairs)), rng.randrange(4)
        if self.fields:
            shape = next((shape for name, shape in self.fields if name == key), self.value)
            return {**pairs, key: shape.changed(pairs[key], rng)}
        if way == 0:
            del pairs[key]
        elif way == 1:
            pairs[key] = self.value.changed(pairs[key], rng)
        elif way == 2:
            pairs[key] = rng.choice(list(pairs.values()))
        else:
            pairs[self._key(rng)] = self.value.fresh(rng)
        return pairs

    def boundary(self) -> list[Probe]:
        """One pair, none, equal values, the pairs reversed."""
        row = sorted(self.seen, key=_size)[-1]
        if self.fields:
            # whether all keys are really fields is only believed where their values are of one type
            alike = len({type(value) for _, value in row}) == 1
            return [Probe({}, edge=True), Probe(dict(row[1:]), edge=True)] if alike else []
        if not row:
            return [Probe({})]
        equal: PlainValue = {key: row[0][1] for key, _ in row}
        return [Probe(dict(row[:1])), Probe({}, edge=() not in self.seen), Probe(equal), Probe(dict(row[::-1])),
                Probe(dict(row[:2])), Probe(dict(row[1:]), edge=len(row) < 2)]  # fmt: skip

    def admits(self, value: PlainValue) -> bool:
        """Whether keys and values are those of the examples."""
        if not isinstance(value, dict):
            return False
        if self.fields:
            return len(value) == len(self.fields) and all(
                key in value and shape.admits(value[key]) for key, shape in self.fields
            )
        if not value:
            return () in self.seen
        return all(self.key.admits(key) and self.value.admits(item) for key, item in value.items())

    def _key(self, rng: Random) -> PlainValue:
        known = [key for row in self.seen for key, _ in row]
        return rng.choice(known) if known and rng.random() < 0.5 else self.key.fresh(rng)


def in_order(value: PlainValue) -> Items:
    """The items of a set in an order that does not depend on hashing."""
    if not isinstance(value, (set, frozenset)):
        return []
    return sorted(value, key=lambda item: (len(canonical(item)), canonical(item)))


def ordered(items: Items) -> Items:
    """The items sorted; as they are where they cannot be compared."""
    try:
        return sorted(items)  # type: ignore[type-var]  # what cannot be compared raises TypeError
    except TypeError:
        return list(items)


def holds(rule: Rule, items: Items) -> bool:
    """Whether a rule holds for these items."""
    if rule == "distinct":
        return len(_distinct(items)) == len(items)
    if rule in ("ascending", "descending"):
        try:
            rising = items if rule == "ascending" else items[::-1]
            return all(not b < a for a, b in pairwise(rising))  # type: ignore[operator]
        except TypeError:
            return False
    if rule in ("from_0", "from_1"):
        start = int(rule == "from_1")
        return [canonical(i) for i in ordered(items)] == [str(n) for n in range(start, start + len(items))]
    widths = {len(row) for row in items if isinstance(row, (list, tuple))}
    return len(widths) <= 1 and (rule == "rectangular" or widths <= {len(items)})


def _items(value: PlainValue) -> Items:
    return list(value) if isinstance(value, (list, tuple)) else []


def _size(items: tuple[object, ...]) -> int:
    return len(items)


def _distinct(items: Items) -> Items:
    return list({canonical(item): item for item in items}.values())
