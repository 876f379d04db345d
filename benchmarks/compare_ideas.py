"""How many contest problems does a model solve, and how many on different ideas? A JSONL line a problem; resumable.

For each problem `compare` runs with the model and, where the package has one, its reference; no other program takes
part. Counted are programs that are right: accepted on all data, and not refuted by stress. Near twins are one idea.
Problems that stand in the output already are left out, so that a run that was ended goes on where it was.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from kernel_magic.core.comparison import Comparison
from kernel_magic.core.contest import Problem
from kernel_magic.core.errors import KernelMagicError
from kernel_magic.core.problem import Limits, Prints, Stdin, TestCase
from kernel_magic.course.problem_package import load_problem
from kernel_magic.lessons.options import CompareOptions
from kernel_magic.session import Request, Session, comparison_options
from kernel_magic.settings import Settings

PACKAGES = Path(__file__).resolve().parents[1] / "course_material" / "problems"
EASIEST = (
    "kickstart/2013/round_a/sorting",
    "kickstart/2020/round_b/bike_tour",
    "kickstart/2020/round_h/retype",
    "kickstart/2016/round_b/sherlock_and_parentheses",
    "kickstart/2018/round_f/common_anagrams",
    "kickstart/2022/coding_practice_with_kick_start_session_1/centauri_prime",
    "kickstart/2022/coding_practice_with_kick_start_session_3/gbus_count",
    "kickstart/2022/round_b/infinity_area",
    "kickstart/2022/round_e/coloring_game",
    "kickstart/coding_practice/2020/coding_practice_with_kick_start/even_digits",
)
"""The ten that were taken for the easiest of the contest file, by reading them, before any model saw them."""


def packages() -> Iterator[Problem]:
    """Our own problems, each with its reference as the only submission."""
    for folder in sorted(PACKAGES.iterdir()):
        if (folder / "problem.yaml").is_file():
            problem = load_problem(folder)
            if problem.checker.name != "interactive":
                kept = tuple(item for item in problem.submissions if item.name.startswith("reference."))
                yield replace(problem, submissions=kept)


def contest_problems(path: Path) -> Iterator[Problem]:
    """The easiest problems of the contest file."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        records = {record["id"]: record for record in map(json.loads, file)}
    for name in EASIEST:
        record = records[name]
        cases = tuple(
            TestCase(
                name=test["set"],
                given=Stdin(text=test["in"]),
                expected=Prints(text=test["out"]),
                origin="sample" if test["set"].startswith("sample") else "secret",
            )
            for test in sorted(record["tests"], key=lambda test: (not test["set"].startswith("sample"), test["set"]))
        )
        # Thirty seconds for each file of a hundred cases, says the contest.
        limits = Limits(cpu_s=15.0, wall_s=30.0, memory_mib=512)
        title = name.rpartition("/")[2]
        yield Problem(slug=name, title=title, statement=record["statement"], limits=limits, cases=cases)


def line_of(problem: Problem, found: Comparison, seconds: float) -> dict[str, object]:
    """What is kept of one comparison."""
    right = [row for row in found.rows if row.right]
    ours = [row for row in right if any("(model)" in name for name in (row.submission.name, *row.merged))]
    failed = [row for row in found.rows if row.submission.origin == "model" and not row.right]
    return {
        "problem": problem.slug,
        "model": found.provenance.model if found.provenance else "",
        "drafts": found.provenance.candidates if found.provenance else 0,
        "right_ideas": len(ours),
        "right": [[row.submission.name, *row.merged] for row in ours],
        "failed": [[row.submission.name, row.verdict.value] for row in failed],
        "growth": {
            row.submission.name: row.growth.model if row.growth and row.growth.decided else None for row in ours
        },
        "tokens": found.usage.tokens,
        "seconds": round(seconds, 1),
    }


def measured(session: Session, problem: Problem, settings: Settings, ideas: int) -> dict[str, object]:
    """Compare, and say what came of it; a problem that cannot be done counts as none solved."""
    begun = time.monotonic()
    options = CompareOptions(ideas=ideas, stress_seconds=2.0, growth_seconds=2.0)
    request = Request(action="compare", text="", problem=problem, options=comparison_options(settings), compare=options)
    try:
        found = session.run(request)
    except KernelMagicError as error:
        return {"problem": problem.slug, "right_ideas": 0, "error": str(error), "seconds": time.monotonic() - begun}
    if not isinstance(found, Comparison):
        raise TypeError(type(found).__name__)
    return line_of(problem, found, time.monotonic() - begun)


def summary(out: Path, names: list[str]) -> str:
    """The figures over those of the problems that are done."""
    lines = [json.loads(line) for line in out.read_text("utf-8").splitlines()] if out.exists() else []
    done = [line for line in lines if line["problem"] in names]
    one = sum(line["right_ideas"] >= 1 for line in done)
    two = sum(line["right_ideas"] >= 2 for line in done)
    seconds = sum(line["seconds"] for line in done)
    figures = f"{one} with a right program, {two} with two ideas"
    return f"{len(done)} of {len(names)} problems done in {seconds:.0f} s: {figures}"


def main() -> int:
    """Run within the time that was given; print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True, help="JSONL file; what stands in it is not run again")
    parser.add_argument("--model", default="1.5b")
    parser.add_argument("--contest", type=Path, help="contest_dev.jsonl.gz: its ten easiest problems as well")
    parser.add_argument("--minutes", type=float, default=30.0, help="no problem is begun after this time")
    parser.add_argument("--ideas", type=int, default=4)
    parser.add_argument("--candidates", type=int, default=4)
    asked = parser.parse_args()
    settings = Settings.load(model=asked.model, candidates=asked.candidates)
    sets = {"own packages": list(packages())}
    if asked.contest:
        sets["contest, ten easiest"] = list(contest_problems(asked.contest))
    text = asked.out.read_text("utf-8") if asked.out.exists() else ""
    done = {json.loads(line)["problem"] for line in text.splitlines()}
    session, end = Session(settings), time.monotonic() + asked.minutes * 60
    try:
        for problem in (problem for problems in sets.values() for problem in problems if problem.slug not in done):
            if time.monotonic() > end:
                break
            line = measured(session, problem, settings, asked.ideas)
            with asked.out.open("a", encoding="utf-8") as file:
                file.write(json.dumps(line) + "\n")
            print(json.dumps(line), file=sys.stderr, flush=True)
    finally:
        session.close()
    for name, problems in sets.items():
        print(f"- {name}: {summary(asked.out, [problem.slug for problem in problems])}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
