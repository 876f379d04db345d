"""Claims written as comparisons (`f(1) == 2`, `abs(f(2) - 1.41) < 0.01`) as pairs of what is run and what is expected.

Only what the parent can compare is taken: a comparison that would be decided where foreign code runs proves nothing.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Iterator

from kernel_magic.core.problem import Expected, Returns
from kernel_magic.core.values import PlainValue
from kernel_magic.lessons.examples.expressions import is_plain, plain_value
from kernel_magic.lessons.examples.found import UnusableError

Claim = tuple[ast.expr, Expected]
_UNSAFE = "a comparison like this cannot be judged safely; write the expected value instead"
_CLOSE = {"isclose": (1e-9, 0.0), "allclose": (1e-5, 1e-8)}
_NUMPY = frozenset({"np", "numpy"})


def is_claim(node: ast.expr) -> bool:
    """Whether an expression states something instead of giving a value to look at."""
    match node:
        case ast.Compare() | ast.BoolOp() | ast.UnaryOp(op=ast.Not()):
            return True
        case ast.Call():
            return _name(node.func) in _CLOSE
        case _:
            pass
    return False


def claims_in(node: ast.expr, *, truth: bool = True) -> list[Claim]:
    """What must hold so that the expression is true (or false).

    Raises:
        UnusableError: it cannot be put as an expected value.
    """
    match node:
        case ast.BoolOp(op=ast.And(), values=values) if truth:
            return [claim for value in values for claim in claims_in(value)]
        case ast.BoolOp(op=ast.Or(), values=values) if not truth:
            return [claim for value in values for claim in claims_in(value, truth=False)]
        case ast.BoolOp():
            raise UnusableError(_UNSAFE)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return claims_in(operand, truth=not truth)
        case ast.Compare():
            return _compared(node, truth=truth)
        case ast.Call() if _name(node.func) in _CLOSE:
            if not truth:
                raise UnusableError(_UNSAFE)
            return [_close(node)]
    tested = ast.Call(func=ast.Name(id="bool", ctx=ast.Load()), args=[node], keywords=[])
    return [(ast.copy_location(tested, node), Returns(value=truth))]


def _compared(node: ast.Compare, *, truth: bool) -> list[Claim]:
    sides = [node.left, *node.comparators]
    if len(node.ops) == 1 and isinstance(node.ops[0], ast.Lt | ast.LtE | ast.Gt | ast.GtE) and truth:
        small, large = sides if isinstance(node.ops[0], ast.Lt | ast.LtE) else reversed(sides)
        return [_distance(small, large)]
    wanted = (ast.Eq, ast.Is) if truth else (ast.NotEq, ast.IsNot)
    if not all(isinstance(op, wanted) for op in node.ops) or (not truth and len(node.ops) > 1):
        raise UnusableError(_UNSAFE)
    values = [side for side in sides if is_plain(side) or _is_approx(side)]
    tested = [side for side in sides if side not in values]
    if len(values) != 1 or not tested:
        raise UnusableError("one side must be a plain value")
    expected = _expected(values[0])
    if any(isinstance(op, ast.Is | ast.IsNot) for op in node.ops) and not _is_singleton(values[0]):
        raise UnusableError(_UNSAFE)
    return [(side, expected) for side in tested]


def _is_singleton(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and (node.value is None or isinstance(node.value, bool))


def _expected(node: ast.expr) -> Returns:
    if isinstance(node, ast.Call) and _is_approx(node):
        value = plain_value(node.args[0])
        options = _options(node)
        absolute, relative = options.get("abs"), options.get("rel")
        if relative is None:
            relative = 1e-6 if absolute is None else 0.0
        return Returns(value=value, tolerance=_tolerance(value, relative, 1e-12 if absolute is None else absolute))
    return Returns(value=plain_value(node))


def _is_approx(node: ast.expr) -> bool:
    return (
        isinstance(node, ast.Call) and _name(node.func) == "approx" and len(node.args) == 1 and is_plain(node.args[0])
    )


def _close(node: ast.Call) -> Claim:
    name = _name(node.func)
    relative, absolute = _CLOSE[name]
    if name == "isclose" and isinstance(node.func, ast.Attribute) and _name(node.func.value) in _NUMPY:
        relative, absolute = _CLOSE["allclose"]
    options = _options(node)
    relative = options.get("rel_tol", options.get("rtol", relative))
    absolute = options.get("abs_tol", options.get("atol", absolute))
    if len(node.args) != 2:
        raise UnusableError(_UNSAFE)
    tested, value = node.args if is_plain(node.args[1]) else reversed(node.args)
    if not is_plain(value) or is_plain(tested):
        raise UnusableError("one side must be a plain value")
    number = plain_value(value)
    return tested, Returns(value=number, tolerance=_tolerance(number, relative, absolute))


def _distance(small: ast.expr, large: ast.expr) -> Claim:
    """`abs(f(2) - 1.41) < 0.01`, either way round."""
    match small:
        case ast.Call(func=ast.Name(id="abs" | "fabs"), args=[ast.BinOp(left=left, op=ast.Sub(), right=right)]):
            pass
        case _:
            raise UnusableError(_UNSAFE)
    tested, value = (left, right) if is_plain(right) else (right, left)
    if not is_plain(value) or is_plain(tested) or not is_plain(large):
        raise UnusableError(_UNSAFE)
    number = plain_value(value)
    return tested, Returns(value=number, tolerance=_tolerance(number, 0.0, _number(large)))


def _tolerance(value: PlainValue, relative: float, absolute: float) -> float:
    """One figure, used by the judge both ways, that never allows more than was stated."""
    numbers = list(_numbers(value))
    if not numbers:
        raise UnusableError("a tolerance needs numbers")
    if not (0 <= relative < 1 and 0 <= absolute < math.inf):
        raise UnusableError("the tolerance is not usable")
    return min(max(absolute, relative * abs(number)) / max(1.0, abs(number)) for number in numbers)


def _numbers(value: PlainValue) -> Iterator[float]:
    if isinstance(value, bool):
        return
    if isinstance(value, int | float | complex):
        size = _size(value)
        if math.isfinite(size):
            yield size
    elif isinstance(value, list | tuple | set | frozenset):
        for item in value:
            yield from _numbers(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _numbers(item)


def _size(value: complex) -> float:
    try:
        return float(abs(value))
    except OverflowError:
        return math.inf


def _options(node: ast.Call) -> dict[str, float]:
    return {str(item.arg): _number(item.value) for item in node.keywords if item.arg in _TOLERANCES}


_TOLERANCES = frozenset({"rel", "abs", "rel_tol", "abs_tol", "rtol", "atol"})


def _number(node: ast.expr) -> float:
    match node:
        case ast.BinOp(left=ast.Constant(value=int(10)), op=ast.Pow(), right=exponent) if is_plain(exponent):
            power = plain_value(exponent)
            if isinstance(power, int) and -300 < power < 300:
                return float(10.0**power)
        case _:
            pass
    value = plain_value(node)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise UnusableError("the tolerance is not a number")
    return math.copysign(_size(value), value)


def _name(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""
