"""The view of an explanation: questions first, then the run; the static table where the player cannot be had."""

from __future__ import annotations

import builtins
import re
import sys
from dataclasses import replace

import ipywidgets
import pytest

from kernel_magic.widgets.explanation_view import explanation_view


def every(widget) -> list[ipywidgets.Widget]:
    """The widgets that are shown."""
    if getattr(getattr(widget, "layout", None), "display", None) == "none":
        return []
    found = [widget]
    for child in getattr(widget, "children", ()):
        found += every(child)
    return found


def words(widget) -> str:
    html = "".join(item.value for item in every(widget) if isinstance(item, ipywidgets.HTML))
    return re.sub("<style>.*?</style>|<[^>]+>", "", html)


def press(widget, name: str) -> None:
    next(item for item in every(widget) if isinstance(item, ipywidgets.Button) and item.description == name).click()


def names(widget) -> list[str]:
    return [type(item).__name__ for item in every(widget)]


def test_questions_come_before_everything_that_answers_them(explained):
    view = explanation_view(explained.verified_explanation())
    before = words(view)
    assert "✓ verified" in before
    assert "✗ false: line 5 runs three times" in before
    assert "what is best when line 4 runs" in before
    assert "What came of it" not in before
    assert "observed" not in before
    assert "TracePlayer" not in names(view)
    press(view, "8")
    assert "What came of it" in words(view)
    assert "observed" in words(view)
    assert names(view).count("TracePlayer") == 1
    assert "Show what happened" not in [getattr(item, "description", "") for item in every(view)]


def test_the_run_can_be_had_without_an_answer(explained):
    view = explanation_view(explained.verified_explanation())
    press(view, "Show what happened")
    assert "TracePlayer" in names(view)
    press(view, "8")
    assert names(view).count("TracePlayer") == 1


def test_without_questions_the_run_is_there_at_once(explained):
    view = explanation_view(explained.partly_verified_explanation())
    assert "TracePlayer" in names(view)
    assert "The calls as a tree (9 calls)" in words(view)
    assert "step by step" not in words(view), "the player shows it"


def test_what_was_not_run_has_no_player_and_no_questions(explained):
    whole = explained.unverified_explanation()
    view = explanation_view(replace(whole, questions=explained.verified_explanation().questions))
    assert "✗ not run" in words(view)
    assert "TracePlayer" not in names(view)
    assert "what is best when" not in words(view)
    assert "Begin with the smallest candidate" in words(view)


def test_without_anywidget_the_static_table_is_shown(explained, monkeypatch: pytest.MonkeyPatch):
    real = builtins.__import__

    def refuse(name, *args, **kwargs):
        if name == "anywidget":
            raise ImportError("no anywidget here")
        return real(name, *args, **kwargs)

    monkeypatch.delitem(sys.modules, "kernel_magic.widgets.trace_player", raising=False)
    monkeypatch.setattr(builtins, "__import__", refuse)
    view = explanation_view(explained.partly_verified_explanation())
    assert "TracePlayer" not in names(view)
    assert "The run step by step (27 steps)" in words(view)
    assert "The calls as a tree (9 calls)" in words(view)
