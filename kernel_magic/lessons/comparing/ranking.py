"""Which of the right programs comes first: by growth where it is decided, else by measured time.

A program comes before another when both growths are decided and its own is the slower one. Where that says nothing,
the faster one at the largest size that all of them were measured at comes first, each at the pace that the machine had
meanwhile; then the one that needs less memory, then the shorter one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from kernel_magic.core.comparison import ComparisonRow
from kernel_magic.core.growth import GrowthModel, GrowthSample

_ORDER: tuple[GrowthModel, ...] = get_args(GrowthModel)


def common_size(rows: Sequence[ComparisonRow]) -> int | None:
    """The largest size at which all rows were measured; None where there is none, or fewer than two rows."""
    if len(rows) < 2:
        return None
    sizes = [{sample.size for sample in row.growth.samples} if row.growth else set() for row in rows]
    return max(set.intersection(*sizes), default=None)


def sample_at(row: ComparisonRow, size: int | None) -> GrowthSample | None:
    """What a row needed at a size."""
    samples = row.growth.samples if row.growth else ()
    return next((sample for sample in samples if sample.size == size), None)


def ranked(rows: Sequence[ComparisonRow]) -> tuple[ComparisonRow, ...]:
    """The right rows in their order."""
    remaining = [row for row in rows if row.right]
    size = common_size(remaining)
    paced = all(row.growth is not None and row.growth.yardstick_s for row in remaining)
    order: list[ComparisonRow] = []
    while remaining:
        free = [row for row in remaining if not any(grows_slower(other, row) for other in remaining)]
        best = min(free, key=lambda row: _cost(row, size, paced=paced))
        order.append(best)
        remaining.remove(best)
    return tuple(order)


def grows_slower(one: ComparisonRow, other: ComparisonRow) -> bool:
    """Whether both growths are decided, and the first one's is the slower."""
    if one.growth is None or other.growth is None or not (one.growth.decided and other.growth.decided):
        return False
    if one.growth.model is None or other.growth.model is None:
        return False
    return _ORDER.index(one.growth.model) < _ORDER.index(other.growth.model)


def _cost(row: ComparisonRow, size: int | None, *, paced: bool) -> tuple[float, float, int, str]:
    sample = sample_at(row, size)
    if sample is None:
        return row.cpu_s_max, row.peak_mib_max, row.lines, row.submission.name
    pace = row.growth.yardstick_s if row.growth and paced else 1.0
    return sample.cpu_s / pace, sample.peak_mib, row.lines, row.submission.name
