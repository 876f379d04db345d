"""Examples written as in Python's prompt: `>>> merge([1], [2])` with the result on the lines below."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass

from kernel_magic.core.problem import Expected, Prints, Raises, Returns
from kernel_magic.lessons.examples.comparison import claims_in, is_claim
from kernel_magic.lessons.examples.expressions import (
    called_names,
    display,
    is_plain,
    parse_expression,
    plain_value,
    subject_of,
    value_of,
)
from kernel_magic.lessons.examples.found import MAX_READ, Found, Reading, UnusableError
from kernel_magic.lessons.examples.names import Names
from kernel_magic.lessons.examples.outcome import exception_named, outcome_text
from kernel_magic.lessons.examples.scan import comment_start
from kernel_magic.lessons.examples.session import Session
from kernel_magic.lessons.parse import syntax_tree

_PROMPT = re.compile(r"^[ \t]*(?:[-*+>][ \t]+)?>>>(?: |$|(?=\w))")
_END = re.compile(r"^[ \t]*(?:$|>>>|\"\"\"|'''|```|~~~)")
_DIRECTIVE = re.compile(r"#\s*doctest:\s*\+?\w+")
_RAISED = re.compile(r"^([A-Za-z_][\w.]*)(?::|$)")
_REPR = re.compile(r"^<.*>$|^\w*(?:array|dict_\w+)\(", re.DOTALL)
_PROSE = re.compile(r"^[A-Z\u4e00-\u9fff*_#-].*(?:[A-Za-z]{2,}[ ,]+[A-Za-z]{2,}|[\u4e00-\u9fff]{2,})")
_MAX_WANT_LINES = 400


@dataclass(slots=True, kw_only=True)
class _Prompted:
    """One `>>>` with what stands below it."""

    line: int
    source: str
    want: list[str]
    last: int
    """Number of the last line of the source."""


def read_doctests(lines: Sequence[str], names: Names, reading: Reading) -> None:
    """Collect every example written with `>>>`."""
    session = Session()
    waiting: list[tuple[_Prompted, ast.expr]] = []
    prompted = _prompted(lines)
    for item in prompted[MAX_READ : MAX_READ + 1]:
        reading.refuse(item.line, item.source, f"only the first {MAX_READ} lines with >>> are read")
    for item in prompted[MAX_READ:]:
        reading.taken.update(range(item.line, item.last + len(item.want) + 1))
    for item in prompted[:MAX_READ]:
        body = _body(item, session, reading)
        if body is None:
            continue
        if item.want:
            reading.taken.update(range(item.line, item.last + len(item.want) + 1))
            _read_one(item, body, names, session, reading)
        elif comment_start(item.source) is None:
            reading.taken.update(range(item.line, item.last + 1))
            waiting.append((item, body))
        session.add(ast.Expr(value=body), _last_statement(item.source))
    for item, body in waiting:
        if called_names(body, names) and not _used_names(body) & session.defined:
            reading.refuse(item.line, item.source, "no result is written below it")


def _used_names(body: ast.expr) -> frozenset[str]:
    return frozenset(node.id for node in ast.walk(body) if isinstance(node, ast.Name))


def _last_statement(source: str) -> str:
    tree = syntax_tree(source)
    if tree is None or len(tree.body) < 2:
        return source
    return ast.get_source_segment(source, tree.body[-1]) or source


def _prompted(lines: Sequence[str]) -> list[_Prompted]:
    found: list[_Prompted] = []
    index = 0
    while index < len(lines):
        match = _PROMPT.match(lines[index])
        if match is None:
            index += 1
            continue
        item = _Prompted(line=index + 1, source=lines[index][match.end() :].rstrip(), want=[], last=index + 1)
        indent = len(lines[index]) - len(lines[index].lstrip())
        index += 1
        while index < len(lines) and re.match(r"[ \t]*\.\.\.(?: |$)", lines[index]) and not _is_ellipsis(lines, index):
            item.source += "\n" + lines[index].lstrip()[4:].rstrip()
            item.last = index + 1
            index += 1
        while index < len(lines) and not _END.match(lines[index]) and len(item.want) < _MAX_WANT_LINES:
            line = lines[index].rstrip()
            item.want.append(line[indent:] if not line[:indent].strip() else line.lstrip())
            index += 1
            closing = re.search(r"(?:\"\"\"|''')$", item.want[-1])
            if closing is not None:
                item.want[-1] = item.want[-1][:-3].rstrip()
                break
        found.append(item)
    return found


def _is_ellipsis(lines: Sequence[str], index: int) -> bool:
    """A bare `...` below a complete source is expected text, not a continuation."""
    return lines[index].strip() == "..." and not _END.match(lines[index + 1] if index + 1 < len(lines) else "")


def _body(item: _Prompted, session: Session, reading: Reading) -> ast.expr | None:
    """The expression whose result is shown; statements before it go to the session."""
    tree = syntax_tree(item.source)
    if tree is None:
        if item.want or "(" in item.source:
            _refuse(item, "it is not valid Python", reading)
        return None
    if not tree.body:
        return None
    last = tree.body[-1]
    statements = tree.body[:-1] if isinstance(last, ast.Expr) else tree.body
    for statement in statements:
        session.add(statement, ast.get_source_segment(item.source, statement) or item.source)
    if isinstance(last, ast.Expr):
        return last.value
    reading.taken.update(range(item.line, item.last + 1))
    if item.want and _first_value(item.want) > 0:
        _refuse(item, "only an expression can have a result, not a statement", reading)
    return None


def _refuse(item: _Prompted, reason: str, reading: Reading) -> None:
    reading.taken.update(range(item.line, item.last + len(item.want) + 1))
    reading.refuse(item.line, item.source, reason)


def _read_one(item: _Prompted, body: ast.expr, names: Names, session: Session, reading: Reading) -> None:
    try:
        _check_directives(item.source)
        want = _without_prose(item, reading)
        if is_claim(body):
            reading.found.extend(_claimed(item, body, want, names, session))
            return
        subject = subject_of(body, _last_statement(item.source), names, session)
        expected, written = _expected(want, body, names)
    except UnusableError as error:
        reading.refuse(item.line, f"{item.source} {' '.join(item.want)}", error.reason)
        return
    text = f"{display(subject)} {outcome_text(expected, written)}"
    reading.found.append(Found(line=item.line, text=text, expected=expected, subject=subject))


def _check_directives(source: str) -> None:
    if _DIRECTIVE.search(source):
        raise UnusableError("doctest directives are not supported")


def _claimed(item: _Prompted, body: ast.expr, want: str, names: Names, session: Session) -> list[Found]:
    truth = value_of(want)
    if not isinstance(truth, bool):
        raise UnusableError("the result of a comparison must be True or False")
    found = []
    for node, expected in claims_in(body, truth=truth):
        subject = subject_of(node, ast.unparse(node), names, session)
        text = f"{display(subject)} {outcome_text(expected)}"
        found.append(Found(line=item.line, text=text, expected=expected, subject=subject))
    return found


def _without_prose(item: _Prompted, reading: Reading) -> str:
    """The expected text; sentences that follow a complete value without a blank line do not belong to it."""
    end = _first_value(item.want)
    rest = [line for line in item.want[end:] if line.strip()]
    if end and rest and _PROSE.match(rest[0].strip()[:160]):
        reading.taken.difference_update(range(item.last + end + 1, item.last + len(item.want) + 1))
        reading.notes.append(
            f"Line {item.last + end + 1} was read as text, not as output of the example in line {item.line}."
        )
        return "\n".join(item.want[:end])
    return "\n".join(item.want)


def _first_value(want: Sequence[str]) -> int:
    """How many lines the complete value at the beginning takes; 0 where there is none."""
    if _is_value("\n".join(want)):
        return len(want)
    for end in range(1, min(len(want), 12)):
        if _is_value("\n".join(want[:end])):
            return end
    return 0


def _is_value(text: str) -> bool:
    try:
        value_of(text)
    except UnusableError:
        return False
    return True


def _expected(want: str, body: ast.expr, names: Names) -> tuple[Expected, str | None]:
    stripped = want.strip()
    if stripped.startswith("Traceback (") or (stripped.startswith("Traceback") and "\n" in stripped):
        return _raised(stripped), None
    if "<BLANKLINE>" in want:
        return Prints(text=re.sub(r"^[ \t]*<BLANKLINE>[ \t]*$", "", want, flags=re.MULTILINE) + "\n"), None
    if isinstance(body, ast.Call) and isinstance(body.func, ast.Name) and body.func.id == "print":
        return Prints(text=want + "\n"), None
    if _is_value(stripped) and not names.prints:
        return Returns(value=value_of(stripped)), stripped if "\n" not in stripped else None
    if _REPR.match(stripped) or "..." in stripped.split():
        raise UnusableError("the result is not a plain value")
    node = parse_expression(stripped)
    if isinstance(node, ast.Call | ast.Attribute | ast.Subscript):
        raise UnusableError("the result is not a plain value")
    if isinstance(node, ast.List | ast.Tuple | ast.Dict | ast.Set) and not is_plain(node):
        plain_value(node)
    match = _RAISED.match(stripped)
    if match is not None and "\n" not in stripped and match[1].endswith(("Error", "Exception")):
        return exception_named(match[1]), None
    return Prints(text=want + "\n"), None


def _raised(want: str) -> Raises:
    lines = [line for line in want.split("\n")[1:] if line.strip() and not line[:1].isspace()]
    named = [match[1] for line in lines if (match := _RAISED.match(line)) is not None]
    if not named:
        raise UnusableError("the traceback does not end in an exception's name")
    return exception_named(named[0])
