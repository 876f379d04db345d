"""Several solutions of one problem side by side, and what was measured about each."""

from __future__ import annotations

from dataclasses import dataclass

from kernel_magic.core.contest import Problem, Submission
from kernel_magic.core.growth import Growth
from kernel_magic.core.lesson import Provenance, Question, Usage, Witness
from kernel_magic.core.problem import CheckerSpec, Limits, TestCase
from kernel_magic.core.source import Source
from kernel_magic.core.verdict import Isolation, JudgeReport, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class StressPlan:
    """How a candidate is tried against an oracle."""

    candidate: Source
    oracle: Source | None
    """An accepted program, independent of the candidate; None: only crashes and timeouts can be found."""
    limits: Limits = Limits()
    checker: CheckerSpec = CheckerSpec()
    generator: Source | None = None
    """Python that defines `make(n, seed) -> str`; None: inputs are made in the shape of `samples`."""
    samples: tuple[TestCase, ...] = ()
    input_validators: tuple[Source, ...] = ()
    """An input that one of them does not accept is thrown away and counted."""
    seed: int = 0
    seconds: float = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """The smallest input found on which a candidate fails. Texts are hostile: bounded, not escaped."""

    stdin: str
    expected: str
    """What the oracle printed."""
    got: str
    verdict: Verdict
    """What the candidate did there: WA, RTE, TLE, MLE, OLE."""
    place: str
    """To people: the first place where the two outputs part (`line 2, token 3: expected 7, got 8`), or how it died."""
    seed: int
    shrunk_from: int
    """Characters of the input on which it first failed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StressReport:
    """What stress testing came to."""

    trials: int
    """Inputs on which both ran to an end."""
    seconds: float
    difference: Difference | None = None
    refused: int = 0
    """Generated inputs that the validators refused, or that the oracle itself could not do."""
    note: str = ""
    """To people: why there were no trials, say (`the generator does not end`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonRow:
    """One program and all that was found out about it."""

    submission: Submission
    report: JudgeReport
    stress: StressReport | None
    """None: not tried, because it was not accepted or there was nothing to try it against."""
    growth: Growth | None
    """None: not measured: it is wrong, or there was no generator. A program that is only too slow is measured."""
    cpu_s_max: float
    peak_mib_max: float
    lines: int
    """Lines of code: without blank ones and comments."""
    merged: tuple[str, ...] = ()
    """Names of programs that are the same idea, nearly word for word, and were left out for it."""
    when: str = ""
    """To people: when to prefer it, in words that the measurements back."""
    witness: Witness | None = None
    """Where there is no secret data: how far it agrees with independent programs on generated inputs. None: the secret
    data spoke, or it fails a sample."""

    @property
    def right(self) -> bool:
        """Accepted on every case, no input was found on which it fails, and where samples are all, others agree."""
        unbroken = self.stress is None or self.stress.difference is None
        return self.report.accepted and unbroken and (self.witness is None or self.witness.holds)

    @property
    def verdict(self) -> Verdict:
        """The judge's; of a program that is accepted and fails on an input found by stress: what it did there."""
        if self.report.verdict is Verdict.AC and self.stress is not None and self.stress.difference is not None:
            return self.stress.difference.verdict
        return self.report.verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The comparison of one problem."""

    problem: Problem
    rows: tuple[ComparisonRow, ...]
    """Ranked ones first, in their order; then the others."""
    ranking: tuple[str, ...]
    """Names of the right ones, fastest growth first, then the faster at the largest common size."""
    unjudged: tuple[str, ...]
    """Names of programs nothing can be said about, with the reason: `queue.java (no Java on this machine)`."""
    common_size: int | None
    """The largest size at which all ranked programs were measured."""
    findings: tuple[str, ...]
    """Sentences to people, each made from measurements."""
    questions: tuple[Question, ...]
    isolation: Isolation
    provenance: Provenance | None
    """None: no model took part."""
    usage: Usage
    reference: str = ""
    """Name of the program the others were stress-tested against."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionCheck:
    """Whether one submission of a package got the verdict its folder promises."""

    submission: Submission
    report: JudgeReport | None
    """None: it could not be judged (`note` says why)."""
    ok: bool
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemCheck:
    """Whether a package is sound."""

    slug: str
    title: str
    errors: tuple[str, ...]
    """Each with file and line, and what to do."""
    warnings: tuple[str, ...]
    submissions: tuple[SubmissionCheck, ...]

    @property
    def sound(self) -> bool:
        """No error, and every submission got its expected verdict."""
        return not self.errors and all(item.ok for item in self.submissions)
