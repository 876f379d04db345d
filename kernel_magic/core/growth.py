"""Measured growth: what a program needed at growing sizes, and which model of growth that is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kernel_magic.core.problem import Limits
from kernel_magic.core.source import Source

GrowthModel = Literal["1", "log n", "n", "n log n", "n^2", "n^2 log n", "n^3", "2^n", "n!"]


@dataclass(frozen=True, slots=True, kw_only=True)
class GrowthSample:
    """One size. Processor seconds and mebibytes come from the operating system, without what an empty run costs."""

    size: int
    cpu_s: float
    """Of one call, or of one run of a program: the smallest of the repeats."""
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
