"""Puts hidden tests to answers, in the judge. What passes here is what every figure of an evaluation rests on.

Hidden tests are published code: a `check(candidate)` full of asserts. So answer and test must share a process, and a
program that knew how it is tested could reach into the test's frames and read the expected values there, or the marker
(below). The answers come from a model that never saw the tests and was not told that there are any; what a badly
mistaken or playful answer may do is caught:

- It cannot end the run well: passing means that a marker, drawn here at random, sent only after the answer was loaded,
  comes back as the *returned value* of the call that ran `check` to its end. Exiting, printing, killing, raising and
  not ending are failures.
- The test runs in a namespace of its own, where names the answer shares with builtins are not taken over; a replaced
  builtin, or function of a module that the test imports, is noticed before and after the test.
- A value that decides itself what it is equal to (an `__eq__` of the answer's, `mock.ANY`) is refused.
- An answer whose text names frames or the garbage collector's objects is refused unseen.

Not caught: an answer that reaches them under a disguise (`getattr(sys, "_get" + "frame")`); one that changes a module
and changes it back between two looks; comparisons hidden deeper than five levels or in what an iterator will yield.
"""

from __future__ import annotations

import re
import secrets
from importlib import resources

from kernel_magic.core.evaluation import HiddenTask, Score, TestVerdict
from kernel_magic.core.ports import Cancelled, Judge
from kernel_magic.core.problem import Contract, Expression, Limits, Returns, TestCase
from kernel_magic.core.source import Source
from kernel_magic.core.verdict import CaseResult, Verdict

LIMITS = Limits(cpu_s=30.0, wall_s=90.0, memory_mib=1024)
"""For one test text: some hold a thousand calls, and the slowest references need 10 s on a calm machine."""
_WATCHED = ("math", "numpy")
"""Modules whose functions decide in tests whether an answer passes."""
_REACHING = re.compile(r"\b(_getframe|currentframe|f_back|f_globals|f_locals|tb_frame|get_objects|get_referrers)\b")
_AT_FAULT = "the test itself is at fault"
_MOST_TEXT = 300

NO_PROGRAM = Score(
    full=TestVerdict(passed=False, verdict=Verdict.RTE, message="there is no program"),
    base=TestVerdict(passed=False, verdict=Verdict.RTE, message="there is no program"),
)


def score(program: str, task: HiddenTask, judge: Judge, *, cancelled: Cancelled | None = None) -> Score:
    """Put both tests of a task to a program.

    Raises:
        Cancelled: `cancelled` said so.
        IsolationError: this host offers less isolation than demanded.
    """
    if not program.strip():
        return NO_PROGRAM if task.base_test else Score(full=NO_PROGRAM.full)
    full = put(program, task.test, task.entry_point, judge, cancelled=cancelled)
    if not task.base_test:
        return Score(full=full)
    return Score(full=full, base=put(program, task.base_test, task.entry_point, judge, cancelled=cancelled))


def put(program: str, test: str, entry_point: str, judge: Judge, *, cancelled: Cancelled | None = None) -> TestVerdict:
    """Put one test text to a program; a fault of the judge gets a second chance."""
    if found := _REACHING.search(program):
        message = f"the answer reaches for what is not its own ({found[0]})"
        return TestVerdict(passed=False, verdict=Verdict.RTE, message=message)
    marker = secrets.token_hex(16)
    modules = [name for name in _WATCHED if name in test]
    source = Source(text=f"{_inside()}\n\nload({program!r}, {modules!r})\n")
    given = Expression(expression=f"put(_test, {entry_point!r}, {marker!r})", setup=f"_test = {test!r}")
    case = TestCase(name="hidden test", given=given, expected=Returns(value=marker))
    contract = Contract(cases=(case,), limits=LIMITS)
    result = judge.judge(source, contract, cancelled=cancelled).cases[0]
    if result.verdict is Verdict.IE:
        result = judge.judge(source, contract, cancelled=cancelled).cases[0]
    return _verdict(result)


def _inside() -> str:
    return (resources.files("kernel_magic.evaluation") / "inside_check.py").read_text(encoding="utf-8")


def _verdict(result: CaseResult) -> TestVerdict:
    """What a run says of the answer. Only the marker, compared by the judge, is a pass."""
    message = result.message[:_MOST_TEXT]
    passed: bool | None = result.verdict is Verdict.AC
    if result.verdict is Verdict.WA and result.observed is not None:
        message = result.observed.text.strip("'\"")[:_MOST_TEXT]
    if result.verdict is Verdict.IE or (result.verdict is Verdict.WA and message.startswith(_AT_FAULT)):
        passed = None
    return TestVerdict(passed=passed, verdict=result.verdict, message=message, seconds=result.wall_s)
