"""`kernel-magic assignment`: build, check and grade from the command line, with the real judge and nothing made up."""

from __future__ import annotations

import csv
import json
import sqlite3
from importlib import resources

import jsonschema
import nbformat
import pytest

from kernel_magic.cli.main import HOLDS, HOLDS_NOT, NOT_DONE, main

SECRETS = ("OTTO", "xyz, rhythm", "banana bread", "NOTE-FOR-TEACHERS", "text.lower()", "for letter in")
"""Pieces of hidden tests, teacher notes and solutions of the sample item."""


def schema(name):
    """A shipped JSON schema."""
    return json.loads((resources.files("kernel_magic") / "schemas" / f"{name}.1.json").read_text("utf-8"))


@pytest.fixture
def course(tmp_path, course_files):
    course_files.write_item(tmp_path / "course")
    return tmp_path / "course"


@pytest.fixture
def built(tmp_path, course, capsys):
    """A built assignment of one exercise."""
    folder = tmp_path / "hw1"
    assert run("build", course, "--items", "all", "--name", "hw1", "--to", folder) == HOLDS
    capsys.readouterr()
    return folder


def run(*words):
    return main(["assignment", *map(str, words), "--quiet"])


def hand_in(built, submitted, student, source):
    """A student's notebook with this text in the solution cell."""
    notebook = nbformat.read(built / "release" / "hw1" / "hw1.ipynb", 4)
    (cell,) = [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("solution")]
    cell.source = source
    path = submitted / student / "hw1" / "hw1.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(notebook, path)
    return path


def grades(out):
    with (out / "grades.csv").open(encoding="utf-8", newline="") as file:
        return {row["student"]: row for row in csv.DictReader(file)}


def test_an_assignment_is_built_checked_and_graded(tmp_path, built, course_files, capsys):
    assert run("check", built) == HOLDS
    submitted, out = tmp_path / "submitted", tmp_path / "out"
    hand_in(built, submitted, "ada", course_files.ITEM["alternative.py"])
    hand_in(built, submitted, "bob", course_files.ITEM["distractors/small-only.py"])
    assert run("grade", submitted, "--assignment", built, "--to", out) == HOLDS
    found = grades(out)
    assert list(found["ada"])[:5] == ["student", "assignment", "points", "max_points", "needs_review"]
    assert (found["ada"]["points"], found["bob"]["points"], found["bob"]["max_points"]) == ("4", "2", "4")
    page = (out / "feedback" / "bob" / "hw1.html").read_text("utf-8")
    assert "capital letters count as well" in page
    assert "2 of 4 points" in page
    with sqlite3.connect(out / "gradebook.sqlite") as connection:
        assert connection.execute("SELECT count(*) FROM submissions").fetchone() == (2,)
    assert {"canvas.csv", "moodle.csv", "report.html"} <= {path.name for path in out.iterdir()}


def test_nothing_secret_is_in_what_students_get(tmp_path, built, course_files):
    submitted, out = tmp_path / "submitted", tmp_path / "out"
    shouting = "def count_vowels(text):\n    print(text)\n    raise ValueError(text)\n"
    hand_in(built, submitted, "bob", shouting)
    hand_in(built, submitted, "eve", f"{course_files.ITEM['distractors/small-only.py']}\nopen('/etc/passwd')\n")
    run("grade", submitted, "--assignment", built, "--to", out)
    given = [*(built / "release").rglob("*"), *(out / "feedback").rglob("*")]
    texts = {path: path.read_text("utf-8") for path in given if path.is_file()}
    assert len(texts) == 3
    for path, text in texts.items():
        assert [secret for secret in SECRETS if secret in text] == [], path
    assert any("OTTO" in path.read_text("utf-8") for path in (built / "source").rglob("*.ipynb")), "the search finds it"


