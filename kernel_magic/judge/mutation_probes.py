"""Programs that stop where a mutant differs from its program: a case that accepts one of them never came there.

A mutant which no case ever runs behaves like its program on all of them, and that says nothing. A probe has `sys.exit`
in the mutated place. Two more stop where the condition that the place is in holds, and where it does not. A value that
is only put down (an element of a list, a default) is replaced by an object that nobody can use: taking it up shows.

Not seen: a program that catches SystemExit seems never to come to what stands inside.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator, Sequence

from kernel_magic.judge.mutation_edits import Edit, SourceText, Splice

_STOP = "__import__('sys').exit(1)"
_USELESS = "object()"
_Path = Sequence[ast.AST]
"""A node, the last one, and all that it stands in, outermost first."""


def probes(text: str, edit: Edit) -> tuple[str, ...]:
    """The probes for an edit of a program that can be parsed: it was reached where each of them is refused."""
    source = SourceText(text)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        path = _path(ast.parse(text), edit, source)
        found = [_stopping(path, edit, source), *_outcomes(path, source)]
        return tuple(dict.fromkeys(probe for probe in found if probe))


def _path(tree: ast.Module, edit: Edit, source: SourceText) -> list[ast.AST]:
    path: list[ast.AST] = [tree]
    inside: ast.AST | None = tree
    while inside is not None:
        inside = next((part for part in _parts(inside) if _holds(part, edit, source)), None)
        path += [inside] if inside is not None else []
    return path


def _parts(node: ast.AST) -> Iterator[ast.expr | ast.stmt | ast.excepthandler]:
    """What stands in a node and has a place in the text. Inside f-strings places mean nothing."""
    for child in ast.iter_child_nodes(node) if not isinstance(node, ast.JoinedStr) else ():
        if isinstance(child, (ast.expr, ast.stmt, ast.excepthandler)):
            yield child
        else:
            yield from _parts(child)


def _holds(node: ast.expr | ast.stmt | ast.excepthandler, edit: Edit, source: SourceText) -> bool:
    end = source.end(node)  # type: ignore[arg-type]  # a handler has an end as well
    return source.start(node) <= edit.start and edit.end <= end


def _stopping(path: _Path, edit: Edit, source: SourceText) -> str:
    """The program that stops in the mutated place; empty where it cannot be made."""
    if edit.operator == "early_return":  # the only edit that adds a line
        return _first_sound(source, [tuple(_line_instead(splice) for splice in edit.splices)])
    nodes = [node for node in reversed(path) if isinstance(node, (ast.expr, ast.stmt))]
    places = [(edit.start, edit.end, _STOP)] if edit.operator == "drop_branch" else []
    for node in nodes:
        places.append(_place(node, path, source))
        if isinstance(node, ast.stmt):
            break
    return _first_sound(source, [(_replaced(source, *place),) for place in places])


def _line_instead(splice: Splice) -> Splice:
    indent = splice.text[: len(splice.text) - len(splice.text.lstrip())]
    return Splice(splice.start, splice.end, indent + _STOP)


def _replaced(source: SourceText, start: int, end: int, text: str) -> Splice:
    return Splice(start, end, text + "\n" * source.text(start, end).count("\n") * (text == _STOP))


def _place(node: ast.expr | ast.stmt, path: _Path, source: SourceText) -> tuple[int, int, str]:
    """What has to be replaced so that the program stops when it comes to a node."""
    if isinstance(node, (ast.If, ast.For, ast.AsyncFor, ast.While)):  # what it guards is what a change is about
        return source.start(node.body[0]), source.end(node.body[-1]), _STOP
    kept = _put_down(node, path)
    if kept is not None:
        return source.start(kept), source.end(kept), _USELESS
    return source.start(node), source.end(node), _STOP


def _put_down(node: ast.AST, path: _Path) -> ast.expr | None:
    """The constant that a node is part of, where the program only keeps it at first."""
    at = list(path).index(node)
    if isinstance(path[at - 1], ast.UnaryOp):
        at -= 1
    value, owner = path[at], path[at - 1]
    if not isinstance(node, ast.Constant) or not isinstance(value, ast.expr):
        return None
    match owner:
        case ast.List() | ast.Tuple() | ast.Set() | ast.Dict():
            return value
        case ast.FunctionDef(args=args) | ast.AsyncFunctionDef(args=args) | ast.Lambda(args=args):
            return value if value in [*args.defaults, *args.kw_defaults] else None
        case ast.Assign() | ast.AnnAssign() if isinstance(path[at - 2], (ast.Module, ast.ClassDef)):
            return value
        case _:
            return None


def _outcomes(path: _Path, source: SourceText) -> list[str]:
    """The two programs that stop where the innermost condition around the place holds, and where it does not."""
    for owner, part in zip(reversed(path[:-1]), reversed(path), strict=False):
        if isinstance(part, ast.stmt):
            return []
        if isinstance(part, ast.expr) and part in _conditions(owner) and not isinstance(part, ast.Constant):
            start, end = source.start(part), source.end(part)
            return [
                _first_sound(source, [(Splice(start, start, "(("), Splice(end, end, f") {word} {_STOP})"))])
                for word in ("and", "or")
            ]
    return []


def _conditions(node: ast.AST) -> list[ast.expr]:
    match node:
        case ast.If(test=test) | ast.While(test=test) | ast.IfExp(test=test):
            return [test]
        case ast.ListComp(generators=parts) | ast.SetComp(generators=parts) | ast.DictComp(generators=parts):
            return [test for part in parts for test in part.ifs]
        case ast.GeneratorExp(generators=parts):
            return [test for part in parts for test in part.ifs]
        case _:
            return []


def _first_sound(source: SourceText, changes: Sequence[tuple[Splice, ...]]) -> str:
    """The first changed program that compiles; empty where none does."""
    for splices in changes:
        text = source.spliced(splices)
        try:
            compile(text, "<probe>", "exec", dont_inherit=True)
        except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError):
            continue
        return text
    return ""
