"""`kernel-magic/exercise/1`: the JSON form of an exercise with its evidence. For teachers: it holds the solution."""

from __future__ import annotations

from kernel_magic.core.exercise import Exercise, ExerciseSet, ExerciseTest, Gate, MutationReport
from kernel_magic.core.serial import JsonObject, provenance_json, source_json, usage_json
from kernel_magic.core.values import JsonValue

_DIGITS = 6


def exercise_json(result: ExerciseSet) -> JsonObject:
    """An exercise and its variants: what was made, and why it may be given out or not."""
    return {
        "schema": "kernel-magic/exercise/1",
        "released": result.released,
        "exercises": [_exercise(exercise) for exercise in result.exercises],
        "warnings": list(result.warnings),
        "provenance": provenance_json(result.provenance) if result.provenance else None,
        "usage": usage_json(result.usage),
    }


def _exercise(exercise: Exercise) -> JsonObject:
    evidence = exercise.evidence
    return {
        "item": exercise.item,
        "unit": exercise.unit,
        "title": exercise.title,
        "kind": exercise.kind,
        "level": exercise.level,
        "variant": exercise.variant.number,
        "released": evidence.released,
        "points": round(exercise.points, _DIGITS),
        "statement": exercise.statement,
        "function": exercise.function,
        "starter": source_json(exercise.starter),
        "reference": source_json(exercise.reference),
        "tests": [_test(test) for test in exercise.tests],
        "hints": list(exercise.hints),
        "gates": gates_json(evidence.gates),
        "mutation": mutation_json(evidence.mutation),
        "isolation": evidence.isolation,
        "seconds": round(evidence.seconds, _DIGITS),
    }


def _test(test: ExerciseTest) -> JsonObject:
    return {
        "name": test.name,
        "title": test.title,
        "visible": test.visible,
        "points": round(test.points, _DIGITS),
        "cases": len(test.cases),
        "origin": test.origin,
        "code": test.code,
    }


def gates_json(gates: tuple[Gate, ...]) -> list[JsonValue]:
    """What was held against an exercise, and what came of it."""
    return [
        {
            "name": gate.name,
            "holds": gate.holds,
            "ran": gate.ran,
            "summary": gate.summary,
            "lines": list(gate.lines),
        }
        for gate in gates
    ]


def mutation_json(report: MutationReport | None) -> JsonValue:
    """What tests do to mutants; None where the kind of exercise has none."""
    if report is None:
        return None
    return {
        "mutants": report.mutants,
        "killed": report.killed,
        "equivalent": report.equivalent,
        "score": round(report.score, _DIGITS),
        "seconds": round(report.seconds, _DIGITS),
        "operators": [
            {"operator": operator, "mutants": mutants, "killed": killed}
            for operator, mutants, killed in report.operators
        ],
        "survivors": [
            {
                "operator": survivor.operator,
                "line": survivor.line,
                "before": survivor.before,
                "after": survivor.after,
                "equivalent": survivor.equivalent,
                "tried": survivor.tried,
                "doubt": survivor.doubt,
            }
            for survivor in report.survivors
        ],
    }
