"""The call that shows what a piece of code does: given, found beside the code, or made from its arguments.

Nothing is run here: each call is a test case for the judge, and which one shows most is found out there (`trial`).
Whole programs, code with lines that do something at module level, are a case with standard input.
"""

from __future__ import annotations

import ast
import doctest
import inspect
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from kernel_magic.core.errors import TaskError
from kernel_magic.core.problem import Expression, Stdin, TestCase
from kernel_magic.lessons.explaining.code_shape import (
    CodeShape,
    Definition,
    Function,
    called_name,
    definitions_only,
    is_generator,
    own_calls,
)
from kernel_magic.lessons.explaining.sample_values import argument_rows, field_rows
from kernel_magic.lessons.parse import syntax_tree

Origin = Literal["given", "docstring", "cell", "notebook", "model", "made", "program"]

_MOST = 12
"""Calls of one origin that are tried."""
_MOST_CHARACTERS = 2000
_ENDING = ("pop", "remove", "clear", "close", "delete", "dequeue", "withdraw", "discard", "take")
"""Methods that take something away: called after the others."""
_ITEMS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleCall:
    """One way to run the code."""

    case: TestCase
    origin: Origin
    program: str
    """What is run: the text, where a function is called without the lines that do something at module level."""
    note: str = ""
    """How the call had to be written so that it shows something: of a generator its items are taken, say."""


def given_call(shape: CodeShape, call: str) -> ExampleCall:
    """The call somebody gave; statements before it (`s = Stack(); s.push(1); s.pop()`) prepare it.

    Raises:
        TaskError: it is no Python expression.
    """
    hint = "Write it as in Python: f(3), or with what prepares it: s = Stack(); s.push(1); s.pop()."
    if len(call) > _MOST_CHARACTERS:
        raise TaskError(f"The call has {len(call):,} characters; {_MOST_CHARACTERS:,} are the most.", hint)
    tree = syntax_tree(call.strip())
    if tree is None or not tree.body or not isinstance(tree.body[-1], ast.Expr):
        raise TaskError(f"The call {call.strip()[:80]!r} is no Python expression.", hint)
    setup = "\n".join(ast.unparse(node) for node in tree.body[:-1])
    expression = ast.get_source_segment(call.strip(), tree.body[-1].value) or ast.unparse(tree.body[-1].value)
    return _case(shape, tree.body[-1].value, expression, setup, "given")


def program_call(shape: CodeShape, stdin: str) -> ExampleCall:
    """The code as a whole program."""
    case = TestCase(name="run", given=Stdin(text=stdin), expected=None, origin="generated")
    return ExampleCall(case=case, origin="program", program=shape.text)


def found_calls(shape: CodeShape, target: Definition, notebook: Sequence[str]) -> tuple[tuple[ExampleCall, ...], ...]:
    """Calls that stand beside the code, in groups, the most trusted first."""
    inside = [call for call in own_calls(shape) if called_name(call) == target.name]
    cell = [_case(shape, call, ast.unparse(call), "", "cell") for call in inside]
    others: list[ExampleCall] = []
    for text in notebook:
        tree = syntax_tree(text.strip()) if len(text) <= _MOST_CHARACTERS else None
        if tree is None or not any(called_name(node) == target.name for node in ast.walk(tree)):
            continue
        if len(tree.body) == 1 and isinstance(tree.body[0], ast.Expr):
            others.append(_case(shape, tree.body[0].value, text.strip(), "", "notebook"))
    groups = (_doctests(shape, target), tuple(cell), tuple(others))
    return tuple(group[:_MOST] for group in groups if group)


def suggested_call(shape: CodeShape, target: Definition, reply: str) -> ExampleCall | None:
    """The call in a model's answer; None where there is none. Whether it works a run has to show."""
    for line in reply.replace("```python", "").replace("```", "").split("\n"):
        text = line.strip().strip("`").removeprefix(">>> ").removeprefix("Call:").strip()
        tree = syntax_tree(text) if 0 < len(text) <= _MOST_CHARACTERS else None
        if tree is None or not tree.body or not isinstance(tree.body[-1], ast.Expr):
            continue
        if any(called_name(node) == target.name for node in ast.walk(tree)):
            setup = "\n".join(ast.unparse(node) for node in tree.body[:-1])
            return _case(shape, tree.body[-1].value, ast.unparse(tree.body[-1].value), setup, "model")
    return None


