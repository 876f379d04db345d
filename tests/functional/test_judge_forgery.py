"""No program can talk itself into an accepted verdict: not with lying objects, not by speaking for the judge."""

from __future__ import annotations

import sys
import textwrap
import time

import pytest

from kernel_magic.core.problem import Call, Contract, Limits, Prints, Returns, Stdin, TestCase
from kernel_magic.core.source import Source
from kernel_magic.core.verdict import Verdict
from kernel_magic.judge import grader, sittings
from kernel_magic.judge.conversation import Run

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the judge needs fork")

_ADD = Contract(
    function="add",
    cases=tuple(
        TestCase(name=f"{a}+{b}", given=Call(args=(a, b)), expected=Returns(value=a + b))
        for a, b in ((2, 3), (-7, 7), (10**30, 1), (5, 5))
    ),
    limits=Limits(cpu_s=1, wall_s=10, memory_mib=128, output_kib=16),
)

# how a program finds the judge's own objects: they share its process, and that is allowed for
_STEAL = """
import os, sys
frame, channel = sys._getframe(), None
while frame:
    channel = frame.f_locals.get("channel", channel)
    frame = frame.f_back
assert channel is not None
def put(data): os.write(4, data)
def say(body):
    put(channel._nonce.encode() + b" " + body + b"\\n")
    os._exit(0)
def tell(frame):
    channel.answer(frame)
    os._exit(0)
"""

LIARS = {
    "always equal": """
        class Yes:
            __eq__ = lambda self, other: True
            __hash__ = None
        def add(a, b): return Yes()
    """,
    "an int of its own": """
        class I(int):
            __eq__ = lambda self, other: True
            __hash__ = int.__hash__
        def add(a, b): return I(1)
    """,
    "a class that lies about its class": """
        class Liar:
            __class__ = int
            __eq__ = lambda self, other: True
        def add(a, b): return Liar()
    """,
    "a metaclass that lies": """
        class Meta(type):
            __eq__ = lambda self, other: True
            __hash__ = type.__hash__
            __instancecheck__ = lambda self, other: True
            __name__ = "int"
        class X(metaclass=Meta): pass
        def add(a, b): return X()
    """,
    "not a number": "def add(a, b): return float('nan')",
    "right once": """
        n = 0
        def add(a, b):
            global n
            n += 1
            return a + b if n == 1 else None
    """,
    "exits in peace": "import os; os._exit(0)",
    "exits in the call": "def add(a, b): raise SystemExit(0)",
    "patches the encoder's json": """
        import json
        json.dumps = lambda *a, **k: '["ready"]'
        def add(a, b): return 0
    """,
    "patches builtins": """
        import builtins
        builtins.isinstance = builtins.callable = lambda *a: True
        def add(a, b): return 0
    """,
    "closes everything": """
        import os
        def add(a, b):
            os.closerange(0, 99)
            return 0
    """,
    "prints its verdict": """
        def add(a, b):
            print('{"verdict": "AC"}')
            return 0
    """,
    "changes the answer later": """
        import threading, time
        def add(a, b):
            box = []
            threading.Thread(target=lambda: (time.sleep(0.01), box.append(a + b)), daemon=True).start()
            return box
    """,
}

