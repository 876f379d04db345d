"""Tasks, and results whose status says what was verified."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from kernel_magic.core.problem import CheckerSpec, TestCase
from kernel_magic.core.source import Language, Source
from kernel_magic.core.verdict import Isolation, JudgeReport, Verdict

Status = Literal["verified", "partly_verified", "unverified"]
"""verified: every example passes and the answer agrees with an independent witness on generated inputs.
partly_verified: one of the two. unverified: neither."""

EvidenceKind = Literal[
    "values",
    "condition",
    "rounds",
    "returned",
    "printed",
    "raised",
    "defined",
    "outside",
    "not_reached",
    "not_recorded",
]
"""`outside`: at module level, where only a call was run. `not_recorded`: the recording ended before it came there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What a learner asked for."""

    text: str
    language: Language = "python"
    function: str | None = None
    """The function asked for; None: a program that reads standard input, or not known before a draft names it."""
    cases: tuple[TestCase, ...] = ()
    """The examples the learner gave, origin `sample`."""
    checker: CheckerSpec = CheckerSpec()
    notes: tuple[str, ...] = ()
    """What was noticed while reading: an example that could not be read, say. Shown to the learner."""
    unread_examples: tuple[str, ...] = ()
    """Lines that are surely meant as examples but could not be used: nothing is `verified` past them."""
    context: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """An independent source of truth and how far the answer agreed with it."""

    kind: Literal["examples", "agreement", "brute_force", "teacher_tests", "teacher_reference"]
    cases: int
    agreed: int
    detail: str = ""
    """To people: what the witness was, and what it could not cover."""

    @property
    def holds(self) -> bool:
        """Whether there was at least one case and the answer agreed on all of them."""
        return self.cases > 0 and self.agreed == self.cases

    @property
    def contradicts(self) -> bool:
        """Whether a teacher's program says that the answer is wrong: it is believed where candidates are counted."""
        return self.kind == "teacher_reference" and self.agreed < self.cases


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """How many of a model's drafts stand behind an answer."""

    drafts: int
    """Everything that was drafted, what fails an example included."""
    accepted: int
    """Of these, what passes every example."""
    backing: int
    """Of these, what computes the same as the answer on every generated input shaped like the examples."""
    programs: int
    """Programs among the backing ones, and the answer, that are really different."""
    readings: int
    """Ways of putting the task that backing drafts come from."""
    brute_force: bool
    """One of the programs was asked for with plain loops only, checking every possibility, and another was not."""
    confidence: float
    """The lower end of the 95 % interval of backing / drafts."""
    against: int = 0
    """Of a given answer: drafts that agree with each other on something else, where they are enough for a badge."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counterexample:
    """The smallest input found on which an answer is wrong, or is believed wrong."""

    input: str
    expected: str
    """Empty where nobody says what is right."""
    got: str
    source: str = "example"
    """Who says what is expected: `example`, the witness that disagrees, or `nobody`."""
    about: str = ""
    """A gap: the class of inputs it stands for (`an empty list`); empty where there is no word for it."""
    answers: tuple[tuple[str, int], ...] = ()
    """A gap: each answer that drafts give and how many do, the one of the solution first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What a real run showed at one step. Every text is data from the judge: bounded, hostile."""

    kind: EvidenceKind
    call: str
    """The traced call."""
    values: tuple[tuple[str, str], ...] = ()
    """(name, value) after the block ran, for `values`; (test of an `if`, "true" or "false") for `condition`;
    ("", value) for `returned`, `printed`, `raised`."""
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    """For `rounds`: one row a round of the loop; a long loop keeps its first and last rounds."""
    rounds: int = 0
    """How many rounds the run really had; -1 where the trace was cut short."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One block of the solution. The steps' code, joined, is the solution, token for token."""

    title: str
    prose: str
    """A model's words without the sentences that were dropped; where nothing is left, a sentence made from the code."""
    code: str
    first_line: int
    last_line: int
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One draft and what the judge said of it."""

    number: int
    round: int
    source: Source
    report: JudgeReport | None
    """None: nothing that could be run (prose only, an empty answer)."""
    outcome: Literal["accepted", "rejected", "no_code", "outvoted"]
    message: str = ""
    """One sentence to people: what was wrong with it."""
    counterexample: Counterexample | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question whose answer was observed."""

    text: str
    choices: tuple[str, ...]
    answer: int
    """Index into `choices`."""
    call: str = ""
    """The run it is about; empty where it is not about one."""
    line: int = 0
    """The line of the code it is about, 1-based; 0: none in particular."""
    why: str = ""
    """Shown with the answer: what was observed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """How a result came about: enough to make it again."""

    model: str
    backend: str
    seed: int | None
    prompt_sha256: str
    package_version: str
    candidates: int
    temperature: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What a result cost. Tokens read and written by the model; wall seconds."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0

    @property
    def tokens(self) -> int:
        """All tokens, read and written."""
        return self.prompt_tokens + self.completion_tokens


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """The result of `solve`. A lesson that is `unverified` has no steps and no runnable cell."""

    task: Task
    title: str
    status: Status
    idea: str
    """Two sentences, a model's words."""
    solution: Source | None
    """The solution, or the closest attempt where the status is `unverified`; None where no draft could be run."""
    steps: tuple[Step, ...]
    witnesses: tuple[Witness, ...]
    report: JudgeReport | None
    isolation: Isolation
    attempts: tuple[Attempt, ...]
    dropped: tuple[str, ...]
    """Sentences of the model that were not kept, with the reason."""
    counterexample: Counterexample | None
    """Unverified: the smallest failing example of the closest attempt. Else: where another accepted one differs."""
    questions: tuple[Question, ...]
    provenance: Provenance
    usage: Usage
    gap: Counterexample | None = None
    """What the task leaves open: an input unlike the examples on which accepted candidates part, no fault of theirs; or
    one on which the solution raises, and nothing says that it should."""
    support: Support | None = None
    """None where no drafts were compared."""

    @property
    def accepted(self) -> int:
        """How many attempts were accepted."""
        return sum(attempt.outcome == "accepted" for attempt in self.attempts)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """Is this answer right for this task? The same witnesses and status words as a lesson."""

    task: Task
    source: Source
    status: Status
    verdict: Verdict
    witnesses: tuple[Witness, ...]
    report: JudgeReport
    counterexample: Counterexample | None
    provenance: Provenance | None
    """None where no model took part."""
    usage: Usage
    gap: Counterexample | None = None
    """As in a lesson."""
    support: Support | None = None
    """As in a lesson; the answer itself is no draft."""
