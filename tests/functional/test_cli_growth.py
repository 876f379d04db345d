"""`kernel-magic growth`: the JSON document, the exit status, and what people read."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import jsonschema
import pytest

from kernel_magic.cli.main import main

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the judge needs fork")

SCHEMA = Path(__file__).parents[2] / "kernel_magic" / "schemas" / "growth.1.json"
INPUTS = "def make_args(n, rng):\n    return ([rng.random() for _ in range(n)],)\n"
PAIRS = "def pairs(xs):\n    return sum(1 for a in xs for b in xs if a < b)\n"


@pytest.fixture
def call(tmp_path, capsys):
    def call(*options, source=PAIRS, inputs=INPUTS, function="pairs", seconds="1"):
        program, maker = tmp_path / "program.py", tmp_path / "inputs.py"
        program.write_text(source)
        maker.write_text(inputs)
        words = ["growth", str(program), "--function", function, "--inputs", str(maker), "--seconds", seconds]
        status = main([*words, *options])
        out = capsys.readouterr()
        return status, out.out, out.err

    return call


def test_the_document_is_what_the_schema_says_and_the_status_follows_it(call):
    status, out, _ = call("--json", "--quiet", seconds="2")
    document = json.loads(out)
    jsonschema.validate(document, json.loads(SCHEMA.read_text()))
    assert status == (0 if document["decided"] else 1)
    assert document["function"] == "pairs"
    assert not document["decided"] or document["model"] == "n^2"
    assert (document["estimate"]["cpu_s"] is not None) == document["decided"]


def test_people_read_a_table_and_sentences(call):
    status, out, err = call("--largest", "300")
    assert out.startswith("Growth of pairs")
    assert "time of a call" in out
    assert "n²" in out
    assert "growth: size" in err
    assert status in (0, 1)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"function": "other"}, "no function 'other'"),
        ({"source": "def pairs(xs:\n"}, "line 1"),
        ({"source": "def pairs(xs):\n    return 1 / 0\n"}, "ZeroDivisionError"),
        ({"inputs": "def make(n):\n    return (n,)\n"}, "no function make_args"),
        ({"inputs": "def make_args(n, rng):\n    return [n]\n"}, "must return a tuple"),
        ({"inputs": "def make_args(n, rng):\n    raise KeyError(n)\n"}, "KeyError"),
        ({"function": "pairs(xs)"}, "no name of a function"),
        ({"seconds": "0"}, "no number of seconds"),
    ],
)
def test_what_cannot_be_measured_is_an_error_that_says_why(call, given, said):
    status, out, err = call("--json", **given)
    assert status == 2
    assert said in json.loads(out)["error"]
    assert said in err


def test_a_file_that_is_missing_is_named(tmp_path, capsys):
    missing = tmp_path / "nothing.py"
    assert main(["growth", str(missing), "--function", "f", "--inputs", str(missing)]) == 2
    assert "nothing.py" in capsys.readouterr().err
