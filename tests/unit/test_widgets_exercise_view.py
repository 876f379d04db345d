"""The view of an exercise: marks, a run, hints one after the other; nothing is given away early, nothing is markup."""

from __future__ import annotations

import re
from dataclasses import replace

import ipywidgets
import pytest

from kernel_magic.core.attempt import Answer, ExerciseAttempt, GivenExercise, GivenTest
from kernel_magic.core.errors import IsolationError, PolicyError
from kernel_magic.core.gradebook import TestGrade
from kernel_magic.core.lesson import Counterexample
from kernel_magic.core.problem import Call, Returns, TestCase
from kernel_magic.core.source import Diagnostic
from kernel_magic.core.verdict import Isolation, Verdict
from kernel_magic.lessons.own_hints import hint_of
from kernel_magic.widgets.exercise_view import exercise_view

ATTACK = "</p></article></style><script>alert(1)</script><img src=x onerror=alert(1)>"
CASES = (TestCase(name="1", given=Call(args=("e",)), expected=Returns(value=1)),)
EXERCISE = GivenExercise(
    item="count-vowels",
    title="Count the vowels",
    function="count_vowels",
    points=5.0,
    tests=(
        GivenTest(name="small", title="small letters", points=1.0, cases=CASES),
        GivenTest(name="empty", title="an empty text", points=1.0, cases=CASES),
    ),
    hidden=2,
    hidden_points=3.0,
    hints=("Use a `for` loop.", "What of **capital** letters?"),
)


def grade(name: str, verdict: Verdict, **more: object) -> TestGrade:
    test = next(test for test in EXERCISE.tests if test.name == name)
    points = test.points if verdict is Verdict.AC else 0.0
    found = TestGrade(
        name=name, title=test.title, visible=True, points=points, max_points=test.points, verdict=verdict,
        passed=2 if verdict is Verdict.AC else 1, cases=2,
    )  # fmt: skip
    return replace(found, **more)  # type: ignore[arg-type]  # fields of a grade


def attempt(*tests: TestGrade, number: int = 1, example: Counterexample | None = None) -> ExerciseAttempt:
    return ExerciseAttempt(
        answer=Answer(exercise=EXERCISE, code="def count_vowels(text): ...", number=number),
        tests=tests,
        counterexample=example,
        isolation=Isolation(level=3, layers=()),
    )


FAILING = attempt(
    grade("small", Verdict.WA, example="count_vowels('e')", message="returned 0, expected 1"),
    grade("empty", Verdict.AC),
    example=Counterexample(input="count_vowels('e')", expected="1", got="0"),
)
PASSING = attempt(grade("small", Verdict.AC), grade("empty", Verdict.AC), number=4)


def view(*, run=lambda: FAILING, hint=None, **more: object) -> ipywidgets.Widget:
    given = iter(range(9))
    exercise = more.pop("exercise", EXERCISE)
    assert isinstance(exercise, GivenExercise)
    hint = hint or (lambda: hint_of(exercise, next(given)))
    return exercise_view(exercise, run=run, hint=hint, **more)  # type: ignore[arg-type]  # as each test gives them


def every(widget) -> list[ipywidgets.Widget]:
    return [widget, *(found for child in getattr(widget, "children", ()) for found in every(child))]


def buttons(widget) -> dict[str, ipywidgets.Button]:
    return {item.description: item for item in every(widget) if isinstance(item, ipywidgets.Button)}


def markup(widget) -> str:
    shown = (item.value for item in every(widget) if isinstance(item, (ipywidgets.HTML, ipywidgets.Label)))
    return "\n".join(shown)


def words(widget) -> str:
    """What a person reads besides the buttons."""
    return " ".join(re.sub("<style>.*?</style>|<[^>]+>", " ", markup(widget)).split())


def test_before_the_first_run_it_says_what_there_is():
    told = words(view())
    assert "Count the vowels ◐ not tried yet 2 visible tests, 5 points in all" in told
    assert told.count("○ not run") == 2
    assert "2 more tests, worth 3 of the 5 points, are hidden" in told
    assert list(buttons(view())) == ["Run the visible tests", "Hint (2 left)"]


def test_a_run_puts_marks_at_the_tests_and_shows_the_smallest_example():
    shown = view()
    buttons(shown)["Run the visible tests"].click()
    told = words(shown)
    assert "✗ not yet 1 of 2 visible tests passed · 1 of 2 points of the visible tests · attempt 1" in told
    assert "small letters ✗ wrong answer 0 of 1 1 of 2" in told
    assert "an empty text ✓ passed 1 of 1 2 of 2" in told
    assert "input count_vowels('e') expected 1 got 0" in told.replace("&#x27;", "'")


