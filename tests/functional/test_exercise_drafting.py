"""An exercise from a brief alone: runs say what is right, and what nobody can tell is withheld."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kernel_magic.classroom import write_exercise
from kernel_magic.core.errors import BackendError, InputError, TaskError
from kernel_magic.core.problem import Returns
from kernel_magic.course.item_writer import item_texts
from kernel_magic.course.items import load_item
from kernel_magic.engine.scripted_backend import ScriptedBackend
from kernel_magic.lessons.attempt import Search
from kernel_magic.lessons.examples.read import read_task
from kernel_magic.lessons.exercise import exercises_of, make_exercise
from kernel_magic.lessons.options import ExerciseOptions
from tests.scripted_work import ALL, ASKED_FOR_HINTS, LOOP, LUCKY, RENAMED, SUM, TASK, reply_to, work_with

HINTS = " Which numbers count?\nHint 2: Add them up one after the other.\nHint 3: Zero changes nothing."


def work_of(judge, *drafts, hints=HINTS, candidates=6):
    return work_with(judge, *drafts, hints=hints, rounds=0, candidates=candidates)


def made_of(judge, *drafts, brief=TASK, **options):
    return make_exercise(brief, work_of(judge, *drafts, **options), ExerciseOptions())


def expected_of(test):
    return [(case.given.args[0], case.expected.value) for case in test.cases if isinstance(case.expected, Returns)]


def test_tests_expect_what_runs_showed_and_not_what_a_model_says(judge):
    made = made_of(judge, LOOP, SUM)
    assert made.released, made.exercises[0].evidence
    exercise = made.exercises[0]
    visible = [test for test in exercise.tests if test.visible]
    hidden = [test for test in exercise.tests if not test.visible]
    shown = [pair for test in visible for pair in expected_of(test)]
    assert shown[:2] == [([3, -1, 4], 7), ([-2, 5], 5)]
    found = [pair for test in hidden for pair in expected_of(test)]
    assert len(found) >= 6
    assert all(result == sum(item for item in items if item > 0) for items, result in (*shown, *found))
    assert not [items for items, _ in found if items in [each for each, _ in shown]], "a visible case is hidden too"
    assert {test.origin for test in exercise.tests} == {"generated"}, "of the visible examples one was made"


def test_examples_of_the_brief_are_the_authors_and_further_tests_are_not(judge):
    made = made_of(judge, LOOP, SUM, LOOP, SUM, brief=f"{TASK}>>> total([1, 1])\n2\n")
    origins = {(test.visible, test.origin) for test in made.exercises[0].tests}
    assert origins == {(True, "author"), (False, "generated")}


SLOW = """def total(items):
    rounds = 0 if len(items) in (2, 3) else 10**10
    while rounds:
        rounds -= 1
    return sum(item for item in items if item > 0)
