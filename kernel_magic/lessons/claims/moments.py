"""Which events of a run a place means, and which values a variable shows there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kernel_magic.core.trace import TraceStep
from kernel_magic.core.values import PlainValue
from kernel_magic.lessons.claims.facts import Facts, PlacedLoop
from kernel_magic.lessons.claims.statements import EVERY, LAST, Attribute, Subject, Where
from kernel_magic.lessons.claims.values import Seen, attribute, seen
from kernel_magic.lessons.rounds import Frame, LoopRun

_STRETCHES = ("anywhere", "in_loop", "in_round", "here")
"""Places that are a stretch of the run, not a moment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One event of an invocation."""

    frame: Frame
    index: int

    @property
    def event(self) -> TraceStep:
        """The event; its variables are the values just before its line runs."""
        return self.frame.events[self.index]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moments:
    """The moments of one reading of a place."""

    found: tuple[Moment, ...]
    complete: bool
    """The run has no other moments that this reading means."""


def is_stretch(where: Where) -> bool:
    """Whether a place lasts."""
    return where.kind in _STRETCHES


def moments(where: Where, facts: Facts) -> list[Moments]:
    """The moments a place means, one entry for each way to read it (which function, which loop)."""
    if where.kind == "anywhere":
        return _by_function(facts, where)
    if where.kind in ("start", "end"):
        return [_ends(facts, where, frames) for frames in _groups(facts, where)]
    if where.kind in ("before_line", "at_line", "after_line"):
        return [_at_line(facts, where)]
    if where.kind in ("here", "before_here", "after_here"):
        return [_here(facts, where)] if facts.has_lines else []
    return [_at_loop(facts, where, loop) for loop in facts.loops_meant(where.loop) if _in(loop.function, where)]


def _in(function: str, where: Where) -> bool:
    return not where.function or where.function == function


def _groups(facts: Facts, where: Where) -> list[list[Frame]]:
    """Invocations by function: the same name in two functions is two variables."""
    groups: dict[tuple[str, int], list[Frame]] = {}
    for frame in facts.frames:
        if _in(frame.function, where):
            home = facts.function_at(frame.events[0].line)
            groups.setdefault((frame.function, home.lineno if home is not None else 0), []).append(frame)
    return list(groups.values())


def _all(frame: Frame) -> Iterator[Moment]:
    return (Moment(frame=frame, index=index) for index in range(len(frame.events)))


def _by_function(facts: Facts, where: Where) -> list[Moments]:
    return [
        Moments(found=tuple(moment for frame in frames for moment in _all(frame)), complete=not facts.cut)
        for frames in _groups(facts, where)
    ]


def _ends(facts: Facts, where: Where, frames: list[Frame]) -> Moments:
    usable = [frame for frame in frames if not frame.mixed]
    found = [
        Moment(frame=frame, index=0 if where.kind == "start" else len(frame.events) - 1)
        for frame in usable
        if where.kind == "start" or frame.ended
    ]
    return Moments(found=tuple(found), complete=len(found) == len(frames) and _settled(facts, frames))


def _settled(facts: Facts, frames: list[Frame]) -> bool:
    """Whether no further invocation can have followed where the trace was cut."""
    return not facts.cut or (len(frames) == 1 and frames[0].depth == 0 and not facts.in_module)


def _at_line(facts: Facts, where: Where) -> Moments:
    """Before and after each run of a line: `on line 4` may mean either."""
    runs = [
        (frame, index)
        for frame in facts.frames
        for index, event in enumerate(frame.events)
        if event.event == "line" and event.line == where.line and _in(frame.function, where) and not frame.mixed
    ]
    runs.sort(key=lambda run: run[0].places[run[1]])
    complete = not facts.cut
    if where.number > 0:
        runs, complete = runs[where.number - 1 : where.number], True
    elif where.number != EVERY:
        runs = runs[-1:] if where.number == LAST else []
    found: list[Moment] = []
    for frame, index in runs:
        after = index + 1
        if where.kind != "after_line":
            found.append(Moment(frame=frame, index=index))
        if where.kind == "before_line":
            continue
        if after < len(frame.events):
            if frame.events[after].event != "exception":
                found.append(Moment(frame=frame, index=after))
        else:
            complete = False
    return Moments(found=tuple(found), complete=complete)


def _here(facts: Facts, where: Where) -> Moments:
    """The lines a sentence is about: the events in them, those that enter them, or those that leave them."""
    found: list[Moment] = []
    for frame in facts.frames:
        inside = False
        for index, event in enumerate(frame.events):
            here = facts.inside(event)
            leaves = inside and (not here or index == len(frame.events) - 1)
            enters = here and not inside
            wanted = {"here": here or leaves, "after_here": leaves, "before_here": enters}
            if wanted[where.kind]:
                found.append(Moment(frame=frame, index=index))
            inside = here
    return Moments(found=tuple(found), complete=not facts.cut and not any(frame.mixed for frame in facts.frames))


def _at_loop(facts: Facts, where: Where, loop: PlacedLoop) -> Moments:
    if not loop.readable:
        return Moments(found=(), complete=False)
    runs = facts.runs_of(loop)
    complete = not facts.cut or (len(runs) == 1 and not loop.inside and _settled(facts, [runs[0][0]]))
    found: list[Moment] = []
    for frame, once in runs:
        indices, whole = _in_run(where, frame, once, loop)
        found += [Moment(frame=frame, index=index) for index in indices]
        complete = complete and whole
    return Moments(found=tuple(found), complete=complete)


def _in_run(where: Where, frame: Frame, once: LoopRun, loop: PlacedLoop) -> tuple[list[int], bool]:
    """Indices of the events one execution of a loop has for a place, and whether they are all."""
    if where.kind == "before_loop":
        return [once.begin], True
    if where.kind == "after_loop":
        left = _behind_else(frame, once.left, loop) if once.left is not None else None
        return ([left], True) if left is not None else ([], False)
    if where.kind == "at_loop":
        return [once.begin, *(once_round.begin for once_round in once.rounds[:1])], True
    if where.kind == "in_loop":
        # A round that was left for good shows its last values at the event behind it.
        last = max([once.begin, *(r.end if r.end is not None else len(frame.events) - 1 for r in once.rounds)])
        first = once.rounds[0].begin if once.rounds else last + 1
        return list(range(first, last + 1)), once.complete
    return _in_rounds(where, frame, once)


def _behind_else(frame: Frame, left: int, loop: PlacedLoop) -> int | None:
    """The first event behind the loop and its `else`; None where the `else` was not seen to run through."""
    if not loop.node.orelse:
        return left
    last = loop.node.orelse[-1]
    lines = range(loop.node.orelse[0].lineno, (last.end_lineno or last.lineno) + 1)
    for index in range(left, len(frame.events)):
        event = frame.events[index]
        if event.event == "exception" or (event.event == "return" and event.line in lines):
            return None
        if event.line not in lines:
            return index
    return None


def _in_rounds(where: Where, frame: Frame, once: LoopRun) -> tuple[list[int], bool]:
    rounds = once.rounds
    whole = once.complete
    if where.number > 0:
        rounds = rounds[where.number - 1 : where.number]
        whole = bool(rounds)
    elif where.number != EVERY:
        rounds = rounds[-1:] if where.number == LAST else ()
    indices: list[int] = []
    for one in rounds:
        if where.kind == "before_round":
            indices.append(one.begin)
        elif one.end is None:
            whole = False
        elif where.kind == "after_round":
            indices.append(one.end)
        else:
            indices += range(one.begin, one.end + 1)
    return indices, whole


def is_every(where: Where) -> bool:
    """Whether a place means each round, or each run of a line."""
    return where.number == EVERY and where.kind in ("after_round", "in_round", "before_round")


def value_at(subject: Subject, moment: Moment) -> Seen | None:
    """What a variable, a part or its size shows at a moment; None where it does not exist there."""
    text = moment.event.variables.get(subject.name)
    if text is None:
        return None
    found = seen(text)
    for place in subject.path:
        inner = _part(found, place)
        if inner is None:
            return None
        found = inner
    if subject.aspect == "size":
        return _size(found)
    return found


def _part(whole: Seen, place: PlainValue | Attribute) -> Seen | None:
    value = whole.value
    if isinstance(place, Attribute):
        return attribute(whole, place.name)
    if not whole.known or whole.kind == "array":
        return Seen(text="") if not whole.known else None
    try:
        if isinstance(value, list | tuple | str) and isinstance(place, int) and not isinstance(place, bool):
            part: PlainValue = value[place]
        elif isinstance(value, dict):
            part = value[place]
        else:
            return None
    except (KeyError, IndexError, TypeError):
        return None
    return Seen(text=repr(part), kind=type(part).__name__, known=True, value=part)


def _size(whole: Seen) -> Seen | None:
    if whole.kind in ("int", "float", "bool", "NoneType", "complex"):
        return None
    if not whole.known:
        return Seen(text="")
    return Seen(text=str(whole.least), kind="int", known=True, value=whole.least)
