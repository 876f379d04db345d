"""The few statistics an evaluation needs, in closed form. Knows numbers only: no task, no answer.

Wilson's interval rather than the textbook one (Wald): near 0 and 1, where precisions of badges live, Wald's has no
width. McNemar's test is the exact one (a two-sided sign test on the discordant pairs), because those may be few.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from kernel_magic.core.evaluation import CurvePoint, PairedFigures, Share

Z95 = 1.959963984540054
"""The normal distribution's 97.5 % point."""


def wilson(count: int, of: int, z: float = Z95) -> tuple[float, float]:
    """Wilson's score interval of a share; (0, 1) of nothing."""
    if of == 0:
        return 0.0, 1.0
    share, spread = count / of, z * z / of
    middle = (share + spread / 2) / (1 + spread)
    half = z / (1 + spread) * math.sqrt(share * (1 - share) / of + spread / (4 * of))
    low = 0.0 if count == 0 else middle - half
    return low, 1.0 if count == of else middle + half


def share(outcomes: Sequence[bool]) -> Share:
    """How many are true, with the interval."""
    low, high = wilson(sum(outcomes), len(outcomes))
    return Share(count=sum(outcomes), of=len(outcomes), low=low, high=high)


def mcnemar(only_one: int, only_other: int) -> float:
    """The p-value of the exact McNemar test: two-sided binomial on the discordant pairs; 1 where there are none."""
    pairs = only_one + only_other
    tail = sum(math.comb(pairs, rarer) for rarer in range(min(only_one, only_other) + 1))
    return min(1.0, float(2 * tail / 2**pairs)) if pairs else 1.0


def paired(outcomes: Sequence[tuple[bool, bool]]) -> PairedFigures:
    """Two runs on the same tasks, each pair (this, other)."""
    both = sum(this and other for this, other in outcomes)
    only_this = sum(this and not other for this, other in outcomes)
    only_other = sum(other and not this for this, other in outcomes)
    neither = len(outcomes) - both - only_this - only_other
    low, high = paired_interval(both, only_this, only_other, neither)
    return PairedFigures(
        both=both,
        only_this=only_this,
        only_other=only_other,
        neither=neither,
        difference=(only_this - only_other) / len(outcomes) if outcomes else 0.0,
        low=low,
        high=high,
        p_value=mcnemar(only_this, only_other),
    )


def paired_interval(both: int, only_this: int, only_other: int, neither: int) -> tuple[float, float]:
    """95 % interval of the difference of two paired shares: Newcombe's method 10 (Stat. Med. 1998, 17, 2635)."""
    count = both + only_this + only_other + neither
    if count == 0:
        return -1.0, 1.0
    this, other = (both + only_this) / count, (both + only_other) / count
    low1, high1 = wilson(both + only_this, count)
    low2, high2 = wilson(both + only_other, count)
    phi = _phi(both, only_this, only_other, neither)
    down = _distance(this - low1, high2 - other, phi)
    up = _distance(high1 - this, other - low2, phi)
    return max(-1.0, this - other - down), min(1.0, this - other + up)


def _distance(one: float, other: float, phi: float) -> float:
    return math.sqrt(max(0.0, one * one - 2 * phi * one * other + other * other))


def _phi(both: int, only_this: int, only_other: int, neither: int) -> float:
    """The correlation of the pairs; a positive one is taken back a little, as method 10 wants it."""
    margins = (both + only_this) * (only_other + neither) * (both + only_other) * (only_this + neither)
    if margins == 0:
        return 0.0
    surplus: float = both * neither - only_this * only_other
    if surplus > 0:
        surplus = max(surplus - (both + only_this + only_other + neither) / 2, 0.0)
    return surplus / math.sqrt(margins)


def pass_at_k(drawn: int, right: int, k: int) -> float:
    """The unbiased estimate that one of k samples is right, from `drawn` samples (Chen et al. 2021, arXiv:2107.03374).

    Raises:
        ValueError: fewer samples were drawn than k.
    """
    if not 1 <= k <= drawn or not 0 <= right <= drawn:
        raise ValueError(f"pass@{k} of {drawn} samples, {right} of them right, cannot be estimated")
    return 1.0 - math.comb(drawn - right, k) / math.comb(drawn, k)


def curve(ranked: Sequence[tuple[float, bool, bool | None]], of: int) -> tuple[CurvePoint, ...]:
    """Precision against coverage: one point for each confidence there is, highest first.

    Args:
        ranked: (confidence, full test passed, base test passed) of the answers that have a confidence.
        of: how many tasks there are altogether.
    """
    points = []
    for bar in sorted({confidence for confidence, _, _ in ranked}, reverse=True):
        shown = [(full, base) for confidence, full, base in ranked if confidence >= bar]
        bases = [base for _, base in shown if base is not None]
        points.append(
            CurvePoint(
                at_least=bar,
                passing=share([full for full, _ in shown]),
                base_passing=share(bases) if bases else None,
                coverage=len(shown) / of,
            )
        )
    return tuple(points)
