"""Expressions of examples: parsed, checked for names nobody defined, turned into what the judge can run."""

from __future__ import annotations

import ast
import re

from kernel_magic.core.problem import Call
from kernel_magic.core.values import PlainValue, literal_node, to_json
from kernel_magic.lessons.examples.found import Subject, UnusableError, shortened
from kernel_magic.lessons.examples.names import BUILTINS, Names
from kernel_magic.lessons.examples.session import Session
from kernel_magic.lessons.parse import syntax_tree

MAX_SOURCE_CHARACTERS = 20_000
_MODULES = frozenset({
    "math", "cmath", "itertools", "functools", "collections", "string", "operator", "re", "datetime", "decimal",
    "fractions", "statistics", "heapq", "bisect",
})  # fmt: skip
_SURROGATE = re.compile(r"\\ud[89a-f]")
_OTHER_WORDS = re.compile(r"\b(?:true|false|null|none|nil|TRUE|FALSE|NULL)\b")
_WORDS_AS_VALUES = {
    "true": True, "false": False, "null": None, "none": None, "nil": None, "TRUE": True, "FALSE": False, "NULL": None,
}  # fmt: skip


def parse_expression(source: str) -> ast.expr | None:
    """The parsed expression, or None where the text is not one. Never raises, whatever the text."""
    if len(source) > MAX_SOURCE_CHARACTERS:
        return None
    tree = syntax_tree(source.strip())
    if tree is None or len(tree.body) != 1 or not isinstance(tree.body[0], ast.Expr):
        return None
    return tree.body[0].value


def plain_value(node: ast.expr) -> PlainValue:
    """The value of a literal.

    Raises:
        UnusableError: it is no literal, or one that cannot be written down again.
    """
    try:
        value = literal_node(node)
        to_json(value)
        written = repr(value)
    except (ValueError, OverflowError, RecursionError, MemoryError) as error:
        raise UnusableError("the value is not a plain Python value") from error
    if "\\ud" in written and _SURROGATE.search(written):
        raise UnusableError("a string holds half a character")
    return value


def value_of(text: str) -> PlainValue:
    """The value a person wrote: a literal, or `true`, `null` and the like.

    Raises:
        UnusableError: the text is no value.
    """
    stripped = text.strip()
    if stripped in _WORDS_AS_VALUES:
        return _WORDS_AS_VALUES[stripped]
    node = parse_expression(stripped)
    if node is None:
        raise UnusableError("the value is not a plain Python value")
    return plain_value(in_python(node) if _OTHER_WORDS.search(stripped) else node)


def in_python(node: ast.expr) -> ast.expr:
    """The expression with `true`, `null` and the like read as Python's own."""
    try:
        changed: ast.expr = _InPython().visit(node)
    except RecursionError:
        return node
    return changed


class _InPython(ast.NodeTransformer):
    """Replaces `true`, `null` and the like inside a value."""

    def visit_Name(self, node: ast.Name) -> ast.AST:
        if node.id not in _WORDS_AS_VALUES:
            return node
        return ast.copy_location(ast.Constant(value=_WORDS_AS_VALUES[node.id]), node)


def is_plain(node: ast.expr) -> bool:
    """Whether the node is a literal."""
    try:
        plain_value(node)
    except UnusableError:
        return False
    return True


def called_names(node: ast.AST, names: Names) -> list[str]:
    """Names called in the expression that can be the task's own, outermost first."""
    calls = [item.func.id for item in ast.walk(node) if isinstance(item, ast.Call) and isinstance(item.func, ast.Name)]
    return [name for name in calls if names.is_callee(name)]


def subject_of(node: ast.expr, source: str, names: Names, session: Session | None = None) -> Subject:
    """The left side of an example, in a form the judge can run.

    Raises:
        UnusableError: it calls nothing of the task's, uses names nobody defined, or decides a comparison itself.
    """
    session = session or Session()
    try:
        return _subject(node, source, names, session)
    except RecursionError as error:
        raise UnusableError("it is nested too deep") from error


def _subject(node: ast.expr, source: str, names: Names, session: Session) -> Subject:
    called = called_names(node, names)
    free = _free_names(node)
    used_session = free & session.defined
    setup = session.setup_for(used_session)
    if not called and not (used_session and session.calls_task(setup, names)):
        raise UnusableError("it does not call the function")
    modules = {name for name in free - session.defined if name in _MODULES}
    unknown = free - BUILTINS - session.defined - modules - set(called) - set(names.declared)
    if unknown:
        raise UnusableError(f"nothing says what {', '.join(sorted(unknown)[:3])} is")
    if _decides_comparison(node, names):
        raise UnusableError("a comparison like this cannot be judged safely; write the expected value instead")
    callee = called[0] if called else session.first_callee(setup, names)
    call = _plain_call(node, names, session)
    canonical = ast.unparse(node)
    written = source.strip() if "\n" not in source.strip() and "#" not in source else canonical
    imports = "".join(f"import {name}\n" for name in sorted(modules))
    lines = "".join(statement.source + "\n" for statement in setup)
    return Subject(source=canonical, written=written, callee=callee, call=call, setup=imports + lines)


def _free_names(node: ast.AST) -> frozenset[str]:
    loaded: set[str] = set()
    bound: set[str] = set()
    for item in ast.walk(node):
        if isinstance(item, ast.Name):
            (loaded if isinstance(item.ctx, ast.Load) else bound).add(item.id)
        elif isinstance(item, ast.arg):
            bound.add(item.arg)
    return frozenset(loaded - bound)


def _decides_comparison(node: ast.AST, names: Names) -> bool:
    """Whether a comparison stands outside the arguments of the task's own calls."""
    pending = [node]
    while pending:
        item = pending.pop()
        if isinstance(item, ast.Compare):
            return True
        if isinstance(item, ast.Call) and isinstance(item.func, ast.Name) and names.is_callee(item.func.id):
            pending.append(item.func)
            continue
        pending.extend(ast.iter_child_nodes(item))
    return False


def _plain_call(node: ast.expr, names: Names, session: Session) -> Call | None:
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or not names.is_callee(node.func.id):
        return None
    if any(keyword.arg is None for keyword in node.keywords) or node.func.id in session.defined:
        return None
    try:
        args = tuple(plain_value(session.constant(argument)) for argument in node.args)
        kwargs = {str(item.arg): plain_value(session.constant(item.value)) for item in node.keywords}
    except UnusableError:
        return None
    return Call(args=args, kwargs=kwargs)


def display(subject: Subject) -> str:
    """The left side as a person reads it on one line."""
    before = [line for line in subject.setup.split("\n") if line and not line.startswith("import ")]
    return shortened("; ".join([*before, subject.written]), 300)
