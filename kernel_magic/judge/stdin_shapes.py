"""The line grammar of standard input, read off samples: counts, lists, tables, grids, and T blocks of them.

A grammar is a sequence of parts. A part is one line, or as many lines as an earlier number says; its lines hold a
fixed number of tokens, as many as an earlier number says, or one word of so many characters. Found by search: the
shortest sequence that reads every sample to its end. Numbers that count are never data: they follow from the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from kernel_magic.core.values import PlainValue
from kernel_magic.judge.relations import Row

Lines: TypeAlias = tuple[tuple[str, ...], ...]
"""The tokens of every line."""
Width = Literal["fixed", "counted", "characters", "free", "text"]

_MOST_PARTS = 6
_MOST_STEPS = 500
_INT = re.compile(r"[+-]?(0|[1-9]\d{0,40})")
_FLOAT = re.compile(r"[+-]?\d{1,20}\.\d{1,20}")


@dataclass(frozen=True, slots=True)
class Part:
    """One line or a counted number of them. `repeat` and `by` number the single values read so far in a block."""

    width: Width
    tokens: int = 1
    """For `fixed`."""
    by: int = -1
    """For `counted` and `characters`: which value says how many."""
    repeat: int | None = None
    """Which value says how many lines; None: one line; -1: all that are left."""

    @property
    def single(self) -> bool:
        """Whether its tokens are values of their own."""
        return self.repeat is None and self.width == "fixed"


@dataclass(frozen=True, slots=True)
class Grammar:
    """How one text is read. `blocks`: the first line says how many blocks follow."""

    parts: tuple[Part, ...]
    blocks: bool = False

    @property
    def counts(self) -> set[int]:
        """The single values that count something."""
        lines = {part.repeat for part in self.parts if part.repeat is not None and part.repeat >= 0}
        return lines | {part.by for part in self.parts if part.width in ("counted", "characters")}

    @property
    def cost(self) -> int:
        """Fewer and tighter parts explain a sample better."""
        loose = sum(3 * (part.width == "free") + 2 * (part.repeat == -1) for part in self.parts)
        return len(self.parts) + self.blocks + loose

    @property
    def rank(self) -> tuple[int, bool]:
        """Cheaper first; at one price a number alone on top of a longer text is the number of blocks."""
        return self.cost, self.blocks == (self.cost <= 2)

    def read(self, lines: Lines) -> list[Row] | None:
        """The values of every block; None where the text does not follow the grammar to its end."""
        rows, at, blocks = [], 0, 1
        if self.blocks:
            head = _count(lines[0][0]) if lines and len(lines[0]) == 1 else None
            if head is None or head < 1 or head >= len(lines):
                return None
            at, blocks = 1, head
        for _ in range(blocks):
            reader = _Reader(lines, at)
            if not all(reader.take(number, part, self.counts) for number, part in enumerate(self.parts)):
                return None
            at = reader.at
            rows.append(reader.row)
        return rows if at == len(lines) else None

    def write(self, row: Row) -> Lines | None:
        """One block's lines; None where lengths contradict each other or something is empty."""
        sizes = self.sizes(row)
        if sizes is None:
            return None
        lines: list[tuple[str, ...]] = []
        value = 0
        for number, part in enumerate(self.parts):
            if part.single:
                places = range(value, value + part.tokens)
                lines.append(tuple(str(sizes[at]) if at in sizes else token_text(row[f"v{at}"]) for at in places))
                value += part.tokens
            else:
                held = row[f"p{number}"]
                entries = held if part.repeat is not None and isinstance(held, list) else [held]
                lines += [_tokens(entry) for entry in entries]
        return tuple(lines) if all(lines) and all(token for line in lines for token in line) else None

    def sizes(self, row: Row) -> dict[int, int] | None:
        """What every counting value must be for this row; None where two parts disagree or something is empty."""
        sizes: dict[int, int] = {}
        for number, part in enumerate(self.parts):
            for value, size in _measured(part, row.get(f"p{number}")):
                if size < 1 or sizes.setdefault(value, size) != size:
                    return None
        return sizes if set(sizes) == self.counts else None


@dataclass(slots=True)
class _Reader:
    """Reads one block part by part."""

    lines: Lines
    at: int
    values: list[str] = field(default_factory=list)
    row: Row = field(default_factory=dict)

    def take(self, number: int, part: Part, counts: set[int]) -> bool:
        """Read one part; False where the lines do not follow it."""
        times = 1 if part.repeat is None else len(self.lines) - self.at if part.repeat < 0 else self._value(part.repeat)
        if times is None or times < 1 or self.at + times > len(self.lines):
            return False
        lines = self.lines[self.at : self.at + times]
        self.at += times
        if not all(self._fits(part, line) for line in lines):
            return False
        if part.single:
            for token in lines[0]:
                if len(self.values) not in counts:
                    self.row[f"v{len(self.values)}"] = token_value(token)
                self.values.append(token)
            return True
        entries = [_entry(part, line) for line in lines]
        self.row[f"p{number}"] = entries[0] if part.repeat is None else entries
        return True

    def _fits(self, part: Part, line: tuple[str, ...]) -> bool:
        if part.width == "fixed":
            return len(line) == part.tokens
        if part.width == "counted":
            return len(line) == self._value(part.by)
        if part.width == "characters":
            return len(line) == 1 and len(line[0]) == self._value(part.by)
        return bool(line) and (part.width == "free" or not any(is_number(token) for token in line))

    def _value(self, number: int) -> int | None:
        return _count(self.values[number]) if number < len(self.values) else None


