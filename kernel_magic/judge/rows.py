"""New rows of arguments like given ones: boundary rows, then changed and fresh ones, all within what always held.

A row is one call's arguments, or what one block of standard input holds. `generators` and `stdin_inputs` say how rows
are read and written; here is only how a new one comes about and whether it stays inside what the examples show.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import permutations
from random import Random

from kernel_magic.core.values import PlainValue
from kernel_magic.judge.container_shapes import holds
from kernel_magic.judge.learn_shapes import Place, learn
from kernel_magic.judge.relations import Relation, Row, Slot, alike, learn_relations, met, relative
from kernel_magic.judge.shapes import Probe, Shape, canonical


class RowMaker:
    """What given rows have in common, and new rows of the kind.

    `judged` says that the results are truth values: what holds in all examples is then likely what is asked for
    (is it sorted? is it in there?) and no condition on the input.
    """

    def __init__(self, rows: Sequence[Row], rng: Random, *, judged: bool = False) -> None:
        self._rng = rng
        slots: list[Slot] = list(dict.fromkeys(slot for row in rows for slot in row))
        columns = {slot: [row[slot] for row in rows if slot in row] for slot in slots}
        if judged:
            columns = _pooled(columns)
        self._shapes: dict[Slot, Shape] = {
            slot: learn(column, place="judged" if judged and len(slots) == 1 else _place(rows, slot))
            for slot, column in columns.items()
        }
        relations = learn_relations(rows, self._shapes)
        kept = ("same_length", "length_of", "not_above")
        self._relations = tuple(r for r in relations if r.kind in kept) if judged else relations
        self._lookups = _lookups(rows, slots)

    def boundary(self, base: Row) -> Iterator[tuple[Row, bool]]:
        """Rows at the boundaries and whether each leaves the examples: one place at a time, then all, then swaps."""
        columns: dict[Slot, list[Probe]] = {slot: self._shapes[slot].boundary() for slot in base}
        for turn in range(max(len(column) for column in columns.values())):
            for slot, column in columns.items():
                if turn < len(column):
                    yield from self._with_probe(base, slot, column[turn])
            if turn < 4 and len(columns) > 1:
                row = {slot: column[min(turn, len(column) - 1)].value for slot, column in columns.items() if column}
                yield from self._if_usable(self._mended({**base, **row}, None))
            if turn == 1:
                yield from self._broken(base)
                yield from self._if_usable(self._mended(self._meeting(base), None))

    def random(self, base: Row) -> tuple[Row, bool] | None:
        """A row made from the given one or drawn anew, and whether it leaves the examples; None: no luck this time."""
        rng = self._rng
        row: Row = dict(base)
        chosen = rng.choice(list(row))
        everything = rng.random() < 0.4
        for slot in row:
            shape = self._shapes[slot]
            if everything:
                row[slot] = shape.fresh(rng)
            elif slot == chosen or rng.random() < 0.25:
                row[slot] = shape.changed(row[slot], rng)
                if rng.random() < 0.5:
                    row[slot] = shape.changed(row[slot], rng)
        slots = list(row)
        if len(slots) > 1 and rng.random() < 0.4:
            first, second = rng.sample(slots, 2)
            if alike(row[first], row[second]):
                row[second] = relative(row[first], self._shapes[second], rng)
        for lookup in self._lookups:
            if rng.random() < 0.5 and lookup.first in row and lookup.second in row:
                row = lookup.mended(row, self._shapes, rng)
        if len(slots) > 1 and rng.random() < 0.3:
            row = self._meeting(row)
        return next(self._if_usable(self._mended(row, None, loose=rng.random() < 0.3)), None)

    def _meeting(self, row: Row) -> Row:
        """The row with a number or text that occurs in another argument, or is next to one that does."""
        pairs = [(a, b) for a, b in permutations(row, 2)
                 if isinstance(row[a], (int, float, str)) and isinstance(row[b], (list, tuple, set, dict))]  # fmt: skip
        if not pairs:
            return row
        first, second = self._rng.choice(pairs)
        value = met(row[first], row[second], self._rng)
        return {**row, first: value} if self._shapes[first].admits(value) else row

    def beyond(self, base: Row) -> tuple[Row, bool] | None:
        """A row made from the given one in which one argument likely leaves what the examples show; None: no luck."""
        row = {slot: self._shapes[slot].fresh(self._rng) if self._rng.random() < 0.5 else base[slot] for slot in base}
        row = self._mended(row, None)
        slot = self._rng.choice(list(row))
        probe = Probe(self._shapes[slot].beyond(self._rng), edge=True)
        return next(self._with_probe(row, slot, probe), None)

    def _with_probe(self, base: Row, slot: Slot, probe: Probe) -> Iterator[tuple[Row, bool]]:
        row = self._mended({**base, slot: probe.value}, slot)
        if canonical(row[slot]) != canonical(probe.value):
            return
        inside = self.edge_of(row)
        if inside is not None:
            yield row, inside or probe.edge
        elif probe.edge and all(relation.holds(row) for relation in self._relations if relation.hard):
            others = {name: value for name, value in row.items() if name != slot}
            if self.edge_of(others) is not None:
                yield row, True

    def _broken(self, base: Row) -> Iterator[tuple[Row, bool]]:
        """What always held between two arguments, broken: edges. And one text or list given twice."""
        for relation in self._relations:
            if relation.first not in base or relation.second not in base:
                continue
            first, second = base[relation.first], base[relation.second]
            if relation.kind == "not_above":
                yield {**base, relation.first: second, relation.second: first}, True
            elif relation.kind == "same_length" and isinstance(second, (list, tuple, str)):
                yield {**base, relation.second: second[:-1]}, True
            elif relation.kind in ("index_of", "position_in") and isinstance(second, (list, tuple, str)):
                yield {**base, relation.first: len(second) + 1}, True
                yield {**base, relation.second: second[:0]}, True
            elif relation.kind == "length_of" and isinstance(first, int) and first > 1:
                yield {**base, relation.first: first - 1}, True
                yield {**base, relation.first: first + 1}, True
        for first_slot, second_slot in zip(base, list(base)[1:], strict=False):
            if alike(base[first_slot], base[second_slot]):
                yield from self._if_usable({**base, second_slot: base[first_slot]})
                swapped = {**base, first_slot: base[second_slot], second_slot: base[first_slot]}
                edge = self.edge_of(swapped)
                if edge is not None or isinstance(base[first_slot], int):
                    yield swapped, edge is not False

    def _mended(self, row: Row, keep: Slot | None, *, loose: bool = False) -> Row:
        """The row with its relations restored; soft ones are left broken where `loose`."""
        for relation in self._relations * 2:
            if relation.hard or not loose:
                row = relation.mended(row, self._shapes, self._rng, keep=keep)
        return row

    def _if_usable(self, row: Row) -> Iterator[tuple[Row, bool]]:
        edge = self.edge_of(row)
        if edge is not None:
            yield row, edge

    def edge_of(self, row: Row) -> bool | None:
        """None: it breaks what always held. True: it leaves what the examples show. False: it stays inside."""
        if not all(self._shapes[slot].admits(value) for slot, value in row.items()):
            return None
        if not all(relation.holds(row) for relation in self._relations if relation.hard):
            return None
        return not all(relation.holds(row) for relation in self._relations)


def _pooled(columns: dict[Slot, list[PlainValue]]) -> dict[Slot, list[PlainValue]]:
    """Where a question is asked about several whole numbers, what one of them may be the others may be too."""
    numbers = [slot for slot, column in columns.items() if all(type(value) is int for value in column)]
    together = list(dict.fromkeys(value for slot in numbers for value in columns[slot]))
    return {slot: together if slot in numbers and len(numbers) > 1 else column for slot, column in columns.items()}


def _place(rows: Sequence[Row], slot: Slot) -> Place:
    """Whether sorted lists at this place are likely meant: with a number to find, or a second sorted list."""
    found = merged = False
    for row in rows:
        items = row.get(slot)
        others = [value for name, value in row.items() if name != slot]
        lists = [list(other) for other in others if isinstance(other, (list, tuple))]
        if not isinstance(items, (list, tuple)) or not all(
            holds("ascending", rising) for rising in [list(items), *lists]
        ):
            return ""
        inside = {canonical(item) for item in items}
        found = found or (len(items) > 2 and any(canonical(other) in inside for other in others))
        merged = merged or any(len(other) > 1 and len(items) > 1 for other in lists)
    return "searched" if found else "merged" if merged else ""


def _lookups(rows: Sequence[Row], slots: list[Slot]) -> list[Relation]:
    """Arguments that were sometimes an element of another one: half the calls shall have them in it."""
    pairs = [Relation("element_of", first, second, hard=False) for first, second in permutations(slots, 2)]
    return [pair for pair in pairs if any(_is_inside(pair, row) for row in rows)]


def _is_inside(pair: Relation, row: Row) -> bool:
    values: list[PlainValue] = [row[slot] for slot in (pair.first, pair.second) if slot in row]
    return len(values) == 2 and pair.holds(row)
