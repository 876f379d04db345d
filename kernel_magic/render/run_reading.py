"""Reads a trace as a person does: one call after another, a loop round by round, what each line changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kernel_magic.core.source import Source
from kernel_magic.core.trace import Trace, TraceStep
from kernel_magic.render.code_shape import CodeShape, Loop, code_shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Invocation:
    """One call of one function; of a function that yields, the part between two yields."""

    function: str
    depth: int
    parent: int
    """Index of the call it was made in; -1: none that was recorded."""
    moments: tuple[int, ...]
    """Indices of its steps."""
    ended: bool
    """Its end was seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoopRun:
    """One run of one loop, in one call."""

    loop: Loop
    invocation: int
    first: int
    last: int
    """Indices of its first and last step, with those of calls made inside it."""
    rounds: tuple[tuple[int, int], ...]
    """First and last step of each round."""
    ended: bool
    """Its last round was seen to its end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A trace with what was read from it."""

    trace: Trace
    shape: CodeShape
    invocations: tuple[Invocation, ...]
    owner: tuple[int, ...]
    """For each step the index of its call."""
    following: tuple[int, ...]
    """For each step the next one of the same call; -1: none was recorded."""
    loop_runs: tuple[LoopRun, ...]
    """In the order they began; outer ones before those inside."""

    @property
    def steps(self) -> tuple[TraceStep, ...]:
        """The steps of the trace."""
        return self.trace.steps

    def changes(self, at: int) -> tuple[tuple[str, str | None], ...]:
        """What the line of a step changed: names with their new values; None: the name is gone."""
        after = self.following[at]
        if after < 0 or self.steps[at].event == "return":
            return ()
        old, new = self.steps[at].variables, self.steps[after].variables
        changed = [(name, value) for name, value in new.items() if old.get(name) != value]
        return (*changed, *((name, None) for name in old if name not in new))


def read_run(trace: Trace, source: Source) -> Run:
    """Reads a trace of a program."""
    shape = code_shape(source)
    invocations, owner = _invocations(trace)
    following = [-1] * len(trace.steps)
    for invocation in invocations:
        for here, after in zip(invocation.moments, invocation.moments[1:], strict=False):
            following[here] = after
    return Run(
        trace=trace,
        shape=shape,
        invocations=invocations,
        owner=owner,
        following=tuple(following),
        loop_runs=_loop_runs(trace, shape, invocations),
    )


@dataclass(slots=True)
class _OpenCall:
    """A call while its steps are collected."""

    function: str
    depth: int
    parent: int
    moments: list[int] = field(default_factory=list)
    ended: bool = False


def _invocations(trace: Trace) -> tuple[tuple[Invocation, ...], tuple[int, ...]]:
    """The calls in the order they began, and for each step the index of its call."""
    found: list[_OpenCall] = []
    owner: list[int] = []
    open_: list[int] = []
    for at, step in enumerate(trace.steps):
        while open_ and _is_over(found[open_[-1]], step, trace.steps):
            found[open_.pop()].ended = True
        if not open_ or found[open_[-1]].depth < step.depth:
            parent = open_[-1] if open_ else -1
            open_.append(len(found))
            found.append(_OpenCall(step.function, step.depth, parent))
        found[open_[-1]].moments.append(at)
        owner.append(open_[-1])
    for left in open_:
        found[left].ended = not trace.truncated or trace.steps[found[left].moments[-1]].event == "return"
    calls = (
        Invocation(
            function=call.function,
            depth=call.depth,
            parent=call.parent,
            moments=tuple(call.moments),
            ended=call.ended,
        )
        for call in found
    )
    return tuple(calls), tuple(owner)


def _is_over(call: _OpenCall, step: TraceStep, steps: Sequence[TraceStep]) -> bool:
    """Whether a call had ended when the step came: the step is further out, or of another call at its place."""
    if call.depth != step.depth:
        return call.depth > step.depth
    return call.function != step.function or steps[call.moments[-1]].event == "return"


@dataclass(slots=True)
class _OpenLoop:
    """A loop while its rounds are collected."""

    loop: Loop
    starts: list[int] = field(default_factory=list)
    last: int = -1
    ended: bool = False


def _loop_runs(trace: Trace, shape: CodeShape, invocations: Sequence[Invocation]) -> tuple[LoopRun, ...]:
    found: list[LoopRun] = []
    for number, invocation in enumerate(invocations):
        if invocation.function in shape.yielding:
            continue
        for run in _loops_of(invocation, trace.steps, shape.loops):
            rounds = _rounds(run, trace.steps)
            if rounds:
                first = run.starts[0]
                found.append(
                    LoopRun(
                        loop=run.loop, invocation=number, first=first, last=run.last, rounds=rounds, ended=run.ended
                    )
                )
    return tuple(sorted(found, key=lambda run: (run.first, -run.last)))


def _loops_of(invocation: Invocation, steps: Sequence[TraceStep], loops: Sequence[Loop]) -> list[_OpenLoop]:
    found: list[_OpenLoop] = []
    active: list[_OpenLoop] = []
    before = 0
    for at in invocation.moments if loops else ():
        line = steps[at].line
        if steps[at].event != "line":
            continue
        while active and _is_left(active[-1].loop, line, before):
            left = active.pop()
            left.last, left.ended = at - 1, True
        for loop in loops:
            if line == loop.starts and all(run.loop != loop for run in active):
                active.append(_OpenLoop(loop))
                found.append(active[-1])
        for run in active:
            if line == run.loop.starts:
                run.starts.append(at)
        before = line
    for run in active:
        run.last, run.ended = invocation.moments[-1], invocation.ended
    return found


def _is_left(loop: Loop, line: int, before: int) -> bool:
    """Whether a loop is over when this line comes. A test that runs twice in a row: it ended and was entered anew."""
    if not loop.line <= line <= loop.last:
        return True
    return loop.starts == loop.line == line == before


def _rounds(run: _OpenLoop, steps: Sequence[TraceStep]) -> tuple[tuple[int, int], ...]:
    """Where each round begins and ends. The test may have run once more than the body: that was no round."""
    ends = [start - 1 for start in run.starts[1:]] + [run.last]
    rounds = list(zip(run.starts, ends, strict=True))
    begun, depth = run.starts[-1], steps[run.starts[-1]].depth
    lines = (step.line for step in steps[begun : run.last + 1] if step.event == "line" and step.depth == depth)
    if not any(run.loop.body <= line <= run.loop.last for line in lines):
        rounds.pop()
    return tuple(rounds)
