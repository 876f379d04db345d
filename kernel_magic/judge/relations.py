"""What held between two arguments in every example, and how to keep it: a length, an index, an element, an order.

A *hard* relation is kept in every generated call that is not marked as an edge. A *soft* one (the number is in the
list) is kept mostly; where it is not, the call leaves what the examples show and is an edge.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations
from random import Random
from typing import Literal, TypeAlias

from kernel_magic.core.values import PlainValue
from kernel_magic.judge.container_shapes import SequenceShape, in_order
from kernel_magic.judge.shapes import Shape, canonical

Slot: TypeAlias = int | str
"""A position, or the name of a keyword argument."""
Row: TypeAlias = dict[Slot, PlainValue]
Kind = Literal["length_of", "index_of", "position_in", "same_length", "not_above", "element_of", "sum_in"]
_HARD: tuple[Kind, ...] = ("same_length", "length_of", "index_of", "position_in", "not_above")
_INTO: tuple[Kind, ...] = ("index_of", "position_in")
_LONGEST = 40
_NESTED = 2
_SOFT: tuple[Kind, ...] = ("element_of", "sum_in")


@dataclass(frozen=True, slots=True)
class Relation:
    """`first` stands in a relation to `second`."""

    kind: Kind
    first: Slot
    second: Slot
    hard: bool
    """Whether every generated call keeps it."""

    def holds(self, row: Mapping[Slot, PlainValue]) -> bool:
        """Whether it holds for these arguments; it does where one of them is missing."""
        if self.first not in row or self.second not in row:
            return True
        return _holds(self.kind, row[self.first], row[self.second])

    def mended(self, row: Row, shapes: Mapping[Slot, Shape], rng: Random, *, keep: Slot | None = None) -> Row:
        """The arguments with one of the two changed so that it holds; `keep` is changed only if it must be."""
        if self.holds(row):
            return row
        first, second = row[self.first], row[self.second]
        if self.kind == "not_above":
            return {**row, self.first: second, self.second: first}
        if self.kind == "same_length":
            return self._levelled(row, shapes, rng, keep)
        items = _items(second)
        if self.kind == "length_of":
            return {**row, self.first: len(items)}
        if not items:
            return row
        if self.kind == "element_of":
            return {**row, self.first: rng.choice(items)}
        if self.kind == "sum_in":
            numbers = [item for item in items if isinstance(item, int)]
            return {**row, self.first: sum(rng.sample(numbers, 2))} if len(numbers) > 1 else row
        low = 0 if self.kind == "index_of" and shapes[self.first].admits(0) else 1
        high = len(items) - (self.kind == "index_of")
        shape = shapes[self.second]
        if keep == self.first and isinstance(first, int) and first > high and isinstance(shape, SequenceShape):
            return {**row, self.second: shape.resized(second, first + 1, rng)}
        return {**row, self.first: rng.randint(min(low, high), high)}

    def _levelled(self, row: Row, shapes: Mapping[Slot, Shape], rng: Random, keep: Slot | None) -> Row:
        model, other = (self.second, self.first) if keep == self.second else (self.first, self.second)
        shape, length = shapes[other], len(_items(row[model]))
        if isinstance(shape, SequenceShape):
            return {**row, other: shape.resized(row[other], length, rng)}
        text = row[other]
        if isinstance(text, str) and text:
            return {**row, other: (text * (length // len(text) + 1))[:length]}
        return row


def learn_relations(rows: Sequence[Row], shapes: Mapping[Slot, Shape]) -> tuple[Relation, ...]:
    """The relations that held in all examples, hard ones first."""
    slots = list(shapes)
    found = [
        Relation(kind, first, second, hard=True)
        for kind in _HARD
        for first, second in _pairs(kind, slots)
        if _believed(kind, [(row[first], row[second]) for row in rows if first in row and second in row])
    ]
    sized = {(relation.first, relation.second) for relation in found if relation.kind == "length_of"}
    lengths = {first for first, _ in sized}
    found = [r for r in found if r.kind != "not_above" or not lengths & {r.first, r.second}]
    found = [r for r in found if r.kind not in ("index_of", "position_in") or (r.first, r.second) not in sized]
    strict = {(relation.first, relation.second) for relation in found if relation.kind == "index_of"}
    found = [r for r in found if r.kind != "position_in" or (r.first, r.second) not in strict]
    found = [r for r in found if r.kind not in _INTO or not _is_looked_up(r, rows, shapes[r.second])]
    found += [
        Relation(kind, first, second, hard=False)
        for kind in _SOFT
        for first, second in permutations(slots, 2)
        if (first, second) not in sized
        and _believed(kind, [(r[first], r[second]) for r in rows if first in r and second in r])
    ]
    return tuple(found)


def relative(value: PlainValue, shape: Shape, rng: Random) -> PlainValue:
    """A value made from another one: a part of it, its items in another order, itself, something close."""
    way = rng.randrange(5)
    if way == 0:
        return value
    if isinstance(value, int):
        bit = 1 << rng.randrange(max(value.bit_length(), 1))
        return rng.choice([value + 1, value - 1, value ^ bit, value * 2, value * 3, value // 2, value + bit])
    if isinstance(value, (str, list, tuple)) and len(value) > 1:
        items = list(value)
        start = rng.randrange(len(items))
        if way == 1:
            rng.shuffle(items)
        elif way == 2:
            items = items[start : start + rng.randint(1, 3)]
        elif way == 3:
            items = items[: start + 1]
        else:
            return shape.changed(value, rng)
        return "".join(map(str, items)) if isinstance(value, str) else type(value)(items)
    return shape.changed(value, rng)


def met(value: PlainValue, container: PlainValue, rng: Random) -> PlainValue:
    """A value of the same type that occurs in a container, or a neighbour of one: where `<` and `<=` part.

    The value itself where the container holds nothing of the type.
    """
    inside = [leaf for leaf in _leaves(container, _NESTED) if type(leaf) is type(value)]
    if not inside:
        return value
    found = rng.choice(inside)
    return found + rng.choice((0, 0, 1, -1)) if type(found) is int else found


def _leaves(value: PlainValue, depth: int) -> list[PlainValue]:
    """What stands in containers that stand in each other, keys of dictionaries too."""
    if depth < 0 or not isinstance(value, (list, tuple, set, frozenset, dict)):
        return [value]
    items = [*value.keys(), *value.values()] if isinstance(value, dict) else _items(value)
    return [leaf for item in items[:_LONGEST] for leaf in _leaves(item, depth - 1)]


def alike(a: PlainValue, b: PlainValue) -> bool:
    """Whether one value can be made from the other: two numbers, texts, lists, sets, dictionaries."""
    return type(a) is type(b) and isinstance(a, (int, str, list, tuple, set, dict)) and not isinstance(a, bool)


def _pairs(kind: Kind, slots: list[Slot]) -> list[tuple[Slot, Slot]]:
    return list(combinations(slots, 2) if kind == "same_length" else permutations(slots, 2))


def _believed(kind: Kind, pairs: list[tuple[PlainValue, PlainValue]]) -> bool:
    """Whether it held everywhere and the examples could have shown otherwise."""
    if not pairs or not all(_holds(kind, first, second) for first, second in pairs):
        return False
    if kind == "not_above":
        return any(a != b for a, b in pairs) and len(pairs) > 1
    lengths = [len(_items(second)) for _, second in pairs]
    if kind == "same_length":
        return max(lengths) > 2 or sum(length > 1 for length in lengths) > 1
    if kind == "length_of":
        return max(lengths) > 2 or len(set(lengths)) > 1
    if kind in _INTO and any(isinstance(second, str) for _, second in pairs):
        return len(pairs) > 2
    return max(lengths) > 1


def _is_looked_up(relation: Relation, rows: Sequence[Row], shape: Shape) -> bool:
    """Whether a number is rather searched in a sorted list than a position in it."""
    if not isinstance(shape, SequenceShape) or "ascending" not in shape.rules:
        return False
    lists = [row[relation.second] for row in rows if relation.first in row and relation.second in row]
    runs = all(isinstance(items, (list, tuple)) and list(items) == list(range(1, len(items) + 1)) for items in lists)
    looked_up = Relation("element_of", relation.first, relation.second, hard=False)
    return not runs and all(looked_up.holds(row) for row in rows)


def _holds(kind: Kind, first: PlainValue, second: PlainValue) -> bool:
    if kind == "not_above":
        numbers = type(first) in (int, float) and type(first) is type(second)
        return numbers and first <= second  # type: ignore[operator]  # both are numbers of one type
    if kind == "same_length":
        sized = isinstance(first, (list, tuple)) and isinstance(second, (list, tuple))
        sized = sized or (isinstance(first, str) and isinstance(second, str))
        return sized and len(_items(first)) == len(_items(second))
    if kind == "element_of":
        if isinstance(first, str) and isinstance(second, str):
            return 0 < len(first) < len(second) and first in second
        return canonical(first) in {canonical(item) for item in _items(second)}
    if type(first) is not int or not isinstance(second, (list, tuple, str)):
        return False
    if kind == "sum_in":
        return any(type(a) is type(b) is int and a + b == first for a, b in combinations(second[:_LONGEST], 2))
    size = len(second)
    return {"length_of": first == size, "index_of": 0 <= first < size, "position_in": 1 <= first <= size}[kind]


def _items(value: PlainValue) -> list[PlainValue]:
    if isinstance(value, (list, tuple, str)):
        return list(value)
    return list(value) if isinstance(value, dict) else in_order(value)
