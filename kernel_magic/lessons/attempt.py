"""The loop that all actions share: propose, judge, repair, and look for a second witness.

Drafts come in here and attempts with reports go out: nothing leaves this module as a solution that the judge has not
accepted. Drafts of the first round answer the task itself; while none is accepted the closest one is repaired from its
smallest failing case; once one is accepted, independent programs are sought that must compute the same on generated
inputs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kernel_magic.core.chat import SamplingParams
from kernel_magic.core.draft import SolutionDraft
from kernel_magic.core.errors import BackendError
from kernel_magic.core.lesson import Attempt, Counterexample, Task, Witness
from kernel_magic.core.ports import Progress
from kernel_magic.core.problem import Contract, TestCase
from kernel_magic.core.source import Source
from kernel_magic.core.verdict import Verdict
from kernel_magic.lessons.agreement import Agreement, Behaviour, Panel, observe
from kernel_magic.lessons.code_blocks import split
from kernel_magic.lessons.conditions import within_the_task
from kernel_magic.lessons.failure import counted, counterexample_of, failure_sentence, passed, rejection
from kernel_magic.lessons.normal_form import fingerprint
from kernel_magic.lessons.parse import program_in
from kernel_magic.lessons.prompts import prompt, sha256_of
from kernel_magic.lessons.signature import changes_arguments, function_defined, prototype_cases
from kernel_magic.lessons.task_text import contract_text, full_text
from kernel_magic.lessons.work import Work

_GOOD_STEPS = 3
_SEED_STRIDE = 100
"""Rounds draw from seeds this far apart, so that no two rounds repeat a sample."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the search came to. `chosen` is accepted, or, where nothing was, the closest attempt; None: no program."""

    task: Task
    attempts: tuple[Attempt, ...]
    chosen: Attempt | None
    accepted: bool
    witnesses: tuple[Witness, ...]
    dissent: Counterexample | None
    """An input on which another accepted candidate computes something else than the chosen one."""
    gap: Counterexample | None
    """An input for which the task leaves open what is right."""
    prompt_sha256: str