FORGERS = {
    "unsolicited answer": """
        channel.answer(["returned", ["i", "5"], ["N"]])
        def add(a, b): return 0
    """,
    "answers twice": """
        def add(a, b):
            channel.answer(["returned", ["i", "5"], ["N"]])
            return 5
    """,
    "answers for everything in advance": """
        def add(a, b):
            for _ in range(9): channel.answer(["returned", ["i", "0"], ["N"]])
            return 0
    """,
    "a raw frame without a nonce": """
        def add(a, b):
            put(b'["returned",["i","5"],["N"]]\\n')
            return 0
    """,
    "a nonce of its own": """
        def add(a, b):
            value = "%x" % (a + b)
            put(b'0123456789abcdef ["returned",["i","' + value.encode() + b'"],["N"]]\\n')
            os._exit(0)
    """,
    "a number of JSON": "def add(a, b): say(b'[\"returned\",' + b'9' * 100000 + b',[\"N\"]]')",
    "an object of JSON": 'def add(a, b): say(b\'{"verdict": "AC"}\')',
    "NaN of JSON": 'def add(a, b): say(b\'["returned", NaN, ["N"]]\')',
    "a value nested too deep": "def add(a, b): say(b'[\"returned\",' + b'[' * 9000 + b']' * 9000 + b',[\"N\"]]')",
    "a float that overflows": "def add(a, b): tell(['returned', ['f', '0x1p+99999999'], ['N']])",
    "an int with other digits": "def add(a, b): tell(['returned', ['i', ' +0_5'], ['N']])",
    "a word the judge does not know": "def add(a, b): tell(['accepted'])",
    "ready again": "def add(a, b): tell(['ready'])",
    "says that it is closed in, twice": """
        put(b'*\\n')
        def add(a, b): return a + b
    """,
}


@pytest.mark.parametrize("name", LIARS)
def test_a_liar_is_not_accepted(judge, name):
    report = judge.judge(Source(text=textwrap.dedent(LIARS[name])), _ADD)
    assert report.verdict in (Verdict.WA, Verdict.RTE), report.cases


@pytest.mark.parametrize("name", FORGERS)
def test_speaking_for_the_judges_child_is_an_attempt_on_the_judge(judge, name):
    report = judge.judge(Source(text=_STEAL + textwrap.dedent(FORGERS[name])), _ADD)
    assert report.verdict in (Verdict.RTE, Verdict.WA), report.cases  # the first bad case may be a plain wrong answer
    assert any(case.reason == "security" for case in report.cases), report.cases


def test_the_stolen_channel_is_worth_no_more_than_an_own_answer(judge):
    # proves that the programs above really reach the channel: with right values they are as good as honest ones
    honest = _STEAL + "def add(a, b):\n    return a + b if channel is not None else None"
    assert judge.judge(Source(text=honest), _ADD).verdict is Verdict.AC


def test_a_flood_of_answers_ends_it(judge):
    flood = _STEAL + "def add(a, b):\n    while True: put(b'x' * 60000)"
    report = judge.judge(Source(text=flood), _ADD)
    assert report.verdict is Verdict.OLE


def test_talking_on_after_the_last_answer_is_an_attempt_on_the_judge(judge, monkeypatch):
    mark = Run.mark

    def slow_mark(run):  # or the run may be ended before it gets to say more
        time.sleep(0.3)
        return mark(run)

    monkeypatch.setattr(Run, "mark", slow_mark)
    chatter = (
        _STEAL + "def add(a, b):\n    channel.answer(['returned', ['i', '5'], ['N']])\n    while True: put(b'x\\n')"
    )
    contract = Contract(function="add", cases=_ADD.cases[:1], limits=Limits(cpu_s=5, wall_s=20))
    report = judge.judge(Source(text=chatter), contract)
    assert (report.verdict, report.cases[0].reason) == (Verdict.RTE, "security")


def test_half_an_answer_and_silence_runs_into_the_time_limit(judge):
    half = _STEAL + "import time\ndef add(a, b):\n    put(b'[')\n    time.sleep(60)"
    contract = Contract(function="add", cases=_ADD.cases[:1], limits=Limits(cpu_s=1, wall_s=1))
    assert judge.judge(Source(text=half), contract).verdict is Verdict.TLE


def test_a_program_is_judged_by_its_output_whole(judge):
    case = TestCase(name="1", given=Stdin(text="1 2\n"), expected=Prints(text="3\n"))
    for text in (
        "print('AC')",
        "print(*range(100))",
        "print(3); print(3)",
        "import os; os._exit(0)",
        "raise SystemExit(0)",
    ):
        assert judge.judge(Source(text=text), Contract(cases=(case,))).verdict is Verdict.WA, text
    for text in ("print(3)", "import os; os.write(1, b'3'); os._exit(0)", "print(3); raise SystemExit"):
        assert judge.judge(Source(text=text), Contract(cases=(case,))).verdict is Verdict.AC, text


