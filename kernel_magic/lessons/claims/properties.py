"""Whether a value has the property a sentence names."""

from __future__ import annotations

import math
from collections.abc import Mapping

from kernel_magic.core.values import PlainValue
from kernel_magic.lessons.claims.findings import flipped
from kernel_magic.lessons.claims.statements import Operand, Test
from kernel_magic.lessons.claims.values import Seen, contains, equal, is_type, number_in, seen, size_within

UNIVERSAL = frozenset({"<", "<=", ">", ">=", "between", "even", "odd", "multiple"})
"""Said without a place, these mean *always*; `==` means *at the end*."""


def has_property(test: Test, found: Seen, variables: Mapping[str, str]) -> bool | None:
    """Whether a value has a property; `variables` are the others at the same moment. None: cannot tell."""
    answer = flipped(answer=_answer(test, found, variables), negated=test.negated)
    if test.also is None:
        return answer
    also = has_property(test.also, found, variables)
    return False if False in (answer, also) else None if None in (answer, also) else True


def _answer(test: Test, found: Seen, variables: Mapping[str, str]) -> bool | None:
    match test.op:
        case "type":
            return is_type(found, test.word)
        case "size":
            return size_within(found, test.low, test.high)
        case "even" | "odd":
            return _parity(found, 0 if test.op == "even" else 1)
        case "between":
            sides = (_compared(found, ">=", test.operand, variables), _compared(found, "<=", test.upper, variables))
            return False if False in sides else None if None in sides else True
        case "==" | "contains" | "multiple":
            return _related(test, found, variables)
        case _:
            return _compared(found, test.op, test.operand, variables)


def _parity(found: Seen, rest: int) -> bool | None:
    number = number_in(found)
    if number is None or not math.isfinite(number):
        return None
    return number % 2 == rest


def _related(test: Test, found: Seen, variables: Mapping[str, str]) -> bool | None:
    other = _value(test.operand, variables)
    if other is None:
        return None
    if test.op == "==":
        answer = equal(found, other[0], exact=test.exact)
        return None if test.loose and answer is False and _may_be_part(found, other[0]) else answer
    if test.op == "contains":
        scalar = found.kind in ("int", "float", "bool", "NoneType")
        return equal(found, other[0], exact=test.exact) if scalar else contains(found, other[0])
    number, divisor = found.value if found.known else None, other[0]
    if type(number) is not int or type(divisor) is not int or divisor == 0:
        return None
    return number % divisor == 0


def _may_be_part(found: Seen, part: PlainValue) -> bool:
    """Whether something that *starts with* this may only have it as its first part."""
    if isinstance(part, str) and found.kind == "str":
        return True
    return found.kind in ("list", "tuple", "deque", "array") and not isinstance(part, list | tuple)


def _value(operand: Operand, variables: Mapping[str, str]) -> tuple[PlainValue] | None:
    if not operand.name:
        return (operand.value,)
    text = variables.get(operand.name)
    other = seen(text) if text is not None else None
    return (other.value,) if other is not None and other.known else None


def _compared(found: Seen, op: str, operand: Operand, variables: Mapping[str, str]) -> bool | None:
    other = _value(operand, variables)
    if other is None or not found.known:
        return None
    a, b = found.value, other[0]
    numbers = all(isinstance(side, int | float) and not isinstance(side, bool) for side in (a, b))
    if not numbers and not (isinstance(a, str) and isinstance(b, str)):
        return None
    try:
        less, same = bool(a < b), bool(a == b)  # type: ignore[operator]  # both numbers or both strings
    except OverflowError:
        return None
    more = bool(a > b)  # type: ignore[operator]  # as above; neither is true of a number that is none
    return {"<": less, "<=": less or same, ">": more, ">=": more or same}[op]