def test_grading_again_changes_nothing_and_judges_nothing(tmp_path, built, course_files, capsys):
    submitted, out = tmp_path / "submitted", tmp_path / "out"
    hand_in(built, submitted, "ada", course_files.ITEM["alternative.py"])
    path = hand_in(built, submitted, "bob", course_files.ITEM["distractors/small-only.py"])
    run("grade", submitted, "--assignment", built, "--to", out)
    first = {each.name: each.read_bytes() for each in out.glob("*.csv")}
    capsys.readouterr()
    run("grade", submitted, "--assignment", built, "--to", out, "--workers", "1", "--json")
    document = json.loads(capsys.readouterr().out)
    assert document["judged"] == 0
    assert {each.name: each.read_bytes() for each in out.glob("*.csv")} == first
    path.write_text(path.read_text("utf-8").replace('in \\"aeiou\\"', 'in \\"aeiouAEIOU\\"'), encoding="utf-8")
    run("grade", submitted, "--assignment", built, "--to", out, "--json")
    document = json.loads(capsys.readouterr().out)
    assert document["judged"] == 1
    assert grades(out)["bob"]["points"] == "4"


def test_a_pair_that_is_not_alike_any_more_is_accused_no_longer(tmp_path, built, course_files):
    submitted, out = tmp_path / "submitted", tmp_path / "out"
    copied = (
        "def count_vowels(text):\n    found, place = 0, 0\n    while place < len(text):\n"
        "        letter = text[place].lower()\n        place += 1\n        if letter == 'a' or letter == 'e':\n"
        "            found = found + 1\n        elif not letter.isalpha():\n            continue\n"
        "        elif letter in ('i', 'o') and letter != 'u':\n            found -= -1\n"
        "        else:\n            found += 1 if letter == 'u' else 0\n    return int(found)\n"
    )
    hand_in(built, submitted, "ada", copied)
    path = hand_in(built, submitted, "bob", copied)
    for student in ("cem", "dora", "emil", "finn"):
        hand_in(built, submitted, student, course_files.ITEM["alternative.py"])
    run("grade", submitted, "--assignment", built, "--to", out)
    assert "bob" in (out / "similarity.html").read_text("utf-8")
    path.unlink()
    path.parent.rmdir()
    hand_in(built, submitted, "bob", course_files.ITEM["alternative.py"])
    run("grade", submitted, "--assignment", built, "--to", out)
    assert not (out / "similarity.html").exists()


def test_every_student_has_a_feedback_folder_of_his_own(tmp_path, built, course_files):
    submitted, out = tmp_path / "submitted", tmp_path / "out"
    students = ["a:b", "a%3Ab", "子" * 60 + ":", "子" * 61]
    for student in students:
        hand_in(built, submitted, student, course_files.ITEM["alternative.py"])
    assert run("grade", submitted, "--assignment", built, "--to", out) in (HOLDS, 1)
    assert len(list((out / "feedback").glob("*/hw1.html"))) == len(students)


def test_every_document_is_valid_against_its_schema(tmp_path, course, course_files, capsys):
    folder, submitted = tmp_path / "hw1", tmp_path / "submitted"
    run("build", course, "--items", "count-vowels", "--name", "hw1", "--to", folder, "--json")
    document = json.loads(capsys.readouterr().out)
    jsonschema.validate(document, schema("assignment-build"))
    jsonschema.validate(document["items"][0], schema("exercise"))
    run("check", folder, "--json")
    jsonschema.validate(json.loads(capsys.readouterr().out), schema("assignment-check"))
    hand_in(folder, submitted, "ada", course_files.ITEM["reference.py"])
    run("grade", submitted, "--assignment", folder, "--to", tmp_path / "out", "--json")
    jsonschema.validate(json.loads(capsys.readouterr().out), schema("assignment-grades"))


def test_an_item_that_fails_a_gate_is_withheld_and_only_its_report_is_written(tmp_path, course_files, capsys):
    course = tmp_path / "course"
    course_files.write_item(course, {"alternative.py": "def count_vowels(text):\n    return 2\n"})
    folder = tmp_path / "hw1"
    assert run("build", course, "--items", "all", "--name", "hw1", "--to", folder) == HOLDS_NOT
    assert "withheld: second_solution" in capsys.readouterr().out
    assert [path.name for path in folder.rglob("*") if path.is_file()] == ["count-vowels.html"]


