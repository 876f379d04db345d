"""Assignments, submissions, and the grades that the judge's verdicts come to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from kernel_magic.core.exercise import Exercise, Policy
from kernel_magic.core.verdict import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """Exercises that are given out and graded together. This is the package: tests are taken from here only."""

    name: str
    """Also the name of its folders and notebooks: letters, digits, `-`, `_`, `.`."""
    title: str
    policy: Policy
    versions: tuple[tuple[Exercise, ...], ...]
    """The same exercises in every variant that is given out; one version where there are no variants."""
    seed: int = 0
    """With the student's name it says which version a student gets."""
    digest: str = ""
    """A fingerprint of all of it: grades are only comparable where it is the same."""

    @property
    def points(self) -> float:
        """Of all exercises together; every version has the same."""
        return sum(exercise.points for exercise in self.versions[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Student:
    """A line of a roster."""

    id: str
    """The name of the folder of this student's submissions."""
    name: str = ""
    email: str = ""
    lms_id: str = ""
    """What a learning platform calls this student (Canvas: SIS user id)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionFile:
    """One notebook that came in."""

    student: str
    assignment: str
    path: Path | None
    """None: the student handed nothing in."""
    modified_utc: str = ""
    also: tuple[str, ...] = ()
    """Further files of the same student that were not graded, with the reason why this one was taken."""
    where: str = ""
    """The path relative to the folder of submissions."""


RepairKind = Literal[
    "damaged_json", "old_format", "lost_metadata", "lost_id", "duplicated", "split", "moved", "retyped", "missing_cell",
    "missing_test", "altered_test", "other_assignment", "other_language", "output_dropped", "outside_cell",
    "wrong_version", "unreadable", "nothing_submitted", "several_files",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """Something about a submitted notebook that was not as it was given out."""

    kind: RepairKind
    detail: str
    """To the teacher: what was found, and what was done about it."""
    cell: str = ""
    """The grade id of the cell concerned."""
    review: bool = False
    """A person should look: what was done may not be what the student meant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TestGrade:
    """What one test came to."""

    __test__ = False  # pytest: this is a value, not a test class

    name: str
    title: str
    visible: bool
    points: float
    max_points: float
    verdict: Verdict
    """The first case's that is not AC."""
    passed: int
    """Accepted cases."""
    cases: int
    message: str = ""
    """To the student; of a hidden test it tells nothing that only its cases could have told."""
    example: str = ""
    """`count("OTTO") returned 0, expected 2`: a visible case, or a public example that fails as well."""
    private: str = ""
    """To the teacher only: the case that failed and how."""
    override: str = ""
    """Why a teacher set these points by hand; empty: they are what the verdict comes to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseGrade:
    """What one exercise came to."""

    item: str
    title: str
    tests: tuple[TestGrade, ...]
    code: str
    """What was judged: the student's cell with what it needs of other cells. Hostile text."""
    note: str = ""
    """To the student: why nothing could be judged, say."""

    @property
    def points(self) -> float:
        """Of all tests together."""
        return sum(test.points for test in self.tests)

    @property
    def max_points(self) -> float:
        """What could be reached."""
        return sum(test.max_points for test in self.tests)


@dataclass(frozen=True, slots=True, kw_only=True)
class GradedSubmission:
    """One student's grades for one assignment."""

    student: str
    assignment: str
    version: int
    exercises: tuple[ExerciseGrade, ...]
    repairs: tuple[Repair, ...]
    submitted: bool
    digest: str
    """Of the assignment and the submitted file: as long as it stays the same, grading again changes nothing."""
    file: str = ""
    """The graded notebook, relative to the folder of submissions."""
    reviews: tuple[str, ...] = ()
    """To the teacher: why a person has to look; a fault of the judge (`IE`) is one of the reasons."""
    file_digest: str = ""
    """Of the submitted file alone: what a teacher decided about it holds as long as it stays the same."""
    reviewed: str = ""
    """What a teacher wrote who has looked at it; empty: nobody has."""

    @property
    def points(self) -> float:
        """Of all exercises together."""
        return sum(exercise.points for exercise in self.exercises)

    @property
    def max_points(self) -> float:
        """What could be reached."""
        return sum(exercise.max_points for exercise in self.exercises)

    @property
    def needs_review(self) -> bool:
        """Whether a person still has to look at it."""
        return bool(self.reviews) and not self.reviewed


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """Points of one test that a teacher set by hand. They hold as long as the submitted file stays the same."""

    student: str
    assignment: str
    item: str
    test: str
    points: float
    reason: str


TraitKind = Literal["name", "comment", "text", "number", "spacing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarPair:
    """Two submissions that share more than what everybody was given explains."""

    first: str
    second: str
    item: str
    shared: float
    """Share of the smaller one's own fingerprints that the other one has too, 0 to 1."""
    fingerprints: int
    """How many of them they share."""
    unusual: int
    """How many of these hardly anybody else has: at most one student in ten."""
    first_lines: tuple[int, ...]
    """Lines of the first one's code that are shared, from 1."""
    second_lines: tuple[int, ...]
    basis: Literal["steps", "words", "several"] = "steps"
    """What was compared: the steps, whatever names they are written with; the steps and their names; or the steps of
    this and of other exercises together, of which this one alone would say too little."""
    strength: float = 1.0
    """How much evidence there is, as a multiple of what a pair needs to be reported."""
    traits: tuple[tuple[TraitKind, str], ...] = ()
    """What both wrote and hardly anybody else. Hostile text; comments are in small letters, without signs."""
