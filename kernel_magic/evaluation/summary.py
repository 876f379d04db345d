"""From samples and scores to figures. Every figure can be made again from the files of a run."""

from __future__ import annotations

import statistics as plain_statistics
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, get_args

from kernel_magic.core.evaluation import (
    Evaluation,
    HiddenTask,
    RunComparison,
    Sample,
    Score,
    ScoredTask,
    Share,
    StatusRow,
    TestVerdict,
)
from kernel_magic.core.lesson import Status
from kernel_magic.evaluation.programs import canonical_program, fingerprint, program_of
from kernel_magic.evaluation.statistics import curve, paired, pass_at_k, share

Scores = Mapping[tuple[str, str], Score]
"""By task and fingerprint of the program."""
KS = (1, 2, 3, 5, 8, 10, 16, 20, 32, 50, 64, 100, 200)
"""Where pass@k is told, as far as there are samples, and for all of them."""


def scored(task: HiddenTask, sample: Sample, scores: Scores) -> ScoredTask | None:
    """A task with its scores; None where one is still to be made."""
    reference = scores.get((task.task_id, fingerprint(canonical_program(task))))
    wanted = [sample.answer, *(c.code for c in sample.candidates if sample.status is None)]
    found = [scores.get((task.task_id, fingerprint(program_of(task, code)))) for code in wanted]
    if reference is None or any(score is None for score in found):
        return None
    shown, *drawn = [_fair(score, reference) for score in found if score is not None]
    return ScoredTask(sample=sample, score=shown, drawn=tuple(drawn))


def _fair(score: Score, reference: Score) -> Score:
    """The score, where the reference solution passes the test itself; a test it fails says nothing about anybody."""
    base = _fair_verdict(score.base, reference.base) if score.base and reference.base else score.base
    return Score(full=_fair_verdict(score.full, reference.full), base=base)


def _fair_verdict(verdict: TestVerdict, reference: TestVerdict) -> TestVerdict:
    if reference.passed:
        return verdict
    message = f"the reference solution does not pass this test: {reference.message}"
    return replace(verdict, passed=None, message=message)


def summarize(config: Mapping[str, Any], tasks: Sequence[ScoredTask], *, wanted: int) -> Evaluation:
    """All figures of a run."""
    right = [task for task in tasks if task.score.full.passed]
    by_status = tuple(row for status in get_args(Status) if (row := _row(status, tasks)))
    badge = [task for task in tasks if task.sample.status == "verified"]
    ranked = [
        (task.sample.confidence, task.score.full.passed, task.score.base.passed if task.score.base else None)
        for task in tasks
        if task.sample.confidence is not None and task.score.full.passed is not None
    ]
    counted = sum(task.score.full.passed is not None for task in tasks)
    return Evaluation(
        mode=config["mode"],
        model=config.get("model_loaded") or config["settings"]["model"],
        backend=config["settings"]["backend"],
        dataset=config["dataset"]["file"],
        dataset_sha256=config["dataset"]["sha256"],
        wanted=wanted,
        seed=config["settings"]["seed"],
        limit=config["limit"],
        tasks=tuple(tasks),
        passing=_full(tasks),
        base_passing=_base(tasks),
        pass_at_k=_pass_at_k([[score.full.passed for score in task.drawn] for task in tasks]),
        base_pass_at_k=_pass_at_k([[s.base.passed for s in task.drawn if s.base] for task in tasks]),
        by_status=by_status,
        verified=share([task.sample.status == "verified" for task in tasks]),
        verified_passing=_full(badge),
        verified_base_passing=_base(badge),
        right_not_verified=share([task.sample.status != "verified" for task in right]),
        curve=curve(ranked, counted) if counted else (),
        not_scored=len(tasks) - counted,
        no_answer=sum(not task.sample.answer for task in tasks),
        seconds=sum(task.sample.seconds for task in tasks),
        tokens=sum(task.sample.tokens for task in tasks),
        median_seconds=_median([task.sample.seconds for task in tasks]),
        median_tokens=_median([task.sample.tokens for task in tasks]),
    )


def compared(this: Evaluation, other: Evaluation) -> RunComparison:
    """Two runs, task by task."""
    there = {task.sample.task_id: task.score for task in other.tasks}
    pairs = [(task.score, there[task.sample.task_id]) for task in this.tasks if task.sample.task_id in there]
    full = [(a.full.passed, b.full.passed) for a, b in pairs if a.full.passed is not None and b.full.passed is not None]
    bases = [(a.base, b.base) for a, b in pairs if a.base is not None and b.base is not None]
    base = [(a.passed, b.passed) for a, b in bases if a.passed is not None and b.passed is not None]
    return RunComparison(
        other_mode=other.mode,
        other_model=other.model,
        full=paired(full),
        base=paired(base) if base else None,
        unpaired=len(this.tasks) - len(full),
    )


def _row(status: Status, tasks: Sequence[ScoredTask]) -> StatusRow | None:
    those = [task for task in tasks if task.sample.status == status]
    if not those:
        return None
    return StatusRow(status=status, tasks=len(those), passing=_full(those), base_passing=_base(those))


def _full(tasks: Sequence[ScoredTask]) -> Share:
    return share([task.score.full.passed for task in tasks if task.score.full.passed is not None])


def _base(tasks: Sequence[ScoredTask]) -> Share | None:
    """None where the data set has no base tests."""
    bases = [task.score.base for task in tasks if task.score.base is not None]
    return share([base.passed for base in bases if base.passed is not None]) if bases else None


def _pass_at_k(outcomes: Sequence[Sequence[bool | None]]) -> tuple[tuple[int, float], ...]:
    """The mean over tasks, for every k up to the number of samples that all of them have."""
    drawn = [[passed for passed in task if passed is not None] for task in outcomes]
    drawn = [task for task in drawn if task]
    if not drawn:
        return ()
    most = min(map(len, drawn))
    ks = sorted({k for k in KS if k <= most} | {most})
    return tuple((k, plain_statistics.fmean(pass_at_k(len(t), sum(t), k) for t in drawn)) for k in ks)


def _median(values: Sequence[float]) -> float:
    return float(plain_statistics.median(values)) if values else 0.0
