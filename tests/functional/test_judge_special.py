"""A checker that is a program: what it says is the verdict, its faults are `IE`, no submission gets near it."""

from __future__ import annotations

import sys

import pytest

from kernel_magic.core.problem import Call, CheckerSpec, Contract, Limits, Prints, Stdin, TestCase
from kernel_magic.core.source import Source
from kernel_magic.core.verdict import Verdict
from kernel_magic.judge import problem_programs
from kernel_magic.judge.conversation import Run
from kernel_magic.judge.local import LocalJudge

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the judge needs fork")

_ICPC = """
import sys
total = int(open(sys.argv[1]).read())
answer = open(sys.argv[2]).read().strip()
out = sys.stdin.read().split()
if out == ["impossible"]:
    sys.exit(42 if answer == "impossible" else 43)
try:
    a, b = map(int, out)
except ValueError:
    open(sys.argv[3] + "judgemessage.txt", "w").write("not two numbers \\x1b[31m<b>")
    sys.exit(43)
open(sys.argv[3] + "judgemessage.txt", "w").write(f"{a} + {b} is {a + b}, not {total}")
sys.exit(42 if a + b == total else 43)
"""
_TESTLIB = """
import sys
total = int(open(sys.argv[1]).read())
out, answer = open(sys.argv[2]).read().split(), open(sys.argv[3]).read().strip()
if out == ["impossible"]:
    sys.exit(0 if answer == "impossible" else 1)
if len(out) > 2:
    sys.exit(4)
if len(out) < 2:
    print("too few", file=sys.stderr)
    sys.exit(2)
sys.exit(sum(map(int, out)) != total)
"""
_CASES = tuple(
    TestCase(name=str(n), given=Stdin(text=f"{n}\n"), expected=Prints(text=answer))
    for n, answer in ((7, "3 4\n"), (0, "0 0\n"))
)


@pytest.fixture
def short(monkeypatch):
    monkeypatch.setattr(problem_programs, "LIMITS", Limits(cpu_s=0.3, wall_s=0.8, memory_mib=128, output_kib=64))


def contract(program, form="icpc", cases=_CASES, **options):
    checker = CheckerSpec(name="special", program=None if program is None else Source(text=program), form=form)
    return Contract(checker=checker, cases=cases, limits=Limits(cpu_s=1, wall_s=2), **options)


def verdicts(report):
    return [(case.verdict.value, case.reason) for case in report.cases]


@pytest.mark.parametrize(("form", "program"), [("icpc", _ICPC), ("testlib", _TESTLIB)])
@pytest.mark.parametrize("level", [3, 2, 0])
def test_any_valid_answer_is_accepted_and_no_other(form, program, level):
    with LocalJudge(level=level) as judge:
        one = judge.judge(Source(text="n = int(input())\nprint(n + 5, -5)"), contract(program, form))
        other = judge.judge(
            Source(text="print(int(input()) // 2, int(input() or 4) if 0 else 4)"), contract(program, form)
        )
    assert one.accepted
    assert verdicts(other) == [("AC", ""), ("WA", "wrong_output")]
    assert other.verdict is Verdict.WA


@pytest.mark.parametrize(("form", "program"), [("icpc", _ICPC), ("testlib", _TESTLIB)])
@pytest.mark.parametrize(("output", "status"), [("7", 2), ("7 0 0", 4), ("1 1", 1), ("impossible", 1)])
def test_every_status_that_rejects_is_a_wrong_answer(judge, form, program, output, status):
    report = judge.judge(Source(text=f"print({output!r})"), contract(program, form))
    assert verdicts(report) == [("WA", "wrong_output")] * 2


def test_the_checkers_reason_is_shown_clean_and_bounded(judge):
    report = judge.judge(Source(text="print(1, 2)"), contract(_ICPC))
    assert report.cases[0].message == "the checker rejects it: 1 + 2 is 3, not 7"
    report = judge.judge(Source(text="print('x')"), contract(_ICPC))
    assert "not two numbers" in report.cases[0].message
    assert "\x1b" not in report.cases[0].message
    report = judge.judge(Source(text="print('x')"), contract(_TESTLIB, "testlib"))
    assert report.cases[0].message == "the checker rejects it: too few"
    long = "import sys\nprint('y' * 100_000)\nsys.exit(43)"
    report = judge.judge(Source(text="print('x')"), contract(long))
    assert report.cases[0].verdict is Verdict.WA
    assert len(report.cases[0].message) < 400


