"""What a claim may not be told of: cut traces, cut values, hedges, hostile text, readings that differ."""

from __future__ import annotations

import pytest

from kernel_magic.core.trace import Trace, TraceStep
from kernel_magic.core.verdict import Observation
from kernel_magic.lessons.claims.check import Run, judge_claim, states_something
from tests.claims_programs import COLLATZ, FIB, GRID, PARSE, PROGRAMS, TOTAL, awkward, traced

TOTAL_RUN = Run(source=TOTAL, trace=traced(*PROGRAMS["total"]))


def holds(sentence, run=TOTAL_RUN, **lines):
    return judge_claim(sentence, run, **lines).holds


def cut(program, max_steps):
    source, call = PROGRAMS[program]
    return Run(source=source, trace=traced(source, call, max_steps=max_steps))


def shown(value, text="def f(x):\n    y = 1\n    return x\n"):
    """A run in which `x` is shown as this text all the time."""
    steps = tuple(TraceStep(line=line, depth=0, function="f", variables={"x": value}) for line in (2, 3))
    end = TraceStep(line=3, depth=0, function="f", variables={"x": value}, event="return", value=value)
    return Run(source=text, trace=Trace(call="f(x)", steps=(*steps, end), truncated=False, result=value))


@pytest.mark.parametrize(
    ("sentence", "answer"),
    [
        ("the loop runs 8 times", None),
        ("the loop runs 3 times", None),
        ("the loop runs twice", False),
        ("the loop runs at least twice", True),
        ("the loop never runs", False),
        ("line 9 runs once", False),
        ("line 9 runs 8 times", None),
        ("line 11 is never reached", None),
        ("after the loop `n` is 1", None),
        ("`n` never exceeds 16", None),
        ("`n` never exceeds 5", False),
        ("`n` becomes 10", True),
        ("`n` becomes 99", None),
        ("`n` starts at 6", True),
        ("`n` starts at 7", False),
        ("`steps` ends at 8", None),
        ("after the first round `n` is 3", True),
        ("after the second round `n` is 11", False),
        ("after the seventh round `n` is 2", None),
        ("`steps` increases by 1 each round", None),
        ("`collatz(6)` returns 8", True),
        ("the function returns 9", False),
        ("`collatz` is called once", None),
        ("no exception is raised", None),
    ],
)
def test_a_cut_trace_settles_only_what_its_recorded_part_settles(sentence, answer):
    run = cut("collatz", 18)
    assert run.trace.truncated
    assert holds(sentence, run) is answer


def test_a_run_that_took_the_recorder_off_is_a_cut_one():
    steps = TOTAL_RUN.trace.steps[:6]
    run = Run(source=TOTAL, trace=Trace(call="total([3, -1, 4])", steps=steps, truncated=False, result="3.5"))
    assert holds("line 6 runs once", run) is None
    assert holds("line 8 is never reached", run) is None
    source = TOTAL.replace("count = 0", "count = 0; import threading")
    assert holds("line 6 runs twice", Run(source=source, trace=TOTAL_RUN.trace)) is None


def test_a_trace_cut_between_two_calls_does_not_tell_how_many_there_were():
    steps = traced(TOTAL, "total([3, -1, 4])").steps
    run = Run(source=TOTAL, trace=Trace(call="both()", steps=steps, truncated=True, result="9"))
    assert holds("`total` is called once", run) is None
    assert holds("line 6 runs twice", run) is None
    assert holds("`total` is called at least once", run) is True


def test_a_statement_is_counted_once_however_many_lines_it_has_and_however_a_with_is_left():
    source, call = awkward()["with_and_lines"]
    run = Run(source=source, trace=traced(source, call))
    lines = source.split("\n")
    for start, times in (("with", 3), ("done.append", 3), ("total =", 1), ("raise", 1)):
        line = next(number for number, text in enumerate(lines, 1) if text.strip().startswith(start))
        assert holds(f"line {line} runs {times} times", run) is True
        assert holds(f"line {line} runs {times + 1} times", run) is False
    assert holds(f"line {lines.index('    )') + 1} runs once", run) is None


