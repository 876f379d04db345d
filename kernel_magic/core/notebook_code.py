"""The cells of a notebook as text: which statement makes which name, and which names it uses.

Only read, with `ast`: nothing is run or evaluated, and no text of a cell makes it raise.
"""

from __future__ import annotations

import ast
import builtins
import contextlib
import threading
import warnings
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass

BUILTINS = frozenset(dir(builtins))
MOST_PIECES = 60
_MAGIC = ("%", "!", "?")
_WARNINGS = threading.Lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A statement at the top level of a cell."""

    place: tuple[int, int]
    """The cell's number, and the line in it."""
    text: str
    binds: frozenset[str]
    needs: frozenset[str]


def pieces_of(number: int, code: str) -> list[Piece]:
    """The statements at the top level of a cell, in their order; none where it is no Python."""
    tree, lines = parsed(code), code.split("\n")
    found: list[Piece] = []
    for node in tree.body if tree is not None else ():
        text = "\n".join(lines[first_line(node) - 1 : node.end_lineno])
        needs = frozenset(names_needed(node))
        found.append(Piece(place=(number, node.lineno), text=text, binds=frozenset(binds(node)), needs=needs))
    return found


def needed(names: Set[str], pieces: Sequence[Piece], *, besides: Set[str]) -> list[Piece]:
    """The newest statement for each name, and for the names these use, in the order of the cells."""
    chosen: dict[tuple[int, int], Piece] = {}
    waiting, seen = [*sorted(names)], set(besides) | BUILTINS
    while waiting and len(chosen) < MOST_PIECES:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        piece = next((each for each in reversed(pieces) if name in each.binds), None)
        if piece is not None:
            chosen[piece.place] = piece
            waiting += sorted(piece.needs)
    return [chosen[place] for place in sorted(chosen)]


def without_magics(cell: str) -> str:
    """The cell with IPython's own lines blanked."""
    return "\n".join("" if line.lstrip().startswith(_MAGIC) else line for line in cell.split("\n"))


def names_needed(tree: ast.AST) -> set[str]:
    """Names that a piece of code reads. Its own local ones are among them: nothing of that name need be there."""
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}


def binds(node: ast.stmt) -> set[str]:
    """Names that a statement makes, where taking over the statement alone makes sense."""
    match node:
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            return {(each.asname or each.name).partition(".")[0] for each in names}
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return {name}
        case ast.Assign(targets=targets):
            return names_in(targets)
        case ast.AnnAssign(target=target, value=ast.expr()):
            return names_in([target])
        case _:
            return set()


def names_in(expressions: Iterable[ast.expr]) -> set[str]:
    """All names that stand in some expressions."""
    return {node.id for each in expressions for node in ast.walk(each) if isinstance(node, ast.Name)}


def first_line(node: ast.stmt) -> int:
    """The line on which a statement begins, its decorators included."""
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(each.lineno for each in decorators)])


def parsed(code: str) -> ast.Module | None:
    """The syntax tree of a piece of code; None where it is no Python."""
    try:
        with without_warnings():
            return ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


@contextlib.contextmanager
def without_warnings() -> Iterator[None]:
    """Nothing is said about odd code that is only read. Threads take turns: the setting is the whole process's."""
    with _WARNINGS, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
