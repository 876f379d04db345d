"""The loop that all actions share: propose, judge, compare, and try again until the witnesses are strong.

Drafts come in here and attempts with reports go out: nothing leaves this module as a solution that the judge has not
accepted. A round asks for drafts (`schedule`), the judge runs each on the examples, and what passes runs on generated
inputs (`agreement`). An easy task is over after one round; otherwise other readings of the task are tried, the closest
draft is repaired from its smallest failing case, and the budget of rounds, seconds and tokens sets the end.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from kernel_magic.core.chat import SamplingParams
from kernel_magic.core.draft import SolutionDraft
from kernel_magic.core.errors import BackendError
from kernel_magic.core.lesson import Attempt, Counterexample, Support, Task, Witness
from kernel_magic.core.ports import Progress
from kernel_magic.core.problem import Contract, TestCase
from kernel_magic.core.source import Source
from kernel_magic.core.verdict import Verdict
from kernel_magic.lessons.drafting.hard_coded import named_example
from kernel_magic.lessons.drafting.readings import ask, drawn, programs
from kernel_magic.lessons.drafting.schedule import Turn, turns
from kernel_magic.lessons.failure import counted, counterexample_of, failure_sentence, passed, rejection
from kernel_magic.lessons.found import Found
from kernel_magic.lessons.pool import Pool, by_program
from kernel_magic.lessons.prompts import sha256_of
from kernel_magic.lessons.signature import function_defined, prototype_cases
from kernel_magic.lessons.task_text import contract_of
from kernel_magic.lessons.telling.teachable import worth_teaching
from kernel_magic.lessons.witnesses.agreement import BRIEF, Agreement, Behaviour, Panel, observe
from kernel_magic.lessons.witnesses.conditions import within_the_task
from kernel_magic.lessons.witnesses.distinguish import smallest_difference
from kernel_magic.lessons.witnesses.named_values import with_named_values
from kernel_magic.lessons.witnesses.support import is_enough, is_settled, is_settled_against
from kernel_magic.lessons.work import Work

_SEED_STRIDE = 100
"""Turns draw from seeds this far apart, so that no two repeat a sample."""
_SHOWN_INPUT = 200
"""Characters of an input that a prompt quotes."""


class Search:
    """One search for a solution of one task, or for witnesses for an answer that somebody gave."""

    def __init__(
        self,
        task: Task,
        work: Work,
        *,
        answer: Source | None = None,
        enough: Callable[[Support], bool] = is_enough,
        patience: int = 1,
    ) -> None:
        """A search.

        Args:
            task: what is asked for.
            work: the model, the judge, the budget.
            answer: what the result is about; candidates then serve as its witnesses only.
            enough: which support makes the agreement of candidates hold.
            patience: once a candidate is accepted, the budget of tokens holds so many times.
        """
        self._enough = enough
        self._patience = patience
        self.task = task
        self.work = work
        self.answer = answer
        self.pool = Pool()
        self.inputs: tuple[TestCase, ...] = ()
        self.panel: Panel | None = None
        self.favourite: int | None = None
        self.agreement: Agreement | None = None

    def run(self) -> Found:
        """Propose, judge and repair until the witnesses are strong or the budget is spent.

        A model that fails once something was accepted costs witnesses, not the result; a note says so.
        """
        if self.answer is not None and not self._judge_answer(self.answer):
            return self._found()
        asked = self.task
        self._recall()
        try:
            self._draft_and_compare()
        except BackendError as error:
            if not self._accepted():
                raise
            self._note(f"The model failed before all solutions to compare with were written: {error.message}")
        else:
            self._remember(asked)
        return self._found()

    def _note(self, note: str) -> None:
        self.task = replace(self.task, notes=(note, *self.task.notes))

    def _recall(self) -> None:
        """Drafts that were made for this task before are witnesses for another answer to it."""
        memory = self.work.memory
        earlier = memory.find(self.task, self.work.options) if memory and self.answer is not None else None
        if earlier is not None:
            self.pool.take_over(earlier)
            self._note(f"It was held against the {counted(len(earlier.drafts), 'draft')} made for this task before.")
            self._agree()

    def _remember(self, asked: Task) -> None:
        if self.work.memory is not None:
            self.work.memory.keep(asked, self.work.options, self.pool.drafted(self.work.written))

    def _draft_and_compare(self) -> None:
        for number in range(self.pool.rounds, self.work.options.rounds + 1):
            accepted = bool(self._accepted())
            times = self._patience if accepted else 1
            if number and (self._settled() or self.work.out_of_budget(earlier=self.pool.earlier_tokens, times=times)):
                return
            for turn in turns(
                number,
                self.work.options.candidates,
                function=self.task.function is not None,
                accepted=accepted,
                parted=self.agreement is not None and self.agreement.dissent is not None,
            ):
                self._take(turn)
            self._agree()
            self.pool.rounds = number + 1

    # -- propose and judge

    def _judge_answer(self, answer: Source) -> bool:
        """Judge the given answer as attempt 1; whether it is worth a witness and a model is there to give one."""
        if self.task.function is None and not self.task.cases:
            self.task = replace(self.task, function=function_defined(answer.text))
        self.work.report(Progress(stage="judge", message=f"running your answer on {self._examples()}"))
        self.pool.add(self._judged(SolutionDraft(number=1, round=0, source=answer)))
        return self.work.backend is not None and self.pool.attempts[0].outcome != "no_code" and not self._refuted()

    def _refuted(self) -> bool:
        return bool(self.task.cases) and self.pool.attempts[0].outcome != "accepted"

    def _take(self, turn: Turn) -> None:
        """One call of the model: its drafts become attempts."""
        if turn.reading == "repair" and (closest := self.pool.closest()) is not None and closest.report is not None:
            failure = failure_sentence(closest.report, self.task)
            self._propose(
                turn, f"repairing the closest candidate: {closest.message}", code=closest.source.text, failure=failure
            )
            return
        if turn.reading == "mind":
            dissent = self._dissent()
            parting = dissent.input[:_SHOWN_INPUT] if dissent is not None else ""
            self._propose(turn, "drafting with the input in mind on which answers part", input=parting)
            return
        later = " to compare with" if self._accepted() else ", the task put in another way"
        why = later if self.pool.rounds else ""
        message = f"drafting {counted(turn.drafts, 'candidate')}{why}"
        plainly = replace(turn, reading="solve")
        if turn.reading != "continue":
            self._propose(plainly if turn.reading == "repair" else turn, message)
            return
        try:
            self._propose(turn, message)
        except BackendError:
            self._propose(plainly, message)  # some servers chat only

    def _propose(self, turn: Turn, message: str, **values: str) -> None:
        options = self.work.options
        seed = None if options.seed is None else options.seed + self.pool.turns * _SEED_STRIDE
        self.pool.turns += 1
        temperature = options.temperature + turn.hotter
        sampling = SamplingParams(temperature=temperature, top_p=0.95, max_tokens=options.max_tokens, seed=seed)
        asked = ask(turn.reading, self.task, sampling, **values)
        self.pool.prompt_sha256 = self.pool.prompt_sha256 or sha256_of(asked.prompt)
        progress = Progress(
            stage="repair" if turn.reading == "repair" else "draft", message=f"{message} ({self.work.spent()})"
        )
        replies = drawn(asked, lambda prompt, count: self.work.complete(prompt, progress, n=count), turn.drafts)
        texts = programs(replies, asked, self.task.function)
        drafts = [self._draft(text, index, turn.reading) for index, text in enumerate(texts)]
        self._name_function(drafts)
        for index, draft in enumerate(drafts, 1):
            self.work.report(
                Progress(stage="judge", message=self._judging(index, len(drafts)), done=index - 1, total=len(drafts))
            )
            self.pool.add(self._judged(draft), turn.reading)

    def _draft(self, program: str, index: int, style: str) -> SolutionDraft:
        source = Source(text=program, language=self.task.language, entry_point=self.task.function)
        number = len(self.pool.attempts) + index + 1
        return SolutionDraft(number=number, round=self.pool.rounds, source=source, style=style)

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
        same = self.pool.same(source)
        if same is not None:
            return replace(same, number=draft.number, round=draft.round)
        report = self.work.judge.judge(source, self.contract(self.task.cases), cancelled=self.work.cancelled)
        self.work.stop_if_asked()
        named = named_example(source.text, self.task.cases) if report.accepted and draft.style else ""
        if named:
            message = f"It names the input of an example, {named[:_SHOWN_INPUT]}, instead of computing its result."
            return replace(base, report=report, outcome="rejected", message=message)
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
        return contract_of(self.task, cases)

    # -- agree

    def _accepted(self) -> list[Attempt]:
        """Accepted attempts; without any example, every attempt that runs on the generated inputs."""
        if self.task.cases:
            return [attempt for attempt in self.pool.attempts if attempt.outcome == "accepted"]
        return [attempt for attempt in self.pool.attempts if attempt.number in self.behaviours]

    def _agree(self) -> None:
        """Run every independent accepted program on the same generated inputs, and compare."""
        alike = by_program(self._accepted() if self.task.cases else self.pool.attempts)
        independent = [attempts[0] for attempts in alike.values()]
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
                    contract_of(self.task, self.inputs, BRIEF),
                    number=attempt.number,
                    cancelled=self.work.cancelled,
                )
                self.work.stop_if_asked()
                if self.task.cases or _answers(behaviour):
                    self.panel.behaviours[attempt.number] = behaviour
        if self.behaviours:
            votes = replace(self.pool.votes(alike, self.behaviours), enough=self._enough)
            given = self.answer is not None and 1 in self.behaviours
            best = self.panel.favourites(votes.weights)
            self.favourite = 1 if given else max(best, key=self._worth_teaching)
            self.agreement = self.panel.agreement(self.favourite, votes)
            if given and not self.panel.agree(1, best[0]):
                self.agreement = self.panel.held_against(self.agreement, 1, best[0], votes)

    def _dissent(self) -> Counterexample | None:
        """The smallest input on which the answer and a dissenter part. It is looked for only where it is needed."""
        found, favourite = self.agreement, self.favourite
        if found is None or favourite is None or found.dissent is None or found.dissenter is None:
            return None
        mine, other = (self.pool.attempts[number - 1].source for number in (favourite, found.dissenter))
        return smallest_difference(found.dissent, mine, other, self.task, self.work)

    @property
    def behaviours(self) -> dict[int, Behaviour]:
        """What each independent program did on the generated inputs, by the attempt's number."""
        return self.panel.behaviours if self.panel is not None else {}

    def _worth_teaching(self, number: int) -> tuple[bool, int, int, int]:
        text = self.pool.attempts[number - 1].source.text
        return (*worth_teaching(text, self.task.function), -number)

    def _generated(self, independent: Sequence[Attempt]) -> tuple[TestCase, ...]:
        known = self.task.cases or prototype_cases(independent[0].source.text, self.task.function)
        seed = self.work.options.seed or 0
        made = self.work.judge.inputs_like(known, seed=seed, count=self.work.options.generated_inputs)
        return within_the_task(with_named_values(made, self.task), self.task)

    def _settled(self) -> bool:
        """Whether more drafts would change nothing: they agree with the answer, or against it."""
        agreement = self.agreement
        if agreement is None:
            return False
        return (agreement.witness.holds and is_settled(agreement.support)) or is_settled_against(agreement.support)

    # -- the result

    def _found(self) -> Found:
        accepted = self._accepted()
        by_number = {attempt.number: attempt for attempt in self.pool.attempts}
        if self.favourite is not None:
            chosen: Attempt | None = by_number[self.favourite]
        elif self.answer is not None:
            chosen = self.pool.attempts[0]
        else:
            chosen = accepted[0] if accepted else self.pool.closest()
        attempts = tuple(self._final(attempt, chosen) for attempt in self.pool.attempts)
        return Found(
            task=self.task,
            attempts=attempts,
            chosen=next((attempt for attempt in attempts if chosen and attempt.number == chosen.number), None),
            accepted=bool(accepted),
            witnesses=self._witnesses(chosen),
            dissent=self._dissent(),
            gap=self.agreement.gap if self.agreement else None,
            support=self.agreement.support if self.agreement else None,
            prompt_sha256=self.pool.prompt_sha256 or "0" * 64,
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
            found += [one for one in (self.agreement.brute_force, self.agreement.witness) if one is not None]
        return tuple(found)


def _answers(behaviour: Behaviour) -> bool:
    """Whether a program without examples to pass at least returns something on half of the inputs."""
    return 2 * sum(result.verdict is Verdict.AC for result in behaviour.results) >= len(behaviour.results)
