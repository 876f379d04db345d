"""A Python text with its syntax tree: where each node stands, and how a changed place is spliced into the text.

Offsets are bytes of the UTF-8 text, as the syntax tree counts columns. Nodes inside f-strings have no reliable place in
Python 3.11, so nothing here is asked about them.
"""

from __future__ import annotations

import ast
import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TypeAlias

Spot: TypeAlias = ast.expr | ast.stmt
_LINE_END = re.compile(rb"\r\n|\r|\n")
_COMMENT = re.compile(rb"#[^\r\n]*")
_NAMED = "and", "or", "not", "in", "is"


@dataclass(frozen=True, slots=True)
class Splice:
    """Bytes `start` to `end` of the text, and what comes in their place."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Edit:
    """One change: its operator, the span that is shown to people, and the splices that make it, in order."""

    operator: str
    start: int
    end: int
    splices: tuple[Splice, ...]


class SourceText:
    """A parsed program as bytes."""

    def __init__(self, text: str) -> None:
        self.data = text.encode("utf-8")
        self._lines = [0, *(match.end() for match in _LINE_END.finditer(self.data))]

    def start(self, node: Spot | ast.excepthandler) -> int:
        """Where a node begins."""
        return self._lines[node.lineno - 1] + node.col_offset

    def end(self, node: Spot) -> int:
        """Where a node ends."""
        return self._lines[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0)

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1, the column in characters."""
        line = bisect_right(self._lines, offset)
        return line, len(self.data[self._lines[line - 1] : offset].decode("utf-8")) + 1

    def text(self, start: int, end: int) -> str:
        """The text between two places."""
        return self.data[start:end].decode("utf-8")

    def of(self, node: Spot) -> str:
        """The text of a node, without parentheses around it."""
        return self.text(self.start(node), self.end(node))

    def indent(self, node: Spot) -> str | None:
        """What stands before a statement in its line; None where that is more than white space."""
        line = self._lines[bisect_right(self._lines, self.start(node)) - 1]
        before = self.text(line, self.start(node))
        return None if before.strip() else before

    def token(self, start: int, end: int, token: str) -> tuple[int, int]:
        """The span of an operator that stands in a gap with nothing else but layout, parentheses and comments.

        Raises:
            ValueError: it is not there.
        """
        gap = _COMMENT.sub(lambda match: b" " * len(match[0]), self.data[start:end])
        word = rb"[\s\\]+".join(re.escape(part).encode() for part in token.split())
        found = re.search(rb"\b" + word + rb"\b" if token.split()[0] in _NAMED else word, gap)
        if found is None:
            raise ValueError(f"no {token!r} between {start} and {end}")
        return start + found.start(), start + found.end()

    def spliced(self, splices: tuple[Splice, ...]) -> str:
        """The whole text with the splices made."""
        return self._with(splices, 0, len(self.data))

    def changed(self, edit: Edit) -> str:
        """The span that an edit shows, as it reads afterwards."""
        return self._with(edit.splices, edit.start, edit.end)

    def _with(self, splices: tuple[Splice, ...], start: int, end: int) -> str:
        parts, at = [], start
        for splice in splices:
            parts += [self.text(at, splice.start), splice.text]
            at = splice.end
        return "".join([*parts, self.text(at, end)])

    def replaced(self, operator: str, node: Spot, text: str) -> Edit:
        """The edit that puts another text in place of a node, with as many lines as before."""
        start, end = self.start(node), self.end(node)
        missing = len(_LINE_END.findall(self.data[start:end])) - text.count("\n")
        if isinstance(node, ast.stmt):
            text += "\n" * max(missing, 0)
        return Edit(operator, start, end, (Splice(start, end, text),))

    def swapped(self, operator: str, node: Spot, gap: tuple[int, int], tokens: tuple[str, str]) -> Edit:
        """The edit that replaces an operator token in a gap; the whole node is shown."""
        start, end = self.token(*gap, tokens[0])
        return Edit(operator, self.start(node), self.end(node), (Splice(start, end, tokens[1]),))


def in_brackets(edit: Edit, source: SourceText, *, whole: bool = False, operands: tuple[ast.expr, ...] = ()) -> Edit:
    """The edit with brackets around the whole node, or around operands that would else be read otherwise."""
    added = [Splice(at, at, sign) for node in operands for at, sign in _ends(source.start(node), source.end(node))]
    if whole:
        added += [Splice(at, at, sign) for at, sign in _ends(edit.start, edit.end)]
    ordered = sorted((*edit.splices, *added), key=lambda splice: (splice.start, splice.end))
    return Edit(edit.operator, edit.start, edit.end, tuple(ordered))


def _ends(start: int, end: int) -> tuple[tuple[int, str], tuple[int, str]]:
    return (start, "("), (end, ")")
