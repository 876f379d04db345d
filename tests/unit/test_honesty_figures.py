"""The honesty benchmark counts what it says: who was called verified, pools with their share of wrong, kept answers."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path

from benchmarks.honesty import Checked, Plan, _kept_answers, _pool, table
from benchmarks.honesty_answers import Answer, Answers
from kernel_magic.lessons.options import SolveOptions

RIGHT = tuple(Answer(kind="right", text=f"right {n}\n", made=f"rewriting {n}") for n in range(3))
WRONG = tuple(Answer(kind="dangerous", text=f"wrong {n}\n", made=f"line {n}") for n in range(3))
ANSWERS = Answers(task_id="t", answers=(*RIGHT, *WRONG), clothes={"wrong 0\n": ("copy of wrong 0\n",)}, unknown=2)
PLAN = Plan(settings=("pool",), count=2, seed=0, wrong_share=1 / 3)
CHECKED = Checked(
    task_id="t", setting="pool", kind="right", made="m", status="verified", gap=False, milliseconds=5.0, witnesses=()
)


def test_a_pool_has_about_its_share_of_wrong_programs_and_copies_of_the_wrong_answer() -> None:
    options = SolveOptions(candidates=100, rounds=2)
    pool = _pool(WRONG[0], ANSWERS, options, PLAN)
    wrong = [text for text in pool if "wrong" in text]
    assert len(pool) == 300
    assert 70 < len(wrong) < 130
    assert 0.3 * len(wrong) < sum("copy" in text for text in wrong) < 0.7 * len(wrong)
    assert not any("\nwrong 0\n" in text for text in pool)
    assert _pool(WRONG[0], ANSWERS, options, PLAN) == pool
    for_right = _pool(RIGHT[0], ANSWERS, options, PLAN)
    assert not any("right 0" in text for text in for_right)
    assert 70 < sum("wrong" in text for text in for_right) < 130


def test_the_table_counts_each_kind_for_itself() -> None:
    checks = [
        CHECKED,
        replace(CHECKED, gap=True),
        replace(CHECKED, status="partly_verified"),
        replace(CHECKED, status="refused"),
        replace(CHECKED, kind="dangerous", reach="inside"),
        replace(CHECKED, kind="dangerous", status="verified", gap=True, reach="outside"),
        replace(CHECKED, kind="dangerous", status="unverified"),
        replace(CHECKED, kind="plain", status="unverified", milliseconds=100.0),
    ]
    row = next(line for line in table(checks, [ANSWERS]).splitlines() if line.startswith("| pool"))
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    assert cells[1].startswith("2 of 4, 50.0 %")
    assert cells[2].startswith("2 of 3, 66.7 %")
    assert cells[3] == "1"
    assert cells[4].startswith("2 of 4, 50.0 %")
    assert cells[5] == "1"
    assert cells[6].startswith("5 ")
    told = table(checks, [ANSWERS])
    assert "inside what the example shows: 1; only at its edge: 0; only outside: 1" in told
    assert "2 mutants passed the hidden tests" in told


def test_kept_answers_come_back_as_they_were(tmp_path: Path) -> None:
    file = tmp_path / "answers.jsonl"
    file.write_text(json.dumps(asdict(ANSWERS)) + "\n", encoding="utf-8")
    assert _kept_answers(file) == {"t": ANSWERS}
    assert _kept_answers(tmp_path / "none.jsonl") == {}
