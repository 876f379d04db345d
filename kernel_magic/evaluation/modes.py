"""The two ways to answer a task. Both see its prompt, and nothing else of it.

Raw is the model in a plain chat, as anybody would ask it: one greedy reply, and the program in it. Nothing of what the
pipeline does to get better drafts (a reply that begins with the function's head, forgotten imports, other readings) is
in it, so that the two modes differ by the whole pipeline.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kernel_magic.core.chat import Completion, SamplingParams
from kernel_magic.core.errors import PromptTooLongError, TaskError
from kernel_magic.core.evaluation import Candidate, Mode, Sample
from kernel_magic.core.lesson import Lesson
from kernel_magic.core.ports import Progress
from kernel_magic.lessons.examples.read import read_task
from kernel_magic.lessons.parse import program_in
from kernel_magic.lessons.prompts import prompt
from kernel_magic.lessons.solve import solve
from kernel_magic.lessons.task_text import contract_text, full_text
from kernel_magic.lessons.work import Work

_TOGETHER = 16
"""Samples decoded in one call at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A task as a mode sees it."""

    task_id: str
    prompt: str
    entry_point: str


def answer(asked: Asked, mode: Mode, work: Work, *, samples: int = 0) -> Sample:
    """Answer one task.

    A task that cannot be worked on (its examples contradict each other, it does not fit the model) has no answer; what
    stops the whole run is raised.

    Raises:
        ModelError: the model cannot be used.
        JudgeError: the judge cannot work.
        Cancelled: the person interrupted.
    """
    try:
        if mode == "verified":
            return _sample_of(asked.task_id, solve(asked.prompt, work, explain=False))
        return _raw(asked, work, samples)
    except (TaskError, PromptTooLongError) as error:
        usage = work.usage()
        return Sample(
            task_id=asked.task_id,
            answer="",
            status="unverified" if mode == "verified" else None,
            confidence=0.0 if mode == "verified" else None,
            prompt_tokens=usage.prompt_tokens,
            completion_tokens=usage.completion_tokens,
            seconds=usage.seconds,
            note=error.message,
        )


def _raw(asked: Asked, work: Work, samples: int) -> Sample:
    """The greedy answer; its cost is its own, without that of further samples."""
    complete = _asking(asked, work)
    greedy = complete(0.0, 1, 0)
    usage = work.usage()
    drawn: list[Completion] = []
    while len(drawn) < samples:
        drawn += complete(work.options.temperature, min(_TOGETHER, samples - len(drawn)), len(drawn))
    return Sample(
        task_id=asked.task_id,
        answer=program_in(greedy[0].text, asked.entry_point) or "",
        candidates=tuple(
            Candidate(code=program_in(item.text, asked.entry_point) or "", outcome=item.finish) for item in drawn
        ),
        prompt_tokens=usage.prompt_tokens,
        completion_tokens=usage.completion_tokens,
        seconds=usage.seconds,
    )


def _asking(asked: Asked, work: Work) -> Callable[[float, int, int], tuple[Completion, ...]]:
    """A function (temperature, n, seeds to skip) that asks the model with the prompt of first drafts."""
    task = read_task(asked.prompt)
    values = {"task": full_text(task), "contract": contract_text(task), "opening": ""}
    options = work.options

    def complete(temperature: float, n: int, skip: int) -> tuple[Completion, ...]:
        seed = None if options.seed is None else options.seed + skip
        top_p = 0.95 if temperature > 0 else 1.0
        sampling = SamplingParams(temperature=temperature, top_p=top_p, max_tokens=options.max_tokens, seed=seed)
        progress = Progress(stage="draft", message=f"answering {asked.task_id}")
        return work.complete(prompt("solve", sampling, **values), progress, n=n)

    return complete


def _sample_of(task_id: str, lesson: Lesson) -> Sample:
    return Sample(
        task_id=task_id,
        answer=lesson.solution.text if lesson.solution is not None else "",
        status=lesson.status,
        confidence=round(lesson.support.confidence, 4) if lesson.support else 0.0,
        support=lesson.support,
        witnesses=lesson.witnesses,
        gap=lesson.gap,
        counterexample=lesson.counterexample,
        candidates=tuple(
            Candidate(code=attempt.source.text, round=attempt.round, outcome=attempt.outcome)
            for attempt in lesson.attempts
        ),
        prompt_tokens=lesson.usage.prompt_tokens,
        completion_tokens=lesson.usage.completion_tokens,
        seconds=lesson.usage.seconds,
    )
