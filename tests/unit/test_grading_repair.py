"""Damaged notebooks: what is found in them all the same, what is reported, and that nothing makes the reading raise."""

from __future__ import annotations

import ast
import copy
import json
import os
import random
import tracemalloc
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel_magic.core.gradebook import SubmissionFile
from kernel_magic.core.serial_assignment import with_digest
from kernel_magic.grading import output_filter
from kernel_magic.grading.json_repair import repaired
from kernel_magic.grading.notebook_file import file_digest, read_notebook
from kernel_magic.grading.release import release
from kernel_magic.grading.repair import ReadSubmission, digest_on_disk, read_submission
from kernel_magic.grading.source_notebook import source_notebook
from kernel_magic.grading.statements import plain_python
from kernel_magic.grading.versions import version_of
from tests import exercise_samples
from tests.class_damage import DAMAGES, LOST, Notebook, function_cell, new_cell, role, with_output, written

ASSIGNMENT = with_digest(exercise_samples.assignment())
FOUND = {
    "deleted": {"lost_id": False},
    "duplicated": {"duplicated": True},
    "split": {"split": False},
    "split_with_id": {"split": False},
    "moved": {"moved": False},
    "retyped": {"retyped": False},
    "lost_metadata": {"lost_metadata": False, "old_format": False},
    "lost_id": {"lost_id": False},
    "tests_gone": {"missing_test": False},
    "tests_edited": {"altered_test": False},
    "truncated": {"damaged_json": True},
    "conflict": {"damaged_json": True},
    "comma": {"damaged_json": False},
    "byte_order_mark": {"damaged_json": False},
    "utf_16": {"damaged_json": False},
    "latin": {"damaged_json": True},
    "twice": {"damaged_json": False},
    "format_3": {"old_format": False},
    "format_4_4": {"old_format": False},
    "huge_output": {"output_dropped": False},
    "no_json": {"unreadable": True},
    "empty": {"unreadable": True},
    "folder": {"unreadable": True},
    "other_language": {"other_language": True, "other_assignment": True},
    "other_assignment": {"other_assignment": True},
}
"""For each kind of damage the repairs that are reported, and whether a person should look."""


@cache
def released() -> str:
    return str(nbformat.writes(release(source_notebook(ASSIGNMENT))))


def handed_in(answers: dict[str, str] = exercise_samples.RIGHT) -> Notebook:
    """A notebook as a student hands it in."""
    notebook: Notebook = json.loads(released())
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"])
        if role(cell) == "solution":
            cell["source"] = answers[cell["metadata"]["kernel_magic"]["item"]]
    return notebook


def read(path: Path, data: bytes | Notebook, assignment: Any = ASSIGNMENT) -> ReadSubmission:
    path.write_bytes(data if isinstance(data, bytes) else written(data))
    return read_submission(SubmissionFile(student="anna", assignment=assignment.name, path=path), assignment)


def kinds(submission: ReadSubmission) -> dict[str, bool]:
    return {repair.kind: repair.review for repair in submission.repairs}


def answers_of(submission: ReadSubmission) -> dict[str, str]:
    """Item to the normal form of what answers it."""
    found = {answer.item: answer.cell.text for answer in submission.answers if answer.cell is not None}
    return {item: ast.dump(ast.parse(plain_python(text))) for item, text in found.items()}


RIGHT = {item: ast.dump(ast.parse(text)) for item, text in exercise_samples.RIGHT.items()}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "week-1.ipynb"


def test_a_sound_notebook_needs_no_repair(path):
    submission = read(path, handed_in())
    assert submission.repairs == ()
    assert answers_of(submission) == RIGHT
    assert submission.digest == digest_on_disk(ASSIGNMENT, submission.file) != ""


def test_grades_are_kept_for_the_files_that_were_found_and_not_for_the_notebook_alone(path):
    submission = read(path, handed_in())
    more = replace(submission.file, also=("anna/mine.ipynb: not graded, because …",))
    assert digest_on_disk(ASSIGNMENT, more) != submission.digest


