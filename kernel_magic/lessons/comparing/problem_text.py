"""A problem that somebody wrote into a cell, as a `Problem`: its samples, and nothing else to judge on."""

from __future__ import annotations

import re

from kernel_magic.core.contest import Problem
from kernel_magic.core.errors import TaskError
from kernel_magic.core.lesson import Task
from kernel_magic.lessons.examples.read import read_task, title_of


def read_problem(text: str) -> tuple[Problem, Task]:
    """The problem, and the task that was read from its text (it names the function, if one is asked for).

    Raises:
        TaskError: the text is empty, too long, contradicts itself, or has no sample.
    """
    task = read_task(text)
    if not task.cases:
        raise TaskError(
            "The problem has no sample that can be used, so no program could be told from another.",
            "Add one: `Input:` and the lines a program reads, then `Output:` and the lines it must print.",
        )
    title = title_of(text)
    slug = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
    return Problem(
        slug=slug[:60] or "problem", title=title, statement=text, cases=task.cases, checker=task.checker
    ), task
