"""Recording which lines of the program a call goes through, and the values it has there.

Values are sketched at the moment of the event: bounded, aliasing cannot change them later, no code of the program's
own objects is run. Comprehensions are part of the line they stand on, as they are in newer Pythons, and the body of a
class is part of the line on which its class begins: neither is a call that anybody wrote.
"""

from __future__ import annotations

import collections
import dis
import sys
import types
from collections.abc import Callable
from itertools import islice
from typing import Any

from kernel_magic.judge.inside.encode import Encoder, Node, TooLargeError, type_name

_FILE_NAME = "submission.py"
_MAX_VARIABLES = 30
_MAX_ITEMS = 40
_MAX_TEXT = 130
_MAX_DEPTH = 6
_MAX_OBJECT_DEPTH = 3
"""Objects in objects are shown so deep: a chain of nodes its first two."""
_MAX_FIELDS = 6
_OWN_MODULES = ("submission", "__main__")
_MAX_BITS = 4000
_MAX_CHARACTERS = 3 << 20
_SHARE = 20
"""A piece is delivered when it is a twentieth of what was delivered before: each of the first steps at once."""
_ROOM = 200
"""Calls that writing a step down may need, on top of what a program that recurses deeply is allowed."""
_COMPREHENSIONS = {"<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>"}
_GENERIC = "<generic parameters of "
_OPTIMIZED = 0x1
"""CO_OPTIMIZED: the code of functions has it, the body of a class has not."""
_LEAVING = {
    dis.opmap[name] for name in ("RETURN_VALUE", "RETURN_CONST", "YIELD_VALUE", "RETURN_GENERATOR") if name in dis.opmap
}
_NOT_DATA = (types.ModuleType, types.FunctionType, types.BuiltinFunctionType, type)
_SEQUENCES: dict[type, str] = {list: "l", tuple: "t", set: "S", frozenset: "Z"}
_DICTS = (dict, collections.Counter, collections.defaultdict, collections.OrderedDict)
_SCALARS = (type(None), bool, float, complex)


class Recorder:
    """Records one run, up to a number of steps; then the run goes on unrecorded.

    The steps are delivered in pieces while the run goes on: of a run that is ended from outside, nearly all are there.
    """

    def __init__(
        self, max_steps: int, deliver: Callable[[list[Node]], None], heard: Callable[[], Any], *, module_level: bool
    ) -> None:
        """A recorder.

        Args:
            max_steps: record no more.
            deliver: is given the steps, the last of them when they are full, or after the run.
            heard: waits until a piece that was delivered has been taken.
            module_level: record the program's top level too.
        """
        self._max_steps = max_steps
        self._deliver = deliver
        self._heard = heard
        self._module_level = module_level
        self._steps: list[Node] = []
        self._delivered = 0
        self._truncated = False
        self._lost = False
        self._characters = 0

    def run(self, work: Callable[[], Any]) -> Any:
        """Do the work under the recorder."""
        sys.settrace(self._global)
        try:
            return work()
        finally:
            # The program may have taken the recorder off, or run so deep that there was no room for it.
            self._lost = sys.gettrace() != self._global
            sys.settrace(None)

    def finish(self) -> None:
        """Deliver the rest of the steps where that has not been done."""
        if not self._truncated:
            self._deliver(["steps", self._steps, "T" if self._lost else "F"])

    def _global(self, frame: types.FrameType, event: str, _: Any) -> Any:
        code = frame.f_code
        if event != "call" or self._truncated:
            return None
        return self._local if self._counts(code) else None

    def _counts(self, code: types.CodeType) -> bool:
        name = code.co_name
        if code.co_filename != _FILE_NAME or name in _COMPREHENSIONS or name.startswith(_GENERIC):
            return False
        return self._module_level if name == "<module>" else bool(code.co_flags & _OPTIMIZED)

    def _depth(self, frame: types.FrameType) -> int:
        """How many recorded calls this one is inside of; counted afresh: generators come and go out of order."""
        depth, outer = 0, frame.f_back
        while outer is not None:
            depth += self._counts(outer.f_code)
            outer = outer.f_back
        return depth

    def _local(self, frame: types.FrameType, event: str, value: Any) -> Any:
        if self._truncated:
            return None
        if event == "line":
            self._record(frame, event, "")
        elif event == "exception":
            self._record(frame, event, type_name(value[0]))
        elif event == "return" and (value is not None or _left_by_itself(frame)):
            self._record(frame, event, sketch(value))
        return self._local

    def _record(self, frame: types.FrameType, event: str, value: Node) -> None:
        limit = sys.getrecursionlimit()
        sys.setrecursionlimit(limit + _ROOM)
        try:
            self._note(frame, event, value)
        finally:
            sys.setrecursionlimit(limit)

    def _note(self, frame: types.FrameType, event: str, value: Node) -> None:
        if self._delivered + len(self._steps) >= self._max_steps or self._characters > _MAX_CHARACTERS:
            self._truncated = True
            self._deliver(["steps", self._steps, "T"])
            return
        variables = self._variables(frame)
        self._characters += 40 + sum(_size(pair) for pair in variables)
        name = frame.f_code.co_name[:80]
        self._steps.append([event, f"{frame.f_lineno:x}", f"{self._depth(frame):x}", name, variables, value])
        if len(self._steps) * _SHARE > self._delivered:
            piece, self._steps = self._steps, []
            self._delivered += len(piece)
            self._deliver(["steps", piece, "M"])
            self._heard()

    def _variables(self, frame: types.FrameType) -> list[Node]:
        found: list[Node] = []
        at_module = frame.f_code.co_name == "<module>"
        for name, value in list(frame.f_locals.items()):
            if not name.isidentifier() or name.startswith("__"):
                continue
            if at_module and issubclass(type(value), _NOT_DATA):
                continue
            found.append([name[:80], sketch(value)])
            if len(found) == _MAX_VARIABLES:
                break
        return found