def made_calls(shape: CodeShape, target: Definition) -> tuple[ExampleCall, ...]:
    """Calls made from what the arguments look like."""
    if isinstance(target, ast.ClassDef):
        made = _object_calls(target)
    else:
        made = [(f"{target.name}({row})", "") for row in argument_rows(target)]
    calls: list[ExampleCall] = []
    for expression, setup in made[:_MOST]:
        tree = syntax_tree(expression)
        if tree is not None and isinstance(tree.body[0], ast.Expr):
            calls.append(_case(shape, tree.body[0].value, expression, setup, "made"))
    return tuple(calls)


def _case(shape: CodeShape, node: ast.expr, expression: str, setup: str, origin: Origin) -> ExampleCall:
    called = shape.definition(called_name(node)) if called_name(node) else None
    note = ""
    if isinstance(called, ast.AsyncFunctionDef) and not is_generator(called):
        expression, setup = f"asyncio.run({expression})", f"import asyncio\n{setup}"
        note = f"{called.name} is a coroutine: asyncio.run waits for its result."
    elif isinstance(called, ast.AsyncFunctionDef):
        setup = f"import asyncio\nasync def items_of(source):\n    return [item async for item in source]\n{setup}"
        expression = f"asyncio.run(items_of({expression}))"
        note = f"{called.name} is an asynchronous generator: its items are collected."
    elif is_generator(called):
        note = f"{called.name} is a generator: nothing of it runs before somebody takes its items." if called else ""
        if _never_ends(called):
            expression, setup = f"list(islice({expression}, {_ITEMS}))", f"from itertools import islice\n{setup}"
            note += f" It goes on without an end; the first {_ITEMS} items are taken."
        else:
            expression = f"list({expression})"
    case = TestCase(
        name="call", given=Expression(expression=expression, setup=setup), expected=None, origin="generated"
    )
    return ExampleCall(case=case, origin=origin, program=definitions_only(shape), note=note)


def _never_ends(node: ast.AST | None) -> bool:
    """Whether a loop in it has a condition that is always true."""
    loops = [each for each in ast.walk(node) if isinstance(each, ast.While)] if node is not None else []
    return any(isinstance(loop.test, ast.Constant) and loop.test.value for loop in loops)


def _doctests(shape: CodeShape, target: Definition) -> tuple[ExampleCall, ...]:
    """The examples in the docstrings of the target (and of its methods) and of the whole text."""
    inner = [node for node in target.body if isinstance(node, Function)] if isinstance(target, ast.ClassDef) else []
    found: list[ExampleCall] = []
    for node in (target, *inner, shape.tree):
        docstring = ast.get_docstring(node, clean=True)
        if docstring and len(docstring) <= 10 * _MOST_CHARACTERS:
            found += _examples(shape, target, inspect.cleandoc(docstring))
    return tuple(found)


def _examples(shape: CodeShape, target: Definition, docstring: str) -> list[ExampleCall]:
    try:
        examples = doctest.DocTestParser().get_examples(docstring)
    except ValueError:
        return []
    found: list[ExampleCall] = []
    setup = ""
    for example in examples:
        tree = syntax_tree(example.source)
        if tree is None or len(tree.body) != 1:
            continue
        node = tree.body[0]
        about = any(called_name(each) == target.name for each in ast.walk(node)) or bool(setup)
        if isinstance(node, ast.Expr) and about:
            found.append(_case(shape, node.value, example.source.strip(), setup, "docstring"))
        setup += example.source
    return found


def _object_calls(node: ast.ClassDef) -> list[tuple[str, str]]:
    """(expression, what prepares it) for a class: an object is made, and its methods are called one after the other."""
    name = node.name[0].lower() if node.name[0].isalpha() else "it"
    methods = [each for each in node.body if isinstance(each, ast.FunctionDef) and not each.decorator_list]
    public = [each for each in methods if not each.name.startswith("_")]
    public.sort(key=lambda each: (each.name.startswith(_ENDING), len(each.args.args) < 2))
    init = next((each for each in methods if each.name == "__init__"), None)
    rows = argument_rows(init, method=True) if init else field_rows(node)
    made: list[tuple[str, str]] = []
    for row in rows[:4]:
        lines = [f"{name} = {node.name}({row})"]
        for method in public:
            lines += [f"{name}.{method.name}({row})" for row in _twice(argument_rows(method, method=True))]
        made.append((lines.pop(), "\n".join(lines)) if len(lines) > 1 else (lines[0].partition(" = ")[2], ""))
        made += [
            (f"{node.name}({row}).{method.name}({words})", "")
            for method in public
            for words in argument_rows(method, method=True)[:1]
        ]
    return made


def _twice(rows: Sequence[str]) -> Sequence[str]:
    """A method is called with two values of the likeliest kind, where it takes any: `push(5)`, `push(3)`."""
    return rows[:1] if len(rows) < 2 else (rows[0], rows[len(rows) // 3] if len(rows) > 2 else rows[1])
