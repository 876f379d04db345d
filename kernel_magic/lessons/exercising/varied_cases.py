"""Further cases like those that need statements: the same lines with other values in the places where values stand.

For classes, and for tests that prepare something first. Only values are exchanged, for others of their type that the
tests show, for whole numbers between those, or for two texts in one; which lines follow each other stays as the author
wrote it. Nothing runs here, and nobody knows yet what is expected.
"""

from __future__ import annotations

import ast
import copy
import random
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from kernel_magic.core.problem import Expression, TestCase
from kernel_magic.lessons.parse import syntax_tree

VARIED = "varied"
"""Their names begin with this word."""
_TRIES = 4
_LIKELY = 0.5
_KINDS = (int, float, str)
_HOLDERS = (ast.Call, ast.keyword, ast.List, ast.Tuple, ast.Set, ast.Dict)
_Value: TypeAlias = int | float | str
_Pool: TypeAlias = Mapping[type, list[_Value]]


def varied_cases(cases: Sequence[TestCase], *, seed: int, count: int) -> tuple[TestCase, ...]:
    """Up to `count` distinct cases, none of which is given; the same for the same seed."""
    given = [case.given for case in cases if isinstance(case.given, Expression)]
    known = {(each.setup, each.expression) for each in given}
    parsed = [(syntax_tree(setup), syntax_tree(expression)) for setup, expression in sorted(known)]
    trees = [(setup, expression) for setup, expression in parsed if setup is not None and expression is not None]
    values = [value for pair in trees for tree in pair for _, value in _places(tree)]
    pool: _Pool = {kind: sorted({value for value in values if type(value) is kind}) for kind in _KINDS}
    rng = random.Random(f"{seed}|{sorted(known)}")  # noqa: S311 - it keeps no secret
    made: dict[tuple[str, str], None] = {}
    for _ in range(_TRIES * count if values else 0):
        if len(made) >= count:
            break
        setup, expression = (_changed(tree, pool, rng) for tree in rng.choice(trees))
        if (setup, expression) not in known:
            made[setup, expression] = None
    return tuple(
        TestCase(
            name=f"{VARIED} {number}",
            given=Expression(expression=expression, setup=setup),
            expected=None,
            origin="generated",
            text="; ".join([*setup.split("\n"), expression] if setup else [expression]),
        )
        for number, (setup, expression) in enumerate(made, 1)
    )


def _places(tree: ast.AST) -> Iterator[tuple[ast.expr, _Value]]:
    """The values that calls are given, or that stand in a list, a dictionary or the like."""
    for holder in ast.walk(tree):
        for part in ast.iter_child_nodes(holder) if isinstance(holder, _HOLDERS) else ():
            if isinstance(part, ast.expr):
                value = _value(part)
                if value is not None:
                    yield part, value


def _value(node: ast.expr) -> _Value | None:
    match node:
        case ast.Constant(value=value) if type(value) in _KINDS:
            return value  # type: ignore[return-value]  # one of these kinds
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as value)) if type(value) in _KINDS:
            return -value
        case _:
            return None


def _changed(tree: ast.AST, pool: _Pool, rng: random.Random) -> str:
    """The text of a tree with some of its values exchanged."""
    copied = copy.deepcopy(tree)
    others = {
        id(node): ast.Constant(value=_other(value, pool[type(value)], rng))
        for node, value in _places(copied)
        if rng.random() < _LIKELY
    }
    return ast.unparse(_Exchange(others).visit(copied))


def _other(value: _Value, shown: list[_Value], rng: random.Random) -> _Value:
    numbers = [each for each in shown if isinstance(each, int)]
    if isinstance(value, int) and rng.random() < _LIKELY:
        return rng.randint(min(numbers), max(numbers))
    texts = [each for each in shown if isinstance(each, str)]
    if isinstance(value, str) and rng.random() < _LIKELY:
        return rng.choice(texts) + rng.choice(texts)
    return rng.choice(shown)


class _Exchange(ast.NodeTransformer):
    """Puts others in the place of some nodes."""

    def __init__(self, others: Mapping[int, ast.expr]) -> None:
        self._others = others

    def visit(self, node: ast.AST) -> ast.AST:
        """The node, or what stands in its place."""
        other = self._others.get(id(node))
        return self.generic_visit(node) if other is None else other
