"""Realistic comparisons for tests: what `compare` hands over. Tests get them through a fixture of `conftest.py`."""

from __future__ import annotations

from dataclasses import replace

from kernel_magic.core.comparison import (
    Comparison,
    ComparisonRow,
    Difference,
    StressReport,
)
from kernel_magic.core.contest import Problem, Submission
from kernel_magic.core.growth import Growth, GrowthModel, GrowthSample, units
from kernel_magic.core.lesson import Provenance, Question, Usage, Witness
from kernel_magic.core.problem import CheckerSpec, Prints, Stdin, TestCase
from kernel_magic.core.source import Diagnostic, Source
from kernel_magic.core.verdict import CaseResult, Floor, Isolation, JudgeReport, Layer, Observation, Verdict

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
PROVENANCE = Provenance(
    model="qwen2.5-coder-1.5b-instruct (8 bits)",
    backend="llama_cpp",
    seed=7,
    prompt_sha256="3f1c8a5e" * 8,
    package_version="0.1.0",
    candidates=4,
    temperature=0.8,
)
HASH_SET = """import sys

words = sys.stdin.read().split()
target = int(words[1])
seen = set()
found = False
for word in words[2:]:
    item = int(word)
    if target - item in seen:
        found = True
        break
    seen.add(item)
print("yes" if found else "no")
"""
TWO_POINTERS = """def main():
    n, target = map(int, input().split())
    items = sorted(map(int, input().split()))
    low, high = 0, n - 1
    while low < high:
        total = items[low] + items[high]
        if total == target:
            print("yes")
            return
        if total < target:
            low += 1
        else:
            high -= 1
    print("no")


if __name__ == "__main__":
    main()
"""
EVERY_PAIR = """n, target = map(int, input().split())
items = list(map(int, input().split()))
print("yes" if any(items[i] + items[j] == target for i in range(n) for j in range(i)) else "no")
"""
TWICE = """n, target = map(int, input().split())
items = list(map(int, input().split()))
print("yes" if any(target - item in items for item in items) else "no")
"""
CPP = """#include <algorithm>
#include <iostream>
#include <vector>

int main() {
    long long n, target;
    std::cin >> n >> target;
    std::vector<long long> items(n);
    for (auto &item : items) std::cin >> item;
    std::sort(items.begin(), items.end());
    for (long long low = 0, high = n - 1; low < high;) {
        long long total = items[low] + items[high];
        if (total == target) { std::cout << "yes\\n"; return 0; }
        if (total < target) ++low; else --high;
    }
    std::cout << "no\\n";
}
"""
SIZES = (256, 512, 1024, 2048, 4096, 8192, 16384, 32768, 65536, 131072)
_WOBBLE = (1.08, 0.97, 1.03, 0.99, 1.02, 0.985, 1.01, 1.0, 0.995, 1.004)
"""Measurements never lie on the line."""


def case(number: int, text: str, answer: str, origin: str = "sample") -> TestCase:
    """One case of the problem."""
    name = f"{origin}/{number}"
    given, expected = Stdin(text=f"{text}\n"), Prints(text=f"{answer}\n")
    return TestCase(name=name, given=given, expected=expected, origin=origin)  # type: ignore[arg-type]


def problem(*, secret: int = 24) -> Problem:
    """Two samples, and secret data where asked for."""
    samples = (case(1, "4 9\n2 7 11 15", "yes"), case(2, "3 100\n1 2 3", "no"))
    hidden = tuple(case(number, f"2 {number}\n{number} 0", "yes", "secret") for number in range(1, secret + 1))
    return Problem(
        slug="pair-sum",
        title="Two numbers with a given sum",
        statement="Is there a pair of items whose sum is the target?",
        cases=(*samples, *hidden),
        level="easy",
        topics=("arrays", "searching"),
    )


