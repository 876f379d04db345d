"""What a person points at in the notebook: variables to put into the text, cells, outputs and errors as context.

A cell's body is taken verbatim. `{name}` is replaced only where `name` is a variable *and* was asked for; once,
so that braces in a value stay what they are. Nothing is ever formatted, evaluated or expanded.
"""

from __future__ import annotations

import ast
import contextlib
import inspect
import re
import sys
import textwrap
import traceback
from collections.abc import Mapping
from typing import Any

from kernel_magic.core.comparison import Comparison
from kernel_magic.core.errors import InputError, KernelMagicError
from kernel_magic.core.lesson import CheckResult, Lesson
from kernel_magic.magics.arguments import MagicUsageError

_REFERENCE = re.compile(r"(In|Out)\[(\d+)\]")
_BRACED = re.compile(r"(?<!\{)\{([^\W\d]\w*)\}(?!\})")
_MAGIC_LINE = re.compile(r"\s*%%coder[^\n]*\n?")
_ANY_MAGIC_LINE = re.compile(r"\s*%%[^\n]*\n?")


def fill_variables(body: str, asked: tuple[str, ...] | None, namespace: Mapping[str, object]) -> str:
    """The body with `{name}` replaced where it was asked for and `name` is a variable; `{{name}}` stays.

    Raises:
        MagicUsageError: a name that was asked for is no variable, or does not stand in braces in the body.
    """
    if asked is None:
        return body
    for name in asked:
        if name not in namespace:
            raise MagicUsageError(f"--vars {name}: there is no variable {name!r}.", hint="Run the cell that makes it.")
        if not any(found == name for found in _BRACED.findall(body)):
            raise MagicUsageError(
                f"--vars {name}: the cell has no {{{name}}}.", hint=f"Write {{{name}}} where its value shall stand."
            )
    wanted = set(asked) or {name for name in _BRACED.findall(body) if name in namespace}

    def value(match: re.Match[str]) -> str:
        name = match[1]
        return _as_text(name, namespace[name]) if name in wanted else match[0]

    return _BRACED.sub(value, body)


def context_texts(references: tuple[str, ...], shell: Any) -> dict[str, str]:
    """The text of every cell, output or error pointed at.

    Raises:
        MagicUsageError: a reference that cannot be read, or to something that is not there.
    """
    return {reference: _referenced(reference, shell) for reference in references}


def task_text(reference: str, shell: Any) -> str:
    """The task behind `--task`: an earlier cell, a variable that holds text, or a result kept with `--into`.

    Raises:
        MagicUsageError: it is neither.
    """
    if _REFERENCE.fullmatch(reference):
        return _MAGIC_LINE.sub("", _referenced(reference, shell), count=1)
    value = shell.user_ns.get(reference)
    if isinstance(value, (Lesson, CheckResult)):
        return value.task.text
    if isinstance(value, Comparison):
        return value.problem.statement
    if isinstance(value, str):
        return value
    found = f"is a {type(value).__name__}" if reference in shell.user_ns else "is no variable here"
    raise MagicUsageError(
        f"--task {reference}: {reference!r} {found}.",
        hint="Give a variable that holds the task's text, a lesson kept with --into, or a cell such as In[3].",
    )


def program_text(reference: str, shell: Any) -> str:
    """The program behind `--mine`: an earlier cell, a variable that holds text, or a function or class made here.

    Raises:
        MagicUsageError: it is none of these.
    """
    if _REFERENCE.fullmatch(reference):
        return _ANY_MAGIC_LINE.sub("", _referenced(reference, shell), count=1)
    value = shell.user_ns.get(reference)
    if isinstance(value, str):
        return value
    if isinstance(value, Lesson) and value.solution is not None:
        return value.solution.text
    if inspect.isfunction(value) or inspect.isclass(value):
        with contextlib.suppress(OSError, TypeError):
            return textwrap.dedent(inspect.getsource(value))
    found = (
        f"is a {type(value).__name__} without a program text" if reference in shell.user_ns else "is no variable here"
    )
    raise MagicUsageError(
        f"--mine {reference}: {reference!r} {found}.",
        hint="Give a cell such as In[3], a variable that holds the program as text, or a function of this notebook.",
    )


def task_in_answer(answer: str) -> str:
    """What an answer says of its own task: its first comment and its docstrings. Empty where it says nothing."""
    comment = []
    for line in answer.strip().splitlines():
        if not line.lstrip().startswith("#"):
            break
        comment.append(line.strip().lstrip("#").strip())
    try:
        tree = ast.parse(answer)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return "\n".join(comment).strip()
    documented = (ast.Module, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    nodes = [node for node in (tree, *tree.body) if isinstance(node, documented)]
    docstrings = [text for node in nodes if (text := ast.get_docstring(node))]
    return "\n\n".join(part for part in ("\n".join(comment), *docstrings) if part.strip()).strip()


def last_error() -> BaseException | None:
    """The last error a cell of the person's ended with; what this package itself raised does not count."""
    error = getattr(sys, "last_value", None)
    while isinstance(error, KernelMagicError):
        error = getattr(error, "error_before", None)
    return error


def _referenced(reference: str, shell: Any) -> str:
    if reference.lower() in {"error", "err"}:
        error = last_error()
        if error is None:
            raise MagicUsageError(f"--context {reference}: no cell has ended with an error yet.", hint="Leave it out.")
        return "".join(traceback.format_exception(error, limit=-20))
    match = _REFERENCE.fullmatch(reference)
    if not match:
        raise MagicUsageError(
            f"{reference[:40]!r} is nothing that can be pointed at.", hint="Give In[3], Out[3] or error."
        )
    number = int(match[2])
    if match[1] == "In":
        cells = shell.history_manager.input_hist_raw
        if 0 < number < len(cells):
            return str(cells[number])
    elif number in shell.user_ns.get("Out", {}):
        return _as_text(reference, shell.user_ns["Out"][number])
    raise MagicUsageError(f"There is no {reference} in this session.", hint="The number stands beside the cell.")


def _as_text(name: str, value: object) -> str:
    """A text as it is, everything else as Python writes it."""
    if isinstance(value, str):
        return value
    try:
        return repr(value)
    except Exception as error:  # the person's own __repr__ may raise anything
        raise InputError(f"The value of {name} cannot be written as text: {error!r}.") from error
