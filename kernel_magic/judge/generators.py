"""Inputs like the examples, on which independently written programs must agree.

Learns what the example calls have in common and makes new ones: boundary cases first, then changed examples and fresh
draws, smallest first. A case named `generated …` stays inside what the examples show; one named `edge …` leaves it
(an empty list where none was empty, a zero where all were positive), so a disagreement there may be a gap in the
task rather than a fault. No expected values, no knowledge of the task's text, no running of anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from kernel_magic.core.problem import Call, Given, Returns, Stdin, TestCase
from kernel_magic.judge.call_forms import CallForm, call_forms
from kernel_magic.judge.relations import Row
from kernel_magic.judge.rows import RowMaker
from kernel_magic.judge.stdin_inputs import texts_like

_EDGES_PER = 4
"""At most one case in so many leaves what the examples show."""
_FEWEST_EDGES = 4
_TRIES_PER_CASE = 30
_GROWTH, _ROOM = 4, 400
"""A case is at most so many times as long as the longest example, and so many characters more."""


def inputs_like(cases: tuple[TestCase, ...], /, *, seed: int, count: int) -> tuple[TestCase, ...]:
    """Up to `count` distinct new cases without expectation, shaped like the given ones; the same for the same seed.

    Boundary cases come first, then random ones, smallest first; of calls, those that leave the examples come last. None
    equals a given case. Empty where the given cases tell nothing: no calls with arguments, no readable standard input.
    """
    if count < 1:
        return ()
    forms = call_forms(cases)
    if any(form.row for form in forms):
        return _call_cases(forms, seed=seed, count=count, judged=_is_judged(cases))
    texts = tuple(case.given.text for case in cases if isinstance(case.given, Stdin))
    found = texts_like(texts, seed=seed, count=count)
    return _named([(Stdin(text=text), text, edge) for text, edge in found])


@dataclass(slots=True)
class _Chosen:
    """The cases picked so far: distinct, at most so many of them edges."""

    taken: set[str]
    most_edges: int
    longest: int
    rows: list[tuple[CallForm, Row, bool]] = field(default_factory=list)
    edges: int = 0

    def take(self, form: CallForm, row: Row, *, edge: bool) -> None:
        """Keep it, unless there is one like it, there are edges enough, or it is very long."""
        key = form.key(row)
        if key in self.taken or len(key) > self.longest or (edge and self.edges >= self.most_edges):
            return
        self.taken.add(key)
        self.edges += edge
        self.rows.append((form, row, edge))


def _call_cases(forms: tuple[CallForm, ...], *, seed: int, count: int, judged: bool) -> tuple[TestCase, ...]:
    """At most half boundary cases and a few edges, then random ones, smallest first."""
    rng = Random(f"{seed}|{'|'.join(form.key(form.row) for form in forms)}")  # noqa: S311 - it keeps no secret
    given = {form.key(form.row) for form in forms}
    chosen = _Chosen(given, max(1, count // _EDGES_PER), _GROWTH * max(map(len, given)) + _ROOM)
    forms = tuple(form for form in forms if form.row)
    maker = RowMaker([form.row for form in forms], rng, judged=judged)
    base = min(forms, key=lambda form: (-len(form.row), len(form.key(form.row))))
    for row, edge in maker.boundary(base.row):
        if edge or len(chosen.rows) - chosen.edges < (count + 1) // 2:
            chosen.take(base, row, edge=edge)
        if len(chosen.rows) >= count:
            break
    first = len(chosen.rows)
    for _ in range(_TRIES_PER_CASE * count):
        if len(chosen.rows) >= count:
            break
        form = rng.choice(forms)
        found = maker.beyond(form.row) if rng.random() < 1 / _EDGES_PER else maker.random(form.row)
        if found is not None:
            chosen.take(form, found[0], edge=found[1])
    rest = sorted(chosen.rows[first:], key=lambda entry: (len(entry[0].key(entry[1])), entry[0].key(entry[1])))
    return _named(
        [(form.given(row), form.text(row), edge) for form, row, edge in _edges_last(chosen.rows[:first] + rest)]
    )


def _edges_last(rows: list[tuple[CallForm, Row, bool]]) -> list[tuple[CallForm, Row, bool]]:
    """Programs may hang on what they were not made for; that must not cost the inputs that decide their time.

    Where there are few inputs like the examples, there are fewer edges still.
    """
    inside = [entry for entry in rows if not entry[2]]
    edges = [entry for entry in rows if entry[2]]
    return inside + edges[: max(_FEWEST_EDGES, len(inside) // (_EDGES_PER - 1))]


def _is_judged(cases: tuple[TestCase, ...]) -> bool:
    """Whether the calls return truth values."""
    calls = [case for case in cases if isinstance(case.given, Call) and isinstance(case.expected, Returns)]
    return any(isinstance(case.expected, Returns) and isinstance(case.expected.value, bool) for case in calls)


def _named(found: Sequence[tuple[Given, str, bool]]) -> tuple[TestCase, ...]:
    cases, numbers = [], {True: 0, False: 0}
    for given, text, edge in found:
        numbers[edge] += 1
        name = f"{'edge' if edge else 'generated'} {numbers[edge]}"
        cases.append(TestCase(name=name, given=given, expected=None, origin="generated", text=text))
    return tuple(cases)
