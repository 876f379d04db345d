"""A class that handed in: ordinary notebooks, damaged ones, hostile ones; the same from the same seed.

For tests, benchmarks and by hand: `python -m tests.class_samples --to DIR [--students 300 --damaged 30 --hostile 20]`
writes `DIR/assignment` as `kernel-magic assignment build` does, `DIR/submitted` and `DIR/roster.csv`.
"""

from __future__ import annotations

import argparse
import copy
import csv
import json
import random
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import nbformat

from kernel_magic.core.exercise import Exercise
from kernel_magic.core.gradebook import Assignment
from kernel_magic.core.serial_assignment import with_digest
from kernel_magic.grading.package import write_assignment
from kernel_magic.grading.release import release
from kernel_magic.grading.source_notebook import source_notebook
from kernel_magic.grading.versions import version_of
from tests import exercise_samples
from tests.class_attacks import ATTACKS, attack
from tests.class_damage import DAMAGES, LOST, Notebook, new_cell, role, written

Answers = Mapping[str, str]
_FIRST = (
    "Anna", "Béla", "Chloé", "Dan", "Eva", "Finn", "Gül", "Hugo", "Inès", "Jan", "Kaja", "Łukasz", "Mia", "Noé", "Olga",
    "Piet", "Quentin", "Rosa", "Søren", "Tess",
)  # fmt: skip
_LAST = ("Ångström", "Baker", "de la Cruz", "Fischer, Dr.", "Müller", "Novák", "O'Neill", "Østergård", "Smith", "Żak")
_SCRATCH = (
    "print('trying things out')", "%timeit sum(range(10))", "import math\nmath.pi", "x = 3\nx + 1", "!ls", "help(len)",
    "while False:\n    pass", "numbers = [3, 1, 2]\nsorted(numbers)", "1 / 0", "this is not python",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A student of the class, and what is to be expected."""

    id: str
    name: str
    kind: Literal["ordinary", "damaged", "hostile"]
    how: str = ""
    """Which damage or attack."""
    points: float | None = None
    """What the grades must come to; None: not known beforehand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleClass:
    """A class on disk."""

    members: tuple[Member, ...]
    submitted: Path
    roster: Path
    marker: Path
    """Written by nobody, unless an attack reaches out of the sandbox."""


def make_class(
    assignment: Assignment, to: Path, *, students: int = 60, damaged: int = 12, hostile: int = 8, seed: int = 7
) -> SampleClass:
    """Write a class that worked on an assignment."""
    rng = random.Random(seed)
    kinds = ["damaged"] * damaged + ["hostile"] * hostile + ["ordinary"] * (students - damaged - hostile)
    rng.shuffle(kinds)
    making = _Making(assignment, to, rng)
    members = tuple(making.member(number, kind) for number, kind in enumerate(kinds))
    roster = to / "roster.csv"
    with roster.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "name", "email", "lms_id"])
        writer.writerows(
            [each.id, each.name, f"{each.id}@example.org", str(1000 + n)] for n, each in enumerate(members)
        )
    return SampleClass(members=members, submitted=to / "submitted", roster=roster, marker=making.marker)


