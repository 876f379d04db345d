"""The program that the judge gets for one exercise: what the exercise puts before the student's code, and that code.

Tests that are expressions (`isinstance(answer, int)`, `assembled(answer)([1])`) call functions that are not the
student's: Python's own, and the exercise's. A student may have made others of the same name; each such test gets the
real ones back, for itself only.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Set
from dataclasses import dataclass, replace
from functools import lru_cache

from kernel_magic.core.exercise import Exercise
from kernel_magic.core.notebook_code import BUILTINS, first_line, names_needed, parsed
from kernel_magic.core.problem import Expression, TestCase
from kernel_magic.grading.needed_code import CellCode, NeededCode, needed_code
from kernel_magic.grading.statements import Statement, made_names
from kernel_magic.grading.wording import Lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """What is judged, and how its lines are shown."""

    text: str
    code: NeededCode
    lines: Lines


def program_of(
    exercise: Exercise, cell: CellCode, statements: tuple[Statement, ...], *, without: Set[str] = frozenset()
) -> Program:
    """The program of a student's answer.

    Args:
        exercise: what is answered.
        cell: the solution cell.
        statements: of all the student's cells.
        without: statements of other cells that must not come in.
    """
    own, given = _names_in(exercise.prelude), _names_in(exercise.given)
    code = needed_code(cell, statements, known=own | given, without=without)
    before = [exercise.prelude] if exercise.prelude.strip() else []
    tree = parsed(code.text)
    if given and tree is not None and given & names_needed(tree):
        before.append(exercise.given)  # the student's notebook has it above the answer
    lines = code.text.split("\n")
    inserted = "\n".join(before).split("\n") if before else []
    text = "\n".join([*lines[: code.head], *inserted, *lines[code.head :]])
    return Program(text=text, code=code, lines=Lines(head=code.head, inserted=len(inserted), total=len(lines)))


@lru_cache(maxsize=1024)
def _names_in(text: str) -> frozenset[str]:
    return made_names(text) or frozenset()


def guarded(case: TestCase, exercise: Exercise) -> TestCase:
    """The case with what its expression calls pinned, so that nothing of the student's stands in for it."""
    if not isinstance(case.given, Expression):
        return case
    own = _setup_before(case.given, exercise.prelude, exercise.reference.text, exercise.function)
    setup = "\n".join(part for part in (own, case.given.setup) if part)
    return replace(case, given=replace(case.given, setup=setup))


@lru_cache(maxsize=4096)
def _setup_before(given: Expression, prelude: str, reference: str, function: str) -> str:
    tree = parsed(f"{given.setup}\n{given.expression}")
    if tree is None:
        return ""
    own = _fixed_part(prelude)
    made = {function}.union(*(made_names(text) or () for text in (given.setup, own, reference)))
    pinned = sorted(name for name in (names_needed(tree) & BUILTINS) - made if not name.startswith("_"))
    imported = f"from builtins import {', '.join(pinned)}" if pinned else ""
    return "\n".join(part for part in (imported, own) if part)


def _fixed_part(prelude: str) -> str:
    """The functions, classes, imports and CONSTANTS of a prelude. Its other values may be what answers work on."""
    tree, lines = parsed(prelude), prelude.split("\n")
    nodes = [node for node in tree.body if _is_fixed(node)] if tree is not None else []
    return "\n".join("\n".join(lines[first_line(node) - 1 : node.end_lineno]) for node in nodes)


def _is_fixed(node: ast.stmt) -> bool:
    if isinstance(node, ast.Assign):
        return all(isinstance(target, ast.Name) and target.id.isupper() for target in node.targets)
    return isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Import | ast.ImportFrom)


def named_cases(test: str, cases: tuple[TestCase, ...], exercise: Exercise) -> Iterator[tuple[str, TestCase]]:
    """The cases of a test under names that are distinct within the exercise, as they are run."""
    for number, case in enumerate(cases):
        name = f"{test}/{number}"
        yield name, replace(guarded(case, exercise), name=name)
