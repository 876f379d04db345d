"""Whether the submissions of a package get the verdicts that their folders promise.

A submission that runs into the time limit against its promise is run once more: the machine may have been busy. The
package's time limit is taken as it stands; where it states none, the accepted submissions give it, as the form says.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

from kernel_magic.core.comparison import SubmissionCheck
from kernel_magic.core.contest import Problem, Submission
from kernel_magic.core.ports import Cancelled, Judge
from kernel_magic.core.problem import Contract, Limits, timed
from kernel_magic.core.source import Language
from kernel_magic.core.verdict import JudgeReport, Verdict
from kernel_magic.lessons.package_parts import Faults

_NEAR = 0.2
"""Nearer to the time limit than this share of it: another machine may give another verdict."""
_UNSTATED_S = 20.0
_LONGEST_NOTE = 400


class Verdicts:
    """Judges the submissions of one package."""

    def __init__(
        self,
        problem: Problem,
        judge: Judge,
        faults: Faults,
        *,
        missing: dict[Language, str],
        on_submission: Callable[[Submission], None],
        cancelled: Cancelled,
    ) -> None:
        """All that is needed.

        Args:
            problem: the package.
            judge: runs the programs.
            faults: takes warnings.
            missing: languages that cannot be judged here, with the reason.
            on_submission: is told which one comes next.
            cancelled: ends it.
        """
        self._problem = problem
        self._judge = judge
        self._faults = faults
        self._missing = missing
        self._on_submission = on_submission
        self._cancelled = cancelled
        self._limits = problem.limits

    def checks(self) -> Iterator[SubmissionCheck]:
        """Every submission; accepted ones first."""
        accepted = [item for item in self._problem.submissions if item.expected == {Verdict.AC}]
        others = [item for item in self._problem.submissions if item.expected != {Verdict.AC}]
        if self._problem.time_multiplier is not None:
            self._limits = timed(self._limits, _UNSTATED_S)
        checked = [self._check(item, self._limits) for item in accepted]
        if self._problem.time_multiplier is not None:
            self._take_time_limit(checked, self._problem.time_multiplier)
        yield from checked
        yield from (self._check(item, self._limits) for item in others)

    def _take_time_limit(self, checked: list[SubmissionCheck], multiplier: float) -> None:
        slowest = max((_slowest(item.report) for item in checked if item.report is not None), default=0.0)
        limit = float(max(1, math.ceil(slowest * multiplier)))
        self._limits = timed(self._limits, limit)
        message = (
            f"The slowest accepted submission needs {slowest:.2f} s, so the time limit is taken to be {limit:g} s."
        )
        self._faults.warnings.append(f"problem.yaml:1: {message} Write `limits: {{time_limit: {limit:g}}}`.")

    def _check(self, submission: Submission, limits: Limits) -> SubmissionCheck:
        language = submission.source.language
        if language in self._missing:
            note = f"not judged: {self._missing[language]}"
            return SubmissionCheck(submission=submission, report=None, ok=True, note=note)
        self._on_submission(submission)
        report = self._report(submission, limits)
        ok = _holds(submission, report.verdict)
        if ok and report.verdict is not Verdict.TLE:
            self._warn_if_near(submission, report, limits)
        return SubmissionCheck(
            submission=submission, report=report, ok=ok, note="" if ok else _note(submission, report)
        )

    def _report(self, submission: Submission, limits: Limits) -> JudgeReport:
        if submission.expected == {Verdict.TLE}:
            # Too slow for a longer limit is too slow for the limit, and not only just.
            report = self._judged(submission, timed(limits, limits.cpu_s * (1 + _NEAR)))
            if report.verdict is Verdict.TLE:
                return report
            report = self._judged(submission, limits)
            if report.verdict is Verdict.TLE:
                message = f"It is too slow for {limits.cpu_s:g} s, but with a fifth more it is not."
                self._faults.warnings.append(f"{submission.path}: {message} Add a larger case, or lower the limit.")
            return report
        report = self._judged(submission, limits)
        if report.verdict is Verdict.TLE and Verdict.TLE not in submission.expected:
            report = self._judged(submission, limits)
        return report

    def _judged(self, submission: Submission, limits: Limits) -> JudgeReport:
        contract = Contract(
            language=submission.source.language,
            cases=self._problem.cases,
            checker=self._problem.checker,
            limits=limits,
            stop_early=True,
        )
        return self._judge.judge(submission.source, contract, cancelled=self._cancelled)

    def _warn_if_near(self, submission: Submission, report: JudgeReport, limits: Limits) -> None:
        slowest = _slowest(report)
        if slowest > limits.cpu_s * (1 - _NEAR):
            message = f"It needs {slowest:.2f} s of {limits.cpu_s:g} s; a slower machine will not accept that."
            self._faults.warnings.append(f"{submission.path}: {message} Raise the limit, or make the data smaller.")


def _slowest(report: JudgeReport | None) -> float:
    return max((case.cpu_s for case in report.cases), default=0.0) if report is not None else 0.0


def _holds(submission: Submission, verdict: Verdict) -> bool:
    """Whether a verdict keeps the promise. In the form a program that runs out of memory has a run time error."""
    return verdict in submission.expected or (verdict is Verdict.MLE and Verdict.RTE in submission.expected)


def _note(submission: Submission, report: JudgeReport) -> str:
    promised = " or ".join(sorted(submission.expected))
    if report.verdict is Verdict.AC:
        return f"expected {promised}, accepted on all {len(report.cases)} cases"
    failed = report.first_failure
    if failed is None or report.verdict is Verdict.CE:
        where = f": {failed.message}" if failed is not None else ""
    else:
        where = f" on {failed.name}: it {failed.message}"
    return f"expected {promised}, got {report.verdict}{where}"[:_LONGEST_NOTE]
