"""What the cases of a contract do to small mistakes in a program: which mutants they kill, and which survive.

Every survivor is judged in a run of its own before it is called one. Whether it is another program at all is not known
here: some mutants compute the same. A mutant that remembers something from call to call may fall to one order of the
cases and not to another.
"""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import replace

from kernel_magic.core.errors import Cancelled, InputError, JudgeError
from kernel_magic.core.exercise import Killed, MutationReport, Survivor
from kernel_magic.core.problem import Stdin
from kernel_magic.core.source import Source
from kernel_magic.core.verdict import JudgeReport, Verdict
from kernel_magic.judge import grader
from kernel_magic.judge.made_inputs import JudgeOf
from kernel_magic.judge.mutation import Mutant, mutants
from kernel_magic.judge.mutation_probes import probes
from kernel_magic.judge.mutation_runs import ALONE_CPU_S, SLOWER, Asked, Fate, MutantRuns, refused
from kernel_magic.judge.sittings import Order, question


def mutation_report(judge: JudgeOf, order: Order) -> MutationReport:
    """What the cases of the order's contract do to all mutants of its program.

    Raises:
        InputError: no mutants can be made, the cases are no function cases, or the program does not pass them.
        JudgeError: the judge cannot work.
        Cancelled: the order said so.
    """
    begun = time.perf_counter()
    asked = _questions(order)
    found = mutants(order.source.text)
    alone = _Alone(judge, order)
    if order.contract.files:  # each has its scratch folder to itself
        slowest = alone.check_program()
        fates = [(mutant, alone.fate(mutant, max(SLOWER * slowest, ALONE_CPU_S))) for mutant in found]
    else:
        suspected = MutantRuns(order, asked, alone.fate).fates(found)
        fates = [(mutant, alone.fate(mutant) if fate == "survived" else fate) for mutant, fate in suspected]
        if fates != suspected:
            alone.check_program()  # else nothing is known of those that fell alone
    return _report(fates, order.source.text, time.perf_counter() - begun)


def _questions(order: Order) -> Asked:
    """The contract's cases as questions.

    Raises:
        InputError: they are no calls of Python.
    """
    contract = order.contract
    if order.source.language != "python" or contract.language != "python":
        raise InputError("Mutants are made of Python programs only.", "Give a Python program, and a contract for one.")
    if contract.checker.name in grader.BY_PROGRAM or any(isinstance(case.given, Stdin) for case in contract.cases):
        raise InputError(
            "Mutants are tried on calls and expressions, and this contract is for whole programs.",
            "Give cases with arguments, or expressions.",
        )
    if not contract.cases:
        raise InputError("The contract has no cases: every mutant would survive.", "Give at least one case.")
    asked: Asked = []
    for case in contract.cases:
        try:
            asked.append(question(case, contract))
        except ValueError as error:
            raise InputError(f"Case {case.name!r} cannot be run: {error}.", "Correct the case.") from error
    return asked


class _Alone:
    """Judges programs in runs of their own, up to the first case that fails."""

    def __init__(self, judge: JudgeOf, order: Order) -> None:
        self._judge = judge
        self._order = order
        self._contract = replace(order.contract, stop_early=True)

    def check_program(self) -> float:
        """See that the unchanged program is accepted; the processor seconds of its slowest case.

        Raises:
            InputError: it is not.
            JudgeError: it could not be judged.
        """
        report = self._report(self._order.source.text, self._contract.limits.cpu_s)
        failed = report.first_failure
        if failed is not None and report.verdict is Verdict.IE:
            raise JudgeError(f"The unchanged program could not be judged: {failed.message}")
        if failed is not None:
            raise refused(failed.name, failed.message)
        return max((case.cpu_s for case in report.cases), default=0.0)

    def fate(self, mutant: Mutant, cpu_s: float | None = None) -> Fate:
        """The fate of one mutant, with no more than so many seconds for each case."""
        usual = self._contract.limits.cpu_s
        verdict = self._report(mutant.text, usual if cpu_s is None else min(cpu_s, usual)).verdict
        if verdict is Verdict.IE:
            return "unjudged"
        return "survived" if verdict is Verdict.AC else "killed"

    def _report(self, text: str, cpu_s: float) -> JudgeReport:
        if self._order.cancelled is not None and self._order.cancelled():
            raise Cancelled
        limits = replace(self._contract.limits, cpu_s=cpu_s)
        return self._judge(Source(text=text), replace(self._contract, limits=limits), cancelled=self._order.cancelled)


def _report(fates: list[tuple[Mutant, Fate]], text: str, seconds: float) -> MutationReport:
    made = Counter(mutant.operator for mutant, _ in fates)
    killed = Counter(mutant.operator for mutant, fate in fates if fate == "killed")
    return MutationReport(
        mutants=len(fates),
        killed=killed.total(),
        survivors=tuple(_survivor(mutant, text) for mutant, fate in fates if fate == "survived"),
        dead=tuple(_killed(mutant) for mutant, fate in fates if fate == "killed"),
        operators=tuple((operator, made[operator], killed[operator]) for operator in sorted(made)),
        seconds=seconds,
        unjudged=sum(fate == "unjudged" for _, fate in fates),
    )


def _killed(mutant: Mutant) -> Killed:
    return Killed(
        operator=mutant.operator, line=mutant.line, before=mutant.before, after=mutant.after, text=mutant.text
    )


def _survivor(mutant: Mutant, text: str) -> Survivor:
    return Survivor(
        operator=mutant.operator,
        line=mutant.line,
        column=mutant.column,
        before=mutant.before,
        after=mutant.after,
        text=mutant.text,
        probes=probes(text, mutant.edit),
    )
