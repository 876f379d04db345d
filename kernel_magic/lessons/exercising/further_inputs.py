"""Further inputs for the tests of an item: like the ones in the tests, and all right solutions do the same with them.

Where they part, the statement leaves it open. What is expected is what the reference was observed to do, never what
anybody said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kernel_magic.core.exercise import CourseItem, ExerciseTest
from kernel_magic.core.lesson import Task
from kernel_magic.core.problem import Call, Expression, Given, Returns, TestCase
from kernel_magic.core.values import PlainValue
from kernel_magic.core.verdict import CaseResult
from kernel_magic.lessons.exercising.bench import expected_from, observed_on
from kernel_magic.lessons.exercising.near_constants import near_constants
from kernel_magic.lessons.exercising.test_code import call_text, value_text
from kernel_magic.lessons.exercising.varied_cases import VARIED, varied_cases
from kernel_magic.lessons.witnesses.conditions import within_the_task
from kernel_magic.lessons.work import Work

INPUTS = 300
"""So many inputs are made, where so many can be, on which a survivor must do the same as the reference."""


def agreed_inputs(item: CourseItem, tests: Sequence[ExerciseTest], work: Work, *, count: int) -> list[TestCase]:
    """New calls like those of the tests, with what every right solution was observed to do there."""
    known = _calls(tests) if item.function else ()
    made = work.judge.inputs_like(known, seed=work.options.seed or 0, count=count) if known else ()
    return _agreed(_allowed(made, known, item), item, work)


def _calls(tests: Sequence[ExerciseTest]) -> tuple[TestCase, ...]:
    return tuple(case for test in tests for case in test.cases if isinstance(case.given, Call))


def _allowed(made: Sequence[TestCase], known: tuple[TestCase, ...], item: CourseItem) -> tuple[TestCase, ...]:
    return within_the_task(made, Task(text=item.brief, function=item.function, cases=known, checker=item.checker))


def telling_inputs(item: CourseItem, tests: Sequence[ExerciseTest], work: Work, *, count: int) -> list[TestCase]:
    """Such calls, some with values that the reference names; asked for their arguments afterwards, if it changes them.

    Such a question has the name of the call that it asks about. Where all right solutions leave their arguments alone,
    nobody said that others have to, so nothing is asked.
    """
    known, seed = _calls(tests), work.options.seed or 0
    if not known or not item.function:
        return []
    named = near_constants(item.reference, known, seed=seed, count=count // 3)
    like = work.judge.inputs_like(known, seed=seed, count=count - len(named))
    made = _allowed([*like, *named], known, item)
    asked = [(case, _with_arguments(case, item.function)) for case in made]
    afterwards = _agreed([after for _, after in asked if after is not None], item, work)
    before = {case.name: case.given for case in made}
    changes = any(_is_changed(after, before[after.name]) for after in afterwards)
    return [*_agreed(made, item, work), *(afterwards if changes else [])]


def varied_inputs(item: CourseItem, tests: Sequence[ExerciseTest], work: Work) -> list[TestCase]:
    """Tests with statements before them, with other values: what every right solution was observed to do there.

    They show whether a survivor is another program. Tests are not made of them: which lines may follow each other with
    which values, the author knows. None where files may be written: what one case leaves there, the next one finds.
    """
    if item.files:
        return []
    made = varied_cases([case for test in tests for case in test.cases], seed=work.options.seed or 0, count=INPUTS)
    return _agreed(made, item, work)


def _with_arguments(case: TestCase, function: str) -> TestCase | None:
    """The call as one expression with its lists, dictionaries and sets after it; None where it has none."""
    if not isinstance(case.given, Call):
        return None
    names: list[str] = []
    words = [_word(value, names) for value in case.given.args]
    words += [f"{name}={_word(value, names)}" for name, value in case.given.kwargs.items()]
    if not names:
        return None
    return replace(case, given=Expression(expression=f"({function}({', '.join(words)}), {', '.join(names)})"))


def _word(value: PlainValue, names: list[str]) -> str:
    if not isinstance(value, (list, dict, set)):
        return value_text(value)
    names.append(f"given_{len(names) + 1}")
    return f"({names[-1]} := {value_text(value)})"


def _is_changed(after: TestCase, before: Given) -> bool:
    if not isinstance(after.expected, Returns) or not isinstance(after.expected.value, tuple):
        return False
    values = [*before.args, *before.kwargs.values()] if isinstance(before, Call) else []
    given = [value_text(value) for value in values if isinstance(value, (list, dict, set))]
    return [value_text(value) for value in after.expected.value[1:]] != given


def _agreed(made: Sequence[TestCase], item: CourseItem, work: Work) -> list[TestCase]:
    """The cases on which all right solutions do the same, expecting that."""
    if not made:
        return []
    programs = [item.reference, *(named.source for named in item.alternatives)]
    runs = [observed_on(program, item, made, work) for program in programs]
    kept: list[TestCase] = []
    for index, case in enumerate(made):
        first, *others = (results[index] for results in runs)
        if all(_same(first, other, item, work) for other in others):
            expected = expected_from(first.observed)
            if expected is not None:
                text = case.text if case.name.startswith(VARIED) else call_text(case, item.function)
                kept.append(replace(case, expected=expected, origin="generated", text=text))
    return kept


def _same(one: CaseResult, other: CaseResult, item: CourseItem, work: Work) -> bool:
    if one.observed is None or other.observed is None:
        return False
    return work.judge.same(one.observed, other.observed, item.checker)
