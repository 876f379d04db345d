"""Answers, and how several readings of a sentence become one."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kernel_magic.lessons.claims.statements import Amount

_MOST_SHOWN = 4
_MAX_TEXT = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What the run says to one statement."""

    holds: bool | None
    observed: str = ""
    """What was seen where the statement looks."""


UNKNOWN = Finding(holds=None)


def agree(answers: Iterable[bool | None]) -> bool | None:
    """The answer all give; None where they differ, one cannot tell, or there is none."""
    found = set(answers)
    return found.pop() if len(found) == 1 else None


def flipped(*, answer: bool | None, negated: bool) -> bool | None:
    """The answer to the opposite, where `negated`."""
    return (not answer) if negated and answer is not None else answer


def all_of(answers: Sequence[bool | None], *, complete: bool) -> bool | None:
    """Whether every one holds; `complete`: there are no others."""
    if False in answers:
        return False
    return True if answers and complete and None not in answers else None


def any_of(answers: Sequence[bool | None], *, complete: bool) -> bool | None:
    """Whether one holds; `complete`: there are no others."""
    if True in answers:
        return True
    return False if answers and complete and None not in answers else None


def within(amount: Amount, count: int, *, complete: bool) -> bool | None:
    """Whether a count is the one claimed; not `complete`: there may have been more than were counted."""
    if complete:
        return flipped(answer=amount.low <= count <= amount.high, negated=amount.negated)
    if count > amount.high:
        return flipped(answer=False, negated=amount.negated)
    if count >= amount.low and amount.high == math.inf:
        return flipped(answer=True, negated=amount.negated)
    return None


def shown(values: Iterable[str]) -> str:
    """A few different values, in the order they came."""
    texts = list(dict.fromkeys(values))
    if len(texts) > _MOST_SHOWN:
        texts = [*texts[: _MOST_SHOWN - 1], "…", texts[-1]]
    text = ", ".join(texts)
    return text if len(text) <= _MAX_TEXT else f"{text[: _MAX_TEXT - 1]}…"


def times(count: int, *, complete: bool = True) -> str:
    """A number of times in words."""
    text = "never" if count == 0 else "once" if count == 1 else "twice" if count == 2 else f"{count} times"
    return text if complete else f"at least {text}" if count else "not in the part that was recorded"
