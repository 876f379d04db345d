"""The cases of a whole program, one after another: run it, then compare, or let a program of the problem decide."""

from __future__ import annotations

from dataclasses import replace

from kernel_magic.core.problem import Prints, TestCase
from kernel_magic.core.verdict import CaseResult, Verdict
from kernel_magic.judge import grader
from kernel_magic.judge.grader import Finding
from kernel_magic.judge.interactive import conversed
from kernel_magic.judge.program_checkers import checked, input_of
from kernel_magic.judge.programs import costs, of_program, run_program
from kernel_magic.judge.sandbox import ZygoteLostError
from kernel_magic.judge.sittings import Order, result_of

MOST_FAULTS = 3
"""A checker that failed this often in one contract is not asked again: each time may take all its time."""


class ProgramCases:
    """Judges the cases of one contract, in the order they are asked for."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self._faults = 0

    def judge(self, case: TestCase) -> tuple[Finding, CaseResult]:
        """Judge one case, in a run of its own."""
        if self._faults >= MOST_FAULTS:
            message = f"not run, because the checker failed {MOST_FAULTS} times before"
            finding = Finding(verdict=Verdict.IE, reason="checker", message=message)
            return result_of(finding, CaseResult(name=case.name, verdict=Verdict.IE))
        for attempt in (1, 2):
            try:
                found = self._judge(case)
            except ZygoteLostError:
                if attempt == 2:
                    break
            else:
                self._faults += found[0].reason == "checker"
                return found
        lost = grader.forged("the sandbox was lost while the program ran")
        return result_of(lost, CaseResult(name=case.name, verdict=Verdict.IE))

    def _judge(self, case: TestCase) -> tuple[Finding, CaseResult]:
        contract = self._order.contract
        if contract.checker.name == "interactive":
            return conversed(self._order, case)
        by_checker = contract.checker.name == "special" and isinstance(case.expected, Prints)
        ran = run_program(self._order, input_of(case).encode("utf-8", "surrogateescape"))
        finding = of_program(ran, contract, replace(case, expected=None) if by_checker else case)
        finding = grader.in_time(finding, contract, cpu_s=ran.end.cpu, wall_s=ran.wall_s)
        if by_checker and finding.verdict is Verdict.AC:
            finding = checked(self._order, case, ran.exchange.output, finding)
        return result_of(finding, costs(ran, case))
