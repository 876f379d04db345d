"""`Judge.mutate`: which mutants of a right program the cases kill, whatever the mutants do and in whatever order."""

from __future__ import annotations

import random
import signal
import sys
import time
from dataclasses import replace

import pytest

from kernel_magic.core.errors import Cancelled, InputError
from kernel_magic.core.exercise import MutationReport
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
from kernel_magic.judge.inside import mutants as inside
from kernel_magic.judge.local import LocalJudge
from kernel_magic.judge.mutation import mutants
from kernel_magic.judge.sandbox import ZygoteLostError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the judge needs fork")


@pytest.fixture(scope="module")
def judge():
    with LocalJudge() as judge:
        yield judge


def calls(*pairs, function="f", **options) -> Contract:
    """A contract of calls: (arguments, the value or the exception they must give)."""
    cases = tuple(
        TestCase(
            name=f"{place}: {args}",
            given=Call(args=args),
            expected=Raises(exception=wanted.__name__) if isinstance(wanted, type) else Returns(value=wanted),
        )
        for place, (args, wanted) in enumerate(pairs)
    )
    return Contract(function=function, cases=cases, **options)


def survivors(report: MutationReport) -> set[tuple[int, str, str]]:
    return {(survivor.line, survivor.before, survivor.after) for survivor in report.survivors}


def alone(judge: LocalJudge, source: Source, contract: Contract) -> set[tuple[int, str, str]]:
    """The survivors as ordinary runs tell them, a run of its own for each mutant."""
    contract = replace(contract, stop_early=True)
    found = mutants(source.text)
    return {(m.line, m.before, m.after) for m in found if judge.judge(Source(text=m.text), contract).accepted}


MAX3 = Source(
    text="""\
def larger(a, b):
    if a > b:
        return a
    return b


def f(a, b, c):
    return larger(larger(a, b), c)
"""
)
MAX3_CASES = calls(((1, 2, 3), 3), ((3, 2, 1), 3), ((1, 3, 2), 3), ((-1, -2, -3), -1))
SEARCH = Source(
    text="""\
def f(items, target):
    low, high = 0, len(items) - 1
    while low <= high:
        middle = (low + high) // 2
        if items[middle] == target:
            return middle
        if items[middle] < target:
            low = middle + 1
        else:
            high = middle - 1
    return -1
"""
)
SEARCH_CASES = calls(
    (([1, 3, 5, 7], 5), 2),
    (([1, 3, 5, 7], 1), 0),
    (([1, 3, 5, 7], 7), 3),
    (([1, 3, 5, 7], 4), -1),
    (([], 4), -1),
    (([2], 3), -1),
    limits=Limits(cpu_s=0.1, wall_s=3),
)


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


@pytest.mark.parametrize("level", [3, 2, 1, 0])
def test_endless_mutants_are_killed_as_in_runs_of_their_own(level):
    with LocalJudge(level=level) as judge:
        report = judge.mutate(SEARCH, SEARCH_CASES)
        assert survivors(report) == alone(judge, SEARCH, SEARCH_CASES)
        assert report.unjudged == 0


# endless in ways that no look at a loop can tell
CATCHES_EVERYTHING = """\
def f(n):
    total = 0
    while n > 0:
        try:
            for _ in range(99):
                pass
            total += n
            n -= 1
        except BaseException:
            pass
    return total
"""
ENDLESS = {
    "grows": ("def f(n):\n    while n > 1:\n        n //= 2\n    return n", 1, 1),
    "catches everything": (CATCHES_EVERYTHING, 45, 36),
    "in a library": ("def f(n):\n    return sum(range(n ** 9 // n ** 8 - n))", 0, 0),
    "sleeps": ("import time\ndef f(n):\n    time.sleep(n - n)\n    return n", 9, 8),
    "calls itself": ("def f(n):\n    return 0 if n <= 0 else f(n - 1)", 0, 0),
}


@pytest.mark.parametrize("name", ENDLESS)
def test_what_cannot_be_seen_to_be_endless_is_ended(judge, name):
    text, nine, eight = ENDLESS[name]
    contract = calls(((9,), nine), ((8,), eight), limits=Limits(cpu_s=0.1, wall_s=1))
    report = judge.mutate(Source(text=text), contract)
    assert report.unjudged == 0
    assert survivors(report) == alone(judge, Source(text=text), contract)
    assert judge.mutate(MAX3, MAX3_CASES).killed  # and goes on


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("grows", None),
        ("sleeps", None),
        ("catches everything", inside.CAUGHT_THE_ALARM),
        ("in a library", -signal.SIGPROF),
    ],
)
def test_only_what_no_alarm_stops_ends_its_run(judge, monkeypatch, name, status):
    ended = []
    look = mutation_runs.MutantRuns._finding

    def seeing(self, exchange, run, index):
        if exchange.trouble == "ended":
            ended.append(run.finish().status)
        return look(self, exchange, run, index)

    monkeypatch.setattr(mutation_runs.MutantRuns, "_finding", seeing)
    text, nine, eight = ENDLESS[name]
    report = judge.mutate(Source(text=text), calls(((9,), nine), ((8,), eight)))
    assert set(ended) == ({status} if status else set())
    assert report.unjudged == 0
    assert report.killed + len(report.survivors) == report.mutants > len(ended)


def test_a_loop_that_stands_still_is_not_waited_for(judge, monkeypatch):
    monkeypatch.setattr(mutation_runs, "_LEAST_CPU_S", 3600)
    report = judge.mutate(SEARCH, replace(SEARCH_CASES, limits=Limits(cpu_s=3600, wall_s=3600)))
    assert report.mutants == report.killed + len(report.survivors)


