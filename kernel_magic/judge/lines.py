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
    """The times over n^power as a line over log2 n, beside an overhead that counts less and less."""
    logs = [math.log2(point.size) for point in points]
    values = [point.seconds / float(point.size) ** power for point in points]
    top = max(values)
    values = [value / top for value in values]
    overhead, doubt = _overhead(logs, values, power)
    plain = [value - each for value, each in zip(values, overhead, strict=True)]
    rise = _rise(logs, plain)
    height = statistics.median(value - rise * log for value, log in zip(plain, logs, strict=True))
    level = height + rise * statistics.fmean(logs)
    if level <= 0:
        return None
    fitted = [height + rise * log + each for log, each in zip(logs, overhead, strict=True)]
    scatter = _scatter(points, values, fitted)
    middle = (logs[0] + logs[-1]) / 2
    return Line(
        power=power,
        rise=rise / level,
        error=max(scatter, OWN_NOISE) * doubt,
        typical=_typical(logs, plain) / level,
        lower=_part(logs, plain, lambda log: log <= middle + 0.3) / level,
        upper=_part(logs, plain, lambda log: log >= middle - 0.3) / level,
        scatter=scatter,
        share=min((fitted[-1] - overhead[-1]) / fitted[-1], 1.0) if fitted[-1] > 0 else 0.0,
        zero=-height / rise if rise > 0 else -math.inf,
        octaves=logs[-1] - logs[0],
    )


def _overhead(logs: Sequence[float], values: Sequence[float], power: int) -> tuple[list[float], float]:
    """What of each value is overhead, at least 0; and how uncertain that and the noise leave the rise.

    One call costs something beside n steps, n calls beside n^2 steps.
    """
    kinds = [1, 2][: min(power, 2)]
    while True:
        rows = [
            [1 / value, log / value, *(2 ** (-kind * log) / value for kind in kinds)]
            for log, value in zip(logs, values, strict=True)
        ]
        found = _least_squares(rows)
        if found is None and not kinds:
            return [0.0] * len(values), math.inf
        below = [kind for kind, factor in zip(kinds, found.factors[2:] if found else (), strict=False) if factor < 0]
        if found is not None and not below:
            factors = dict(zip(kinds, found.factors[2:], strict=True))
            extra = [math.fsum(factor * 2 ** (-kind * log) for kind, factor in factors.items()) for log in logs]
            return extra, math.sqrt(found.variances[1]) / statistics.fmean(values)
        kinds.remove(below[0] if below else kinds[-1])


def _lagged(logs: Sequence[float]) -> list[tuple[int, int]]:
    """Pairs of places two doublings apart; all pairs where there are few such."""
    pairs = []
    for left, log in enumerate(logs):
        right = min(range(len(logs)), key=lambda place: abs(logs[place] - log - 2))
        if abs(logs[right] - log - 2) < 0.2:
            pairs.append((left, right))
    if len(pairs) < 3:
        return [(left, right) for left in range(len(logs)) for right in range(left + 1, len(logs))]
    return pairs


def _rise(logs: Sequence[float], values: Sequence[float]) -> float:
    """Per doubling: what explains the differences of values two doublings apart best, each relative to its size."""
    above = below = 0.0
    for left, right in _lagged(logs):
        weight = 1 / max(values[left] + values[right], 1e-12) ** 2
        above += weight * (values[right] - values[left]) * (logs[right] - logs[left])
        below += weight * (logs[right] - logs[left]) ** 2
    return above / below


def _typical(logs: Sequence[float], values: Sequence[float]) -> float:
    return statistics.median((values[b] - values[a]) / (logs[b] - logs[a]) for a, b in _lagged(logs))


def _part(logs: Sequence[float], values: Sequence[float], belongs: Callable[[float], bool]) -> float:
    chosen = [(log, value) for log, value in zip(logs, values, strict=True) if belongs(log)]
    return slope([log for log, _ in chosen], [value for _, value in chosen]) if len(chosen) > 1 else 0.0


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
    """How far times over n^power are from `constant + factor * shape(n)` beside their overhead; relative."""
    values = [point.seconds / float(point.size) ** power for point in points]
    kinds = [1, 2][: min(power, 2)]
    while True:
        rows = [
            [1 / value, shape(point.size) / value, *(float(point.size) ** -kind / value for kind in kinds)]
            for point, value in zip(points, values, strict=True)
        ]
        found = _least_squares(rows)
        if found is not None and all(factor >= 0 for factor in found.factors[2:]):
            errors = [1 - math.fsum(a * b for a, b in zip(row, found.factors, strict=True)) for row in rows]
            return math.sqrt(statistics.fmean(error * error for error in errors))
        if not kinds:
            return math.inf
        kinds.pop()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fitted:
    factors: list[float]
    variances: list[float]
    """Of each factor, where the values have a variance of 1."""


def _least_squares(rows: Sequence[Sequence[float]]) -> _Fitted | None:
    """The factors with which the columns come nearest to 1 in every row; None where they cannot be told apart."""
    size = len(rows[0])
    scales = [math.sqrt(math.fsum(row[i] ** 2 for row in rows)) or 1.0 for i in range(size)]
    table = [
        [math.fsum(row[i] * row[j] for row in rows) / scales[i] / scales[j] for j in range(size)]
        + [math.fsum(row[i] for row in rows) / scales[i]]
        + [float(i == j) for j in range(size)]
        for i in range(size)
    ]
    for i in range(size):
        pivot = max(range(i, size), key=lambda k: abs(table[k][i]))
        table[i], table[pivot] = table[pivot], table[i]
        if abs(table[i][i]) < 1e-11:
            return None
        table[i] = [value / table[i][i] for value in table[i]]
        for k in range(size):
            if k != i:
                factor = table[k][i]
                table[k] = [a - factor * b for a, b in zip(table[k], table[i], strict=True)]
    factors = [table[i][size] / scales[i] for i in range(size)]
    return _Fitted(factors=factors, variances=[table[i][size + 1 + i] / scales[i] ** 2 for i in range(size)])
