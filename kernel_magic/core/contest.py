"""Contest problems and the programs that want to solve them: what a problem package on disk says, as values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kernel_magic.core.problem import CheckerSpec, Limits, TestCase
from kernel_magic.core.source import Source
from kernel_magic.core.verdict import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """A program that takes part: out of the package, written by a model, or a person's own."""

    name: str
    """Unique within its problem: `sorting.py`, `hashing (model)`."""
    source: Source
    origin: Literal["folder", "model", "person"]
    expected: frozenset[Verdict] = frozenset()
    """The verdicts its folder asks for; empty: none is known."""
    idea: str = ""
    """The approach in a few words, where somebody said it; unchecked."""
    path: str = ""
    """Where it lies in the package (`submissions/accepted/sorting.py`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Generator:
    """A Python program of a package that defines `make(n, seed) -> str`, an input of size `n`."""

    name: str
    source: Source
    purpose: Literal["scale", "stress"]
    """`scale`: inputs up to the largest sizes, for measured growth. `stress`: small, tricky ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A contest problem, complete."""

    slug: str
    title: str
    statement: str
    """Markdown or LaTeX as it stands in the package."""
    limits: Limits = Limits()
    cases: tuple[TestCase, ...] = ()
    """Samples first (origin `sample`), then secret data, each in the order of their names."""
    checker: CheckerSpec = CheckerSpec()
    input_validators: tuple[Source, ...] = ()
    """Programs that read an input on standard input and accept it with exit status 42."""
    input_validator_paths: tuple[str, ...] = ()
    """Where they lie in the package, in the same order."""
    output_validator_path: str = ""
    """Where `checker.program` lies in the package."""
    generators: tuple[Generator, ...] = ()
    submissions: tuple[Submission, ...] = ()
    level: str = ""
    """`easy`, `medium`, `hard`, where the package says so."""
    topics: tuple[str, ...] = ()
    time_multiplier: float | None = None
    """The package states no time limit: it is to be so many times what the slowest accepted submission needs."""

    @property
    def samples(self) -> tuple[TestCase, ...]:
        """The cases a reader of the statement sees."""
        return tuple(case for case in self.cases if case.origin == "sample")

    def generator(self, purpose: Literal["scale", "stress"]) -> Generator | None:
        """The package's generator for a purpose, where it has one."""
        return next((item for item in self.generators if item.purpose == purpose), None)
