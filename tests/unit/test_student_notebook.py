"""What a released notebook tells its student's kernel: cases of visible tests, none of hidden ones; read with care."""

from __future__ import annotations

import json
import os
from dataclasses import replace

import nbformat
import pytest

from kernel_magic.core.errors import InputError
from kernel_magic.core.problem import Limits, Raises, Returns
from kernel_magic.core.serial_assignment import case_json, with_digest
from kernel_magic.grading.release import release
from kernel_magic.grading.source_notebook import source_notebook
from kernel_magic.grading.student_notebook import GivenNotebook, read_given
from tests.exercise_samples import AVERAGE, EXERCISES, PREDICT, PUZZLE, STACK, VOWELS, assignment
from tests.released_notebooks import write_release


def read(path) -> GivenNotebook:
    found = read_given(path)
    assert found is not None
    return found


def test_a_release_holds_the_cases_of_visible_tests_and_none_of_hidden_ones(tmp_path):
    notebook = release(source_notebook(with_digest(assignment())))
    told = {
        (own.item, own.test): own.get("cases")
        for cell in notebook.cells
        if (own := cell.metadata.kernel_magic).role == "test"
    }
    for exercise in EXERCISES:
        for test in exercise.tests:
            cases = told.pop((exercise.item, test.name))
            assert [case["text"] for case in cases or []] == [case.text for case in test.cases] * test.visible
            assert (cases is not None) is test.visible
    assert told == {}
    text = json.dumps(notebook)
    secret = ("AEIOU", "BRRR", "xyz!?", "0.1, 0.2", "[-5, -1]", "Stack().size()", "abs(average")
    assert [each for each in secret if each in text] == []
    assert "secret" not in text


def test_a_release_with_a_case_of_a_hidden_test_is_refused():
    source = source_notebook(with_digest(assignment(VOWELS)))
    hidden = next(cell for cell in source.cells if cell.metadata.kernel_magic.get("visible") is False)
    hidden.metadata.kernel_magic.cases = [case_json(VOWELS.tests[1].cases[0])]
    with pytest.raises(InputError):
        release(source)


def test_what_is_read_is_what_was_given_out(tmp_path):
    exercises = (replace(VOWELS, limits=Limits(cpu_s=1.0, wall_s=7.0), files=True), AVERAGE, STACK, PUZZLE, PREDICT)
    found = read(write_release(tmp_path / "week-1.ipynb", "hints", *exercises))
    assert (found.policy, found.mark.assignment) == ("hints", "week-1")
    for given, exercise in zip(found.exercises, exercises, strict=True):
        visible = [test for test in exercise.tests if test.visible]
        assert (given.item, given.title, given.kind) == (exercise.item, exercise.title, exercise.kind)
        assert (given.function, given.points, given.hints) == (exercise.function, exercise.points, exercise.hints)
        assert (given.prelude, given.given) == (exercise.prelude.strip("\n"), exercise.given.strip("\n"))
        assert (given.checker, given.limits, given.files) == (exercise.checker, exercise.limits, exercise.files)
        assert given.cell == exercise.item
        for test, made in zip(given.tests, visible, strict=True):
            assert (test.name, test.title, test.points, test.cases) == (made.name, made.title, made.points, made.cases)
        assert given.hidden == len(exercise.tests) - len(visible)
        assert given.hidden_points + given.visible_points == exercise.points
        assert exercise.statement.split("\n")[0] in given.statement


def test_what_the_tests_and_the_first_cell_say_is_no_answer(tmp_path):
    found = read(write_release(tmp_path / "week-1.ipynb", "hints"))
    assert "%load_ext kernel_magic" in found.not_answers
    assert PUZZLE.prelude.strip() in found.not_answers
    assert not any("def count_vowels" in text for text in found.not_answers)


def test_cases_of_every_form_come_back(tmp_path):
    cases = (*AVERAGE.tests[1].cases, *AVERAGE.tests[3].cases, replace(AVERAGE.tests[0].cases[0], name="none"))
    cases = (*cases[:2], replace(cases[2], expected=Returns(value=None)))
    assert isinstance(cases[1].expected, Raises)
    shown = replace(AVERAGE, tests=(replace(AVERAGE.tests[0], cases=cases),))
    found = read(write_release(tmp_path / "week-1.ipynb", "hints", shown))
    assert found.exercises[0].tests[0].cases == cases


def damaged(path, role: str, **own) -> GivenNotebook:
    """The notebook after its student has written this into our metadata of the first cell of a role."""
    notebook = nbformat.read(path, as_version=4)
    cell = next(cell for cell in notebook.cells if cell.metadata.kernel_magic.role == role)
    cell.metadata.kernel_magic.update(own)
    nbformat.write(notebook, path)
    return read(path)


@pytest.mark.parametrize(
    "own",
    [
        {"cases": 7},
        {"cases": [{"args": [1]}]},
        {"cases": [{"name": "1", "args": [1]}]},
        {"cases": [{"name": "1", "args": [{"$bytes": "?"}], "expected": 1}]},
        {"cases": [case_json(VOWELS.tests[0].cases[0]), "no case"]},
    ],
)
def test_a_test_whose_cases_cannot_be_read_has_none(tmp_path, own):
    found = damaged(write_release(tmp_path / "week-1.ipynb", "hints", VOWELS), "test", **own)
    assert found.exercises[0].tests[0].cases == ()
    assert found.exercises[0].hidden == 2


def test_what_has_another_shape_is_as_usual(tmp_path):
    path = write_release(tmp_path / "week-1.ipynb", "hints", AVERAGE)
    wrong = {"kind": 3, "function": "no name", "hints": "none", "points": "many", "title": [], "files": 1}
    wrong |= {"checker": {"name": "special"}, "limits": {"cpu_s": 3600}}
    given = damaged(path, "solution", **wrong).exercises[0]
    assert (given.kind, given.function, given.hints, given.files) == ("function", "", (), False)
    assert (given.title, given.points) == (AVERAGE.title, AVERAGE.points)
    assert (given.checker.name, given.limits) == ("standard", Limits())


@pytest.mark.parametrize("cells", [None, "text", [7, None, {"metadata": 3}], [{"metadata": {"kernel_magic": []}}]])
def test_a_notebook_of_ours_without_cells_has_no_exercises(tmp_path, cells):
    path = write_release(tmp_path / "week-1.ipynb", "hints", VOWELS)
    content = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps({**content, "cells": cells}), encoding="utf-8")
    assert read(path).exercises == ()


def test_a_pipe_does_not_hold_the_kernel_up(tmp_path):
    path = tmp_path / "week-1.ipynb"
    os.mkfifo(path)
    with pytest.raises(InputError, match="no file"):
        read_given(path)
