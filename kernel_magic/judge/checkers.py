"""Whether an observed outcome is the expected one: each checker a pair of functions, on tagged values and on text.

`standard` compares values as Python's `==` does and text token by token; `identical` wants the same types and bytes;
`floats` allows a tolerance; `unordered` ignores the order of a list or tuple and of the lines of a text. NaN equals
NaN under `floats` only. Objects that are not plain values are equal to nothing.

`floats` with `absolute` or `relative` is what contest packages mean by them: a number is near enough where one of the
two holds, and `relative` is relative to the expected number. `tolerance` alone is both, relative to the larger of the
two numbers. Whole numbers are exact as values; in a text nobody knows what was meant, so there they may differ as well.

`special` and `interactive` are decided by a program, elsewhere: here, where two outcomes are compared without one,
they can only say whether the two texts are the same token by token.

All comparing is done on canonical texts: values chosen by foreign code are never hashed, built, or written in decimal.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any

from kernel_magic.core.problem import CheckerSpec
from kernel_magic.judge.inside.encode import Node
from kernel_magic.judge.wire import canonical

_NUMBER_TOKEN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?|[+-]?(inf|infinity|nan)", re.ASCII | re.IGNORECASE)
_LONGEST_NUMBER = 400


def same_value(expected: Node, got: Node, checker: CheckerSpec) -> bool:
    """Whether two tagged values are the same for this checker."""
    if checker.name == "identical":
        return _equal(_exact(expected), _exact(got))
    if checker.name == "floats":
        return _close(expected, got, Near.of(checker))
    if checker.name == "unordered" and expected[0] in ("l", "t"):
        got = _plain_sequence(got)
        return expected[0] == got[0] and _equal(_sorted_items(expected), _sorted_items(got))
    return _equal(normal(expected), normal(got))


def same_text(expected: str, got: str, checker: CheckerSpec) -> bool:
    """Whether two printed texts are the same for this checker."""
    if checker.name == "identical":
        return expected == got
    if checker.name == "unordered":
        return sorted(map(str.split, _lines(expected))) == sorted(map(str.split, _lines(got)))
    wanted, found = expected.split(), got.split()
    if len(wanted) != len(found):
        return False
    if checker.ignore_case:
        wanted, found = [token.lower() for token in wanted], [token.lower() for token in found]
    if checker.name == "floats":
        near = Near.of(checker)
        return all(_close_tokens(a, b, near) for a, b in zip(wanted, found, strict=True))
    return wanted == found


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """How far apart two numbers may be."""

    absolute: float
    relative: float
    of_expected: bool
    """`relative` is of the expected number alone, not of the larger one of the two."""

    @classmethod
    def of(cls, checker: CheckerSpec) -> Near:
        """What a checker of numbers allows."""
        if checker.absolute is None and checker.relative is None:
            return cls(absolute=checker.tolerance, relative=checker.tolerance, of_expected=False)
        return cls(absolute=checker.absolute or 0.0, relative=checker.relative or 0.0, of_expected=True)

    def holds(self, expected: float, got: float) -> bool:
        """Whether `got` is near enough. NaN is near NaN, an infinity near itself only."""
        if math.isnan(expected) or math.isnan(got):
            return math.isnan(expected) and math.isnan(got)
        if not self.of_expected:
            return math.isclose(expected, got, rel_tol=self.relative, abs_tol=self.absolute)
        if math.isinf(expected) or math.isinf(got):
            return expected == got
        apart = abs(expected - got)
        return apart <= self.absolute or apart <= self.relative * abs(expected)


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def _equal(a: str | None, b: str | None) -> bool:
    return a is not None and a == b


def normal(node: Any) -> str | None:
    """The text that equal values share, and unequal ones do not; None for what is equal to nothing (NaN, objects)."""
    tag = node[0]
    if tag in ("l", "t"):
        return _joined(tag, [normal(item) for item in node[1]])
    if tag in ("S", "Z"):
        return _joined("S", _in_order([normal(item) for item in node[1]]))
    if tag in ("D", "M"):
        return _joined("D", _in_order([_joined("p", [normal(k), normal(v)]) for k, v in node[-1]]))
    if tag in ("a", "g"):
        return normal(node[1])
    if tag in ("i", "T", "F", "f", "c"):
        return _normal_number(node)
    if tag == "o":
        return None
    return canonical(["b" if tag == "B" else tag, *node[1:]])


def _joined(tag: str, parts: list[str | None]) -> str | None:
    known = [part for part in parts if part is not None]
    return f"{tag}[{','.join(known)}]" if len(known) == len(parts) else None


def _in_order(parts: list[str | None]) -> list[str | None]:
    return sorted(parts, key=lambda part: part or "")


def _normal_number(node: Any) -> str | None:
    tag = node[0]
    if tag == "c":
        real, imaginary = _normal_number(["f", node[1]]), _normal_number(["f", node[2]])
        return real if imaginary == "i0" else _joined("c", [real, imaginary])
    if tag == "f":
        value = float.fromhex(node[1])
        if math.isnan(value):
            return None
        return f"i{int(value):x}" if math.isfinite(value) and value.is_integer() else f"f{node[1]}"
    return f"i{node[1]}" if tag == "i" else {"T": "i1", "F": "i0"}[tag]


def _exact(node: Any) -> str | None:
    """As `normal`, but other types are other values. Only the order of sets and dicts does not count."""
    tag = node[0]
    if tag in ("l", "t"):
        return _joined(tag, [_exact(item) for item in node[1]])
    if tag in ("S", "Z"):
        return _joined(tag, _in_order([_exact(item) for item in node[1]]))
    if tag in ("D", "M"):
        pairs = _in_order([_joined("p", [_exact(key), _exact(value)]) for key, value in node[-1]])
        return _joined("D" if tag == "D" else f"M{node[1]}", pairs)
    if tag in ("a", "g"):
        return _joined(tag, [_exact(node[1])])
    if tag == "o" or (tag in ("f", "c") and "nan" in node[1:]):
        return None
    return canonical(node)


def _sorted_items(node: Any) -> str | None:
    return _joined(node[0], _in_order([normal(item) for item in node[1]]))


def _plain_sequence(node: Any) -> Any:
    return node[1] if node[0] == "a" else node


def _close(a: Any, b: Any, near: Near) -> bool:
    a, b = _unwrapped(a), _unwrapped(b)
    kinds = {a[0], b[0]}
    if kinds <= {"i", "T", "F", "f", "c"}:
        return _close_numbers(a, b, near)
    if kinds <= {"l"} or kinds <= {"t"}:
        return len(a[1]) == len(b[1]) and all(_close(x, y, near) for x, y in zip(a[1], b[1], strict=True))
    if kinds <= {"S", "Z"}:
        return _close_in_order(a[1], b[1], near)
    if kinds <= {"D", "M"}:
        return _close_in_order([["t", p] for p in a[-1]], [["t", p] for p in b[-1]], near)
    return _equal(normal(a), normal(b))


def _unwrapped(node: Any) -> Any:
    return node[1] if node[0] in ("a", "g") else node


def _close_in_order(a: list[Any], b: list[Any], near: Near) -> bool:
    """Both sides in numeric order: near numbers then stand at the same place."""
    if len(a) != len(b):
        return False
    left, right = sorted(a, key=_order), sorted(b, key=_order)
    return all(_close(x, y, near) for x, y in zip(left, right, strict=True))


def _order(node: Any) -> tuple[int, Any]:
    node = _unwrapped(node)
    if node[0] in ("i", "T", "F", "f"):
        value = _as_float(node)
        return (0, 0.0) if value is None or math.isnan(value) else (1, value)
    if node[0] in ("l", "t"):
        return (2, [_order(item) for item in node[1]])
    return (3, normal(node) or "")


def _close_numbers(a: Any, b: Any, near: Near) -> bool:
    if "c" in (a[0], b[0]):
        return all(_close_numbers(["f", x], ["f", y], near) for x, y in zip(_parts(a), _parts(b), strict=True))
    if "f" not in (a[0], b[0]):
        return _equal(_normal_number(a), _normal_number(b))  # whole numbers are exact
    x, y = _as_float(a), _as_float(b)
    if x is None or y is None:
        return False
    return near.holds(x, y)


def _parts(node: Any) -> tuple[str, str]:
    if node[0] == "c":
        return node[1], node[2]
    value = _as_float(node)
    return (math.nan if value is None else value).hex(), (0.0).hex()


def _as_float(node: Any) -> float | None:
    if node[0] == "f":
        return float.fromhex(node[1])
    if node[0] in ("T", "F"):
        return float(node[0] == "T")
    try:
        return float(int(node[1], 16)) if len(node[1]) <= _LONGEST_NUMBER else None
    except OverflowError:
        return None


def _close_tokens(a: str, b: str, near: Near) -> bool:
    if a == b:
        return True
    if max(len(a), len(b)) > _LONGEST_NUMBER or not (_NUMBER_TOKEN.fullmatch(a) and _NUMBER_TOKEN.fullmatch(b)):
        return False
    x, y = float(a), float(b)
    return near.holds(x, y)
