"""Questions whose answers the runs gave: which input breaks a program, what doubling does, which one is faster."""

from __future__ import annotations

from collections.abc import Sequence

from kernel_magic.core.comparison import ComparisonRow
from kernel_magic.core.contest import Problem
from kernel_magic.core.lesson import Question
from kernel_magic.core.problem import Stdin
from kernel_magic.core.quantities import size
from kernel_magic.core.verdict import Verdict
from kernel_magic.lessons.comparing.figures import CLEAR, NOISE_S, doubling, seconds_at, shown, too_slow
from kernel_magic.lessons.comparing.ranking import common_size

_SHORT = 160
"""Characters of an input that may be a choice."""
_CHOICES = 4
_MOST = 3
_FACTORS = ("stays about the same", "doubles", "becomes 4 times as much", "becomes 8 times as much")
_NEAR = 1.3
"""A measured factor may be off by this much from the one that is asked for."""


def questions(
    problem: Problem, ranked: Sequence[ComparisonRow], others: Sequence[ComparisonRow]
) -> tuple[Question, ...]:
    """A few questions, the most telling first."""
    breaking = [item for row in others if (item := _breaks(problem, row)) is not None]
    doubling = [item for row in (*others, *reversed(ranked)) if (item := _doubles(row)) is not None]
    fastest = _fastest(ranked)
    return (*breaking[:2], *doubling[:1], *([fastest] if fastest else []))[:_MOST]


def _breaks(problem: Problem, row: ComparisonRow) -> Question | None:
    """Which input makes it fail? The other choices are inputs on which it was seen to be right."""
    breaking = _failing_input(problem, row)
    if not breaking or len(breaking) > _SHORT or row.report.verdict is Verdict.TLE:
        return None
    right = {case.name for case in row.report.cases if case.verdict is Verdict.AC}
    inputs = [case.given.text for case in problem.cases if case.name in right and isinstance(case.given, Stdin)]
    plain = {" ".join(text.split()): text for text in inputs if len(text) <= _SHORT}
    plain.pop(" ".join(breaking.split()), None)
    wrong_choices = sorted(plain.values(), key=lambda text: (len(text), text))[: _CHOICES - 1]
    if not wrong_choices:
        return None
    choices = sorted([*wrong_choices, breaking], key=lambda text: (len(text), text))
    return Question(
        text=f"Which of these inputs makes {shown(row)} fail?",
        choices=tuple(choice.rstrip("\n") for choice in choices),
        answer=choices.index(breaking),
    )


def _failing_input(problem: Problem, row: ComparisonRow) -> str:
    """The smallest input on which it was seen to fail; empty where there is none."""
    if row.stress is not None and row.stress.difference is not None:
        return row.stress.difference.stdin
    failing = {case.name for case in row.report.cases if case.verdict in (Verdict.WA, Verdict.RTE)}
    texts = [case.given.text for case in problem.cases if case.name in failing and isinstance(case.given, Stdin)]
    return min(texts, key=len, default="")


def _doubles(row: ComparisonRow) -> Question | None:
    """What doubling does, where the measured factor and the decided growth say the same."""
    found = doubling(row.growth)
    if not (row.right or too_slow(row)) or found is None or row.growth is None or row.growth.model is None:
        return None
    power = {"1": 0, "n": 1, "n log n": 1, "n^2": 2, "n^3": 3}.get(row.growth.model)
    if power is None or not _close(found.factor, 2.0**power):
        return None
    sizes = f"from {size(found.size)} to {size(found.doubled)}"
    return Question(
        text=f"How does the time of {shown(row)} change when n doubles {sizes}? It …",
        choices=_FACTORS,
        answer=power,
    )


def _close(one: float, other: float) -> bool:
    return one > 0 and max(one / other, other / one) <= _NEAR


def _fastest(ranked: Sequence[ComparisonRow]) -> Question | None:
    at = common_size(ranked)
    if at is None:
        return None
    by_time = sorted(ranked, key=lambda row: seconds_at(row, at))
    first, second = seconds_at(by_time[0], at), seconds_at(by_time[1], at)
    if second < 2 * CLEAR * first or second - first < NOISE_S:
        return None
    names = tuple(sorted(row.submission.name for row in ranked))
    return Question(
        text=f"Which program needs the least time at n = {size(at)}?",
        choices=names,
        answer=names.index(by_time[0].submission.name),
    )
