"""What each policy allows: the table itself, and that magics and views keep to it whatever is asked."""

from __future__ import annotations

import textwrap
from dataclasses import replace
from typing import get_args

import ipywidgets
import pytest
from IPython.utils.capture import capture_output

from kernel_magic.core.attempt import GivenExercise
from kernel_magic.core.errors import PolicyError, TaskError
from kernel_magic.core.exercise import Policy
from kernel_magic.core.policy import Help, allowance, allowed, refusal, strictest
from kernel_magic.lessons.actions import ACTIONS
from kernel_magic.lessons.exercising.kinds.parts import numbered
from kernel_magic.lessons.own_hints import holds_program_of
from kernel_magic.magics.registration import registered
from kernel_magic.widgets.comparison_view import comparison_view
from kernel_magic.widgets.explanation_view import explanation_view
from kernel_magic.widgets.lesson_view import lesson_view
from tests.exercise_samples import PREDICT, VOWELS
from tests.released_notebooks import write_release

POLICIES: tuple[Policy, ...] = get_args(Policy)
TABLE: dict[Policy, set[Help]] = {
    "off": {"attempt"},
    "hints": {"attempt", "hint", "examples"},
    "explain": {"attempt", "hint", "examples", "explain", "claim"},
    "full": set(get_args(Help)),
}


@pytest.fixture
def pupil(tmp_path, monkeypatch, request):
    """A shell whose kernel was started for a notebook with the policy of the parameter."""
    path = write_release(tmp_path / "week-1.ipynb", request.param, VOWELS, PREDICT)
    monkeypatch.setenv("JPY_SESSION_NAME", str(path))
    return request.getfixturevalue("shell")


@pytest.mark.parametrize("policy", POLICIES)
def test_the_table_says_what_is_allowed_and_nothing_else(policy):
    assert {action for action in get_args(Help) if allowed(policy, action)} == TABLE[policy]


def test_every_action_of_the_cell_magic_stands_in_the_table():
    assert {action.name for action in ACTIONS} <= set(get_args(Help))


@pytest.mark.parametrize(
    ("several", "holds"),
    [(("full", "hints"), "hints"), (("explain", "off", "full"), "off"), (("explain",), "explain"), ((), "full")],
)
def test_of_several_policies_the_strictest_holds(several, holds):
    assert strictest(several) == holds


@pytest.mark.parametrize("policy", POLICIES)
def test_sentences_are_said_to_people(policy):
    assert allowance(policy).endswith(".")
    assert f"policy '{policy}'" in refusal(policy, "solve")


BODIES = {
    "solve": "%%coder solve\nWrite a sort of your own.\n",
    "check": "%%coder check --task task\ndef f(x):\n    return x\n",
    "examples": "%%coder check --no-model --task task\ndef f(x):\n    return x\n",
    "compare": "%%coder compare\nRead n and print it.\n\nInput:\n1\nOutput:\n1\n",
    "explain": "%%coder explain --no-model\ndef f(x):\n    return x\nf(3)\n",
    "claim": "%%coder claim --on f\nit returns 3\n",
    "exercise": "%%coder exercise\nWrite f(x).\n>>> f(1)\n1\n",
}


def test_every_action_is_tried_below():
    assert {action.name for action in ACTIONS} <= set(BODIES)


@pytest.mark.parametrize("pupil", POLICIES, indirect=True)
@pytest.mark.parametrize("action", BODIES)
def test_the_session_is_asked_for_nothing_that_is_not_allowed(pupil, action, ask, monkeypatch, request):
    asked = ask()
    pupil.user_ns["task"] = "Write f(x), the same number.\n>>> f(1)\n1\n"
    pupil.run_cell("def f(x):\n    return x", store_history=True)
    monkeypatch.setattr("kernel_magic.session.shared_backend", lambda *more, **named: pytest.fail("a model was opened"))
    with capture_output():
        result = pupil.run_cell(BODIES[action], store_history=True)
    magics = registered(pupil)
    assert magics is not None
    may = action in TABLE[request.node.callspec.params["pupil"]]
    assert len(asked.requests) == may
    assert isinstance(result.error_in_exec, TaskError if may else PolicyError)
    if not may:
        assert magics.session is None, "not even a session is begun"


@pytest.mark.parametrize("pupil", ["off", "hints"], indirect=True)
def test_the_line_that_explains_is_refused_too(pupil, ask):
    asked = ask()
    pupil.run_cell("def f(x):\n    return x", store_history=True)
    with capture_output():
        result = pupil.run_cell("%coder explain f --no-model", store_history=True)
    assert isinstance(result.error_in_exec, PolicyError)
    assert not asked.requests


