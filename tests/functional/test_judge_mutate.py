"""`Judge.mutate`: which mutants of a right program the cases kill, and what cannot be mutated."""

from __future__ import annotations

import random
import sys
import time
from dataclasses import replace

import pytest

from kernel_magic.core.errors import Cancelled, InputError
from kernel_magic.core.problem import (
    Call,
    CheckerSpec,
    Contract,
    Expression,
    Limits,
    Prints,
    Raises,
    Returns,
    Stdin,
    TestCase,
)
from kernel_magic.core.source import Source
from kernel_magic.judge import mutation_runs
from kernel_magic.judge.mutation import mutants
from tests.functional.mutated import MAX3, MAX3_CASES, SEARCH, SEARCH_CASES, alone, calls, survivors

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the judge needs fork")


def test_helpers_are_mutated_too_and_survivors_say_where(judge):
    report = judge.mutate(MAX3, MAX3_CASES)
    assert report.mutants == len(list(mutants(MAX3.text)))
    assert report.killed + len(report.survivors) == report.mutants
    assert report.unjudged == 0
    assert report.seconds > 0
    assert (2, "a > b", "a >= b") in survivors(report)  # the same function
    [same] = [survivor for survivor in report.survivors if survivor.after == "a >= b"]
    assert (same.operator, same.line, same.column) == ("boundary", 2, 10)
    assert same.text == MAX3.text.replace("a > b", "a >= b")
    assert not same.equivalent
    rows = {name: (made, killed) for name, made, killed in report.operators}
    assert sum(made for made, _ in rows.values()) == report.mutants
    assert sum(killed for _, killed in rows.values()) == report.killed


def test_a_case_that_is_missing_lets_more_survive(judge):
    every = judge.mutate(MAX3, MAX3_CASES)
    fewer = judge.mutate(MAX3, replace(MAX3_CASES, cases=MAX3_CASES.cases[:1]))
    assert survivors(every) < survivors(fewer)
    assert every.score > fewer.score


def test_the_killed_are_the_same_in_any_order_of_the_cases(judge):
    every = [survivors(judge.mutate(SEARCH, SEARCH_CASES))]
    cases = list(SEARCH_CASES.cases)
    for seed in range(4):
        random.Random(seed).shuffle(cases)
        every.append(survivors(judge.mutate(SEARCH, replace(SEARCH_CASES, cases=tuple(cases)))))
    assert every.count(every[0]) == len(every)
    assert every[0]


def test_what_is_printed_while_loading_is_not_taken_for_a_call_s_output(judge, monkeypatch):
    monkeypatch.setattr(mutation_runs.MutantRuns, "_sound", lambda self, run: True)
    source = Source(text="print('loaded')\ndef f(n):\n    print(n + 1)\n")
    cases = tuple(TestCase(name=str(n), given=Call(args=(n,)), expected=Prints(text=f"{n + 1}\n")) for n in range(3))
    contract = Contract(function="f", cases=cases)
    report = judge.mutate(source, contract)
    assert survivors(report) == alone(judge, source, contract)
    assert (1, "print('loaded')") in {(line, before) for line, before, _ in survivors(report)}


def test_arguments_must_stay_where_the_contract_says_so(judge):
    source = Source(text="def f(items):\n    items = list(items)\n    items.append(1)\n    return len(items)\n")
    contract = calls((([],), 1), (([5, 6],), 3))
    free, strict = judge.mutate(source, contract), judge.mutate(source, replace(contract, arguments_unchanged=True))
    gone = {(line, before) for line, before, _ in survivors(free) - survivors(strict)}
    assert (2, "items = list(items)") in gone


