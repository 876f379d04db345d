"""Whose word counts when accepted programs part: stress reports are given here, and who is right follows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kernel_magic.core.comparison import Difference, StressPlan, StressReport
from kernel_magic.core.problem import CheckerSpec
from kernel_magic.core.verdict import CaseResult, JudgeReport, Verdict
from kernel_magic.lessons.comparing.contenders import Contender
from kernel_magic.lessons.comparing.trials import Tryout
from kernel_magic.lessons.options import CompareOptions, SolveOptions
from kernel_magic.lessons.work import Work
from tests.contest_programs import ISOLATION, problem, row, submission


class Camps:
    """A judge whose stress finds a difference exactly between programs that begin with different letters."""

    def __init__(self, verdict: Verdict = Verdict.WA) -> None:
        self.verdict = verdict

    def stress(self, plan: StressPlan, /, **more: Any) -> StressReport:
        assert plan.oracle is not None
        if plan.candidate.text[0] == plan.oracle.text[0]:
            return StressReport(trials=9, seconds=0.1)
        difference = Difference(
            stdin="1", expected=plan.oracle.text, got=plan.candidate.text, verdict=self.verdict, place="", seed=0,
            shrunk_from=1,
        )  # fmt: skip
        return StressReport(trials=1, seconds=0.1, difference=difference)


def right_ones(*texts: str, judge: Camps | None = None, origin: str = "folder", **more: Any) -> set[str]:
    """The texts of those that count as right; the first text is the slowest program."""
    contenders = [
        Contender(
            submission=submission(text, text, origin=origin),
            report=JudgeReport(verdict=Verdict.AC, cases=(_case(1.0 / number),), isolation=ISOLATION),
        )
        for number, text in enumerate(texts, 1)
    ]
    asked: Any = judge or Camps()
    work = Work(
        backend=None, judge=asked, options=SolveOptions(), on_progress=lambda progress: None, cancelled=lambda: False
    )
    tryout = Tryout(replace(problem(), **more), work, CompareOptions())
    _, reports = tryout.stressed(contenders, list(texts))
    return {text for text in texts if row(text, text, origin=origin, stress=reports.get(text)).right}


def _case(cpu_s: float) -> CaseResult:
    return CaseResult(name="sample/1", verdict=Verdict.AC, cpu_s=cpu_s)


@pytest.mark.parametrize("origin", ["folder", "model"])
@pytest.mark.parametrize(
    ("texts", "right"),
    [
        (("a1",), {"a1"}),
        (("a1", "a2"), {"a1", "a2"}),
        (("a1", "b1"), set()),
        (("a1", "a2", "b1"), {"a1", "a2"}),
        (("b1", "a1", "a2"), {"a1", "a2"}),
        (("a1", "b1", "c1"), set()),
        (("a1", "a2", "b1", "b2"), set()),
        (("b1", "a1", "a2", "a3", "b2"), {"a1", "a2", "a3"}),
        (("c1", "a1", "a2", "b1"), set()),
    ],
)
def test_the_larger_half_is_right_and_without_one_nobody(origin, texts, right):
    assert right_ones(*texts, origin=origin) == right


def test_program_that_dies_or_does_not_end_convicts_nobody_else():
    for verdict in (Verdict.RTE, Verdict.TLE):
        assert right_ones("a1", "b1", judge=Camps(verdict)) == {"a1"}


def test_what_an_interactor_rejects_is_wrong_by_itself():
    assert right_ones("a1", "b1", checker=CheckerSpec(name="interactive")) == {"a1"}


def test_inputs_that_nothing_vouches_for_convict_nobody():
    assert right_ones("a1", "b1", generators=()) == {"a1", "b1"}