@pytest.mark.parametrize("pupil", ["off"], indirect=True)
def test_off_gives_no_hint_in_place_of_a_solution(pupil, ask):
    ask()
    with capture_output() as captured:
        result = pupil.run_cell("%%coder solve\nWrite count_vowels(text).\n", store_history=True)
        hint = pupil.run_cell("%coder hint count-vowels", store_history=True)
    assert isinstance(result.error_in_exec, PolicyError)
    assert isinstance(hint.error_in_exec, PolicyError)
    assert "for` loop" not in str([output.data for output in captured.outputs])


@pytest.mark.parametrize("pupil", ["explain"], indirect=True)
def test_a_program_whose_run_is_the_question_is_not_explained(pupil, ask):
    asked = ask()
    with capture_output():
        result = pupil.run_cell(f"%%coder explain --no-model\n{PREDICT.given}\nmystery([3, 1, 2])\n")
        own = pupil.run_cell("%%coder explain --no-model\ndef count_vowels(text):\n    return 3\n")
    assert isinstance(result.error_in_exec, PolicyError)
    assert "predict-loop" in result.error_in_exec.message
    assert isinstance(own.error_in_exec, TaskError)
    assert len(asked.requests) == 1


SUM = "def sum_of(slips):\n    total = 0\n\n    for slip in slips:\n        total += slip\n    return total\n"


@pytest.mark.parametrize(
    ("code", "is_it"),
    [
        (SUM, True),
        (SUM.replace("sum_of(slips)", "sum_of( slips ) "), True),
        (SUM.replace("sum_of", "added"), True),
        (SUM.replace("sum_of", "added").replace("slip", "note"), True),
        ("class Desk:\n" + textwrap.indent(SUM.replace("sum_of", "added"), "    "), True),
        ("def added(slips):\n    return sum(slips)\n", False),
        ("total = 0\n", False),
    ],
)
def test_the_program_of_a_question_is_known_with_numbered_lines_and_other_names(code, is_it):
    statement = f"# Sums\n\nRead the program.\n\n{numbered(SUM)}\n\nIt runs `sum_of([1, 2])`."
    asks = GivenExercise(item="sums", title="Sums", kind="explain", statement=statement)
    assert holds_program_of(code, asks) is is_it


@pytest.mark.parametrize("pupil", ["hints"], indirect=True)
def test_an_earlier_result_is_not_shown_again_where_it_would_be_refused_now(pupil, samples):
    magics = registered(pupil)
    assert magics is not None
    with_model = replace(samples.check_result(), provenance=samples.verified_lesson().provenance)
    for result, is_shown in (
        (samples.verified_lesson(), False),
        (with_model, False),
        (replace(with_model, provenance=None), True),
    ):
        magics.last = result
        with capture_output() as captured:
            done = pupil.run_cell("%coder last", store_history=True)
        assert isinstance(done.error_in_exec, PolicyError) is not is_shown
        assert ("merge" in str([output.data for output in captured.outputs])) is is_shown


@pytest.mark.parametrize("pupil", ["off"], indirect=True)
def test_help_and_completion_stay(pupil):
    with capture_output() as captured:
        assert pupil.run_cell("%%coder solve --help\n").success
        assert pupil.run_cell("%coder help").success
    assert "--candidates" in str([output.data for output in captured.outputs])
    from kernel_magic.magics import completion

    class Event:
        text_until_cursor = "%%coder so"
        command = "%%coder"

    assert completion.matches(pupil, Event()) == ["solve"]


def every(widget) -> list[ipywidgets.Widget]:
    return [widget, *(found for child in getattr(widget, "children", ()) for found in every(child))]


@pytest.mark.parametrize("policy", ["off", "hints", "explain"])
def test_views_hold_no_solution_and_no_button_where_it_is_not_allowed(samples, compared, explained, policy):
    views = [
        lesson_view(samples.verified_lesson(), policy=policy),
        comparison_view(compared.comparison(), policy=policy),
    ]
    if policy != "explain":
        views.append(explanation_view(explained.verified_explanation(), policy=policy))
    for view in views:
        held = every(view)
        assert not [widget for widget in held if isinstance(widget, (ipywidgets.Button, ipywidgets.Dropdown))]
        told = repr([widget.get_state() for widget in held])
        assert f"policy &#x27;{policy}&#x27;" in told
        assert "return" not in told.partition("</style>")[2]


def test_views_are_whole_where_everything_is_allowed(samples):
    assert [widget for widget in every(lesson_view(samples.verified_lesson())) if isinstance(widget, ipywidgets.Button)]
