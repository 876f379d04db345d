"""`kernel-magic compare` from the folder to the exit status, with scripted replies and real verdicts."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path

import jsonschema
import nbformat
import pytest

from kernel_magic import session
from kernel_magic.cli.main import main
from kernel_magic.judge.local import LocalJudge
from tests.contest_programs import (
    FALLS,
    HASHING,
    MAKE,
    PAIRS,
    SAMPLES,
    SECRET,
    SORTING,
    STATEMENT,
    TWICE,
    ScriptedTrials,
)

YAML = "problem_format_version: 2023-07-draft\nname: A pair\nuuid: 5ca6ba5b-36d5-4eff-8aa7-d967cbc4375e\n"
VALIDATOR = """import sys
n, target, *items = map(int, sys.stdin.read().split())
sys.exit(42 if n >= 1 and len(items) == n and all(abs(item) <= 1000 for item in (target, *items)) else 43)
"""


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("KERNEL_MAGIC_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("KERNEL_MAGIC_ALLOW_FETCH", "no")
    monkeypatch.setattr(session, "LocalJudge", lambda **more: ScriptedTrials())


def package(folder: Path, **submissions: str) -> str:
    """A problem package; `accepted__pairs=…` is submissions/accepted/pairs.py."""
    root = folder / "pair"
    files = {
        "problem.yaml": YAML,
        "statement/problem.en.md": STATEMENT,
        "input_validators/validate.py": VALIDATOR,
        "generators/scale.py": MAKE,
    }
    for kind, pairs in (("sample", SAMPLES), ("secret", (*SECRET, *FALLS))):
        for number, (given, answer) in enumerate(pairs, 1):
            files |= {f"data/{kind}/{number}.in": given, f"data/{kind}/{number}.ans": answer}
    files |= {f"submissions/{name.replace('__', '/')}.py": text for name, text in submissions.items()}
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return str(root)


def script(folder: Path, *replies: object) -> str:
    path = folder / "replies.json"
    path.write_text(json.dumps(replies), encoding="utf-8")
    return f"scripted:{path}"


def fenced(text: str) -> str:
    return f"```python\n{text}```"


def schema() -> dict[str, object]:
    text = resources.files("kernel_magic.schemas").joinpath("comparison.1.json").read_text("utf-8")
    found: dict[str, object] = json.loads(text)
    return found


def test_submissions_alone_need_no_model_and_give_one_json_document(tmp_path, capsys):
    folder = package(tmp_path, accepted__pairs=PAIRS, accepted__hashing=HASHING, wrong_answer__twice=TWICE)
    status = main(["compare", folder, "--submissions-only", "--json", "--quiet"])
    captured = capsys.readouterr()
    found = json.loads(captured.out)
    jsonschema.validate(found, schema())
    assert status == 0
    assert set(found["ranking"]) == {"pairs.py", "hashing.py"}
    verdicts = {row["name"]: row["verdict"] for row in found["rows"]}
    assert verdicts == {"pairs.py": "AC", "hashing.py": "AC", "twice.py": "WA"}
    assert captured.err == ""


def test_model_own_program_and_folder_take_part_and_files_are_written(tmp_path, capsys):
    mine = tmp_path / "mine.py"
    mine.write_text(SORTING, encoding="utf-8")
    notebook, page = tmp_path / "out.ipynb", tmp_path / "out.html"
    replies = script(tmp_path, " all pairs\n2. hashing: seen\n", fenced(TWICE), fenced(HASHING))
    status = main([
        "compare", package(tmp_path, accepted__pairs=PAIRS), "--submission", str(mine), "--backend", replies,
        "--ideas", "2", "--candidates", "1", "--rounds", "0", "--notebook", str(notebook), "--html", str(page),
    ])  # fmt: skip
    captured = capsys.readouterr()
    assert status == 0
    assert "mine.py" in captured.out
    assert "hashing (model)" in captured.out
    assert "stress: " in captured.err
    nbformat.validate(nbformat.read(notebook, as_version=4))
    assert "mine.py" in page.read_text("utf-8")


def test_no_right_program_is_status_1(tmp_path, capsys):
    assert main(["compare", package(tmp_path, wrong_answer__twice=TWICE), "--submissions-only", "--quiet"]) == 1
    assert "twice.py" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["nowhere", "--submissions-only"], "no file 'nowhere'"),
        (["EMPTY", "--submissions-only"], "problem.yaml"),
        (["PACKAGE", "--submissions-only"], "no program to compare"),
        (["PACKAGE", "--submissions-only", "--submission", "mine.txt"], "no program that can be judged"),
        (["PACKAGE", "--submissions-only", "--submission", "mine.py"], "no file"),
        (["PACKAGE", "--ideas", "0"], "from 1 to 8"),
        (["PACKAGE", "--growth-seconds", "nan"], "from 0 to 600"),
        (["PACKAGE", "--html", "/nowhere/x.html"], "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_status_2_with_a_sentence(words, says, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    places = {"PACKAGE": package(tmp_path), "EMPTY": "empty"}
    assert main(["compare", *(places.get(word, word) for word in words)]) == 2
    captured = capsys.readouterr()
    assert says in captured.err
    assert "Traceback" not in captured.err


def test_problem_as_text_is_compared_on_agreement(tmp_path, capsys):
    text = tmp_path / "task.txt"
    samples = "".join(f"\nSample Input\n{given}\nSample Output\n{answer}" for given, answer in SAMPLES)
    text.write_text(f"{STATEMENT}\nThe first line has n, at least 2, and the target.\n{samples}", encoding="utf-8")
    replies = script(tmp_path, " pairs\n2. hashing: seen\n", fenced(PAIRS), fenced(HASHING))
    words = ["compare", str(text), "--backend", replies, "--ideas", "2", "--candidates", "1", "--json", "--quiet"]
    assert main(words) == 0
    found = json.loads(capsys.readouterr().out)
    assert set(found["ranking"]) == {"brute force (model)", "hashing (model)"}


def test_with_the_real_trials_a_program_that_all_data_misses_falls_and_the_others_are_measured(
    tmp_path, capsys, monkeypatch
):
    monkeypatch.setattr(session, "LocalJudge", LocalJudge)

    folder = package(tmp_path, accepted__reference=PAIRS, accepted__hashing=HASHING, accepted__twice=TWICE)
    (Path(folder) / "data" / "secret" / "3.in").unlink()
    (Path(folder) / "data" / "secret" / "3.ans").unlink()
    assert main(["compare", folder, "--submissions-only", "--json", "--quiet"]) == 0
    found = json.loads(capsys.readouterr().out)
    rows = {row["name"]: row for row in found["rows"]}
    assert set(found["ranking"]) == {"reference.py", "hashing.py"}
    assert rows["twice.py"]["report"]["verdict"] == "AC"
    counterexample = rows["twice.py"]["stress"]["counterexample"]
    n, target = map(int, counterexample["input"].split()[:2])
    assert n <= 3
    assert str(target // 2) in counterexample["input"].split()[2:]
    for name in found["ranking"]:  # a busy machine measures little, and then says so
        assert rows[name]["complexity"]["samples"] or rows[name]["complexity"]["reason"]
    assert rows["twice.py"]["complexity"]["samples"] == []
