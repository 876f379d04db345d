"""The teacher's and the student's notebook, from beginning to end, without a model."""

from __future__ import annotations

from pathlib import Path

import nbclient
import nbformat
import pytest

from kernel_magic.grading.nbgrader_format import notebook_mark_of

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
LIMIT_SECONDS = 600

pytestmark = [pytest.mark.integration, pytest.mark.slow, pytest.mark.timeout(LIMIT_SECONDS + 60)]


def executed(name, monkeypatch):
    """What each cell of a notebook printed or displayed, by the cell's id, after all of them ran without an error."""
    monkeypatch.setenv("KERNEL_MAGIC_BACKEND", "openai")  # whoever asked a model would fail: there is none
    monkeypatch.setenv("KERNEL_MAGIC_BASE_URL", "http://127.0.0.1:9")
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    notebook = nbformat.read(NOTEBOOKS / name, as_version=4)
    client = nbclient.NotebookClient(notebook, timeout=LIMIT_SECONDS, resources={"metadata": {"path": str(NOTEBOOKS)}})
    client.execute()
    return {cell.id: "\n".join(map(_text, cell.get("outputs", ()))) for cell in notebook.cells}


def _text(output):
    return output.get("text") or output.get("data", {}).get("text/plain", "")


@pytest.mark.parametrize("name", ["teacher.ipynb", "student.ipynb"])
def test_notebook_is_committed_without_outputs_and_is_valid(name):
    notebook = nbformat.read(NOTEBOOKS / name, as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert code
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code)


def test_a_teacher_proves_builds_and_grades(monkeypatch):
    shown = executed("teacher.ipynb", monkeypatch)
    assert "may be given out: True" in shown["look-inside"]
    assert "✗ wrong_solutions" in shown["prove-weak"]
    assert "it may be given out: True" in shown["build-assignment"]
    points = dict(line.split()[:2] for line in shown["grade-class"].splitlines()[1:7])
    assert points["ada"] == points["ben"] == "37"
    assert 0 < float(points["cem"]) < 37
    assert float(points["dora"]) < 5
    assert float(points["edda"]) == 31
    assert "again: 0 judged" in shown["grade-class"]
    assert "capital letters" in shown["show-feedback"]
    assert "finn" in shown["show-report"]


def test_a_student_checks_asks_for_hints_and_gets_no_solution(monkeypatch):
    mark = notebook_mark_of(nbformat.read(NOTEBOOKS / "student.ipynb", as_version=4))
    assert mark is not None
    assert (mark.role, mark.policy) == ("release", "hints")
    shown = executed("student.ipynb", monkeypatch)
    assert "0 of 1 visible test passed" in shown["check-first"]
    assert "is_rhyme('Moon', 'mOON')" in shown["check-first"]
    assert "Hint 1 of 4" in shown["first-hint"]
    assert "Hint 2 of 4" in shown["ask-solve"]
    assert "1 of 1 visible test passed" in shown["check-second"]
    assert "4 more tests" in shown["check-second"]
    assert "policy" in shown["status"]
    assert not any("len(word)" in text for name, text in shown.items() if name != "check-second"), "no solution"
