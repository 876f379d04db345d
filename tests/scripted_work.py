"""A task, programs for it, and work with a scripted model that draws them: for tests of solve, check and their kin."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import cycle, islice
from typing import Any

from kernel_magic.core.ports import Judge
from kernel_magic.engine.scripted_backend import ScriptedBackend
from kernel_magic.lessons.options import SolveOptions
from kernel_magic.lessons.work import Work

TASK = """Write `total(items)`: the sum of the positive numbers in a list.
>>> total([3, -1, 4])
7
>>> total([-2, 5])
5
"""
LOOP = """def total(items):
    result = 0
    for item in items:
        if item > 0:
            result += item
    return result
"""
SUM = "def total(items):\n    return sum(item for item in items if item > 0)\n"
RENAMED = LOOP.replace("result", "s").replace("item ", "x ").replace("item\n", "x\n").replace("item:", "x:")
ALL = "def total(items):\n    return sum(items)\n"
LUCKY = "def total(items):\n    return max(sum(item for item in items if item > 0), 5)\n"
ALWAYS_EQUAL = "class E:\n    def __eq__(self, other):\n        return True\n\ndef total(items):\n    return E()\n"
HARD_CODED = "def total(items):\n    return 7 if items == [3, -1, 4] else 5\n"
ASKED_FOR_HINTS = "A right solution, which the student must not see"
IDEA = "Only positive numbers count. Each one is added to a running result."
STEP = " Add the positive ones\nWhy: Each item is looked at once. A negative one is left out."


def fenced(code: str) -> str:
    """A program as a model gives it."""
    return f"```python\n{code}```"


def work_with(
    judge: Judge,
    *drafts: str,
    later: Sequence[Sequence[str]] = (),
    words: tuple[str, ...] = (IDEA, STEP),
    cancelled: Callable[[], bool] = lambda: False,
    rounds: int = 2,
    candidates: int = 6,
    hints: str | None = None,
) -> Any:
    """Work with a model that draws these drafts in turn, in the first round and, unless `later` says else, in all.

    `hints` is what it says where it is asked for the hints of an exercise.
    """
    by_round: list[Sequence[str]] = [drafts, *later]
    by_round += [by_round[-1]] * (rounds + 1 - len(by_round))
    replies = [reply_to(draft) for drafts in by_round if drafts for draft in islice(cycle(drafts), candidates)]
    matching = {"what is the idea": words[:1], "The run showed:": words[1:]}
    return Work(
        backend=ScriptedBackend(replies, matching=matching | ({ASKED_FOR_HINTS: (hints,)} if hints else {})),
        judge=judge,
        options=SolveOptions(candidates=candidates, rounds=rounds),
        on_progress=lambda progress: None,
        cancelled=cancelled,
    )


def reply_to(draft: str) -> str:
    """What a model says that has drawn this: words stay words."""
    return fenced(draft) if draft.startswith(("def ", "class ")) else draft
