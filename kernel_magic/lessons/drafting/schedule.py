"""In which order a model is asked, and how often: rounds of drafts, each with its readings.

An easy task is over after the first round. A hard one gets other readings of the task first, because drafts of one
reading err together; then a repair of what came closest, or drafts that mind the input on which answers part.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kernel_magic.lessons.drafting.readings import Reading

_BY_FUNCTION: tuple[tuple[Reading, ...], ...] = (
    ("solve",),
    ("witness_plain", "continue"),
    ("witness_builtin", "continue"),
    ("solve",),
)
_BY_PROGRAM: tuple[tuple[Reading, ...], ...] = (
    ("solve",),
    ("witness_plain", "witness_builtin"),
    ("solve",),
    ("witness_plain", "witness_builtin"),
)
_MINDING = 2
"""The round in which, where accepted answers part, half of the drafts are asked to mind the input that shows it."""
_HOTTER = 0.2
"""From the second turn of the table on, drafts are drawn at a temperature higher by so much."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Drafts that are decoded together."""

    reading: Reading
    drafts: int
    hotter: float = 0.0
    """Added to the temperature."""


def turns(number: int, candidates: int, *, function: bool, accepted: bool, parted: bool) -> tuple[Turn, ...]:
    """What a round asks for.

    Args:
        number: of the round, from 0.
        candidates: drafts of the whole round.
        function: a function is asked for, not a program.
        accepted: some draft passes every example; while none does, each round repairs the closest one first.
        parted: accepted drafts compute different things.
    """
    table = _BY_FUNCTION if function else _BY_PROGRAM
    readings = table[number % len(table)]
    hotter = _HOTTER if number >= len(table) else 0.0
    if number and not accepted:
        readings = ("repair", *readings[:1])
    elif number == _MINDING and parted:
        readings = (*readings[:1], "mind")
    return tuple(
        Turn(reading=reading, drafts=count, hotter=hotter)
        for reading, count in zip(readings, _shared(candidates, len(readings)), strict=True)
        if count
    )


def _shared(candidates: int, parts: int) -> Sequence[int]:
    return [candidates // parts + (at < candidates % parts) for at in range(parts)]
