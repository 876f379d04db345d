"""What a task asks of a program: said to the model in words, and to the judge as a contract."""

from __future__ import annotations

from kernel_magic.core.lesson import Task
from kernel_magic.core.problem import Contract, Limits, TestCase


def contract_of(task: Task, cases: tuple[TestCase, ...], limits: Limits = Limits()) -> Contract:
    """How programs for a task are judged on these cases."""
    return Contract(language=task.language, function=task.function, cases=cases, checker=task.checker, limits=limits)


def full_text(task: Task) -> str:
    """The learner's text, verbatim, and below it what the learner pointed at besides."""
    parts = [f"{name}:\n```\n{text.rstrip()}\n```" for name, text in task.context.items()]
    return "\n\n".join([task.text, *parts])


def contract_text(task: Task) -> str:
    """One or two sentences: which function or program is wanted."""
    if task.function is not None:
        return f"Define `{task.function}` with exactly this name, with type hints. It must return the result."
    if task.cases:
        return (
            "Write a complete program: a function `main()` that reads from standard input with `input()` and prints "
            "only what is asked for, and below it the call `main()`."
        )
    return "Write one function with type hints that returns the result."
