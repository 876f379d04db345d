"""Mutants that the tests of an item let live, tried on further inputs: one of them kills, or there is no difference.

No difference says something only where the mutated place was reached: in code that no input runs, everything behaves
like the reference. Whether a survivor really is another program, nobody knows: what is found is what so many inputs
show.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kernel_magic.core.exercise import CourseItem, ExerciseTest, MutationReport, Survivor
from kernel_magic.core.problem import TestCase
from kernel_magic.core.source import Source
from kernel_magic.core.verdict import CaseResult, Verdict
from kernel_magic.lessons.exercising.bench import contract_for
from kernel_magic.lessons.exercising.further_inputs import INPUTS, telling_inputs, varied_inputs
from kernel_magic.lessons.exercising.statement_examples import broken_examples, sound_examples
from kernel_magic.lessons.work import Work

_SHOWN = "an example of the statement tells it apart, and no test has it: {line}"
_NOT_THERE = "{nothing} comes there; write a test that does"
_KILLED = "{call} tells it apart; test that"
_PRINTS = "on {call} it prints something else; results alone do not show that, test what is printed"
_ONE_WAY = "{nothing} makes this condition come out both ways; write a test that does"


def weighed(item: CourseItem, tests: Sequence[ExerciseTest], report: MutationReport, work: Work) -> MutationReport:
    """The report with what further inputs say of each survivor, where the tests are to stay what they are.

    Raises:
        Cancelled: the person interrupted.
    """
    if not report.survivors:
        return report
    trial = Trial(item, tests, telling_inputs(item, tests, work, count=INPUTS), work)
    left = []
    for survivor in report.survivors:
        found = trial.of(survivor)
        if isinstance(found, TestCase):
            found = replace(survivor, doubt=_KILLED.format(call=found.text), probes=())
        left.append(found)
    return replace(report, survivors=tuple(left))


class Trial:
    """Tries the survivors of one item."""

    def __init__(self, item: CourseItem, tests: Sequence[ExerciseTest], inputs: Sequence[TestCase], work: Work) -> None:
        """Nothing runs yet.

        Args:
            item: whose reference was mutated.
            tests: what the mutants survived.
            inputs: further cases, with what right solutions do there.
            work: where they run.
        """
        self._item = item
        self._asked = tuple(case for test in tests for case in test.cases)
        self._inputs = tuple(inputs)
        self._work = work
        self._varied = tuple(varied_inputs(item, tests, work))
        self._nothing = "no test and no made input" if self._inputs or self._varied else "no test"
        self._task = sound_examples(item, work)
        self._printed: list[list[str] | None] | None = None
        self._accepted: dict[str, bool] = {}
        """Whether every case accepts a probe."""

    def of(self, survivor: Survivor) -> Survivor | TestCase:
        """The smallest input that kills a survivor; or the survivor with what is to be said of it.

        Raises:
            Cancelled: the person interrupted.
        """
        results = self._judged(survivor.text, self._inputs)
        killer = _smallest(self._inputs, results)
        if killer is not None:
            return killer
        doubt = self._shown(survivor) or self._otherwise(survivor) or self._doubt(survivor) or self._printing(results)
        tried = len({case.name for case in (*self._inputs, *self._varied)})
        equivalent = tried > 0 and not doubt
        return replace(survivor, equivalent=equivalent, tried=tried if equivalent else 0, doubt=doubt, probes=())

    def _shown(self, survivor: Survivor) -> str:
        """Which example of the statement speaks against a survivor; empty where none does."""
        if self._task is None:
            return ""
        source = Source(text=survivor.text)
        lines = broken_examples(source, "the mutant", self._item, self._task, self._work)
        return _SHOWN.format(line=lines[0]) if lines else ""

    def _otherwise(self, survivor: Survivor) -> str:
        """With which other values a test with statements speaks against a survivor; empty where none does."""
        killer = _smallest(self._varied, self._judged(survivor.text, self._varied))
        return _KILLED.format(call=killer.text) if killer is not None else ""

    def _doubt(self, survivor: Survivor) -> str:
        """Why the inputs say nothing about a survivor that they accept; empty where they do."""
        place, *outcomes = survivor.probes or ("",)
        if place and self._is_accepted(place):
            return _NOT_THERE.format(nothing=self._nothing)
        if any(self._is_accepted(outcome) for outcome in outcomes):
            return _ONE_WAY.format(nothing=self._nothing)
        return ""

    def _printing(self, results: Sequence[CaseResult]) -> str:
        """Why results are not all that there is to see; empty where the reference prints nothing, or the same."""
        for case, wanted, result in zip(self._inputs, self._output(), results, strict=True):
            if wanted is not None and wanted != result.stdout.split():
                return _PRINTS.format(call=case.text)
        return ""

    def _output(self) -> list[list[str] | None]:
        """The words that every right solution prints on each input; None where they part, or none is printed at all."""
        if self._printed is None:
            programs = (self._item.reference, *(named.source for named in self._item.alternatives))
            runs = [self._judged(program.text, self._inputs) for program in programs]
            words = [[result.stdout.split() for result in results] for results in zip(*runs, strict=True)]
            prints = any(first for first, *_ in words)
            self._printed = [
                first if prints and others.count(first) == len(others) else None for first, *others in words
            ]
        return self._printed

    def _is_accepted(self, probe: str) -> bool:
        if probe not in self._accepted:
            results = self._judged(probe, (*self._asked, *self._inputs, *self._varied), stop_early=True)
            accepted = all(result.verdict is Verdict.AC for result in results)
            if accepted and self._task is not None:
                accepted = not broken_examples(Source(text=probe), "it", self._item, self._task, self._work)
            self._accepted[probe] = accepted
        return self._accepted[probe]

    def _judged(self, text: str, cases: tuple[TestCase, ...], *, stop_early: bool = False) -> tuple[CaseResult, ...]:
        if not cases:
            return ()
        contract = replace(contract_for(self._item, self._item.function, cases), stop_early=stop_early)
        report = self._work.judge.judge(Source(text=text), contract, cancelled=self._work.cancelled)
        self._work.stop_if_asked()
        return report.cases


def _smallest(cases: Sequence[TestCase], results: Sequence[CaseResult]) -> TestCase | None:
    """The shortest case that was not accepted."""
    accepted = (Verdict.AC, Verdict.IE)
    failing = [case for case, result in zip(cases, results, strict=True) if result.verdict not in accepted]
    return min(failing, key=lambda case: (len(case.text), case.text), default=None)
