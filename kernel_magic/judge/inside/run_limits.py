"""What one run may use, as the judge tells the zygote. Setting the limits is `limits`' business."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RunLimits:
    """What one run may use; processor and wall seconds are per case."""

    cpu_s: float
    wall_s: float
    memory_mib: int
    cases: int
    files: bool
