"""`tests.py` of a course item becomes tests with cases: what is run stands apart from the value it must give.

The text is read, never run here. Only assertions are taken whose two sides can be told apart: an expected value that
would be compared inside the process that runs a student's code proves nothing.
"""

from __future__ import annotations

import ast
import re
import tokenize
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from kernel_magic.core.errors import InputError
from kernel_magic.core.problem import Call, Expected, Expression, TestCase
from kernel_magic.lessons.examples.comparison import claims_in
from kernel_magic.lessons.examples.expressions import plain_value
from kernel_magic.lessons.examples.found import UnusableError
from kernel_magic.lessons.examples.outcome import exception_named
from kernel_magic.lessons.exercising.item_headers import Header, headers_in
from kernel_magic.lessons.exercising.test_code import as_statement

FILE = "tests.py"
_WEIGHT = re.compile(r"\s*\(\s*(?P<weight>\d+(?:\.\d+)?)\s+points?\s*\)\s*$", re.IGNORECASE)
_MOST_TESTS, _MOST_CASES = 60, 400
_MOST_WEIGHT = 10_000.0
_SIMPLE = (ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Expr, ast.Delete)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemTest:
    """One test of `tests.py`, or one question."""

    title: str
    kind: str
    """`visible`, `hidden` or `question`."""
    weight: float
    cases: tuple[TestCase, ...]
    line: int


@dataclass(slots=True)
class _Block:
    """A header and the statements below it."""

    title: str
    kind: str
    weight: float
    line: int
    statements: list[ast.stmt] = field(default_factory=list)


def read_item_tests(text: str, function: str, *, path: str = FILE) -> tuple[ItemTest, ...]:
    """The tests in their order.

    Args:
        text: the file.
        function: the function or class that the tests are about.
        path: how messages name the file.

    Raises:
        InputError: it is no Python, or something in it cannot be used; names every place.
    """
    prelude, blocks, problems = _blocks(text, path)
    tests: list[ItemTest] = []
    for block in blocks:
        if not block.title:
            problems.append(f"{path}:{block.line}: The test has no name. Write `# {block.kind}: the property`.")
        try:
            tests.append(_Reader(prelude, block, function, path).test())
        except InputError as error:
            problems.append(error.message)
    if not blocks:
        problems.append(f"{path}:1: There are no tests. Begin one with a line `# visible: the property`.")
    problems += _weights(blocks, path)
    count = sum(len(test.cases) for test in tests)
    if len(tests) > _MOST_TESTS or count > _MOST_CASES:
        problems.append(
            f"{path}:1: There are {len(tests)} tests with {count} cases; {_MOST_TESTS} and {_MOST_CASES} fit."
        )
    if problems:
        raise InputError("\n".join(problems), "The form of tests is described in docs/reference/course-item.md.")
    return tuple(tests)


