"""From measured points to a model of growth, or to the reason why none is decided. Pure arithmetic, no measuring.

A power is divided out of the times; what is left is a constant for 1, n, n^2 and n^3, and a straight line over log n
for log n, n log n and n^2 log n. How steep that line is, per doubling of n and relative to its height, tells the two
apart; what lies between, or is no line, is not decided. Values are compared with those at four times the size, because
tables grow by two or four and their cost swings with that. Times that multiply with each step are held against 2^n and
n! in the same way.

What a processor's caches and branch predictor add looks like a factor log n where inputs outgrow them: so a log is
believed only where the inputs are small enough for the near cache (`Point.near`), while flatness is believed anywhere.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from kernel_magic.core.growth import GrowthModel, units
from kernel_magic.judge.lines import OWN_NOISE, Line, Point, bent, line_over, misfit, slope

_PLAIN: tuple[GrowthModel, ...] = ("1", "n", "n^2", "n^3")
_WITH_LOG: tuple[GrowthModel | None, ...] = ("log n", "n log n", "n^2 log n", None)

_OVERHEAD = 0.35
"""Where more than this share of the largest time is not the leading term, it is too early to tell."""
_FLAT = (0.012, 0.015, 0.04, 0.09)
"""Rise per doubling up to which a power is decided to be without a log; by power."""
_LOG = (0.03, 0.065, 0.11, math.inf)
"""Rise per doubling from which a log is decided."""
_BORDER = (0.023, 0.045, 0.12, math.inf)
"""Where the better guess changes from one to the other."""
_FAR_BORDER = 0.065
"""The same for n and n log n where the line is not straight, or the inputs do not fit the near cache."""
_LOWEST_ZERO, _STEEPEST_ZERO = 3.2, 4.0
"""A line over log2 n that is zero beyond this is steeper than a log: not decided; no log at all."""
_EVEN = 0.5
"""A log rises in both halves of the sizes: in each by at least this share of the other."""
_ROOTS = (1 / 3, 0.5)
_BENT = (0.05, 0.03, 0.03, 0.0)
"""Times are not further from a log than this."""
_CLEARER = 1.6
"""A log must fit the times so many times better than a root of n does in its place."""
_SMOOTH = 0.06
"""A line fits where values scatter around it by no more than this."""
_FEWEST = 5
_FEWEST_OCTAVES, _NEAR_OCTAVES = 2.95, 4.4  # sizes are rounded: three doublings may be a little less


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What the points say."""

    model: GrowthModel | None
    runner_up: GrowthModel | None = None
    decided: bool = False
    coefficient: float = 0.0
    offset: float = 0.0
    reason: str = ""


def select(points: Sequence[Point]) -> Selection:
    """The model of points in ascending order of size, all times above zero."""
    if len(points) < _FEWEST or points[-1].seconds <= 0:
        return Selection(model=None, reason=f"only {len(points)} sizes could be measured")
    if _multiplies(points):
        return with_amounts(points, _exponential(points))
    return with_amounts(points, _power(points))


# powers and logs


def _power(points: Sequence[Point]) -> Selection:
    near = [point for point in points if point.near]
    if len(near) < _FEWEST or _octaves(near) < _NEAR_OCTAVES:
        near = list(points)
    lines = [line for line in (line_over(near, power) for power in range(4)) if line is not None]
    fitting = [line for line in lines if line.share >= 1 - _OVERHEAD and _possible(line)]
    if not fitting:
        return _between(near)
    line = min(fitting, key=lambda line: line.scatter)
    return _plain_or_log(line, near, points)


def _possible(line: Line) -> bool:
    return line.rise > -0.06 and line.zero < _STEEPEST_ZERO and line.scatter < 0.2


