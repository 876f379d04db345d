"""An assignment's notebook as its teacher has it: statements, references, all tests, notes. Nothing is run.

The same assignment gives the same notebook, byte by byte: cell ids come from grade ids, and nothing is dated.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from nbformat import NotebookNode, v4

from kernel_magic.core.errors import InputError
from kernel_magic.core.exercise import Exercise, ExerciseTest
from kernel_magic.core.gradebook import Assignment
from kernel_magic.core.problem import CheckerSpec, Limits
from kernel_magic.core.quantities import count
from kernel_magic.core.serial_assignment import case_json, checker_json, limits_json
from kernel_magic.core.statement_text import fenced_examples
from kernel_magic.grading.nbgrader_format import (
    BEGIN_NOTES,
    END_NOTES,
    CellMark,
    NotebookMark,
    new_cell,
    notebook_metadata,
    number,
    points_text,
)
from kernel_magic.grading.notes_cell import evidence_metadata, notes_text
from kernel_magic.grading.regions import mark_in, solution_text, text_of_test

SETUP = "%load_ext kernel_magic"


def source_notebook(assignment: Assignment, version: int = 0) -> NotebookNode:
    """The notebook of one version, for the teacher.

    Raises:
        InputError: there is no such version, two cells would have the same id, or a text holds one of nbgrader's marks.
    """
    if not 0 <= version < len(assignment.versions):
        there = f"{assignment.name!r} has {count(len(assignment.versions), 'version')}"
        raise InputError(f"The assignment {there}; there is no version {version}.", "Versions are counted from 0.")
    exercises = assignment.versions[version]
    _refuse_marks(assignment, exercises)
    cells = [*_head(assignment), *(cell for exercise in exercises for cell in exercise_cells(exercise, assignment))]
    _refuse_same_ids(cells)
    mark = NotebookMark(
        role="source", assignment=assignment.name, version=version, policy=assignment.policy, digest=assignment.digest
    )
    evidence = evidence_metadata(exercises)
    return v4.new_notebook(cells=cells, metadata=notebook_metadata(mark, evidence=evidence))


def _head(assignment: Assignment) -> Iterator[NotebookNode]:
    yield new_cell(CellMark(role="title"), _title_text(assignment))
    yield new_cell(CellMark(role="setup"), SETUP)


def _title_text(assignment: Assignment) -> str:
    steps = [
        "Run the first code cell (Shift and Enter).",
        "Write each answer into the cell below its exercise, and run it. Further cells of your own do no harm.",
        "The cells below your answer test it: no message means that it passed. A test may have a hidden part, which "
        "runs when your work is graded.",
    ]
    if assignment.policy != "off":
        steps.append(
            "`%coder check NAME` in a cell of its own runs the visible tests of an exercise and says what is missing; "
            "`%coder hint NAME` gives its hints, one after the other. The name stands below each statement."
        )
    steps.append("Hand in this notebook under its own name. Leave the locked cells as they are.")
    lines = "\n".join(f"{place}. {step}" for place, step in enumerate(steps, 1))
    return f"# {_one_line(assignment.title)}\n\n{points_text(assignment.points)} in all.\n\n{lines}"


def exercise_cells(exercise: Exercise, assignment: Assignment) -> Iterator[NotebookNode]:
    """The cells of an exercise, in the one order they have."""
    item = exercise.item
    yield new_cell(CellMark(role="statement", item=item), statement_text(exercise, assignment))
    if exercise.given.strip():
        yield new_cell(CellMark(role="given", item=item), exercise.given)
    if exercise.prelude.strip():
        yield new_cell(CellMark(role="prelude", item=item), exercise.prelude)
    notes = f"{BEGIN_NOTES}\n{notes_text(exercise)}\n{END_NOTES}"
    yield new_cell(CellMark(role="notes", item=item), notes)
    yield new_cell(CellMark(role="solution", item=item), solution_text(exercise), more=solution_metadata(exercise))
    for test in exercise.tests:
        mark = CellMark(role="test", item=item, test=test.name)
        more = {"title": test.title, "visible": test.visible} | (_shown_case_metadata(test) if test.visible else {})
        yield new_cell(mark, text_of_test(test), points=test.points, more=more)


def solution_metadata(exercise: Exercise) -> Mapping[str, Any]:
    """What a solution cell says of its exercise beside its role. The starter stays in the source."""
    found: dict[str, Any] = {
        "title": exercise.title,
        "kind": exercise.kind,
        "points": number(exercise.points),
        "hints": list(exercise.hints),
        "function": exercise.function,
        "starter": exercise.starter.text,
    }
    if exercise.checker != CheckerSpec():
        found["checker"] = checker_json(exercise.checker)
    if exercise.limits != Limits():
        found["limits"] = limits_json(exercise.limits)
    return found | ({"files": True} if exercise.files else {})


def _shown_case_metadata(test: ExerciseTest) -> dict[str, Any]:
    """What `%coder check` needs to run a visible test in the student's kernel. Of a hidden one nothing is told."""
    usual: dict[str, Any] = {"kwargs": {}, "setup": "", "tolerance": None, "origin": "secret"}
    cases = [case_json(case) for case in test.cases]
    told = [{key: value for key, value in case.items() if key not in usual or usual[key] != value} for case in cases]
    return {"points": number(test.points), "cases": told}


def statement_text(exercise: Exercise, assignment: Assignment) -> str:
    """The statement under its heading, examples in code fences."""
    text = f"## {_one_line(exercise.title)} ({points_text(exercise.points)})\n\n{fenced_examples(exercise.statement)}"
    return text if assignment.policy == "off" else f"{text}\n\nTry your answer: `%coder check {exercise.item}`"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _refuse_marks(assignment: Assignment, exercises: tuple[Exercise, ...]) -> None:
    for exercise in exercises:
        texts = {
            "title": exercise.title, "statement": exercise.statement, "given code": exercise.given,
            "prelude": exercise.prelude, "starter": exercise.starter.text, "reference": exercise.reference.text,
            "notes": exercise.notes,
        }  # fmt: skip
        texts |= {f"hint {number}": hint for number, hint in enumerate(exercise.hints, 1)}
        texts |= {f"test {test.name!r}": f"{test.title}\n{test.code}" for test in exercise.tests}
        _refuse_mark_in(f"{exercise.item}", texts)
    _refuse_mark_in(assignment.name, {"title": assignment.title})


def _refuse_mark_in(owner: str, texts: Mapping[str, str]) -> None:
    for what, text in texts.items():
        mark = mark_in(text)
        if mark:
            raise InputError(
                f"{owner}: the {what} holds the words {mark!r}, with which nbgrader marks what students may not read.",
                "Say it in other words.",
            )


def _refuse_same_ids(cells: list[NotebookNode]) -> None:
    seen: dict[str, str] = {}
    for cell in cells:
        own, grade_id = cell.metadata.kernel_magic, cell.metadata.nbgrader.grade_id
        who = f"the {own.role} {own.get('test', '')!r} of {own.get('item', '')!r}".replace(" ''", "")
        if grade_id in seen:
            raise InputError(
                f"Two cells would have the id {grade_id!r}: {seen[grade_id]} and {who}.",
                "Give the test another title, or leave one of the two exercises out.",
            )
        seen[grade_id] = who
