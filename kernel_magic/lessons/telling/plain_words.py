"""A title and a sentence made from the code itself: what a block does, said from its syntax tree.

Always true, if less warm. They stand where nothing of a model's words may stay.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from kernel_magic.lessons.parse import syntax_tree
from kernel_magic.lessons.telling.code_blocks import CodeBlock

_MAX = 60
_MOST_SENTENCES = 2


def plain_title(block: CodeBlock, program: str) -> str:
    """What a block of a program does, in at most 60 characters."""
    tree = syntax_tree(program)
    statements = _in_block(tree.body, block) if tree is not None else []
    heads = [node for node in statements if not isinstance(node, (ast.FunctionDef, ast.ClassDef))]
    main = next((node for node in heads if isinstance(node, (ast.For, ast.While, ast.If, ast.Try, ast.With))), None)
    title = _title(main or (heads[-1] if heads else None), heads) or _definition(statements) or _lines(block)
    return title if len(title) <= _MAX else f"{title[: _MAX - 1].rstrip()}…"


def plain_prose(block: CodeBlock, program: str) -> str:
    """One or two sentences on what a block of a program does; empty where its code says nothing simple."""
    tree = syntax_tree(program)
    statements = _in_block(tree.body, block) if tree is not None else []
    said = [sentence for node in statements if (sentence := _sentence(node))]
    return " ".join(dict.fromkeys(said[-_MOST_SENTENCES:]))


def _sentence(node: ast.stmt) -> str:
    match node:
        case ast.FunctionDef(name=name, args=ast.arguments(args=[])):
            return f"Here `{name}` is defined."
        case ast.FunctionDef(name=name, args=arguments):
            given = ", ".join(f"`{argument.arg}`" for argument in arguments.args)
            return f"Here `{name}` is defined; it is given {given}."
        case ast.For(target=target, iter=iterated):
            end = ", until something in them ends the loop" if _may_end_early(node) else ""
            return _coded(f"The lines below {{}} run once for each {{}} in {{}}{end}.", "`for`", target, iterated)
        case ast.While(test=test):
            end = ", or until something in them ends the loop" if _may_end_early(node) else ""
            return _coded(f"The lines below {{}} run again and again, as long as {{}}{end}.", "`while`", test)
        case ast.If(test=test, orelse=[]):
            return _coded("The lines below {} run only if {}.", "`if`", test)
        case ast.If(test=test):
            return _coded("Which lines run depends on whether {}.", test)
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            return _coded("{} becomes {}.", f"`{name}`", value)
        case ast.Return(value=ast.expr() as value):
            return _coded("The result is {}.", value)
        case ast.Expr(value=ast.Call() as call):
            return _coded("{} is called.", call)
        case _:
            return ""


def _may_end_early(loop: ast.For | ast.While) -> bool:
    return any(isinstance(node, (ast.Break, ast.Return, ast.Raise)) for item in loop.body for node in ast.walk(item))


def _coded(sentence: str, *parts: ast.expr | str) -> str:
    """The sentence with code in it; empty where a piece of code is too long to be read within a sentence."""
    shown = [part if isinstance(part, str) else f"`{ast.unparse(part)}`" for part in parts]
    return sentence.format(*shown) if all(len(part) <= _MAX and "``" not in part for part in shown) else ""


def _in_block(body: Sequence[ast.stmt], block: CodeBlock) -> list[ast.stmt]:
    """Statements that begin in the block, the outermost first; functions are looked into."""
    found: list[ast.stmt] = []
    for node in body:
        begins = block.first_line <= node.lineno <= block.last_line
        if begins:
            found.append(node)
        if not begins or isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            for field in ("body", "orelse", "finalbody"):
                found += _in_block(getattr(node, field, []), block)
    return found


def _title(node: ast.stmt | None, heads: Sequence[ast.stmt]) -> str:
    match node:
        case ast.For(target=target, iter=iterated):
            return f"For each {ast.unparse(target)} in {ast.unparse(iterated)}"
        case ast.While(test=test):
            return f"Repeat while {ast.unparse(test)}"
        case ast.If(test=test):
            return f"If {ast.unparse(test)}"
        case ast.Return(value=value):
            return f"Return {ast.unparse(value)}" if value is not None else "Return"
        case ast.Assign() | ast.AnnAssign() | ast.AugAssign():
            return f"Set {', '.join(_targets(heads))}"
        case ast.Expr(value=ast.Call(func=function)):
            return f"Call {ast.unparse(function)}"
        case ast.Try():
            return "Try, and be ready for an error"
        case ast.Import() | ast.ImportFrom():
            return "Import what is needed"
        case _:
            return ""


def _targets(heads: Sequence[ast.stmt]) -> list[str]:
    names: dict[str, None] = {}
    for node in heads:
        if isinstance(node, ast.Assign):
            names.update(dict.fromkeys(ast.unparse(target).strip("()") for target in node.targets))
        elif isinstance(node, (ast.AnnAssign, ast.AugAssign)):
            names.setdefault(ast.unparse(node.target))
    return list(names)


def _definition(statements: Sequence[ast.stmt]) -> str:
    names = [node.name for node in statements if isinstance(node, (ast.FunctionDef, ast.ClassDef))]
    return f"Define {', '.join(names)}" if names else ""


def _lines(block: CodeBlock) -> str:
    if block.first_line == block.last_line:
        return f"Line {block.first_line}"
    return f"Lines {block.first_line} to {block.last_line}"
