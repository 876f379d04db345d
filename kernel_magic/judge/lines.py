"""Straight lines through times over log n: how steep they are, and how far the times are from them. No models here.

Values are compared with those at four times the size, because tables grow by two or four and their cost swings with
that; a cost that is the same at every size is told apart as an overhead.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass

OWN_NOISE = 0.012
"""Times are not better known than to this, however little they scatter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One size and what it took."""

    size: int
    seconds: float
    near: bool = True
    """Input and call fit the near cache."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Times over a power of n, as a line over log2 n."""

    power: int
    rise: float
    """Per doubling, relative to the height in the middle."""
    error: float
    """Of `rise`: one standard deviation."""
    typical: float
    """The median of the rises between single sizes: a step in the middle does not move it."""
    lower: float
    upper: float
    """The rise in the smaller and in the larger half of the sizes, relative to the height in the middle of all."""
    scatter: float
    """Around the line, relative."""
    share: float
    """Of the leading term in the largest time."""
    zero: float
    """The log2 n at which the line is zero."""
    octaves: float


def line_over(points: Sequence[Point], power: int) -> Line | None:
    """The times over n^power as `height + rise * log2 n + overhead / n`, by differences over two doublings."""
    logs = [math.log2(point.size) for point in points]
    values = [point.seconds / float(point.size) ** power for point in points]
    shares = [1 / point.size if power else 0.0 for point in points]
    top = max(values)
    values = [value / top for value in values]
    solved = _solved(logs, values, shares, with_overhead=power > 0)
    if solved is None:
        return None
    rise, overhead = solved
    heights = [value - overhead * share - rise * log for value, share, log in zip(values, shares, logs, strict=True)]
    height = statistics.median(heights)
    middle = statistics.fmean(logs)
    level = height + rise * middle
    if level <= 0:
        return None
    fitted = [height + rise * log + overhead * share for log, share in zip(logs, shares, strict=True)]
    scatter = _scatter(points, values, fitted)
    spread = math.sqrt(sum((log - middle) ** 2 for log in logs))
    last = height + rise * logs[-1]
    return Line(
        power=power,
        rise=rise / level,
        error=max(scatter, OWN_NOISE) / max(spread, 1e-9),
        typical=_typical(logs, values, overhead, shares) / level,
        lower=_half(logs, values, overhead, shares, lower=True) / level,
        upper=_half(logs, values, overhead, shares, lower=False) / level,
        scatter=scatter,
        share=min(last / fitted[-1], 1.0) if fitted[-1] > 0 else 0.0,
        zero=-height / rise if rise > 0 else -math.inf,
        octaves=logs[-1] - logs[0],
    )


def _lagged(logs: Sequence[float]) -> list[tuple[int, int]]:
    """Pairs of places two doublings apart; neighbours further apart where there are none such."""
    pairs = []
    for left, log in enumerate(logs):
        right = min(range(len(logs)), key=lambda place: abs(logs[place] - log - 2))
        if abs(logs[right] - log - 2) < 0.2:
            pairs.append((left, right))
    return pairs


def _solved(
    logs: Sequence[float], values: Sequence[float], shares: Sequence[float], *, with_overhead: bool
) -> tuple[float, float] | None:
    """Rise and overhead (at least 0) that explain the differences best, each relative to its size."""
    pairs = _lagged(logs)
    if len(pairs) < 3:
        pairs = [(left, right) for left in range(len(logs)) for right in range(left + 1, len(logs))]
    rows = []
    for left, right in pairs:
        weight = 2 / (values[left] + values[right])
        rows.append((
            (logs[right] - logs[left]) * weight,
            (shares[right] - shares[left]) * weight,
            (values[right] - values[left]) * weight,
        ))  # fmt: skip
    aa, ab, bb = (sum(r[i] * r[j] for r in rows) for i, j in ((0, 0), (0, 1), (1, 1)))
    ay, by = (sum(r[i] * r[2] for r in rows) for i in (0, 1))
    determinant = aa * bb - ab * ab
    if with_overhead and determinant > 1e-12 * aa * bb:
        overhead = (aa * by - ab * ay) / determinant
        if overhead > 0:
            return (bb * ay - ab * by) / determinant, overhead
    return (ay / aa, 0.0) if aa else None


