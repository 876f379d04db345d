"""Reading what came out of the sandbox: the closed encoding, checked and shown. Nothing here builds foreign values.

Frames hold lists and strings only; numbers, objects and constants of JSON are refused. Integers stay hexadecimal
text, sets and dicts stay lists of pairs: hashing or writing out values that foreign code chose can take for ever.
"""

from __future__ import annotations

import binascii
import json
import re
import unicodedata
from typing import Any, NoReturn

from kernel_magic.core.values import PlainValue
from kernel_magic.judge.inside.encode import MAX_DEPTH, Encoder, Node

_UNLIMITED = 1 << 40
_COMPACT = json.JSONEncoder(separators=(",", ":")).encode
_HEX = re.compile(r"-?[1-9a-f][0-9a-f]*|0")
_WORDS = {"Counter", "defaultdict", "OrderedDict"}


class MalformedError(ValueError):
    """A frame that this judge's own child code would never write."""


def _refuse(text: object) -> NoReturn:
    raise MalformedError(f"a frame held {str(text)[:20]!r}")


def tagged(value: PlainValue) -> list[Node]:
    """The tagged form of a value of ours (an argument, an expected value)."""
    return Encoder(_UNLIMITED).encode(value)


def canonical(node: Node) -> str:
    """The one text of a tagged form."""
    return _COMPACT(node)


def read_frame(body: bytes) -> list[Node]:
    """A frame of lists and strings.

    Raises:
        MalformedError: anything else.
    """
    try:
        frame = json.loads(
            body.decode("ascii"),
            parse_int=_refuse,
            parse_float=_refuse,
            parse_constant=_refuse,
            object_pairs_hook=_refuse,
        )
    except (ValueError, RecursionError) as error:
        raise MalformedError("a frame is not readable") from error
    if not isinstance(frame, list) or not frame or not isinstance(frame[0], str):
        _refuse("no word at its start")
    return frame


def texts(node: Node, count: int) -> list[str]:
    """`node` as exactly `count` strings.

    Raises:
        MalformedError: it is something else.
    """
    if isinstance(node, list) and len(node) == count:
        strings = [item for item in node if isinstance(item, str)]
        if len(strings) == count:
            return strings
    _refuse("something other than strings")


def number(text: str) -> int:
    """A small hexadecimal number of a frame (a line, a depth).

    Raises:
        MalformedError: it is none.
    """
    if not re.fullmatch(r"[0-9a-f]{1,8}", text):
        _refuse(text)
    return int(text, 16)


def check(node: Node, depth: int = 0) -> list[Node]:
    """Whether `node` is a value in canonical tagged form; returns it.

    Raises:
        MalformedError: it is not.
    """
    if not isinstance(node, list) or not node or not isinstance(node[0], str) or depth > MAX_DEPTH + 2:
        _refuse("no value")
    tag, parts = node[0], node[1:]
    if tag in ("l", "t", "S", "Z") and len(parts) == 1 and isinstance(parts[0], list):
        for item in parts[0]:
            check(item, depth + 1)
    elif tag == "D" and len(parts) == 1:
        _check_pairs(parts[0], depth)
    elif tag == "M" and len(parts) == 2 and parts[0] in _WORDS:
        _check_pairs(parts[1], depth)
    elif tag in ("a", "g") and len(parts) == 1:
        check(parts[0], depth + 1)
    else:
        _check_scalar(tag, texts(parts, len(parts)))
    return node


def _check_pairs(pairs: Node, depth: int) -> None:
    if not isinstance(pairs, list):
        _refuse("no pairs")
    for pair in pairs:
        if not isinstance(pair, list) or len(pair) != 2:
            _refuse("no pair")
        check(pair[0], depth + 1)
        check(pair[1], depth + 1)


def _check_scalar(tag: str, parts: list[str]) -> None:
    counts = {"N": 0, "T": 0, "F": 0, "i": 1, "f": 1, "c": 2, "s": 1, "b": 1, "B": 1, "o": 1}
    if counts.get(tag) != len(parts):
        _refuse(tag)
    if tag == "i" and not _HEX.fullmatch(parts[0]):
        _refuse("no number")
    if tag in ("f", "c") and not all(_is_float(part) for part in parts):
        _refuse("no number")
    if tag in ("b", "B"):
        try:
            binascii.a2b_base64(parts[0], strict_mode=True)
        except (binascii.Error, ValueError) as error:
            raise MalformedError("bytes that are none") from error


def _is_float(text: str) -> bool:
    try:
        return len(text) < 40 and float.fromhex(text).hex() == text
    except (ValueError, OverflowError):
        return False


