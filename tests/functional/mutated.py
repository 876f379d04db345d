"""What the tests of mutants share: contracts, survivors, and what ordinary runs say about each mutant."""

from __future__ import annotations

from dataclasses import replace

from kernel_magic.core.exercise import MutationReport
from kernel_magic.core.problem import Call, Contract, Limits, Raises, Returns, TestCase
from kernel_magic.core.source import Source
from kernel_magic.judge.local import LocalJudge
from kernel_magic.judge.mutation import mutants


def calls(*pairs, function="f", **options) -> Contract:
    """A contract of calls: (arguments, the value or the exception they must give)."""
    cases = tuple(
        TestCase(
            name=f"{place}: {args}",
            given=Call(args=args),
            expected=Raises(exception=wanted.__name__) if isinstance(wanted, type) else Returns(value=wanted),
        )
        for place, (args, wanted) in enumerate(pairs)
    )
    return Contract(function=function, cases=cases, **options)


def survivors(report: MutationReport) -> set[tuple[int, str, str]]:
    return {(survivor.line, survivor.before, survivor.after) for survivor in report.survivors}


def alone(judge: LocalJudge, source: Source, contract: Contract) -> set[tuple[int, str, str]]:
    """The survivors as ordinary runs tell them, a run of its own for each mutant."""
    contract = replace(contract, stop_early=True)
    found = mutants(source.text)
    return {(m.line, m.before, m.after) for m in found if judge.judge(Source(text=m.text), contract).accepted}


MAX3 = Source(
    text="""\
def larger(a, b):
    if a > b:
        return a
    return b


def f(a, b, c):
    return larger(larger(a, b), c)
"""
)
MAX3_CASES = calls(((1, 2, 3), 3), ((3, 2, 1), 3), ((1, 3, 2), 3), ((-1, -2, -3), -1))
SEARCH = Source(
    text="""\
def f(items, target):
    low, high = 0, len(items) - 1
    while low <= high:
        middle = (low + high) // 2
        if items[middle] == target:
            return middle
        if items[middle] < target:
            low = middle + 1
        else:
            high = middle - 1
    return -1
"""
)
SEARCH_CASES = calls(
    (([1, 3, 5, 7], 5), 2),
    (([1, 3, 5, 7], 1), 0),
    (([1, 3, 5, 7], 7), 3),
    (([1, 3, 5, 7], 4), -1),
    (([], 4), -1),
    (([2], 3), -1),
    limits=Limits(cpu_s=0.1, wall_s=3),
)