def test_expressions_with_setup_and_classes(judge):
    source = Source(
        text="""\
class Stack:
    def __init__(self):
        self.items = []
    def push(self, item):
        self.items.append(item)
    def pop(self):
        if not self.items:
            raise IndexError("empty")
        return self.items.pop()
"""
    )
    cases = (
        TestCase(name="last", given=Expression(expression="s.pop()", setup="s = Stack()\ns.push(1)\ns.push(2)"),
                 expected=Returns(value=2)),
        TestCase(name="empty", given=Expression(expression="Stack().pop()"), expected=Raises(exception="IndexError")),
    )  # fmt: skip
    report = judge.mutate(source, Contract(cases=cases))
    assert report.killed > 5
    assert survivors(report) == alone(judge, source, Contract(cases=cases))


def test_the_checker_tolerance_and_iterators_count(judge):
    source = Source(text="def f(n):\n    for i in range(n):\n        yield i / 3\n")
    cases = (
        TestCase(name="3", given=Call(args=(3,)), expected=Returns(value=[0, 0.333, 0.667], tolerance=0.01)),
        TestCase(name="0", given=Call(args=(0,)), expected=Returns(value=[])),
    )
    contract = Contract(function="f", cases=cases, iterate=True, checker=CheckerSpec(name="floats", tolerance=1e-3))
    report = judge.mutate(source, contract)
    assert report.killed
    assert survivors(report) == alone(judge, source, contract)


@pytest.mark.parametrize("files", [False, True])
def test_a_program_that_is_not_accepted_has_no_mutants_and_the_case_is_named(judge, files):
    contract = replace(MAX3_CASES, cases=(*MAX3_CASES.cases, *calls(((1, 1, 1), 2)).cases), files=files)
    with pytest.raises(InputError, match=r"\(1, 1, 1\)") as raised:
        judge.mutate(MAX3, contract)
    assert "expected 2" in raised.value.message
    assert raised.value.hint


@pytest.mark.parametrize(
    ("text", "contract", "said"),
    [
        ("def f(", MAX3_CASES, "no Python"),
        ("def g(a, b, c): return 3", MAX3_CASES, "no function 'f'"),
        ("raise KeyError('x')", MAX3_CASES, "KeyError"),
        (MAX3.text, replace(MAX3_CASES, cases=()), "no cases"),
        (MAX3.text, Contract(cases=(TestCase(name="1", given=Stdin(text=""), expected=None),)), "whole programs"),
        (MAX3.text, replace(MAX3_CASES, checker=CheckerSpec(name="special")), "whole programs"),
        (MAX3.text, replace(MAX3_CASES, language="cpp"), "Python"),
    ],
)
def test_what_cannot_be_mutated_is_said(judge, text, contract, said):
    with pytest.raises(InputError, match=said):
        judge.mutate(Source(text=text), contract)


def test_a_program_may_be_as_slow_as_its_contract_allows(judge):
    source = Source(text="def f(n):\n    for _ in range(10 ** 6):\n        n += 1\n    return n % 10 ** 6\n")
    report = judge.mutate(source, calls(((1,), 1), ((7,), 7), limits=Limits(cpu_s=2, wall_s=6)))
    assert report.killed


def test_cancelling_stops_soon_and_the_judge_stays_usable(judge):
    judge.mutate(MAX3, MAX3_CASES)
    asked = []

    def cancelled():
        asked.append(time.monotonic())
        return len(asked) > 20

    with pytest.raises(Cancelled):
        judge.mutate(SEARCH, SEARCH_CASES, cancelled=cancelled)
    assert len(asked) == 21
    with pytest.raises(Cancelled):
        judge.mutate(MAX3, replace(MAX3_CASES, files=True), cancelled=lambda: True)
    assert judge.mutate(MAX3, MAX3_CASES).unjudged == 0


def test_the_process_that_runs_mutants_never_sees_what_is_expected(judge, monkeypatch):
    sent = []
    ask = mutation_runs._Busy.ask

    def asking(run, question):
        sent.append(repr(question))
        return ask(run, question)

    monkeypatch.setattr(mutation_runs._Busy, "ask", asking)
    judge.mutate(Source(text="def f(n):\n    return n + 2468000\n"), calls(((1357,), 2469357)))
    assert any(f"{1357:x}" in text for text in sent)
    assert not any(f"{2469357:x}" in text or "2469357" in text for text in sent)
