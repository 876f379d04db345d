"""Whether a text may be an input of a problem of which only samples are known: it is read as the samples are.

For inputs where no validator says what is allowed. What holds in all samples is asked of every text: the form of its
lines, the least numbers, which of two numbers of a line is the larger one, rows in order, marks of a grid that stand
in one place or only once. It refuses many inputs that are allowed; what it accepts is no more than plausible.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import TypeVar

from kernel_magic.core.problem import Stdin, TestCase
from kernel_magic.judge.stdin_shapes import Grammar, Lines, grammar_of

_INT = re.compile(r"[+-]?\d{1,40}")
_ENOUGH = 3
"""So many lines show a relation between two columns; fewer may do so by chance."""
_SMALLEST_COUNT = 2
"""A number of the first line may come down to this where the samples have larger ones: with 1 problems often differ."""

T = TypeVar("T")

_SHORT, _ENOUGH_LONG = 4, 2
"""Of longer lines only their order is looked at, and two of them show it."""

Relation = tuple[str, int, int]
"""`<` or `<=` between two places of a line."""


class Plausible:
    """The form of some samples."""

    def __init__(self, samples: tuple[TestCase, ...]) -> None:
        texts = [case.given.text for case in samples if isinstance(case.given, Stdin)]
        self._samples = [lines_of(text) for text in texts]
        self._grammar: Grammar | None = grammar_of(self._samples)
        self._ends = {text.endswith("\n") for text in texts}
        self._signs = set("".join(texts))
        self._least = [min(column) for column in zip(*map(_head, self._samples), strict=False)]
        self._least_below = min((number for lines in self._samples for number in _below(lines)), default=0)
        self._head_relations = _common([set(_relations(_head(lines))) for lines in self._samples], enough=1)
        self._row_relations = {
            width: _common(
                [set(_relations(row)) for lines in self._samples for row in _rows(lines, width)],
                enough=_ENOUGH if width else _ENOUGH_LONG,
            )
            for width in range(_SHORT + 1)
        }
        self._marks = _common([set(_marks(lines)) for lines in self._samples], enough=1)

    def accepts(self, text: str) -> bool:
        """Whether all that holds in every sample holds in this text."""
        lines = lines_of(text)
        if not self._samples or not lines or text.endswith("\n") not in self._ends or not _letters(text) <= self._signs:
            return False
        return self._has_form(lines) and self._has_numbers(lines) and self._marks <= set(_marks(lines))

    def _has_form(self, lines: Lines) -> bool:
        if self._grammar is not None:
            return self._grammar.read(lines) is not None
        widths = [len(line) for line in lines]
        return any(widths == [len(line) for line in sample] for sample in self._samples)

    def _has_numbers(self, lines: Lines) -> bool:
        head = _head(lines)
        if any(number < min(least, _SMALLEST_COUNT) for number, least in zip(head, self._least, strict=False)):
            return False
        if any(number < self._least_below for number in _below(lines)):
            return False
        return self._head_relations <= set(_relations(head)) and all(
            relations <= set(_relations(row))
            for width, relations in self._row_relations.items()
            for row in _rows(lines, width)
        )


def lines_of(text: str) -> Lines:
    """The tokens of every line."""
    return tuple(tuple(line.split()) for line in text.rstrip().splitlines())


def _letters(text: str) -> set[str]:
    """All signs but digits: those differ from sample to sample."""
    return {sign for sign in text if not sign.isdigit()}


def _head(lines: Lines) -> list[int]:
    """The numbers of the first line, where it holds nothing else and few of them."""
    first = lines[0] if lines else ()
    return [int(token) for token in first] if len(first) <= 6 and all(map(_INT.fullmatch, first)) else []


def _below(lines: Lines) -> Iterator[int]:
    """The numbers of the lines below the first; of the first one where it is the only one, or a long one."""
    rest = lines[1:] if _head(lines) and len(lines) > 1 else lines
    return (int(token) for line in rest for token in line if _INT.fullmatch(token))


def _rows(lines: Lines, width: int) -> list[list[int]]:
    """The lines below the first with so many numbers; 0: the long ones."""
    wanted = [line for line in lines[1:] if (len(line) if len(line) <= _SHORT else 0) == width and line]
    found = [line for line in wanted if all(map(_INT.fullmatch, line))]
    return [[int(token) for token in line] for line in found]


def _relations(row: list[int]) -> Iterator[Relation]:
    """What holds between the numbers of a short line; of a long one only whether it is in order."""
    if len(row) > _SHORT:
        pairs = list(pairwise(row))
        if all(a <= b for a, b in pairs):
            yield "<=", -1, -1
        if all(a < b for a, b in pairs):
            yield "<", -1, -1
        return
    for at, a in enumerate(row):
        for there, b in enumerate(row):
            if at != there and a <= b:
                yield "<=", at, there
                if a < b:
                    yield "<", at, there


def _marks(lines: Lines) -> Iterator[tuple[str, str]]:
    """Of words: the first sign of all and the last one, and signs that stand only once."""
    words = [token for line in lines for token in line if not _INT.fullmatch(token)]
    text = "".join(words)
    if len(words) > 1:
        yield "first", text[0]
        yield "last", text[-1]
        yield from (("once", sign) for sign in set(text) if text.count(sign) == 1)


def _common(found: list[set[T]], *, enough: int) -> set[T]:
    """What all have; nothing where there are too few to tell."""
    return set.intersection(*found) if len(found) >= enough else set()
