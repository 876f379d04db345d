"""`kernel-magic/assignment/1`: the JSON form of an assignment, there and back without any loss.

It holds everything, hidden tests and references too: it stays with the teacher. Test cases have the fields of a
[judge contract](../../docs/reference/judge-contract.md).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

from kernel_magic.core.exercise import Exercise, ExerciseEvidence, ExerciseTest, Gate, Killed, MutationReport, Survivor
from kernel_magic.core.gradebook import Assignment
from kernel_magic.core.problem import Call, CheckerSpec, Expression, Limits, Prints, Raises, Returns, Stdin, TestCase
from kernel_magic.core.serial import JsonObject
from kernel_magic.core.serial_assignment_reader import SCHEMA, read_assignment
from kernel_magic.core.source import Source
from kernel_magic.core.values import JsonValue, to_json

_TIMES = "seconds"
"""How long proving took, which differs from time to time: no part of the fingerprint."""


def assignment_json(assignment: Assignment) -> JsonObject:
    """`kernel-magic/assignment/1`: an assignment with everything in it, and its digest made anew."""
    return {**_content(assignment), "digest": assignment_digest(assignment)}


def assignment_from_json(content: JsonValue) -> Assignment:
    """The assignment of such a document. Its digest is that of what stands there now, whatever the document says.

    Raises:
        InputError: it is no such document; says where in it.
    """
    return with_digest(read_assignment(content))


def assignment_digest(assignment: Assignment) -> str:
    """The SHA-256, in hexadecimal, of the assignment's JSON in canonical form, without digest and measured times."""
    content = json.dumps(_without_times(_content(assignment)), sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(content.encode("ascii")).hexdigest()


def with_digest(assignment: Assignment) -> Assignment:
    """The assignment with its digest."""
    return replace(assignment, digest=assignment_digest(assignment))


def _without_times(value: JsonValue) -> JsonValue:
    if isinstance(value, Mapping):
        return {key: _without_times(item) for key, item in value.items() if key != _TIMES}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_without_times(item) for item in value]
    return value


def _content(assignment: Assignment) -> JsonObject:
    return {
        "schema": SCHEMA,
        "name": assignment.name,
        "title": assignment.title,
        "policy": assignment.policy,
        "seed": assignment.seed,
        "versions": [[_exercise(exercise) for exercise in version] for version in assignment.versions],
    }


def _exercise(exercise: Exercise) -> JsonObject:
    variant = exercise.variant
    return {
        "item": exercise.item,
        "unit": exercise.unit,
        "title": exercise.title,
        "kind": exercise.kind,
        "level": exercise.level,
        "objectives": list(exercise.objectives),
        "statement": exercise.statement,
        "function": exercise.function,
        "given": exercise.given,
        "starter": _source(exercise.starter),
        "reference": _source(exercise.reference),
        "tests": [_test(test) for test in exercise.tests],
        "prelude": exercise.prelude,
        "hints": list(exercise.hints),
        "notes": exercise.notes,
        "checker": checker_json(exercise.checker),
        "limits": limits_json(exercise.limits),
        "files": exercise.files,
        "variant": {"number": variant.number, "seed": variant.seed, "replaced": dict(variant.replaced)},
        "evidence": _evidence(exercise.evidence),
    }


def _source(source: Source) -> JsonObject:
    return {
        "text": source.text,
        "language": source.language,
        "entry_point": source.entry_point,
        "files": [list(file) for file in source.files],
    }


def _test(test: ExerciseTest) -> JsonObject:
    return {
        "name": test.name,
        "title": test.title,
        "cases": [case_json(case) for case in test.cases],
        "visible": test.visible,
        "points": float(test.points),
        "code": test.code,
        "origin": test.origin,
        "public": [case_json(case) for case in test.public],
    }


def case_json(case: TestCase) -> JsonObject:
    """A test case, with the fields of a judge contract and how its author wrote it."""
    form: JsonObject = {"name": case.name, "text": case.text, "origin": case.origin}
    match case.given:
        case Call(args=args, kwargs=kwargs):
            form["args"] = [to_json(item) for item in args]
            form["kwargs"] = {name: to_json(item) for name, item in kwargs.items()}
        case Expression(expression=expression, setup=setup):
            form |= {"expression": expression, "setup": setup}
        case Stdin(text=text):
            form["stdin"] = text
    match case.expected:
        case Returns(value=value, tolerance=tolerance):
            form |= {"expected": to_json(value), "tolerance": tolerance}
        case Raises(exception=exception):
            form["raises"] = exception
        case Prints(text=text):
            form["stdout"] = text
        case None:
            pass
    return form


def checker_json(checker: CheckerSpec) -> JsonObject:
    """A checker with all its options."""
    return {
        "name": checker.name,
        "tolerance": checker.tolerance,
        "absolute": checker.absolute,
        "relative": checker.relative,
        "ignore_case": checker.ignore_case,
        "program": None if checker.program is None else _source(checker.program),
        "form": checker.form,
        "arguments": list(checker.arguments),
    }


def limits_json(limits: Limits) -> JsonObject:
    """What one run may use."""
    return {
        "cpu_s": float(limits.cpu_s),
        "wall_s": float(limits.wall_s),
        "memory_mib": limits.memory_mib,
        "output_kib": limits.output_kib,
    }


def _evidence(evidence: ExerciseEvidence) -> JsonObject:
    return {
        "gates": [_gate(gate) for gate in evidence.gates],
        "mutation": None if evidence.mutation is None else _mutation(evidence.mutation),
        "isolation": evidence.isolation,
        "seconds": float(evidence.seconds),
    }


def _gate(gate: Gate) -> JsonObject:
    return {
        "name": gate.name,
        "holds": gate.holds,
        "ran": gate.ran,
        "summary": gate.summary,
        "lines": list(gate.lines),
    }


def _mutation(report: MutationReport) -> JsonObject:
    return {
        "mutants": report.mutants,
        "killed": report.killed,
        "survivors": [_survivor(survivor) for survivor in report.survivors],
        "dead": [_killed(killed) for killed in report.dead],
        "operators": [list(operator) for operator in report.operators],
        "seconds": float(report.seconds),
        "unjudged": report.unjudged,
    }


def _survivor(survivor: Survivor) -> JsonObject:
    return {
        "operator": survivor.operator,
        "line": survivor.line,
        "column": survivor.column,
        "before": survivor.before,
        "after": survivor.after,
        "text": survivor.text,
        "equivalent": survivor.equivalent,
        "tried": survivor.tried,
        "doubt": survivor.doubt,
    }


def _killed(killed: Killed) -> JsonObject:
    return {
        "operator": killed.operator,
        "line": killed.line,
        "before": killed.before,
        "after": killed.after,
        "text": killed.text,
    }
