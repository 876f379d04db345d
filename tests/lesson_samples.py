"""Realistic results for tests: what `solve` and `check` hand over. Tests get them through fixtures of `conftest.py`."""

from __future__ import annotations

from dataclasses import replace

from kernel_magic.core.lesson import (
    Attempt,
    CheckResult,
    Counterexample,
    Evidence,
    Lesson,
    Provenance,
    Question,
    Step,
    Task,
    Usage,
    Witness,
)
from kernel_magic.core.problem import Call, Returns, TestCase
from kernel_magic.core.source import Source
from kernel_magic.core.verdict import CaseResult, Isolation, JudgeReport, Layer, Observation, Verdict

ISOLATION = Isolation(
    level=3,
    layers=(
        Layer(name="namespaces", in_force=True, detail="user, mount, pid, net"),
        Layer(name="Landlock", in_force=True, detail="ABI 4"),
        Layer(name="seccomp", in_force=True),
        Layer(name="limits", in_force=True),
        Layer(name="cgroup", in_force=False, detail="no delegated cgroup: memory is limited per process"),
    ),
)
USAGE = Usage(prompt_tokens=1830, completion_tokens=1214, seconds=21.4)
PROVENANCE = Provenance(
    model="qwen2.5-coder-1.5b-instruct (8 bits)",
    backend="llama_cpp",
    seed=7,
    prompt_sha256="3f1c8a5e" * 8,
    package_version="0.1.0",
    candidates=4,
    temperature=0.8,
)
MERGE = """def merge(a, b):
    i = j = 0
    out = []
    while i < len(a) and j < len(b):
        if a[i] <= b[j]:
            out.append(a[i])
            i += 1
        else:
            out.append(b[j])
            j += 1
    return out + a[i:] + b[j:]
"""
_BAD_MERGE = MERGE.replace(" + a[i:] + b[j:]", " + a[i:]")
_CALL = "merge([1, 4], [2, 9])"


def merge_cases() -> tuple[TestCase, ...]:
    """The examples of the merge task."""
    return (
        TestCase(
            name="example 1",
            given=Call(args=([1, 4], [2, 9])),
            expected=Returns(value=[1, 2, 4, 9]),
            origin="sample",
            text="merge([1, 4], [2, 9]) → [1, 2, 4, 9]",
        ),
        TestCase(
            name="example 2",
            given=Call(args=([], [3])),
            expected=Returns(value=[3]),
            origin="sample",
            text="merge([], [3]) → [3]",
        ),
    )


def merge_task() -> Task:
    """The merge task."""
    return Task(
        text="Write `merge(a, b)`: merge two sorted lists into one sorted list.", function="merge", cases=merge_cases()
    )


def _passed(name: str, text: str) -> CaseResult:
    seen = Observation(kind="returned", text=text, encoded=text)
    return CaseResult(name=name, verdict=Verdict.AC, cpu_s=0.0004, wall_s=0.001, peak_mib=0.3, observed=seen)


def _failed(name: str, expected: str, got: str) -> CaseResult:
    return CaseResult(
        name=name,
        verdict=Verdict.WA,
        reason="wrong_value",
        message=f"expected {expected}, got {got}",
        cpu_s=0.0004,
        wall_s=0.001,
        peak_mib=0.3,
        observed=Observation(kind="returned", text=got, encoded=got),
    )


def accepted_report() -> JudgeReport:
    """Both examples pass."""
    cases = (_passed("example 1", "[1, 2, 4, 9]"), _passed("example 2", "[3]"))
    return JudgeReport(verdict=Verdict.AC, cases=cases, isolation=ISOLATION)


def rejected_report() -> JudgeReport:
    """The second example fails."""
    cases = (_failed("example 1", "[1, 2, 4, 9]", "[1, 2, 4]"), _failed("example 2", "[3]", "[]"))
    return JudgeReport(verdict=Verdict.WA, cases=cases, isolation=ISOLATION)


def _steps() -> tuple[Step, ...]:
    lines = MERGE.splitlines(keepends=True)
    return (
        Step(
            title="Keep one finger on each list",
            prose=(
                "Two indices, `i` and `j`, mark the first item **not yet taken**. "
                "Nothing is copied or removed from the inputs."
            ),
            code="".join(lines[:3]),
            first_line=1,
            last_line=3,
            evidence=(Evidence(kind="values", call=_CALL, values=(("i", "0"), ("j", "0"), ("out", "[]"))),),
        ),
        Step(
            title="Take the smaller front until one list is used up",
            prose="When both fronts are equal the item of `a` goes first, so equal items keep their order.",
            code="".join(lines[3:10]),
            first_line=4,
            last_line=10,
            evidence=(
                Evidence(
                    kind="rounds",
                    call=_CALL,
                    header=("round", "i", "j", "out"),
                    rows=(("1", "1", "0", "[1]"), ("2", "1", "1", "[1, 2]"), ("3", "2", "1", "[1, 2, 4]")),
                    rounds=3,
                ),
            ),
        ),
        Step(
            title="Append what is left",
            prose="One list is empty now; the rest of the other is sorted and larger than everything taken.",
            code="".join(lines[10:]),
            first_line=11,
            last_line=11,
            evidence=(Evidence(kind="returned", call=_CALL, values=(("", "[1, 2, 4, 9]"),)),),
        ),
    )


def _attempts(*, accepted: int) -> tuple[Attempt, ...]:
    bad = Attempt(
        number=2,
        round=0,
        source=Source(text=_BAD_MERGE, entry_point="merge"),
        report=rejected_report(),
        outcome="rejected",
        message="It drops the rest of the longer list.",
        counterexample=Counterexample(input="merge([], [3])", expected="[3]", got="[]"),
    )
    good = tuple(
        Attempt(
            number=number,
            round=0,
            source=Source(text=MERGE, entry_point="merge"),
            report=accepted_report(),
            outcome="accepted",
        )
        for number in (1, 3, 4)[:accepted]
    )
    return (*good, bad)


