"""A question as a widget: it gives nothing away, says right or wrong with the reason, and counts the tries."""

from __future__ import annotations

import re
from dataclasses import replace

import ipywidgets
import pytest

from kernel_magic.core.lesson import Question
from kernel_magic.core.source import Source
from kernel_magic.widgets.question_view import QuestionView, question_view, questions_view

QUESTION = Question(
    text="What is `best` after the loop?",
    choices=("3", "5", "8"),
    answer=2,
    call="largest([3, 8, 5])",
    line=2,
    why="Round 2 set it to the `eighth` value.",
)


def every(widget) -> list[ipywidgets.Widget]:
    found = [widget]
    for child in getattr(widget, "children", ()):
        found += every(child)
    return found


def buttons(widget) -> dict[str, ipywidgets.Button]:
    return {item.description: item for item in every(widget) if isinstance(item, ipywidgets.Button)}


def words(widget) -> str:
    """What a person reads besides the buttons."""
    html = "".join(item.value for item in every(widget) if isinstance(item, ipywidgets.HTML))
    return re.sub("<style>.*?</style>|<[^>]+>", "", html)


def state(widget) -> str:
    """All that the page gets to hold."""
    return repr([item.get_state() for item in every(widget)])


def test_nothing_is_given_away_before_a_choice():
    view = question_view(QUESTION, Source(text="secret = 1\nbest = 8\n"))
    assert "What is best after the loop?" in words(view)
    assert list(buttons(view)) == ["3", "5", "8", "Show the code", "Show the answer"]
    told = state(view)
    assert "eighth" not in told
    assert "secret" not in told
    assert "Right" not in told
    assert {button.button_style for button in buttons(view).values()} == {""}


def test_right_at_the_first_try():
    view = QuestionView(QUESTION)
    buttons(view.widget)["8"].click()
    assert "✓ Right, at the first try." in words(view.widget)
    assert "Round 2 set it to the eighth value." in words(view.widget)
    assert "✓ 8" in buttons(view.widget)
    assert all(button.disabled for button in buttons(view.widget).values() if button.description != "Show the code")
    assert (view.attempts, view.is_done) == (1, True)


def test_wrong_choices_are_counted_and_give_nothing_away():
    view = QuestionView(QUESTION)
    buttons(view.widget)["3"].click()
    assert "✗ Not this one." in words(view.widget)
    assert "eighth" not in state(view.widget)
    assert buttons(view.widget)["✗ 3"].disabled
    assert not buttons(view.widget)["8"].disabled
    assert not view.is_done
    buttons(view.widget)["5"].click()
    buttons(view.widget)["8"].click()
    assert "✓ Right, at try 3." in words(view.widget)
    buttons(view.widget)["✓ 8"].click()
    assert view.attempts == 3, "a question that is answered takes no further choice"


def test_the_answer_can_be_asked_for():
    view = QuestionView(QUESTION)
    buttons(view.widget)["Show the answer"].click()
    assert "The answer is 8." in words(view.widget)
    assert "Right" not in words(view.widget)
    assert (view.attempts, view.is_done) == (0, True)


def test_the_code_comes_and_goes_with_its_line_marked():
    view = question_view(QUESTION, Source(text="a = 1\nbest = 8\n"))
    buttons(view)["Show the code"].click()
    html = "".join(item.value for item in every(view) if isinstance(item, ipywidgets.HTML))
    assert '<mark><span class="ln">2  </span>best' in html
    buttons(view)["Hide the code"].click()
    assert "best = 8" not in words(view)


def test_all_answered_is_told_once():
    told: list[str] = []
    view = questions_view(
        [QUESTION, replace(QUESTION, choices=("x", "y"), answer=0)], on_answered=lambda: told.append("!")
    )
    buttons(view)["8"].click()
    assert told == []
    buttons(view)["y"].click()
    assert told == []
    buttons(view)["x"].click()
    assert told == ["!"]


@pytest.mark.parametrize("answer", [-1, 3])
def test_a_question_without_a_right_choice_is_left_out(answer):
    view = questions_view([replace(QUESTION, answer=answer)])
    assert view.children == ()


def test_hostile_texts_stay_text_and_are_bounded():
    attack = "</script><img src=x onerror=alert(1)>" + "x" * 5000 + "\ud800\x00"
    view = QuestionView(Question(text=attack, choices=(attack, f"{attack}2"), answer=1, why=attack))
    names = list(buttons(view.widget))
    assert all(len(name) <= 80 for name in names)
    view._choices[1].click()
    html = "".join(item.value for item in every(view.widget) if isinstance(item, ipywidgets.HTML))
    assert "<img" not in html
    state(view.widget).encode("utf-8")
    assert "\x00" not in html
