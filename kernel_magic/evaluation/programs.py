"""From answers to whole programs: what a prompt gives besides the signature belongs to the answer too."""

from __future__ import annotations

import ast
import hashlib

from kernel_magic.core.evaluation import HiddenTask
from kernel_magic.lessons.parse import syntax_tree


def program_of(task: HiddenTask, answer: str) -> str:
    """The answer, behind the imports and helpers of the prompt that it does not bring itself."""
    tree = syntax_tree(answer)
    body = tree.body if tree is not None else []
    has = _bound(body) - {"*"}
    before = [ast.unparse(node) for node in _context(task) if not _bound([node]) <= has]
    if not before:
        return answer
    futures = [
        node.end_lineno or 0 for node in body if isinstance(node, ast.ImportFrom) and node.module == "__future__"
    ]
    lines = answer.split("\n")
    first = max(futures, default=0)  # nothing may stand before `from __future__ import`
    return "\n".join([*lines[:first], *before, *lines[first:]])


def canonical_program(task: HiddenTask) -> str:
    """The reference solution as a program: some sets give the whole function, some what continues the prompt."""
    tree = syntax_tree(task.canonical_solution)
    if tree is not None and task.entry_point in _bound(tree.body):
        return program_of(task, task.canonical_solution)
    return task.prompt + task.canonical_solution


def fingerprint(program: str) -> str:
    """What a program's score is filed under."""
    return hashlib.sha256(program.encode("utf-8", "surrogatepass")).hexdigest()


def _context(task: HiddenTask) -> list[ast.stmt]:
    """Imports and definitions of the prompt, without the function that is asked for."""
    tree = syntax_tree(task.prompt) or syntax_tree(task.prompt.rstrip() + "\n    pass\n")
    body = tree.body if tree is not None else []
    wanted = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef, ast.Assign)
    return [node for node in body if isinstance(node, wanted) and task.entry_point not in _bound([node])]


def _bound(body: list[ast.stmt]) -> frozenset[str]:
    """Names that statements at module level define."""
    names: set[str] = set()
    for node in body:
        match node:
            case ast.Import(names=aliases):
                names |= {alias.asname or alias.name.partition(".")[0] for alias in aliases}
            case ast.ImportFrom(names=aliases):
                names |= {alias.asname or alias.name for alias in aliases}
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                names.add(name)
            case ast.Assign(targets=targets):
                names |= {item.id for target in targets for item in ast.walk(target) if isinstance(item, ast.Name)}
            case _:
                pass
    return frozenset(names)
