"""What kinds of exercise have in common: tests out of an item, starters out of a reference, programs as text."""

from __future__ import annotations

import ast
import itertools
import math
import re
from collections.abc import Sequence
from dataclasses import replace

from kernel_magic.core.errors import InputError
from kernel_magic.core.exercise import CourseItem, ExerciseTest
from kernel_magic.core.notebook_code import first_line
from kernel_magic.core.problem import Expected, Returns
from kernel_magic.core.statement_text import CODE_STUB
from kernel_magic.lessons.exercising.bench import expected_from, observed_on
from kernel_magic.lessons.exercising.item_tests import ItemTest, read_item_tests, renamed_cases
from kernel_magic.lessons.exercising.test_code import call_text, test_code
from kernel_magic.lessons.parse import comments_cut_out, syntax_tree
from kernel_magic.lessons.work import Work

_NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")
_LONGEST_NAME = 40
_TAKEN = ("more-inputs",)
"""Names of tests that are made: `strengthen` adds one."""
_ROUNDING = 1e-6
"""Of a hundredth: as much as computing with fractions may be wrong."""


def tests_of(item: CourseItem, work: Work) -> tuple[ExerciseTest, ...]:
    """The tests that an item's author wrote; in a variant with the results that its reference gives.

    Raises:
        InputError: `tests.py` cannot be used; names every place.
    """
    authored = [test for test in read_item_tests(item.tests, item.function) if test.kind != "question"]
    if item.variant.number:
        authored = [_recomputed(test, item, work) for test in authored]
    names = distinct_names([test.title for test in authored])
    weights = [test.weight for test in authored]
    enough_points(item, weights)
    points = shared_out(item.points, weights)
    return tuple(
        exercise_test(renamed_cases(test, name), name, worth, item)
        for test, name, worth in zip(authored, names, points, strict=True)
    )


def exercise_test(test: ItemTest, name: str, points: float, item: CourseItem) -> ExerciseTest:
    """One test as it is graded."""
    cases = tuple(replace(case, text=call_text(case, item.function)) for case in test.cases)
    return ExerciseTest(
        name=name, title=test.title, cases=cases, visible=test.kind == "visible", points=points,
        code=test_code(cases, item.function, item.checker),
    )  # fmt: skip


def questions_of(item: CourseItem) -> tuple[ItemTest, ...]:
    """The questions that an item's author wrote.

    Raises:
        InputError: `tests.py` cannot be used; names every place.
    """
    return tuple(test for test in read_item_tests(item.tests, item.function) if test.kind == "question")


def _recomputed(test: ItemTest, item: CourseItem, work: Work) -> ItemTest:
    named = renamed_cases(test, "case")
    results = observed_on(item.reference, item, named.cases, work)
    expected = [expected_from(result.observed) for result in results]
    if None in expected:
        raise InputError(
            f"{item.slug}, variant {item.variant.number}: the reference gives no plain result in {test.title!r}.",
            "Leave the choice out of the variants, or test it otherwise.",
        )
    pairs = zip(test.cases, expected, strict=True)
    return replace(test, cases=tuple(replace(case, expected=_like(case.expected, each)) for case, each in pairs))


def _like(written: Expected | None, observed: Expected | None) -> Expected | None:
    """The observed result, compared as the author wanted the written one to be."""
    if isinstance(written, Returns) and isinstance(observed, Returns):
        return replace(observed, tolerance=written.tolerance)
    return observed


def shared_out(points: float | None, weights: Sequence[float]) -> list[float]:
    """Points by weight in hundredths, none below 0; one for each unit of weight where no number is given."""
    total = sum(weights)
    if points is None or not total:
        return list(weights)
    exact = [points * 100 * weight / total for weight in weights]
    shares = [math.floor(share + _ROUNDING) for share in exact]
    # hundredths that are left over go where most was cut off, of equals to the later ones
    left = math.floor(points * 100 + _ROUNDING) - sum(shares)
    for place in sorted(range(len(exact)), key=lambda place: (shares[place] - exact[place], -place))[: max(left, 0)]:
        shares[place] += 1
    worth = [share / 100 for share in shares]
    last = max(place for place, weight in enumerate(weights) if weight)
    worth[last] = round(points - sum(worth[:last] + worth[last + 1 :]), 6)  # where points are no whole hundredths
    return worth


