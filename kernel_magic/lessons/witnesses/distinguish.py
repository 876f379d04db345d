"""The smallest input on which two programs part: what a person is shown, and what the next round is asked to mind.

The inputs that programs were compared on are few and spread wide; here many more are made, and only those are tried
that are smaller than the one at hand. All stay inside what the examples show.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kernel_magic.core.lesson import Counterexample, Task
from kernel_magic.core.problem import TestCase
from kernel_magic.core.source import Source
from kernel_magic.core.verdict import CaseResult
from kernel_magic.lessons.failure import given_text, outcome_text
from kernel_magic.lessons.task_text import contract_of
from kernel_magic.lessons.witnesses.agreement import BRIEF, EDGE, comparable, same_outcome
from kernel_magic.lessons.witnesses.conditions import within_the_task
from kernel_magic.lessons.work import Work

_MADE = 400
_TRIED = 100


def smallest_difference(found: Counterexample, mine: Source, other: Source, task: Task, work: Work) -> Counterexample:
    """The given counterexample, or one with a shorter input on which the two programs part as well."""
    made = work.judge.inputs_like(task.cases, seed=(work.options.seed or 0) + 1, count=_MADE)
    inside = [case for case in within_the_task(made, task) if not case.name.startswith(EDGE)]
    texts = {given_text(case, task.function): case for case in inside}
    shorter = sorted((text for text in texts if len(text) < len(found.input)), key=lambda text: (len(text), text))
    cases = tuple(texts[text] for text in shorter[:_TRIED])
    if not cases:
        return found
    for case, got, expected in zip(cases, *_run((mine, other), cases, task, work), strict=True):
        if comparable(got, expected) and not same_outcome(work.judge, got, expected, task.checker):
            given = given_text(case, task.function)
            return replace(found, input=given, expected=outcome_text(expected), got=outcome_text(got))
    return found


def _run(
    programs: Sequence[Source], cases: tuple[TestCase, ...], task: Task, work: Work
) -> list[tuple[CaseResult, ...]]:
    found = []
    for program in programs:
        found.append(work.judge.judge(program, contract_of(task, cases, BRIEF), cancelled=work.cancelled).cases)
        work.stop_if_asked()
    return found
