"""What the trace player is given: the whole run, in few bytes, and nothing that a page could take for markup."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import ipywidgets
import pytest

from kernel_magic.core.source import Source
from kernel_magic.core.trace import Trace
from kernel_magic.render.style import STYLE
from kernel_magic.widgets.trace_player import TracePlayer, player_script, player_style, trace_player
from kernel_magic.widgets.trace_state import player_state


def state_of(trace: Trace, text: str) -> Any:
    return json.loads(json.dumps(player_state(trace, Source(text=text))))


def decoded(state) -> list[dict[str, str]]:
    """The variables of every step, as the script makes them."""
    owners = dict(state["owners"])
    latest: dict[int, dict[int, int]] = {}
    found, owner = [], -1
    for at, delta in enumerate(state["deltas"]):
        owner = owners.get(at, owner)
        values = dict(latest.get(owner, {}))
        for name, value in zip(delta[::2], delta[1::2], strict=True):
            if value < 0:
                del values[name]
            else:
                values[name] = value
        latest[owner] = values
        found.append({state["texts"][name]: state["texts"][value] for name, value in values.items()})
    return found


@pytest.mark.parametrize("name", ["largest", "fib", "show", "gone"])
def test_every_value_of_every_step_arrives(explained, name):
    trace, text = {
        "largest": lambda: (explained.largest_trace(3, 8, 5, 8, 1), explained.LARGEST),
        "fib": lambda: (explained.fib_trace(6), explained.FIB),
        "show": lambda: (explained.show_trace(), explained.SHOW),
        "gone": lambda: (without_a_name(explained.largest_trace(3, 8)), explained.LARGEST),
    }[name]()
    state = state_of(trace, text)
    assert decoded(state) == [dict(step.variables) for step in trace.steps]
    assert state["lines"] == [step.line for step in trace.steps]
    assert [at for at, _, _ in state["events"]] == [at for at, step in enumerate(trace.steps) if step.event != "line"]


def without_a_name(trace: Trace) -> Trace:
    last = {name: value for name, value in trace.steps[-1].variables.items() if name != "best"}
    return replace(trace, steps=(*trace.steps[:-1], replace(trace.steps[-1], variables=last)))


def test_calls_and_rounds(explained):
    state = state_of(explained.fib_trace(3), explained.FIB)
    texts = state["texts"]
    assert [(texts[label], depth, parent) for _, depth, parent, label in state["calls"]] == [
        ("fib(3)", 0, -1),
        ("fib(2)", 1, 0),
        ("fib(1)", 2, 1),
        ("fib(0)", 2, 1),
        ("fib(1)", 1, 0),
    ]
    state = state_of(explained.largest_trace(3, 8), explained.LARGEST)
    assert state["rounds"] == [[0, 0, 0, 0], [1, 3, 1, 2], [4, 3, 2, 2], [7, 0, 0, 0]]
    cut = replace(explained.largest_trace(3, 8), steps=explained.largest_trace(3, 8).steps[:6], truncated=True)
    assert state_of(cut, explained.LARGEST)["rounds"][-1] == [4, 3, 2, 0]


def test_a_thousand_steps_take_few_bytes(explained):
    """Values that differ each time, and a recursion: written out, a thousand steps take 2 MB and 32 KB."""
    numbers = [(at * 7919) % 1000 for at in range(400)]
    for trace, text in (
        (explained.largest_trace(*numbers), explained.LARGEST),
        (explained.fib_trace(13), explained.FIB),
    ):
        size = len(json.dumps(player_state(trace, Source(text=text)), separators=(",", ":")))
        assert size / len(trace.steps) < 25


def test_hostile_texts_are_clean_and_bounded(explained):
    attack = "</script>\ud800\x00\u202e" + "x" * 5000
    trace = explained.largest_trace(3)
    steps = tuple(
        replace(step, function=attack, value=attack, variables={attack: attack, "y": attack}) for step in trace.steps
    )
    hostile = replace(trace, steps=steps, call=attack, output=attack * 10, result=attack)
    state = json.dumps(player_state(hostile, Source(text=attack)), ensure_ascii=False)
    state.encode("utf-8")
    assert "\\u0000" not in state
    assert "\u202e" not in state
    assert len(state) < 30_000


def test_the_widget_holds_its_script_and_style_and_loads_nothing(explained):
    view = trace_player(explained.verified_explanation())
    assert isinstance(view, TracePlayer)
    sent = view.get_state()
    assert "export default" in sent["_esm"]
    assert ".km-player" in sent["_css"]
    for text in (player_script(), player_style()):
        assert "http" not in text
        assert "url(" not in text.replace("createObjectURL", "")
        assert "import" not in text.replace("!important", "")
    for markup in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
        assert markup not in player_script()


def test_a_step_outside_the_run_is_its_end(explained):
    view = trace_player(explained.LARGEST, explained.largest_trace(3, 8, 5))
    view.at = 999
    assert view.at == 11
    view.at = -5
    assert view.at == 0


def test_a_run_without_steps_says_so():
    view = trace_player("x = 1\n", Trace(call="f()", steps=(), truncated=False))
    assert isinstance(view, ipywidgets.HTML)
    assert "nothing to step through" in view.value


def test_without_a_run_there_is_no_player(explained):
    with pytest.raises(ValueError, match="nothing was run"):
        trace_player(explained.unverified_explanation())


def test_nothing_outside_the_player_is_styled():
    own = player_style().removeprefix(STYLE).replace("\n", "")
    rules = re.findall(r"([^{}]+)\{", own)
    assert len(rules) > 20
    for rule in rules:
        for selector in rule.split(","):
            assert selector.startswith((".km-player:not(#k)", "@container (max-width:")), selector
