"""Invocations of functions and rounds of loops, found again in the flat list of events a trace is."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from kernel_magic.core.trace import Trace, TraceStep

Loop = ast.For | ast.While


@dataclass(frozen=True, slots=True, kw_only=True)
class Landmarks:
    """What of the code is needed to tell invocations apart."""

    first_lines: frozenset[int]
    """Lines on which bodies of functions begin, where nothing but a call leads to them after an exception."""
    generators: frozenset[str]
    """Names of functions that can be left and entered again."""
    yields: frozenset[int]
    returns: frozenset[int]
    """Lines with a `return` of their own."""
    parameters: frozenset[str]
    """Of all functions."""

    def begins(self, step: TraceStep) -> bool:
        """Whether an event can be the first of an invocation: nothing but parameters has a value yet."""
        return step.event == "line" and step.line in self.first_lines and self.parameters.issuperset(step.variables)


def landmarks(tree: ast.Module) -> Landmarks:
    """The landmarks of a program."""
    first, generators, yields, returns, parameters = set(), set(), set(), set(), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if len(node.body) > 1 and ast.get_docstring(node, clean=False) else node.body
            if not isinstance(body[0], ast.With | ast.AsyncWith):
                first.add(body[0].lineno)
            own = list(_own_nodes(node))
            if isinstance(node, ast.AsyncFunctionDef) or any(isinstance(n, ast.Yield | ast.YieldFrom) for n in own):
                generators.add(node.name)
        elif isinstance(node, ast.Yield | ast.YieldFrom | ast.Await):
            yields |= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
        elif isinstance(node, ast.arg):
            parameters.add(node.arg)
        elif isinstance(node, ast.Return):
            returns |= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return Landmarks(
        first_lines=frozenset(first),
        generators=frozenset(generators),
        yields=frozenset(yields),
        returns=frozenset(returns),
        parameters=frozenset(parameters),
    )


def _own_nodes(node: ast.AST) -> Iterator[ast.AST]:
    """What stands in a function and not in one inside it."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            yield child
            yield from _own_nodes(child)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The events of one invocation of one function, in order."""

    function: str
    depth: int
    events: tuple[TraceStep, ...]
    places: tuple[int, ...]
    """Where each event stands in the trace."""
    ended: bool
    """Seen to return, or to be left by an exception."""
    caller: int | None = None
    """Index of the frame it was called from, where that was traced."""
    raised: str = ""
    """The exception it was left by."""
    mixed: bool = False
    """Events of several invocations that cannot be told apart: a generator that was made more than once."""

    @property
    def returned(self) -> str | None:
        """The value it returned; None where it was left otherwise."""
        last = self.events[-1]
        return last.value if last.event == "return" else None


@dataclass(slots=True)
class _Open:
    function: str
    depth: int
    caller: int | None
    number: int
    events: list[TraceStep] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    ended: bool = False
    raised: str = ""


def frames_of(trace: Trace, marks: Landmarks) -> tuple[Frame, ...]:
    """All invocations in the order they began."""
    found: list[_Open] = []
    stack: list[_Open] = []
    resumed: dict[str, _Open] = {}
    for place, step in enumerate(trace.steps):
        while stack and stack[-1].depth > step.depth:
            _leave(stack.pop(), step.value if step.event == "exception" else "")
        if step.function in marks.generators:
            frame = resumed.get(step.function) or _new(found, stack, step)
            resumed[step.function] = frame
        else:
            if stack and stack[-1].depth == step.depth and not _goes_on(stack[-1], step, marks):
                _leave(stack.pop(), "")
            if not stack or stack[-1].depth < step.depth:
                stack.append(_new(found, stack, step))
            frame = stack[-1]
        frame.events.append(step)
        frame.places.append(place)
    if not trace.truncated:
        for frame in stack:
            _leave(frame, trace.raised or "")
    return tuple(_closed(frame, trace, marks) for frame in found)


def _new(found: list[_Open], stack: list[_Open], step: TraceStep) -> _Open:
    caller = stack[-1].number if stack and stack[-1].depth < step.depth else None
    frame = _Open(step.function, step.depth, caller, len(found))
    found.append(frame)
    return frame


def _goes_on(frame: _Open, step: TraceStep, marks: Landmarks) -> bool:
    last = frame.events[-1]
    if frame.function != step.function or last.event == "return":
        return False
    # An exception that code in C swallowed leaves no trace in the caller: the next invocation begins right after it.
    return not (last.event == "exception" and marks.begins(step))


def _leave(frame: _Open, outer: str) -> None:
    """The invocation is over. `outer`: the exception seen in its caller next, which left it if it did not return."""
    last = frame.events[-1]
    if last.event == "line":  # `finally` ran after the exception: going on with it is no event of its own
        frame.raised = outer
    elif last.event == "exception":
        frame.raised = last.value
    frame.ended = last.event == "return" or bool(frame.raised)


def _closed(frame: _Open, trace: Trace, marks: Landmarks) -> Frame:
    mixed, ended = False, frame.ended
    if frame.function in marks.generators:
        last = frame.events[-1]
        mixed = sum(marks.begins(event) for event in frame.events) != 1
        waits = last.event == "return" and last.line in marks.yields
        ended = not (mixed or waits or trace.truncated) and last.event != "line"
    return Frame(
        function=frame.function,
        depth=frame.depth,
        events=tuple(frame.events),
        places=tuple(frame.places),
        ended=ended,
        caller=frame.caller,
        raised=frame.raised,
        mixed=mixed,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One round of a loop: indices into the events of its frame."""

    begin: int
    """The first event of the body: its variables are those the round began with."""
    end: int | None
    """The event after the round's last one; None: the round was not seen to end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoopRun:
    """One execution of a loop in a frame."""

    begin: int
    """The event of its header before the first round."""
    rounds: tuple[Round, ...]
    left: int | None
    """The event at which it had run out or was left by `break`: its variables are those just after it. Else None."""
    how: Literal["done", "return", "exception", "cut"]
    """`cut`: not seen to be over."""

    @property
    def complete(self) -> bool:
        """Whether all its rounds were seen."""
        return self.how != "cut"


def loop_runs(loop: Loop, frame: Frame, marks: Landmarks) -> tuple[LoopRun, ...]:
    """Every execution of a loop whose body lies below its header, in one frame."""
    walk = _LoopWalk(loop, marks)
    last = len(frame.events) - 1
    for index, event in enumerate(frame.events):
        if event.event != "return" or (index == last and frame.ended):  # else a generator hands out a value
            walk.step(index, event)
    return walk.finish(ended=frame.ended)


class _LoopWalk:
    """Goes through the events of a frame and keeps the executions of one loop."""

    def __init__(self, loop: Loop, marks: Landmarks) -> None:
        self._first = loop.lineno
        self._header = range(loop.lineno, loop.body[0].lineno)
        last = loop.body[-1]
        self._body = range(loop.body[0].lineno, (last.end_lineno or last.lineno) + 1)
        self._marks = marks
        self._runs: list[LoopRun] = []
        self._begin: int | None = None
        self._rounds: list[Round] = []
        self._round: int | None = None
        self._before = ""
        """What the last event of this loop was: `header`, `body` or `exception`."""

    def step(self, index: int, event: TraceStep) -> None:
        """Take one event."""
        if event.event == "line" and event.line in self._header:
            self._at_header(index, event)
        elif self._begin is None:
            return
        elif event.event == "exception":
            if event.value != "StopIteration" or event.line not in self._header:  # an iterator that has run out
                self._before = "exception"
        elif event.event == "return":
            inside = event.line in self._body and event.line in (self._marks.returns | self._marks.yields)
            self._over(index, "return" if inside else "done")
        elif event.line in self._body:
            self._round = index if self._round is None else self._round
            self._before = "body"
        else:
            self._over(index, "exception" if self._before == "exception" else "done")

    def _at_header(self, index: int, event: TraceStep) -> None:
        if self._before == "header" and event.line == self._first and len(self._header) == 1:
            self._over(index, "done")  # it ran out, and was come to again at once
        self._round_over(index)
        if self._begin is None and event.line == self._first:
            self._begin = index
        self._before = "header" if self._begin is not None else ""

    def finish(self, *, ended: bool) -> tuple[LoopRun, ...]:
        """All executions. `ended`: the frame was seen to its end."""
        if self._begin is not None:
            self._over(None, "exception" if ended else "cut")  # a return would have been an event
        return tuple(self._runs)

    def _round_over(self, index: int | None) -> None:
        if self._round is not None:
            self._rounds.append(Round(begin=self._round, end=index))
            self._round = None

    def _over(self, index: int | None, how: Literal["done", "return", "exception", "cut"]) -> None:
        self._round_over(index)
        if self._begin is not None:
            left = index if how == "done" else None
            self._runs.append(LoopRun(begin=self._begin, rounds=tuple(self._rounds), left=left, how=how))
        self._begin, self._rounds, self._round, self._before = None, [], None, ""
