"""Growth curves as SVG: time against size on logarithmic axes, dots as measured, lines as the fitted model.

matplotlib draws (extra `plots`; loaded when the first curve is drawn); `render.svg` makes of it a small drawing that
takes its colours from the page. Curves differ in colour, in their dots and in their dashes. Each is named at its end.
pyplot and the settings of whoever uses matplotlib here as well are left alone.
"""

from __future__ import annotations

import io
import math
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kernel_magic.core.growth import Growth
from kernel_magic.core.quantities import growth_words
from kernel_magic.render.clean import clean_line
from kernel_magic.render.document import Curve
from kernel_magic.render.svg import INK, LINE, SERIES, SOFT, tidied

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INSTALL = "The curves are drawn where matplotlib is installed: pip install 'kernel-magic[plots]'."
CAPTION = (
    "Dots are measurements: processor time of one run, both axes logarithmic. A line is the model of growth that fits, "
    "dotted where it is an estimate; a faint line only joins dots whose growth is not decided."
)

_WIDTH, _HEIGHT = 720.0, 300.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 62.0, 196.0, 26.0, 40.0
_INNER_WIDTH, _INNER_HEIGHT = _WIDTH - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM
_SIZE, _SMALL = 11.0, 10.0
_LABEL = 27.0
"""Height of a label: two lines."""
_EARLY = 0.6
"""A curve that ends before this part of the width leaves room for its name beside its end."""
_MAX_CURVES = 8
_MAX_NAME = 30
_MARKERS = "os^Dv<>p"
_DASHES: tuple[tuple[float, ...], ...] = (
    (),
    (6, 2.5),
    (2.5, 2),
    (8, 2, 2, 2),
    (4, 1.5),
    (1.5, 1.5),
    (10, 3),
    (6, 2, 1.5, 2),
)
_DOTTED = (0.8, 2.6)
_POINTS = 60
_POWERS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_TIMES = {
    -7: "0.1 μs", -6: "1 μs", -5: "10 μs", -4: "0.1 ms", -3: "1 ms", -2: "10 ms", -1: "0.1 s", 0: "1 s", 1: "10 s",
    2: "100 s", 3: "1,000 s",
}  # fmt: skip


def growth_drawing(curves: Sequence[Curve]) -> str:
    """The curves as an SVG element for a page of ours; empty where matplotlib is missing or nothing can be drawn."""
    lines = [line for at, curve in enumerate(curves[:_MAX_CURVES]) if (line := _line(at, curve)).points]
    if not lines:
        return ""
    try:
        import matplotlib as mpl
        from matplotlib.figure import Figure
    except ImportError:
        return ""
    with mpl.rc_context(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a name in a script that the font lacks: the page's own font has it
        mpl.rcdefaults()
        mpl.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "kernel_magic", "text.parse_math": False})
        figure = Figure(figsize=(_WIDTH / 72, _HEIGHT / 72))
        figure.patch.set_visible(False)
        spans = (_LEFT / _WIDTH, _BOTTOM / _HEIGHT, 1 - (_LEFT + _RIGHT) / _WIDTH, 1 - (_TOP + _BOTTOM) / _HEIGHT)
        _draw(figure.add_axes(spans), lines)
        drawn = io.StringIO()
        figure.savefig(drawn, format="svg", backend="svg", metadata={"Date": None})
    return tidied(drawn.getvalue())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """One curve to draw."""

    name: str
    growth: Growth
    points: tuple[tuple[float, float], ...]
    colour: str
    marker: str
    dashes: tuple[float, ...]


def _line(at: int, curve: Curve) -> _Line:
    name = clean_line(curve.name, 4 * _MAX_NAME)
    shown = name if len(name) <= _MAX_NAME else f"{name[: _MAX_NAME - 1]}…"
    samples = sorted(curve.growth.samples, key=lambda sample: sample.size)
    # A time of nothing has no place on a logarithmic axis; it stands in the table.
    points = tuple((float(each.size), each.cpu_s) for each in samples if each.size >= 1 and 0 < each.cpu_s < math.inf)
    colour = SERIES[at % len(SERIES)]
    return _Line(name=shown, growth=curve.growth, points=points, colour=colour, marker=_MARKERS[at], dashes=_DASHES[at])


def _draw(axes: Axes, lines: Sequence[_Line]) -> None:
    sizes = [x for line in lines for x, _ in line.points]
    times = [y for line in lines for _, y in line.points]
    low, high = min(sizes), max(sizes)
    axes.set(xscale="log", yscale="log")
    axes.set_xlim(low / 1.12 if high > low else low / 2, high * 1.06 if high > low else low * 2)
    axes.set_ylim(min(times) / 1.7, max(times) * 2.5)
    _dress(axes)
    ends = [_trace(axes, line, high) for line in lines]
    _label(axes, lines, ends)


