"""Mutants of one program, tried one after another in the same run, until a case is not accepted.

Each is loaded into a fresh module of the process and asked one case after another; the case that killed the last one
comes first. Expected values stay here, as everywhere. A run that dies is followed by a new one. What a mutant may
leave behind for the next: the unchanged program is tried again in between, and where it is not what it was, those that
were killed meanwhile are judged alone.

A mutant that needs ten times the processor time of the program, and at least 20 ms, counts as one that never ends.
Survivors are only suspected here: `mutation_report` has them confirmed.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from kernel_magic.core.errors import Cancelled, InputError, JudgeError
from kernel_magic.core.problem import Prints
from kernel_magic.core.verdict import Verdict
from kernel_magic.judge import grader
from kernel_magic.judge.conversation import Exchange, Run
from kernel_magic.judge.grader import Finding
from kernel_magic.judge.inside.encode import Node
from kernel_magic.judge.mutation import Mutant
from kernel_magic.judge.sandbox import ZygoteLostError
from kernel_magic.judge.sittings import Order
from kernel_magic.judge.wire import MalformedError

Fate = Literal["killed", "survived", "unjudged"]
Asked = list[tuple[dict[str, Any], Node]]
"""The question of each case, and its tagged arguments."""

SLOWER = 10
"""So many times what the unchanged program takes is as good as for ever."""
_LEAST_CPU_S = 0.02
_LEAST_WALL_S = 1.0
ALONE_CPU_S = 0.5
"""At least so much has a mutant in a run of its own, where loading it counts as well."""
_MOST_QUESTIONS = 100_000
"""Of one run: the kernel's own limit on its processor time is made for so many."""
_TOGETHER = 32
"""So many mutants are killed before the unchanged program is tried again."""
_AHEAD = 64
_MOST_LOSSES = 2
_LATE = Finding(verdict=Verdict.TLE, reason="cpu", message="took too long")
_LOADED = Finding(verdict=Verdict.AC)


def refused(name: str, message: str) -> InputError:
    """The error that says that the unchanged program is not accepted."""
    where = f"on case {name!r}" if name else "where it is loaded"
    return InputError(
        f"The program that mutants are to be made of is not accepted {where}: {message}.",
        "Correct the program or the case: only mutants of a right program say something about its tests.",
    )


class Waiting:
    """Mutants that are still to be tried, each with its place in their order; some are made while a run is busy."""

    def __init__(self, found: Iterator[Mutant]) -> None:
        self._found = enumerate(found)
        self._made: deque[tuple[int, Mutant]] = deque()

    def look_ahead(self) -> None:
        """Make one more."""
        if len(self._made) < _AHEAD and (entry := next(self._found, None)) is not None:
            self._made.append(entry)

    def take(self) -> tuple[int, Mutant] | None:
        """The next one; None where there are no more."""
        if not self._made:
            self.look_ahead()
        return self._made.popleft() if self._made else None

    def put_back(self, entry: tuple[int, Mutant]) -> None:
        """It is the next one again."""
        self._made.appendleft(entry)


class _Busy(Run):
    """A run during which something else is done."""

    meanwhile: Callable[[], None] | None = None

    def _wait(self, nonce: bytes, started: float) -> Exchange:
        if self.meanwhile is not None:
            self.meanwhile()
        return super()._wait(nonce, started)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pace:
    """What loading a program and calling it may take, in seconds."""

    load_s: float
    case_s: float
    wall_s: float


