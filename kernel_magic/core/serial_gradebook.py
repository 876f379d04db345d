"""The JSON form of a graded submission, `kernel-magic/graded/1`, both ways. Fields may be added; none is taken away."""

from __future__ import annotations

from typing import get_args

from kernel_magic.core.errors import InputError
from kernel_magic.core.gradebook import ExerciseGrade, GradedSubmission, Repair, RepairKind, TestGrade
from kernel_magic.core.json_fields import Fields
from kernel_magic.core.serial import JsonObject
from kernel_magic.core.values import JsonValue
from kernel_magic.core.verdict import Verdict

SCHEMA = "kernel-magic/graded/1"

_KINDS: tuple[RepairKind, ...] = get_args(RepairKind)
_VERDICTS = tuple(verdict.value for verdict in Verdict)


def graded_json(graded: GradedSubmission) -> JsonObject:
    """`kernel-magic/graded/1`: all of it, what only teachers may see as well."""
    return {
        "schema": SCHEMA,
        "student": graded.student,
        "assignment": graded.assignment,
        "version": graded.version,
        "submitted": graded.submitted,
        "points": graded.points,
        "max_points": graded.max_points,
        "needs_review": graded.needs_review,
        "reviews": list(graded.reviews),
        "reviewed": graded.reviewed,
        "file": graded.file,
        "digest": graded.digest,
        "file_digest": graded.file_digest,
        "repairs": [_repair(each) for each in graded.repairs],
        "exercises": [_exercise(each) for each in graded.exercises],
    }


def _repair(repair: Repair) -> JsonObject:
    return {"kind": repair.kind, "detail": repair.detail, "cell": repair.cell, "review": repair.review}


def _exercise(grade: ExerciseGrade) -> JsonObject:
    return {
        "item": grade.item,
        "title": grade.title,
        "points": grade.points,
        "max_points": grade.max_points,
        "note": grade.note,
        "code": grade.code,
        "tests": [_test(each) for each in grade.tests],
    }


def _test(grade: TestGrade) -> JsonObject:
    return {
        "name": grade.name,
        "title": grade.title,
        "visible": grade.visible,
        "points": grade.points,
        "max_points": grade.max_points,
        "verdict": grade.verdict.value,
        "passed": grade.passed,
        "cases": grade.cases,
        "message": grade.message,
        "example": grade.example,
        "private": grade.private,
        "override": grade.override,
    }


def graded_from_json(content: JsonValue) -> GradedSubmission:
    """The graded submission of such a document.

    Raises:
        InputError: it is none; says where in it.
    """
    fields = Fields(content, "")
    if fields.text("schema") != SCHEMA:
        raise InputError(f"The document is {fields.text('schema')[:40]!r}, not {SCHEMA!r}.")
    return GradedSubmission(
        student=fields.text("student"),
        assignment=fields.text("assignment"),
        version=fields.whole("version"),
        exercises=tuple(_exercise_of(Fields(item, place)) for item, place in fields.items("exercises")),
        repairs=tuple(_repair_of(Fields(item, place)) for item, place in fields.items("repairs")),
        submitted=fields.flag("submitted"),
        digest=fields.text("digest"),
        file=fields.text("file", ""),
        reviews=fields.texts("reviews"),
        file_digest=fields.text("file_digest", ""),
        reviewed=fields.text("reviewed", ""),
    )


def _repair_of(fields: Fields) -> Repair:
    return Repair(
        kind=fields.word("kind", _KINDS),
        detail=fields.text("detail"),
        cell=fields.text("cell", ""),
        review=fields.flag("review"),
    )


def _exercise_of(fields: Fields) -> ExerciseGrade:
    return ExerciseGrade(
        item=fields.text("item"),
        title=fields.text("title"),
        tests=tuple(_test_of(Fields(item, place)) for item, place in fields.items("tests")),
        code=fields.text("code"),
        note=fields.text("note", ""),
    )


def _test_of(fields: Fields) -> TestGrade:
    return TestGrade(
        name=fields.text("name"),
        title=fields.text("title"),
        visible=fields.flag("visible"),
        points=fields.number("points"),
        max_points=fields.number("max_points"),
        verdict=Verdict(fields.word("verdict", _VERDICTS)),
        passed=fields.whole("passed"),
        cases=fields.whole("cases"),
        message=fields.text("message", ""),
        example=fields.text("example", ""),
        private=fields.text("private", ""),
        override=fields.text("override", ""),
    )
