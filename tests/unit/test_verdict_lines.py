"""A result that names a line of the judged program is told of the line that people see."""

from __future__ import annotations

import pytest

from kernel_magic.core.problem import Call, Contract, TestCase
from kernel_magic.core.source import Source
from kernel_magic.core.verdict import CaseResult, Verdict
from kernel_magic.judge.local import LocalJudge

_RAISED = "raised ValueError: like (line 7) (line 7)"


@pytest.mark.parametrize(
    ("message", "line", "shown", "expected"),
    [
        ("raised KeyError: 'k' (line 7)", 7, 3, "raised KeyError: 'k' (line 3)"),
        ("raised KeyError: 'k' (line 7)", 7, 0, "raised KeyError: 'k'"),
        ("raised KeyError (line 7), expected ValueError", 7, 3, "raised KeyError (line 3), expected ValueError"),
        ("line 7: SyntaxError: bad", 7, 3, "line 3: SyntaxError: bad"),
        ("line 7: SyntaxError: bad", 7, 0, "SyntaxError: bad"),
        # what a program says of itself is no place that the judge saw
        (_RAISED, 7, 3, "raised ValueError: like (line 7) (line 3)"),
        ("raised ValueError: like (line 7)", 0, 3, "raised ValueError: like (line 7)"),
        ("returned 7, expected 3", 0, 3, "returned 7, expected 3"),
    ],
)
def test_message_names_the_line_people_see(message: str, line: int, shown: int, expected: str) -> None:
    result = CaseResult(name="1", verdict=Verdict.RTE, message=message, line=line)
    assert result.at_line(shown).message == expected
    assert result.at_line(shown).line == (shown if line else 0)


def _judged(program: str) -> list[CaseResult]:
    cases = tuple(TestCase(name=str(number), given=Call(args=(number,)), expected=None) for number in range(6))
    with LocalJudge() as judge:
        return list(judge.judge(Source(text=program), Contract(function="f", cases=cases)).cases)


def test_judge_says_where_a_program_raised() -> None:
    results = _judged("def f(n):\n    if n == 1:\n        raise ValueError('so (line 99)')\n    return n\n")
    assert [result.line for result in results] == [0, 3, 0, 0, 0, 0]


def _skipped(program: str) -> set[str]:
    return {result.skipped for result in _judged(program)}


def test_judge_says_why_cases_were_not_run() -> None:
    raises = "x = 1\nx / 0\n"
    assert _skipped(raises) == {"", "not_loaded"}
    assert {result.line for result in _judged(raises)} == {2}, "those that were not run name it too"
    assert _skipped("x = 1\ndef f(\n") == {"", "not_loaded"}
    assert _skipped("import os\ndef f(n):\n    os.kill(os.getpid(), 9)\n") == {"", "ended_before"}
    assert _skipped("def f(n):\n    return n\n") == {""}
