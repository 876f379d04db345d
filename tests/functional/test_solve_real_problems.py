"""Five problems, each with its examples in another form, solved by the real 0.5B model.

On the default backend all of them; on `transformers`, which is slower without a GPU, one function and one program.

What is asked for is honesty, not luck: one valid document, an exit status that fits its status word, steps that make up
the solution, examples that were read, and a solution that is right where the lesson says so. The hidden cases here are
known to nobody but this file.
"""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import jsonschema
import pytest

PROBLEMS = Path(__file__).resolve().parents[1] / "data" / "problems"
MODEL = "qwen2.5-coder-0.5b-instruct"
LIMIT_SECONDS = 900


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of a problem: how many examples its text has, and further cases that are surely right."""

    examples: int
    function: str | None
    hidden: tuple[dict[str, object], ...]


KNOWN = {
    "merge": Known(
        examples=3,
        function="merge",
        hidden=(
            {"args": [[], []], "expected": []},
            {"args": [[5], [1, 2, 3]], "expected": [1, 2, 3, 5]},
            {"args": [[-3, -3, 0], [-3, 4]], "expected": [-3, -3, -3, 0, 4]},
        ),
    ),
    "vowels": Known(
        examples=4,
        function="count_vowels",
        hidden=({"args": ["bcdfg"], "expected": 0}, {"args": ["UNDERSTOOD, aunt!"], "expected": 6}),
    ),
    "digits_sum": Known(
        examples=4,
        function="digit_sum",
        hidden=({"args": [7], "expected": 7}, {"args": [-90210], "expected": 12}, {"args": [1000001], "expected": 2}),
    ),
    "max_pair": Known(
        examples=3,
        function=None,
        hidden=({"stdin": "2\n-1 -2\n", "stdout": "-3\n"}, {"stdin": "5\n9 0 0 8 7\n", "stdout": "17\n"}),
    ),
    "running_total": Known(
        examples=4,
        function="running_total",
        hidden=({"args": [[0, 0]], "expected": [0, 0]}, {"args": [[10, -20, 5]], "expected": [10, -10, -5]}),
    ),
}


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command line as a user does."""
    whole = [sys.executable, "-m", "kernel_magic", *arguments]
    return subprocess.run(whole, capture_output=True, text=True, encoding="utf-8", timeout=LIMIT_SECONDS)


def schema(kind: str) -> dict[str, object]:
    """A shipped JSON Schema."""
    text = resources.files("kernel_magic.schemas").joinpath(f"{kind}.1.json").read_text("utf-8")
    found: dict[str, object] = json.loads(text)
    return found


def test_every_problem_has_its_known_cases():
    assert {path.stem for path in PROBLEMS.glob("*.txt")} == set(KNOWN)


@pytest.mark.model
@pytest.mark.slow
@pytest.mark.timeout(LIMIT_SECONDS)
@pytest.mark.parametrize(
    ("name", "backend"),
    [*((name, "llama_cpp") for name in sorted(KNOWN)), ("digits_sum", "transformers"), ("max_pair", "transformers")],
)
def test_a_lesson_is_valid_and_honest(name, backend, tmp_path):
    if backend == "transformers":
        pytest.importorskip("torch", reason="the backend transformers needs the extra `local`")
    known = KNOWN[name]
    path = PROBLEMS / f"{name}.txt"
    done = command("solve", str(path), "--json", "--backend", backend, "--model", MODEL, "--candidates", "3")
    assert done.returncode in (0, 1), done.stderr

    lesson = json.loads(done.stdout)
    jsonschema.validate(lesson, schema("lesson"))
    assert len(lesson["examples"]) == known.examples
    assert lesson["provenance"]["backend"] == backend
    assert MODEL in lesson["provenance"]["model"]
    assert lesson["usage"]["completion_tokens"] > 0
    assert (done.returncode == 0) is (lesson["status"] == "verified")
    if lesson["status"] == "unverified":
        assert lesson["steps"] == []
        return
    code = lesson["solution"]["code"]
    assert ast.dump(ast.parse("\n".join(step["code"] for step in lesson["steps"]))) == ast.dump(ast.parse(code))
    assert any(step["evidence"] for step in lesson["steps"])
    if lesson["status"] == "verified":
        assert {witness["kind"] for witness in lesson["witnesses"]} >= {"examples", "agreement"}
        assert judged(code, known, tmp_path) == "AC"


@pytest.mark.parametrize(
    ("code", "verdict"),
    [
        ("def merge(a, b):\n    return sorted(a + b)\n", "AC"),
        ("def merge(a, b):\n    return a + b\n", "WA"),
    ],
)
def test_the_hidden_cases_tell_right_from_wrong(code, verdict, tmp_path):
    assert judged(code, KNOWN["merge"], tmp_path) == verdict


def judged(code: str, known: Known, folder: Path) -> str:
    """The judge's verdict on hidden cases."""
    contract: dict[str, object] = {"language": "python", "cases": list(known.hidden)}
    if known.function:
        contract["function"] = known.function
    (folder / "answer.py").write_text(code, "utf-8")
    (folder / "contract.json").write_text(json.dumps(contract), "utf-8")
    done = command("judge", str(folder / "answer.py"), "--contract", str(folder / "contract.json"), "--json")
    assert done.returncode in (0, 1), done.stderr
    report = json.loads(done.stdout)
    jsonschema.validate(report, schema("judge"))
    return str(report["verdict"])
