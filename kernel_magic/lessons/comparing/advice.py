"""When to prefer a program, in a few words that its figures back: fastest, shortest, least memory, small inputs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from kernel_magic.core.comparison import ComparisonRow
from kernel_magic.core.growth import Growth
from kernel_magic.core.problem import Limits
from kernel_magic.core.quantities import count, mebibytes, seconds, size
from kernel_magic.lessons.comparing.figures import CLEAR, NOISE_S, mebibytes_at, seconds_at, times_as_much, too_slow
from kernel_magic.lessons.comparing.ranking import common_size, grows_slower


def with_advice(row: ComparisonRow, ranked: Sequence[ComparisonRow], limits: Limits) -> ComparisonRow:
    """The row with the words when to prefer it; none where the measurements say nothing."""
    if too_slow(row):
        return replace(row, when=_small_only(row.growth, limits))
    if not row.right:
        return row
    if len(ranked) == 1:
        return replace(row, when="the only right one here")
    words = [*_speed(row, ranked), *_least(row, ranked)]
    fits = _small_only(row.growth, limits) if row.growth and _passed_the_limit(row.growth) else ""
    return replace(row, when="; ".join([*words, *([fits] if fits else [])]))


def _speed(row: ComparisonRow, ranked: Sequence[ComparisonRow]) -> list[str]:
    at = common_size(ranked)
    if row is not ranked[0]:
        return []
    others = [seconds_at(other, at) if at else other.cpu_s_max for other in ranked[1:]]
    mine = seconds_at(row, at) if at else row.cpu_s_max
    clear = all(times_as_much(other, row, at) >= CLEAR for other in ranked[1:])
    if clear and min(others) - mine >= NOISE_S:
        return [f"fastest here, at n = {size(at)}" if at else "fastest here"]
    if all(grows_slower(row, other) for other in ranked[1:]):
        return ["slowest growth: the larger the input, the better"]
    return []


def _least(row: ComparisonRow, ranked: Sequence[ComparisonRow]) -> list[str]:
    found = []
    others = [other for other in ranked if other is not row]
    if row.lines < min(other.lines for other in others):
        found.append(f"shortest, {count(row.lines, 'line')}")
    at = common_size(ranked)
    mine, least = mebibytes_at(row, at), min(mebibytes_at(other, at) for other in others)
    if least - mine >= 1.0 and least >= mine * CLEAR:
        found.append(f"least memory, {mebibytes(mine)}")
    return found


def _small_only(growth: Growth | None, limits: Limits) -> str:
    """Up to which size a program fits its limit: read off the measured growth, rounded down to one digit."""
    if growth is None:
        return ""
    within = [sample.size for sample in growth.samples if sample.cpu_s <= limits.cpu_s]
    fits = _largest_within(growth, limits.cpu_s, start=max(within, default=1)) if growth.decided else None
    if fits is not None:
        return f"small inputs: n up to about {size(_one_digit(fits))} in {seconds(limits.cpu_s)}"
    return f"small inputs: measured up to n = {size(max(within))} in {seconds(limits.cpu_s)}" if within else ""


def _largest_within(growth: Growth, limit_s: float, *, start: int) -> int | None:
    low, high = start, start
    while (needed := growth.seconds_at(high)) is not None and needed <= limit_s:
        low, high = high, high * 2
        if high > 1 << 40:
            return None
    while high - low > 1:
        middle = (low + high) // 2
        needed = growth.seconds_at(middle)
        low, high = (middle, high) if needed is not None and needed <= limit_s else (low, middle)
    return low


def _one_digit(number: int) -> int:
    if number < 10:
        return number
    step = int(10 ** math.floor(math.log10(number)))
    return number // step * step


def _passed_the_limit(growth: Growth) -> bool:
    """Whether growth says that a size the others reach is out of reach for this one."""
    return growth.decided and growth.model in {"n^2", "n^2 log n", "n^3", "2^n", "n!"}
