"""Do independently written programs compute the same on inputs that nobody gave? And on which input do they part?

Programs are compared by what the judge observed, never by what they say of themselves. An input on which a program
was too slow, or died, tells nothing about its value: it is left out for that pair, except that the answer to be
shown must come through on every input where a witness does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kernel_magic.core.lesson import Witness
from kernel_magic.core.ports import Cancelled, Judge
from kernel_magic.core.problem import CheckerSpec, Contract
from kernel_magic.core.source import Source
from kernel_magic.core.verdict import CaseResult, JudgeReport, Observation, Verdict

ENOUGH = 10
"""Inputs that must have been compared, unless fewer than that exist."""
_FEWEST = 3
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
    """How two programs compare on the same inputs."""

    compared: int
    equal: int
    differences: tuple[int, ...]
    """Indices of the inputs on which they differ; inputs come smallest first."""
    outcomes: int
    """How many different outcomes the equal inputs had (counted up to a few)."""
    answered: int
    """On how many of the compared inputs the second program came to an end without an exception."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clusters:
    """Programs grouped by behaviour, the largest group first; ties go to the group with the earliest program."""

    groups: tuple[tuple[int, ...], ...]
    behaviours: Mapping[int, Behaviour] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """What independent candidates say about one answer."""

    witness: Witness
    dissent: tuple[int, int] | None
    """Index of the smallest input on which an accepted candidate differs, and that candidate's number."""


def observe(judge: Judge, source: Source, contract: Contract, *, number: int, cancelled: Cancelled | None) -> Behaviour:
    """Run a program on inputs without expected outcomes."""
    return Behaviour(number=number, report=judge.judge(source, contract, cancelled=cancelled))


def compare(judge: Judge, a: Behaviour, b: Behaviour, checker: CheckerSpec) -> Comparison:
    """How far two behaviours are equal. Where `a` fails to answer and `b` answers, they differ."""
    compared = equal = answered = 0
    differences: list[int] = []
    seen: list[Observation] = []
    for index, (mine, theirs) in enumerate(zip(a.results, b.results, strict=True)):
        if theirs.observed is None or theirs.verdict not in _COMPARABLE:
            continue
        if mine.observed is None and theirs.verdict is not Verdict.AC:
            continue
        compared += 1
        answered += theirs.verdict is Verdict.AC
        if mine.observed is not None and judge.same(mine.observed, theirs.observed, checker):
            equal += 1
            if not any(judge.same(mine.observed, other, checker) for other in seen[:8]):
                seen.append(mine.observed)
        else:
            differences.append(index)
    return Comparison(
        compared=compared, equal=equal, differences=tuple(differences), outcomes=len(seen), answered=answered
    )


def cluster(judge: Judge, behaviours: Sequence[Behaviour], checker: CheckerSpec) -> Clusters:
    """Group programs that are equal on every input that could be compared."""
    groups: list[list[Behaviour]] = []
    for behaviour in behaviours:
        for group in groups:
            both = compare(judge, group[0], behaviour, checker), compare(judge, behaviour, group[0], checker)
            if all(one.compared and one.equal == one.compared for one in both):
                group.append(behaviour)
                break
        else:
            groups.append([behaviour])
    ordered = sorted(groups, key=lambda group: (-len(group), group[0].number))
    return Clusters(
        groups=tuple(tuple(item.number for item in group) for group in ordered),
        behaviours={item.number: item for item in behaviours},
    )


def agreement_witness(judge: Judge, clusters: Clusters, chosen: int, checker: CheckerSpec) -> Agreement:
    """The agreement witness for one answer, and where it is contradicted.

    An input counts as agreed when the answer is equal there to every accepted independent candidate that answered.
    The witness holds when that is so on every input compared, the inputs were enough, and their outcomes varied.
    """
    mine = clusters.behaviours[chosen]
    group = next(group for group in clusters.groups if chosen in group)
    others = [number for number in clusters.behaviours if number not in group]
    by_partner = [compare(judge, mine, clusters.behaviours[number], checker) for number in group if number != chosen]
    by_other = {number: compare(judge, mine, clusters.behaviours[number], checker) for number in others}
    differing = {index for one in by_other.values() for index in one.differences}
    inputs = len(mine.results)
    best = max(by_partner, key=lambda one: one.compared, default=None)
    dissent = min(((one.differences[0], number) for number, one in by_other.items() if one.differences), default=None)
    weakness = _weakness(best, inputs)
    if best is None or weakness:
        agreed = 0
        detail = weakness
    else:
        agreed = best.compared - len(differing)
        detail = f"equal to {_count(len(by_partner), 'other independent candidate')}"
    if dissent is not None:
        detail += f"; {_count(len(others), 'accepted candidate')} computed something else on {len(differing)} of them"
    witness = Witness(
        kind="agreement", cases=best.compared if best and agreed else inputs, agreed=max(agreed, 0), detail=detail
    )
    return Agreement(witness=witness, dissent=dissent)


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


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
