"""`kernel-magic judge`: the JSON document, the exit status, and what people read."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from kernel_magic.cli.main import main

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the judge needs fork")

_CONTRACT = {
    "function": "add",
    "cases": [{"name": "small", "args": [2, 3], "expected": 5}, {"args": [1, 1], "expected": 2}],
}


@pytest.fixture
def call(tmp_path, capsys):
    def call(source: str | bytes, *options: str, contract: object = _CONTRACT):
        program, file = tmp_path / "submission.py", tmp_path / "contract.json"
        program.write_bytes(source if isinstance(source, bytes) else source.encode())
        file.write_text(json.dumps(contract), encoding="utf-8")
        status = main(["judge", str(program), "--contract", str(file), *options])
        out = capsys.readouterr()
        return status, out.out, out.err

    return call


def test_accepted(call):
    status, out, _ = call("def add(a, b): return a + b", "--json")
    document = json.loads(out)
    assert status == 0
    assert document["schema"] == "kernel-magic/judge/1"
    assert document["verdict"] == "AC"
    assert [case["name"] for case in document["cases"]] == ["small", "2"]
    assert set(document["cases"][0]) >= {"name", "verdict", "reason", "cpu_s", "wall_s", "peak_mib", "message"}
    assert document["isolation"]["level"] in range(4)
    assert all(set(layer) == {"name", "in_force", "detail"} for layer in document["isolation"]["layers"])


def test_the_document_is_what_the_schema_says(call):
    jsonschema = pytest.importorskip("jsonschema")
    schema_file = Path(__file__).parents[2] / "kernel_magic" / "schemas" / "judge.1.json"
    schema = json.loads(schema_file.read_text(encoding="utf-8"))
    for source in ("def add(a, b): return a + b", "def add(a, b): return 0", "def add(", "x = 1"):
        jsonschema.validate(json.loads(call(source, "--json")[1]), schema)


def test_not_accepted(call):
    status, out, _ = call("def add(a, b): return a * b", "--json")
    assert status == 1
    assert json.loads(out)["verdict"] == "WA"


def test_for_people(call):
    status, out, _ = call("def add(a, b): return a * b")
    assert status == 1
    first, second, overall = out.splitlines()[:3]
    assert first.startswith("small  WA")
    assert "returned 6, expected 5" in first
    assert "ms" in first
    assert "MiB" in first
    assert second.startswith("2      WA")
    assert "isolation level" in overall


def test_a_program_that_is_no_text_does_not_compile(call):
    status, out, _ = call(b"def add(a, b): return a + b  # \xff\xfe", "--json")
    assert status == 1
    assert json.loads(out)["verdict"] == "CE"
    status, out, _ = call(bytes(range(256)), "--json")
    assert json.loads(out)["verdict"] == "CE"


def test_marks_and_line_ends_of_other_systems_are_read(call):
    assert call(b"\xef\xbb\xbfdef add(a, b):\r\n    return a + b\r\n")[0] == 0


@pytest.mark.parametrize(
    ("contract", "says"),
    [
        ({"cases": []}, "at least one case"),
        ([], "no JSON object"),
        ({"function": "f", "cases": [{"raises": 1}]}, "raises"),
    ],
)
def test_a_bad_contract_could_not_be_done(call, contract, says):
    status, out, err = call("x = 1", contract=contract)
    assert status == 2
    assert says in err
    assert not out


def test_a_missing_program_could_not_be_done(tmp_path, capsys):
    contract = tmp_path / "contract.json"
    contract.write_text(json.dumps(_CONTRACT), encoding="utf-8")
    assert main(["judge", str(tmp_path / "none.py"), "--contract", str(contract)]) == 2
    assert "none.py" in capsys.readouterr().err


def test_a_program_that_is_too_large_could_not_be_done(call):
    status, _, err = call(b"#" * (2 << 20))
    assert status == 2
    assert "larger than 1 MiB" in err


def test_a_name_that_says_another_language_is_remarked_and_the_contract_decides(call):
    cpp = {"language": "cpp", "cases": [{"stdin": "", "stdout": ""}]}
    _, out, err = call("print(", "--json", contract=cpp)
    assert "is Python by its name; it is judged as C++" in err
    assert json.loads(out)["verdict"] in ("CE", "IE")  # IE: no compiler here


def test_the_contract_says_the_language(call, tmp_path, capsys):
    program, contract = tmp_path / "program.txt", tmp_path / "contract.json"
    program.write_text("int main( { }", encoding="utf-8")
    contract.write_text('{"language": "cpp", "cases": [{"stdin": "", "stdout": ""}]}', encoding="utf-8")
    status = main(["judge", str(program), "--contract", str(contract), "--json"])
    document = json.loads(capsys.readouterr().out)
    if document["verdict"] == "IE":
        pytest.skip(document["cases"][0]["message"])
    assert (status, document["verdict"]) == (1, "CE")
    assert document["diagnostics"][0]["line"] == 1
    assert document["floor"]["peak_mib"] > 0


def test_a_minimum_level_that_no_host_has_is_a_mistake_in_calling(call):
    assert call("x = 1", "--minimum-level", "4")[0] == 2


def test_help_needs_no_judge(capsys):
    assert main(["judge", "--help"]) == 0
    assert "--contract" in capsys.readouterr().out
