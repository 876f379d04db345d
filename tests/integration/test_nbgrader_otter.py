"""The real nbgrader and the real otter accept what is built, give nothing away, and give the same points, test by test.

They live in an environment of their own (`make peers`); its `bin` folder is named by KERNEL_MAGIC_PEERS. Points are
columns: a column says what one grader gave every student for every test. `expected_points` is the first.
"""

from __future__ import annotations

import csv
import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
import pytest

from kernel_magic.classroom import grade_class
from kernel_magic.core.serial_assignment import with_digest
from kernel_magic.grading.leaks import LeakSearch
from kernel_magic.grading.nbgrader_format import mark_of
from kernel_magic.grading.otter_format import otter_notebook
from kernel_magic.grading.package import write_assignment
from kernel_magic.grading.release import release
from kernel_magic.grading.source_notebook import source_notebook
from tests.exercise_samples import EXERCISES, assignment
from tests.ten_students import FAILED_OF_TEN, TEN_STUDENTS

ASSIGNMENT = with_digest(assignment())
NAME = ASSIGNMENT.name
Column = dict[tuple[str, str, str], float]
"""Points by student, item and test."""

OTTER = """
import json, sys
from otter.api import grade_submission
found = {}
for path in sys.argv[2:]:
    graded = grade_submission(path, sys.argv[1], quiet=True)
    found[path] = {name: [test.test_case.points if test.passed else 0 for test in question.test_case_results]
                   for name, question in graded.results.items()}
print("RESULT" + json.dumps(found))
"""


def expected_points() -> Column:
    """What the samples say that every student's answers are worth."""
    return {
        (student, exercise.item, test.name): 0.0
        if test.name in FAILED_OF_TEN[student].get(exercise.item, ())
        else float(test.points)
        for student in TEN_STUDENTS
        for exercise in EXERCISES
        for test in exercise.tests
    }


def submitted(released: Path, answers: Mapping[str, str]) -> nbformat.NotebookNode:
    """A student's notebook: what was given out, with the answers written into it."""
    notebook = nbformat.read(released, as_version=4)
    for cell in notebook.cells:
        mark = mark_of(cell)
        if mark is not None and mark.role == "solution":
            cell.source = answers[mark.item]
    return notebook


def hand_in(course: Path, released: Path) -> None:
    """Put every student's notebook where nbgrader looks for it."""
    for student, answers in TEN_STUDENTS.items():
        path = course / "submitted" / student / NAME / f"{NAME}.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(submitted(released, answers), path)


