"""From facts to verdicts: what a frame, a death or a flood means for a case. The one place that knows expectations."""

from __future__ import annotations

import builtins
import json
import signal
from dataclasses import dataclass, replace

from kernel_magic.core.problem import CheckerSpec, Contract, Prints, Raises, Returns, TestCase
from kernel_magic.core.source import Diagnostic
from kernel_magic.core.values import PlainValue
from kernel_magic.core.verdict import Observation, Reason, Verdict
from kernel_magic.judge.checkers import same_text, same_value
from kernel_magic.judge.conversation import Exchange
from kernel_magic.judge.inside.child import OUT_OF_MEMORY
from kernel_magic.judge.inside.encode import Node
from kernel_magic.judge.sandbox import End
from kernel_magic.judge.wire import MalformedError, canonical, check, clean, clean_line, display, number, tagged, texts

_TEXT = 4000
_MOST_NAMES = 5
_NOTHING: list[Node] = ["N"]

BY_PROGRAM = ("special", "interactive")
"""Checkers that are programs: they decide elsewhere, and nothing is compared here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The verdict on one case, without its costs."""

    verdict: Verdict
    reason: Reason = ""
    message: str = ""
    observed: Observation | None = None
    diagnostics: tuple[Diagnostic, ...] = ()
    line: int = 0
    """See `CaseResult.line`."""
    fatal: bool = False
    """The run cannot go on after it."""


def fault(message: str) -> Finding:
    """The judge's own fault."""
    return Finding(verdict=Verdict.IE, reason="judge", message=message, fatal=True)


def forged(message: str = "answered something that only an attempt on the judge would") -> Finding:
    """An attempt on the judge."""
    return Finding(verdict=Verdict.RTE, reason="security", message=message, fatal=True)


def of_trouble(exchange: Exchange, end: End | None, contract: Contract, *, confined: bool) -> Finding:
    """The verdict on a case that got no answer."""
    cap = f"{contract.limits.output_kib} KiB"
    if exchange.trouble == "output":
        return Finding(verdict=Verdict.OLE, reason="output", message=f"printed more than {cap}", fatal=True)
    if exchange.trouble == "large":
        return _too_large()
    if exchange.trouble == "malformed":
        return forged()
    if end is None:
        return fault("the run was lost")
    return of_end(end, contract, confined=confined)


def of_end(end: End, contract: Contract, *, confined: bool) -> Finding:
    """The verdict on a case whose run ended before it answered."""
    if not confined:
        return fault(f"the sandbox did not close around the program (status {end.status})")
    limits = contract.limits
    if end.why == "cpu" or end.status == -signal.SIGXCPU:
        return _over_time("cpu", f"used more than {limits.cpu_s:g} s of processor time")
    if end.why == "wall":
        return _over_time("wall", f"took longer than {limits.wall_s:g} s")
    if end.why == "disk":
        return Finding(verdict=Verdict.OLE, reason="output", message="filled its scratch folder", fatal=True)
    if end.status == -signal.SIGSYS:
        return forged("was ended by the system for a forbidden system call")
    if end.why == "memory" or end.status == OUT_OF_MEMORY:
        return Finding(verdict=Verdict.MLE, reason="memory", message="ran out of memory", fatal=True)
    if end.status < 0:
        name = _signal_name(-end.status)
        return Finding(verdict=Verdict.RTE, reason="signal", message=f"was ended by {name}", fatal=True)
    message = f"ended the process (exit status {end.status}) before it answered"
    return Finding(verdict=Verdict.RTE, reason="exit", message=message, fatal=True)


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def _over_time(reason: Reason, message: str) -> Finding:
    return Finding(verdict=Verdict.TLE, reason=reason, message=message, fatal=True)


def _too_large() -> Finding:
    return Finding(
        verdict=Verdict.OLE,
        reason="too_large",
        message="returned a value that is too large, nested too deep, or contains itself",
        fatal=True,
    )


def in_time(finding: Finding, contract: Contract, *, cpu_s: float, wall_s: float) -> Finding:
    """The finding, or TLE where the answer came after its time: limits are checked exactly, once it is there."""
    limits = contract.limits
    if cpu_s > limits.cpu_s:
        return _over_time("cpu", f"used more than {limits.cpu_s:g} s of processor time")
    if wall_s > limits.wall_s:
        return _over_time("wall", f"took longer than {limits.wall_s:g} s")
    return finding


