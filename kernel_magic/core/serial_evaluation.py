"""`kernel-magic/evaluation/1`: the figures of an evaluation as JSON."""

from __future__ import annotations

from kernel_magic.core.evaluation import (
    CurvePoint,
    Evaluation,
    PairedFigures,
    RunComparison,
    ScoredTask,
    Share,
    StatusRow,
    TestVerdict,
)
from kernel_magic.core.serial import JsonObject
from kernel_magic.core.values import JsonValue

_DIGITS = 4


def evaluation_json(found: Evaluation) -> JsonObject:
    """What an evaluation found out."""
    return {
        "schema": "kernel-magic/evaluation/1",
        "mode": found.mode,
        "model": found.model,
        "backend": found.backend,
        "dataset": {"file": found.dataset, "sha256": found.dataset_sha256},
        "seed": found.seed,
        "limit": found.limit,
        "complete": found.complete,
        "tasks": len(found.tasks),
        "wanted": found.wanted,
        "pass_at_1": _rounded(found.passing.value),
        "passing": _share(found.passing),
        "base_pass_at_1": _rounded(found.base_passing.value) if found.base_passing else None,
        "base_passing": _share(found.base_passing),
        "pass_at_k": {str(k): _rounded(value) for k, value in found.pass_at_k},
        "base_pass_at_k": {str(k): _rounded(value) for k, value in found.base_pass_at_k},
        "verified": found.verified.count,
        "verified_and_passing": found.verified_passing.count,
        "verified_coverage": _share(found.verified),
        "verified_precision": {
            "full": _share(found.verified_passing),
            "base": _share(found.verified_base_passing),
        },
        "right_not_verified": _share(found.right_not_verified),
        "by_status": [_row(row) for row in found.by_status],
        "curve": [_point(point) for point in found.curve],
        "not_scored": found.not_scored,
        "no_answer": found.no_answer,
        "seconds": _rounded(found.seconds),
        "tokens": found.tokens,
        "median_seconds": _rounded(found.median_seconds),
        "median_tokens": _rounded(found.median_tokens),
        "comparison": _comparison(found.comparison),
        "per_task": [_task(task) for task in found.tasks],
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, _DIGITS)


def _share(share: Share | None) -> JsonValue:
    if share is None:
        return None
    return {
        "count": share.count,
        "of": share.of,
        "share": _rounded(share.value),
        "interval": [_rounded(share.low), _rounded(share.high)],
    }


def _row(row: StatusRow) -> JsonObject:
    return {
        "status": row.status,
        "tasks": row.tasks,
        "passing": _share(row.passing),
        "base_passing": _share(row.base_passing),
    }


def _point(point: CurvePoint) -> JsonObject:
    return {
        "at_least": _rounded(point.at_least),
        "tasks": point.passing.of,
        "coverage": _rounded(point.coverage),
        "precision": _rounded(point.passing.value),
        "base_precision": _rounded(point.base_passing.value) if point.base_passing else None,
    }


def _comparison(comparison: RunComparison | None) -> JsonValue:
    if comparison is None:
        return None
    return {
        "mode": comparison.other_mode,
        "model": comparison.other_model,
        "full": _paired(comparison.full),
        "base": _paired(comparison.base) if comparison.base else None,
        "unpaired": comparison.unpaired,
    }


def _paired(figures: PairedFigures) -> JsonObject:
    return {
        "tasks": figures.tasks,
        "both": figures.both,
        "only_this": figures.only_this,
        "only_other": figures.only_other,
        "neither": figures.neither,
        "difference": _rounded(figures.difference),
        "interval": [_rounded(figures.low), _rounded(figures.high)],
        "p_value": float(f"{figures.p_value:.4g}"),
    }


def _task(task: ScoredTask) -> JsonObject:
    sample = task.sample
    return {
        "task_id": sample.task_id,
        "status": sample.status,
        "confidence": sample.confidence,
        "passed": task.score.full.passed,
        "base_passed": task.score.base.passed if task.score.base else None,
        "test": _verdict(task.score.full),
        "base_test": _verdict(task.score.base) if task.score.base else None,
        "samples": len(task.drawn),
        "samples_passing": sum(score.full.passed is True for score in task.drawn),
        "gap": sample.gap is not None,
        "seconds": _rounded(sample.seconds),
        "tokens": sample.tokens,
        "note": sample.note,
    }


def _verdict(verdict: TestVerdict) -> JsonObject:
    return {"verdict": verdict.verdict.value, "message": verdict.message, "seconds": _rounded(verdict.seconds)}
