"""The checker of a contract file: names, options that fit them, programs in the file or beside it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kernel_magic.core.errors import ContractError
from kernel_magic.core.problem import CheckerSpec, Prints
from kernel_magic.core.source import Source
from kernel_magic.judge.contract import contract_from_json, load_contract


def read(checker: Any, **fields: Any):
    return contract_from_json({"cases": [{"stdin": "1", "stdout": "2"}], "checker": checker, **fields})


def test_absolute_and_relative_are_read_apart():
    assert read({"name": "floats", "absolute": 1e-3}).checker == CheckerSpec(name="floats", absolute=1e-3)
    both = read({"name": "floats", "absolute": 0, "relative": 1e-9}).checker
    assert both == CheckerSpec(name="floats", absolute=0.0, relative=1e-9)
    assert read({"name": "standard", "ignore_case": True}).checker == CheckerSpec(ignore_case=True)


def test_a_program_in_the_contract_is_read_with_its_form_and_arguments():
    program = {"source": "int main() {}", "language": "cpp"}
    checker = {"name": "special", "program": program, "form": "testlib", "arguments": ["-x", "a b"]}
    assert read(checker).checker == CheckerSpec(
        name="special", program=Source(text="int main() {}", language="cpp"), form="testlib", arguments=("-x", "a b")
    )
    assert read({"name": "interactive", "program": {"source": "1"}}).checker.program == Source(text="1")


@pytest.mark.parametrize(
    ("name", "language"), [("a.py", "python"), ("b.cpp", "cpp"), ("c.CC", "cpp"), ("D.java", "java"), ("e", "python")]
)
def test_a_program_beside_the_contract_is_read_and_its_language_seen(tmp_path, name, language):
    (tmp_path / "checkers").mkdir()
    (tmp_path / "checkers" / name).write_text("text é\n", encoding="utf-8")
    path = tmp_path / "contract.json"
    checker = {"name": "special", "program": {"file": f"checkers/{name}"}}
    path.write_text(json.dumps({"cases": [{}], "checker": checker}), encoding="utf-8")
    contract = load_contract(path)
    assert contract.checker.program == Source(text="text é\n", language=language)
    assert contract.cases[0].expected == Prints(text="")  # without an answer a case would be observed only


def test_stop_early_is_read():
    assert read({"name": "standard"}, stop_early=True).stop_early
    assert not read({"name": "standard"}).stop_early


_PROGRAM = {"source": "1"}


@pytest.mark.parametrize(
    ("checker", "says"),
    [
        ({"name": "special"}, "'special' has no program"),
        ({"name": "interactive", "program": "check.py"}, "'interactive' has a program that is no object"),
        ({"name": "special", "program": {}}, "either its source or its file"),
        ({"name": "special", "program": {"source": "1", "file": "a"}}, "either its source or its file"),
        ({"name": "special", "program": {"source": 5}}, "source is no text"),
        ({"name": "special", "program": {"source": "1", "path": "a"}}, "unknown field 'path'"),
        ({"name": "special", "program": {"source": "1", "language": "perl"}}, "language is 'perl'"),
        ({"name": "special", "program": {"file": "check.py"}}, "this contract is in no folder"),
        ({"name": "special", "program": _PROGRAM, "form": "cms"}, "form is 'cms', not one of icpc, testlib"),
        ({"name": "special", "program": _PROGRAM, "arguments": "-x"}, "arguments is no list of texts"),
        ({"name": "special", "program": _PROGRAM, "arguments": ["a\0"]}, "arguments is no list of texts"),
        ({"name": "special", "program": _PROGRAM, "absolute": 1}, "absolute means nothing to 'special'"),
        ({"name": "standard", "program": _PROGRAM}, "program means nothing to 'standard'"),
        ({"name": "unordered", "ignore_case": True}, "ignore_case means nothing to 'unordered'"),
        ({"name": "floats", "absolute": -1}, "absolute is '-1'"),
        ({"name": "floats", "relative": "1"}, "relative is '1'"),
        ({"name": "floats", "tolerance": 1, "relative": 1}, "either tolerance, or absolute and relative"),
        ({"name": "floats", "ignore_case": 1}, "ignore_case is '1'"),
    ],
)
def test_what_is_wrong_with_a_checker_is_named(checker, says):
    with pytest.raises(ContractError) as raised:
        read(checker)
    assert says in str(raised.value)


@pytest.mark.parametrize(
    ("file", "says"),
    [
        ("nothing.py", "nothing.py cannot be read: No such file"),
        (".", "cannot be read"),
        ("", "not a path relative to the contract"),
        ("/etc/hostname", "not a path relative to the contract"),
        ("bytes.py", "is not UTF-8 text"),
        ("large.py", "is larger than 1 MiB"),
    ],
)
def test_what_is_wrong_with_the_programs_file_is_named(tmp_path, file, says):
    (tmp_path / "bytes.py").write_bytes(b"\xff")
    (tmp_path / "large.py").write_bytes(b"x" * (2 << 20))
    path = tmp_path / "contract.json"
    path.write_text(json.dumps({"cases": [{}], "checker": {"name": "special", "program": {"file": file}}}))
    with pytest.raises(ContractError) as raised:
        load_contract(path)
    assert says in str(raised.value)
    assert str(path) in str(raised.value)


@pytest.mark.parametrize("case", [{"args": [1]}, {"expression": "f(1)"}, {"stdin": "", "raises": "ValueError"}])
def test_a_program_decides_about_what_programs_print_only(case):
    with pytest.raises(ContractError, match="decides about what programs print"):
        contract_from_json({"function": "f", "cases": [case], "checker": {"name": "special", "program": _PROGRAM}})


def test_all_of_it_is_named_at_once():
    with pytest.raises(ContractError) as raised:
        read({"name": "interactive", "form": "x", "arguments": 5, "relative": 1}, stop_early="yes")
    for word in ("no program", "form", "arguments", "relative", "stop_early"):
        assert word in str(raised.value)
