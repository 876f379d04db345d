"""Which programs are one idea, nearly word for word, and are shown once.

Two signs, both conservative: the same normal form; or nearly the same operations in nearly the same number, by
programs whose measured growth is decided and the same. Programs with different verdicts are never one idea.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from kernel_magic.core.comparison import ComparisonRow
from kernel_magic.lessons.comparing.program_shape import Shape, shape_of

NEAR = 0.08
"""Share of the operations in which two programs may differ and still be one idea."""
_KEPT = ("person", "folder", "model")
"""Whose program stands for several: a learner looks for their own."""


def distance(a: Counter[str], b: Counter[str]) -> float:
    """Which share of all operations the two do not have in common: 0 the same, 1 nothing in common."""
    total = a.total() + b.total()
    if not total:
        return 1.0
    return ((a - b).total() + (b - a).total()) / total


def merged(rows: Sequence[ComparisonRow], *, reference: str) -> tuple[ComparisonRow, ...]:
    """The rows without those that another one stands for; that one names them. The order stays."""
    shapes = {row.submission.name: shape_of(row.submission.source) for row in rows}
    by_worth = sorted(rows, key=lambda row: _worth(row, reference))
    kept: list[ComparisonRow] = []
    for row in by_worth:
        index = next((i for i, other in enumerate(kept) if same_idea(row, other, shapes)), None)
        if index is None:
            kept.append(row)
        else:
            kept[index] = replace(kept[index], merged=(*kept[index].merged, row.submission.name, *row.merged))
    names = [row.submission.name for row in rows]
    return tuple(sorted(kept, key=lambda row: names.index(row.submission.name)))


def same_idea(a: ComparisonRow, b: ComparisonRow, shapes: dict[str, Shape]) -> bool:
    """Whether two programs are one idea. Never across languages or verdicts."""
    if a.submission.source.language != b.submission.source.language:
        return False
    if a.report.verdict is not b.report.verdict or a.right is not b.right:
        return False
    one, other = shapes[a.submission.name], shapes[b.submission.name]
    if one.fingerprint == other.fingerprint:
        return True
    if not a.right or a.growth is None or b.growth is None:
        return False
    alike = a.growth.decided and b.growth.decided and a.growth.model == b.growth.model
    return alike and one.depth == other.depth and distance(one.operations, other.operations) <= NEAR


def _worth(row: ComparisonRow, reference: str) -> tuple[bool, int]:
    return row.submission.name != reference, _KEPT.index(row.submission.origin)
