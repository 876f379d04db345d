"""How long a whole lesson takes, how often it ends `verified`, and what it needs: tokens and memory.

Each lesson is one `kernel-magic solve FILE --json` in a process of its own, so the wall time is what a person at a
terminal waits, loading included; `lesson s` is the part after the model was there. A lesson that is not verified counts
in the share, not in the median of verified ones.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

PROBLEMS = Path(__file__).resolve().parents[1] / "tests" / "data" / "problems"
MODEL = "qwen2.5-coder-0.5b-instruct"
GOAL_SECONDS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One solved problem."""

    problem: str
    seed: int
    status: str
    wall_s: float
    lesson_s: float
    prompt_tokens: int
    completion_tokens: int
    attempts: int
    peak_mib: float
    """Most memory the solving process held at one time; the judge's processes are not in it."""


def solve(path: Path, backend: str, model: str, seed: int) -> Run:
    """Solve one problem in a fresh process.

    Raises:
        RuntimeError: the command could not do its work (exit status 2, or no JSON); its own words are in the message.
    """
    command = [sys.executable, "-m", "kernel_magic", "solve", str(path), "--backend", backend, "--model", model]
    with tempfile.TemporaryFile("w+", encoding="utf-8") as out, tempfile.TemporaryFile("w+", encoding="utf-8") as log:
        begun = time.perf_counter()
        process = subprocess.Popen([*command, "--seed", str(seed), "--json"], stdout=out, stderr=log)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        log.seek(0)
        printed, said = out.read(), log.read()
    if process.returncode not in (0, 1):
        raise RuntimeError(f"{path.name}: exit status {process.returncode}: {(printed + said)[-500:]}")
    lesson = json.loads(printed)
    return Run(
        problem=path.stem,
        seed=seed,
        status=lesson["status"],
        wall_s=wall,
        lesson_s=lesson["usage"]["seconds"],
        prompt_tokens=lesson["usage"]["prompt_tokens"],
        completion_tokens=lesson["usage"]["completion_tokens"],
        attempts=len(lesson["attempts"]),
        peak_mib=usage.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10),
    )


def report(runs: list[Run], backend: str, model: str) -> str:
    """Two Markdown tables: every run, and the summary."""
    lines = [
        f"`{model}` on `{backend}`",
        "",
        "| problem | seed | status | wall s | lesson s | attempts | tokens read | tokens written | peak MiB |",
        "|---|--:|---|--:|--:|--:|--:|--:|--:|",
    ]
    lines += [
        f"| {run.problem} | {run.seed} | {run.status} | {run.wall_s:.1f} | {run.lesson_s:.1f} | {run.attempts} "
        f"| {run.prompt_tokens} | {run.completion_tokens} | {run.peak_mib:.0f} |"
        for run in runs
    ]
    return "\n".join([*lines, "", *_summary(runs)])


def _summary(runs: list[Run]) -> list[str]:
    verified = [run for run in runs if run.status == "verified"]
    counted = ", ".join(f"{status} {count}" for status, count in sorted(Counter(run.status for run in runs).items()))
    lines = [f"- Lessons: {len(runs)} ({counted}); verified: {len(verified) / len(runs):.0%}"]
    if verified:
        middle = statistics.median(run.wall_s for run in verified)
        lines.append(f"- Median of a whole verified lesson: {middle:.1f} s (goal: under {GOAL_SECONDS} s)")
    else:
        lines.append("- Median of a whole verified lesson: none was verified")
    lines.append(f"- Median over all lessons: {statistics.median(run.wall_s for run in runs):.1f} s")
    written = sum(run.completion_tokens for run in runs) / len(runs)
    read = sum(run.prompt_tokens for run in runs) / len(runs)
    lines.append(f"- Tokens per lesson: {read:.0f} read, {written:.0f} written")
    lines.append(f"- Largest resident memory: {max(run.peak_mib for run in runs):.0f} MiB (goal: under 1,229 MiB)")
    return lines


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--backend", default="llama_cpp", help="default: %(default)s")
    parser.add_argument("--model", default=MODEL, help="default: %(default)s")
    parser.add_argument(
        "--seeds", type=int, default=2, help="runs per problem, with seeds 0, 1, … (default: %(default)s)"
    )
    parser.add_argument("--quick", action="store_true", help="one seed")
    parser.add_argument("problems", nargs="*", type=Path, help="task files (default: the five in tests/data/problems)")
    asked = parser.parse_args()
    paths = asked.problems or sorted(PROBLEMS.glob("*.txt"))
    seeds = range(1 if asked.quick else max(1, asked.seeds))
    runs = [solve(path, asked.backend, asked.model, seed) for seed in seeds for path in paths]
    print(report(runs, asked.backend, asked.model))


if __name__ == "__main__":
    main()
