"""Stress testing: a candidate against an oracle on many small inputs; what it fails on is shrunk and shown.

It can show that a program is wrong, never that it is right. What it finds is deterministic for a seed, apart from how
far the time reaches.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from kernel_magic.core.comparison import Difference, StressPlan, StressReport
from kernel_magic.core.errors import Cancelled, JudgeError
from kernel_magic.core.ports import Cancelled as IsCancelled
from kernel_magic.core.ports import Judge, OnProgress, Progress
from kernel_magic.core.source import Source
from kernel_magic.core.verdict import Verdict
from kernel_magic.judge.duel import Duel, Failure, LookAhead
from kernel_magic.judge.places import first_difference
from kernel_magic.judge.plausible import Plausible
from kernel_magic.judge.shrink import shrunk
from kernel_magic.judge.stress_inputs import InputStream, Made

_BATCH_S = 0.25
"""A batch of inputs is to take about so long: then progress is told."""
_LARGEST_BATCH = 128
_SHRINK_S = 2.0
"""Shrinking gets the time that is left, and at least so long."""
_FEWEST_REFUSALS = 100
"""Without one trial among so many inputs it is given up."""
_SEEDS_PER_SIZE = 24
_GRACE_S = 1.0
"""What is under way when the time is over may go on so long."""
_SHOWN = 4_000
_NO_INPUTS = ("", "?\n", "? ? ?\n?\n")
"""Nothing that a problem's input could be."""
_LONGEST_STDIN = 100_000


def stress(
    judge: Judge,
    plan: StressPlan,
    *,
    look_ahead: LookAhead | None = None,
    cancelled: IsCancelled | None = None,
    on_progress: OnProgress | None = None,
) -> StressReport:
    """Try a candidate against an oracle; see `core.ports.Judge.stress`.

    Args:
        judge: runs the programs.
        plan: what is tried.
        look_ahead: a fast way to see what programs print; see `Duel`.
        cancelled: ends it.
        on_progress: is told where it stands.

    Raises:
        Cancelled: `cancelled` said so.
    """
    return _Stress(judge, plan, look_ahead, cancelled, on_progress).run()