def test_a_notebook_of_another_build_is_told_where_it_asked_something_else(path):
    first, *others = exercise_samples.EXERCISES
    mended = with_digest(replace(ASSIGNMENT, versions=((replace(first, hints=()), *others),)))
    assert read(path, handed_in(), mended).repairs == ()
    asks = replace(first, statement=first.statement.replace("vowels", "consonants"))
    other = with_digest(replace(ASSIGNMENT, versions=((asks, *others),)))
    submission = read(path, handed_in(), other)
    assert kinds(submission) == {"wrong_version": True}
    assert first.item in submission.repairs[0].detail
    assert others[0].item not in submission.repairs[0].detail
    edited = handed_in()
    next(cell for cell in edited["cells"] if role(cell) == "statement")["source"] = "my notes"
    assert "wrong_version" not in kinds(read(path, edited))


@pytest.mark.parametrize("how", DAMAGES)
@pytest.mark.parametrize("seed", [1, 2])
def test_damage_is_repaired_or_reported_by_name(path, how, seed):
    data = DAMAGES[how](handed_in(), random.Random(seed))
    if data is None:
        path.mkdir()
        submission = read_submission(SubmissionFile(student="anna", assignment="week-1", path=path), ASSIGNMENT)
    else:
        submission = read(path, data)
    assert kinds(submission) == FOUND[how]
    assert all(repair.detail.endswith(".") for repair in submission.repairs)
    assert answers_of(submission) == ({} if how in LOST else RIGHT)


def test_a_copy_that_was_worked_on_counts_and_an_untouched_one_does_not(path):
    notebook = handed_in()
    place, cell = function_cell(notebook)
    starter = copy.deepcopy(cell) | {"source": exercise_samples.STARTERS["count-vowels"]}
    notebook["cells"].insert(place + 1, starter)
    submission = read(path, notebook)
    assert kinds(submission) == {"duplicated": False}
    assert answers_of(submission) == RIGHT


def test_of_two_edited_copies_the_last_that_works_counts_and_a_person_looks(path):
    notebook = handed_in()
    place, cell = function_cell(notebook)
    first = cell["source"]
    notebook["cells"].insert(place + 1, copy.deepcopy(cell) | {"source": f"{first}# later"})
    notebook["cells"].insert(place + 2, copy.deepcopy(cell) | {"source": "def count_vowels(text:"})
    submission = read(path, notebook)
    assert kinds(submission) == {"duplicated": True}
    assert submission.answers[0].cell is not None
    assert submission.answers[0].cell.text.endswith("# later")


def test_an_answer_in_a_cell_of_its_own_beats_the_untouched_solution_cell(path):
    notebook = handed_in({**exercise_samples.RIGHT, "stack": exercise_samples.STARTERS["stack"]})
    notebook["cells"].append(new_cell(exercise_samples.RIGHT["stack"]))
    submission = read(path, notebook)
    assert kinds(submission) == {"outside_cell": True}
    assert answers_of(submission) == RIGHT


def test_two_answers_in_one_cell_are_found_for_both_exercises(path):
    both = exercise_samples.RIGHT["count-vowels"] + exercise_samples.RIGHT["fix-average"]
    submission = read(path, handed_in({**exercise_samples.RIGHT, "count-vowels": both, "fix-average": ""}))
    assert submission.answers[1].cell is not None
    assert submission.answers[1].cell.text == both


