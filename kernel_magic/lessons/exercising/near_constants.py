"""Calls like those of the tests with values that a program itself names, and their neighbours.

`if amount > 5000` is decided by 5000 and 5001, and a table by its keys: values that are drawn from the shape of the
tests seldom meet them. Whether such a call lies inside the task, others find out: each is named like an input that
leaves what the tests show.
"""

from __future__ import annotations

import ast
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from kernel_magic.core.problem import Call, TestCase
from kernel_magic.core.source import Source
from kernel_magic.core.values import PlainValue
from kernel_magic.lessons.exercising.test_code import call_text
from kernel_magic.lessons.parse import syntax_tree
from kernel_magic.lessons.witnesses.agreement import EDGE

_BASES = 12
"""Calls of the tests that are changed."""
_Named: TypeAlias = Mapping[type, Sequence[PlainValue]]
_Slot: TypeAlias = int | str


def near_constants(program: Source, cases: Sequence[TestCase], *, seed: int, count: int) -> tuple[TestCase, ...]:
    """Up to `count` distinct calls, none of which is given: one argument exchanged, or two at once."""
    calls = [case for case in cases if isinstance(case.given, Call)]
    named = _named(program, calls)
    known = {call_text(case, "") for case in calls}
    rng = random.Random(f"{seed}|{sorted(known)}")  # noqa: S311 - it keeps no secret
    once = [changed for case in calls[:_BASES] for changed in _changed(case, named)]
    twice = [other for changed in once for other in _changed(changed, named)]
    rng.shuffle(once)
    made: dict[str, TestCase] = {}
    for case in [*once[: count // 2], *rng.sample(twice, min(len(twice), count))]:
        text = call_text(case, "")
        if text not in known and len(made) < count:
            made.setdefault(text, replace(case, name=f"{EDGE}of the program {len(made) + 1}", expected=None, text=""))
    return tuple(made.values())


def _named(program: Source, calls: Sequence[TestCase]) -> _Named:
    """The values that a program names, with the neighbours of whole numbers, by type."""
    tree = syntax_tree(program.text)
    nodes = list(ast.walk(tree)) if tree is not None else []
    words = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}  # docstrings
    values = [node.value for node in nodes if isinstance(node, ast.Constant) and id(node) not in words]
    values += [-node.operand.value for node in nodes if _is_negative(node)]  # type: ignore[attr-defined]  # just seen
    numbers = {value + step for value in values if type(value) is int for step in (-1, 0, 1)}
    shown = [value for case in calls for _, value in _arguments(case)]
    if not any(isinstance(value, (int, float)) and value < 0 for value in shown):
        numbers = {number for number in numbers if number >= 0}
    fractions = {float(number) for number in numbers} | {value for value in values if type(value) is float}
    texts = {value for value in values if type(value) is str and value}
    return {int: sorted(numbers), float: sorted(fractions), str: sorted(texts)}


def _is_negative(node: ast.AST) -> bool:
    match node:
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as value)):
            return not isinstance(value, bool)
        case _:
            return False


def _arguments(case: TestCase) -> Iterator[tuple[_Slot, PlainValue]]:
    if isinstance(case.given, Call):
        yield from enumerate(case.given.args)
        yield from case.given.kwargs.items()


def _changed(case: TestCase, named: _Named) -> Iterator[TestCase]:
    """The case with one argument, or one item of a list in it, exchanged for each value that the program names."""
    for slot, value in _arguments(case):
        for other in _others(value, named):
            yield _with(case, slot, other)


def _others(value: PlainValue, named: _Named) -> Iterator[PlainValue]:
    if isinstance(value, list) and value:
        yield from ([*value[:-1], last] for last in named.get(type(value[-1]), ()))
    else:
        yield from named.get(type(value), ())


def _with(case: TestCase, slot: _Slot, value: PlainValue) -> TestCase:
    assert isinstance(case.given, Call)  # noqa: S101 - only calls have arguments
    if isinstance(slot, str):
        return replace(case, given=replace(case.given, kwargs={**case.given.kwargs, slot: value}))
    args = case.given.args
    return replace(case, given=replace(case.given, args=(*args[:slot], value, *args[slot + 1 :])))
