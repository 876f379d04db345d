"""The JSON forms of a built, a checked and a graded assignment. For teachers: they hold solutions and tests."""

from __future__ import annotations

from kernel_magic.core.classroom import AssignmentCheck, BuiltAssignment, GradedClass
from kernel_magic.core.gradebook import SimilarPair
from kernel_magic.core.serial import JsonObject
from kernel_magic.core.serial_exercise import exercise_json
from kernel_magic.core.serial_gradebook import graded_json

_DIGITS = 6


def built_json(built: BuiltAssignment) -> JsonObject:
    """`kernel-magic/assignment-build/1`: what was built, or which items were withheld."""
    assignment = built.assignment
    return {
        "schema": "kernel-magic/assignment-build/1",
        "name": built.name,
        "built": assignment is not None,
        "points": round(assignment.points, _DIGITS) if assignment is not None else None,
        "versions": len(assignment.versions) if assignment is not None else 0,
        "withheld": list(built.withheld),
        "items": [exercise_json(made) for made in built.sets],
        "files": [str(path) for path in built.files],
    }


def assignment_check_json(check: AssignmentCheck) -> JsonObject:
    """`kernel-magic/assignment-check/1`: whether an assignment may be given out as it is."""
    return {
        "schema": "kernel-magic/assignment-check/1",
        "name": check.name,
        "holds": check.holds,
        "exercises": check.exercises,
        "broken": list(check.broken),
        "findings": [
            {"kind": each.kind, "path": each.path, "cell": each.cell, "message": each.message}
            for each in check.findings
        ],
    }


def grades_json(graded: GradedClass) -> JsonObject:
    """`kernel-magic/assignment-grades/1`: everybody's grades."""
    return {
        "schema": "kernel-magic/assignment-grades/1",
        "name": graded.name,
        "students": [graded_json(each) for each in graded.submissions],
        "judged": graded.judged,
        "seconds": round(graded.seconds, _DIGITS),
        "remarks": list(graded.remarks),
        "similar": [_similar(pair) for pair in graded.similar],
        "files": [str(path) for path in graded.files],
    }


def _similar(pair: SimilarPair) -> JsonObject:
    return {
        "first": pair.first,
        "second": pair.second,
        "item": pair.item,
        "shared": round(pair.shared, _DIGITS),
        "fingerprints": pair.fingerprints,
        "unusual": pair.unusual,
    }
