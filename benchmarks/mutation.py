"""Mutants per second: `Judge.mutate` in its sandbox, beside mutmut 3 in one of its own environments.

Two functions of ten lines with cases that kill nearly all: one without a loop that can become endless, one with. Every
round measures each row once, in turn. mutmut gets the same cases as pytest tests, two processes, and a fresh folder
each time; it has other mutation operators, so what is compared is mutants per second. Its time is that of the whole
command, so there is a row that has the start of the sandbox in it as well. `--mutmut BIN` names the folder with the
programs of an environment that has mutmut.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.judge_speed import machine
from kernel_magic.core.problem import Call, Contract, Expected, Raises, Returns, TestCase
from kernel_magic.core.source import Source
from kernel_magic.core.values import PlainValue
from kernel_magic.judge.local import LocalJudge

LEAST, GOAL = 200, 1000
"""Mutants per second."""
WARM, COLD = "kernel_magic", "kernel_magic, with the start of the sandbox"
BILL = """\
def bill(prices, discount, member):
    total = 0
    for price in prices:
        if price < 0:
            raise ValueError("negative")
        total += price
    if member and total > 100:
        total -= total * discount / 100
    if total < 10:
        return total + 2
    return round(total, 2)
"""
SEARCH = """\
def search(items, target):
    low = 0
    high = len(items) - 1
    while low <= high:
        middle = (low + high) // 2
        if items[middle] == target:
            return middle
        if items[middle] < target:
            low = middle + 1
        else:
            high = middle - 1
    return -1
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A function with its cases: arguments, and the value or the name of the exception."""

    name: str
    about: str
    text: str
    cases: tuple[tuple[tuple[PlainValue, ...], PlainValue], ...]
    raising: tuple[tuple[tuple[PlainValue, ...], str], ...] = ()

    def contract(self) -> Contract:
        """The cases as a contract."""
        returning: list[tuple[tuple[PlainValue, ...], Expected]]
        returning = [(args, Returns(value=value)) for args, value in self.cases]
        raising = [(args, Raises(exception=name)) for args, name in self.raising]
        cases = [
            TestCase(name=str(number), given=Call(args=args), expected=expected)
            for number, (args, expected) in enumerate([*returning, *raising])
        ]
        return Contract(function=self.name, cases=tuple(cases))

    def tests(self) -> str:
        """The cases as a file of pytest tests."""
        lines = ["import pytest", f"from subject import {self.name}"]
        for number, (args, value) in enumerate(self.cases):
            lines += ["", f"def test_{number}():", f"    assert {self.name}(*{args!r}) == {value!r}"]
        for number, (args, name) in enumerate(self.raising):
            lines += ["", f"def test_raises_{number}():", f"    with pytest.raises({name}):"]
            lines += [f"        {self.name}(*{args!r})"]
        return "\n".join(lines) + "\n"


SUBJECTS = (
    Subject(
        name="bill",
        about="no endless loops",
        text=BILL,
        cases=(
            (([60, 50], 10, True), 99.0),
            (([60, 50], 10, False), 110),
            (([3], 10, False), 5),
            (([10], 0, False), 10),
            (([9], 0, False), 11),
            (([100], 50, True), 100),
            (([101], 50, True), 50.5),
            (([], 1, True), 2),
            (([0, 20.333], 0, False), 20.33),
        ),
        raising=((([-1], 0, False), "ValueError"),),
    ),
    Subject(
        name="search",
        about="endless loops",
        text=SEARCH,
        cases=(
            (([1, 3, 5, 7, 9], 5), 2),
            (([1, 3, 5, 7, 9], 1), 0),
            (([1, 3, 5, 7, 9], 3), 1),
            (([1, 3, 5, 7, 9], 7), 3),
            (([1, 3, 5, 7, 9], 9), 4),
            (([1, 3, 5, 7, 9], 4), -1),
            (([], 4), -1),
            (([2], 2), 0),
            (([2], 3), -1),
        ),
    ),
)


@dataclass(slots=True)
class Row:
    """One way to try the mutants of one function, and what each round came to."""

    subject: Subject
    title: str
    work: Callable[[], tuple[int, int]]
    """Tries all mutants; how many there are, and how many survive."""
    seconds: list[float] = field(default_factory=list)
    mutants: int = 0
    survived: int = 0

    def measure(self) -> None:
        """One more round."""
        begun = time.perf_counter()
        self.mutants, self.survived = self.work()
        self.seconds.append(time.perf_counter() - begun)

    def rates(self) -> list[float]:
        """Mutants per second, slowest round first."""
        return sorted(self.mutants / seconds for seconds in self.seconds)


def ours(judge: LocalJudge, subject: Subject) -> tuple[int, int]:
    """All mutants in the sandbox.

    Raises:
        RuntimeError: the judge failed on one of them: that is no figure.
    """
    report = judge.mutate(Source(text=subject.text), subject.contract())
    if report.unjudged:
        raise RuntimeError(f"{report.unjudged} mutants of {subject.name} were not judged")
    return report.mutants, len(report.survivors)


def cold(subject: Subject) -> tuple[int, int]:
    """The same in a sandbox that is started for it."""
    with LocalJudge() as judge:
        return ours(judge, subject)


class Mutmut:
    """mutmut, in a folder of its own for each function and each setting of its time limits."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs = programs.resolve()
        self._folder = folder

    def version(self) -> str:
        """What it calls itself."""
        script = "import importlib.metadata as m; print(m.version('mutmut'))"
        done = subprocess.run(
            [str(self._programs / "python"), "-c", script], capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    def prepare(self, subject: Subject, limits: str) -> Path:
        """A project that holds the function and its tests."""
        place = self._folder / f"{subject.name}-{len(limits)}"
        (place / "tests").mkdir(parents=True)
        (place / "subject.py").write_text(subject.text, encoding="utf-8")
        (place / "tests" / "test_subject.py").write_text(subject.tests(), encoding="utf-8")
        settings = [
            "[tool.mutmut]",
            'source_paths = ["subject.py"]',
            'only_mutate = ["subject.py"]',
            'pytest_add_cli_args_test_selection = ["tests/test_subject.py"]',
            'pytest_add_cli_args = ["-p", "no:cacheprovider"]',
            "use_git_change_detection = false",
            limits,
        ]
        (place / "pyproject.toml").write_text("\n".join(settings) + "\n", encoding="utf-8")
        return place

    def run(self, place: Path) -> tuple[int, int]:
        """All mutants, from the beginning."""
        shutil.rmtree(place / "mutants", ignore_errors=True)
        self._call(place, "run", "--max-children", "2")
        results = json.loads((place / "mutants" / "subject.py.meta").read_text(encoding="utf-8"))
        codes = list(results["exit_code_by_key"].values())
        return len(codes), codes.count(0)

    def _call(self, place: Path, *arguments: str) -> None:
        environment = {**os.environ, "PATH": f"{self._programs}{os.pathsep}{os.environ.get('PATH', '')}"}
        environment.pop("PYTHONPATH", None)
        command = [str(self._programs / "mutmut"), *arguments]
        subprocess.run(
            command, cwd=place, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True
        )


TIME_LIMITS = {
    "mutmut": "",
    "mutmut, short time limits": "timeout_multiplier = 2.0\ntimeout_constant = 0.5",
}


def rows(judge: LocalJudge, mutmut: Mutmut | None, *, quick: bool) -> list[Row]:
    """What is measured, in the order of each round."""
    found = []
    for subject in SUBJECTS:
        found.append(Row(subject, WARM, lambda s=subject: ours(judge, s)))  # type: ignore[misc]
        found.append(Row(subject, COLD, lambda s=subject: cold(s)))  # type: ignore[misc]
        for title, limits in TIME_LIMITS.items():
            if mutmut is not None and (limits or not quick):
                place = mutmut.prepare(subject, limits)
                found.append(Row(subject, title, lambda p=place: mutmut.run(p)))  # type: ignore[misc]
    return found


def table(measured: list[Row]) -> str:
    """Mutants per second of every row, with the spread, and how many times as many as mutmut's."""
    lines = [
        f"| function | with | mutants | survived | per second, median (at least {LEAST}, goal {GOAL:,}) | p10 | p90 |"
        " times mutmut's, with short time limits |",
        "|---|---|--:|--:|--:|--:|--:|--:|",
    ]
    for row in measured:
        rates = row.rates()
        middle, low, high = statistics.median(rates), rates[len(rates) // 10], rates[len(rates) * 9 // 10]
        peers = [peer for peer in measured if peer.subject is row.subject and "short" in peer.title]
        ratio = f"{middle / statistics.median(peers[0].rates()):,.0f}" if peers and row.title in (WARM, COLD) else ""
        what = f"{row.subject.name} ({row.subject.about})"
        lines.append(
            f"| {what} | {row.title} | {row.mutants} | {row.survived} | {middle:,.0f} | {low:,.0f} | {high:,.0f} |"
            f" {ratio} |"
        )
    return "\n".join(lines)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer rounds, and mutmut with short time limits only")
    parser.add_argument("--rounds", type=int, default=0, help="how often each row is measured (default 10)")
    parser.add_argument("--mutmut", type=Path, help="the folder with the programs of an environment that has mutmut 3")
    asked = parser.parse_args()
    rounds = asked.rounds or (3 if asked.quick else 10)
    with tempfile.TemporaryDirectory() as folder, LocalJudge() as judge:
        mutmut = Mutmut(asked.mutmut, Path(folder)) if asked.mutmut else None
        peer = f"mutmut {mutmut.version()}" if mutmut else "mutmut was not measured (`--mutmut BIN` names its folder)"
        level = judge.isolation().level
        measured = rows(judge, mutmut, quick=asked.quick)
        for subject in SUBJECTS:
            ours(judge, subject)  # a first time that does not count
        for _ in range(rounds):
            for row in measured:
                row.measure()
    print(f"{machine()}. Isolation level {level}, {rounds} rounds; {peer}.\n\n{table(measured)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
