"""The lines of a run folder: samples and scores as JSON and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, get_args

from kernel_magic.core.evaluation import Candidate, Sample, Score, TestVerdict
from kernel_magic.core.lesson import Counterexample, Status, Support, Witness
from kernel_magic.core.serial import JsonObject, witness_json
from kernel_magic.core.values import JsonValue
from kernel_magic.core.verdict import Verdict

_DIGITS = 3


def sample_json(sample: Sample) -> JsonObject:
    """A line of `samples.jsonl`."""
    return {
        "task_id": sample.task_id,
        "answer": sample.answer,
        "status": sample.status,
        "confidence": sample.confidence,
        "support": None if sample.support is None else asdict(sample.support),
        "witnesses": [witness_json(witness) for witness in sample.witnesses],
        "gap": _example_json(sample.gap),
        "counterexample": _example_json(sample.counterexample),
        "candidates": [{"code": c.code, "round": c.round, "outcome": c.outcome} for c in sample.candidates],
        "prompt_tokens": sample.prompt_tokens,
        "completion_tokens": sample.completion_tokens,
        "seconds": round(sample.seconds, _DIGITS),
        "note": sample.note,
    }


def sample_of(line: Mapping[str, Any]) -> Sample:
    """The sample of a line.

    Raises:
        ValueError: it is no such line.
    """
    try:
        status: Status | None = line["status"]
        if status is not None and status not in get_args(Status):
            raise ValueError(f"unknown status {status!r}")
        return Sample(
            task_id=_as(str, line["task_id"]),
            answer=_as(str, line["answer"]),
            status=status,
            confidence=None if line["confidence"] is None else float(line["confidence"]),
            support=None if line["support"] is None else Support(**line["support"]),
            witnesses=tuple(Witness(**item) for item in line["witnesses"]),
            gap=_example(line["gap"]),
            counterexample=_example(line["counterexample"]),
            candidates=tuple(
                Candidate(code=_as(str, item["code"]), round=_as(int, item["round"]), outcome=_as(str, item["outcome"]))
                for item in line["candidates"]
            ),
            prompt_tokens=_as(int, line["prompt_tokens"]),
            completion_tokens=_as(int, line["completion_tokens"]),
            seconds=float(line["seconds"]),
            note=_as(str, line["note"]),
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"no sample: {type(error).__name__}: {error}") from error


def score_json(task_id: str, program_sha256: str, score: Score) -> JsonObject:
    """A line of `scores.jsonl`."""
    return {
        "task_id": task_id,
        "program_sha256": program_sha256,
        "full": verdict_json(score.full),
        "base": verdict_json(score.base) if score.base else None,
    }


def score_of(line: Mapping[str, Any]) -> tuple[str, str, Score]:
    """Task, fingerprint of the program, and score of a line.

    Raises:
        ValueError: it is no such line.
    """
    try:
        base = None if line["base"] is None else _verdict(line["base"])
        return (
            _as(str, line["task_id"]),
            _as(str, line["program_sha256"]),
            Score(full=_verdict(line["full"]), base=base),
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"no score: {type(error).__name__}: {error}") from error


def verdict_json(verdict: TestVerdict) -> JsonObject:
    """What one hidden test said."""
    return {
        "passed": verdict.passed,
        "verdict": verdict.verdict.value,
        "message": verdict.message,
        "seconds": round(verdict.seconds, _DIGITS),
    }


def _verdict(fields: Mapping[str, Any]) -> TestVerdict:
    passed = fields["passed"]
    return TestVerdict(
        passed=None if passed is None else _as(bool, passed),
        verdict=Verdict(fields["verdict"]),
        message=_as(str, fields["message"]),
        seconds=float(fields["seconds"]),
    )


def _example_json(example: Counterexample | None) -> JsonValue:
    if example is None:
        return None
    answers: list[JsonValue] = [[text, votes] for text, votes in example.answers]
    return {
        "input": example.input,
        "expected": example.expected,
        "got": example.got,
        "source": example.source,
        "about": example.about,
        "answers": answers,
    }


def _example(fields: Mapping[str, Any] | None) -> Counterexample | None:
    if fields is None:
        return None
    answers = tuple((_as(str, text), _as(int, votes)) for text, votes in fields["answers"])
    return Counterexample(**{**fields, "answers": answers})


def _as(kind: type[Any], value: Any) -> Any:
    if type(value) is not kind:
        raise TypeError(f"{value!r:.60} is no {kind.__name__}")
    return value


def differences(one: Mapping[str, Any], other: Mapping[str, Any], path: str = "") -> Sequence[str]:
    """Where two configurations part: `model: '0.5b' there, '1.5b' here`."""
    told: list[str] = []
    for name in [*one, *(name for name in other if name not in one)]:
        here, there = one.get(name), other.get(name)
        if isinstance(here, Mapping) and isinstance(there, Mapping):
            told += differences(here, there, f"{path}{name}.")
        elif here != there:
            told.append(f"{path}{name} is {there!r} there and {here!r} here")
    return told
