"""Reading a notebook file of any size with little memory: outputs are passed over while it is read.

A notebook of 200 MB is nearly always one endless printed output; what a student wrote is some kilobytes. Pieces of a
megabyte go through one small automaton over JSON's strings and brackets, which copies everything but the values of
`outputs` and other keys that hold no code. It decides nothing: what comes out may still be no JSON.
"""

from __future__ import annotations

import re
from itertools import accumulate
from typing import Protocol

_PIECE = 1 << 20
_DROPPED = frozenset({b"outputs", b"attachments", b"widgets"})
_LONGEST_KEY = 20
_INSIDE_STRING = re.compile(rb'(?:[^"\\]++|\\.)*+', re.DOTALL)
_TO_TOKEN = re.compile(rb'[^"\[\]{}:,]*+')
_TO_BRACKET = re.compile(rb'(?:[^"\[\]{}]++|"(?:[^"\\]++|\\.)*+")*+', re.DOTALL)
_WHOLE_STRINGS = re.compile(rb'(?:[^"]++|"(?:[^"\\]++|\\.)*+")*+', re.DOTALL)
_STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+"', re.DOTALL)
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_STEPS = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}
_TO_VALUE = re.compile(rb"\s*+")
_TO_END_OF_SCALAR = re.compile(rb"[^,\]}]*+")
_SPACE = b" \t\r\n"


class Readable(Protocol):
    """What a file has of it that is needed here."""

    def read(self, size: int, /) -> bytes:
        """The next piece, of no more than so many bytes; empty at the end."""


class TooMuchError(ValueError):
    """Even without its outputs the file is larger than allowed."""


def without_outputs(file: Readable, limit: int) -> bytes:
    """The bytes of a notebook file without its outputs, attachments and the state of its widgets.

    Raises:
        TooMuchError: what is left is more than `limit` bytes.
    """
    reading = _Reading(limit)
    while piece := file.read(_PIECE):
        reading.feed(piece)
    return reading.rest()


class _Reading:
    """Where the automaton stands between two pieces."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._kept = bytearray()
        self._data = b""
        self._place = 0
        self._depth = 0
        self._in_string = False
        self._string: bytes | None = b""
        """The string just read, where it is short enough for a key."""
        self._dropping: int | None = None
        """How many brackets are open in the value that is passed over; None: nothing is."""
        self._value_begun = False
        self._near_end = False
        """The value that is passed over ends in this piece: it is taken bracket by bracket."""

    def feed(self, piece: bytes) -> None:
        """Go through one more piece."""
        self._near_end = False
        self._data = self._data[self._place :] + piece
        self._place = 0
        before: tuple[object, ...] = ()
        while self._place < len(self._data) and before != (now := self._state()):
            before = now
            if self._dropping is not None:
                self._drop()
            elif self._in_string:
                self._copy_string()
            else:
                self._copy()

    def _state(self) -> tuple[object, ...]:
        return self._place, self._in_string, self._dropping, self._value_begun

    def rest(self) -> bytes:
        """Everything that was kept."""
        if self._dropping is None:
            self._keep(self._data[self._place :])
        return bytes(self._kept)

    def _keep(self, data: bytes) -> None:
        self._kept += data
        if len(self._kept) > self._limit:
            raise TooMuchError

    def _match_to(self, pattern: re.Pattern[bytes]) -> bytes:
        found = pattern.match(self._data, self._place)
        begin, self._place = self._place, found.end() if found else self._place
        return self._data[begin : self._place]

    def _copy_string(self) -> None:
        text = self._match_to(_INSIDE_STRING)
        self._keep(text)
        if self._string is not None:
            longer = self._string + text[: _LONGEST_KEY + 1]
            self._string = longer if len(longer) <= _LONGEST_KEY else None
        if self._data[self._place : self._place + 1] == b'"':
            self._place += 1
            self._keep(b'"')
            self._in_string = False

    def _copy(self) -> None:
        text = self._match_to(_TO_TOKEN)
        self._keep(text)
        if text.strip(_SPACE):
            self._string = None
        token = self._data[self._place : self._place + 1]
        if not token:
            return
        self._place += 1
        self._keep(token)
        if token == b'"':
            self._in_string, self._string = True, b""
        elif token == b":" and self._string in _DROPPED and self._depth > 1:
            self._keep(b" []" if self._string == b"outputs" else b" {}")
            self._dropping, self._value_begun = 0, False
        else:
            self._depth += (token in b"[{") - (token in b"]}")
        if token != b'"':
            self._string = None

    def _drop(self) -> None:
        if not self._value_begun:
            self._begin_value()
        elif self._in_string:
            self._match_to(_INSIDE_STRING)
            if self._data[self._place : self._place + 1] == b'"':
                self._place += 1
                self._in_string = False
                self._end_value()
        elif not self._dropping:
            self._match_to(_TO_END_OF_SCALAR)
            if self._place < len(self._data):
                self._end_value()
        else:
            self._drop_brackets(self._dropping)

    def _begin_value(self) -> None:
        self._match_to(_TO_VALUE)
        token = self._data[self._place : self._place + 1]
        if not token:
            return
        self._value_begun = True
        if token == b'"':
            self._place += 1
            self._in_string = True
        elif token in b"[{":
            self._place += 1
            self._dropping = 1

    def _drop_brackets(self, depth: int) -> None:
        if not self._near_end:
            begin = self._place
            whole = _STRING.sub(b"", self._match_to(_WHOLE_STRINGS)).translate(None, _NO_BRACKETS)
            depths = list(accumulate(map(_STEPS.__getitem__, whole), initial=depth))
            self._near_end = min(depths) <= 0
            if not self._near_end:
                self._dropping = depths[-1]
            else:
                self._place = begin
        if self._near_end:
            self._match_to(_TO_BRACKET)
        token = self._data[self._place : self._place + 1]
        if token == b'"':  # a string that goes on in the next piece
            self._place += 1
            self._in_string = True
        elif token:
            self._place += 1
            self._dropping = depth + (1 if token in b"[{" else -1)
            self._end_value()

    def _end_value(self) -> None:
        if not self._dropping:
            self._dropping = None
