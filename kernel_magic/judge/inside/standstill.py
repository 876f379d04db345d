"""Seeing that a `while` loop will never end, long before any time limit: it is where it was before, in the same state.

The loop must be simple: everything it reads is a plain value and every function it calls is known, so that the same
state has the same future. Variables that only pile up (`count += 1`, `found.append(n)`) do not belong to the state:
nothing in the loop depends on them, and they can end it by filling the memory only. Where a loop is not of this kind,
or its state does not come back, nothing is said: that a loop ends is never claimed here.
"""

from __future__ import annotations

import ast
import sys
from collections import Counter, deque
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

from kernel_magic.judge.inside.child import FILE_NAME

_FUNCTIONS = frozenset({
    "abs", "bool", "chr", "dict", "divmod", "enumerate", "float", "int", "len", "list", "max", "min", "ord", "pow",
    "print", "range", "reversed", "round", "sorted", "str", "sum", "tuple", "zip",
})  # fmt: skip
_METHODS = frozenset({
    "append", "appendleft", "clear", "copy", "count", "endswith", "extend", "find", "get", "index", "insert", "isalnum",
    "isalpha", "isdigit", "islower", "isspace", "isupper", "items", "join", "keys", "lower", "lstrip", "pop", "popleft",
    "remove", "replace", "reverse", "rotate", "rstrip", "setdefault", "sort", "split", "startswith", "strip", "update",
    "upper", "values",
})  # fmt: skip
"""Of plain values. None of them calls anything of the program's."""
_KEYWORDS = frozenset({"default", "end", "reverse", "sep", "start"})
_NODES = (
    ast.AnnAssign, ast.Assign, ast.AugAssign, ast.BinOp, ast.BoolOp, ast.Break, ast.Compare, ast.Constant, ast.Continue,
    ast.Dict, ast.Expr, ast.For, ast.FormattedValue, ast.If, ast.IfExp, ast.JoinedStr, ast.List, ast.Name, ast.Pass,
    ast.Slice, ast.Starred, ast.Subscript, ast.Tuple, ast.UnaryOp, ast.While,
    ast.boolop, ast.cmpop, ast.expr_context, ast.operator, ast.unaryop,
)  # fmt: skip
_LEAVING = (ast.Return, ast.Raise)
"""What is in them belongs to no round that is followed by another one."""
_PILING = (ast.Add, ast.Sub, ast.Mult)
_PILES = (int, str, list)
_MOST_EVENTS = 4000
_MOST_VALUES = 500

State = tuple[object, ...]


class _NotPlainError(Exception):
    """A value that is not plain, or is too large to look at again and again."""


class _Loop:
    """A simple loop, and the states in which its condition was about to be looked at since it was entered."""

    def __init__(self, node: ast.While, names: set[str], piles: set[str], functions: set[str]) -> None:
        self.head, self.last = node.lineno, node.end_lineno or node.lineno
        self.functions = functions
        self._names, self._piles = sorted(names), sorted(piles)
        self._seen: set[State] = set()

    def left(self) -> None:
        """It is begun anew the next time."""
        self._seen.clear()

    def stands_still(self, frame: FrameType) -> bool:
        """Whether its state is one that it had before.

        Raises:
            _NotPlainError: the state cannot be told.
        """
        state = _state(frame, self._names, self._piles)
        if state in self._seen:
            return True
        self._seen.add(state)
        return False


def watch(frame: FrameType | None, source: str, found: Callable[[], None]) -> None:
    """Watch the loops of the function that is being executed, for a while.

    Args:
        frame: what is being executed.
        source: the program's text.
        found: called in the program's place, as soon as one of its loops is seen to be endless; it raises.
    """
    while frame is not None and frame.f_code.co_filename != FILE_NAME:
        frame = frame.f_back
    if frame is None:
        return
    loops = _loops(source, frame)
    if loops:
        frame.f_trace = _Watch(loops, found).event
        sys.settrace(_nothing)


def _nothing(frame: FrameType, event: str, value: object) -> None:
    """Called functions are not looked into."""


class _Watch:
    """Looks at every line of one frame."""

    def __init__(self, loops: list[_Loop], found: Callable[[], None]) -> None:
        self._loops = loops
        self._found = found
        self._events = 0
        self._line = 0

    def event(self, frame: FrameType, event: str, value: object) -> Any:
        """Python is about to execute a line."""
        line, before = frame.f_lineno, self._line
        self._line = line
        self._events += 1
        if event != "line" or self._events > _MOST_EVENTS or not self._loops:
            sys.settrace(None)
            return None
        for loop in list(self._loops):
            if not loop.head <= line <= loop.last:
                loop.left()
            elif line == loop.head != before and self._at_head(loop, frame):
                sys.settrace(None)
                self._found()
        return self.event

    def _at_head(self, loop: _Loop, frame: FrameType) -> bool:
        try:
            return loop.stands_still(frame)
        except _NotPlainError:
            self._loops.remove(loop)
            return False


