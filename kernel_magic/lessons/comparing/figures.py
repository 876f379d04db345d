"""Figures of a row that several sentences are made of, and when two of them differ enough to say so."""

from __future__ import annotations

import math
from dataclasses import dataclass

from kernel_magic.core.comparison import ComparisonRow
from kernel_magic.core.growth import Growth, units
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubling:
    """What twice the size took, as measured and as the decided model has it."""

    size: int
    doubled: int
    """Nearly 2 * size: sizes come as a generator makes them."""
    factor: float
    expected: float


def doubling(growth: Growth | None) -> Doubling | None:
    """The largest two sizes that were measured of which one is twice the other.

    None where the growth is not decided, the times are too small to tell, or they contradict the model.
    """
    if growth is None or growth.model is None or not growth.decided:
        return None
    samples = sorted(growth.samples, key=lambda sample: sample.size, reverse=True)
    for large in samples:
        small = next((sample for sample in samples if abs(2 * sample.size - large.size) <= 1 + large.size // 100), None)
        if small is None or small.cpu_s < 2 * NOISE_S:
            continue
        expected = units(growth.model, large.size) / units(growth.model, small.size)
        found = Doubling(size=small.size, doubled=large.size, factor=large.cpu_s / small.cpu_s, expected=expected)
        return found if expected / CLEAR <= found.factor <= expected * CLEAR else None
    return None


def seconds_at(row: ComparisonRow, at: int | None) -> float:
    """Processor seconds at a size; where it was not measured there, of the slowest case."""
    sample = sample_at(row, at)
    return max(sample.cpu_s, 0.0) if sample is not None else row.cpu_s_max


def times_as_much(slow: ComparisonRow, quick: ComparisonRow, at: int | None) -> float:
    """How many times the time of the quick one the slow one needs, the part apart that the machine's pace explains."""
    least, most = seconds_at(quick, at), seconds_at(slow, at)
    if least <= 0:
        return math.inf
    paces = [row.growth.yardstick_s if row.growth and sample_at(row, at) else 0.0 for row in (quick, slow)]
    return most / least * min(paces[0] / paces[1], 1.0) if all(paces) else most / least


def mebibytes_at(row: ComparisonRow, at: int | None) -> float:
    """Peak memory at a size; where it was not measured there, of the largest case."""
    sample = sample_at(row, at)
    return sample.peak_mib if sample is not None else row.peak_mib_max


def shown(row: ComparisonRow) -> str:
    """A program's name in a sentence."""
    return f"`{row.submission.name}`"
