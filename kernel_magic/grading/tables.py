"""Grades as CSV: for people and programs, for Canvas, for Moodle. Text is made harmless for spreadsheets.

A submission on which the judge itself failed has no grade yet for a learning platform: its field stays empty until a
person has looked. Everything is UTF-8 without a byte order mark: both platforms read that, and write it themselves.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from kernel_magic.core.gradebook import Assignment, GradedSubmission, Student
from kernel_magic.core.verdict import Verdict
from kernel_magic.grading.nbgrader_format import number

GRADES_COLUMNS = ("student", "assignment", "points", "max_points", "needs_review", "name", "submitted", "reviews")
"""The columns that `grades.csv` always has; one for each exercise follows, `exercise SLUG`."""
CANVAS_COLUMNS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
MOODLE_COLUMNS = (
    "Identifier", "Full name", "Email address", "Status", "Grade", "Maximum Grade", "Grade can be changed",
    "Last modified (submission)", "Last modified (grade)", "Feedback comments",
)  # fmt: skip
"""The columns of the worksheet for offline grading; a Moodle gradebook imports it too, by the address."""
_ACTIVE = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_Row = Sequence[str]


def grades_csv(graded: Sequence[GradedSubmission], assignment: Assignment, roster: Sequence[Student] = ()) -> str:
    """`grades.csv`: a line for each student, in the order of the submissions."""
    known = _by_id(roster)
    items = [exercise.item for exercise in assignment.versions[0]]
    header = [*GRADES_COLUMNS, *(f"exercise {item}" for item in items)]
    rows = []
    for each in graded:
        points = {exercise.item: str(number(exercise.points)) for exercise in each.exercises}
        rows.append([
            each.student,
            each.assignment,
            str(number(each.points)),
            str(number(each.max_points)),
            str(each.needs_review),
            known[each.student].name if each.student in known else "",
            str(each.submitted),
            "; ".join(each.reviews),
            *(points.get(item, "0") for item in items),
        ])  # fmt: skip
    return _text([header, *rows])


def canvas_csv(graded: Sequence[GradedSubmission], assignment: Assignment, roster: Sequence[Student] = ()) -> str:
    """A gradebook that Canvas imports: it finds a student by the SIS user id, else by the login, else by the name."""
    known = _by_id(roster)
    rows: list[_Row] = [
        [*CANVAS_COLUMNS, assignment.name],
        ["    Points Possible", "", "", "", "", str(number(assignment.points))],
    ]
    for each in graded:
        student = known.get(each.student, Student(id=each.student))
        rows.append([student.name or student.id, "", student.lms_id, student.id, "", _grade(each)])
    return _text(rows)


def moodle_csv(graded: Sequence[GradedSubmission], assignment: Assignment, roster: Sequence[Student] = ()) -> str:
    """A worksheet for Moodle. `Identifier` is the roster's id of the learning platform, `Participant 1234` there."""
    known = _by_id(roster)
    rows: list[_Row] = [MOODLE_COLUMNS]
    for each in graded:
        student = known.get(each.student, Student(id=each.student))
        identifier = f"Participant {student.lms_id}" if student.lms_id.isdigit() else student.lms_id
        rows.append([
            identifier,
            student.name or student.id,
            student.email,
            "Submitted for grading" if each.submitted else "No submission",
            _grade(each),
            str(number(assignment.points)),
            "Yes",
            "-",
            "-",
            _summary(each),
        ])  # fmt: skip
    return _text(rows)


def is_open(graded: GradedSubmission) -> bool:
    """Whether points may be missing through no fault of the student: there is a test that the judge could not run."""
    tests = [test for exercise in graded.exercises for test in exercise.tests]
    return not graded.reviewed and any(test.verdict is Verdict.IE and not test.override for test in tests)


def _by_id(roster: Iterable[Student]) -> Mapping[str, Student]:
    return {student.id: student for student in roster}


def _grade(graded: GradedSubmission) -> str:
    return "" if is_open(graded) else str(number(graded.points))


def _summary(graded: GradedSubmission) -> str:
    """To the student: points for each exercise."""
    if not graded.submitted:
        return "Nothing was handed in."
    parts = [f"{each.title}: {number(each.points)} of {number(each.max_points)}" for each in graded.exercises]
    return "; ".join(parts)


def _text(rows: Iterable[_Row]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([_harmless(value) for value in row] for row in rows)
    return text.getvalue()


def _harmless(value: str) -> str:
    """A value that no spreadsheet takes for a formula; what begins like one gets an apostrophe, which says: text."""
    one_line = " ".join(value.split("\n")).replace("\0", "")
    if one_line == "-":  # what Moodle writes where there is no time
        return one_line
    return f"'{one_line}" if one_line.lstrip().startswith(_ACTIVE) or one_line.startswith(_ACTIVE) else one_line
