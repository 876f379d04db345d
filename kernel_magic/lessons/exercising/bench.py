"""Running answers to an exercise on its tests: one judge call an answer, the verdicts sorted by test."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kernel_magic.core.draft import ExerciseDraft
from kernel_magic.core.errors import JudgeError
from kernel_magic.core.exercise import CourseItem, ExerciseTest
from kernel_magic.core.problem import Contract, Expected, Prints, Raises, Returns, TestCase
from kernel_magic.core.source import Source
from kernel_magic.core.values import PlainValue, literal
from kernel_magic.core.verdict import CaseResult, JudgeReport, Observation, Verdict
from kernel_magic.lessons.failure import outcome_text
from kernel_magic.lessons.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class TestResult:
    """What one test came to for one answer."""

    __test__ = False  # pytest: this is a value, not a test class

    test: ExerciseTest
    cases: tuple[CaseResult, ...]

    @property
    def passed(self) -> bool:
        """Whether every case was accepted."""
        return bool(self.cases) and all(case.verdict is Verdict.AC for case in self.cases)

    @property
    def first_failure(self) -> tuple[TestCase, CaseResult] | None:
        """The first case that was not accepted."""
        pairs = zip(self.test.cases, self.cases, strict=True)
        return next(((case, result) for case, result in pairs if result.verdict is not Verdict.AC), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerResult:
    """What an answer came to on the tests of an exercise."""

    tests: tuple[TestResult, ...]
    report: JudgeReport

    @property
    def accepted(self) -> bool:
        """Whether every test is passed, and there is one."""
        return bool(self.tests) and all(result.passed for result in self.tests)

    @property
    def failing(self) -> tuple[TestResult, ...]:
        """The tests that are not passed."""
        return tuple(result for result in self.tests if not result.passed)

    def passing(self, *, visible: bool) -> tuple[TestResult, ...]:
        """The tests of a kind that are passed."""
        return tuple(result for result in self.tests if result.passed and result.test.visible is visible)


def contract_for(item: CourseItem, function: str, cases: Sequence[TestCase]) -> Contract:
    """How programs for an item are judged."""
    return Contract(
        function=function or None, cases=tuple(cases), checker=item.checker, limits=item.limits, files=item.files
    )


class Bench:
    """Judges answers to one exercise."""

    def __init__(self, draft: ExerciseDraft, work: Work) -> None:
        self.draft = draft
        self.work = work

    def run(self, answer: Source, tests: Sequence[ExerciseTest] | None = None) -> AnswerResult:
        """An answer on the tests of the draft, or on others.

        Raises:
            JudgeError: the judge itself failed: nothing can be said about the exercise.
            Cancelled: the person interrupted.
        """
        chosen = self.draft.tests if tests is None else tuple(tests)
        cases = [case for test in chosen for case in test.cases]
        text = f"{self.draft.prelude}\n{answer.text}" if self.draft.prelude else answer.text
        contract = contract_for(self.draft.item, self.draft.function, cases)
        contract = replace(contract, alone=self.draft.item.kind == "tests")
        report = self.work.judge.judge(Source(text=text), contract, cancelled=self.work.cancelled)
        self.work.stop_if_asked()
        fault = next((case for case in report.cases if case.verdict is Verdict.IE), None)
        if fault is not None:
            raise JudgeError(f"The judge could not run the exercise {self.draft.item.slug!r}: {fault.message}.")
        results = iter(report.cases)
        sorted_out = tuple(TestResult(test=test, cases=tuple(next(results) for _ in test.cases)) for test in chosen)
        return AnswerResult(tests=sorted_out, report=report)


def observed_on(program: Source, item: CourseItem, cases: Sequence[TestCase], work: Work) -> tuple[CaseResult, ...]:
    """What a program of the item does with each case, whatever the case expects.

    Raises:
        Cancelled: the person interrupted.
    """
    blank = [TestCase(name=case.name, given=case.given, expected=None, origin=case.origin) for case in cases]
    contract = contract_for(item, item.function, blank)
    report = work.judge.judge(program, contract, cancelled=work.cancelled)
    work.stop_if_asked()
    return report.cases


def expected_from(observation: Observation | None) -> Expected | None:
    """What was observed as what is to be expected; None where it cannot be put as a plain value."""
    if observation is None:
        return None
    if observation.kind == "raised":
        return Raises(exception=observation.text) if _is_built_in(observation.encoded) else None
    if observation.kind == "printed":
        return Prints(text=observation.text)
    value = plain_observed(observation.text)
    return None if value is None else Returns(value=value[0])


def plain_observed(text: str) -> tuple[PlainValue] | None:
    """The value that a display text stands for, in a tuple of one; None where it was cut, or is no plain value."""
    try:
        return (literal(text),)
    except ValueError:
        return None


def _is_built_in(encoded: str) -> bool:
    return encoded.startswith('["raised","builtins",')


def told(result: TestResult) -> str:
    """A failed test in one line to the teacher."""
    failure = result.first_failure
    if failure is None:
        return f"{result.test.title}: passed"
    case, outcome = failure
    return f"{result.test.title}: {case.text or case.name} gave {outcome_text(outcome)} ({outcome.verdict})"
