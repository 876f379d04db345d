"""Inputs with traps, made from others: equal values, neighbours, sorted rows, few letters, a number met twice.

Random values from a wide range seldom meet. Each change keeps the number of tokens and, unless more is asked for, lets
no number leave the range of its row, so that what an input means mostly stays whole; whether it is allowed is for
others to say.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

_INT = re.compile(r"-?(0|[1-9]\d{0,17})")
_LONGEST = 4_000

Row = list[str]


def varied(text: str, rng: Random, *, beyond: bool = False) -> str | None:
    """Another input like this one; None where nothing in it was changed.

    Args:
        text: the input.
        rng: decides.
        beyond: numbers may become very large, too: somebody will refuse what is not allowed.
    """
    if len(text) > _LONGEST:
        return None
    rows = [line.split() for line in text.split("\n")]
    places = [at for at, row in enumerate(rows) if row]
    if not places:
        return None
    for _ in range(rng.choice((1, 1, 2, 3))):
        rng.choice(_CHANGES + _BEYOND if beyond else _CHANGES)(rows, rng)
    changed = "\n".join(" ".join(row) for row in rows)
    return changed if changed != text else None


def _few_values(rows: list[Row], rng: Random) -> None:
    """The numbers of a row become few neighbours above its smallest."""
    row = _long_row(rows, rng)
    if row is not None:
        numbers = [int(token) for token in row]
        low, few = min(numbers), rng.choice((1, 2, 3, 4, 6, 10))
        row[:] = [str(low + (number - low) % few) for number in numbers]


def _few_values_below(rows: list[Row], rng: Random) -> None:
    """The same for all numbers below the first row, each column for itself."""
    few = rng.choice((1, 2, 3, 4, 6, 10))
    below = [row for row in rows[1:] if row and all(map(_INT.fullmatch, row))]
    for place in range(max(map(len, below), default=0)):
        column = [int(row[place]) for row in below if place < len(row)]
        low = min(column)
        for row in below:
            if place < len(row):
                row[place] = str(low + (int(row[place]) - low) % few)


def _in_order(rows: list[Row], rng: Random) -> None:
    """The numbers of a row in order."""
    row = _long_row(rows, rng)
    if row is not None:
        row.sort(key=int, reverse=rng.random() < 0.5)


def _rows_in_order(rows: list[Row], rng: Random) -> None:
    """Rows of one width that follow each other, in order of one column, or all like one of them."""
    start = rng.randrange(len(rows))
    end = start
    while end < len(rows) and rows[end] and len(rows[end]) == len(rows[start]):
        end += 1
    block = rows[start:end]
    if start == 0 or len(block) < 2:
        return
    if rng.random() < 0.3:
        rows[rng.randrange(start, end)] = list(rng.choice(block))
    else:
        column = rng.randrange(len(block[0]))
        key: Callable[[Row], tuple[int, str]] = lambda row: (len(row[column]), row[column])  # noqa: E731
        rows[start:end] = sorted(block, key=key, reverse=rng.random() < 0.5)


def _met_again(rows: list[Row], rng: Random) -> None:
    """One number becomes another one of the input, or its neighbour."""
    places = [(row, at) for row in rows[1:] or rows for at, token in enumerate(row) if _INT.fullmatch(token)]
    if len(places) > 1:
        (row, at), (other, there) = rng.sample(places, 2)
        row[at] = str(int(other[there]) + rng.choice((0, 0, 0, 1, -1)))


def _very_large(rows: list[Row], rng: Random) -> None:
    """One number becomes a power of ten, or nearly."""
    places = [(row, at) for row in rows for at, token in enumerate(row) if _INT.fullmatch(token)]
    if places:
        row, at = rng.choice(places)
        row[at] = str(
            rng.choice((1, 1, 1, -1)) * (10 ** rng.choice((2, 3, 4, 5, 5, 6, 6, 9, 9, 12, 18)) - rng.choice((0, 1)))
        )


def _smaller_parameter(rows: list[Row], rng: Random) -> None:
    """A further number of the first row becomes small, the sum of two numbers below, or one of them."""
    if len(rows[0]) < 2:
        return
    at = rng.randrange(1, len(rows[0]))
    below = [int(token) for row in rows[1:] for token in row if _INT.fullmatch(token)]
    if _INT.fullmatch(rows[0][at]):
        wishes = [rng.randint(0, 5), rng.randint(1, 20)]
        wishes += [rng.choice(below), rng.choice(below) + rng.choice(below)] if below else []
        rows[0][at] = str(rng.choice(wishes))


def _few_letters(rows: list[Row], rng: Random) -> None:
    """Words from few of their own letters."""
    words = [(row, at) for row in rows for at, token in enumerate(row) if not _INT.fullmatch(token) and len(token) > 1]
    if words:
        kept = sorted({sign for row, at in words for sign in row[at]})
        few = rng.sample(kept, min(len(kept), rng.choice((1, 2, 2, 3))))
        for row, at in words if rng.random() < 0.7 else [rng.choice(words)]:
            row[at] = "".join(rng.choice(few) for _ in row[at])


def _word_again(rows: list[Row], rng: Random) -> None:
    """One word becomes another one, or that one turned round or mixed."""
    words = [(row, at) for row in rows for at, token in enumerate(row) if not _INT.fullmatch(token)]
    if len(words) > 1:
        (row, at), (other, there) = rng.sample(words, 2)
        word = other[there]
        row[at] = rng.choice((word, word[::-1], "".join(rng.sample(word, len(word)))))


def _long_row(rows: list[Row], rng: Random) -> Row | None:
    found = [row for row in rows if len(row) > 1 and all(map(_INT.fullmatch, row))]
    return rng.choice(found[1:] or found) if found else None


_CHANGES: tuple[Callable[[list[Row], Random], None], ...] = (
    _few_values, _few_values_below, _in_order, _rows_in_order, _met_again, _smaller_parameter, _few_letters,
    _word_again,
)  # fmt: skip
_BEYOND: tuple[Callable[[list[Row], Random], None], ...] = (_very_large,)
