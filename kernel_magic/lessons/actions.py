"""The only list of actions: what may stand after `%%coder`, and what each one is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ActionName = Literal["solve", "check", "compare", "explain", "claim", "exercise"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One action, for parsers and help texts."""

    name: ActionName
    summary: str
    needs_model: bool


ACTIONS: tuple[Action, ...] = (
    Action(name="solve", summary="write a solution, judge it, and explain it step by step", needs_model=True),
    Action(name="check", summary="run your own answer against the task's examples and witnesses", needs_model=False),
    Action(
        name="compare",
        summary="write programs on different ideas for one problem, judge and measure them all",
        needs_model=False,
    ),
    Action(
        name="explain",
        summary="run code on an example and explain it block by block, with every statement held against the run",
        needs_model=False,
    ),
    Action(
        name="claim",
        summary="judge your own sentences about a run: true, false with what was seen, or cannot tell",
        needs_model=False,
    ),
    Action(
        name="exercise",
        summary="make an exercise out of a brief or a course item, with tests that are proven to bite",
        needs_model=False,
    ),
)
