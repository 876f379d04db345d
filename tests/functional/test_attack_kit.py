"""The programs of `tests/data/attacks/`, with a canary in reach: hostile ones win nothing, honest ones are right.

The form is that of the development kit, so that its runner takes this folder too. `kernel-magic judge` is not started
for each of them here: the judge is asked directly, once as far as this host goes and once without namespaces.
"""

from __future__ import annotations

import json
import secrets
import sys
from pathlib import Path

import psutil
import pytest

from kernel_magic.core.serial import judge_json
from kernel_magic.core.source import Source
from kernel_magic.judge.contract import contract_from_json
from kernel_magic.judge.local import LocalJudge

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the walls are Linux ones")

_KIT = Path(__file__).parents[1] / "data" / "attacks"
_MANIFEST = json.loads((_KIT / "manifest.json").read_text(encoding="utf-8"))
_CONTRACTS = json.loads((_KIT / "contracts.json").read_text(encoding="utf-8"))
_NAMES = [item["name"] for item in _MANIFEST["items"]]


@pytest.fixture(scope="module", params=[3, 2])
def judge(request):
    with LocalJudge(level=request.param) as judge:
        if judge.isolation().level != request.param:
            pytest.skip(f"this host does not reach level {request.param}")
        yield judge


@pytest.mark.parametrize("item", _MANIFEST["items"], ids=_NAMES)
def test_a_hostile_program_wins_nothing_and_an_honest_one_is_right(item, judge, tmp_path, monkeypatch):
    contract = contract_from_json(_CONTRACTS[item["contract"]])
    if judge.isolation().level < 3 and item["category"] not in ("system", "process", "honest"):
        pytest.skip("the same walls as one level higher")
    offered = {offer.language: offer for offer in judge.languages()}
    if not offered[contract.language].offered:
        pytest.skip(f"{contract.language}: {offered[contract.language].detail}")
    tokens = {name: f"SBXTOKEN-{secrets.token_hex(6)}" for name in ("file", "environment")}
    monkeypatch.setenv("SBX_SECRET", tokens["environment"])
    (tmp_path / "secret.txt").write_text(tokens["file"], encoding="ascii")
    text = (_KIT / item["file"]).read_text(encoding="utf-8").replace(_MANIFEST["canary_literal"], str(tmp_path))
    family = {process.pid for process in psutil.Process().children(recursive=True)}

    report = judge.judge(Source(text=text, language=contract.language), contract)

    assert report.verdict.value in item["expected_verdicts"], report
    said = json.dumps(judge_json(report))
    assert not [name for name, token in tokens.items() if token in said]
    assert len(said) < item["canary"]["max_report_bytes"]
    assert [path.name for path in tmp_path.iterdir()] == ["secret.txt"]
    assert (tmp_path / "secret.txt").read_text(encoding="ascii") == tokens["file"]
    after = {process.pid for process in psutil.Process().children(recursive=True)}
    assert len(after - family) <= 2, "a zygote that was lost is started again; nothing else may live"


def test_nothing_hostile_is_expected_to_be_accepted():
    for item in _MANIFEST["items"]:
        assert ("AC" in item["expected_verdicts"]) == (item["category"] == "honest"), item["name"]
