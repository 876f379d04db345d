"""The changes that may make an input smaller, each a stream of smaller texts, large steps first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_INT = re.compile(r"-?(0|[1-9]\d{0,29})")
_FLOAT = re.compile(r"-?\d{1,20}\.\d{1,20}")
_MOST_COUNTS = 12
_MOST_ROWS = 40
_MOST_TOKENS = 60

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """An input as rows of tokens."""

    rows: tuple[Row, ...]
    newline: bool = True

    @classmethod
    def of(cls, text: str) -> Text:
        """Tokens are what stands between blanks."""
        lines = text.split("\n")
        newline = lines[-1] == ""
        return cls(tuple(tuple(line.split()) for line in (lines[:-1] if newline else lines)), newline)

    def text(self) -> str:
        """The input."""
        return "\n".join(" ".join(row) for row in self.rows) + ("\n" if self.newline else "")

    def cost(self) -> tuple[int, int, int, str]:
        """What is to become smaller: tokens and letters, digits, the size of the numbers; then by the alphabet."""
        tokens = [token for row in self.rows for token in row]
        numbers = [token for token in tokens if _INT.fullmatch(token)]
        letters = sum(len(token) for token in tokens if not _INT.fullmatch(token))
        digits = sum(map(len, numbers))
        sizes = sum(abs(int(token)) + (token[0] == "-") for token in numbers)
        return len(tokens) + letters, digits, sizes, self.text()

    def with_row(self, at: int, row: Row) -> Text:
        """Another row in its place."""
        return Text((*self.rows[:at], row, *self.rows[at + 1 :]), self.newline)

    def without_rows(self, first: int, count: int) -> Text:
        """Without some rows."""
        return Text(self.rows[:first] + self.rows[first + count :], self.newline)

    def with_token(self, row: int, place: int, token: str) -> Text:
        """Another token in its place."""
        tokens = self.rows[row]
        return self.with_row(row, (*tokens[:place], token, *tokens[place + 1 :]))


def _counts(text: Text) -> Iterator[tuple[int, int, int]]:
    """Row, place and value of numbers that may count something: the earlier ones."""
    found = 0
    for at, row in enumerate(text.rows):
        for place, token in enumerate(row):
            if found < _MOST_COUNTS and token.isdecimal() and 0 < int(token) <= 1_000_000:
                found += 1
                yield at, place, int(token)


def _chunks(size: int) -> Iterator[tuple[int, int]]:
    """Start and length of pieces, halves first, single ones last."""
    length = max(size // 2, 1)
    while size:
        yield from ((start, min(length, size - start)) for start in range(0, size, length))
        if length == 1:
            return
        length //= 2


def counted_drops(text: Text) -> Iterator[Text]:
    """Items that a number counts go, and the number goes down by as many."""
    for at, place, count in _counts(text):
        columns = _columns(text, at, place, count)
        groups = list(_groups(text, at, count))
        for start, length in _chunks(count):
            if length == count and count > 1:
                continue
            fewer = text.with_token(at, place, str(count - length))
            for rows in [columns, *([row] for row in columns if len(columns) > 1)]:
                if rows:
                    yield _without_columns(fewer, rows, start, length)
            for first, size in groups:
                if start + length <= size:
                    dropped = fewer.without_rows(first + start, length)
                    yield dropped
                    if columns:
                        yield _without_columns(fewer, columns, start, length).without_rows(first + start, length)
                    if length == 1:
                        yield from _relabelled(dropped, text.rows[first + start], first)


def _columns(text: Text, at: int, place: int, count: int) -> list[tuple[int, int]]:
    """Rows, from a token on, that hold so many tokens; a place of -1: one word of so many characters."""
    found = [(at, place + 1)] if len(text.rows[at]) - place - 1 == count else []
    for number, row in enumerate(text.rows[:10_000]):
        if number == at:
            continue
        if len(row) == count:
            found.append((number, 0))
        elif len(row) == 1 and len(row[0]) == count:
            found.append((number, -1))
    return found


def _without_columns(text: Text, rows: list[tuple[int, int]], start: int, length: int) -> Text:
    changed = list(text.rows)
    for number, first in rows:
        row = changed[number]
        if first < 0:
            changed[number] = (row[0][:start] + row[0][start + length :],)
        else:
            changed[number] = row[: first + start] + row[first + start + length :]
    return Text(tuple(changed), text.newline)


def _groups(text: Text, at: int, count: int) -> Iterator[tuple[int, int]]:
    """First row and size of groups that a number may count: so many rows, or one fewer (the edges of a tree)."""
    for first in range(at + 1, min(at + 4, len(text.rows))):
        for size in (count, count - 1):
            if size > 0 and first + size <= len(text.rows):
                yield first, size


def _relabelled(text: Text, dropped: Row, first: int) -> Iterator[Text]:
    """Numbers above one of a dropped row's go down by one in the rows from there on."""
    for token in dict.fromkeys(dropped):
        if token.isdecimal():
            label = int(token)
            rows = tuple(
                tuple(str(int(t) - 1) if t.isdecimal() and int(t) > label else t for t in row)
                if number >= first
                else row
                for number, row in enumerate(text.rows)
            )
            yield Text(rows, text.newline)


