"""The quickstart notebook with the real 0.5B model: its lesson is verified, and the inserted cell's code passes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbclient
import nbformat
import pytest
from nbformat import v4

NOTEBOOK = Path(__file__).resolve().parents[2] / "notebooks" / "quickstart.ipynb"
MODEL = "qwen2.5-coder-0.5b-instruct"
LIMIT_SECONDS = 900

REPORT = """
import json
print(json.dumps({
    "status": lesson.status,
    "kinds": [witness.kind for witness in lesson.witnesses if witness.holds],
    "examples": len(lesson.task.cases),
    "model": lesson.provenance.model,
    "first": first_try.status,
    "second": second_try.status,
    "second_verdict": second_try.verdict.value,
    "third": third_try.status,
    "third_verdict": third_try.verdict.value,
    "written_for_checks": sum(each.usage.completion_tokens for each in (first_try, second_try, third_try)),
}))
"""


def test_notebook_is_committed_without_outputs_and_is_valid():
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert code
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code)


@pytest.mark.model
@pytest.mark.slow
@pytest.mark.integration
@pytest.mark.timeout(LIMIT_SECONDS + 60)
def test_notebook_runs_and_teaches_a_verified_lesson(tmp_path, monkeypatch):
    monkeypatch.setenv("KERNEL_MAGIC_MODEL", MODEL)
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    notebook.cells.append(v4.new_code_cell(REPORT))
    inserted: list[str] = []

    def keep_payload(cell: Any, cell_index: int, execute_reply: Any) -> None:
        payload = execute_reply["content"].get("payload", [])
        inserted.extend(item["text"] for item in payload if item["source"] == "set_next_input")

    client = nbclient.NotebookClient(
        notebook,
        timeout=LIMIT_SECONDS,
        resources={"metadata": {"path": str(tmp_path)}},
        on_cell_executed=keep_payload,
    )
    with client.setup_kernel():
        for index, cell in enumerate(notebook.cells):
            client.execute_cell(cell, index)
        assert len(inserted) == 1
        solution = v4.new_code_cell(inserted[0])
        notebook.cells.append(solution)
        client.execute_cell(solution, len(notebook.cells) - 1)  # raises where a check fails

    found = json.loads(_text(notebook.cells[-2]))
    assert found["status"] == "verified"
    assert {"examples", "agreement"} <= set(found["kinds"]) or "brute_force" in found["kinds"]
    assert found["examples"] == 2
    assert MODEL in found["model"]
    assert found["first"] == "unverified"
    assert (found["second_verdict"], found["second"] != "verified") == ("AC", True)
    assert found["third_verdict"] == "AC"
    assert found["third"] in {"verified", "partly_verified"}
    assert found["written_for_checks"] == 0  # the drafts of the lesson are their witnesses
    assert "def merge(" in inserted[0]
    assert "✓" in _text(solution)
    lesson = next(cell for cell in notebook.cells if cell.id == "first-lesson")
    shown = [output.data for output in lesson.outputs if "text/html" in output.get("data", {})]
    assert len(shown) == 1
    assert {"text/html", "text/markdown", "text/plain"} <= set(shown[0])


def _text(cell: Any) -> str:
    return "".join(output.get("text", "") for output in cell.outputs)
