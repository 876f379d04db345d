"""The JSON forms other programs rely on: `"schema": "kernel-magic/<kind>/1"`. The only place that writes them.

The matching JSON Schemas lie in `kernel_magic/schemas/`. Fields may be added; none is renamed or taken away.
"""

from __future__ import annotations

from kernel_magic.core.errors import KernelMagicError
from kernel_magic.core.lesson import (
    Attempt,
    CheckResult,
    Counterexample,
    Evidence,
    Lesson,
    Provenance,
    Question,
    Step,
    Support,
    Usage,
    Witness,
)
from kernel_magic.core.problem import Call, Expression, Raises, Returns, TestCase
from kernel_magic.core.source import Source
from kernel_magic.core.values import JsonValue, to_json
from kernel_magic.core.verdict import CaseResult, Isolation, JudgeReport

JsonObject = dict[str, JsonValue]

_DIGITS = 6
"""Seconds and mebibytes are rounded to this many digits after the point."""


def judge_json(report: JudgeReport) -> JsonObject:
    """`kernel-magic/judge/1`: the verdict of a submission, case by case."""
    return {"schema": "kernel-magic/judge/1", **_report(report)}


def check_json(result: CheckResult) -> JsonObject:
    """`kernel-magic/check/1`: whether somebody's answer is right for a task."""
    return {
        "schema": "kernel-magic/check/1",
        "status": result.status,
        "verdict": result.verdict.value,
        "witnesses": [witness_json(witness) for witness in result.witnesses],
        "counterexample": _counterexample(result.counterexample),
        "gap": _gap(result.gap),
        "support": support_json(result.support),
        "examples": [_example(case) for case in result.task.cases],
        "notes": list(result.task.notes),
        "report": _report(result.report),
        "provenance": provenance_json(result.provenance) if result.provenance else None,
        "usage": usage_json(result.usage),
    }


def lesson_json(lesson: Lesson) -> JsonObject:
    """`kernel-magic/lesson/1`: what `solve` found out."""
    return {
        "schema": "kernel-magic/lesson/1",
        "status": lesson.status,
        "title": lesson.title,
        "idea": lesson.idea,
        "solution": source_json(lesson.solution) if lesson.solution else None,
        "steps": [_step(step) for step in lesson.steps],
        "witnesses": [witness_json(witness) for witness in lesson.witnesses],
        "counterexample": _counterexample(lesson.counterexample),
        "gap": _gap(lesson.gap),
        "support": support_json(lesson.support),
        "examples": [_example(case) for case in lesson.task.cases],
        "notes": list(lesson.task.notes),
        "report": _report(lesson.report) if lesson.report else None,
        "attempts": [_attempt(attempt) for attempt in lesson.attempts],
        "dropped": list(lesson.dropped),
        "questions": [question_json(question) for question in lesson.questions],
        "isolation": isolation_json(lesson.isolation),
        "provenance": provenance_json(lesson.provenance),
        "usage": usage_json(lesson.usage),
    }


def error_json(error: KernelMagicError) -> JsonObject:
    """`kernel-magic/error/1`: why something could not be done, and what to do."""
    return {
        "schema": "kernel-magic/error/1",
        "kind": type(error).__name__,
        "error": error.message,
        "hint": error.hint,
    }


def _report(report: JudgeReport) -> JsonObject:
    return {
        "verdict": report.verdict.value,
        "cases": [case_json(case) for case in report.cases],
        "isolation": isolation_json(report.isolation),
        "diagnostics": diagnostics_json(report),
        "floor": {"cpu_s": report.floor.cpu_s, "peak_mib": report.floor.peak_mib},
    }


def diagnostics_json(report: JudgeReport) -> list[JsonValue]:
    """Remarks about a program that need no run."""
    return [
        {"rule": item.rule, "message": item.message, "line": item.line, "column": item.column}
        for item in report.diagnostics
    ]


def case_json(case: CaseResult) -> JsonObject:
    """A test case and what its run cost."""
    return {
        "name": case.name,
        "verdict": case.verdict.value,
        "reason": case.reason,
        "cpu_s": round(case.cpu_s, _DIGITS),
        "wall_s": round(case.wall_s, _DIGITS),
        "peak_mib": round(case.peak_mib, _DIGITS),
        "message": case.message,
    }


