"""Mutation operators on statements: deleted, returned too early or wrongly, a branch lost, another variable taken."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from kernel_magic.judge.mutation_edits import Edit, SourceText, Splice
from kernel_magic.judge.mutation_expressions import Operator, negated

_DELETED = (
    ast.Expr, ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Delete, ast.Raise, ast.Assert, ast.For, ast.While, ast.With,
)  # fmt: skip
_EMPTY = {"list": "[]", "dict": "{}", "set": "set()", "tuple": "()", "text": "''", "number": "0"}
_KINDS: dict[type[ast.AST], str] = {
    ast.List: "list", ast.ListComp: "list", ast.Dict: "dict", ast.DictComp: "dict", ast.Set: "set",
    ast.SetComp: "set", ast.Tuple: "tuple", ast.JoinedStr: "text",
}  # fmt: skip
_RESULTS = {
    "sorted": "list", "list": "list", "dict": "dict", "set": "set", "tuple": "tuple", "str": "text", "join": "text",
    "lower": "text", "upper": "text", "replace": "text", "strip": "text", "sub": "text", "format": "text",
    "len": "number", "sum": "number", "abs": "number", "max": "number", "min": "number", "count": "number",
    "int": "number", "round": "number", "any": "truth", "all": "truth", "bool": "truth", "isinstance": "truth",
    "startswith": "truth", "endswith": "truth", "issubset": "truth", "isdigit": "truth", "isupper": "truth",
}  # fmt: skip
_Function = ast.FunctionDef | ast.AsyncFunctionDef


def kind_of(value: ast.expr) -> str:
    """What kind of value an expression plainly gives; an empty text where that is not plain."""
    if isinstance(value, (ast.Compare, ast.BoolOp)) or (isinstance(value, ast.UnaryOp) and _is_not(value)):
        return "truth"
    if isinstance(value, ast.Constant):
        kinds = {bool: "truth", int: "number", float: "number", str: "text"}
        return kinds.get(type(value.value), "")
    if isinstance(value, ast.BinOp):
        kinds_inside = {kind_of(value.left), kind_of(value.right)} - {"", "number"}
        return next(iter(kinds_inside), "number")
    if isinstance(value, ast.Call):
        called = value.func
        name = called.id if isinstance(called, ast.Name) else called.attr if isinstance(called, ast.Attribute) else ""
        return _RESULTS.get(name, "")
    return _KINDS.get(type(value), "")


def _is_not(value: ast.UnaryOp) -> bool:
    return isinstance(value.op, ast.Not)


def deletions(node: ast.AST, source: SourceText) -> Iterator[Edit]:
    """A statement replaced by `pass`, and a condition without an `else` with all it guards."""
    if isinstance(node, _DELETED):
        bare = isinstance(node, ast.Expr) and isinstance(node.value, (ast.Constant, ast.Yield, ast.YieldFrom))
        if not bare and not (isinstance(node, ast.AnnAssign) and node.value is None):
            yield source.replaced("delete_statement", node, "pass")
    if isinstance(node, ast.If):
        if not node.orelse and source.of(node).startswith("if"):
            yield source.replaced("delete_statement", node, "pass")
        else:
            yield from _dropped(node.body, source)
        if node.orelse and not _is_elif(node.orelse, source):
            yield from _dropped(node.orelse, source)
    if isinstance(node, (ast.For, ast.While)) and node.orelse:
        yield from _dropped(node.orelse, source)
    if isinstance(node, ast.Try):
        for handler in node.handlers:
            yield from _dropped(handler.body, source)


def _is_elif(branch: Sequence[ast.stmt], source: SourceText) -> bool:
    return isinstance(branch[0], ast.If) and source.of(branch[0]).startswith("elif")


def _dropped(body: Sequence[ast.stmt], source: SourceText) -> Iterator[Edit]:
    """A branch that does nothing."""
    if len(body) == 1 and isinstance(body[0], ast.Pass):
        return
    start, end = source.start(body[0]), source.end(body[-1])
    lines = source.text(start, end).count("\n")
    yield Edit("drop_branch", start, end, (Splice(start, end, "pass" + "\n" * lines),))


def returns(node: ast.AST, source: SourceText) -> Iterator[Edit]:
    """Nothing, something empty, or the opposite returned."""
    if not isinstance(node, ast.Return) or node.value is None:
        return
    value, kind = node.value, kind_of(node.value)
    if source.of(value) != "None":
        yield source.replaced("return_value", node, "return None")
    if kind == "truth" and not isinstance(value, ast.Constant):
        yield from negated("return_value", value, source)
        yield source.replaced("return_value", node, "return True")
        yield source.replaced("return_value", node, "return False")
    if kind in _EMPTY and source.of(value) != _EMPTY[kind]:
        yield source.replaced("return_value", node, f"return {_EMPTY[kind]}")
    if kind == "number" and not isinstance(value, ast.Constant):
        start, end = source.start(value), source.end(value)
        yield Edit("return_value", start, end, (Splice(start, start, "-("), Splice(end, end, ")")))
    if isinstance(value, ast.Tuple) and len(value.elts) == 2:
        first, second = value.elts
        splices = tuple(
            Splice(source.start(a), source.end(a), source.of(b)) for a, b in ((first, second), (second, first))
        )
        yield Edit("return_value", source.start(value), source.end(value), splices)


def loop_ends(node: ast.AST, source: SourceText) -> Iterator[Edit]:
    """`break` for `continue`, `continue` for `break`, or neither."""
    if isinstance(node, (ast.Break, ast.Continue)):
        yield source.replaced("loop_end", node, "continue" if isinstance(node, ast.Break) else "break")
        yield source.replaced("loop_end", node, "pass")


def initial_values(node: ast.AST, source: SourceText) -> Iterator[Edit]:
    """`best = items[0]` becomes 0; `None` becomes 0."""
    if isinstance(node, ast.Assign) and all(isinstance(target, ast.Name) for target in node.targets):
        value = node.value
        first = isinstance(value, ast.Subscript) and isinstance(value.slice, ast.Constant) and value.slice.value == 0
        if first or (isinstance(value, ast.Constant) and value.value is None):
            yield source.replaced("initial_value", value, "0")


def early_returns(node: ast.AST, source: SourceText) -> Iterator[Edit]:
    """What is returned after a loop is returned at the end of its first round. No other operator adds a line."""
    if not isinstance(node, _Function):
        return
    for loop, after in zip(node.body, node.body[1:], strict=False):
        if isinstance(loop, (ast.For, ast.While)) and not loop.orelse and isinstance(after, ast.Return):
            indent, end = source.indent(loop.body[-1]), source.end(loop.body[-1])
            if indent is not None and loop.body[-1].lineno > loop.lineno:
                splice = Splice(end, end, f"\n{indent}{source.of(after)}")
                yield Edit("early_return", source.start(loop), end, (splice,))


def wrong_variables(node: ast.AST, source: SourceText) -> Iterator[Edit]:
    """A variable for the next one of its kind in the same function: parameters, loop variables, values of one kind."""
    if not isinstance(node, _Function):
        return
    kinds: dict[str, list[str]] = {}
    for name, kind in _variables(node).items():
        kinds.setdefault(kind, []).append(name)
    others = {
        name: group[(at + 1) % len(group)]
        for group in kinds.values()
        if len(group) > 1
        for at, name in enumerate(group)
    }
    for item in plain_nodes(node.body):
        if isinstance(item, ast.Name) and isinstance(item.ctx, ast.Load) and item.id in others:
            yield source.replaced("wrong_variable", item, others[item.id])


def _variables(function: _Function) -> dict[str, str]:
    """The variables of a function and what kind each is of."""
    found = {argument.arg: "parameter" for argument in [*function.args.posonlyargs, *function.args.args]}
    for node in plain_nodes(function.body):
        if isinstance(node, (ast.For, ast.comprehension)):
            targets = [item for item in ast.walk(node.target) if isinstance(item, ast.Name)]
            for item in targets:
                found.setdefault(item.id, "loop")
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name) and kind_of(node.value):
                    found.setdefault(target.id, kind_of(node.value))
    return found


def plain_nodes(roots: Sequence[ast.AST]) -> Iterator[ast.AST]:
    """Every node that may be changed, outer ones first, in the order of the text.

    Left out: annotations, decorators, imports, docstrings, the inside of f-strings, the guard of a main program.
    """
    stack = list(reversed(roots))
    while stack:
        node = stack.pop()
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            continue
        if isinstance(node, ast.If) and _guards_main(node):
            stack.extend(reversed(node.body))
            continue
        yield node
        stack.extend(reversed(_children(node)))


def _guards_main(node: ast.If) -> bool:
    return any(isinstance(item, ast.Name) and item.id == "__name__" for item in ast.walk(node.test))


def _children(node: ast.AST) -> list[ast.AST]:
    if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
        return []
    if isinstance(node, _Function):
        arguments = node.args
        return [*arguments.defaults, *(item for item in arguments.kw_defaults if item), *node.body]
    if isinstance(node, ast.ClassDef):
        return list(node.body)
    if isinstance(node, ast.Lambda):
        return [*node.args.defaults, node.body]
    if isinstance(node, ast.AnnAssign):
        return [node.target, *([node.value] if node.value else [])]
    return list(ast.iter_child_nodes(node))


STATEMENTS: tuple[Operator, ...] = (
    deletions, returns, loop_ends, initial_values, early_returns, wrong_variables,
)  # fmt: skip
