"""A comparison as a notebook: valid, the same each time, right Python programs run, all others only stand there."""

from __future__ import annotations

from dataclasses import replace

import nbformat
import pytest
from nbclient import NotebookClient

from kernel_magic.core.problem import Call, CheckerSpec, Returns, TestCase
from kernel_magic.core.source import Source
from kernel_magic.render.comparison_notebook import comparison_notebook
from kernel_magic.render.program_cells import inputs_cell, named_inputs, program_cell, run_cell


def run(notebook):
    return NotebookClient(notebook, timeout=120, kernel_name="python3").execute()


def outputs(notebook) -> list[str]:
    cells = [cell for cell in notebook.cells if cell.id.startswith("km-program-") and cell.cell_type == "code"]
    return ["".join(output.get("text", "") for output in cell.outputs) for cell in cells]


def code(comparison) -> dict[str, str]:
    return {cell.id: cell.source for cell in comparison_notebook(comparison).cells if cell.cell_type == "code"}


def test_only_right_python_programs_are_cells(compared):
    told = compared.comparison()
    cells = code(told)
    assert list(cells) == ["km-run", "km-inputs", "km-program-2", "km-program-3"]
    assert cells["km-program-2"] == f"%%program sample_1\n{compared.HASH_SET.rstrip()}"
    nbformat.validate(comparison_notebook(told))
    assert code(compared.nothing_right()) == {}


def test_the_same_comparison_gives_the_same_file(compared):
    first, second = (nbformat.writes(comparison_notebook(compared.comparison())) for _ in range(2))
    assert first == second


def test_the_inputs_that_break_programs_have_names(compared):
    told = compared.comparison()
    inputs = named_inputs(told)
    assert [item.name for item in inputs] == [
        "sample_1", "sample_2", "breaks_every_pair", "breaks_twice_model", "breaks_mine",
    ]  # fmt: skip
    names: dict[str, object] = {"expected": {}}
    exec(inputs_cell(inputs), names)
    assert names["breaks_twice_model"] == "1 6\n3\n"
    assert names["expected"]["1 6\n3\n"] == "no\n"  # type: ignore[index]


@pytest.mark.parametrize("name", ["", "a\nb = 1", "'''; import os", "日本", "sample_1", "x" * 500])
def test_a_hostile_name_becomes_a_plain_one(compared, name):
    told = compared.comparison()
    row = replace(told.rows[4], submission=replace(told.rows[4].submission, name=name))
    inputs = named_inputs(replace(told, rows=(row, row)))
    names: dict[str, object] = {"expected": {}}
    exec(inputs_cell(inputs), names)
    assert len({item.name for item in inputs}) == 4
    assert all(item.name.isidentifier() and item.name.isascii() and len(item.name) < 60 for item in inputs)
    assert set(names) == {"expected", "__builtins__", *(item.name for item in inputs)}


def test_code_that_looks_different_from_what_it_does_is_no_cell(compared):
    told = compared.comparison()
    for text in ("x = 1  # \u202e", "x = '\x00'", "x = '\ud800'", "y" * 50_000):
        row = replace(told.rows[1], submission=replace(told.rows[1].submission, source=Source(text=text)))
        assert program_cell(row, told, named_inputs(told)) is None


def test_a_function_is_called_with_a_sample(compared):
    told = compared.comparison()
    case = TestCase(name="s", given=Call(args=([1, 2], 3)), expected=Returns(value=True), origin="sample")
    source = Source(text="def f(a, b):\n    return b in a\n", entry_point="f")
    told = replace(told, problem=replace(told.problem, cases=(case, *told.problem.cases[2:])))
    row = replace(told.rows[1], submission=replace(told.rows[1].submission, source=source))
    assert program_cell(row, told, ()) == "def f(a, b):\n    return b in a\n\n\nf([1, 2], 3)"


@pytest.mark.parametrize("checker", ["standard", "identical", "floats", "unordered", "special", "interactive"])
def test_the_cell_that_runs_programs_is_python_for_every_checker(compared, checker):
    told = compared.comparison()
    told = replace(told, problem=replace(told.problem, checker=CheckerSpec(name=checker, relative=1e-6)))
    compile(run_cell(told), "cell", "exec")
    assert ("as expected" in run_cell(told)) is (checker not in ("special", "interactive"))


@pytest.mark.integration
def test_the_notebook_runs_from_top_to_bottom_and_a_changed_program_is_told(compared):
    notebook = comparison_notebook(compared.comparison())
    for text, given in (("print('maybe')", "sample_1"), ("1 / 0", "sample_1"), ("print(input())", "breaks_mine")):
        cell = nbformat.v4.new_code_cell(f"%%program {given}\n{text}", id=f"km-program-9{len(notebook.cells)}")
        notebook.cells.append(cell)
    found = outputs(run(notebook))
    assert found[:2] == ["yes\n✓ as expected\n", "yes\n✓ as expected\n"]
    assert found[2] == "maybe\n✗ expected\nyes\n\n"
    assert "✗ the program failed" in found[3]
    assert "ZeroDivisionError" in found[3]
    assert found[4] == "2 1\n✗ expected\nyes\n\n"


@pytest.mark.integration
def test_floats_are_compared_as_the_checker_does(compared):
    told = compared.comparison()
    told = replace(told, problem=replace(told.problem, checker=CheckerSpec(name="floats", tolerance=1e-3)))
    notebook = comparison_notebook(told)
    for text in ("print('yes')", "print('no')"):
        cell = nbformat.v4.new_code_cell(f"%%program sample_1\n{text}", id=f"km-program-9{len(notebook.cells)}")
        notebook.cells.append(cell)
    found = outputs(run(notebook))
    assert found[-2:] == ["yes\n✓ as expected\n", "no\n✗ expected\nyes\n\n"]
