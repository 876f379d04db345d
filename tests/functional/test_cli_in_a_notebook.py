"""`!kernel-magic …` in a notebook that was given out: what the policy forbids is refused before a model is touched."""

from __future__ import annotations

import pytest

from kernel_magic.cli.main import main
from kernel_magic.session import Session
from tests.exercise_samples import PREDICT, VOWELS
from tests.released_notebooks import write_release

TASK = "Write count_vowels(text).\n\n>>> count_vowels('hello')\n2\n"


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("KERNEL_MAGIC_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("KERNEL_MAGIC_ALLOW_FETCH", "no")
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "task.txt").write_text(TASK, encoding="utf-8")
    (tmp_path / "answer.py").write_text("def count_vowels(text):\n    return 2\n", encoding="utf-8")
    (tmp_path / "given.py").write_text(PREDICT.given, encoding="utf-8")


@pytest.fixture
def asked(monkeypatch):
    """The requests that came as far as the session."""
    found = []

    def run(session, request, *, on_progress):
        found.append(request)
        raise KeyboardInterrupt

    monkeypatch.setattr(Session, "run_interruptibly", run)
    return found


COMMANDS = {
    "solve": ["solve", "task.txt"],
    "check": ["check", "answer.py", "--task", "task.txt"],
    "examples": ["check", "answer.py", "--task", "task.txt", "--no-model"],
    "explain": ["explain", "answer.py", "--no-model"],
    "exercise": ["exercise", "task.txt"],
}


def status(action):
    try:
        return main([*COMMANDS[action], "--quiet"])
    except KeyboardInterrupt:
        return 130


@pytest.mark.parametrize(
    ("policy", "allowed"),
    [
        ("off", set()),
        ("hints", {"examples"}),
        ("explain", {"examples", "explain"}),
        ("full", {"solve", "check", "examples", "explain", "exercise"}),
    ],
)
def test_commands_keep_to_the_policy_of_the_notebook_they_are_started_in(
    policy, allowed, tmp_path, monkeypatch, asked, capsys
):
    path = write_release(tmp_path / "week-1.ipynb", policy, VOWELS, PREDICT)
    monkeypatch.setenv("JPY_SESSION_NAME", str(path))
    for action in COMMANDS:
        asked.clear()
        ended = status(action)
        assert bool(asked) == (action in allowed), action
        if action not in allowed:
            assert ended == 2
            assert f"policy '{policy}'" in capsys.readouterr().err


def test_the_program_of_a_question_is_not_explained(tmp_path, monkeypatch, asked, capsys):
    monkeypatch.setenv("JPY_SESSION_NAME", "week-1.ipynb")
    write_release(tmp_path / "week-1.ipynb", "explain", VOWELS, PREDICT)
    assert main(["explain", "given.py", "--quiet"]) == 2
    assert asked == []
    assert "predict-loop" in capsys.readouterr().err


def test_a_damaged_notebook_of_ours_allows_nothing_and_another_one_everything(tmp_path, monkeypatch, asked):
    path = write_release(tmp_path / "week-1.ipynb", "full", VOWELS)
    path.write_text(path.read_text("utf-8")[:-200], encoding="utf-8")
    monkeypatch.setenv("JPY_SESSION_NAME", "week-1.ipynb")
    assert status("solve") == 2
    path.write_text("{", encoding="utf-8")
    status("solve")
    assert len(asked) == 1


def test_in_a_terminal_a_command_belongs_to_no_notebook(tmp_path, asked):
    write_release(tmp_path / "week-1.ipynb", "off", VOWELS)
    status("solve")
    assert len(asked) == 1