def test_an_edited_test_cell_is_found(built, capsys):
    path = built / "source" / "hw1" / "hw1.ipynb"
    path.write_text(path.read_text("utf-8").replace("== 5", "== 6"), encoding="utf-8")
    assert run("check", built) == HOLDS_NOT
    assert "count-vowels-capital-letters-count-as-well" in capsys.readouterr().out


def test_a_leak_in_a_released_notebook_is_found(built, capsys):
    path = built / "release" / "hw1" / "hw1.ipynb"
    notebook = nbformat.read(path, 4)
    notebook.cells[0].source += "\nTry count_vowels('OTTO') == 2 as well."
    nbformat.write(notebook, path)
    assert run("check", built) == HOLDS_NOT
    assert "hidden test" in capsys.readouterr().out


def test_versions_differ_by_student_and_are_graded_as_their_own(tmp_path, course_files, capsys):
    page = course_files.ITEM["item.md"].replace("points: 4\n", course_files.VARIANTS)
    course_files.write_item(tmp_path / "course", {"item.md": page})
    folder = tmp_path / "hw1"
    assert run("build", tmp_path / "course", "--items", "all", "--name", "hw1", "--to", folder, "--variants", "2") == 0
    versions = sorted((folder / "versions").rglob("*.ipynb"))
    assert len(versions) == 2
    submitted = tmp_path / "submitted"
    answers = {"count_vowels": course_files.ITEM["reference.py"], "count_dark_vowels": ""}
    answers["count_dark_vowels"] = (
        answers["count_vowels"].replace("count_vowels", "count_dark_vowels").replace("aeiou", "aou")
    )
    for student in ("ada", "bob", "cem", "dan", "eve", "fay"):
        path = submitted / student / "hw1" / "hw1.ipynb"
        path.parent.mkdir(parents=True)
        notebook = nbformat.read(versions[0], 4)
        (cell,) = [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("solution")]
        cell.source = answers["count_vowels"]
        nbformat.write(notebook, path)
    out = tmp_path / "out"
    assert run("grade", submitted, "--assignment", folder, "--to", out) == HOLDS_NOT
    found = grades(out)
    assert {row["points"] for row in found.values()} == {"0", "4"}, "some have the other version"
    for row in found.values():
        assert (row["needs_review"] == "True") is (row["points"] == "0")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["build", "COURSE", "--items", "nothing", "--name", "hw1", "--to", "OUT"], "There is no item 'nothing'"),
        (["build", "COURSE", "--items", "all", "--name", "a b/c", "--to", "OUT"], "a b/c"),
        (["build", "NOWHERE", "--items", "all", "--name", "hw1", "--to", "OUT"], "is no folder"),
        (["build", "COURSE", "--items", "all", "--name", "hw1", "--to", "OUT", "--variants", "0"], "--variants is 0"),
        (["check", "NOWHERE"], "NOWHERE"),
        (["grade", "EMPTY", "--assignment", "BUILT", "--to", "OUT"], "EMPTY"),
        (["grade", "NOWHERE", "--assignment", "BUILT", "--to", "OUT"], "NOWHERE"),
        (["grade", "EMPTY", "--assignment", "BUILT", "--to", "OUT", "--workers", "0"], "--workers is 0"),
    ],
)
def test_bad_input_ends_with_status_2_and_says_what_to_do(tmp_path, course, built, capsys, words, said):
    (tmp_path / "EMPTY").mkdir()
    places = {"COURSE": course, "BUILT": built}
    places |= {name: tmp_path / name for name in ("OUT", "NOWHERE", "EMPTY")}
    assert run(*(places.get(word, word) for word in words)) == NOT_DONE
    assert said in capsys.readouterr().err


def test_a_target_that_cannot_be_written_is_said_before_anything_is_lost(tmp_path, course, built, course_files, capsys):
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    assert run("build", course, "--items", "all", "--name", "hw1", "--to", blocked / "hw1") == NOT_DONE
    hand_in(built, tmp_path / "submitted", "ada", course_files.ITEM["reference.py"])
    assert run("grade", tmp_path / "submitted", "--assignment", built, "--to", blocked) == NOT_DONE
    assert blocked.read_text() == "in the way"
    assert "file" in capsys.readouterr().err
