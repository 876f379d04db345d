"""Hidden tests in the judge: right answers pass, and no way of not being right does. The judge is real."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from kernel_magic.core.evaluation import HiddenTask
from kernel_magic.core.verdict import CaseResult, Isolation, JudgeReport, Verdict
from kernel_magic.evaluation import hidden_tests
from kernel_magic.evaluation.dataset import read_tasks
from kernel_magic.evaluation.hidden_tests import put, score
from kernel_magic.evaluation.programs import canonical_program
from kernel_magic.judge.local import LocalJudge

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the judge needs fork")
TINY = Path(__file__).resolve().parents[1] / "data" / "evaluation" / "tiny.jsonl"
TEST = """
def check(candidate):
    import numpy as np
    results = [1, 4, 9]
    for x, expected in zip((1, 2, 3), results):
        out = candidate(x)
        exec("assert out == expected, f'out: {out}, exp: {expected}'", {"out": out, "expected": expected})
        assert np.allclose(out, expected)
        assert sorted([out, 0]) == [0, expected]
"""
RIGHT = "def square(x):\n    return x * x\n"
WRONG = "def square(x):\n    return x + x\n"


@pytest.fixture(autouse=True)
def short_limits(monkeypatch):
    monkeypatch.setattr(hidden_tests, "LIMITS", replace(hidden_tests.LIMITS, cpu_s=1.0, wall_s=5.0))


def verdict_on(program: str, judge: LocalJudge, test: str = TEST):
    return put(program, test, "square", judge)


def test_a_right_answer_passes_and_a_wrong_one_does_not(judge):
    assert verdict_on(RIGHT, judge).passed is True
    found = verdict_on(WRONG, judge)
    assert (found.passed, found.verdict) == (False, Verdict.WA)
    assert "out: 2, exp: 1" in found.message


@pytest.mark.parametrize("task", list(read_tasks(TINY)), ids=lambda task: task.task_id)
def test_reference_solutions_pass_both_tests(judge, task):
    found = score(canonical_program(task), task, judge)
    assert found.full.passed is True
    assert found.base is not None
    assert found.base.passed is True


TRICKS = {
    "ends well at once": "raise SystemExit(0)\n",
    "ends the process at once": "import os\nos._exit(0)\n",
    "ends well when called": "def square(x):\n    raise SystemExit(0)\n",
    "ends the process when called": "import os\ndef square(x):\n    os._exit(0)\n",
    "kills itself": "import os\ndef square(x):\n    os.kill(os.getpid(), 9)\n",
    "raises what a test raises": "def square(x):\n    raise AssertionError\n",
    "raises what nobody catches": "def square(x):\n    raise BaseException('passed')\n",
    "prints a verdict": "def square(x):\n    print('passed', True, 1)\n",
    "prints everything it can find": "import os\ndef square(x):\n    print(dict(os.environ), globals())\n",
    "does not end": "def square(x):\n    while True: pass\n",
    "is not there": "def other(x):\n    return x\n",
    "is no Python": "def square(x:\n",
    "is empty": "   \n",
    "equals anything": "class Any:\n    def __eq__(self, other): return True\ndef square(x):\n    return Any()\n",
    "differs from nothing": "class Any(int):\n    def __ne__(self, other): return False\n"
    "    __eq__ = lambda self, other: True\n    __hash__ = int.__hash__\ndef square(x):\n    return Any(0)\n",
    "equals by inheritance": "class Base:\n    def __eq__(self, other): return True\nclass Any(Base): pass\n"
    "def square(x):\n    return [Any()]\n",
    "equals by a callable": "class Yes:\n    def __call__(self, *rest): return True\n"
    "class Any:\n    __eq__ = Yes()\ndef square(x):\n    return Any()\n",
    "equals by a mock": "from unittest.mock import ANY\ndef square(x):\n    return ANY\n",
    "replaces exec": "import builtins\nbuiltins.exec = lambda *rest: None\n" + WRONG,
    "replaces all": "import builtins\nbuiltins.sorted = lambda *rest: [0]\n" + WRONG,
    "replaces allclose": "import numpy\nnumpy.allclose = lambda *rest: True\n" + WRONG,
    "replaces numpy": "import sys, types\nsys.modules['numpy'] = types.SimpleNamespace(allclose=lambda *r: True)\n"
    + WRONG,
    "replaces exec when called": (
        "import builtins\ndef square(x):\n    builtins.exec = lambda *rest: None\n    return 0\n"
    ),
    "shadows what the test calls": "def exec(*rest): pass\nsorted = zip = lambda *rest: []\n" + WRONG,
    "defines the test": "def check(candidate): pass\n" + WRONG,
    "looks at its callers": "import sys\ndef square(x):\n    return sys._getframe(2).f_locals['results'][x - 1]\n",
    "puts itself in the place of the harness": "import sys\nfor module in list(sys.modules.values()):\n"
    "    if hasattr(module, 'put'): module.put = lambda *rest: rest[-1]\n"
    "def put(*rest): return rest[-1]\n" + WRONG,
    "puts itself in the place of the program": "import sys\nfor name in ('submission', '__main__', 'answer'):\n"
    "    if name in sys.modules: sys.modules[name].put = lambda *rest: rest[-1]\n" + WRONG,
}


@pytest.mark.parametrize("trick", TRICKS)
def test_a_trick_does_not_pass(judge, trick):
    found = verdict_on(TRICKS[trick], judge)
    assert found.passed is False, found


def test_the_judge_works_on_after_all_tricks(judge):
    assert verdict_on(RIGHT, judge).passed is True


@pytest.mark.parametrize("trick", ["equals anything", "equals by a mock", "replaces all", "replaces allclose"])
def test_a_refused_trick_is_named(judge, trick):
    message = verdict_on(TRICKS[trick], judge).message
    assert "==" in message or "changed" in message


@pytest.mark.parametrize(
    "program",
    [
        "from collections import Counter\ndef square(x):\n    return sum(Counter({x: x}).elements())\n",
        "from fractions import Fraction\ndef square(x):\n    return Fraction(x) * x\n",
        "import numpy\ndef square(x):\n    return numpy.int64(x * x)\n",
        "def sorted(values):\n    return values\ndef square(x):\n    return sorted([x * x])[0]\n",
        "cache = {}\ndef square(x):\n    cache[x] = x * x\n    return cache[x]\n",
        "from dataclasses import dataclass\n@dataclass\nclass Box:\n    value: int\n"
        "def square(x):\n    return Box(x * x).value\n",
    ],
)
def test_an_honest_answer_of_another_kind_passes(judge, program):
    found = verdict_on(program, judge)
    assert found.passed is True, found


@pytest.mark.parametrize("test", ["def check(candidate:\n", "def chek(candidate):\n    pass\n"])
def test_a_broken_test_says_nothing_about_the_answer(judge, test):
    found = verdict_on(RIGHT, judge, test)
    assert found.passed is None
    assert "test itself" in found.message


def test_the_helpers_of_a_prompt_are_there_for_the_test(judge):
    test = "def check(candidate):\n    assert helper(candidate(2)) == 5\n"
    assert verdict_on("def helper(x):\n    return x + 1\n" + RIGHT, judge, test).passed is True


class _Faulty:
    """A judge that is at fault so often, then gives an acceptance."""

    def __init__(self, faults: int) -> None:
        self.left = faults

    def judge(self, source, contract, /, *, cancelled=None):
        verdict = Verdict.IE if self.left > 0 else Verdict.AC
        self.left -= 1
        case = CaseResult(name="hidden test", verdict=verdict)
        return JudgeReport(verdict=verdict, cases=(case,), isolation=Isolation(level=0, layers=()))


@pytest.mark.parametrize(("faults", "passed"), [(0, True), (1, True), (2, None)])
def test_a_fault_of_the_judge_is_tried_again_and_never_counts(faults, passed):
    assert verdict_on(RIGHT, _Faulty(faults)).passed is passed  # type: ignore[arg-type]


def test_a_task_without_a_base_test_has_no_base_score(judge):
    task = HiddenTask(task_id="t", prompt="p", entry_point="square", canonical_solution=RIGHT, test=TEST)
    assert score(RIGHT, task, judge).base is None
    assert score("", task, judge).base is None
