"""Which help a notebook's policy allows. One table; magics, widgets and commands ask it and decide nothing themselves.

A policy is a rule of the classroom that the tools keep, not a wall: whoever copies a statement into another notebook
works without it. What is graded is safe from that in another way: hidden tests are in no student's notebook.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from kernel_magic.core.exercise import Policy

Help = Literal[
    "attempt", "hint", "examples", "explain", "claim", "solve", "check", "compare", "exercise", "complete"
]  # fmt: skip
"""What can be asked for. `attempt`: the visible tests of an exercise are run. `hint`: the exercise's own hints.
`examples`: an answer is run on examples, without a model (`check --no-model`). `check`: a model is a witness as well,
which may show what is right. `exercise`: making one, for teachers. `complete`: a model goes on with code. The others
are the actions of their names."""

_OFF: frozenset[Help] = frozenset({"attempt"})
_HINTS: frozenset[Help] = _OFF | {"hint", "examples"}
_EXPLAIN: frozenset[Help] = _HINTS | {"explain", "claim"}
_FULL: frozenset[Help] = _EXPLAIN | {"solve", "check", "compare", "exercise", "complete"}

_ALLOWED: dict[Policy, frozenset[Help]] = {"off": _OFF, "hints": _HINTS, "explain": _EXPLAIN, "full": _FULL}
"""Strictest first; each allows what the one before does, and more."""

_SENTENCES: dict[Policy, str] = {
    "off": "The visible tests of the exercises can be run; nothing else helps here.",
    "hints": "The visible tests can be run, every exercise gives its own hints one after the other, and an answer can "
    "be run on examples without a model.",
    "explain": "The visible tests can be run, every exercise gives its own hints, and code of your own can be "
    "explained and claims about it judged.",
    "full": "Everything is allowed.",
}
_ASKED: dict[Help, str] = {
    "attempt": "running the visible tests",
    "hint": "hints",
    "examples": "runs on examples",
    "explain": "explanations",
    "claim": "claims about runs",
    "solve": "solutions",
    "check": "checks with a model",
    "compare": "comparisons of programs",
    "exercise": "making exercises",
    "complete": "completions by a model",
}


def allowed(policy: Policy, action: Help) -> bool:
    """Whether a policy allows something."""
    return action in _ALLOWED[policy]


def strictest(policies: Iterable[Policy]) -> Policy:
    """The policy among several that allows the least; `full` where there is none."""
    return min(policies, key=lambda policy: len(_ALLOWED[policy]), default="full")


def allowance(policy: Policy) -> str:
    """What a policy allows, in a sentence to people."""
    return _SENTENCES[policy]


def run_refusal(policy: Policy, item: str) -> str:
    """That what a program does is what an exercise asks, in a sentence to people."""
    return f"What this program does is what the exercise {item!r} asks you (policy {policy!r})."


def refusal(policy: Policy, action: Help) -> str:
    """That a policy does not allow something, and why there is such a rule, in a sentence to people."""
    return (
        f"This notebook does not allow {_ASKED[action]}: its exercises are graded and the work in it shall be your own "
        f"(policy {policy!r})."
    )