def _loops(source: str, frame: FrameType) -> list[_Loop]:
    """The simple loops of what a frame executes."""
    code, tree = frame.f_code, ast.parse(source)
    # a decorator stands before the function, and counts as its first line
    functions = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name == code.co_name and node.lineno >= code.co_firstlineno
    ]
    place = min(functions, key=lambda node: node.lineno, default=tree if code.co_name == "<module>" else None)
    if place is None:
        return []
    own = {*frame.f_globals, *code.co_varnames, *code.co_cellvars, *code.co_freevars}
    found = [_simple(node) for node in ast.walk(place) if isinstance(node, ast.While)]
    return [loop for loop in found if loop is not None and not loop.functions & own]


def _simple(loop: ast.While) -> _Loop | None:
    """The loop; None where it is not a simple one."""
    test, body = loop.test, loop.body
    if loop.orelse or test.end_lineno != loop.lineno or body[0].lineno == loop.lineno:
        return None
    names: Counter[str] = Counter()
    piled: Counter[str] = Counter()
    functions: set[str] = set()
    for node in _executed(loop):
        if isinstance(node, ast.Call):
            if not _known_call(node):
                return None
            if isinstance(node.func, ast.Name):
                functions.add(node.func.id)
        elif isinstance(node, ast.Name):
            names[node.id] += 1
        elif not isinstance(node, _NODES) or not _by_value(node):
            return None
        piled.update(_piles_up(node))
    piles = {name for name, count in piled.items() if names[name] == count}
    return _Loop(loop, names.keys() - piles - functions, piles, functions)


def _executed(node: ast.AST) -> Iterator[ast.AST]:
    """A node and all below it, without what leaves the loop. Of a method that is called, only its object."""
    yield node
    for child in ast.iter_child_nodes(node):
        if isinstance(child, _LEAVING):
            continue
        method = isinstance(node, ast.Call) and child is node.func
        if isinstance(child, ast.keyword) or (method and isinstance(child, ast.Attribute)):
            child = child.value
        yield from _executed(child)


def _known_call(call: ast.Call) -> bool:
    known = (isinstance(call.func, ast.Name) and call.func.id in _FUNCTIONS) or (
        isinstance(call.func, ast.Attribute) and call.func.attr in _METHODS
    )
    return known and all(keyword.arg in _KEYWORDS for keyword in call.keywords)


def _by_value(node: ast.AST) -> bool:
    """Whether it asks for no more than values: equal numbers may be one object or two, and that is not looked at."""
    if isinstance(node, ast.Compare) and any(isinstance(sign, (ast.Is, ast.IsNot)) for sign in node.ops):
        sides = (node.left, *node.comparators)
        return any(isinstance(side, ast.Constant) and side.value in (None, True, False) for side in sides)
    return True


def _piles_up(node: ast.AST) -> list[str]:
    """The name that a statement adds to, as often as it stands there for that; or none."""
    match node:
        case ast.AugAssign(target=ast.Name(id=name), op=operator) if isinstance(operator, _PILING):
            return [name]
        case ast.Assign(
            targets=[ast.Name(id=name)],
            value=ast.BinOp(left=left, op=operator, right=right),
        ) if isinstance(operator, _PILING) and name in (_name(left), _name(right)):
            return [name, name]
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="append"))):
            return [name]
        case _:
            return []


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def _state(frame: FrameType, names: list[str], piles: list[str]) -> State:
    """The values of names, and which of them are the same object; of those that pile up, only the types.

    A list that piles up and is part of another value as well shows there.

    Raises:
        _NotPlainError: they are not plain.
    """
    here, everywhere = frame.f_locals, frame.f_globals
    form = _Form()
    absent = object
    values = [here.get(name, everywhere.get(name, absent)) for name in names]
    found: list[object] = ["" if value is absent else form.of(value) for value in values]
    for name in piles:
        value = here.get(name, everywhere.get(name))
        if type(value) not in _PILES:
            raise _NotPlainError
        found.append(type(value))
    return tuple(found)


class _Form:
    """Turns plain values into what is equal for equal values of equal types, in the same arrangement of objects."""

    def __init__(self) -> None:
        self._numbers: dict[int, int] = {}
        self._left = _MOST_VALUES

    def of(self, value: object) -> object:
        """The form of a value.

        Raises:
            _NotPlainError: it is not plain, or too large.
        """
        self._left -= 1
        kind = type(value)
        if self._left < 0:
            raise _NotPlainError
        if kind in (int, bool, str, bytes, type(None), range):
            return kind, value
        if kind is float:
            if value != value:  # whether a list holds it depends on the object
                raise _NotPlainError
            return kind, value.hex()  # type: ignore[attr-defined]  # 0.0 and -0.0 are two
        if kind is tuple:
            return kind, tuple(self.of(item) for item in value)  # type: ignore[attr-defined]
        if kind not in (list, deque, dict):
            raise _NotPlainError
        if id(value) in self._numbers:
            return kind, self._numbers[id(value)]
        self._numbers[id(value)] = len(self._numbers)  # in the order in which they are met
        items = value.items() if isinstance(value, dict) else value
        return kind, tuple(self.of(item) for item in items)  # type: ignore[attr-defined]
