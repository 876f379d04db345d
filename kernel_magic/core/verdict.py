"""What the judge saw: verdicts, observations, cost, and the isolation in force."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal

from kernel_magic.core.source import Diagnostic, Language


class Verdict(StrEnum):
    """The online judges' codes. `IE` is the judge's own fault and never counts for or against a program."""

    AC = "AC"
    WA = "WA"
    RTE = "RTE"
    TLE = "TLE"
    MLE = "MLE"
    OLE = "OLE"
    CE = "CE"
    IE = "IE"


Reason = Literal[
    "", "wrong_value", "wrong_output", "wrong_exception", "no_exception", "arguments_changed", "not_plain",
    "exception", "exit", "signal", "security", "cpu", "wall", "memory", "output", "syntax", "missing_function",
    "judge", "too_large", "compile", "checker",
]  # fmt: skip
"""Why a verdict was given, one word for programs; `CaseResult.message` says it to people."""

Skipped = Literal["", "not_loaded", "ended_before"]
"""Why a case was not run: loading the program failed; or the program was ended too often before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """What one run did, as data the judge decoded. Made by the judge only.

    `encoded` is the judge's closed encoding of a returned value, in canonical form; it is compared by the judge
    (`Judge.same`), never by `==` on foreign objects, and nothing else may take it apart.
    """

    kind: Literal["returned", "raised", "printed"]
    text: str
    """For display: the value as Python writes it, the exception's name, the output. Bounded, without control codes."""
    encoded: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseResult:
    """The verdict on one test case, and what the run cost. Seconds and mebibytes come from the operating system."""

    name: str
    verdict: Verdict
    reason: Reason = ""
    message: str = ""
    cpu_s: float = 0.0
    wall_s: float = 0.0
    peak_mib: float = 0.0
    observed: Observation | None = None
    stdout: str = ""
    """What the program printed: bounded, control characters removed; hostile text still."""
    line: int = 0
    """The line of the program on which it raised, or at which it is not valid; `message` names it. 0: not known."""
    skipped: Skipped = ""
    """Not empty: the case was not run, and verdict, reason and message are those of the failure that is why."""

    def at_line(self, line: int) -> CaseResult:
        """The same result, with `message` naming another line: the program is part of a longer text that people see.

        Args:
            line: in that text; 0: it is no line of it, and none is named.
        """
        if not self.line:
            return self
        before, behind, rest = self.message.rpartition(f" (line {self.line})")
        message = before + (f" (line {line})" if line and behind else "") + rest
        first = f"line {self.line}: "
        if not behind and message.startswith(first):
            message = (f"line {line}: " if line else "") + message.removeprefix(first)
        return replace(self, message=message, line=line)


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageOffer:
    """Whether programs in a language can be judged here: a self-test in the sandbox decides."""

    language: Language
    offered: bool
    detail: str = ""
    """The version; or why not, and what to install."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One layer of the sandbox and whether it holds here."""

    name: str
    in_force: bool
    detail: str = ""
    """In force: version or figure. Missing: why, and what that leaves open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Isolation:
    """How a run was isolated.

    Level 3: namespaces, Landlock and seccomp; 2: Landlock and seccomp; 1: seccomp; 0: limits only.
    """

    level: int
    layers: tuple[Layer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """What an empty program of the language costs here; taken off every figure of a report."""

    cpu_s: float = 0.0
    peak_mib: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeReport:
    """The verdicts of one submission: the overall one is the first case's that is not AC."""

    verdict: Verdict
    cases: tuple[CaseResult, ...]
    isolation: Isolation
    diagnostics: tuple[Diagnostic, ...] = ()
    floor: Floor = Floor()

    @property
    def accepted(self) -> bool:
        """Whether every case was accepted, and there was one."""
        return self.verdict is Verdict.AC and bool(self.cases)

    @property
    def first_failure(self) -> CaseResult | None:
        """The first case that was not accepted."""
        return next((case for case in self.cases if case.verdict is not Verdict.AC), None)
