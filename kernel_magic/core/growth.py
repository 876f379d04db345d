"""Measured growth: what a program needed at growing sizes, and which model of growth that is."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from kernel_magic.core.problem import Limits
from kernel_magic.core.source import Source

GrowthModel = Literal["1", "log n", "n", "n log n", "n^2", "n^2 log n", "n^3", "2^n", "n!"]


def _capped(exponent: float) -> float:
    """The exponential function, without the error that a huge one would be."""
    return math.exp(exponent) if exponent < 700 else math.inf


_UNITS: Mapping[GrowthModel, Callable[[float], float]] = {
    "1": lambda n: 1.0,
    "log n": math.log2,
    "n": lambda n: n,
    "n log n": lambda n: n * math.log2(n),
    "n^2": lambda n: n**2,
    "n^2 log n": lambda n: n**2 * math.log2(n),
    "n^3": lambda n: n**3,
    "2^n": lambda n: _capped(n * math.log(2)),
    "n!": lambda n: _capped(math.lgamma(n + 1)),
}


def units(model: GrowthModel, size: float) -> float:
    """The value of a model at a size, which is at least 1. Logarithms are to the base 2; past all floats it is inf."""
    return _UNITS[model](size)


@dataclass(frozen=True, slots=True, kw_only=True)
class GrowthSample:
    """One size. Processor seconds and mebibytes come from the operating system, without what an empty run costs."""

    size: int
    cpu_s: float
    """Of one call, or of one run of a program: a good one of the repeats, the lower quartile."""
    peak_mib: float
    """Beyond what holding the input takes, where that can be told (functions); of the whole run for programs."""
    repeats: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """The samples and the model that fits them. `decided` is False where the measurements do not settle it."""

    model: GrowthModel | None
    """The best of the models; None: too little was measured to name any."""
    runner_up: GrowthModel | None
    decided: bool
    samples: tuple[GrowthSample, ...]
    memory_model: GrowthModel | None = None
    """None: not decided."""
    coefficient: float = 0.0
    """Seconds per unit of the model: at size n about `offset + coefficient * model(n)` seconds are needed."""
    offset: float = 0.0
    reason: str = ""
    """To people: why it is not decided, or what ended the measuring (`the next size passed the limit of 2 s`)."""
    yardstick_s: float = 0.0
    """Processor seconds that a fixed piece of work took meanwhile; 0: unknown. A machine is not always as fast: where
    two growths have different yardsticks, so much of what their times differ is the machine's doing."""

    def seconds_at(self, size: float) -> float | None:
        """What a size is estimated to need; None where the model is not decided, and nothing may be estimated."""
        if self.model is None or not self.decided or size < 1:
            return None
        return max(self.offset + self.coefficient * units(self.model, size), 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionGrowth:
    """What to measure: a function on arguments that a generator makes."""

    source: Source
    """Its `entry_point` is the function."""
    inputs: Source
    """Python that defines `make_args(n, rng) -> tuple`; `rng` is a seeded `random.Random`."""
    seed: int = 0
    seconds: float = 10.0
    """For all of it, about."""
    largest: int = 1 << 24
    limits: Limits = Limits()
    """Of one call."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramGrowth:
    """What to measure: a program on inputs that a generator makes."""

    source: Source
    generator: Source
    """Python that defines `make(n, seed) -> str`."""
    seed: int = 0
    seconds: float = 10.0
    largest: int = 1 << 20
    limits: Limits = Limits()
    """Of one run."""
