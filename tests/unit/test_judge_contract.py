"""Contract files: the documented form is read exactly, and every problem in a file is named at once."""

from __future__ import annotations

import json
import math

import pytest

from kernel_magic.core.errors import ContractError
from kernel_magic.core.problem import (
    Call,
    CheckerSpec,
    Expression,
    Limits,
    Prints,
    Raises,
    Returns,
    Stdin,
)
from kernel_magic.judge.contract import contract_from_json, load_contract

_CASES = [{"args": [1], "expected": 1}]


def test_the_function_form():
    contract = contract_from_json(
        {
            "language": "python",
            "function": "add",
            "cases": [
                {"name": "small", "args": [2, 3], "kwargs": {}, "expected": 5},
                {"args": [0], "raises": "ValueError"},
                {"kwargs": {"n": {"$tuple": [1]}}},
                {"args": [1.5], "expected": {"$float": "nan"}, "tolerance": 0.1},
                {"args": [], "stdout": "x"},
            ],
            "checker": {"name": "floats", "tolerance": 1e-3},
            "limits": {"cpu_s": 2, "wall_s": 6, "memory_mib": 256, "output_kib": 64},
            "iterate": True,
            "arguments_unchanged": True,
            "files": True,
        }
    )
    assert contract.function == "add"
    assert [case.name for case in contract.cases] == ["small", "2", "3", "4", "5"]
    assert contract.cases[0].given == Call(args=(2, 3))
    assert contract.cases[0].expected == Returns(value=5)
    assert contract.cases[1].expected == Raises(exception="ValueError")
    assert contract.cases[2].given == Call(kwargs={"n": (1,)})
    assert contract.cases[2].expected is None
    near = contract.cases[3].expected
    assert isinstance(near, Returns)
    assert isinstance(near.value, float)
    assert math.isnan(near.value)
    assert near.tolerance == 0.1
    assert contract.cases[4].expected == Prints(text="x")
    assert contract.checker == CheckerSpec(name="floats", tolerance=1e-3)
    assert contract.limits == Limits(cpu_s=2, wall_s=6, memory_mib=256, output_kib=64)
    assert contract.iterate
    assert contract.arguments_unchanged
    assert contract.files


def test_the_program_form_and_the_defaults():
    contract = contract_from_json({"cases": [{"stdin": "2 3\n", "stdout": "5\n"}, {"stdout": "x"}]})
    assert contract.language == "python"
    assert contract.function is None
    assert contract.cases[0].given == Stdin(text="2 3\n")
    assert contract.cases[0].expected == Prints(text="5\n")
    assert contract.cases[1].given == Stdin(text="")
    assert contract.limits == Limits()
    assert contract.checker == CheckerSpec()
    assert not contract.files


