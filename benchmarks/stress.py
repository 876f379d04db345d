"""How many wrong programs fall to stress testing when the secret data is withheld, and after how long.

Wrong programs are the packages' own `wrong_answer` and `run_time_error` submissions, and mutants of their accepted
ones (`<` for `<=`, a start value off by one, a branch left out, ...) that the secret data refutes: so they are known to
be wrong. The oracle is another accepted program of the package. A program falls where `stress` gives a difference;
searching ends after `--seconds`, shrinking comes on top and is told apart. `--inputs` chooses where inputs come from.
"""

from __future__ import annotations

import argparse
import ast
import copy
import random
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from kernel_magic.core.comparison import StressPlan
from kernel_magic.core.contest import Problem, Submission
from kernel_magic.core.ports import Progress
from kernel_magic.core.problem import Contract
from kernel_magic.core.source import Source
from kernel_magic.core.verdict import Verdict
from kernel_magic.course.problem_package import load_problem
from kernel_magic.judge.local import LocalJudge

PROBLEMS = Path(__file__).resolve().parents[1] / "course_material" / "problems"
GOAL = 90.0
_REFUTED = {Verdict.WA, Verdict.RTE}
_SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.And: ast.Or, ast.Or: ast.And,
}  # fmt: skip
_NAMES = {"min": "max", "max": "min"}


def mutants(text: str) -> Iterator[tuple[str, str]]:
    """Every program that differs from this one in one place of a kind people get wrong, with what was changed."""
    tree = ast.parse(text)
    for number, node in enumerate(ast.walk(tree)):
        for change in _changes(node):
            changed = copy.deepcopy(tree)
            target = next(item for place, item in enumerate(ast.walk(changed)) if place == number)
            change.apply(target)
            yield f"{change.name} in line {getattr(node, 'lineno', 0)}", ast.unparse(ast.fix_missing_locations(changed))


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a node: its field and what stands there afterwards."""

    name: str
    field: str
    value: object
    at: int = -1
    """For a list: the place."""

    def apply(self, node: ast.AST) -> None:
        """Do it."""
        if self.at >= 0:
            getattr(node, self.field)[self.at] = self.value
        else:
            setattr(node, self.field, self.value)


def _changes(node: ast.AST) -> Iterator[Change]:
    if isinstance(node, ast.Compare) and type(node.ops[0]) in _SWAPS:
        swap = _SWAPS[type(node.ops[0])]
        yield Change(f"{type(node.ops[0]).__name__} to {swap.__name__}", "ops", swap(), at=0)
    if isinstance(node, (ast.BinOp, ast.BoolOp, ast.AugAssign)) and type(node.op) in _SWAPS:
        swap = _SWAPS[type(node.op)]
        yield Change(f"{type(node.op).__name__} to {swap.__name__}", "op", swap())
    if isinstance(node, ast.Constant) and type(node.value) is int and abs(node.value) < 10**6:
        yield Change("one more", "value", node.value + 1)
        yield Change("one less", "value", node.value - 1)
    if isinstance(node, ast.Name) and node.id in _NAMES:
        yield Change(f"{node.id} to {_NAMES[node.id]}", "id", _NAMES[node.id])
    if isinstance(node, ast.If):
        yield Change("branch left out", "test", ast.Constant(value=False))
        yield Change("branch always taken", "test", ast.Constant(value=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One wrong program and how it fared."""

    problem: str
    name: str
    kind: str
    fell: bool
    found_s: float
    """Until the first failing input."""
    total_s: float
    trials: int
    size: int
    """Characters of the smallest failing input."""


def python_sources(problem: Problem) -> list[Submission]:
    """The accepted submissions in Python; the one that is the reference comes first."""
    found = [item for item in problem.submissions if item.expected == {Verdict.AC} and item.source.language == "python"]
    return sorted(found, key=lambda item: (item.name != "reference.py", item.name))


def wrong_programs(problem: Problem, judge: LocalJudge, count: int, seed: int) -> Iterator[tuple[str, str, Source]]:
    """Name, kind and text of programs that the secret data refutes."""
    for item in problem.submissions:
        if item.expected <= _REFUTED and item.source.language == "python":
            yield item.path.removeprefix("submissions/"), item.path.split("/")[1], item.source
    rng = random.Random(f"{problem.slug}|{seed}")
    for item in python_sources(problem)[1:] or python_sources(problem):
        made = list(mutants(item.source.text))
        rng.shuffle(made)
        left = count
        for name, text in made:
            source = Source(text=text)
            if not left:
                break
            if _verdict(problem, judge, source) in _REFUTED:
                left -= 1
                yield f"{item.name}, {name}", "mutant", source


