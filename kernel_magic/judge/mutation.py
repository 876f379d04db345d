"""Mutants of a Python program: the same text with one small mistake of a kind that people make.

A changed place is spliced into the text as it was written, so comments, layout and line numbers stay (an early return
alone adds a line). Mutants are parsed and compiled here, never run: whether one behaves otherwise, the judge finds out.
Two that differ only in how they are written (`not a == b` and `a != b`) are one.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kernel_magic.core.errors import InputError
from kernel_magic.judge.mutation_edits import Edit, SourceText
from kernel_magic.judge.mutation_expressions import COMPLEMENTS, EXPRESSIONS, Operator, sign_of
from kernel_magic.judge.mutation_places import PLACES
from kernel_magic.judge.mutation_statements import STATEMENTS, plain_nodes

MAX_CHARACTERS = 100_000
"""A longer text has no mutants: each of them is parsed and compiled as a whole."""
_OPERATORS: tuple[Operator, ...] = (*EXPRESSIONS, *PLACES, *STATEMENTS)
_Broken = (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError)
_COMPARISONS: tuple[type[ast.cmpop], ...] = (
    ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq, ast.Is, ast.IsNot, ast.In, ast.NotIn,
)  # fmt: skip
_BY_SIGN = {sign_of(kind()): kind for kind in _COMPARISONS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """One changed program."""

    text: str
    operator: str
    """The mutation operator: `boundary`, `off_by_one`, `delete_statement`, …"""
    line: int
    """Where the change is in the text, from 1."""
    column: int
    """In characters, from 1."""
    before: str
    """What stood there; the whole expression or statement that the change is in."""
    after: str
    edit: Edit
    """The same as splices of the text."""


def mutants(text: str, *, function: str | None = None) -> Iterator[Mutant]:
    """Every mutant of a program, in the order of the text; made one by one as they are asked for.

    Args:
        text: the program.
        function: only what is inside functions or classes of this name is changed; None: everything is.

    Raises:
        InputError: the text is too long, is no Python, or has no such function.
    """
    original = _checked_form(text)
    source = SourceText(text)
    return _distinct(_edits(_roots(_tree(text), function), source), source, original)


def _checked_form(text: str) -> str:
    if len(text) > MAX_CHARACTERS:
        raise InputError(
            f"The program has {len(text):,} characters; mutants are made of at most {MAX_CHARACTERS:,}.",
            "Give the function alone.",
        )
    try:
        text.encode("utf-8")
        return _normal_form(_tree(text))
    except SyntaxError as error:
        raise InputError(
            f"The program is no Python: line {error.lineno or 1}: {error.msg}.", "Correct that place first."
        ) from error
    except (ValueError, RecursionError, MemoryError) as error:
        cause = str(error) if isinstance(error, ValueError) else "it is nested too deep"
        raise InputError(f"The program cannot be read: {cause}.", "Give plain Python text.") from error


def _tree(text: str) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text)


def _roots(tree: ast.Module, function: str | None) -> Sequence[ast.AST]:
    if function is None:
        return tree.body
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    found = [node for node in ast.walk(tree) if isinstance(node, kinds) and node.name == function]
    if not found:
        raise InputError(f"The program defines no function {function!r}.", "Name one that it defines.")
    return found


def _edits(roots: Sequence[ast.AST], source: SourceText) -> list[Edit]:
    """All edits by place; at one place in the order of the operators."""
    found: list[tuple[int, int, Edit]] = []
    for node in plain_nodes(roots):
        for number, operator in enumerate(_OPERATORS):
            found += [(edit.splices[0].start, number, edit) for edit in operator(node, source)]
    return [edit for _, _, edit in sorted(found, key=lambda entry: entry[:2])]


def _distinct(edits: Sequence[Edit], source: SourceText, original: str) -> Iterator[Mutant]:
    seen = {original}
    for edit in edits:
        text = source.spliced(edit.splices)
        form = _form_if_sound(text)
        if form is None or form in seen:
            continue
        seen.add(form)
        line, column = source.place(edit.splices[0].start)
        before, after = source.text(edit.start, edit.end), source.changed(edit).strip()
        yield Mutant(text=text, operator=edit.operator, line=line, column=column, before=before, after=after, edit=edit)


def _form_if_sound(text: str) -> str | None:
    """The normal form of a text that parses and compiles; None for any other."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
            compile(tree, "<mutant>", "exec", dont_inherit=True)
        return _normal_form(tree)
    except _Broken:
        return None


def _normal_form(tree: ast.Module) -> str:
    """Equal for programs that differ in how the same is written. Changes the tree.

    Raises:
        RecursionError: it is nested too deep.
    """
    return ast.dump(_Normal().visit(tree), annotate_fields=False)


class _Normal(ast.NodeTransformer):
    """One way to write a negated comparison and a negative number; no `pass` that does nothing."""

    def visit(self, node: ast.AST) -> ast.AST:
        """The node in its normal form, with all below it."""
        self.generic_visit(node)
        for field in ("body", "orelse", "finalbody"):
            block = getattr(node, field, None)
            if isinstance(block, list) and block:
                kept = [item for item in block if not isinstance(item, ast.Pass)]
                setattr(node, field, kept or ([] if field == "orelse" else block[:1]))
        return _plain_sign(node) if isinstance(node, ast.UnaryOp) else node


def _plain_sign(node: ast.UnaryOp) -> ast.expr:
    operand = node.operand
    if isinstance(node.op, ast.Not) and isinstance(operand, ast.Compare) and len(operand.ops) == 1:
        opposite = _BY_SIGN[COMPLEMENTS[sign_of(operand.ops[0])]]()
        return ast.Compare(left=operand.left, ops=[opposite], comparators=operand.comparators)
    if isinstance(node.op, ast.USub) and isinstance(operand, ast.Constant) and type(operand.value) is int:
        return ast.Constant(value=-operand.value)
    return node
