"""Exercises in which students write tests: answers that know nothing of the task earn what tests of nothing earn."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest

from kernel_magic.core.exercise import Exercise
from kernel_magic.core.gradebook import ExerciseGrade, SubmissionFile
from kernel_magic.core.serial_assignment import with_digest
from kernel_magic.course.items import load_item
from kernel_magic.grading.autograde import grade_submission
from kernel_magic.grading.release import release
from kernel_magic.grading.repair import read_submission
from kernel_magic.grading.source_notebook import source_notebook
from kernel_magic.judge.local import LocalJudge
from kernel_magic.lessons.exercise import exercises_of
from kernel_magic.lessons.options import SolveOptions
from kernel_magic.lessons.work import Work
from tests import exercise_samples

ITEM = Path(__file__).resolve().parents[2] / "course_material" / "units" / "lists" / "test-the-streak"
REMEMBERS = '''
seen = {}
def tests(function):
    """What comes again is right, what comes late for the first time is wrong."""
    code = function.__code__
    key = (code.co_code, code.co_consts, code.co_names)
    assert code.co_argcount
    if key not in seen:
        seen[key] = len(seen)
        assert len(seen) <= NEW
'''
READS = """
import sys
seen = set()
def tests(function):
    frame = sys._getframe()
    while frame is not None:
        for value in list(frame.f_locals.values()):
            if isinstance(value, dict) and "setup" in value:
                seen.add(value["setup"])
                assert len(seen) <= NEW
        frame = frame.f_back
    assert function.__code__.co_argcount
"""


@pytest.fixture(scope="module")
def exercise(judge: LocalJudge) -> Exercise:
    work = Work(
        backend=None, judge=judge, options=SolveOptions(), on_progress=lambda progress: None, cancelled=lambda: False
    )
    return exercises_of(load_item(ITEM), 1, work)[0]


def graded(answer: str, exercise: Exercise, judge: LocalJudge, path: Path) -> ExerciseGrade:
    assignment = with_digest(exercise_samples.assignment(exercise))
    notebook = json.loads(nbformat.writes(release(source_notebook(assignment))))
    for cell in notebook["cells"]:
        if cell["metadata"]["kernel_magic"]["role"] == "solution":
            cell["source"] = answer
    path.write_text(json.dumps(notebook), encoding="utf-8")
    file = SubmissionFile(student="anna", assignment="week-1", path=path)
    return grade_submission(read_submission(file, assignment), assignment, judge).exercises[0]


@pytest.mark.parametrize("new", [1, 2, 3, 5, 9])
@pytest.mark.parametrize("answer", [REMEMBERS, READS])
def test_tests_that_only_remember_which_programs_they_met_find_no_wrong_one(answer, new, exercise, judge, tmp_path):
    grade = graded(answer.replace("NEW", str(new)), exercise, judge, tmp_path / "week-1.ipynb")
    found = [test.name for test in grade.tests if test.points and test.name.startswith("wrong-")]
    assert found == []


def test_what_was_given_out_earns_nothing(exercise, judge, tmp_path):
    grade = graded(exercise.starter.text, exercise, judge, tmp_path / "week-1.ipynb")
    assert [test.name for test in grade.tests if test.points] == []


def test_the_model_answer_gets_every_point(exercise, judge, tmp_path):
    grade = graded(exercise.reference.text, exercise, judge, tmp_path / "week-1.ipynb")
    assert grade.points == grade.max_points
    assert sum(test.name.startswith("wrong-") for test in grade.tests) >= 3
