"""Badges say what ran and never more than the witnesses carry."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kernel_magic.core.errors import Cancelled, ModelMissingError
from kernel_magic.core.lesson import Counterexample, Task, Usage, Witness
from kernel_magic.core.verdict import Isolation, JudgeReport, Verdict
from kernel_magic.render.check import check_document
from kernel_magic.render.error import error_document
from kernel_magic.render.lesson import lesson_document
from kernel_magic.render.report import verdict_badge
from kernel_magic.render.text import to_text
from kernel_magic.render.words import missing_half, shown_status, what_ran, witness_words

PASSED = Witness(kind="examples", cases=2, agreed=2)
FAILED = Witness(kind="examples", cases=2, agreed=1)
AGREED = Witness(kind="agreement", cases=40, agreed=40, detail="equal to 2 other independent candidates")
ALONE = Witness(kind="agreement", cases=40, agreed=0, detail="no second independent candidate was accepted")
NONE = Witness(kind="examples", cases=0, agreed=0)


@pytest.mark.parametrize(
    ("status", "witnesses", "shown"),
    [
        ("verified", (PASSED, AGREED), "verified"),
        ("verified", (PASSED, ALONE), "partly_verified"),
        ("verified", (PASSED,), "partly_verified"),
        ("verified", (AGREED,), "partly_verified"),
        ("verified", (FAILED, AGREED), "unverified"),
        ("verified", (NONE, AGREED), "unverified"),
        ("verified", (), "unverified"),
        ("partly_verified", (PASSED, AGREED), "partly_verified"),
        ("partly_verified", (ALONE,), "unverified"),
        ("unverified", (PASSED, AGREED), "unverified"),
    ],
)
def test_no_badge_claims_more_than_its_witnesses(status, witnesses, shown):
    assert shown_status(status, Task(text=""), witnesses) == shown


def test_a_false_verified_shows_no_steps_and_no_check_mark(samples):
    lesson = replace(samples.verified_lesson(), witnesses=(FAILED,))
    text = to_text(lesson_document(lesson))
    assert "✗ unverified" in text
    assert "✓ verified" not in text
    assert "No answer here can be trusted." in text
    assert "Keep one finger" not in text


def test_the_line_beside_the_badge_is_read_off_the_witnesses():
    line = what_ran((PASSED, AGREED), Isolation(level=3, layers=()), Usage(seconds=0.8))
    assert line == (
        "your 2 examples · 40 generated inputs, equal to 2 other independent candidates · sandbox level 3 · 0.8 s"
    )
    assert what_ran((), Isolation(level=0, layers=()), Usage()) == "sandbox level 0"


@pytest.mark.parametrize(
    ("witness", "words"),
    [
        (FAILED, "1 of your 2 examples passes"),
        (Witness(kind="examples", cases=3, agreed=2), "2 of your 3 examples pass"),
        (Witness(kind="examples", cases=1, agreed=1), "your 1 example"),
        (Witness(kind="examples", cases=2, agreed=0), "none of your 2 examples passes"),
        (NONE, "none of your examples could be run"),
        (ALONE, "generated inputs: no second independent candidate was accepted"),
        (Witness(kind="agreement", cases=40, agreed=39), "39 of 40 generated inputs equal"),
        (Witness(kind="brute_force", cases=212, agreed=212), "212 generated inputs against a brute force, all equal"),
        (Witness(kind="teacher_tests", cases=5, agreed=5), "the teacher's 5 tests"),
    ],
)
def test_witnesses_in_words(witness, words):
    assert witness_words(witness) == words


def test_a_partly_verified_lesson_says_which_half_is_missing():
    task = Task(text="")
    assert "You gave no example" in missing_half(task, (AGREED,))
    assert "no second independent candidate was accepted" in missing_half(task, (PASSED, ALONE))
    assert "nothing confirms it." in missing_half(task, (PASSED,))
    split = Witness(kind="agreement", cases=41, agreed=40, detail="1 accepted candidate computed something else")
    assert "do not all agree: 1 accepted candidate" in missing_half(task, (PASSED, split))
    left_out = replace(task, unread_examples=("f(1..2) -> 3",))
    assert "1 example could not be used" in missing_half(left_out, (PASSED, AGREED))
    assert shown_status("verified", left_out, (PASSED, AGREED)) == "partly_verified"


def test_an_unverified_lesson_shows_the_failing_example_and_what_to_do(samples):
    text = to_text(lesson_document(samples.unverified_lesson()))
    for wanted in (
        "input     longest",
        "expected  'aba'",
        "got       'abacdfgdcaba'",
        "--candidates 8",
        "Nothing was inserted",
    ):
        assert wanted in text
    assert "The whole solution" not in text


def test_an_unverified_lesson_without_any_draft_says_so(samples):
    lesson = replace(
        samples.unverified_lesson(), solution=None, counterexample=None, attempts=(), witnesses=(), report=None
    )
    text = to_text(lesson_document(lesson))
    assert "None of the drafts could be run." in text
    assert "closest attempt" not in text


def test_a_judge_fault_is_not_held_against_an_answer(samples):
    result = samples.check_result()
    report = JudgeReport(verdict=Verdict.IE, cases=(), isolation=result.report.isolation)
    text = to_text(check_document(replace(result, verdict=Verdict.IE, report=report, counterexample=None)))
    assert "Nothing is held against this answer" in text
    assert "not right" not in text
    assert verdict_badge(report).symbol == "◐"


def test_a_report_without_cases_is_no_acceptance(samples):
    empty = JudgeReport(verdict=Verdict.AC, cases=(), isolation=samples.ISOLATION)
    assert verdict_badge(empty).tone == "part"


def test_errors_show_message_and_hint():
    text = to_text(error_document(ModelMissingError("No weights here.", "Run kernel-magic model fetch.")))
    assert "No weights here." in text
    assert "Run kernel-magic model fetch." in text
    assert "✗" in text
    assert "◐ stopped" in to_text(error_document(Cancelled()))


def test_the_record_counts_what_was_dropped_and_names_missing_layers(samples):
    text = to_text(lesson_document(samples.verified_lesson()))
    assert "2 sentences of the model were dropped" in text
    assert "not in force  cgroup" in text


def test_a_dissent_shows_both_answers_and_calls_neither_expected(samples):
    other = Counterexample(input="merge([4, 1], [3])", expected="[1, 3, 4]", got="[3, 4, 1]", source="candidate 4")
    lesson = replace(samples.partly_verified_lesson(), counterexample=other)
    text = to_text(lesson_document(lesson))
    assert "candidate 4  [1, 3, 4]" in text
    assert "this answer  [3, 4, 1]" in text
    assert "expected" not in text