def raising_lesson() -> Lesson:
    """A verified lesson whose solution raises on an input that the task says nothing of."""
    gap = Counterexample(input="merge([1], ['a'])", expected="", got="raises TypeError", source="nobody")
    return replace(verified_lesson(), gap=gap)


def gap_lesson() -> Lesson:
    """Verified, but accepted candidates part on an input unlike the examples."""
    gap = Counterexample(
        input="merge([4, 1], [3])",
        expected="[1, 3, 4]",
        got="[3, 4, 1]",
        source="candidate 2, which passes too",
        about="a list that is not in order",
        answers=(("[3, 4, 1]", 11), ("[1, 3, 4]", 3)),
    )
    return replace(verified_lesson(), gap=gap)


def verified_lesson() -> Lesson:
    """Both examples pass and independent candidates agree."""
    return Lesson(
        task=merge_task(),
        title="Merge two sorted lists",
        status="verified",
        idea=(
            "Both lists are sorted already, so the smallest item left is always at the front of one of them. "
            "Look at the two fronts, take the smaller, repeat: each item is looked at once."
        ),
        solution=Source(text=MERGE, entry_point="merge"),
        steps=_steps(),
        witnesses=(
            Witness(kind="examples", cases=2, agreed=2),
            Witness(kind="agreement", cases=40, agreed=40, detail="equal to 2 other independent candidates"),
        ),
        report=accepted_report(),
        isolation=ISOLATION,
        attempts=_attempts(accepted=3),
        dropped=(
            "“The loop always runs four times.” (the run had 3 rounds)",
            "“It takes O(1) memory.” (nobody measured it)",
        ),
        counterexample=None,
        questions=(
            Question(
                text="With `merge([5], [1, 2, 3])`, how often does the loop run?", choices=("1", "3", "4"), answer=1
            ),
        ),
        provenance=PROVENANCE,
        usage=USAGE,
    )


def partly_verified_lesson() -> Lesson:
    """The examples pass, no independent candidate stands behind the answer, and one example could not be read."""
    whole = verified_lesson()
    note = "An example could not be read and was left out: `merge([1..3], [2])` is no Python."
    task = Task(text=whole.task.text, function="merge", cases=merge_cases(), notes=(note,))
    return Lesson(
        task=task,
        title=whole.title,
        status="partly_verified",
        idea=whole.idea,
        solution=whole.solution,
        steps=whole.steps,
        witnesses=(
            Witness(kind="examples", cases=2, agreed=2),
            Witness(kind="agreement", cases=40, agreed=0, detail="no second independent candidate was accepted"),
        ),
        report=accepted_report(),
        isolation=ISOLATION,
        attempts=_attempts(accepted=1),
        dropped=(),
        counterexample=None,
        questions=(),
        provenance=PROVENANCE,
        usage=USAGE,
    )


PALINDROME = """def longest(s):
    best = ""
    for i in range(len(s)):
        for j in range(i, len(s)):
            part = s[i:j + 1]
            if part[0] == part[-1] and len(part) > len(best):
                best = part
    return best
"""


def unverified_lesson() -> Lesson:
    """No candidate passes both examples."""
    text = 'longest("babad") → "bab"', 'longest("abacdfgdcaba") → "aba"'
    cases = (
        TestCase(
            name="example 1", given=Call(args=("babad",)), expected=Returns(value="bab"), origin="sample", text=text[0]
        ),
        TestCase(
            name="example 2",
            given=Call(args=("abacdfgdcaba",)),
            expected=Returns(value="aba"),
            origin="sample",
            text=text[1],
        ),
    )
    wrong = Counterexample(input='longest("abacdfgdcaba")', expected="'aba'", got="'abacdfgdcaba'")
    report = JudgeReport(
        verdict=Verdict.WA,
        cases=(_passed("example 1", "'bab'"), _failed("example 2", "'aba'", "'abacdfgdcaba'")),
        isolation=ISOLATION,
    )
    attempts = tuple(
        Attempt(
            number=number,
            round=number // 5,
            source=Source(text=PALINDROME, entry_point="longest"),
            report=report,
            outcome="rejected",
            message="It takes a text for a palindrome when only its first and last letters are equal.",
            counterexample=wrong,
        )
        for number in range(1, 6)
    )
    return Lesson(
        task=Task(text="Write `longest(s)`: the longest palindrome in a text.", function="longest", cases=cases),
        title="Longest palindrome in a text",
        status="unverified",
        idea="",
        solution=Source(text=PALINDROME, entry_point="longest"),
        steps=(),
        witnesses=(Witness(kind="examples", cases=2, agreed=1),),
        report=report,
        isolation=ISOLATION,
        attempts=attempts,
        dropped=(),
        counterexample=wrong,
        questions=(),
        provenance=PROVENANCE,
        usage=Usage(prompt_tokens=5200, completion_tokens=3100, seconds=58.2),
    )


def check_result() -> CheckResult:
    """A learner's answer that fails the examples."""
    return CheckResult(
        task=merge_task(),
        source=Source(text=_BAD_MERGE, entry_point="merge"),
        status="unverified",
        verdict=Verdict.WA,
        witnesses=(Witness(kind="examples", cases=2, agreed=0),),
        report=rejected_report(),
        counterexample=Counterexample(input="merge([], [3])", expected="[3]", got="[]"),
        provenance=None,
        usage=Usage(seconds=0.08),
    )
