"""Which file of which student is graded, and what is said about the others."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kernel_magic.core.errors import InputError
from kernel_magic.core.gradebook import Student, SubmissionFile
from kernel_magic.grading.collect import Collected, collect

ROSTER = (Student(id="anna"), Student(id="bo"))


def put(root: Path, *names: str, at: int = 1000) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("{}", encoding="utf-8")
        os.utime(path, (at, at))


def of(found: Collected, student: str = "anna") -> SubmissionFile:
    return next(file for file in found.files if file.student == student)


def test_nbgraders_layout_is_found_and_who_handed_nothing_in_is_there_too(tmp_path):
    put(tmp_path, "anna/week-1/week-1.ipynb")
    found = collect(tmp_path, "week-1", ROSTER)
    assert [file.student for file in found.files] == ["anna", "bo"]
    assert of(found).where == "anna/week-1/week-1.ipynb"
    assert of(found).modified_utc == "1970-01-01T00:16:40+00:00"
    assert of(found, "bo") == SubmissionFile(student="bo", assignment="week-1", path=None)
    assert (found.submitted, found.findings) == (1, ())


@pytest.mark.parametrize(
    "name",
    [
        "week-1.ipynb", "week-1/week-1 (1).ipynb", "week-1/week-1-Copy2.ipynb", "week-1/my work.ipynb", "mine.ipynb",
        "week-1/week-1.ipynb.txt", "WEEK-1.IPYNB",
    ],
)  # fmt: skip
def test_one_notebook_in_another_place_or_of_another_name_is_taken(tmp_path, name):
    put(tmp_path, f"anna/{name}", "anna/week-1/.ipynb_checkpoints/week-1-checkpoint.ipynb", "anna/notes.txt")
    found = of(collect(tmp_path, "week-1", ROSTER))
    assert found.where == f"anna/{name}"
    assert found.also == ()


def test_of_several_the_newest_with_the_right_name_is_taken_and_the_others_are_named(tmp_path):
    put(tmp_path, "anna/week-1/week-1.ipynb", at=1000)
    put(tmp_path, "anna/week-1/week-1 (1).ipynb", at=2000)
    put(tmp_path, "anna/week-1/scratch.ipynb", at=3000)
    found = of(collect(tmp_path, "week-1", ROSTER))
    assert found.where == "anna/week-1/week-1 (1).ipynb"
    assert found.also == (
        "anna/week-1/week-1.ipynb: not graded, because anna/week-1/week-1 (1).ipynb was changed later",
        "anna/week-1/scratch.ipynb: not graded, because anna/week-1/week-1 (1).ipynb has the name of the assignment",
    )
    os.utime(tmp_path / "anna/week-1/week-1.ipynb", (2000, 2000))
    assert of(collect(tmp_path, "week-1", ROSTER)).where == "anna/week-1/week-1.ipynb"


def test_the_next_week_is_no_copy_of_this_one(tmp_path):
    put(tmp_path, "anna/week-1.ipynb", at=1000)
    put(tmp_path, "anna/week-10.ipynb", "anna/week-1-2.ipynb", at=2000)
    assert of(collect(tmp_path, "week-1", ROSTER)).where == "anna/week-1.ipynb"


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2026-02-03 10:00:00.123456 UTC", "2026-02-03T10:00:00+00:00"),
        ("2026-02-03 10:00:00 Europe/Berlin\n", "2026-02-03T09:00:00+00:00"),
        ("yesterday", "1970-01-01T00:16:40+00:00"),
        ("2026-02-03 10:00:00", "1970-01-01T00:16:40+00:00"),
    ],
)
def test_nbgraders_timestamp_says_when_where_it_can_be_read(tmp_path, text, time):
    put(tmp_path, "anna/week-1/week-1.ipynb")
    (tmp_path / "anna/week-1/timestamp.txt").write_text(text, encoding="utf-8")
    assert of(collect(tmp_path, "week-1", ROSTER)).modified_utc == time


def test_spellings_of_one_name_are_one_student(tmp_path):
    put(tmp_path, "Zoe\u0308/week-1.ipynb")
    found = collect(tmp_path, "week-1", (Student(id="zo\u00eb"),))
    assert of(found, "zo\u00eb").path is not None
    assert found.findings == ()


def test_links_out_of_a_students_own_folder_are_refused_and_reported(tmp_path):
    root = tmp_path / "submitted"
    put(tmp_path, "secret.ipynb")
    put(root, "anna/week-1/week-1.ipynb", "bo/notes.txt")
    (root / "bo/week-1.ipynb").symlink_to(root / "anna/week-1/week-1.ipynb")
    (root / "bo/other.ipynb").symlink_to(tmp_path / "secret.ipynb")
    (root / "bo/gone.ipynb").symlink_to(tmp_path / "gone")
    (root / "carl").symlink_to(root / "anna")
    found = collect(root, "week-1", (*ROSTER, Student(id="carl")))
    assert of(found, "bo").path is None
    assert len(of(found, "bo").also) == 3
    assert of(found, "carl").path is None
    assert [finding for finding in found.findings if "carl" in finding] == [
        "'carl' is a link to somewhere else; it was not followed."
    ]


def test_a_link_inside_the_own_folder_is_followed(tmp_path):
    put(tmp_path, "anna/mine/week-1.ipynb")
    (tmp_path / "anna/week-1.ipynb").symlink_to(tmp_path / "anna/mine/week-1.ipynb")
    assert of(collect(tmp_path, "week-1", ROSTER)).where == "anna/week-1.ipynb"


def test_folders_of_nobody_and_stray_files_are_reported(tmp_path):
    put(tmp_path, "anna/week-1.ipynb", "stranger/week-1.ipynb", "week-1.ipynb", ".git/x.ipynb")
    found = collect(tmp_path, "week-1", ROSTER)
    assert found.findings == (
        "The folder 'stranger' belongs to nobody in the roster: what is in it was not graded.",
        "'week-1.ipynb' is no student's folder; it was passed over.",
    )


def test_without_a_roster_everybody_with_a_notebook_takes_part(tmp_path):
    put(tmp_path, "bo/week-1.ipynb", "anna/week-1.ipynb", "empty/readme.txt")
    assert [file.student for file in collect(tmp_path, "week-1").files] == ["anna", "bo"]


def test_a_folder_or_a_pipe_in_the_place_of_the_notebook_is_taken_where_there_is_nothing_else(tmp_path):
    (tmp_path / "anna/week-1/week-1.ipynb").mkdir(parents=True)
    (tmp_path / "bo").mkdir()
    os.mkfifo(tmp_path / "bo/week-1.ipynb")
    put(tmp_path, "bo/other.ipynb")
    found = collect(tmp_path, "week-1", ROSTER)
    assert of(found).where == "anna/week-1/week-1.ipynb"
    assert (of(found, "bo").where, of(found, "bo").also) == ("bo/other.ipynb", ())


def test_names_that_are_no_text_are_passed_over_or_written_down_as_well_as_can_be(tmp_path):
    put(tmp_path, "anna/week-1/readme.txt")
    for name in (b"\xff\xfe/week-1.ipynb", b"anna/week-1/caf\xe9.ipynb"):
        path = os.path.join(os.fsencode(tmp_path), name)  # noqa: PTH118 - bytes
        os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120
        with open(path, "wb") as file:  # noqa: PTH123
            file.write(b"{}")
    found = collect(tmp_path, "week-1")
    assert [file.where for file in found.files] == ["anna/week-1/caf?.ipynb"]
    assert found.findings == ("'??' is no student's folder; it was passed over.",)


@pytest.mark.parametrize("roster", [(), (Student(id="_under"), Student(id=".dot"))])
def test_a_student_may_be_called_whatever_a_folder_may(tmp_path, roster):
    put(tmp_path, "_under/week-1/week-1.ipynb", ".dot/week-1/week-1.ipynb", "__MACOSX/week-1/week-1.ipynb")
    put(tmp_path, ".ipynb_checkpoints/week-1-checkpoint.ipynb", ".DS_Store")
    found = collect(tmp_path, "week-1", roster)
    assert {file.student for file in found.files if file.path is not None} == {"_under", ".dot"}
    assert found.findings == ()


def test_no_submission_at_all_is_said_plainly(tmp_path):
    (tmp_path / "anna").mkdir()
    with pytest.raises(InputError, match="no submission of 'week-1'") as refused:
        collect(tmp_path, "week-1", ROSTER)
    assert "STUDENT/week-1/week-1.ipynb" in refused.value.hint
    with pytest.raises(InputError, match="cannot be read"):
        collect(tmp_path / "nowhere", "week-1", ROSTER)
