"""Interactive problems: every way a conversation can end has its verdict, and a fault of the interactor is `IE`."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import threading
from pathlib import Path

import psutil
import pytest

from kernel_magic.core.errors import Cancelled
from kernel_magic.core.problem import CheckerSpec, Contract, Limits, Prints, Stdin, TestCase
from kernel_magic.core.source import Source
from kernel_magic.core.verdict import Verdict
from kernel_magic.judge import interactive
from kernel_magic.judge.local import LocalJudge

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the judge needs fork")

INTERACTOR = """
import sys
secret = int(open(sys.argv[1]).read())
for turn in range(11):
    line = sys.stdin.readline()
    if not line:
        print("no more guesses", file=sys.stderr)
        sys.exit(43)
    guess = int(line)
    if guess == secret:
        print("correct", flush=True)
        sys.exit(42)
    print("lower" if guess > secret else "higher", flush=True)
open(sys.argv[3] + "judgemessage.txt", "w").write("too many guesses")
sys.exit(43)
"""
TESTLIB = (
    INTERACTOR.replace("exit(42)", "exit(0)")
    .replace("exit(43)", "exit(1)")
    .replace('sys.argv[3] + "judgemessage.txt"', "sys.argv[2]")
)
GOOD = """
low, high = 1, 1000
while True:
    guess = (low + high) // 2
    print(guess, flush=True)
    answer = input()
    if answer == "correct":
        break
    low, high = (low, guess - 1) if answer == "lower" else (guess + 1, high)
"""
LINEAR = """
guess = 0
while True:
    guess += 1
    print(guess, flush=True)
    if input() == "correct":
        break
