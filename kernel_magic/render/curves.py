"""Measured growth as a block: some programs' curves, and the same measurements as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kernel_magic.core.growth import Growth
from kernel_magic.core.quantities import growth_words, seconds, size
from kernel_magic.render.document import NOTHING, Curve, Curves, Span, Table, plain


def growth_curves(measured: Sequence[tuple[str, Growth]]) -> Curves | None:
    """The curves of programs, given as names and what was measured; None where no two sizes were measured."""
    curves = tuple(Curve(name=name, growth=growth) for name, growth in measured if growth.samples)
    if all(len(curve.growth.samples) < 2 for curve in curves):
        return None
    told = "; ".join(f"{curve.name}: {growth_words(curve.growth)}" for curve in curves)
    words = f"Processor time against n, both axes logarithmic. {told}."
    return Curves(items=curves, table=_table(curves), words=words)


def _table(curves: Sequence[Curve]) -> Table:
    """Processor time by size and program."""
    sizes = sorted({sample.size for curve in curves for sample in curve.growth.samples})
    times = [{sample.size: sample.cpu_s for sample in curve.growth.samples} for curve in curves]
    rows = tuple((plain(size(each)), *(_cell(time, each) for time in times)) for each in sizes)
    header = ("n", *(curve.name for curve in curves))
    return Table(header=header, rows=rows, numeric=tuple(range(len(header))))


def _cell(times: Mapping[int, float], at: int) -> Span:
    return plain(seconds(times[at]) if at in times else NOTHING)
