"""The scripted model of `honesty.py`: what it says are programs of a pool, right and wrong ones mixed."""

from __future__ import annotations

import ast
import random
import textwrap
from collections.abc import Callable, Sequence

from benchmarks.honesty_answers import Answer, Answers
from kernel_magic.core.chat import Completion, Continuation, Prompt
from kernel_magic.core.evaluation import HiddenTask
from kernel_magic.core.ports import Cancelled
from kernel_magic.engine.scripted_backend import ScriptedBackend

_OWN_COPIES = 0.5
"""Of the wrong programs in the pool of a wrong answer, the share that is the same mistake written otherwise."""


def pool(answer: Answer, answers: Answers, *, count: int, wrong_share: float, seed: int) -> list[str]:
    """So many programs in a random order, about the stated share of them wrong. The answer itself is none of them."""
    rng = random.Random(f"{answers.task_id}|{answer.made}|{seed}")
    right = [item.text for item in answers.answers if item.kind == "right" and item is not answer]
    others = [item.text for item in answers.answers if item.kind != "right" and item is not answer]
    others += [text for item in others for text in answers.clothes.get(item, ())]
    copies = list(answers.clothes.get(answer.text, ())) if answer.kind != "right" else []
    programs = []
    for _ in range(count):
        wrong = rng.random() < wrong_share
        group = (copies if rng.random() < _OWN_COPIES else others) or others or copies if wrong else right
        programs.append(rng.choice(group or right or others or [answer.text]))
    return programs


class PoolModel(ScriptedBackend):
    """Says the programs of a pool one after the other: in a block where it is asked, as a body where a file goes on."""

    def __init__(self, programs: Sequence[str], task: HiddenTask) -> None:
        super().__init__([f"```python\n{text.strip()}\n```" for text in programs], repeat_last=True)
        self._bodies = ScriptedBackend([_as_body(text, task) for text in programs], repeat_last=True)

    def complete(
        self,
        prompt: Prompt | Continuation,
        /,
        *,
        n: int = 1,
        on_text: Callable[[str], None] | None = None,
        cancelled: Cancelled | None = None,
    ) -> tuple[Completion, ...]:
        """See `Backend.complete`."""
        if isinstance(prompt, Continuation):
            return self._bodies.complete(prompt, n=n, on_text=on_text, cancelled=cancelled)
        return super().complete(prompt, n=n, on_text=on_text, cancelled=cancelled)


def _as_body(program: str, task: HiddenTask) -> str:
    """What follows the head of the function so that it computes what the program does."""
    head = next(node for node in ast.parse(task.prompt).body if isinstance(node, ast.FunctionDef))
    names = ", ".join(item.arg for item in head.args.args)
    return f"{textwrap.indent(program.strip(), '    ')}\n    return {task.entry_point}({names})\n"
