"""Every case under `judge_cases/` gets its verdict, for its reason, from the real sandbox.

A case is a folder with `submission.py`, `contract.json` and `expected.json`: adding one needs no Python.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from kernel_magic.core.source import Source
from kernel_magic.core.verdict import Verdict
from kernel_magic.judge.contract import load_contract
from kernel_magic.judge.local import LocalJudge

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the judge needs fork")

_FOLDERS = sorted(path for path in (Path(__file__).parent / "judge_cases").iterdir() if path.is_dir())


@pytest.mark.parametrize("folder", _FOLDERS, ids=lambda folder: folder.name)
def test_a_case_gets_its_verdict_for_its_reason(judge, folder):
    contract = load_contract(folder / "contract.json")
    source = Source(text=(folder / "submission.py").read_text(encoding="utf-8"))
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    if contract.files and judge.isolation().level == 1:
        pytest.skip("a scratch folder cannot be confined on this host")

    report = judge.judge(source, contract)

    assert report.verdict.value == expected["verdict"], report.cases
    assert [case.name for case in report.cases] == [case.name for case in contract.cases]
    for case, wanted in zip(report.cases, expected["cases"], strict=True):
        assert case.verdict.value == wanted["verdict"], case
        assert case.reason == wanted.get("reason", ""), case
        assert wanted.get("message", "") in case.message, case


def test_all_verdicts_are_reached():
    reached = {json.loads((folder / "expected.json").read_text(encoding="utf-8"))["verdict"] for folder in _FOLDERS}
    assert reached == {verdict.value for verdict in Verdict}


def test_an_interpreter_that_does_not_exist_is_the_judges_fault():
    contract = load_contract(_FOLDERS[0] / "contract.json")
    with LocalJudge(python="/nonexistent/python3") as judge:
        report = judge.judge(Source(text="def add(a, b): return a + b\n"), contract)
    assert report.verdict is Verdict.IE
    assert {(case.verdict, case.reason) for case in report.cases} == {(Verdict.IE, "judge")}
    assert "/nonexistent/python3" in report.cases[0].message


def test_an_interpreter_that_is_none_is_the_judges_fault():
    contract = load_contract(_FOLDERS[0] / "contract.json")
    with LocalJudge(python="/bin/true") as judge:
        report = judge.judge(Source(text="def add(a, b): return a + b\n"), contract)
    assert report.verdict is Verdict.IE
    assert "did not start" in report.cases[0].message


def test_a_language_it_cannot_run_is_the_judges_fault():
    contract = load_contract(_FOLDERS[0] / "contract.json")
    with LocalJudge() as judge:
        report = judge.judge(Source(text="int main() {}", language="cpp"), contract)
    assert report.verdict is Verdict.IE
