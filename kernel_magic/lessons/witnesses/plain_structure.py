"""One way to write what can be written in several: a program's tree without differences of style.

A guard with `else` or without, a value kept for one line before it is returned, `list()` or `[]`, a `main` that is
called once: two programs that differ in such things only are one program. Nothing here runs or checks anything; what
comes out is for comparing, not for running.
"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Sequence

_BODIES = ("body", "orelse", "finalbody")
_MIRROR: dict[type[ast.cmpop], type[ast.cmpop]] = {ast.Gt: ast.Lt, ast.GtE: ast.LtE}


def plain_structure(tree: ast.Module) -> ast.Module:
    """The tree in plain form. Changes the one it is given."""
    tree = _Plain().visit(tree)
    tree.body = _without_main(tree.body)
    return tree


class _Plain(ast.NodeTransformer):
    """From the leaves up: expressions first, then each body of statements as a whole."""

    def generic_visit(self, node: ast.AST) -> ast.AST:
        super().generic_visit(node)
        for field in _BODIES:
            body = getattr(node, field, None)
            if isinstance(body, list) and body and isinstance(body[0], ast.stmt):
                setattr(node, field, _flat(body))
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.returns = None
        node.body = without_docstring(node.body)
        return self.generic_visit(node)

    def visit_arg(self, node: ast.arg) -> ast.AST:
        node.annotation = None
        return node

    def visit_Import(self, node: ast.Import) -> None:
        """What is imported shows where it is used."""

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        """As above."""

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST | None:
        if node.value is None:
            return None
        return self._visited(ast.Assign(targets=[node.target], value=node.value))

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.AST:
        if not isinstance(node.target, ast.Name):
            return self.generic_visit(node)
        left = ast.Name(id=node.target.id, ctx=ast.Load())
        value = ast.BinOp(left=left, op=node.op, right=node.value)
        return self._visited(ast.Assign(targets=[node.target], value=value))

    def _visited(self, node: ast.Assign) -> ast.AST:
        return self.generic_visit(node)

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        self.generic_visit(node)
        if len(node.ops) == 1 and type(node.ops[0]) in _MIRROR:
            mirrored = _MIRROR[type(node.ops[0])]()
            return ast.Compare(left=node.comparators[0], ops=[mirrored], comparators=[node.left])
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        match node:
            case ast.Call(func=ast.Name(id="list" | "dict" as name), args=[], keywords=[]):
                return ast.List(elts=[], ctx=ast.Load()) if name == "list" else ast.Dict(keys=[], values=[])
            case ast.Call(func=ast.Name(id="range"), args=[ast.Constant(value=0), last], keywords=[]):
                node.args = [last]
            case _:
                pass
        return node


def _flat(body: Sequence[ast.stmt]) -> list[ast.stmt]:
    """A body without `pass`, `else` after an ending, choices within a statement, and values named for one line."""
    flat: list[ast.stmt] = []
    for statement in body:
        flat += _split(statement)
    flat = [statement for statement in flat if not isinstance(statement, ast.Pass)]
    for first, second in itertools.pairwise(list(flat)):
        match first, second:
            case ast.Assign(targets=[ast.Name(id=name)]), ast.Return(value=ast.Name(id=returned)) if name == returned:
                flat.remove(first)
                second.value = first.value
            case ast.If(body=[ast.Return(value=ast.Constant(value=True))], orelse=[]), ast.Return(
                value=ast.Constant(value=False)
            ):
                flat.remove(first)
                second.value = first.test
            case _:
                pass
    return flat


def _split(statement: ast.stmt) -> list[ast.stmt]:
    match statement:
        case ast.Return(value=ast.IfExp(test=test, body=chosen, orelse=other)):
            kept: ast.stmt = ast.If(test=test, body=_split(ast.Return(value=chosen)), orelse=[])
            return [kept, *_split(ast.Return(value=other))]
        case ast.Assign(targets=[target], value=ast.IfExp(test=test, body=chosen, orelse=other)):
            yes, no = ast.Assign(targets=[target], value=chosen), ast.Assign(targets=[target], value=other)
            return [ast.If(test=test, body=[yes], orelse=[no])]
        case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=values)) if _simple(names, values):
            return [ast.Assign(targets=[name], value=value) for name, value in zip(names, values, strict=True)]
        case ast.Assign(targets=[_, _, *_] as targets, value=ast.Constant() as value):
            return [ast.Assign(targets=[target], value=value) for target in targets]
        case ast.If(body=[*_, ast.Return() | ast.Raise() | ast.Continue() | ast.Break()], orelse=[_, *_] as rest):
            statement.orelse = []
            return [statement, *_flat(rest)]
        case _:
            return [statement]


def _simple(names: Sequence[ast.expr], values: Sequence[ast.expr]) -> bool:
    """Whether one assignment of several names is the same as several assignments."""
    plain = all(isinstance(value, ast.Constant) or not list(ast.iter_child_nodes(value)) for value in values)
    return len(names) == len(values) and plain and all(isinstance(name, ast.Name) for name in names)


def without_docstring(body: list[ast.stmt]) -> list[ast.stmt]:
    """The statements of a function, class or module without a text at their beginning."""
    first = body[0]
    if len(body) > 1 and isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
        return body[1:]
    return body


def _without_main(body: list[ast.stmt]) -> list[ast.stmt]:
    """A `main` without arguments that the program ends by calling: its lines stand there instead."""
    last = body[-1] if body else None
    if isinstance(last, ast.If) and "__main__" in ast.dump(last.test):
        body = [*body[:-1], *last.body]
        last = body[-1] if body else None
    match last:
        case ast.Expr(value=ast.Call(func=ast.Name(id=name), args=[], keywords=[])):
            main = next((node for node in body if isinstance(node, ast.FunctionDef) and node.name == name), None)
            if main is not None and not ast.dump(main.args).count("arg="):
                return [node for node in body if node not in (main, last)] + main.body
        case _:
            pass
    return body
