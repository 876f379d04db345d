"""Questions about a run: the answer was observed, the other choices are real and different, nothing is given away."""

from __future__ import annotations

import ast
import itertools
import re
import sys

import pytest

from kernel_magic.core.lesson import Task
from kernel_magic.core.problem import Call, Contract, Expression, Stdin, TestCase
from kernel_magic.core.source import Source
from kernel_magic.core.trace import Trace, TraceStep
from kernel_magic.engine.scripted_backend import ScriptedBackend
from kernel_magic.lessons.options import SolveOptions
from kernel_magic.lessons.telling.questions import questions_about
from kernel_magic.lessons.telling.steps import explain_steps
from kernel_magic.lessons.work import Work

PROGRAMS = {
    "merge": (
        "def merge(a, b):\n    i = j = 0\n    out = []\n    while i < len(a) and j < len(b):\n"
        "        if a[i] <= b[j]:\n            out.append(a[i])\n            i += 1\n        else:\n"
        "            out.append(b[j])\n            j += 1\n    return out + a[i:] + b[j:]\n",
        "merge([1, 4, 6], [2, 9])",
    ),
    "recursion": (
        "def fib(n):\n    if n < 2:\n        return n\n    left = fib(n - 1)\n    right = fib(n - 2)\n"
        "    return left + right\n",
        "fib(5)",
    ),
    "collatz": (
        "def steps(n):\n    count = 0\n    while n != 1:\n        if n % 2:\n            n = 3 * n + 1\n        else:\n"
        "            n = n // 2\n        count += 1\n    return count\n",
        "steps(6)",
    ),
    "text": (
        "def caesar(text, by):\n    out = ''\n    for letter in text:\n        moved = chr(ord(letter) + by)\n"
        "        out = out + moved\n    return out\n",
        "caesar('abcd', 2)",
    ),
    "nested": (
        "def table(n):\n    rows = []\n    for i in range(n):\n        row = []\n        for j in range(i + 1):\n"
        "            row.append(i * j)\n        rows.append(row)\n    return rows\n",
        "table(3)",
    ),
    "lambda": (
        "def added(rows):\n    out = []\n    for row in rows:\n        total = sum(map(lambda v: v + 1, row))\n"
        "        out.append(total)\n    return out\n",
        "added([[1, 2, 3], [4]])",
    ),
    "receiving": (
        "def means():\n    total = count = 0\n    got = 5\n    while True:\n        total = total + got\n"
        "        count = count + 1\n        got = yield total // count\n\n"
        "def use(items):\n    mean = means()\n    seen = [next(mean)]\n    for item in items:\n"
        "        seen.append(mean.send(item))\n    return seen\n",
        "use([20, 80, 7])",
    ),
    "raising": ("def pick(items, at):\n    found = items[at]\n    return found\n", "pick([1, 2], 7)"),
    "program": ("n = int(input())\nfor i in range(n):\n    s = i * i\n    print(s)\nprint('sum', n)\n", None),
}


def traced(judge, name):
    text, call = PROGRAMS[name]
    given = Stdin(text="4\n") if call is None else Expression(expression=call)
    case = TestCase(name="1", given=given, expected=None)
    trace = judge.trace(Source(text=text), case, Contract(cases=(case,)))
    assert trace is not None
    return text, trace


def value(text):
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return text


class Watch:
    """An oracle of its own: what `sys.settrace` shows of a call, run here. Only for the programs above."""

    def __init__(self, text, call):
        self.events = []
        names: dict[str, object] = {}
        exec(compile(text, "watched.py", "exec"), names)
        sys.settrace(self.see)
        try:
            self.result = eval(call, names)
        except IndexError as error:
            self.result = error
        finally:
            sys.settrace(None)

    def see(self, frame, event, arg):
        if frame.f_code.co_filename != "watched.py":
            return None
        values = {name: repr(item) for name, item in frame.f_locals.items()}
        if not frame.f_code.co_name.startswith("<"):  # what is within a line is no run of the line
            self.events.append((event, frame.f_lineno, values, frame))
        return self.see

    def begun(self, line):
        return [at for at, event in enumerate(self.events) if event[:2] == ("line", line)]

    def after(self, line, time):
        """Line and variables where the frame in which a line ran for the n-th time goes on."""
        at = self.begun(line)[time - 1]
        rest = [event for event in self.events[at + 1 :] if event[3] is self.events[at][3]]
        return next((event for event in rest if event[0] == "line"), rest[-1])[1:3]

    def runs(self, line):
        return len(self.begun(line))


ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def time_in(text):
    found = re.search(rf"for the ({'|'.join(ORDINALS)}) time", text)
    return 1 + ORDINALS.index(found[1]) if found else 1


def right_by_the_oracle(question, watch):
    """Whether the oracle gives the answer that the question has; None where it is no question for it."""
    answer = question.choices[question.answer]
    if found := re.match(r"What is `(\w+)` after line (\d+)", question.text):
        return watch.after(int(found[2]), time_in(question.text))[1][found[1]] == answer
    if found := re.match(r"Line (\d+), .*Which line runs next", question.text):
        return f"line {watch.after(int(found[1]), time_in(question.text))[0]}:" in answer
    if found := re.match(r"How many times does line (\d+)", question.text):
        return str(watch.runs(int(found[1]))) == answer
    if question.text.startswith("What does"):
        return repr(watch.result) == answer
    if "exception" in question.text:
        return type(watch.result).__name__ == answer
    return None


