"""`kernel-magic eval` from the file to the run folder, with scripted replies and the real judge."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from kernel_magic.cli.main import main
from kernel_magic.core.chat import Continuation
from kernel_magic.evaluation.dataset import read_tasks

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the judge needs fork")
TINY = Path(__file__).resolve().parents[1] / "data" / "evaluation" / "tiny.jsonl"
SCHEMA = json.loads(resources.files("kernel_magic.schemas").joinpath("evaluation.1.json").read_text("utf-8"))


def fenced(program: str) -> str:
    return f"```python\n{program}```"


DOUBLE = fenced("def double(x):\n    return 2 * x\n")
DOUBLE_TOO = fenced("def double(x):\n    result = x\n    result += x\n    return result\n")
DOUBLES = [DOUBLE, DOUBLE_TOO, *(fenced(f"def double(x):\n    return {e}\n") for e in ("x + x", "sum([x, x])"))]
LARGEST = fenced("def largest(values):\n    return max(values)\n")
LARGEST_TOO = fenced("def largest(values):\n    return sorted(values)[-1]\n")
NORM = fenced("def norm(values: List[float]) -> float:\n    return math.sqrt(sum(v * v for v in values))\n")
NO_VOWELS = "I would rather not."
RAW = [
    {"match": "def double", "text": DOUBLE},
    {"match": "def largest", "text": LARGEST},
    {"match": "def norm", "text": NORM},
    {"match": "def vowels", "text": NO_VOWELS},
]
VERIFIED = [
    {"match": "def double", "texts": DOUBLES * 10},
    {"match": "def largest", "texts": [LARGEST, LARGEST_TOO] * 20},
    {"match": "def norm", "text": NORM},
    {"match": "def vowels", "text": NO_VOWELS},
]


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KERNEL_MAGIC_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("KERNEL_MAGIC_ALLOW_FETCH", "no")


def script(*replies: object, name: str = "replies.json") -> str:
    Path(name).write_text(json.dumps(replies), encoding="utf-8")
    return f"scripted:{name}"


def evaluate(capsys, *words: str) -> dict[str, Any]:
    status = main(["eval", *words, "--json", "--quiet"])
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert status == 0, found
    jsonschema.validate(found, SCHEMA)
    return found


def raw(capsys, *words: str) -> dict[str, Any]:
    return evaluate(capsys, str(TINY), "--mode", "raw", "--backend", script(*RAW), *words)


def lines_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def per_task(found) -> dict[str, dict[str, Any]]:
    return {task["task_id"]: task for task in found["per_task"]}


def test_raw_answers_are_scored_with_both_hidden_tests(capsys):
    found = raw(capsys, "--to", "run")
    tasks = per_task(found)
    assert {name: (task["passed"], task["base_passed"]) for name, task in tasks.items()} == {
        "tiny/double": (True, True),
        "tiny/largest": (False, True),
        "tiny/mean": (True, True),
        "tiny/vowels": (False, False),
    }
    assert (found["pass_at_1"], found["base_pass_at_1"]) == (0.5, 0.75)
    assert (found["tasks"], found["complete"], found["no_answer"], found["not_scored"]) == (4, True, 1, 0)
    assert tasks["tiny/largest"]["test"]["verdict"] == "RTE"
    assert found["curve"] == found["by_status"] == []
    assert found["comparison"] is None


def test_the_run_folder_holds_everything_the_figures_come_from(capsys):
    found = raw(capsys, "--to", "run")
    folder = Path("run")
    assert json.loads((folder / "summary.json").read_text("utf-8")) == found
    samples = {sample["task_id"]: sample for sample in lines_of(folder / "samples.jsonl")}
    assert samples["tiny/double"]["answer"] == "def double(x):\n    return 2 * x\n"
    assert samples["tiny/vowels"]["answer"] == ""
    assert samples["tiny/double"]["completion_tokens"] > 0
    config = json.loads((folder / "config.json").read_text("utf-8"))
    assert config["dataset"]["sha256"] == found["dataset"]["sha256"]
    assert config["model_loaded"] == found["model"] == "scripted (replies.json)"
    assert "kernel-magic==" in (folder / "versions.txt").read_text("utf-8")


def test_the_model_sees_the_prompt_and_nothing_of_the_tests(capsys, monkeypatch):
    from kernel_magic.engine.scripted_backend import ScriptedBackend

    seen: list[str] = []
    complete = ScriptedBackend.complete

    def spied(backend, prompt, /, **options):
        messages = [] if isinstance(prompt, Continuation) else [message.text for message in prompt.messages]
        seen.extend(messages or [prompt.prefix])
        return complete(backend, prompt, **options)

    monkeypatch.setattr(ScriptedBackend, "complete", spied)
    raw(capsys, "--to", "raw")
    verified = script(*VERIFIED)
    evaluate(capsys, str(TINY), "--mode", "verified", "--backend", verified, "--candidates", "2", "--to", "verified")
    asked = "\n".join(seen)
    assert len(seen) > 8
    for task in read_tasks(TINY):
        assert task.prompt.strip() in asked
        tests = [line.strip() for line in (task.test + task.base_test).splitlines() if "assert" in line]
        assert [line for line in tests if line in asked] == []
        assert task.canonical_solution not in asked


def test_verified_answers_are_told_by_status_and_badge(capsys):
    backend = script(*VERIFIED)
    found = evaluate(capsys, str(TINY), "--mode", "verified", "--backend", backend, "--to", "verified")
    tasks = per_task(found)
    assert tasks["tiny/double"]["status"] == "verified"
    assert tasks["tiny/double"]["passed"] is True
    assert tasks["tiny/vowels"]["status"] == "unverified"
    badge = [task for task in tasks.values() if task["status"] == "verified"]
    right = [task for task in tasks.values() if task["passed"]]
    assert found["verified"] == len(badge) == found["verified_precision"]["full"]["of"]
    assert found["verified_and_passing"] == sum(task["passed"] for task in badge)
    assert found["right_not_verified"]["count"] == sum(task["status"] != "verified" for task in right)
    assert found["curve"][-1]["coverage"] == 1.0
    assert found["curve"][-1]["precision"] == found["pass_at_1"]
    samples = lines_of(Path("verified") / "samples.jsonl")
    assert all(sample["candidates"] for sample in samples)
    assert samples[0]["witnesses"]
    assert samples[0]["support"]["confidence"] == pytest.approx(samples[0]["confidence"], abs=1e-4)


def test_two_runs_are_compared_task_by_task(capsys):
    raw(capsys, "--to", "raw")
    vowels = fenced("def vowels(text):\n    return sum(letter in 'aeiouAEIOU' for letter in text)\n")
    better = script({"match": "def vowels", "text": vowels}, *RAW, name="better.json")
    found = evaluate(capsys, str(TINY), "--mode", "raw", "--backend", better, "--to", "better", "--compare", "raw")
    paired = found["comparison"]["full"]
    assert [paired[name] for name in ("both", "only_this", "only_other", "neither")] == [2, 1, 0, 1]
    assert (paired["difference"], paired["p_value"]) == (0.25, 1.0)
    assert found["comparison"]["unpaired"] == 0


def test_samples_are_drawn_for_pass_at_k(capsys):
    wrong = fenced("def double(x):\n    return x * x\n")
    texts = [DOUBLE, wrong, DOUBLE, wrong, wrong]  # the first is the greedy one
    backend = script({"match": "def double", "texts": texts}, *RAW[1:])
    found = evaluate(capsys, str(TINY), "--mode", "raw", "--backend", backend, "--samples", "4", "--to", "run")
    double = per_task(found)["tiny/double"]
    assert (double["passed"], double["samples"], double["samples_passing"]) == (True, 4, 1)
    # of four tasks: one right in 1 of 4, one in 4 of 4, two in none
    assert found["pass_at_k"] == {"1": 0.3125, "2": 0.375, "3": 0.4375, "4": 0.5}


def test_a_limit_draws_the_same_tasks_in_both_modes(capsys):
    one = raw(capsys, "--to", "a", "--limit", "2", "--seed", "3")
    backend = script(*VERIFIED)
    words = (str(TINY), "--mode", "verified", "--backend", backend, "--limit", "2", "--seed", "3", "--to", "b")
    assert list(per_task(one)) == list(per_task(evaluate(capsys, *words)))
    assert len(per_task(one)) == 2


def test_a_run_goes_on_where_it_stopped_and_asks_nothing_twice(capsys):
    # A script in order: a task that is asked a second time would find no reply.
    texts = [DOUBLE, LARGEST, NORM, NO_VOWELS]
    words = (str(TINY), "--mode", "raw", "--to", "run")
    assert main(["eval", *words, "--backend", script(*texts[:2]), "--json", "--quiet"]) == 2
    assert "no reply left" in json.loads(capsys.readouterr().out)["error"]
    assert len(lines_of(Path("run/samples.jsonl"))) == 2
    summary = json.loads(Path("run/summary.json").read_text("utf-8"))
    assert (summary["complete"], summary["tasks"], summary["wanted"]) == (False, 2, 4)
    found = evaluate(capsys, *words, "--backend", script(*texts[2:]))
    assert (found["complete"], found["pass_at_1"]) == (True, 0.5)
    assert evaluate(capsys, *words, "--backend", script()) == found


def test_a_torn_last_line_is_dropped_and_its_task_done_again(capsys):
    before = raw(capsys, "--to", "run")
    for name in ("samples.jsonl", "scores.jsonl"):
        path = Path("run") / name
        os.truncate(path, path.stat().st_size - 7)
    after = raw(capsys, "--to", "run")
    assert [task["passed"] for task in after["per_task"]] == [task["passed"] for task in before["per_task"]]
    assert len(lines_of(Path("run/samples.jsonl"))) == 4


def test_damage_in_the_middle_is_told_with_its_line(capsys):
    raw(capsys, "--to", "run")
    path = Path("run/samples.jsonl")
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text(lines[0] + lines[1][:30] + "\n" + lines[2] + lines[3], encoding="utf-8")
    assert main(["eval", str(TINY), "--mode", "raw", "--backend", script(*RAW), "--to", "run", "--json"]) == 2
    assert "samples.jsonl" in (error := json.loads(capsys.readouterr().out)["error"])
    assert "line 2" in error


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--limit", "2"), "limit is None there and 2 here"),
        (("--max-tokens", "100"), "settings.max_tokens is 768 there and 100 here"),
        (("--seed", "7"), "settings.seed is 0 there and 7 here"),
        (("--samples", "2"), "samples is 0 there and 2 here"),
    ],
)
def test_the_folder_of_another_run_is_refused_with_what_differs(capsys, words, told):
    raw(capsys, "--to", "run")
    assert main(["eval", str(TINY), "--mode", "raw", "--backend", script(*RAW), "--to", "run", "--json", *words]) == 2
    assert told in json.loads(capsys.readouterr().out)["error"]


def test_scores_are_made_again_from_samples_without_a_model(capsys):
    found = raw(capsys, "--to", "run")
    Path("replies.json").unlink()
    Path("run/scores.jsonl").unlink()
    Path("run/summary.json").unlink()
    again = evaluate(capsys, "--rescore", "run")
    assert [task["passed"] for task in again["per_task"]] == [task["passed"] for task in found["per_task"]]
    assert again["pass_at_1"] == found["pass_at_1"]
    sample = lines_of(Path("run/samples.jsonl"))
    sample[1]["answer"] = "def largest(values):\n    return max(values, default=None)\n"
    Path("run/samples.jsonl").write_text("".join(json.dumps(line) + "\n" for line in sample), encoding="utf-8")
    assert evaluate(capsys, "--rescore", "run")["pass_at_1"] == 0.75


def test_a_test_that_the_reference_fails_counts_for_nobody(capsys):
    tasks = [json.loads(line) for line in TINY.read_text("utf-8").splitlines()]
    tasks[0]["test"] = "def check(candidate):\n    assert candidate(2) == 5\n"
    Path("set.jsonl").write_text("".join(json.dumps(task) + "\n" for task in tasks), encoding="utf-8")
    cheat = {"match": "def double", "text": fenced("def double(x):\n    return 5 if x == 2 else 2 * x\n")}
    words = ("set.jsonl", "--mode", "raw", "--to", "run")
    found = evaluate(capsys, *words, "--backend", script(cheat, *RAW[1:]))
    double = per_task(found)["tiny/double"]
    assert (double["passed"], double["base_passed"]) == (None, True)
    assert "reference" in double["test"]["message"]
    assert (found["not_scored"], found["passing"]["of"]) == (1, 3)


def test_a_task_that_contradicts_itself_is_answered_by_nothing_and_stops_nobody(capsys):
    tasks = [json.loads(line) for line in TINY.read_text("utf-8").splitlines()]
    tasks[0]["prompt"] = tasks[0]["prompt"].replace("    4\n", "    4\n\n    >>> double(2)\n    5\n")
    Path("set.jsonl").write_text("".join(json.dumps(task) + "\n" for task in tasks), encoding="utf-8")
    for mode in ("raw", "verified"):
        words = ("set.jsonl", "--mode", mode, "--backend", script(*VERIFIED), "--candidates", "2", "--to", mode)
        found = evaluate(capsys, *words)
        assert "contradict" in per_task(found)["tiny/double"]["note"]
        assert per_task(found)["tiny/double"]["passed"] is False
        assert per_task(found)["tiny/mean"]["passed"] is True


def test_people_get_a_report(capsys):
    raw(capsys, "--to", "raw")
    backend = script(*VERIFIED)
    words = [str(TINY), "--mode", "verified", "--backend", backend, "--candidates", "2", "--compare", "raw"]
    assert main(["eval", *words]) == 0
    shown = capsys.readouterr()
    for part in ("pass@1", "95 % interval", "verified: right", "Precision against coverage", "McNemar", "By status"):
        assert part in shown.out
    assert "task 4 of 4" in shown.err
    assert "eval-tiny-verified-scripted_replies.json" in shown.err
    assert Path("eval-tiny-verified-scripted_replies.json/summary.json").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "No data set"),
        ((str(TINY),), "No mode"),
        (("missing.jsonl", "--mode", "raw"), "no file"),
        ((str(TINY), "--mode", "verified", "--samples", "3"), "--mode raw"),
        ((str(TINY), "--mode", "raw", "--seed", "random"), "needs a seed"),
        ((str(TINY), "--mode", "raw", "--limit", "0"), "--limit"),
        ((str(TINY), "--mode", "raw", "--compare", "nowhere"), "no run folder"),
        (("--rescore", "nowhere"), "no run folder"),
        (("--rescore", "run", "--mode", "raw"), "--mode"),
    ],
)
def test_bad_input_is_status_2_with_a_sentence(capsys, words, told):
    assert main(["eval", *words, "--json"]) == 2
    error = json.loads(capsys.readouterr().out)
    assert told in error["error"]
    assert error["hint"]


def test_a_folder_that_is_being_written_to_is_left_alone(capsys):
    from kernel_magic.evaluation.run_folder import RunFolder

    raw(capsys, "--to", "run")
    folder = RunFolder.existing(Path("run"), writing=True)
    try:
        assert main(["eval", str(TINY), "--mode", "raw", "--backend", script(*RAW), "--to", "run", "--json"]) == 2
        assert "Another process" in json.loads(capsys.readouterr().out)["error"]
    finally:
        folder.close()


def started(*words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "kernel_magic", "eval", *words],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(TINY.parents[3])},
    )  # fmt: skip


def wait_for_lines(path: Path, count: int) -> None:
    deadline = time.monotonic() + 60
    while not path.exists() or path.read_bytes().count(b"\n") < count:
        assert time.monotonic() < deadline
        time.sleep(0.02)


SLOW = [*RAW[:2], {"match": "def norm", "text": NORM, "delay_s": 300}, RAW[3]]


@pytest.mark.parametrize("way", [signal.SIGINT, signal.SIGKILL])
def test_a_run_that_is_ended_from_outside_keeps_what_is_done(capsys, way):
    words = (str(TINY), "--mode", "raw", "--to", "run", "--backend", script(*SLOW))
    run = started(*words)
    wait_for_lines(Path("run/scores.jsonl"), 3)  # the first answer is word for word the reference
    run.send_signal(way)
    _, errors = run.communicate(timeout=20)
    if way is signal.SIGINT:
        assert run.returncode == 130, errors
        assert "2 answers are kept in run" in errors
        assert json.loads(Path("run/summary.json").read_text("utf-8"))["tasks"] == 2
    kept = lines_of(Path("run/samples.jsonl"))
    found = evaluate(capsys, *words[:-1], script(*RAW))
    assert found["complete"] is True
    assert lines_of(Path("run/samples.jsonl"))[:2] == kept


def test_a_run_can_be_moved_and_scored_elsewhere(capsys):
    found = raw(capsys, "--to", "run")
    shutil.move("run", "moved")
    shutil.copy(TINY, "copy.jsonl")
    assert evaluate(capsys, "copy.jsonl", "--rescore", "moved")["pass_at_1"] == found["pass_at_1"]
    Path("copy.jsonl").write_text(TINY.read_text("utf-8") + "\n", encoding="utf-8")
    assert main(["eval", "copy.jsonl", "--rescore", "moved", "--json"]) == 2
    assert "bytes differ" in json.loads(capsys.readouterr().out)["error"]
