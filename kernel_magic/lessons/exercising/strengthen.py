"""More tests where mutants survive, and examples that may be shown: both from inputs like the ones in the tests.

An input counts only where all right solutions do the same with it: where they part, the statement leaves it open. What
is expected is what the reference was observed to do, never what anybody said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kernel_magic.core.draft import ExerciseDraft
from kernel_magic.core.exercise import ExerciseTest, MutationReport, Survivor
from kernel_magic.core.lesson import Task
from kernel_magic.core.ports import Progress
from kernel_magic.core.problem import Call, TestCase
from kernel_magic.core.source import Source
from kernel_magic.core.verdict import CaseResult, Verdict
from kernel_magic.lessons.exercising.bench import contract_for, expected_from, observed_on
from kernel_magic.lessons.exercising.kinds.parts import shared_out
from kernel_magic.lessons.exercising.test_code import call_text, test_code
from kernel_magic.lessons.failure import counted
from kernel_magic.lessons.witnesses.conditions import within_the_task
from kernel_magic.lessons.work import Work

INPUTS = 300
"""Inputs on which a survivor must do the same as the reference before it is called equivalent."""
PUBLIC = 12
_LONGEST_SHOWN = 200
_FEW = 3
_MORE = "more-inputs"
_TITLE = "further inputs of the same kind"


def agreed_inputs(draft: ExerciseDraft, tests: Sequence[ExerciseTest], work: Work, *, count: int) -> list[TestCase]:
    """New cases like those of the tests, with what every right solution was observed to do there."""
    item = draft.item
    known = [case for test in tests for case in test.cases if isinstance(case.given, Call)]
    if not known or not draft.function:
        return []
    made = work.judge.inputs_like(tuple(known), seed=work.options.seed or 0, count=count)
    made = within_the_task(
        made, Task(text=item.brief, function=item.function, cases=tuple(known), checker=item.checker)
    )
    programs = [item.reference, *(named.source for named in item.alternatives)]
    runs = [observed_on(program, item, made, work) for program in programs]
    kept: list[TestCase] = []
    for index, case in enumerate(made):
        first, *others = (results[index] for results in runs)
        if all(_same(first, other, draft, work) for other in others):
            expected = expected_from(first.observed)
            if expected is not None:
                kept.append(replace(case, expected=expected, origin="generated", text=call_text(case, item.function)))
    return kept


def _same(one: CaseResult, other: CaseResult, draft: ExerciseDraft, work: Work) -> bool:
    if one.observed is None or other.observed is None:
        return False
    return work.judge.same(one.observed, other.observed, draft.item.checker)


def strengthened(
    draft: ExerciseDraft, report: MutationReport, work: Work, *, always: bool = False
) -> tuple[ExerciseDraft, MutationReport]:
    """The draft with a further hidden test that kills the survivors which any input can kill, and the report for it.

    `always`: a few further inputs are tested even where nothing survives, because another variant needs such a test.
    """
    if draft.mutated is None or not (report.survivors or always):
        return draft, report
    asked = draft.mutation_tests or draft.tests
    inputs = agreed_inputs(draft, asked, work, count=INPUTS)
    if not inputs or draft.mutation_tests:
        return draft, report
    work.report(
        Progress(stage="stress", message=f"seeking inputs that kill {counted(len(report.survivors), 'mutant')}")
    )
    killers: dict[str, TestCase] = {}
    left: list[Survivor] = []
    for survivor in report.survivors:
        killer = _killer(survivor, inputs, draft, work)
        if killer is None:
            left.append(replace(survivor, equivalent=True, tried=len(inputs)))
        else:
            killers.setdefault(killer.text, killer)
    fallen = len(report.survivors) - len(left)
    operators = _recounted(report, left)
    report = replace(report, killed=report.killed + fallen, survivors=tuple(left), operators=operators)
    chosen = list(killers.values()) or (inputs[:_FEW] if always else [])
    return (_with_test(draft, chosen) if chosen else draft), report


def _killer(survivor: Survivor, inputs: list[TestCase], draft: ExerciseDraft, work: Work) -> TestCase | None:
    """The smallest input on which the mutant is not accepted."""
    contract_cases = tuple(inputs)
    results = _judged(Source(text=survivor.text), contract_cases, draft, work)
    failing = [
        case for case, result in zip(inputs, results, strict=True) if result.verdict not in (Verdict.AC, Verdict.IE)
    ]
    return min(failing, key=lambda case: (len(case.text), case.text), default=None)


def _judged(program: Source, cases: tuple[TestCase, ...], draft: ExerciseDraft, work: Work) -> tuple[CaseResult, ...]:
    contract = contract_for(draft.item, draft.item.function, cases)
    report = work.judge.judge(program, contract, cancelled=work.cancelled)
    work.stop_if_asked()
    return report.cases


def _recounted(report: MutationReport, left: list[Survivor]) -> tuple[tuple[str, int, int], ...]:
    surviving = [survivor.operator for survivor in left]
    return tuple((name, mutants, mutants - surviving.count(name)) for name, mutants, _ in report.operators)


def _with_test(draft: ExerciseDraft, cases: list[TestCase]) -> ExerciseDraft:
    named = tuple(replace(case, name=f"{_MORE}/{number}") for number, case in enumerate(cases, 1))
    code = test_code(named, draft.item.function, draft.item.checker)
    worth = [test.points for test in draft.tests]
    test = ExerciseTest(name=_MORE, title=_TITLE, cases=named, visible=False, points=0.0, code=code, origin="generated")
    # What the exercise is worth is the author's to say, and the same in every variant.
    points = shared_out(sum(worth), [*worth, sum(worth) / len(worth)])
    tests = (*draft.tests, test)
    return replace(draft, tests=tuple(replace(each, points=part) for each, part in zip(tests, points, strict=True)))


def with_public_examples(draft: ExerciseDraft, work: Work) -> ExerciseDraft:
    """The draft with examples for each hidden test that may be shown: none is a case of a hidden test."""
    if not draft.function:
        return draft
    secret = {call_text(case, draft.function) for test in draft.tests if not test.visible for case in test.cases}
    tests = []
    for test in draft.tests:
        if test.visible:
            tests.append(test)
            continue
        made = agreed_inputs(draft, [test], work, count=2 * PUBLIC)
        shown = [case for case in made if case.text not in secret and len(case.text) <= _LONGEST_SHOWN]
        public = tuple(replace(case, name=f"{test.name}/public-{n}") for n, case in enumerate(shown[:PUBLIC], 1))
        tests.append(replace(test, public=public))
    return replace(draft, tests=tuple(tests))
