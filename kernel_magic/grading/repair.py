"""Reading what one student handed in: the answers to the assignment's exercises, and what had to be repaired for it.

Never raises because of what was handed in, and never runs any of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kernel_magic.core.exercise import Exercise
from kernel_magic.core.gradebook import Assignment, Repair, SubmissionFile
from kernel_magic.core.statement_text import fenced_examples
from kernel_magic.grading.matching import AnswerCell, matched
from kernel_magic.grading.needed_code import CellCode
from kernel_magic.grading.notebook_file import NotebookFile, file_digest, read_notebook
from kernel_magic.grading.versions import version_of

_FORM = "2"
"""Changes when grades of the same submission may come out otherwise, so that they are made anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSubmission:
    """A submission, read and not yet judged."""

    file: SubmissionFile
    version: int
    exercises: tuple[Exercise, ...]
    """Of this student's version."""
    answers: tuple[AnswerCell, ...]
    """One for each exercise."""
    own: tuple[CellCode, ...]
    """All the student's code cells."""
    repairs: tuple[Repair, ...]
    digest: str
    """Of the assignment, the version, the file, and the other files that were found."""
    file_digest: str


def digest_of(assignment: Assignment, file: SubmissionFile, own: str) -> str:
    """The fingerprint under which grades of a file are kept; `own` is the file's own."""
    version = str(version_of(assignment, file.student))
    parts = (_FORM, assignment.name, assignment.digest, version, file.student, own, file.where, *file.also)
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def digest_on_disk(assignment: Assignment, file: SubmissionFile) -> str:
    """As `digest_of`, of the file as it lies there now; empty where it cannot be read."""
    own = file_digest(file.path) if file.path is not None else "nothing"
    return digest_of(assignment, file, own) if own else ""


def read_submission(file: SubmissionFile, assignment: Assignment) -> ReadSubmission:
    """The student's answers, with everything that was not as it was given out."""
    version = version_of(assignment, file.student)
    exercises = assignment.versions[version]
    notebook = read_notebook(file.path) if file.path is not None else NotebookFile(cells=(), digest="nothing")
    found = matched(notebook.cells, exercises) if notebook.cells else None
    repairs = [*_of_file(file), *notebook.repairs, *_of_notebook(notebook, assignment, version)]
    repairs += _of_build(notebook, assignment, exercises)
    answers = found.answers if found else tuple(AnswerCell(item=each.item, cell=None) for each in exercises)
    if found is not None and all(answer.cell is None for answer in answers):
        detail = "None of its cells belongs to this assignment."
        repairs.append(Repair(kind="other_assignment", detail=detail, review=True))
    elif found is not None:
        repairs += found.repairs
    elif notebook.readable and file.path is not None:
        repairs.append(Repair(kind="unreadable", detail="The notebook holds no cells.", review=True))
    return ReadSubmission(
        file=file,
        version=version,
        exercises=exercises,
        answers=answers,
        own=found.own if found else (),
        repairs=tuple(repairs),
        digest=digest_of(assignment, file, notebook.digest) if notebook.digest else "",
        file_digest=notebook.digest,
    )


def _of_file(file: SubmissionFile) -> Iterator[Repair]:
    if file.path is None:
        yield Repair(kind="nothing_submitted", detail="Nothing was handed in.", review=bool(file.also))
    if file.also:
        graded = f"; {file.where} was graded" if file.where else ""
        detail = f"There is more than one file{graded}. {'; '.join(file.also)}."
        yield Repair(kind="several_files", detail=detail if file.where else f"{'; '.join(file.also)}", review=True)


def _of_notebook(notebook: NotebookFile, assignment: Assignment, version: int) -> Iterator[Repair]:
    mark = notebook.mark
    if notebook.language:
        detail = f"The notebook is for {notebook.language!r}, not for Python."
        yield Repair(kind="other_language", detail=detail, review=True)
    if mark is None:
        return
    if mark.assignment != assignment.name:
        detail = f"The notebook says that it is of the assignment {mark.assignment[:80]!r}."
        yield Repair(kind="other_assignment", detail=detail, review=True)
    elif mark.role == "source":
        detail = "The notebook is the one with the solutions, which students do not get."
        yield Repair(kind="other_assignment", detail=detail, review=True)
    elif mark.version != version:
        detail = (
            f"The notebook is version {mark.version} of the assignment, and this student has version {version}: it was "
            "graded as that."
        )
        yield Repair(kind="wrong_version", detail=detail, review=True)


def _of_build(notebook: NotebookFile, assignment: Assignment, exercises: Sequence[Exercise]) -> Iterator[Repair]:
    """Whether the student was asked something else: the notebook is of an earlier build, and its statements differ."""
    mark = notebook.mark
    if mark is None or mark.assignment != assignment.name or mark.digest == assignment.digest:
        return
    texts = [cell.text for cell in notebook.cells]
    other = [exercise.item for exercise in exercises if not _is_shown(exercise, texts)]
    if other:
        detail = (
            f"The notebook is of another build of the assignment, in which the statements of {', '.join(other)} are "
            "not as they are now; it was graded with the tests of this one."
        )
        yield Repair(kind="wrong_version", detail=detail, review=True)


def _is_shown(exercise: Exercise, texts: Sequence[str]) -> bool:
    """Whether some cells say the exercise's statement and its given code."""
    wanted = [part.strip() for part in (fenced_examples(exercise.statement), exercise.given) if part.strip()]
    return all(any(part in text for text in texts) for part in wanted)
