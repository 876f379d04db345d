"""Mutation operators on places and ranges: a bound, an index or a slice that is one off, a step that is missing."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from kernel_magic.judge.mutation_edits import Edit, SourceText, Splice
from kernel_magic.judge.mutation_expressions import Operator

_SIMPLE = (ast.Name, ast.Call, ast.Attribute, ast.Subscript)


def ranges(node: ast.AST, source: SourceText) -> Iterator[Edit]:
    """The bounds of `range` one off, a start that is left out or added, a step that is dropped."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.func.id != "range":
        return
    if node.keywords or any(isinstance(item, (ast.Starred, ast.GeneratorExp)) for item in node.args):
        return
    for bound in node.args[:2]:
        yield from _shifted("range_bound", node, bound, source)
    if len(node.args) == 1:
        start = source.start(node.args[0])
        yield Edit("range_bound", source.start(node), source.end(node), (Splice(start, start, "1, "),))
    if len(node.args) > 1:
        kept = [source.of(item) for item in node.args]
        yield source.replaced("range_bound", node, f"range({kept[1]})")
    if len(node.args) == 3:
        yield source.replaced("drop_step", node, f"range({kept[0]}, {kept[1]})")


def places(node: ast.AST, source: SourceText) -> Iterator[Edit]:
    """An index or a slice bound one off; `[::-1]` dropped; a slice that loses its first or its last item."""
    if not isinstance(node, ast.Subscript):
        return
    if not isinstance(node.slice, ast.Slice):
        if isinstance(node.ctx, ast.Load):
            yield from _shifted("index_shift", node, node.slice, source)
        return
    part, start, end = node.slice, source.start(node), source.end(node)
    for bound in (part.lower, part.upper):
        if bound is not None:
            yield from _shifted("slice_bound", node, bound, source)
    if part.step is not None:
        gap = source.token(source.end(node.value), source.start(part), "[")
        yield Edit("drop_step", start, end, (Splice(gap[0], end, ""),))
        return
    if part.lower is None:
        yield Edit("slice_bound", start, end, (Splice(source.start(part), source.start(part), "1"),))
    if part.upper is None:
        yield Edit("slice_bound", start, end, (Splice(source.end(part), source.end(part), "-1"),))


def _shifted(operator: str, shown: ast.expr, number: ast.expr, source: SourceText) -> Iterator[Edit]:
    """One more and one less. Where the number is a constant, or ends in one, changing that constant does the same."""
    sums = isinstance(number, ast.BinOp) and isinstance(number.op, (ast.Add, ast.Sub, ast.Mult, ast.FloorDiv))
    if not isinstance(number, _SIMPLE) and not sums:
        return
    if isinstance(number, ast.BinOp) and isinstance(number.op, (ast.Add, ast.Sub)):
        sides = (number.left, number.right)
        if any(isinstance(side, ast.Constant) and isinstance(side.value, int) for side in sides):
            return
    end = source.end(number)
    for step in (" + 1", " - 1"):
        yield Edit(operator, source.start(shown), source.end(shown), (Splice(end, end, step),))


PLACES: tuple[Operator, ...] = (ranges, places)
