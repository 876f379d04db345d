"""Different ideas from a model: it is asked for approaches, then for a whole program for each of them.

What comes out has a judge's report with it, and only that counts. Of each approach every accepted program goes on, and
where none was accepted the closest one, after one round of repair. A model that names no approach that is known, or
too few, is asked for the best-known ones by name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kernel_magic.core.chat import Prompt, SamplingParams
from kernel_magic.core.contest import Problem, Submission
from kernel_magic.core.errors import BackendError, PromptTooLongError
from kernel_magic.core.lesson import Task
from kernel_magic.core.ports import Progress
from kernel_magic.core.problem import Prints, Stdin, TestCase
from kernel_magic.core.source import Source
from kernel_magic.core.verdict import Verdict
from kernel_magic.lessons.comparing.approaches import APPROACHES, FALLBACK, Approach, label, named, recognised
from kernel_magic.lessons.comparing.contenders import Contender, contract_for
from kernel_magic.lessons.comparing.program_shape import shape_of
from kernel_magic.lessons.failure import failure_sentence, passed
from kernel_magic.lessons.parse import program_in
from kernel_magic.lessons.prompts import prompt, sha256_of
from kernel_magic.lessons.task_text import contract_text
from kernel_magic.lessons.work import Work

_SEED_STRIDE = 100
_TOKENS_A_LINE = 45
_LINE = re.compile(r"^\W{0,6}(?:\d+\W{1,4})?([^:\n]{2,60}?)\W{0,4}:(.*)$", re.MULTILINE)
_HINT = 160
_SAMPLE = 400
"""Characters of a package's sample that the model sees."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a model wrote: judged programs that take part, and how many drafts there were."""

    contenders: tuple[Contender, ...] = ()
    drafts: int = 0
    accepted: int = 0
    approaches: tuple[str, ...] = ()
    failure: str = ""
    """Why the model could not write all of them; empty where it could."""
    prompt_sha256: str = ""


def ideas_in(text: str, count: int) -> tuple[tuple[Approach, str], ...]:
    """The known approaches that a model's list names, with its hint for each; well-known ones where it names few."""
    found: dict[str, tuple[Approach, str]] = {}
    for match in _LINE.finditer(text):
        approach = recognised(match[1])
        if approach is not None and approach.name not in found:
            hint = " ".join(match[2].split())[:_HINT].strip(" .")
            found[approach.name] = (approach, hint or approach.hint)
    for name in FALLBACK:
        if len(found) >= count:
            break
        approach = named(name)
        found.setdefault(name, (approach, approach.hint))
    return tuple(found.values())[:count]


def task_of(problem: Problem, function: str | None) -> Task:
    """The problem as a task: what prompts and failure sentences speak of. Its cases are the samples."""
    return Task(text=problem.statement, function=function, cases=problem.samples, checker=problem.checker)


