"""Which code `%coder check` takes for the answer: what the cells say now, as the grader would read the notebook."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.exercise_samples import PUZZLE, RIGHT, VOWELS, expressed
from tests.pupils import attempts, run
from tests.released_notebooks import write_release

SMALL_LETTERS = 'def count_vowels(text):\n    return sum(letter in "aeiou" for letter in text)'
NO_U_NO_O = 'def count_vowels(text):\n    return sum(letter in "aei" for letter in text)'
OLD_LIMIT = "LETTERS = 'aeiou'"
USES_IT = "def count_vowels(text):\n    return sum(letter in LETTERS for letter in text)"
NO_DEF = SMALL_LETTERS.replace("def", "dfe")


@pytest.mark.parametrize(
    ("code", "seen"),
    [
        (NO_DEF, "The cell is not Python yet"),
        (SMALL_LETTERS.replace("vowels", "all_vowels"), "count_vowels"),
        ('print("unclosed', "The cell is not Python yet"),
    ],
)
def test_the_exercises_own_cell_counts_as_it_is_now_and_no_earlier_text_of_it(pupil, code, seen):
    run(pupil, SMALL_LETTERS, "count-vowels")
    run(pupil, code, "count-vowels")
    _, told = run(pupil, "%coder check count-vowels")
    [attempt] = attempts(pupil)
    assert not attempt.is_complete
    assert attempt.answer.code == code
    assert seen in told.replace("│ ", "")


def test_an_own_cell_that_is_empty_again_was_not_tried(pupil):
    run(pupil, SMALL_LETTERS, "count-vowels")
    run(pupil, "# count_vowels: nothing here", "count-vowels")
    _, told = run(pupil, "%coder check count-vowels")
    assert "◐ not tried yet" in told


def test_a_helpers_earlier_text_is_gone_as_it_is_for_the_grade(pupil):
    run(pupil, OLD_LIMIT, "a-cell-of-my-own")
    run(pupil, USES_IT, "count-vowels")
    run(pupil, "%coder check count-vowels")
    assert attempts(pupil)[0].is_complete
    run(pupil, OLD_LIMIT.replace("LETTERS", "VOWELS"), "a-cell-of-my-own")
    _, told = run(pupil, "%coder check count-vowels")
    assert not attempts(pupil)[0].is_complete
    assert "name 'LETTERS' is not defined" in told.replace("│ ", "")


def test_a_cell_that_checks_itself_is_judged_as_it_is_now(pupil):
    run(pupil, SMALL_LETTERS, "count-vowels")
    run(pupil, f"{NO_U_NO_O}\n%coder check count-vowels", "count-vowels")
    assert not attempts(pupil)[0].is_complete


def test_the_variable_that_only_a_tests_first_lines_read_is_the_answer(tmp_path, monkeypatch, request):
    test = replace(
        PUZZLE.tests[0], cases=(expressed("1", "add([1, -2, 3])", 4, setup="add = assembled(answer)\nunused = [add]"),)
    )
    path = write_release(tmp_path / "week-1.ipynb", "hints", replace(PUZZLE, tests=(test, *PUZZLE.tests[1:])))
    monkeypatch.setenv("JPY_SESSION_NAME", str(path))
    shell = request.getfixturevalue("shell")
    run(shell, PUZZLE.prelude, "sum-positive-puzzle-prelude")
    run(shell, RIGHT["sum-positive-puzzle"], "sum-positive-puzzle")
    run(shell, "%coder check")
    assert attempts(shell)[0].is_complete


def test_ids_of_vs_code_tell_cells_apart_but_not_where_they_stand(pupil):
    own, other = (f"vscode-notebook-cell:/week-1.ipynb#X{n}sZmlsZQ%3D%3D" for n in (10, 11))
    run(pupil, SMALL_LETTERS, own)
    run(pupil, "LIMIT = 1", other)
    _, told = run(pupil, "%coder check count-vowels")
    assert attempts(pupil)[0].is_complete
    assert "another cell" not in told.replace("│ ", "")
    run(pupil, "# nothing", own)
    _, told = run(pupil, "%coder check count-vowels")
    assert "◐ not tried yet" in told


def test_code_in_the_cell_of_another_exercise_is_told(pupil):
    run(pupil, SMALL_LETTERS, "stack")
    _, told = run(pupil, "%coder check count-vowels")
    assert "◐ not tried yet" in told
    assert "`count_vowels` stands in the cell of another exercise" in told.replace("│ ", "")


def test_where_two_exercises_ask_for_one_name_it_is_said_that_the_newest_was_judged(tmp_path, monkeypatch, request):
    path = write_release(tmp_path / "week-1.ipynb", "hints", VOWELS, replace(VOWELS, item="count-them-again"))
    monkeypatch.setenv("JPY_SESSION_NAME", str(path))
    shell = request.getfixturevalue("shell")
    run(shell, SMALL_LETTERS)
    _, told = run(shell, "%coder check count-vowels")
    assert "Another exercise of this notebook asks for `count_vowels`" in told.replace("│ ", "")
    run(shell, SMALL_LETTERS, "count-vowels")
    _, told = run(shell, "%coder check count-vowels")
    assert "Another exercise" not in told
