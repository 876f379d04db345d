"""Who takes part in a comparison, and what the judge says of each: all on the same terms, whoever wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kernel_magic.core.contest import Problem, Submission
from kernel_magic.core.errors import InputError
from kernel_magic.core.ports import Progress
from kernel_magic.core.problem import Contract
from kernel_magic.core.verdict import JudgeReport, Verdict
from kernel_magic.lessons.options import CompareOptions
from kernel_magic.lessons.work import Work

_IDEA = re.compile(r"\s*(?:#|//)\s*idea:\s*([^\n]{1,300})")
_DETAILS = re.compile(r": | \(")
_LONGEST_IDEA = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Contender:
    """A program and the judge's report on the problem's cases."""

    submission: Submission
    report: JudgeReport

    @property
    def slowest_s(self) -> float:
        """Processor seconds of its slowest case."""
        return max((case.cpu_s for case in self.report.cases), default=0.0)


def contract_for(problem: Problem, submission: Submission) -> Contract:
    """How a program is judged: samples first, and no case after the first one that is not accepted."""
    return Contract(
        language=submission.source.language,
        function=submission.source.entry_point,
        cases=problem.cases,
        checker=problem.checker,
        limits=problem.limits,
        stop_early=True,
    )


def gathered(problem: Problem, own: Sequence[Submission], options: CompareOptions) -> tuple[Submission, ...]:
    """The folder's submissions and a person's own, with names that are unique.

    Raises:
        InputError: a person's own program is empty.
    """
    for submission in own:
        if not submission.source.text.strip():
            raise InputError(f"The program {submission.name!r} is empty.", "Write it first, or leave it out.")
    folder = [item for item in problem.submissions if options.which == "all" or Verdict.AC in item.expected]
    named = with_unique_names(own, taken=[item.name for item in folder])
    everyone = (*named, *with_unique_names(folder, taken=[item.name for item in named]))
    return tuple(replace(item, idea=item.idea or idea_said(item.source.text)) for item in everyone)


def idea_said(text: str) -> str:
    """What a program's first comment calls its idea (`# idea: hashing: remember …`), in a few words; else nothing."""
    found = _IDEA.match(text)
    if found is None:
        return ""
    idea = _DETAILS.split(found[1], maxsplit=1)[0].strip()
    return idea if len(idea) <= _LONGEST_IDEA else idea[: _LONGEST_IDEA - 1].rstrip() + "…"


def with_unique_names(submissions: Iterable[Submission], *, taken: Sequence[str]) -> tuple[Submission, ...]:
    """The same with a number where a name is taken already: `sorting.py`, `sorting 2.py`, `hashing 2 (model)`."""
    used = set(taken)
    named: list[Submission] = []
    for item in submissions:
        name, number = item.name, 1
        while name in used:
            number += 1
            name = _numbered(item.name, number)
        used.add(name)
        named.append(replace(item, name=name))
    return tuple(named)


def judged(
    problem: Problem, submissions: Sequence[Submission], work: Work
) -> tuple[tuple[Contender, ...], tuple[str, ...]]:
    """The judge's reports, and the names of those nothing can be said about, with the reason."""
    refused = _languages_refused(submissions, work)
    contenders: list[Contender] = []
    unjudged: list[str] = []
    for index, submission in enumerate(submissions):
        reason = refused.get(submission.source.language)
        if reason is not None:
            unjudged.append(f"{submission.name} ({reason})")
            continue
        message = f"running {submission.name}"
        work.report(Progress(stage="judge", message=message, done=index, total=len(submissions)))
        report = work.judge.judge(submission.source, contract_for(problem, submission), cancelled=work.cancelled)
        work.stop_if_asked()
        if report.verdict is Verdict.IE:
            failure = report.first_failure
            unjudged.append(f"{submission.name} ({(failure and failure.message) or 'the judge failed'})")
        else:
            contenders.append(Contender(submission=submission, report=report))
    return tuple(contenders), tuple(unjudged)


def _numbered(name: str, number: int) -> str:
    stem, mark, rest = name.partition(" (")
    if mark:
        return f"{stem} {number} ({rest}"
    stem, dot, suffix = name.rpartition(".")
    return f"{stem} {number}.{suffix}" if dot else f"{name} {number}"


def _languages_refused(submissions: Sequence[Submission], work: Work) -> dict[str, str]:
    """Languages that cannot be judged here, with the reason. Asked only where something else than Python takes part."""
    wanted = {item.source.language for item in submissions} - {"python"}
    if not wanted:
        return {}
    work.report(Progress(stage="judge", message="looking for compilers"))
    return {
        offer.language: offer.detail or f"{offer.language} is not offered on this machine"
        for offer in work.judge.languages()
        if offer.language in wanted and not offer.offered
    }
