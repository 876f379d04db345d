"""Running the tests of one exercise in the judge, so that each test has a verdict of its own.

All cases of all tests share one call. Where a program ends its run so often that the judge gives up, the tests that
were not reached get a call of their own; so do tests that the judge itself could not run, once.

What students may read about a failing test comes from further runs in which no hidden case takes part: a program that
remembers the arguments of hidden cases could tell them in its answer to a visible one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kernel_magic.core.exercise import Exercise, ExerciseTest
from kernel_magic.core.ports import Cancelled, Judge
from kernel_magic.core.problem import Contract, Limits, TestCase
from kernel_magic.core.source import Source
from kernel_magic.core.verdict import CaseResult, Verdict
from kernel_magic.grading.program import Program, named_cases
from kernel_magic.grading.wording import call_text

_PATIENCE = 4
_COMPUTING = 0.1
"""A program that has used more than this share of its processor time is computing, not waiting."""
_SLOW = frozenset({Verdict.TLE, Verdict.MLE, Verdict.OLE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Failing:
    """A case that a student may see, and what the program did with it."""

    case: TestCase
    result: CaseResult


class Judging:
    """The runs of one program for one exercise."""

    def __init__(self, judge: Judge, exercise: Exercise, program: Program, cancelled: Cancelled | None) -> None:
        self._judge = judge
        self._exercise = exercise
        self._program = program
        self._cancelled = cancelled
        self.load_failure: CaseResult | None = None
        """What loading the program came to, where that failed: it is every test's verdict."""
        self._named = {test.name: list(named_cases(test.name, test.cases, exercise)) for test in exercise.tests}
        self._results: dict[str, CaseResult] = {}

    def run(self) -> None:
        """Run every test.

        Raises:
            JudgeError: the judge may not run anything here.
            Cancelled: `cancelled` said so.
        """
        self._results = self._run([pair for pairs in self._named.values() for pair in pairs])
        if any(result.skipped == "not_loaded" for result in self._results.values()):
            self.load_failure = next(each for each in self._results.values() if not each.skipped)
            return
        for pairs in self._named.values():
            own = {name: self._results[name] for name, _ in pairs}
            again = [(name, case) for name, case in pairs if own[name].verdict is not Verdict.AC]
            if again and not any(_fails(result) for result in own.values()):
                for name, _ in again:
                    del self._results[name]
                # in the test's order, and no further than its first failure: a run that hangs costs its whole time
                self._results |= self._run(again, stop_early=True)
        self._confirm_slow()

    def _confirm_slow(self) -> None:
        """Give a test more of the clock on the wall that failed by it while it was computing: others kept it waiting.

        A program that waits by itself has used next to no processor time by then.
        """
        limits = self._exercise.limits
        patient = replace(limits, wall_s=_PATIENCE * max(limits.wall_s, limits.cpu_s))
        for pairs in self._named.values():
            own = {name: self._results[name] for name, _ in pairs if name in self._results}
            failed = [result for result in own.values() if _fails(result)]
            if failed and all(each.reason == "wall" and each.cpu_s > _COMPUTING * limits.cpu_s for each in failed):
                again = [(name, case) for name, case in pairs if name not in own or own[name].verdict is not Verdict.AC]
                self._results |= self._run(again, stop_early=True, limits=patient)

    def of_test(self, test: ExerciseTest) -> list[tuple[TestCase, CaseResult | None]]:
        """The cases of a test, with what each came to; None: it was not run."""
        found = [self._results.get(name) for name, _ in self._named[test.name]]
        return [
            (case, result if result is not None and (self.load_failure or not result.skipped) else None)
            for case, result in zip(test.cases, found, strict=True)
        ]

    def shown(self, failing: Sequence[tuple[ExerciseTest, CaseResult]]) -> dict[str, Failing]:
        """For each failing test the smallest case that may be shown and fails as well, run without any hidden case."""
        answering = {test.name: _may_be_shown(test) for test, result in failing if _tells(result)}
        found = self._failing(answering, stop_early=False)
        for test, result in failing:
            if result.verdict in _SLOW and test.visible:
                # what is said about it are the judge's own words, whatever else ran
                slow = [(case, own) for case, own in self.of_test(test) if own is not None and own.verdict in _SLOW]
                found[test.name] = min((Failing(case=case, result=own) for case, own in slow), key=self._size)
            elif result.verdict in _SLOW:
                found |= self._failing({test.name: test.public}, stop_early=True)
        return found

    def _size(self, failing: Failing) -> int:
        return len(call_text(failing.case, self._exercise.function))

    def _failing(self, tests: Mapping[str, tuple[TestCase, ...]], *, stop_early: bool) -> dict[str, Failing]:
        plain = {name: dict(enumerate(cases)) for name, cases in tests.items()}
        run = [pair for name, cases in tests.items() for pair in named_cases(name, cases, self._exercise)]
        results = self._run(run, stop_early=stop_early) if run else {}
        found: dict[str, Failing] = {}
        for test, cases in plain.items():
            failed = [
                Failing(case=case, result=result)
                for number, case in cases.items()
                if (result := results.get(f"{test}/{number}")) is not None and _fails(result)
            ]
            if failed:
                found[test] = min(failed, key=self._size)
        return found

    def _run(
        self, cases: list[tuple[str, TestCase]], *, stop_early: bool = False, limits: Limits | None = None
    ) -> dict[str, CaseResult]:
        exercise = self._exercise
        contract = Contract(
            function=exercise.function or None,
            cases=tuple(case for _, case in cases),
            checker=exercise.checker,
            limits=limits or exercise.limits,
            files=exercise.files,
            stop_early=stop_early,
            alone=exercise.kind == "tests",
            notebook=True,
        )
        report = self._judge.judge(Source(text=self._program.text), contract, cancelled=self._cancelled)
        return {result.name: result for result in report.cases}


def _fails(result: CaseResult) -> bool:
    """Whether a case was run, and the program is to blame for what came."""
    return result.verdict not in (Verdict.AC, Verdict.IE) and not result.skipped


def _tells(result: CaseResult) -> bool:
    """Whether another run may say more about a failure: it ended with an answer, or with an exception."""
    return result.verdict in (Verdict.WA, Verdict.RTE) and result.reason not in ("security", "missing_function")


def _may_be_shown(test: ExerciseTest) -> tuple[TestCase, ...]:
    return (*test.cases, *test.public) if test.visible else test.public