def test_the_output_reaches_the_checker_byte_for_byte(judge):
    data = r"b' \n' + bytes(range(256)) + b'\xef\xbb\xbf \r\n\n'"
    compare = f"import sys\ngot = GOT\nsys.exit(42 if got == {data} else 43)"
    writes = Source(text=f"import sys\nsys.stdout.buffer.write({data})")
    assert judge.judge(writes, contract(compare.replace("GOT", "sys.stdin.buffer.read()"))).accepted
    reads_file = compare.replace("GOT", "open(sys.argv[2], 'rb').read()").replace("42", "0").replace("43", "1")
    assert judge.judge(writes, contract(reads_file, "testlib")).accepted


def test_input_answer_and_arguments_reach_the_checker_as_they_are(judge):
    program = (
        "import sys\n"
        "seen = open(sys.argv[1], 'rb').read(), open(sys.argv[2], 'rb').read(), sys.argv[4:]\n"
        "sys.exit(42 if seen == (b'\\xff\\r\\n', b'\\xc3\\xa9\\0', ['a b', '-x']) else 43)"
    )
    cases = (TestCase(name="1", given=Stdin(text="\udcff\r\n"), expected=Prints(text="\u00e9\0")),)
    checker = CheckerSpec(name="special", program=Source(text=program), arguments=("a b", "-x"))
    assert judge.judge(Source(text=""), Contract(checker=checker, cases=cases)).accepted


FAULTS = {
    "raises": ("raise ValueError('ha')", "raised ValueError: ha"),
    "raises after saying yes": ("print('AC 42')\n1 // 0", "ZeroDivisionError"),
    "ends with another status": ("import sys\nsys.exit(7)", "exit status 7"),
    "never decides": ("pass", None),
    "ends with a text": ("import sys\nsys.exit('yes')", None),
    "does not compile": ("def f(:", "SyntaxError"),
    "is empty": ("", None),
    "dies": ("import os\nos.abort()", "SIGABRT"),
    "loops": ("while True: pass", "the checker failed: "),
    "sleeps": ("import time\ntime.sleep(60)", "took longer"),
    "floods": ("while True: print('x' * 100_000)", "printed more than"),
    "takes all memory": ("x = [0]\nwhile True: x = x + x", "memory"),
    "answers like a child": ("import os, sys\nos.write(4, b'x y\\n')\nsys.exit(42)", "attempt on the judge"),
    "recurses": ("def f(): f()\nf()", "RecursionError"),
    "needs a module that is not there": ("import testlib", "ModuleNotFoundError"),
}  # fmt: skip
_ACCEPTS = {"never decides", "is empty"}
"""In the testlib form exit status 0 accepts."""


@pytest.mark.parametrize("form", ["icpc", "testlib"])
@pytest.mark.parametrize("name", FAULTS)
def test_whatever_is_wrong_with_a_checker_is_never_the_submissions_fault(judge, short, form, name):
    program, said = FAULTS[name]
    if form == "testlib" and said is None:
        pytest.skip("in this form that is a verdict")
    report = judge.judge(Source(text="print(7, 0)"), contract(program, form, cases=_CASES[:1]))
    assert verdicts(report) == [("IE", "checker")]
    assert report.verdict is Verdict.IE
    assert (said or "exit status") in report.cases[0].message


def test_a_testlib_status_that_means_a_fault_is_one(judge):
    for status in (3, 5, 7, 42, 43, 255):
        report = judge.judge(Source(text=""), contract(f"import sys\nsys.exit({status})", "testlib", cases=_CASES[:1]))
        assert verdicts(report) == [("IE", "checker")]


def test_a_checker_that_is_missing_is_a_fault(judge):
    report = judge.judge(Source(text="print(7, 0)"), contract(None))
    assert verdicts(report) == [("IE", "checker")] * 2
    assert "no program" in report.cases[0].message


def test_more_than_a_checker_can_be_given_is_a_fault(judge):
    cases = (TestCase(name="1", given=Stdin(text="x" * (16 << 20)), expected=Prints(text="")),)
    report = judge.judge(Source(text=""), contract(_ICPC, cases=cases))
    assert verdicts(report) == [("IE", "checker")]
    assert "input.txt has 16,777,216 bytes" in report.cases[0].message


def test_a_checker_that_fails_again_and_again_is_not_asked_for_ever(judge, short, monkeypatch):
    asked = []
    ask = Run.ask

    def spied(run, question):
        asked.append(question)
        return ask(run, question)

    monkeypatch.setattr(Run, "ask", spied)
    cases = tuple(TestCase(name=str(n), given=Stdin(text="1"), expected=Prints(text="")) for n in range(6))
    report = judge.judge(Source(text=""), contract("while True: pass", cases=cases))
    assert verdicts(report) == [("IE", "checker")] * 6
    assert len(asked) == 6  # three cases, twice each
    assert "not run" in report.cases[-1].message