def test_exercises_that_ask_for_the_same_name_do_not_take_each_others_answers(path):
    twin = replace(exercise_samples.VOWELS, item="twin", title="Vowels again")
    assignment = with_digest(exercise_samples.assignment(exercise_samples.VOWELS, twin))
    notebook = json.loads(nbformat.writes(release(source_notebook(assignment))))
    own = next(cell for cell in notebook["cells"] if cell["id"] == "count-vowels")
    own["source"] = exercise_samples.RIGHT["count-vowels"]
    submission = read(path, notebook, assignment)
    assert submission.repairs == ()
    notebook["cells"].append(new_cell(exercise_samples.STUDENTS["bela"]["count-vowels"]))
    submission = read(path, notebook, assignment)
    assert [(repair.kind, repair.cell) for repair in submission.repairs] == [("outside_cell", "twin")]
    assert answers_of(submission)["count-vowels"] == RIGHT["count-vowels"]


def test_an_answer_that_cannot_be_found_is_reported_and_the_others_are_not_lost(path):
    notebook = handed_in()
    place, _ = function_cell(notebook)
    del notebook["cells"][place]
    submission = read(path, notebook)
    assert kinds(submission) == {"missing_cell": True}
    assert answers_of(submission) == {item: text for item, text in RIGHT.items() if item != "count-vowels"}


def test_test_cells_and_given_code_never_become_the_students_code(path):
    notebook = handed_in()
    for cell in notebook["cells"]:
        cell["metadata"] = {}
        cell.pop("id")
    submission = read(path, notebook)
    own = "\n".join(cell.text for cell in submission.own)
    assert answers_of(submission) == RIGHT
    for text in ("assert", "def assembled", "def mystery"):
        assert text not in own


def test_several_files_are_reported_with_what_was_taken(path):
    path.write_bytes(written(handed_in()))
    file = SubmissionFile(
        student="anna", assignment="week-1", path=path, where="anna/a.ipynb", also=("anna/b.ipynb: older",)
    )
    submission = read_submission(file, ASSIGNMENT)
    assert kinds(submission) == {"several_files": True}
    assert "anna/b.ipynb: older" in submission.repairs[0].detail


def test_nothing_handed_in_is_a_submission_too():
    submission = read_submission(SubmissionFile(student="anna", assignment="week-1", path=None), ASSIGNMENT)
    assert kinds(submission) == {"nothing_submitted": False}
    assert submission.digest == digest_on_disk(ASSIGNMENT, submission.file)


def test_a_student_has_the_version_that_the_seed_says_whatever_the_notebook_says(path):
    assignment = with_digest(exercise_samples.assignment_of_two_versions())
    students = [f"s{number}" for number in range(40)]
    assert {version_of(assignment, student) for student in students} == {0, 1}
    assert version_of(assignment, "Zoe\u0308 ") == version_of(assignment, "zo\u00eb")
    mine = version_of(assignment, "anna")
    for version in (0, 1):
        notebook = json.loads(nbformat.writes(release(source_notebook(assignment, version))))
        submission = read(path, notebook, assignment)
        assert kinds(submission) == ({} if version == mine else {"wrong_version": True})
        assert submission.exercises == assignment.versions[mine]
    assert version_of(replace(assignment, seed=8), "anna") == version_of(replace(assignment, seed=8), "anna")


def test_a_teachers_own_notebook_is_noticed(path):
    notebook = json.loads(nbformat.writes(source_notebook(ASSIGNMENT)))
    assert kinds(read(path, notebook))["other_assignment"] is True


def test_two_hundred_megabytes_of_output_are_passed_over_in_little_memory(path):
    before, after = with_output(handed_in(), 0).split(b'"text": []')
    with path.open("wb") as file:
        file.write(before + b'"text": ["')
        for _ in range(200):
            file.write(rb"the same line \"again\" and [again]\n" * (1 << 15))
        file.write(b'"]' + after)
    file_of_it = SubmissionFile(student="anna", assignment="week-1", path=path)
    assert path.stat().st_size > 200 << 20
    tracemalloc.start()
    submission = read_submission(file_of_it, ASSIGNMENT)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert kinds(submission) == {"output_dropped": False}
    assert answers_of(submission) == RIGHT
    assert peak < 60 << 20