"""


def contract(program=INTERACTOR, *, form="icpc", secrets=(777,), limits=Limits(), **options):
    cases = tuple(
        TestCase(name=str(n), given=Stdin(text=f"{n}\n"), expected=Prints(text="the answer 7f3a\n")) for n in secrets
    )
    source = None if program is None else Source(text=program)
    checker = CheckerSpec(name="interactive", program=source, form=form)
    return Contract(checker=checker, cases=cases, limits=limits, **options)


def one(judge, text, program=INTERACTOR, **options):
    (case,) = judge.judge(Source(text=text), contract(program, **options)).cases
    return case


@pytest.mark.parametrize("level", [3, 2, 0])
@pytest.mark.parametrize(("form", "program"), [("icpc", INTERACTOR), ("testlib", TESTLIB)])
def test_one_that_guesses_well_is_accepted_and_one_that_guesses_badly_is_not(level, form, program):
    with LocalJudge(level=level) as judge:
        asked = contract(program, form=form, secrets=(1, 500, 777, 1000), limits=Limits())
        assert judge.judge(Source(text=GOOD), asked).accepted
        report = judge.judge(Source(text=LINEAR), asked)
    assert [case.verdict.value for case in report.cases] == ["AC", "WA", "WA", "WA"]
    assert report.cases[1].reason == "wrong_output"
    assert report.cases[0].stdout == "1\n"


def test_a_rejection_says_why_and_shows_the_end_of_the_conversation(judge):
    case = one(judge, LINEAR)
    assert "the interactor rejects it: too many guesses" in case.message
    assert case.message.endswith('interactor "higher", submission "11", interactor "higher", submission "12"')
    assert len(case.message) < 1000


# what the submission does -> verdict, reason, a part of the message
SUBMISSIONS = {
    "is silent": ("import time\ntime.sleep(60)", "TLE", "wall", "both waited"),
    "waits to be spoken to": ("input()", "TLE", "wall", "the submission last sent nothing"),
    "never flushes": ("import sys\nprint(5)\nsys.stdin.readline()", "TLE", "wall", "the submission last sent nothing"),
    "ends no line": (
        "import sys\nsys.stdout.write('1\\n50')\nsys.stdout.flush()\ninput()\ninput()",
        "TLE",
        "wall",
        'last sent "50" without a line end, the interactor "higher"',
    ),
    "computes for ever": ("while True: pass", "TLE", "", ""),
    "dies before it speaks": ("raise KeyError(1)", "RTE", "exception", "KeyError"),
    "dies after it spoke": ("print(5, flush=True)\ninput()\n1 // 0", "RTE", "exception", 'submission "5"'),
    "ends with a status": ("print(5, flush=True)\ninput()\nimport os\nos._exit(42)", "RTE", "exit", "exit status 42"),
    "does not compile": ("def f(:", "CE", "syntax", "line 1"),
    "says too little": ("print(5)", "WA", "wrong_output", "no more guesses"),
    "says nothing": ("", "WA", "wrong_output", "no more guesses"),
    "ends at once": ("import os\nos._exit(0)", "WA", "wrong_output", "no more guesses"),
    "is rejected, then dies": (LINEAR + "\n", "WA", "wrong_output", "too many guesses"),
    "is rejected, then loops": (
        "for _ in range(11): print(1, flush=True)\nwhile True: pass", "WA", "wrong_output", "too many guesses",
    ),
    "is accepted, then dies": ("print(777, flush=True)\ninput()\nraise KeyError", "RTE", "exception", "KeyError"),
    "is accepted, then loops": ("print(777, flush=True)\nwhile True: pass", "TLE", "", ""),
    "is accepted, then floods": ("print(777)\nwhile True: print('x' * 1000, flush=True)", "OLE", "output", "more than"),
    "is accepted": ("print(777, flush=True)\nassert input() == 'correct'", "AC", "", ""),
    "is accepted, and leaves the answer alone": ("print(777)", "AC", "", ""),
    "takes all memory": ("x = [0]\nwhile True: x = x + x", "MLE", "memory", "memory"),
    "answers the judge": ("import os\nos.write(4, b'0 [\"done\"]\\n')\ninput()", "RTE", "security", "attempt"),
    "answers the judge when accepted": (
        "print(777, flush=True)\ninput()\nimport os\nos.write(4, b'0 [\"done\"]\\n')", "RTE", "security", "attempt",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SUBMISSIONS)
def test_what_a_submission_does_has_its_verdict(judge, name):
    text, verdict, reason, said = SUBMISSIONS[name]
    case = one(judge, text, limits=Limits(cpu_s=2, wall_s=0.8 if verdict == "TLE" else 10))
    assert case.verdict.value == verdict, case
    assert case.reason == reason or not reason, case
    assert said in case.message, case
    assert case.verdict is Verdict.AC or case.message


def test_one_that_floods_an_interactor_that_does_not_read_is_ended(judge):
    case = one(judge, "while True: print('x' * 1000)", "import time\ntime.sleep(60)")
    assert (case.verdict, case.reason) == (Verdict.OLE, "output")


_READS = "import sys\nsys.stdin.readline()\n"
FAULTS = {
    "dies at once": ("1 // 0", "ZeroDivisionError"),
    "dies after it listened": (_READS + "raise ValueError('ha')", "ValueError: ha"),
    "says yes and dies": (_READS + "print('correct', flush=True)\n1 // 0", "ZeroDivisionError"),
    "is killed": (_READS + "import os\nos.abort()", "SIGABRT"),
    "ends with status 0": (_READS + "sys.exit(0)", "exit status 0"),
    "ends with status 1": (_READS + "sys.exit('no')", "exit status 1"),
    "never ends": (_READS + "import time\ntime.sleep(60)", "hung"),
    "computes for ever": (_READS + "while True: pass", ""),
    "floods": (_READS + "while True: print('x' * 100_000)", "printed more"),
    "does not compile": ("def f(:", "SyntaxError"),
    "is empty": ("", "exit status 0"),
    "answers like a child": (_READS + "import os\nos.write(4, b'x y\\n')\nsys.exit(42)", "attempt on the judge"),
    "takes all memory": (_READS + "x = [0]\nwhile True: x = x + x", "memory"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_whatever_is_wrong_with_an_interactor_is_never_the_submissions_fault(judge, monkeypatch, name):
    monkeypatch.setattr(interactive, "LIMITS", Limits(cpu_s=0.5, wall_s=2, memory_mib=128, output_kib=64))
    monkeypatch.setattr(interactive, "_PROBE_S", 0.5)
    program, said = FAULTS[name]
    limits = Limits(wall_s=1.0 if said in ("", "hung") else 6.0)
    case = one(judge, "print(777, flush=True)\ninput()", program, limits=limits)
    assert (case.verdict, case.reason) == (Verdict.IE, "checker"), case
    assert said in case.message, case


def test_an_interactor_that_does_not_expect_the_end_is_told_so(judge):
    case = one(judge, "print(5)", "import sys\nwhile True: int(sys.stdin.readline())")
    assert (case.verdict, case.reason) == (Verdict.IE, "checker")
    assert "must expect the end of its input" in case.message


def test_an_interactor_that_goes_on_after_the_end_did_wait(judge, monkeypatch):
    monkeypatch.setattr(interactive, "_PROBE_S", 0.5)
    loops = "import sys\nwhile True:\n    if sys.stdin.readline().strip() == '777': sys.exit(42)"
    case = one(judge, "import time\ntime.sleep(60)", loops, limits=Limits(wall_s=0.5))
    assert (case.verdict, case.reason) == (Verdict.TLE, "wall")


@pytest.mark.parametrize("status", [3, 5, 42, 43])
def test_a_testlib_status_that_means_a_fault_is_one(judge, status):
    case = one(judge, "input()", f"import sys\nsys.exit({status})", form="testlib")
    assert (case.verdict, case.reason) == (Verdict.IE, "checker")


def test_an_interactor_that_is_missing_is_a_fault(judge):
    case = one(judge, GOOD, None)
    assert (case.verdict, case.reason) == (Verdict.IE, "checker")
    assert "no program" in case.message


def test_an_interactor_closes_its_output_first_and_decides_when_the_submission_has_ended(judge):
    program = (
        "import os, sys\nprint('over', flush=True)\nos.close(1)\nsys.exit(42 if sys.stdin.read() == 'bye\\n' else 43)"
    )
    assert one(judge, "import sys\nassert sys.stdin.read() == 'over\\n'\nprint('bye')", program).verdict is Verdict.AC
    assert one(judge, "import sys\nsys.stdin.read()\nprint('what')", program).verdict is Verdict.WA
    assert one(judge, "import sys\nsys.stdin.read()\n1 // 0", program).verdict is Verdict.WA


def test_what_is_said_is_handed_on_byte_for_byte(judge):
    program = (
        "import sys\nout = sys.stdout.buffer\nout.write(bytes(range(256)) * 300 + b'end')\nout.flush()\n"
        "got = sys.stdin.buffer.read()\nsys.exit(42 if got == bytes(range(256)) * 200 else 43)"
    )
    text = (
        "import sys\ndata = b''\nwhile not data.endswith(b'end'): data += sys.stdin.buffer.read1(5000)\n"
        "assert data == bytes(range(256)) * 300 + b'end'\nsys.stdout.buffer.write(bytes(range(256)) * 200)"
    )
    assert one(judge, text, program, limits=Limits()).verdict is Verdict.AC


def test_many_turns_cost_the_submission_little(judge):
    program = (
        "import sys\nfor n in range(2000):\n    print(n, flush=True)\n"
        "    if sys.stdin.readline() != f'{n}\\n': sys.exit(43)\nsys.exit(42)"
    )
    assert (
        one(judge, "for _ in range(2000): print(input(), flush=True)", program, limits=Limits()).verdict is Verdict.AC
    )


@pytest.mark.parametrize("level", [3, 2])
def test_a_submission_finds_neither_the_interactor_nor_its_files(level):
    looks = """
