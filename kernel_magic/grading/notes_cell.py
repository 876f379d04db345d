"""What a source notebook tells its teacher beside the exercise: notes and evidence, in a cell and in metadata.

The cell holds all of it, and every release leaves it out. Metadata is different: nbgrader's own release keeps it, so
nothing that a student may not read goes in. What was found is there, its wording only where it gives nothing away.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from kernel_magic.core.exercise import Exercise, ExerciseEvidence, Gate, MutationReport, Survivor
from kernel_magic.core.quantities import count
from kernel_magic.grading.secrets import Searched, Secret, quotes_code, secrets_of

_GATES = {
    "reference": "reference",
    "starter": "starter",
    "second_solution": "second solution",
    "wrong_solutions": "wrong solutions",
    "mutants": "mutants",
    "cheats": "cheats",
    "statement": "statement",
    "kind": "kind",
    "variants": "variants",
}
_ELSEWHERE = "See the notes of the exercise."


def notes_text(exercise: Exercise) -> str:
    """The notes cell of an exercise, Markdown."""
    parts = ["**For teachers. Students do not get this cell.**"]
    if exercise.notes.strip():
        parts.append(exercise.notes.strip("\n"))
    parts.append("\n".join(_evidence_lines(exercise.evidence)))
    return "\n\n".join(parts)


def _evidence_lines(evidence: ExerciseEvidence) -> Iterator[str]:
    where = f", {evidence.isolation}" if evidence.isolation else ""
    yield f"What was run before it was released{where}:\n"
    for gate in evidence.gates:
        yield f"- {'✓' if gate.holds else '✗'} {_GATES[gate.name]}: {gate.summary}"
        yield from (f"    - {line}" for line in gate.lines)
    if evidence.mutation is not None:
        yield from _mutation_lines(evidence.mutation)


def _mutation_lines(report: MutationReport) -> Iterator[str]:
    yield f"- every mutant: {report.killed} of {report.mutants} refused, {report.equivalent} like the reference"
    for survivor in report.survivors:
        yield f"    - {_place(survivor)}: `{survivor.before}` became `{survivor.after}`{_standing(survivor)}"


def _place(survivor: Survivor) -> str:
    return f"line {survivor.line}, column {survivor.column}"


def _standing(survivor: Survivor) -> str:
    return f"; the same on {count(survivor.tried, 'further input')}" if survivor.equivalent else ""


def evidence_metadata(exercises: Sequence[Exercise]) -> dict[str, Any]:
    """The evidence of the exercises of a notebook as metadata, by item: nothing in it is secret."""
    secrets = [secret for secret in secrets_of(exercises) if secret.kind != "evidence"]
    return {exercise.item: _evidence_form(exercise.evidence, secrets) for exercise in exercises}


def _evidence_form(evidence: ExerciseEvidence, secrets: Sequence[Secret]) -> dict[str, Any]:
    form: dict[str, Any] = {"gates": [_gate(gate, secrets) for gate in evidence.gates]}
    if evidence.isolation:
        form["isolation"] = evidence.isolation
    if evidence.mutation is not None:
        report = evidence.mutation
        form["mutation"] = {
            "mutants": report.mutants,
            "killed": report.killed,
            "equivalent": report.equivalent,
            "unjudged": report.unjudged,
            "survivors": [f"{_place(each)}: {each.operator}{_standing(each)}" for each in report.survivors],
        }
    return form


def _gate(gate: Gate, secrets: Sequence[Secret]) -> dict[str, Any]:
    return {
        "name": gate.name,
        "holds": gate.holds,
        "ran": gate.ran,
        "summary": _harmless(gate.summary, secrets),
        "lines": [_harmless(line, secrets) for line in gate.lines],
    }


def _harmless(text: str, secrets: Sequence[Secret]) -> str:
    searched = Searched([text])
    telling = quotes_code(text) or any(searched.holds(secret) for secret in secrets)
    return _ELSEWHERE if telling else text
