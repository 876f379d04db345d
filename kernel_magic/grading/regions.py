"""Marked regions of a cell, as nbgrader has them: what stands between `BEGIN …` and `END …` is the teacher's only.

A damaged region is an error, never a guess: what is half marked would be half stripped.
"""

from __future__ import annotations

import ast
import warnings
from dataclasses import dataclass

from kernel_magic.core.errors import InputError
from kernel_magic.core.exercise import Exercise, ExerciseTest
from kernel_magic.core.statement_text import CODE_STUB
from kernel_magic.grading.nbgrader_format import (
    BEGIN_HIDDEN,
    BEGIN_SOLUTION,
    END_HIDDEN,
    END_SOLUTION,
    HIDDEN_LATER,
    MARKS,
)

_WHOLE_PROGRAMS = ("fix", "blanks")


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A cell's text, cut at its marks."""

    before: str
    inside: str
    after: str


def region_of(text: str, begin: str, end: str, where: str) -> Region | None:
    """The marked region of a cell; None where no mark is in it.

    Args:
        text: the cell's.
        begin: the line that begins the region. Like nbgrader, only its words count, wherever in a line they stand.
        end: the line that ends it.
        where: the cell, for messages.

    Raises:
        InputError: the region is damaged.
    """
    begin, end = begin.strip("#<>!- "), end.strip("#<>!- ")
    lines = text.split("\n")
    begins = [number for number, line in enumerate(lines) if begin in line]
    ends = [number for number, line in enumerate(lines) if end in line and begin not in line]
    if not begins and not ends:
        return None
    if len(begins) == len(ends) == 1 and begins[0] < ends[0]:
        first, last = begins[0], ends[0]
        parts = lines[:first], lines[first + 1 : last], lines[last + 1 :]
        return Region(
            **{name: "\n".join(part) for name, part in zip(("before", "inside", "after"), parts, strict=True)}
        )
    raise InputError(
        f"{where}: {_damage(len(begins), len(ends), begin, end)}.",
        f"Put one line `{begin}` before what students may not read, and one line `{end}` after it.",
    )


def _damage(begins: int, ends: int, begin: str, end: str) -> str:
    if begins > 1 or ends > 1:
        return f"there are {begins} lines `{begin}` and {ends} lines `{end}`, one of each belongs there"
    if begins and ends:
        return f"`{end}` stands before `{begin}`"
    return f"`{begin}` has no `{end}`" if begins else f"`{end}` has no `{begin}`"


def mark_in(text: str) -> str:
    """The first of nbgrader's marks that a text holds; empty where it holds none."""
    return next((mark for mark in MARKS if mark in text), "")


def text_of_test(test: ExerciseTest) -> str:
    """A test's cell in the source. That a hidden part follows stands outside of it: so it stays, whoever strips."""
    title = f"# {' '.join(test.title.split())}"
    code = _without_value(test.code.strip("\n"))
    if test.visible:
        return f"{title}\n{code}"
    return f"{title}\n{HIDDEN_LATER}\n{BEGIN_HIDDEN}\n{code}\n{END_HIDDEN}"


def _without_value(code: str) -> str:
    """Code that shows no value at its end: nbgrader would take that for the points the test is worth."""
    tree = _parsed(code)
    return f"{code}\npass" if tree is not None and tree.body and isinstance(tree.body[-1], ast.Expr) else code


def solution_text(exercise: Exercise) -> str:
    """A solution cell in the source: what starter and reference have in common, then the rest of the reference.

    Where that would not do, the whole starter and then the whole reference, which defines everything anew: where the
    starter is a program, or the two begin differently, or a cut would go through a text of several lines.
    """
    starter, reference = (source.text.strip("\n") for source in (exercise.starter, exercise.reference))
    if exercise.kind not in _WHOLE_PROGRAMS:
        ours, theirs = starter.split("\n"), reference.split("\n")
        common = next((n for n, pair in enumerate(zip(ours, theirs, strict=False)) if pair[0] != pair[1]), None)
        for length in range(min(len(ours), len(theirs)) if common is None else common, 0, -1):
            text = _cut(theirs, length)
            if text:
                return text
    shown = starter if _runs_safely(starter) else "\n".join(f"# {line}".rstrip() for line in starter.split("\n"))
    return f"{shown}\n\n{BEGIN_SOLUTION}\n{reference}\n{END_SOLUTION}".lstrip("\n")


def _cut(lines: list[str], length: int) -> str:
    """The reference with its region beginning after so many lines; empty where that is no place to cut."""
    rest = lines[length:]
    first = next((line for line in rest if line.strip()), "")
    if not first:
        return ""
    indent = first[: len(first) - len(first.lstrip())]
    head = "\n".join(lines[:length])
    text = "\n".join((head, indent + BEGIN_SOLUTION, *rest, indent + END_SOLUTION))
    stub = "\n".join((head, *(indent + line for line in CODE_STUB.split("\n"))))
    whole, marked = _parsed("\n".join(lines)), _parsed(text)
    if whole is None or marked is None or ast.dump(whole) != ast.dump(marked) or _parsed(stub) is None:
        return ""
    return text


def _runs_safely(code: str) -> bool:
    """Whether the reference below it can be reached: a starter may hold blanks, or raise at once."""
    tree = _parsed(code)
    return tree is not None and all(_is_safe(node) for node in tree.body)


def _is_safe(node: ast.stmt) -> bool:
    match node:
        case ast.FunctionDef(decorator_list=[]) | ast.Import() | ast.ImportFrom() | ast.Pass():
            return True
        case ast.ClassDef(decorator_list=[], body=body):
            return all(_is_safe(each) for each in body)
        case ast.Expr(value=value) | ast.Assign(value=value) | ast.AnnAssign(value=ast.expr() as value):
            return not any(isinstance(each, (ast.Name, ast.Call)) for each in ast.walk(value))
        case _:
            return False


def _parsed(code: str) -> ast.Module | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
