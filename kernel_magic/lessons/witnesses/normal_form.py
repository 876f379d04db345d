"""When are two programs the same program? Decided on the syntax tree, without running anything.

Docstrings, annotations, imports of what is not used, names of variables and of the functions defined, and what
`plain_structure` takes away do not make a program another one. What stays different counts as written independently.
It is a low bar, on purpose stated here: two candidates of one model may still share one wrong idea.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Callable

from kernel_magic.lessons.parse import bound_names, syntax_tree
from kernel_magic.lessons.witnesses.plain_structure import plain_structure, without_docstring


def fingerprint(text: str) -> str:
    """Equal for programs that differ in names, annotations, imports, layout or small matters of style only."""
    return _fingerprint(text, plain_structure)


def names_aside(text: str) -> str:
    """Equal for programs that differ in names, docstrings and layout only: another style makes another program."""
    return _fingerprint(text, _without_docstrings)


def _without_docstrings(tree: ast.Module) -> ast.Module:
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and node.body:
            node.body = without_docstring(node.body)
    return tree


def _fingerprint(text: str, simplified: Callable[[ast.Module], ast.Module]) -> str:
    tree = syntax_tree(text)
    if tree is None:
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    try:
        origins = _origins(tree)
        bound = frozenset(bound_names(tree))
        form = ast.dump(_Renamed(bound, origins).visit(simplified(tree)), annotate_fields=False)
    except RecursionError:
        form = text
    return hashlib.sha256(form.encode("utf-8", "surrogatepass")).hexdigest()


def _origins(tree: ast.Module) -> dict[str, str]:
    """What an imported name stands for: a module's own name, or the name it has in its module."""
    found: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            found.update({alias.asname or alias.name: alias.name for alias in node.names})
    return found


class _Renamed(ast.NodeTransformer):
    """The program's own names by order of appearance; imported ones as they are called where they come from."""

    def __init__(self, bound: frozenset[str], origins: dict[str, str]) -> None:
        self._bound = bound
        self._origins = origins
        self._names: dict[str, str] = {}

    def _name(self, name: str) -> str:
        if name in self._bound:
            return self._names.setdefault(name, f"v{len(self._names)}")
        return self._origins.get(name, name)

    def visit_Name(self, node: ast.Name) -> ast.AST:
        return ast.Name(id=self._name(node.id), ctx=node.ctx)

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        """`math.sqrt` and an imported `sqrt` are the same."""
        if isinstance(node.value, ast.Name) and node.value.id in self._origins and node.value.id not in self._bound:
            return ast.Name(id=node.attr, ctx=node.ctx)
        return self.generic_visit(node)

    def visit_arg(self, node: ast.arg) -> ast.AST:
        return ast.arg(arg=self._name(node.arg))

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.name = self._name(node.name)
        return self.generic_visit(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        node.name = self._name(node.name)
        return self.generic_visit(node)

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> ast.AST:
        node.name = self._name(node.name) if node.name else None
        return self.generic_visit(node)
