"""The items of our own course: enough of them, of every kind, and each may be given out with its variants."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from kernel_magic.core.attempt import Answer, ExerciseAttempt
from kernel_magic.core.exercise import Exercise
from kernel_magic.course.item_page import KINDS
from kernel_magic.course.items import load_item, read_item
from kernel_magic.course.units import units_of
from kernel_magic.grading.student_notebook import read_given
from kernel_magic.judge.local import LocalJudge
from kernel_magic.lessons.attempting import judge_answers
from kernel_magic.lessons.exercise import exercises_of
from kernel_magic.lessons.options import SolveOptions
from kernel_magic.lessons.work import Work
from kernel_magic.magics.answer_code import answer_code
from kernel_magic.magics.ran_cells import RanCell
from tests.released_notebooks import write_release

COURSE = Path(__file__).resolve().parents[2] / "course_material"
UNITS = units_of(COURSE)
FOLDERS = [folder for unit in UNITS for folder in unit.items]
VARIANTS = 3


@pytest.fixture(scope="module")
def work():
    with LocalJudge() as judge:
        yield Work(
            backend=None, judge=judge, options=SolveOptions(), on_progress=lambda progress: None,
            cancelled=lambda: False,
        )  # fmt: skip


def test_there_are_items_of_every_kind_in_every_unit():
    kinds = Counter(load_item(folder).kind for folder in FOLDERS)
    assert len(UNITS) >= 8
    assert len(FOLDERS) >= 30
    assert set(kinds) == set(KINDS)
    assert UNITS[0].slug == "basics"


@pytest.mark.parametrize("folder", FOLDERS, ids=[f"{folder.parent.name}/{folder.name}" for folder in FOLDERS])
def test_an_item_and_its_variants_may_be_given_out(folder, work, tmp_path):
    if folder.parent.name == "numpy-and-pandas":
        pytest.importorskip("numpy")
        pytest.importorskip("pandas")
    reading = read_item(folder)
    assert (reading.errors, reading.warnings) == ((), ())
    made = exercises_of(load_item(folder), VARIANTS, work)
    assert len({exercise.variant.number for exercise in made}) == len(made)
    for exercise in made:
        assert [f"{gate.name}: {gate.summary} {gate.lines}" for gate in exercise.evidence.gates if not gate.holds] == []
        check = checked_in_its_own_cell(exercise, write_release(tmp_path / "week-1.ipynb", "hints", exercise), work)
        assert [(test.name, test.verdict, test.message) for test in check.tests if test.verdict != "AC"] == []
        assert len(check.tests) == sum(bool(test.cases) for test in check.exercise.tests)
    assert len({tuple((test.name, test.points) for test in exercise.tests) for exercise in made}) == 1


def checked_in_its_own_cell(exercise: Exercise, path: Path, work: Work) -> ExerciseAttempt:
    """What `%coder check` says of the reference in the student's notebook."""
    notebook = read_given(path)
    assert notebook is not None
    [given] = notebook.exercises
    code = answer_code(given, [RanCell(number=1, text=exercise.reference.text, id=given.cell)])
    assert code.note == ""
    answer = Answer(exercise=given, code=code.cell, program=code.program, first_line=code.first_line)
    [attempt] = judge_answers([answer], work).attempts
    return attempt
