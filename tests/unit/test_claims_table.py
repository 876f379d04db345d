"""Sentences about runs of ten programs, kept in `tests/data/claims/sentences.txt`: true, false, or cannot be told."""

from __future__ import annotations

import functools
from pathlib import Path

import pytest

from kernel_magic.core.trace import Trace
from kernel_magic.lessons.claims.check import Run, judge_claim, states_something
from tests.claims_programs import PROGRAMS, traced

_TABLE = Path(__file__).parents[1] / "data" / "claims" / "sentences.txt"
_MARKS = {"+": True, "-": False, "?": None}


def rows() -> list[tuple[str, str, bool | None]]:
    found: list[tuple[str, str, bool | None]] = []
    program = ""
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            program = line.strip("[]")
        elif line[:1] in _MARKS:
            found.append((program, line[2:], _MARKS[line[0]]))
    return found


@functools.cache
def trace_of(program: str) -> Trace:
    return traced(*PROGRAMS[program])


@pytest.mark.parametrize(("program", "sentence", "holds"), rows())
def test_a_sentence_is_true_false_or_cannot_be_told(program, sentence, holds):
    claim = judge_claim(sentence, Run(source=PROGRAMS[program][0], trace=trace_of(program)))
    assert claim.holds is holds, claim
    assert claim.text == sentence
    assert claim.observed or holds is None


def test_the_table_has_all_three_answers_and_speaks_of_every_program():
    table = rows()
    assert {program for program, _, _ in table} == set(PROGRAMS)
    for answer, least in ((True, 150), (False, 60), (None, 30)):
        assert sum(holds is answer for _, _, holds in table) >= least


def test_marked_names_are_enough_to_see_that_a_sentence_states_something():
    """Without the code, names in backticks can be read, and some bare ones; what is judged is always read."""
    marked = [sentence for _, sentence, holds in rows() if holds is not None and sentence.count("`") > 1]
    assert len(marked) > 100
    unseen = [sentence for sentence in marked if not states_something(sentence)]
    assert len(unseen) <= 3, unseen
