"""`Judge.validate`: which inputs the validators of a problem refuse, and why; one that does not work is named."""

from __future__ import annotations

import sys

import pytest

from kernel_magic.core.errors import Cancelled, JudgeError
from kernel_magic.core.problem import Limits
from kernel_magic.core.source import Source
from kernel_magic.judge import problem_programs
from kernel_magic.judge.conversation import Run
from kernel_magic.judge.local import LocalJudge

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the judge needs fork")

_FIRST_LINE = """
import sys
line = sys.stdin.readline()
if not line.strip().isdigit():
    print("line 1 is no number", file=sys.stderr)
    sys.exit(43)
assert len(sys.stdin.read().split()) == int(line), "count"
sys.exit(42)
"""
_SMALL = "import sys\nsys.exit(42 if int(input()) < 10 else 43)"


def source(text):
    return Source(text=text)


def test_each_input_gets_the_reason_of_the_first_validator_that_refuses_it(judge):
    inputs = ("2\n1 1\n", "x\n", "12\n" + "1 " * 12, "0\n", "")
    said = judge.validate((source(_FIRST_LINE), source(_SMALL)), inputs)
    assert [bool(why) for why in said] == [False, True, True, False, True]
    assert said[1] == "line 1 is no number"
    assert "does not say why" in said[2]


@pytest.mark.parametrize("inputs", [("2\n1 1\n",), ("x\n",), ("0\n", "x\n"), ("x\n", "0\n", "0\n")])
def test_alone_or_in_a_batch_the_answers_are_the_same(judge, inputs):
    said = judge.validate((source(_FIRST_LINE),), inputs)
    assert list(said) == ["line 1 is no number" if text == "x\n" else "" for text in inputs]


def test_a_thousand_inputs_share_a_few_runs(judge, monkeypatch):
    runs = []
    enter = Run.__enter__

    def entered(run):
        runs.append(run)
        return enter(run)

    monkeypatch.setattr(Run, "__enter__", entered)
    inputs = tuple(f"{number % 3}\n" + "7 " * (number % 3) for number in range(1000))
    assert judge.validate((source(_FIRST_LINE),), inputs) == ("",) * 1000
    assert len(runs) < 10


def test_one_input_leaves_nothing_to_the_next_one(judge):
    text = "import sys\nseen = globals().setdefault('seen', [])\nseen.append(1)\nsys.stdin.readline()\n"
    text += "sys.exit(42 if len(seen) == 1 else 43)"
    assert judge.validate((source(text),), ("a\nrest\n", "b\nmore\n", "")) == ("", "", "")
    reads_all = "import sys\nsys.exit(42 if sys.stdin.read() in ('a', 'b') else 43)"
    assert judge.validate((source(reads_all),), ("a", "b", "b", "a")) == ("",) * 4


def test_large_inputs_and_bytes_that_are_no_text_arrive_as_they_are(judge):
    text = "import sys\ndata = sys.stdin.buffer.read()\nprint(len(data), data[:3])\nsys.exit(43)"
    said = judge.validate((source(text),), ("x" * 300_000, "\udcff\r\n", "y" * 70_000, "z"))
    assert said == ("300000 b'xxx'", r"3 b'\xff\r\n'", "70000 b'yyy'", "1 b'z'")
    assert judge.validate((source(_SMALL),), ("\ud800",)) == ("it is not Unicode text",)


def test_a_validator_that_works_on_its_descriptor_or_ends_its_process_is_run_alone(judge):
    text = "import os\ndata = os.read(0, 100)\nos._exit(42 if data == b'ok' else 43)"
    said = judge.validate((source(text),), ("ok", "no", "ok"))
    assert [bool(why) for why in said] == [False, True, False]


@pytest.mark.parametrize(
    ("text", "did"),
    [
        ("import sys\nsys.exit(0)", "exit status 0"),
        ("print('fine')", "exit status 0. It said: fine"),
        ("import sys\nsys.exit('no')", "exit status 1"),
        ("1 // 0", "ZeroDivisionError"),
        ("import os\nos.abort()", "SIGABRT"),
        ("def f(:", "SyntaxError"),
        ("while True: pass", "does not work: it "),
        ("import time\ntime.sleep(60)", "took longer"),
        ("while True: print('x' * 1000)", "printed more"),
        ("import os, sys\nsys.stdin.close()\nos.write(4, b'a b')\nos._exit(42)", "attempt on the judge"),
    ],
)
@pytest.mark.parametrize("count", [1, 2])
def test_a_validator_that_does_not_work_is_named(judge, monkeypatch, text, did, count):
    monkeypatch.setattr(problem_programs, "LIMITS", Limits(cpu_s=0.3, wall_s=0.8))
    with pytest.raises(JudgeError, match="Input validator 2 of 2") as caught:
        judge.validate((source("import sys\nsys.exit(42)"), source(text)), ("0\n",) * count)
    assert did in str(caught.value)
    assert judge.validate((source(_SMALL),), ("0\n",)) == ("",)


def test_nothing_to_do_starts_nothing():
    with LocalJudge(python="/nonexistent") as judge:
        assert judge.validate((), ("a", "b")) == ("", "")
        assert judge.validate((source(_SMALL),), ()) == ()


def test_cancelling_ends_it(judge):
    with pytest.raises(Cancelled):
        judge.validate((source("while True: pass"),), ("a", "b"), cancelled=lambda: True)
    assert judge.validate((source(_SMALL),), ("1", "11"))[0] == ""