class _Making:
    def __init__(self, assignment: Assignment, to: Path, rng: random.Random) -> None:
        self.marker = (to / "was-here").resolve()
        self._assignment = assignment
        self._to = to
        self._rng = rng
        self._counts = {"damaged": 0, "hostile": 0, "ordinary": 0}
        self._released: list[Any] = []
        for version in range(len(assignment.versions)):
            notebook = release(source_notebook(assignment, version))
            self._released.append(json.loads(nbformat.writes(notebook)))

    def member(self, number: int, kind: str) -> Member:
        """Write the submission of one student."""
        student = f"s{number:03d}"
        name = f"{_FIRST[number % len(_FIRST)]} {_LAST[number // len(_FIRST) % len(_LAST)]}"
        count = self._counts[kind]
        self._counts[kind] += 1
        version = version_of(self._assignment, student)
        exercises = self._assignment.versions[version]
        notebook = _joined_sources(copy.deepcopy(self._released[version]))
        if kind == "damaged":
            how = list(DAMAGES)[count % len(DAMAGES)]
            answers = {each.item: each.reference.text for each in exercises}
            kept = 0.0 if how in LOST else self._assignment.points
            self._write(student, DAMAGES[how](_filled(notebook, answers), self._rng))
            return Member(id=student, name=name, kind="damaged", how=how, points=kept)
        if kind == "hostile":
            how = list(ATTACKS)[count % len(ATTACKS)]
            target = next(each for each in exercises if each.function)
            answers = {each.item: each.reference.text for each in exercises}
            answers[target.item] = attack(how, target.function, str(self.marker))
            self._write(student, written(_filled(notebook, answers)))
            return Member(
                id=student, name=name, kind="hostile", how=how, points=self._assignment.points - target.points
            )
        answers, points = _ordinary(exercises, count)
        filled = _filled(notebook, answers)
        for _ in range(self._rng.randrange(4)):
            place = self._rng.randrange(len(filled["cells"]) + 1)
            filled["cells"].insert(place, new_cell(self._rng.choice(_SCRATCH)))
        self._write(student, written(filled))
        return Member(id=student, name=name, kind="ordinary", points=points)

    def _write(self, student: str, data: bytes | None) -> None:
        name = self._assignment.name
        path = self._to / "submitted" / student / name / f"{name}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        if data is None:
            path.mkdir()
        else:
            path.write_bytes(data)


def _joined_sources(notebook: Notebook) -> Notebook:
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"])
    return notebook


def _filled(notebook: Notebook, answers: Answers) -> Notebook:
    """The notebook with answers in its solution cells, and the outputs that running it left."""
    for cell in notebook["cells"]:
        if role(cell) == "solution":
            cell["source"] = answers[cell["metadata"]["kernel_magic"]["item"]]
        if cell["cell_type"] == "code":
            cell["execution_count"] = 1
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": ["done\n"]}]
    return notebook


def _ordinary(exercises: tuple[Exercise, ...], count: int) -> tuple[dict[str, str], float | None]:
    """What an ordinary student answers; with the points it is worth, where that is known."""
    students = list(exercise_samples.STUDENTS)
    if all(each.item in exercise_samples.RIGHT for each in exercises) and not any(e.variant.number for e in exercises):
        student = students[count % len(students)]
        answers = {each.item: exercise_samples.STUDENTS[student][each.item] for each in exercises}
        failed = exercise_samples.FAILED[student]
        tests = [(each.item, test) for each in exercises for test in each.tests]
        return answers, sum(test.points for item, test in tests if test.name not in failed.get(item, ()))
    right = {each.item: each.reference.text for each in exercises}
    if count % 3 == 0:
        return right, sum(each.points for each in exercises)
    unfinished = exercises[count % len(exercises)]
    return {**right, unfinished.item: unfinished.starter.text}, None


def main() -> None:
    """Write a class by hand."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=Path, required=True)
    for option, default in (("students", 300), ("damaged", 30), ("hostile", 20), ("seed", 7)):
        parser.add_argument(f"--{option}", type=int, default=default)
    given = parser.parse_args()
    assignment = with_digest(exercise_samples.assignment())
    given.to.mkdir(parents=True, exist_ok=True)
    write_assignment(assignment, given.to / "assignment")
    made = make_class(
        assignment, given.to, students=given.students, damaged=given.damaged, hostile=given.hostile, seed=given.seed
    )
    for member in made.members:
        if member.kind != "ordinary":
            print(f"{member.id}  {member.kind:8}  {member.how}")
    print(f"{len(made.members)} submissions in {made.submitted}")


if __name__ == "__main__":
    main()
