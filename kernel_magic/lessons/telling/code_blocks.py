"""Accepted code, cut into blocks at its own statement boundaries. Joined, the blocks are the code, token for token."""

from __future__ import annotations

import ast
import itertools
from dataclasses import dataclass

from kernel_magic.lessons.parse import syntax_tree

_LONG = 9
"""A compound statement of more lines than this is cut inside."""
_MAX_BLOCKS = 6
_FEW_IMPORTS = 3

_Compound = ast.If | ast.For | ast.While | ast.With | ast.Try | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeBlock:
    """Lines `first_line` to `last_line` (1-based, inclusive) of a program."""

    code: str
    first_line: int
    last_line: int
    function: str | None
    """The function the block lies in; None at module level."""


def split(text: str) -> tuple[CodeBlock, ...]:
    """The blocks of a program in order; each line lies in exactly one. Code that does not parse is one block."""
    lines = text.rstrip("\n").split("\n")
    tree = syntax_tree(text)
    if tree is None or not tree.body:
        return (CodeBlock(code="\n".join(lines), first_line=1, last_line=len(lines), function=None),)
    starts = _merged(_starts(tree), len(lines))
    bounds = [*starts, len(lines) + 1]
    return tuple(
        CodeBlock(
            code="\n".join(lines[first - 1 : end - 1]),
            first_line=first,
            last_line=end - 1,
            function=_function_at(tree, first, end - 1),
        )
        for first, end in itertools.pairwise(bounds)
    )


def _starts(tree: ast.Module) -> list[int]:
    """First lines of blocks: 1, then wherever a cut is useful."""
    found = {1}
    for before, node in itertools.pairwise([None, *tree.body]):
        if node is None:
            continue
        if before is not None and isinstance(node, _Compound) | isinstance(before, _Compound):
            found.add(_first_line(node))
        if isinstance(node, ast.ClassDef):
            found |= {_first_line(item) for item in node.body if isinstance(item, ast.FunctionDef)}
        elif isinstance(node, _Compound):
            found |= _inside(node, is_function=isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)))
    return sorted(found - _after_imports(tree))


def _after_imports(tree: ast.Module) -> set[int]:
    """A few imports are no step of their own: they stand with what follows them."""
    imports = list(itertools.takewhile(lambda node: isinstance(node, (ast.Import, ast.ImportFrom)), tree.body))
    if 0 < len(imports) <= _FEW_IMPORTS and len(imports) < len(tree.body):
        return {_first_line(tree.body[len(imports)])}
    return set()


def _inside(node: _Compound, *, is_function: bool) -> set[int]:
    """Cuts inside a function or a long compound statement: around its loops, branches and its final return."""
    if not is_function and _length(node) <= _LONG:
        return set()
    found: set[int] = set()
    body = node.body
    for before, item in itertools.pairwise(body):
        begins = isinstance(item, _Compound) or isinstance(before, _Compound) or isinstance(item, ast.Return)
        if begins and _first_line(item) > (before.end_lineno or before.lineno):
            found.add(_first_line(item))
    if is_function and isinstance(body[0], _Compound) and _length(node) > 4 and _first_line(body[0]) > node.lineno:
        found |= _inside(body[0], is_function=False)
    for item in body:
        if isinstance(item, _Compound) and _length(item) > _LONG:
            found |= _inside(item, is_function=False)
    return found


def _merged(starts: list[int], line_count: int) -> list[int]:
    """At most `_MAX_BLOCKS` blocks: the shortest neighbours become one."""
    while len(starts) > _MAX_BLOCKS:
        bounds = [*starts, line_count + 1]
        joined = [bounds[i + 2] - bounds[i] for i in range(len(starts) - 1)]
        del starts[joined.index(min(joined)) + 1]
    return starts


def _first_line(node: ast.stmt) -> int:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return min([node.lineno, *(item.lineno for item in node.decorator_list)])
    return node.lineno


def _length(node: ast.stmt) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _function_at(tree: ast.Module, first: int, last: int) -> str | None:
    """The innermost function the block has lines of; of several the last."""
    best: tuple[int, str] | None = None
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            overlaps = node.lineno <= last and (node.end_lineno or node.lineno) >= first
            if overlaps and (best is None or node.lineno > best[0]):
                best = (node.lineno, node.name)
    return best[1] if best else None