def clean(data: bytes | str, limit: int = 4000) -> str:
    """Foreign text for a report: bounded, without control codes, direction marks or piles of accents."""
    text = data[: limit * 4].decode("utf-8", "replace") if isinstance(data, bytes) else data
    kept: list[str] = []
    marks = 0
    for character in text[:limit]:
        category = unicodedata.category(character)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if marks > 3:
            continue
        kept.append(character if category[0] != "C" or character in "\n\t" else "\ufffd")
    return "".join(kept) + ("…" if len(text) > limit else "")


def clean_line(data: bytes | str, limit: int = 200) -> str:
    """As `clean`, on one line."""
    return " ".join(clean(data, limit).split())


def display(node: Node, limit: int = 200) -> str:
    """A tagged value as Python writes it, bounded and clean; an opaque one as `<its type>`."""
    writer = _Writer(limit)
    writer.value(node)
    text = "".join(writer.parts)
    return text if len(text) <= limit else text[: limit - 1] + "…"


_BRACKETS = {"l": ("[", "]"), "t": ("(", ")"), "S": ("{", "}"), "Z": ("frozenset({", "})")}
_EMPTY = {"l": "[]", "t": "()", "S": "set()", "Z": "frozenset()"}


class _Writer:
    """Writes a value until the limit is passed, then nothing more."""

    def __init__(self, limit: int) -> None:
        self.parts: list[str] = []
        self._left = limit + 1

    def _put(self, text: str) -> None:
        if self._left > 0:
            self.parts.append(text)
            self._left -= len(text)

    def value(self, node: Any) -> None:
        """Write one value."""
        if self._left <= 0:
            return
        tag = node[0]
        if tag in _BRACKETS:
            self._items(tag, node[1])
        elif tag == "D":
            self._pairs(node[1])
        elif tag == "M":
            self._put(f"{node[1]}(")
            self._pairs(node[2])
            self._put(")")
        elif tag == "a":
            self._put("array(")
            self.value(node[1])
            self._put(")")
        elif tag == "g":
            self.value(node[1])
        elif tag == "k":  # sketches of traced runs only: a container with a name
            self._put(f"{clean_line(node[1], 40)}(")
            self.value(node[2])
            self._put(")")
        elif tag == "O":  # sketches only: an object of the program's own class
            self._fields(node[1], node[2])
        else:
            self._put(_scalar(tag, node[1:], self._left))

    def _items(self, tag: str, items: list[Any]) -> None:
        if not items:
            self._put(_EMPTY[tag])
            return
        opening, closing = _BRACKETS[tag]
        self._put(opening)
        for place, item in enumerate(items):
            if self._left <= 0:
                return
            self._put(", " if place else "")
            self.value(item)
        self._put("," + closing if tag == "t" and len(items) == 1 else closing)

    def _fields(self, name: str, fields: list[Any]) -> None:
        self._put(f"{clean_line(name, 40)}(")
        for place, field in enumerate(fields):
            if self._left <= 0:
                return
            self._put(f"{', ' if place else ''}{clean_line(field[0], 40)}=")
            self.value(field[1])
        self._put(")")

    def _pairs(self, pairs: list[Any]) -> None:
        self._put("{")
        for place, pair in enumerate(pairs):
            if self._left <= 0:
                return
            self._put(", " if place else "")
            if pair[0][0] == "…":
                self._put("…")
                continue
            self.value(pair[0])
            self._put(": ")
            self.value(pair[1])
        self._put("}")


def _scalar(tag: str, parts: list[str], room: int) -> str:
    if tag in ("N", "T", "F"):
        return {"N": "None", "T": "True", "F": "False"}[tag]
    if tag == "i":
        return _integer(parts[0])
    if tag == "f":
        return repr(float.fromhex(parts[0]))
    if tag == "c":
        return repr(complex(float.fromhex(parts[0]), float.fromhex(parts[1])))
    if tag == "s":
        return clean(repr(parts[0][: room + 1]), room * 6 + 20)
    if tag in ("b", "B"):
        data = binascii.a2b_base64(parts[0][: (room + 1) * 4 // 4 * 4])
        return repr(data) if tag == "b" else f"bytearray({data!r})"
    if tag == "…":
        return "…"
    return f"<{clean_line(parts[0], 80)}>"


def _integer(text: str) -> str:
    if len(text) <= 1000:  # writing a number out in decimal takes time that grows with the square of its length
        return str(int(text, 16))
    return f"<an integer of about {len(text) * 4:,} bits>"
