"""Standard input like the samples': other values and other sizes under the grammar the samples follow.

Where no grammar is found nothing is made up: the numbers of lines that an earlier number counts are put in another
order, and where there are none there are no inputs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from kernel_magic.core.values import PlainValue
from kernel_magic.judge.relations import Row, Slot
from kernel_magic.judge.rows import RowMaker
from kernel_magic.judge.stdin_shapes import Grammar, Lines, grammar_of, is_number

_LONGEST = 20_000
_TRIES_PER_TEXT = 30
_EDGES_PER = 5


def texts_like(texts: tuple[str, ...], *, seed: int, count: int) -> list[tuple[str, bool]]:
    """Up to `count` new texts, each with whether it leaves what the samples show; none equal to a given one."""
    if not texts or any(len(text) > _LONGEST for text in texts):
        return []
    rng = Random(f"{seed}|{'|'.join(texts)}")  # noqa: S311 - it keeps no secret
    samples = [_lines(text) for text in texts]
    grammar = grammar_of(samples)
    made = _from_grammar(grammar, samples, rng, count) if grammar else _reordered(samples, rng, count)
    newline = "\r\n" if "\r\n" in texts[0] else "\n"
    ending = newline if texts[0].endswith("\n") else ""
    taken = {_key(lines) for lines in samples}
    found: list[tuple[str, bool]] = []
    edges, most = 0, max(1, count // _EDGES_PER)
    for lines, edge in made:
        if len(found) == count:
            break
        if _key(lines) not in taken and not (edge and edges >= most):
            taken.add(_key(lines))
            edges += edge
            found.append((newline.join(" ".join(line) for line in lines) + ending, edge))
    first = (count + 1) // 2
    return found[:first] + sorted(found[first:], key=lambda entry: (len(entry[0]), entry[0]))


def _from_grammar(grammar: Grammar, samples: list[Lines], rng: Random, count: int) -> Iterator[tuple[Lines, bool]]:
    read = [grammar.read(lines) or [] for lines in samples]
    rows = [row for document in read for row in document]
    if not any(rows):
        return
    blocks = _Blocks(grammar, rows, rng)
    most = max(len(document) for document in read)
    single = not grammar.blocks
    for made, (row, edge) in enumerate(blocks.boundary()):
        if made >= (count + 1) // 2:
            break
        yield (row, edge) if single else _document([(row, edge)])
    for _ in range(_TRIES_PER_TEXT * count):
        if single:
            yield from blocks.random()
        else:
            picked = [block for _ in range(rng.randint(1, most + 1)) for block in blocks.random()]
            if picked:
                yield _document(picked)


@dataclass(frozen=True, slots=True)
class _Bound:
    """All numbers at a place lie between `low` and what a single value (`by`) says: places, vertices."""

    slot: Slot
    by: int
    low: int


class _Blocks:
    """Single blocks of lines made from new rows."""

    def __init__(self, grammar: Grammar, rows: list[Row], rng: Random) -> None:
        self._grammar, self._rows, self._rng = grammar, rows, rng
        self._maker = RowMaker(rows, rng)
        self._bounds = list(self._learned_bounds())

    def boundary(self) -> Iterator[tuple[Lines, bool]]:
        """Boundary rows as lines, where they can be written."""
        base = min(self._rows, key=lambda row: len(str(row)))
        for row, edge in self._maker.boundary(base):
            yield from self._written(row, edge=edge)

    def random(self) -> Iterator[tuple[Lines, bool]]:
        """One random row as lines, or nothing where that did not come out."""
        found = self._maker.random(self._rng.choice(self._rows))
        if found is not None:
            yield from self._written(found[0], edge=found[1])

    def _written(self, row: Row, *, edge: bool) -> Iterator[tuple[Lines, bool]]:
        row = self._bounded(_fitted(self._grammar, row, self._rng))
        if not edge and self._maker.edge_of(row) is not False:
            return
        lines = self._grammar.write(row)
        whole = Grammar(self._grammar.parts)
        if lines is not None and whole.read(lines) is not None:
            yield lines, edge

    def _learned_bounds(self) -> Iterator[_Bound]:
        values = [_single_values(self._grammar, row) for row in self._rows]
        for slot in self._rows[0]:
            numbers = [_numbers(row.get(slot)) for row in self._rows]
            low = min((min(found) for found in numbers if found), default=-1)
            for by in values[0] if low in (0, 1) and str(slot).startswith("p") else ():
                tops = [
                    (max(found), held[by] - (low == 0)) for found, held in zip(numbers, values, strict=True) if found
                ]
                if all(top <= most for top, most in tops) and any(top == most > 1 for top, most in tops):
                    yield _Bound(slot, by, low)

    def _bounded(self, row: Row) -> Row:
        values = _single_values(self._grammar, row)
        for bound in self._bounds:
            if bound.slot in row and values.get(bound.by, 0) > 0:
                row = {**row, bound.slot: _wrapped(row[bound.slot], bound.low, values[bound.by])}
        return row


def _single_values(grammar: Grammar, row: Row) -> dict[int, int]:
    """The whole numbers that stand alone in a block, counts included, by their number."""
    plain = {int(str(slot)[1:]): value for slot, value in row.items() if str(slot).startswith("v")}
    numbers = {number: value for number, value in plain.items() if type(value) is int}
    return {**numbers, **(grammar.sizes(row) or {})}


def _fitted(grammar: Grammar, row: Row, rng: Random) -> Row:
    """Lists that share a count brought to one length, words to their count of characters."""
    sizes: dict[int, int] = {}
    fitted = dict(row)
    for number, part in enumerate(grammar.parts):
        held = fitted.get(f"p{number}")
        if part.repeat is not None and part.repeat >= 0 and isinstance(held, list) and held:
            size = sizes.setdefault(part.repeat, len(held))
            held = _length(held, size)
        entries = held if part.repeat is not None and isinstance(held, list) else [held]
        if part.width in ("counted", "characters") and entries:
            first = entries[rng.randrange(len(entries))]
            size = sizes.setdefault(part.by, max(len(first), 1) if isinstance(first, (list, str)) else 1)
            entries = [_length(entry, size) for entry in entries]
        if f"p{number}" in fitted:
            fitted[f"p{number}"] = entries if part.repeat is not None else entries[0]
    return fitted


def _length(value: PlainValue, size: int) -> PlainValue:
    """Cut, or filled with its own items from the front."""
    if isinstance(value, (list, str)) and value:
        return (value * (size // len(value) + 1))[:size]
    return value


def _numbers(value: PlainValue) -> list[int]:
    if isinstance(value, (list, tuple)):
        return [number for item in value for number in _numbers(item)]
    return [value] if type(value) is int else []


def _wrapped(value: PlainValue, low: int, size: int) -> PlainValue:
    if isinstance(value, list):
        return [_wrapped(item, low, size) for item in value]
    if isinstance(value, tuple):
        return tuple(_wrapped(item, low, size) for item in value)
    return (value - low) % size + low if type(value) is int else value


def _document(blocks: list[tuple[Lines, bool]]) -> tuple[Lines, bool]:
    lines = tuple(line for block, _ in blocks for line in block)
    return ((str(len(blocks)),), *lines), any(edge for _, edge in blocks)


def _reordered(samples: list[Lines], rng: Random, count: int) -> Iterator[tuple[Lines, bool]]:
    """Samples with the numbers of a counted line in another order: the one change that breaks no structure."""
    places = [
        (lines, at)
        for lines in samples
        for at in range(1, len(lines))
        if len(lines[at]) > 1 and all(map(is_number, lines[at])) and str(len(lines[at])) in lines[at - 1]
    ]
    for _ in range(_TRIES_PER_TEXT * count if places else 0):
        lines, at = rng.choice(places)
        tokens = list(lines[at])
        rng.shuffle(tokens)
        yield (*lines[:at], tuple(tokens), *lines[at + 1 :]), False


def _lines(text: str) -> Lines:
    return tuple(tuple(line.split()) for line in text.rstrip().splitlines())


def _key(lines: Lines) -> str:
    """Texts of one key differ in white space at most; a made token may end in some."""
    return "\n".join(" ".join(" ".join(line).split()) for line in lines)
