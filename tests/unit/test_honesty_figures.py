"""The honesty benchmark counts what it says: who was called verified, pools with their share of wrong, kept answers."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path

from benchmarks.honesty import Checked, _kept_answers, table
from benchmarks.honesty_answers import Answer, Answers
from benchmarks.honesty_pool import PoolModel, pool
from kernel_magic.core.chat import Continuation, Message, Prompt, SamplingParams
from kernel_magic.core.evaluation import HiddenTask

RIGHT = tuple(Answer(kind="right", text=f"right {n}\n", made=f"rewriting {n}") for n in range(3))
WRONG = tuple(Answer(kind="dangerous", text=f"wrong {n}\n", made=f"line {n}") for n in range(3))
ANSWERS = Answers(task_id="t", answers=(*RIGHT, *WRONG), clothes={"wrong 0\n": ("copy of wrong 0\n",)}, unknown=2)
CHECKED = Checked(
    task_id="t", setting="pool", kind="right", made="m", status="verified", gap=False, milliseconds=5.0, witnesses=()
)


def test_a_pool_has_about_its_share_of_wrong_programs_and_copies_of_the_wrong_answer() -> None:
    programs = pool(WRONG[0], ANSWERS, count=300, wrong_share=1 / 3, seed=0)
    wrong = [text for text in programs if "wrong" in text]
    assert len(programs) == 300
    assert 70 < len(wrong) < 130
    assert 0.3 * len(wrong) < sum("copy" in text for text in wrong) < 0.7 * len(wrong)
    assert "wrong 0\n" not in programs
    assert pool(WRONG[0], ANSWERS, count=300, wrong_share=1 / 3, seed=0) == programs
    for_right = pool(RIGHT[0], ANSWERS, count=300, wrong_share=1 / 3, seed=0)
    assert "right 0\n" not in for_right
    assert 70 < sum("wrong" in text for text in for_right) < 130


def test_the_scripted_model_goes_on_with_a_file_and_answers_in_a_block() -> None:
    task = HiddenTask(
        task_id="t", prompt='def f(a, b):\n    """Add."""\n', entry_point="f", canonical_solution="", test=""
    )
    program = "import math\ndef f(x, y):\n    return x + y\n"
    model = PoolModel([program], task)
    sampling = SamplingParams(stop=("\ndef ",))
    (said,) = model.complete(Continuation(prefix=task.prompt, sampling=sampling))
    namespace: dict[str, object] = {}
    exec(compile(task.prompt + said.text, "program", "exec"), namespace)  # a program of this file
    function = namespace["f"]
    assert callable(function)
    assert function(2, 3) == 5
    (said,) = model.complete(Prompt(messages=(Message(role="user", text="?"),), sampling=SamplingParams()))
    assert said.text == f"```python\n{program}```"


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
