"""`%coder check`, `%coder hint`, `%coder exercise` in a notebook that was given out: the real judge, no model."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from IPython.utils.capture import capture_output

from kernel_magic.core.attempt import GivenExercise
from kernel_magic.core.errors import InputError, PolicyError
from kernel_magic.core.verdict import Verdict
from kernel_magic.judge.local import LocalJudge
from kernel_magic.lessons.own_hints import exercise_meant
from kernel_magic.magics import completion, student
from kernel_magic.magics.arguments import MagicUsageError
from tests.exercise_samples import AVERAGE, PREDICT, PUZZLE, RIGHT, STACK, VOWELS
from tests.pupils import attempts, run
from tests.released_notebooks import write_release

SMALL_LETTERS = 'def count_vowels(text):\n    return sum(letter in "aeiou" for letter in text)'
NO_U_NO_O = 'def count_vowels(text):\n    return sum(letter in "aei" for letter in text)'


def test_a_check_says_what_passes_what_fails_and_what_it_does_not_say(pupil):
    run(pupil, NO_U_NO_O, "count-vowels")
    result, told = run(pupil, "%coder check count-vowels")
    assert result.success, told
    assert "0 of 1 visible test passed · 0 of 1 point of the visible tests · attempt 1" in told
    assert "input count_vowels('hello')" in told.replace("│ ", "")
    assert "expected 2" in told.replace("│ ", "")
    assert "got 1" in told.replace("│ ", "")
    assert "2 more tests, worth 3 of the 4 points, are hidden" in told.replace("│ ", "")
    run(pupil, SMALL_LETTERS, "count-vowels")
    _, told = run(pupil, "%coder check count_vowels")
    assert "◐ visible tests pass 1 of 1 visible test passed · 1 of 1 point" in told
    assert "attempt 2" in told
    assert "does not promise full marks" in told.replace("│ ", "")
    assert "✓ all" not in told
    [attempt] = attempts(pupil)
    assert (attempt.points, attempt.passed, attempt.is_complete) == (1.0, 1, True)


def test_nothing_of_hidden_tests_is_shown(pupil):
    run(pupil, SMALL_LETTERS, "count-vowels")
    with capture_output() as captured:
        pupil.run_cell("%coder check count-vowels", store_history=True)
        pupil.run_cell("%coder check", store_history=True)
        pupil.run_cell("%coder exercise count-vowels", store_history=True)
    told = str([output.data for output in captured.outputs])
    assert [secret for secret in ("AEIOU", "Otto", "BRRR", "capital letters") if secret in told] == []


def test_the_code_runs_in_the_judge_and_not_here(pupil, tmp_path):
    trap = tmp_path / "trap"
    run(pupil, f"def count_vowels(text):\n    open({str(trap)!r}, 'w').write('x')\n    return 2", "count-vowels")
    before = dict(pupil.user_ns)
    run(pupil, "%coder check count-vowels")
    assert not trap.exists()
    changed = {name for name, value in pupil.user_ns.items() if before.get(name) is not value}
    assert {name for name in changed if not name.startswith("_")} <= {"In", "Out"}
    assert attempts(pupil)[0].tests[0].verdict == "RTE"


def test_the_newest_code_counts_with_what_it_needs_of_other_cells(pupil):
    run(pupil, NO_U_NO_O, "count-vowels")
    run(pupil, "import string\nVOWELS = 'ae'\ndef is_vowel(letter):\n    return letter in VOWELS")
    run(pupil, "%%time\ndef count_vowels(text):\n    return sum(is_vowel(letter) for letter in text)\n", "count-vowels")
    run(pupil, "VOWELS = 'aeiou'")
    run(pupil, "raise ValueError")
    run(pupil, "%coder check count-vowels")
    [attempt] = attempts(pupil)
    assert attempt.is_complete
    assert attempt.answer.code.startswith("%%time\ndef count_vowels")
    assert "VOWELS = 'aeiou'" in attempt.answer.program
    assert "import string" not in attempt.answer.program


def test_an_answer_that_is_no_python_counts_and_is_no_older_one(pupil):
    run(pupil, SMALL_LETTERS, "count-vowels")
    run(pupil, "x = 1\n\ndef count_vowels(text:\n    return 2", "count-vowels")
    _, told = run(pupil, "%coder check count-vowels")
    assert "does not compile" in told
    assert "Line 3: SyntaxError" in told
    assert attempts(pupil)[0].tests[0].verdict == "CE"


def test_lines_are_those_of_the_cell(pupil):
    run(pupil, "def helper(text):\n    x = 1\n    return text.vowels")
    run(pupil, "\n\ndef count_vowels(text):\n    y = helper\n    return 1 / 0\n", "count-vowels")
    _, told = run(pupil, "%coder check count-vowels")
    assert "division by zero (line 3)" in told


def test_the_same_code_again_is_no_new_attempt(pupil):
    run(pupil, NO_U_NO_O, "count-vowels")
    for _ in range(3):
        run(pupil, "%coder check count-vowels")
    assert attempts(pupil)[0].answer.number == 1
    run(pupil, NO_U_NO_O + "  # once more", "count-vowels")
    run(pupil, "%coder check")
    assert attempts(pupil)[0].answer.number == 2


def test_an_exercise_that_nobody_has_tried_is_no_attempt(pupil):
    result, told = run(pupil, "%coder check count-vowels")
    assert result.success
    assert "◐ not tried yet" in told
    assert "No cell that defines count_vowels was run yet" in told
    run(pupil, NO_U_NO_O, "count-vowels")
    run(pupil, "%coder check count-vowels")
    assert attempts(pupil)[0].answer.number == 1


def test_an_exercise_without_visible_tests_is_graded_later(tmp_path, monkeypatch, request):
    hidden = replace(PREDICT, tests=tuple(replace(test, visible=False) for test in PREDICT.tests))
    path = write_release(tmp_path / "week-1.ipynb", "hints", hidden)
    monkeypatch.setenv("JPY_SESSION_NAME", str(path))
    shell = request.getfixturevalue("shell")
    run(shell, "answer_1 = 1\nanswer_2 = 10", "predict-loop")
    result, told = run(shell, "%coder check")
    assert result.success
    assert "◐ nothing to run here" in told
    assert "graded when you hand it in" in told.replace("│ ", "")
    assert "3 tests, worth 3 of the 3 points, are hidden" in told.replace("│ ", "")


def test_exercises_that_nothing_can_be_run_of_do_not_count_as_missing(tmp_path, monkeypatch, request):
    hidden = replace(PREDICT, tests=tuple(replace(test, visible=False) for test in PREDICT.tests))
    path = write_release(tmp_path / "week-1.ipynb", "hints", VOWELS, hidden)
    monkeypatch.setenv("JPY_SESSION_NAME", str(path))
    shell = request.getfixturevalue("shell")
    run(shell, SMALL_LETTERS, "count-vowels")
    _, told = run(shell, "%coder check")
    assert "◐ visible tests pass the visible tests pass in 1 of 1 exercise; 1 without a visible test" in told
    run(shell, NO_U_NO_O, "count-vowels")
    _, told = run(shell, "%coder check")
    assert "✗ not yet the visible tests pass in 0 of 1 exercise" in told


def test_without_a_name_all_exercises_are_checked(pupil):
    for item, code in RIGHT.items():
        run(pupil, code, item)
    result, told = run(pupil, "%coder check")
    assert result.success, told
    assert "◐ visible tests pass the visible tests pass in 5 of 5 exercises" in told
    assert "12 hidden tests, worth 15.5 points, were not run" in told.replace("│ ", "")
    assert [attempt.is_complete for attempt in attempts(pupil)] == [True] * 5
    run(pupil, STACK.starter.text, "stack")
    _, told = run(pupil, "%coder check")
    assert "✗ not yet the visible tests pass in 4 of 5 exercises" in told
    assert "stack.pop()" in told


def test_a_prelude_comes_before_the_answer_and_answers_of_other_exercises_do_not_count(pupil):
    run(pupil, PUZZLE.prelude, "sum-positive-puzzle-prelude")
    run(pupil, RIGHT["sum-positive-puzzle"], "sum-positive-puzzle")
    run(pupil, "answer = 'for predict-loop'", "predict-loop")
    run(pupil, "%coder check sum-positive-puzzle")
    [attempt] = attempts(pupil)
    assert attempt.is_complete
    assert attempt.answer.note == ""


def test_answers_in_several_cells_are_put_together(pupil):
    run(pupil, "answer_1 = 1")
    run(pupil, "answer_2 = answer_1 * 10")
    run(pupil, "%coder check predict-loop")
    [attempt] = attempts(pupil)
    assert (attempt.passed, attempt.points) == (1, 0.5)
    assert attempt.answer.note == "", "a front end without ids says nothing about where it stands"


def test_code_in_another_cell_than_the_exercises_own_is_told(pupil):
    run(pupil, SMALL_LETTERS, "a-cell-of-my-own")
    _, told = run(pupil, "%coder check count-vowels")
    assert "stands in another cell than its own" in told.replace("│ ", "")


def test_without_hidden_tests_all_passed_may_be_said(tmp_path, monkeypatch, request):
    path = write_release(tmp_path / "week-1.ipynb", "hints", replace(VOWELS, tests=VOWELS.tests[:1]))
    monkeypatch.setenv("JPY_SESSION_NAME", str(path))
    shell = request.getfixturevalue("shell")
    run(shell, SMALL_LETTERS, "count-vowels")
    _, told = run(shell, "%coder check")
    assert "✓ all tests pass" in told


def test_hints_come_one_after_the_other_and_are_remembered(pupil):
    first, second = VOWELS.hints
    _, told = run(pupil, "%coder hint count-vowels")
    assert "Hint 1 of 2" in told
    assert "1 more hint" in told
    assert "loop. What do you have to remember" in told
    assert "capital one" not in told
    run(pupil, "%coder hint stack")
    _, told = run(pupil, "%coder hint count_vowels")
    assert "Hint 2 of 2" in told
    assert "capital one" in told
    assert "this was the last one" in told
    _, again = run(pupil, "%coder hint")
    assert again == told
    assert first != second


def test_an_exercise_without_hints_says_so(pupil):
    result, _ = run(pupil, "%coder hint predict-loop")
    assert isinstance(result.error_in_exec, InputError)
    assert "no hints" in result.error_in_exec.message


@pytest.mark.parametrize(
    "cell",
    [
        "%%coder solve\nWrite count_vowels(text) for me.\n",
        "%%coder\nHow many letters of a text are vowels? Small or capital letters, returned as a number of letters.\n",
        "%%coder compare\ndef count_vowels(text): ...\n",
        "%%coder check\ndef count_vowels(text):\n    return 0\n",
        "%%coder solve --vars what\nSolve {what}.\n",
        "%%coder check --task what\ndef f(x):\n    return x\n",
    ],
)
def test_a_solution_of_an_exercise_becomes_its_next_hint(pupil, cell, ask, monkeypatch):
    asked = ask()
    monkeypatch.setattr("kernel_magic.session.shared_backend", lambda *more, **named: pytest.fail("a model was opened"))
    pupil.user_ns["what"] = "count-vowels, please"
    result, told = run(pupil, cell)
    assert result.success, told
    assert "Hint 1 of 2: Count the vowels" in told
    assert "does not allow" in told.replace("│ ", "")
    assert not asked.requests
    _, told = run(pupil, cell)
    assert "Hint 2 of 2" in told


def test_a_task_of_ones_own_is_refused_and_it_is_said_what_is_allowed(pupil, ask):
    asked = ask()
    result, _ = run(
        pupil, "%%coder solve\nWrite quicksort(items) that sorts a list of integers.\n>>> quicksort([])\n[]"
    )
    assert isinstance(result.error_in_exec, PolicyError)
    assert "your own" in result.error_in_exec.message
    assert "hints one after the other" in result.error_in_exec.hint
    assert not asked.requests


def test_an_exercise_of_tests_is_not_meant_by_the_word_alone():
    there = [GivenExercise(item="test-the-sum", title="Test it", kind="tests", function="tests")]
    assert exercise_meant("Write a function that passes all tests.", there) is None
    assert exercise_meant("def tests(total): ...", there) is not None


@pytest.mark.parametrize("command", ["check", "hint", "exercise"])
def test_wrong_names_and_help(pupil, command):
    result, _ = run(pupil, f"%coder {command} count-vowel")
    assert isinstance(result.error_in_exec, InputError)
    assert "Did you mean 'count-vowels'?" in result.error_in_exec.message
    assert "stack" in result.error_in_exec.hint
    result, _ = run(pupil, f"%coder {command} one two")
    assert isinstance(result.error_in_exec, MagicUsageError)
    result, told = run(pupil, f"%coder {command} --help")
    assert result.success
    assert f"usage: %coder {command} [NAME]" in told


def test_which_exercise_is_meant_without_a_name(pupil):
    result, _ = run(pupil, "%coder hint")
    assert isinstance(result.error_in_exec, InputError)
    assert "not clear" in result.error_in_exec.message
    run(pupil, NO_U_NO_O, "count-vowels")
    run(pupil, "%coder check count-vowels")
    _, told = run(pupil, "%coder hint")
    assert "Count the vowels" in told


def test_a_notebook_without_exercises_says_what_to_do(shell):
    for line in ("%coder check", "%coder hint", "%coder exercise"):
        result, _ = run(shell, line)
        assert isinstance(result.error_in_exec, InputError)
        assert "%coder notebook" in result.error_in_exec.hint


def test_names_of_exercises_are_completed(pupil, shell):
    class Event:
        def __init__(self, text: str) -> None:
            self.text_until_cursor, self.command = text, text.split()[0]

    assert completion.matches(pupil, Event("%coder check co")) == ["count-vowels", "count_vowels"]
    assert completion.matches(pupil, Event("%coder hint St")) == ["Stack"]
    assert {"check", "hint", "exercise", "notebook"} <= set(completion.matches(pupil, Event("%coder ")))


def test_status_and_last_know_a_check(pupil):
    run(pupil, NO_U_NO_O, "count-vowels")
    run(pupil, "%coder check count-vowels")
    _, told = run(pupil, "%coder status")
    assert "the visible tests pass in 0 of 1 exercise" in told
    assert "week-1.ipynb" in told
    _, told = run(pupil, "%coder last")
    assert "Check of Count the vowels" in told


def test_the_buttons_do_what_the_commands_do(pupil, monkeypatch):
    shown: list[Any] = []
    monkeypatch.setattr(student, "show_exercise", lambda *given, **named: shown.append((given, named)))
    run(pupil, NO_U_NO_O, "count-vowels")
    run(pupil, "%coder hint count-vowels")
    run(pupil, "%coder check count-vowels")
    result, told = run(pupil, "%coder exercise count-vowels")
    assert result.success, told
    [((exercise, judge, hint), named)] = shown
    assert exercise.item == "count-vowels"
    assert (named["given"], named["last"].answer.number) == (1, 1)
    assert hint().number == 2
    run(pupil, SMALL_LETTERS, "count-vowels")
    attempt = judge()
    assert (attempt.is_complete, attempt.answer.number) == (True, 2)


def test_a_fault_of_the_judge_is_no_attempt_and_costs_nothing(pupil, monkeypatch):
    honest = LocalJudge.judge
    run(pupil, SMALL_LETTERS, "count-vowels")

    def failing(judge, source, contract, **named):
        report = honest(judge, source, contract, **named)
        return replace(report, cases=tuple(replace(each, verdict=Verdict.IE) for each in report.cases))

    monkeypatch.setattr(LocalJudge, "judge", failing)
    _, told = run(pupil, "%coder check count-vowels")
    assert "Nothing is held against this answer" in told
    assert "✗" not in told
    monkeypatch.setattr(LocalJudge, "judge", honest)
    run(pupil, NO_U_NO_O, "count-vowels")
    run(pupil, "%coder check count-vowels")
    assert attempts(pupil)[0].answer.number == 1


def test_a_cell_that_never_ends_is_ended(pupil):
    run(pupil, "def average(numbers):\n    while True:\n        pass", "fix-average")
    _, told = run(pupil, "%coder check fix-average")
    assert "time limit exceeded" in told
    assert AVERAGE.title in told
