"""Closing the sandbox around a freshly forked run: descriptors, limits, capabilities, Landlock, seccomp."""

from __future__ import annotations

import fcntl
import os
import signal
import sys
from dataclasses import dataclass

from kernel_magic.judge.inside import kernel_calls, landlock, limits, seccomp
from kernel_magic.judge.inside.launch import Launch
from kernel_magic.judge.inside.run_limits import RunLimits

_ABOVE_PLACES = 16
_DESCRIPTORS = 4096
_DEVICES = ("/dev/zero", "/dev/urandom")


@dataclass(frozen=True, slots=True, kw_only=True)
class Walls:
    """What the zygote prepared for its runs; None: that layer does not exist here."""

    namespaces: bool
    landlock: int | None
    """A ruleset's descriptor."""
    seccomp: bytes | None
    """A filter without its process id."""
    address_space_floor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Descriptors:
    """The ends of the pipes a run talks through. `stdin` is None for functions.

    `artifact` is what a compiler made, or the empty file for it.
    """

    questions: int
    results: int
    output: int
    stdin: int | None = None
    artifact: int | None = None

    def close(self) -> None:
        """Close all of them."""
        for descriptor in (self.questions, self.results, self.output, self.stdin, self.artifact):
            if descriptor is not None:
                os.close(descriptor)


def rules(abi: int, launch: Launch, python: list[str], scratch: str, *, files: bool) -> int:
    """A Landlock ruleset for a kind of run.

    Args:
        abi: of the kernel's Landlock.
        launch: what the run holds.
        python: what the interpreter reads.
        scratch: the run's folder; empty: it has none.
        files: it may write there.

    Raises:
        OSError: the kernel refused it.
    """
    readable = [*launch.readable] if launch.profile == "native" else [*python, *launch.readable]
    if launch.profile == "compiler":
        readable = [path for path in readable if path not in _DEVICES]  # a source may include them
    folder = [scratch] if scratch else []
    return landlock.ruleset(abi, readable if files else readable + folder, folder if files else [], launch.executables)


def close_in(walls: Walls, ends: Descriptors, run_limits: RunLimits, work: str) -> None:
    """Make this process a run: nothing but its pipes, its limits and its walls.

    Raises:
        OSError: a wall could not be put up; the process must end.
    """
    os.setsid()
    linux = sys.platform.startswith("linux")
    if linux:
        kernel_calls.prctl(kernel_calls.PR_SET_PDEATHSIG, signal.SIGKILL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
    os.chdir(work)
    null = 2  # the zygote's own
    if linux:
        kernel_calls.drop_capabilities()
        kernel_calls.prctl(kernel_calls.PR_SET_NO_NEW_PRIVS, 1)
    if walls.landlock is not None:
        landlock.restrict(walls.landlock)
    places = [null if ends.stdin is None else ends.stdin, ends.output, null, ends.questions, ends.results]
    _place_descriptors(places if ends.artifact is None else [*places, ends.artifact])
    limits.apply(run_limits, address_space_floor=walls.address_space_floor, own_user_namespace=walls.namespaces)
    if walls.seccomp is not None:
        kernel_calls.install_filter(seccomp.complete(walls.seccomp, os.getpid()))


def _place_descriptors(ends: list[int]) -> None:
    """Make `ends` the descriptors 0, 1, 2, … and close every other one."""
    high = [fcntl.fcntl(end, fcntl.F_DUPFD, _ABOVE_PLACES) for end in ends]
    for place, descriptor in enumerate(high):
        os.dup2(descriptor, place)
    os.closerange(len(ends), _DESCRIPTORS)