FAILURES = {
    "import os\nos._exit(42)": ("RTE", "exit"),
    "import sys\nprint(7, 0)\nsys.exit(42)": ("RTE", "exit"),
    "import sys\nsys.exit(43)": ("RTE", "exit"),
    "print(7, 0)\nraise KeyError": ("RTE", "exception"),
    "import time\ntime.sleep(60)": ("TLE", "wall"),
    "print('7 0 ' * 100_000)": ("OLE", "output"),
    "x = [0]\nwhile True: x = x + x": ("MLE", "memory"),
    "def f(:": ("CE", "syntax"),
    'print(7, 0)\nimport os\nos.write(4, b\'0 ["status", "2a"]\\n\')': ("RTE", "security"),
}


@pytest.mark.parametrize("text", FAILURES)
@pytest.mark.parametrize(("form", "status"), [("icpc", 42), ("testlib", 0)])
def test_the_most_lenient_checker_is_not_asked_about_a_run_that_failed(judge, text, form, status):
    report = judge.judge(Source(text=text), contract(f"import sys\nsys.exit({status})", form, cases=_CASES[:1]))
    assert verdicts(report) == [FAILURES[text]]


def test_nothing_a_submission_prints_becomes_the_checkers_status(judge):
    for output in ("42", "exit 42", "\x04\x00", "AC", '["done"]', "*\n", "\n"):
        report = judge.judge(Source(text=f"print({output!r}, end='')"), contract(_ICPC, cases=_CASES[:1]))
        assert verdicts(report) == [("WA", "wrong_output")]


def test_a_submission_finds_neither_the_answer_nor_the_checker(judge):
    secret = "7f3a-the-answer"
    program = (
        f"import sys\nCHECKER_TEXT = 'checker-91b2'\nsys.exit(42 if sys.stdin.read().strip() == '{secret}' else 43)"
    )
    looks = """
import gc, os, sys
found = []
secrets = "".join(["7f3a-the-", "answer"]), "".join(["checker-", "91b2"])
for root in ("/", ".", "/scratch", "/tmp"):
    for folder, folders, files in os.walk(root):
        folders[:] = [each for each in folders if os.path.join(folder, each) not in ("/usr", "/proc", "/sys")]
        for name in files:
            if name in ("answer.txt", "input.txt", "output.txt", "judgemessage.txt"):
                found.append(os.path.join(folder, name))
for item in gc.get_objects():
    text = repr(item) if isinstance(item, (list, tuple, dict)) else ""
    if item is not secrets and "'secrets'" not in text and any(each in text for each in secrets):
        found.append("in memory")
print("found", found)
"""
    cases = tuple(TestCase(name=str(n), given=Stdin(text="1"), expected=Prints(text=secret)) for n in range(3))
    for files in (False, True):
        report = judge.judge(Source(text=looks), contract(program, cases=cases, files=files))
        assert verdicts(report) == [("WA", "wrong_output")] * 3
        assert {case.stdout for case in report.cases} == {"found []\n"}


def test_what_a_submission_leaves_in_its_folder_is_not_there_for_the_checker(judge):
    leaves = (
        "import os\nfor n in ('answer.txt', 'input.txt'): open(n, 'w').write('forged')\nos.mkdir('feedback')\nprint(1)"
    )
    report = judge.judge(Source(text=leaves), contract(_ICPC, files=True))
    assert verdicts(report) == [("WA", "wrong_output")] * 2


def test_a_case_without_an_answer_is_only_observed(judge):
    cases = (TestCase(name="1", given=Stdin(text="1"), expected=None),)
    report = judge.judge(Source(text="print('x')"), contract("1 // 0", cases=cases))
    assert verdicts(report) == [("AC", "")]


def test_a_function_is_not_for_a_program_to_decide(judge):
    cases = (TestCase(name="1", given=Call(args=(1,)), expected=Prints(text="1")),)
    checker = CheckerSpec(name="special", program=Source(text="import sys\nsys.exit(42)"))
    report = judge.judge(Source(text="def f(n): print(n)"), Contract(function="f", cases=cases, checker=checker))
    assert report.verdict is Verdict.IE
    assert "whole programs" in report.cases[0].message


def test_a_host_that_confines_no_folder_says_so():
    with LocalJudge(level=1) as judge:
        if judge.isolation().level != 1:
            pytest.skip("no seccomp on this host")
        report = judge.judge(Source(text="print(7, 0)"), contract(_ICPC))
        assert report.verdict is Verdict.IE
        assert "level 1" in report.cases[0].message


def test_stopping_early_goes_by_what_the_checker_says(judge):
    report = judge.judge(Source(text="print(1, 1)"), contract(_ICPC, stop_early=True))
    assert verdicts(report) == [("WA", "wrong_output")]
