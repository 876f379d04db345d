"""An oracle and a candidate on the same inputs: the first input on which the candidate does not do what it must.

Nothing is blamed on a candidate that is not its fault: inputs that a validator refuses or that the oracle cannot do
are put aside and counted, faults of the judge or of a checker (`IE`) are no failures, and a timeout counts only when
it happens twice at the full limits.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kernel_magic.core.comparison import StressPlan
from kernel_magic.core.ports import Cancelled, Judge
from kernel_magic.core.problem import CheckerSpec, Contract, Limits, Prints, Stdin, TestCase
from kernel_magic.core.source import Source
from kernel_magic.core.verdict import CaseResult, Verdict
from kernel_magic.judge.checkers import same_text

FAILURES = frozenset({Verdict.WA, Verdict.RTE, Verdict.TLE, Verdict.MLE, Verdict.OLE})

LookAhead = Callable[[Source, list[str], Limits, Cancelled | None], list[str | None]]
"""What a program prints on each input; None where that could not be seen."""

_FIRST_CHUNK, _LATER_CHUNKS = 2, 12
_FALSE_ALARMS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """What a candidate did on an input that it fails on."""

    text: str
    expected: str
    """What the oracle printed; empty where there is none, or where an interactor decides."""
    result: CaseResult

    @property
    def printed(self) -> str:
        """What the candidate printed, whole where it ended by itself."""
        return printed_text(self.result)


class Duel:
    """Runs both programs of a plan. Keeps count of what it saw."""

    def __init__(
        self, judge: Judge, plan: StressPlan, cancelled: Cancelled | None, look_ahead: LookAhead | None = None
    ) -> None:
        """A duel.

        Args:
            judge: runs the programs.
            plan: the programs, and how they are compared.
            cancelled: ends it.
            look_ahead: a fast way to see what Python programs print. Only what it finds suspicious is judged.
        """
        self._judge = judge
        self._plan = plan
        self._cancelled = cancelled
        self._interactive = plan.checker.name == "interactive"
        self._look_ahead = look_ahead if _can_look_ahead(plan) else None
        self._false_alarms = 0
        self._answers: dict[str, str | None] = {}
        self.trials = 0
        """Inputs on which both ran to an end."""
        self.refused = 0
        self.why_refused = ""
        """Of the first input that was put aside."""
        self.fault = ""
        """What the judge, or the checker, could not do; the stress ends with it."""

    def failure(self, texts: Sequence[str]) -> Failure | None:
        """The first of these inputs on which the candidate fails.

        Raises:
            JudgeError: a validator does not work.
            Cancelled: `cancelled` said so.
        """
        suspects = self._suspects(self._valid(list(texts)))
        size = _FIRST_CHUNK
        while suspects and not self.fault:
            chunk, suspects = suspects[:size], suspects[size:]
            found = self._judged_failure(self._answered(chunk))
            if found is not None:
                return found
            self._alarm(len(chunk))
            size = _LATER_CHUNKS
        return None

    def _suspects(self, texts: list[str]) -> list[str]:
        """The inputs that must be judged: those on which both were not seen to print the same."""
        if self._look_ahead is None or self._plan.oracle is None or not texts:
            return texts
        limits, checker = self._plan.limits, self._plan.checker
        if checker.name == "special":
            checker = CheckerSpec()  # printing just what the oracle prints is right, whatever else is
        wanted = self._look_ahead(self._plan.oracle, texts, limits, self._cancelled)
        got = self._look_ahead(self._plan.candidate, texts, limits, self._cancelled)
        suspects = [
            text
            for text, a, b in zip(texts, wanted, got, strict=True)
            if a is None or b is None or not same_text(a, b, checker)
        ]
        self.trials += len(texts) - len(suspects)
        return suspects

    def _alarm(self, count: int) -> None:
        """Looking ahead was wrong so many times: a program that cannot be run that way is judged only."""
        self._false_alarms += count
        if self._plan.checker.name != "special" and self._false_alarms > _FALSE_ALARMS:
            self._look_ahead = None

    def _judged_failure(self, cases: list[TestCase]) -> Failure | None:
        while cases:
            report = self._judged(self._plan.candidate, cases, self._plan.checker, stop_early=True)
            at = next((at for at, result in enumerate(report) if result.verdict is not Verdict.AC), None)
            self.trials += len(report) if at is None else at
            if at is None:
                return None
            found = self._confirmed(cases[at], report[at])
            if self.fault:
                return None
            self.trials += 1
            if found is not None:
                text = _text(cases[at])
                return Failure(text=text, expected=self._answers[text] or "", result=found)
            cases = cases[at + 1 :]
        return None

    def _confirmed(self, case: TestCase, result: CaseResult) -> CaseResult | None:
        """The failure, once it is sure that it is the candidate's."""
        if result.verdict is Verdict.TLE:
            again = self._judged(self._plan.candidate, [case], self._plan.checker)
            result = again[0] if again else result
        if result.verdict is Verdict.AC:
            return None
        if result.verdict not in FAILURES:
            self.fault = result.message or f"the candidate's verdict is {result.verdict}"
            return None
        return result

    def _valid(self, texts: list[str]) -> list[str]:
        validators = self._plan.input_validators
        if not validators or not texts:
            return texts
        reasons = self._judge.validate(validators, tuple(texts), cancelled=self._cancelled)
        refusals = [reason for reason in reasons if reason]
        self._put_aside(len(refusals), refusals[0] if refusals else "")
        return [text for text, reason in zip(texts, reasons, strict=True) if not reason]

    def _answered(self, texts: list[str]) -> list[TestCase]:
        """The inputs that the oracle can do, with what it printed as the answer."""
        if self._plan.oracle is None:
            self._answers.update(dict.fromkeys(texts))
        else:
            self._ask_oracle(self._plan.oracle, [text for text in texts if text not in self._answers])
        cases = []
        for text in texts:
            answer = self._answers.get(text)
            if answer is not None or self._plan.oracle is None:
                expected = None if answer is None and not self._interactive else Prints(text=answer or "")
                cases.append(TestCase(name="generated", given=Stdin(text=text), expected=expected, origin="generated"))
        return cases

    def _ask_oracle(self, oracle: Source, texts: list[str]) -> None:
        expected = Prints(text="") if self._interactive else None
        checker = self._plan.checker if self._interactive else CheckerSpec()
        cases = [TestCase(name="generated", given=Stdin(text=text), expected=expected) for text in texts]
        for text, result in zip(texts, self._judged(oracle, cases, checker), strict=True):
            good = result.verdict is Verdict.AC
            self._answers[text] = ("" if self._interactive else printed_text(result)) if good else None
            if not good:
                self._put_aside(1, f"the oracle itself: {result.verdict}, {result.message}")

    def _put_aside(self, count: int, reason: str) -> None:
        self.refused += count
        self.why_refused = self.why_refused or reason

    def _judged(
        self, source: Source, cases: list[TestCase], checker: CheckerSpec, *, stop_early: bool = False
    ) -> tuple[CaseResult, ...]:
        if not cases:
            return ()
        contract = Contract(
            language=source.language,
            cases=tuple(cases),
            checker=checker,
            limits=self._plan.limits,
            stop_early=stop_early,
        )
        return self._judge.judge(source, contract, cancelled=self._cancelled).cases


def _can_look_ahead(plan: StressPlan) -> bool:
    programs = [plan.candidate, *([plan.oracle] if plan.oracle else [])]
    return plan.checker.name != "interactive" and all(item.language == "python" for item in programs)


def _text(case: TestCase) -> str:
    return case.given.text if isinstance(case.given, Stdin) else ""


def printed_text(result: CaseResult) -> str:
    """What a program printed, in full where it ended by itself; else the bounded text of the result."""
    observed = result.observed
    if observed is not None and observed.kind == "printed" and observed.encoded:
        return str(json.loads(observed.encoded)[1])
    return result.stdout
