"""Where two outputs part first, said to people: line and token, under the checker that tells them apart."""

from __future__ import annotations

from collections import Counter
from itertools import zip_longest

from kernel_magic.core.problem import CheckerSpec
from kernel_magic.judge.checkers import same_text
from kernel_magic.judge.wire import clean_line

_SHOWN = 40


def first_difference(expected: str, got: str, checker: CheckerSpec) -> str:
    """The first place where two texts part; empty where token by token there is none."""
    if checker.name == "identical":
        return _of_lines(expected, got)
    if checker.name == "unordered":
        return _of_bags(expected, got)
    for wanted, found in zip_longest(_tokens(expected), _tokens(got)):
        if wanted is None and found is not None:
            return f"line {found[0]}, token {found[1]}: expected nothing more, got {_shown(found[2])}"
        if found is None and wanted is not None:
            return f"line {wanted[0]}, token {wanted[1]}: expected {_shown(wanted[2])}, got nothing more"
        if wanted is not None and found is not None and not same_text(wanted[2], found[2], checker):
            return f"line {wanted[0]}, token {wanted[1]}: expected {_shown(wanted[2])}, got {_shown(found[2])}"
    return ""


def _tokens(text: str) -> list[tuple[int, int, str]]:
    """Line, place in it, token."""
    return [
        (line, place, token)
        for line, content in enumerate(text.splitlines(), 1)
        for place, token in enumerate(content.split(), 1)
    ]


def _of_lines(expected: str, got: str) -> str:
    pairs = zip_longest(expected.splitlines(keepends=True), got.splitlines(keepends=True))
    for number, (wanted, found) in enumerate(pairs, 1):
        if wanted != found:
            return f"line {number}: expected {_whole(wanted)}, got {_whole(found)}"
    return ""


def _of_bags(expected: str, got: str) -> str:
    wanted, found = (Counter(" ".join(line.split()) for line in text.splitlines()) for text in (expected, got))
    missing = next(iter(line for line in (wanted - found) if line), None)
    if missing is not None:
        return f"the line {_shown(missing)} is expected and missing"
    extra = next(iter(line for line in (found - wanted) if line), None)
    return "" if extra is None else f"the line {_shown(extra)} is not expected"


def _whole(line: str | None) -> str:
    """A line with its blanks: here they count."""
    if line is None:
        return "nothing more"
    content = line.rstrip("\n")
    shown = ascii(content[:_SHOWN]) + ("…" if len(content) > _SHOWN else "")
    return shown if line.endswith("\n") else f"{shown} without a line end"


def _shown(token: str) -> str:
    return clean_line(token, _SHOWN)
