"""`kernel-magic check`: anybody's answer against a task, with and without a model."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path

import jsonschema
import pytest

from kernel_magic.cli.main import main

TASK = "Write double(x): twice the number.\n\n>>> double(2)\n4\n>>> double(-3)\n-6\n"
RIGHT = "def double(x):\n    return 2 * x\n"
INDEPENDENT = "```python\ndef double(x):\n    result = x\n    result += x\n    return result\n```"


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("KERNEL_MAGIC_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("KERNEL_MAGIC_ALLOW_FETCH", "no")


@pytest.fixture
def task(tmp_path: Path) -> str:
    path = tmp_path / "task.txt"
    path.write_text(TASK, encoding="utf-8")
    return str(path)


def answer(folder: Path, text: str) -> str:
    path = folder / "answer.py"
    path.write_text(text, encoding="utf-8")
    return str(path)


def check(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, object]]:
    status = main(["check", *words, "--json"])
    document: dict[str, object] = json.loads(capsys.readouterr().out)
    text = resources.files("kernel_magic.schemas").joinpath("check.1.json").read_text("utf-8")
    jsonschema.validate(document, json.loads(text))
    return status, document


def test_right_answer_with_an_independent_witness_is_verified(task, tmp_path, capsys):
    script = tmp_path / "replies.json"
    script.write_text(json.dumps([INDEPENDENT] * 20), encoding="utf-8")
    status, document = check(
        capsys, answer(tmp_path, RIGHT), "--task", task, "--backend", f"scripted:{script}", "--candidates", "4"
    )
    assert document["status"] == "verified", document["witnesses"]
    assert status == 0


def test_right_answer_without_a_model_is_partly_verified_and_status_1(task, tmp_path, capsys):
    status, document = check(capsys, answer(tmp_path, RIGHT), "--task", task, "--no-model")
    assert (document["status"], document["verdict"]) == ("partly_verified", "AC")
    assert document["provenance"] is None
    assert status == 1


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("def double(x):\n    return x * x\n", "WA"),
        ("def double(x):\n    return 1 / 0\n", "RTE"),
        ("def double(x) return 2 * x\n", "CE"),
        ("def triple(x):\n    return 3 * x\n", "RTE"),
    ],
)
def test_wrong_answer_is_unverified_and_needs_no_model(text, verdict, task, tmp_path, capsys):
    status, document = check(capsys, answer(tmp_path, text), "--task", task, "--no-model")
    assert document["status"] == "unverified"
    assert document["verdict"] == verdict
    assert status == 1


def test_people_see_the_counterexample(task, tmp_path, capsys):
    words = [answer(tmp_path, "def double(x):\n    return x * x\n"), "--task", task, "--no-model"]
    assert main(["check", *words]) == 1
    out = capsys.readouterr().out
    assert "double(-3)" in out
    assert "-6" in out


def test_two_dashes_cannot_both_be_standard_input(capsys):
    assert main(["check", "-", "--task", "-"]) == 2
    assert "standard input" in capsys.readouterr().err


def test_missing_files_and_empty_answers_are_status_2(task, tmp_path, capsys):
    assert main(["check", str(tmp_path / "none.py"), "--task", task, "--no-model"]) == 2
    assert "none.py" in capsys.readouterr().err
    assert main(["check", answer(tmp_path, RIGHT), "--task", str(tmp_path / "none.txt"), "--no-model"]) == 2
    assert "none.txt" in capsys.readouterr().err
    assert main(["check", answer(tmp_path, "\n"), "--task", task, "--no-model"]) == 2
    assert "empty" in capsys.readouterr().err
