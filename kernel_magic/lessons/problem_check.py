"""`problem check`: is a package sound, and does every submission get the verdict that its folder promises?

Takes what was read of the package as a value, runs its programs through the judge, and says every fault. Where a
language is not installed its programs are not judged, and that is said: `sound` then speaks of the others only.
"""

from __future__ import annotations

from collections.abc import Sequence

from kernel_magic.core.comparison import ProblemCheck, SubmissionCheck
from kernel_magic.core.contest import Problem, Submission
from kernel_magic.core.errors import Cancelled
from kernel_magic.core.ports import Cancelled as IsCancelled
from kernel_magic.core.ports import Judge, OnProgress, Progress
from kernel_magic.core.source import Language
from kernel_magic.core.verdict import Verdict
from kernel_magic.lessons.package_parts import (
    Faults,
    check_answers,
    check_generators,
    check_inputs,
    languages_of,
    named_validators,
    without,
)
from kernel_magic.lessons.package_verdicts import Verdicts


def check_problem(
    problem: Problem,
    judge: Judge,
    *,
    errors: Sequence[str] = (),
    warnings: Sequence[str] = (),
    on_progress: OnProgress = lambda _: None,
    cancelled: IsCancelled = lambda: False,
) -> ProblemCheck:
    """Check a package.

    Args:
        problem: what was read of it.
        judge: runs its programs.
        errors: what reading it found; with any, nothing is run: what came out would say little.
        warnings: what reading it found besides.
        on_progress: is told where the work stands.
        cancelled: ends it.

    Raises:
        JudgeError: the judge cannot work here.
        Cancelled: the person interrupted.
    """
    if errors:
        return _unread(problem, errors, warnings)
    return _Check(problem, judge, Faults(warnings=list(warnings)), on_progress, cancelled).run()


def _unread(problem: Problem, errors: Sequence[str], warnings: Sequence[str]) -> ProblemCheck:
    note = "not judged, because the package has errors"
    return ProblemCheck(
        slug=problem.slug,
        title=problem.title,
        errors=tuple(errors),
        warnings=tuple(warnings),
        submissions=tuple(
            SubmissionCheck(submission=item, report=None, ok=False, note=note) for item in problem.submissions
        ),
    )


class _Check:
    """One package on its way."""

    def __init__(
        self, problem: Problem, judge: Judge, faults: Faults, on_progress: OnProgress, cancelled: IsCancelled
    ) -> None:
        self._problem = problem
        self._judge = judge
        self._faults = faults
        self._on_progress = on_progress
        self._cancelled = cancelled
        self._missing = self._missing_languages()
        self._judged = 0

    def run(self) -> ProblemCheck:
        """All of it."""
        problem, judge, faults = self._runnable(), self._judge, self._faults
        self._tell("inputs and validators")
        if check_inputs(problem, judge, faults, self._cancelled):
            self._tell("generators")
            check_generators(problem, judge, faults, self._cancelled)
        self._tell("answers")
        checker = problem.checker.program
        works = True
        if checker is None or checker.language not in self._missing:
            works = check_answers(problem, judge, faults, self._cancelled)
        submissions = self._submissions(works=works)
        self._on_progress(Progress(stage="done", message="done"))
        return ProblemCheck(
            slug=problem.slug,
            title=problem.title,
            errors=tuple(faults.errors),
            warnings=tuple(faults.warnings),
            submissions=submissions,
        )

    def _submissions(self, *, works: bool) -> tuple[SubmissionCheck, ...]:
        checker = self._problem.checker.program
        if not works or (checker is not None and checker.language in self._missing):
            why = "does not work" if not works else f"cannot be run here ({self._missing[checker.language]})"  # type: ignore[union-attr]  # there is one
            note = f"not judged: the output validator {why}"
            return tuple(
                SubmissionCheck(submission=item, report=None, ok=works, note=note) for item in self._problem.submissions
            )
        verdicts = Verdicts(
            self._problem,
            self._judge,
            self._faults,
            missing=self._missing,
            on_submission=self._tell_submission,
            cancelled=self._cancelled,
        )
        checks = tuple(verdicts.checks())
        if not any(item.report is not None and Verdict.AC in item.submission.expected for item in checks):
            message = "No accepted submission could be judged here: nothing says that the answers are right."
            self._faults.errors.append(f"submissions/accepted: {message} Add one in Python.")
        return checks

    def _missing_languages(self) -> dict[Language, str]:
        """Languages of the package that are not judged here; finding out may take a while."""
        used = {item.source.language for item in self._problem.submissions}
        used |= {source.language for _, source in languages_of(self._problem)}
        if used <= {"python"}:
            return {}
        self._tell("languages")
        return {
            offer.language: offer.detail or f"{offer.language} is not installed"
            for offer in self._judge.languages()
            if offer.language in used and not offer.offered
        }

    def _runnable(self) -> Problem:
        """The package without the input validators that this machine cannot run; that is said."""
        lost = []
        for path, source in named_validators(self._problem):
            if source.language in self._missing:
                lost.append(source)
                message = f"The input validator was not run: {self._missing[source.language]}."
                self._faults.warnings.append(f"{path}: {message} Inputs were checked without it.")
        return without(self._problem, lost)

    def _tell_submission(self, submission: Submission) -> None:
        self._judged += 1
        self._tell(submission.path.removeprefix("submissions/"), self._judged)

    def _tell(self, what: str, done: int = 0) -> None:
        if self._cancelled():
            raise Cancelled
        total = len(self._problem.submissions) if done else None
        message = f"{self._problem.slug}: {what}"
        self._on_progress(Progress(stage="judge", message=message, done=done, total=total))
