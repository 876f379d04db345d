"""Statements about variables, held against the values a run showed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kernel_magic.lessons.claims.facts import Facts
from kernel_magic.lessons.claims.findings import UNKNOWN, Finding, agree, all_of, any_of, flipped, shown
from kernel_magic.lessons.claims.moments import Moment, Moments, is_every, is_stretch, moments, value_at
from kernel_magic.lessons.claims.properties import UNIVERSAL, has_property
from kernel_magic.lessons.claims.statements import ExtremeSays, Subject, Test, ValueSays, Where
from kernel_magic.lessons.claims.values import Seen, number_in

_MUTABLE = frozenset({"list", "dict", "set", "deque", "Counter", "defaultdict", "OrderedDict", "array", "bytearray"})


def judge_value(says: ValueSays, facts: Facts) -> Finding:
    """What the run says to a statement about a variable."""
    mode = says.mode
    if says.where.kind == "start":  # what does not exist yet then is meant where it begins to
        says, mode = replace(says, where=replace(says.where, kind="anywhere")), "first"
    if not is_stretch(says.where) and mode in ("sometime", "first", "last"):
        where = replace(says.where, kind="after_line") if says.where.kind == "at_line" else says.where
        says, mode = replace(says, where=where), "state"
    if mode == "state":
        return _state(says, facts)
    if mode in ("first", "last"):
        return _edge(says, facts, first=mode == "first")
    if mode == "sometimes_not":
        always = judge_value(replace(says, mode="always"), facts)
        return replace(always, holds=flipped(answer=always.holds, negated=True))
    found = [_stretch(says, facts, reading) for reading in _visible(says.subject, says.where, facts)]
    return _joined(found)


def visible(subject: Subject, reading: Moments) -> list[tuple[Moment, Seen]]:
    """The moments at which a variable exists, with what it shows."""
    pairs = ((moment, value_at(subject, moment)) for moment in reading.found)
    return [(moment, value) for moment, value in pairs if value is not None]


def _visible(subject: Subject, where: Where, facts: Facts) -> list[Moments]:
    """The readings of a place in which the variable exists: a sentence cannot mean the others."""
    return [reading for reading in moments(where, facts) if visible(subject, reading)]


def _joined(found: Sequence[Finding]) -> Finding:
    holds = agree(finding.holds for finding in found)
    texts = dict.fromkeys(finding.observed for finding in found if finding.observed)
    return Finding(holds=holds, observed=shown(texts)) if found else UNKNOWN


def _answers(test: Test, pairs: Sequence[tuple[Moment, Seen]]) -> list[bool | None]:
    return [has_property(test, value, moment.event.variables) for moment, value in pairs]


def _texts(pairs: Sequence[tuple[Moment, Seen]]) -> list[str]:
    return [value.text for _, value in pairs if value.text]


def all_seen(subject: Subject, facts: Facts, reading: Moments) -> bool:
    """Whether the variable had no value, in this reading, that no event shows."""
    if not _every_event(subject, facts, reading):
        return False
    pairs = visible(subject, reading)
    # Another function may have filled and emptied the same list in between.
    mutable = subject.aspect == "size" or subject.path or any(value.kind in _MUTABLE for _, value in pairs)
    return not (mutable and len(facts.frames) > 1 and not _is_text(pairs))


def _every_event(subject: Subject, facts: Facts, reading: Moments) -> bool:
    if not reading.complete or subject.name in facts.hidden:
        return False
    return not any(facts.may_miss(moment.event, subject.name) or moment.frame.mixed for moment in reading.found)


def _is_text(pairs: Sequence[tuple[Moment, Seen]]) -> bool:
    return all(value.kind in ("str", "tuple") for _, value in pairs)


def _stretch(says: ValueSays, facts: Facts, reading: Moments) -> Finding:
    """Always, never or at some time over all moments of one reading."""
    pairs = visible(says.subject, reading)
    answers = _answers(says.test, pairs)
    complete = all_seen(says.subject, facts, reading)
    if says.mode == "sometime":
        holds = any_of(answers, complete=complete)
        return Finding(holds=holds, observed=_witness(pairs, answers, wanted=True))
    if says.mode == "never":
        holds = flipped(answer=any_of(answers, complete=complete), negated=True)
        return Finding(holds=holds, observed=_witness(pairs, answers, wanted=True))
    holds = all_of(answers, complete=complete)
    return Finding(holds=holds, observed=_witness(pairs, answers, wanted=False))


def _witness(pairs: Sequence[tuple[Moment, Seen]], answers: Sequence[bool | None], *, wanted: bool) -> str:
    """The value that settles it; where there is none, all of them."""
    for (_, value), answer in zip(pairs, answers, strict=True):
        if answer is wanted and value.text:
            return value.text
    return shown(_texts(pairs))


def _state(says: ValueSays, facts: Facts) -> Finding:
    if not is_stretch(says.where):
        return _joined([_at_moments(says, facts, reading) for reading in _visible(says.subject, says.where, facts)])
    whole = [_at_large(says, facts, reading) for reading in _visible(says.subject, says.where, facts)]
    found = _joined(whole)
    if not facts.has_lines or says.where.kind != "anywhere":
        return found
    # About some lines: what holds when they are left is meant; what never holds in the whole run is refuted.
    here = replace(says, where=replace(says.where, kind="here"))
    readings = _visible(says.subject, here.where, facts)
    if not readings:
        return found
    local = _joined([_at_large(here, facts, reading) for reading in readings])
    if local.holds is True:
        return local
    return Finding(holds=False if local.holds is found.holds is False else None, observed=local.observed)


def _at_moments(says: ValueSays, facts: Facts, reading: Moments) -> Finding:
    """A moment that comes more than once, or that can be read in two ways, gives one answer or none."""
    pairs = visible(says.subject, reading)
    answers = _answers(says.test, pairs)
    observed = shown(_texts(pairs))
    if len(pairs) < len(reading.found) and says.where.kind in ("before_line", "at_line", "after_line"):
        unseen = [moment for moment in reading.found if value_at(says.subject, moment) is None]
        if says.where.kind != "at_line" or any(facts.may_miss(moment.event, says.subject.name) for moment in unseen):
            return Finding(holds=None, observed=observed)
    if is_every(says.where) or says.mode == "always":
        holds = all_of(answers, complete=reading.complete)
        return Finding(holds=holds, observed=_witness(pairs, answers, wanted=False))
    return Finding(holds=agree(answers) if reading.complete else None, observed=observed)


def _at_large(says: ValueSays, facts: Facts, reading: Moments) -> Finding:
    """A property said without a moment: true when it holds always, false when never.

    What a variable *is* is also true when it holds at the end of every invocation (or when the lines are left).
    """
    pairs = visible(says.subject, reading)
    answers = _answers(says.test, pairs)
    if all_of(answers, complete=all_seen(says.subject, facts, reading)):
        return Finding(holds=True, observed=shown(_texts(pairs)))
    if any_of(answers, complete=_every_event(says.subject, facts, reading)) is False:
        return Finding(holds=False, observed=shown(_texts(pairs)))
    final = _final(says.subject, facts, reading)
    observed = shown(_texts(final or pairs))
    lasting = says.test.op not in UNIVERSAL and not says.test.negated and says.where.kind in ("anywhere", "here")
    if lasting and final and all_of(_answers(says.test, final), complete=True):
        return Finding(holds=True, observed=observed)
    return Finding(holds=None, observed=observed)


def _final(subject: Subject, facts: Facts, reading: Moments) -> list[tuple[Moment, Seen]]:
    """The last value in every invocation; none where one was not seen to its end."""
    last: dict[int, tuple[Moment, Seen]] = {}
    for moment, value in visible(subject, reading):
        last[id(moment.frame)] = (moment, value)
    settled = reading.complete and all(moment.frame.ended and not moment.frame.mixed for moment, _ in last.values())
    return list(last.values()) if settled else []


def _edge(says: ValueSays, facts: Facts, *, first: bool) -> Finding:
    """The first or last value in each invocation."""
    found = []
    for reading in _visible(says.subject, says.where, facts):
        edges = _first(says.subject, facts, reading) if first else _final(says.subject, facts, reading)
        if not edges:
            found.append(UNKNOWN)
            continue
        observed = shown(_texts(edges))
        found.append(Finding(holds=agree(_answers(says.test, edges)), observed=observed))
    return _joined(found)


def _first(subject: Subject, facts: Facts, reading: Moments) -> list[tuple[Moment, Seen]]:
    firsts: dict[int, tuple[Moment, Seen]] = {}
    for moment, value in visible(subject, reading):
        firsts.setdefault(id(moment.frame), (moment, value))
    alone = len({id(moment.frame) for moment in reading.found}) == 1
    sure = (reading.complete or alone) and subject.name not in facts.hidden
    early = any(facts.may_miss(moment.event, subject.name) or moment.frame.mixed for moment in reading.found)
    return list(firsts.values()) if sure and not early else []


def judge_extreme(says: ExtremeSays, facts: Facts) -> Finding:
    """What the run says to a statement about the largest or smallest value."""
    found = []
    for reading in _visible(says.subject, says.where, facts):
        pairs = visible(says.subject, reading)
        numbers = [(number, pair) for pair in pairs if (number := number_in(pair[1])) is not None and number == number]
        if not numbers or len(numbers) < len(pairs) or not all_seen(says.subject, facts, reading):
            found.append(UNKNOWN)
            continue
        side = max if says.largest else min
        _, (moment, value) = side(numbers, key=lambda item: item[0])
        found.append(Finding(holds=has_property(says.test, value, moment.event.variables), observed=value.text))
    return _joined(found)
