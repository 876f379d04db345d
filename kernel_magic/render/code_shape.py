"""What the text of a program says about its runs: where its loops are, what its functions take, which ones yield.

The text is parsed, never run. What could be read in two ways is left out: a number of rounds that is wrong would be
worse than none.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kernel_magic.core.source import Source
from kernel_magic.render.clean import MAX_CODE

_Function = ast.FunctionDef | ast.AsyncFunctionDef
_Loop = ast.For | ast.While
_YIELDING = (ast.Yield, ast.YieldFrom, ast.Await, ast.AsyncFor, ast.AsyncWith)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loop:
    """A loop whose rounds can be told by the lines a run goes through."""

    line: int
    """Where its `for` or `while` stands."""
    starts: int
    """The line that runs once at the beginning of each round: the loop's own, or its first one where it has no test."""
    body: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeShape:
    """What was read."""

    loops: tuple[Loop, ...] = ()
    """Outer ones before those inside."""
    parameters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By function, for names that are defined once."""
    yielding: frozenset[str] = frozenset()
    """Functions that can be left and entered again: leaving one is no return."""


def code_shape(source: Source) -> CodeShape:
    """Reads a program; of one that is no Python, or does not parse, nothing is known."""
    if source.language != "python" or len(source.text) > MAX_CODE:
        return CodeShape()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(source.text)
        return _shape(tree)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return CodeShape()


def _shape(tree: ast.Module) -> CodeShape:
    functions = [node for node in ast.walk(tree) if isinstance(node, _Function)]
    names = [function.name for function in functions]
    once = (function for function in functions if names.count(function.name) == 1)
    found = (loop for node in ast.walk(tree) if isinstance(node, _Loop) and (loop := _loop(node)) is not None)
    return CodeShape(
        loops=tuple(sorted(found, key=lambda loop: (loop.line, -loop.last))),
        parameters={function.name: _parameters(function.args) for function in once},
        yielding=frozenset(function.name for function in functions if _yields(function)),
    )


def _loop(node: _Loop) -> Loop | None:
    """Loops on one line, under a header of several lines, or without a line that runs once a round, are left out."""
    head, first = node.iter if isinstance(node, ast.For) else node.test, node.body[0]
    if head.end_lineno != node.lineno or first.lineno <= node.lineno:
        return None
    last = node.body[-1].end_lineno or node.body[-1].lineno
    if isinstance(node, ast.For) or not isinstance(node.test, ast.Constant):
        return Loop(line=node.lineno, starts=node.lineno, body=first.lineno, last=last)
    # The test of `while True:` is not run again; a line that a round may come back to does not count rounds.
    test = first.test if isinstance(first, ast.If) else first
    if isinstance(first, _Loop | ast.With | ast.Try | ast.Match | _Function | ast.ClassDef):
        return None
    if test.end_lineno != first.lineno:
        return None
    return Loop(line=node.lineno, starts=first.lineno, body=first.lineno, last=last)


def _parameters(arguments: ast.arguments) -> tuple[str, ...]:
    named = [*arguments.posonlyargs, *arguments.args]
    found = [argument.arg for argument in named]
    found += [f"*{arguments.vararg.arg}"] if arguments.vararg else []
    found += [f"{argument.arg}=" for argument in arguments.kwonlyargs]
    return (*found, *([f"**{arguments.kwarg.arg}"] if arguments.kwarg else []))


def _yields(function: _Function) -> bool:
    return isinstance(function, ast.AsyncFunctionDef) or any(isinstance(node, _YIELDING) for node in _own(function))


def _own(node: ast.AST) -> Iterator[ast.AST]:
    """What stands in a function, without the functions inside it."""
    left = list(ast.iter_child_nodes(node))
    while left:
        each = left.pop()
        yield each
        if not isinstance(each, _Function | ast.Lambda | ast.ClassDef):
            left.extend(ast.iter_child_nodes(each))
