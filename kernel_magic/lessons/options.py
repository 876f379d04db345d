"""What a person may choose about one piece of work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kernel_magic.core.exercise import CourseItem
from kernel_magic.core.source import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class SolveOptions:
    """Budget and sampling of one task. The defaults of the whole product live in `kernel_magic.settings`."""

    candidates: int = 8
    """Drafts per round, decoded together."""
    rounds: int = 2
    """At most this many further rounds, while the witnesses are not strong: other readings, repairs."""
    seed: int | None = 0
    temperature: float = 0.8
    max_tokens: int = 768
    """Per draft."""
    seconds: float | None = None
    """No new round begins after this time; None: no limit."""
    tokens: int | None = 1500
    """No new round begins once the model has written so many; None: no limit. Long programs get fewer rounds so."""
    generated_inputs: int = 40
    """How many inputs independent candidates must agree on."""
    language: Language = "python"
    questions: bool = True
    """Whether a lesson asks to predict what a run did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareOptions:
    """How a comparison of several programs is made. What concerns drafts stands in `SolveOptions`."""

    ideas: int = 4
    """Different approaches that a model is asked for."""
    which: Literal["all", "accepted"] = "all"
    """`accepted`: of the folder's submissions only those that it calls accepted."""
    stress_seconds: float = 2.0
    """For each program, about."""
    growth_seconds: float = 3.0
    """For each program, about. 0: growth is not measured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainOptions:
    """What is known about a piece of code that is to be explained. What concerns a model's words: `SolveOptions`."""

    call: str = ""
    """The call to run; empty: one is found or made."""
    function: str = ""
    """The function or class that is meant; empty: the code tells."""
    claims: tuple[str, ...] = ()
    """Sentences of the learner about the run."""
    calls: tuple[str, ...] = ()
    """Calls that stand elsewhere in the notebook."""
    stdin: str = ""
    """What a program reads."""
    max_steps: int = 2000
    """Steps of the run that are recorded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseOptions:
    """What an exercise is made of. What concerns a model's drafts stands in `SolveOptions`."""

    item: CourseItem | None = None
    """None: the text is a brief, and a model drafts the item."""
    variants: int = 1
    """Up to so many, the item as it is written among them."""
    warnings: tuple[str, ...] = ()
    """What was noticed when the item was read."""
