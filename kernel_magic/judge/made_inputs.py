"""Inputs that a package's own generator makes: `make(n, seed) -> str`, called in the sandbox like any foreign function.

Knows nothing of problems or validators. What it cannot know: whether a generator gives the same text for the same
seed in another process; `problem check` asks twice.
"""

from __future__ import annotations

import json
from typing import Protocol

from kernel_magic.core.errors import JudgeError
from kernel_magic.core.ports import Cancelled
from kernel_magic.core.problem import Call, Contract, Limits, TestCase
from kernel_magic.core.source import Source
from kernel_magic.core.verdict import CaseResult, JudgeReport, Verdict

FUNCTION = "make"
LIMITS = Limits(cpu_s=10.0, wall_s=20.0, memory_mib=1024, output_kib=4096)
"""Of one call. The judge takes answers of 32 times `output_kib`: inputs of a hundred megabytes are refused."""

_FORM = f"It must define `{FUNCTION}(n, seed)` and return the input as text."


class JudgeOf(Protocol):
    """The one method that is needed here: `Judge.judge`."""

    def __call__(self, source: Source, contract: Contract, /, *, cancelled: Cancelled | None = None) -> JudgeReport:
        """The verdict on every case of the contract."""


def made_inputs(
    judge: JudgeOf,
    generator: Source,
    requests: tuple[tuple[int, int], ...],
    *,
    limits: Limits = LIMITS,
    cancelled: Cancelled | None = None,
) -> tuple[str, ...]:
    """The inputs `make(n, seed)` for each request, in their order.

    Raises:
        JudgeError: the generator does not work; says for which n and seed.
        Cancelled: `cancelled` said so.
    """
    if generator.language != "python":
        raise JudgeError(f"A generator in {generator.language} cannot be run.", "Write it in Python. " + _FORM)
    if not requests:
        return ()
    asked = dict.fromkeys(requests)
    contract = Contract(
        function=FUNCTION,
        cases=tuple(TestCase(name=f"{n} {seed}", given=Call(args=(n, seed)), expected=None) for n, seed in asked),
        limits=limits,
        stop_early=True,
    )
    report = judge(generator, contract, cancelled=cancelled)
    results = {result.name: result for result in report.cases}
    failed = next((item for item in report.cases if item.verdict is not Verdict.AC), None)
    if failed is not None:
        raise _failure(failed)
    if len(results) < len(asked):
        raise JudgeError("The generator ended before it had made every input.", _FORM)
    made = {request: _text(results[f"{request[0]} {request[1]}"]) for request in asked}
    return tuple(made[request] for request in requests)


def _call(result: CaseResult) -> str:
    n, _, seed = result.name.partition(" ")
    return f"{FUNCTION}({n}, {seed})"


def _failure(result: CaseResult) -> JudgeError:
    call = _call(result)
    if result.verdict is Verdict.IE:
        return JudgeError(f"The judge could not run the generator for {call}: {result.message}.")
    if result.verdict is Verdict.CE:
        return JudgeError(f"The generator is no Python: {result.message}.", "Correct that place.")
    if result.reason == "missing_function":
        return JudgeError(f"The generator has no function `{FUNCTION}`: {result.message}.", _FORM)
    if result.verdict is Verdict.TLE:
        hint = "A generator must end, also for the smallest sizes; look at its loops and at tries that never fit."
        return JudgeError(f"The generator did not end in time for {call}: it {result.message}.", hint)
    return JudgeError(f"The generator failed for {call}: it {result.message}.", _FORM)


def _text(result: CaseResult) -> str:
    """The text that a call returned, in full: what is for display is cut."""
    observed = result.observed
    if observed is not None and observed.kind == "returned" and observed.encoded:
        _, value, _ = json.loads(observed.encoded)
        if value[0] == "s" and len(value) == 2:
            try:
                value[1].encode("utf-8")
            except UnicodeEncodeError as error:
                cause = f"The generator made text for {_call(result)} that is not Unicode: {error.reason}."
                raise JudgeError(cause, "Make plain text.") from error
            return str(value[1])
    shown = "printed it" if observed is not None and observed.kind == "printed" else "returned no text"
    raise JudgeError(f"The generator {shown} for {_call(result)}.", _FORM)
