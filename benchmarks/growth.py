"""Measured growth of what is known to grow so: how often the model is right, decided, and wrong though decided.

The functions and their labels lie in `growth_functions.toml`; those whose growth is none of the nine models must not be
decided. `--programs` takes the accepted programs of the course's problem packages instead, each labelled by its comment
`growth: …`. `--hog` keeps as many processes busy beside it: what is decided then must be right too. A function counts
as right where the model is its label (decided or not), and where it has no label as long as nothing is decided.
"""

from __future__ import annotations

import argparse
import multiprocessing
import re
import statistics
import sys
import time
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import get_args

from kernel_magic.core.growth import FunctionGrowth, Growth, GrowthModel, ProgramGrowth
from kernel_magic.core.source import Source
from kernel_magic.course.problem_package import load_problem
from kernel_magic.judge.local import LocalJudge

FUNCTIONS = Path(__file__).with_name("growth_functions.toml")
PROBLEMS = Path(__file__).parents[1] / "course_material" / "problems"
_LABEL = re.compile(r"growth: *(.+)")
GOAL = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """One function or program, its inputs, and what its growth is."""

    name: str
    label: str | None
    """None: none of the models."""
    truth: str
    what: FunctionGrowth | ProgramGrowth


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One of them, measured."""

    labelled: Labelled
    growth: Growth
    seconds: float

    @property
    def right(self) -> bool:
        """Whether the model is the label; without one, whether nothing was decided."""
        return not self.growth.decided if self.labelled.label is None else self.growth.model == self.labelled.label

    @property
    def wrong(self) -> bool:
        """Whether something was decided that is not so: the one thing that must never be."""
        return self.growth.decided and self.growth.model != self.labelled.label


def labelled() -> tuple[Labelled, ...]:
    """The labelled set."""
    table = tomllib.loads(FUNCTIONS.read_text("utf-8"))
    return tuple(
        Labelled(
            name=entry["name"],
            label=entry.get("label"),
            truth=entry.get("label") or entry["truth"],
            what=FunctionGrowth(
                source=Source(text=entry["source"], entry_point=entry["name"]),
                inputs=Source(text=table["inputs"][entry["inputs"]]),
            ),
        )
        for entry in table["functions"]
    )


def labelled_programs() -> tuple[Labelled, ...]:
    """The accepted programs of the course's packages that say how they grow, on the package's largest inputs."""
    found = []
    for folder in sorted(path.parent for path in PROBLEMS.glob("*/problem.yaml")):
        problem = load_problem(folder)
        generator = problem.generator("scale")
        for submission in problem.submissions:
            said = _LABEL.search(submission.source.text)
            label = said.group(1).strip() if said else ""
            if generator is None or "/accepted/" not in submission.path or label not in get_args(GrowthModel):
                continue
            what = ProgramGrowth(source=submission.source, generator=generator.source, limits=problem.limits)
            name = f"{folder.name}/{submission.name}"
            found.append(Labelled(name=name, label=label, truth=label, what=what))
    return tuple(found)


def measure(functions: Iterable[Labelled], *, seconds: float, seed: int) -> list[Row]:
    """Measure one after the other; a line each on standard error."""
    rows = []
    with LocalJudge() as judge:
        for function in functions:
            begun = time.perf_counter()
            growth = judge.growth(replace(function.what, seconds=seconds, seed=seed))
            row = Row(labelled=function, growth=growth, seconds=time.perf_counter() - begun)
            rows.append(row)
            print(f"{function.name}: {function.truth} -> {_said(row)}", file=sys.stderr, flush=True)
    return rows


def _said(row: Row) -> str:
    growth = row.growth
    mark = " WRONG" if row.wrong else "" if row.right else " (not it)"
    return f"{growth.model}{', decided' if growth.decided else ''}{mark}"


def report(rows: list[Row]) -> str:
    """The summary, and a table of every function."""
    right, wrong = sum(row.right for row in rows), sum(row.wrong for row in rows)
    with_label = [row for row in rows if row.labelled.label]
    decided = sum(row.growth.decided for row in with_label)
    seconds = [row.seconds for row in rows]
    lines = [
        f"- {len(rows)} measured, {len(rows) - len(with_label)} of them of a growth that is none of the models",
        f"- right: {right} of {len(rows)} ({right / len(rows):.0%}; goal {GOAL:.0%})",
        f"- decided: {decided} of the {len(with_label)} with a label ({decided / max(len(with_label), 1):.0%})",
        f"- **decided and wrong: {wrong}** (goal 0)",
        f"- seconds each: median {statistics.median(seconds):.1f}, longest {max(seconds):.1f}",
        "",
        "| what | growth | model | decided | right | sizes | s | why |",
        "|---|---|---|---|---|--:|--:|---|",
    ]
    for row in rows:
        growth = row.growth
        cells = (
            row.labelled.name, row.labelled.truth, growth.model or "none", "yes" if growth.decided else "",
            "**wrong**" if row.wrong else "yes" if row.right else "no", str(len(growth.samples)), f"{row.seconds:.1f}",
            growth.reason,
        )  # fmt: skip
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _burn() -> None:
    while True:
        sum(range(10_000))


def main() -> int:
    """Measure and report; 1 where anything is decided and wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="every third one, 4 s each")
    parser.add_argument("--seconds", type=float, default=10.0, help="for each, about (default 10)")
    parser.add_argument("--seed", type=int, default=0, help="of the inputs")
    parser.add_argument("--programs", action="store_true", help="the accepted programs of the course's packages")
    parser.add_argument("--hog", type=int, default=0, metavar="N", help="keep N processes busy beside it")
    parser.add_argument("names", nargs="*", help="only these")
    asked = parser.parse_args()
    everything = labelled_programs() if asked.programs else labelled()
    functions = [each for each in everything if not asked.names or each.name in asked.names]
    if asked.quick:
        functions = functions[::3]
    hogs = [multiprocessing.Process(target=_burn, daemon=True) for _ in range(asked.hog)]
    for hog in hogs:
        hog.start()
    try:
        rows = measure(functions, seconds=4.0 if asked.quick else asked.seconds, seed=asked.seed)
    finally:
        for hog in hogs:
            hog.terminate()
    print(report(rows))
    return 1 if any(row.wrong for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
