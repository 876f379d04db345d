"""The drafts of the tasks that were worked on last: another answer to one of them is held against these, at once.

A learner who mends an answer and checks it again asks the same question of the same witnesses. Only drafts are kept,
never what was said of an answer; they run on the generated inputs again each time.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from kernel_magic.core.lesson import Attempt, Task
from kernel_magic.lessons.drafting.readings import Reading
from kernel_magic.lessons.options import SolveOptions

_TASKS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """What a model drafted for one task. A later search goes on from here."""

    drafts: tuple[tuple[Attempt, Reading], ...]
    """Each with the reading it comes from, as the judge saw it on the examples."""
    rounds: int
    """How many rounds they were drafted in."""
    turns: int
    """How often the model was asked."""
    tokens: int
    """How many it wrote."""
    prompt_sha256: str
    """Of the first prompt."""


class DraftMemory:
    """Drafts by task and options, of one model. The last tasks are kept."""

    def __init__(self) -> None:
        self._kept: list[tuple[Task, SolveOptions, Drafted]] = []

    def keep(self, task: Task, options: SolveOptions, drafted: Drafted) -> None:
        """Remember these drafts, and no earlier ones of the same task and options."""
        key = _key(task, options)
        others = [entry for entry in self._kept if entry[:2] != key]
        self._kept = [*others, (*key, drafted)][-_TASKS:]

    def find(self, task: Task, options: SolveOptions) -> Drafted | None:
        """The drafts for exactly this task, drawn with these options; None where there are none."""
        key = _key(task, options)
        return next((drafted for *of, drafted in self._kept if tuple(of) == key), None)


def _key(task: Task, options: SolveOptions) -> tuple[Task, SolveOptions]:
    """The task and the options as far as drafts depend on them."""
    return replace(task, notes=()), replace(options, seconds=None, questions=True)
