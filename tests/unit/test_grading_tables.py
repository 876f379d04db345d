"""Grades as CSV: what people, Canvas and Moodle get, and that no text in it becomes a formula."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel_magic.core.gradebook import ExerciseGrade, GradedSubmission, Student, TestGrade
from kernel_magic.core.verdict import Verdict
from kernel_magic.grading.tables import MOODLE_COLUMNS, canvas_csv, grades_csv, moodle_csv
from tests import exercise_samples

ASSIGNMENT = exercise_samples.assignment(exercise_samples.VOWELS, exercise_samples.PREDICT)
ROSTER = (
    Student(id="anna", name="Ångström, Anna", email="anna@example.org", lms_id="1017"),
    Student(id="bo", name='Bo "B" Baker', lms_id="abc"),
)


def graded(student: str, points: float = 2.5, verdict: Verdict = Verdict.WA, **more: object) -> GradedSubmission:
    """A submission whose first exercise got some points; nothing was right in the second one."""
    tests = [
        TestGrade(
            name=name, title=name, visible=True, points=got, max_points=most, verdict=verdict, passed=0, cases=1,
        )
        for name, got, most in (("a", points, 4.0), ("b", 0.0, 3.0))
    ]  # fmt: skip
    exercises = tuple(
        ExerciseGrade(item=exercise.item, title=exercise.title, tests=(test,), code="")
        for exercise, test in zip(ASSIGNMENT.versions[0], tests, strict=True)
    )
    blank = GradedSubmission(
        student=student, assignment="week-1", version=0, exercises=exercises, repairs=(), submitted=True, digest="d"
    )
    return replace(blank, **more)  # type: ignore[arg-type]  # what the test wants otherwise


def rows(text: str) -> list[dict[str, str]]:
    assert not text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_grades_have_a_line_for_each_student_and_a_column_for_each_exercise():
    everybody = [graded("anna", reviews=("Look.", "And look.")), graded("zoe", 4.0, submitted=False, exercises=())]
    text = grades_csv(everybody, ASSIGNMENT, ROSTER)
    assert text.splitlines()[0] == (
        "student,assignment,points,max_points,needs_review,name,submitted,reviews,exercise count-vowels,"
        "exercise predict-loop"
    )
    first, second = rows(text)
    assert first == {
        "student": "anna", "assignment": "week-1", "points": "2.5", "max_points": "7", "needs_review": "True",
        "name": "Ångström, Anna", "submitted": "True", "reviews": "Look.; And look.", "exercise count-vowels": "2.5",
        "exercise predict-loop": "0",
    }  # fmt: skip
    assert (second["name"], second["submitted"], second["exercise predict-loop"]) == ("", "False", "0")
    assert grades_csv(everybody, ASSIGNMENT, ROSTER) == text


def test_canvas_gets_its_columns_and_the_row_of_possible_points():
    lines = list(csv.reader(io.StringIO(canvas_csv([graded("anna"), graded("bo", 3)], ASSIGNMENT, ROSTER))))
    assert lines == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "week-1"],
        ["    Points Possible", "", "", "", "", "7"],
        ["Ångström, Anna", "", "1017", "anna", "", "2.5"],
        ['Bo "B" Baker', "", "abc", "bo", "", "3"],
    ]


def test_moodle_gets_its_worksheet():
    first, second = rows(moodle_csv([graded("anna"), graded("bo", submitted=False)], ASSIGNMENT, ROSTER))
    assert (first["Identifier"], second["Identifier"]) == ("Participant 1017", "abc")
    assert (first["Email address"], first["Grade"], first["Maximum Grade"]) == ("anna@example.org", "2.5", "7")
    assert first["Feedback comments"] == "Count the vowels: 2.5 of 4; What does the loop return?: 0 of 3"
    assert (second["Status"], second["Feedback comments"]) == ("No submission", "Nothing was handed in.")
    assert "Last modified (grade)" in first


@pytest.mark.parametrize("write", [canvas_csv, moodle_csv])
def test_a_fault_of_the_judge_gives_a_platform_no_grade_until_a_person_has_looked(write):
    open_, settled = graded("anna", verdict=Verdict.IE), graded("anna", verdict=Verdict.IE, reviewed="Looked.")
    assert "2.5," not in write([open_], ASSIGNMENT, ROSTER).replace(" 2.5", "")
    assert "2.5" in write([settled], ASSIGNMENT, ROSTER)


def test_moodle_finds_its_own_sign_for_no_time():
    row = list(csv.reader(io.StringIO(moodle_csv([graded("anna")], ASSIGNMENT, ROSTER), newline="")))[1]
    assert row[MOODLE_COLUMNS.index("Last modified (grade)")] == "-"


@given(st.text(max_size=12))
def test_no_text_begins_like_a_formula(text):
    roster = (Student(id="anna", name=text, email=text, lms_id=text),)
    submission = graded("anna", reviews=(text,))
    for write in (grades_csv, canvas_csv, moodle_csv):
        table = list(csv.reader(io.StringIO(write([submission], ASSIGNMENT, roster), newline="")))
        assert len({len(row) for row in table}) == 1
        assert len(table) == (3 if write is canvas_csv else 2)
        values = [value for row in table for value in row if value != "-"]
        assert not any(value.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠")) for value in values)
