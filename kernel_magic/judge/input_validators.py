"""Whether inputs are what a problem promises: its input validators, run on many inputs.

A validator is a program that reads an input on standard input and ends with exit status 42 or 43. One in Python is
loaded once for a batch of inputs and then run again and again in one process, each time with a fresh namespace and
fresh streams: that takes a tenth of the time. What such a run cannot do goes to a run of its own, and so does
everything that is not a clear 42 or 43; so does every input for a validator in another language.
"""

from __future__ import annotations

from kernel_magic.core.errors import IsolationError, JudgeError
from kernel_magic.core.source import Source
from kernel_magic.judge.conversation import Run
from kernel_magic.judge.problem_programs import ACCEPTS, LIMITS, REJECTS, Outcome, order_for, outcome
from kernel_magic.judge.programs import run_program
from kernel_magic.judge.sandbox import ZygoteLostError
from kernel_magic.judge.sittings import Order
from kernel_magic.judge.wire import MalformedError, clean_line, number, texts

_BATCH = 200
_BATCHED_BYTES = 1 << 16
"""What a pipe takes at once; a larger input has a run of its own."""
_SAID = 300


def refusals(order: Order, validators: tuple[Source, ...], inputs: tuple[str, ...]) -> tuple[str, ...]:
    """For each input, why the first validator that refuses it does so; empty where all accept it.

    Args:
        order: with the sandbox, and who may cancel.
        validators: the programs.
        inputs: what they read.

    Raises:
        JudgeError: a validator does not work; says which.
    """
    found = [""] * len(inputs)
    for place, validator in enumerate(validators, 1):
        left = [index for index, why in enumerate(found) if not why]
        asked = _Asked(order_for(order, validator), f"Input validator {place} of {len(validators)}")
        for index, why in zip(left, asked.about([inputs[index] for index in left]), strict=True):
            found[index] = why
    return tuple(found)


class _Asked:
    """One validator, asked about inputs."""

    def __init__(self, order: Order, name: str) -> None:
        self._order = order
        self._name = f"{name} ({order.source.language})"

    def about(self, inputs: list[str]) -> list[str]:
        """Why it refuses each; empty where it accepts."""
        found: list[str] = []
        while len(found) < len(inputs):
            if self._order.source.language == "python" and len(inputs) - len(found) > 1:
                found += self._in_one_run(inputs[len(found) : len(found) + _BATCH])
            if len(found) < len(inputs):  # what ended the batch, or the only one
                found.append(self._alone(inputs[len(found)]))
        return found

    def _in_one_run(self, inputs: list[str]) -> list[str]:
        """The answers up to the first input that needs a run of its own."""
        found: list[str] = []
        try:
            with self._order.run(len(inputs)) as run:
                if run.ask(self._order.load("repeated")).frame != ["ready"]:
                    return found
                for text in inputs:
                    why = _one_of_many(run, text)
                    if why is None:
                        break
                    found.append(why)
                    run.mark()
        except (ZygoteLostError, MalformedError):
            return []
        return found

    def _alone(self, text: str) -> str:
        data = _bytes(text)
        if data is None:
            return "it is not Unicode text"
        for _ in range(2):  # lost once may be somebody else's doing
            try:
                ran = run_program(self._order, data)
            except ZygoteLostError:
                continue
            except IsolationError:
                raise
            except JudgeError as error:
                raise JudgeError(f"{self._name} cannot be run: {error.message}", error.hint) from error
            return self._why(outcome(ran, self._order))
        raise JudgeError(f"{self._name}: the sandbox was lost while it ran.")

    def _why(self, result: Outcome) -> str:
        if result.status == ACCEPTS:
            return ""
        if result.status == REJECTS:
            return result.said or "the validator refuses it and does not say why"
        did = result.failure or f"ended with exit status {result.status}"
        said = f" It said: {result.said}" if result.said else ""
        raise JudgeError(
            f"{self._name} does not work: it {did}.{said}",
            f"It must read the input to its end and exit with {ACCEPTS} (accepted) or {REJECTS} (refused), "
            f"within {LIMITS.cpu_s:g} s.",
        )


def _bytes(text: str) -> bytes | None:
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return None


def _one_of_many(run: Run, text: str) -> str | None:
    """Why an input is refused, empty where it is accepted; None where that takes a run of its own."""
    data = _bytes(text)
    if data is None or len(data) > _BATCHED_BYTES:
        return None
    exchange = run.ask({"stdin": text})
    if exchange.frame is None or exchange.frame[0] != "status":
        return None
    status = number(texts(exchange.frame[1:], 1)[0])
    if status not in (ACCEPTS, REJECTS):
        return None
    said = clean_line(exchange.output[: _SAID * 4], _SAID)
    return "" if status == ACCEPTS else said or "the validator refuses it and does not say why"
