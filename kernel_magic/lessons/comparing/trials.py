"""What is tried with programs once they are judged: stress against an oracle, and measured growth.

The oracle is the folder's `reference`, or the slowest accepted program that somebody vouches for: slow ones are simple,
and simple ones are seldom wrong in the same way. Where nobody vouches for any, accepted programs that part from each
other are wrong until more of the others are on one side: a verdict of ours must not rest on one program's word.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from kernel_magic.core.comparison import StressPlan, StressReport
from kernel_magic.core.contest import Problem
from kernel_magic.core.errors import IsolationError, JudgeError
from kernel_magic.core.growth import Growth, ProgramGrowth
from kernel_magic.core.ports import OnProgress, Progress
from kernel_magic.core.verdict import Verdict
from kernel_magic.lessons.comparing.contenders import Contender
from kernel_magic.lessons.options import CompareOptions
from kernel_magic.lessons.work import Work

_WORTH_SHRINKING = (Verdict.WA, Verdict.RTE)
"""Verdicts of programs whose smallest failing input is looked for."""


class Tryout:
    """The trials of one problem's programs."""

    def __init__(self, problem: Problem, work: Work, options: CompareOptions) -> None:
        self._problem = problem
        self._work = work
        self._options = options
        self._growth_fault = ""

    # -- stress

    def stressed(self, contenders: Sequence[Contender], right: Collection[str]) -> tuple[str, dict[str, StressReport]]:
        """The oracle's name, empty where there is none, and the stress report of each program that was tried.

        `right` names those that nothing speaks against so far: the oracle is one of them.
        """
        accepted = [item for item in contenders if item.submission.name in right]
        trusted = [item for item in accepted if _vouched_for(item)] or accepted
        oracle = _oracle(trusted)
        tried = [item for item in contenders if _worth_trying(item)]
        if oracle is None or not self._inputs_can_be_trusted():
            return "", {}
        reports = self._against(oracle, tried)
        parting = [item for item in trusted if _parts(reports.get(item.submission.name))]
        # An interactor decides by itself: what it rejects is wrong, whatever another program does.
        if self._problem.checker.name == "interactive" or 2 * len(parting) < len(trusted):
            _speak_for(oracle, trusted, reports)
            return oracle.submission.name, reports
        other = _oracle(parting) or parting[0]
        against_other = self._against(other, tried)
        against_other[oracle.submission.name] = _mirrored(reports[other.submission.name])
        beside = [item for item in parting if not _parts(against_other.get(item.submission.name))]  # the other included
        if 2 * len(beside) > len(trusted):
            return other.submission.name, against_other
        return oracle.submission.name, _either(reports, against_other)

    def _inputs_can_be_trusted(self) -> bool:
        """Whether generated inputs are sure to lie within the problem: in its generator's or its validator's word.

        An input made in the shape of one or two samples may lie outside, and there nobody fails.
        """
        return bool(self._problem.generators or self._problem.input_validators)

    def _against(self, oracle: Contender, others: Sequence[Contender]) -> dict[str, StressReport]:
        tried = [item for item in others if item is not oracle]
        return {item.submission.name: self._stress(item, oracle, i, len(tried)) for i, item in enumerate(tried)}

    def _stress(self, candidate: Contender, oracle: Contender, index: int, total: int) -> StressReport:
        name = candidate.submission.name
        message = f"trying {name} against {oracle.submission.name}"
        progress = Progress(stage="stress", message=message, done=index, total=total)
        self._work.report(progress)
        generator = self._problem.generator("stress") or self._problem.generator("scale")
        plan = StressPlan(
            candidate=candidate.submission.source,
            oracle=oracle.submission.source,
            limits=self._problem.limits,
            checker=self._problem.checker,
            generator=generator.source if generator else None,
            samples=self._problem.samples,
            input_validators=self._problem.input_validators,
            seed=self._work.options.seed or 0,
            seconds=self._options.stress_seconds,
        )
        try:
            report = self._work.judge.stress(plan, cancelled=self._work.cancelled, on_progress=self._alive(progress))
        except IsolationError:
            raise
        except JudgeError as error:
            report = StressReport(trials=0, seconds=0.0, note=error.message)
        self._work.stop_if_asked()
        return report

    def _alive(self, progress: Progress) -> OnProgress:
        """What the judge tells shows that the work goes on; its counters would be a line each in a log."""
        return lambda _: self._work.on_progress(progress)

    # -- growth

    def measured(self, contenders: Sequence[Contender], stress: Mapping[str, StressReport]) -> dict[str, Growth]:
        """The growth of every program that is not known to be wrong, where the package can make inputs of any size."""
        generator = self._problem.generator("scale")
        if generator is None or not self._options.growth_seconds:
            return {}
        able = [item for item in contenders if _not_wrong(item, stress.get(item.submission.name))]
        found: dict[str, Growth] = {}
        for index, item in enumerate(able):
            message = f"measuring {item.submission.name} at growing sizes"
            progress = Progress(stage="growth", message=message, done=index, total=len(able))
            self._work.report(progress)
            what = ProgramGrowth(
                source=item.submission.source,
                generator=generator.source,
                seed=self._work.options.seed or 0,
                seconds=self._options.growth_seconds,
                limits=self._problem.limits,
            )
            found[item.submission.name] = self._growth(what, progress)
        return found

    def _growth(self, what: ProgramGrowth, progress: Progress) -> Growth:
        nothing = Growth(model=None, runner_up=None, decided=False, samples=(), reason=self._growth_fault)
        if self._growth_fault:
            return nothing
        try:
            growth = self._work.judge.growth(what, cancelled=self._work.cancelled, on_progress=self._alive(progress))
        except IsolationError:
            raise
        except JudgeError as error:
            self._growth_fault = error.message
            growth = Growth(model=None, runner_up=None, decided=False, samples=(), reason=error.message)
        self._work.stop_if_asked()
        return growth