@pytest.mark.parametrize(
    ("value", "sentence", "answer"),
    [
        ("[1, 2, 3, …", "`x` is [1, 2, 3]", False),
        ("[1, 2, 3, …", "`x` is [1, 2, 3, 4, 5]", None),
        ("[1, 2, 3, …", "`x` is [1, 9, 3, 4, 5]", False),
        ("[1, 2, 3, …]", "`x` has 3 elements", False),
        ("[1, 2, 3, …]", "`x` has at least 3 elements", True),
        ("[1, 2, 3, …]", "`x` has 50 elements", None),
        ("[1, 2, 3, …]", "`x` contains 2", True),
        ("[1, 2, 3, …]", "`x` contains 7", None),
        ("[1, 2, 3, …]", "`x` is a list", True),
        ("[1, 2, 3, …]", "`x` is 5", False),
        ("'aaaa…", "`x` is 'b'", False),
        ("'aaaa…", "`x` is 'aaaaa'", None),
        ("'aaaa…", "`x` is 'aaaa'", False),
        ("'it\\'s…", "`x` is 'it'", None),
        ("<Box>", "`x` is 5", None),
        ("<Box>", "`x` is None", None),
        ("<Box>", "`x` is a list", None),
        ("<int of 5,000 bits>", "`x` is 5", None),
        ("<int of 5,000 bits>", "`x` is an integer", True),
        ("deque([1, 2])", "`x` is [1, 2]", None),
        ("deque([1, 2])", "`x` is [1, 3]", False),
        ("deque([1, 2])", "`x` has 2 elements", True),
        ("Counter({'a': 2})", "`x` is {'a': 2}", True),
        ("Counter({'a': 2})", "`x` is a dictionary", True),
        ("Point(x=1, y=[2, 3])", "`x.x` is 1", True),
        ("Point(x=1, y=[2, 3])", "`x.y[1]` is 2", False),
        ("Point(x=1, y=[2, 3])", "`x.z` is 2", None),
        ("'\ufffd'", "`x` is 'a'", None),
        ("True", "`x` is 1", False),
        ("1", "`x` is True", False),
        ("1", "`x` is 1.0", True),
        ("1.0", "`x` is 1", True),
        ("(1, 2)", "`x` is [1, 2]", False),
        ("'5'", "`x` is 5", False),
        ("0.30000000000000004", "`x` is 0.3", True),
        ("0.30000000000000004", "`x` is exactly 0.3", False),
        ("3.3333333333333335", "`x` is 3.33", True),
        ("3.3333333333333335", "`x` is 3.34", False),
        ("3.3333333333333335", "`x` is 3.3", None),
        ("2.9999999999999996", "`x` is 3", None),
        ("3.2", "`x` is 3", False),
        ("nan", "`x` is 5", False),
        ("inf", "`x` is greater than 5", True),
        ("'b'", "`x` is greater than 5", None),
        ("None", "`x` is None", True),
        ("None", "`x` is positive", None),
        ("{1, 2}", "`x` is {2, 1}", True),
        ("set()", "`x` is empty", True),
        ("7", "`x` is empty", False),
        ("12", "`x` is divisible by 4", True),
        ("12", "`x` is between 1 and 12", True),
        ("'hello'", "`x` starts with 'he'", None),
        ("'hello'", "`x` contains 'ell'", True),
    ],
)
def test_values_are_told_as_far_as_they_are_shown(value, sentence, answer):
    assert holds(sentence, shown(value)) is answer


@pytest.mark.parametrize(
    "sentence",
    [
        "if `items` is empty, `result` is 99",
        "`result` might be 99",
        "`result` is usually 99",
        "`result` is 99 for every input",
        "`result` should be 99",
        "is `result` 99?",
        "when `count` is 5, `result` is 99",
        "without line 3 `count` is 99",
        "`result` is 98 or 99",
        "`result` is roughly 99",
        "unless it is empty, the loop runs 99 times",
        "for example `result` is 99",
        "this is O(n)",
        "The purpose of `result` is 99 percent clarity.",
    ],
)
def test_hedged_and_general_sentences_are_never_judged(sentence):
    assert holds(sentence) is None


@pytest.mark.parametrize(
    "sentence",
    ["`result` is 7", "the loop runs twice", "line 3 never runs", "`f(2)` raises ValueError", "nothing is printed",
     "total is 16", "`f` is called once", "the recursion goes 3 deep", "after the loop `x` is [1]"],
)  # fmt: skip
def test_statements_are_seen_to_be_statements(sentence):
    assert states_something(sentence)


@pytest.mark.parametrize(
    "sentence",
    ["The loop adds each number.", "`result` is the sum.", "This is easy to read.", "If x is 3, y is 4.", "", "`x`",
     "The function checks whether the list is sorted.", "It might be 3.", "x" * 10_000, "```", "Good names help."],
)  # fmt: skip
def test_prose_is_no_statement(sentence):
    assert not states_something(sentence)


def test_part_of_a_sentence_refutes_it_and_an_unread_part_keeps_it_from_being_true():
    assert holds("The loop runs 4 times and adds up what is positive") is False
    assert holds("The loop runs 3 times and adds up what is positive") is None
    assert holds("`result` is 7 and `count` is 9") is False
    claim = judge_claim("`result` is 7 and `count` is 9", TOTAL_RUN)
    assert "9" not in claim.observed
    assert "2" in claim.observed


def test_a_name_in_several_functions_or_invocations_needs_one_answer():
    fib = Run(source=FIB, trace=traced(*PROGRAMS["fib"]))
    assert [holds(f"`n` is {n}", fib) for n in (2, 9)] == [None, False]
    grid = Run(source=GRID, trace=traced(*PROGRAMS["grid"]))
    assert [holds(f"the loop runs {n} times", grid) for n in (2, 3, 5)] == [None, None, False]


