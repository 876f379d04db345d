"""Data sets in HumanEval's form: what is read, what is drawn, and how faults are told."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from kernel_magic.core.errors import InputError
from kernel_magic.core.evaluation import HiddenTask
from kernel_magic.evaluation.dataset import open_dataset, read_tasks, sampled
from kernel_magic.evaluation.programs import canonical_program, program_of

TINY = Path(__file__).resolve().parents[1] / "data" / "evaluation" / "tiny.jsonl"
FIELDS = {
    "task_id": "t/1", "prompt": "def f(x):\n", "entry_point": "f", "canonical_solution": "    return x\n", "test": "…",
}  # fmt: skip


def without(name: str) -> str:
    return json.dumps({key: value for key, value in FIELDS.items() if key != name})


def test_plain_and_gzipped_files_hold_the_same_tasks(tmp_path):
    zipped = tmp_path / "tiny.jsonl.gz"
    zipped.write_bytes(gzip.compress(TINY.read_bytes()))
    assert open_dataset(zipped).tasks == open_dataset(TINY).tasks
    unnamed = tmp_path / "tiny.data"
    unnamed.write_bytes(zipped.read_bytes())
    assert len(open_dataset(unnamed).tasks) == 4


def test_blank_lines_and_further_fields_do_no_harm(tmp_path):
    path = tmp_path / "set.jsonl"
    path.write_text("\n" + json.dumps({**FIELDS, "difficulty": 3}) + "\n\n", encoding="utf-8")
    (task,) = read_tasks(path)
    assert (task.task_id, task.base_test, task.line) == ("t/1", "", 2)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "holds no task"),
        ("\n\n", "holds no task"),
        ("{}\n", "line 1: the field 'task_id' is missing"),
        (json.dumps(FIELDS) + "\n" + without("test"), "line 2: the field 'test' is missing"),
        (json.dumps(FIELDS) + "\n{broken\n", "line 2: not JSON"),
        (json.dumps(FIELDS) + "\n[1]\n", "line 2: no JSON object"),
        (json.dumps(FIELDS) + "\n" + json.dumps(FIELDS), "line 2: the task_id 't/1' is that of line 1"),
        (json.dumps({**FIELDS, "prompt": 3}), "prompt is no text"),
        (json.dumps({**FIELDS, "prompt": "  "}), "prompt is empty"),
        (json.dumps({**FIELDS, "entry_point": "f; import os"}), "is no name of a function"),
        (json.dumps({**FIELDS, "base_test": []}), "base_test is no text"),
        ("[" * 200_000, "line 1: n"),
    ],
)
def test_a_fault_is_told_with_file_and_line(tmp_path, text, told):
    path = tmp_path / "set.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        open_dataset(path)
    assert told in caught.value.message
    assert "set.jsonl" in caught.value.message
    assert caught.value.hint


def test_what_is_not_text_is_told_with_its_line(tmp_path):
    path = tmp_path / "set.jsonl"
    path.write_bytes(json.dumps(FIELDS).encode() + b"\n\xff\xfe\n")
    with pytest.raises(InputError, match="line 2: not UTF-8"):
        open_dataset(path)


@pytest.mark.parametrize("cut", [3, 20, 200])
def test_a_gzip_file_that_ends_early_is_told(tmp_path, cut):
    path = tmp_path / "set.jsonl.gz"
    path.write_bytes(gzip.compress(TINY.read_bytes())[:cut])
    with pytest.raises(InputError, match="damaged"):
        open_dataset(path)


def test_a_gz_name_on_plain_text_is_told(tmp_path):
    path = tmp_path / "set.jsonl.gz"
    path.write_bytes(TINY.read_bytes())
    with pytest.raises(InputError, match="not gzip"):
        open_dataset(path)


@pytest.mark.parametrize("name", ["missing.jsonl", "."])
def test_a_file_that_is_not_there_is_told(tmp_path, name):
    with pytest.raises(InputError):
        open_dataset(tmp_path / name)


def test_a_sample_is_the_same_for_the_same_seed_keeps_the_order_and_grows():
    tasks = tuple(
        HiddenTask(task_id=str(n), prompt="p", entry_point="f", canonical_solution="", test="t") for n in range(50)
    )
    ten, twenty = sampled(tasks, 10, 3), sampled(tasks, 20, 3)
    assert ten == sampled(tasks, 10, 3)
    assert ten != sampled(tasks, 10, 4)
    assert set(ten) < set(twenty)
    assert list(ten) == sorted(ten, key=lambda task: int(task.task_id))
    assert sampled(tasks, None, 3) == sampled(tasks, 99, 3) == tasks


def task_with(prompt: str, canonical: str = "") -> HiddenTask:
    return HiddenTask(task_id="t", prompt=prompt, entry_point="f", canonical_solution=canonical, test="t")


CONTEXT = 'import math\nfrom typing import List\n\ndef helper(x):\n    return x\n\ndef f(x: List):\n    """doc"""\n'


def test_imports_and_helpers_of_the_prompt_go_before_an_answer_that_lacks_them():
    program = program_of(task_with(CONTEXT), "import math\n\ndef f(x: List):\n    return helper(math.pi)\n")
    assert program.count("import math") == 1
    assert "from typing import List" in program
    assert "def helper" in program
    assert program.count("def f(") == 1


def test_an_answer_keeps_its_own_helpers_and_its_first_line():
    answer = (
        "from __future__ import annotations\n\ndef helper(x):\n    return 7\n\ndef f(x: List):\n    return helper(x)\n"
    )
    program = program_of(task_with(CONTEXT), answer)
    assert program.startswith("from __future__ import annotations\nimport math")
    assert program.count("def helper") == 1
    compile(program, "program", "exec")


def test_a_prompt_without_a_body_gives_its_context_too():
    assert program_of(task_with("import math\n\ndef f(x):\n"), "def f(x):\n    return math.pi\n").startswith(
        "import math"
    )


def test_an_answer_that_does_not_parse_stays_what_it_is():
    assert program_of(task_with("def f(x):\n"), "def f(x:\n") == "def f(x:\n"


@pytest.mark.parametrize("canonical", ["    return helper(x)\n", "def f(x):\n    return helper(x)\n"])
def test_reference_solutions_of_both_forms_become_programs(canonical):
    names: dict[str, object] = {}
    exec(canonical_program(task_with(CONTEXT, canonical)), names)
    assert names["f"](5) == 5  # type: ignore[operator]