def grammar_of(samples: list[Lines]) -> Grammar | None:
    """The tightest grammar that reads all samples to their end."""
    if not samples or any(not lines or not all(lines) for lines in samples):
        return None
    best: Grammar | None = None
    for length in range(1, _MOST_PARTS + 1):
        for grammar in _grammars(samples, length):
            better = best is None or grammar.rank < best.rank
            if better and all(grammar.read(lines) is not None for lines in samples):
                best = grammar
        if best is not None and best.cost <= length:
            break
    return best


def _grammars(samples: list[Lines], length: int) -> Iterator[Grammar]:
    """The grammars of so many parts that read the first sample, or its first block."""
    for blocks in (False, True):
        if not blocks or all(len(lines) > 1 and len(lines[0]) == 1 for lines in samples):
            for parts in _sequences(samples[0], blocks, length):
                yield Grammar(parts, blocks)


def _sequences(lines: Lines, blocks: bool, length: int) -> Iterator[tuple[Part, ...]]:  # noqa: FBT001
    """Part sequences that read the first sample (its first block), tight parts before loose ones."""
    steps = 0

    def grown(parts: tuple[Part, ...], at: int, values: tuple[str, ...]) -> Iterator[tuple[Part, ...]]:
        nonlocal steps
        steps += 1
        if len(parts) == length and (blocks or at == len(lines)):
            yield parts
        if steps > _MOST_STEPS or len(parts) == length or at == len(lines):
            return
        for part in _next_parts(lines[at], values, first=not parts and not blocks):
            reader = _Reader(lines, at, list(values))
            if reader.take(len(parts), part, set()):
                yield from grown((*parts, part), reader.at, tuple(reader.values))

    yield from grown((), int(blocks), ())


def _next_parts(line: tuple[str, ...], values: tuple[str, ...], *, first: bool) -> Iterator[Part]:
    counting = [at for at, value in enumerate(values) if (_count(value) or 0) > 0]
    shapes: list[Part] = []
    if len(line) == 1 and len(line[0]) > 1:
        shapes += [Part("characters", by=at) for at in counting if len(line[0]) == _count(values[at])]
    shapes += [Part("counted", by=at) for at in counting if len(line) == _count(values[at])]
    if len(line) > 1 and not any(map(is_number, line)):
        shapes.append(Part("text"))
    shapes.append(Part("fixed", tokens=len(line)))
    for at in counting:
        # "n m", then n lines of m; or "n", then a square, though two lines of two are rather pairs
        widths = (at + 1, -1) if len(line) == 2 else (at + 1, at, -1)
        fitting = sorted((part for part in shapes if part.by in widths), key=lambda part: widths.index(part.by))
        yield from (Part(part.width, part.tokens, part.by, repeat=at) for part in fitting)
    # right below "4", four numbers are a list
    listed = len(line) > 2 and len(line) == _count(values[-1] if values else "")
    yield from (part for part in shapes if part.width != "fixed" or not listed)
    if first:
        yield Part("free")
        yield from (Part(part.width, part.tokens, part.by, repeat=-1) for part in shapes)
        yield Part("free", repeat=-1)


def is_number(token: str) -> bool:
    """Whether a token is a decimal number."""
    return bool(_INT.fullmatch(token) or _FLOAT.fullmatch(token))


def token_value(token: str) -> PlainValue:
    """A number where the token is one written plainly, else the text."""
    if _INT.fullmatch(token) and str(int(token)) == token:
        return int(token)
    return float(token) if _FLOAT.fullmatch(token) else token


def token_text(value: PlainValue) -> str:
    """A value as a token."""
    return f"{value:f}".rstrip("0").ljust(1, "0") if isinstance(value, float) else str(value)


def _count(token: str) -> int | None:
    return int(token) if token.isdecimal() and len(token) < 8 else None


def _entry(part: Part, line: tuple[str, ...]) -> PlainValue:
    if part.width == "text":
        return " ".join(line)
    if part.width == "characters":
        return line[0]
    values = [token_value(token) for token in line]
    if part.width == "fixed":
        return values[0] if part.tokens == 1 else tuple(values)
    return values


def _tokens(entry: PlainValue) -> tuple[str, ...]:
    if isinstance(entry, (list, tuple)):
        return tuple(token_text(value) for value in entry)
    return tuple(entry.split()) if isinstance(entry, str) else (token_text(entry),)


def _measured(part: Part, held: PlainValue) -> Iterator[tuple[int, int]]:
    entries = held if part.repeat is not None and isinstance(held, list) else [held]
    if part.repeat is not None and part.repeat >= 0:
        yield part.repeat, len(entries)
    if part.width in ("counted", "characters"):
        for entry in entries:
            yield part.by, len(entry) if isinstance(entry, (list, str)) else 0
