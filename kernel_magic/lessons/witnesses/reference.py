"""An answer held against a teacher's program: it must do the same on generated inputs.

The teacher's program is believed wherever it answers, on inputs unlike the examples too. Where it raises, or does not
come to an end, the input lies outside what it is for, and nothing is held against the answer there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kernel_magic.core.errors import TaskError
from kernel_magic.core.lesson import Counterexample, Task, Witness
from kernel_magic.core.ports import Progress
from kernel_magic.core.problem import Limits, TestCase
from kernel_magic.core.source import Source
from kernel_magic.core.verdict import CaseResult, JudgeReport, Verdict
from kernel_magic.lessons.failure import counted, counterexample_of, given_text, outcome_text
from kernel_magic.lessons.signature import prototype_cases
from kernel_magic.lessons.task_text import contract_of
from kernel_magic.lessons.witnesses.agreement import BRIEF, ENOUGH, same_outcome
from kernel_magic.lessons.witnesses.conditions import within_the_task
from kernel_magic.lessons.work import Work

INPUTS = 300
"""Generated inputs: a run costs well under a millisecond, and nobody has to draft anything."""
_SHOWN = "the teacher's program"


@dataclass(frozen=True, slots=True, kw_only=True)
class Referred:
    """What the comparison with a teacher's program says."""

    witness: Witness
    counterexample: Counterexample | None
    """The smallest input on which the answer does something else."""


def held_against(answer: Source, reference: Source, task: Task, work: Work) -> Referred:
    """Compare an answer with a teacher's program on inputs shaped like the examples, or else like its annotations.

    Raises:
        TaskError: the teacher's program fails an example of the task, or no inputs can be made.
        Cancelled: the person interrupted.
    """
    program = _checked(reference, task, work)
    inputs = _inputs(program, task, work)
    work.report(Progress(stage="agree", message=f"comparing with {_SHOWN} on {counted(len(inputs), 'input')}"))
    theirs = _run(program, inputs, task, work, BRIEF).cases
    mine = _run(answer, inputs, task, work, BRIEF).cases
    asked = [at for at, result in enumerate(theirs) if result.verdict is Verdict.AC]
    differing = [at for at in asked if not same_outcome(work.judge, mine[at], theirs[at], task.checker)]
    weakness = "" if differing else _weakness([theirs[at] for at in asked], len(inputs), task, work)
    first = min(differing, key=lambda at: len(given_text(inputs[at])), default=None)
    return Referred(
        witness=Witness(
            kind="teacher_reference",
            cases=0 if weakness else len(asked),
            agreed=0 if weakness else len(asked) - len(differing),
            detail=weakness,
        ),
        counterexample=None
        if first is None
        else Counterexample(
            input=given_text(inputs[first], task.function),
            expected=outcome_text(theirs[first]),
            got=outcome_text(mine[first]),
            source=_SHOWN,
        ),
    )


def _weakness(answered: Sequence[CaseResult], inputs: int, task: Task, work: Work) -> str:
    """Why doing the same says too little; empty where it does not."""
    if len(answered) < min(ENOUGH, inputs):
        return f"{_SHOWN} answers only {len(answered)} of {counted(inputs, 'generated input')}"
    if all(same_outcome(work.judge, answered[0], other, task.checker) for other in answered):
        return f"{_SHOWN} gives the same for all generated inputs, which says too little"
    return ""


def _checked(reference: Source, task: Task, work: Work) -> Source:
    """The teacher's program, which passes the task's own examples."""
    program = Source(text=reference.text, language=reference.language, entry_point=task.function)
    if not task.cases:
        return program
    work.report(Progress(stage="judge", message=f"running {_SHOWN} on {counted(len(task.cases), 'example')}"))
    report = _run(program, task.cases, task, work)
    if not report.accepted:
        found = counterexample_of(report, task)
        where = f": for {found.input} it gives {found.got}, the task says {found.expected}" if found else ""
        raise TaskError(
            f"The teacher's program does not pass the examples of the task{where}.",
            "One of the two is wrong. Correct it; until then nothing can be held against an answer.",
        )
    return program


def _inputs(program: Source, task: Task, work: Work) -> tuple[TestCase, ...]:
    known = task.cases or prototype_cases(program.text, task.function)
    count = max(INPUTS, work.options.generated_inputs)
    made = work.judge.inputs_like(known, seed=work.options.seed or 0, count=count)
    inputs = within_the_task(made, task)
    if not inputs:
        raise TaskError(
            "No inputs can be made for this task, so nothing can be compared with the teacher's program.",
            "Add an example with arguments to the task, or annotate the arguments of the teacher's function.",
        )
    return inputs


def _run(source: Source, cases: tuple[TestCase, ...], task: Task, work: Work, limits: Limits = Limits()) -> JudgeReport:
    report = work.judge.judge(source, contract_of(task, cases, limits), cancelled=work.cancelled)
    work.stop_if_asked()
    return report
