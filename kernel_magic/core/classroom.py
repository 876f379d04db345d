"""What building, checking and grading an assignment come to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kernel_magic.core.exercise import ExerciseSet
from kernel_magic.core.gradebook import Assignment, GradedSubmission, SimilarPair


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltAssignment:
    """What building came to."""

    name: str
    assignment: Assignment | None
    """None: something was withheld, and nothing was written but the reports."""
    sets: tuple[ExerciseSet, ...]
    """Every item with its variants and their evidence."""
    files: tuple[Path, ...]

    @property
    def withheld(self) -> tuple[str, ...]:
        """Slugs of the items that may not be given out."""
        return tuple(made.exercises[0].item for made in self.sets if not made.released)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckFinding:
    """One thing that a teacher should know before an assignment is given out or graded."""

    kind: str
    """`edited`, `missing`, `added`, `unreadable`, `damaged`, `stale`, `leak`."""
    path: str
    """The file, relative to the assignment's folder."""
    cell: str
    """The grade id of the cell concerned; empty where it is about the file."""
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentCheck:
    """Whether a built assignment is still what was built, and still holds."""

    name: str
    findings: tuple[CheckFinding, ...]
    broken: tuple[str, ...]
    """Exercises whose reference fails on this machine, or whose starter passes."""
    exercises: int

    @property
    def holds(self) -> bool:
        """Whether it may be given out and graded as it is."""
        return not self.findings and not self.broken


@dataclass(frozen=True, slots=True, kw_only=True)
class GradedClass:
    """What grading came to."""

    name: str
    title: str
    submissions: tuple[GradedSubmission, ...]
    remarks: tuple[str, ...]
    """About the folder of submissions."""
    similar: tuple[SimilarPair, ...]
    judged: int
    """How many were judged now; the others had not changed."""
    seconds: float
    files: tuple[Path, ...]

    @property
    def shown_files(self) -> tuple[Path, ...]:
        """The files that are about all of them."""
        return tuple(path for path in self.files if path.parent.parent.name != "feedback")
