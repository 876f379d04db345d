"""An exercise as its student has it, what the student wrote, and what that came to on the visible tests.

Nothing here knows anything of hidden tests but how many there are and what they are worth.
"""

from __future__ import annotations

from dataclasses import dataclass

from kernel_magic.core.exercise import ExerciseKind
from kernel_magic.core.gradebook import TestGrade
from kernel_magic.core.lesson import Counterexample
from kernel_magic.core.problem import CheckerSpec, Limits, TestCase
from kernel_magic.core.source import Diagnostic
from kernel_magic.core.verdict import Isolation, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenTest:
    """A visible test of an exercise."""

    name: str
    title: str
    """The property that it is about."""
    points: float
    cases: tuple[TestCase, ...]
    """Empty where the notebook does not say them: the test cannot be run then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenExercise:
    """An exercise as a student's notebook has it."""

    item: str
    """The item's slug."""
    title: str
    kind: ExerciseKind = "function"
    function: str = ""
    """What the answer has to define; empty where it is variables."""
    statement: str = ""
    """Markdown."""
    points: float = 0.0
    """Of all tests, hidden ones too."""
    tests: tuple[GivenTest, ...] = ()
    """The visible ones."""
    hidden: int = 0
    """How many tests are hidden."""
    hidden_points: float = 0.0
    hints: tuple[str, ...] = ()
    given: str = ""
    """Code that stands above the answer."""
    prelude: str = ""
    """Code that runs before every test."""
    checker: CheckerSpec = CheckerSpec()
    limits: Limits = Limits()
    files: bool = False
    cell: str = ""
    """The id of the answer's cell in the notebook; empty where it has none."""

    @property
    def visible_points(self) -> float:
        """Of the visible tests together."""
        return sum(test.points for test in self.tests)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a student has written for an exercise. The code is hostile text: it runs in the judge only."""

    exercise: GivenExercise
    code: str
    """What the cell says; empty: no cell that answers the exercise was run yet."""
    program: str = ""
    """What is judged: the cell with what the exercise puts before it and what it needs of other cells."""
    first_line: int = 1
    """The line of `program` on which the cell itself begins."""
    number: int = 1
    """Which attempt at this exercise it is, from 1. The same code again is no new one."""
    note: str = ""
    """To the student: something about the cell that will matter when it is graded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseAttempt:
    """What an answer came to on the visible tests."""

    answer: Answer
    tests: tuple[TestGrade, ...] = ()
    """One for each visible test that could be run; empty where nothing was."""
    counterexample: Counterexample | None = None
    """The failing example with the smallest input."""
    diagnostics: tuple[Diagnostic, ...] = ()
    """What was wrong with the text before it ran; lines are those of the student's cell."""
    isolation: Isolation | None = None
    """None where nothing was run."""

    @property
    def exercise(self) -> GivenExercise:
        """What it is an attempt at."""
        return self.answer.exercise

    @property
    def passed(self) -> int:
        """How many visible tests are passed."""
        return sum(test.verdict is Verdict.AC for test in self.tests)

    @property
    def points(self) -> float:
        """Points of the visible tests that are passed."""
        return sum(test.points for test in self.tests)

    @property
    def is_complete(self) -> bool:
        """Whether every visible test was run and passed, and there is one."""
        return bool(self.tests) and self.passed == len(self.tests) == len(self.exercise.tests)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempts:
    """The result of `%coder check`: one exercise, or several."""

    attempts: tuple[ExerciseAttempt, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """One of an exercise's own hints."""

    item: str
    title: str
    text: str
    """Markdown."""
    number: int
    """Which one it is, from 1."""
    total: int
    earlier: tuple[str, ...] = ()
    """Those that were given before."""
    why: str = ""
    """Why there is a hint in place of what was asked for; empty: a hint was asked for."""

    @property
    def left(self) -> int:
        """How many hints follow."""
        return self.total - self.number
