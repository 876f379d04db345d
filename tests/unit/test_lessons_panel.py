"""Programs that ran on the same inputs: which of them compute the same, and which may be chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import pytest

from kernel_magic.core.lesson import Task
from kernel_magic.core.ports import Judge
from kernel_magic.core.problem import Call, TestCase
from kernel_magic.core.verdict import CaseResult, Isolation, JudgeReport, Observation, Verdict
from kernel_magic.lessons.witnesses.agreement import Behaviour, Panel, Votes

SLOW = ""
"""No outcome: the program was ended."""


@dataclass
class Same:
    """A judge that only compares."""

    def same(self, a, b, checker):
        return a.text == b.text


def panel(*programs, names="gggggggggggg"):
    """Programs, numbered from 1, by what they return on each input; `names`: `g` for generated, `e` for edge."""
    inputs = [
        TestCase(name=f"{'edge' if kind == 'e' else 'generated'} {at}", given=Call(args=(at,)), expected=None)
        for at, kind in enumerate(names[: len(programs[0].split())])
    ]
    made = Panel(cast("Judge", Same()), inputs, Task(text="f"))
    for number, program in enumerate(programs, 1):
        results = tuple(result(str(at), said) for at, said in enumerate(program.split()))
        report = JudgeReport(verdict=Verdict.AC, cases=results, isolation=Isolation(level=0, layers=()))
        made.behaviours[number] = Behaviour(number=number, report=report)
    return made


def result(name, said):
    if said == "-":
        return CaseResult(name=name, verdict=Verdict.TLE, reason="cpu")
    if said == "!":
        return CaseResult(name=name, verdict=Verdict.RTE, observed=Observation(kind="raised", text="ValueError"))
    return CaseResult(name=name, verdict=Verdict.AC, observed=Observation(kind="returned", text=said))


TWELVE = "1 2 3 4 5 6 7 8 9 10 11 12"
TOO_SLOW = "1 2 3 4 5 6 7 8 9 - - -"


@pytest.mark.parametrize(
    ("programs", "chosen"),
    [
        ((TWELVE, TWELVE, TOO_SLOW), (1, 2)),
        ((TOO_SLOW, TWELVE, TWELVE), (2, 3)),
        ((TOO_SLOW, TOO_SLOW), (1, 2)),
        ((TWELVE, TWELVE), (1, 2)),
        (("1 2 3 !", "1 2 3 !", "1 2 3 -"), (1, 2, 3)),
    ],
    ids=["one too slow", "the first too slow", "all too slow", "all come through", "where nobody answers"],
)
def test_of_equal_programs_one_that_is_too_slow_for_an_input_is_not_chosen(programs, chosen):
    made = panel(*programs)
    assert sorted(made.favourites(dict.fromkeys(made.behaviours, 2))) == sorted(chosen)


def test_a_program_that_is_chosen_agrees_with_those_beside_it():
    made = panel(*[TWELVE] * 4, *[TOO_SLOW] * 4)
    weights = dict.fromkeys(made.behaviours, 2)
    votes = Votes(drafts=16, accepted=16, weights=weights, readings={})
    for number in made.favourites(weights):
        assert made.agreement(number, votes).witness.holds


def test_the_most_drafted_may_be_chosen_though_it_is_too_slow_for_an_input_unlike_the_examples():
    made = panel("1 2 3 4", "1 2 3 -", names="ggge")
    assert made.favourites({1: 1, 2: 3}) == (2,)
