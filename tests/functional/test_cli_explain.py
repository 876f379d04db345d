"""`kernel-magic explain`: what people and programs get, and the exit status."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path

import jsonschema
import pytest

from kernel_magic.cli.main import main

SUM = "def total(items):\n    result = 0\n    for item in items:\n        result += item\n    return result\n"
CALL = ("--call", "total([3, 1, 4])")


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("KERNEL_MAGIC_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("KERNEL_MAGIC_ALLOW_FETCH", "no")


@pytest.fixture
def code(tmp_path: Path) -> str:
    return written(tmp_path, "code.py", SUM)


def written(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def explain(capsys, *words):
    """The exit status and the one JSON document, which fits its schema."""
    status = main(["explain", *words, "--json", "--quiet"])
    document = json.loads(capsys.readouterr().out)
    kind = document["schema"].split("/")[1]
    schema = resources.files("kernel_magic.schemas").joinpath(f"{kind}.1.json").read_text("utf-8")
    jsonschema.validate(document, json.loads(schema))
    return status, document


def test_a_verified_explanation_is_0(code, capsys):
    status, document = explain(capsys, code, *CALL, "--no-model")
    assert status == 0
    assert (document["status"], document["call"], document["result"]) == ("verified", "total([3, 1, 4])", "8")
    first = document["trace"]["steps"][0]
    assert (first["line"], first["depth"], first["function"]) == (2, 0, "total")
    assert first["variables"] == {"items": "[3, 1, 4]"}
    assert first["event"] == "line"
    assert document["provenance"] is None
    assert document["questions"]


@pytest.mark.parametrize(
    ("lines", "status", "holds"),
    [
        ("# mine\n\nline 4 runs three times\ntotal([]) is 0\n", 0, [True, True]),
        ("line 4 runs three times\nline 4 runs twice\n", 1, [True, False]),
        ("the code is beautiful\n", 1, [None]),
    ],
)
def test_claims_decide_about_the_status_and_keep_their_order(lines, status, holds, code, tmp_path, capsys):
    claims = written(tmp_path, "claims.txt", lines)
    found, document = explain(capsys, code, *CALL, "--no-model", "--claims", claims)
    assert [claim["holds"] for claim in document["claims"]] == holds
    assert found == status


def test_what_is_cut_short_or_could_not_be_run_is_1(code, tmp_path, capsys):
    status, document = explain(capsys, code, *CALL, "--no-model", "--max-steps", "3")
    assert (status, document["status"], document["trace"]["truncated"]) == (1, "partly_verified", True)
    broken = written(tmp_path, "broken.py", "import no_such_module\ndef f(x):\n    return x\n")
    status, document = explain(capsys, broken, "--no-model")
    assert (status, document["status"], document["trace"]) == (1, "unverified", None)
    assert "no_such_module" in document["notes"][0]


@pytest.mark.parametrize(
    ("text", "words", "message"),
    [
        ("def f(:\n", (), "line 1"),
        ("", (), "no code"),
        (SUM, ("--function", "nothing"), "It defines total"),
        (SUM, ("--call", "total("), "no Python expression"),
        (SUM, ("--max-steps", "none"), "--max-steps"),
        (SUM, ("--claims", "/nowhere/claims.txt"), "no file"),
    ],
)
def test_bad_input_is_2_with_a_sentence(text, words, message, tmp_path, capsys):
    status, document = explain(capsys, written(tmp_path, "code.py", text), "--no-model", *words)
    assert status == 2
    assert message in document["error"]
    assert document["hint"]


def test_only_one_thing_comes_from_standard_input(capsys):
    assert main(["explain", "-", "--claims", "-", "--no-model"]) == 2
    assert "standard input" in capsys.readouterr().err


def test_a_program_gets_its_input_from_a_file(tmp_path, capsys):
    program = written(tmp_path, "program.py", "print(int(input()) + 1)\n")
    lines = written(tmp_path, "lines.txt", "41\n")
    status, document = explain(capsys, program, "--stdin", lines, "--no-model")
    assert (status, document["output"]) == (0, "42\n")


def test_people_read_the_run_and_the_page_holds_it_too(code, tmp_path, capsys):
    page = tmp_path / "page.html"
    claims = written(tmp_path, "claims.txt", "after the loop result is 9\n")
    words = ["explain", code, *CALL, "--no-model", "--quiet", "--claims", claims, "--html", str(page)]
    assert main(words) == 1
    shown = capsys.readouterr().out
    assert "total([3, 1, 4])" in shown
    assert "after the loop result is 9" in shown
    assert "8" in shown
    assert "total([3, 1, 4])" in page.read_text("utf-8")


def test_questions_can_be_left_out(code, capsys):
    assert explain(capsys, code, *CALL, "--no-model", "--no-questions")[1]["questions"] == []


def test_words_of_a_scripted_model_are_held_against_the_run(code, tmp_path, capsys):
    reply = " Add up\nWhy: Line 4 runs three times. Line 4 runs 4 times."
    script = written(tmp_path, "replies.json", json.dumps([{"match": "Lines:", "text": reply}]))
    status, document = explain(capsys, code, *CALL, "--backend", f"scripted:{script}")
    assert status == 0
    prose = " ".join(block["prose"] for block in document["blocks"])
    assert "Line 4 runs three times." in prose
    assert "Line 4 runs 4 times" not in prose
    assert document["provenance"]["backend"] == "scripted"
    assert any("the run shows otherwise" in each for each in document["dropped"])
