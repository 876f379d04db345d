"""The interactive lesson: one step at a time, the solution on request, the checks once more."""

from __future__ import annotations

import re
from dataclasses import replace

import ipywidgets
import pytest

from kernel_magic.core.errors import IsolationError
from kernel_magic.widgets.lesson_view import LessonView, lesson_view


def every(widget) -> list[ipywidgets.Widget]:
    found = [widget]
    for child in getattr(widget, "children", ()):
        found += every(child)
    return found


def buttons(view) -> dict[str, ipywidgets.Button]:
    return {item.description: item for item in every(view) if isinstance(item, ipywidgets.Button)}


def shown(view) -> str:
    """What a person sees: hidden boxes left out, HTML as it is."""
    if getattr(getattr(view, "layout", None), "display", None) == "none":
        return ""
    own = view.value if isinstance(view, (ipywidgets.HTML, ipywidgets.Label, ipywidgets.Textarea)) else ""
    return own + "".join(shown(child) for child in getattr(view, "children", ()))


def test_steps_come_one_by_one(samples):
    view = lesson_view(samples.verified_lesson())
    titles = ("Keep one finger", "Take the smaller", "Append what is left")
    assert [title in shown(view) for title in titles] == [False, False, False]
    assert "Try it yourself first" in shown(view)
    buttons(view)["First step"].click()
    assert [title in shown(view) for title in titles] == [True, False, False]
    buttons(view)["Next"].click()
    assert [title in shown(view) for title in titles] == [False, True, False]
    assert "Step 2 of 3" in shown(view)
    assert '<span class="n">2</span>' in shown(view)
    buttons(view)["Back"].click()
    assert [title in shown(view) for title in titles] == [True, False, False]
    buttons(view)["Show all"].click()
    assert [title in shown(view) for title in titles] == [True, True, True]
    assert buttons(view)["Next"].disabled


def test_a_question_comes_first_and_its_code_on_request(samples):
    view = lesson_view(samples.verified_lesson())
    assert "how often does the loop run?" in shown(view)
    assert "return out" not in shown(view)
    buttons(view)["Show the code"].click()
    assert "out + a[i:] + b[j:]" in re.sub("<[^>]+>", "", shown(view))
    buttons(view)["3"].click()
    assert "✓ Right, at the first try." in re.sub("<[^>]+>", "", shown(view))


def test_the_ends_are_ends(samples):
    view = lesson_view(samples.verified_lesson())
    assert buttons(view)["Back"].disabled
    buttons(view)["First step"].click()
    for _ in range(5):
        buttons(view)["Next"].click()
    assert "Step 3 of 3" in shown(view)
    assert not buttons(view)["Back"].disabled


def test_the_solution_is_hidden_until_asked_for(samples):
    view = lesson_view(samples.verified_lesson())
    last = "return out + a[i:] + b[j:]"
    assert last not in shown(view)
    buttons(view)["Show the solution"].click()
    assert samples.MERGE in shown(view)
    assert "Ctrl+C" in shown(view)
    buttons(view)["Hide the solution"].click()
    assert last not in shown(view)


def test_the_badge_and_the_record_are_always_there(samples):
    text = shown(lesson_view(samples.verified_lesson()))
    assert "✓ verified" in text
    assert "The record" in text


def test_an_unverified_lesson_offers_no_solution(samples):
    view = lesson_view(samples.unverified_lesson(), rerun=samples.rejected_report)
    assert buttons(view) == {}
    assert "No answer here can be trusted." in shown(view)


def test_a_claim_its_witnesses_do_not_carry_offers_no_solution(samples):
    assert buttons(lesson_view(replace(samples.verified_lesson(), witnesses=()))) == {}


def test_checks_run_again_and_say_what_came(samples):
    reports = [samples.accepted_report(), samples.rejected_report()]
    view = lesson_view(samples.verified_lesson(), rerun=lambda: reports.pop(0))
    buttons(view)["Run the checks again"].click()
    assert "✓ AC accepted" in shown(view)
    assert "merge([], [3]) → [3]" in shown(view)
    buttons(view)["Run the checks again"].click()
    assert "✗ WA wrong answer" in shown(view)
    assert "AC accepted" not in shown(view)
    assert not buttons(view)["Run the checks again"].disabled


@pytest.mark.parametrize("error", [IsolationError("No sandbox <b>.", "Ask."), RuntimeError("<b>broken</b>")])
def test_an_error_of_the_checks_is_shown_in_place(samples, error):
    def fail():
        raise error

    view = lesson_view(samples.verified_lesson(), rerun=fail)
    buttons(view)["Run the checks again"].click()
    assert "&lt;b&gt;" in shown(view)
    assert "<b>" not in shown(view)
    assert not buttons(view)["Run the checks again"].disabled


def test_without_a_way_to_run_them_there_is_no_button(samples):
    assert "Run the checks again" not in buttons(lesson_view(samples.verified_lesson()))


def test_every_control_says_what_it_does(samples):
    view = LessonView(samples.verified_lesson(), rerun=samples.accepted_report).widget
    assert set(buttons(view)) >= {"Back", "First step", "Show all", "Show the solution", "Run the checks again"}
    for button in buttons(view).values():
        assert button.description
        assert button.tooltip
