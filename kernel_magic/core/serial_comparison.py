"""`kernel-magic/comparison/1`: the JSON form of a comparison.

A row's `verdict` counts what stress testing found: a program that fails on a generated input is never `AC` here. What
was not tried or not measured is there all the same, and says so: no trials, no model.
"""

from __future__ import annotations

from kernel_magic.core.comparison import Comparison, ComparisonRow, Difference, StressReport
from kernel_magic.core.growth import Growth
from kernel_magic.core.serial import (
    JsonObject,
    case_json,
    diagnostics_json,
    isolation_json,
    provenance_json,
    question_json,
    usage_json,
    witness_json,
)
from kernel_magic.core.serial_growth import growth_fields
from kernel_magic.core.verdict import JudgeReport

_DIGITS = 6


def comparison_json(comparison: Comparison) -> JsonObject:
    """What `compare` found out."""
    problem = comparison.problem
    cases: JsonObject = {
        origin: sum(case.origin == origin for case in problem.cases) for origin in ("sample", "secret")
    }
    return {
        "schema": "kernel-magic/comparison/1",
        "problem": problem.slug,
        "title": problem.title,
        "cases": cases,
        "rows": [_row(row) for row in comparison.rows],
        "ranking": list(comparison.ranking),
        "unjudged": list(comparison.unjudged),
        "reference": comparison.reference,
        "common_size": comparison.common_size,
        "findings": list(comparison.findings),
        "questions": [question_json(question) for question in comparison.questions],
        "isolation": isolation_json(comparison.isolation),
        "provenance": provenance_json(comparison.provenance) if comparison.provenance else None,
        "usage": usage_json(comparison.usage),
    }


def _row(row: ComparisonRow) -> JsonObject:
    submission = row.submission
    return {
        "name": submission.name,
        "idea": submission.idea,
        "origin": submission.origin,
        "language": submission.source.language,
        "path": submission.path,
        "verdict": row.verdict.value,
        "right": row.right,
        "report": _report(row.report),
        "stress": _stress(row.stress),
        "witness": witness_json(row.witness) if row.witness else None,
        "complexity": _complexity(row.growth),
        "cpu_s_max": _rounded(row.cpu_s_max),
        "peak_mib_max": _rounded(row.peak_mib_max),
        "lines": row.lines,
        "when": row.when,
        "merged": list(row.merged),
        "code": submission.source.text,
    }


def _report(report: JudgeReport) -> JsonObject:
    return {
        "verdict": report.verdict.value,
        "cases": [case_json(case) for case in report.cases],
        "diagnostics": diagnostics_json(report),
        "floor": {"cpu_s": _rounded(report.floor.cpu_s), "peak_mib": _rounded(report.floor.peak_mib)},
    }


def _stress(report: StressReport | None) -> JsonObject:
    if report is None:
        return {"trials": 0, "counterexample": None, "seconds": 0.0, "refused": 0, "note": "not tried"}
    return {
        "trials": report.trials,
        "counterexample": _difference(report.difference) if report.difference else None,
        "seconds": _rounded(report.seconds),
        "refused": report.refused,
        "note": report.note,
    }


def _difference(difference: Difference) -> JsonObject:
    return {
        "input": difference.stdin,
        "expected": difference.expected,
        "got": difference.got,
        "verdict": difference.verdict.value,
        "place": difference.place,
        "seed": difference.seed,
        "shrunk_from": difference.shrunk_from,
    }


def _complexity(growth: Growth | None) -> JsonObject:
    if growth is None:
        growth = Growth(model=None, runner_up=None, decided=False, samples=(), reason="not measured")
    return growth_fields(growth)


def _rounded(value: float) -> float:
    """Seconds and mebibytes."""
    return round(value, _DIGITS)
