"""`Contract.stop_early`: what comes after the first case that is not accepted is neither run nor reported."""

from __future__ import annotations

import sys

import pytest

from kernel_magic.core.problem import Call, Contract, Prints, Returns, Stdin, TestCase
from kernel_magic.core.source import Source
from kernel_magic.core.verdict import Verdict
from kernel_magic.judge.conversation import Run

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the judge needs fork")


@pytest.fixture
def asked(monkeypatch):
    questions = []
    ask = Run.ask

    def spied(run, question):
        questions.append(question.get("kind") or question["args"])
        return ask(run, question)

    monkeypatch.setattr(Run, "ask", spied)
    return questions


def function_case(n, expected):
    return TestCase(name=f"f{n}", given=Call(args=(n,)), expected=Returns(value=expected))


def program_case(n, expected):
    return TestCase(name=f"p{n}", given=Stdin(text=f"{n}\n"), expected=Prints(text=expected))


def outcome(report):
    return [(case.name, case.verdict.value) for case in report.cases]


_SQUARE = Source(
    text="""
def f(n):
    if n == 3: raise ValueError
    return n * n
if __name__ == '__main__':
    print(f(int(input())))
"""
)


def test_function_cases_end_with_the_first_failure_in_the_contracts_order(judge, asked):
    cases = tuple(function_case(n, n * n) for n in range(20))
    report = judge.judge(_SQUARE, Contract(function="f", cases=cases, stop_early=True))
    assert outcome(report) == [("f0", "AC"), ("f1", "AC"), ("f2", "AC"), ("f3", "RTE")]
    assert report.verdict is Verdict.RTE
    assert len(asked) == 5  # loading, and four calls


def test_program_cases_end_with_the_first_failure(judge, asked):
    cases = (program_case(1, "1"), program_case(2, "5"), program_case(3, "9"), program_case(4, "16"))
    report = judge.judge(_SQUARE, Contract(cases=cases, stop_early=True))
    assert outcome(report) == [("p1", "AC"), ("p2", "WA")]
    assert len(asked) == 2


def test_both_forms_in_one_contract_keep_its_order(judge):
    cases = (program_case(1, "1"), function_case(1, 1), function_case(2, 5), program_case(2, "4"), function_case(4, 16))
    report = judge.judge(_SQUARE, Contract(function="f", cases=cases, stop_early=True))
    assert outcome(report) == [("p1", "AC"), ("f1", "AC"), ("f2", "WA")]


def test_without_a_failure_every_case_is_there(judge):
    cases = (program_case(1, "1"), function_case(2, 4), program_case(4, "16"))
    report = judge.judge(_SQUARE, Contract(function="f", cases=cases, stop_early=True))
    assert report.accepted
    assert len(report.cases) == 3


@pytest.mark.parametrize("text", ["def f(n)", "raise KeyError", "g = 1"])
def test_a_program_that_does_not_load_is_reported_once(judge, text):
    cases = tuple(function_case(n, n) for n in range(3))
    report = judge.judge(Source(text=text), Contract(function="f", cases=cases, stop_early=True))
    assert len(report.cases) == 1
    assert not report.accepted


def test_an_answer_nobody_asked_for_still_counts_against_the_last_case(judge):
    text = "import os\ndef f(n):\n    if n == 1: os.write(4, b'x y\\n')\n    return n"
    cases = tuple(function_case(n, n) for n in range(4))
    report = judge.judge(Source(text=text), Contract(function="f", cases=cases, stop_early=True))
    assert report.cases[-1].reason == "security"
    assert len(report.cases) < 4


def test_without_stop_early_every_case_is_run(judge):
    cases = tuple(function_case(n, n * n) for n in range(6))
    report = judge.judge(_SQUARE, Contract(function="f", cases=cases))
    assert [case.verdict.value for case in report.cases] == ["AC", "AC", "AC", "RTE", "AC", "AC"]
