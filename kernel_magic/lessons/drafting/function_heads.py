"""The head of the function a task asks for, with the task as its docstring: what a draft goes on from.

Where the task is such a head already, it is taken as it stands. Otherwise the parameters are those that the words name
(`merge(a, b)`), or, where they name none, plain names that fit the examples.
"""

from __future__ import annotations

import ast
import re
from collections import Counter

from kernel_magic.core.lesson import Task
from kernel_magic.core.problem import Call
from kernel_magic.core.values import PlainValue
from kernel_magic.lessons.parse import syntax_tree
from kernel_magic.lessons.task_text import full_text

_FENCE = re.compile(r"^[ \t]*(?:`{3,}|~{3,})[^`\n]*\n?", re.MULTILINE)
"""A line that opens or closes fenced text."""
_MOST_PARAMETERS = 200
"""Characters of a list of parameters; a longer one was not meant as one."""


def function_head(task: Task) -> str:
    """The head and its docstring, without a body.

    Empty where no function is asked for, or nobody knows its parameters. Lines that fence text are left out: the head
    becomes part of a fenced reply.
    """
    if stub := _stub(task):
        return stub
    name = task.function
    if not is_function_name(name):
        return ""
    parameters = _named(task) or _fitting(task)
    if not parameters:
        return ""
    told = _unfenced(full_text(task)).replace("\\", "\\\\").replace('"""', "'''").strip()
    indented = "\n".join(f"    {line}".rstrip() for line in told.split("\n")).lstrip()
    return f'def {name}({parameters}):\n    """{indented}\n    """'


def _unfenced(text: str) -> str:
    return _FENCE.sub("", text).replace("```", "`")


def is_function_name(name: str | None) -> bool:
    """Whether a name is that of a function, going by how it is written: classes begin with a capital letter."""
    return name is not None and not name[:1].isupper()


def _stub(task: Task) -> str:
    """The task where it is a function's head with a docstring and no body, as HumanEval writes them; else empty."""
    text = _unfenced(task.text).strip("\n").rstrip()
    tree = syntax_tree(text) if text.startswith(("def ", "from ", "import ")) and not task.context else None
    if tree is None or not tree.body:
        return ""
    last = tree.body[-1]
    if not isinstance(last, ast.FunctionDef) or last.name != task.function or len(last.body) != 1:
        return ""
    body = last.body[0]
    said = isinstance(body, ast.Expr) and isinstance(body.value, ast.Constant) and isinstance(body.value.value, str)
    return text if said else ""


def _calls(task: Task) -> list[Call]:
    return [case.given for case in task.cases if isinstance(case.given, Call)]


def _named(task: Task) -> str:
    """The parameters as the words name them, where the examples give as many arguments."""
    calls = _calls(task)
    for match in re.finditer(rf"\b{re.escape(task.function or '')}\(([^()\n]{{1,{_MOST_PARAMETERS}}})\)", task.text):
        tree = syntax_tree(f"def f({match[1]}): pass")
        node = tree.body[0] if tree is not None and len(tree.body) == 1 else None
        if not isinstance(node, ast.FunctionDef):
            continue
        given = node.args
        least, most = len(given.args) - len(given.defaults), len(given.args)
        plain = bool(given.args) and not (given.vararg or given.kwarg or given.kwonlyargs or given.posonlyargs)
        if plain and all(least <= len(call.args) + len(call.kwargs) <= most for call in calls):
            return match[1].strip()
    return ""


def _fitting(task: Task) -> str:
    """Plain names by what the examples give, where they all give the same number of arguments and none by name."""
    calls = _calls(task)
    if not calls or len(calls) < len(task.cases):
        return ""
    if any(call.kwargs for call in calls) or len({len(call.args) for call in calls}) != 1:
        return ""
    seen: Counter[str] = Counter()
    names = []
    for value in calls[0].args:
        name = _name_for(value)
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name}{seen[name]}")
    return ", ".join(names)


def _name_for(value: PlainValue) -> str:
    match value:
        case bool():
            return "flag"
        case str():
            return "text"
        case int() | float():
            return "n"
        case dict():
            return "mapping"
        case list() | tuple() | set() | frozenset():
            return "items"
        case _:
            return "value"
