"""`check`: is this answer, anybody's, right for this task? The same witnesses and status words as `solve`."""

from __future__ import annotations

from dataclasses import replace

from kernel_magic.core.errors import TaskError
from kernel_magic.core.lesson import CheckResult, Provenance, Task
from kernel_magic.core.ports import Progress
from kernel_magic.core.source import Source
from kernel_magic.core.verdict import JudgeReport, Verdict
from kernel_magic.core.version import __version__
from kernel_magic.lessons.attempt import Search
from kernel_magic.lessons.examples.read import read_task
from kernel_magic.lessons.found import Found
from kernel_magic.lessons.signature import function_defined
from kernel_magic.lessons.status import decide_status
from kernel_magic.lessons.witnesses.reference import held_against
from kernel_magic.lessons.work import Work


def check(answer: Source, task_text: str, work: Work, *, reference: Source | None = None) -> CheckResult:
    """Judge an answer on the task's examples, then hold it against independent witnesses.

    With a teacher's `reference` that program is the witness, and no model takes part; otherwise the witnesses are
    independent candidates of the model. Where the work has no backend only the examples speak. An answer that fails an
    example needs nobody else to be refuted.

    Raises:
        TaskError: the task is empty, too long or contradicts itself or the reference, or there is no answer.
        ModelError: the model cannot be used.
        Cancelled: the person interrupted.
    """
    if answer.language != "python":
        raise TaskError(f"Answers in {answer.language} cannot be judged yet.", "Give a Python answer.")
    if not answer.text.strip():
        raise TaskError("The answer is empty.", "Write the function or program that is to be checked.")
    task = read_task(task_text, language=work.options.language)
    if reference is not None:
        found = _against(reference, answer, task, work)
    else:
        found = Search(task, work, answer=replace(answer, entry_point=task.function)).run()
    work.report(Progress(stage="done", message="done"))
    return _result(found, work)


def _against(reference: Source, answer: Source, task: Task, work: Work) -> Found:
    """What the examples and a teacher's program say of an answer."""
    if not reference.text.strip():
        raise TaskError("The teacher's program is empty.", "Give a function or program that solves the task.")
    if task.function is None and not task.cases:
        task = replace(task, function=function_defined(reference.text))
    judged = replace(answer, entry_point=task.function)
    found = Search(task, replace(work, backend=None), answer=judged).run()
    if task.cases and not found.accepted:
        return found
    referred = held_against(judged, reference, task, work)
    return replace(found, witnesses=(*found.witnesses, referred.witness), dissent=referred.counterexample)


def _result(found: Found, work: Work) -> CheckResult:
    given = found.attempts[0]
    report = given.report or JudgeReport(verdict=Verdict.IE, cases=(), isolation=work.judge.isolation())
    status = decide_status(found.witnesses, unread_examples=len(found.task.unread_examples))
    backend, options = work.backend, work.options
    provenance = None
    if backend is not None and len(found.attempts) > 1:
        provenance = Provenance(
            model=backend.model,
            backend=backend.name,
            seed=options.seed,
            prompt_sha256=found.prompt_sha256,
            package_version=__version__,
            candidates=len(found.attempts) - 1,
            temperature=options.temperature,
        )
    return CheckResult(
        task=found.task,
        source=given.source,
        status=status,
        verdict=report.verdict,
        witnesses=found.witnesses,
        report=report,
        counterexample=found.dissent or given.counterexample,
        provenance=provenance,
        usage=work.usage(),
        gap=found.gap,
        support=found.support,
    )
