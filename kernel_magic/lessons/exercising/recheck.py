"""Does a built exercise still hold here? Its reference must pass its tests, and its starter must not."""

from __future__ import annotations

from kernel_magic.core.exercise import Exercise
from kernel_magic.core.problem import Contract
from kernel_magic.core.source import Source
from kernel_magic.core.verdict import JudgeReport
from kernel_magic.lessons.work import Work


def recheck(exercise: Exercise, work: Work) -> tuple[str, ...]:
    """What does not hold, a sentence each; empty where all of it does.

    Raises:
        Cancelled: the person interrupted.
    """
    problems: list[str] = []
    reference = _judged(exercise, exercise.reference, work)
    failure = reference.first_failure
    if failure is not None:
        problems.append(f"its reference fails the case {failure.name}: {failure.message} ({failure.verdict})")
    if _judged(exercise, exercise.starter, work).accepted:
        problems.append("its starter passes every test")
    return tuple(problems)


def _judged(exercise: Exercise, answer: Source, work: Work) -> JudgeReport:
    contract = Contract(
        function=exercise.function or None,
        cases=tuple(case for test in exercise.tests for case in test.cases),
        checker=exercise.checker,
        limits=exercise.limits,
        files=exercise.files,
    )
    report = work.judge.judge(Source(text=f"{exercise.prelude}\n{answer.text}"), contract, cancelled=work.cancelled)
    work.stop_if_asked()
    return report
