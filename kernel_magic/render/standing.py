"""Where a program of a comparison stands, and the badge of the whole: nothing unverified may look verified.

A program is *held* when it is accepted on secret data and agreed with another program on generated inputs. One that is
right as far as anybody looked, but was not held against anything, is *passed*. One that passes its samples while
independent programs disagree with it is *doubted*.
"""

from __future__ import annotations

from typing import Literal

from kernel_magic.core.comparison import Comparison, ComparisonRow
from kernel_magic.core.quantities import count, seconds
from kernel_magic.core.verdict import Verdict
from kernel_magic.render.document import NOTHING, Badge, Span, Tone

Standing = Literal["held", "passed", "doubted", "slow", "wrong", "unknown"]

LEAST_TRIALS = 10
"""Fewer generated inputs than this hold a program against nothing; a lesson asks for as many."""
_TOO_MUCH = (Verdict.TLE, Verdict.MLE, Verdict.OLE)
_MARKS: dict[Standing, tuple[str, Tone]] = {
    "held": ("✓", "ok"),
    "passed": ("◐", "part"),
    "doubted": ("◐", "part"),
    "slow": ("✗", "part"),
    "wrong": ("✗", "no"),
    "unknown": (NOTHING, "part"),
}


def standing(row: ComparisonRow, comparison: Comparison) -> Standing:
    """Where a program stands. Whatever is missing counts against it."""
    if row.verdict is Verdict.IE or (row.verdict is Verdict.AC and not row.report.cases):
        return "unknown"
    if row.verdict is not Verdict.AC:
        return "slow" if row.verdict in _TOO_MUCH else "wrong"
    if not row.right:
        return "doubted" if row.report.accepted else "wrong"
    return "held" if _held(row, comparison) else "passed"


def mark(row: ComparisonRow, comparison: Comparison) -> Span:
    """The verdict as a small mark: `✓ AC`, `◐ AC`, `✗ WA`."""
    where = standing(row, comparison)
    symbol, tone = _MARKS[where]
    return Span(text=f"{symbol} {'in doubt' if where == 'doubted' else row.verdict.value}", style=tone)


def has_secret_data(comparison: Comparison) -> bool:
    """Whether the problem has cases that the programs' authors have not seen."""
    return any(case.origin == "secret" for case in comparison.problem.cases)


def comparison_badge(comparison: Comparison) -> Badge:
    """How many programs are accepted, and by what."""
    found = [standing(row, comparison) for row in comparison.rows]
    held, passed, total = found.count("held"), found.count("passed"), len(found)
    if held:
        more = f", {passed} more on the cases alone" if passed else ""
        return Badge(symbol="✓", label=f"{held} of {total} accepted{more}", tone="ok")
    if passed:
        return Badge(symbol="◐", label=f"{passed} of {total} {_passed_words(comparison)}", tone="part")
    if total == 0 or found.count("unknown") == total:
        return Badge(symbol="✗", label="nothing could be judged", tone="no")
    return Badge(symbol="✗", label="none is accepted" if total > 1 else "not accepted", tone="no")


def comparison_ran(comparison: Comparison) -> str:
    """The line beside the badge: the cases, the generated inputs, the sandbox, the time."""
    parts = [_cases_words(comparison), *_stress_words(comparison), *_witness_words(comparison)]
    parts.append(f"sandbox level {comparison.isolation.level}")
    if comparison.usage.seconds > 0:
        parts.append(seconds(comparison.usage.seconds))
    return " · ".join(parts)


def _held(row: ComparisonRow, comparison: Comparison) -> bool:
    if not has_secret_data(comparison) or len(row.report.cases) < len(comparison.problem.cases):
        return False
    if _survived(row):
        return True
    # The reference itself is held by every other right program that agreed with it.
    is_reference = row.submission.name == comparison.reference
    return is_reference and any(other is not row and other.right and _survived(other) for other in comparison.rows)


def _survived(row: ComparisonRow) -> bool:
    return row.stress is not None and row.stress.trials >= LEAST_TRIALS and row.stress.difference is None


def _passed_words(comparison: Comparison) -> str:
    if has_secret_data(comparison):
        return "accepted on the cases alone"
    right = [row for row in comparison.rows if row.right]
    if any(_survived(row) or (row.witness is not None and row.witness.holds) for row in right):
        return "pass the samples and agree with each other" if len(right) > 1 else "passes the samples, others agree"
    return "pass the samples, nothing more is known" if len(right) > 1 else "passes the samples, nothing more is known"


def _cases_words(comparison: Comparison) -> str:
    samples = len(comparison.problem.samples)
    secret = sum(case.origin == "secret" for case in comparison.problem.cases)
    told = [count(samples, "sample")] * (samples > 0) + [count(secret, "secret case")] * (secret > 0)
    return ", ".join(told) or "no cases"


def _stress_words(comparison: Comparison) -> list[str]:
    reports = [row.stress for row in comparison.rows if row.stress is not None]
    trials = [report.trials for report in reports if report.trials > 0 and report.difference is None]
    if not trials:
        return []
    low, high = min(trials), max(trials)
    told = count(high, "generated input") if low == high else f"{low:,} to {count(high, 'generated input')}"
    return [f"{told}{' each' if len(trials) > 1 else ''} against {comparison.reference or 'each other'}"]


def _witness_words(comparison: Comparison) -> list[str]:
    agreed = [row.witness.cases for row in comparison.rows if row.right and row.witness is not None]
    return [f"independent programs agree on {count(max(agreed), 'generated input')}"] if any(agreed) else []