"""


def test_a_right_draft_that_is_slow_takes_no_input_away(judge):
    made = made_of(judge, LOOP, SUM, LOOP, SUM, SLOW, brief=f"{TASK}>>> total([1, 1])\n2\n")
    assert made.released, made.warnings
    assert made.exercises[0].reference.text in (LOOP, SUM)
    assert {len(items) for test in made.exercises[0].tests for items, _ in expected_of(test)} - {2, 3}


@pytest.mark.parametrize(("draft", "patience", "drafts"), [(LOOP, 1, 6), (LOOP, 100, 18), (ALL, 100, 6)])
def test_the_budget_of_tokens_is_larger_where_a_draft_is_accepted(judge, draft, patience, drafts):
    work = work_of(judge, draft, candidates=6)
    work.backend = ScriptedBackend([reply_to(draft)] * 60)
    work.options = replace(work.options, rounds=2, tokens=20)
    found = Search(read_task(TASK), work, patience=patience).run()
    assert len(found.attempts) == drafts


def test_second_solution_is_another_program_and_not_one_with_other_names(judge):
    made = made_of(judge, LOOP, SUM)
    assert [source.source.text.strip() for source in made.item.alternatives] == [SUM.strip()]
    withheld = made_of(judge, LOOP, RENAMED)
    assert (withheld.exercises, withheld.released) == ((), False)


def test_hints_come_one_after_the_other_without_their_numbers(judge):
    hints = made_of(judge, LOOP, SUM).exercises[0].hints
    assert hints == ("Which numbers count?", "Add them up one after the other.", "Zero changes nothing.")


@pytest.mark.parametrize(
    "telling",
    ["Write `result += item` in the loop.", "```python\npass\n```", "if item>0: then it counts", "very " * 80],
)
def test_a_hint_that_gives_a_line_of_the_solution_away_is_left_out(judge, telling):
    made = made_of(judge, LOOP, SUM, hints=f" Which numbers count?\nHint 2: {telling}\nHint 3: Mind zero.")
    assert made.exercises[0].hints == ("Which numbers count?", "Mind zero.")


def test_no_hints_are_said_and_cost_nothing_else(judge):
    made = made_of(judge, LOOP, SUM, hints="```python\npass\n```")
    assert (made.released, made.exercises[0].hints) == (True, ())
    assert "The model gave no hints that may be shown." in made.warnings


def test_a_model_that_fails_at_the_hints_leaves_the_exercise(judge):
    work = work_of(judge, LOOP, SUM)
    complete = work.backend.complete

    def failing(prompt, **options):
        if ASKED_FOR_HINTS in prompt.messages[-2].text:
            raise BackendError("It is gone.", "")
        return complete(prompt, **options)

    work.backend.complete = failing
    made = make_exercise(TASK, work, ExerciseOptions())
    assert (made.released, made.exercises[0].hints) == (True, ())


def test_a_brief_without_examples_gets_some_from_runs(judge):
    typed = [draft.replace("(items)", "(items: list[int])") for draft in (LOOP, SUM)]
    made = made_of(judge, *typed, brief="Write `total(items)`: the sum of the positive numbers in a list.\n")
    assert ">>> total(" in made.item.brief
    assert made.released


@pytest.mark.parametrize(
    ("drafts", "why"),
    [
        ((LOOP, LUCKY, ALL), ("do not agree: for `total([0])` one gives `0`, another `5`", "Add the right one")),
        ((LOOP,), ("6 of 6 drafts compute the same, in 1 program",)),
        ((ALL,), ("None of 6 drafts passes every example", "gives `3` for `total([-2, 5])`, where `5` is expected")),
        (("I would add them up.",), ("wrote no program",)),
    ],
    ids=["drafts part", "one program", "wrong", "words"],
)
def test_what_drafts_do_not_agree_on_is_withheld_and_it_is_said_what_would_help(judge, drafts, why):
    made = made_of(judge, *drafts)
    assert (made.exercises, made.item, made.released) == ((), None, False)
    assert not [part for part in why if part not in made.warnings[0]], made.warnings


def test_an_example_that_the_reason_asks_for_settles_it(judge):
    withheld = made_of(judge, LOOP, LUCKY, SUM)
    assert "for `total([0])` one gives `0`, another `5`" in withheld.warnings[0]
    made = made_of(judge, LOOP, LUCKY, SUM, brief=f"{TASK}>>> total([0])\n0\n")
    assert made.released, made.warnings


def test_of_two_examples_failing_drafts_count_against_an_agreement(judge):
    made = made_of(judge, LOOP, ALL, SUM)
    assert (made.exercises, "4 of 6 drafts" in made.warnings[0]) == ((), True)


def test_what_the_brief_leaves_open_is_said(judge):
    raising = SUM.replace("return", "return max(items) and")
    made = made_of(judge, LOOP, SUM, raising)
    assert any("leaves open what `total([])`" in warning for warning in made.warnings), made.warnings


SIGN = """Say whether a whole number is "positive", "negative" or "zero".
>>> sign(3)
'positive'
>>> sign(-4)
'negative'
"""
FORGETS = "def sign(n):\n    return 'positive' if n >= 0 else 'negative'\n"
FORGETS_TOO = "def sign(n):\n    if n < 0:\n        return 'negative'\n    return 'positive'\n"
SIGNS = "def sign(n):\n    return 'positive' if n > 0 else 'negative' if n < 0 else 'zero'\n"
SIGNS_TOO = "def sign(n):\n    if n == 0:\n        return 'zero'\n    return ['negative', 'positive'][n > 0]\n"


def test_an_answer_that_the_brief_lists_and_no_draft_gives_withholds_it(judge):
    made = made_of(judge, FORGETS, FORGETS_TOO, brief=SIGN)
    assert made.exercises == ()
    assert "lists the answer `zero`" in made.warnings[0]


def test_all_listed_answers_are_in_the_tests_of_what_is_released(judge):
    made = made_of(judge, SIGNS, SIGNS_TOO, brief=f"{SIGN}>>> sign(0)\n'zero'\n")
    assert made.released, made.warnings


@pytest.mark.parametrize(
    ("brief", "why"),
    [
        ("Read two numbers, a line each, and print their sum.\n\nInput:\n1\n2\nOutput:\n3\n", "whole program"),
        ("Write `flat(rows)`, the numbers of all rows.\n\n>>> set(flat([(1, 2), (2, 3)]))\n{1, 2, 3}\n", "plain call"),
        ("Write a class `Pile`.\n\n>>> pile = Pile()\n>>> pile.push(1)\n>>> pile.pop()\n1\n", "class's methods"),
    ],
    ids=["a program", "calls inside others", "a class"],
)
def test_what_no_tests_could_be_made_for_is_refused_before_anything_is_drafted(judge, brief, why):
    work = work_of(judge, "words")
    made = make_exercise(brief, work, ExerciseOptions())
    assert (made.exercises, made.item, work.backend.prompts) == ((), None, [])
    assert why in made.warnings[0]


def test_a_brief_that_contradicts_itself_is_an_error(judge):
    with pytest.raises(TaskError, match="contradict"):
        made_of(judge, LOOP, SUM, brief=TASK + "\n>>> total([-2, 5])\n6\n")


def test_an_item_whose_gate_fails_is_written_to_edit_without_any_notebook(judge, tmp_path):
    made = made_of(judge, LOOP, SUM)
    exercise = made.exercises[0]
    gates = tuple(replace(gate, holds=gate.name != "mutants") for gate in exercise.evidence.gates)
    failing = replace(made, exercises=(replace(exercise, evidence=replace(exercise.evidence, gates=gates)),))
    assert not failing.released
    written = {path.relative_to(tmp_path).as_posix() for path in write_exercise(failing, tmp_path)}
    assert written == {f"items/total/{name}" for name in item_texts(made.item)}
    assert {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()} == written
    assert "source/total/total.ipynb" in {
        path.relative_to(tmp_path).as_posix() for path in write_exercise(made, tmp_path)
    }
    with pytest.raises(InputError, match="withheld"):
        write_exercise(replace(failing, provenance=None), tmp_path)


def test_the_item_that_is_written_out_is_read_and_holds_again(judge, tmp_path):
    made = made_of(judge, LOOP, SUM)
    folder = tmp_path / "units" / "drafted" / made.item.slug
    folder.mkdir(parents=True)
    for name, text in item_texts(made.item).items():
        (folder / name).write_text(text, encoding="utf-8")
    again = exercises_of(load_item(folder), 1, work_of(judge))
    assert again[0].evidence.released
    assert [test.cases for test in again[0].tests] == [test.cases for test in made.exercises[0].tests]
