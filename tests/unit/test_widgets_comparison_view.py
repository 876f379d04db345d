"""The interactive comparison: another order of the table, one program at a time, wrong ones never on top."""

from __future__ import annotations

import re
from dataclasses import replace

import ipywidgets
import pytest

from kernel_magic.render.style import STYLE
from kernel_magic.widgets.comparison_view import comparison_view


def every(widget) -> list[ipywidgets.Widget]:
    return [widget] + [found for child in getattr(widget, "children", ()) for found in every(child)]


def shown(view) -> str:
    return "\n".join(item.value for item in every(view) if isinstance(item, ipywidgets.HTML))


def dropdown(view, name: str) -> ipywidgets.Dropdown:
    return next(item for item in every(view) if isinstance(item, ipywidgets.Dropdown) and item.description == name)


def names(view) -> list[str]:
    (table,) = [item.value for item in every(view) if isinstance(item, ipywidgets.HTML) and "<th" in item.value][:1]
    return re.findall(r"<tr><td><strong>([^<]*)</strong>", table)


def test_the_table_can_be_put_in_another_order_and_wrong_programs_stay_below(compared):
    view = comparison_view(compared.comparison())
    assert names(view)[:3] == ["pointers.cpp", "hash set (model)", "two_pointers.py"]
    dropdown(view, "Order by").value = "lines"
    assert names(view)[0] == "hash set (model)"
    assert set(names(view)[3:]) == {"every_pair.py", "twice (model)", "mine"}
    dropdown(view, "Order by").value = "memory"
    assert names(view)[:3] == ["pointers.cpp", "two_pointers.py", "hash set (model)"]
    dropdown(view, "Order by").value = "as ranked"
    assert names(view)[:3] == ["pointers.cpp", "hash set (model)", "two_pointers.py"]


def test_one_program_at_a_time_is_shown_with_its_verdict(compared):
    view = comparison_view(compared.comparison())
    assert "seen" not in re.sub(r"<style>.*?</style>", "", shown(view)) or "target - item" not in shown(view)
    choice = dropdown(view, "Program")
    labels = [label for label, _ in choice.options]
    assert labels[0] == "Choose a program"
    assert labels[5] == "✗ WA · twice (model): look up what is missing"
    choice.value = 4
    assert "This program is wrong" in shown(view)
    choice.value = 1
    assert "This program is wrong" not in shown(view)
    assert "found = " in re.sub(r"<[^>]*>", "", shown(view))
    choice.value = -1
    assert "found = " not in re.sub(r"<[^>]*>", "", shown(view))


def test_badge_curves_failures_and_record_are_there(compared):
    text = shown(comparison_view(compared.comparison()))
    assert "✓ 3 of 6 accepted" in text
    assert "Where programs fail" in text
    assert "The record" in text
    assert "131,072" in text
    assert text.count(f"<style>{STYLE}</style>") == 1


@pytest.mark.parametrize("name", ["nothing_right", "samples_only"])
def test_other_comparisons_can_be_viewed(compared, name):
    assert "<article" in shown(comparison_view(getattr(compared, name)()))


def test_hostile_names_are_text(compared):
    told = compared.comparison()
    attack = "<img src=x onerror=alert(1)>"
    rows = tuple(replace(row, submission=replace(row.submission, name=attack, idea=attack)) for row in told.rows)
    view = comparison_view(replace(told, rows=rows))
    dropdown(view, "Program").value = 1
    assert "<img" not in shown(view)


def test_an_empty_comparison_has_no_choice(compared):
    view = comparison_view(replace(compared.comparison(), rows=(), ranking=()))
    assert [item for item in every(view) if isinstance(item, ipywidgets.Dropdown)] == []
    assert "nothing could be judged" in shown(view)