def _plain_or_log(line: Line, near: Sequence[Point], points: Sequence[Point]) -> Selection:
    power = line.power
    plain, with_log = _PLAIN[power], _WITH_LOG[power]
    rise = min(line.rise, line.typical, 2 * line.lower, 2 * line.upper)
    far = line.scatter > _SMOOTH / 2 or not any(point.near for point in points)
    border = _FAR_BORDER if power == 1 and far else _BORDER[power]
    logarithmic = with_log is not None and rise > border
    model: GrowthModel = with_log if with_log is not None and logarithmic else plain
    runner_up = plain if logarithmic else with_log
    reason = _doubt_of_log(line, near) if logarithmic else _doubt_of_plain(line, points)
    if reason and line.scatter > _SMOOTH:
        reason = "the times scatter too much: they depend on more than the size, or the machine was too busy"
    if line.octaves < _FEWEST_OCTAVES:
        reason = f"sizes from {near[0].size:,} to {near[-1].size:,} are too close to each other"
    return Selection(model=model, runner_up=runner_up, decided=not reason, reason=reason)


def _doubt_of_log(line: Line, points: Sequence[Point]) -> str:
    power = line.power
    if line.zero > _LOWEST_ZERO:
        return "the times grow faster than a logarithm allows"
    by_log = misfit(points, power, math.log2)
    uneven = by_log > _BENT[power] or min(line.lower, line.upper) < _EVEN * max(line.lower, line.upper, line.rise)
    if uneven:
        return "the times do not rise evenly as with a logarithm; larger inputs in slower memory may be the cause"
    by_root = min(misfit(points, power, _root(exponent)) for exponent in _ROOTS)
    if line.rise - 2 * line.error < _LOG[power] or line.typical < 0.6 * _LOG[power] or by_root < _CLEARER * by_log:
        return f"whether there is a factor log n cannot be told: {_per_doubling(line)}"
    return ""


def _root(exponent: float) -> Callable[[float], float]:
    return lambda n: n**exponent


def _doubt_of_plain(line: Line, points: Sequence[Point]) -> str:
    power = line.power
    if line.rise < -_FLAT[power] - 2 * line.error:
        return f"the times grow more slowly than {_PLAIN[power]}: {_per_doubling(line)}"
    upper = [point for point in points if math.log2(point.size / points[0].size) > _octaves(points) / 2]
    near = [point for point in points if point.near]
    wanted = [line, line_over(points, power)]
    if len(near) >= _FEWEST and _octaves(near) >= _FEWEST_OCTAVES:
        wanted.append(line_over(near, power))
    if len(upper) >= _FEWEST and _octaves(upper) >= _FEWEST_OCTAVES:
        wanted.append(line_over(upper, power))  # a step in the smaller half is no growth
    if any(candidate is not None and _is_flat(candidate) for candidate in wanted):
        return ""
    return f"whether there is a factor log n cannot be told: {_per_doubling(line)}"


def _is_flat(line: Line) -> bool:
    limit = _FLAT[line.power]
    return line.scatter <= _SMOOTH and abs(line.rise) + 2 * line.error < 2 * limit and abs(line.rise) < limit


def _per_doubling(line: Line) -> str:
    power = _PLAIN[line.power]
    over = "the time changes" if power == "1" else f"the time over {power} changes"
    return f"{over} by {line.rise:+.1%} per doubling of n"


def _between(points: Sequence[Point]) -> Selection:
    """No model fits: the power, measured, lies between or beyond them."""
    exponent = _exponent(points)
    borders: tuple[tuple[float, GrowthModel], ...] = (
        (0.05, "1"), (0.4, "log n"), (1.05, "n"), (1.5, "n log n"), (2.05, "n^2"), (2.5, "n^2 log n"),
        (math.inf, "n^3"),
    )  # fmt: skip
    place = next(index for index, (border, _) in enumerate(borders) if exponent < border)
    model = borders[place][1]
    runner_up = borders[place - 1][1] if place else borders[1][1]
    reason = f"the times grow about as n^{exponent:.2f}, which is none of the models"
    return Selection(model=model, runner_up=runner_up, reason=reason)