def _typical(logs: Sequence[float], values: Sequence[float], overhead: float, shares: Sequence[float]) -> float:
    plain = [value - overhead * share for value, share in zip(values, shares, strict=True)]
    pairs = _lagged(logs) or [(place, place + 1) for place in range(len(logs) - 1)]
    return statistics.median((plain[b] - plain[a]) / (logs[b] - logs[a]) for a, b in pairs)


def _half(
    logs: Sequence[float], values: Sequence[float], overhead: float, shares: Sequence[float], *, lower: bool
) -> float:
    middle = (logs[0] + logs[-1]) / 2
    chosen = [
        (log, value - overhead * share)
        for log, value, share in zip(logs, values, shares, strict=True)
        if (log <= middle + 0.3 if lower else log >= middle - 0.3)
    ]
    if len(chosen) < 2:
        return 0.0
    return slope([log for log, _ in chosen], [value for _, value in chosen])


def _scatter(points: Sequence[Point], values: Sequence[float], fitted: Sequence[float]) -> float:
    """Relative, after what alternates from one doubling to the next (tables that grow by four) is taken off."""
    ratios = [value / fit - 1 if fit > 0 else 1.0 for value, fit in zip(values, fitted, strict=True)]
    phases: dict[int, list[float]] = {}
    for point, ratio in zip(points, ratios, strict=True):
        phases.setdefault(round(math.log2(point.size) * 2) % 4, []).append(ratio)
    if min(map(len, phases.values())) >= 2 and len(points) >= 8:
        means = {phase: statistics.fmean(found) for phase, found in phases.items()}
        ratios = [r - means[round(math.log2(p.size) * 2) % 4] for p, r in zip(points, ratios, strict=True)]
    return math.sqrt(statistics.fmean(ratio * ratio for ratio in ratios))


def slope(xs: Sequence[float], ys: Sequence[float]) -> float:
    """Of the straight line that is nearest to all values."""
    x, y = statistics.fmean(xs), statistics.fmean(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / sum((a - x) ** 2 for a in xs)


def bent(xs: Sequence[float], ys: Sequence[float]) -> float:
    """How far values are from a straight line."""
    steep, x, y = slope(xs, ys), statistics.fmean(xs), statistics.fmean(ys)
    return math.sqrt(statistics.fmean((b - y - steep * (a - x)) ** 2 for a, b in zip(xs, ys, strict=True)))


def misfit(points: Sequence[Point], power: int, shape: Callable[[float], float]) -> float:
    """How far times over n^power are from `constant + factor * shape(n) + overhead / n`, fitted; relative."""
    values = [point.seconds / float(point.size) ** power for point in points]
    rows = [
        [1 / value, shape(point.size) / value, 1 / (point.size * value)]
        for point, value in zip(points, values, strict=True)
    ]
    fitted = _least_squares(rows) if power else None
    if fitted is None or fitted[2] < 0:  # no overhead is below nothing
        rows = [row[:2] for row in rows]
        fitted = _least_squares(rows)
    if fitted is None:
        return math.inf
    errors = [1 - math.fsum(a * b for a, b in zip(row, fitted, strict=True)) for row in rows]
    return math.sqrt(statistics.fmean(error * error for error in errors))


def _least_squares(rows: Sequence[Sequence[float]]) -> list[float] | None:
    """The factors with which the columns come nearest to 1 in every row; None where they cannot be told apart."""
    size = len(rows[0])
    table = [
        [math.fsum(row[i] * row[j] for row in rows) for j in range(size)] + [math.fsum(row[i] for row in rows)]
        for i in range(size)
    ]
    for i in range(size):
        pivot = max(range(i, size), key=lambda k: abs(table[k][i]))
        table[i], table[pivot] = table[pivot], table[i]
        if abs(table[i][i]) < 1e-12 * max(abs(row[i]) for row in table) or table[i][i] == 0:
            return None
        for k in range(size):
            if k != i:
                factor = table[k][i] / table[i][i]
                table[k] = [a - factor * b for a, b in zip(table[k], table[i], strict=True)]
    return [table[i][size] / table[i][i] for i in range(size)]
