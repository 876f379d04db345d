"""`%%coder exercise`: a brief or an item becomes a request, the exercise is shown to its teacher, faults are said."""

from __future__ import annotations

from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from kernel_magic.core.errors import InputError
from kernel_magic.core.exercise import ExerciseSet
from kernel_magic.magics.arguments import cell_arguments


def run(shell: InteractiveShell, cell: str) -> tuple[Any, str]:
    """The result of a cell, and all plain text that it showed, on one line."""
    with capture_output() as captured:
        result = shell.run_cell(cell, store_history=True)
    shown = "\n".join(str(output.data.get("text/plain", "")) for output in captured.outputs)
    return result, " ".join(shown.split())


def test_a_brief_or_an_item_becomes_a_request(shell, ask, tmp_path):
    asked = ask()
    run(shell, "%%coder exercise --variants 3 --seed 5\nWrite double(x).\n>>> double(2)\n4\n")
    assert (asked.last.action, asked.last.exercise.variants, asked.last.options.seed) == ("exercise", 3, 5)
    assert asked.last.use_model
    assert "double(2)" in asked.last.text
    write_item(tmp_path / "double")
    run(shell, f"%%coder exercise --item {tmp_path / 'double'}\n")
    assert asked.last.exercise.item is not None
    assert asked.last.exercise.item.slug == "double"
    assert not asked.last.use_model


def write_item(folder) -> None:
    folder.mkdir(parents=True)
    page = "---\ntitle: Twice\nobjectives: [multiply]\n---\nWrite `double(x)`.\n\n>>> double(2)\n4\n"
    (folder / "item.md").write_text(page, encoding="utf-8")
    (folder / "reference.py").write_text("def double(x):\n    return x * 2\n", encoding="utf-8")
    (folder / "alternative.py").write_text("def double(x):\n    result = x\n    result += x\n    return result\n")
    tests = "# visible: small\nassert double(1) == 2\n# hidden: none and negative\nassert double(0) == 0\n"
    (folder / "tests.py").write_text(f"{tests}assert double(-3) == -6\n", encoding="utf-8")


def test_an_item_is_proven_and_shown_to_its_teacher(shell, tmp_path):
    write_item(tmp_path / "double")
    result, told = run(shell, f"%%coder exercise --into made --item {tmp_path / 'double'}\n")
    assert result.success, told
    made = shell.user_ns["made"]
    assert isinstance(made, ExerciseSet)
    assert made.released, told
    assert "may be given out" in told
    _, told = run(shell, "%coder status")
    assert "an exercise that may be given out" in told
    _, told = run(shell, "%coder last")
    assert "may be given out" in told


@pytest.mark.parametrize(
    "cell",
    [
        "%%coder exercise\n",
        "%%coder exercise --item nowhere\n",
        "%%coder exercise --item nowhere\nand a brief\n",
        "%%coder exercise --variants 0\nWrite f(x).\n",
        "%%coder exercise --variants many\nWrite f(x).\n",
    ],
)
def test_what_cannot_be_made_is_said_before_anything_is_run(shell, cell, ask):
    asked = ask()
    result, _ = run(shell, cell)
    assert isinstance(result.error_in_exec, InputError)
    assert result.error_in_exec.hint
    assert not asked.requests


def test_help_of_exercise_says_whose_it_is():
    text = cell_arguments("exercise --help").help
    assert "For teachers" in text
    assert "--item DIR" in text