def single_blocks(text: Text) -> Iterator[Text]:
    """One block of rows alone, below a first number that says one; then without one block."""
    if len(text.rows) < 3 or len(text.rows) > _MOST_ROWS or not text.rows[0] or not text.rows[0][0].isdecimal():
        return
    count = int(text.rows[0][0])
    rest = len(text.rows) - 1
    for length in range(1, rest):
        for first in range(1, rest - length + 2):
            yield Text((("1", *text.rows[0][1:]), *text.rows[first : first + length]), text.newline)
    for length in range(min(rest - 1, 8), 0, -1):
        for first in range(1, rest - length + 2):
            yield text.with_token(0, 0, str(count - 1)).without_rows(first, length)


def plain_drops(text: Text) -> Iterator[Text]:
    """Rows go, and tokens, and characters of words, where nothing counts them."""
    for start, length in _chunks(len(text.rows)):
        if length < len(text.rows):
            yield text.without_rows(start, length)
    for at, row in enumerate(text.rows[:_MOST_ROWS]):
        for start, length in _chunks(len(row)):
            if length < len(row):
                yield text.with_row(at, row[:start] + row[start + length :])
        for place, token in enumerate(row[:_MOST_TOKENS]):
            if not _INT.fullmatch(token) and len(token) > 1:
                for start, length in _chunks(len(token)):
                    if length < len(token):
                        yield text.with_token(at, place, token[:start] + token[start + length :])


def smaller_numbers(text: Text) -> Iterator[Text]:
    """Numbers towards 0 and 1: by rank within a row, equal ones together, each alone."""
    for at, row in enumerate(text.rows[:_MOST_ROWS]):
        if len(row) > 1 and all(_INT.fullmatch(token) for token in row):
            ranks = sorted({int(token) for token in row})
            for least in (0, 1):
                yield text.with_row(at, tuple(str(ranks.index(int(token)) + least) for token in row))
    places = [
        (at, place, token)
        for at, row in enumerate(text.rows[:_MOST_ROWS])
        for place, token in enumerate(row[:_MOST_TOKENS])
        if _INT.fullmatch(token) or _FLOAT.fullmatch(token)
    ]
    for value in sorted({token for _, _, token in places}, key=len, reverse=True):
        for smaller in _smaller(value):
            yield Text(tuple(tuple(smaller if t == value else t for t in row) for row in text.rows), text.newline)
    for at, place, token in places:
        for smaller in _smaller(token):
            yield text.with_token(at, place, smaller)


def _smaller(token: str) -> Iterator[str]:
    if _FLOAT.fullmatch(token):
        whole, _, digits = token.partition(".")
        yield from (whole, f"{whole}.{'0' * len(digits)}", f"{whole}.{digits[0]}", f"0.{digits}")
        return
    value = int(token)
    sign = -1 if value < 0 else 1
    size = abs(value)
    ladder = [0, sign, size, 2 * sign, 10 * sign, sign * (size // 2), sign * (size * 3 // 4), value - sign]
    yield from (str(number) for number in dict.fromkeys(ladder) if abs(number) < size or (sign < 0 and number == size))


def plainer_words(text: Text) -> Iterator[Text]:
    """Words of fewer different characters."""
    words = [
        (at, place, token)
        for at, row in enumerate(text.rows[:_MOST_ROWS])
        for place, token in enumerate(row[:_MOST_TOKENS])
        if not _INT.fullmatch(token) and not _FLOAT.fullmatch(token)
    ]
    for at, place, token in words:
        least = min(token)
        yield text.with_token(at, place, least * len(token))
        for number, sign in enumerate(token):
            for other in dict.fromkeys((least, "a", "A")):
                if other < sign and (other.isalpha(), other.isupper()) == (sign.isalpha(), sign.isupper()):
                    yield text.with_token(at, place, token[:number] + other + token[number + 1 :])


EDITS: tuple[Callable[[Text], Iterator[Text]], ...] = (
    counted_drops, single_blocks, plain_drops, smaller_numbers, plainer_words,
)  # fmt: skip
"""In the order in which they are tried."""
