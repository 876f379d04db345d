"""The folder of an assignment: what is written, what is not overwritten, what is said about what was changed in it."""

from __future__ import annotations

import errno
import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import v4

from kernel_magic.core.errors import InputError
from kernel_magic.core.exercise import ExerciseEvidence, Gate
from kernel_magic.core.serial_assignment import with_digest
from kernel_magic.core.whole_files import write_all
from kernel_magic.grading import package_files
from kernel_magic.grading.package import check_package, load_assignment, write_assignment
from tests.exercise_samples import PREDICT, VOWELS, assignment, assignment_of_two_versions

ONE = assignment(VOWELS, PREDICT)


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def edit(path: Path, change: Any) -> None:
    """Change a notebook as an editor would."""
    notebook = nbformat.read(path, as_version=4)
    change(notebook)
    nbformat.write(notebook, path)


def cell(notebook: Any, cell_id: str) -> Any:
    return next(cell for cell in notebook.cells if cell.id == cell_id)


@pytest.fixture
def built(tmp_path):
    write_assignment(ONE, tmp_path)
    return tmp_path


def test_an_assignment_of_one_version(tmp_path):
    written = write_assignment(ONE, tmp_path / "new" / "course")
    assert set(files_of(tmp_path)) == {
        "new/course/source/week-1/week-1.ipynb", "new/course/package/week-1/assignment.json",
        "new/course/release/week-1/week-1.ipynb", "new/course/nbgrader_config.py",
    }  # fmt: skip
    assert {str(path.relative_to(tmp_path)) for path in written} == set(files_of(tmp_path))


def test_every_version_has_a_notebook_of_its_own(tmp_path):
    write_assignment(assignment_of_two_versions(), tmp_path)
    files = files_of(tmp_path)
    assert files["versions/0/week-2.ipynb"] == files["release/week-2/week-2.ipynb"]
    assert b"[7, 9, 8]" in files["versions/1/week-2.ipynb"]
    assert b"[7, 9, 8]" not in files["versions/0/week-2.ipynb"]


def test_nothing_lies_beside_the_teachers_notebook(tmp_path):
    # nbgrader's release copies to students whatever lies there.
    write_assignment(assignment_of_two_versions(), tmp_path)
    assert [path.name for path in (tmp_path / "source" / "week-2").iterdir()] == ["week-2.ipynb"]


def test_building_twice_changes_nothing(built):
    before = files_of(built)
    write_assignment(ONE, built)
    assert files_of(built) == before


def test_fewer_versions_leave_no_notebook_of_the_old_ones(tmp_path):
    write_assignment(assignment_of_two_versions(), tmp_path)
    (tmp_path / "versions" / "1" / "other.ipynb").write_text("another assignment's")
    write_assignment(replace(assignment_of_two_versions(), versions=((VOWELS, PREDICT),)), tmp_path)
    assert [name for name in files_of(tmp_path) if name.startswith("versions")] == ["versions/1/other.ipynb"]


def test_a_teachers_settings_are_left_alone(tmp_path):
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\n")
    written = write_assignment(ONE, tmp_path)
    assert (tmp_path / "nbgrader_config.py").read_text() == "c = get_config()\n"
    assert tmp_path / "nbgrader_config.py" not in written


def test_what_was_written_is_read_back(built):
    places = [built, built / "package" / "week-1", built / "source" / "week-1", built / "release" / "week-1",
              built / "package" / "week-1" / "assignment.json"]  # fmt: skip
    assert [load_assignment(place) for place in places] == [with_digest(ONE)] * 5


def test_half_a_character_pair_is_written_and_read(tmp_path):
    odd = replace(VOWELS, notes="odd: \ud83d, not odd: 😀")
    path = package_files.package_path(tmp_path, "week-1")
    write_all({path: package_files.assignment_text(assignment(odd))})
    assert load_assignment(tmp_path) == with_digest(assignment(odd))


