"""What the statements of a notebook's cells make, change and need. Read only, never run.

Which names are a function's own is asked of Python's symbol tables: a local `total` does not pull in a global one.
"""

from __future__ import annotations

import ast
import re
import symtable
from collections.abc import Iterator
from dataclasses import dataclass

from kernel_magic.core.notebook_code import (
    BUILTINS,
    binds,
    first_line,
    names_in,
    parsed,
    without_magics,
    without_warnings,
)

_PYTHON_CELLS = ("%%time", "%%timeit", "%%capture", "%%prun", "%%debug", "%%memit")
"""Cell magics under which Python stands. What stands under any other one is no Python of this notebook."""
_ASSIGNED_MAGIC = re.compile(r"[\w.,\[\] ]+=\s*[!%]")
_HELP = re.compile(r"\?{0,2}[\w.*]+\?{1,2}")
_CHANGING = frozenset({"setattr", "delattr", "next", "exec"})
"""The built-in functions that change what they are given. Calls of the others as statements only show something."""
_SHOWING = (BUILTINS - _CHANGING) | {"display"}
_Compound = ast.If | ast.For | ast.AsyncFor | ast.While | ast.With | ast.AsyncWith | ast.Try | ast.TryStar | ast.Match


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A statement at the top level of a cell."""

    cell: int
    line: int
    text: str
    makes: frozenset[str]
    """Names that have a value after it."""
    changes: frozenset[str]
    """Names whose value it alters without making it anew."""
    reads: frozenset[str]
    """Names that must have a value when it runs."""
    later: frozenset[str]
    """Names that the functions in it read when they are called."""
    whole: bool
    """What it makes does not depend on what these names were before."""
    star: bool = False
    """`from module import *`: it may make any name."""


def plain_python(cell: str) -> str:
    """The cell without what only IPython understands; the lines stay where they are."""
    if parsed(cell) is not None:
        return cell
    lines = cell.split("\n")
    first = next((line.split()[0] for line in lines if line.strip()), "")
    if first.startswith("%%") and first not in _PYTHON_CELLS:
        return "\n" * (len(lines) - 1)
    return "\n".join(_plain(line) for line in lines)


def _plain(line: str) -> str:
    bare = line.strip()
    if without_magics(line) == line and not _ASSIGNED_MAGIC.match(bare) and not _HELP.fullmatch(bare):
        return line
    indentation = line[: len(line) - len(line.lstrip())]
    return f"{indentation}pass" if indentation else ""  # a block must not become empty


def made_names(cell: str) -> frozenset[str] | None:
    """The names that a cell makes at its top level; None where it is no Python."""
    tree = parsed(plain_python(cell))
    return None if tree is None else frozenset(name for node in tree.body for name in _made(node))


def statements_of(number: int, code: str) -> list[Statement]:
    """The statements at the top level of a cell, in their order; none where it is no Python.

    Statements that share a line (`x = 1; y = 2`) are one: neither can be taken without the other.
    """
    tree, lines = parsed(code), code.split("\n")
    spans: list[tuple[int, int, list[ast.stmt]]] = []
    for node in tree.body if tree is not None else ():
        begin, end = first_line(node), node.end_lineno or node.lineno
        if spans and begin <= spans[-1][1]:
            earlier = spans.pop()
            spans.append((earlier[0], max(end, earlier[1]), [*earlier[2], node]))
        else:
            spans.append((begin, end, [node]))
    return [_statement(number, begin, "\n".join(lines[begin - 1 : end]), nodes) for begin, end, nodes in spans]


def _statement(cell: int, line: int, text: str, nodes: list[ast.stmt]) -> Statement:
    made = {name for node in nodes for name in _made(node)}
    reads, later = names_read(text)
    reads -= {each.id for node in nodes for each in _own_names(node)}
    return Statement(
        cell=cell,
        line=line,
        text=text,
        makes=frozenset(made),
        changes=frozenset(name for node in nodes for name in _changed(node)),
        reads=reads,
        later=later,
        whole=not made & reads and not any(isinstance(node, _Compound | ast.AugAssign) for node in nodes),
        star=any(isinstance(node, ast.ImportFrom) and node.names[0].name == "*" for node in nodes),
    )


def names_read(code: str) -> tuple[frozenset[str], frozenset[str]]:
    """Global names that code reads when it runs, and those that its functions read when they are called."""
    try:
        with without_warnings():
            module = symtable.symtable(code, "cell", "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return frozenset(), frozenset()
    reads = {symbol.get_name() for symbol in module.get_symbols() if symbol.is_referenced()}
    later: set[str] = set()
    for table in _inside(module):
        names = {each.get_name() for each in table.get_symbols() if each.is_global() and each.is_referenced()}
        (later if table.get_type() == "function" else reads).update(names)
    return frozenset(reads - BUILTINS), frozenset(later - BUILTINS)


def _inside(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    waiting = list(table.get_children())
    while waiting:
        inner = waiting.pop()
        yield inner
        waiting += inner.get_children()


def _made(node: ast.stmt) -> set[str]:
    if isinstance(node, ast.Assign | ast.AnnAssign):
        return {name for target in _targets(node) for name in _bare(target)}
    if isinstance(node, ast.AugAssign):
        return set(_bare(node.target))
    if isinstance(node, _Compound):
        inner = {name for each in _nested(node) for name in _made(each)}
        return inner | {each.id for each in _own_names(node) if isinstance(each.ctx, ast.Store)}
    return binds(node) - {"*"}


def _targets(node: ast.Assign | ast.AnnAssign) -> list[ast.expr]:
    if isinstance(node, ast.Assign):
        return node.targets
    return [node.target] if node.value is not None else []


def _bare(target: ast.expr) -> Iterator[str]:
    """The names among the targets of an assignment; `table[0]` and `thing.name` make no name."""
    if isinstance(target, ast.Name):
        yield target.id
    elif isinstance(target, ast.Tuple | ast.List):
        for each in target.elts:
            yield from _bare(each)
    elif isinstance(target, ast.Starred):
        yield from _bare(target.value)


def _changed(node: ast.stmt) -> set[str]:
    match node:
        case ast.Assign(targets=targets) | ast.Delete(targets=targets):
            return names_in(each for each in targets if isinstance(each, ast.Subscript | ast.Attribute))
        case ast.AugAssign(target=target):
            return names_in([target])
        case ast.Expr(value=ast.Call() as call):
            return _changed_by(call)
        case _:
            return {name for each in _nested(node) for name in _changed(each)} if isinstance(node, _Compound) else set()


def _changed_by(call: ast.Call) -> set[str]:
    """What a call that stands alone may change: `names.append(x)`, `random.shuffle(names)`, `fill(table)`."""
    if isinstance(call.func, ast.Name) and call.func.id in _SHOWING:
        return set()
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    changed = names_in(each for each in given if isinstance(each, ast.Name | ast.Attribute | ast.Subscript))
    if isinstance(call.func, ast.Attribute):
        changed |= names_in([call.func.value])
    return changed


def _nested(node: ast.stmt) -> Iterator[ast.stmt]:
    """The statements directly in a compound one, whichever branch."""
    for field in ("body", "orelse", "finalbody"):
        yield from getattr(node, field, ())
    for part in (*getattr(node, "handlers", ()), *getattr(node, "cases", ())):
        yield from part.body


def _own_names(node: ast.stmt) -> Iterator[ast.Name]:
    """Names in the head of a compound statement: `for name in names`, `with open(path) as file`."""
    heads: list[ast.AST] = []
    if isinstance(node, ast.For | ast.AsyncFor):
        heads.append(node.target)
    if isinstance(node, ast.With | ast.AsyncWith):
        heads += [item.optional_vars for item in node.items if item.optional_vars is not None]
    for head in heads:
        yield from (each for each in ast.walk(head) if isinstance(each, ast.Name))
