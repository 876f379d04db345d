"""Numbers as words for people: counts, sizes, times, memory, and the names of growth.

A measured figure has as many digits as help; an estimate says that it is one ("about 4 minutes"). Nothing is measured
or estimated here.
"""

from __future__ import annotations

import math

from kernel_magic.core.growth import Growth, GrowthModel

_MINUTE, _HOUR, _DAY = 60.0, 3_600.0, 86_400.0
_YEAR = 365.25 * _DAY
_LADDER = ((_YEAR, "year"), (_DAY, "day"), (_HOUR, "hour"), (_MINUTE, "minute"))
_POWERS = str.maketrans("0123456789n", "⁰¹²³⁴⁵⁶⁷⁸⁹ⁿ")
_NAMES: dict[GrowthModel, str] = {
    "1": "constant", "log n": "log n", "n": "n", "n log n": "n log n", "n^2": "n²", "n^2 log n": "n² log n",
    "n^3": "n³", "2^n": "2ⁿ", "n!": "n!",
}  # fmt: skip


def count(number: int, noun: str) -> str:
    """`1 example`, `2 examples`, `1,000 generated inputs against a brute force`."""
    if number == 1:
        return f"1 {noun}"
    head, gap, tail = noun.partition(" against ")
    return f"{number:,} {head}s{gap}{tail}"


def size(number: int) -> str:
    """The size of an input: `2,000`, `131,072`; from a hundred thousand on a power of ten is written `10⁵`."""
    digits = str(number)
    if number >= 100_000 and set(digits[1:]) == {"0"} and digits[0] == "1":
        return f"10{str(len(digits) - 1).translate(_POWERS)}"
    return f"{number:,}"


def seconds(value: float) -> str:
    """Measured seconds with as many digits as help."""
    if 5e-7 <= value < 0.0001:
        return f"{value * 1e6:.0f} μs"
    if value < 0.0995:
        return f"{value * 1000:.1f} ms" if value < 0.00995 else f"{value * 1000:.0f} ms"
    return f"{value:.2g} s" if value < 0.995 else f"{value:.1f} s" if value < 9.95 else f"{value:,.0f} s"


def mebibytes(value: float) -> str:
    """Mebibytes with as many digits as help."""
    return f"{value:.1f} MiB" if value < 10 else f"{value:,.0f} MiB"


def about(value: float) -> str:
    """An estimated time, rounded as an estimate is: `about 20 ms`, `about 4 minutes`, `about 3 years`."""
    if not math.isfinite(value) or value >= 10_000 * _YEAR:
        return "longer than 10,000 years"
    if value < 0.001:
        return "less than 1 ms"
    for unit, noun in _LADDER:
        # One of a unit is too coarse to round to: 90 minutes are no hour and no two.
        if value >= 2 * unit:
            return f"about {count(_rounded(value / unit), noun)}"
    if value < 1:
        milliseconds = _rounded(value * 1000)
        return f"about {milliseconds} ms" if milliseconds < 1000 else "about 1 second"
    return f"about {count(_rounded(value), 'second')}"


def times(ratio: float) -> str:
    """How many times as much: `1.3 times`, `28 times`, `1,400 times`."""
    shown = f"{ratio:.1f}" if ratio < 10 else f"{_rounded(ratio):,}"
    return f"{shown.removesuffix('.0')} times"


def growth_name(model: GrowthModel) -> str:
    """A model of growth as it is written on a board: `n²`, `n log n`, `constant`."""
    return _NAMES[model]


def growth_words(growth: Growth | None) -> str:
    """What was found out about a growth, and no more: `n log n`, `n log n or n (not decided)`, `not clear`."""
    if growth is None or (growth.model is None and not growth.samples):
        return "not measured"
    if growth.model is None:
        return "not clear"
    if growth.decided:
        return _NAMES[growth.model]
    other = f" or {_NAMES[growth.runner_up]}" if growth.runner_up else ""
    return f"{_NAMES[growth.model]}{other} (not decided)"


def _rounded(value: float) -> int:
    """To two digits: an estimate has no more."""
    if value < 100:
        return round(value)
    step = int(10 ** (math.floor(math.log10(value)) - 1))
    return round(value / step) * step
