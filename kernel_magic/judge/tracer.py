"""Making a `Trace` of what the recorder inside the sandbox wrote. Every name and value in it is foreign text."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from kernel_magic.core.problem import Call, Expression, Stdin, TestCase
from kernel_magic.core.trace import Trace, TraceStep
from kernel_magic.judge.conversation import Run
from kernel_magic.judge.inside.encode import Node
from kernel_magic.judge.sandbox import ZygoteLostError
from kernel_magic.judge.sittings import Order, question
from kernel_magic.judge.wire import MalformedError, check, clean, clean_line, display, number, texts

_VALUE = 120
_OUTPUT = 10_000
_EVENTS = {"line", "return", "exception"}


def call_text(case: TestCase, function: str | None) -> str:
    """The call of a case as Python writes it; of a program the first line of its input."""
    match case.given:
        case Call(args=args, kwargs=kwargs):
            parts = [_short(value) for value in args] + [f"{name}={_short(value)}" for name, value in kwargs.items()]
            return f"{function}({', '.join(parts)})"
        case Expression(expression=expression):
            return expression
        case Stdin(text=text):
            return text.split("\n", 1)[0]


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= _VALUE else text[: _VALUE - 1] + "…"


def read_steps(frame: list[Node]) -> tuple[tuple[TraceStep, ...], str]:
    """The steps of a recorder's frame; and `F`, that was all; `T`, there were more; `M`, more come.

    Raises:
        MalformedError: the frame is not one of a recorder.
    """
    if len(frame) != 3 or frame[0] != "steps" or not isinstance(frame[1], list) or frame[2] not in ("F", "T", "M"):
        raise MalformedError("no steps")
    return tuple(_step(step) for step in frame[1]), str(frame[2])


def _step(step: Node) -> TraceStep:
    if not isinstance(step, list) or len(step) != 6 or not isinstance(step[4], list):
        raise MalformedError("no step")
    event, line, depth, function = texts(step[:4], 4)
    if event not in _EVENTS:
        raise MalformedError("no event")
    variables = {}
    for pair in step[4]:
        if not isinstance(pair, list) or len(pair) != 2 or not isinstance(pair[0], str):
            raise MalformedError("no variable")
        variables[clean_line(pair[0], 80)] = _shown(pair[1])
    value = step[5]
    return TraceStep(
        line=number(line),
        depth=number(depth),
        function=clean_line(function, 80),
        variables=variables,
        event="line" if event == "line" else "return" if event == "return" else "exception",
        value=clean_line(value, 80) if isinstance(value, str) else _shown(value),
    )


def _shown(node: Node) -> str:
    try:
        return display(node, _VALUE)
    except (ValueError, IndexError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise MalformedError("no value") from error


def traced(order: Order, case: TestCase, max_steps: int) -> Trace | None:
    """A traced run of one case; None where there is nothing to show."""
    try:
        if isinstance(case.given, Stdin):
            return _traced_program(order, case, max_steps)
        return _traced_call(order, case, max_steps)
    except (MalformedError, ZygoteLostError, ValueError):
        return None


def _traced_program(order: Order, case: TestCase, max_steps: int) -> Trace | None:
    text = case.given.text if isinstance(case.given, Stdin) else ""
    with order.run(1, text.encode("utf-8", "surrogateescape")) as run:
        return _recorded(run, order.load("program", trace=max_steps), call_text(case, None), order)


def _traced_call(order: Order, case: TestCase, max_steps: int) -> Trace | None:
    asked, _ = question(case, order.contract)
    with order.run(2) as run:
        if run.ask(order.load("function", trace=max_steps)).frame != ["ready"]:
            return None
        return _recorded(run, asked, call_text(case, order.contract.function), order)


def _recorded(run: Run, asked: dict[str, Any], call: str, order: Order) -> Trace | None:
    """The trace of what is asked. A run that is ended on the way shows its steps up to there."""
    steps: list[TraceStep] = []
    output = b""
    more = "M"
    while more == "M":
        exchange = run.ask(asked)
        output += exchange.output
        if exchange.trouble == "malformed" or (exchange.frame and exchange.frame[0] != "steps"):
            return None
        if exchange.frame is None or len(output) > order.contract.limits.output_kib << 10:
            return _ended(call, steps, output) if steps else None
        piece, more = read_steps(exchange.frame)
        steps += piece
        asked = {}
    ending = run.ask({})
    if ending.trouble == "malformed":
        return None
    trace = _ended(call, steps, output + ending.output)
    if ending.frame is None:
        return trace
    result, raised = _outcome(ending.frame)
    return replace(trace, truncated=more == "T", result=result, raised=raised)


def _ended(call: str, steps: list[TraceStep], output: bytes) -> Trace:
    return Trace(call=call, steps=tuple(steps), truncated=True, output=clean(output, _OUTPUT))


def _outcome(frame: list[Node]) -> tuple[str | None, str | None]:
    """What the run came to: a result, or what it raised; neither of a whole program, or of too large a result."""
    if frame[0] == "returned":
        return display(check(frame[1])), None
    if frame[0] == "raised":
        return None, clean_line(texts(frame[1:3], 2)[1], 80)
    return None, "SystemExit" if frame[0] == "exit" else None
