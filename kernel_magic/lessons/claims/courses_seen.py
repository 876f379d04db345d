"""Statements about how a variable moves: from … to …, through some values, by a step each round, not at all."""

from __future__ import annotations

import ast
import itertools
import math
from collections.abc import Sequence

from kernel_magic.core.values import PlainValue
from kernel_magic.lessons.claims.facts import Facts, PlacedLoop
from kernel_magic.lessons.claims.findings import UNKNOWN, Finding, agree, all_of, flipped, shown
from kernel_magic.lessons.claims.moments import Moment, Moments, is_stretch, moments, value_at
from kernel_magic.lessons.claims.statements import CourseSays
from kernel_magic.lessons.claims.values import Seen, equal, number_in
from kernel_magic.lessons.claims.values_seen import all_seen, visible

_NOISE = 1e-9


def judge_course(says: CourseSays, facts: Facts) -> Finding:
    """What the run says to a statement about a variable's way."""
    if says.kind in ("adds", "times"):
        return _joined([_steps(says, facts, loop) for loop in facts.loops_meant(says.where.loop)])
    if not is_stretch(says.where):
        return UNKNOWN
    return _joined(
        [_way(says, facts, reading) for reading in moments(says.where, facts) if visible(says.subject, reading)]
    )


def _joined(found: Sequence[Finding | None]) -> Finding:
    kept = [finding for finding in found if finding is not None]
    if not kept:
        return UNKNOWN
    texts = [finding.observed for finding in kept if finding.observed]
    return Finding(holds=agree(finding.holds for finding in kept), observed=shown(texts))


def _way(says: CourseSays, facts: Facts, reading: Moments) -> Finding:
    """The values, invocation by invocation, without repetitions."""
    complete = all_seen(says.subject, facts, reading)
    ways: dict[int, list[Seen]] = {}
    for moment, value in visible(says.subject, reading):
        way = ways.setdefault(id(moment.frame), [])
        if not way or way[-1].text != value.text:
            way.append(value)
    observed = shown(value.text for way in ways.values() for value in way)
    if says.kind == "constant":
        answer = _constant(list(ways.values()), complete=complete)
    else:
        judged = {"goes": _goes, "takes": _takes, "distinct": _distinct, "rises": _rises, "falls": _falls}[says.kind]
        answer = agree(judged(way, says.values, complete=complete) for way in ways.values())
    return Finding(holds=flipped(answer=answer, negated=says.negated), observed=observed)


def _constant(ways: Sequence[Sequence[Seen]], *, complete: bool) -> bool | None:
    if any(len(way) > 1 for way in ways):
        return False
    return True if complete and all(value.known for way in ways for value in way) else None


def _goes(way: Sequence[Seen], ends: Sequence[PlainValue], *, complete: bool) -> bool | None:
    """Begins at one, ends at the other, and passes only values between them, in one direction."""
    edges = [equal(way[0], ends[0]), equal(way[-1], ends[1])]
    if False in edges:
        return False if complete else None
    numbers = [number_in(value) for value in way]
    known = [number for number in numbers if number is not None]
    steady = known in (sorted(known), sorted(known, reverse=True)) and len(known) == len(numbers)
    return True if complete and steady and None not in edges else None


def _takes(way: Sequence[Seen], values: Sequence[PlainValue], *, complete: bool) -> bool | None:
    """Exactly these, in this order. That it takes some of them, and others too, may be meant or not."""
    if len(way) == len(values):
        answers = [equal(value, claimed) for value, claimed in zip(way, values, strict=True)]
        if all_of(answers, complete=complete):
            return True
    if any(value.kind not in ("int", "float", "bool", "str", "NoneType") for value in way):
        return None  # the values it holds may be meant
    for claimed in values:
        if all(equal(value, claimed) is False for value in way):
            return False if complete else None
    return None


def _distinct(way: Sequence[Seen], values: Sequence[PlainValue], *, complete: bool) -> bool | None:
    """How many different values: what shows alike is one, if all of it is shown."""
    if not all(value.known for value in way):
        return None
    count = len({value.text for value in way})
    if complete:
        return count == values[0]
    return False if isinstance(values[0], int) and count > values[0] else None


def _rises(way: Sequence[Seen], values: Sequence[PlainValue], *, complete: bool) -> bool | None:
    numbers = [number for value in way if (number := number_in(value)) is not None]
    if any(later < earlier for earlier, later in itertools.pairwise(numbers)):
        return False
    return True if complete and len(numbers) == len(way) and math.nan not in numbers else None


def _falls(way: Sequence[Seen], values: Sequence[PlainValue], *, complete: bool) -> bool | None:
    return _rises(way[::-1], values, complete=complete)


def _steps(says: CourseSays, facts: Facts, loop: PlacedLoop) -> Finding | None:
    """The same step in each round: over the round, or from round to round for what the loop itself sets."""
    if not loop.readable:
        return UNKNOWN
    own = isinstance(loop.node, ast.For) and says.subject.name in {
        node.id for node in ast.walk(loop.node.target) if isinstance(node, ast.Name)
    }
    answers: list[bool | None] = []
    texts: list[str] = []
    complete = True
    for frame, once in facts.runs_of(loop):
        complete = complete and once.complete and not facts.cut
        begins = [value_at(says.subject, Moment(frame=frame, index=one.begin)) for one in once.rounds]
        ends = [
            value_at(says.subject, Moment(frame=frame, index=one.end)) if one.end is not None else None
            for one in once.rounds
        ]
        pairs = list(itertools.pairwise(begins)) if own else list(zip(begins, ends, strict=True))
        texts += [value.text for value in (*begins[:1], *(ends if not own else begins[1:])) if value is not None]
        answers += [_stepped(a, b, says) for a, b in pairs]
    if not texts:
        return None
    return Finding(holds=all_of(answers, complete=complete), observed=shown(texts))


def _stepped(before: Seen | None, after: Seen | None, says: CourseSays) -> bool | None:
    a = number_in(before) if before is not None else None
    b = number_in(after) if after is not None else None
    step = says.values[0]
    if a is None or b is None or not isinstance(step, int | float):
        return None
    try:
        wanted = a + step if says.kind == "adds" else a * step
        return b == wanted or math.isclose(b, wanted, rel_tol=_NOISE)
    except OverflowError:
        return None
