"""What a function's arguments tell: calls to try it with where a task gives no example, and whether it changes them."""

from __future__ import annotations

import ast

from kernel_magic.core.problem import Call, TestCase
from kernel_magic.core.values import PlainValue
from kernel_magic.lessons.parse import syntax_tree

_SAMPLES: dict[str, tuple[PlainValue, ...]] = {
    "int": (3, 0, -7),
    "float": (2.5, 0.0, -4.0),
    "str": ("hello", "", "Level up 2"),
    "bool": (True, False, True),
    "list[int]": ([3, -1, 2], [], [4, 4, 0, -9]),
    "list[float]": ([2.5, -1.0], [], [3.5, 0.0, 2.0]),
    "list[str]": (["pear", "fig"], [], ["b", "", "b"]),
    "list[list[int]]": ([[1, 2], [3, 4]], [[5]], [[1, 0, 2], [3, 1, 1]]),
    "list": ([3, -1, 2], [], [4, 4, 0, -9]),
    "tuple[int, int]": ((1, 2), (5, 3), (4, 4)),
    "dict[str, int]": ({"a": 1}, {"b": 2, "c": 3}, {"x": 5}),
    "set[int]": ({1, 2}, {3}, {4, 5, 6}),
}
"""Values for an annotation; the generator makes more of the same shape.

Wide on purpose: without an example nobody said what is ruled out."""

_CHANGING = frozenset({
    "add", "append", "clear", "discard", "extend", "insert", "pop", "popitem", "remove", "reverse", "setdefault",
    "sort", "update",
})  # fmt: skip
"""Methods that change the list, dictionary or set they are called on."""


def function_defined(text: str) -> str | None:
    """The function a program is about: the last one defined at module level, or None."""
    tree = syntax_tree(text)
    if tree is None:
        return None
    names = [node.name for node in tree.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]
    if "main" in names and len(names) > 1:
        names.remove("main")
    return names[-1] if names else None


def prototype_cases(text: str, function: str | None) -> tuple[TestCase, ...]:
    """Calls without expectation that fit the annotations of a function; empty where one annotation is missing."""
    node = _definition(text, function)
    if node is None or node.args.vararg or node.args.kwonlyargs or not node.args.args:
        return ()
    columns: list[tuple[PlainValue, ...]] = []
    for argument in node.args.args:
        annotation = ast.unparse(argument.annotation).replace("List[", "list[") if argument.annotation else ""
        if annotation not in _SAMPLES:
            return ()
        columns.append(_SAMPLES[annotation])
    return tuple(
        TestCase(name=f"call {number}", given=Call(args=args), expected=None, origin="generated")
        for number, args in enumerate(zip(*columns, strict=True), 1)
    )


def changes_arguments(text: str, function: str | None) -> bool:
    """Whether a function seems to change a list, dictionary or set it was given: told from its text, not from a run."""
    node = _definition(text, function)
    if node is None:
        return False
    names = {argument.arg for argument in node.args.args}
    nodes = [inner for statement in node.body for inner in ast.walk(statement)]
    stored = {inner.id for inner in nodes if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store)}
    return bool((names - stored) & {name for inner in nodes if (name := _changed(inner))})


def _changed(node: ast.AST) -> str | None:
    """The name whose value a piece of code changes in place."""
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=method)) if method in _CHANGING:
            return name
        case ast.Subscript(value=ast.Name(id=name), ctx=ast.Store() | ast.Del()):
            return name
        case _:
            return None


def _definition(text: str, function: str | None) -> ast.FunctionDef | None:
    tree = syntax_tree(text)
    body = tree.body if tree is not None else []
    return next((node for node in body if isinstance(node, ast.FunctionDef) and node.name == function), None)
