"""`Judge.mutate` and mutants that do harm: they never end, flood memory or output, leave things behind for the next."""

from __future__ import annotations

import signal
import sys
from dataclasses import replace

import pytest

from kernel_magic.core.problem import Call, Contract, Limits, Prints, Returns, TestCase
from kernel_magic.core.source import Source
from kernel_magic.judge import mutation_runs
from kernel_magic.judge.inside import mutants as inside
from kernel_magic.judge.local import LocalJudge
from kernel_magic.judge.sandbox import ZygoteLostError
from tests.functional.mutated import MAX3, MAX3_CASES, SEARCH, SEARCH_CASES, alone, calls, survivors

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the judge needs fork")


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
    limits = Limits(cpu_s=2, wall_s=2)
    report = judge.mutate(Source(text=text), calls(((9,), nine), ((8,), eight), limits=limits))
    assert set(ended) == ({status} if status else set())
    assert report.unjudged == 0
    assert report.killed + len(report.survivors) == report.mutants > len(ended)


def test_a_loop_that_stands_still_is_not_waited_for(judge, monkeypatch):
    monkeypatch.setattr(mutation_runs, "_LEAST_CPU_S", 3600)
    monkeypatch.setattr(mutation_runs, "_LEAST_WALL_S", 3600)
    report = judge.mutate(SEARCH, replace(SEARCH_CASES, limits=Limits(cpu_s=3600, wall_s=3600)))
    assert report.mutants == report.killed + len(report.survivors)


def test_mutants_that_flood_memory_are_killed_and_the_rest_goes_on_in_another_run(judge, monkeypatch):
    runs = []
    begin = mutation_runs.MutantRuns._begin

    def begins(self, run):
        runs.append(run)
        begin(self, run)

    monkeypatch.setattr(mutation_runs.MutantRuns, "_begin", begins)
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
    assert 1 < len(runs) < report.mutants
    assert report.unjudged == 0
    assert survivors(report) == alone(judge, source, contract)


def test_mutants_that_flood_the_output_are_killed(judge):
    source = Source(text="def f(n):\n    while n > 0:\n        print(n)\n        n -= 1\n    return n")
    contract = calls(((3,), 0), ((1,), 0), limits=Limits(cpu_s=0.5, wall_s=3, output_kib=4))
    report = judge.mutate(source, contract)
    assert report.unjudged == 0
    assert survivors(report) == alone(judge, source, contract)


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


def test_a_scratch_folder_is_empty_for_each_mutant(judge, monkeypatch):
    monkeypatch.setattr(mutation_runs.MutantRuns, "_sound", lambda self, run: True)
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
    if n > 100:
        return ""
    return text
"""
    )
    contract = calls(((1,), "1"), ((22,), "22"), files=True)
    if judge.isolation().level == 1:
        pytest.skip("no writable folder can be confined here")
    report = judge.mutate(source, contract)
    assert report.killed
    assert (9, "n > 100", "n >= 100") in survivors(report)
    assert survivors(report) == alone(judge, source, contract)


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


def test_the_status_of_a_caught_alarm_is_no_other_status():
    from kernel_magic.judge.inside.child import OUT_OF_MEMORY

    assert inside.CAUGHT_THE_ALARM not in (OUT_OF_MEMORY, 97)