def test_the_expression_form():
    contract = contract_from_json({"cases": [{"setup": "s = S()", "expression": "s.pop()", "expected": None}]})
    assert contract.cases[0].given == Expression(expression="s.pop()", setup="s = S()")
    assert contract.cases[0].expected == Returns(value=None)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"cases": []}, "at least one case"),
        ({"cases": "x"}, "at least one case"),
        ({"cases": [5]}, "case 1 is no object"),
        ({"language": "perl"}, "language is 'perl', not one of python, cpp, java"),
        ({"language": 5}, "language"),
        ({"language": "cpp"}, "functions are called in Python only"),
        ({"function": "not a name"}, "function 'not a name'"),
        ({"function": 5}, "function 5"),
        ({"checker": {"name": "fuzzy"}}, "name is 'fuzzy'"),
        ({"checker": "standard"}, "checker is no object"),
        ({"checker": {"name": "floats", "tolerance": -1}}, "tolerance is '-1'"),
        ({"checker": {"name": "floats", "tolerance": True}}, "tolerance is 'True'"),
        ({"checker": {"tolerant": 1}}, "unknown field 'tolerant'"),
        ({"limits": {"cpu_s": 0}}, "cpu_s is '0'"),
        ({"limits": {"cpu_s": "2"}}, "cpu_s is '2'"),
        ({"limits": {"memory_mib": True}}, "memory_mib is 'True'"),
        ({"limits": {"cpu": 1}}, "unknown field 'cpu'"),
        ({"limits": []}, "limits is no object"),
        ({"iterate": 1}, "iterate is '1', not true or false"),
        ({"notebook": "yes"}, "notebook is 'yes', not true or false"),
        ({"expected": 5}, "unknown field 'expected'"),
        ({"cases": [{"args": 5}]}, "args is no list"),
        ({"cases": [{"kwargs": []}]}, "kwargs is no object"),
        ({"cases": [{"args": [], "stdin": ""}]}, "mixes forms"),
        ({"cases": [{"args": [], "setup": "x = 1"}]}, "mixes forms"),
        ({"cases": [{"args": [], "expected": 1, "raises": "ValueError"}]}, "expects several things"),
        ({"cases": [{"args": [], "raises": "MyError"}]}, "not the name of a built-in exception"),
        ({"cases": [{"args": [], "raises": "print"}]}, "not the name of a built-in exception"),
        ({"cases": [{"args": [], "raises": 5}]}, "not the name of a built-in exception"),
        ({"cases": [{"args": [{"$set": [[1]]}]}]}, "cannot be hashed"),
        ({"cases": [{"args": [{"$bytes": "!"}]}]}, "base64"),
        ({"cases": [{"args": [{"$what": 1}]}]}, "tag"),
        ({"cases": [{"expression": "1 +"}]}, "expression is not Python"),
        ({"cases": [{"expression": "x = 1"}]}, "expression is not Python"),
        ({"cases": [{"expression": 5}]}, "expression is no text"),
        ({"cases": [{"stdin": "1", "expected": 5}]}, "returns nothing"),
        ({"cases": [{"stdin": 5}]}, "stdin is no text"),
        ({"cases": [{"name": "", "args": []}]}, "name is ''"),
        ({"cases": [{"name": "a", "args": []}, {"name": "a", "args": []}]}, "several cases are named 'a'"),
        ({"cases": [{"args": [], "expect": 5}]}, "unknown field 'expect'"),
        ({"function": None}, "has arguments, and the contract names no function"),
    ],
)
def test_what_is_wrong_is_named(change, says):
    with pytest.raises(ContractError) as raised:
        contract_from_json({"function": "f", "cases": _CASES, **change})
    assert says in str(raised.value)
    assert raised.value.hint


def test_all_problems_are_named_at_once():
    with pytest.raises(ContractError) as raised:
        contract_from_json({"language": "perl", "function": "1", "cases": [{"raises": "X"}], "iterate": "yes"})
    for word in ("perl", "'1'", "'X'", "iterate"):
        assert word in str(raised.value)


@pytest.mark.parametrize("content", [None, 5, "x", [], [{}]])
def test_a_document_of_another_kind_is_refused(content):
    with pytest.raises(ContractError):
        contract_from_json(content)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is not JSON"),
        (b"{", "is not JSON"),
        (b"[" * 200_000, "is not JSON"),
        (b"\xff\xfe", "is not UTF-8"),
        (b'{"cases": []}', "at least one case"),
        (b'{"cases": [{"args": [' + b"[" * 300 + b"]" * 300 + b"]}]}", "nested"),
        (b'{"function": "f", "cases": [{"args": [' + b"9" * 10_000 + b"]}]}", "is not JSON"),
    ],
)
def test_a_file_that_is_no_contract_is_named(tmp_path, data, says):
    path = tmp_path / "contract.json"
    path.write_bytes(data)
    with pytest.raises(ContractError) as raised:
        load_contract(path)
    assert says in str(raised.value).replace(str(path), "")
    assert str(path) in str(raised.value)


def test_a_file_that_is_missing_is_named(tmp_path):
    with pytest.raises(ContractError, match="cannot be read"):
        load_contract(tmp_path / "nothing.json")
    with pytest.raises(ContractError, match="cannot be read"):
        load_contract(tmp_path)


def test_a_good_file_is_read(tmp_path):
    path = tmp_path / "contract.json"
    path.write_text(json.dumps({"function": "größe", "cases": [{"args": ["日本"]}]}), encoding="utf-8")
    assert load_contract(str(path)).cases[0].given == Call(args=("日本",))