@pytest.mark.parametrize("name", [name for name in PROGRAMS if name != "program"])
def test_answers_are_what_another_tracer_sees(judge, name):
    text, trace = traced(judge, name)
    watch = Watch(*PROGRAMS[name])
    asked = {question.text: question for seed in range(12) for question in questions_about(text, trace, seed=seed)}
    assert len(asked) >= (1 if name == "raising" else 4)
    for question in asked.values():
        assert right_by_the_oracle(question, watch) is True, question


@pytest.mark.parametrize("name", PROGRAMS)
def test_choices_are_different_values_and_the_answer_cannot_be_read_off_the_question(judge, name):
    text, trace = traced(judge, name)
    for seed in range(12):
        asked = questions_about(text, trace, seed=seed)
        assert 1 <= len(asked) <= 3
        assert len({question.text for question in asked}) == len(asked)
        for question in asked:
            assert 3 <= len(question.choices) <= 4
            for one, other in itertools.combinations(question.choices, 2):
                assert value(one) != value(other)
            answer = question.choices[question.answer]
            assert not re.search(rf"(?<![\w.]){re.escape(answer)}(?![\w.])", question.text)
            assert all(len(choice) <= 48 and "…" not in choice for choice in question.choices)
            assert question.call == trace.call


def test_wrong_values_were_real_somewhere_in_the_run(judge):
    text, trace = traced(judge, "merge")
    seen = {shown for step in trace.steps for shown in (*step.variables.values(), step.value)}
    for seed in range(12):
        for question in questions_about(text, trace, seed=seed):
            if question.text.startswith("What "):
                assert set(question.choices) <= seen


def test_the_same_seed_asks_the_same_and_the_right_choice_has_no_fixed_place(judge):
    text, trace = traced(judge, "collatz")
    assert questions_about(text, trace, seed=3) == questions_about(text, trace, seed=3)
    places = {question.answer for seed in range(12) for question in questions_about(text, trace, seed=seed)}
    assert len(places) >= 3
    assert len(questions_about(text, trace, most=1)) == 1


def test_a_run_cut_short_is_asked_no_count(judge):
    text = PROGRAMS["collatz"][0]
    case = TestCase(name="1", given=Expression(expression="steps(6)"), expected=None)
    trace = judge.trace(Source(text=text), case, Contract(cases=(case,)), max_steps=20)
    asked = [question.text for seed in range(12) for question in questions_about(text, trace, seed=seed)]
    assert asked
    assert not [text for text in asked if text.startswith("How many")]


def test_values_that_are_equal_are_never_both_offered():
    names = ("a", "b", "c", "d")
    shown = ("1", "1.0", "2", "3")
    steps = [
        TraceStep(line=2, depth=0, function="f", variables=dict(zip(names, shown, strict=True))),
        TraceStep(line=3, depth=0, function="f", variables={**dict(zip(names, shown, strict=True)), "e": "1"}),
        TraceStep(line=3, depth=0, function="f", variables={"e": "1"}, event="return", value="1"),
    ]
    trace = Trace(call="f()", steps=tuple(steps), truncated=False, result="1")
    for question in questions_about("def f(a, b, c, d):\n    e = a * 1\n    return e\n", trace):
        assert "1.0" not in question.choices or "1" not in question.choices


HOSTILE = ("'" * 3000, "9" * 4000, "(" * 400, "<script>alert(1)</script>", "{[]: 1}", "1e999", "\\", "", "'a\\nb'")


@pytest.mark.parametrize("shown", HOSTILE)
def test_hostile_values_are_left_out_and_nothing_fails(shown):
    steps = [
        TraceStep(line=2, depth=0, function="f", variables={"a": shown}),
        TraceStep(line=3, depth=0, function="f", variables={"a": shown, "b": shown}),
        TraceStep(line=3, depth=0, function="f", variables={"b": shown}, event="return", value=shown),
    ]
    trace = Trace(call="f()", steps=tuple(steps), truncated=False, result=shown, output=shown)
    for question in questions_about("def f(a):\n    b = a + a\n    return b\n", trace):
        assert max(map(len, question.choices)) <= 48


def test_steps_of_a_lesson_come_with_questions_unless_they_are_not_wanted(judge):
    text, _ = PROGRAMS["merge"]
    cases = (TestCase(name="1", given=Call(args=([1, 4, 6], [2, 9])), expected=None),)
    contract = Contract(function="merge", cases=cases)
    task = Task(text="Write merge(a, b).", function="merge", cases=cases)
    for wanted in (True, False):
        work = Work(
            backend=ScriptedBackend([" Go on\nWhy: One after the other."], repeat_last=True),
            judge=judge,
            options=SolveOptions(questions=wanted),
            on_progress=lambda progress: None,
            cancelled=lambda: False,
        )
        explained = explain_steps(task, Source(text=text, entry_point="merge"), contract, work)
        assert explained.trace is not None
        assert bool(explained.questions) is wanted
        assert all(question.call == explained.trace.call for question in explained.questions)


def test_code_that_does_not_parse_and_an_empty_run_ask_nothing():
    trace = Trace(call="f()", steps=(), truncated=False, result="1")
    assert questions_about("def f(:", trace) == ()
    assert questions_about("x = 1", trace) == ()