def _dress(axes: Axes) -> None:
    """Axes, grid and the words at them."""
    axes.set_frame_on(False)
    axes.set_facecolor("none")
    for axis, ticks in ((axes.xaxis, _size_ticks(*axes.get_xlim())), (axes.yaxis, _time_ticks(*axes.get_ylim()))):
        axis.set_ticks([at for at, _ in ticks], [word for _, word in ticks])
        axis.set_ticks([], minor=True)
    axes.tick_params(length=0, pad=7, labelsize=_SMALL, labelcolor=SOFT)
    axes.grid(visible=True, color=LINE, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.text(0, 1.03, "processor time", transform=axes.transAxes, fontsize=_SMALL, color=SOFT, va="bottom")
    axes.text(1, -0.105, "n", transform=axes.transAxes, fontsize=_SIZE, color=SOFT, va="top", ha="right")


def _trace(axes: Axes, line: _Line, farthest: float) -> tuple[float, float]:
    """Dots and line of one curve; gives the place where it ends."""
    xs, ys = [x for x, _ in line.points], [y for _, y in line.points]
    style: dict[str, Any] = {"color": line.colour, "clip_on": False}
    axes.plot(xs, ys, linestyle="none", marker=line.marker, markersize=5.5, markeredgewidth=0, **style)
    dashes = (0, line.dashes) if line.dashes else "-"
    if line.growth.seconds_at(1) is None:
        # No model is claimed: the dots are joined, no more.
        axes.plot(xs, ys, linestyle=dashes, linewidth=1.0, alpha=0.55, **style)
        return xs[-1], ys[-1]
    fitted = _model(axes, line, xs[0], xs[-1])
    axes.plot([x for x, _ in fitted], [y for _, y in fitted], linestyle=dashes, linewidth=1.3, **style)
    beyond = _model(axes, line, xs[-1], farthest) if farthest > xs[-1] else []
    if len(beyond) > 1:
        axes.plot([x for x, _ in beyond], [y for _, y in beyond], linestyle=(0, _DOTTED), linewidth=1.3, **style)
        return beyond[-1]
    return xs[-1], ys[-1]


def _model(axes: Axes, line: _Line, start: float, end: float) -> list[tuple[float, float]]:
    """Points of the fitted model from one size to another, up to where it leaves the drawing."""
    bottom, top = axes.get_ylim()
    found: list[tuple[float, float]] = []
    for step in range(_POINTS + 1):
        x = start * (end / start) ** (step / _POINTS)
        y = line.growth.seconds_at(x)
        if y is None or y > top:
            break
        if y >= bottom:
            found.append((x, y))
    return found


def _label(axes: Axes, lines: Sequence[_Line], ends: Sequence[tuple[float, float]]) -> None:
    """Names at the ends of the curves: beside one that ends early, else right of the drawing; none over another."""
    to_axes = axes.transAxes.inverted()
    wanted = [tuple(map(float, to_axes.transform(axes.transData.transform(end)))) for end in ends]
    for early in (True, False):
        chosen = sorted(
            (at for at in range(len(lines)) if (wanted[at][0] < _EARLY) is early), key=lambda at: wanted[at][1]
        )
        places = _spread([wanted[at][1] * _INNER_HEIGHT for at in chosen], _LABEL, _INNER_HEIGHT)
        for at, place in zip(chosen, places, strict=True):
            x = (wanted[at][0] if early else 1) + 14 / _INNER_WIDTH
            _name(axes, lines[at], wanted[at], (x, place / _INNER_HEIGHT))


def _name(axes: Axes, line: _Line, end: tuple[float, ...], place: tuple[float, float]) -> None:
    """Name and growth at a place, with the curve's mark, and a faint line from the end of the curve."""
    x, y = place
    style: dict[str, Any] = {"transform": axes.transAxes, "clip_on": False}
    axes.plot([end[0], x], [end[1], y], color=LINE, linewidth=0.8, zorder=1, **style)
    mark: dict[str, Any] = {"linestyle": "none", "marker": line.marker, "markersize": 6, "markeredgewidth": 0}
    axes.plot([x], [y], color=line.colour, **mark, **style)
    beside = x + 9 / _INNER_WIDTH
    axes.text(beside, y + 1.5 / _INNER_HEIGHT, line.name, color=INK, fontsize=_SIZE, va="bottom", **style)
    words = growth_words(line.growth)
    axes.text(beside, y - 0.5 / _INNER_HEIGHT, words, color=SOFT, fontsize=_SMALL, va="top", **style)


def _spread(wanted: Sequence[float], room: float, height: float) -> list[float]:
    """Places in the given order at least `room` apart, near to those wanted, inside the drawing where all fit."""
    places: list[float] = []
    for place in wanted:
        places.append(max(place, places[-1] + room) if places else place)
    ceiling = height
    for at in reversed(range(len(places))):
        places[at] = min(places[at], ceiling)
        ceiling = places[at] - room
    return places


def _time_ticks(low: float, high: float) -> list[tuple[float, str]]:
    """Powers of ten of a second that lie inside, as people say them; not more than eight."""
    inside = [(10.0**power, word) for power, word in _TIMES.items() if low <= 10.0**power <= high]
    if len(inside) < 2:
        inside = [(at, _plain_time(at)) for at in _steps(low, high)]
    return inside[:: math.ceil(len(inside) / 8) or 1]


def _size_ticks(low: float, high: float) -> list[tuple[float, str]]:
    """Powers of ten, or 1, 2, 5 and so on where less than two of them lie inside."""
    first, last = math.ceil(math.log10(low)), math.floor(math.log10(high))
    if last - first < 2:
        return [(at, f"{at:,.0f}") for at in _steps(low, high) if at >= 1]
    powers = range(first, last + 1, math.ceil((last - first + 1) / 8))
    return [(10.0**power, f"10{str(power).translate(_POWERS)}") for power in powers]


def _steps(low: float, high: float) -> list[float]:
    """1, 2, 5, 10 … that lie inside."""
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    return [at for power in powers for digit in (1, 2, 5) if low <= (at := digit * 10.0**power) <= high]


def _plain_time(value: float) -> str:
    for unit, name in ((1.0, "s"), (1e-3, "ms"), (1e-6, "μs")):
        if value >= unit:
            return f"{value / unit:,.0f} {name}"
    return f"{value * 1e6:.2g} μs"