def _blocks(text: str, path: str) -> tuple[list[ast.stmt], list[_Block], list[str]]:
    """Statements before the first header, the blocks, and what is wrong."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
        headers, problems = headers_in(text, tree, path)
    except (SyntaxError, ValueError, RecursionError, MemoryError, tokenize.TokenError) as error:
        line = getattr(error, "lineno", None) or 1
        return [], [], [f"{path}:{line}: This is not Python: {getattr(error, 'msg', error)}."]
    blocks = [_block(header) for header in headers]
    body = tree.body[1:] if tree.body and _is_text(tree.body[0]) else tree.body
    prelude: list[ast.stmt] = []
    for node in body:
        owner = next((block for block in reversed(blocks) if block.line < node.lineno), None)
        (owner.statements if owner is not None else prelude).append(node)
    early = [f"{path}:{node.lineno}: This assertion belongs to no test." for node in prelude if _is_assertion(node)]
    return [node for node in prelude if not _is_assertion(node)], blocks, [*problems, *early]


def _weights(blocks: Sequence[_Block], path: str) -> list[str]:
    """What is wrong with the weights."""
    heavy = [block for block in blocks if block.weight > _MOST_WEIGHT]
    problems = [
        f"{path}:{block.line}: The test weighs more than {_MOST_WEIGHT:g} points. Give less." for block in heavy
    ]
    if blocks and not any(block.weight for block in blocks):
        problems.append(f"{path}:{blocks[0].line}: All tests weigh 0 points. Give one of them points.")
    return problems


def _block(header: Header) -> _Block:
    title, weight = header.title, 1.0
    stated = _WEIGHT.search(title)
    if stated is not None:
        title, weight = title[: stated.start()], float(stated["weight"])
    return _Block(title=title.strip(), kind=header.kind, weight=weight, line=header.line)


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _is_assertion(node: ast.stmt) -> bool:
    return isinstance(node, (ast.Assert, ast.With))


class _Reader:
    """Reads one block."""

    def __init__(self, prelude: Sequence[ast.stmt], block: _Block, function: str, path: str) -> None:
        self._block = block
        self._function = function
        self._path = path
        self._shared = [ast.unparse(node) for node in prelude]
        self._shared_names = {name for node in prelude for name in _names(node)}
        # Where a test has statements of its own its assertions follow each other, as they do when the file is run.
        self._follows = any(not _is_assertion(node) for node in block.statements) and block.kind != "question"
        self._before: list[str] = []
        self._cases: list[TestCase] = []

    def test(self) -> ItemTest:
        """The test.

        Raises:
            InputError: a statement cannot be used; names all of them.
        """
        problems: list[str] = []
        for node in self._block.statements:
            try:
                self._take(node)
            except UnusableError as error:
                problems.append(f"{self._path}:{node.lineno}: This cannot be used in a test: {error.reason}.")
        if not self._cases and not problems:
            what = "expression" if self._block.kind == "question" else "assertion"
            problems.append(f"{self._path}:{self._block.line}: The test {self._block.title[:60]!r} has no {what}.")
        if problems:
            raise InputError("\n".join(problems))
        block = self._block
        return ItemTest(
            title=block.title, kind=block.kind, weight=block.weight, cases=tuple(self._cases), line=block.line
        )

    def _take(self, node: ast.stmt) -> None:
        if self._block.kind == "question" and isinstance(node, ast.Expr):
            self._add(node.value, None)
            return
        match node:
            case ast.Assert(test=test):
                for tested, expected in claims_in(test):
                    self._add(_unwrapped(tested), expected)
            case ast.With(items=[ast.withitem(context_expr=ast.Call() as context, optional_vars=None)], body=body):
                self._raising(context, body)
            case _ if isinstance(node, _SIMPLE):
                self._before.append(ast.unparse(node))
            case _:
                name = type(node).__name__.removesuffix("Def").lower()
                raise UnusableError(f"a test holds assertions and plain statements, no {name}; write every case out")

    def _raising(self, context: ast.Call, body: list[ast.stmt]) -> None:
        name = context.func.attr if isinstance(context.func, ast.Attribute) else getattr(context.func, "id", "")
        if (
            name not in ("raises", "assertRaises")
            or len(context.args) != 1
            or not isinstance(context.args[0], ast.Name)
        ):
            raise UnusableError("`with` stands for `with raises(ValueError):` only")
        expected = exception_named(context.args[0].id)
        *earlier, last = body
        if not isinstance(last, ast.Expr) or any(not isinstance(each, _SIMPLE) for each in earlier):
            raise UnusableError("below `with raises(…):` the last line is the call that raises")
        self._before += [ast.unparse(each) for each in earlier]
        self._add(last.value, expected)

    def _add(self, node: ast.expr, expected: Expected | None) -> None:
        if any(isinstance(each, ast.Compare) for each in ast.walk(node)):
            raise UnusableError("a comparison inside what is tested would be made by the student's own process")
        text = ast.unparse(node)
        call = self._call(node)
        given = call or Expression(expression=text, setup="\n".join([*self._shared, *self._before]))
        self._cases.append(
            TestCase(name=f"line {node.lineno}", given=given, expected=expected, origin="secret", text=text)
        )
        if self._follows:
            self._before.append(as_statement(text, expected))

    def _call(self, node: ast.expr) -> Call | None:
        """The call, where it is nothing but a call of the function with plain arguments and needs no statement."""
        if self._before or not isinstance(node, ast.Call) or getattr(node.func, "id", None) != self._function:
            return None
        if self._function in self._shared_names or any(keyword.arg is None for keyword in node.keywords):
            return None
        try:
            args = tuple(plain_value(argument) for argument in node.args)
            return Call(args=args, kwargs={str(item.arg): plain_value(item.value) for item in node.keywords})
        except UnusableError:
            return None


def _unwrapped(tested: ast.expr) -> ast.expr:
    """`f(3)` of the `bool(f(3))` that `assert f(3)` is read as: truth is for the judge to find, so it must be True."""
    match tested:
        case ast.Call(func=ast.Name(id="bool"), args=[ast.Call() as inner], keywords=[]):
            return inner
        case _:
            return tested


def _names(node: ast.stmt) -> set[str]:
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)}


def renamed_cases(test: ItemTest, name: str) -> ItemTest:
    """The test with its cases named after it: `NAME/1`, `NAME/2`."""
    cases = tuple(replace(case, name=f"{name}/{number}") for number, case in enumerate(test.cases, 1))
    return replace(test, cases=cases)