def report(told: Problem, *, fails_at: int | None = None, verdict: Verdict = Verdict.WA) -> JudgeReport:
    """Accepted on every case, or up to the one where it fails."""
    results = []
    for at, each in enumerate(told.cases):
        bad = at == fails_at
        assert isinstance(each.expected, Prints)
        printed = {"yes\n": "no\n", "no\n": "yes\n"}[each.expected.text] if bad else each.expected.text
        results.append(
            CaseResult(
                name=each.name,
                verdict=verdict if bad else Verdict.AC,
                reason="wrong_output" if bad else "",
                message="line 1, token 1: expected yes, got no" if bad and verdict is Verdict.WA else "",
                cpu_s=0.0124,
                wall_s=0.03,
                peak_mib=1.2,
                observed=Observation(kind="printed", text=printed, encoded=printed),
                stdout=printed,
            )
        )
        if bad:
            break
    overall = verdict if fails_at is not None else Verdict.AC
    return JudgeReport(
        verdict=overall, cases=tuple(results), isolation=ISOLATION, floor=Floor(cpu_s=0.0118, peak_mib=8.7)
    )


def growth(model: GrowthModel, coefficient: float, *, sizes: int = len(SIZES), decided: bool = True) -> Growth:
    """Samples that lie about on a model's line."""
    samples = tuple(
        GrowthSample(size=size, cpu_s=coefficient * units(model, size) * wobble, peak_mib=size * 64 / 2**20, repeats=5)
        for size, wobble in zip(SIZES[:sizes], _WOBBLE, strict=False)
    )
    reason = "" if sizes == len(SIZES) else f"the next size, {SIZES[sizes]:,}, passed the limit of 2 s"
    return Growth(
        model=model,
        runner_up="n" if model == "n log n" else "n log n",
        decided=decided,
        samples=samples,
        memory_model="n",
        coefficient=coefficient,
        reason=reason if decided else "the two models fit equally well",
    )


def _row(name: str, idea: str, text: str, told: JudgeReport, **more: object) -> ComparisonRow:
    origin = more.pop("origin", "folder")
    language = more.pop("language", "python")
    submission = Submission(
        name=name,
        idea=idea,
        source=Source(text=text, language=language),  # type: ignore[arg-type]
        origin=origin,  # type: ignore[arg-type]
        path=f"submissions/accepted/{name}" if origin == "folder" else "",
    )
    lines = sum(bool(line.strip()) for line in text.splitlines())
    given = {"stress": None, "growth": None, "cpu_s_max": 0.0, "peak_mib_max": 0.0, **more}
    return ComparisonRow(submission=submission, report=told, lines=lines, **given)  # type: ignore[arg-type]


def difference() -> Difference:
    """The smallest input on which the program that uses one item twice fails."""
    return Difference(
        stdin="1 6\n3\n",
        expected="no\n",
        got="yes\n",
        verdict=Verdict.WA,
        place="line 1, token 1: expected no, got yes",
        seed=41,
        shrunk_from=38,
    )


def _tried(found: Difference | None = None) -> StressReport:
    return StressReport(trials=1000, seconds=2.0, difference=found, refused=12)