def test_several_assignments_are_told_apart(built):
    write_assignment(assignment_of_two_versions(), built)
    assert load_assignment(built / "source" / "week-2").name == "week-2"
    with pytest.raises(InputError, match="has several assignments: week-1, week-2"):
        load_assignment(built)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{", "assignment.json:1: not JSON"),
        (b"\xff", "is not UTF-8 text"),
        (b"[" * 100_000, "not JSON that can be read"),
        (b"{}", "assignment.json: schema is missing"),
    ],
)
def test_a_damaged_package_is_named(built, content, said):
    (built / "package" / "week-1" / "assignment.json").write_bytes(content)
    with pytest.raises(InputError, match=said):
        load_assignment(built)


def test_a_missing_package_is_named(tmp_path):
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(InputError, match="is no built assignment"):
            load_assignment(folder)


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "../a", "week 1", "wéek", "-a", "a.", "x" * 81, "a\n"])
def test_names_that_are_no_names_are_refused(tmp_path, name):
    with pytest.raises(InputError, match="cannot be the name of an assignment"):
        write_assignment(replace(ONE, name=name), tmp_path)
    assert files_of(tmp_path) == {}


UNPROVEN = replace(VOWELS, evidence=ExerciseEvidence(gates=()))
FAILED = replace(
    VOWELS, evidence=ExerciseEvidence(gates=(Gate(name="second_solution", holds=False, ran=1, summary="No."),))
)


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (assignment(UNPROVEN), "'count-vowels' cannot be given out: nothing was run to prove it"),
        (assignment(FAILED), "'count-vowels' cannot be given out: it did not pass: second solution"),
        (replace(ONE, versions=()), "has no exercise"),
        (replace(ONE, versions=((),)), "has no exercise"),
        (replace(ONE, versions=((VOWELS, PREDICT), (VOWELS,))), "another number of exercises"),
        (
            replace(ONE, versions=((VOWELS,), (replace(VOWELS, tests=VOWELS.tests[:2]),))),
            "Version 1 of 'week-1' differs from version 0: 'count-vowels' has other tests or points",
        ),
        (assignment(replace(VOWELS, notes="See ### BEGIN SOLUTION.")), "nbgrader marks"),
    ],
)  # fmt: skip
def test_what_cannot_be_given_out_is_not_written(tmp_path, made, said):
    with pytest.raises(InputError) as raised:
        write_assignment(made, tmp_path)
    assert said in raised.value.message
    assert files_of(tmp_path) == {}


# Writing: all or nothing.


