"""What a piece of Python that somebody wants explained is made of: definitions, and lines that do something.

Nothing is run here. Code that does not parse, or is far too long, is refused with the line and what to do.
"""

from __future__ import annotations

import ast
import warnings
from dataclasses import dataclass

from kernel_magic.core.errors import TaskError

MOST_LINES = 400
"""A longer text is not explained as a whole: somebody has to say which function is meant."""
_MOST_CHARACTERS = 400_000
_NAMES_SHOWN = 12
_MOST_NESTED = 150
_ASKING = {"input", "open"}

Function = ast.FunctionDef | ast.AsyncFunctionDef
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeShape:
    """A text and its parts at module level."""

    text: str
    tree: ast.Module
    definitions: tuple[Definition, ...]
    doing: tuple[ast.stmt, ...]
    """Statements that do more than define, import or name a constant."""

    @property
    def lines(self) -> int:
        """How many lines it has."""
        return len(self.text.rstrip("\n").split("\n"))

    def definition(self, name: str) -> Definition | None:
        """The function or class of that name; of several the last, as Python has it. `Stack.push` is a method."""
        owner, _, method = name.partition(".")
        found = next((node for node in reversed(self.definitions) if node.name == owner), None)
        if method and isinstance(found, ast.ClassDef):
            methods = [node for node in found.body if isinstance(node, Function)]
            return next((node for node in reversed(methods) if node.name == method), None)
        return None if method else found


def read_code(text: str) -> CodeShape:
    """The parts of a text.

    Raises:
        TaskError: it is empty, not Python, or far too long; says where and what to do.
    """
    if not text.strip():
        raise TaskError("There is no code to explain.", "Give a function, a class, a program or a cell with them.")
    if len(text) > _MOST_CHARACTERS:
        raise TaskError(
            f"The code has {len(text):,} characters; {_MOST_CHARACTERS:,} are the most.",
            "Give the part that matters: one function and what it needs.",
        )
    tree = _parsed(text)
    if _nesting(tree) > _MOST_NESTED:
        raise TaskError(
            f"The code is nested more than {_MOST_NESTED} deep.", "Cut the longest expression into several lines."
        )
    definitions = tuple(node for node in tree.body if isinstance(node, Definition))
    names = {node.name for node in definitions}
    doing = tuple(node for node in tree.body if _does_something(node, names))
    if not definitions and not doing and not any(isinstance(node, (ast.Assign, ast.AnnAssign)) for node in tree.body):
        raise TaskError(
            "The code only has imports or comments: nothing runs.", "Give a function, a class or a program."
        )
    return CodeShape(text=text, tree=tree, definitions=definitions, doing=doing)


def _parsed(text: str) -> ast.Module:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except SyntaxError as error:
        lines = text.split("\n")
        line = error.lineno or 0
        shown = f": `{lines[line - 1].strip()[:80]}`" if 0 < line <= len(lines) and lines[line - 1].strip() else ""
        raise TaskError(
            f"The code does not parse, line {line}: {error.msg}{shown}.", "Correct that line and ask again."
        ) from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise TaskError(
            f"The code does not parse: {str(error)[:80] or type(error).__name__}.", "Is it Python, as text?"
        ) from error


def _nesting(tree: ast.AST) -> int:
    depth, level = 0, [tree]
    while level:
        depth, level = depth + 1, [child for node in level for child in ast.iter_child_nodes(node)]
    return depth


def check_length(shape: CodeShape, function: str) -> None:
    """Refuse a long text where nobody said which function is meant.

    Raises:
        TaskError: it has more than 400 lines; names its functions.
    """
    if function or shape.lines <= MOST_LINES:
        return
    names = [node.name for node in shape.definitions]
    shown = ", ".join(names[:_NAMES_SHOWN]) + (
        f" and {len(names) - _NAMES_SHOWN} more" if len(names) > _NAMES_SHOWN else ""
    )
    raise TaskError(
        f"The code has {shape.lines:,} lines; {MOST_LINES} can be explained at once.",
        f"Choose one with --function NAME: {shown}." if names else "Give the part that matters.",
    )


def definitions_only(shape: CodeShape) -> str:
    """The text with what it does at module level blanked: functions can be called without that. Lines keep numbers.

    What stays: definitions, imports, and assignments that ask nobody for anything: functions may need the names.
    """
    lines = shape.text.split("\n")
    blanked = [node for node in shape.doing if not _names_something(node)]
    kept = {line for node in shape.tree.body if node not in blanked for line in _lines_of(node)}
    for line in {line for node in blanked for line in _lines_of(node)} - kept:
        lines[line - 1] = ""
    return "\n".join(lines)


def _names_something(node: ast.stmt) -> bool:
    return isinstance(node, (ast.Assign, ast.AnnAssign)) and not any(_calls(each, _ASKING) for each in ast.walk(node))


def own_calls(shape: CodeShape) -> tuple[ast.expr, ...]:
    """The calls of own functions that stand alone at module level, tests among them; empty where it does more."""
    names = {node.name for node in shape.definitions}
    found: list[ast.expr] = []
    for node in shape.doing:
        call = _own_call(node, names)
        if call is None:
            return ()
        found.append(call)
    return tuple(found)


def _own_call(node: ast.stmt, names: set[str]) -> ast.expr | None:
    match node:
        case ast.Expr(value=ast.Call(func=ast.Name(id=name)) as call) if name in names:
            return call
        case ast.Expr(value=ast.Await(value=ast.Call(func=ast.Name(id=name)) as call)) if name in names:
            return call
        case ast.Assert(test=ast.Compare(left=ast.Call(func=ast.Name(id=name)) as call)) if name in names:
            return call
        case _:
            return None


def called_name(node: ast.AST) -> str:
    """The name of the function that a call calls; of a method its last part; empty where there is none."""
    match node:
        case ast.Call(func=ast.Name(id=name)) | ast.Call(func=ast.Attribute(attr=name)):
            return name
        case _:
            return ""


def is_generator(node: Definition | None) -> bool:
    """Whether calling it gives a generator: nothing of it runs until somebody asks for items."""
    if not isinstance(node, Function):
        return False
    inner = [each for statement in node.body for each in _own_nodes(statement)]
    return any(isinstance(each, (ast.Yield, ast.YieldFrom)) for each in inner)


def _own_nodes(node: ast.AST) -> list[ast.AST]:
    """The nodes of a statement, without those of functions in it."""
    found: list[ast.AST] = []
    waiting = [node]
    while waiting:
        found.append(waiting.pop())
        if not isinstance(found[-1], (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)):
            waiting += ast.iter_child_nodes(found[-1])
    return found


def _does_something(node: ast.stmt, names: set[str]) -> bool:
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef() | ast.Import() | ast.ImportFrom() | ast.Pass():
            return False
        case ast.Expr(value=ast.Constant()):
            return False
        case ast.Try(body=body) if all(isinstance(each, (ast.Import, ast.ImportFrom)) for each in body):
            return False
        case ast.If(test=test) if "__name__" in ast.unparse(test):
            return True
        case ast.Assign(value=value) | ast.AnnAssign(value=ast.expr() as value):
            return any(_calls(each, names | _ASKING) for each in ast.walk(value))
        case ast.AnnAssign():
            return False
        case _:
            return True


def _calls(node: ast.AST, names: set[str]) -> bool:
    return isinstance(node, ast.Call) and called_name(node) in names


def _lines_of(node: ast.stmt) -> set[int]:
    return set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
