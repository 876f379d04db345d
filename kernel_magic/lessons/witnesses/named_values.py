"""Arguments that are one of a few names: a colour, a direction, where the task's words list them; days and months.

A made-up word in the place of such a name ("gree") lies outside the task: programs part there, and neither is wrong. So
generated inputs get a name of the list in its place, also one that no example shows. Read narrowly: every example must
give a name of one and the same list at that place of its arguments, and they must give several. A few inputs keep their
made-up words as edges: should the list have been none, programs that part there are told of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count
from typing import TypeAlias

from kernel_magic.core.lesson import Task
from kernel_magic.core.problem import Call, TestCase
from kernel_magic.core.values import PlainValue
from kernel_magic.lessons.failure import given_text
from kernel_magic.lessons.witnesses.agreement import EDGE
from kernel_magic.lessons.witnesses.listed_names import listed_names

_Place: TypeAlias = "tuple[int | str, ...]"
"""An argument's number or name, then `*` for any item of a list, and the keys of dictionaries."""

_KNOWN = (
    ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
     "December"),
)  # fmt: skip
_FEWEST = 2
"""Different names that examples must show."""
_MADE_UP = 3
"""Inputs that stay as edges."""


def with_named_values(inputs: Sequence[TestCase], task: Task) -> tuple[TestCase, ...]:
    """The inputs with listed names where the task wants them, then a few as they were, as edges.

    Inputs that became equal are there once.
    """
    shown = {place: seen for place, seen in _shown(task.cases).items() if len(seen) >= _FEWEST}
    lists = [*listed_names(task.text), *_KNOWN] if shown else []
    names = {place: found for place, seen in shown.items() if (found := _holding(lists, seen))}
    if not names:
        return tuple(inputs)
    turn = count()
    changed: dict[str, TestCase] = {}
    made_up: list[TestCase] = []
    for case in inputs:
        named = _named(case, names, turn)
        changed.setdefault(repr(named.given), named)
        if named is not case and not case.name.startswith(EDGE):
            made_up.append(replace(case, name=f"{EDGE}{case.name}"))
    return (*changed.values(), *made_up[:_MADE_UP])


def _holding(lists: Sequence[tuple[str, ...]], seen: set[str]) -> tuple[str, ...]:
    """The longest list that holds all of these, each name once; empty where none does."""
    found = [tuple(dict.fromkeys(names)) for names in lists if seen <= set(names)]
    return max(found, key=len, default=())


def _shown(cases: Sequence[TestCase]) -> dict[_Place, set[str]]:
    """The texts that examples give, by their place."""
    seen: dict[_Place, set[str]] = {}
    for case in cases:
        if not isinstance(case.given, Call):
            return {}
        slots: list[tuple[int | str, PlainValue]] = [*enumerate(case.given.args), *case.given.kwargs.items()]
        for slot, value in slots:
            for place, text in _texts(value, (slot,)):
                seen.setdefault(place, set()).add(text)
    return seen


def _texts(value: PlainValue, place: _Place) -> Iterator[tuple[_Place, str]]:
    match value:
        case str():
            yield place, value
        case list() | tuple():
            for item in value:
                yield from _texts(item, (*place, "*"))
        case dict():
            for key, item in value.items():
                if isinstance(key, str):
                    yield from _texts(item, (*place, key))
        case _:
            return


def _named(case: TestCase, names: dict[_Place, tuple[str, ...]], turn: Iterator[int]) -> TestCase:
    if not isinstance(case.given, Call):
        return case
    given = case.given
    args = tuple(_value(value, (slot,), names, turn) for slot, value in enumerate(given.args))
    kwargs = {slot: _value(value, (slot,), names, turn) for slot, value in given.kwargs.items()}
    named = replace(case, given=replace(given, args=args, kwargs=kwargs))
    return replace(named, text=given_text(named)[1:-1]) if named.given != given else case


def _value(value: PlainValue, place: _Place, names: dict[_Place, tuple[str, ...]], turn: Iterator[int]) -> PlainValue:
    match value:
        case str() if place in names:
            listed = names[place]
            return value if value in listed else listed[next(turn) % len(listed)]
        case list():
            return [_value(item, (*place, "*"), names, turn) for item in value]
        case tuple():
            return tuple(_value(item, (*place, "*"), names, turn) for item in value)
        case dict():
            return {
                key: _value(item, (*place, key), names, turn) if isinstance(key, str) else item
                for key, item in value.items()
            }
        case _:
            return value
