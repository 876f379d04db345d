"""What an evaluation found out: a model's answers to tasks whose hidden tests it never saw, and their figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kernel_magic.core.lesson import Counterexample, Status, Support, Witness
from kernel_magic.core.verdict import Verdict

Mode = Literal["raw", "verified"]
"""raw: the model's greedy first answer. verified: the answer that `solve` would show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenTask:
    """One task of a data set in HumanEval's form. Only `prompt` may reach a model."""

    task_id: str
    prompt: str
    entry_point: str
    canonical_solution: str
    test: str
    """Python that defines `check(candidate)`."""
    base_test: str = ""
    """The same with fewer inputs; empty where the data set has none."""
    line: int = 0
    """Where it stands in its file, 1-based."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A program the model wrote on the way to an answer, or one of several samples."""

    code: str
    """Empty: the reply held no program."""
    round: int = 0
    outcome: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What was answered to one task, and everything a score can be made of again."""

    task_id: str
    answer: str
    """The program that is shown; empty where there is none."""
    status: Status | None = None
    """None: raw answers have no status."""
    confidence: float | None = None
    """From 0 to 1, for ranking answers: `support.confidence`, 0 without support. None: raw answers have none."""
    support: Support | None = None
    witnesses: tuple[Witness, ...] = ()
    gap: Counterexample | None = None
    counterexample: Counterexample | None = None
    candidates: tuple[Candidate, ...] = ()
    """verified: every attempt. raw: the samples drawn for pass@k."""
    prompt_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0
    note: str = ""
    """Why there is no answer, where the task could not be worked on."""

    @property
    def tokens(self) -> int:
        """All tokens, read and written."""
        return self.prompt_tokens + self.completion_tokens


@dataclass(frozen=True, slots=True, kw_only=True)
class TestVerdict:
    """What one hidden test said of one program."""

    __test__ = False  # pytest: this is a value, not a test class

    passed: bool | None
    """None: the judge or the test itself is at fault; the task counts in no figure."""
    verdict: Verdict
    message: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What the hidden tests of a task said of one program."""

    full: TestVerdict
    base: TestVerdict | None = None
    """None: the task has no base test."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """How many of how many, with the 95 % interval of the share (Wilson)."""

    count: int
    of: int
    low: float
    high: float

    @property
    def value(self) -> float | None:
        """The share; None of nothing."""
        return self.count / self.of if self.of else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredTask:
    """A task with its answer and its score."""

    sample: Sample
    score: Score
    drawn: tuple[Score, ...] = ()
    """Scores of the samples that pass@k is estimated from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusRow:
    """The answers of one status."""

    status: Status
    tasks: int
    passing: Share
    base_passing: Share | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CurvePoint:
    """The answers with at least this confidence: how many of all tasks that is, and how many of them are right."""

    at_least: float
    passing: Share
    base_passing: Share | None
    coverage: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PairedFigures:
    """Two runs on the same tasks: how often each was right alone, and whether chance explains it."""

    both: int
    only_this: int
    only_other: int
    neither: int
    difference: float
    """Share passing here less share passing there."""
    low: float
    high: float
    """95 % interval of the difference (Newcombe, paired)."""
    p_value: float
    """Exact McNemar test, two-sided."""

    @property
    def tasks(self) -> int:
        """Tasks that both runs answered and that could be scored."""
        return self.both + self.only_this + self.only_other + self.neither


@dataclass(frozen=True, slots=True, kw_only=True)
class RunComparison:
    """This run held against another one of the same tasks."""

    other_mode: Mode
    other_model: str
    full: PairedFigures
    base: PairedFigures | None
    unpaired: int
    """Tasks of this run that have no scored answer in the other one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """The figures of one run."""

    mode: Mode
    model: str
    backend: str
    dataset: str
    """The file's name."""
    dataset_sha256: str
    wanted: int
    """Tasks the run is to answer; fewer were answered where it is not complete."""
    seed: int
    limit: int | None
    tasks: tuple[ScoredTask, ...]
    """In the order of the file."""
    passing: Share
    base_passing: Share | None
    pass_at_k: tuple[tuple[int, float], ...]
    base_pass_at_k: tuple[tuple[int, float], ...]
    by_status: tuple[StatusRow, ...]
    verified: Share
    """Of all answered tasks, those whose answer has the badge."""
    verified_passing: Share
    verified_base_passing: Share | None
    right_not_verified: Share
    """Of the right answers, those without the badge."""
    curve: tuple[CurvePoint, ...]
    not_scored: int
    """Tasks left out of all figures: the judge, or the hidden test itself, was at fault."""
    no_answer: int
    seconds: float
    tokens: int
    median_seconds: float
    median_tokens: float
    comparison: RunComparison | None = None

    @property
    def complete(self) -> bool:
        """Whether every wanted task was answered."""
        return len(self.tasks) == self.wanted