class Search:
    """One search for a solution of one task, or for witnesses for an answer that somebody gave."""

    def __init__(self, task: Task, work: Work, *, answer: Source | None = None) -> None:
        """With an `answer`, that is what the result is about: candidates serve as its witnesses only."""
        self.task = task
        self.work = work
        self.answer = answer
        self.attempts: list[Attempt] = []
        self.inputs: tuple[TestCase, ...] = ()
        self.panel: Panel | None = None
        self.favourite: int | None = None
        self.agreement: Agreement | None = None
        self.prompt_sha256 = ""
        self._round = 0

    def run(self) -> Found:
        """Propose, judge and repair until the witnesses are strong or the budget is spent.

        A model that fails once something was accepted costs witnesses, not the result; a note says so.
        """
        if self.answer is not None and not self._judge_answer(self.answer):
            return self._found()
        try:
            self._draft_and_compare()
        except BackendError as error:
            if not self._accepted():
                raise
            note = f"The model failed before all solutions to compare with were written: {error.message}"
            self.task = replace(self.task, notes=(note, *self.task.notes))
        return self._found()

    def _draft_and_compare(self) -> None:
        self._propose("solve", f"drafting {counted(self.work.options.candidates, 'candidate')}")
        self._agree()
        while self._round < self.work.options.rounds and not self._settled() and not self.work.out_of_time():
            self._round += 1
            if self._accepted():
                self._propose(self._witness_prompt(), "drafting independent solutions to compare with")
            elif (closest := self._closest()) is not None:
                self._repair(closest)
            else:
                self._propose("solve", "drafting again: no draft held a program")
            self._agree()

    # -- propose and judge

    def _judge_answer(self, answer: Source) -> bool:
        """Judge the given answer as attempt 1; whether it is worth a witness and a model is there to give one."""
        if self.task.function is None and not self.task.cases:
            self.task = replace(self.task, function=function_defined(answer.text))
        self.work.report(Progress(stage="judge", message=f"running your answer on {self._examples()}"))
        self.attempts.append(self._judged(SolutionDraft(number=1, round=0, source=answer)))
        return self.work.backend is not None and self.attempts[0].outcome != "no_code" and not self._refuted()

    def _refuted(self) -> bool:
        return bool(self.task.cases) and self.attempts[0].outcome != "accepted"

    def _propose(self, name: str, message: str, **values: str) -> None:
        options = self.work.options
        seed = None if options.seed is None else options.seed + self._round * _SEED_STRIDE
        sampling = SamplingParams(temperature=options.temperature, top_p=0.95, max_tokens=options.max_tokens, seed=seed)
        asked = prompt(name, sampling, task=full_text(self.task), contract=contract_text(self.task), **values)
        self.prompt_sha256 = self.prompt_sha256 or sha256_of(asked)
        progress = Progress(stage="repair" if name == "repair" else "draft", message=message)
        completions = self.work.complete(asked, progress, n=options.candidates)
        drafts = [self._draft(completion.text, index) for index, completion in enumerate(completions)]
        self._name_function(drafts)
        for index, draft in enumerate(drafts, 1):
            self.work.report(
                Progress(stage="judge", message=self._judging(index, len(drafts)), done=index - 1, total=len(drafts))
            )
            self.attempts.append(self._judged(draft))

    def _draft(self, completion: str, index: int) -> SolutionDraft:
        program = program_in(completion, self.task.function)
        source = Source(text=program or "", language=self.task.language, entry_point=self.task.function)
        return SolutionDraft(number=len(self.attempts) + index + 1, round=self._round, source=source)

    def _name_function(self, drafts: Sequence[SolutionDraft]) -> None:
        """Where neither the text nor the examples name a function, the drafts do."""
        if self.task.function is not None or self.task.cases:
            return
        name = next((name for draft in drafts if (name := function_defined(draft.source.text))), None)
        self.task = replace(self.task, function=name)

    def _judging(self, index: int, count: int) -> str:
        return f"running candidate {index} of {count} on {self._examples()}"

    def _examples(self) -> str:
        return counted(len(self.task.cases), "example")

    def _judged(self, draft: SolutionDraft) -> Attempt:
        source = replace(draft.source, entry_point=self.task.function)
        base = Attempt(number=draft.number, round=draft.round, source=source, report=None, outcome="no_code")
        if not source.text.strip():
            return replace(base, message="The model's reply held no program for this task.")
        if not self.task.cases:
            return replace(base, outcome="rejected", message="There is no example to judge it on.")
        report = self.work.judge.judge(source, self.contract(self.task.cases), cancelled=self.work.cancelled)
        self.work.stop_if_asked()
        if report.accepted:
            return replace(base, report=report, outcome="accepted", message="Passes every example.")
        return replace(
            base,
            report=report,
            outcome="rejected",
            message=rejection(report),
            counterexample=counterexample_of(report, self.task),
        )

    def contract(self, cases: tuple[TestCase, ...]) -> Contract:
        """How programs for this task are judged on these cases."""
        return Contract(
            language=self.task.language, function=self.task.function, cases=cases, checker=self.task.checker
        )

    def _repair(self, closest: Attempt) -> None:
        if closest.report is None:
            self._propose("solve", "drafting again")
            return
        self._propose(
            "repair",
            f"repairing the closest candidate: {closest.message}",
            code=closest.source.text,
            failure=failure_sentence(closest.report, self.task),
        )

    def _closest(self) -> Attempt | None:
        """The attempt that passes most examples; of equals the shortest, then the first."""
        able = [attempt for attempt in self.attempts if attempt.source.text]
        return max(
            able, key=lambda attempt: (passed(attempt.report), -len(attempt.source.text), -attempt.number), default=None
        )

    # -- agree

    def _accepted(self) -> list[Attempt]:
        """Accepted attempts; without any example, every attempt that runs on the generated inputs."""
        if self.task.cases:
            return [attempt for attempt in self.attempts if attempt.outcome == "accepted"]
        return [attempt for attempt in self.attempts if attempt.number in self.behaviours]

    def _independent(self) -> list[Attempt]:
        """Attempts that may be compared, one for each program that is really another one."""
        able = self.attempts if not self.task.cases else self._accepted()
        first: dict[str, Attempt] = {}
        for attempt in able:
            if attempt.source.text:
                first.setdefault(fingerprint(attempt.source.text), attempt)
        return list(first.values())

    def _agree(self) -> None:
        """Run every independent accepted program on the same generated inputs, and compare."""
        independent = self._independent()
        if not independent:
            return
        if self.panel is None:
            self.inputs = self._generated(independent)
            self.panel = Panel(self.work.judge, self.inputs, self.task)
        if not self.inputs:
            return
        message = f"running {counted(len(independent), 'candidate')} on {len(self.inputs)} generated inputs"
        for attempt in independent:
            if attempt.number not in self.behaviours:
                self.work.report(Progress(stage="agree", message=message))
                behaviour = observe(
                    self.work.judge,
                    attempt.source,
                    self.contract(self.inputs),
                    number=attempt.number,
                    cancelled=self.work.cancelled,
                )
                self.work.stop_if_asked()
                if self.task.cases or _answers(behaviour):
                    self.panel.behaviours[attempt.number] = behaviour
        if self.behaviours:
            given = self.answer is not None and 1 in self.behaviours
            self.favourite = 1 if given else max(self.panel.favourites(), key=self._worth_teaching)
            self.agreement = self.panel.agreement(self.favourite)

    @property
    def behaviours(self) -> dict[int, Behaviour]:
        """What each independent program did on the generated inputs, by the attempt's number."""
        return self.panel.behaviours if self.panel is not None else {}

    def _worth_teaching(self, number: int) -> tuple[bool, int, int, int]:
        """Of answers that are trusted alike: one that leaves its arguments alone, with a few steps, and not long.

        A one-liner teaches little; a function that changes the caller's lists surprises who calls it.
        """
        text = next(attempt.source.text for attempt in self.attempts if attempt.number == number)
        steps = min(len(split(text)), _GOOD_STEPS)
        return not changes_arguments(text, self.task.function), steps, -len(text), -number

    def _generated(self, independent: Sequence[Attempt]) -> tuple[TestCase, ...]:
        known = self.task.cases or prototype_cases(independent[0].source.text, self.task.function)
        seed = self.work.options.seed or 0
        made = self.work.judge.inputs_like(known, seed=seed, count=self.work.options.generated_inputs)
        return within_the_task(made, self.task)

    def _settled(self) -> bool:
        return self.agreement is not None and self.agreement.witness.holds

    def _witness_prompt(self) -> str:
        """Another way to write it than the accepted ones: loops where they call, calls where they loop."""
        first = self._accepted()[0].source.text
        loops = "for " in first or "while " in first
        return "witness_builtin" if loops == (self._round % 2 == 1) else "witness_plain"

    # -- the result

    def _found(self) -> Found:
        accepted = self._accepted()
        by_number = {attempt.number: attempt for attempt in self.attempts}
        if self.favourite is not None:
            chosen: Attempt | None = by_number[self.favourite]
        elif self.answer is not None:
            chosen = self.attempts[0]
        else:
            chosen = accepted[0] if accepted else self._closest()
        attempts = tuple(self._final(attempt, chosen) for attempt in self.attempts)
        return Found(
            task=self.task,
            attempts=attempts,
            chosen=next((attempt for attempt in attempts if chosen and attempt.number == chosen.number), None),
            accepted=bool(accepted),
            witnesses=self._witnesses(chosen),
            dissent=self.agreement.dissent if self.agreement else None,
            gap=self.agreement.gap if self.agreement else None,
            prompt_sha256=self.prompt_sha256 or "0" * 64,
        )

    def _final(self, attempt: Attempt, chosen: Attempt | None) -> Attempt:
        """The attempt with what the comparison showed: who parts from the chosen one, and where."""
        if self.panel is None or chosen is None or attempt.number not in self.behaviours:
            return attempt
        if not self.task.cases:
            report = self.behaviours[attempt.number].report
            attempt = replace(attempt, report=report, outcome="accepted", message="Runs on generated inputs.")
        mine, theirs = self.behaviours[chosen.number], self.behaviours[attempt.number]
        differences = self.panel.compare(mine, theirs).differences
        if not differences:
            return attempt
        example = self.panel.difference(differences[0], theirs, mine, f"candidate {chosen.number}")
        message = f"Computes something else than candidate {chosen.number} on {len(differences)} generated inputs."
        return replace(attempt, outcome="outvoted", message=message, counterexample=example)

    def _witnesses(self, chosen: Attempt | None) -> tuple[Witness, ...]:
        found = []
        if self.task.cases:
            report = chosen.report if chosen else None
            found.append(Witness(kind="examples", cases=len(self.task.cases), agreed=passed(report)))
        if self.agreement is not None:
            found.append(self.agreement.witness)
        return tuple(found)


def _answers(behaviour: Behaviour) -> bool:
    """Whether a program without examples to pass at least returns something on half of the inputs."""
    return 2 * sum(result.verdict is Verdict.AC for result in behaviour.results) >= len(behaviour.results)
