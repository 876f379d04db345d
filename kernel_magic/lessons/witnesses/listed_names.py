"""Lists of names in a task's words: "red, green or blue", points below each other, the first column of a table.

What only examples show is no such list: `f(['red', 'green'])` does not say that there is no blue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kernel_magic.lessons.examples.read import words_of

_NAME = r"[`'\"*_]*[A-Za-z][A-Za-z-]+[`'\"*_]*"
_SERIES = re.compile(rf"{_NAME}(?:,\s+(?:(?:and|or)\s+)?{_NAME})*(?:\s+(?:and|or)\s+{_NAME})?")
_WORD = re.compile(r"[A-Za-z][A-Za-z-]+")
_JOINING = frozenset({"and", "or"})
_SUCH_AS = re.compile(r"\b(?:such as|for example|for instance|e\.g\.|like|say)\W*$", re.IGNORECASE)
_DATA = re.compile(r"[\[{]\s*$|\w\($")
"""Before the first item of a list, a dictionary or a call."""
_SHORTLY = 16
"""Characters before a series that are looked at."""
_FIRST = r"(?:[*_]*([`'\"])(?P<phrase>[^`\"\n]{2,60})\1|[`'\"*_]*(?P<name>[A-Za-z][A-Za-z-]+)[`'\"*_]*)"
_POINT = re.compile(rf"^\s*(?:[-*+]|\d{{1,2}}[.)])\s+{_FIRST}(?=\W|$)")
_ROW = re.compile(rf"^\s*\|\s*{_FIRST}\s*\|")
_RULE = re.compile(r"^\s*\|[\s:|-]*-[\s:|-]*$")
"""The line below the head of a table."""
_FEWEST = 2
_MOST_TEXT = 20_000


def listed_names(text: str) -> list[tuple[str, ...]]:
    """Each list of names in a text's words: in a sentence, as points below each other, as a table's first column."""
    text = words_of(text[:_MOST_TEXT])
    lines = text.split("\n")
    found = [*_series(text), *_blocks(lines, _POINT), *_blocks(lines, _ROW)]
    return [names for names in found if len(set(names)) >= _FEWEST]


def _series(text: str) -> Iterator[tuple[str, ...]]:
    """Words with commas between them: three, or two with an "and" or "or". Mere examples and data are none."""
    for series in _SERIES.finditer(text):
        words = _WORD.findall(series[0])
        names = tuple(word for word in words if word not in _JOINING)
        before = text[max(0, series.start() - _SHORTLY) : series.start()]
        if (len(names) > 2 or len(names) < len(words)) and not _SUCH_AS.search(before) and not _DATA.search(before):
            yield names


def _blocks(lines: Sequence[str], pattern: re.Pattern[str]) -> Iterator[tuple[str, ...]]:
    """The names at the beginning of points, or of rows, that follow each other; a point may go on in further lines."""
    block: list[str] = []
    for line in (*lines, ""):
        match = pattern.match(line)
        if match is not None:
            block.append(match["phrase"] or match["name"])
        elif _RULE.match(line):
            block = []  # what stood above is the table's head
        elif not (block and pattern is _POINT and line.startswith((" ", "\t")) and line.strip()):
            yield tuple(block)
            block = []