def of_load(frame: list[Node], contract: Contract) -> Finding | None:
    """What loading a program came to; None: it is ready.

    Raises:
        MalformedError: no frame of this judge's child.
    """
    if frame == ["ready"]:
        return None
    if frame[0] == "syntax":
        return _syntax(frame)
    if frame[0] == "missing" and len(frame) == 2 and isinstance(frame[1], list) and len(frame[1]) <= _MOST_NAMES:
        names = ", ".join(clean_line(name, 60) for name in texts(frame[1], len(frame[1])))
        has = f" (it defines {names})" if names else ""
        message = f"the program defines no function {contract.function!r}{has}"
        return Finding(verdict=Verdict.RTE, reason="missing_function", message=message, fatal=True)
    if frame[0] in ("raised", "exit"):
        return replace(_raised(frame), fatal=True)
    raise MalformedError("no answer to loading")


def _syntax(frame: list[Node]) -> Finding:
    kind, text, line, column = texts(frame[1:], 4)
    place = number(line)
    said = f"{clean_line(kind, 40)}: {clean_line(text)}"
    message = f"line {place}: {said}" if place else said
    diagnostic = Diagnostic(rule="syntax", message=said, line=place, column=number(column))
    return Finding(
        verdict=Verdict.CE, reason="syntax", message=message, diagnostics=(diagnostic,), line=place, fatal=True
    )


def of_answer(frame: list[Node], case: TestCase, contract: Contract, exchange: Exchange, before: Node) -> Finding:
    """The verdict on what a function did.

    Args:
        frame: its answer.
        case: with what is expected.
        contract: how it is compared.
        exchange: with what it printed.
        before: the tagged arguments it was given.

    Raises:
        MalformedError: no frame of this judge's child.
    """
    if frame == ["large"]:
        return replace(_too_large(), fatal=False)
    if frame[0] in ("raised", "exit"):
        return _of_raised(frame, case)
    if frame[0] == "returned" and len(frame) == 3:
        value, after = check(frame[1]), check(frame[2])
        changed: Node = _NOTHING if after in (_NOTHING, before) else after
        return _of_returned(value, changed, case, contract, exchange.output.decode("utf-8", "surrogateescape"))
    raise MalformedError("no answer to a case")


def of_program(frame: list[Node] | None, end: End, case: TestCase, contract: Contract, output: bytes) -> Finding:
    """The verdict on a program that ran to its end. The frame is only believed where it speaks against it.

    Raises:
        MalformedError: no frame of this judge's child.
    """
    if frame is not None and frame[0] == "syntax":
        return _syntax(frame)
    if frame is not None and frame[0] in ("raised", "exit"):
        return _of_raised(frame, case)
    if frame is not None and frame != ["done"]:
        raise MalformedError("no answer of a program")
    text = output.decode("utf-8", "surrogateescape")
    observed = _printed(text, _NOTHING)
    if end.status != 0:
        message = f"ended with exit status {end.status}"
        return Finding(verdict=Verdict.RTE, reason="exit", message=message, observed=observed)
    return _of_text(text, case, contract.checker, observed)


def _of_text(text: str, case: TestCase, checker: CheckerSpec, observed: Observation) -> Finding:
    match case.expected:
        case None:
            return Finding(verdict=Verdict.AC, observed=observed)
        case Prints(text=expected):
            if checker.name in BY_PROGRAM:
                return fault(f"a {checker.name!r} checker decides about whole programs only")
            if same_text(expected, text, checker):
                return Finding(verdict=Verdict.AC, observed=observed)
            message = f"printed {_quoted(text)}, expected {_quoted(expected)}"
            return Finding(verdict=Verdict.WA, reason="wrong_output", message=message, observed=observed)
        case Raises(exception=name):
            message = f"raised nothing, expected {name}"
            return Finding(verdict=Verdict.WA, reason="no_exception", message=message, observed=observed)
        case Returns():
            return fault("a program returns nothing: its case must expect what it prints")


