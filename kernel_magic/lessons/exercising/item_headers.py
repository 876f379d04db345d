"""The comment lines of `tests.py` that begin a test, and those that were meant to and do not.

A header that is not known as one would put the assertions below it into the test above: hidden ones would be shown.
So a comment whose first word is, or nearly is, one of the words that headers begin with has to be a header.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

_HEADER = re.compile(r"#\s*(?P<kind>visible|hidden|question)\s*:\s*(?P<title>.*?)\s*", re.IGNORECASE)
_FIRST_WORD = re.compile(r"[\W\d_]*(?P<word>[^\W\d_]+)(?P<colon>[\s\W]*:)?")
_KINDS = {"visible": "visible", "public": "visible", "hidden": "hidden", "secret": "hidden", "question": "question"}
"""Words that a header is meant by, and the header that says it."""
_TITLES = ("test", "tests")
"""First words that are no header, but before a colon can be meant as nothing else."""
_NEAR = 0.8
_SHORTEST = 3
"""Letters of an abbreviation: `# hid: …`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """A line that begins a test."""

    kind: str
    """`visible`, `hidden` or `question`."""
    title: str
    """What follows the colon, with the weight."""
    line: int


def headers_in(text: str, tree: ast.Module, path: str) -> tuple[tuple[Header, ...], tuple[str, ...]]:
    """The headers of a file, and what is wrong with the lines that only look like one.

    Args:
        text: the file.
        tree: the same, read.
        path: how messages name the file.
    """
    inside = {line for node in tree.body for line in range(node.lineno + 1, (node.end_lineno or 0) + 1)}
    headers: list[Header] = []
    problems: list[str] = []
    for line, column, comment in _own_lines(text):
        found = _HEADER.fullmatch(comment) if not column and line not in inside else None
        if found is not None:
            headers.append(Header(kind=found["kind"].lower(), title=found["title"], line=line))
        elif meant := _meant(comment):
            problems.append(
                f"{path}:{line}: {comment[:60]!r} looks like the header of a test and is none. Write"
                f" `# {meant}: the property` at the left edge, or begin the comment with another word."
            )
    return tuple(headers), tuple(problems)


def _own_lines(text: str) -> Iterator[tuple[int, int, str]]:
    """Line, column and text of the comments with nothing before them on their line."""
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT and not token.line[: token.start[1]].strip():
            yield token.start[0], token.start[1], token.string


def _meant(comment: str) -> str:
    """The header that a comment was meant as; empty where it is an ordinary comment."""
    first = _FIRST_WORD.match(comment)
    if first is None:
        return ""
    word = first["word"].lower()
    if first["colon"] and word in _TITLES:
        return "hidden"
    for known, kind in _KINDS.items():
        short = bool(first["colon"]) and len(word) >= _SHORTEST and known == kind and known.startswith(word)
        if short or SequenceMatcher(None, word, known).ratio() >= _NEAR:
            return kind
    return ""
