"""Statements written before an example, and which of them an expression needs."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field

from kernel_magic.lessons.examples.found import UnusableError
from kernel_magic.lessons.examples.names import Names

_MAX_STATEMENTS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One statement with the names it defines and uses."""

    source: str
    node: ast.stmt
    defines: frozenset[str]
    uses: frozenset[str]


@dataclass(slots=True)
class Session:
    """Statements in the order they were written; an expression later may need some of them."""

    statements: list[Statement] = field(default_factory=list)
    defined: frozenset[str] = frozenset()
    imported: frozenset[str] = frozenset()
    overflown: bool = False
    """There were more statements than are kept; nothing that needs any can be trusted."""

    def add(self, node: ast.stmt, source: str) -> None:
        """Append a statement; imports of modules that are not Python's own say nothing and are left out."""
        if isinstance(node, ast.Import | ast.ImportFrom) and not _is_standard(node):
            return
        if len(self.statements) >= _MAX_STATEMENTS:
            self.overflown = True
            return
        statement = Statement(source=source.strip(), node=node, defines=_defined(node), uses=_used(node))
        self.statements.append(statement)
        self.defined |= statement.defines
        if isinstance(node, ast.Import | ast.ImportFrom):
            self.imported |= statement.defines

    def clear(self) -> None:
        """Forget everything."""
        self.statements.clear()
        self.defined = self.imported = frozenset()
        self.overflown = False

    def setup_for(self, names: Iterable[str]) -> list[Statement]:
        """The statements that define or may change what these names stand for, in order.

        Raises:
            UnusableError: there are too many statements to tell.
        """
        needed = frozenset(names)
        if needed and self.overflown:
            raise UnusableError("too many statements stand before it")
        while needed:
            chosen = [item for item in self.statements if self._concerns(item, needed)]
            wider = needed.union(*((item.defines | item.uses) & self.defined for item in chosen))
            if wider == needed:
                return chosen
            needed = wider
        return []

    def _concerns(self, item: Statement, needed: frozenset[str]) -> bool:
        """Whether a statement touches one of the names; using the same module ties nothing together."""
        if isinstance(item.node, ast.Import | ast.ImportFrom):
            return bool(item.defines & needed)
        return bool((item.defines | item.uses) & (needed - self.imported))

    def constant(self, node: ast.expr) -> ast.expr:
        """A name that was given a value once and touched by nothing else stands for that value."""
        if not isinstance(node, ast.Name) or node.id not in self.defined:
            return node
        touching = [item for item in self.statements if node.id in item.defines | item.uses]
        if len(touching) != 1 or not isinstance(touching[0].node, ast.Assign):
            return node
        return touching[0].node.value

    @staticmethod
    def calls_task(setup: list[Statement], names: Names) -> bool:
        """Whether any of the statements calls something of the task's."""
        return Session.first_callee(setup, names) is not None

    @staticmethod
    def first_callee(setup: list[Statement], names: Names) -> str | None:
        """The first name called in the statements that is neither a built-in nor imported."""
        imported = {
            name for item in setup if isinstance(item.node, ast.Import | ast.ImportFrom) for name in item.defines
        }
        for item in setup:
            for node in ast.walk(item.node):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                    name = node.func.id
                    if names.is_callee(name) and name not in imported:
                        return name
        return None


def _is_standard(node: ast.Import | ast.ImportFrom) -> bool:
    if isinstance(node, ast.ImportFrom):
        modules = [node.module or ""]
        if node.level:
            return False
    else:
        modules = [alias.name for alias in node.names]
    return all(module.split(".")[0] in sys.stdlib_module_names for module in modules)


def _defined(node: ast.stmt) -> frozenset[str]:
    found: set[str] = set()
    for item in ast.walk(node):
        if isinstance(item, ast.Name) and isinstance(item.ctx, ast.Store):
            found.add(item.id)
        elif isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(item.name)
        elif isinstance(item, ast.Import | ast.ImportFrom):
            found.update((alias.asname or alias.name).split(".")[0] for alias in item.names)
    return frozenset(found)


def _used(node: ast.stmt) -> frozenset[str]:
    return frozenset(
        item.id for item in ast.walk(node) if isinstance(item, ast.Name) and not isinstance(item.ctx, ast.Store)
    )
