"""More tests where mutants survive, and examples that may be shown: both from inputs like the ones in the tests."""

from __future__ import annotations

from dataclasses import replace

from kernel_magic.core.draft import ExerciseDraft
from kernel_magic.core.exercise import ExerciseTest, MutationReport, Survivor
from kernel_magic.core.ports import Progress
from kernel_magic.core.problem import TestCase
from kernel_magic.lessons.exercising.further_inputs import INPUTS, agreed_inputs, telling_inputs
from kernel_magic.lessons.exercising.kinds.parts import shared_out
from kernel_magic.lessons.exercising.survivors import Trial, weighed
from kernel_magic.lessons.exercising.test_code import call_text, test_code
from kernel_magic.lessons.failure import counted
from kernel_magic.lessons.work import Work

PUBLIC = 12
_LONGEST_SHOWN = 200
_FEW = 3
_MORE = "more-inputs"
_TITLE = "further inputs of the same kind"


def strengthened(
    draft: ExerciseDraft, report: MutationReport, work: Work, *, always: bool = False
) -> tuple[ExerciseDraft, MutationReport]:
    """The draft with a further hidden test that kills the survivors which any input can kill, and the report for it.

    `always`: a few further inputs are tested even where nothing survives, because another variant needs such a test.
    """
    if draft.mutated is None or not (report.survivors or always):
        return draft, report
    work.report(
        Progress(stage="stress", message=f"seeking inputs that kill {counted(len(report.survivors), 'mutant')}")
    )
    if draft.mutation_tests:  # the tests of a program that students put together: which orders are right hangs on them
        return draft, weighed(draft.item, draft.mutation_tests, report, work)
    inputs = telling_inputs(draft.item, draft.tests, work, count=INPUTS)
    trial = Trial(draft.item, draft.tests, inputs, work)
    tried = [trial.of(survivor) for survivor in report.survivors]
    left = [each for each in tried if isinstance(each, Survivor)]
    killers = list({each.text: each for each in tried if isinstance(each, TestCase)}.values())
    fallen = len(report.survivors) - len(left)
    operators = _recounted(report, left)
    report = replace(report, killed=report.killed + fallen, survivors=tuple(left), operators=operators)
    chosen = killers or (inputs[:_FEW] if always else [])
    return (_with_test(draft, chosen) if chosen else draft), report


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
        made = agreed_inputs(draft.item, [test], work, count=2 * PUBLIC)
        shown = [case for case in made if case.text not in secret and len(case.text) <= _LONGEST_SHOWN]
        public = tuple(replace(case, name=f"{test.name}/public-{n}") for n, case in enumerate(shown[:PUBLIC], 1))
        tests.append(replace(test, public=public))
    return replace(draft, tests=tuple(tests))
