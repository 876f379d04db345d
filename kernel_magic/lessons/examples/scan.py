"""Where a piece of Python ends inside prose: brackets and strings are matched in one pass, nothing is parsed."""

from __future__ import annotations

import re

_CLOSING = {"(": ")", "[": "]", "{": "}"}
_STRING_PREFIX = re.compile(r"(?:[rRbBuUfF]|[rR][bB]|[bB][rR])?(?=['\"])")
_NUMBER = re.compile(
    r"[-+]?(?:0[xX][\da-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|\d[\d_]*(?:\.\d+)?(?:[eE][-+]?\d+)?[jJ]?|\.\d+)(?![\w])"
)
_WORD = re.compile(r"[-+]?[A-Za-z_][\w.]*")


def string_end(text: str, start: int) -> int | None:
    """The index after the string literal that starts with a quote at `start`; None where it is not closed."""
    quote = text[start]
    if text.startswith(quote * 3, start):
        end = text.find(quote * 3, start + 3)
        return None if end < 0 else end + 3
    position = start + 1
    while position < len(text):
        character = text[position]
        if character == "\\":
            position += 2
            continue
        if character == "\n":
            return None
        if character == quote:
            return position + 1
        position += 1
    return None


def bracket_end(text: str, start: int) -> int | None:
    """The index after the bracket that closes the one at `start`; None where brackets or quotes do not match."""
    wanted: list[str] = []
    position = start
    while position < len(text):
        character = text[position]
        if character in _CLOSING:
            wanted.append(_CLOSING[character])
        elif character in ")]}":
            if not wanted or wanted.pop() != character:
                return None
            if not wanted:
                return position + 1
        elif character in "'\"":
            end = string_end(text, position)
            if end is None:
                return None
            position = end
            continue
        position += 1
    return None


def is_open(text: str) -> bool:
    """Whether a bracket or a triple-quoted string is still open at the end, or the last line ends in a backslash."""
    depth = 0
    position = 0
    while position < len(text):
        character = text[position]
        if character in "([{":
            depth += 1
        elif character in ")]}":
            depth -= 1
        elif character == "#":
            end = text.find("\n", position)
            position = len(text) if end < 0 else end
            continue
        elif character in "'\"":
            end_of_string = string_end(text, position)
            if end_of_string is None:
                return text.startswith(character * 3, position)
            position = end_of_string
            continue
        position += 1
    return depth > 0 or text.endswith("\\")


def value_end(text: str, start: int = 0) -> int | None:
    """The index after the value (string, bracket, number, name or constructor call) that begins at `start`."""
    prefix = _STRING_PREFIX.match(text, start)
    if prefix is not None:
        return string_end(text, prefix.end())
    if start < len(text) and text[start] in _CLOSING:
        return bracket_end(text, start)
    number = _NUMBER.match(text, start)
    if number is not None:
        return number.end()
    word = _WORD.match(text, start)
    if word is None:
        return None
    end = word.end()
    if text.startswith("(", end):
        return bracket_end(text, end)
    while end > start and text[end - 1] == ".":
        end -= 1
    return end


def comment_start(text: str) -> int | None:
    """The index of the `#` that begins a comment, outside strings; None where there is none."""
    position = 0
    while position < len(text):
        character = text[position]
        if character == "#":
            return position
        if character in "'\"":
            end = string_end(text, position)
            if end is None:
                return None
            position = end
            continue
        position += 1
    return None
