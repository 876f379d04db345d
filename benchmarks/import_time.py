"""What it costs to import the package and to load the extension, beside `import IPython` on the same machine.

Every figure comes from a fresh interpreter with compiled bytecode in place, and the three are measured in turn, so that
a busy moment hits all of them.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys

PACKAGE = "from time import perf_counter as now; a = now(); import kernel_magic; print(now() - a)"
COMMAND_LINE = "from time import perf_counter as now; a = now(); import kernel_magic.cli.main; print(now() - a)"
IPYTHON = "from time import perf_counter as now; a = now(); import IPython; print(now() - a)"
# What a notebook cell waits for: kernels have IPython and ipykernel loaded before a person can type.
LOAD_EXT = """
from time import perf_counter as now
import ipykernel.zmqshell
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
a = now()
shell.run_line_magic("load_ext", "kernel_magic")
print(now() - a)
"""
MEASURES = {
    "import kernel_magic": (PACKAGE, 150.0),
    "import kernel_magic.cli.main": (COMMAND_LINE, None),
    "%load_ext kernel_magic": (LOAD_EXT, 300.0),
    "import IPython (for scale)": (IPYTHON, None),
}
SCALE = "import IPython (for scale)"


def milliseconds(code: str) -> float:
    """One run in a fresh interpreter. `-P`: the folder the benchmark is called from must not be searched."""
    done = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, text=True, check=True, timeout=120)
    return float(done.stdout.splitlines()[-1]) * 1000


def measure(rounds: int) -> dict[str, list[float]]:
    """`rounds` figures for each measure, after one run that only writes bytecode."""
    times: dict[str, list[float]] = {name: [] for name in MEASURES}
    for number in range(rounds + 1):
        for name, (code, _) in MEASURES.items():
            taken = milliseconds(code)
            if number:
                times[name].append(taken)
    return times


def report(times: dict[str, list[float]]) -> str:
    """A Markdown table: median and spread, the goal, and the ratio to importing IPython."""
    scale = statistics.median(times[SCALE])
    lines = ["| what | median ms | lowest to highest | goal ms | of `import IPython` |", "|---|--:|--:|--:|--:|"]
    for name, values in times.items():
        goal = MEASURES[name][1]
        middle = statistics.median(values)
        lines.append(
            f"| `{name}` | {middle:.1f} | {min(values):.1f} to {max(values):.1f} "
            f"| {f'< {goal:.0f}' if goal else ''} | {middle / scale:.2f} |"
        )
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15, help="fresh interpreters per figure (default: %(default)s)")
    parser.add_argument("--quick", action="store_true", help="three rounds")
    asked = parser.parse_args()
    print(report(measure(3 if asked.quick else max(1, asked.rounds))))


if __name__ == "__main__":
    main()