def _of_returned(value: list[Node], changed: Node, case: TestCase, contract: Contract, printed: str) -> Finding:
    shown = display(value)
    observed = _returned(value, changed, printed, shown)
    if contract.arguments_unchanged and changed != _NOTHING:
        message = f"changed its arguments to {display(changed, 100)}"
        return Finding(verdict=Verdict.WA, reason="arguments_changed", message=message, observed=observed)
    match case.expected:
        case None:
            return Finding(verdict=Verdict.AC, observed=observed)
        case Prints():
            return _of_text(printed, case, contract.checker, _printed(printed, _NOTHING))
        case Raises(exception=name):
            message = f"returned {shown}, expected it to raise {name}"
            return Finding(verdict=Verdict.WA, reason="no_exception", message=message, observed=observed)
        case Returns(value=expected, tolerance=tolerance):
            checker = contract.checker
            if tolerance is not None:
                checker = CheckerSpec(name="floats", tolerance=tolerance)
            if _matches(expected, value, checker, iterate=contract.iterate):
                return Finding(verdict=Verdict.AC, observed=observed)
            return _wrong_value(value, shown, expected, observed)


def _wrong_value(value: list[Node], shown: str, expected: PlainValue, observed: Observation) -> Finding:
    wanted = display(tagged(expected))
    if value[0] == "o":
        name = clean_line(str(value[1]), 80)
        message = f"returned an object of type {name}, which is not a plain value; expected {wanted}"
        return Finding(verdict=Verdict.WA, reason="not_plain", message=message, observed=observed)
    hint = " (printing is not returning)" if value == _NOTHING and observed.kind == "printed" else ""
    message = f"returned {shown}, expected {wanted}{hint}"
    return Finding(verdict=Verdict.WA, reason="wrong_value", message=message, observed=observed)


def _matches(expected: PlainValue, value: list[Node], checker: CheckerSpec, *, iterate: bool) -> bool:
    if (
        iterate
        and isinstance(expected, tuple)
        and value[0] == "l"
        and same_value(tagged(list(expected)), value, checker)
    ):
        return True
    return same_value(tagged(expected), value, checker)


def _of_raised(frame: list[Node], case: TestCase) -> Finding:
    finding = _raised(frame)
    if not isinstance(case.expected, Raises) or finding.verdict is Verdict.MLE:
        return finding
    name = case.expected.exception
    builtin = getattr(builtins, name, None)
    wanted = getattr(builtin, "__name__", name)  # IOError is OSError
    if frame[:3] == ["raised", "builtins", wanted] or (frame[0] == "exit" and name == "SystemExit"):
        return replace(finding, verdict=Verdict.AC, reason="", message="")
    return replace(finding, verdict=Verdict.WA, reason="wrong_exception", message=f"{finding.message}, expected {name}")


def _raised(frame: list[Node]) -> Finding:
    if frame[0] == "exit":
        (status,) = texts(frame[1:], 1)
        observed = Observation(
            kind="raised", text="SystemExit", encoded=canonical(["raised", "builtins", "SystemExit"])
        )
        message = f"called exit({clean_line(status, 60)}) instead of answering"
        return Finding(verdict=Verdict.RTE, reason="exit", message=message, observed=observed)
    module, name, text, line = texts(frame[1:], 4)
    shown = clean_line(name, 80)
    observed = Observation(kind="raised", text=shown, encoded=canonical(["raised", module, name]))
    if (module, name) == ("builtins", "MemoryError"):
        message = "ran out of memory (MemoryError)"
        return Finding(verdict=Verdict.MLE, reason="memory", message=message, observed=observed, fatal=True)
    said = f": {clean_line(text)}" if text else ""
    at = number(line)
    message = f"raised {shown}{said}" + (f" (line {at})" if at else "")
    return Finding(verdict=Verdict.RTE, reason="exception", message=message, observed=observed, line=at)


def _returned(value: list[Node], changed: Node, printed: str, shown: str) -> Observation:
    if value == _NOTHING and printed:
        return _printed(printed, changed)
    text = shown if changed == _NOTHING else f"{shown}, and changed its arguments to {display(changed, 100)}"
    return Observation(kind="returned", text=text, encoded=canonical(["returned", value, changed]))


def _printed(text: str, changed: Node) -> Observation:
    return Observation(kind="printed", text=clean(text, _TEXT), encoded=canonical(["printed", text, changed]))


def _quoted(text: str) -> str:
    return display(["s", text], 100)


def same_observation(a: Observation, b: Observation, checker: CheckerSpec) -> bool:
    """Whether two observations are the same outcome."""
    if a.kind != b.kind or not a.encoded or not b.encoded:
        return False
    left, right = json.loads(a.encoded), json.loads(b.encoded)
    if a.kind == "raised":
        return bool(left == right)
    compare = same_value if a.kind == "returned" else same_text
    return compare(left[1], right[1], checker) and same_value(left[2], right[2], checker)
