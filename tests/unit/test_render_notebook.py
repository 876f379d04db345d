"""A lesson as a notebook: valid, the same each time, runnable from top to bottom, and empty of code when unverified."""

from __future__ import annotations

from dataclasses import replace

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from kernel_magic.core.problem import Prints, Stdin, TestCase
from kernel_magic.core.source import Source
from kernel_magic.render.notebook import lesson_notebook


def run(notebook):
    return NotebookClient(notebook, timeout=120, kernel_name="python3").execute()


def outputs(notebook) -> str:
    return "".join(output.get("text", "") for cell in notebook.cells for output in cell.get("outputs", []))


def test_the_order_is_the_order_of_trust(samples):
    notebook = lesson_notebook(samples.verified_lesson())
    nbformat.validate(notebook)
    firsts = [cell.source.split("\n")[0] for cell in notebook.cells]
    assert firsts[0] == "## Merge two sorted lists"
    assert firsts[2] == "<details>", "the code that is asked about"
    assert firsts[3].startswith("**Before you read on:**"), "a question comes before the values of the steps"
    assert firsts[4:7] == [
        "### 1. Keep one finger on each list",
        "### 2. Take the smaller front until one list is used up",
        "### 3. Append what is left",
    ]
    assert [cell.id for cell in notebook.cells if cell.cell_type == "code"] == ["km-solution", "km-checks"]
    assert "What was tried and failed" in "".join(cell.source for cell in notebook.cells[-4:])


def test_the_same_lesson_gives_the_same_file(samples):
    assert nbformat.writes(lesson_notebook(samples.verified_lesson())) == nbformat.writes(
        lesson_notebook(samples.verified_lesson())
    )


def test_an_unverified_lesson_has_no_code_cell(samples):
    notebook = lesson_notebook(samples.unverified_lesson())
    nbformat.validate(notebook)
    assert {cell.cell_type for cell in notebook.cells} == {"markdown"}
    assert "No answer here can be trusted." in notebook.cells[0].source


@pytest.mark.integration
@pytest.mark.parametrize("name", ["verified_lesson", "partly_verified_lesson"])
def test_the_notebook_runs_from_top_to_bottom(samples, name):
    assert outputs(run(lesson_notebook(getattr(samples, name)()))).count("✓") == 2


@pytest.mark.integration
def test_a_wrong_solution_stops_the_notebook(samples):
    lesson = samples.verified_lesson()
    wrong = replace(lesson, solution=replace(lesson.solution, text="def merge(a, b):\n    return a + b\n"))
    with pytest.raises(CellExecutionError, match="expected"):
        run(lesson_notebook(wrong))


@pytest.mark.integration
def test_a_program_that_reads_input_runs_in_a_notebook(samples):
    case = TestCase(name="1", given=Stdin(text="4\n"), expected=Prints(text="16\n"), origin="sample")
    lesson = samples.verified_lesson()
    task = replace(lesson.task, function=None, cases=(case,))
    program = Source(text="n = int(input())\nprint(n * n)\n")
    assert "✓ input" in outputs(run(lesson_notebook(replace(lesson, task=task, solution=program))))