def _verdict(problem: Problem, judge: LocalJudge, source: Source) -> Verdict:
    contract = Contract(cases=problem.cases, checker=problem.checker, limits=problem.limits, stop_early=True)
    return judge.judge(source, contract).verdict


def withheld(problem: Problem, inputs: str) -> Problem:
    """The problem with no more than what inputs may be made from."""
    stress, scale = problem.generator("stress"), problem.generator("scale")
    kept = {"generators": stress or scale, "scale": scale, "validators": None, "samples": None}[inputs]
    validators = () if inputs == "samples" else problem.input_validators
    return replace(problem, generators=(kept,) if kept else (), input_validators=validators)


def tried(problem: Problem, judge: LocalJudge, wrong: tuple[str, str, Source], seconds: float, seed: int) -> Trial:
    """Stress one wrong program against the first accepted one."""
    name, kind, source = wrong
    generator = problem.generators[0] if problem.generators else None
    found: list[float] = []
    begun = time.perf_counter()

    def on_progress(progress: Progress) -> None:
        if "fails" in progress.message:
            found.append(time.perf_counter() - begun)

    plan = StressPlan(
        candidate=source,
        oracle=python_sources(problem)[0].source,
        limits=problem.limits,
        checker=problem.checker,
        generator=generator.source if generator else None,
        samples=problem.samples,
        input_validators=problem.input_validators,
        seed=seed,
        seconds=seconds,
    )
    report = judge.stress(plan, on_progress=on_progress)
    difference = report.difference
    return Trial(
        problem=problem.slug,
        name=name,
        kind=kind,
        fell=difference is not None,
        found_s=found[0] if found else report.seconds,
        total_s=report.seconds,
        trials=report.trials,
        size=len(difference.stdin) if difference else 0,
    )


def table(trials: list[Trial]) -> str:
    """Shares by kind, and every program that stood."""
    lines = ["| wrong programs | number | fell | found after, median s | p90 s | smallest input, median characters |"]
    lines.append("|---|--:|--:|--:|--:|--:|")
    for kind in ("wrong_answer", "run_time_error", "mutant", "all"):
        group = [item for item in trials if kind in (item.kind, "all")]
        fell = [item for item in group if item.fell]
        if group:
            times = sorted(item.found_s for item in fell) or [0.0]
            share = f"{100 * len(fell) / len(group):.0f} %"
            goal = f" (goal {GOAL:.0f} %)" if kind == "all" else ""
            size = statistics.median([item.size for item in fell] or [0])
            p90 = times[int(0.9 * (len(times) - 1))]
            lines.append(
                f"| {kind} | {len(group)} | {share}{goal} | {statistics.median(times):.2f} | {p90:.2f} | {size:.0f} |"
            )
    stood = [f"- {item.problem}: {item.name} ({item.trials:,} inputs)" for item in trials if not item.fell]
    return "\n".join([*lines, "", f"Not found: {len(stood)}.", "", *stood])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("packages", nargs="*", type=Path, help="problem packages (default: the project's own)")
    parser.add_argument("--seconds", type=float, default=5.0, help="for the search, per program")
    parser.add_argument("--mutants", type=int, default=4, help="of each accepted program but the reference")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--inputs",
        choices=("generators", "scale", "validators", "samples"),
        default="generators",
        help="the package's stress generator (or the other one); its scale generator; the form of the samples, with "
        "the package's validators, or with the samples alone",
    )
    parser.add_argument("--quick", action="store_true", help="one mutant of each")
    arguments = parser.parse_args()
    packages = arguments.packages or sorted(path.parent for path in PROBLEMS.glob("*/problem.yaml"))
    trials: list[Trial] = []
    with LocalJudge() as judge:
        for folder in packages:
            problem = load_problem(folder)
            known = withheld(problem, arguments.inputs)
            for wrong in wrong_programs(problem, judge, 1 if arguments.quick else arguments.mutants, arguments.seed):
                trial = tried(known, judge, wrong, arguments.seconds, arguments.seed)
                trials.append(trial)
                state = "fell" if trial.fell else "STOOD"
                sys.stderr.write(f"{trial.problem}: {trial.name}: {state} {trial.found_s:.2f} s, {trial.trials}\n")
    print(table(trials))


if __name__ == "__main__":
    main()
