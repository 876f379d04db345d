"""What the task's words ask of its input, where every example obeys it: sorted, not empty, positive, at least two.

An input that breaks such a condition lies outside the task: what a program does there is neither right nor wrong, so
it is not generated and opens no gap. Read narrowly, because an input left out is a question nobody asks: the words must
speak of the input, every example must obey them, and one of them must show it. A condition takes away inputs that leave
what the examples show ("edge"), which never decide; only what bounds the first number of standard input by name ("n, at
least 2") takes away other inputs too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kernel_magic.core.lesson import Task
from kernel_magic.core.problem import Call, Stdin, TestCase
from kernel_magic.core.values import PlainValue
from kernel_magic.lessons.witnesses.agreement import EDGE

_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
_LEAST = re.compile(r"(?:\bat least|>=|≥)\s*(\d{1,4}|one|two|three|four|five)\b", re.IGNORECASE)
_NAMED_LEAST = re.compile(
    r"\b[a-z]\b[^\w.]{0,8}(?:at least|>=|≥)\s*(\d{1,4}|one|two|three)\b|\b(\d{1,4})\s*(?:<=|≤)\s*[a-z]\b",
    re.IGNORECASE,
)
_SORTED = re.compile(
    r"\b(?:sorted|ascending|increasing|non-?decreasing|ordered)\s+(?:\w+\s+)?"
    r"(?:lists?|arrays?|sequences?|tuples?|numbers|integers)\b"
    r"|\b(?:is|are|be|already|given)\s+(?:sorted|in (?:ascending|increasing|sorted) order)\b",
    re.IGNORECASE,
)
_MADE = frozenset(
    {"into", "new", "return", "returns", "make", "makes", "build", "builds", "as", "print", "output", "get"}
)
"""Words shortly before "sorted list" that make it the result."""
_SHORTLY = 4
_NOT_EMPTY = re.compile(r"\bnon-?empty\b|\b(?:not|never) (?:be )?empty\b|\bat least one\b", re.IGNORECASE)
_POSITIVE = re.compile(r"\bpositive (?:whole |natural )?(?:integers?|numbers?|ints?)\b", re.IGNORECASE)
_NOT_NEGATIVE = re.compile(
    r"\bnon-?negative (?:whole )?(?:integers?|numbers?|ints?)\b|\bnatural numbers?\b", re.IGNORECASE
)

_Rule = Callable[[PlainValue], bool | None]
"""Whether a value obeys; None: the rule says nothing about such a value."""


@dataclass(frozen=True, slots=True)
class _Condition:
    """One thing a task's words may ask of an argument."""

    rule: _Rule
    stdin: bool = False
    """It bounds the first number of standard input, and takes away inputs shaped like the examples too."""


def within_the_task(inputs: Sequence[TestCase], task: Task) -> tuple[TestCase, ...]:
    """The generated inputs without those that break what the task states and all its examples obey."""
    conditions = list(_stated(task.text))
    if not conditions or not task.cases:
        return tuple(inputs)
    rows = [_row(case) for case in task.cases]
    believed = [
        (slot, condition)
        for condition in conditions
        for slot in {slot for row in rows for slot in row}
        if _obeyed(condition.rule, [row[slot] for row in rows if slot in row])
    ]
    return tuple(case for case in inputs if not any(_breaks(case, slot, condition) for slot, condition in believed))


def _stated(text: str) -> Iterator[_Condition]:
    if any(not _MADE & _words_before(text, match.start()) for match in _SORTED.finditer(text)):
        yield _Condition(_ascending)
    if _NOT_EMPTY.search(text):
        yield _Condition(_not_empty)
    if _POSITIVE.search(text):
        yield _Condition(lambda value: _all_numbers(value, 1))
    elif _NOT_NEGATIVE.search(text):
        yield _Condition(lambda value: _all_numbers(value, 0))
    if low := _least(_LEAST, text):
        yield _Condition(lambda value: _large_enough(value, low))
    if first := _least(_NAMED_LEAST, text):
        yield _Condition(lambda value: _large_enough(value, first), stdin=True)


def _words_before(text: str, place: int) -> set[str]:
    """The last few words before a place, of its own sentence."""
    sentence = re.split(r"[.:;!?]\s", text[:place])[-1]
    return {word.lower() for word in sentence.split()[-_SHORTLY:]}


def _least(pattern: re.Pattern[str], text: str) -> int:
    """The smallest least number that the text names; 0: none."""
    found = [match[match.lastindex or 0].lower() for match in pattern.finditer(text)]
    return min((_NUMBERS.get(word) or int(word) for word in found), default=0)


def _row(case: TestCase) -> dict[int | str, PlainValue]:
    """What the words may speak of: a call's arguments; of standard input the number it begins with."""
    match case.given:
        case Call(args=args, kwargs=kwargs):
            row: dict[int | str, PlainValue] = dict(enumerate(args))
            row.update(kwargs)
            return row
        case Stdin(text=text):
            first = next(iter(text.split()), "")
            return {0: int(first)} if first.isdecimal() and len(first) < 10 else {}
        case _:
            return {}


def _obeyed(rule: _Rule, values: Sequence[PlainValue]) -> bool:
    found = [rule(value) for value in values]
    return True in found and False not in found


def _breaks(case: TestCase, slot: int | str, condition: _Condition) -> bool:
    if not (case.name.startswith(EDGE) or (condition.stdin and isinstance(case.given, Stdin))):
        return False
    row = _row(case)
    return slot in row and condition.rule(row[slot]) is False


def _ascending(value: PlainValue) -> bool | None:
    if not isinstance(value, (list, tuple)) or len(value) < 2:
        return None
    numbers = [item for item in value if isinstance(item, (int, float))]
    words = [item for item in value if isinstance(item, str)]
    if len(numbers) == len(value):
        return all(a <= b for a, b in pairwise(numbers))
    return all(a <= b for a, b in pairwise(words)) if len(words) == len(value) else None


def _not_empty(value: PlainValue) -> bool | None:
    return len(value) > 0 if isinstance(value, (list, tuple, str, dict, set, frozenset)) else None


def _all_numbers(value: PlainValue, low: int) -> bool | None:
    items = value if isinstance(value, (list, tuple)) else [value]
    if not items or not all(isinstance(item, (int, float)) and not isinstance(item, bool) for item in items):
        return None
    return all(isinstance(item, (int, float)) and item >= low for item in items)


def _large_enough(value: PlainValue, low: int) -> bool | None:
    """A number, or the size of a list or text, against the least the task names."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value >= low
    return len(value) >= low if isinstance(value, (list, tuple, str)) else None
