"""What judging a program costs, beside a fresh interpreter for each run, and beside a plain `exec` in this process.

Neither peer protects anything. The fresh interpreter is what a grader pays at least that wants to survive the program;
`exec` here is what one pays that does not. Each round measures every row once, in turn, so that a busy moment hits all
of them. `five calls` does the calls of the contract in one go. A further case is what 100 more of them take, by 100.
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
from dataclasses import replace
from importlib.util import find_spec
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
MANY_CALLS = Contract(
    function="add",
    cases=tuple(TestCase(name=str(n), given=Call(args=(n, 2)), expected=Returns(value=n + 2)) for n in range(105)),
)
NUMPY = Source(text="import numpy as np\n\n\ndef add(a, b):\n    return int(np.array([a, b]).sum())\n")
CPP = Source(
    text="#include <iostream>\nint main() { long a, b; std::cin >> a >> b; std::cout << a + b; }\n", language="cpp"
)
JAVA = Source(
    text="import java.util.Scanner;\n\npublic class Main {\n    public static void main(String[] given) {\n"
    "        Scanner in = new Scanner(System.in);\n        System.out.println(in.nextLong() + in.nextLong());\n"
    "    }\n}\n",
    language="java",
)
ONE_CALL = Contract(function="add", cases=CALLS.cases[:1])
LINES = Contract(
    cases=tuple(
        TestCase(name=str(n), given=Stdin(text=f"{n} 2\n"), expected=Prints(text=f"{n + 2}\n")) for n in range(3)
    )
)
PEER = "fresh interpreter: five calls"
NUMPY_PEER = "fresh interpreter: five calls with numpy"
PROGRAM_PEER = "fresh interpreter: program, one input"
EXEC = "exec in this process: five calls"
FIVE, MANY = "judge: function, 5 cases", "judge: function, 105 cases"
FURTHER = "judge: each further case"
GOALS = {FIVE: 5.0, FURTHER: 0.1, "judge: function with numpy, 5 cases": 7.0, "zygote: cold start": 150.0}


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


def in_process() -> None:
    """The other peer: the same calls with nothing between the program and us."""
    names: dict[str, object] = {}
    exec(FUNCTION.text, names)
    add = names["add"]
    assert callable(add)
    assert [add(n, 2) for n in range(5)] == [2, 3, 4, 5, 6]


def compiled_rows(judge: LocalJudge) -> dict[str, Callable[[], None]]:
    """A row for each compiled language that is offered here; its program is compiled before."""
    rows: dict[str, Callable[[], None]] = {}
    for title, source in (("C++", CPP), ("Java", JAVA)):
        if any(offer.offered for offer in judge.languages() if offer.language == source.language):
            contract = replace(LINES, language=source.language)
            rows[f"judge: {title} program, 3 inputs"] = lambda s=source, c=contract: accepted(judge, s, c)  # type: ignore[misc]
    return rows


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
    lines = ["| what | median ms | p10 | p90 | goal ms | of a fresh interpreter |", "|---|--:|--:|--:|--:|--:|"]
    further = [(many - five) / 100 for five, many in zip(times[FIVE], times[MANY], strict=True)]
    for name, values in (*times.items(), (FURTHER, further)):
        ordered = sorted(values)
        low, high = ordered[len(ordered) // 10], ordered[len(ordered) * 9 // 10]
        middle = statistics.median(ordered)
        peer = PROGRAM_PEER if "program" in name else NUMPY_PEER if "numpy" in name else PEER
        goal = f"{GOALS[name]:g}" if name in GOALS else ""
        ratio = f"{middle / statistics.median(times[peer]):.2g}" if peer in times else ""
        lines.append(f"| {name} | {middle:.2f} | {low:.2f} | {high:.2f} | {goal} | {ratio} |")
    return "\n".join(lines)


def machine() -> str:
    """The machine in one line; `machine.py` says more."""
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores{load}, Python {platform.python_version()}"


def _rows(folder: Path, judge: LocalJudge, bare: LocalJudge) -> dict[str, Callable[[], None]]:
    calls, with_numpy, program = folder / "calls.py", folder / "with_numpy.py", folder / "program.py"
    check = "\nassert [add(n, 2) for n in range(5)] == [2, 3, 4, 5, 6]\n"
    calls.write_text(FUNCTION.text + check, encoding="utf-8")
    with_numpy.write_text(NUMPY.text + check, encoding="utf-8")
    program.write_text(PROGRAM.text, encoding="utf-8")
    rows: dict[str, Callable[[], None]] = {
        EXEC: in_process,
        PEER: lambda: plain(calls),
        "judge: function, 1 case": lambda: accepted(judge, FUNCTION, ONE_CALL),
        FIVE: lambda: accepted(judge, FUNCTION, CALLS),
        MANY: lambda: accepted(judge, FUNCTION, MANY_CALLS),
        "judge without isolation: function, 5 cases": lambda: accepted(bare, FUNCTION, CALLS),
        PROGRAM_PEER: lambda: plain(program, "1 2\n"),
        "judge: program, 3 inputs (3 processes)": lambda: accepted(judge, PROGRAM, LINES),
        **compiled_rows(judge),
        "zygote: cold start": lambda: cold_start(None),
    }
    if find_spec("numpy"):
        rows[NUMPY_PEER] = lambda: plain(with_numpy)
        rows["judge: function with numpy, 5 cases"] = lambda: accepted(judge, NUMPY, CALLS)
    return rows


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer rounds")
    parser.add_argument("--rounds", type=int, default=0, help="how often each row is measured (default 100)")
    asked = parser.parse_args()
    rounds = asked.rounds or (20 if asked.quick else 100)
    with tempfile.TemporaryDirectory() as folder, LocalJudge() as judge, LocalJudge(level=0) as bare:
        level = judge.isolation().level
        times = measure(_rows(Path(folder), judge, bare), rounds)
    print(f"{machine()}. Isolation level {level}, {rounds} rounds.\n\n{report(times)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
