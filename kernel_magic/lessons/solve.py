"""`solve`: a task in, a lesson out. Nothing is taught that the judge has not accepted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kernel_magic.core.errors import TaskError
from kernel_magic.core.lesson import Lesson, Provenance, Status
from kernel_magic.core.ports import Backend, Progress
from kernel_magic.core.problem import TestCase
from kernel_magic.core.verdict import Verdict
from kernel_magic.core.version import __version__
from kernel_magic.lessons.attempt import Search
from kernel_magic.lessons.examples.read import read_task, title_of
from kernel_magic.lessons.found import Found
from kernel_magic.lessons.status import decide_status
from kernel_magic.lessons.telling.steps import Explained, explain_steps
from kernel_magic.lessons.work import Work


def solve(task_text: str, work: Work, *, context: Mapping[str, str] | None = None, explain: bool = True) -> Lesson:
    """Draft, judge, repair, and only then explain.

    `context` is shown to the model below the task; examples are read from the task alone. Without `explain` the lesson
    has neither idea nor steps: its solution, status and witnesses are the same.

    Raises:
        TaskError: the text is empty, too long, or its examples contradict each other.
        ModelError: the model cannot be used, or the task does not fit its context.
        Cancelled: the person interrupted.
    """
    language = work.options.language
    if language != "python":
        raise TaskError(f"Solutions in {language} cannot be judged yet.", "Ask for Python.")
    task = replace(read_task(task_text, language=language), context=context or {})
    backend = work.model()
    search = Search(task, work)
    found = search.run()
    status = decide_status(found.witnesses, unread_examples=len(task.unread_examples))
    if not found.accepted:
        status = "unverified"
    explained = Explained()
    if explain and status != "unverified" and found.chosen is not None:
        contract = search.contract(found.task.cases or _answered_inputs(search, found))
        explained = explain_steps(found.task, found.chosen.source, contract, work)
    work.report(Progress(stage="done", message="done"))
    return _lesson(found, status, explained, work, backend)


def _answered_inputs(search: Search, found: Found) -> tuple[TestCase, ...]:
    """Without examples, a few generated inputs that the solution answers, larger ones first: they show more."""
    behaviour = search.behaviours.get(found.chosen.number) if found.chosen else None
    if behaviour is None:
        return ()
    pairs = zip(search.inputs, behaviour.results, strict=True)
    answered = [case for case, result in pairs if result.verdict is Verdict.AC]
    return tuple(answered[len(answered) // 2 :])


def _lesson(found: Found, status: Status, explained: Explained, work: Work, backend: Backend) -> Lesson:
    chosen = found.chosen
    unverified = status == "unverified"
    options = work.options
    notes = (*([explained.note] if explained.note else []), *found.task.notes)
    return Lesson(
        task=replace(found.task, notes=notes),
        title=title_of(found.task.text),
        status=status,
        idea=explained.idea,
        solution=chosen.source if chosen is not None and chosen.source.text else None,
        steps=explained.steps,
        witnesses=found.witnesses,
        report=chosen.report if chosen else None,
        isolation=chosen.report.isolation if chosen and chosen.report else work.judge.isolation(),
        attempts=found.attempts,
        dropped=explained.dropped,
        counterexample=chosen.counterexample if unverified and chosen else found.dissent,
        questions=explained.questions,
        provenance=Provenance(
            model=backend.model,
            backend=backend.name,
            seed=options.seed,
            prompt_sha256=found.prompt_sha256,
            package_version=__version__,
            candidates=len(found.attempts),
            temperature=options.temperature,
        ),
        usage=work.usage(),
        gap=None if unverified else found.gap,
        support=found.support,
    )
