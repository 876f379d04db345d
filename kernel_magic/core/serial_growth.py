"""`kernel-magic/growth/1`: the JSON form of a measured growth; a comparison's rows hold the same fields."""

from __future__ import annotations

import math

from kernel_magic.core.growth import Growth, GrowthSample
from kernel_magic.core.serial import JsonObject
from kernel_magic.core.values import JsonValue

_DIGITS = 6
TOLD_AT = 1_000_000
"""The size for which an estimate is said."""


def growth_json(growth: Growth, *, function: str) -> JsonObject:
    """What `growth` found out about a function."""
    estimate = growth.seconds_at(TOLD_AT)
    return {
        "schema": "kernel-magic/growth/1",
        "function": function,
        **growth_fields(growth),
        "estimate": {"size": TOLD_AT, "cpu_s": None if estimate is None else _significant(estimate)},
    }


def growth_fields(growth: Growth) -> JsonObject:
    """The fields that tell a growth."""
    return {
        "model": growth.model,
        "runner_up": growth.runner_up,
        "decided": growth.decided,
        "samples": [_sample(sample) for sample in growth.samples],
        "memory_model": growth.memory_model,
        "coefficient": _significant(growth.coefficient),
        "offset": _significant(growth.offset),
        "reason": growth.reason,
        "yardstick_s": _significant(growth.yardstick_s),
    }


def _sample(sample: GrowthSample) -> JsonObject:
    return {
        "size": sample.size,
        "cpu_s": _significant(sample.cpu_s),
        "peak_mib": round(sample.peak_mib, _DIGITS),
        "repeats": sample.repeats,
    }


def _significant(value: float) -> JsonValue:
    """Six digits wherever they stand: a coefficient may be a billionth of a second. JSON has no infinity."""
    return float(f"{value:.{_DIGITS}g}") if math.isfinite(value) else None
