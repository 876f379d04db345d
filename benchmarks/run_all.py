"""Run every benchmark and print one Markdown report that begins with the machine's description.

Each benchmark is a process of its own: what one loads does not weigh on the next. One that fails is said to have
failed, with its own last words, and the exit status is 1.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
PARTS = (
    ("The machine", "machine.py"),
    ("Import and extension", "import_time.py"),
    ("The judge", "judge_speed.py"),
    ("Measured growth", "growth.py"),
    ("Stress testing", "stress.py"),
    ("Mutants", "mutation.py"),
    ("Grading", "grading.py"),
    ("The model", "model_speed.py"),
    ("Whole lessons", "lesson_time.py"),
)
HONESTY = ("Honesty", "honesty.py")
TAKES_QUICK = frozenset({
    "import_time.py", "judge_speed.py", "growth.py", "stress.py", "mutation.py", "grading.py", "model_speed.py",
    "lesson_time.py", "honesty.py",
})  # fmt: skip
LIMIT_SECONDS = 3600


def run(name: str, *, arguments: tuple[str, ...]) -> tuple[bool, str]:
    """Whether one benchmark ended well, and what it printed."""
    command = [sys.executable, str(HERE / name), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return False, f"**{name} did not end within {LIMIT_SECONDS} s.**"
    if done.returncode:
        return (
            False,
            f"**{name} failed (exit status {done.returncode}).**\n\n```text\n{done.stderr[-2000:].strip()}\n```",
        )
    return True, done.stdout.strip()


def main() -> int:
    """Run them all; 0 where all of them ended well."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer repetitions")
    parser.add_argument("--out", type=Path, help="also write the report to this file")
    parser.add_argument("--dataset", type=Path, help="tasks in HumanEval's form: also measure honesty, on these")
    asked = parser.parse_args()
    failed = 0
    sections = ["# kernel_magic, measured"]
    print(sections[0], flush=True)
    parts = (*PARTS, HONESTY) if asked.dataset else PARTS
    for title, name in parts:
        begun = time.perf_counter()
        quick = ("--quick",) if asked.quick and name in TAKES_QUICK else ()
        good, text = run(name, arguments=(str(asked.dataset), *quick) if name == HONESTY[1] else quick)
        failed += not good
        section = f"\n## {title}\n\n{text}\n\n`{name}`, {time.perf_counter() - begun:.0f} s"
        sections.append(section)
        print(section, flush=True)
    if asked.out:
        asked.out.write_text("\n".join(sections) + "\n", "utf-8")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
