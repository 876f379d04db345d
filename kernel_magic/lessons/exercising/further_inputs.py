"""Further inputs for the tests of an item: like the ones in the tests, and all right solutions do the same with them.

Where they part, the statement leaves it open. What is expected is what the reference was observed to do, never what
anybody said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kernel_magic.core.exercise import CourseItem, ExerciseTest
from kernel_magic.core.lesson import Task
from kernel_magic.core.problem import Call, TestCase
from kernel_magic.core.verdict import CaseResult
from kernel_magic.lessons.exercising.bench import expected_from, observed_on
from kernel_magic.lessons.exercising.test_code import call_text
from kernel_magic.lessons.witnesses.conditions import within_the_task
from kernel_magic.lessons.work import Work


def agreed_inputs(item: CourseItem, tests: Sequence[ExerciseTest], work: Work, *, count: int) -> list[TestCase]:
    """New calls like those of the tests, with what every right solution was observed to do there."""
    known = [case for test in tests for case in test.cases if isinstance(case.given, Call)]
    if not known or not item.function:
        return []
    made = work.judge.inputs_like(tuple(known), seed=work.options.seed or 0, count=count)
    task = Task(text=item.brief, function=item.function, cases=tuple(known), checker=item.checker)
    return _agreed(within_the_task(made, task), item, work)


def _agreed(made: Sequence[TestCase], item: CourseItem, work: Work) -> list[TestCase]:
    """The cases on which all right solutions do the same, expecting that."""
    programs = [item.reference, *(named.source for named in item.alternatives)]
    runs = [observed_on(program, item, made, work) for program in programs]
    kept: list[TestCase] = []
    for index, case in enumerate(made):
        first, *others = (results[index] for results in runs)
        if all(_same(first, other, item, work) for other in others):
            expected = expected_from(first.observed)
            if expected is not None:
                kept.append(replace(case, expected=expected, origin="generated", text=call_text(case, item.function)))
    return kept


def _same(one: CaseResult, other: CaseResult, item: CourseItem, work: Work) -> bool:
    if one.observed is None or other.observed is None:
        return False
    return work.judge.same(one.observed, other.observed, item.checker)
