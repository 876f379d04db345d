"""Asks a model for programs for a task, in several readings, and takes the programs out of what it says.

A *reading* is one way to put the task: plainly, with plain loops only, with the library, or as a file that goes on. Two
drafts of one reading tend to err together; two of different readings less so.

A reply begins where the model would begin to repeat the task (`opening`): where the task is a function's head, its
reply is the body, a third of the tokens. What comes out is only a draft.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from kernel_magic.core.chat import Completion, Continuation, Prompt, SamplingParams
from kernel_magic.core.lesson import Task
from kernel_magic.lessons.drafting.missing_imports import with_missing_imports
from kernel_magic.lessons.parse import MAX_PROGRAM_CHARACTERS, program_in, syntax_tree
from kernel_magic.lessons.prompts import prompt
from kernel_magic.lessons.task_text import contract_text, full_text

Reading = Literal["solve", "witness_plain", "witness_builtin", "continue", "repair", "mind"]
"""How a task is put to the model: the name of a prompt file, or `continue` for a file without any chat."""

_FENCE = "```python\n"
_STOPS = ("\n```", "\nif __name__", "\nprint(", "\nassert ")
"""Where a reply that goes on from an opening has ended: after that come tries. It may begin anew, with a `def`."""
_FILE_STOPS = (*_STOPS, "\ndef ", "\nclass ", "\n#", '\n"""')
"""The same for a file that goes on: next comes another exercise of some collection."""
_ANEW = re.compile(r"^\s*(?:```|~~~)|^(?:def|class|from|import) ", re.MULTILINE)
_MOST_NEW = 300
"""Tokens of a reply that need not repeat anything."""
_MOST_CUTS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A prompt, and how the replies to it begin."""

    prompt: Prompt | Continuation
    opening: str
    """What stands before each reply; part of the program."""


def ask(reading: Reading, task: Task, sampling: SamplingParams, /, **values: str) -> Asked:
    """The prompt of a reading. `repair` wants `code` and `failure`, `mind` wants `input`."""
    if reading == "continue":
        stub = _stub(task)
        limited = _limited(sampling, _FILE_STOPS)
        prefix = f"{stub}\n" if stub else f"{_as_docstring(task)}\n\n\ndef {task.function}("
        begin = opening(task) or f"{_FENCE}def {task.function}("
        return Asked(prompt=Continuation(prefix=prefix, sampling=limited), opening=begin)
    begin = opening(task)
    limited = _limited(sampling, _STOPS) if begin else sampling
    text, contract = full_text(task), contract_text(task)
    made = prompt(reading, limited, task=text, contract=contract, opening=begin, **values)
    return Asked(prompt=made, opening=begin)


def _limited(sampling: SamplingParams, stops: tuple[str, ...]) -> SamplingParams:
    return SamplingParams(
        temperature=sampling.temperature,
        top_p=sampling.top_p,
        max_tokens=min(sampling.max_tokens, _MOST_NEW),
        stop=stops,
        seed=sampling.seed,
    )


def opening(task: Task) -> str:
    """How a reply begins: the head of the function, where the task says which; empty for whole programs."""
    if stub := _stub(task):
        return f"{_FENCE}{stub}\n"
    name = task.function
    return f"{_FENCE}def {name}(" if name is not None and name[:1].islower() else ""


def _stub(task: Task) -> str:
    """The task where it is a function's head with a docstring and no body, as HumanEval writes them; else empty."""
    text = task.text.strip("\n").rstrip()
    tree = syntax_tree(text) if text.startswith(("def ", "from ", "import ")) else None
    if tree is None or not tree.body:
        return ""
    last = tree.body[-1]
    if not isinstance(last, ast.FunctionDef) or last.name != task.function or len(last.body) != 1:
        return ""
    body = last.body[0]
    said = isinstance(body, ast.Expr) and isinstance(body.value, ast.Constant) and isinstance(body.value.value, str)
    return text if said else ""


def _as_docstring(task: Task) -> str:
    """The task as the docstring a file begins with."""
    told = full_text(task).replace("\\", "\\\\").replace('"""', "'''").strip()
    return f'"""\n{told}\n"""'


def programs(completions: Sequence[Completion], asked: Asked, function: str | None) -> list[str]:
    """The program of each completion, with imports it forgot; empty where it holds none."""
    return [_program(completion.text, asked.opening, function) for completion in completions]


def _program(reply: str, begin: str, function: str | None) -> str:
    found = None
    if not begin or _ANEW.search(reply):  # a server may answer anew instead of going on
        found = program_in(reply, function)
    if found is None and begin:
        found = program_in(f"{_whole_lines(begin, reply)}\n```", function)
    return with_missing_imports(found) if found else ""


def _whole_lines(begin: str, reply: str) -> str:
    """What was begun and the reply, without what follows the function and is no Python: words, a line cut short."""
    if len(reply) > MAX_PROGRAM_CHARACTERS:
        return _FENCE
    lines = f"{begin}{reply}".split("\n")
    head = begin.count("\n")
    for _ in range(_MOST_CUTS):
        if syntax_tree("\n".join(lines[1:])) is not None:
            return "\n".join(lines)
        ends = [at for at, line in enumerate(lines) if at > head and line[:1].strip()]
        if not ends:
            break
        lines = lines[: ends[-1]]
    return _FENCE
