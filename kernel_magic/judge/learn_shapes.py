"""From example values at one place to their shape.

Rules (sorted, distinct, square…) are believed where every example obeys them and the examples are long enough to show
it: one of four items, or two of two. Evenly spaced lists show no order on their own; `place` lets the caller say that
the place makes order likely.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from kernel_magic.core.values import PlainValue
from kernel_magic.judge.container_shapes import (
    DictShape,
    Items,
    RecordShape,
    Rule,
    SequenceShape,
    SetShape,
    holds,
    in_order,
)  # fmt: skip
from kernel_magic.judge.shapes import ChoiceShape, FloatShape, IntShape, Shape, UnionShape, canonical
from kernel_magic.judge.text_shapes import BytesShape, text_shape

_MOST_DEPTH = 6
_RECORDS = 3
"""Dictionaries with the same keys, texts, from which on the keys are taken for fields."""
_TELLING = 4
"""Items that a single list must have to show an order: three are in order by chance once in six times."""
_BY_CHANCE = 0.25
"""That no item comes twice is believed where it would happen by chance less often than this."""
_RECORD_RULES: tuple[Rule, ...] = ("ascending", "distinct")
Place = Literal["", "searched", "merged", "judged"]
"""Order is likely: a number to look up in the list, another sorted list beside it. Or (`judged`) it is no condition."""


def learn(values: Sequence[PlainValue], *, item: bool = False, place: Place = "", depth: int = 0) -> Shape:
    """The shape of these values; there is at least one.

    `item` says that they stand inside a container: numbers then play no sizes.
    """
    if depth > _MOST_DEPTH:
        return ChoiceShape(_unique(values))
    groups: dict[type, Items] = {}
    for value in values:
        groups.setdefault(type(value), []).append(value)
    shapes = [_of_one_type(kind, group, item, place, depth) for kind, group in groups.items()]
    return shapes[0] if len(shapes) == 1 else UnionShape(tuple(shapes))


def is_even_run(items: Sequence[PlainValue]) -> bool:
    """Whether these are numbers evenly spaced, as people write them when any list will do."""
    numbers = [item for item in items if isinstance(item, int)]
    if len(numbers) != len(items) or len(items) < 2:
        return False
    return len({b - a for a, b in pairwise(numbers)}) == 1 and numbers[0] != numbers[1]


def _of_one_type(kind: type, values: Items, item: bool, place: Place, depth: int) -> Shape:  # noqa: FBT001
    if kind is bool:
        return ChoiceShape((True, False))
    if not item and kind is not float and _is_a_mode(values):
        return ChoiceShape(_unique(values))
    if kind is int:
        return IntShape(tuple(value for value in values if isinstance(value, int)), item)
    if kind is float:
        return _float_shape([value for value in values if isinstance(value, float)])
    if kind is str:
        texts = tuple(dict.fromkeys(value for value in values if isinstance(value, str)))
        return text_shape(texts, judged=place == "judged")
    if kind is bytes:
        texts = tuple(dict.fromkeys(value.decode("latin-1") for value in values if isinstance(value, bytes)))
        return BytesShape(text_shape(texts))
    if kind in (list, tuple):
        rows = [tuple(value) for value in values if isinstance(value, (list, tuple))]
        return _sequence(list if kind is list else tuple, rows, place, item, depth)
    if kind in (set, frozenset):
        rows = [tuple(in_order(value)) for value in values]
        items = [inner for row in rows for inner in row]
        shape = learn(items, item=True, depth=depth + 1) if items else ChoiceShape((1, 2))
        return SetShape(set if kind is set else frozenset, shape, tuple(rows))
    if kind is dict:
        return _dictionary([value for value in values if isinstance(value, dict)], depth)
    return ChoiceShape(_unique(values))


def _unique(values: Sequence[PlainValue]) -> tuple[PlainValue, ...]:
    return tuple({canonical(value): value for value in values}.values())


def _is_a_mode(values: Items) -> bool:
    """Few values again and again: an operator, the name of a mode, a flag."""
    return len(values) >= 4 and len(_unique(values)) * 2 <= len(values) and isinstance(values[0], (int, str))


def _float_shape(values: list[float]) -> Shape:
    finite = tuple(value for value in values if value - value == 0)
    if not finite or len(finite) < len(values):
        return ChoiceShape(_unique(list(values)))
    exponents = [Decimal(repr(value)).normalize().as_tuple().exponent for value in finite]
    decimals = max(-exponent for exponent in exponents if isinstance(exponent, int))
    return FloatShape(finite, min(max(decimals, 0), 12))


def _sequence(
    kind: type[list[PlainValue]] | type[tuple[PlainValue, ...]],
    rows: list[tuple[PlainValue, ...]],
    place: Place,
    item: bool,  # noqa: FBT001
    depth: int,
) -> Shape:
    width = _fields(kind, rows, item)
    if width:
        columns = [[row[at] for row in rows] for at in range(width)]
        numbers = all(type(value) in (int, float) for row in rows for value in row)
        rising, apart = (
            numbers and len(rows) > 2 and all(holds(rule, list(row)) for row in rows) for rule in _RECORD_RULES
        )
        fields = tuple(learn(column, item=item, depth=depth + 1) for column in columns)
        return RecordShape(kind, fields, rising, apart)
    items = [inner for row in rows for inner in row]
    shape = learn(items, item=True, depth=depth + 1) if items else IntShape((1, 2, 3), item=True)
    rules = _rules(rows, place) if not item or len(rows) > 1 else frozenset()
    return SequenceShape(kind, shape, tuple(dict.fromkeys(_hashable(rows))) or tuple(rows), rules)


def _hashable(rows: list[tuple[PlainValue, ...]]) -> list[tuple[PlainValue, ...]]:
    try:
        hash(tuple(rows))
    except TypeError:
        return []
    return rows


def _fields(kind: type, rows: list[tuple[PlainValue, ...]], item: bool) -> int:  # noqa: FBT001
    """How many fields, where these are records: the same number everywhere, of several types or few."""
    width = len(rows[0])
    if width == 0 or any(len(row) != width for row in rows):
        return 0
    types = [tuple(type(value) for value in row) for row in rows]
    mixed = len(set(types[0])) > 1 and len(set(types)) == 1
    if kind is tuple:
        few = width <= 3 if not item else len(rows) > 1
        return width if mixed or few else 0
    many = len(rows) > 1 and item
    return width if many and (mixed or (width == 2 and len(rows) > 2)) else 0


def _rules(rows: list[tuple[PlainValue, ...]], place: Place) -> frozenset[Rule]:
    telling = [row for row in rows if len(row) > 1]
    if not telling or (len(telling) == 1 and len(telling[0]) < _TELLING and place not in ("searched", "merged")):
        return _layout(rows)
    found: set[Rule] = set(_layout(rows))
    candidates: list[Rule] = []
    runs = all(map(is_even_run, telling))
    if place in ("searched", "merged") or not (runs or _nested(telling)):
        candidates += ["ascending", "descending"]
    if not runs:
        candidates += ["from_0", "from_1"]
    if place == "judged":
        candidates.clear()
    elif place == "searched" or (not found and not runs and _chance_of_distinct(telling) < _BY_CHANCE):
        candidates.append("distinct")
    found |= {rule for rule in candidates if all(holds(rule, list(row)) for row in telling)}
    return frozenset(found if not {"ascending", "descending"} <= found else found - {"ascending", "descending"})


def _chance_of_distinct(rows: list[tuple[PlainValue, ...]]) -> float:
    """How likely lists of these lengths have no item twice although nothing forbids it."""
    chance = 1.0
    for row in rows:
        numbers = [item for item in row if isinstance(item, int)]
        span = max(numbers) - min(numbers) + 1 if len(numbers) == len(row) else 2 * len(row)
        for taken in range(len(row)):
            chance *= max(0.0, 1 - taken / span)
    return chance


def _nested(rows: list[tuple[PlainValue, ...]]) -> bool:
    """Lists in lists sort by accident; tuples in lists are sorted on purpose."""
    return any(isinstance(item, (list, dict, set)) for row in rows for item in row)


def _layout(rows: list[tuple[PlainValue, ...]]) -> frozenset[Rule]:
    tables = [row for row in rows if row]
    if not tables or not all(isinstance(item, list) and item for row in tables for item in row):
        return frozenset()
    if all(holds("square", list(table)) for table in tables) and any(len(table) > 1 for table in tables):
        return frozenset({"square"})
    if all(holds("rectangular", list(table)) for table in tables) and any(len(table) > 1 for table in tables):
        return frozenset({"rectangular"})
    return frozenset()


def _dictionary(values: list[dict[PlainValue, PlainValue]], depth: int) -> Shape:
    rows = tuple(tuple(value.items()) for value in values)
    keys = [key for row in rows for key, _ in row]
    held = [value for row in rows for _, value in row]
    if not keys:
        return DictShape(ChoiceShape(("a", "b", "c")), IntShape((1, 2, 3), item=True), rows)
    names = list(values[0])
    fields: tuple[tuple[PlainValue, Shape], ...] = ()
    mixed = len({type(value) for value in held}) > 1
    repeated = len(values) >= _RECORDS and len(names) > 1 and all(isinstance(name, str) for name in names)
    if (mixed or repeated) and all(list(value) == names for value in values):
        fields = tuple((name, learn([value[name] for value in values], item=True, depth=depth + 1)) for name in names)
    key_shape, value_shape = learn(keys, item=True, depth=depth + 1), learn(held, item=True, depth=depth + 1)
    return DictShape(key_shape, value_shape, rows, fields)
