"""`kernel-magic/problem-check/1`: the JSON form of a checked problem package."""

from __future__ import annotations

from kernel_magic.core.comparison import ProblemCheck, SubmissionCheck
from kernel_magic.core.serial import JsonObject

_DIGITS = 6


def problem_check_json(check: ProblemCheck) -> JsonObject:
    """Whether a package is sound, and what every submission did."""
    return {
        "schema": "kernel-magic/problem-check/1",
        "problem": check.slug,
        "title": check.title,
        "sound": check.sound,
        "errors": list(check.errors),
        "warnings": list(check.warnings),
        "submissions": [_submission(item) for item in check.submissions],
        "unjudged": [item.submission.path for item in check.submissions if item.report is None],
    }


def _submission(item: SubmissionCheck) -> JsonObject:
    """`expected` is one verdict, or several joined by `|`, as any of them will do."""
    report = item.report
    failed = report.first_failure if report is not None else None
    cases = report.cases if report is not None else ()
    return {
        "path": item.submission.path,
        "language": item.submission.source.language,
        "expected": "|".join(sorted(item.submission.expected)),
        "verdict": report.verdict.value if report is not None else None,
        "ok": item.ok,
        "note": item.note,
        "failed_case": failed.name if failed is not None else None,
        "cases_run": len(cases),
        "cpu_s_max": round(max((case.cpu_s for case in cases), default=0.0), _DIGITS),
        "peak_mib_max": round(max((case.peak_mib for case in cases), default=0.0), _DIGITS),
    }
