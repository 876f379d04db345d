"""Course items as a teacher wrote them, and exercises whose tests were shown to bite."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from kernel_magic.core.lesson import Provenance, Usage
from kernel_magic.core.problem import CheckerSpec, Limits, TestCase
from kernel_magic.core.source import Source

Level = Literal["intro", "core", "stretch"]
ExerciseKind = Literal["function", "fix", "blanks", "parsons", "predict", "tests", "explain"]
Policy = Literal["off", "hints", "explain", "full"]
"""What help a notebook allows: none; the item's own hints and verdicts on visible tests; explanations of the student's
own code as well; everything."""

Replacement = Mapping[str, str]
"""Texts of an item and what stands in their place in a variant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedSource:
    """A further program of an item: an alternative solution, or a wrong one with the mistake it makes."""

    name: str
    """The file's name without folder and ending."""
    source: Source
    about: str = ""
    """The first comment of the file: which mistake it makes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """Which variant of an item this is."""

    number: int
    """0: the item as it was written."""
    seed: int | None = None
    replaced: Replacement = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseItem:
    """One exercise as its author wrote it. Nothing here was run yet."""

    slug: str
    unit: str
    """The unit's slug, the name of its folder."""
    title: str
    kind: ExerciseKind = "function"
    level: Level = "core"
    objectives: tuple[str, ...] = ()
    brief: str
    """The statement, Markdown."""
    function: str = ""
    """The function or class that the tests are about; empty where the kind has none (a program to predict)."""
    reference: Source
    alternatives: tuple[NamedSource, ...] = ()
    starter: Source | None = None
    """None: it is made."""
    tests: str
    """The text of `tests.py`."""
    hints: tuple[str, ...] = ()
    notes: str = ""
    """For teachers only, Markdown."""
    distractors: tuple[NamedSource, ...] = ()
    points: float | None = None
    """None: one for each unit of weight of its tests."""
    checker: CheckerSpec = CheckerSpec()
    limits: Limits = Limits()
    files: bool = False
    blanks: tuple[str, ...] = ()
    call: str = ""
    axes: tuple[tuple[Replacement, ...], ...] = ()
    """What changes from student to student: axes of choices."""
    variant: Variant = Variant(number=0)
    """Other than 0: texts were replaced, so the results that the author wrote may not hold any more."""
    path: str = ""
    """The item's folder, for messages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseTest:
    """One property that an answer must have: passed when every case is accepted."""

    name: str
    """Distinct within the exercise: small letters, digits, hyphens."""
    title: str
    """The property, to students as well: `capital letters count as well`."""
    cases: tuple[TestCase, ...]
    visible: bool
    points: float
    code: str
    """Plain Python that says the same, for a notebook's test cell: it raises where the property does not hold."""
    origin: Literal["author", "generated"] = "author"
    """`author`: a person wrote inputs and results down; `generated`: inputs were made, and runs gave the results."""
    public: tuple[TestCase, ...] = ()
    """Further examples of the same property. They may be shown when this test fails although it is hidden: none of
    them is a case of a hidden test."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Survivor:
    """A mutant of the reference that every test accepts."""

    operator: str
    line: int
    column: int
    before: str
    after: str
    text: str
    """The whole mutated program."""
    equivalent: bool = False
    """No difference from the reference was found on `tried` further inputs."""
    tried: int = 0
    doubt: str = ""
    """Why it is not called equivalent although no further test tells it from the reference; for the teacher."""
    probes: tuple[str, ...] = ()
    """Programs that stop where it differs from the reference: what accepts one never came there. Empty once they were
    run, and not written to files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Killed:
    """A mutant of the reference that a test refuses."""

    operator: str
    line: int
    before: str
    after: str
    text: str
    """The whole mutated program."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MutationReport:
    """What the tests do to small mistakes in the reference."""

    mutants: int
    killed: int
    survivors: tuple[Survivor, ...] = ()
    dead: tuple[Killed, ...] = ()
    """The killed ones, in the order of the text."""
    operators: tuple[tuple[str, int, int], ...] = ()
    """Each mutation operator with its number of mutants, and how many of them were killed."""
    seconds: float = 0.0
    unjudged: int = 0
    """Mutants that the judge itself could not run; they count neither way."""

    @property
    def equivalent(self) -> int:
        """Survivors from which no input tells the reference apart."""
        return sum(survivor.equivalent for survivor in self.survivors)

    @property
    def score(self) -> float:
        """Share of the mutants killed, those that behave like the reference left aside; 1.0 where there are none."""
        counted = self.mutants - self.equivalent - self.unjudged
        return self.killed / counted if counted > 0 else 1.0


GateName = Literal[
    "reference", "starter", "second_solution", "wrong_solutions", "mutants", "cheats", "statement", "kind", "variants"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """One thing that must hold before an exercise is released, and what ran to find out."""

    name: GateName
    holds: bool
    ran: int
    """How many programs or examples were run."""
    summary: str
    """One sentence to the teacher: what was found."""
    lines: tuple[str, ...] = ()
    """Particulars: surviving mutants, cheats that passed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseEvidence:
    """Why an exercise may be released, or may not."""

    gates: tuple[Gate, ...]
    mutation: MutationReport | None = None
    isolation: str = ""
    """The sandbox in which all of it ran: `level 3`."""
    seconds: float = 0.0

    @property
    def released(self) -> bool:
        """Whether every gate holds, and there was one."""
        return bool(self.gates) and all(gate.holds for gate in self.gates)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """An exercise, judged. It may be given to students only where `evidence.released`."""

    item: str
    """The item's slug."""
    unit: str
    title: str
    kind: ExerciseKind
    level: Level
    objectives: tuple[str, ...]
    statement: str
    """Markdown, for students."""
    function: str
    given: str = ""
    """Code that students get to read and may not change; empty where there is none."""
    starter: Source
    reference: Source
    """What a right answer's cell holds."""
    tests: tuple[ExerciseTest, ...]
    prelude: str = ""
    """Python run before the student's code by every test (what puts a puzzle's lines together). Not secret."""
    hints: tuple[str, ...] = ()
    notes: str = ""
    checker: CheckerSpec = CheckerSpec()
    limits: Limits = Limits()
    files: bool = False
    variant: Variant = Variant(number=0)
    evidence: ExerciseEvidence

    @property
    def points(self) -> float:
        """Of all tests together."""
        return sum(test.points for test in self.tests)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseSet:
    """The result of `exercise`: an exercise and, where they were asked for, its variants."""

    exercises: tuple[Exercise, ...]
    """The item as it is written comes first."""
    warnings: tuple[str, ...] = ()
    """To the teacher: what was noticed while reading."""
    provenance: Provenance | None = None
    """None: no model took part."""
    usage: Usage = Usage()
    item: CourseItem | None = None
    """What the exercises were made of; None: nothing could be made."""

    @property
    def released(self) -> bool:
        """Whether every one of them may be given out."""
        return bool(self.exercises) and all(exercise.evidence.released for exercise in self.exercises)

    @property
    def may_be_written(self) -> bool:
        """Whether there are files to write: it is released, or a model drafted an item that a teacher can mend."""
        return self.item is not None and (self.released or self.provenance is not None)
