"""Damaged notebook files: what JSON can still be made of them, and what was done for it. Nothing is guessed silently.

In this order: a file that is sound; text around it (a byte order mark, zeros); marks of a merge conflict, of which the
first side is taken; a comma too many; two documents in one file; a file that ends too early; cells that can be read out
of a file that is damaged in the middle. What a person should look at says so.
"""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_STRING = re.compile(r'"(?:[^"\\]++|\\.)*+"', re.DOTALL)
_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[\]{}]|[^\s\[\]{},:"]++', re.DOTALL)
_STRING_OR_COMMA = re.compile(r'("(?:[^"\\]++|\\.)*+")|,(?=\s*[\]}])', re.DOTALL)
_CONFLICT = re.compile(r"^(<{7}|\|{7}|={7}|>{7})(?: .*)?$", re.MULTILINE)
_CELL = re.compile(r'\{\s*"(?:attachments|cell_type|execution_count|id|metadata|outputs|source)"\s*:')
_CLOSING = {"[": "]", "{": "}"}
_CUT_ESCAPE = re.compile(r"\\(?:u[0-9a-fA-F]{0,3})?$")
_DEEPEST = 200
_TRIES = 40
_MOST_CELLS = 5000
_MOST_FAILURES = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Repaired:
    """A notebook's document, and what was done to read it."""

    document: dict[str, Any] | None
    """None: there is none."""
    done: str = ""
    """Empty: the file was sound."""
    review: bool = False


def repaired(text: str) -> Repaired:
    """The notebook in a text that may be damaged."""
    stripped = text.strip("\ufeff\0 \t\r\n").replace("\0", "")
    cut = text.strip(" \t\r\n") != stripped
    document = _notebook(_loaded(stripped))
    if document is not None:
        return Repaired(document=document, done="bytes around the notebook were passed over" if cut else "")
    if not stripped.startswith(("{", "<<<<<<<")):
        return Repaired(document=None, done="it is empty" if not stripped else "it is no JSON")
    if _CONFLICT.search(stripped):
        return _from_conflict(stripped)
    return _from_one(stripped)


def _from_conflict(text: str) -> Repaired:
    for side in ("ours", "theirs"):
        found = _from_one(_side(text, side))
        if found.document is not None:
            which = "first" if side == "ours" else "second"
            done = f"it holds a merge conflict that nobody resolved; the {which} side of it was taken"
            return Repaired(document=found.document, done=f"{done}; {found.done}" if found.done else done, review=True)
    return Repaired(document=None, done="it holds a merge conflict, and neither side of it is a notebook")


def _side(text: str, side: str) -> str:
    """One side of the conflicts in a text; what the base was is left out."""
    kept: list[str] = []
    place = ""
    for line in text.split("\n"):
        mark = _CONFLICT.match(line.rstrip("\r"))
        if mark is not None:
            place = {"<": "ours", "|": "base", "=": "theirs", ">": ""}[mark[1][0]]
        elif place in ("", side):
            kept.append(line)
    return "\n".join(kept)


def _from_one(text: str) -> Repaired:
    document = _notebook(_loaded(text))
    if document is not None:
        return Repaired(document=document)
    without_commas = _STRING_OR_COMMA.sub(lambda found: found[1] or "", text)
    document = _notebook(_loaded(without_commas))
    if document is not None:
        return Repaired(document=document, done="it had a comma too many")
    return _from_several(text) or _from_beginning(without_commas) or _from_cells(text)


def _from_several(text: str) -> Repaired | None:
    """A file that holds a whole notebook and something after it; None where its beginning is no notebook."""
    first, end = _decoded(text, 0)
    if _notebook(first) is None:
        return None
    rest = text[end:].lstrip()
    if not rest.strip("]}, \t\r\n"):
        return Repaired(document=_notebook(first), done="brackets after the notebook were passed over")
    second = _notebook(_decoded(rest, 0)[0])
    if second is None:
        return Repaired(document=_notebook(first), done="text after the notebook was passed over", review=True)
    if second == first:
        return Repaired(document=second, done="it holds the same notebook twice")
    done = "it holds two notebooks one after the other; the second one was taken"
    return Repaired(document=second, done=done, review=True)


def _from_beginning(text: str) -> Repaired | None:
    """A file that ends too early, closed where it ends; None where it does not end too early."""
    for candidate in _closed(text):
        document = _notebook(_loaded(candidate))
        if document is not None:
            return Repaired(document=document, done="the file ends too early; what there is was read", review=True)
    return None


def _closed(text: str) -> Iterator[str]:
    """The text with what is open at its end closed: behind its last part, then behind the ones before."""
    closing = ""
    ends: deque[tuple[int, str]] = deque(maxlen=_TRIES)
    for token in _TOKEN.finditer(text):
        sign = token[0]
        if sign in "[{":
            closing = _CLOSING[sign] + closing
            if len(closing) > _DEEPEST:
                return
        elif sign in "]}":
            if closing[:1] != sign:
                return
            closing = closing[1:]
        elif sign[0] == '"' and not _STRING.fullmatch(sign):
            yield text[: token.start()] + _CUT_ESCAPE.sub("", sign) + '"' + closing
            break
        ends.append((token.end(), closing))
    if closing:
        yield from (text[:end] + brackets for end, brackets in reversed(ends))


def _from_cells(text: str) -> Repaired:
    """The cells that can be read on their own."""
    cells = list(_readable_cells(text))
    if not cells:
        return Repaired(document=None, done="it is damaged, and no cell of it can be read")
    done = f"it is damaged; {len(cells)} cells of it could be read"
    return Repaired(document={"cells": cells, "nbformat": 4, "nbformat_minor": 0}, done=done, review=True)


def _readable_cells(text: str) -> Iterator[dict[str, Any]]:
    place, found, failed = 0, 0, 0
    while found < _MOST_CELLS and failed < _MOST_FAILURES and (start := _CELL.search(text, place)) is not None:
        cell, place = _decoded(text, start.start())
        if isinstance(cell, dict) and "cell_type" in cell and ("source" in cell or "input" in cell):
            found += 1
            yield cell
        else:
            failed += 1
            place = start.end()


def _loaded(text: str) -> object:
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


_DECODER = json.JSONDecoder(strict=False)


def _decoded(text: str, place: int) -> tuple[object, int]:
    try:
        return _DECODER.raw_decode(text, place)
    except (ValueError, RecursionError):
        return None, place


def _notebook(document: object) -> dict[str, Any] | None:
    """The document where it is a notebook's."""
    if isinstance(document, dict) and (
        isinstance(document.get("cells"), list) or isinstance(document.get("worksheets"), list)
    ):
        return document
    return None