def test_a_right_answer_is_not_called_full_marks():
    results = [FAILING, PASSING]
    shown = view(run=lambda: results.pop(0))
    buttons(shown)["Run the visible tests"].click()
    buttons(shown)["Run the visible tests"].click()
    told = words(shown)
    assert "◐ visible tests pass 2 of 2 visible tests passed · 2 of 2 points of the visible tests · attempt 4" in told
    assert "Passing every visible test does not promise full marks." in told
    assert "smallest example" not in told


def test_hints_come_one_by_one_and_are_not_in_the_page_before():
    shown = view()
    held = repr([item.get_state() for item in every(shown)])
    assert "loop" not in held
    assert "capital" not in held
    buttons(shown)["Hint (2 left)"].click()
    assert "Hint 1 of 2 Use a for loop." in words(shown)
    assert "capital" not in repr([item.get_state() for item in every(shown)])
    buttons(shown)["Hint (1 left)"].click()
    assert "Hint 2 of 2 What of capital letters? The hints before" in words(shown)
    assert "The last hint again" in buttons(shown)


def test_hints_given_before_are_counted():
    assert "Hint (1 left)" in buttons(view(given=1))
    assert "The last hint again" in buttons(view(given=2))


def test_the_last_attempt_is_shown_at_once():
    assert "attempt 4" in words(view(last=PASSING))


def test_without_a_permission_there_is_no_button_for_hints():
    shown = exercise_view(EXERCISE, run=lambda: FAILING, hint=None)
    assert list(buttons(shown)) == ["Run the visible tests"]
    assert "policy gives no hints" in words(shown)
    assert "loop" not in repr([item.get_state() for item in every(shown)])


def test_an_exercise_without_hints_has_no_button_for_them():
    assert list(buttons(view(exercise=replace(EXERCISE, hints=())))) == ["Run the visible tests"]


def test_a_hint_that_is_refused_later_says_why():
    def refuse():
        raise PolicyError("No hints any more.", "Ask your teacher.")

    shown = view(hint=refuse)
    buttons(shown)["Hint (2 left)"].click()
    assert "No hints any more." in words(shown)
    assert "Hint (2 left)" in buttons(shown)


@pytest.mark.parametrize("error", [IsolationError("No sandbox <b>.", "Ask."), RuntimeError("<b>broken</b>")])
def test_an_error_is_shown_in_place_and_the_button_stays(error):
    def fail():
        raise error

    shown = view(run=fail)
    buttons(shown)["Run the visible tests"].click()
    assert "&lt;b&gt;" in markup(shown)
    assert "<b>" not in markup(shown)
    assert not buttons(shown)["Run the visible tests"].disabled


def test_while_the_judge_works_it_says_so_and_keeps_the_focus():
    seen: list[tuple[str, bool]] = []

    def run():
        seen.append((words(shown), buttons(shown)["Run the visible tests"].disabled))
        return PASSING

    shown = view(run=run)
    buttons(shown)["Run the visible tests"].click()
    [(told, disabled)] = seen
    assert "The judge is running" in told
    assert not disabled, "a browser takes the focus from a disabled button"
    assert "The judge is running" not in words(shown)


def test_a_cell_that_is_no_python_names_the_line():
    broken = replace(FAILING, diagnostics=(Diagnostic(rule="syntax", message="was never closed", line=3, column=1),))
    shown = view(run=lambda: broken)
    buttons(shown)["Run the visible tests"].click()
    assert "Line 3: was never closed" in words(shown)
    assert "smallest example" not in words(shown)


def test_hostile_texts_stay_text():
    exercise = replace(
        EXERCISE,
        title=ATTACK,
        tests=tuple(replace(test, title=ATTACK) for test in EXERCISE.tests),
        hints=(ATTACK, f"[x](javascript:alert(1)) {ATTACK}"),
    )
    answer = replace(FAILING.answer, exercise=exercise, note=ATTACK)
    both = tuple(replace(each, verdict=Verdict.RTE, title=ATTACK, message=ATTACK, example=ATTACK)
                 for each in FAILING.tests)  # fmt: skip
    example = Counterexample(input=ATTACK, expected=ATTACK, got=ATTACK)
    hostile = replace(FAILING, answer=answer, tests=both, counterexample=example)
    shown = view(exercise=exercise, run=lambda: hostile)
    buttons(shown)["Run the visible tests"].click()
    for _ in range(2):
        next(button for name, button in buttons(shown).items() if "int" in name and "Run" not in name).click()
    found = markup(shown)
    assert "alert(1)" in found
    assert "<script" not in found
    assert "<img" not in found
    assert "href" not in found


def test_an_exercise_without_visible_tests_says_that_nothing_can_be_run():
    told = words(view(exercise=replace(EXERCISE, tests=())))
    assert "◐ nothing to run here" in told
    assert "2 tests, worth 3 of the 5 points, are hidden" in told


def test_every_button_says_what_it_does():
    for button in buttons(view()).values():
        assert button.description
        assert button.tooltip
