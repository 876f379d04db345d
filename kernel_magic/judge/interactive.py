"""Interactive problems: the submission talks with a program of the problem, the interactor, which then decides.

Both run at once, each in a sandbox of its own; neither sees the other's folder, process or exit status. What one prints
is handed to the other by the judge, so that the bounds on output hold and the end of the conversation can be shown.
The interactor is called as `icpc`: `interactor INPUT ANSWER FEEDBACK_DIR ARGUMENTS`, or as `testlib`:
`interactor INPUT OUTPUT ANSWER ARGUMENTS` (it may write OUTPUT, which nobody reads); its exit statuses mean what a
checker's do (`program_checkers`).

| what happened | verdict |
|---|---|
| the interactor rejects, whatever becomes of the submission afterwards | `WA` |
| the interactor accepts, and the submission ends well | `AC` |
| the interactor accepts, and the submission then fails | as the submission failed: `RTE`, `TLE`, `OLE`, `MLE` |
| the submission dies, floods, or runs out of memory or processor time first | `RTE`, `OLE`, `MLE`, `TLE` |
| the submission ends well first | as the interactor says when it has seen the end of it |
| time is up, and the interactor waited for the submission | `TLE`; if both waited, that is said |
| time is up, and the interactor did not wait: it hangs or computes | `IE`, reason `checker` |
| the interactor dies, floods, passes its own limits, or ends with another status before the submission failed | `IE` |

Who waited is found out like this: an interactor that goes on using the processor computes. Where it does not, its input
is ended: one that waits for it then ends, or at least stirs; one that hangs does neither. Which of two deaths in the
same instant came first nobody knows: the interactor's word then counts.
"""

from __future__ import annotations

import contextlib
import select
import time
from dataclasses import replace

from kernel_magic.core.errors import Cancelled, JudgeError
from kernel_magic.core.problem import Contract, Stdin, TestCase
from kernel_magic.core.verdict import CaseResult, Verdict
from kernel_magic.judge import grader
from kernel_magic.judge.grader import Finding
from kernel_magic.judge.problem_programs import LIMITS, Outcome, outcome
from kernel_magic.judge.program_checkers import (
    ANSWER,
    INPUT,
    MESSAGE,
    accepting,
    answer_of,
    decided,
    fault,
    input_of,
    order_of,
    unfit,
)  # fmt: skip
from kernel_magic.judge.programs import ProgramRun, costs, of_program
from kernel_magic.judge.sandbox import ZygoteLostError
from kernel_magic.judge.sittings import Order, result_of
from kernel_magic.judge.speaker import Speaker
from kernel_magic.judge.transcript import Transcript, Who

_ERRORS = "standard_error.txt"
_POLL_S = 0.05
_PROBE_S = 2.0
"""So long an interactor has to react to the end of its input."""
_SLICE_S = 0.2
_STIRRED_S = 0.005
"""Who waits uses nothing of the processor; who computes gets more than this in a slice, however busy the machine."""
_IDLE_S = 0.2
"""A submission that used no more of the processor than this may well have waited, too, when its time was up."""
_OBSERVED = TestCase(name="", given=Stdin(text=""), expected=None)


def conversed(order: Order, case: TestCase) -> tuple[Finding, CaseResult]:
    """Judge one case by a conversation.

    Raises:
        ZygoteLostError: the submission's sandbox was lost.
        Cancelled: the order said so.
    """
    checker = order.contract.checker
    nothing = Finding(verdict=Verdict.IE, reason="judge", message="it was not run")
    blank = CaseResult(name=case.name, verdict=Verdict.IE)
    texts = {INPUT: input_of(case), ANSWER: answer_of(case)}
    problem = unfit(checker, texts)
    if problem or order.partner is None:
        return result_of(fault(problem or "there is no second sandbox for an interactor", nothing), blank)
    asked = replace(
        order_of(order, checker, texts), sandbox=order.partner, errors=_ERRORS, brings_back=(MESSAGE, _ERRORS)
    )
    limits = replace(LIMITS, wall_s=order.contract.limits.wall_s + LIMITS.wall_s, output_kib=16 * LIMITS.output_kib)
    asked = replace(asked, contract=replace(asked.contract, limits=limits))
    with contextlib.ExitStack() as runs:
        try:
            order.partner.ensure()
            interactor = runs.enter_context(asked.run_as(Speaker, 1, b""))
        except (JudgeError, ZygoteLostError) as error:
            return result_of(fault(f"the interactor could not be run: {error}", nothing), blank)
        submission = runs.enter_context(order.run_as(Speaker, 1, b""))
        interactor.start(asked.load("program"))
        submission.start(order.load("program"))
        talk = _Conversation(order, submission, interactor)
        talk.hold()
        ran = submission.came_to(order)
        finding = _verdict(talk, order.contract, ran, asked)
    return result_of(finding, costs(ran, case))


