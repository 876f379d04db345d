"""The magics in a real Jupyter kernel: what a front end gets, and what an interrupt does. Replies are scripted."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbclient
import pytest
from jupyter_client.manager import KernelManager
from nbclient.exceptions import CellExecutionError
from nbformat import v4

pytestmark = pytest.mark.integration

TASK = "Write double(x): twice the number.\n>>> double(2)\n4\n>>> double(-3)\n-6\n"
RIGHT = "```python\ndef double(x):\n    return 2 * x\n```"
ALSO_RIGHT = "```python\ndef double(x):\n    result = x\n    result += x\n    return result\n```"


@dataclass
class Answer:
    """What a front end got for one cell."""

    reply: dict[str, Any]
    outputs: list[dict[str, Any]] = field(default_factory=list)
    """Displays as they stand in the end: updates are put in their place."""

    @property
    def text(self) -> str:
        return "\n".join(str(output) for output in self.outputs)


class Kernel:
    """A kernel and the least of a front end."""

    def __init__(self, folder: Path) -> None:
        self.manager = KernelManager()
        self.manager.start_kernel(cwd=str(folder))
        self.client = self.manager.blocking_client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)

    def run(self, code: str, *, interrupt_at: str | None = None) -> Answer:
        """Run a cell; interrupt the kernel a moment after `interrupt_at` is first seen in a message."""
        request = self.client.execute(code)
        outputs: list[dict[str, Any]] = []
        places: dict[str, int] = {}
        while True:
            message = self.client.get_iopub_msg(timeout=100)
            if message["parent_header"].get("msg_id") != request:
                continue
            kind, content = message["msg_type"], message["content"]
            if interrupt_at and interrupt_at in json.dumps(content):
                interrupt_at = None
                time.sleep(0.7)
                self.manager.interrupt_kernel()
            if kind == "status" and content["execution_state"] == "idle":
                break
            if kind in {"display_data", "stream", "error", "execute_result"}:
                name = content.get("transient", {}).get("display_id")
                if name:
                    places[name] = len(outputs)
                outputs.append({"kind": kind, **content})
            elif kind == "update_display_data":
                outputs[places[content["transient"]["display_id"]]]["data"] = content["data"]
        while (message := self.client.get_shell_msg(timeout=20))["parent_header"].get("msg_id") != request:
            pass
        return Answer(reply=message["content"], outputs=outputs)


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    kernel = Kernel(tmp_path_factory.mktemp("kernel"))
    kernel.run("%load_ext kernel_magic\n%config CoderMagics.allow_fetch = False")
    yield kernel
    kernel.client.stop_channels()
    kernel.manager.shutdown_kernel(now=True)


def script(folder: Path, *replies: object) -> str:
    path = folder / "replies.json"
    path.write_text(json.dumps(replies), encoding="utf-8")
    return f"--backend scripted:{path}"


def good(folder: Path) -> str:
    return script(folder, *[RIGHT, ALSO_RIGHT] * 20)


def test_lesson_takes_the_place_of_the_progress(kernel, tmp_path):
    answer = kernel.run(f"%%coder {good(tmp_path)} --candidates 2 --into lesson\n{TASK}")
    assert answer.reply["status"] == "ok", answer.text
    assert len(answer.outputs) == 1
    assert set(answer.outputs[0]["data"]) == {"text/html", "text/markdown", "text/plain"}
    assert "verified" in answer.outputs[0]["data"]["text/plain"]
    assert "Draft" not in answer.outputs[0]["data"]["text/html"]
    assert "'verified'" in kernel.run("lesson.status").text


def test_runnable_cell_is_sent_once_and_its_code_passes(kernel, tmp_path):
    cell = f"%%coder {good(tmp_path)} --candidates 2\nA second time. {TASK}"
    payload = kernel.run(cell).reply["payload"]
    assert [(item["source"], item["replace"]) for item in payload] == [("set_next_input", False)]
    answer = kernel.run(payload[0]["text"])
    assert answer.reply["status"] == "ok", answer.text
    assert "double" in answer.text
    again = kernel.run(cell)
    assert again.reply["payload"] == []
    assert "already" in again.text
    assert len(kernel.run(cell.replace("%%coder", "%%coder --insert")).reply["payload"]) == 1


def test_doctest_prompts_reach_the_task(kernel, tmp_path):
    kernel.run(f"%%coder {good(tmp_path)} --candidates 2 --into lesson\n{TASK}")
    assert ">>> double(2)" in kernel.run("print(lesson.task.text)").text
    assert "2" in kernel.run("len(lesson.task.cases)").text


@pytest.mark.parametrize("cell", ["%%coder", "%%coder slove\nx", "%coder nope", "%%coder --seed x\nhi"])
def test_error_is_one_calm_message_and_the_kernel_stays_usable(cell, kernel):
    answer = kernel.run(cell)
    assert answer.reply["status"] == "error"
    assert [output["kind"] for output in answer.outputs] == ["display_data", "error"]
    assert len(answer.outputs[1]["traceback"]) == 1
    assert answer.outputs[0]["data"]["text/html"].count("km") > 0
    assert "Traceback" not in answer.text
    assert kernel.run("1 + 1").reply["status"] == "ok"


def test_error_after_progress_takes_its_place(kernel, tmp_path):
    answer = kernel.run(f"%%coder {script(tmp_path)}\n{TASK}")
    assert [output["kind"] for output in answer.outputs] == ["display_data", "error"]
    assert "no reply left" in answer.outputs[0]["data"]["text/plain"]


def test_interrupt_while_drafting_says_so_and_the_kernel_stays_usable(kernel, tmp_path):
    option = script(tmp_path, {"text": RIGHT, "delay_s": 90})
    answer = kernel.run(f"%%coder {option} --candidates 1\n{TASK}", interrupt_at="draft")
    assert answer.reply["status"] == "error"
    assert answer.reply["ename"] == "Cancelled"
    last = answer.outputs[-1]
    assert last["traceback"] == ["Interrupted."]
    rest = [output["data"] for output in answer.outputs[:-1]]
    assert all(not data["text/plain"] and not data["text/html"] for data in rest)
    again = kernel.run(f"%%coder {good(tmp_path)} --candidates 2\nOnce more. {TASK}")
    assert again.reply["status"] == "ok", again.text


def test_interrupt_while_judging_says_so_and_the_judge_stays_usable(kernel):
    kernel.run(f"task = {TASK!r}")
    kernel.run("%%coder check --task task --no-model\ndef double(x):\n    return x\n")  # the sandbox is warm now
    endless = "%%coder check --task task --no-model\ndef double(x):\n    while True:\n        pass\n"
    answer = kernel.run(endless, interrupt_at="busy")
    assert answer.reply["ename"] == "Cancelled", answer.text
    answer = kernel.run("%%coder check --task task --no-model\ndef double(x):\n    return x + x\n")
    assert answer.reply["status"] == "ok"
    assert "partly verified" in answer.text


def test_widget_view_comes_below_only_when_asked_for(kernel, tmp_path):
    answer = kernel.run(f"%%coder {good(tmp_path)} --candidates 2 --no-insert --widget\n{TASK}")
    kinds = [sorted(output["data"]) for output in answer.outputs]
    assert len(kinds) == 2
    assert "application/vnd.jupyter.widget-view+json" in kinds[1]


def test_completion_reaches_the_front_end(kernel):
    kernel.client.complete("%%coder --cand", len("%%coder --cand"))
    matches = kernel.client.get_shell_msg(timeout=60)["content"]["matches"]
    assert "--candidates" in matches


def test_error_stops_a_notebook_that_runs_from_top_to_bottom(tmp_path):
    cells = ["%load_ext kernel_magic", "%%coder slove\nx", "print('never')"]
    notebook = v4.new_notebook(cells=[v4.new_code_cell(cell) for cell in cells])
    with pytest.raises(CellExecutionError, match="Did you mean 'solve'"):
        nbclient.NotebookClient(notebook, timeout=100, resources={"metadata": {"path": str(tmp_path)}}).execute()
    assert notebook.cells[2].outputs == []


LOADED = """
import sys
print(sorted({name.partition(".")[0] for name in sys.modules}))
"""


def test_loading_the_extension_loads_no_model_library(tmp_path):
    kernel = Kernel(tmp_path)
    try:
        before = kernel.run(LOADED).text
        kernel.run("%load_ext kernel_magic")
        kernel.run("%%coder --help")
        loaded = kernel.run(LOADED).text
        for name in ("torch", "transformers", "xllamacpp", "nbconvert", "ipywidgets", "openai"):
            assert repr(name) not in before
            assert repr(name) not in loaded
        assert "'kernel_magic'" in loaded
    finally:
        kernel.client.stop_channels()
        kernel.manager.shutdown_kernel(now=True)


def test_an_explanation_leaves_the_namespace_as_it_was(kernel):
    kernel.run(
        "import copy\ndef grow(items, more=[]):\n    global touched\n    touched = True\n    items.append(len(more))\n"
        "    more.append(1)\n    print('ran')\n    return items\nowned = [1, 2]\ntouched = False"
    )
    kernel.run("before = {name: id(value) for name, value in globals().items() if not name.startswith('_')}")
    cells = (
        "%coder explain grow --no-model --call 'grow(owned)'",
        "%%coder claim\nit returns [1, 2, 0]",
        "%%coder explain --no-model\nowned.append(9)\ntouched = 'by a cell'\nnew_name = grow(owned)",
    )
    for cell in cells:
        answer = kernel.run(cell)
        assert answer.reply["status"] == "ok", answer.text
    assert "true" in kernel.run(cells[1]).text
    changed = kernel.run(
        "after = {name: id(value) for name, value in globals().items() if not name.startswith('_')}\n"
        "print(sorted(set(after.items()) ^ set(before.items())), owned, touched, grow.__defaults__)"
    ).text
    assert "[1, 2] False ([],)" in changed
    assert "new_name" not in changed
    assert "owned" not in changed.split("[1, 2] False")[0]
