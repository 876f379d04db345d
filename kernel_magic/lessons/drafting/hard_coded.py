"""Whether a program knows an example instead of computing its result: it names the example's input.

Such a program passes the examples and proves nothing, and several of them may even agree on all other inputs. Told from
the text of what runs, narrowly: only where a list, tuple, set or dictionary of at least two items, a long text, or a
number that is no everyday one stands there as an example gives it. A short text may be one of the task's own words.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from kernel_magic.core.problem import Call, Stdin, TestCase
from kernel_magic.core.values import PlainValue
from kernel_magic.lessons.parse import bound_names, syntax_tree

_ITEMS = 2
_LETTERS = 12
_EVERYDAY = 1000
"""Numbers up to here may be meant: 24 hours, 100 %, 365 days."""


def named_example(text: str, cases: Sequence[TestCase]) -> str:
    """The value of an example that a program names, as Python writes it; empty where it names none."""
    tree = syntax_tree(text)
    if tree is None:
        return ""
    known = {_key(value) for case in cases for value in _given(case) if _is_telling(value)}
    if not known:
        return ""
    for value in _literals(_running(tree)):
        if _key(value) in known:
            return repr(value)
    return ""


def _given(case: TestCase) -> Iterator[PlainValue]:
    match case.given:
        case Call(args=args, kwargs=kwargs):
            yield from args
            yield from kwargs.values()
        case Stdin(text=text):
            yield text
            yield text.strip()
        case _:
            return


def _is_telling(value: PlainValue) -> bool:
    if isinstance(value, (list, tuple, set, frozenset, dict)):
        return len(value) >= _ITEMS
    if isinstance(value, str):
        return len(value) >= _LETTERS
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) > _EVERYDAY


def _key(value: object) -> str:
    """Lists and tuples of the same items are one: a program may turn one into the other before it compares."""
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(_key(item) for item in value)}]"
    if isinstance(value, (set, frozenset)):
        return f"{{{', '.join(sorted(_key(item) for item in value))}}}"
    if isinstance(value, dict):
        return f"{{{', '.join(sorted(f'{_key(key)}: {_key(item)}' for key, item in value.items()))}}}"
    return repr(value)


def _running(tree: ast.Module) -> list[ast.stmt]:
    """The functions, and of the rest what they can see: a model likes to leave a try of its own below them."""
    functions = [node for node in tree.body if isinstance(node, (ast.FunctionDef, ast.ClassDef))]
    if not functions:
        return tree.body
    functions = [node for node in functions if not node.name.startswith("test")]
    inner = [node for function in functions for node in ast.walk(function)]
    seen = {node.id for node in inner if isinstance(node, ast.Name)}.difference(*map(bound_names, functions))
    tables = [node for node in tree.body if isinstance(node, ast.Assign) and _names(node) & seen]
    return [*functions, *tables]


def _names(node: ast.Assign) -> set[str]:
    return {inner.id for target in node.targets for inner in ast.walk(target) if isinstance(inner, ast.Name)}


def _literals(statements: Sequence[ast.stmt]) -> Iterator[object]:
    for node in (inner for statement in statements for inner in ast.walk(statement)):
        if isinstance(node, (ast.List, ast.Tuple, ast.Set, ast.Dict, ast.Constant, ast.UnaryOp)):
            try:
                yield ast.literal_eval(node)
            except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
                continue