def test_mutants_that_flood_memory_are_killed_and_the_rest_goes_on(judge):
    source = Source(
        text="""\
def f(n):
    cells = [0] * (10 ** 12 // n ** 4)
    while len(cells) < n:
        cells += cells + [1]
    return len(cells) % n
"""
    )
    contract = calls(((1000,), 23), ((1500,), 547), limits=Limits(cpu_s=0.5, wall_s=3, memory_mib=64))
    report = judge.mutate(source, contract)
    assert report.unjudged == 0
    assert survivors(report) == alone(judge, source, contract)


def test_mutants_that_flood_the_output_are_killed(judge):
    source = Source(text="def f(n):\n    while n > 0:\n        print(n)\n        n -= 1\n    return n")
    contract = calls(((3,), 0), ((1,), 0), limits=Limits(cpu_s=0.5, wall_s=3, output_kib=4))
    report = judge.mutate(source, contract)
    assert report.unjudged == 0
    assert survivors(report) == alone(judge, source, contract)


def test_the_killed_are_the_same_in_any_order_of_the_cases(judge):
    every = [survivors(judge.mutate(SEARCH, SEARCH_CASES))]
    cases = list(SEARCH_CASES.cases)
    for seed in range(4):
        random.Random(seed).shuffle(cases)
        every.append(survivors(judge.mutate(SEARCH, replace(SEARCH_CASES, cases=tuple(cases)))))
    assert every.count(every[0]) == len(every)
    assert every[0]


DIGITS = """\
import decimal
digits = {digits}
decimal.getcontext().prec = digits
def f(a, b):
    return str(decimal.Decimal(a) / decimal.Decimal(b))
"""
LEFT_BEHIND: dict[str, tuple[str, tuple[Returns | Prints, Returns | Prints]]] = {
    "a setting that is the usual one": (
        DIGITS.format(digits=28),
        (Returns(value="0.3333333333333333333333333333"), Returns(value="3.142857142857142857142857143")),
    ),
    "a setting that is another one": (
        DIGITS.format(digits=5),
        (Returns(value="0.33333"), Returns(value="3.1429")),
    ),
    "the output": (
        """\
import sys
class Quiet:
    def write(self, text): return len(text)
    def flush(self): pass
def f(a, b):
    kept = sys.stdout
    sys.stdout = Quiet()
    print(a)
    sys.stdout = kept
    if b > 0:
        print(a // b)
""",
        (Prints(text="0\n"), Prints(text="3\n")),
    ),
    "a built-in function": (
        """\
import builtins
def f(a, b):
    if not a:
        builtins.sum = lambda items: 0
    if b > 0:
        return sum([a] * b)
""",
        (Returns(value=3), Returns(value=154)),
    ),
}


@pytest.mark.parametrize("name", LEFT_BEHIND)
def test_what_a_mutant_leaves_behind_kills_no_other(judge, monkeypatch, name):
    text, expected = LEFT_BEHIND[name]
    monkeypatch.setattr(mutation_runs.MutantRuns, "_sound", lambda self, run: True)  # not by looking again
    cases = tuple(
        TestCase(name=f"{a} {b}", given=Call(args=(a, b)), expected=wanted)
        for (a, b), wanted in zip(((1, 3), (22, 7)), expected, strict=True)
    )
    contract = Contract(function="f", cases=cases)
    report = judge.mutate(Source(text=text), contract)
    assert survivors(report) == alone(judge, Source(text=text), contract)


def test_kills_after_a_mutant_that_broke_something_for_all_are_looked_at_again(judge):
    # mutants of its first lines break `math.hypot` for all that come after them
    text = """\
import math
SIDES = 2
if SIDES != 2:
    math.hypot = lambda *sides: 0
def f(a, b):
    c = math.hypot(a, b)
    if c > 100:
        return c + 0
    return c
"""
    contract = calls(((3, 4), 5.0), ((5, 12), 13.0))
    source = Source(text=text)
    report = judge.mutate(source, contract)
    assert survivors(report) == alone(judge, source, contract)
    assert (7, "c > 100", "c >= 100") in survivors(report)


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


def test_a_scratch_folder_is_empty_for_each_mutant(judge):
    source = Source(
        text="""\
import os
def f(n):
    assert not os.path.exists("x")
    with open("x", "w") as file:
        file.write(str(n))
    with open("x") as file:
        text = file.read()
    os.remove("x")
    return text
"""
    )
    contract = calls(((1,), "1"), ((22,), "22"), files=True)
    if judge.isolation().level == 1:
        pytest.skip("no writable folder can be confined here")
    report = judge.mutate(source, contract)
    assert report.killed
    assert survivors(report) == alone(judge, source, contract)
    assert report.unjudged == 0


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


def test_a_loss_of_the_sandbox_costs_a_mutant_nothing(judge, monkeypatch):
    lost = []
    attempt = mutation_runs.MutantRuns._try

    def losing(self, run, place, mutant):
        if place in (3, 5) and (place == 5 or place not in lost):
            lost.append(place)
            raise ZygoteLostError
        return attempt(self, run, place, mutant)

    monkeypatch.setattr(mutation_runs.MutantRuns, "_try", losing)
    report = judge.mutate(MAX3, MAX3_CASES)
    assert lost == [3, 5, 5]
    assert report.unjudged == 1  # the one that was lost twice
    assert report.killed + len(report.survivors) + 1 == report.mutants


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


def test_the_status_of_a_caught_alarm_is_no_other_status():
    from kernel_magic.judge.inside.child import OUT_OF_MEMORY

    assert inside.CAUGHT_THE_ALARM not in (OUT_OF_MEMORY, 97)