class IdeaWriter:
    """One model at work on one problem."""

    def __init__(self, problem: Problem, function: str | None, work: Work, *, ideas: int) -> None:
        self._problem = problem
        self._work = work
        self._ideas = ideas
        self._function = function
        self._task = task_of(problem, function)
        self._text = _with_samples(problem)
        self._round = 0
        self._drafts = 0
        self._accepted = 0
        self._sha256 = ""

    def write(self) -> Written:
        """Ask for approaches, then for a program for each, and let the judge look at all of them.

        Raises:
            ModelError: the model cannot be used, or failed before it wrote anything; the problem is too long for it.
            Cancelled: the person interrupted.
        """
        ideas = self._approaches()
        kept: list[Contender] = []
        failure = ""
        try:
            for number, (approach, hint) in enumerate(ideas, 1):
                if number > 1 and self._work.out_of_time():
                    failure = f"no time was left for {', '.join(item.name for item, _ in ideas[number - 1 :])}"
                    break
                kept += self._programs(approach, hint, f"drafting approach {number} of {len(ideas)}: {approach.name}")
        except BackendError as error:
            if not self._drafts:
                raise
            failure = error.message
        return Written(
            contenders=tuple(kept),
            drafts=self._drafts,
            accepted=self._accepted,
            approaches=tuple(approach.name for approach, _ in ideas),
            failure=failure,
            prompt_sha256=self._sha256,
        )

    def _approaches(self) -> tuple[tuple[Approach, str], ...]:
        known = ", ".join(approach.name for approach in APPROACHES)
        asked = self._prompt("ideas", count=str(self._ideas), known=known)
        sampling = replace(
            asked.sampling, max_tokens=_TOKENS_A_LINE * self._ideas, stop=(f"\n{self._ideas + 1}.",)
        )  # a small model goes on until it has named every approach there is
        asked = replace(asked, sampling=sampling)
        begun = asked.messages[-1].text if asked.messages[-1].role == "assistant" else ""
        completion = self._work.complete(asked, Progress(stage="draft", message="asking for different approaches"))[0]
        return ideas_in(f"{begun}{completion.text}", self._ideas)

    def _programs(self, approach: Approach, hint: str, message: str) -> list[Contender]:
        """What is kept of one approach."""
        asked = self._prompt("approach", name=approach.name, hint=hint)
        contenders = self._judged(
            asked, Progress(stage="draft", message=message), approach, self._work.options.candidates
        )
        closest = max(contenders, key=lambda item: passed(item.report), default=None)
        if closest is None or any(item.report.accepted for item in contenders):
            return _kept(contenders)
        if self._work.options.rounds and self._fails_a_sample(closest) and not self._work.out_of_time():
            failure = failure_sentence(closest.report, self._task)
            asked = self._prompt("repair", code=closest.submission.source.text, failure=failure)
            progress = Progress(stage="repair", message=f"repairing {approach.name}")
            contenders += self._judged(asked, progress, approach, self._work.options.candidates)
        return _kept(contenders)

    def _prompt(self, name: str, /, **values: str) -> Prompt:
        options = self._work.options
        seed = None if options.seed is None else options.seed + self._round * _SEED_STRIDE
        self._round += 1
        sampling = SamplingParams(temperature=options.temperature, top_p=0.95, max_tokens=options.max_tokens, seed=seed)
        asked = prompt(name, sampling, task=self._text, contract=contract_text(self._task), opening="", **values)
        self._sha256 = self._sha256 or sha256_of(asked)
        return asked

    def _judged(self, asked: Prompt, progress: Progress, approach: Approach, count: int) -> list[Contender]:
        """The different programs of one batch of drafts, judged."""
        try:
            completions = self._work.complete(asked, progress, n=count)
        except PromptTooLongError:
            if progress.stage == "repair":  # the program made it too long; without repair it stays as it is
                return []
            raise
        self._drafts += len(completions)
        contenders: dict[str, Contender] = {}
        for number, completion in enumerate(completions, 1):
            program = program_in(completion.text, self._function)
            if program is None:
                continue
            submission = self._submission(program, approach)
            mark = shape_of(submission.source).fingerprint
            if mark in contenders:
                self._accepted += contenders[mark].report.accepted
                continue
            message = f"running draft {number} of {len(completions)} for {approach.name}"
            self._work.report(Progress(stage="judge", message=message, done=number - 1, total=len(completions)))
            contract = contract_for(self._problem, submission)
            report = self._work.judge.judge(submission.source, contract, cancelled=self._work.cancelled)
            self._work.stop_if_asked()
            if report.verdict is not Verdict.IE:
                contenders[mark] = Contender(submission=submission, report=report)
                self._accepted += report.accepted
        return list(contenders.values())

    def _submission(self, program: str, approach: Approach) -> Submission:
        source = Source(text=program, entry_point=self._function)
        idea = label(approach, shape_of(source))
        return Submission(name=f"{idea} (model)", source=source, origin="model", idea=idea)

    def _fails_a_sample(self, contender: Contender) -> bool:
        samples = {case.name for case in self._problem.samples}
        failure = contender.report.first_failure
        return failure is None or not failure.name or failure.name in samples


def _kept(contenders: Sequence[Contender]) -> list[Contender]:
    """The accepted ones; where there is none, the one that came furthest."""
    accepted = [item for item in contenders if item.report.accepted]
    if accepted or not contenders:
        return accepted
    return [max(contenders, key=lambda item: (passed(item.report), -len(item.submission.source.text)))]


def _with_samples(problem: Problem) -> str:
    """The statement, and below it the samples that it does not show itself."""
    shown = "".join(problem.statement.split())
    missing = [case for case in problem.samples if "".join(_given(case).split()) not in shown]
    parts = [f"Sample input:\n{_cut(_given(case))}\nSample output:\n{_cut(_printed(case))}" for case in missing[:3]]
    return "\n\n".join([problem.statement.strip(), *parts])


def _given(case: TestCase) -> str:
    return case.given.text if isinstance(case.given, Stdin) else case.text


def _printed(case: TestCase) -> str:
    return case.expected.text if isinstance(case.expected, Prints) else ""


def _cut(text: str) -> str:
    text = text.rstrip("\n")
    return text if len(text) <= _SAMPLE else text[: _SAMPLE - 1] + "…"
