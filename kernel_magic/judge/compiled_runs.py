"""Runs of compiled programs: what the judge asks for, and what their ends mean beyond what every program's end means.

A compiled program has the process to itself and answers nothing: its exit status, its output and what the kernel saw
are all there is. What it wrote to standard error is shown, never believed.
"""

from __future__ import annotations

import os
import re
from dataclasses import replace
from typing import Any

from kernel_magic.core.problem import Limits
from kernel_magic.core.verdict import Floor, Verdict
from kernel_magic.judge import grader
from kernel_magic.judge.conversation import Content
from kernel_magic.judge.grader import Finding
from kernel_magic.judge.inside.run_limits import RunLimits
from kernel_magic.judge.sandbox import End
from kernel_magic.judge.toolchain import Compiled
from kernel_magic.judge.wire import clean_line

_SAID = 200
_OUT_OF_MEMORY = re.compile(rb"\bstd::bad_alloc\b|\bjava\.lang\.OutOfMemoryError\b")


def run_limits(limits: Limits, compiled: Compiled, *, files: bool, brings_back: tuple[str, ...]) -> RunLimits:
    """What the kernel and the zygote let a run use: the program's own limits with what its machine needs."""
    start = compiled.start(limits)
    return RunLimits(
        cpu_s=limits.cpu_s + compiled.floor.cpu_s,
        wall_s=limits.wall_s,
        memory_mib=start.memory_mib,
        cases=1,
        files=files,
        brings_back=brings_back,
        memory_by=start.memory_by,
        stack_mib=start.stack_mib,
    )


def content(limits: Limits, compiled: Compiled) -> Content:
    """What such a run holds."""
    return Content(launch=compiled.start(limits).launch, artifact=compiled.artifact)


def question(limits: Limits, compiled: Compiled) -> dict[str, Any]:
    """What the run is to become. Only the judge and the run know the secret, and it ends with what knew it."""
    start = compiled.start(limits)
    return {
        "secret": os.urandom(16).hex(),
        "command": list(start.command),
        "program": start.program,
        "environment": dict(start.environment),
    }


def without_floor(end: End, floor: Floor) -> End:
    """The costs of a run without what an empty program of the language costs."""
    return replace(
        end,
        cpu=max(end.cpu - floor.cpu_s, 0.0),
        peak_kib=max(end.peak_kib - round(floor.peak_mib * 1024), 0),
        floor=(floor.cpu_s, round(floor.peak_mib * 1024)),
    )


def not_started(errors: bytes, asked: dict[str, Any]) -> str:
    """Why the run did not become the program; empty where it did."""
    secret = str(asked.get("secret", "")).encode("ascii")
    return clean_line(errors[len(secret) :], _SAID) if secret and errors.startswith(secret) else ""


def refined(finding: Finding, errors: bytes, end: End, most_mib: float) -> Finding:
    """The verdict on a compiled program, with what its end alone does not say.

    Args:
        finding: from its end and its output.
        errors: what it wrote to standard error.
        end: with what it used.
        most_mib: its memory limit, with what is tolerated beside it.
    """
    if finding.verdict in (Verdict.IE, Verdict.TLE, Verdict.OLE):
        return finding
    if end.peak_kib > most_mib * 1024:
        message = f"used {end.peak_kib / 1024:.0f} MiB of memory, more than its limit"
        return Finding(verdict=Verdict.MLE, reason="memory", message=message, fatal=True)
    if finding.verdict is not Verdict.RTE or finding.reason == "security":
        return finding
    if _OUT_OF_MEMORY.search(errors):
        return replace(finding, verdict=Verdict.MLE, reason="memory", message="ran out of memory")
    said = _first_words(errors)
    return replace(finding, message=f"{finding.message}: {said}") if said else finding


def _first_words(errors: bytes) -> str:
    """The first line; with the second where C++ says there what was thrown."""
    first, _, rest = errors.lstrip().partition(b"\n")
    second = rest.partition(b"\n")[0]
    return clean_line(first + b" " + second if second.lstrip().startswith(b"what():") else first, _SAID)


def lost(why: str) -> Finding:
    """The verdict where the run did not become the program."""
    return grader.fault(f"the compiled program could not be started: {why}")
