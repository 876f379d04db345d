"""Where there is no secret data: which programs compute the same on inputs that nobody gave?

Samples alone prove little. A program then counts as right where independent ones, programs of another form, agree with
it on enough generated inputs and are not outvoted. Nobody is asked what is right; a shared mistake stays unseen, and
findings say what was compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kernel_magic.core.contest import Problem
from kernel_magic.core.errors import IsolationError, JudgeError
from kernel_magic.core.lesson import Support, Witness
from kernel_magic.core.ports import Progress
from kernel_magic.core.problem import Contract, Stdin, TestCase
from kernel_magic.lessons.comparing.contenders import Contender, contract_for
from kernel_magic.lessons.comparing.ideas import task_of
from kernel_magic.lessons.comparing.program_shape import shape_of
from kernel_magic.lessons.failure import counted
from kernel_magic.lessons.witnesses.agreement import Behaviour, Panel, Votes, observe
from kernel_magic.lessons.witnesses.conditions import within_the_task
from kernel_magic.lessons.witnesses.support import INDEPENDENT_PROGRAMS
from kernel_magic.lessons.work import Work

_SMALL = (1, 2, 2, 3, 3, 4, 5, 6, 7, 8, 10, 12)
"""Sizes that a package's generator is asked for, again and again with other seeds."""
_MAJORITY = 3
_NOBODY = "no second independent program to compare with"


def needs_consensus(problem: Problem) -> bool:
    """Whether the problem has nothing but samples to judge on."""
    return all(case.origin == "sample" for case in problem.cases)


def witnesses(problem: Problem, contenders: Sequence[Contender], work: Work) -> dict[str, Witness]:
    """For every accepted program how far it agrees with the independent others, by its name."""
    accepted = [item for item in contenders if item.report.accepted]
    if not accepted:
        return {}
    first: dict[str, Contender] = {}
    for item in accepted:
        first.setdefault(shape_of(item.submission.source).fingerprint, item)
    independent = list(first.values())
    inputs, lacking = _comparable_inputs(problem, independent, work)
    if not inputs:
        nothing = Witness(kind="agreement", cases=0, agreed=0, detail=lacking)
        return {item.submission.name: nothing for item in accepted}
    panel = _panel(problem, independent, inputs, work)
    votes = Votes(
        drafts=len(independent),
        accepted=len(independent),
        weights=dict.fromkeys(panel.behaviours, 1),
        readings={},
        noun="independent program",
        enough=_outvotes,
    )
    found = {number: panel.agreement(number, votes).witness for number in panel.behaviours}
    marks = list(first)
    return {item.submission.name: found[marks.index(shape_of(item.submission.source).fingerprint)] for item in accepted}


def _outvotes(found: Support) -> bool:
    """Programs of people and of different ideas: those that agree must be three times as many as the others."""
    return found.programs >= INDEPENDENT_PROGRAMS and found.programs >= _MAJORITY * (found.drafts - found.programs)


def _panel(problem: Problem, independent: Sequence[Contender], inputs: tuple[TestCase, ...], work: Work) -> Panel:
    task = task_of(problem, independent[0].submission.source.entry_point)
    panel = Panel(work.judge, inputs, task)
    message = f"running {counted(len(independent), 'program')} on {len(inputs)} generated inputs"
    for number, item in enumerate(independent):
        work.report(Progress(stage="agree", message=message, done=number, total=len(independent)))
        contract = replace(contract_for(problem, item.submission), cases=inputs, stop_early=False)
        panel.behaviours[number] = _observed(item, contract, number, work)
    return panel


def _observed(item: Contender, contract: Contract, number: int, work: Work) -> Behaviour:
    behaviour = observe(work.judge, item.submission.source, contract, number=number, cancelled=work.cancelled)
    work.stop_if_asked()
    return behaviour


def _comparable_inputs(
    problem: Problem, independent: Sequence[Contender], work: Work
) -> tuple[tuple[TestCase, ...], str]:
    """Inputs to compare the programs on, or none and why."""
    if len(independent) < 2:
        return (), _NOBODY
    if problem.checker.name in {"special", "interactive"}:
        return (), "several answers are right here, so that programs need not agree"
    try:
        made = _inputs(problem, independent[0].submission.source.entry_point, work)
    except IsolationError:
        raise
    except JudgeError as error:
        return (), f"no inputs could be made to compare on: {error.message}"
    return made, "" if made else "no inputs could be made to compare on"


def _inputs(problem: Problem, function: str | None, work: Work) -> tuple[TestCase, ...]:
    """Inputs by the package's generator, or in the shape of the samples; none that a validator refuses."""
    count, seed = work.options.generated_inputs, work.options.seed or 0
    generator = problem.generator("stress") or problem.generator("scale")
    if generator is None:
        made = work.judge.inputs_like(problem.samples, seed=seed, count=count)
        made = within_the_task(made, task_of(problem, function))
    else:
        requests = tuple((_SMALL[i % len(_SMALL)], seed + i) for i in range(count))
        texts = dict.fromkeys(work.judge.generate(generator.source, requests, cancelled=work.cancelled))
        made = tuple(
            TestCase(name=f"generated {number}", given=Stdin(text=text), expected=None, origin="generated")
            for number, text in enumerate(texts, 1)
        )
    return _valid(problem, made, work)


def _valid(problem: Problem, made: tuple[TestCase, ...], work: Work) -> tuple[TestCase, ...]:
    texts = tuple(case.given.text for case in made if isinstance(case.given, Stdin))
    if not problem.input_validators or len(texts) != len(made) or not texts:
        return made
    refusals = work.judge.validate(problem.input_validators, texts, cancelled=work.cancelled)
    return tuple(case for case, refusal in zip(made, refusals, strict=True) if not refusal)
