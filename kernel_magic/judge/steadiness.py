"""In which of its moods the machine was when most was measured: only times from one of them can be compared.

A core whose other half is busy, or that is clocked down, is slower by a half for seconds on end, and not all work is
slowed alike. A yardstick beside every measurement shows the mood.
"""

from __future__ import annotations

from collections.abc import Sequence

_BAND = 1.2
"""The yardstick varies by so much within one mood."""
_ENOUGH = 4
"""Measurements of one size that count; more say little more."""
_NEARLY = 0.9
"""Of two moods that cover nearly as much the faster one is taken."""


def steadiest(yardsticks: Sequence[Sequence[float]]) -> tuple[float, float]:
    """The lowest and the highest yardstick of the mood that counts; of every size come those of its measurements."""
    starts = sorted({each for size in yardsticks for each in size})
    if not starts:
        return 0.0, 0.0
    covered = {start: _covered(yardsticks, start) for start in starts}
    wanted = _NEARLY * max(covered.values())
    start = next(start for start in starts if covered[start] >= wanted)
    return start, start * _BAND


def _covered(yardsticks: Sequence[Sequence[float]], start: float) -> int:
    return sum(min(sum(start <= each <= start * _BAND for each in size), _ENOUGH) for size in yardsticks)
