"""Test cases written out as plain Python: what a notebook's test cell holds, for nbgrader, otter and students to read.

The code raises exactly where the judge would not accept, as far as that can be said in the process that runs a
student's code: there an object of the student's own takes part in the comparison, in the judge it does not.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from kernel_magic.core.problem import Call, CheckerSpec, Expected, Expression, Prints, Raises, Returns, Stdin, TestCase
from kernel_magic.core.values import PlainValue

_CLOSE = """\
def _close(a, b, tolerance):
    if isinstance(b, (list, tuple)):
        return type(a) is type(b) and len(a) == len(b) and all(_close(x, y, tolerance) for x, y in zip(a, b))
    if isinstance(b, dict):
        return a.keys() == b.keys() and all(_close(a[key], b[key], tolerance) for key in b)
    if isinstance(b, (int, float)) and not isinstance(b, bool):
        return a == b or abs(a - b) <= tolerance * max(1, abs(b))
    return a == b
"""
_SAME_ITEMS = """\
def _same_items(a, b):
    rest = list(b)
    for item in a:
        if item not in rest:
            return False
        rest.remove(item)
    return not rest
"""


def test_code(cases: Sequence[TestCase], function: str, checker: CheckerSpec) -> str:
    """The code of one test.

    Args:
        cases: function cases with an expected outcome each.
        function: what `Call`s call.
        checker: how results are compared.
    """
    lines: list[str] = []
    done: tuple[str, ...] = ("",)
    for case in cases:
        setup = case.given.setup if isinstance(case.given, Expression) else ""
        # Cases of a test may follow each other: of what stands before one, only what was not written yet is.
        known = next((text for text in done if setup.startswith(text)), None)
        rest = "" if any(text.startswith(setup) for text in done) else setup if known is None else setup[len(known) :]
        lines += [line for line in rest.split("\n") if line.strip()]
        lines += _assertion(case, function, checker)
        done = (f"{setup}\n{as_statement(call_text(case, function), case.expected)}", setup) if setup else done
    text = "\n".join(lines)
    helpers = "".join(helper for name, helper in (("_close(", _CLOSE), ("_same_items(", _SAME_ITEMS)) if name in text)
    return helpers + text


def as_statement(text: str, expected: Expected | None) -> str:
    """An asserted expression as part of what comes before a later assertion of the same test."""
    if isinstance(expected, Raises):
        return f"try:\n    {text}\nexcept {expected.exception}:\n    pass"
    return text


def call_text(case: TestCase, function: str) -> str:
    """What a case runs, as one expression."""
    match case.given:
        case Call(args=args, kwargs=kwargs):
            words = [*map(value_text, args), *(f"{name}={value_text(value)}" for name, value in kwargs.items())]
            return f"{function}({', '.join(words)})"
        case Expression(expression=expression):
            return expression
        case Stdin(text=text):
            raise ValueError(f"a test of an exercise reads no standard input: {text[:40]!r}")


def _assertion(case: TestCase, function: str, checker: CheckerSpec) -> list[str]:
    call = call_text(case, function)
    match case.expected:
        case Returns(value=value, tolerance=tolerance):
            return [_compared(call, value, tolerance, checker)]
        case Raises(exception=name):
            return [
                "try:",
                f"    {call}",
                "except Exception as error:",
                f"    assert type(error) is {name}",
                "else:",
                f"    raise AssertionError({f'{call} raises no {name}'!r})",
            ]
        case Prints(text=text):
            return [
                "import contextlib, io",
                "with contextlib.redirect_stdout(io.StringIO()) as _printed:",
                f"    {call}",
                f"assert _printed.getvalue().split() == {text.split()!r}",
            ]
        case None:
            raise ValueError(f"the case {case.name!r} expects nothing")


def _compared(call: str, value: PlainValue, tolerance: float | None, checker: CheckerSpec) -> str:
    written = value_text(value)
    if tolerance is None and checker.name == "floats":
        tolerance = checker.tolerance
    if tolerance is not None:
        return f"assert _close({call}, {written}, {tolerance!r})"
    if checker.name == "unordered" and isinstance(value, (list, tuple)):
        return f"assert _same_items({call}, {written})"
    if value is None:
        return f"assert {call} is None"
    return f"assert {call} == {written}"


def value_text(value: PlainValue) -> str:
    """A value as Python reads it back; infinities and NaN included."""
    match value:
        case float():
            return repr(value) if math.isfinite(value) else f"float({str(value)!r})"
        case list():
            return f"[{', '.join(map(value_text, value))}]"
        case tuple():
            return f"({', '.join(map(value_text, value))}{',' if len(value) == 1 else ''})"
        case set() | frozenset():  # in an order that is the same in every process
            items = f"{{{', '.join(sorted(map(value_text, value)))}}}" if value else ""
            return items if items and isinstance(value, set) else f"{type(value).__name__}({items})"
        case dict():
            return f"{{{', '.join(f'{value_text(key)}: {value_text(item)}' for key, item in value.items())}}}"
        case _:
            return repr(value)
