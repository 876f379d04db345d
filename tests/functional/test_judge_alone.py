"""`Contract.alone`: what a program learns from one case is gone in the next."""

from __future__ import annotations

import sys

import pytest

from kernel_magic.core.problem import Call, Contract, Returns, TestCase
from kernel_magic.core.source import Source
from kernel_magic.core.verdict import Verdict
from kernel_magic.judge.conversation import Run

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the judge needs fork")

COUNTS = "calls = []\n\ndef f(n):\n    calls.append(n)\n    return len(calls)\n"


def case(name, n, expected=1):
    return TestCase(name=name, given=Call(args=(n,)), expected=Returns(value=expected))


def contract(*cases, **more):
    return Contract(function="f", cases=cases, **more)


def verdicts(report):
    return [(each.name, each.verdict.value) for each in report.cases]


def test_nothing_is_remembered_from_one_case_to_the_next(judge):
    cases = [case(str(n), n) for n in range(5)]
    together = judge.judge(Source(text=COUNTS), contract(*cases))
    assert [each.verdict for each in together.cases].count(Verdict.AC) == 1
    apart = judge.judge(Source(text=COUNTS), contract(*cases, alone=True))
    assert verdicts(apart) == [(str(n), "AC") for n in range(5)]


def test_cases_that_are_the_same_share_a_run(judge, monkeypatch):
    asked = []
    ask = Run.ask

    def spied(run, question):
        asked.append(question.get("args"))
        return ask(run, question)

    monkeypatch.setattr(Run, "ask", spied)
    cases = [case("a", 1), case("b", 2), case("c", 1), case("d", 1, expected=2), case("e", 2)]
    report = judge.judge(Source(text=COUNTS), contract(*cases, alone=True))
    assert verdicts(report) == [("a", "AC"), ("b", "AC"), ("c", "AC"), ("d", "WA"), ("e", "AC")]
    assert sum(question is not None for question in asked) == 3


def test_values_that_are_equal_and_of_other_types_are_no_same_case(judge):
    text = "def f(n):\n    return type(n).__name__\n"
    cases = [case("int", 1, "int"), case("bool", True, "bool"), case("float", 1.0, "float")]
    assert judge.judge(Source(text=text), contract(*cases, alone=True)).accepted
    wrong = [case("a", 1, "int"), case("b", True, "int"), case("c", 1.0, "int")]
    assert verdicts(judge.judge(Source(text=text), contract(*wrong, alone=True))) == [
        ("a", "AC"),
        ("b", "WA"),
        ("c", "WA"),
    ]


def test_where_judging_stops_early_the_report_still_ends_with_the_first_failure(judge):
    cases = [case("a", 1), case("b", 2, expected=9), case("c", 1)]
    report = judge.judge(Source(text=COUNTS), contract(*cases, alone=True, stop_early=True))
    assert verdicts(report) == [("a", "AC"), ("b", "WA")]


def test_talking_to_the_judge_counts_against_every_case_of_the_run(judge):
    text = "import os\ndef f(n):\n    if n == 1: os.write(4, b'x y\\n')\n    return 1"
    cases = [case("a", 0), case("b", 1), case("c", 1), case("d", 2)]
    report = judge.judge(Source(text=text), contract(*cases, alone=True))
    assert [each.reason for each in report.cases] == ["", "security", "security", ""]
