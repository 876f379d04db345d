"""When are two programs the same program? Decided on the syntax tree, without running anything.

Docstrings, annotations, names of variables and of the functions defined, the direction of comparisons and
`x = x + 1` against `x += 1` do not make a program another one. What stays different counts as written independently.
It is a low bar on purpose stated here: two candidates of one model may still share one wrong idea.
"""

from __future__ import annotations

import ast
import builtins
import hashlib
from typing import TypeVar

from kernel_magic.lessons.parse import syntax_tree

_MIRROR: dict[type[ast.cmpop], type[ast.cmpop]] = {ast.Gt: ast.Lt, ast.GtE: ast.LtE}
_KNOWN = frozenset(dir(builtins))
_Function = TypeVar("_Function", ast.FunctionDef, ast.AsyncFunctionDef)


def fingerprint(text: str) -> str:
    """Equal for programs that differ in names, annotations, docstrings or layout only."""
    tree = syntax_tree(text)
    if tree is None:
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    try:
        form = ast.dump(_Normal(_imported(tree)).visit(tree), annotate_fields=False)
    except RecursionError:
        form = text
    return hashlib.sha256(form.encode("utf-8", "surrogatepass")).hexdigest()


def _imported(tree: ast.Module) -> frozenset[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            names.update((alias.asname or alias.name).split(".")[0] for alias in node.names)
    return frozenset(names)


class _Normal(ast.NodeTransformer):
    """Renames by order of appearance and removes what does not change a run."""

    def __init__(self, imported: frozenset[str]) -> None:
        self._kept = _KNOWN | imported
        self._names: dict[str, str] = {}

    def _name(self, name: str) -> str:
        return name if name in self._kept else self._names.setdefault(name, f"v{len(self._names)}")

    def visit_Name(self, node: ast.Name) -> ast.AST:
        return ast.copy_location(ast.Name(id=self._name(node.id), ctx=node.ctx), node)

    def visit_arg(self, node: ast.arg) -> ast.AST:
        return ast.copy_location(ast.arg(arg=self._name(node.arg)), node)

    def _function(self, node: _Function) -> _Function:
        node.name = self._name(node.name)
        node.returns = None
        node.body = _without_docstring(node.body)
        self.generic_visit(node)
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        return self._function(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:
        return self._function(node)

    def visit_Assign(self, node: ast.Assign) -> ast.AST:
        return self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST | None:
        if node.value is None:
            return None
        return self.visit_Assign(ast.copy_location(ast.Assign(targets=[node.target], value=node.value), node))

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.AST:
        if not isinstance(node.target, ast.Name):
            return self.generic_visit(node)
        left = ast.Name(id=node.target.id, ctx=ast.Load())
        value = ast.BinOp(left=left, op=node.op, right=node.value)
        return self.visit_Assign(ast.copy_location(ast.Assign(targets=[node.target], value=value), node))

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        self.generic_visit(node)
        if len(node.ops) == 1 and type(node.ops[0]) in _MIRROR:
            mirrored = _MIRROR[type(node.ops[0])]()
            return ast.copy_location(
                ast.Compare(left=node.comparators[0], ops=[mirrored], comparators=[node.left]), node
            )
        return node


def _without_docstring(body: list[ast.stmt]) -> list[ast.stmt]:
    first = body[0]
    if len(body) > 1 and isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
        return body[1:]
    return body
