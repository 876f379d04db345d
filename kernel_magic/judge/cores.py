"""Which core is fast at this moment: what measures time runs there.

Cores differ, by their kind and by what others do on them: the guest of a busy host finds one of its two cores slower by
half, for seconds on end. Choosing the better one before each run makes most measurements count.
"""

from __future__ import annotations

import contextlib
import os
import time

_STEPS = 2000
"""Of the piece of work that is timed: a twentieth of a millisecond."""
_TRIES = 3
_MOST = 4
"""So many cores are tried each time, at most."""
_FINE = 1.1
"""A core that takes no longer than so many times the best that was ever seen is taken at once."""


class Cores:
    """The cores this thread may use."""

    def __init__(self) -> None:
        self._best_s = float("inf")
        self._last: list[int] = []
        """The core taken last comes first."""

    def fastest(self) -> int | None:
        """The core to run on; None where there is no choice, or the system does not let one choose."""
        affinity = getattr(os, "sched_getaffinity", None)
        if affinity is None:
            return None
        allowed: set[int] = affinity(0)
        if len(allowed) < 2:
            return None
        order = [core for core in self._last if core in allowed]
        order += sorted(allowed.difference(order))
        found: dict[int, float] = {}
        try:
            for core in order[:_MOST]:
                os.sched_setaffinity(0, {core})
                found[core] = _took_s()
                self._best_s = min(self._best_s, found[core])
                if found[core] <= _FINE * self._best_s:
                    break
        except OSError:
            return None
        finally:
            with contextlib.suppress(OSError):
                os.sched_setaffinity(0, allowed)
        best = min(found, key=found.__getitem__)
        rest = [core for core in order if core not in found]
        self._last = [best, *rest, *(core for core in found if core != best)]
        return best


def _took_s() -> float:
    best = float("inf")
    for _ in range(_TRIES):
        begun = time.thread_time()
        total = 0
        for number in range(_STEPS):
            total += number & 7
        best = min(best, time.thread_time() - begun)
    return best
