"""Example calls taken apart: which arguments they have, and how a call with other arguments is written.

Reads `Call` cases, and `Expression` cases that are one call with literal arguments inside built-in functions
(`sorted(f([2, 1]))`). Anything else is left out.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass

from kernel_magic.core.problem import Call, Expression, TestCase
from kernel_magic.core.values import PlainValue, literal_node
from kernel_magic.judge.relations import Row
from kernel_magic.judge.shapes import canonical, written

_WRAPPERS = frozenset({
    "abs", "all", "any", "bool", "dict", "float", "frozenset", "int", "len", "list", "max", "min", "repr", "round",
    "set", "sorted", "str", "sum", "tuple",
})  # fmt: skip
_LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class CallForm:
    """One example call: its arguments, and for an expression what stands around them."""

    row: Row
    before: str = ""
    after: str = ""
    """Before and after the arguments of an expression; both empty for a call."""

    def given(self, row: Row) -> Call | Expression:
        """The call with these arguments."""
        if self.before:
            return Expression(expression=self.text(row))
        args = tuple(value for slot, value in row.items() if isinstance(slot, int))
        return Call(args=args, kwargs={slot: value for slot, value in row.items() if isinstance(slot, str)})

    def text(self, row: Row) -> str:
        """The arguments as a person would write them; the whole expression for an expression."""
        parts = [written(value) if isinstance(slot, int) else f"{slot}={written(value)}" for slot, value in row.items()]
        return f"{self.before}{', '.join(parts)}{self.after}"

    def key(self, row: Row) -> str:
        """A text that two calls share only if they are the same."""
        named = sorted(f"{slot}={canonical(value)}" for slot, value in row.items())
        return f"{self.before}{', '.join(named)}{self.after}"


def call_forms(cases: tuple[TestCase, ...]) -> tuple[CallForm, ...]:
    """The calls among the cases, in order. Expressions count only for the first function that one of them calls."""
    forms: list[CallForm] = []
    function = ""
    for case in cases:
        if isinstance(case.given, Call):
            forms.append(CallForm(_row(case.given)))
        elif isinstance(case.given, Expression) and not case.given.setup.strip():
            name, form = _expression_form(case.given.expression)
            if form is not None and function in ("", name):
                function = name
                forms.append(form)
    return tuple(forms)


def _row(call: Call) -> Row:
    row: Row = dict(enumerate(call.args))
    row.update(call.kwargs)
    return row


def _expression_form(text: str) -> tuple[str, CallForm | None]:
    if len(text) > _LONGEST:
        return "", None
    try:
        tree = ast.parse(text.strip(), mode="eval")
        call = _inner_call(tree.body)
        row = {} if call is None else _arguments(call)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return "", None
    if call is None or not isinstance(call.func, ast.Name):
        return "", None
    hole = ast.Call(func=call.func, args=[ast.Name(id="_" * 40)], keywords=[])
    before, _, after = ast.unparse(_Replaced(call, hole).visit(tree)).partition("_" * 40)
    return call.func.id, CallForm(row, before, after)


class _Replaced(ast.NodeTransformer):
    """The tree with one node in place of another."""

    def __init__(self, old: ast.Call, new: ast.Call) -> None:
        self._old, self._new = old, new

    def visit_Call(self, node: ast.Call) -> ast.AST:
        """The new node where this is the old one."""
        return self._new if node is self._old else self.generic_visit(node)


def _inner_call(node: ast.expr) -> ast.Call | None:
    """The one call inside wrappers of built-in functions; None where there is anything else."""
    while isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        if node.func.id not in _WRAPPERS:
            return node
        others = [*node.args[1:], *(keyword.value for keyword in node.keywords)]
        closed = all(isinstance(o, ast.Constant) or (isinstance(o, ast.Name) and o.id in _WRAPPERS) for o in others)
        if not node.args or not closed:
            return None
        node = node.args[0]
    return None


def _arguments(call: ast.Call) -> Row:
    row: Row = {}
    values: list[tuple[int | str, ast.expr]] = list(enumerate(call.args))
    values += [(keyword.arg or "**", keyword.value) for keyword in call.keywords]
    for slot, node in values:
        value: PlainValue = literal_node(node)
        if slot == "**":
            raise ValueError("a call with unpacked arguments")
        row[slot] = value
    return row
