"""What a search for a solution, or for witnesses of an answer, came to."""

from __future__ import annotations

from dataclasses import dataclass

from kernel_magic.core.lesson import Attempt, Counterexample, Support, Task, Witness


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the search came to. `chosen` is accepted, or, where nothing was, the closest attempt; None: no program."""

    task: Task
    attempts: tuple[Attempt, ...]
    chosen: Attempt | None
    accepted: bool
    witnesses: tuple[Witness, ...]
    dissent: Counterexample | None
    """An input on which another accepted candidate computes something else than the chosen one."""
    gap: Counterexample | None
    """An input for which the task leaves open what is right."""
    support: Support | None
    """None where nothing was compared."""
    prompt_sha256: str
