"""Examples of a statement that are read as Python's prompt shows them, beyond what any task's examples may say.

The text of a task may come from anybody, so there an example without a result proves nothing. The statement of an item
is held against its reference, so here it says something: nothing is printed, and `None` is returned.
"""

from __future__ import annotations

import ast
import doctest
import re
from dataclasses import replace

from kernel_magic.core.exercise import CourseItem
from kernel_magic.core.lesson import Task
from kernel_magic.core.problem import Expression, Prints, TestCase
from kernel_magic.core.source import Source
from kernel_magic.core.verdict import CaseResult
from kernel_magic.lessons.examples.found import shortened
from kernel_magic.lessons.exercising.bench import observed_on
from kernel_magic.lessons.failure import given_text, outcome_text
from kernel_magic.lessons.work import Work

_IN = re.compile(r"^([ \t]*)In ?\[\d+\]: ?", re.MULTILINE)
_MORE = re.compile(r"^([ \t]*)\.\.\.: ?", re.MULTILINE)
_OUT = re.compile(r"^([ \t]*)Out ?\[\d+\]: ?\n?", re.MULTILINE)


def with_prompts(statement: str) -> str:
    """A statement whose examples `In [1]: …`, `Out[1]: …` are written with `>>>`."""
    if _IN.search(statement) is None:
        return statement
    text = re.sub(r"\n\s*\n(?=[ \t]*Out ?\[\d+\]:)", "\n", statement)
    return _OUT.sub(r"\1", _MORE.sub(r"\1... ", _IN.sub(r"\1>>> ", text)))


def below_prompt(result: CaseResult) -> str:
    """What Python shows below a prompt: what is printed, then the value, if there is one."""
    observed = result.observed
    if observed is None or observed.kind != "returned":
        return observed.text if observed is not None else ""
    printed = result.stdout if not result.stdout or result.stdout.endswith("\n") else f"{result.stdout}\n"
    return f"{printed}{'' if observed.text == 'None' else observed.text}"


def is_shown_below(case: TestCase, task: Task, program: Source, item: CourseItem, work: Work) -> bool:
    """Whether a case that was read as output is what a program shows: what is printed, then the value below it."""
    source = _plain(given_text(case, task.function))
    if not isinstance(case.expected, Prints) or source not in {_plain(each.source) for each in _examples(task.text)}:
        return False
    given = case.given if isinstance(case.given, Expression) else Expression(expression=source)
    (result,) = observed_on(program, item, [replace(case, given=given)], work)
    return _lines(case.expected.text) == _lines(below_prompt(result))


def misread_examples(task: Task, item: CourseItem, work: Work) -> list[str]:
    """What is wrong with the examples that could not be read; those with nothing below them are run."""
    silent: dict[str, TestCase] = {}
    before = ""
    for number, each in enumerate(_examples(task.text), 1):
        source = each.source.strip()
        if not each.want and not each.exc_msg:
            given = Expression(expression=source, setup=before)
            silent[shortened(source)] = TestCase(name=f"silent-{number}", given=given, expected=None, text=source)
        before += "" if each.exc_msg else each.source
    lines = [f"an example could not be read: {text}" for text in task.unread_examples if text not in silent]
    cases = [silent[text] for text in dict.fromkeys(task.unread_examples) if text in silent and _plain(text)]
    results = observed_on(item.reference, item, cases, work) if cases else ()
    for case, result in zip(cases, results, strict=True):
        if result.observed is None or result.observed.text != "None" or below_prompt(result):
            lines.append(f"{case.text}: the statement shows nothing below it, the reference {outcome_text(result)}")
    return lines


def _examples(statement: str) -> list[doctest.Example]:
    try:
        return doctest.DocTestParser().get_examples(statement)
    except ValueError:
        return []  # what is wrong with it is said where the task is read


def _plain(source: str) -> str:
    """An expression as Python itself writes it; the text where it is none."""
    try:
        return ast.unparse(ast.parse(source.strip(), mode="eval"))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return source.strip()


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.rstrip().split("\n")]