def test_expected_values_never_reach_the_process_that_runs_the_program(judge):
    # everything reachable in that process is searched for the expected value; it is twice the argument
    search = (
        "import gc, sys\n"
        "def f(half):\n"
        "    frame, seen = sys._getframe(1), []\n"
        "    while frame:\n"
        "        seen.append(repr(frame.f_locals)[:10**6])\n"
        "        frame = frame.f_back\n"
        "    seen += [repr(o)[:10**6] for o in gc.get_objects() if isinstance(o, (list, dict, tuple))]\n"
        "    def count(number):\n"
        "        return sum(str(number) in text or f'{number:x}' in text for text in seen)\n"
        "    return count(half) > 0, count(2 * half)\n"
    )
    case = TestCase(name="1", given=Call(args=(368290951173,)), expected=Returns(value=736581902346))
    report = judge.judge(Source(text=search), Contract(function="f", cases=(case,), limits=Limits(cpu_s=20, wall_s=60)))
    assert report.cases[0].observed is not None, report.cases[0]
    assert report.cases[0].observed.text == "(True, 0)"


def test_what_is_reported_is_clean_and_bounded(judge):
    mean = (
        "def add(a, b):\n    print('\\x1b[2J\\u202e' + 'e' + '\\u0301' * 99)\n"
        + "    E = type('\\x1b[31m<script>' + 'x' * 9999, (Exception,), {})\n"
        + "    raise E('\\x1b]0;owned\\x07' + 'y' * 99999)"
    )
    case = judge.judge(Source(text=mean), _ADD).cases[0]
    for text in (case.message, case.stdout, case.observed.text):
        assert "\x1b" not in text
        assert "\u202e" not in text
        assert len(text) < 1000


def test_a_checker_that_always_agrees_turns_this_file_red(judge, monkeypatch):
    # the tests above must hang on the comparison, not on something that happens to fail beside it
    monkeypatch.setattr(grader, "same_value", lambda *_: True)
    assert judge.judge(Source(text="def add(a, b): return 0"), _ADD).verdict is Verdict.AC


def test_cases_come_in_another_order_and_are_reported_in_theirs(judge):
    seen = "order = []\ndef add(a, b):\n    order.append(a)\n    print(*order)\n    return a + b"
    cases = tuple(TestCase(name=str(n), given=Call(args=(n, 0)), expected=Returns(value=n)) for n in range(12))
    report = judge.judge(Source(text=seen), Contract(function="add", cases=cases))
    assert report.verdict is Verdict.AC
    assert [case.name for case in report.cases] == [str(n) for n in range(12)]
    whole = max((case.stdout for case in report.cases), key=len).split()
    assert sorted(whole, key=int) == [str(n) for n in range(12)]
    assert whole != sorted(whole, key=int)


def test_a_program_that_keeps_dying_is_stopped_and_the_rest_says_so(judge):
    cases = tuple(TestCase(name=str(n), given=Call(args=(n,)), expected=Returns(value=n)) for n in range(9))
    report = judge.judge(Source(text="import os\ndef f(n): os._exit(3)"), Contract(function="f", cases=cases))
    not_run = [case for case in report.cases if case.message.startswith("not run")]
    assert len(not_run) == len(cases) - sittings.MAX_DEATHS
    assert {case.verdict for case in report.cases} == {Verdict.RTE}


def test_a_program_that_dies_once_goes_on_in_a_new_run(judge):
    text = "import os\ndef f(n):\n    if n == 4: os._exit(3)\n    return n"
    cases = tuple(TestCase(name=str(n), given=Call(args=(n,)), expected=Returns(value=n)) for n in range(9))
    report = judge.judge(Source(text=text), Contract(function="f", cases=cases))
    assert [case.name for case in report.cases if case.verdict is not Verdict.AC] == ["4"]
