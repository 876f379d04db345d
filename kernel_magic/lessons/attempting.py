"""`%coder check`: answers to exercises are judged on their visible tests. No model takes part, no hidden test is here.

The code is judged the way it will be graded: what a cell defined before it raised counts, as in a notebook.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kernel_magic.core.attempt import Answer, Attempts, ExerciseAttempt, GivenExercise, GivenTest
from kernel_magic.core.gradebook import TestGrade
from kernel_magic.core.lesson import Counterexample
from kernel_magic.core.ports import Progress
from kernel_magic.core.problem import Contract, TestCase
from kernel_magic.core.source import Diagnostic, Source
from kernel_magic.core.verdict import CaseResult, JudgeReport, Verdict
from kernel_magic.lessons.failure import expected_text, given_text, outcome_text
from kernel_magic.lessons.work import Work

_SHOWN = 300
"""Characters of a value that are shown."""


def judge_answers(answers: Sequence[Answer], work: Work) -> Attempts:
    """Each answer on the visible tests of its exercise.

    Raises:
        JudgeError: the judge cannot work.
        Cancelled: the person interrupted.
    """
    made: list[ExerciseAttempt] = []
    for answer in answers:
        work.report(Progress(stage="judge", message=f"running the visible tests of {answer.exercise.item}"))
        made.append(_judged(answer, work))
    work.report(Progress(stage="done", message="done"))
    return Attempts(attempts=tuple(made))


def _judged(answer: Answer, work: Work) -> ExerciseAttempt:
    exercise = answer.exercise
    runnable = [test for test in exercise.tests if test.cases]
    if not answer.code.strip() or not runnable:
        return ExerciseAttempt(answer=answer)
    contract = _contract(exercise, [case for test in runnable for case in test.cases])
    report = work.judge.judge(Source(text=answer.program), contract, cancelled=work.cancelled)
    work.stop_if_asked()
    before = answer.first_line - 1
    # people see lines of their cell, not of the text that was judged
    results = iter([case.at_line(max(case.line - before, 0)) for case in report.cases])
    pairs = [(test, [(case, next(results)) for case in test.cases]) for test in runnable]
    failing = [pair for _, judged in pairs for pair in judged if pair[1].verdict not in (Verdict.AC, Verdict.IE)]
    return ExerciseAttempt(
        answer=answer,
        tests=tuple(_grade(test, judged, exercise) for test, judged in pairs),
        counterexample=None if report.diagnostics else _smallest(failing, exercise),
        diagnostics=_diagnostics(report, before),
        isolation=report.isolation,
    )


def _contract(exercise: GivenExercise, cases: Sequence[TestCase]) -> Contract:
    # Names of cases are a test's own; in one contract every case needs its own.
    named = tuple(replace(case, name=str(number)) for number, case in enumerate(cases, 1))
    return Contract(
        function=exercise.function or None,
        cases=named,
        checker=exercise.checker,
        limits=exercise.limits,
        files=exercise.files,
        alone=exercise.kind == "tests",
        notebook=True,
    )


def _grade(test: GivenTest, judged: Sequence[tuple[TestCase, CaseResult]], exercise: GivenExercise) -> TestGrade:
    failed = next(((case, result) for case, result in judged if result.verdict is not Verdict.AC), None)
    return TestGrade(
        name=test.name,
        title=test.title,
        visible=True,
        points=test.points if failed is None else 0.0,
        max_points=test.points,
        verdict=Verdict.AC if failed is None else failed[1].verdict,
        passed=sum(result.verdict is Verdict.AC for _, result in judged),
        cases=len(judged),
        message="" if failed is None else failed[1].message or outcome_text(failed[1]),
        example="" if failed is None or failed[1].verdict is Verdict.CE else _given(failed[0], exercise),
    )


def _smallest(failing: Sequence[tuple[TestCase, CaseResult]], exercise: GivenExercise) -> Counterexample | None:
    if not failing:
        return None
    case, result = min(failing, key=lambda pair: len(_given(pair[0], exercise)))
    seen = result.observed
    # what was raised, and where, stands in the message; of a value the judge's words repeat what is expected
    got = result.message if seen is None or seen.kind == "raised" else outcome_text(result)
    return Counterexample(input=_given(case, exercise), expected=_cut(expected_text(case)), got=_cut(got))


def _given(case: TestCase, exercise: GivenExercise) -> str:
    return _cut("; ".join(given_text(case, exercise.function or None).split("\n")))


def _diagnostics(report: JudgeReport, before: int) -> tuple[Diagnostic, ...]:
    return tuple(replace(each, line=each.line - before) for each in report.diagnostics)


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
