"""What a model said, or what was put together out of an item. Nothing here was checked; none of it is shown as true."""

from __future__ import annotations

from dataclasses import dataclass

from kernel_magic.core.exercise import CourseItem, ExerciseTest, Gate, MutationReport, NamedSource
from kernel_magic.core.source import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class SolutionDraft:
    """A program taken out of a completion."""

    number: int
    """Counted over the whole task, from 1."""
    round: int
    """0: first drafts; 1, 2: repairs."""
    source: Source
    style: str = ""
    """Which prompt asked for it (`direct`, `brute force`, `repair`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDraft:
    """Words a model found for one block of accepted code."""

    title: str
    prose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseDraft:
    """An exercise put together, of which nothing was shown yet."""

    item: CourseItem
    statement: str
    """Markdown, for students."""
    starter: Source
    answer: Source
    """What a right answer's cell holds."""
    tests: tuple[ExerciseTest, ...]
    function: str = ""
    """What `Call` cases call, and what every answer has to define; empty where answers define no function."""
    prelude: str = ""
    seconds: tuple[NamedSource, ...] = ()
    """Independent answers that must be accepted as well."""
    wrong: tuple[NamedSource, ...] = ()
    """Answers with known mistakes, which must not be."""
    mutated: Source | None = None
    """The program whose mutants the tests must tell from it; None: the kind of exercise has none."""
    mutation_tests: tuple[ExerciseTest, ...] = ()
    """What its mutants are run on, where that is not `tests`."""
    mutation: MutationReport | None = None
    """What `tests` do to its mutants, where putting it together has found that out already."""
    gates: tuple[Gate, ...] = ()
    """What was found out while it was put together."""