def isolation_json(isolation: Isolation) -> JsonObject:
    """The layers of the sandbox."""
    return {
        "level": isolation.level,
        "layers": [
            {"name": layer.name, "in_force": layer.in_force, "detail": layer.detail} for layer in isolation.layers
        ],
    }


def witness_json(witness: Witness) -> JsonObject:
    """An independent source of truth."""
    return {"kind": witness.kind, "cases": witness.cases, "agreed": witness.agreed, "detail": witness.detail}


def _counterexample(example: Counterexample | None) -> JsonValue:
    return None if example is None else _counterexample_fields(example)


def _counterexample_fields(example: Counterexample) -> JsonObject:
    return {"input": example.input, "expected": example.expected, "got": example.got, "source": example.source}


def _gap(example: Counterexample | None) -> JsonValue:
    if example is None:
        return None
    answers: list[JsonValue] = [{"answer": answer, "drafts": drafts} for answer, drafts in example.answers]
    return {**_counterexample_fields(example), "about": example.about, "answers": answers}


def support_json(found: Support | None) -> JsonValue:
    """How many drafts stand behind an answer."""
    if found is None:
        return None
    return {
        "drafts": found.drafts,
        "accepted": found.accepted,
        "backing": found.backing,
        "programs": found.programs,
        "readings": found.readings,
        "brute_force": found.brute_force,
        "confidence": round(found.confidence, _DIGITS),
        "against": found.against,
    }


def source_json(source: Source) -> JsonObject:
    """Program text."""
    return {"language": source.language, "code": source.text, "entry_point": source.entry_point}


def _step(step: Step) -> JsonObject:
    return {
        "title": step.title,
        "prose": step.prose,
        "code": step.code,
        "first_line": step.first_line,
        "last_line": step.last_line,
        "evidence": [evidence_json(evidence) for evidence in step.evidence],
    }


def evidence_json(evidence: Evidence) -> JsonObject:
    """What a run showed at one step."""
    return {
        "kind": evidence.kind,
        "call": evidence.call,
        "values": [{"name": name, "value": value} for name, value in evidence.values],
        "header": list(evidence.header),
        "rows": [list(row) for row in evidence.rows],
        "rounds": evidence.rounds,
    }


def _attempt(attempt: Attempt) -> JsonObject:
    return {
        "number": attempt.number,
        "round": attempt.round,
        "code": attempt.source.text,
        "outcome": attempt.outcome,
        "verdict": attempt.report.verdict.value if attempt.report else None,
        "message": attempt.message,
        "counterexample": _counterexample(attempt.counterexample),
    }


def question_json(question: Question) -> JsonObject:
    """A question with its choices."""
    return {
        "text": question.text,
        "choices": list(question.choices),
        "answer": question.answer,
        "call": question.call,
        "line": question.line,
        "why": question.why,
    }


def provenance_json(provenance: Provenance) -> JsonObject:
    """How a result came about."""
    return {
        "model": provenance.model,
        "backend": provenance.backend,
        "seed": provenance.seed,
        "prompt_sha256": provenance.prompt_sha256,
        "package_version": provenance.package_version,
        "candidates": provenance.candidates,
        "temperature": provenance.temperature,
    }


def usage_json(usage: Usage) -> JsonObject:
    """What a result cost."""
    return {
        "tokens": usage.tokens,
        "prompt_tokens": usage.prompt_tokens,
        "completion_tokens": usage.completion_tokens,
        "seconds": round(usage.seconds, _DIGITS),
    }


def _example(case: TestCase) -> JsonObject:
    """A test case in the fields of a judge contract, with the words the person used."""
    form: JsonObject = {"name": case.name, "text": case.text}
    match case.given:
        case Call(args=args, kwargs=kwargs):
            form["args"] = [to_json(item) for item in args]
            form["kwargs"] = {name: to_json(item) for name, item in kwargs.items()}
        case Expression(expression=expression, setup=setup):
            form["expression"] = expression
            form["setup"] = setup
        case stdin:
            form["stdin"] = stdin.text
    match case.expected:
        case Returns(value=value):
            form["expected"] = to_json(value)
        case Raises(exception=exception):
            form["raises"] = exception
        case None:
            pass
        case prints:
            form["stdout"] = prints.text
    return form
