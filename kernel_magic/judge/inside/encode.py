"""The closed encoding of plain values: lists and strings only, so that reading it can run nothing.

    None N · True T · False F · int i hex · float f hex · complex c hex hex · str s text · bytes b base64
    bytearray B base64 · list l items · tuple t items · set S items · frozenset Z items · dict D pairs
    Counter, defaultdict, OrderedDict M name pairs · numpy array a value · numpy scalar g value
    anything else o type-name (opaque: equal to nothing; its own code is never run)

Types are told apart by `type(x) is`, never by isinstance: a subclass that lies is opaque.
"""

from __future__ import annotations

import base64
import collections
import sys
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any, TypeAlias, Union

Node: TypeAlias = Union[str, list["Node"]]

MAX_DEPTH = 100
_SEQUENCES: dict[type, str] = {list: "l", tuple: "t", set: "S", frozenset: "Z"}
_MAPPINGS = (collections.Counter, collections.defaultdict, collections.OrderedDict)
PLAIN_TYPES = (type(None), bool, int, float, complex, str, bytes, bytearray, list, tuple, set, frozenset, dict)


class TooLargeError(ValueError):
    """The value does not fit the budget, or is nested too deep."""


class Encoder:
    """Encodes values until about `budget` characters were written."""

    def __init__(self, budget: int) -> None:
        self.left = budget

    def _spend(self, cost: int) -> None:
        self.left -= cost
        if self.left < 0:
            raise TooLargeError

    def encode(self, value: Any, depth: int = 0) -> list[Node]:
        """The tagged form of one value.

        Raises:
            TooLargeError: more than the budget, or nested more than 100 deep.
        """
        if depth > MAX_DEPTH:
            raise TooLargeError(f"nested more than {MAX_DEPTH} deep")
        self._spend(8)
        kind = type(value)
        scalar = _SCALARS.get(kind)
        if scalar is not None:
            return scalar(self, value)
        if kind in _SEQUENCES:
            return [_SEQUENCES[kind], self.items(value, depth)]
        if kind is dict:
            return ["D", self._pairs(value, depth)]
        if kind in _MAPPINGS:
            return ["M", kind.__name__, self._pairs(value, depth)]
        return self._numpy(value, depth) or ["o", type_name(kind)]

    def items(self, values: Iterable[Any], depth: int = 0) -> list[Node]:
        """The tagged forms of several values."""
        return [self.encode(value, depth + 1) for value in values]

    def _pairs(self, value: dict[Any, Any], depth: int) -> list[Node]:
        # dict.items and not value.items: a subclass of ours (Counter) may have been patched by foreign code
        return [[self.encode(key, depth + 1), self.encode(item, depth + 1)] for key, item in dict.items(value)]

    def _numpy(self, value: Any, depth: int) -> list[Node] | None:
        numpy = sys.modules.get("numpy")
        if numpy is None:
            return None
        kind = type(value)
        if kind is getattr(numpy, "ndarray", None):
            self._spend(8 * int(value.size))
            return ["a", self.encode(value.tolist(), depth + 1)]
        generic = getattr(numpy, "generic", None)
        if generic in kind.__mro__ and kind.__module__ == "numpy":
            item = value.item()
            if type(item) in PLAIN_TYPES:
                return ["g", self.encode(item, depth + 1)]
        return None

    def _text(self, value: str) -> list[Node]:
        self._spend(len(value))
        return ["s", value]

    def _integer(self, value: int) -> list[Node]:
        self._spend(value.bit_length() // 4)
        return ["i", f"{value:x}"]

    def _bytes(self, value: bytes | bytearray) -> list[Node]:
        self._spend(len(value) * 4 // 3)
        return ["b" if type(value) is bytes else "B", base64.b64encode(value).decode("ascii")]


_SCALARS: dict[type, Callable[[Encoder, Any], list[Node]]] = {
    type(None): lambda _, __: ["N"],
    bool: lambda _, value: ["T" if value else "F"],
    int: Encoder._integer,
    float: lambda _, value: ["f", value.hex()],
    complex: lambda _, value: ["c", value.real.hex(), value.imag.hex()],
    str: Encoder._text,
    bytes: Encoder._bytes,
    bytearray: Encoder._bytes,
}


def iterated(value: Any, limit: int) -> Any:
    """At most `limit` items of an iterator as a list; plain values and what cannot be iterated as they are."""
    kind = type(value)
    if kind in PLAIN_TYPES or not (hasattr(kind, "__iter__") or hasattr(kind, "__next__")):
        return value
    return list(islice(iter(value), limit))


def type_name(kind: type) -> str:
    """The name of a type, bounded, asked of `type` itself: a metaclass may lie."""
    name = type.__dict__["__name__"].__get__(kind)
    return str(name)[:80]


def build(node: Any) -> Any:
    """The value of a tagged form. For arguments, which come from the judge; answers are never built."""
    tag = node[0]
    if tag in "NTF":
        return {"N": None, "T": True, "F": False}[tag]
    if tag == "i":
        return int(node[1], 16)
    if tag == "f":
        return float.fromhex(node[1])
    if tag == "c":
        return complex(float.fromhex(node[1]), float.fromhex(node[2]))
    if tag == "s":
        return node[1]
    if tag == "b":
        return base64.b64decode(node[1])
    if tag == "D":
        return {build(key): build(item) for key, item in node[1]}
    return {"l": list, "t": tuple, "S": set, "Z": frozenset}[tag](build(item) for item in node[1])
