"""The processor time of a run, read by the judge itself: a hundredth of what asking the zygote costs."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessClock:
    """The clock of one process, which need not be ours and may live in another process namespace."""

    pid: int
    """As this process sees it."""
    floor: float
    """Seconds that an empty run takes."""

    def read(self) -> float | None:
        """Seconds used so far, without the floor, so below 0 at first; None where the process is gone."""
        try:
            return time.clock_gettime((~self.pid << 3) | 2) - self.floor  # the kernel's id of that clock
        except OSError:
            return None


def process_clock(process: int | None, floor: float) -> ProcessClock | None:
    """The clock of the process behind a pidfd, which is closed; None where it cannot be found."""
    if process is None:
        return None
    try:
        text = Path(f"/proc/self/fdinfo/{process}").read_text(encoding="ascii")
    except OSError:
        return None
    finally:
        os.close(process)
    pid = next((int(line[4:]) for line in text.splitlines() if line.startswith("Pid:")), -1)
    return ProcessClock(pid=pid, floor=floor) if pid > 0 else None
