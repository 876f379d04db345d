"""The first line of a `%%coder` cell: actions, options, help, and complaints that say what to do."""

from __future__ import annotations

import pickle

import pytest

from kernel_magic.lessons.actions import ACTIONS
from kernel_magic.magics.arguments import MagicUsageError, cell_arguments, split


def test_no_action_is_solve():
    assert cell_arguments("").action == "solve"
    assert cell_arguments("--candidates 2").action == "solve"


@pytest.mark.parametrize("action", [action.name for action in ACTIONS])
def test_every_action_of_the_list_is_understood_and_has_help(action: str):
    assert cell_arguments(action).action == action
    text = cell_arguments(f"{action} --help").help
    assert f"%%coder {action}" in text
    assert "--candidates" in text


def test_help_lists_every_action():
    text = cell_arguments("--help").help
    for action in ACTIONS:
        assert action.name in text
        assert action.summary in text


def test_unknown_action_names_the_nearest_and_all():
    with pytest.raises(MagicUsageError) as raised:
        cell_arguments("slove")
    assert "Unknown action 'slove'" in raised.value.message
    assert "Did you mean 'solve'?" in raised.value.message
    assert "solve, check" in raised.value.message


@pytest.mark.parametrize(
    "line", ["--nope", "--candidates", "solve more words", "--into 3x", "--into class", "--seed '7"]
)
def test_wrong_options_raise_and_never_exit(line: str):
    with pytest.raises(MagicUsageError) as raised:
        cell_arguments(line)
    assert raised.value.hint


def test_options_arrive():
    found = cell_arguments("check --task text --no-model --into r --seed 7 --model 1.5b -v a b -c In[3] -c error")
    assert found.task == "text"
    assert not found.use_model
    assert found.into == "r"
    assert found.settings == {"seed": "7", "model": "1.5b"}
    assert found.variables == ("a", "b")
    assert found.context == ("In[3]", "error")


def test_vars_without_a_name_means_all_and_absent_means_none():
    assert cell_arguments("-v").variables == ()
    assert cell_arguments("").variables is None


def test_insert_and_widget_are_unset_yes_or_no():
    assert cell_arguments("").insert is None
    assert cell_arguments("--insert").insert is True
    assert cell_arguments("--no-insert --no-widget").insert is False
    assert cell_arguments("--no-widget").widget is False


def test_backslashes_and_quotes_hold_a_path_together():
    assert split(r'--model "C:\my models\x.gguf"') == ["--model", r"C:\my models\x.gguf"]
    assert split("--backend scripted:/tmp/a#b.json") == ["--backend", "scripted:/tmp/a#b.json"]


def test_error_survives_pickling():
    with pytest.raises(MagicUsageError) as raised:
        cell_arguments("slove")
    again = pickle.loads(pickle.dumps(raised.value))
    assert (again.message, again.hint, again.usage) == (raised.value.message, raised.value.hint, raised.value.usage)