def comparison() -> Comparison:
    """Three right programs, one too slow, one that only stress testing finds out, one that fails a secret case."""
    told = problem()
    rows = (
        _row(
            "pointers.cpp", "sort, two pointers", CPP, report(told), language="cpp", stress=_tried(),
            growth=growth("n log n", 4e-9, decided=False), cpu_s_max=0.011, peak_mib_max=1.1,
            when="the input is large and time is short",
        ),
        _row(
            "hash set (model)", "hash set, one pass", HASH_SET, report(told), origin="model", stress=_tried(),
            growth=growth("n", 2.4e-7), cpu_s_max=0.034, peak_mib_max=9.1, merged=("dictionary (model)",),
            when="memory is no issue",
        ),
        _row(
            "two_pointers.py", "sort, two pointers", TWO_POINTERS, report(told), stress=_tried(),
            growth=growth("n log n", 5.2e-8), cpu_s_max=0.11, peak_mib_max=1.6,
            when="the input is sorted, or memory is tight",
        ),
        _row(
            "every_pair.py", "try every pair", EVERY_PAIR, report(told, fails_at=20, verdict=Verdict.TLE),
            growth=growth("n^2", 6.1e-8, sizes=5), cpu_s_max=2.0, peak_mib_max=0.1,
        ),
        _row(
            "twice (model)", "look up what is missing", TWICE, report(told), origin="model",
            stress=_tried(difference()), cpu_s_max=0.4, peak_mib_max=1.0,
        ),
        _row(
            "mine", "", TWICE.replace("yes", "no", 1), report(told, fails_at=2), origin="person", cpu_s_max=0.02,
            peak_mib_max=0.9,
        ),
    )  # fmt: skip
    return Comparison(
        problem=told,
        rows=rows,
        ranking=("pointers.cpp", "hash set (model)", "two_pointers.py"),
        unjudged=("Queue.java (no Java on this machine)",),
        common_size=131072,
        findings=(
            "`pointers.cpp` and `two_pointers.py` share the idea; at n = 131,072 the first is 13 times as fast.",
            "`every_pair.py` grows like n²: at n = 10⁶ it would need about 17 hours, which is an estimate.",
        ),
        questions=(
            Question(
                text="Which input makes `twice (model)` fail?",
                choices=("4 9, then 2 7 11 15", "1 6, then 3", "3 100, then 1 2 3"),
                answer=1,
            ),
        ),
        isolation=ISOLATION,
        provenance=PROVENANCE,
        usage=Usage(prompt_tokens=2410, completion_tokens=1633, seconds=38.4),
        reference="two_pointers.py",
    )


def samples_only() -> Comparison:
    """A problem out of a cell: no secret data, and independent programs agree on generated inputs."""
    told = problem(secret=0)
    agree = Witness(kind="agreement", cases=120, agreed=120)
    rows = (
        _row(
            "hash set (model)", "hash set, one pass", HASH_SET, report(told), origin="model", stress=_tried(),
            witness=agree, cpu_s_max=0.001, peak_mib_max=0.4, growth=growth("n", 2.4e-7),
        ),
        _row(
            "every pair (model)", "try every pair", EVERY_PAIR, report(told), origin="model", witness=agree,
            cpu_s_max=0.001, peak_mib_max=0.1, growth=growth("n^2", 6.1e-8, sizes=5),
        ),
        _row(
            "twice (model)", "look up what is missing", TWICE, report(told), origin="model",
            witness=Witness(kind="agreement", cases=120, agreed=97), stress=_tried(difference()),
        ),
    )  # fmt: skip
    return replace(
        comparison(), problem=told, rows=rows, ranking=("hash set (model)", "every pair (model)"), unjudged=(),
        common_size=4096, findings=(), questions=(), reference="every pair (model)",
    )  # fmt: skip


def nothing_right() -> Comparison:
    """No program is right: one fails a sample, one does not compile, one met a fault of the judge."""
    told = problem()
    broken = JudgeReport(
        verdict=Verdict.CE,
        cases=(),
        isolation=ISOLATION,
        diagnostics=(Diagnostic(rule="syntax", message="'(' was never closed", line=3, column=6),),
    )
    fault = CaseResult(name="sample/1", verdict=Verdict.IE, reason="judge", message="the checker ended with status 3")
    rows = (
        _row("twice (model)", "look up what is missing", TWICE, report(told, fails_at=0), origin="model"),
        _row("broken (model)", "a formula", "n = input()\n\nprint((n\n", broken, origin="model"),
        _row(
            "fault.py",
            "try every pair",
            EVERY_PAIR,
            JudgeReport(verdict=Verdict.IE, cases=(fault,), isolation=ISOLATION),
        ),
    )
    return replace(
        comparison(), rows=rows, ranking=(), unjudged=(), common_size=None, findings=(), questions=(), reference=""
    )


def special_checker() -> Comparison:
    """Several answers are right: nothing may be compared by its text."""
    told = comparison()
    return replace(told, problem=replace(told.problem, checker=CheckerSpec(name="special")))
