"""Measured growth as a figure: the curves where they can be drawn, and the same measurements as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kernel_magic.core.growth import Growth
from kernel_magic.core.quantities import growth_words, seconds, size
from kernel_magic.render.document import NOTHING, Figure, Span, Table, plain

_MAX_CURVES = 8
_INSTALL = "Curves are drawn where matplotlib is installed: pip install 'kernel-magic[plots]'."


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """The measurements of one program, under its name."""

    name: str
    growth: Growth


def growth_figure(curves: Sequence[Curve]) -> Figure | None:
    """The figure of some programs' growth; None where nothing was measured."""
    curves = [curve for curve in curves if curve.growth.samples]
    if not curves:
        return None
    return Figure(
        drawing="",
        words=_words(curves),
        table=growth_table(curves),
        summary="The measurements as a table",
        caption=_INSTALL,
    )


def growth_table(curves: Sequence[Curve]) -> Table:
    """Processor time by size and program."""
    sizes = sorted({sample.size for curve in curves for sample in curve.growth.samples})
    times = [{sample.size: sample.cpu_s for sample in curve.growth.samples} for curve in curves]
    rows = tuple((plain(size(each)), *(_cell(time, each) for time in times)) for each in sizes)
    header = ("n", *(curve.name for curve in curves))
    return Table(header=header, rows=rows, numeric=tuple(range(len(header))))


def _cell(times: dict[int, float], at: int) -> Span:
    return plain(seconds(times[at]) if at in times else NOTHING)


def _words(curves: Sequence[Curve]) -> str:
    told = "; ".join(f"{curve.name}: {growth_words(curve.growth)}" for curve in curves)
    return f"Processor time against n, both axes logarithmic. {told}."
