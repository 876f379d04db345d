"""What one run may use, as the judge tells the zygote. Setting the limits is `limits`' business."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

CPU_SLACK_S, WALL_SLACK_S = 0.02, 0.1
"""The zygote lets a run have so much more than its limits: it need not hear of every short case that begins. Whether an
answer came in time is decided exactly by the judge, which sees every answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunLimits:
    """What one run may use; processor and wall seconds are per case."""

    cpu_s: float
    wall_s: float
    memory_mib: int
    cases: int
    files: bool
    brings_back: tuple[str, ...] = ()
    """Files of the scratch folder whose beginnings the zygote sends back when the run has ended."""
    file_mib: int = 16
    """How large one file may grow, where files may be written."""
    memory_by: Literal["address_space", "data"] = "address_space"
    """What the memory limit counts: all that is mapped, or only what is private and writable (virtual machines map far
    more than they use)."""
    stack_mib: int = 64
    core: int | None = None
    """The one core it is to run on; None: any."""
