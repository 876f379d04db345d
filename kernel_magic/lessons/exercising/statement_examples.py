"""The examples of an item's statement, run with programs that should do what they say."""

from __future__ import annotations

import ast
import contextlib
from dataclasses import replace

from kernel_magic.core.errors import TaskError
from kernel_magic.core.exercise import CourseItem
from kernel_magic.core.lesson import Task
from kernel_magic.core.problem import TestCase
from kernel_magic.core.source import Source
from kernel_magic.core.verdict import CaseResult, Verdict
from kernel_magic.lessons.examples.read import read_task
from kernel_magic.lessons.exercising.bench import contract_for
from kernel_magic.lessons.exercising.prompt_examples import is_shown_below, with_prompts
from kernel_magic.lessons.failure import expected_text, given_text, outcome_text
from kernel_magic.lessons.parse import syntax_tree
from kernel_magic.lessons.work import Work


def sound_examples(item: CourseItem, work: Work) -> Task | None:
    """The statement with those examples that the reference does; None where it cannot be read, or has none of them.

    Raises:
        Cancelled: the person interrupted.
    """
    try:
        task = read_task(with_prompts(item.brief))
    except TaskError:
        return None
    broken = {id(case) for case, _ in _broken(item.reference, item, task, work)}
    sound = tuple(case for case in task.cases if id(case) not in broken)
    return replace(task, cases=sound) if sound else None


def docstring_tasks(starter: Source) -> list[Task]:
    """The examples in the docstrings of what students start from: they read them like those of the statement."""
    tree = syntax_tree(starter.text)
    found: list[Task] = []
    for node in ast.walk(tree) if tree is not None else ():
        documented = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        text = ast.get_docstring(node) if documented else None  # type: ignore[arg-type]  # one of these it is
        if text and ">>>" in text:
            with contextlib.suppress(TaskError):
                found.append(read_task(text))
    return found


def broken_examples(program: Source, who: str, item: CourseItem, task: Task, work: Work) -> tuple[str, ...]:
    """Each example of a statement that a program does not do, as a line to the teacher.

    Raises:
        Cancelled: the person interrupted.
    """
    return tuple(
        f"{given_text(case, task.function)}: the statement says {expected_text(case)}, {who} {outcome_text(result)}"
        for case, result in _broken(program, item, task, work)
    )


def _broken(program: Source, item: CourseItem, task: Task, work: Work) -> list[tuple[TestCase, CaseResult]]:
    if not task.cases:
        return []
    contract = contract_for(item, task.function or item.function, task.cases)
    report = work.judge.judge(program, contract, cancelled=work.cancelled)
    work.stop_if_asked()
    return [
        (case, result)
        for case, result in zip(task.cases, report.cases, strict=True)
        if result.verdict is not Verdict.AC and not is_shown_below(case, task, program, item, work)
    ]
