"""Do independently written programs compute the same on inputs that nobody gave? And on which input do they part?

Programs are compared by what the judge observed, never by what they say of themselves. An input on which a program
was too slow, or died, tells nothing about its value: it is left out for that pair, except that the answer to be
shown must come through on every input where a witness does. Programs that compute the same form a *cluster*; how many
drafts stand behind a cluster decides (`support`).

Inputs that leave what the examples show ("edge") do not decide: programs may part there because the task leaves it
open. They are reported as a gap, with the input, so that the learner can settle it. So is an input on which the answer
raises an exception that neither the examples nor the words of the task know, even if every program does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from kernel_magic.core.lesson import Counterexample, Support, Task, Witness
from kernel_magic.core.ports import Cancelled, Judge
from kernel_magic.core.problem import CheckerSpec, Contract, Limits, Raises, TestCase, timed
from kernel_magic.core.source import Source
from kernel_magic.core.verdict import CaseResult, JudgeReport, Observation, Verdict
from kernel_magic.lessons.failure import counted, given_text, outcome_text
from kernel_magic.lessons.witnesses.input_classes import special_about
from kernel_magic.lessons.witnesses.support import is_enough, lower_bound

BRIEF = timed(Limits(), 0.5)
"""Limits on a generated input: it is small, and a program that hangs on one mostly hangs on many."""
ENOUGH = 10
"""Inputs that must have been compared, unless fewer than that exist."""
_FEWEST = 3
EDGE = "edge "
"""Names of generated inputs that leave what the examples show begin so."""
_BRUTE_FORCE = frozenset({"witness_plain"})
"""The reading that asks for plain loops, checking every possibility one by one."""
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
class Votes:
    """What was drafted, to weigh clusters by. Numbers are those of attempts; equal programs share one."""

    drafts: int
    """All of them, whatever came of them."""
    accepted: int
    weights: Mapping[int, int]
    """How many accepted drafts are the program of that number."""
    readings: Mapping[int, frozenset[str]]
    """The readings they come from."""
    noun: str = "draft"
    """What is counted."""
    enough: Callable[[Support], bool] = is_enough
    """Which support makes an agreement hold."""

    def support(self, backing: Sequence[int]) -> Support:
        """The support of an answer that these programs stand behind, itself among them."""
        drafts = sum(self.weights.get(number, 0) for number in backing)
        read = [self.readings.get(number, frozenset()) for number in backing]
        plain = [self.is_brute_force(number) for number in backing]
        return Support(
            drafts=self.drafts,
            accepted=self.accepted,
            backing=drafts,
            programs=len(backing),
            readings=len(frozenset().union(*read)),
            brute_force=any(plain) and not all(plain),
            confidence=lower_bound(drafts, self.drafts),
        )

    def is_brute_force(self, number: int) -> bool:
        """Whether a program was drafted only where plain loops were asked for."""
        return self.readings.get(number, frozenset()) == _BRUTE_FORCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """What independent candidates say about one answer."""

    witness: Witness
    brute_force: Witness | None
    """The same for a brute force among the programs; None where there is none, or the agreement does not hold."""
    support: Support
    dissent: Counterexample | None
    """The smallest input on which another accepted program computes something else, and is not outvoted."""
    dissenter: int | None
    """The number of that program."""
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
            if not comparable(mine, theirs):
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

    def clusters(self, weights: Mapping[int, int]) -> tuple[tuple[int, ...], ...]:
        """Programs that compute the same on all inputs shaped like the examples, the most drafted cluster first."""
        numbers = sorted(self.behaviours, key=lambda number: (-weights.get(number, 0), number))
        return _grouped(numbers, self.agree, weights)

    def favourites(self, weights: Mapping[int, int]) -> tuple[int, ...]:
        """Of the most drafted cluster, the programs to choose from.

        They answer wherever another one of it does, and do what most of those do on inputs unlike the examples too.
        """

        def alike(a: int, b: int) -> bool:
            return not self.compare(self.behaviours[a], self.behaviours[b]).edge_differences

        return _grouped(self._coming_through(self.clusters(weights)[0]), alike, weights)[0]

    def _coming_through(self, cluster: tuple[int, ...]) -> tuple[int, ...]:
        """Those that answer on every input shaped like the examples on which any does; all of them where none does."""
        rows = {number: self.behaviours[number].results for number in cluster}
        answered = {at for row in rows.values() for at, result in enumerate(row) if result.verdict is Verdict.AC}
        able = [
            number for number in cluster if all(rows[number][at].observed is not None for at in answered - self._edges)
        ]
        return tuple(able) or cluster

    def agree(self, a: int, b: int) -> bool:
        """Whether two programs, by number, compute the same on all inputs shaped like the examples."""
        return _agrees(self.compare(self.behaviours[a], self.behaviours[b]))

    def agreement(self, chosen: int, votes: Votes) -> Agreement:
        """The agreement witness for one answer, where it is contradicted, and what the task leaves open.

        The witness holds when the answer is equal to an independent candidate on all inputs they could be compared on,
        those were enough and their outcomes varied, and there is enough support behind it (`votes.enough`).
        """
        mine = self.behaviours[chosen]
        by_other = {n: self.compare(mine, other) for n, other in self.behaviours.items() if n != chosen}
        partners = {n: one for n, one in by_other.items() if _agrees(one)}
        dissenters = {n: one for n, one in by_other.items() if one.differences}
        backing = [chosen, *partners]
        found = votes.support(backing)
        witness = self._witness(partners, dissenters, found, votes)
        parting = min(((one.differences[0], n) for n, one in dissenters.items()), default=None)
        dissent = None if witness.holds else parting
        return Agreement(
            witness=witness,
            brute_force=_brute_force(chosen, partners, votes) if witness.holds else None,
            support=found,
            dissent=self._parting(dissent, mine),
            dissenter=dissent[1] if dissent is not None else None,
            gap=self._gap(mine, partners, votes.weights) or self._raising(mine),
        )

    def held_against(self, agreement: Agreement, given: int, other: int, votes: Votes) -> Agreement:
        """What is said of a given answer, where drafts that agree with each other would make `other` hold instead."""
        found = self.agreement(other, votes)
        mine, theirs = self.behaviours[given], self.behaviours[other]
        differences = self.compare(mine, theirs).differences
        if not found.witness.holds or not differences:
            return agreement
        who = f"one of {counted(found.support.backing, votes.noun)} that agree"
        return replace(
            agreement,
            support=replace(agreement.support, against=found.support.backing),
            dissent=self.difference(differences[0], mine, theirs, who),
            dissenter=other,
        )

    def _parting(self, where: tuple[int, int] | None, mine: Behaviour) -> Counterexample | None:
        if where is None:
            return None
        index, other = where
        return self.difference(index, mine, self.behaviours[other], f"candidate {other}, which passes too")

    def _gap(
        self, mine: Behaviour, partners: Mapping[int, Comparison], weights: Mapping[int, int]
    ) -> Counterexample | None:
        """The smallest input unlike the examples on which programs part that are equal on all others."""
        parting = [(one.edge_differences[0], n) for n, one in partners.items() if one.edge_differences]
        if not parting:
            return None
        index, other = min(parting)
        case = self._inputs[index]
        answers: dict[str, int] = {outcome_text(mine.results[index]): 0}
        for number in (mine.number, *partners):
            said = outcome_text(self.behaviours[number].results[index])
            answers[said] = answers.get(said, 0) + max(weights.get(number, 0), 1)
        return Counterexample(
            input=given_text(case, self._task.function),
            expected=outcome_text(self.behaviours[other].results[index]),
            got=outcome_text(mine.results[index]),
            source=f"candidate {other}, which passes too",
            about=special_about(case, self._task.cases),
            answers=tuple(answers.items()),
        )

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
            return Counterexample(
                input=given_text(case, self._task.function),
                expected="",
                got=outcome_text(result),
                source="nobody",
                about=special_about(case, self._task.cases),
            )
        return None

    def _witness(
        self, partners: Mapping[int, Comparison], dissenters: Mapping[int, Comparison], found: Support, votes: Votes
    ) -> Witness:
        inputs = len(self._inputs) - len(self._edges)
        best = max(partners.values(), key=lambda one: one.compared, default=None)
        differing = {index for one in dissenters.values() for index in one.differences}
        weakness = _weakness(best, inputs)
        said = f"{found.backing} of {counted(found.drafts, votes.noun)} compute this"
        if best is None or weakness:
            cases, agreed, detail = inputs, 0, weakness
        elif votes.enough(found):
            cases = agreed = best.compared
            detail = f"equal to {counted(len(partners), 'other independent candidate')}, {said}"
        else:
            cases, agreed = best.compared, max(best.compared - len(differing), 0) if differing else 0
            detail = f"only {said}, which says too little"
        if dissenters:
            differ = (
                f"{counted(len(dissenters), 'accepted candidate')} computed something else on {len(differing)} of them"
            )
            detail += f"; {differ}{', outvoted' if agreed == cases else ''}"
        return Witness(kind="agreement", cases=cases, agreed=agreed, detail=detail)


def _grouped(
    numbers: Sequence[int], alike: Callable[[int, int], bool], weights: Mapping[int, int]
) -> tuple[tuple[int, ...], ...]:
    """Each program with those that are like the first of its group, the most drafted group first."""
    groups: list[list[int]] = []
    for number in numbers:
        home = next((group for group in groups if alike(group[0], number)), None)
        if home is None:
            groups.append([number])
        else:
            home.append(number)
    heaviest = sorted(groups, key=lambda group: -sum(weights.get(number, 0) for number in group))
    return tuple(tuple(group) for group in heaviest)


def _brute_force(chosen: int, partners: Mapping[int, Comparison], votes: Votes) -> Witness | None:
    """The brute force that an answer was held against, or the other way round; None where there is none."""
    mine = votes.is_brute_force(chosen)
    held = [one.compared for number, one in partners.items() if votes.is_brute_force(number) != mine]
    return Witness(kind="brute_force", cases=max(held), agreed=max(held)) if held else None


def _agrees(comparison: Comparison) -> bool:
    return comparison.compared > 0 and not comparison.differences


def comparable(mine: CaseResult, theirs: CaseResult) -> bool:
    """Whether two runs on one input tell whether programs are equal there."""
    if theirs.observed is None or theirs.verdict not in _COMPARABLE:
        return False
    return mine.observed is not None or theirs.verdict is Verdict.AC


def same_outcome(judge: Judge, a: CaseResult, b: CaseResult, checker: CheckerSpec) -> bool:
    """Whether two runs were both seen to do something, and the same."""
    return a.observed is not None and b.observed is not None and judge.same(a.observed, b.observed, checker)


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