def test_other_calls_are_asked_of_the_judge():
    asked = []

    def evaluate(expression):
        asked.append(expression)
        if "[]" in expression:
            return Observation(kind="raised", text="ZeroDivisionError")
        return Observation(kind="returned", text="2.0")

    run = Run(source=TOTAL, trace=TOTAL_RUN.trace, evaluate=evaluate)
    assert holds("`total([])` raises ZeroDivisionError", run) is True
    assert holds("`total([])` raises ValueError", run) is False
    assert holds("`total([])` returns 0", run) is False
    assert holds("`total([2])` returns 2", run) is True
    assert holds("total([2]) == 3", run) is False
    assert holds("`total([2])` raises no exception", run) is True
    assert len(asked) == 6
    assert holds("`open('x').read()` returns 3", run) is None
    assert holds("`total(items)` returns 3", run) is None
    assert len(asked) == 6
    assert holds("`total([2])` returns 2", Run(source=TOTAL, trace=TOTAL_RUN.trace, evaluate=lambda _: None)) is None


def test_lines_make_this_line_the_loop_and_the_condition_clear():
    grid = Run(source=GRID, trace=traced(*PROGRAMS["grid"]))
    assert holds("The loop runs 6 times in total.", grid, first_line=5, last_line=7) is True
    assert holds("This line runs 6 times.", grid, first_line=6, last_line=6) is True
    assert holds("`cells` is 0", grid, first_line=2, last_line=3) is True
    assert holds("`cells` is 6", grid, first_line=2, last_line=3) is None
    assert holds("`cells` is 7", grid, first_line=2, last_line=3) is False
    assert holds("After this step `cells` is 0", grid, first_line=2, last_line=3) is True
    collatz = Run(source=COLLATZ, trace=traced(*PROGRAMS["collatz"]))
    assert holds("The condition is true 6 times.", collatz, first_line=5, last_line=8) is True
    assert holds("The condition is true 6 times.", collatz) is None
    parse = Run(source=PARSE, trace=traced(*PROGRAMS["parse"]))
    assert holds("It returns ([5, 2], 11).", parse, first_line=14, last_line=14) is True


def test_what_is_caught_outside_a_function_is_raised_by_it():
    source = (
        "def g(x):\n    raise KeyError(x)\n\n\n"
        "def f():\n    try:\n        g(1)\n    except KeyError:\n        return 5\n"
    )
    run = Run(source=source, trace=traced(source, "f()"))
    assert holds("The function raises a KeyError.", run, first_line=1, last_line=2) is True
    assert holds("The function raises no exception.", run, first_line=1, last_line=2) is False
    assert holds("The function raises a KeyError.", run) is False
    assert holds("The function raises a KeyError.", run, first_line=5, last_line=9) is False
    assert holds("The call raises no exception.", run, first_line=1, last_line=2) is True
    assert holds("`g` raises KeyError", run) is True
    assert holds("`f` calls `g` once", run) is True


def test_what_a_generator_calls_is_not_laid_to_whoever_takes_its_values():
    source = (
        "def double(x):\n    return 2 * x\n\n\ndef g(n):\n    for i in range(n):\n        yield double(i)\n\n\n"
        "def f():\n    total = 0\n    for x in g(3):\n        total += x\n    return total\n"
    )
    run = Run(source=source, trace=traced(source, "f()"))
    assert [holds(f"`{name}` calls `double` 3 times", run) for name in "fg"] == [None, None]
    assert holds("`double` is called 3 times", run) is True
    assert holds("the loop on line 6 runs 3 times", run) is True
    assert holds("`i` goes from 0 to 2", run) is True


HOSTILE = [
    "x is 9**9**9", "`9**9**9` is 5", "`result` is " + "9" * 380, "`result` is 1e999", "x is " + "[" * 190 + "]" * 190,
    "(" * 400, "`" * 399, "'" * 400, "a " * 200, "after the loop " * 26, "x is 3 and " * 36, "result is 3, " * 30,
    "result is 7" + " and count is 2" * 25, "\x00result is 8", "result is 8\x1b[0m", "x" * 1_000_000,
    "result is 8" * 100_000, "{" * 200 + "}" * 200, "`total(" + "[" * 180 + "]" * 180 + ")` returns 3",
    "`result[9999999999999999999]` is 3", "line 99999999999999999999 runs once", "the " * 100 + "result is 8",
    "`__import__('os').system('x')` is 0", "#0 is $1 and @0 is ~3", "in " * 130, "result is 8 " + "at the end " * 30,
]  # fmt: skip


@pytest.mark.timeout(30)
@pytest.mark.parametrize("sentence", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_ends_soon_and_raises_nothing(sentence):
    claim = judge_claim(sentence, TOTAL_RUN)
    states_something(sentence)
    assert claim.holds is not True


@pytest.mark.parametrize("source", ["def f(:", "", "x" * 100, "def f():\n    return f()\n"])
def test_code_that_is_none_or_another_tells_nothing_true(source):
    assert (
        holds("`result` is 99 at the end", Run(source=source, trace=Trace(call="", steps=(), truncated=False))) is None
    )
