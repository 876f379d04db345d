"""The programs that belong to a problem: checkers, interactors, validators. How they are run, and what they came to.

They run in the sandbox like any foreign program, in runs of their own, and are trusted for one thing: their exit
status is what they say about an output or an input. All else they say is text to show.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from kernel_magic.core.problem import Contract, Limits, Stdin, TestCase
from kernel_magic.core.source import Source
from kernel_magic.core.verdict import Verdict
from kernel_magic.judge.programs import ProgramRun, of_program
from kernel_magic.judge.sittings import Order
from kernel_magic.judge.wire import clean_line

LIMITS = Limits(cpu_s=10.0, wall_s=30.0, memory_mib=1024, output_kib=1024)
"""Of one run of such a program."""
ACCEPTS, REJECTS = 42, 43
"""Exit statuses of validators, and of checkers in the ICPC form."""

_SAID = 300
_NOTHING_EXPECTED = TestCase(name="", given=Stdin(text=""), expected=None)
_JAVA_DIED = b'Exception in thread "'


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What one run of such a program came to."""

    status: int | None
    """Its exit status; None where it did not run to an end of its own."""
    said: str = ""
    """What it said about it: one line, clean, bounded; foreign text."""
    failure: str = ""
    """How it failed, where there is no status."""


def order_for(order: Order, program: Source) -> Order:
    """An order for running a program of a problem; of the given one it takes the sandbox and who may cancel."""
    contract = Contract(language=program.language, limits=LIMITS)
    return Order(
        sandbox=order.sandbox, source=program, contract=contract, cancelled=order.cancelled, errors="output",
        compiled_by=order.compiled_by,
    )  # fmt: skip


def outcome(ran: ProgramRun, order: Order) -> Outcome:
    """What a run came to."""
    finding = of_program(ran, order.contract, _NOTHING_EXPECTED)
    said = said_by(ran)
    ended = ran.by_itself and (finding.verdict is Verdict.AC or finding.reason == "exit")
    if ended and ran.end.status == 1 and order.source.language == "java" and _java_died(ran):
        ended, finding = False, replace(finding, message="died of an exception")  # Java has no status of its own for it
    if not ended:
        return Outcome(status=None, said=said, failure=finding.message)
    return Outcome(status=ran.end.status, said=said)


def _java_died(ran: ProgramRun) -> bool:
    left = b"".join(text.encode("latin-1") for text in ran.end.left.values())
    return _JAVA_DIED in ran.exchange.output + left


def said_by(ran: ProgramRun) -> str:
    """The files it left for that purpose, and what it printed."""
    parts = [clean_line(text.encode("latin-1"), _SAID) for text in ran.end.left.values()]
    parts.append(clean_line(ran.exchange.output[: _SAID * 4], _SAID))
    return clean_line(" ".join(part for part in parts if part), _SAID)