@dataclass(slots=True)
class _Stress:
    """One stress test as it goes on."""

    judge: Judge
    plan: StressPlan
    look_ahead: LookAhead | None
    cancelled: IsCancelled | None
    on_progress: OnProgress | None
    started: float = field(default_factory=time.monotonic)
    deadline: float = 0.0

    def run(self) -> StressReport:
        """All of it."""
        self.deadline = self.started + self.plan.seconds
        self.plan = replace(self.plan, input_validators=self._validators())
        duel = Duel(self.judge, self.plan, self._over, self.look_ahead)
        stream = InputStream(self.judge, self.plan, self._over)
        difference, note = None, ""
        try:
            found = self._search(duel, stream)
            if found is not None:
                difference = self._shrunk(duel, stream, *found)
        except JudgeError as error:
            note = error.message
        except Cancelled:
            if self._is_cancelled():
                raise  # else the time was over in the middle of a batch
        return StressReport(
            trials=duel.trials,
            seconds=time.monotonic() - self.started,
            difference=difference,
            refused=duel.refused,
            note=note or _note(duel, stream, difference),
        )

    def _validators(self) -> tuple[Source, ...]:
        """Those of the plan; none where they accept anything, for then they say nothing of an input."""
        validators = self.plan.input_validators
        try:
            if validators and not any(self.judge.validate(validators, _NO_INPUTS, cancelled=self._over)):
                return ()
        except JudgeError:
            pass  # it falls over what is no input: it does look
        return validators

    def _search(self, duel: Duel, stream: InputStream) -> tuple[Failure, Made] | None:
        size = 4
        while not stream.done and not duel.fault and time.monotonic() < self.deadline:
            before = time.monotonic()
            batch = stream.take(size)
            failure = duel.failure([item.text for item in batch])
            if failure is not None:
                return failure, next(item for item in batch if item.text == failure.text)
            self._tell(f"{duel.trials} inputs tried", duel.trials)
            if duel.trials == 0 and duel.refused >= _FEWEST_REFUSALS:
                return None
            spent = max(time.monotonic() - before, 1e-4)
            size = max(1, min(_LARGEST_BATCH, 2 * size, int(size * _BATCH_S / spent)))
        return None

    def _shrunk(self, duel: Duel, stream: InputStream, failure: Failure, made: Made) -> Difference:
        """The smallest failing input that the time suffices to find."""
        self._tell("an input was found on which it fails; making it smaller", duel.trials)
        self.deadline = max(self.deadline, time.monotonic() + _SHRINK_S)
        best, seed = failure, made.seed
        counted = duel.trials, duel.refused
        try:
            for batch in stream.smaller(made.size, _SEEDS_PER_SIZE):
                found = duel.failure(sorted((item.text for item in batch), key=len))
                if found is not None and _alike(found, failure):
                    best, seed = found, next(item.seed for item in batch if item.text == found.text)
                    break
            best = self._rewritten(duel, best)
        except Cancelled:
            if self._is_cancelled():
                raise
        except JudgeError:
            pass  # what was found stays found
        duel.trials, duel.refused = counted
        return _difference(best, self.plan, seed, len(failure.text))

    def _rewritten(self, duel: Duel, failure: Failure) -> Failure:
        """Smaller by changes of the text."""
        best = failure
        plausible = Plausible(self.plan.samples) if not self.plan.input_validators else None

        def fails(texts: Sequence[str]) -> int | None:
            nonlocal best
            found = duel.failure(texts)
            if found is None or not (plausible is None or _alike(found, failure)):
                return None
            best = found
            return list(texts).index(found.text)

        accepts: Callable[[str], bool] = plausible.accepts if plausible else lambda _: True
        shrunk(failure.text, fails, accepts=accepts, stop=lambda: time.monotonic() > self.deadline)
        return best

    def _is_cancelled(self) -> bool:
        return self.cancelled is not None and self.cancelled()

    def _over(self) -> bool:
        """Whether work must stop in the middle: interrupted, or well past its time."""
        return self._is_cancelled() or time.monotonic() > self.deadline + _GRACE_S

    def _tell(self, message: str, done: int) -> None:
        if self._is_cancelled():
            raise Cancelled
        if self.on_progress is not None:
            self.on_progress(Progress(stage="stress", message=message, done=done))


def _alike(a: Failure, b: Failure) -> bool:
    """A smaller input counts where the program fails on it in the same way, or for certain."""
    return a.result.verdict is b.result.verdict or a.result.verdict is not Verdict.TLE


def _difference(failure: Failure, plan: StressPlan, seed: int, shrunk_from: int) -> Difference:
    stdin = failure.text
    if len(stdin) > _LONGEST_STDIN:
        stdin = f"{stdin[:_LONGEST_STDIN]}… ({len(stdin) - _LONGEST_STDIN:,} more characters)"
    return Difference(
        stdin=stdin,
        expected=failure.expected[:_SHOWN],
        got=failure.result.stdout[:_SHOWN],
        verdict=failure.result.verdict,
        place=_place(failure, plan),
        seed=seed,
        shrunk_from=shrunk_from,
    )


def _place(failure: Failure, plan: StressPlan) -> str:
    decided_by_program = plan.checker.name in ("special", "interactive")
    if failure.result.verdict is Verdict.WA and not decided_by_program:
        return first_difference(failure.expected, failure.printed, plan.checker) or failure.result.message
    return failure.result.message


def _note(duel: Duel, stream: InputStream, difference: Difference | None) -> str:
    """Why there were no trials, or fewer than there could have been."""
    if difference is not None:
        return ""
    if duel.fault:
        return f"It could not go on: {duel.fault}"
    if stream.trouble and (stream.done or duel.trials == 0):
        return stream.trouble
    if duel.trials == 0 and duel.refused:
        return f"Not one of {duel.refused} generated inputs could be used: {duel.why_refused}"
    if duel.trials == 0 and stream.making:
        return "The generator did not end in the time there was."
    if duel.trials == 0 and stream.done:
        return "No inputs could be made in the shape of the samples."
    return ""