def _left_by_itself(frame: types.FrameType) -> bool:
    """Leaving by an exception is a return event too, and has its own event already."""
    return frame.f_lasti >= 0 and frame.f_code.co_code[frame.f_lasti] in _LEAVING


def _size(node: Node) -> int:
    return len(node) + 4 if isinstance(node, str) else sum(_size(item) for item in node) + 2


def sketch(value: Any, depth: int = 0) -> list[Node]:
    """The tagged form of a value, cut short: what is left out is `…`. Strings and containers keep their beginnings."""
    kind = type(value)
    if kind is str:
        return ["s", value[:_MAX_TEXT]]
    if kind is bytes:
        return Encoder(1000).encode(value[:_MAX_TEXT])
    if kind is int and value.bit_length() > _MAX_BITS:
        return ["o", f"int of {value.bit_length():,} bits"]
    if _is_one(kind, (*_SCALARS, int)):
        return Encoder(2000).encode(value)
    if depth >= _MAX_DEPTH:
        return ["…"]
    return _contents(value, depth) or _own(value, depth) or _other(value)


def _contents(value: Any, depth: int) -> list[Node] | None:
    kind = type(value)
    for known, tag in _SEQUENCES.items():
        if kind is known:
            return [tag, _items(value, depth)]
    if kind is collections.deque:
        return ["k", "deque", ["l", _items(value, depth)]]
    if _is_one(kind, _DICTS):
        pairs: list[Node] = [
            [sketch(key, depth + 1), sketch(item, depth + 1)] for key, item in islice(dict.items(value), _MAX_ITEMS)
        ]
        if len(value) > _MAX_ITEMS:
            pairs.append([["…"], ["…"]])
        return ["D", pairs] if kind is dict else ["k", kind.__name__, ["D", pairs]]
    return None


def _is_one(kind: type, known: tuple[type, ...]) -> bool:
    """Whether a type is one of these; `in` would ask a metaclass of the program's own what it is equal to."""
    return any(kind is each for each in known)


def _items(values: Any, depth: int) -> list[Node]:
    items: list[Node] = [sketch(item, depth + 1) for item in islice(values, _MAX_ITEMS)]
    return [*items, ["…"]] if len(values) > _MAX_ITEMS else items


def _own(value: Any, depth: int) -> list[Node] | None:
    """An object of the program's own class with its attributes, read past whatever the class does to be asked."""
    kind = type(value)
    module = type.__dict__["__module__"].__get__(kind)
    if type(module) is not str or module not in _OWN_MODULES:
        return None
    fields: list[Node] = []
    for base in type.mro(kind) if depth <= _MAX_OBJECT_DEPTH else ():
        reader = type.__dict__["__dict__"].__get__(base).get("__dict__")
        if reader is not None:
            found = reader.__get__(value) if type(reader) is types.GetSetDescriptorType else None
            names = islice(dict.items(found), _MAX_FIELDS) if type(found) is dict else ()
            fields = [[name[:40], sketch(item, depth + 2)] for name, item in names if type(name) is str]
            break
    return ["O", type_name(kind), fields] if fields else ["o", type_name(kind)]


def _other(value: Any) -> list[Node]:
    kind = type(value)
    numpy = sys.modules.get("numpy")
    if numpy is not None and kind is getattr(numpy, "ndarray", None):
        return (
            ["a", sketch(value.ravel()[:_MAX_ITEMS].tolist())]
            if value.size > _MAX_ITEMS
            else ["a", sketch(value.tolist())]
        )
    try:
        return Encoder(4000).encode(value)
    except TooLargeError:
        return ["…"]
