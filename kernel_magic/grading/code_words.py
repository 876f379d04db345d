"""Python code as normalised words, of which another spelling of the same program has the same ones.

Comments, layout, docstrings, type hints and parentheses that only group are gone; `x += 1` and `elif` are spelled out;
`if x: return y` is two statements; functions are cut apart, so that their order changes nothing. Which words are the
program's own names is told, so that whoever compares can leave the names out.

The tokens are found by one expression and not by `tokenize`: that gives up on damaged code, and tells f-strings
otherwise from Python 3.12 on. Nothing here runs or even parses the code, and every text has words.
"""

from __future__ import annotations

import builtins
import keyword
import re
import sys
from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeAlias


class Token(NamedTuple):
    """A piece of code as it was written, and its line from 1."""

    kind: str
    """`name`, `sign`, `number`, `string`, `comment` or `newline`."""
    text: str
    line: int


class Word(NamedTuple):
    """A normalised token."""

    text: str
    own: bool
    """A name that the program gives: another one would change nothing."""
    line: int


Statement: TypeAlias = list[Token]

_TOKEN = re.compile(
    r"""(?P<comment>\#[^\n]*)
    |(?P<string>(?:\b[rRbBuUfF]{1,2})?(?:
        \"\"\"(?:[^\\]|\\.)*?(?:\"\"\"|\Z) | '''(?:[^\\]|\\.)*?(?:'''|\Z)
        | "(?:[^"\\\n]|\\.)*(?:"|(?=\n)|\Z) | '(?:[^'\\\n]|\\.)*(?:'|(?=\n)|\Z)))
    |(?P<number>0[xXoObB][\da-fA-F_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?[jJ]?)
    |(?P<name>[^\W\d]\w*)
    |(?P<newline>\n)
    |(?P<space>(?:[^\S\n]|\\\n)+)
    |(?P<sign>(?:\*\*|//|<<|>>|[!=<>+\-*/%&|^@:])=|->|\*\*|//|<<|>>|.)""",
    re.VERBOSE | re.DOTALL,
)
_AUGMENTED = re.compile(r"(?:\*\*|//|<<|>>|[+\-*/%&|^@])=")
_OPENING = re.compile(r"[rRbBuUfF]{0,2}(\"\"\"|'''|\"|')")

_KEYWORDS = frozenset(keyword.kwlist)
_COMPOUND = frozenset(
    {"if", "elif", "else", "for", "while", "with", "try", "except", "finally", "def", "class", "async"}
)
_NEVER_INSIDE = frozenset(
    {"def", "class", "return", "while", "import", "raise", "try", "except", "with", "elif", "break", "continue", "pass"}
)
"""A line that begins so is a new statement, however many brackets are still open in damaged code."""
_LIBRARY = frozenset(name for name in dir(builtins) if not name.startswith("_")) | sys.stdlib_module_names
_PLAIN_NUMBERS = frozenset({"0", "1", "2", "10"})
"""Other numbers are all alike: one changed constant is no other program."""


def tokens(text: str) -> list[Token]:
    """The tokens of a program. Its lines end with newlines, and it does not end with a backslash."""
    found, line = [], 1
    for match in _TOKEN.finditer(text):
        kind, shown = match.lastgroup or "", match.group()
        if kind != "space":
            found.append(Token(kind, shown, line))
        line += shown.count("\n")
    return found


def skeleton(line: str) -> str:
    """A line with its spacing and without its names, values and comment: `for v in v(0,v) :`."""
    return _TOKEN.sub(_placeholder, line.strip()).strip()


def string_value(token: Token) -> str:
    """What stands between the quotes."""
    opening = _OPENING.match(token.text)
    return token.text if opening is None else token.text[opening.end() :].removesuffix(opening[1])


def statements(found: Iterable[Token]) -> list[Statement]:
    """Logical lines, without comments."""
    lines: list[Statement] = [[]]
    depth, fresh = 0, True
    for token in found:
        if token.kind == "newline":
            fresh = True
            if not depth:
                lines.append([])
        elif token.kind != "comment":
            if fresh and token.text in _NEVER_INSIDE and depth:
                depth = 0
                lines.append([])
            fresh = False
            depth = _depth(token, depth)
            if not depth and token.kind == "sign" and _ends(token, lines[-1]):
                lines.append([])
            else:
                lines[-1].append(token)
    return [line for line in lines if line]


def is_text(statement: Statement) -> bool:
    """A docstring, or a text that stands where a comment could."""
    return all(token.kind == "string" for token in statement)


def bare(found: Iterable[Statement]) -> list[Statement]:
    """Statements without docstrings and type hints."""
    return [part for part in map(_without_hints, found) if part and not is_text(part)]