def _exponent(points: Sequence[Point]) -> float:
    """The power of n by which the upper half of the times grows."""
    upper = points[len(points) // 2 :]
    xs = [math.log(point.size) for point in upper]
    ys = [math.log(point.seconds) for point in upper]
    return slope(xs, ys)


def _octaves(points: Sequence[Point]) -> float:
    return math.log2(points[-1].size / points[0].size)


# exponentials


def _multiplies(points: Sequence[Point]) -> bool:
    """Whether each further unit of n multiplies the time."""
    last, before = points[-1], points[-3]
    power = math.log(last.seconds / before.seconds) / math.log(last.size / before.size)
    return last.size < 64 and power > 4.6


def _exponential(points: Sequence[Point]) -> Selection:
    upper = list(points[-7:])
    sizes = [float(point.size) for point in upper]
    logs = [math.log(point.seconds) for point in upper]
    over_two = [log - point.size * math.log(2) for log, point in zip(logs, upper, strict=True)]
    over_factorial = [log - math.lgamma(point.size + 1) for log, point in zip(logs, upper, strict=True)]
    factorial = bent(sizes, over_factorial) < bent(sizes, logs)
    rest = over_factorial if factorial else over_two
    model: GrowthModel = "n!" if factorial else "2^n"
    step = slope(sizes, rest)
    error = max(bent(sizes, rest), OWN_NOISE) / math.sqrt(sum((s - statistics.fmean(sizes)) ** 2 for s in sizes))
    limit = 0.06 if factorial else 0.03
    reason = ""
    if len(upper) < 4:
        reason = f"only {len(upper)} sizes could be measured"
    elif abs(step) + 2 * error > limit:
        factor = math.exp(logs[-1] - logs[-2])
        reason = f"from {upper[-2].size} to {upper[-1].size} the time grows {factor:.2f} times, not as {model} would"
    return Selection(model=model, runner_up="2^n" if factorial else "n!", decided=not reason, reason=reason)


# the figures of the selected model


def with_amounts(points: Sequence[Point], selection: Selection) -> Selection:
    """The selection with its model's offset and coefficient, as the larger half of the points has them."""
    if selection.model is None:
        return selection
    offset, coefficient = _amounts(points[len(points) // 2 :], selection.model)
    return replace(selection, coefficient=coefficient, offset=offset)


def _amounts(points: Sequence[Point], model: GrowthModel) -> tuple[float, float]:
    """Offset and coefficient, both at least 0, that are wrong by the smallest share of each time."""
    rows = [(1 / point.seconds, units(model, point.size) / point.seconds) for point in points]
    aa, ab, bb = (math.fsum(r[i] * r[j] for r in rows) for i, j in ((0, 0), (0, 1), (1, 1)))
    a, b = math.fsum(r[0] for r in rows), math.fsum(r[1] for r in rows)
    determinant = aa * bb - ab * ab
    if determinant > 1e-12 * aa * bb:
        offset, coefficient = (bb * a - ab * b) / determinant, (aa * b - ab * a) / determinant
        if offset >= 0 and coefficient >= 0:
            return offset, coefficient
        if coefficient < 0:
            return a / aa, 0.0
    return 0.0, b / bb


# memory

_VISIBLE_MIB = 1.0
"""The system counts memory in large steps: only what is above this tells how it grows."""
_MUCH = 100_000
"""At so many items a word for each would show."""


def memory_model(sizes: Sequence[tuple[int, float]]) -> GrowthModel | None:
    """The model of mebibytes at ascending sizes; None where they do not settle it."""
    visible = [(size, mib) for size, mib in sizes if mib >= _VISIBLE_MIB]
    if not visible:
        return "1" if sizes and sizes[-1][0] >= _MUCH and sizes[-1][1] < _VISIBLE_MIB / 4 else None
    upper = visible[-5:]
    if len(upper) < 3:
        return None
    ys = [math.log(mib) for _, mib in upper]
    by_size = [float(size) for size, _ in upper]
    if upper[-1][0] < 64 and abs(slope(by_size, ys) - math.log(2)) < 0.05 and bent(by_size, ys) < 0.1:
        return "2^n"
    xs = [math.log(size) for size, _ in upper]
    exponent = slope(xs, ys)
    if xs[-1] - xs[0] < 1.3 or bent(xs, ys) > 0.12:
        return None
    powers: tuple[tuple[GrowthModel, float], ...] = (("n", 1.0), ("n^2", 2.0), ("n^3", 3.0))
    return next((model for model, power in powers if abs(exponent - power) < 0.1), None)
