"""Stress testing: wrong programs fall to small inputs, right ones do not, and nobody is blamed for another's fault."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from kernel_magic.core.comparison import StressPlan
from kernel_magic.core.errors import Cancelled
from kernel_magic.core.problem import CheckerSpec, Limits, Prints, Stdin, TestCase
from kernel_magic.core.source import Source
from kernel_magic.core.verdict import Verdict
from kernel_magic.course.problem_package import load_problem

PACKAGES = Path(__file__).resolve().parents[1] / "data" / "problem_packages"
MAKE = """
import random
def make(n, seed):
    rng = random.Random(seed)
    return f"{n}\\n{' '.join(str(rng.randint(-50, 50)) for _ in range(n))}\\n"
"""
LARGEST = "n = int(input())\nprint(max(map(int, input().split())))\n"
FROM_ZERO = "input()\nbest = 0\nfor x in input().split():\n    best = max(best, int(x))\nprint(best)\n"
SAMPLES = (
    TestCase(name="1", given=Stdin(text="3\n4 9 2\n"), expected=Prints(text="9\n"), origin="sample"),
    TestCase(name="2", given=Stdin(text="2\n-4 -9\n"), expected=Prints(text="-4\n"), origin="sample"),
)


def plan(candidate: str, **more) -> StressPlan:
    """A stress test of a program for the largest of some numbers."""
    given = {
        "oracle": Source(text=LARGEST), "generator": Source(text=MAKE), "limits": Limits(cpu_s=1.0, wall_s=5.0),
        "seconds": 1.0, **more,
    }  # fmt: skip
    return StressPlan(candidate=Source(text=candidate), **given)


def test_a_wrong_program_falls_and_its_input_is_the_smallest(judge):
    validator = Source(
        text="import sys\nn, *rest = sys.stdin.read().split()\nsys.exit(42 if int(n) == len(rest) else 43)\n"
    )
    report = judge.stress(plan(FROM_ZERO, input_validators=(validator,), seconds=5.0))
    found = report.difference
    assert found is not None
    assert (found.stdin, found.expected, found.got, found.verdict) == ("1\n-1\n", "-1\n", "0\n", Verdict.WA)
    assert found.place == "line 1, token 1: expected -1, got 0"
    assert found.shrunk_from >= len(found.stdin)
    assert report.trials >= 1


def test_a_right_program_stands(judge):
    other = "input()\nnumbers = sorted(map(int, input().split()))\nprint(numbers[-1])\n"
    report = judge.stress(plan(other))
    assert report.difference is None
    assert report.note == ""
    assert report.trials > 0


def test_it_is_the_same_for_the_same_seed(judge):
    found = [judge.stress(plan(FROM_ZERO, seed=seed, seconds=5.0)).difference for seed in (3, 3)]
    assert found[0] is not None
    assert found[0] == found[1]


def test_without_a_generator_inputs_are_made_like_the_samples(judge):
    report = judge.stress(plan(FROM_ZERO, generator=None, samples=SAMPLES, seconds=5.0))
    assert report.difference is not None
    count, numbers = report.difference.stdin.splitlines()
    assert int(count) == len(numbers.split())
    assert all(int(number) < 0 for number in numbers.split())


def test_inputs_like_the_samples_stay_inside_what_those_show(judge):
    """Nothing says that a list of one number is allowed, or a 0."""
    samples = (TestCase(name="1", given=Stdin(text="3\n4 9 2\n"), expected=Prints(text="9\n"), origin="sample"),)
    outside = "n = int(input())\nnumbers = list(map(int, input().split()))\nprint(max(numbers) if n > 1 else 1 // 0)\n"
    report = judge.stress(plan(outside, generator=None, samples=samples))
    assert report.trials > 0
    assert report.difference is None


def test_without_an_oracle_crashes_are_found(judge):
    crash = "n = int(input())\nnumbers = list(map(int, input().split()))\nprint(1 // (n - 3))\n"
    report = judge.stress(plan(crash, oracle=None, seconds=3.0))
    assert report.difference is not None
    assert report.difference.verdict is Verdict.RTE
    assert "ZeroDivisionError" in report.difference.place
    assert judge.stress(plan(FROM_ZERO, oracle=None)).difference is None


def test_an_input_that_the_oracle_cannot_do_is_nobodys_failure(judge):
    oracle = Source(
        text="n = int(input())\nnumbers = [int(x) for x in input().split()]\nprint(max(numbers) // (n != 1))\n"
    )
    wrong_for_one = "n = int(input())\nprint(max(map(int, input().split())) + (n == 1))\n"
    report = judge.stress(plan(wrong_for_one, oracle=oracle))
    assert report.difference is None
    assert report.refused > 0
    assert report.trials > 0


def test_inputs_that_validators_refuse_are_thrown_away(judge):
    validator = Source(text="import sys\nn = int(sys.stdin.readline())\nsys.exit(42 if n % 2 else 43)\n")
    wrong_for_even = "n = int(input())\nprint(max(map(int, input().split())) + (n % 2 == 0))\n"
    report = judge.stress(plan(wrong_for_even, input_validators=(validator,)))
    assert report.difference is None
    assert report.refused > 0
    assert report.trials > 0


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"generator": Source(text="def make(n, seed):\n    return 1 // 0\n")}, "ZeroDivisionError"),
        ({"generator": Source(text="def make(n, seed):\n    while True: pass\n")}, "did not end"),
        ({"generator": Source(text="def mak(n, seed):\n    return ''\n")}, "no function `make`"),
        ({"generator": None}, "No inputs could be made in the shape of the samples."),
        ({"input_validators": (Source(text="import sys\nsys.exit(43)\n"),)}, "Not one of"),
        ({"input_validators": (Source(text="import sys\nsys.exit(1)\n"),)}, "does not work"),
        ({"oracle": Source(text="print(1 // 0)\n")}, "Not one of"),
        (
            {
                "oracle": Source(text="print(1)\n"),
                "checker": CheckerSpec(name="special", program=Source(text="import sys\nsys.exit(7)\n")),
            },
            "It could not go on",
        ),
    ],
)
def test_what_stands_in_the_way_is_said(judge, change, said):
    report = judge.stress(plan("input()\nprint(0 + max(map(int, input().split())), end='')\n", **change))
    assert report.difference is None
    assert said in report.note


def test_a_timeout_counts_when_it_happens_twice(judge):
    slow = "n = int(input())\nwhile n == 3:\n    pass\nprint(max(map(int, input().split())))\n"
    report = judge.stress(plan(slow, limits=Limits(cpu_s=0.3, wall_s=5.0), seconds=4.0))
    assert report.difference is not None
    assert report.difference.verdict is Verdict.TLE
    assert report.difference.stdin.startswith("3\n")


def test_a_timeout_that_does_not_come_again_is_no_failure(judge, monkeypatch):
    once: list[bool] = []
    real = judge.judge

    def loaded(source, contract, /, *, cancelled=None):
        report = real(source, contract, cancelled=cancelled)
        if source.text == LARGEST + "#\n" and not once and report.cases:
            once.append(True)
            late = replace(report.cases[0], verdict=Verdict.TLE, reason="wall", message="took longer than 5 s")
            return replace(report, cases=(late,), verdict=Verdict.TLE)
        return report

    monkeypatch.setattr(judge, "judge", loaded)
    monkeypatch.setattr(judge, "_printed_by", lambda _, texts, *__: [None] * len(texts))
    report = judge.stress(plan(LARGEST + "#\n"))
    assert once
    assert report.difference is None


def test_several_right_answers_are_right(judge):
    problem = load_problem(PACKAGES / "two-parts")
    programs = {item.name: item.source for item in problem.submissions}
    generator = Source(text="def make(n, seed):\n    return f'{n * n + seed % 7}\\n'\n")
    given = StressPlan(
        candidate=programs["one.py"], oracle=programs["halves.py"], checker=problem.checker, generator=generator,
        limits=problem.limits, input_validators=problem.input_validators, seconds=1.0,
    )  # fmt: skip
    report = judge.stress(given)
    assert report.difference is None
    assert report.trials > 0
    report = judge.stress(replace(given, candidate=programs["equal_halves.py"], seconds=3.0))
    assert report.difference is not None
    assert report.difference.stdin == "3\n"


def test_progress_is_told_and_it_stops_when_cancelled(judge):
    stop = threading.Event()
    told = []

    def on_progress(progress):
        told.append(progress)
        stop.set()

    with pytest.raises(Cancelled):
        judge.stress(plan(LARGEST + "#\n", seconds=60.0), cancelled=stop.is_set, on_progress=on_progress)
    assert {item.stage for item in told} == {"stress"}
    threading.Timer(0.2, stop.set).start()
    stop.clear()
    started = time.monotonic()
    endless = "while True:\n    pass\n"
    with pytest.raises(Cancelled):
        judge.stress(plan(endless, limits=Limits(cpu_s=30, wall_s=60), seconds=60.0), cancelled=stop.is_set)
    assert time.monotonic() - started < 20  # far less, but machines may be busy
    assert judge.stress(plan(FROM_ZERO, seconds=3.0)).difference is not None


def test_looking_ahead_misleads_nobody(judge):
    """What stays between two runs in one process (here a module's attribute) is never the verdict."""
    counts = "import math\nmath.runs = getattr(math, 'runs', 0) + 1\nn = int(input())\n"
    right = counts + "numbers = list(map(int, input().split()))\nprint(max(numbers) if math.runs == 1 else 'again')\n"
    report = judge.stress(plan(right))
    assert report.difference is None
    assert report.trials > 0
    wrong = counts + "numbers = list(map(int, input().split()))\nprint(max(numbers) + (n == 5 and math.runs == 1))\n"
    report = judge.stress(plan(wrong, seconds=4.0))
    assert report.difference is None or report.difference.stdin.startswith("5\n")


def test_a_validator_that_accepts_anything_convicts_no_right_program(judge):
    # both are right where n is the number of items; where it is not, they may do as they like
    pairs = Source(
        text="n, t = map(int, input().split())\na = list(map(int, input().split()))\n"
        "print(any(a[i] + a[j] == t for i in range(n) for j in range(i)))\n"
    )
    hashing = Source(
        text="n, t = map(int, input().split())\nseen = set()\nfound = False\n"
        "for item in map(int, input().split()):\n    found = found or t - item in seen\n    seen.add(item)\n"
        "print(found)\n"
    )
    samples = tuple(
        TestCase(name=str(number), given=Stdin(text=text), expected=Prints(text=answer), origin="sample")
        for number, (text, answer) in enumerate((("4 9\n2 7 4 1\n", "True"), ("3 100\n1 2 3\n", "False")))
    )
    anything = Source(text="raise SystemExit(42)\n")
    make = Source(
        text="import random\ndef make(n, seed):\n    rng = random.Random(seed)\n"
        "    return f'{n} {rng.randint(0, 9)}\\n' + ' '.join(str(rng.randint(0, 9)) for _ in range(n)) + '\\n'\n"
    )
    plan = StressPlan(
        candidate=hashing, oracle=pairs, samples=samples, generator=make, input_validators=(anything,), seconds=2
    )
    report = judge.stress(plan)
    assert report.difference is None, report.difference
    assert report.trials > 0
