"""`Contract.notebook`: what a program defined before it raised counts, as after a cell that failed."""

from __future__ import annotations

import sys

import pytest

from kernel_magic.core.problem import Call, Contract, Expression, Raises, Returns, TestCase
from kernel_magic.core.source import Source
from kernel_magic.core.verdict import Verdict
from kernel_magic.judge.contract import contract_from_json

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the judge needs fork")

_CASE = TestCase(name="1", given=Call(args=(2, 3)), expected=Returns(value=5))
_ADD = Contract(function="add", cases=(_CASE,), notebook=True)
_EXPRESSIONS = Contract(
    cases=(
        TestCase(name="before", given=Expression(expression="total"), expected=Returns(value=3)),
        TestCase(name="after", given=Expression(expression="later"), expected=Raises(exception="NameError")),
        TestCase(name="function", given=Expression(expression="add(1, 1)"), expected=Returns(value=2)),
    ),
    notebook=True,
)
_HALF = "def add(a, b): return a + b\ntotal = add(1, 2)\nraise {0}\nlater = 1\n"


@pytest.mark.parametrize("error", ["ValueError('x')", "NotImplementedError", "MemoryError", "RecursionError"])
def test_what_was_defined_before_an_exception_is_there(judge, error):
    source = Source(text=_HALF.format(error))
    assert judge.judge(source, _ADD).accepted
    assert judge.judge(source, _EXPRESSIONS).accepted


def test_without_it_a_program_that_raises_fails(judge):
    report = judge.judge(Source(text=_HALF.format("ValueError('x')")), Contract(function="add", cases=(_CASE,)))
    assert report.verdict is Verdict.RTE
    assert "ValueError: x (line 3)" in report.cases[0].message


@pytest.mark.parametrize(
    "error",
    [
        "SystemExit(0)",
        "KeyboardInterrupt",
        "GeneratorExit",
        "type('Mine', (BaseException,), {})",
        "type('Mine', (BaseException,), {'__class__': property(lambda self: ValueError)})()",
    ],
)
def test_what_is_no_ordinary_exception_ends_it_as_always(judge, error):
    report = judge.judge(Source(text=_HALF.format(error)), _ADD)
    assert report.verdict is Verdict.RTE
    assert report.cases[0].reason in ("exit", "exception")


def test_a_function_that_was_not_reached_is_missing_for_what_was_raised(judge):
    report = judge.judge(Source(text="x = 1\nraise KeyError('k')\ndef add(a, b): return a + b\n"), _ADD)
    assert report.verdict is Verdict.RTE
    assert "KeyError: 'k' (line 2)" in report.cases[0].message


def test_without_an_exception_it_changes_nothing(judge):
    assert judge.judge(Source(text="def add(a, b): return a + b\n"), _ADD).accepted
    missing = judge.judge(Source(text="x = 1\n"), _ADD)
    assert missing.cases[0].reason == "missing_function"
    assert judge.judge(Source(text="def add(a, b) return\n"), _ADD).verdict is Verdict.CE


def test_what_is_printed_before_the_exception_is_no_output_of_a_case(judge):
    report = judge.judge(Source(text="print('before')\n" + _HALF.format("ValueError")), _ADD)
    assert report.accepted
    assert report.cases[0].stdout == ""


def test_a_traced_run_and_mutants_have_it_too(judge):
    source = Source(text=_HALF.format("ValueError"))
    trace = judge.trace(source, _CASE, _ADD)
    assert trace is not None
    assert trace.result == "5"
    report = judge.mutate(source, _ADD)
    assert report.mutants > report.killed > 0


def test_a_contract_file_may_ask_for_it():
    cases = [{"args": [1], "expected": 1}]
    assert contract_from_json({"function": "f", "cases": cases, "notebook": True}).notebook
    assert not contract_from_json({"function": "f", "cases": cases}).notebook
