"""Resource limits of a run, enforced by the kernel. Each is clamped to the hard limit this process already has."""

from __future__ import annotations

import math
import os
import resource
import sys

from kernel_magic.judge.inside.run_limits import RunLimits

MIB = 1 << 20
_MEMORY = {"address_space": "RLIMIT_AS", "data": "RLIMIT_DATA"}


def apply(limits: RunLimits, *, address_space_floor: int, own_user_namespace: bool) -> None:
    """Set the limits of this process. The exact processor limit is the supervisor's: this is the backstop.

    Args:
        limits: what the run may use.
        address_space_floor: bytes that are mapped already; the memory limit comes on top.
        own_user_namespace: processes are counted for this sandbox alone, so their number can be limited.
    """
    seconds = math.ceil(limits.cpu_s * max(limits.cases, 1)) + 1
    wanted = {
        "RLIMIT_CPU": (seconds, seconds + 1),
        _MEMORY[limits.memory_by]: (address_space_floor + limits.memory_mib * MIB,) * 2,
        "RLIMIT_FSIZE": ((limits.file_mib if limits.files else 0) * MIB,) * 2,
        "RLIMIT_NOFILE": (64, 64),
        "RLIMIT_CORE": (0, 0),
        "RLIMIT_STACK": (limits.stack_mib * MIB, limits.stack_mib * MIB),
        "RLIMIT_MSGQUEUE": (0, 0),
        "RLIMIT_MEMLOCK": (0, 0),
    }
    if own_user_namespace:
        wanted["RLIMIT_NPROC"] = (64, 64)
    for name, pair in wanted.items():
        number = getattr(resource, name, None)
        if number is not None:
            _set(number, pair)
    if limits.core is not None and sys.platform.startswith("linux"):
        _keep_to(limits.core)


def narrow(limits: RunLimits) -> None:
    """The memory limit of a program that is about to replace this one: nothing is mapped yet in its address space."""
    _set(getattr(resource, _MEMORY[limits.memory_by]), (limits.memory_mib * MIB,) * 2)


def _keep_to(core: int) -> None:
    try:
        os.sched_setaffinity(0, {core})
    except OSError:  # it has been taken away meanwhile: any other will do
        return


def _set(number: int, pair: tuple[int, int]) -> None:
    hard = resource.getrlimit(number)[1]
    soft, high = (value if hard == resource.RLIM_INFINITY else min(value, hard) for value in pair)
    try:
        resource.setrlimit(number, (soft, high))
    except (ValueError, OSError):
        if sys.platform.startswith("linux"):
            raise
        # macOS refuses some limits; the isolation report says that it has no memory limit
