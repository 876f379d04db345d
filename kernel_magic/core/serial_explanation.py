"""`kernel-magic/explanation/1`: the JSON form of an explanation, beside the other forms in `core.serial`."""

from __future__ import annotations

from kernel_magic.core.explanation import Claim, ExplainedBlock, Explanation
from kernel_magic.core.serial import (
    JsonObject,
    evidence_json,
    isolation_json,
    provenance_json,
    question_json,
    source_json,
    usage_json,
)
from kernel_magic.core.trace import Trace, TraceStep
from kernel_magic.core.values import JsonValue


def explanation_json(explanation: Explanation) -> JsonObject:
    """`kernel-magic/explanation/1`: what `explain` found out."""
    return {
        "schema": "kernel-magic/explanation/1",
        "status": explanation.status,
        "title": explanation.title,
        "source": source_json(explanation.source),
        "call": explanation.call,
        "result": explanation.result,
        "output": explanation.output,
        "raised": explanation.raised,
        "blocks": [_block(block) for block in explanation.blocks],
        "claims": [_claim(claim) for claim in explanation.claims],
        "dropped": list(explanation.dropped),
        "trace": _trace(explanation.trace) if explanation.trace is not None else None,
        "questions": [question_json(question) for question in explanation.questions],
        "notes": list(explanation.notes),
        "isolation": isolation_json(explanation.isolation),
        "provenance": provenance_json(explanation.provenance) if explanation.provenance is not None else None,
        "usage": usage_json(explanation.usage),
    }


def _block(block: ExplainedBlock) -> JsonObject:
    return {
        "first_line": block.first_line,
        "last_line": block.last_line,
        "title": block.title,
        "prose": block.prose,
        "code": block.code,
        "evidence": [evidence_json(evidence) for evidence in block.evidence],
        "claims": [_claim(claim) for claim in block.claims],
    }


def _claim(claim: Claim) -> JsonObject:
    return {"text": claim.text, "holds": claim.holds, "observed": claim.observed}


def _trace(trace: Trace) -> JsonObject:
    return {"steps": [_step(step) for step in trace.steps], "truncated": trace.truncated}


def _step(step: TraceStep) -> JsonObject:
    variables: dict[str, JsonValue] = dict(step.variables)
    return {
        "line": step.line,
        "depth": step.depth,
        "function": step.function,
        "variables": variables,
        "event": step.event,
        "value": step.value,
    }
