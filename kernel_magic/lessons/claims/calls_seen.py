"""Statements about calls: how often a function is called, with what, by whom, and how deep a recursion goes."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from kernel_magic.core.values import PlainValue
from kernel_magic.lessons.claims.facts import Facts
from kernel_magic.lessons.claims.findings import UNKNOWN, Finding, times, within
from kernel_magic.lessons.claims.statements import THIS_FUNCTION, CallSays, DepthSays
from kernel_magic.lessons.claims.values import equal, seen
from kernel_magic.lessons.rounds import Frame

_HARMLESS = frozenset({"staticmethod", "classmethod", "property"})


def judge_calls(says: CallSays, facts: Facts) -> Finding:
    """What the run says to how often a function is called."""
    function = says.function or (_recursive(facts) if says.by else facts.this_function())
    node = facts.defined(function)
    if node is None or not _countable(function, facts):
        return UNKNOWN
    complete = not facts.cut
    if says.by and any(frame.function in facts.marks.generators for frame in facts.frames):
        return UNKNOWN  # what a generator calls looks like a call from whoever takes its values
    if says.by:
        by = function if says.by == THIS_FUNCTION else says.by
        return _called_by(says, function, by, facts)
    frames = [frame for frame in facts.frames if frame.function == function]
    if says.args is not None:
        matching = with_args(frames, says.args, facts)
        if matching is None:
            return UNKNOWN
        frames = list(matching)
    holds = within(says.amount, len(frames), complete=complete)
    return Finding(holds=holds, observed=times(len(frames), complete=complete))


def _countable(function: str, facts: Facts) -> bool:
    """Whether each call is an invocation in the trace: no generator, no decorator that may keep results."""
    node = facts.defined(function)
    if node is None or function in facts.marks.generators:
        return False
    return all(isinstance(item, ast.Name) and item.id in _HARMLESS for item in node.decorator_list)


def _recursive(facts: Facts) -> str:
    """The one function that called itself, else the one that was called."""
    found = {frame.function for frame in facts.frames if caller_of(frame, facts) == frame.function}
    return found.pop() if len(found) == 1 else facts.this_function()


def caller_of(frame: Frame, facts: Facts) -> str:
    """The function an invocation was called from; empty where that was not traced."""
    at = frame.caller
    while at is not None and facts.frames[at].function == "<lambda>":
        at = facts.frames[at].caller
    return facts.frames[at].function if at is not None else ""


def _called_by(says: CallSays, function: str, by: str, facts: Facts) -> Finding:
    """Calls from one function. *Twice* is meant of the whole run, or of each invocation: what fits neither is false."""
    frames = [frame for frame in facts.frames if frame.function == function and caller_of(frame, facts) == by]
    complete = not facts.cut
    total = within(says.amount, len(frames), complete=complete)
    observed = times(len(frames), complete=complete)
    if total is False and complete:
        callers = [at for at, frame in enumerate(facts.frames) if frame.function == by]
        each = [sum(frame.caller == at for frame in frames) for at in callers]
        fits = len(each) > 1 and any(within(says.amount, count, complete=True) for count in each)
        return Finding(holds=None if fits else False, observed=f"{observed} in the whole run")
    return Finding(holds=total, observed=observed)


def with_args(frames: Sequence[Frame], args: Sequence[PlainValue], facts: Facts) -> tuple[Frame, ...] | None:
    """The invocations with just these arguments; None where that cannot be told of one of them."""
    node = facts.defined(frames[0].function) if frames else None
    if not frames:
        return ()
    if node is None or node.args.vararg or node.args.kwarg or node.args.kwonlyargs or node.args.defaults:
        return None
    names = [arg.arg for arg in (*node.args.posonlyargs, *node.args.args)]
    if len(names) != len(args):
        return None
    found: list[Frame] = []
    for frame in frames:
        variables = frame.events[0].variables
        if any(name not in variables for name in names):
            return None
        answers = [equal(seen(variables[name]), value, exact=True) for name, value in zip(names, args, strict=True)]
        if None in answers and False not in answers:
            return None
        if False not in answers:
            found.append(frame)
    return tuple(found)


def judge_depth(says: DepthSays, facts: Facts) -> Finding:
    """What the run says to how deep a recursion goes: invocations of the function open at once, the first included."""
    function = says.function or _recursive(facts)
    generators = any(frame.function in facts.marks.generators for frame in facts.frames)
    if facts.defined(function) is None or generators or not _countable(function, facts):
        return UNKNOWN
    depths: list[int] = []
    for frame in facts.frames:
        outer = depths[frame.caller] if frame.caller is not None else 0
        depths.append(outer + (frame.function == function))
    deepest = max(depths, default=0)
    complete = not facts.cut
    holds = within(says.amount, deepest, complete=complete)
    if holds is False and deepest and within(says.amount, deepest - 1, complete=complete):
        holds = None  # some do not count the first call
    return Finding(holds=holds, observed=f"{deepest} deep")
