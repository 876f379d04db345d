"""Values as a trace shows them, held against values a sentence names.

A shown value is a bounded text. Where it was cut, or is an object without a literal form, a comparison is *cannot tell*
unless the visible part settles it. Values are compared as Python's `==` does, with three exceptions: a bool equals
bools only; a float equals a number with a fraction where it rounds to it, as people write floats (`exactly` wants
`==`); and a container never equals one of another kind.
"""

from __future__ import annotations

import ast
import math
import re
import unicodedata
from dataclasses import dataclass

from kernel_magic.core.values import PlainValue, literal

_MAX_TEXT = 1_000
_NAMED = re.compile(r"(deque|Counter|defaultdict|OrderedDict|array|bytearray)\((.*)\)", re.DOTALL)
_OPAQUE = re.compile(r"<(.*)>", re.DOTALL)
_ARRAY_SHOWN = 40
"""An array of so many items may have had more."""
_NOISE = 1e-9
_DIGITS = 2
"""A number given with so many digits after the point is taken for rounded."""
_DICTS = frozenset({"Counter", "defaultdict", "OrderedDict"})
_CLOSING = {"[": "]", "(": ")", "{": "}"}
_KINDS = {"[": "list", "(": "tuple", "'": "str", '"': "str"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A value as far as its shown text tells."""

    text: str
    kind: str = ""
    """Name of its type; empty where the text does not tell."""
    known: bool = False
    """`value` is all of it."""
    value: PlainValue = None
    """What is known of a container that was cut: its first items; of a string: its first characters."""

    @property
    def least(self) -> int:
        """How many items or characters it has at least."""
        size = len(self.value) if isinstance(self.value, list | tuple | set | frozenset | dict | str | bytes) else 0
        return size if self.known else size + (self.kind in ("list", "tuple", "str", "dict", "set"))


def seen(text: str) -> Seen:
    """What a shown text tells."""
    value = parsed(text)
    if value is not None:
        return Seen(text=text, kind=type(value[0]).__name__, known=True, value=value[0])
    named = _NAMED.fullmatch(text)
    inner = parsed(named[2]) if named else None
    if named and inner is not None:
        whole = named[1] != "array" or not isinstance(inner[0], list) or len(inner[0]) < _ARRAY_SHOWN
        return Seen(text=text, kind=named[1], known=whole, value=inner[0])
    if opaque := _OPAQUE.fullmatch(text):
        kind = "int" if re.match(r"int of [\d,]+ bits|an integer of about", opaque[1]) else opaque[1]
        return Seen(text=text, kind=kind)
    shown = _object(text)
    return Seen(text=text, kind=shown[0]) if shown is not None else _cut(text)


def _object(text: str) -> tuple[str, dict[str, str]] | None:
    """The class and the attributes of an object of the program's own, shown as `Point(x=1, y=2)`."""
    if not re.match(r"[^\W\d]\w*\(\w+=", text):
        return None
    try:
        tree = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    if not isinstance(tree, ast.Call) or not isinstance(tree.func, ast.Name) or tree.args:
        return None
    return tree.func.id, {
        item.arg: ast.get_source_segment(text, item.value) or "" for item in tree.keywords if item.arg
    }


def attribute(whole: Seen, name: str) -> Seen | None:
    """What an attribute of an object shows; None where the object is seen not to have it, or is no object."""
    found = _object(whole.text)
    if found is None:
        return None if whole.known else Seen(text="")
    return seen(found[1][name]) if name in found[1] else Seen(text="")


def _cut(text: str) -> Seen:
    if text[:1] in ("'", '"'):
        inside = text[1:].removesuffix("…")
        plain = inside if "\\" not in inside and "'" not in inside and "\ufffd" not in inside else ""
        return Seen(text=text, kind="str", value=plain)
    head = text.rpartition(", ")[0]
    first = parsed(head + _CLOSING[text[0]]) if text[:1] in _CLOSING and head else None
    if first is not None:
        return Seen(text=text, kind=type(first[0]).__name__, value=first[0])
    return Seen(text=text, kind=_KINDS.get(text[:1], ""))


def parsed(text: str) -> tuple[PlainValue] | None:
    """The value of a literal, in a tuple since it may be None; None where the text is no whole literal."""
    if len(text) > _MAX_TEXT or "\ufffd" in text or _piled(text):
        return None
    try:
        return (literal(text),)
    except (ValueError, OverflowError, MemoryError, RecursionError, SyntaxError, TypeError):
        return None


def _piled(text: str) -> bool:
    """Whether marks stand in a pile: the judge shows such text without some of them."""
    return not text.isascii() and any(
        all(unicodedata.category(mark) in ("Mn", "Me") for mark in text[at : at + 3]) for at in range(len(text) - 2)
    )


def equal(shown: Seen, claimed: PlainValue, *, exact: bool = False) -> bool | None:
    """Whether a shown value is the one a sentence names."""
    if shown.known and shown.kind not in ("deque", "array", "bytearray"):
        return same(shown.value, claimed, exact=exact)
    if shown.known:
        return None if _contents_equal(shown.value, claimed, exact=exact) is not False else False
    if not shown.kind or (shown.kind not in _KINDS.values() and shown.kind not in ("dict", "set")):
        return None
    if shown.kind != type(claimed).__name__:
        return False
    return _cut_equal(shown, claimed, exact=exact)


def _contents_equal(value: PlainValue, claimed: PlainValue, *, exact: bool) -> bool | None:
    if isinstance(value, list | tuple) and isinstance(claimed, list | tuple):
        return same(list(value), list(claimed), exact=exact)
    return same(value, claimed, exact=exact)


def _cut_equal(shown: Seen, claimed: PlainValue, *, exact: bool) -> bool | None:
    """False where the visible beginning already differs."""
    if isinstance(claimed, str) and isinstance(shown.value, str):
        return None if claimed.startswith(shown.value) and len(claimed) > len(shown.value) else False
    if isinstance(claimed, list | tuple) and isinstance(shown.value, list | tuple):
        pairs = zip(shown.value, claimed, strict=False)
        differs = any(same(a, b, exact=exact) is False for a, b in pairs)
        return False if differs or len(claimed) < shown.least else None
    if isinstance(claimed, dict | set) and len(claimed) < shown.least:
        return False
    return None


def same(a: PlainValue, b: PlainValue, *, exact: bool = False) -> bool | None:
    """Whether two values are the same; `b` is the one a sentence names. None: a float that may be a rounded one."""
    if isinstance(a, bool) or isinstance(b, bool):
        return type(a) is type(b) and a == b
    if isinstance(a, int | float) and isinstance(b, int | float):
        return _same_number(a, b, exact=exact)
    if type(a) is not type(b):
        return False
    if isinstance(a, list | tuple) and isinstance(b, list | tuple):
        parts = [same(x, y, exact=exact) for x, y in zip(a, b, strict=False)]
        return False if len(a) != len(b) or False in parts else None if None in parts else True
    if isinstance(a, dict) and isinstance(b, dict):
        if a.keys() != b.keys():
            return False
        parts = [same(a[key], b[key], exact=exact) for key in b]
        return False if False in parts else None if None in parts else True
    return bool(a == b)


def _same_number(a: int | float, b: int | float, *, exact: bool) -> bool | None:
    try:
        if a == b or exact or (isinstance(a, int) and isinstance(b, int)):
            return a == b
        if not (math.isfinite(a) and math.isfinite(b)):
            return math.isnan(a) and math.isnan(b)
        if math.isclose(a, b, rel_tol=_NOISE, abs_tol=_NOISE):
            return True if isinstance(b, float) else None
    except OverflowError:
        return False
    digits = len(repr(b).partition(".")[2])
    if isinstance(b, int) or "e" in repr(b) or round(a, digits) != b:
        return False
    return True if digits >= _DIGITS else None


def contains(shown: Seen, part: PlainValue) -> bool | None:
    """Whether a container holds a value, a string a piece, a dict a key."""
    value = shown.value
    if isinstance(value, str):
        found = part in value if isinstance(part, str) else False
    elif isinstance(value, list | tuple | set | frozenset | dict):
        answers = [same(item, part) for item in value]
        if True not in answers and None in answers:
            return None
        found = True in answers
    else:
        return None
    return True if found else False if shown.known else None


def empty(shown: Seen) -> bool | None:
    """Whether a string or container is empty."""
    return size_within(shown, 0, 0)


def size_within(shown: Seen, low: float, high: float) -> bool | None:
    """Whether it has `low` to `high` items or characters."""
    if shown.kind in ("int", "float", "bool", "NoneType", "complex"):
        return False
    if shown.known:
        return low <= shown.least <= high
    if shown.least > high:
        return False
    return True if shown.least >= low and high == math.inf and shown.least else None


_TYPES = {
    "list": "list", "array": "list", "tuple": "tuple", "pair": "tuple", "set": "set", "frozenset": "frozenset",
    "dict": "dict", "dictionary": "dict", "str": "str", "string": "str", "text": "str", "int": "int",
    "integer": "int", "whole number": "int", "float": "float", "floating-point number": "float", "bool": "bool",
    "boolean": "bool", "number": "number", "bytes": "bytes", "complex": "complex", "complex number": "complex",
    "nonetype": "NoneType", "deque": "deque", "counter": "Counter", "defaultdict": "defaultdict",
}  # fmt: skip


def is_type(shown: Seen, word: str) -> bool | None:
    """Whether a value is of the type a word names (`list`, `a string`, a class of the program)."""
    wanted = _TYPES.get(word.lower(), word)
    if not shown.kind or (shown.kind == "array" and wanted == "list"):
        return None
    if wanted == "number":
        return None if shown.kind == "bool" else shown.kind in ("int", "float", "complex")
    if wanted == "int" and shown.kind == "bool":
        return None
    if wanted == "dict" and shown.kind in _DICTS:
        return True
    if shown.kind == wanted:
        return True
    builtin = shown.kind in _TYPES.values()
    return False if builtin and wanted in _TYPES.values() else None


def is_type_word(word: str) -> bool:
    """Whether a word names a type that every Python has."""
    return word.lower() in _TYPES


def number_in(shown: Seen) -> float | None:
    """The number it is; None for everything else, bools too."""
    value = shown.value
    return value if shown.known and isinstance(value, int | float) and not isinstance(value, bool) else None
