"""A small contest problem and programs for it: right ones by different ideas, twins, wrong ones; and a judge for them.

The problem: is there a pair of different items whose sum is the target? Input: `n target`, then n numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kernel_magic.core.comparison import ComparisonRow, Difference, StressPlan, StressReport
from kernel_magic.core.contest import Generator, Problem, Submission
from kernel_magic.core.growth import FunctionGrowth, Growth, GrowthModel, GrowthSample, ProgramGrowth, units
from kernel_magic.core.problem import Contract, Limits, Prints, Stdin, TestCase
from kernel_magic.core.source import Source
from kernel_magic.core.verdict import CaseResult, Isolation, JudgeReport, Verdict
from kernel_magic.judge.local import LocalJudge

PAIRS = """n, target = map(int, input().split())
items = list(map(int, input().split()))
found = False
for i in range(n):
    for j in range(i):
        if items[i] + items[j] == target:
            found = True
print("yes" if found else "no")
"""
PAIRS_RENAMED = PAIRS.replace("items", "values").replace("found", "ok")
HASHING = """n, target = map(int, input().split())
seen = set()
answer = "no"
for item in map(int, input().split()):
    if target - item in seen:
        answer = "yes"
    seen.add(item)
print(answer)
"""
SORTING = """n, target = map(int, input().split())
items = sorted(map(int, input().split()))
low, high = 0, n - 1
while low < high and items[low] + items[high] != target:
    if items[low] + items[high] < target:
        low += 1
    else:
        high -= 1
print("yes" if low < high else "no")
"""
TWICE = """n, target = map(int, input().split())
items = list(map(int, input().split()))
print("yes" if any(target - item in items for item in items) else "no")
"""
ALWAYS_YES = 'input()\ninput()\nprint("yes")\n'
CRASHES = "n, target = map(int, input().split())\nprint(1 // 0)\n"
MAKE = """import random
def make(n, seed):
    rng = random.Random(seed)
    return f"{n} {rng.randint(0, 2 * n)}\\n" + " ".join(str(rng.randint(0, n)) for _ in range(n)) + "\\n"
"""
STATEMENT = "Is there a pair of different items whose sum is the target? Print yes or no."
SAMPLES = (("4 9\n2 7 4 1\n", "yes\n"), ("3 100\n1 2 3\n", "no\n"))
SECRET = (("2 4\n2 2\n", "yes\n"), ("5 10\n1 9 8 3 4\n", "yes\n"))
FALLS = (("2 6\n3 5\n", "no\n"),)
"""Where an item taken twice shows."""


def case(name: str, pair: tuple[str, str], origin: Any) -> TestCase:
    return TestCase(name=name, given=Stdin(text=pair[0]), expected=Prints(text=pair[1]), origin=origin)


def problem(
    *submissions: Submission,
    secret: tuple[tuple[str, str], ...] = SECRET,
    generators: tuple[Generator, ...] | None = None,
) -> Problem:
    scale = Generator(name="scale.py", source=Source(text=MAKE), purpose="scale")
    return Problem(
        slug="pair",
        title="A pair with a given sum",
        statement=STATEMENT,
        limits=Limits(cpu_s=1.0, wall_s=4.0),
        cases=(
            *(case(f"sample/{i}", pair, "sample") for i, pair in enumerate(SAMPLES, 1)),
            *(case(f"secret/{i}", pair, "secret") for i, pair in enumerate(secret, 1)),
        ),
        generators=(scale,) if generators is None else generators,
        submissions=submissions,
    )


def submission(name: str, text: str, *, verdict: Verdict = Verdict.AC, origin: Any = "folder") -> Submission:
    expected = frozenset({verdict}) if origin == "folder" else frozenset()
    return Submission(name=name, source=Source(text=text), origin=origin, expected=expected)


ISOLATION = Isolation(level=3, layers=())


def grown(model: GrowthModel, *, coefficient: float = 1e-6, largest: int = 1 << 16, decided: bool = True) -> Growth:
    """A growth as the judge would have measured it."""
    sizes = [1 << power for power in range(8, 21) if 1 << power <= largest]
    samples = tuple(
        GrowthSample(size=n, cpu_s=coefficient * units(model, n), peak_mib=n / 1e5, repeats=1)
        for n in sizes
        if coefficient * units(model, n) < 10
    )
    return Growth(model=model, runner_up="n", decided=decided, samples=samples, coefficient=coefficient)


def row(
    name: str, text: str = PAIRS, *, verdict: Verdict = Verdict.AC, origin: Any = "folder", **more: Any
) -> ComparisonRow:
    """A row as `compare` makes it, without a run."""
    results = (CaseResult(name="sample/1", verdict=Verdict.AC), CaseResult(name="secret/1", verdict=verdict))
    given = {
        "submission": submission(name, text, origin=origin),
        "report": JudgeReport(verdict=verdict, cases=results, isolation=ISOLATION),
        "stress": None,
        "growth": None,
        "cpu_s_max": 0.01,
        "peak_mib_max": 1.0,
        "lines": 5,
    }
    return ComparisonRow(**{**given, **more})


class ScriptedTrials(LocalJudge):
    """The real judge for verdicts; stress on a few given inputs, and growth by a table, so that no test waits."""

    def __init__(self, growths: dict[str, Growth] | None = None, *, inputs: tuple[str, ...] = ("2 6\n3 5\n",)) -> None:
        super().__init__()
        self.growths = growths or {}
        self.inputs = inputs
        self.plans: list[StressPlan] = []
        self.measured: list[str] = []
        self.on_stress: Callable[[], None] = lambda: None

    def stress(self, plan: StressPlan, /, **more: Any) -> StressReport:
        self.plans.append(plan)
        self.on_stress()
        assert plan.oracle is not None
        cases = tuple(TestCase(name=str(i), given=Stdin(text=t), expected=None) for i, t in enumerate(self.inputs))
        contract = Contract(cases=cases)
        mine, right = self.judge(plan.candidate, contract), self.judge(plan.oracle, contract)
        for text, got, expected in zip(self.inputs, mine.cases, right.cases, strict=True):
            assert got.observed is not None
            assert expected.observed is not None
            if not self.same(got.observed, expected.observed, plan.checker):
                difference = Difference(
                    stdin=text, expected=expected.observed.text, got=got.observed.text, verdict=Verdict.WA,
                    place="line 1", seed=0, shrunk_from=len(text),
                )  # fmt: skip
                return StressReport(trials=1, seconds=0.1, difference=difference)
        return StressReport(trials=len(self.inputs), seconds=0.1)

    def growth(self, what: FunctionGrowth | ProgramGrowth, /, **more: Any) -> Growth:
        self.measured.append(what.source.text)
        return self.growths.get(what.source.text, grown("n"))
