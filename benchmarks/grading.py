"""Notebooks graded per second: `kernel-magic assignment grade` on a class, beside nbgrader's autograde on some of it.

The class is that of `tests/class_samples.py`: five exercises a notebook. Three parts, each in a process of its own:
well-behaved notebooks only; the same number with damaged and hostile ones among them; nbgrader, one command for
`--nbgrader-students` of the well-behaved. Memory is the largest resident set of the command and of its children. What
nbgrader is given is the same assignment, released by itself. `--peers BIN` names the folder with the programs of an
environment that has nbgrader (`make peers` makes one); KERNEL_MAGIC_PEERS does the same.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LEAST, MOST_MIB = 10.0, 1024.0
"""Notebooks per second, and mebibytes."""
_LIMIT_S = 3000


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One command."""

    notebooks: int
    seconds: float
    peak_mib: float
    note: str = ""

    @property
    def per_second(self) -> float:
        """Notebooks per second, start and end of the command included."""
        return self.notebooks / self.seconds


def measure(command: list[str], notebooks: int, environment: dict[str, str] | None = None) -> tuple[Measured, str]:
    """Run a command and say what it took; what it printed."""
    script = (
        "import json, resource, subprocess, sys, time\n"
        "started = time.perf_counter()\n"
        "done = subprocess.run(sys.argv[1:], capture_output=True, text=True)\n"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024\n"
        "print(json.dumps([done.returncode, time.perf_counter() - started, used, done.stdout, done.stderr[-2000:]]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *command], capture_output=True, text=True, timeout=_LIMIT_S, check=True,
        env=environment,
    )  # fmt: skip
    status, seconds, peak, printed, errors = json.loads(done.stdout)
    if status not in (0, 1):
        raise SystemExit(f"{command[0]} ended with status {status}: {errors}")
    return Measured(notebooks=notebooks, seconds=seconds, peak_mib=peak), printed


def make_class(to: Path, students: int, damaged: int, hostile: int) -> None:
    """Write a class."""
    counts = {"students": students, "damaged": damaged, "hostile": hostile}
    options = [word for name, count in counts.items() for word in (f"--{name}", str(count))]
    command = [sys.executable, "-m", "tests.class_samples", "--to", str(to), *options]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)


def grade(folder: Path, students: int) -> tuple[Measured, list[dict[str, object]]]:
    """Grade a class with our command."""
    command = [
        sys.executable, "-m", "kernel_magic", "assignment", "grade", str(folder / "submitted"), "--assignment",
        str(folder / "assignment"), "--roster", str(folder / "roster.csv"), "--to", str(folder / "out"), "--quiet",
        "--json",
    ]  # fmt: skip
    found, printed = measure(command, students)
    students_found: list[dict[str, object]] = json.loads(printed)["students"]
    return found, students_found


def autograde(folder: Path, peers: Path, students: int) -> Measured:
    """Autograde some of the class with nbgrader: generating the assignment is not counted."""
    course = folder / "nbgrader"
    environment = {**os.environ, "PATH": f"{peers}{os.pathsep}{os.environ['PATH']}"}
    shutil.copytree(folder / "assignment" / "source", course / "source")
    name = next((course / "source").iterdir()).name
    shutil.copy(folder / "assignment" / "nbgrader_config.py", course)
    nbgrader = str(peers / "nbgrader")
    subprocess.run(
        [nbgrader, "generate_assignment", name, f"--course-dir={course}", "--log-level=ERROR"],
        check=True, capture_output=True, env=environment, cwd=course,
    )  # fmt: skip
    chosen = sorted((folder / "submitted").iterdir())[:students]
    for student in chosen:
        shutil.copytree(student, course / "submitted" / student.name)
    command = [nbgrader, "autograde", name, f"--course-dir={course}", "--log-level=ERROR"]
    return measure(command, len(chosen), environment)[0]


def row(name: str, found: Measured) -> str:
    """A row of the table."""
    return f"| {name} | {found.notebooks} | {found.seconds:.1f} | {found.per_second:.2f} | {found.peak_mib:.0f} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--students", type=int, default=300)
    parser.add_argument("--nbgrader-students", type=int, default=6)
    parser.add_argument("--peers", type=Path, default=os.environ.get("KERNEL_MAGIC_PEERS"))
    parser.add_argument("--quick", action="store_true", help="60 students, and 3 for nbgrader")
    given = parser.parse_args()
    students, for_nbgrader = (60, 3) if given.quick else (given.students, given.nbgrader_students)
    print(f"{students} students, five exercises each; {os.cpu_count()} cores\n")
    print("| what | notebooks | seconds | notebooks per second | peak MiB |\n|---|--:|--:|--:|--:|")
    with tempfile.TemporaryDirectory() as folder:
        calm, mixed = Path(folder) / "calm", Path(folder) / "mixed"
        make_class(calm, students, 0, 0)
        ours, _ = grade(calm, students)
        print(row("kernel_magic, well-behaved", ours), flush=True)
        make_class(mixed, students, students // 10, students // 15)
        rough, graded = grade(mixed, students)
        print(row(f"kernel_magic, {students // 10} damaged and {students // 15} hostile among them", rough), flush=True)
        theirs = None
        if given.peers is not None and (given.peers / "nbgrader").exists():
            theirs = autograde(calm, given.peers, for_nbgrader)
            print(row("nbgrader autograde, well-behaved", theirs), flush=True)
    review = sum(bool(each["needs_review"]) for each in graded)
    met = "met" if ours.per_second >= LEAST and max(ours.peak_mib, rough.peak_mib) < MOST_MIB else "not met"
    print(f"\nOf the mixed class {len(graded)} have a result, {review} ask for a person.")
    print(f"Goal: {LEAST:g} notebooks per second of the well-behaved, under {MOST_MIB:g} MiB: {met}.")
    if theirs is not None:
        print(f"Ratio to nbgrader, notebooks per second: {ours.per_second / theirs.per_second:.1f}.")
    else:
        print("nbgrader was not measured: give --peers BIN (`make peers` makes such an environment).")


if __name__ == "__main__":
    main()
