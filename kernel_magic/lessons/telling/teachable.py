"""Of answers that are trusted alike, which one teaches most."""

from __future__ import annotations

from kernel_magic.lessons.signature import changes_arguments
from kernel_magic.lessons.telling.code_blocks import split

_GOOD_STEPS = 3


def worth_teaching(text: str, function: str | None) -> tuple[bool, int, int]:
    """A key, larger is better: one that leaves its arguments alone, with a few steps, and not long.

    A one-liner teaches little; a function that changes the caller's lists surprises who calls it.
    """
    return not changes_arguments(text, function), min(len(split(text)), _GOOD_STEPS), -len(text)
