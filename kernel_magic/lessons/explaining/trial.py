"""Trying example calls in the judge: which of them shows most of the code, and what is to be said about its run.

A run without the recorder comes first: how it ended (too much time, memory, output) is told by the operating system,
and a second run that comes to something else shows that chance or the clock plays a part.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kernel_magic.core.ports import Progress
from kernel_magic.core.problem import Contract, Limits, TestCase, timed
from kernel_magic.core.source import Source
from kernel_magic.core.trace import Trace
from kernel_magic.core.verdict import CaseResult, JudgeReport, Verdict
from kernel_magic.lessons.explaining.example_call import ExampleCall
from kernel_magic.lessons.work import Work

_TRACED = 4
"""Calls of one origin that are traced."""
_EASY = 120
"""Steps up to which a trace is easy to follow."""
_BRIEF = timed(Limits(), 1.0)
"""For calls that nobody asked for."""
_GUESSED = ("model", "made")
_RETURNED = 2
_MISFITS = ("TypeError", "AttributeError", "NameError", "KeyError", "IndexError")
"""What a made call ends with where its values are of the wrong kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A call and its runs."""

    call: ExampleCall
    result: CaseResult
    """Of the run without the recorder."""
    trace: Trace | None

    @property
    def usable(self) -> bool:
        """Whether some of the code was seen to run."""
        return self.trace is not None and bool(self.trace.steps)

    @property
    def differs(self) -> bool:
        """Whether two runs that both came to an end came to different ends."""
        trace, seen = self.trace, self.result.observed
        if trace is None or trace.truncated or seen is None:
            return False
        if seen.kind == "returned" and trace.result is not None:
            return (seen.text, self.result.stdout) != (trace.result, trace.output)
        if seen.kind == "printed":
            return seen.text.split() != trace.output.split()
        return seen.kind == "raised" and trace.raised is not None and seen.text.split(":")[0] != trace.raised


def best_run(
    groups: Sequence[Sequence[ExampleCall]], work: Work, *, max_steps: int
) -> tuple[Tried | None, JudgeReport]:
    """The run that shows most, of the first group that has one; and the last report, which says why there is none."""
    report = JudgeReport(verdict=Verdict.IE, cases=(), isolation=work.judge.isolation())
    misfits: list[Tried] = []
    for group in [part for each in groups for part in _parts(each)]:
        work.report(Progress(stage="judge", message=f"trying {group[0].case.name}s"))
        report = _judged(group, work)
        found = _tried(group, report, work, max_steps)
        best = max(found, key=_value, default=None)
        if best is not None and _worth(best.call, best.result) > 0:
            return _alone(best, len(group), work), report
        misfits += found
    return max(misfits, key=_value, default=None), report


def _parts(group: Sequence[ExampleCall]) -> list[Sequence[ExampleCall]]:
    """Made calls are tried a few at a time: where one of the likely ones shows something, the others are not run."""
    size = _TRACED if group and group[0].origin in _GUESSED else len(group)
    return [group[at : at + size] for at in range(0, len(group), max(size, 1))]


def _value(tried: Tried) -> tuple[int, int, int]:
    return _worth(tried.call, tried.result), _reached(tried), _shows(tried)


def _alone(tried: Tried, together: int, work: Work) -> Tried:
    """The call with a result of its own: calls that share a process may have left something for each other."""
    if together == 1 or tried.result.verdict not in (Verdict.AC, Verdict.RTE):
        return tried
    report = _judged([tried.call], work)
    return replace(tried, result=report.cases[0]) if report.cases else tried


def _judged(group: Sequence[ExampleCall], work: Work) -> JudgeReport:
    cases = tuple(replace(each.case, name=f"{each.case.name} {number}") for number, each in enumerate(group, 1))
    return work.judge.judge(Source(text=group[0].program), _contract(group[0], cases), cancelled=work.cancelled)


def _contract(call: ExampleCall, cases: tuple[TestCase, ...]) -> Contract:
    return Contract(cases=cases, limits=_BRIEF if call.origin in _GUESSED else Limits())


def _tried(group: Sequence[ExampleCall], report: JudgeReport, work: Work, max_steps: int) -> list[Tried]:
    """The usable runs of a group; where one came to its end, those that did not are not looked at."""
    if len(report.cases) < len(group):
        return []
    pairs = sorted(zip(group, report.cases, strict=True), key=lambda pair: -_worth(*pair))
    found: list[Tried] = []
    for call, result in pairs[:_TRACED]:
        if found and _worth(call, result) < _RETURNED:
            break
        work.report(Progress(stage="explain", message="recording a run"))
        contract = _contract(call, (call.case,))
        trace = work.judge.trace(Source(text=call.program), call.case, contract, max_steps=max_steps)
        tried = Tried(call=call, result=result, trace=trace)
        if tried.usable:
            found.append(tried)
    return found


def _worth(call: ExampleCall, result: CaseResult) -> int:
    """Runs that came to their end first; a wrong kind of value in a call that nobody asked for shows nothing."""
    if result.verdict is Verdict.AC:
        return _RETURNED
    misfit = call.origin in _GUESSED and result.observed is not None and result.observed.text.startswith(_MISFITS)
    return 0 if misfit or result.message.startswith("not run") else 1


def _reached(tried: Tried) -> int:
    steps = tried.trace.steps if tried.trace else ()
    return len({step.line for step in steps if step.event == "line"})


def _shows(tried: Tried) -> int:
    """How many different values its variables have; a long trace is hard to follow, however much it shows."""
    steps = tried.trace.steps if tried.trace else ()
    if len(steps) > _EASY:
        return -len(steps)
    return len({(step.function, name, value) for step in steps for name, value in step.variables.items()})