class _Conversation:
    """Hands on what the two say until both are over."""

    def __init__(self, order: Order, submission: Speaker, interactor: Speaker) -> None:
        self._order = order
        self.submission = submission
        self.interactor = interactor
        self.transcript = Transcript()
        self.submission_first = False
        """The submission was over while the interactor still could speak."""
        self._probing = False
        self.interactor_hung = False
        """Time was up, and the interactor did not wait for the submission."""

    def hold(self) -> None:
        """Let them talk, until both are over."""
        while not self.submission.over:
            self._turn()
            if self.interactor.over and not self._accepted():
                self.submission.stop()
        self.submission_first = not self.interactor.silent
        if self.submission_first and not self._ended_well():
            self._look_into()
        # not before, when its output was closed: how it ended must be known before anybody reacts to that
        self.interactor.hear_no_more()
        while not self.interactor.over:
            self._turn()

    def _turn(self) -> None:
        poller = select.poll()
        for descriptor, events in {**self.submission.watched(), **self.interactor.watched()}.items():
            poller.register(descriptor, events)
        ready = {descriptor for descriptor, _ in poller.poll(_POLL_S * 1000)}
        self.interactor.step(ready)
        self.submission.step(ready)
        self._hand_on()
        if self._order.cancelled is not None and self._order.cancelled():
            raise Cancelled

    def _hand_on(self) -> None:
        ways: tuple[tuple[Who, Speaker, Speaker], ...] = (
            ("submission", self.submission, self.interactor),
            ("interactor", self.interactor, self.submission),
        )
        for who, speaker, hearer in ways:
            said = speaker.said()
            if said:
                if not self._probing:
                    self.transcript.add(who, said)
                hearer.hear(said)
        if self.interactor.silent:
            self.submission.hear_no_more()

    def _accepted(self) -> bool:
        """Whether the interactor that is over may have accepted: the submission then goes on to its own end."""
        end = self.interactor.end
        return end is not None and end.status in accepting(self._order.contract.checker)

    def _ended_well(self) -> bool:
        end = self.submission.end
        return end is not None and not end.why and end.status == 0 and not self.submission.flooded

    def _look_into(self) -> None:
        """The submission failed first. Where time was up: did the interactor wait for it?"""
        end = self.submission.end
        if end is not None and end.why == "wall":
            self.interactor_hung = not self._interactor_waited()
        self.interactor.stop()

    def _interactor_waited(self) -> bool:
        self._probing = True
        used = self._idle_since()
        if used is None:
            return False
        self.interactor.hear_no_more()
        self._go_on(_PROBE_S)
        return self.interactor.over or self.interactor.processor_s() - used > _STIRRED_S

    def _idle_since(self) -> float | None:
        """The processor time the interactor had used when it came to rest; None: it never did."""
        used = self.interactor.processor_s()
        deadline = time.perf_counter() + _PROBE_S
        while time.perf_counter() < deadline:
            self._go_on(_SLICE_S)
            before, used = used, self.interactor.processor_s()
            if used - before <= _STIRRED_S:
                return used
        return None

    def _go_on(self, seconds: float) -> None:
        deadline = time.perf_counter() + seconds
        while not self.interactor.over and time.perf_counter() < deadline:
            self._turn()


def _verdict(talk: _Conversation, contract: Contract, ran: ProgramRun, asked: Order) -> Finding:
    own = grader.in_time(of_program(ran, contract, _OBSERVED), contract, cpu_s=ran.end.cpu, wall_s=0.0)
    if talk.interactor_hung:
        message = (
            f"the interactor hung, or computed, until the {contract.limits.wall_s:g} s of the submission were over"
        )
        finding = fault(message, own)
    elif own.verdict is Verdict.CE or (talk.submission_first and own.verdict is not Verdict.AC):
        finding = _waited(own, talk, ran) if own.reason == "wall" else own
    else:
        finding = _decided(own, talk, contract, asked)
    end = "" if finding.verdict in (Verdict.AC, Verdict.CE) else talk.transcript.end()
    return replace(finding, message=f"{finding.message}; the end of the conversation: {end}") if end else finding


def _waited(own: Finding, talk: _Conversation, ran: ProgramRun) -> Finding:
    """Time was up, and the interactor waited: did the submission wait too?"""
    sent = f"the submission last sent {talk.transcript.last_of('submission')}"
    got = f"the interactor {talk.transcript.last_of('interactor')}"
    if ran.end.cpu > _IDLE_S:
        return replace(own, message=f"{own.message}, while the interactor waited for it; {sent}, {got}")
    hint = "is a line end or a flush missing?"
    return replace(own, message=f"{own.message}: both waited for the other ({hint}); {sent}, {got}")


def _decided(own: Finding, talk: _Conversation, contract: Contract, asked: Order) -> Finding:
    try:
        ran = talk.interactor.came_to(asked)
        # what it printed was for the submission; why it decides as it does stands elsewhere
        result = outcome(replace(ran, exchange=replace(ran.exchange, output=b"")), asked)
    except ZygoteLostError:
        result = Outcome(status=None, failure="took the sandbox along when it ended")
    # of a submission that was ended, or died of the silence, there is nothing to observe
    spoken = Finding(verdict=Verdict.AC, observed=own.observed if own.verdict is Verdict.AC else None)
    finding = decided(contract.checker, result, spoken, "interactor")
    if finding.verdict is Verdict.AC:
        return own
    if finding.verdict is Verdict.IE and talk.submission_first:
        hint = "the submission had ended before: an interactor must expect the end of its input"
        return replace(finding, message=f"{finding.message} ({hint})")
    return finding
