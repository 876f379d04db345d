"""The trace player in a real browser, on a bare page: real keys and clicks, and what a person then sees."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from typing import Any

import pytest

from kernel_magic.core.source import Source
from kernel_magic.core.trace import Trace
from kernel_magic.widgets.trace_player import player_script, player_style
from kernel_magic.widgets.trace_state import player_state

DARK = "--blink-settings=preferredColorScheme=0"
ATTACK = "</script><img src=x onerror=\"document.title='owned'\"><b>"
PAGE = """<!doctype html><html><head><meta charset="utf-8"><meta name="color-scheme" content="light dark">
<style>{style}</style></head><body><div id="place" style="max-width:60rem"></div><script type="module">
const state = JSON.parse(atob("{state}"));
const listeners = [];
window.model = {{
  get: (name) => state[name], set: (name, value) => {{ state[name] = value; }}, saved: 0,
  save_changes() {{ this.saved += 1; }},
  on: (event, call) => listeners.push([event, call]),
  off: (event, call) => listeners.splice(listeners.findIndex((each) => each[1] === call), 1),
  send(name, value) {{
    state[name] = value;
    listeners.forEach(([event, call]) => event === `change:${{name}}` && call());
  }},
  listeners,
}};
const url = URL.createObjectURL(new Blob([atob("{script}")], {{ type: "text/javascript" }}));
const view = (await import(url)).default;
window.leave = await view.render({{ model: window.model, el: document.getElementById("place") }});
window.drawn = true;
</script></body></html>"""


def encoded(text: str) -> str:
    return base64.b64encode(text.encode("ascii")).decode()


def page_of(trace: Trace, text: str) -> str:
    state = json.dumps({"run": player_state(trace, Source(text=text)), "at": 0})
    # The script's own signs beyond ASCII are written as escapes of JavaScript, the state's as escapes of JSON.
    script = "".join(char if char < "\x7f" else f"\\u{{{ord(char):x}}}" for char in player_script())
    return PAGE.format(style=player_style(), state=encoded(state), script=encoded(script))


@pytest.fixture
def player(tab, tmp_path):
    """Opens a player: `player(trace, text, *options)`."""

    def start(trace: Trace, text: str, *options: str):
        source = tmp_path / "player.html"
        source.write_text(page_of(trace, text), encoding="utf-8")
        page = tab(*options)
        page.open(source.as_uri())
        page.until("window.drawn === true")
        return page

    return start


def place(page) -> Any:
    return page.evaluate("document.querySelector('[role=status]').textContent")


def now(page) -> Any:
    return page.evaluate("document.querySelector('.line.now').textContent")


def rows(page) -> Any:
    return page.evaluate(
        "[...document.querySelectorAll('.values tbody tr')].map((row) =>"
        "[...row.children].slice(1).map((cell) => cell.textContent))"
    )


def changed(page) -> Any:
    return page.evaluate("[...document.querySelectorAll('tr.changed th')].map((cell) => cell.textContent)")


def test_keys_step_through_the_run(player, explained):
    page = player(explained.largest_trace(3, 8, 5), explained.LARGEST)
    assert place(page) == "step 1 of 12 · line 2"
    page.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "region"
    page.press("ArrowRight", times=3)
    assert place(page) == "step 4 of 12 · line 5 · round 1 of 3 of the loop on line 3"
    assert now(page) == "5              best = number"
    assert rows(page) == [["numbers", "[3, 8, 5]", "[3, 8, 5]"], ["best", "0", "3"], ["number", "3", "3"]]
    assert changed(page) == ["best"]
    page.press("ArrowLeft")
    assert place(page) == "step 3 of 12 · line 4 · round 1 of 3 of the loop on line 3"
    assert changed(page) == []
    page.press("PageDown")
    assert place(page) == "step 5 of 12 · line 3 · round 2 of 3 of the loop on line 3"
    page.press("PageDown", times=2)
    assert place(page) == "step 10 of 12 · line 3"
    page.press("PageUp")
    assert place(page) == "step 8 of 12 · line 3 · round 3 of 3 of the loop on line 3"
    page.press("End")
    assert place(page) == "step 12 of 12 · line 6"
    assert page.evaluate("document.querySelector('.came').textContent") == "returned 8"
    assert page.evaluate("document.querySelector('.end p').textContent") == "The run returned 8. It printed nothing."
    page.press("ArrowRight")
    assert place(page) == "step 12 of 12 · line 6"
    page.press("Home")
    assert place(page) == "step 1 of 12 · line 2"
    page.press("ArrowLeft")
    assert place(page) == "step 1 of 12 · line 2"
    assert page.evaluate("model.get('at')") == 0
    assert page.evaluate("model.saved") > 0


def test_the_keyboard_reaches_every_control(player, explained):
    page = player(explained.largest_trace(3, 8, 5), explained.LARGEST)
    names = []
    for _ in range(9):
        page.press("Tab")
        names.append(
            page.evaluate("document.activeElement.getAttribute('aria-label') || document.activeElement.textContent")
        )
    assert names == [
        "Step through largest([3, 8, 5])",
        "First step (Home)",
        "One step back (←)",
        "One step forward (→)",
        "Last step (End)",
        "Step",
        "2      best = 0",
        "Watch numbers",
        "Watch best",
    ]


def line(number: int) -> str:
    return f"document.querySelectorAll('.line')[{number - 1}]"


def test_a_click_on_a_line_goes_to_the_next_time_it_runs(player, explained):
    page = player(explained.largest_trace(3, 8, 5), explained.LARGEST)
    page.click(line(5))
    assert place(page).startswith("step 4 of 12 · line 5")
    page.click(line(5))
    assert place(page).startswith("step 7 of 12 · line 5")
    page.click(line(5))
    assert place(page).startswith("step 4 of 12 · line 5")  # past the end, from the beginning again
    page.click(line(4), shift=True)
    assert place(page).startswith("step 3 of 12 · line 4")
    page.click(line(1))  # it never runs: nothing happens
    assert place(page).startswith("step 3 of 12 · line 4")
    assert page.evaluate(f"{line(1)}.tagName") == "DIV"


def test_lines_can_be_chosen_by_the_keyboard(player, explained):
    page = player(explained.largest_trace(3, 8, 5), explained.LARGEST)
    page.press("Tab", times=7)
    page.press("ArrowDown", times=3)
    page.press("Enter")
    assert place(page).startswith("step 4 of 12 · line 5")
    page.press("Enter")
    assert place(page).startswith("step 7 of 12 · line 5")
    page.press("Enter", shift=True)
    assert place(page).startswith("step 4 of 12 · line 5")
    page.press("ArrowUp", times=9)
    assert page.evaluate("document.activeElement.textContent") == "2      best = 0"


def test_a_watched_name_stays_on_top_and_keeps_the_focus(player, explained):
    page = player(explained.largest_trace(3, 8, 5), explained.LARGEST)
    pin = "document.querySelector('[aria-label=\"Watch best\"]')"
    page.click(pin)
    assert page.evaluate(f"{pin}.getAttribute('aria-pressed')") == "true"
    assert [row[0] for row in rows(page)] == ["best", "numbers"]
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Watch best"
    page.press(" ")
    assert [row[0] for row in rows(page)] == ["numbers", "best"]


def test_a_recursion_shows_the_calls_that_are_going_on(player, explained):
    page = player(explained.fib_trace(4), explained.FIB)
    page.press("Tab")
    page.press("ArrowRight", times=6)
    assert page.evaluate("document.querySelector('.calls').textContent") == (
        "call depth 3: fib(4) › fib(3) › fib(2) › fib(1)"
    )
    assert rows(page) == [["n", "1", "1"]]
    page.press("ArrowLeft")
    assert rows(page) == [["n", "2", "2"]], "the values of the call the step is in"


def test_output_and_exception_come_at_their_time(player, explained):
    page = player(explained.show_trace(), explained.SHOW)
    assert page.evaluate("document.querySelector('.printed').hidden") is True
    assert page.evaluate("document.querySelector('.printed').textContent") == ""
    page.press("Tab")
    page.press("End")
    assert page.evaluate("document.querySelector('.came').textContent") == "raised AttributeError"
    assert page.evaluate("document.querySelector('.printed').textContent") == "A\nB\n"
    assert page.evaluate("document.querySelector('.end p').textContent") == (
        "The run raised AttributeError. It printed:"
    )


def test_the_slider_and_the_kernel_set_the_step_too(player, explained):
    page = player(explained.largest_trace(3, 8, 5), explained.LARGEST)
    page.evaluate(
        "(() => { const s = document.querySelector('input'); s.value = 6; s.dispatchEvent(new Event('input')) })()"
    )
    assert place(page).startswith("step 7 of 12")
    page.evaluate("model.send('at', 2)")
    assert place(page).startswith("step 3 of 12")
    page.evaluate("model.send('at', 999)")
    assert place(page).startswith("step 12 of 12")
    page.evaluate("leave()")
    assert page.evaluate("model.listeners.length") == 0


def test_hostile_names_and_values_stay_text(player, explained):
    trace = explained.largest_trace(3, 8)
    steps = tuple(
        replace(step, function=ATTACK, variables={ATTACK: ATTACK, "`": "\u202e\ud800\x00"}, value=step.value and ATTACK)
        for step in trace.steps
    )
    hostile = replace(trace, steps=steps, call=ATTACK, output=ATTACK, result=ATTACK)
    page = player(hostile, f"x = '{ATTACK}'\n{ATTACK}\n" + explained.LARGEST)
    page.press("Tab")
    page.press("ArrowRight", times=3)
    page.press("End")
    assert page.evaluate("document.title") == ""
    assert page.evaluate("document.querySelectorAll('img, b, script:not([type=module])').length") == 0
    assert ATTACK in page.evaluate("document.querySelector('.printed').textContent")
    assert rows(page)[0][:2] == [ATTACK, ATTACK]


def test_two_thousand_steps_are_stepped_through(player, explained):
    trace = explained.largest_trace(*range(700))
    page = player(trace, explained.LARGEST)
    page.press("Tab")
    page.press("End")
    assert place(page) == f"step {len(trace.steps)} of {len(trace.steps)} · line 6"
    page.press("PageUp", times=2)
    assert "round 700 of 700" in place(page)


@pytest.mark.parametrize("width", [420, 1100])
@pytest.mark.parametrize("options", [(), (DARK,)])
def test_nothing_sticks_out_in_light_and_dark(player, explained, width, options):
    trace = explained.largest_trace(*range(60))
    page = player(trace, explained.LARGEST, f"--window-size={width},900", *options)
    page.press("Tab")
    page.press("ArrowRight", times=3)
    out = page.evaluate(
        "(() => { const card = document.querySelector('.km'), edge = card.getBoundingClientRect().right + 0.5;"
        "const inside = (e) => e.closest('pre, .wide, .code') && !e.matches('pre, .wide, .code');"
        "return [...card.querySelectorAll('*')].filter((e) => !inside(e) && e.getBoundingClientRect().right > edge)"
        ".map((e) => e.tagName) })()"
    )
    assert out == []
    colour = page.evaluate("getComputedStyle(document.querySelector('.km')).backgroundColor")
    assert colour == ("rgb(22, 25, 29)" if options else "rgb(255, 255, 255)")


def test_the_host_s_theme_counts(player, explained):
    page = player(explained.largest_trace(3, 8, 5), explained.LARGEST)
    page.evaluate("document.body.style.setProperty('--jp-layout-color0', 'rgb(1, 2, 3)')")
    page.evaluate("document.body.setAttribute('data-jp-theme-light', 'false')")
    assert page.evaluate("getComputedStyle(document.querySelector('.km')).backgroundColor") == "rgb(1, 2, 3)"
    now_colour = page.evaluate("getComputedStyle(document.querySelector('.line.now')).backgroundColor")
    assert now_colour == "rgb(51, 41, 15)"
