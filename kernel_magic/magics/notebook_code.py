"""The code of a function or class of the notebook as text, with what it needs; and calls of it in other cells.

Everything is read from the texts of the cells that ran, nothing is run or evaluated: what comes out runs in the judge.
Of a name that several cells make, the newest counts.
"""

from __future__ import annotations

import ast
import contextlib
import inspect
import linecache
import textwrap
from dataclasses import dataclass
from typing import Any

from kernel_magic.core.errors import InputError
from kernel_magic.core.notebook_code import (
    BUILTINS,
    Piece,
    binds,
    names_needed,
    needed,
    parsed,
    pieces_of,
    without_magics,
)
from kernel_magic.lessons.explaining.subject import no_source

_MOST_CALLS = 8
_MOST_CELLS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class NotebookCode:
    """Code that stands alone, and calls that the notebook makes of it."""

    text: str
    function: str
    """The function or class that was asked for; empty where it is the code as a whole."""
    calls: tuple[str, ...] = ()


def code_of(name: str, shell: Any) -> NotebookCode:
    """The code of a function or class of this notebook, with the imports, functions and constants that it uses.

    Raises:
        InputError: there is no such name, or it has no Python code.
    """
    owner = name.partition(".")[0]
    if owner not in shell.user_ns:
        raise InputError(
            no_source(owner) or f"There is no {name[:60]!r} in this notebook.",
            "Give the name of a function or class that a cell has made, or use %%coder explain.",
        )
    value = _unwrapped(shell.user_ns[owner])
    if not (inspect.isfunction(value) or inspect.isclass(value)):
        raise InputError(_not_code(owner, value), "Give a function or a class that is written in Python.")
    if value.__module__ not in ("__main__", getattr(shell.user_module, "__name__", "__main__")):
        return _library_code(owner, name, value)
    own = _own_source(value)
    cells = _pieces(shell)
    if own is None:
        found = next((piece for piece in reversed(cells) if owner in piece.binds), None)
        own = found.text if found is not None else None
    if own is None:
        raise InputError(f"The text of {owner} is not known any more.", "Run the cell that makes it again.")
    tree = parsed(own)
    calls = _calls(value.__name__, cells)
    needs = names_needed(tree) if tree is not None else set()
    called = {each for call in calls for each in _free(call)}
    pieces = needed(needs | called, cells, besides={value.__name__, owner})
    return NotebookCode(text="\n".join([*(piece.text for piece in pieces), own]), function=value.__name__, calls=calls)


def with_what_it_needs(code: str, shell: Any) -> NotebookCode:
    """A cell's code, below the imports, functions and constants of other cells that it uses."""
    tree = parsed(code) or parsed(without_magics(code))
    if tree is None:
        return NotebookCode(text=code, function="")
    code = code if parsed(code) is not None else without_magics(code)
    made = set().union(*(binds(node) for node in tree.body)) if tree.body else set()
    cells = _pieces(shell)
    pieces = needed(names_needed(tree) & set(shell.user_ns), cells, besides=made)
    defined = [
        node.name for node in tree.body if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
    ]
    calls = tuple(call for name in reversed(defined) for call in _calls(name, cells) if not _free(call))
    return NotebookCode(text="\n".join([*(piece.text for piece in pieces), code]), function="", calls=calls)


def _unwrapped(value: object) -> Any:
    """What a decorator of the standard library stands around; nothing of the person's own is asked."""
    inner = inspect.getattr_static(value, "__wrapped__", None)
    return inner if inspect.isfunction(inner) else value


def _not_code(name: str, value: object) -> str:
    if inspect.isbuiltin(value) or inspect.ismethoddescriptor(value) or type(value).__name__ == "ufunc":
        return no_source(name) or f"{name} is written in C: there is no Python code to explain."
    if inspect.ismodule(value):
        return f"{name} is a module, no function: explain one of its functions."
    return f"{name} is an object of {type(value).__name__}: only functions and classes have code to explain."


def _own_source(value: Any) -> str | None:
    with contextlib.suppress(OSError, TypeError, IndexError):
        return textwrap.dedent(inspect.getsource(value)).rstrip("\n")
    return None


def _library_code(owner: str, name: str, value: Any) -> NotebookCode:
    """The file of a library's function: what it needs is there."""
    file = None
    with contextlib.suppress(OSError, TypeError):
        file = inspect.getsourcefile(value)
    text = "".join(linecache.getlines(file)) if file else ""
    if not text.strip():
        raise InputError(
            no_source(value.__name__) or f"{owner} is written in C: there is no Python code to explain.",
            "Give a function or a class that is written in Python.",
        )
    return NotebookCode(text=text, function=name.replace(owner, value.__name__, 1))


def _cells(shell: Any) -> list[str]:
    cells = [str(cell) for cell in shell.history_manager.input_hist_raw]
    # The running cell is the last one: it is the magic itself.
    return cells[-_MOST_CELLS:]


def _pieces(shell: Any) -> list[Piece]:
    """The statements at the top level of the cells that ran, oldest first."""
    found: list[Piece] = []
    for number, cell in enumerate(_cells(shell)):
        if not cell.lstrip().startswith("%%coder"):
            found += pieces_of(number, without_magics(cell))
    return found


def _calls(name: str, cells: list[Piece]) -> tuple[str, ...]:
    """Calls of a function or class in the cells, the newest first; of each the text."""
    found: dict[str, None] = {}
    for piece in reversed(cells):
        if name in piece.binds:
            continue
        tree = parsed(piece.text)
        for node in ast.walk(tree) if tree is not None else ():
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
                found.setdefault(ast.unparse(node))
    return tuple(found)[:_MOST_CALLS]


def _free(call: str) -> set[str]:
    """The names that a call's arguments use."""
    tree = parsed(call)
    node = tree.body[0] if tree is not None else None
    if not isinstance(node, ast.Expr) or not isinstance(node.value, ast.Call):
        return set()
    arguments = [*node.value.args, *(keyword.value for keyword in node.value.keywords)]
    return {name for each in arguments for name in names_needed(each)} - BUILTINS