def enough_points(item: CourseItem, weights: Sequence[float]) -> None:
    """Whether every test that weighs something is worth something.

    Raises:
        InputError: the item's points are too few.
    """
    counting = [weight for weight in weights if weight]
    if item.points is None or all(shared_out(item.points, counting)):
        return
    least = math.ceil(sum(counting) / min(counting)) / 100
    raise InputError(
        f"item.md: {item.points:g} points are too few for {len(counting)} tests: some would be worth nothing.",
        f"Write `points: {least:g}` or more: points are shared out in hundredths.",
    )


def distinct_names(titles: Sequence[str]) -> list[str]:
    """A short name for each title, none twice."""
    names: list[str] = []
    for number, title in enumerate(titles, 1):
        first = _NOT_IN_NAMES.sub("-", title.lower()).strip("-")[:_LONGEST_NAME].strip("-") or f"test-{number}"
        tried = itertools.chain([first], (f"{first}-{count}" for count in itertools.count(number)))
        names.append(next(name for name in tried if name not in names and name not in _TAKEN))
    return names


def starter_from(reference: str, wanted: str) -> str:
    """The reference without bodies and comments: imports, and the wanted function's or class's heads and docstrings."""
    text = comments_cut_out(reference)
    tree = syntax_tree(text)
    lines = text.split("\n")
    kept: list[str] = []
    for node in tree.body if tree is not None else ():
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            kept += lines[node.lineno - 1 : node.end_lineno]
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)) and node.name == wanted:
            kept += ["", ""] if kept else []
            kept += _function_stub(node, lines) if isinstance(node, ast.FunctionDef) else _class_stub(node, lines)
    return "\n".join(kept).strip("\n") + "\n"


def _function_stub(node: ast.FunctionDef, lines: list[str]) -> list[str]:
    first = first_line(node)
    indent = " " * (node.body[0].col_offset if node.body[0].lineno > node.lineno else node.col_offset + 4)
    last = node.body[0].end_lineno if ast.get_docstring(node) is not None else first_line(node.body[0]) - 1
    head = lines[first - 1 : max(last or 0, node.lineno)]
    if node.body[0].lineno == node.lineno:  # `def f(x): return 1`
        head = [lines[node.lineno - 1][: node.body[0].col_offset].rstrip()]
    return [*head, *(indent + line for line in CODE_STUB.split("\n"))]


def _class_stub(node: ast.ClassDef, lines: list[str]) -> list[str]:
    last = node.body[0].end_lineno if ast.get_docstring(node) is not None else first_line(node.body[0]) - 1
    kept = lines[node.lineno - 1 : max(last or 0, node.lineno)]
    while kept and not kept[-1].strip():
        kept.pop()
    for method in node.body:
        public = isinstance(method, ast.FunctionDef) and (not method.name.startswith("_") or method.name[:2] == "__")
        if isinstance(method, ast.FunctionDef) and public:
            kept += ["", *_function_stub(method, lines)]
    return kept


def fenced(program: str, language: str = "python") -> str:
    """A program in Markdown."""
    fence = "````" if "```" in program else "```"
    return f"{fence}{language}\n{program.strip(chr(10))}\n{fence}"


def numbered(program: str) -> str:
    """A program in Markdown with the numbers of its lines."""
    lines = program.strip("\n").split("\n")
    width = len(str(len(lines)))
    return fenced("\n".join(f"{number:>{width}}  {line}".rstrip() for number, line in enumerate(lines, 1)), "text")


def without_docstrings(text: str) -> str:
    """A program without the lines of its docstrings."""
    tree = syntax_tree(text)
    lines = text.split("\n")
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Module)
    gone: set[int] = set()
    for node in ast.walk(tree) if tree is not None else ():
        if isinstance(node, kinds) and len(node.body) > 1 and ast.get_docstring(node, clean=False) is not None:
            gone.update(range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1))
    return "\n".join(line for number, line in enumerate(lines, 1) if number not in gone)
