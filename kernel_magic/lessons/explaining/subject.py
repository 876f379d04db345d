"""Which function or class of a piece of code an explanation is about, and what it is called."""

from __future__ import annotations

import ast
import builtins
import keyword

from kernel_magic.core.errors import TaskError
from kernel_magic.lessons.explaining.code_shape import CodeShape, Definition, Function, called_name, own_calls
from kernel_magic.lessons.options import ExplainOptions
from kernel_magic.lessons.parse import syntax_tree

_NAMES_SHOWN = 12
_MAX_TITLE = 64


def subject_of(shape: CodeShape, options: ExplainOptions) -> Definition | None:
    """The definition that is to be called; None where the code is to run as a whole program.

    Raises:
        TaskError: a function was named that is not there.
    """
    if options.function:
        return _named(shape, options.function)
    if options.call:
        return _called_in(options.call, shape) or (shape.definitions[-1] if shape.definitions else None)
    if shape.doing:
        calls = own_calls(shape)
        return shape.definition(called_name(calls[0])) if calls else None
    for call in options.calls:
        if found := _called_in(call, shape):
            return found
    return _likeliest(shape)


def _named(shape: CodeShape, name: str) -> Definition:
    found = shape.definition(name.partition(".")[0])
    if found is not None and shape.definition(name) is not None:
        return found
    names = [node.name for node in shape.definitions]
    there = f"It defines {', '.join(names[:_NAMES_SHOWN])}." if names else "It defines no function and no class."
    raise TaskError(
        f"There is no function {name[:60]!r} in this code. {there}", no_source(name) or "Name one of these."
    )


def no_source(name: str) -> str:
    """One sentence where a name stands for something of Python's own that has no Python code; else empty."""
    if keyword.iskeyword(name):
        return f"{name} is a word of the language itself, no function: there is no code to explain."
    value = vars(builtins).get(name)
    if value is None:
        return ""
    kind = "type" if isinstance(value, type) else "function"
    return f"{name} is a built-in {kind} of Python, written in C: there is no Python code to explain. Try help({name})."


def _called_in(text: str, shape: CodeShape) -> Definition | None:
    """The definition that an expression calls; of several the outermost."""
    tree = syntax_tree(text.strip())
    for node in ast.walk(tree) if tree is not None else ():
        if (name := called_name(node)) and (found := shape.definition(name)):
            return found
    return None


def _likeliest(shape: CodeShape) -> Definition | None:
    """A `main` that needs nothing, else the last public function or class: what stands above it is often its help."""
    main = shape.definition("main")
    if isinstance(main, Function) and len(main.args.args) == len(main.args.defaults):
        return main
    public = [node for node in shape.definitions if not node.name.startswith("_")] or list(shape.definitions)
    return public[-1] if public else None


def title_of_code(shape: CodeShape, subject: Definition | None) -> str:
    """A short heading: the function with its arguments, the class, or what kind of program it is."""
    if isinstance(subject, ast.ClassDef):
        title = f"class {subject.name}"
    elif subject is not None:
        title = f"{subject.name}({', '.join(argument.arg for argument in subject.args.args)})"
    else:
        title = f"A program of {shape.lines:,} {'line' if shape.lines == 1 else 'lines'}"
    return title if len(title) <= _MAX_TITLE else f"{title[: _MAX_TITLE - 1]}…"