class MutantRuns:
    """The runs of the mutants of one program."""

    def __init__(self, order: Order, asked: Asked, alone: Callable[[Mutant, float], Fate]) -> None:
        """Nothing runs yet.

        Args:
            order: the program, its contract, and where they run.
            asked: the contract's cases, as questions.
            alone: judges one mutant in a run of its own, with so many processor seconds for each case.
        """
        self._order = order
        self._asked = asked
        self._alone = alone
        limits = order.contract.limits
        self._usual = _Pace(load_s=limits.cpu_s, case_s=limits.cpu_s, wall_s=limits.wall_s)
        self._pace: _Pace | None = None
        self._at_once = not any(isinstance(case.expected, Prints) for case in order.contract.cases)
        """A mutant is sent with its first case: what it prints as it is loaded would be taken for the case's."""
        self._sharpest = 0
        """The case that killed the last mutant."""
        self._trying: tuple[int, Mutant] | None = None
        self._doubtful: dict[int, Mutant] = {}
        """Killed since the unchanged program was last seen to be accepted."""
        self._killers: set[int] = set()
        """The cases that killed them."""
        self._fates: dict[int, tuple[Mutant, Fate]] = {}

    def fates(self, found: Iterator[Mutant]) -> list[tuple[Mutant, Fate]]:
        """The fate of every mutant, in their order. Survivors are suspected ones.

        Raises:
            InputError: the unchanged program is not accepted.
            JudgeError: the judge cannot run it.
            Cancelled: the order said so.
        """
        waiting = Waiting(found)
        losses, lost_at = 0, -1
        entry = waiting.take()
        while entry is not None:
            waiting.put_back(entry)
            try:
                sound = self._sit(waiting)
            except ZygoteLostError:
                place = -1 if self._trying is None else self._trying[0]
                losses, lost_at, sound = losses + 1 if place == lost_at else 1, place, True
                self._after_loss(waiting, losses)
            if not sound:
                for place, mutant in self._doubtful.items():
                    self._fates[place] = mutant, self._alone(mutant, ALONE_CPU_S)
            self._doubtful.clear()
            self._killers.clear()
            entry = waiting.take()
        return [self._fates[place] for place in sorted(self._fates)]

    def _after_loss(self, waiting: Waiting, losses: int) -> None:
        """The sandbox was lost: once may be somebody else's doing."""
        if self._trying is None:
            if losses >= _MOST_LOSSES:
                raise JudgeError("The sandbox was lost while the unchanged program ran.")
        elif losses >= _MOST_LOSSES:
            self._fates[self._trying[0]] = self._trying[1], "unjudged"
        else:
            waiting.put_back(self._trying)

    def _sit(self, waiting: Waiting) -> bool:
        """One run, to its end or that of the mutants; whether the unchanged program was still accepted in it."""
        self._trying = None
        with self._order.run_as(_Busy, _MOST_QUESTIONS, None) as run:
            self._begin(run)
            run.meanwhile = waiting.look_ahead
            while (entry := waiting.take()) is not None:
                if self._order.cancelled is not None and self._order.cancelled():
                    raise Cancelled
                self._trying = entry
                if not self._try(run, *entry):
                    return True  # nothing can be asked of this run any more
                if len(self._doubtful) >= _TOGETHER and not self._sound(run):
                    return False
            self._trying = None
            return self._sound(run)

    def _begin(self, run: Run) -> None:
        """Load the unchanged program; the first time, call it as well and see what it takes."""
        load = self._order.load("mutants") | {"cases": [asked for asked, _ in self._asked]}
        self._must_accept(self._finding(run.ask(load), run, None), "")
        if self._pace is not None:
            return
        used = run.mark() or 0.0
        spent: list[tuple[float, float]] = []
        names = ["", *(case.name for case in self._order.contract.cases)]
        for name, index in zip(names, [None, *range(len(self._asked))], strict=True):
            source = {"source": self._order.source.text} if index is None else {}
            finding, exchange = self._ask(run, source | {"case": index}, self._usual)
            self._must_accept(finding, name)
            total = run.mark() or used
            spent.append((total - used, exchange.wall_s))
            used = total
        self._pace = self._pace_after(spent)

    def _pace_after(self, spent: list[tuple[float, float]]) -> _Pace:
        """The pace for mutants, from what loading the program and each case took (processor, wall)."""
        limits = self._order.contract.limits
        load, slowest = (
            min(max(SLOWER * seconds, _LEAST_CPU_S), limits.cpu_s)
            for seconds in (spent[0][0], max(cpu for cpu, _ in spent[1:]))
        )
        longest = max(wall for _, wall in spent)
        # other programs run on a machine too: who only computes is not to be ended by this clock
        wall = min(max(SLOWER * longest, 4 * max(load, slowest) + _LEAST_WALL_S), limits.wall_s)
        return _Pace(load_s=load, case_s=slowest, wall_s=wall)

    def _must_accept(self, finding: Finding, name: str) -> None:
        if finding.verdict is Verdict.IE:
            raise JudgeError(f"The unchanged program could not be judged: {finding.message}.")
        if finding.verdict is not Verdict.AC:
            raise refused(name, finding.message)

    def _try(self, run: Run, place: int, mutant: Mutant) -> bool:
        """Find the fate of one mutant; whether the run can go on."""
        others = [index for index in range(len(self._asked)) if index != self._sharpest]
        finding, index, exchange = self._first_failure(run, mutant.text, [self._sharpest, *others])
        if finding is None:
            self._fates[place] = mutant, "survived"
            return True
        if finding.verdict is Verdict.IE:
            self._fates[place] = mutant, "unjudged"
            return False
        self._fates[place] = mutant, "killed"
        self._doubtful[place] = mutant
        if index is not None:
            self._sharpest = index
            self._killers.add(index)
        return exchange.frame is not None and finding.reason not in ("memory", "security")

    def _sound(self, run: Run) -> bool:
        """Whether the unchanged program is still accepted where mutants were killed: they are beyond doubt then."""
        finding, _, _ = self._first_failure(run, self._order.source.text, sorted(self._killers))
        if finding is None:
            self._doubtful.clear()
            self._killers.clear()
        return finding is None

    def _first_failure(self, run: Run, text: str, cases: list[int]) -> tuple[Finding | None, int | None, Exchange]:
        """Load a program and ask it the cases until one is not accepted; None where all are. With the last answer."""
        assert self._pace is not None  # noqa: S101 - `_begin` set it
        steps: list[int | None] = [*cases] if self._at_once and cases else [None, *cases]
        source = {"source": text}
        for index in steps:
            finding, exchange = self._ask(run, source | {"case": index}, self._pace)
            if finding.verdict is not Verdict.AC:
                return finding, index, exchange
            source = {}
        return None, None, exchange

    def _ask(self, run: Run, question: dict[str, Any], pace: _Pace) -> tuple[Finding, Exchange]:
        times = {"load_s": pace.load_s, "case_s": pace.case_s, "wall_s": pace.wall_s}
        exchange = run.ask(question | times)
        if exchange.frame is not None:
            run.mark()  # the supervisor's clocks start again
        return self._finding(exchange, run, question["case"]), exchange

    def _finding(self, exchange: Exchange, run: Run, index: int | None) -> Finding:
        contract, frame = self._order.contract, exchange.frame
        if frame is None:
            end = run.finish() if exchange.trouble == "ended" else None
            return grader.of_trouble(exchange, end, contract, confined=run.confined)
        if frame == ["late"]:
            return _LATE
        try:
            if frame[0] == "load" and len(frame) == 2 and isinstance(frame[1], list):
                return grader.of_load(frame[1], contract) or _LOADED
            if index is None:
                return grader.forged()
            return grader.of_answer(frame, contract.cases[index], contract, exchange, self._asked[index][1])
        except (MalformedError, RecursionError):
            return grader.forged()