import os, signal
found = []
for root in ("/", ".", "/scratch", "/tmp", "/var/tmp"):
    for folder, folders, files in os.walk(root):
        folders[:] = [each for each in folders if os.path.join(folder, each) not in ("/usr", "/proc", "/sys", "/lib")]
        for name in files:
            if name in ("answer.txt", "input.txt"):
                try:
                    found.append(open(os.path.join(folder, name)).read())
                except OSError:
                    pass
for pid in range(2, 100):
    try:
        if pid != os.getpid():
            os.kill(pid, signal.SIGKILL)
            found.append(pid)
    except OSError:
        pass
print("found", found, flush=True)
"""
    program = "import sys, time\ntime.sleep(0.3)\nsys.exit(42 if sys.stdin.readline() == 'found []\\n' else 43)"
    with LocalJudge(level=level) as judge:
        for files in (False, True):
            case = one(judge, looks, program, limits=Limits(), files=files)
            assert case.verdict is Verdict.AC, case


def test_two_hundred_conversations_leave_nothing_behind():
    def state():
        return {each.pid for each in psutil.Process().children(recursive=True)}, len(
            list(Path("/proc/self/fd").iterdir())
        )

    folders = set(Path(tempfile.gettempdir()).glob("kernel-magic-run-*"))
    before = state()
    texts = ["print(777)", "print(1)", "1 // 0", "import os\nos.abort()", "print('x' * 100_000)", "print('no number')"]
    with LocalJudge(level=2) as judge:
        one(judge, GOOD)
        running = state()
        for number in range(200):
            case = one(judge, texts[number % len(texts)])
            assert (case.verdict is Verdict.IE) == (number % len(texts) == 5), case
        assert state() == running
    assert state()[0] == before[0]
    assert state()[1] <= before[1] + 1  # the long-lived thread may keep one
    assert set(Path(tempfile.gettempdir()).glob("kernel-magic-run-*")) <= folders


def test_cancelling_and_interrupting_end_both_and_leave_the_judge_usable(judge):
    long = Limits(cpu_s=60, wall_s=60)
    asked = []

    def cancelled():
        asked.append(1)
        return len(asked) > 5

    for text in ("input()", "while True: print(1, flush=True)"):
        asked.clear()
        with pytest.raises(Cancelled):
            judge.judge(Source(text=text), contract("import time\ntime.sleep(60)", limits=long), cancelled=cancelled)
        assert one(judge, GOOD).verdict is Verdict.AC
    timer = threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        judge.judge(Source(text="input()"), contract(limits=long))
    timer.join()
    assert one(judge, GOOD).verdict is Verdict.AC


def test_an_interactor_that_ends_its_sandbox_is_a_fault_and_a_submission_that_does_is_an_attempt(monkeypatch):
    # level 0: nothing stops them there from reaching the process that forked them
    ends = "import os, signal, time\nos.kill(os.getppid(), signal.SIGKILL)\ntime.sleep(60)"
    with LocalJudge(level=0) as judge:
        case = one(judge, "input()", ends)
        assert (case.verdict, case.reason) == (Verdict.IE, "checker")
        case = one(judge, ends)
        assert (case.verdict, case.reason) == (Verdict.RTE, "security")
        assert one(judge, GOOD).verdict is Verdict.AC


def test_no_second_sandbox_is_started_before_it_is_needed():
    before = set(psutil.Process().children())
    with LocalJudge(level=2) as judge:
        judge.judge(Source(text="print(1)"), Contract(cases=(TestCase(name="1", given=Stdin(text=""), expected=None),)))
        assert len(set(psutil.Process().children()) - before) == 1
        one(judge, GOOD)
        assert len(set(psutil.Process().children()) - before) == 2
    assert set(psutil.Process().children()) <= before
