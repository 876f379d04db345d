"""Do independently written programs compute the same on inputs that nobody gave? And on which input do they part?

Programs are compared by what the judge observed, never by what they say of themselves. An input on which a program
was too slow, or died, tells nothing about its value: it is left out for that pair, except that the answer to be
shown must come through on every input where a witness does.

Inputs that leave what the examples show ("edge") do not decide: programs may part there because the task leaves it
open. They are reported as a gap, with the input, so that the learner can settle it. So is an input on which the answer
raises an exception that neither the examples nor the words of the task know, even if every program does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kernel_magic.core.lesson import Counterexample, Task, Witness
from kernel_magic.core.ports import Cancelled, Judge
from kernel_magic.core.problem import Contract, Raises, TestCase
from kernel_magic.core.source import Source
from kernel_magic.core.verdict import CaseResult, JudgeReport, Observation, Verdict
from kernel_magic.lessons.failure import counted, given_text, outcome_text

ENOUGH = 10
"""Inputs that must have been compared, unless fewer than that exist."""
_FEWEST = 3
MAJORITY = 3
"""Dissenters are outvoted when the answer and its partners are at least so many times as many."""
EDGE = "edge "
"""Names of generated inputs that leave what the examples show begin so."""
_COMPARABLE = (Verdict.AC, Verdict.RTE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Behaviour:
    """What one program did on the generated inputs, in their order."""

    number: int
    """The attempt's number."""
    report: JudgeReport

    @property
    def results(self) -> tuple[CaseResult, ...]:
        """One result an input, in the inputs' order."""
        return self.report.cases


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """How two programs compare. The counts are of inputs shaped like the examples; edges stand apart."""

    compared: int
    differences: tuple[int, ...]
    """Indices of the inputs on which they differ; inputs come smallest first."""
    edge_differences: tuple[int, ...]
    """The same for inputs that leave what the examples show (an empty list where no example has one, say)."""
    outcomes: int
    """How many different outcomes the equal inputs had (counted up to a few)."""
    answered: int
    """On how many of the compared inputs the second program came to an end without an exception."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """What independent candidates say about one answer."""

    witness: Witness
    dissent: Counterexample | None
    """The smallest input on which another accepted program computes something else, and is not outvoted."""
    gap: Counterexample | None
    """What the task leaves open: the same for an input unlike the examples, or one on which the answer raises."""


class Panel:
    """Programs that ran on the same inputs, and how they compare."""

    def __init__(self, judge: Judge, inputs: Sequence[TestCase], task: Task) -> None:
        self._judge = judge
        self._task = task
        self._inputs = inputs
        self._edges = frozenset(index for index, case in enumerate(inputs) if case.name.startswith(EDGE))
        self.behaviours: dict[int, Behaviour] = {}

    def compare(self, a: Behaviour, b: Behaviour) -> Comparison:
        """How far two behaviours are equal. Where `a` fails to answer and `b` answers, they differ."""
        compared = answered = 0
        differences: list[int] = []
        seen: list[Observation] = []
        for index, (mine, theirs) in enumerate(zip(a.results, b.results, strict=True)):
            if not _comparable(mine, theirs):
                continue
            same = mine.observed and theirs.observed and self._same(mine.observed, theirs.observed)
            if not same:
                differences.append(index)
            if index in self._edges:
                continue
            compared += 1
            answered += theirs.verdict is Verdict.AC
            if same and mine.observed and not any(self._same(mine.observed, other) for other in seen[:8]):
                seen.append(mine.observed)
        return Comparison(
            compared=compared,
            differences=tuple(index for index in differences if index not in self._edges),
            edge_differences=tuple(index for index in differences if index in self._edges),
            outcomes=len(seen),
            answered=answered,
        )

    def _same(self, a: Observation, b: Observation) -> bool:
        return self._judge.same(a, b, self._task.checker)

    def favourites(self) -> tuple[int, ...]:
        """The programs that most others are equal to, by number."""
        partners = {
            number: sum(self._agrees(self.compare(mine, other)) for other in self.behaviours.values() if other != mine)
            for number, mine in self.behaviours.items()
        }
        most = max(partners.values(), default=0)
        return tuple(sorted(number for number, count in partners.items() if count == most))

    def _agrees(self, comparison: Comparison) -> bool:
        return comparison.compared > 0 and not comparison.differences

    def agreement(self, chosen: int) -> Agreement:
        """The agreement witness for one answer, where it is contradicted, and what the task leaves open.

        The witness holds when the answer is equal to an independent candidate on all inputs they could be compared on,
        those were enough and their outcomes varied, and nobody dissents, or the dissenters are outvoted.
        """
        mine = self.behaviours[chosen]
        by_other = {n: self.compare(mine, other) for n, other in self.behaviours.items() if n != chosen}
        partners = [one for one in by_other.values() if self._agrees(one)]
        dissenters = {number: one for number, one in by_other.items() if one.differences}
        outvoted = len(partners) + 1 >= MAJORITY * len(dissenters)
        gap = min(((one.edge_differences[0], n) for n, one in by_other.items() if one.edge_differences), default=None)
        dissent = min(((one.differences[0], n) for n, one in dissenters.items()), default=None)
        witness = self._witness(partners, list(dissenters.values()), outvoted=outvoted)
        return Agreement(
            witness=witness,
            dissent=self._parting(dissent, mine) if not outvoted else None,
            gap=self._parting(gap, mine) or self._raising(mine),
        )

    def _parting(self, where: tuple[int, int] | None, mine: Behaviour) -> Counterexample | None:
        if where is None:
            return None
        index, other = where
        return self.difference(index, mine, self.behaviours[other], f"candidate {other}, which passes too")

    def difference(self, index: int, got: Behaviour, expected: Behaviour, source: str) -> Counterexample:
        """The generated input where two programs part; `expected` is what the other one did."""
        return Counterexample(
            input=given_text(self._inputs[index], self._task.function),
            expected=outcome_text(expected.results[index]),
            got=outcome_text(got.results[index]),
            source=source,
        )

    def _raising(self, mine: Behaviour) -> Counterexample | None:
        """The first input on which the answer raises what the task does not know; nobody says what is right there."""
        if not self._task.cases:
            return None
        known = {case.expected.exception for case in self._task.cases if isinstance(case.expected, Raises)}
        for case, result in zip(self._inputs, mine.results, strict=True):
            seen = result.observed
            if seen is None or seen.kind != "raised" or seen.text in known or seen.text in self._task.text:
                continue
            given = given_text(case, self._task.function)
            return Counterexample(input=given, expected="", got=outcome_text(result), source="nobody")
        return None

    def _witness(self, partners: Sequence[Comparison], dissenters: Sequence[Comparison], *, outvoted: bool) -> Witness:
        inputs = len(self._inputs) - len(self._edges)
        best = max(partners, key=lambda one: one.compared, default=None)
        differing = {index for one in dissenters for index in one.differences}
        weakness = _weakness(best, inputs)
        if best is None or weakness:
            cases, agreed, detail = inputs, 0, weakness
        else:
            cases = best.compared
            agreed = cases if outvoted else max(cases - len(differing), 0)
            detail = f"equal to {counted(len(partners), 'other independent candidate')}"
        if dissenters:
            differ = (
                f"{counted(len(dissenters), 'accepted candidate')} computed something else on {len(differing)} of them"
            )
            lost = ", outvoted" if outvoted and agreed else ""
            detail += f"; {differ}{lost}"
        return Witness(kind="agreement", cases=cases, agreed=agreed, detail=detail)


def _comparable(mine: CaseResult, theirs: CaseResult) -> bool:
    if theirs.observed is None or theirs.verdict not in _COMPARABLE:
        return False
    return mine.observed is not None or theirs.verdict is Verdict.AC


def observe(judge: Judge, source: Source, contract: Contract, *, number: int, cancelled: Cancelled | None) -> Behaviour:
    """Run a program on inputs without expected outcomes."""
    return Behaviour(number=number, report=judge.judge(source, contract, cancelled=cancelled))


def _weakness(best: Comparison | None, inputs: int) -> str:
    """Why an agreement says too little, or an empty text."""
    if best is None:
        return "no second independent candidate computes the same"
    if best.compared < min(ENOUGH, max(inputs, _FEWEST)):
        return f"only {best.compared} generated inputs could be compared"
    if 2 * best.answered < best.compared:
        return "most generated inputs end in an exception, which says too little"
    if best.outcomes < 2:
        return "all generated inputs had the same outcome, which says too little"
    return ""
