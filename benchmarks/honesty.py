"""Can `verified` be relied on? Right and wrong answers, made without a model, go through `check` as a model's would.

For every task of a data set in HumanEval's form: mutants of the canonical solution that fail the hidden tests, and
rewritings of it that pass them (`honesty_answers.py`). Two settings:

- *teacher*: `check` is given the canonical solution as a teacher's reference, and no model;
- *pool*: `check` has no reference; a scripted model answers with a pool of programs for the task, of which about
  `--wrong-share` are wrong: a wrong answer's own copies written otherwise, and other mutants.

Hidden tests decide what is right, and nothing else: `check` sees the prompt. `--to FILE.json` keeps every check, and
for each wrong answer that was called verified the hidden input on which it differs and where that lies: inside what
the example shows, at its edge, or outside. `--answers FILE.jsonl` keeps the answers, so that two states of the code
are measured on the same ones. A run that is broken off goes on where it was when it is called again with these two.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import statistics
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.honesty_answers import Answer, Answers, answers_to, hidden_cases
from benchmarks.honesty_pool import PoolModel, pool
from kernel_magic.core.errors import TaskError
from kernel_magic.core.evaluation import HiddenTask
from kernel_magic.core.problem import Call, Contract, Limits
from kernel_magic.core.source import Source
from kernel_magic.evaluation.dataset import open_dataset
from kernel_magic.evaluation.statistics import wilson
from kernel_magic.judge.call_forms import call_forms
from kernel_magic.judge.local import LocalJudge
from kernel_magic.judge.relations import Row
from kernel_magic.judge.rows import RowMaker
from kernel_magic.lessons.check import check
from kernel_magic.lessons.examples.read import read_task
from kernel_magic.lessons.options import SolveOptions
from kernel_magic.lessons.work import Work

SETTINGS = ("teacher", "pool")
_FALSE_GOAL, _WITHHELD_GOAL, _MEDIAN_GOAL_MS = 3.0, 10.0, 1000.0
_QUICK_TASKS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One answer and what `check` said of it."""

    task_id: str
    setting: str
    kind: str
    made: str
    status: str
    gap: bool
    milliseconds: float
    witnesses: tuple[str, ...]
    split: str = ""
    """Wrong: a hidden input on which it differs from the solution; where it was called verified, the nearest one."""
    reach: str = ""
    """Where that input lies, as the generator of inputs sees it: inside, edge or outside."""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is measured, for the processes that do it."""

    settings: tuple[str, ...]
    count: int
    seed: int
    wrong_share: float


def measured(task: HiddenTask, answers: Answers, judge: LocalJudge, plan: Plan) -> Iterator[Checked]:
    """The wrong answers, and as many right ones as there may be wrong ones of a kind, in every setting."""
    right = [answer for answer in answers.answers if answer.kind == "right"]
    rewritten = right[1:]
    random.Random(f"{task.task_id}|{plan.seed}").shuffle(rewritten)
    wrong = [answer for answer in answers.answers if answer.kind != "right"]
    for answer in [*right[:1], *rewritten[: plan.count - 1], *wrong]:
        for setting in plan.settings:
            yield _checked(task, answer, answers, judge, (setting, plan))


def _checked(task: HiddenTask, answer: Answer, answers: Answers, judge: LocalJudge, how: tuple[str, Plan]) -> Checked:
    setting, plan = how
    options = SolveOptions(seed=plan.seed)
    count = options.candidates * (options.rounds + 1)
    programs = pool(answer, answers, count=count, wrong_share=plan.wrong_share, seed=plan.seed)
    backend = PoolModel(programs, task) if setting == "pool" else None
    work = Work(backend=backend, judge=judge, options=options, on_progress=lambda _: None, cancelled=lambda: False)
    reference = Source(text=answers.answers[0].text, entry_point=task.entry_point) if setting == "teacher" else None
    begun = time.perf_counter()
    try:
        result = check(Source(text=answer.text), task.prompt, work, reference=reference)
    except TaskError as error:
        return Checked(
            task_id=task.task_id,
            setting=setting,
            kind=answer.kind,
            made=answer.made,
            status="refused",
            gap=False,
            milliseconds=round(1000 * (time.perf_counter() - begun), 1),
            witnesses=(error.message,),
        )
    elapsed = 1000 * (time.perf_counter() - begun)
    false = result.status == "verified" and answer.kind != "right"
    split, reach = _reached(task, answer, judge) if false else (answer.split, "")
    return Checked(
        task_id=task.task_id,
        setting=setting,
        kind=answer.kind,
        made=answer.made,
        status=result.status,
        gap=result.gap is not None,
        milliseconds=round(elapsed, 1),
        witnesses=tuple(f"{item.kind} {item.agreed}/{item.cases} {item.detail}" for item in result.witnesses),
        split=split[:300],
        reach=reach,
        text=answer.text if false else "",
    )


def _reached(task: HiddenTask, answer: Answer, judge: LocalJudge) -> tuple[str, str]:
    """The hidden input nearest to the example on which a wrong answer differs, and where the generator sees it."""
    cases = hidden_cases(task)
    report = judge.judge(
        Source(text=answer.text), Contract(function=task.entry_point, cases=cases, limits=Limits(cpu_s=1.0))
    )
    examples = read_task(task.prompt).cases
    forms = [form for form in call_forms(examples) if form.row]
    maker = RowMaker([form.row for form in forms], random.Random(0)) if forms else None
    found: dict[str, list[str]] = {"inside": [], "edge": [], "outside": []}
    for case, result in zip(cases, report.cases, strict=True):
        if result.verdict == "AC" or not isinstance(case.given, Call):
            continue
        row: Row = dict(enumerate(case.given.args))
        fits = maker is not None and set(row) == set(forms[0].row)
        edge = maker.edge_of(row) if maker is not None and fits else None
        found["outside" if edge is None else "edge" if edge else "inside"].append(case.text)
    reach = next((name for name, texts in found.items() if texts), "")
    return (min(found[reach], key=len), reach) if reach else (answer.split, "")


# -- one process per core

_JUDGES: list[LocalJudge] = []


def _made(work: tuple[HiddenTask, Plan]) -> Answers:
    task, plan = work
    return answers_to(task, _judge(), count=plan.count, seed=plan.seed)


def _measured(work: tuple[HiddenTask, Answers, Plan]) -> tuple[str, list[Checked]]:
    task, answers, plan = work
    return task.task_id, list(measured(task, answers, _judge(), plan))


def _judge() -> LocalJudge:
    if not _JUDGES:
        _JUDGES.append(LocalJudge())
        _JUDGES[0].isolation()
    return _JUDGES[0]


# -- figures


def table(checks: Sequence[Checked], answers: Sequence[Answers]) -> str:
    """One row for each setting."""
    lines = [
        "| setting | wrong ones called verified | of them those that pass the example | and no gap is named "
        "| right ones withheld | right ones with a gap | check, median ms | p95 ms |",
        "|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for setting in dict.fromkeys(item.setting for item in checks):
        here = [item for item in checks if item.setting == setting]
        dangerous, right = ([i for i in here if i.kind == kind] for kind in ("dangerous", "right"))
        wrong = [item for item in here if item.kind != "right"]
        times = sorted(item.milliseconds for item in here)
        lines.append(
            f"| {setting} | {_share(_verified(wrong), wrong)} (goal {_FALSE_GOAL:.0f} %) "
            f"| {_share(_verified(dangerous), dangerous)} "
            f"| {sum(not item.gap for item in _verified(dangerous))} "
            f"| {_share([i for i in right if i.status != 'verified'], right)} (goal {_WITHHELD_GOAL:.0f} %) "
            f"| {sum(item.gap for item in _verified(right))} "
            f"| {statistics.median(times):.0f} (goal {_MEDIAN_GOAL_MS:.0f}) "
            f"| {times[int(0.95 * (len(times) - 1))]:.0f} |"
        )
    skipped = [item for item in answers if item.note]
    why = "; ".join(sorted({item.note for item in skipped})) or "none"
    lines += [
        "",
        f"{len(answers) - len(skipped)} tasks; {sum(item.unknown for item in answers)} mutants passed the hidden tests "
        f"and are not counted; {len(skipped)} tasks left out: {why}. Intervals are Wilson's, 95 %.",
        "",
    ]
    false = [item for item in checks if item.kind != "right" and item.status == "verified"]
    reach = {name: sum(item.reach == name for item in false) for name in ("inside", "edge", "outside", "")}
    lines.append(
        f"{len(false)} wrong ones were called verified. They differ on a hidden input inside what the example shows: "
        f"{reach['inside']}; only at its edge: {reach['edge']}; only outside: {reach['outside']}; "
        f"not told: {reach['']}."
    )
    return "\n".join(lines)


def _verified(group: Iterable[Checked]) -> list[Checked]:
    return [item for item in group if item.status == "verified"]


def _share(part: Sequence[Checked], group: Sequence[Checked]) -> str:
    if not group:
        return "none"
    low, high = wilson(len(part), len(group))
    return f"{len(part)} of {len(group)}, {100 * len(part) / len(group):.1f} % ({100 * low:.1f} to {100 * high:.1f})"


# -- files


def _kept_answers(path: Path | None) -> dict[str, Answers]:
    if path is None or not path.exists():
        return {}
    found = {}
    for line in path.read_text("utf-8").splitlines():
        data = json.loads(line)
        items = tuple(Answer(**item) for item in data.pop("answers"))
        clothes = {text: tuple(others) for text, others in data.pop("clothes").items()}
        found[data["task_id"]] = Answers(answers=items, clothes=clothes, **data)
    return found


def _all_answers(tasks: Sequence[HiddenTask], plan: Plan, arguments: argparse.Namespace) -> list[Answers]:
    """The answers to every task, kept ones as they were; new ones are written down as they come."""
    known = _kept_answers(arguments.answers)
    missing = [(task, plan) for task in tasks if task.task_id not in known]
    with multiprocessing.Pool(arguments.workers) as workers:
        for number, item in enumerate(workers.imap_unordered(_made, missing), 1):
            known[item.task_id] = item
            if arguments.answers:
                with arguments.answers.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(asdict(item)) + "\n")
            sys.stderr.write(f"\ranswers {number}/{len(missing)}")
    return [known[task.task_id] for task in tasks]


def _unfinished(path: Path) -> Path:
    """Where the checks of a run that has not ended stand, a task a line."""
    return path.with_name(path.name + ".unfinished")


def _all_checks(
    tasks: Sequence[HiddenTask], answers: Sequence[Answers], plan: Plan, arguments: argparse.Namespace
) -> list[Checked]:
    """Every check, in the order of the tasks; with `--to`, a run that was broken off goes on where it was."""
    known: dict[str, list[Checked]] = {}
    kept = _unfinished(arguments.to) if arguments.to else None
    for line in kept.read_text("utf-8").splitlines() if kept and kept.exists() else []:
        task_id, found = json.loads(line)
        known[task_id] = [Checked(**{**item, "witnesses": tuple(item["witnesses"])}) for item in found]
    work = [(task, item, plan) for task, item in zip(tasks, answers, strict=True) if task.task_id not in known]
    with multiprocessing.Pool(arguments.workers) as workers:
        for number, (task_id, checks) in enumerate(workers.imap_unordered(_measured, work), 1):
            known[task_id] = checks
            if kept:
                with kept.open("a", encoding="utf-8") as file:
                    file.write(json.dumps([task_id, [asdict(item) for item in checks]]) + "\n")
            sys.stderr.write(f"\rchecks of {number}/{len(work)} tasks ")
    return [check for task in tasks for check in known[task.task_id]]


def _parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dataset", type=Path, help="tasks in HumanEval's form, .jsonl or .jsonl.gz")
    parser.add_argument("--limit", type=int, help="so many tasks, a sample")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--mutants-per-task", type=int, default=2, help="of each kind, and so many right ones")
    parser.add_argument("--wrong-share", type=float, default=1 / 3, help="of the programs in a pool")
    parser.add_argument("--setting", choices=SETTINGS, action="append", help="only this one")
    parser.add_argument("--workers", type=int, default=2, help="processes")
    parser.add_argument("--answers", type=Path, metavar="FILE.jsonl", help="keep the answers, or use kept ones")
    parser.add_argument("--to", type=Path, metavar="FILE.json", help="write every check down")
    parser.add_argument("--quick", action="store_true", help=f"{_QUICK_TASKS} tasks")
    return parser.parse_args()


def main() -> None:
    """Measure and print."""
    arguments = _parsed()
    limit = arguments.limit or (_QUICK_TASKS if arguments.quick else None)
    tasks = open_dataset(arguments.dataset, limit=limit, seed=arguments.seed).tasks
    plan = Plan(
        settings=tuple(arguments.setting or SETTINGS),
        count=arguments.mutants_per_task,
        seed=arguments.seed,
        wrong_share=arguments.wrong_share,
    )
    answers = _all_answers(tasks, plan, arguments)
    checks = _all_checks(tasks, answers, plan, arguments)
    sys.stderr.write("\n")
    print(table(checks, answers))
    if arguments.to:
        false = [asdict(item) for item in checks if item.kind != "right" and item.status == "verified"]
        withheld = [asdict(item) for item in checks if item.kind == "right" and item.status != "verified"]
        rest = [{**asdict(item), "text": ""} for item in checks]
        document = {"false_verified": false, "right_withheld": withheld, "checks": rest}
        arguments.to.write_text(json.dumps(document, indent=1), "utf-8")
        _unfinished(arguments.to).unlink(missing_ok=True)


if __name__ == "__main__":
    main()
