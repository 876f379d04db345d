"""Running a whole program once: submissions, and the programs that belong to a problem, go through the same entry.

`run_program` gives facts and knows no case; `of_program` and `costs` make a verdict and a result of them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from kernel_magic.core.problem import Contract, TestCase
from kernel_magic.core.verdict import CaseResult, Verdict
from kernel_magic.judge import compiled_runs, grader
from kernel_magic.judge.conversation import Exchange, Run
from kernel_magic.judge.grader import Finding
from kernel_magic.judge.inside.encode import Node
from kernel_magic.judge.sandbox import End
from kernel_magic.judge.sittings import SHOWN, Order
from kernel_magic.judge.toolchain import Compiled
from kernel_magic.judge.wire import MalformedError, clean


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramRun:
    """What one run of a whole program came to: facts, no verdict."""

    frame: list[Node] | None
    """How it ended, as the program's process says; None: it did not say."""
    exchange: Exchange
    """With all it printed, and the trouble there was."""
    end: End
    wall_s: float
    confined: bool
    more_answers: bool
    """It wrote where only the judge's own code writes."""
    errors: bytes = b""
    """What a compiled program wrote to standard error, the beginning of it."""
    not_started: str = ""
    """Why a compiled program was not started."""
    most_mib: float | None = None
    """What a compiled program may have used."""

    @property
    def by_itself(self) -> bool:
        """Whether it ran to an end of its own, within its limits, in a closed sandbox."""
        ended = self.exchange.trouble == "ended" and not self.end.why and self.end.status >= 0
        return ended and self.confined and not self.more_answers


def run_program(order: Order, stdin: bytes) -> ProgramRun:
    """One run of a whole program.

    Raises:
        ZygoteLostError: the sandbox was lost meanwhile.
        Cancelled: the order said so.
    """
    with order.run(1, stdin) as run:
        asked = order.load("program")
        exchange = run.ask(asked)
        wall = exchange.wall_s
        frame = exchange.frame
        if frame is not None:
            exchange = run.join()
            wall += exchange.wall_s
        return facts(order, run, asked, frame=frame, exchange=replace(exchange, wall_s=wall))


def facts(order: Order, run: Run, asked: dict[str, Any], *, frame: list[Node] | None, exchange: Exchange) -> ProgramRun:
    """What a run came to, that has ended or is ended now.

    Args:
        order: what was to be run.
        run: the run.
        asked: the question it was started with.
        frame: how it said it ended.
        exchange: with all its output, and the time it took.

    Raises:
        ZygoteLostError: the sandbox was lost meanwhile.
    """
    end = run.finish()
    ran = ProgramRun(
        frame=frame, exchange=exchange, end=end, wall_s=exchange.wall_s, confined=run.confined,
        more_answers=run.more_answers(),
    )  # fmt: skip
    compiled = order.compiled()
    return ran if compiled is None else _of_compiled(ran, order, compiled, run.errors, asked)


def _of_compiled(ran: ProgramRun, order: Order, compiled: Compiled, errors: bytes, asked: dict[str, Any]) -> ProgramRun:
    limits = order.contract.limits
    return replace(
        ran,
        end=compiled_runs.without_floor(ran.end, compiled.floor),
        errors=errors,
        not_started=compiled_runs.not_started(errors, asked),
        most_mib=limits.memory_mib + compiled.start(limits).tolerated_mib,
    )


def of_program(ran: ProgramRun, contract: Contract, case: TestCase) -> Finding:
    """The verdict on a run of a whole program."""
    if ran.not_started:
        return compiled_runs.lost(ran.not_started)
    finding = _of_any(ran, contract, case)
    return finding if ran.most_mib is None else compiled_runs.refined(finding, ran.errors, ran.end, ran.most_mib)


def _of_any(ran: ProgramRun, contract: Contract, case: TestCase) -> Finding:
    if ran.more_answers:
        return grader.forged()
    if not ran.by_itself:
        return grader.of_trouble(ran.exchange, ran.end, contract, confined=ran.confined)
    try:
        return grader.of_program(ran.frame, ran.end, case, contract, ran.exchange.output)
    except MalformedError:
        return grader.forged()


def costs(ran: ProgramRun, case: TestCase) -> CaseResult:
    """A result that says what a run cost and printed, and no verdict yet."""
    return CaseResult(
        name=case.name,
        verdict=Verdict.IE,
        cpu_s=ran.end.cpu,
        wall_s=ran.wall_s,
        peak_mib=ran.end.peak_kib / 1024,
        stdout=clean(ran.exchange.output, SHOWN),
    )
