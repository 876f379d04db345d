"""From a read submission to its grades: a test gives all its points or none; a fault of the judge costs none silently.

Nothing that a student can read here was made while a hidden case was in reach of the student's program, but words of
our own (`wording`). What the teacher reads, `private` and `reviews`, names cases and values.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kernel_magic.core.errors import KernelMagicError
from kernel_magic.core.exercise import Exercise, ExerciseTest
from kernel_magic.core.gradebook import Assignment, ExerciseGrade, GradedSubmission, Repair, SubmissionFile, TestGrade
from kernel_magic.core.ports import Cancelled, Judge
from kernel_magic.core.problem import TestCase
from kernel_magic.core.verdict import CaseResult, Verdict
from kernel_magic.grading.joining import same_code
from kernel_magic.grading.judging import Failing, Judging
from kernel_magic.grading.matching import names_of
from kernel_magic.grading.needed_code import CellCode, statements_in
from kernel_magic.grading.program import Program, program_of
from kernel_magic.grading.repair import ReadSubmission
from kernel_magic.grading.statements import Statement, made_names
from kernel_magic.grading.versions import version_of
from kernel_magic.grading.wording import example_text, in_detail, in_words, private_text

_LONGEST_CODE = 200_000
_MOST_LEFT_OUT = 3
_REMEMBERS = (
    "The visible cases pass on their own, but not together with others: does your code remember something from one "
    "call to the next?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Graded:
    grade: ExerciseGrade
    repairs: tuple[Repair, ...] = ()
    reviews: tuple[str, ...] = ()


def grade_submission(
    read: ReadSubmission, assignment: Assignment, judge: Judge, *, cancelled: Cancelled | None = None
) -> GradedSubmission:
    """The grades of a submission.

    Raises:
        JudgeError: the judge may not run anything on this host.
        Cancelled: `cancelled` said so.
    """
    statements = statements_in(read.own)
    parts = [
        _graded(exercise, answer.cell, statements, judge, cancelled)
        if answer.cell is not None
        else _Graded(grade=_without_answer(exercise, _why_no_answer(read)))
        for exercise, answer in zip(read.exercises, read.answers, strict=True)
    ]
    repairs = (*read.repairs, *(repair for part in parts for repair in part.repairs))
    reviews = [f"{each.cell}: {each.detail}" if each.cell else each.detail for each in repairs if each.review]
    reviews += [review for part in parts for review in part.reviews]
    return GradedSubmission(
        student=read.file.student,
        assignment=assignment.name,
        version=read.version,
        exercises=tuple(part.grade for part in parts),
        repairs=repairs,
        submitted=read.file.path is not None,
        digest=read.digest,
        file=read.file.where,
        reviews=tuple(dict.fromkeys(reviews)),
        file_digest=read.file_digest,
    )


def ungraded(file: SubmissionFile, assignment: Assignment, why: str) -> GradedSubmission:
    """What stands in the gradebook for a submission on which the grading itself failed: no points, and a review."""
    version = version_of(assignment, file.student)
    note = "Your work could not be graded by the program. A person will look at it; nothing is lost."
    return GradedSubmission(
        student=file.student,
        assignment=assignment.name,
        version=version,
        exercises=tuple(_without_answer(each, note, Verdict.IE) for each in assignment.versions[version]),
        repairs=(),
        submitted=file.path is not None,
        digest="",
        file=file.where,
        reviews=(f"The grading failed: {why}",),
    )


def _why_no_answer(read: ReadSubmission) -> str:
    if read.file.path is None:
        return "Nothing was handed in."
    if not read.own:
        return "The notebook could not be read, or holds no code."
    return "There is no cell with an answer to this exercise."


def _without_answer(exercise: Exercise, note: str, verdict: Verdict = Verdict.RTE) -> ExerciseGrade:
    tests = tuple(
        TestGrade(
            name=test.name,
            title=test.title,
            visible=test.visible,
            points=0.0,
            max_points=test.points,
            verdict=verdict,
            passed=0,
            cases=len(test.cases),
        )
        for test in exercise.tests
    )
    return ExerciseGrade(item=exercise.item, title=exercise.title, tests=tests, code="", note=note)


def _graded(
    exercise: Exercise, cell: CellCode, statements: tuple[Statement, ...], judge: Judge, cancelled: Cancelled | None
) -> _Graded:
    if not cell.text.strip():
        return _Graded(grade=_without_answer(exercise, "The cell with the answer is empty."))
    program = program_of(exercise, cell, statements)
    if len(program.text) > _LONGEST_CODE:
        note = f"The code is longer than {_LONGEST_CODE:,} characters; it was not run. A person will look at it."
        return _Graded(grade=_without_answer(exercise, note, Verdict.IE), reviews=(f"{exercise.item}: {note}",))
    judging = Judging(judge, exercise, program, cancelled)
    judging.run()
    left_out: set[str] = set()
    while len(left_out) < _MOST_LEFT_OUT and (raising := _raising_statement(judging, program)):
        left_out.add(raising)
        program = program_of(exercise, cell, statements, without=left_out)
        judging = Judging(judge, exercise, program, cancelled)
        judging.run()
    return _Grading(exercise, cell, program, judging).graded(left_out)


def _raising_statement(judging: Judging, program: Program) -> str:
    """The statement of another cell that keeps the solution cell from being run; empty where none does."""
    failure = judging.load_failure
    line = program.lines.shown(failure.line) if failure is not None else 0
    return next((text for first, last, text in program.code.taken if first <= line <= last), "")


class _Grading:
    """The grades of one exercise, out of its runs."""

    def __init__(self, exercise: Exercise, cell: CellCode, program: Program, judging: Judging) -> None:
        self._exercise = exercise
        self._cell = cell
        self._program = program
        self._judging = judging

    def graded(self, left_out: set[str]) -> _Graded:
        """Grades, with what the teacher should know."""
        runs = {test.name: self._judging.of_test(test) for test in self._exercise.tests}
        failing = [(test, failure[1]) for test in self._exercise.tests if (failure := _failure(runs[test.name]))]
        shown = {} if self._judging.load_failure is not None else self._judging.shown(failing)
        tests = tuple(self._test(test, runs[test.name], shown.get(test.name)) for test in self._exercise.tests)
        item = self._exercise.item
        code = self._program.code
        grade = ExerciseGrade(
            item=item, title=self._exercise.title, tests=tests, code=code.text, note=self._note(len(failing))
        )
        repairs: list[Repair] = []
        if code.outside:
            detail = f"The answer uses what other cells make: {', '.join(code.outside)[:300]}."
            repairs.append(Repair(kind="outside_cell", detail=detail, cell=item))
        if left_out:
            detail = f"Statements of other cells that raise were left out: {'; '.join(sorted(left_out))[:300]}."
            repairs.append(Repair(kind="outside_cell", detail=detail, cell=item, review=True))
        return _Graded(grade=grade, repairs=tuple(repairs), reviews=tuple(self._reviews(failing)))

    def _test(
        self, test: ExerciseTest, runs: Sequence[tuple[TestCase, CaseResult | None]], shown: Failing | None
    ) -> TestGrade:
        failure = _failure(runs)
        passed = sum(result is not None and result.verdict is Verdict.AC for _, result in runs)
        message = example = private = ""
        if failure is not None:
            message = self._message(test, failure[1], shown)
            told = self._judging.load_failure or failure[1]
            private = private_text(failure[0], told, self._exercise.function, self._program.lines)
            if shown is not None:
                example = example_text(shown.case, shown.result, self._exercise.function, self._program.lines)
        return TestGrade(
            name=test.name,
            title=test.title,
            visible=test.visible,
            points=0.0 if failure is not None else test.points,
            max_points=test.points,
            verdict=failure[1].verdict if failure is not None else Verdict.AC,
            passed=passed,
            cases=len(runs),
            message=message,
            example=example,
            private=private,
        )

    def _message(self, test: ExerciseTest, result: CaseResult, shown: Failing | None) -> str:
        limits, function = self._exercise.limits, self._exercise.function
        safe = self._judging.load_failure  # nothing was asked yet when the code was loaded
        if safe is None and shown is not None and (test.visible or shown.result.verdict is result.verdict):
            safe = shown.result
        if safe is not None:
            return in_detail(safe, limits, function, self._program.lines.shown(safe.line))
        remembers = test.visible and (result.verdict is Verdict.WA or result.reason == "exception")
        return _REMEMBERS if remembers else in_words(result, limits, function)

    def _note(self, failing: int) -> str:
        """To the student, on the exercise as a whole. Nothing in it was said by a run that knew a case."""
        failure = self._judging.load_failure
        if same_code(self._cell.text, self._exercise.starter.text):
            return "The cell is still as it was given out."
        if failure is not None and failure.reason in ("syntax", "exception"):
            return f"The code did not run: {self._program.lines.message(failure)}."
        made = made_names(self._program.code.text)
        absent = sorted(names_of(self._exercise) - made) if made is not None and failing else []
        return f"The code does not define {', '.join(f'`{name}`' for name in absent)}." if absent else ""

    def _reviews(self, failing: Sequence[tuple[ExerciseTest, CaseResult]]) -> list[str]:
        item = self._exercise.item
        faults = [(test, result) for test, result in failing if result.verdict is Verdict.IE]
        found = [
            f"{item}: the judge could not run the test {test.name!r}: {result.message[:200]}" for test, result in faults
        ]
        if any(result.reason == "security" for _, result in failing):
            found.append(f"{item}: the code tried something that is not allowed: an attempt on the judge, perhaps.")
        return found


def _failure(runs: Sequence[tuple[TestCase, CaseResult | None]]) -> tuple[TestCase, CaseResult] | None:
    """The first case that was not accepted; one that the judge could not run only where no other failed."""
    failed = [(case, result) for case, result in runs if result is not None and result.verdict is not Verdict.AC]
    return next((pair for pair in failed if pair[1].verdict is not Verdict.IE), failed[0] if failed else None)


def describe(error: Exception) -> str:
    """An error of the grading in a sentence to the teacher."""
    return str(error) if isinstance(error, KernelMagicError) else f"{type(error).__name__}: {error}"[:300]
