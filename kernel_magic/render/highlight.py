"""Colours code: Pygments finds the kinds, one short class each, no inline style. The text itself never changes."""

from __future__ import annotations

from functools import cache
from html import escape

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import Comment, Keyword, Name, Number, Operator, String, _TokenType
from pygments.util import ClassNotFound

from kernel_magic.core.source import Language
from kernel_magic.render.clean import MAX_CODE, clean

_CLASSES = (
    (Comment, "cc"), (String, "cs"), (Number, "cm"), (Operator.Word, "ck"), (Keyword, "ck"), (Operator, "co"),
    (Name.Function, "cf"), (Name.Class, "cf"), (Name.Decorator, "cf"), (Name.Builtin, "cb"), (Name.Exception, "cb"),
)  # fmt: skip
_ANSI = {"cc": "2", "cs": "32", "cm": "33", "ck": "35", "co": "", "cf": "34", "cb": "36"}
_MAX_COLOURED = 20_000
"""Longer programs are shown without colours: a lexer may be slow on hostile text."""


def coloured_lines(source: str, language: Language | None) -> tuple[tuple[tuple[str, str], ...], ...]:
    """The cleaned lines of a program, each as (class, text) pieces; class "" is ordinary text."""
    text = clean(source, MAX_CODE)
    lexer = _lexer(language) if language and len(text) <= _MAX_COLOURED else None
    pieces = [("", text)] if lexer is None else [(_class(kind), value) for kind, value in lexer.get_tokens(text)]
    lines: list[list[tuple[str, str]]] = [[]]
    for name, value in pieces:
        first, *rest = value.split("\n")
        lines[-1].append((name, first))
        lines.extend([(name, part)] for part in rest)
    wanted = text.count("\n") + 1
    return tuple(tuple(piece for piece in line if piece[1]) for line in lines[:wanted])


def html_lines(source: str, language: Language | None) -> list[str]:
    """The lines as HTML."""
    return ["".join(_html(name, value) for name, value in line) for line in coloured_lines(source, language)]


def ansi_lines(source: str, language: Language | None) -> list[str]:
    """The lines with colour codes of a terminal."""
    return ["".join(_ansi(name, value) for name, value in line) for line in coloured_lines(source, language)]


def _html(name: str, value: str) -> str:
    shown = escape(value)
    return f'<span class="{name}">{shown}</span>' if name and not value.isspace() else shown


def _ansi(name: str, value: str) -> str:
    code = _ANSI.get(name, "")
    return f"\x1b[{code}m{value}\x1b[0m" if code else value


def _class(kind: _TokenType) -> str:
    return next((name for parent, name in _CLASSES if kind[: len(parent)] == parent), "")


@cache
def _lexer(language: Language) -> Lexer | None:
    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False, stripall=False)
    except ClassNotFound:
        return None
