"""The model of growth of a whole program: its start, and reading and writing, weigh more than in a single function.

The start costs like a term 1/n in the time over n, which falls while a logarithm rises: over small sizes they cancel.
So the power of n is read off a window: the last few doublings before the inputs outgrow the near cache, where the start
hardly counts and slow memory does not yet. There programs with and without a factor log n lie clearly apart. Decided is
only what the lines of `complexity` find too, and what the larger sizes do not speak against.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kernel_magic.core.growth import GrowthModel
from kernel_magic.judge import complexity
from kernel_magic.judge.complexity import Selection
from kernel_magic.judge.lines import Point

_WINDOW_OCTAVES = 3.3
_FEWEST, _FEWEST_OCTAVES = 4, 2.0
"""Points, and doublings between them, that make a window; where fewer are near, all points do."""
_BEGINNING = 4
"""The start shows in sizes so many times smaller than the window's."""
_APART = math.log(1.9)
"""Points less far apart than this tell nothing of a power."""
_BORDERS: tuple[tuple[float, GrowthModel], ...] = (
    (0.05, "1"), (0.4, "log n"), (1.036, "n"), (1.5, "n log n"), (2.25, "n^2"), (2.5, "n^2 log n"), (math.inf, "n^3"),
)  # fmt: skip
"""Up to which measured power each model is the best guess: n log n is common, n^2 log n is rare."""
_POWERS: dict[GrowthModel, int] = {"1": 0, "n": 1, "n^2": 2, "n^3": 3}
_UNSURE, _BEYOND_CACHES = 0.012, 0.135
"""Where the window shows a little more than a plain power, larger sizes tell: slow memory adds less to the power than
the second figure, unless tables are looked up at random, and those are flat in the window; a logarithm adds more."""
_PLAIN, _PLAIN_FAR = 0.02, 0.1
"""A power is decided to be without a log where the measured one is so near, and in slow memory not further above."""
_LOG = 0.05
"""With a log, where it is so far above, in the window and beyond."""
_SMOOTH = 0.04
_DECIDED_OCTAVES, _DECIDED_POINTS = 2.9, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class _Window:
    power: float
    """Of n, as measured, the start taken off."""
    far: float | None
    """The same for the sizes beyond; None where there are too few."""
    octaves: float
    points: int
    near: bool
    """It lies in near memory."""
    scatter: float
    """Of the times around that power; relative."""


def select(points: Sequence[Point]) -> Selection:
    """The model of a program's times in ascending order of size, all above zero."""
    lines = complexity.select(points)
    if lines.model is None or lines.model in ("2^n", "n!"):
        return lines
    window = _window(points)
    if window is None:
        return lines
    place = _place(window)
    model = _BORDERS[place][1]
    runner_up = _runner_up(place, window.power) if model == lines.model else lines.model
    reason = lines.reason or _doubt(window, model)
    if model != lines.model:
        reason = lines.reason or f"the time grows about as n^{window.power:.2f}, which may be {model} or {lines.model}"
    found = replace(lines, model=model, runner_up=runner_up, decided=lines.decided and not reason, reason=reason)
    return complexity.with_amounts(points, found)


def _place(window: _Window) -> int:
    """Which model is the best guess, by its place among the borders."""
    place = next(index for index, (border, _) in enumerate(_BORDERS) if window.power < border)
    model, far = _BORDERS[place][1], window.far
    if model == "n" and window.power > 1 + _UNSURE and far is not None and far > 1 + _BEYOND_CACHES:
        return place + 1
    if model == "n log n" and not window.near and window.power < 1 + _BEYOND_CACHES:
        return place - 1
    return place


def _runner_up(place: int, power: float) -> GrowthModel:
    """The neighbour whose border is nearer."""
    if place == 0:
        return _BORDERS[1][1]
    if place == len(_BORDERS) - 1:
        return _BORDERS[place - 1][1]
    below, above = power - _BORDERS[place - 1][0], _BORDERS[place][0] - power
    return _BORDERS[place - 1 if below < above else place + 1][1]


def _window(points: Sequence[Point]) -> _Window | None:
    """The window and what its times say; None where the points are too near each other."""
    near = [point for point in points if point.near]
    few = len(near) < _FEWEST or near[-1].size < 2**_FEWEST_OCTAVES * near[0].size
    near = list(points) if few else near
    inside = [point for point in near if point.size * 2**_WINDOW_OCTAVES >= near[-1].size]
    first, last = inside[0], inside[-1]
    start = 0.0
    if points[0].size * _BEGINNING < first.size:
        start = max(points[0].seconds - first.seconds * points[0].size / first.size, 0.0)
    power = _power([(point.size, point.seconds - start) for point in inside])
    if power is None:
        return None
    beyond = [(point.size, point.seconds) for point in points if point.size >= last.size]
    over = [math.log(max(point.seconds - start, 1e-12)) - power * math.log(point.size) for point in inside]
    return _Window(
        power=power,
        far=_power(beyond) if len(beyond) > 2 else None,
        octaves=math.log2(last.size / first.size),
        points=len(inside),
        near=not few,
        scatter=statistics.pstdev(over),
    )


def _power(times: Sequence[tuple[int, float]]) -> float | None:
    """The median of the powers between two sizes that are apart (Theil and Sen): single wrong times do not move it."""
    logs = [(math.log(size), math.log(seconds)) for size, seconds in times if seconds > 0]
    powers = [
        (after[1] - before[1]) / (after[0] - before[0])
        for place, before in enumerate(logs)
        for after in logs[place + 1 :]
        if after[0] - before[0] > _APART
    ]
    return statistics.median(powers) if powers else None


def _doubt(window: _Window, model: GrowthModel) -> str:
    if window.octaves < _DECIDED_OCTAVES or window.points < _DECIDED_POINTS:
        return "the sizes are too close to each other"
    if not window.near and model in ("n", "log n", "n log n"):
        return "too few sizes fit the processor's near memory: larger ones take longer for that alone"
    if window.scatter > _SMOOTH:
        return "the times scatter too much: they depend on more than the size, or the machine was too busy"
    told = f"whether there is a factor log n cannot be told: the time grows about as n^{window.power:.3f}"
    plain = _POWERS.get(model)
    if plain is None:
        base = math.floor(window.power)
        unsure = window.power < base + _LOG or (window.far is not None and window.far < base + _LOG)
    else:
        beyond = window.far is not None and window.far > plain + _PLAIN_FAR
        unsure = abs(window.power - plain) > _PLAIN or beyond
    return told if unsure else ""