class Peers:
    """The programs of the other environment, and how long each of them took."""

    def __init__(self, programs: Path, home: Path) -> None:
        self.programs = programs
        self.seconds: dict[str, float] = {}
        # nbgrader calls a program of its own by name; and neither may find settings of the person who runs the tests.
        path = f"{programs}{os.pathsep}{os.environ.get('PATH', '')}"
        own = {"PATH": path, "HOME": str(home), "JUPYTER_CONFIG_DIR": str(home), "IPYTHONDIR": str(home / "ipython")}
        self.environment = {**os.environ, **own, "PYTHONPATH": "", "PYTHONWARNINGS": "ignore"}

    def run(self, folder: Path, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        began = time.monotonic()
        done = subprocess.run(
            [str(self.programs / program), *arguments], cwd=folder, env=self.environment, capture_output=True,
            text=True, timeout=240, check=False,
        )  # fmt: skip
        self.seconds[" ".join([program, *arguments[:1]])] = round(time.monotonic() - began, 1)
        return done

    def must(self, folder: Path, program: str, *arguments: str) -> str:
        done = self.run(folder, program, *arguments)
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
        return done.stdout + done.stderr


@pytest.fixture(scope="module")
def peers(tmp_path_factory):
    """The other environment; skips where there is none."""
    programs = os.environ.get("KERNEL_MAGIC_PEERS", "")
    if not programs or not (Path(programs) / "nbgrader").exists():
        pytest.skip("nbgrader and otter are not installed: `make peers`, and KERNEL_MAGIC_PEERS=.venv-peers/bin")
    found = Peers(Path(programs).absolute(), tmp_path_factory.mktemp("home"))
    yield found
    print("\nseconds:", json.dumps(found.seconds))


class Course:
    """A course folder through which nbgrader went: released by it, handed in, graded, with feedback and a table."""

    def __init__(self, peers: Peers, folder: Path, *, settings: bool) -> None:
        self.folder = folder
        write_assignment(ASSIGNMENT, folder)
        if not settings:
            (folder / "nbgrader_config.py").unlink()
        self.ours = (folder / "release" / NAME / f"{NAME}.ipynb").read_bytes()
        peers.must(folder, "nbgrader", "generate_assignment", NAME, "--force")
        self.released = folder / "release" / NAME
        self.given = folder / "given.ipynb"
        self.given.write_bytes(self.ours if settings else (self.released / f"{NAME}.ipynb").read_bytes())
        hand_in(folder, self.given)
        peers.must(folder, "nbgrader", "autograde", NAME)
        peers.must(folder, "nbgrader", "generate_feedback", NAME)
        peers.must(folder, "nbgrader", "export", "--to=grades.csv")

    def rows(self) -> list[tuple[Any, ...]]:
        """Student, grade id, points, what could be reached, whether a person has to look."""
        query = """
            select s.student_id, b.name, g.auto_score, gc.max_score, g.needs_manual_grade
            from grade g join grade_cells gc on gc.id = g.cell_id join base_cell b on b.id = gc.id
            join submitted_notebook n on n.id = g.notebook_id join submitted_assignment s on s.id = n.assignment_id
        """
        with sqlite3.connect(self.folder / "gradebook.db") as gradebook:
            return list(gradebook.execute(query))

    def points(self) -> Column:
        """The column of nbgrader."""
        tests = {f"{exercise.item}-{test.name}": (exercise.item, test.name)
                 for exercise in EXERCISES for test in exercise.tests}  # fmt: skip
        return {(student, *tests[grade_id]): points for student, grade_id, points, _, _ in self.rows()}


@pytest.fixture(scope="module")
def course(peers, tmp_path_factory):
    """nbgrader in the folder as it was built; students got the notebook that we released."""
    return Course(peers, tmp_path_factory.mktemp("course"), settings=True)


@pytest.fixture(scope="module")
def bare_course(peers, tmp_path_factory):
    """nbgrader that knows nothing of our settings; students got the notebook that it released."""
    return Course(peers, tmp_path_factory.mktemp("bare"), settings=False)


class Otter:
    """A folder through which otter went."""

    def __init__(self, peers: Peers, folder: Path) -> None:
        self.peers, self.folder = peers, folder
        master = folder / f"{NAME}.ipynb"
        nbformat.write(otter_notebook(ASSIGNMENT), master)
        # It grades the references as well, and fails where they do not get all points.
        peers.must(folder, "otter", "assign", "--no-pdfs", master.name, "dist")
        self.student = folder / "dist" / "student" / master.name

    def points(self) -> Column:
        """The column of otter."""
        (package,) = (self.folder / "dist" / "autograder").glob("*-autograder_*.zip")
        paths = {}
        for student, answers in TEN_STUDENTS.items():
            notebook = nbformat.read(self.student, as_version=4)
            cells = [cell for cell in notebook.cells if "otter_answer_cell" in cell.metadata.get("tags", [])]
            assert len(cells) == len(EXERCISES)
            for cell, exercise in zip(cells, EXERCISES, strict=True):
                cell.source = answers[exercise.item]
            paths[student] = self.folder / f"{student}.ipynb"
            nbformat.write(notebook, paths[student])
        told = self.peers.must(self.folder, "python", "-c", OTTER, str(package), *map(str, paths.values()))
        found = json.loads(told.partition("RESULT")[2].splitlines()[0])
        return {
            (student, exercise.item, test.name): points
            for student, path in paths.items()
            for exercise in EXERCISES
            for test, points in zip(exercise.tests, found[str(path)][exercise.item], strict=True)
        }


@pytest.fixture(scope="module")
def otter(peers, tmp_path_factory):
    return Otter(peers, tmp_path_factory.mktemp("otter"))


# nbgrader and otter start kernels one after the other: on a busy machine that takes minutes.
pytestmark = [pytest.mark.integration, pytest.mark.slow, pytest.mark.timeout(900)]


def nbconvert(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "nbconvert", "--to", "kernel_magic_release", "source.ipynb", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=240, check=False)


def test_nbconvert_releases_by_its_own_command(tmp_path):
    source = source_notebook(ASSIGNMENT)
    nbformat.write(source, tmp_path / "source.ipynb")
    done = nbconvert(tmp_path, "--output", "given.ipynb")
    assert done.returncode == 0, done.stderr
    assert nbformat.read(tmp_path / "given.ipynb", as_version=4) == release(source)
    # Without a name it does not overwrite the source.
    before = (tmp_path / "source.ipynb").read_bytes()
    assert nbconvert(tmp_path).returncode == 0
    assert (tmp_path / "source.ipynb").read_bytes() == before
    assert (tmp_path / "source.release.ipynb").read_bytes() == (tmp_path / "given.ipynb").read_bytes()


def test_nbconvert_writes_nothing_where_a_step_is_switched_off(tmp_path):
    nbformat.write(source_notebook(ASSIGNMENT), tmp_path / "source.ipynb")
    done = nbconvert(tmp_path, "--output", "given.ipynb", "--ClearSolutions.enabled=False")
    assert done.returncode != 0
    assert "a step of the exporter is switched off" in done.stderr
    assert not (tmp_path / "given.ipynb").exists()


def test_nbgrader_releases_the_notebook_that_we_release(course):
    theirs = json.loads((course.released / f"{NAME}.ipynb").read_bytes())
    assert theirs == json.loads(course.ours)


@pytest.mark.parametrize("which", ["course", "bare_course"])
def test_nbgrader_gives_students_nothing_that_they_may_not_read(which, request):
    course = request.getfixturevalue(which)
    search = LeakSearch(ASSIGNMENT)
    files = [path for path in course.released.rglob("*") if path.is_file()]
    assert [path.name for path in files] == [f"{NAME}.ipynb"]
    assert [leak.message for path in files for leak in search.find(path.read_bytes(), path.name)] == []


@pytest.mark.parametrize("which", ["course", "bare_course"])
def test_nbgrader_gives_the_expected_points_for_every_test(which, request):
    assert request.getfixturevalue(which).points() == expected_points()


@pytest.mark.parametrize("which", ["course", "bare_course"])
def test_we_give_the_same_points_for_the_same_submissions(which, request, tmp_path):
    folder = request.getfixturevalue(which).folder
    graded = grade_class(folder / "submitted", folder, tmp_path)
    ours = {
        (each.student, exercise.item, test.name): test.points
        for each in graded.submissions
        for exercise in each.exercises
        for test in exercise.tests
    }
    assert ours == expected_points()
    if which == "course":
        assert {each.student: each.reviews for each in graded.submissions if each.needs_review} == {}


def test_nbgrader_asks_nobody_to_look(bare_course):
    # Notes are cells that nbgrader knows as tasks, worth nothing: it must not wait for a person to grade them.
    assert [row for row in bare_course.rows() if row[4]] == []


def test_nbgrader_writes_feedback_and_a_table_for_every_student(course):
    for student in TEN_STUDENTS:
        page = course.folder / "feedback" / student / NAME / f"{NAME}.html"
        assert "Count the vowels" in page.read_text("utf-8")
    with (course.folder / "grades.csv").open(encoding="utf-8", newline="") as stream:
        table = {row["student_id"]: (float(row["score"]), float(row["max_score"])) for row in csv.DictReader(stream)}
    expected = expected_points()
    totals = {s: sum(points for (who, _, _), points in expected.items() if who == s) for s in TEN_STUDENTS}
    assert table == {student: (total, ASSIGNMENT.points) for student, total in totals.items()}


def test_nbgrader_validates_the_teachers_notebook_and_a_right_answer_and_no_wrong_one(course, peers):
    wrong = course.folder / "submitted" / "finn" / NAME / f"{NAME}.ipynb"
    right = course.folder / "submitted" / "anna" / NAME / f"{NAME}.ipynb"
    source = course.folder / "source" / NAME / f"{NAME}.ipynb"
    assert "Success" in peers.must(course.folder, "nbgrader", "validate", str(source))
    assert "Success" in peers.must(course.folder, "nbgrader", "validate", str(right))
    assert "VALIDATION FAILED" in peers.must(course.folder, "nbgrader", "validate", str(wrong))


def test_otter_gives_students_the_starters_and_nothing_that_they_may_not_read(otter):
    notebook = nbformat.read(otter.student, as_version=4)
    cells = [cell for cell in notebook.cells if "otter_answer_cell" in cell.metadata.get("tags", [])]
    assert [cell.source for cell in cells] == [exercise.starter.text.strip("\n") for exercise in EXERCISES]
    files = [path for path in otter.student.parent.rglob("*") if path.is_file()]
    search = LeakSearch(ASSIGNMENT)
    assert [leak.message for path in files for leak in search.find(path.read_bytes(), path.name)] == []


def test_otter_gives_the_expected_points_for_every_test(otter):
    assert otter.points() == expected_points()
