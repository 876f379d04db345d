"""Fix the bug: students get a program that passes some tests and fails others."""

from __future__ import annotations

import random
from dataclasses import replace

from kernel_magic.core.draft import ExerciseDraft
from kernel_magic.core.exercise import CourseItem, Gate
from kernel_magic.core.source import Source
from kernel_magic.core.verdict import Verdict
from kernel_magic.lessons.exercising.bench import AnswerResult, Bench, contract_for
from kernel_magic.lessons.exercising.kinds import function
from kernel_magic.lessons.failure import counted
from kernel_magic.lessons.work import Work

_TRIED = 24
_WHAT = "\n\nThe program below has one bug. Find it and correct it."


def put_together(item: CourseItem, work: Work) -> ExerciseDraft:
    """The exercise of an item of kind `fix`: with the author's bug, or with a mutant of the reference.

    Raises:
        InputError: its tests cannot be used, or its reference fails them.
        JudgeError: the judge itself failed.
    """
    draft = function.put_together(replace(item, starter=item.starter or item.reference), work)
    draft = replace(draft, item=item, statement=item.brief + _WHAT)
    bench = Bench(draft, work)
    if item.starter is not None:
        return replace(draft, gates=(_meaningful(bench.run(item.starter), "The author's bug"),))
    for text, where in _mutants(draft, work):
        result = bench.run(Source(text=text))
        gate = _meaningful(result, f"The bug is a mutant ({where})")
        if gate.holds and _only_wrong_values(result):
            return replace(draft, starter=Source(text=text), gates=(gate,))
    gate = Gate(
        name="kind", holds=False, ran=0, summary="No mutant of the reference passes some tests and fails others."
    )
    return replace(draft, gates=(gate,))


def _only_wrong_values(result: AnswerResult) -> bool:
    """A bug that shows as an endless loop or an exception tells its line; a wrong value has to be thought about."""
    return all(case.verdict in (Verdict.AC, Verdict.WA) for test in result.failing for case in test.cases)


def _mutants(draft: ExerciseDraft, work: Work) -> list[tuple[str, str]]:
    """Killed mutants in an order of chance that the seed decides."""
    cases = [case for test in draft.tests for case in test.cases]
    contract = contract_for(draft.item, draft.function, cases)
    report = work.judge.mutate(draft.item.reference, contract, cancelled=work.cancelled)
    killed = [(mutant.text, f"line {mutant.line}, {mutant.operator}") for mutant in report.dead]
    random.Random(f"{work.options.seed}|{draft.item.slug}").shuffle(killed)  # noqa: S311 - keeps no secret
    return killed[:_TRIED]


def _meaningful(result: AnswerResult, what: str) -> Gate:
    failing = result.failing
    passing = len(result.tests) - len(failing)
    summary = f"{what} passes {counted(passing, 'test')} and fails {len(failing)}"
    summary += f": {', '.join(test.test.title for test in failing[:3])}." if failing else "."
    return Gate(name="kind", holds=bool(failing) and passing > 0, ran=len(result.report.cases), summary=summary)
