"""Fix the bug: students get a program that passes some tests and fails others."""

from __future__ import annotations

import random
from dataclasses import replace

from kernel_magic.core.draft import ExerciseDraft
from kernel_magic.core.exercise import CourseItem, Gate, Killed
from kernel_magic.core.source import Source
from kernel_magic.core.verdict import Verdict
from kernel_magic.lessons.exercising.bench import AnswerResult, Bench, contract_for
from kernel_magic.lessons.exercising.kinds import function
from kernel_magic.lessons.failure import counted
from kernel_magic.lessons.work import Work

_TRIED = 16
_DULL = ("delete_statement", "early_return")
"""Operators whose bug shows at a glance."""
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
    found: list[tuple[int, Source, Gate]] = []
    cases = [case for test in draft.tests for case in test.cases]
    contract = contract_for(item, draft.function, cases)
    draft = replace(draft, mutation=work.judge.mutate(item.reference, contract, cancelled=work.cancelled))
    for mutant in _chosen(draft, work):
        source = Source(text=mutant.text)
        result = bench.run(source)
        gate = _meaningful(result, f"The bug is a mutant (line {mutant.line}, {mutant.operator})")
        if gate.holds and _only_wrong_values(result):
            found.append((len(result.failing), source, gate))
    if not found:
        summary = "No mutant of the reference passes some tests and fails others."
        return replace(draft, gates=(Gate(name="kind", holds=False, ran=0, summary=summary),))
    # A bug that most tests pass over has to be thought about.
    _, starter, gate = min(found, key=lambda each: each[0])
    return replace(draft, starter=starter, gates=(gate,))


def _only_wrong_values(result: AnswerResult) -> bool:
    """A bug that shows as an endless loop or an exception tells its line; a wrong value has to be thought about."""
    return all(case.verdict in (Verdict.AC, Verdict.WA) for test in result.failing for case in test.cases)


def _chosen(draft: ExerciseDraft, work: Work) -> list[Killed]:
    """Some of the killed mutants, in an order of chance that the seed decides."""
    dead = draft.mutation.dead if draft.mutation is not None else ()
    killed = [mutant for mutant in dead if mutant.operator not in _DULL]
    random.Random(f"{work.options.seed}|{draft.item.slug}").shuffle(killed)  # noqa: S311 - keeps no secret
    return killed[:_TRIED]


def _meaningful(result: AnswerResult, what: str) -> Gate:
    failing = result.failing
    passing = len(result.tests) - len(failing)
    summary = f"{what} passes {counted(passing, 'test')} and fails {len(failing)}"
    summary += f": {', '.join(test.test.title for test in failing[:3])}." if failing else "."
    return Gate(name="kind", holds=bool(failing) and passing > 0, ran=len(result.report.cases), summary=summary)