@pytest.mark.parametrize("name", ["pipe", "locked", "gone", "huge"])
def test_what_is_no_file_that_can_be_read_is_reported(tmp_path, name):
    path = tmp_path / f"{name}.ipynb"
    if name == "pipe":
        os.mkfifo(path)
    elif name == "huge":
        with path.open("wb") as file:
            file.truncate((1 << 30) + 1)
    elif name == "locked":
        path.mkdir()
    notebook = read_notebook(path)
    assert [(repair.kind, repair.review) for repair in notebook.repairs] == [("unreadable", True)]
    assert file_digest(path) == ""


@pytest.mark.parametrize(
    "text",
    [
        '{"cells": ' + "[" * 100_000, '{"cells": [' + '{"id":' * 50_000, '{"cells": [' + "1" * 10_000 + "]}",
        '{"cells": [1, null, [], {"cell_type": 3, "source": {"a": 1}, "metadata": 7}, {"source": [1, "x"]}]}',
        '{"cells": [' + " " * 2_000_000 + "\0}",
        '{"cells": ["' + "\\" * 2_000_000, '{"cells": [' + ", " * 900_000 + "}",
        '{"cells": {}, "worksheets": [3, {"cells": 4}]}', '{"cells": [{"cell_type": "code", "source": "\\ud800"}]}',
        '{"cells": [], "metadata": {"kernel_magic": 3, "kernelspec": [], "language_info": 4}, "nbformat": "x"}',
    ],
)  # fmt: skip
def test_odd_documents_are_read_without_a_stumble(path, text):
    submission = read(path, text.encode())
    assert any(repair.review for repair in submission.repairs)
    assert answers_of(submission) == {}


@given(st.data())
def test_no_damage_to_a_file_makes_the_reading_raise(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("any") / "week-1.ipynb"
    text = bytearray(written(handed_in()))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(text)))
        size = data.draw(st.sampled_from([0, 1, 2, 40, 3000, len(text)]))
        text[place : place + size] = data.draw(st.binary(max_size=4))
    submission = read(path, bytes(text))
    assert len(submission.answers) == 5


@given(piece=st.integers(1, 40), data=st.data())
def test_outputs_are_dropped_wherever_the_pieces_end(piece, data):
    value = data.draw(
        st.recursive(
            st.none() | st.floats(allow_nan=False) | st.text(alphabet='a"\\[]{}:,é \n', max_size=8),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(st.sampled_from(["outputs", "source", "widgets", 'o"x']), inner, max_size=3)
            ),
            max_leaves=12,
        )
    )
    text = json.dumps([[value]], indent=data.draw(st.sampled_from([None, 1])))
    assert json.loads(output_filter.without_outputs(_Pieces(text.encode(), piece), 1 << 20)) == _dropped([[value]])


class _Pieces:
    """A file that is read in small pieces."""

    def __init__(self, data: bytes, size: int) -> None:
        self._data = data
        self._size = size

    def read(self, size: int, /) -> bytes:
        piece, self._data = self._data[: self._size], self._data[self._size :]
        return piece


def _dropped(value: Any, depth: int = 1) -> Any:
    empty: dict[str, Any] = {"outputs": [], "widgets": {}}
    if isinstance(value, dict):
        return {
            key: empty[key] if key in empty and depth > 1 else _dropped(item, depth + 1) for key, item in value.items()
        }
    return [_dropped(item, depth + 1) for item in value] if isinstance(value, list) else value


def test_a_file_that_ends_anywhere_gives_what_is_complete_in_it():
    text = json.dumps(handed_in())
    cells = len(handed_in()["cells"])
    found = [repaired(text[:end]) for end in range(12, len(text), 97)]
    counts = [len(each.document["cells"]) for each in found if each.document is not None]
    assert len(counts) == len(found)
    assert counts == sorted(counts)
    assert counts[-1] == cells
    assert all(each.review for each in found)
