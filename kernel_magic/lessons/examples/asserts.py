"""Examples written as assertions: `assert f(1) == 2`, `with pytest.raises(ValueError): f([])`, `assertEqual(…)`."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from kernel_magic.core.problem import Expected, Raises
from kernel_magic.lessons.examples.comparison import Claim, claims_in
from kernel_magic.lessons.examples.expressions import display, subject_of
from kernel_magic.lessons.examples.found import Found, Reading, UnusableError
from kernel_magic.lessons.examples.names import Names
from kernel_magic.lessons.examples.outcome import exception_named, outcome_text
from kernel_magic.lessons.examples.scan import is_open
from kernel_magic.lessons.examples.session import Session
from kernel_magic.lessons.parse import syntax_tree

_BULLET = re.compile(r"^[ \t]*(?:[-*+•][ \t]+|\d{1,3}[.)][ \t]+)?`{0,3}(?:>>> ?)?")
_ASSERT = re.compile(r"assert(?=[ \t(\[{'\"])|self\.assert[A-Z]\w*\(")
_RAISES = re.compile(r"with[ \t]+(?:pytest\.raises|self\.assertRaises(?:Regex)?|assertRaises|raises)\(")
_CODE = re.compile(r"(?:[A-Za-z_][\w.\[\]'\", ]{0,80}[-+*/]?=[^=]|[A-Za-z_][\w.]*\(|import[ \t]|from[ \t])")
_HEADER = re.compile(r"(?:async[ \t]+)?(def|class|for|while|if|elif|else|try|except|finally)\b")
_MAX_LINES = 60
_MAX_FAILURES = 10
_Logical = tuple[int, int, str, str]
"""First line, last line, indentation, text of one logical line."""


def read_asserts(lines: Sequence[str], names: Names, reading: Reading) -> None:
    """Collect every assertion."""
    session = Session()
    blocks: list[tuple[int, str]] = []
    logical = _logical_lines(lines, reading)
    for index, (first, last, indent, text) in enumerate(logical):
        width = len(indent.expandtabs(4))
        while blocks and width <= blocks[-1][0]:
            blocks.pop()
        inner = _inner_block(blocks)
        if _ASSERT.match(text):
            if inner == "def":
                continue
            if reading.is_full(first, text):
                return
            reading.taken.update(range(first, last + 1))
            _read_assertion(first, text, inner, names, session, reading)
        elif _RAISES.match(text):
            _read_raises(index, logical, names, session, reading)
        elif (header := _HEADER.match(text)) is not None:
            blocks.append(
                (width, "test" if re.match(r"(?:def test|class Test|class \w*\(\w*\.?TestCase)", text) else header[1])
            )
            if blocks[-1][1] == "test":
                session.clear()
        elif not inner:
            _remember(text, session)


def _inner_block(blocks: Sequence[tuple[int, str]]) -> str:
    """What the line stands in: nothing special, the body of a function, or a statement that may not run it."""
    kinds = {kind for _, kind in blocks}
    if kinds & {"def", "class"}:
        return "def"
    return "branch" if kinds - {"test"} else ""


def _logical_lines(lines: Sequence[str], reading: Reading) -> list[_Logical]:
    found: list[_Logical] = []
    index = failures = 0
    while index < len(lines):
        line = lines[index]
        head = _BULLET.match(line)
        text = line[head.end() :] if head else line
        first = index
        index += 1
        relevant = _ASSERT.match(text) or _RAISES.match(text) or _HEADER.match(text) or _CODE.match(text)
        if first + 1 in reading.taken or not relevant:
            continue
        while index < len(lines) and index - first < _MAX_LINES and failures < _MAX_FAILURES and is_open(text):
            text = text.removesuffix("\\") + "\n" + lines[index]
            index += 1
        if is_open(text):
            failures += 1
            index = first + 1
            text = line[head.end() :] if head else line
            if _CODE.match(text):
                continue
        indent = line[: len(line) - len(line.lstrip())]
        found.append((first + 1, index, indent, text.rstrip().rstrip("`.,; ")))
    return found


def _remember(text: str, session: Session) -> None:
    tree = syntax_tree(text) if _CODE.match(text) else None
    for node in tree.body if tree is not None else ():
        session.add(node, ast.get_source_segment(text, node) or text)


def _read_assertion(line: int, text: str, inner: str, names: Names, session: Session, reading: Reading) -> None:
    try:
        claims = _claims(text, inner)
        found = [_found(line, node, expected, names, session) for node, expected in claims]
        reading.found.extend(found)
    except UnusableError as error:
        reading.refuse(line, text, error.reason)
    except RecursionError:
        reading.refuse(line, text, "it is nested too deep")


def _found(line: int, node: ast.expr, expected: Expected, names: Names, session: Session) -> Found:
    subject = subject_of(node, ast.unparse(node), names, session)
    return Found(line=line, text=f"{display(subject)} {outcome_text(expected)}", expected=expected, subject=subject)


def _claims(text: str, inner: str) -> list[Claim]:
    if inner:
        raise UnusableError("it stands inside a loop or a branch")
    tree = syntax_tree(text) or syntax_tree(text.rstrip(".,;"))
    if tree is None or len(tree.body) != 1:
        raise UnusableError("it is not valid Python")
    match tree.body[0]:
        case ast.Assert(test=ast.Tuple(elts=[test, ast.Constant(value=str())])):
            return claims_in(test)
        case ast.Assert(test=test):
            return claims_in(test)
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr=method), args=args, keywords=keywords)):
            return _unittest_claims(method, args, keywords)
        case _:
            pass
    raise UnusableError("it is not valid Python")


def _unittest_claims(method: str, args: list[ast.expr], keywords: list[ast.keyword]) -> list[Claim]:
    options = {item.arg: item.value for item in keywords}
    match method, args:
        case "assertEqual" | "assertEquals" | "assertListEqual" | "assertDictEqual" | "assertIs", [left, right, *_]:
            return claims_in(ast.Compare(left=left, ops=[ast.Eq()], comparators=[right]))
        case "assertTrue", [tested, *_]:
            return claims_in(tested)
        case "assertFalse", [tested, *_]:
            return claims_in(tested, truth=False)
        case "assertIsNone", [tested, *_]:
            return claims_in(ast.Compare(left=tested, ops=[ast.Is()], comparators=[ast.Constant(value=None)]))
        case "assertAlmostEqual", [left, right, *_] if len(args) < 4:
            places = args[2] if len(args) > 2 else options.get("places", ast.Constant(value=7))
            if isinstance(places, ast.Constant) and isinstance(places.value, int) and 0 <= places.value < 300:
                distance = ast.BinOp(left=left, op=ast.Sub(), right=right)
                near = ast.Call(func=ast.Name(id="abs", ctx=ast.Load()), args=[distance], keywords=[])
                allowed = ast.Constant(value=0.5 * 10.0**-places.value)
                return claims_in(ast.Compare(left=near, ops=[ast.LtE()], comparators=[allowed]))
        case "assertRaises", [ast.Name(id=exception), function, *rest]:
            call = ast.Call(func=function, args=list(rest), keywords=keywords)
            return [(call, exception_named(exception))]
        case _:
            pass
    raise UnusableError("this kind of assertion is not supported")


def _read_raises(index: int, logical: Sequence[_Logical], names: Names, session: Session, reading: Reading) -> None:
    """`with pytest.raises(ValueError):` and the one statement in it."""
    first, last, indent, text = logical[index]
    body = [item for item in logical[index + 1 : index + 3] if len(item[2]) > len(indent)]
    whole = text if syntax_tree(text) is not None else "\n".join([text, *(f"    {item[3]}" for item in body[:1])])
    reading.taken.update(range(first, (last if whole is text or not body else body[0][1]) + 1))
    try:
        exception, node = _raising(whole)
        reading.found.append(_found(first, node, exception, names, session))
    except UnusableError as error:
        reading.refuse(first, whole, error.reason)


def _raising(text: str) -> tuple[Raises, ast.expr]:
    tree = syntax_tree(text)
    match tree.body if tree is not None else []:
        case [
            ast.With(
                items=[ast.withitem(context_expr=ast.Call(args=[ast.Name(id=name), *_]))], body=[ast.Expr(value=node)]
            )
        ]:
            return exception_named(name), node
        case _:
            pass
    raise UnusableError("one built-in exception and one call are needed")
