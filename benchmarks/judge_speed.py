"""What judging a program costs, beside a plain `subprocess.run([python, file])` of the same program in the same run.

The plain process checks nothing and protects nothing: it is what a grader pays at least. Each round measures every row
once, in turn, so that a busy moment hits all of them. `five calls` does the calls of the contract in one process.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from kernel_magic.core.problem import Call, Contract, Prints, Returns, Stdin, TestCase
from kernel_magic.core.source import Source
from kernel_magic.core.verdict import Verdict
from kernel_magic.judge.local import LocalJudge

FUNCTION = Source(text="def add(a, b):\n    return a + b\n")
PROGRAM = Source(text="print(sum(map(int, input().split())))\n")
CALLS = Contract(
    function="add",
    cases=tuple(TestCase(name=str(n), given=Call(args=(n, 2)), expected=Returns(value=n + 2)) for n in range(5)),
)
ONE_CALL = Contract(function="add", cases=CALLS.cases[:1])
LINES = Contract(
    cases=tuple(
        TestCase(name=str(n), given=Stdin(text=f"{n} 2\n"), expected=Prints(text=f"{n + 2}\n")) for n in range(3)
    )
)
PEER = "plain process: five calls"
PROGRAM_PEER = "plain process: program, one input"
GOALS = {"judge: function, 5 cases": 10.0, "zygote: cold start": 150.0}


def accepted(judge: LocalJudge, source: Source, contract: Contract) -> None:
    """Judge, and see that the verdict is the right one: a fast wrong answer is no figure.

    Raises:
        RuntimeError: it is not.
    """
    report = judge.judge(source, contract)
    if report.verdict is not Verdict.AC:
        raise RuntimeError(f"the judge said {report.verdict}: {report.first_failure}")


def cold_start(level: int | None) -> None:
    """Start a zygote and end it."""
    with LocalJudge(level=level) as judge:
        judge.isolation()


def plain(file: Path, given: str = "") -> None:
    """The peer: a fresh interpreter that runs the program."""
    subprocess.run([sys.executable, str(file)], input=given, capture_output=True, text=True, check=True)


def measure(rows: dict[str, Callable[[], None]], rounds: int) -> dict[str, list[float]]:
    """Milliseconds of every row in every round, after one round that does not count."""
    times: dict[str, list[float]] = {name: [] for name in rows}
    for number in range(rounds + 1):
        for name, work in rows.items():
            begun = time.perf_counter()
            work()
            if number:
                times[name].append((time.perf_counter() - begun) * 1000)
    return times


def report(times: dict[str, list[float]]) -> str:
    """A Markdown table: median and spread, the goal, and the ratio to the peer of the same kind."""
    lines = ["| what | median ms | p10 | p90 | goal ms | of the plain process |", "|---|--:|--:|--:|--:|--:|"]
    for name, values in times.items():
        ordered = sorted(values)
        low, high = ordered[len(ordered) // 10], ordered[len(ordered) * 9 // 10]
        middle = statistics.median(ordered)
        peer = PROGRAM_PEER if "program" in name else PEER
        goal = f"{GOALS[name]:.0f}" if name in GOALS else ""
        ratio = f"{middle / statistics.median(times[peer]):.2f}"
        lines.append(f"| {name} | {middle:.1f} | {low:.1f} | {high:.1f} | {goal} | {ratio} |")
    return "\n".join(lines)


def machine() -> str:
    """The machine in one line; `machine.py` says more."""
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores{load}, Python {platform.python_version()}"


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer rounds")
    parser.add_argument("--rounds", type=int, default=0, help="how often each row is measured (default 100)")
    asked = parser.parse_args()
    rounds = asked.rounds or (20 if asked.quick else 100)
    with tempfile.TemporaryDirectory() as folder, LocalJudge() as judge, LocalJudge(level=0) as bare:
        calls, program = Path(folder, "calls.py"), Path(folder, "program.py")
        calls.write_text(
            f"{FUNCTION.text}\nassert [add(n, 2) for n in range(5)] == [2, 3, 4, 5, 6]\n", encoding="utf-8"
        )
        program.write_text(PROGRAM.text, encoding="utf-8")
        level = judge.isolation().level
        times = measure(
            {
                PEER: lambda: plain(calls),
                "judge: function, 1 case": lambda: accepted(judge, FUNCTION, ONE_CALL),
                "judge: function, 5 cases": lambda: accepted(judge, FUNCTION, CALLS),
                "judge without isolation: function, 5 cases": lambda: accepted(bare, FUNCTION, CALLS),
                PROGRAM_PEER: lambda: plain(program, "1 2\n"),
                "judge: program, 3 inputs (3 processes)": lambda: accepted(judge, PROGRAM, LINES),
                "zygote: cold start": lambda: cold_start(None),
            },
            rounds,
        )
    print(f"{machine()}. Isolation level {level}, {rounds} rounds.\n\n{report(times)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