class FullDisk:
    """`os.fdopen` of a disk that is full after so many files."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, after: int) -> None:
        self._left = after
        self._open = os.fdopen
        monkeypatch.setattr(os, "fdopen", self)

    def __call__(self, handle: int, mode: str) -> Any:
        if self._left == 0:
            os.close(handle)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        self._left -= 1
        return self._open(handle, mode)


@pytest.mark.parametrize("after", [0, 1, 2, 3])
def test_a_full_disk_leaves_everything_as_it_was(tmp_path, monkeypatch, after):
    FullDisk(monkeypatch, after)
    with pytest.raises(InputError, match="cannot be written: No space left on device"):
        write_assignment(ONE, tmp_path / "course")
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_an_earlier_build_as_it_was(built, monkeypatch):
    before = files_of(built)
    FullDisk(monkeypatch, 2)
    with pytest.raises(InputError, match="No space left"):
        write_assignment(replace(ONE, title="Another"), built)
    assert files_of(built) == before


def test_a_read_only_target_is_named(tmp_path, monkeypatch):
    def refuse(self: Path, *more: Any) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(self))

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(InputError, match="cannot be written: Read-only file system"):
        write_assignment(ONE, tmp_path / "course")


def test_something_else_in_the_place_of_a_file_is_named(tmp_path):
    (tmp_path / "release" / "week-1" / "week-1.ipynb").mkdir(parents=True)
    with pytest.raises(InputError, match="is a folder; a file belongs there"):
        write_assignment(ONE, tmp_path)
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="cannot be written"):
        write_assignment(ONE, tmp_path / "file")
    assert set(files_of(tmp_path)) == {"file"}


# Changes made by hand.


def test_a_sound_folder_has_no_findings(built):
    assert check_package(built) == ()
    write_assignment(assignment_of_two_versions(), built)
    assert check_package(built / "package" / "week-2") == ()


def test_running_the_teachers_notebook_is_no_edit(built):
    def run(notebook: Any) -> None:
        cell(notebook, "count-vowels").outputs = [v4.new_output("stream", text="5")]
        cell(notebook, "count-vowels").execution_count = 1

    edit(built / "source" / "week-1" / "week-1.ipynb", run)
    assert check_package(built) == ()
    write_assignment(ONE, built)


def easier_test(notebook: Any) -> None:
    cell(notebook, "count-vowels-no-vowels").source = "assert True"


def more_points(notebook: Any) -> None:
    cell(notebook, "count-vowels-no-vowels").metadata.nbgrader.points = 9


def other_solution(notebook: Any) -> None:
    cell(notebook, "count-vowels").source += "\n# done"


def other_starter(notebook: Any) -> None:
    cell(notebook, "count-vowels").metadata.kernel_magic.starter = "x = 1"


def other_statement(notebook: Any) -> None:
    cell(notebook, "count-vowels-statement").source += " Please."


def without_test(notebook: Any) -> None:
    notebook.cells.remove(cell(notebook, "count-vowels-no-vowels"))


def further_cell(notebook: Any) -> None:
    notebook.cells.append(v4.new_code_cell("x = 1"))


@pytest.mark.parametrize(
    ("change", "kind", "grade_id", "said"),
    [
        (easier_test, "edited", "count-vowels-no-vowels", "test 'no-vowels' of 'count-vowels' (cell 8) is not as"),
        (more_points, "edited", "count-vowels-no-vowels", "the points that stand there"),
        (other_solution, "edited", "count-vowels", "students get the starter of assignment.json"),
        (other_starter, "edited", "count-vowels", "students get the starter of assignment.json"),
        (other_statement, "edited", "count-vowels-statement", "the next build overwrites it"),
        (without_test, "missing", "count-vowels-no-vowels", "test 'no-vowels' of 'count-vowels' is missing"),
        (further_cell, "added", "", "is none of the assignment's"),
    ],
)
def test_an_edit_by_hand_is_found_and_not_overwritten(built, change, kind, grade_id, said):
    path = built / "source" / "week-1" / "week-1.ipynb"
    edit(path, change)
    (finding,) = check_package(built)
    assert (finding.kind, finding.cell, finding.path) == (kind, grade_id, "source/week-1/week-1.ipynb")
    assert said in finding.message
    before = files_of(built)
    with pytest.raises(InputError, match="was changed by hand"):
        write_assignment(ONE, built)
    assert files_of(built) == before


def test_a_notebook_of_unknown_origin_is_not_overwritten(built):
    (built / "package" / "week-1" / "assignment.json").write_text("{")
    with pytest.raises(InputError, match="cannot be told whether somebody changed it"):
        write_assignment(ONE, built)


def test_files_of_another_build_are_found(built):
    path = built / "package" / "week-1" / "assignment.json"
    content = json.loads(path.read_text("utf-8"))
    content["seed"] = 5
    path.write_text(json.dumps(content))
    assert [finding.kind for finding in check_package(built)] == ["stale", "stale"]


def test_missing_and_damaged_notebooks_are_found(built):
    (built / "source" / "week-1" / "week-1.ipynb").unlink()
    (built / "release" / "week-1" / "week-1.ipynb").write_text("{]")
    assert [(finding.kind, finding.path) for finding in check_package(built)] == [
        ("missing", "source/week-1/week-1.ipynb"), ("damaged", "release/week-1/week-1.ipynb"),
    ]  # fmt: skip


def test_a_leak_is_found(built):
    def leak(notebook: Any) -> None:
        cell(notebook, "count-vowels-statement").source += "\n\ncount_vowels('AEIOU') is 5"

    edit(built / "release" / "week-1" / "week-1.ipynb", leak)
    findings = check_package(built)
    assert {finding.kind for finding in findings} == {"leak"}
    assert any("a case of a hidden test (count-vowels, test 'capital-letters')" in each.message for each in findings)