def own_names(found: Iterable[Statement]) -> frozenset[str]:
    """Names that the program gives to variables, parameters, functions, classes and attributes.

    Beginners call a variable `sum` or `list`: there such a name is as good as any other.
    """
    own: set[str] = set()
    for statement in found:
        header = statement[0].text in ("def", "class", "async")
        for at, token in enumerate(statement):
            if token.kind != "name" or token.text in _KEYWORDS:
                continue
            before = statement[at - 1].text if at else ""
            after = statement[at + 1].text if at + 1 < len(statement) else ""
            assigned = before in ("", ".") and (after == "=" or _AUGMENTED.fullmatch(after) is not None)
            if assigned or before == "for" or (header and before in ("def", "class", "(", ",", "*", "**")):
                own.add(token.text)
    return frozenset(own)


def words(found: Iterable[Statement]) -> list[list[Word]]:
    """The words of each function, and of what stands between functions."""
    found = list(found)
    own = own_names(found)
    library = (_LIBRARY | _imported(found)) - own
    segments: list[list[Word]] = [[]]
    for statement in found:
        if statement[0].text in ("def", "class", "async"):
            segments.append([])
        before = ""
        for token in _canonical(statement):
            is_own = token.text in own if before == "." else token.text not in library
            segments[-1].append(_word(token, own=is_own))
            before = token.text
        segments[-1].append(Word("\n", own=False, line=statement[-1].line))
    return [segment for segment in segments if segment]


def _depth(token: Token, depth: int) -> int:
    if token.kind != "sign":
        return depth
    return depth + 1 if token.text in "([{" else max(0, depth - 1) if token.text in ")]}" else depth


def _ends(sign: Token, statement: Statement) -> bool:
    return sign.text == ";" or (sign.text == ":" and bool(statement) and statement[0].text in _COMPOUND)


def _without_hints(statement: Statement) -> Statement:
    """A `def` without the types of its parameters and of its result, `x: int = 1` without its type."""
    first = statement[0]
    if first.text in ("def", "async"):
        return list(_bare_header(statement))
    if first.kind != "name" or first.text in _KEYWORDS:
        return statement
    colon = next((at for at, token in enumerate(statement) if token.text == ":"), 0)
    if not colon or any(token.kind != "name" and token.text != "." for token in statement[:colon]):
        return statement
    value = next((at for at, token in enumerate(statement) if token.text == "="), len(statement))
    return [*statement[:colon], *statement[value:]] if value < len(statement) else []


def _bare_header(header: Statement) -> Iterator[Token]:
    depth, hint = 0, False
    for token in header:
        depth = _depth(token, depth)
        if token.kind == "sign":
            if (token.text == ":" and depth == 1) or token.text == "->":
                hint = True
            elif (depth == 1 and token.text in ",=") or (depth == 0 and token.text == ")"):
                hint = False
        if not hint:
            yield token


def _imported(found: Iterable[Statement]) -> set[str]:
    imports = [statement for statement in found if statement[0].text in ("import", "from")]
    return {token.text for statement in imports for token in statement if token.kind == "name"}


def _canonical(statement: Statement) -> list[Token]:
    """`x += 1` as `x = x + 1`, `elif` as `else` and `if`, no parentheses that only group, no comma before a bracket."""
    found: list[Token] = []
    groups: list[bool] = []
    assigned = False  # damaged code may hold many of them: each would double what stands before it
    for token in statement:
        if token.kind == "sign" and _AUGMENTED.fullmatch(token.text) and not assigned:
            assigned = True
            found += [Token("sign", "=", token.line), *found, Token("sign", token.text[:-1], token.line)]
        elif token.text == "elif":
            found += [Token("sign", part, token.line) for part in ("else", "\n", "if")]
        elif token.kind == "sign" and token.text in "([{":
            groups.append(token.text == "(" and not (found and _can_be_called(found[-1])))
            found += [token] * (not groups[-1])
        elif token.kind == "sign" and token.text in ")]}":
            if found and found[-1].text == ",":
                found.pop()
            found += [token] * (not (groups and groups.pop()))
        else:
            found.append(token)
    return found


def _can_be_called(token: Token) -> bool:
    if token.kind == "sign":
        return token.text in (")", "]", "}")
    return token.kind == "string" or (token.kind == "name" and token.text not in _KEYWORDS)


def _word(token: Token, *, own: bool) -> Word:
    if token.kind == "number":
        return Word(token.text if token.text in _PLAIN_NUMBERS else "number", own=False, line=token.line)
    if token.kind == "string":
        return Word("text" if string_value(token) else "empty text", own=False, line=token.line)
    return Word(token.text, own=own and token.kind == "name" and token.text not in _KEYWORDS, line=token.line)


def _placeholder(match: re.Match[str]) -> str:
    text = match.group()
    if match.lastgroup == "name":
        return text if text in _KEYWORDS else "v"
    return {"number": "0", "string": "s", "comment": ""}.get(match.lastgroup or "", text)
