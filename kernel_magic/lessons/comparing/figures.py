"""Figures of a row that several sentences are made of, and when two of them differ enough to say so."""

from __future__ import annotations

from kernel_magic.core.comparison import ComparisonRow
from kernel_magic.core.growth import Growth
from kernel_magic.core.verdict import Verdict
from kernel_magic.lessons.comparing.ranking import sample_at

NOISE_S = 0.004
"""Differences of processor time below this say nothing."""
CLEAR = 1.25
"""One figure must be so many times the other before a sentence says that it is more."""


def too_slow(row: ComparisonRow) -> bool:
    """Whether a program's only fault that was seen is its time."""
    unbroken = row.stress is not None and row.stress.trials > 0 and row.stress.difference is None
    return row.report.verdict is Verdict.TLE and unbroken


def doubling_factor(growth: Growth | None) -> tuple[int, float] | None:
    """(size, factor): how many times as long twice the size took, at the largest pair of sizes that was measured.

    None where the times are too small to tell.
    """
    by_size = {sample.size: sample for sample in growth.samples} if growth else {}
    for doubled in sorted(by_size, reverse=True):
        half = by_size.get(doubled // 2)
        if doubled % 2 == 0 and half is not None and half.cpu_s >= 2 * NOISE_S:
            return half.size, by_size[doubled].cpu_s / half.cpu_s
    return None


def seconds_at(row: ComparisonRow, at: int | None) -> float:
    """Processor seconds at a size; where it was not measured there, of the slowest case."""
    sample = sample_at(row, at)
    return max(sample.cpu_s, 0.0) if sample is not None else row.cpu_s_max


def mebibytes_at(row: ComparisonRow, at: int | None) -> float:
    """Peak memory at a size; where it was not measured there, of the largest case."""
    sample = sample_at(row, at)
    return sample.peak_mib if sample is not None else row.peak_mib_max


def shown(row: ComparisonRow) -> str:
    """A program's name in a sentence."""
    return f"`{row.submission.name}`"
