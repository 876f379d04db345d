"""Which notebook a kernel belongs to: who is believed, what several of them come to, what holds where none is read."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
import pytest
from IPython.utils.capture import capture_output
from nbformat import v4

from kernel_magic.core.errors import InputError
from kernel_magic.grading import student_notebook
from kernel_magic.magics.notebook_file import NotebookFile
from kernel_magic.magics.place import Place
from kernel_magic.magics.ran_cells import RanCell
from kernel_magic.magics.registration import registered
from tests.exercise_samples import PREDICT, STACK, VOWELS
from tests.released_notebooks import write_release


@dataclass
class Shell:
    user_ns: dict[str, Any] = field(default_factory=dict)


def file_of(folder: Path, session: str = "", ran: tuple[str, ...] = (), **namespace: object) -> NotebookFile:
    cells = [RanCell(number=number, text=text) for number, text in enumerate(ran, 1)]
    return NotebookFile(Shell(dict(namespace)), Place(folder=folder, session=session), lambda: cells)


def changed(path: Path, text: str) -> None:
    """Write a file as it is written a moment later."""
    path.write_text(text, encoding="utf-8")
    later = path.stat().st_mtime_ns + 1_000_000_000
    os.utime(path, ns=(later, later))


def with_policy(path: Path, policy: str) -> str:
    content = json.loads(path.read_text("utf-8"))
    content["metadata"]["kernel_magic"]["policy"] = policy
    return json.dumps(content)


def plain_notebook(path: Path) -> Path:
    path.write_text(json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}), encoding="utf-8")
    return path


def test_without_any_notebook_everything_is_allowed(tmp_path):
    plain_notebook(tmp_path / "mine.ipynb")
    (tmp_path / "broken.ipynb").write_text("{", encoding="utf-8")
    found = file_of(tmp_path).look()
    assert (found.policy, found.notebooks, found.problems) == ("full", (), ())


def test_the_server_is_believed_with_an_absolute_path(tmp_path):
    path = write_release(tmp_path / "course" / "week-1.ipynb", "hints", VOWELS)
    found = file_of(tmp_path, str(path)).look()
    assert (found.policy, found.notebooks[0].path) == ("hints", path)
    assert "server" in found.how
    assert [exercise.item for exercise in found.notebooks[0].exercises] == ["count-vowels"]


@pytest.mark.parametrize(
    ("folder", "session"),
    [
        ("course", "course/week-1.ipynb"),
        ("course/deeper", "course/week-1.ipynb"),
        ("course", "week-1.ipynb"),
        ("course", "elsewhere/week-1.ipynb"),
    ],
)
def test_a_relative_path_is_sought_in_the_folder_and_above_it(tmp_path, folder, session):
    path = write_release(tmp_path / "course" / "week-1.ipynb", "hints", VOWELS)
    write_release(path.parent / "other.ipynb", "off", VOWELS)
    found = file_of(tmp_path / folder, session).look()
    assert (found.policy, found.notebooks[0].path) == ("hints", path)


@pytest.mark.parametrize("session", ["console-1-a3b", "gone.ipynb", "/nowhere/\0.ipynb", "x" * 9000 + ".ipynb"])
def test_a_session_that_is_no_file_says_nothing(tmp_path, session):
    path = write_release(tmp_path / "week-1.ipynb", "hints", VOWELS)
    found = file_of(tmp_path, session).look()
    assert (found.policy, found.notebooks[0].path) == ("hints", path)
    assert "only notebook" in found.how


def test_an_own_notebook_beside_a_graded_one_is_free(tmp_path):
    write_release(tmp_path / "week-1.ipynb", "off", VOWELS)
    own = plain_notebook(tmp_path / "mine.ipynb")
    assert file_of(tmp_path, str(own)).look().policy == "full"


def test_a_program_that_runs_another_notebook_of_the_folder_is_not_held_up(tmp_path):
    write_release(tmp_path / "week-1.ipynb", "off", VOWELS)
    tour = v4.new_notebook(cells=[v4.new_code_cell(text) for text in ("%load_ext kernel_magic", "%%coder solve\nadd")])
    nbformat.write(tour, tmp_path / "tour.ipynb")
    assert file_of(tmp_path, ran=("%load_ext kernel_magic", "%%coder solve\nadd\n")).look().policy == "full"
    assert file_of(tmp_path, ran=("%load_ext kernel_magic",)).look().policy == "off", "both hold it"
    typed = ("%load_ext kernel_magic", "%%coder solve\nsomething else")
    assert file_of(tmp_path, ran=typed).look().policy == "off", "neither holds it"
    assert file_of(tmp_path, str(tmp_path / "week-1.ipynb"), ran=("%%coder solve\nadd",)).look().policy == "off"


def test_vs_code_comes_before_the_server_and_loosens_nothing(tmp_path):
    one = write_release(tmp_path / "one.ipynb", "off", VOWELS)
    other = write_release(tmp_path / "other.ipynb", "explain", STACK)
    found = file_of(tmp_path, str(one), __vsc_ipynb_file__=str(other)).look()
    assert (found.policy, found.how) == ("off", "as VS Code says")
    assert [exercise.item for exercise in found.notebooks[0].exercises] == ["stack"]
    assert file_of(tmp_path, str(other), __vsc_ipynb_file__=str(one)).look().policy == "off"
    assert (
        file_of(tmp_path, str(one), __vsc_ipynb_file__=str(plain_notebook(tmp_path / "x.ipynb"))).look().policy == "off"
    )
    assert file_of(tmp_path, str(one), __vsc_ipynb_file__=3).look().policy == "off"


def test_of_several_in_a_folder_the_strictest_holds(tmp_path):
    write_release(tmp_path / "one.ipynb", "explain", VOWELS)
    write_release(tmp_path / "two.ipynb", "hints", PREDICT)
    found = file_of(tmp_path).look()
    assert found.policy == "hints"
    assert len(found.notebooks) == 2
    assert "strictest" in found.how


def test_what_is_said_by_hand_replaces_a_guess(tmp_path):
    write_release(tmp_path / "one.ipynb", "off", VOWELS)
    write_release(tmp_path / "two.ipynb", "explain", PREDICT)
    file = file_of(tmp_path)
    assert file.say("two.ipynb").policy == "explain"
    assert file.look().how == "said with %coder notebook"


def test_what_is_said_by_hand_loosens_nothing_that_the_front_end_knows(tmp_path):
    strict = write_release(tmp_path / "one.ipynb", "hints", VOWELS)
    write_release(tmp_path / "two.ipynb", "full", PREDICT)
    file = file_of(tmp_path, str(strict))
    assert file.say("two.ipynb").policy == "hints"
    assert [notebook.path.name for notebook in file.look().notebooks] == ["two.ipynb"]


def test_only_a_notebook_of_ours_can_be_named(tmp_path):
    write_release(tmp_path / "week-1.ipynb", "off", VOWELS)
    plain_notebook(tmp_path / "mine.ipynb")
    (tmp_path / "broken.ipynb").write_text('{"kernel-magic/notebook/1"', encoding="utf-8")
    file = file_of(tmp_path)
    for name in ("mine.ipynb", "missing.ipynb", "broken.ipynb", ".", "a\0b"):
        with pytest.raises(InputError) as refused:
            file.say(name)
        assert refused.value.hint
    assert file.look().policy == "off"


def test_a_change_of_the_file_is_seen(tmp_path):
    path = write_release(tmp_path / "week-1.ipynb", "off", VOWELS)
    file = file_of(tmp_path, str(path))
    assert file.look().policy == "off"
    changed(path, with_policy(path, "explain"))
    assert file.look().policy == "explain"


def test_the_file_is_read_once_while_it_stays_the_same(tmp_path, monkeypatch):
    path = write_release(tmp_path / "week-1.ipynb", "hints", VOWELS)
    file = file_of(tmp_path, str(path))
    file.look()
    monkeypatch.setattr("kernel_magic.magics.notebook_file.read_given", lambda path: pytest.fail("read again"))
    assert file.look().policy == "hints"


@pytest.mark.parametrize("kept", [0.0, 0.001, 0.5, 0.9])
@pytest.mark.parametrize("damage", ["", "{", '{"cells": ["kernel-magic/notebook/1"', "[" * 100_000])
def test_a_damaged_file_leaves_what_it_said_before(tmp_path, damage, kept):
    path = write_release(tmp_path / "week-1.ipynb", "hints", VOWELS)
    file = file_of(tmp_path, str(path))
    file.look()
    text = path.read_text("utf-8")
    changed(path, text[: int(len(text) * kept)] + damage)
    cut = file.look()
    assert cut.policy == "hints"
    assert [exercise.item for exercise in cut.notebooks[0].exercises] == ["count-vowels"]
    assert "damaged" in cut.problems[0]
    assert "'hints'" in cut.problems[0]
    changed(path, with_policy(write_release(tmp_path / "again.ipynb", "full", VOWELS), "explain"))
    mended = file.look()
    assert (mended.policy, mended.problems) == ("explain", ())


def test_a_damaged_file_of_ours_that_was_never_read_allows_nothing(tmp_path):
    path = write_release(tmp_path / "week-1.ipynb", "full", VOWELS)
    text = path.read_text("utf-8")
    for damaged in (text + "}", text[: len(text) // 2]):
        path.write_text(damaged, encoding="utf-8")
        found = file_of(tmp_path, str(path)).look()
        assert found.policy == "off"
        assert "not known" in found.problems[0]
        assert file_of(tmp_path).look().policy == "off"


def test_a_damaged_file_of_nobody_we_know_forbids_nothing(tmp_path):
    path = tmp_path / "mine.ipynb"
    path.write_text('{"cells": [{"source": "json.loads(\'{\\"kernel_magic\\": 1}\')"', encoding="utf-8")
    found = file_of(tmp_path, str(path)).look()
    assert (found.policy, found.notebooks) == ("full", ())


def test_a_file_that_is_too_large_leaves_what_it_said_before(tmp_path, monkeypatch):
    path = write_release(tmp_path / "week-1.ipynb", "hints", VOWELS)
    file = file_of(tmp_path, str(path))
    file.look()
    monkeypatch.setattr(student_notebook, "LARGEST_MIB", 1)
    changed(path, path.read_text("utf-8") + " " * (1 << 20))
    found = file.look()
    assert found.policy == "hints"
    assert "larger than 1 MiB" in found.problems[0]


def test_a_file_that_has_gone_leaves_what_it_said_and_a_new_name_is_found(tmp_path):
    path = write_release(tmp_path / "week-1.ipynb", "hints", VOWELS)
    file = file_of(tmp_path, str(path))
    file.look()
    renamed = path.rename(tmp_path / "mine.ipynb")
    assert file.look().notebooks[0].path == renamed
    renamed.unlink()
    found = file.look()
    assert found.policy == "hints"
    assert "not there any more" in found.problems[0]
    assert file.look().policy == "hints"


def test_a_teachers_own_notebook_is_free(tmp_path):
    path = write_release(tmp_path / "week-1.ipynb", "off", VOWELS, source=True)
    found = file_of(tmp_path, str(path)).look()
    assert found.policy == "full"
    assert found.notebooks[0].exercises[0].function == "count_vowels"


def test_a_later_form_keeps_its_policy_and_an_unknown_policy_is_the_strictest(tmp_path):
    path = write_release(tmp_path / "week-1.ipynb", "explain", VOWELS)
    text = path.read_text("utf-8")
    changed(path, text.replace("kernel-magic/notebook/1", "kernel-magic/notebook/12"))
    assert file_of(tmp_path, str(path)).look().policy == "explain"
    changed(path, with_policy(path, "anything goes"))
    assert file_of(tmp_path, str(path)).look().policy == "off"


def test_status_and_notebook_say_what_holds(tmp_path, monkeypatch, request):
    write_release(tmp_path / "one.ipynb", "explain", VOWELS)
    write_release(tmp_path / "two.ipynb", "hints", PREDICT)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    shell = request.getfixturevalue("shell")
    monkeypatch.chdir("/")
    for line in ("%coder status", "%coder notebook"):
        with capture_output() as captured:
            assert shell.run_cell(line).success
        told = " ".join(str(captured.outputs[-1].data["text/plain"]).split())
        assert "hints: The visible tests can be run" in told
        assert "strictest" in told
    with capture_output() as captured:
        assert shell.run_cell("%coder notebook one.ipynb").success
        assert shell.run_cell("%coder notebook --help").success
        assert not shell.run_cell("%coder notebook one.ipynb two.ipynb").success
    assert "explain: " in str(captured.outputs[0].data["text/plain"])


def test_what_is_wrong_with_the_file_is_said_once(tmp_path, monkeypatch, request):
    path = write_release(tmp_path / "week-1.ipynb", "hints", VOWELS)
    monkeypatch.setenv("JPY_SESSION_NAME", str(path))
    shell = request.getfixturevalue("shell")
    magics = registered(shell)
    assert magics is not None
    assert magics.coursework.news() == ()
    changed(path, path.read_text("utf-8") + "}")
    with capture_output() as captured:
        shell.run_cell("%%coder solve\nAnything.\n")
        shell.run_cell("%%coder solve\nAnything.\n")
    told = [str(output.data.get("text/plain", "")) for output in captured.outputs]
    assert sum("is damaged" in text for text in told) == 1
