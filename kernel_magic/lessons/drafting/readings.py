"""Asks a model for programs for a task, in several readings, and takes the programs out of what it says.

A *reading* is one way to put the task: plainly, with plain loops only, with the library, or as a file that goes on. Two
drafts of one reading tend to err together; two of different readings less so.

A reply begins where the model would begin to repeat the task (`function_head`): with the head of the function and the
task as its docstring, the rest is the body, a quarter of the tokens. What comes out is only a draft.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from kernel_magic.core.chat import Completion, Continuation, Prompt, SamplingParams
from kernel_magic.core.lesson import Task
from kernel_magic.lessons.drafting.function_heads import function_head, is_function_name
from kernel_magic.lessons.drafting.missing_imports import with_missing_imports
from kernel_magic.lessons.parse import MAX_PROGRAM_CHARACTERS, program_in, syntax_tree
from kernel_magic.lessons.prompts import prompt
from kernel_magic.lessons.task_text import contract_text, full_text

Reading = Literal["solve", "witness_plain", "witness_builtin", "continue", "repair", "mind"]
"""How a task is put to the model: the name of a prompt file, or `continue` for a file without any chat."""

_FENCE = "```python\n"
_STOPS = ("\n```", "\nif __name__", "\nprint(", "\nassert ")
"""Where a reply that goes on from an opening has ended: after that come tries. It may begin anew, with a `def`."""
_FILE_STOPS = (*_STOPS, "\n\ndef ", "\n\nclass ", "\n\n\n", "\n#", '\n"""')
"""The same for a file that goes on: next comes another exercise of some collection."""
_NOTHING = re.compile(r"\s*(?:```(?:python)?\s*)?")
_OTHER_SEEDS = 10_000
"""Between the seeds of replies and those of the replies in their place: further than the seeds of a search go."""
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
    begin = opening(task)
    if reading == "continue":
        prefix = begin.removeprefix(_FENCE)
        return Asked(prompt=Continuation(prefix=prefix, sampling=_limited(sampling, _FILE_STOPS)), opening=begin)
    limited = _limited(sampling, _STOPS) if begin else sampling
    text, contract = full_text(task), contract_text(task)
    made = prompt(reading, limited, task=text, contract=contract, opening=begin, **values)
    return Asked(prompt=made, opening=begin)


def _limited(sampling: SamplingParams, stops: tuple[str, ...]) -> SamplingParams:
    return replace(sampling, max_tokens=min(sampling.max_tokens, _MOST_NEW), stop=stops)


def opening(task: Task) -> str:
    """How a reply begins: the head of the function, where one is asked for; empty for programs and classes."""
    head = function_head(task)
    if head:
        return f"{_FENCE}{head}\n"
    return f"{_FENCE}def {task.function}(" if is_function_name(task.function) else ""


def drawn(
    asked: Asked, complete: Callable[[Prompt | Continuation, int], Sequence[Completion]], count: int
) -> list[Completion]:
    """So many replies. Those that were over at once are drawn again, once.

    A small model takes the head with its docstring for the whole answer, and closes the fence: once in five replies.
    """
    replies = list(complete(asked.prompt, count))
    empty = [at for at, reply in enumerate(replies) if _NOTHING.fullmatch(reply.text)]
    sampling = asked.prompt.sampling
    if asked.opening and empty and sampling.temperature > 0:
        seed = None if sampling.seed is None else sampling.seed + _OTHER_SEEDS
        again = replace(asked.prompt, sampling=replace(sampling, seed=seed))
        for at, reply in zip(empty, complete(again, len(empty)), strict=False):
            replies[at] = reply
    return replies


def programs(completions: Sequence[Completion], asked: Asked, function: str | None) -> list[str]:
    """The program of each completion, with imports it forgot; empty where it holds none."""
    return [_program(completion.text, asked.opening, function) for completion in completions]


def _program(reply: str, begin: str, function: str | None) -> str:
    found = None
    if not reply.strip():
        return ""
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
