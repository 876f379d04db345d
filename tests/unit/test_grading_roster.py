"""Rosters as spreadsheets write them; and what is wrong with one, with the line."""

from __future__ import annotations

import pytest

from kernel_magic.core.errors import InputError
from kernel_magic.core.gradebook import Student
from kernel_magic.grading.roster import read_roster, roster_of


def test_every_column_that_is_known_is_read_and_others_are_passed_over():
    text = 'id,name,email,group,lms_id\nanna,"Ångström, Anna",anna@example.org,3,1017\nbo,Bo,,,\n'
    assert roster_of(text) == (
        Student(id="anna", name="Ångström, Anna", email="anna@example.org", lms_id="1017"),
        Student(id="bo", name="Bo"),
    )


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_separators_line_ends_empty_lines_and_spaces_do_no_harm(separator, end):
    lines = ["", "Student | Full  Name |SIS User ID", "", " anna | Anna  Baker |  7 ", "||", "bo|Bo|", ""]
    text = end.join(line.replace("|", separator) for line in lines)
    assert roster_of(text) == (Student(id="anna", name="Anna Baker", lms_id="7"), Student(id="bo", name="Bo"))


@pytest.mark.parametrize(
    "data",
    [
        "\ufeffid,name\nanna,Zoë\n".encode(),
        "id,name\nanna,Zoë\n".encode("utf-16"),
        "id,name\nanna,Zoë\n".encode("cp1252"),
    ],
)
def test_encodings_of_spreadsheets_are_read(tmp_path, data):
    path = tmp_path / "roster.csv"
    path.write_bytes(data)
    assert read_roster(path) == (Student(id="anna", name="Zoë"),)


def test_a_name_may_come_in_two_columns_or_beside_an_id():
    assert roster_of("id,first name,surname\na,Ana,Lovelace\n") == (Student(id="a", name="Ana Lovelace"),)
    assert roster_of("Student,ID,SIS User ID\nAna,a,9\n") == (Student(id="a", name="Ana", lms_id="9"),)
    assert roster_of("student\na\n") == (Student(id="a"),)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("\n \n", "is empty"),
        ("id,name\n", "no student"),
        ("key,name\na,b\n", "line 1: none of the columns 'key', 'name'"),
        ("id\na\n\nb\nA\n", "line 5: the student 'A' is on line 2 already"),
        ("id,name\n,Anna\n", "line 2: the student has no id"),
        ("id,name\n../x,Anna\n", "line 2: '../x' cannot be the name of a folder"),
        ("id,name\n..,Anna\n", "line 2: '..' cannot"),
        ('id,name\na,"Anna\nb,Bo\n', "line 2: unexpected end of data"),
        ("id,name,email\nb,Bo,b@x\na,Smith, Anna,a@x\n", "line 3: there are 4 values below 3 columns"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text, said):
    with pytest.raises(InputError, match="roster") as refused:
        roster_of(text)
    assert said in refused.value.message
    assert refused.value.hint


def test_a_roster_that_is_not_there_is_an_error_for_people(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        read_roster(tmp_path / "missing.csv")
    with pytest.raises(InputError, match="cannot be read"):
        read_roster(tmp_path)