def _vouched_for(contender: Contender) -> bool:
    """Whether the folder says that it is right."""
    submission = contender.submission
    return submission.origin == "folder" and (not submission.expected or Verdict.AC in submission.expected)


def _parts(report: StressReport | None) -> bool:
    """Whether a program prints something else than the oracle; one that dies or does not end is wrong by itself."""
    return report is not None and report.difference is not None and report.difference.verdict is Verdict.WA


def _mirrored(report: StressReport) -> StressReport:
    """The same input on which two programs part, seen from the other one."""
    difference = report.difference
    if difference is None:
        return report
    return replace(report, difference=replace(difference, expected=difference.got, got=difference.expected))


def _either(first: dict[str, StressReport], second: dict[str, StressReport]) -> dict[str, StressReport]:
    """Nobody's word counts: whatever parts from one of two oracles is wrong."""
    parting = {name: report for name, report in second.items() if report.difference and not _parts(first.get(name))}
    return {**second, **first, **parting}


def _speak_for(oracle: Contender, trusted: Sequence[Contender], reports: dict[str, StressReport]) -> None:
    """Where others agree with the oracle, it agrees with them: as many trials as the longest of these tests had."""
    names = [item.submission.name for item in trusted if item is not oracle]
    agreeing = [reports[name] for name in names if reports[name].difference is None and reports[name].trials]
    if agreeing:
        reports[oracle.submission.name] = max(agreeing, key=lambda report: report.trials)


def _oracle(able: Sequence[Contender]) -> Contender | None:
    """The package's reference, else the slowest."""
    named = [item for item in able if item.submission.name.partition(".")[0] == "reference"]
    return max(named or able, key=lambda item: item.slowest_s, default=None)


def _worth_trying(contender: Contender) -> bool:
    return contender.report.accepted or contender.report.verdict in (*_WORTH_SHRINKING, Verdict.TLE)


def _not_wrong(contender: Contender, stress: StressReport | None) -> bool:
    if stress is not None and stress.difference is not None:
        return False
    return contender.report.accepted or contender.report.verdict is Verdict.TLE
