"""One compilation in the sandbox: the run of the compiler, and what it came to.

A compiler reads hostile text, so it gets a run of its own kind: it may start its parts, and it can read the system's
folders and write its scratch folder, nothing else. What it makes is copied into a file in memory that is then sealed.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kernel_magic.core.errors import JudgeError
from kernel_magic.core.source import Diagnostic
from kernel_magic.core.verdict import Verdict
from kernel_magic.judge import diagnostics, grader
from kernel_magic.judge.conversation import Caps, Content, Exchange, Run
from kernel_magic.judge.grader import Finding
from kernel_magic.judge.sandbox import End, Sandbox
from kernel_magic.judge.toolchain import Build, Toolchain

_SAID_BYTES = 256 << 10
_EXECUTABLE = 0x10  # MFD_EXEC: some hosts make files in memory not executable where it is not asked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Compilation:
    """What a compiler did."""

    said: bytes
    made: int | None = None
    """The sealed file in memory; the caller closes it. None: it made nothing."""
    finding: Finding | None = None
    """Why it made nothing, as the verdict on the program."""


def compile_once(
    sandbox: Sandbox, toolchain: Toolchain, tools: tuple[str, ...], build: Build,
    cancelled: Callable[[], bool] | None = None,
) -> Compilation:  # fmt: skip
    """Run a build.

    Raises:
        ZygoteLostError: the sandbox was lost meanwhile.
        JudgeError: this host has no files in memory.
        Cancelled: `cancelled` said so.
    """
    artifact = _file_in_memory()
    try:
        exchange, end, confined = _run(sandbox, toolchain, tools, build, artifact, cancelled)
        finding = _judged(exchange, end, toolchain, build, confined=confined)
        if finding is None and build.collect != "nothing":
            finding = _sealed(artifact)
        if finding is None:
            kept, artifact = artifact, -1
            return Compilation(said=exchange.output, made=kept)
        return Compilation(said=exchange.output, finding=finding)
    finally:
        if artifact >= 0:
            os.close(artifact)


def _file_in_memory() -> int:
    flags = os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING
    try:
        return os.memfd_create("program", flags | _EXECUTABLE)
    except OSError:
        pass  # a kernel that does not know the flag
    try:
        return os.memfd_create("program", flags)
    except OSError as error:
        raise JudgeError(f"No file in memory can be made for a compiled program: {error.strerror}.") from error


def _sealed(artifact: int) -> Finding | None:
    import fcntl  # noqa: PLC0415 - this module can be imported where there is none

    if os.fstat(artifact).st_size == 0:
        return grader.fault("the compiler succeeded and made nothing")
    seals = fcntl.F_SEAL_WRITE | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SEAL
    try:
        fcntl.fcntl(artifact, fcntl.F_ADD_SEALS, seals)
    except OSError as error:
        return grader.fault(f"the compiled program could not be sealed: {error.strerror}")
    return None


def _run(
    sandbox: Sandbox, toolchain: Toolchain, tools: tuple[str, ...], build: Build, artifact: int,
    cancelled: Callable[[], bool] | None,
) -> tuple[Exchange, End, bool]:  # fmt: skip
    question: dict[str, Any] = {
        "files": dict(build.files), "commands": build.commands, "made": build.made, "collect": build.collect,
        "environment": dict(toolchain.environment(tools)),
    }  # fmt: skip
    content = Content(launch=toolchain.compiling(tools), artifact=artifact)
    caps = Caps(output=_SAID_BYTES, answer=_SAID_BYTES)
    with Run(sandbox, toolchain.COMPILE_LIMITS, caps, content=content, cancelled=cancelled) as run:
        exchange = run.ask(question)
        return exchange, run.finish(), run.confined


def _judged(exchange: Exchange, end: End, toolchain: Toolchain, build: Build, *, confined: bool) -> Finding | None:
    """The verdict on a program that was not compiled; None: it was."""
    limits = toolchain.COMPILE_LIMITS
    if not confined:
        return grader.fault(f"the sandbox did not close around the compiler (status {end.status})")
    if exchange.frame == ["compiled"]:
        return None
    frame = exchange.frame or []
    if frame[:1] == ["missing"]:
        return grader.fault(f"the compiler could not be run: {' '.join(map(str, frame[1:]))}")
    errors = diagnostics.read(exchange.output, build.own)
    if exchange.trouble == "output":
        return _refused("the compiler's messages are endless", errors)
    if end.why == "wall":
        return _refused(f"compiling took longer than {limits.wall_s:g} s", errors)
    if end.why == "disk":
        return _refused("compiling filled the scratch folder", errors)
    if frame[:1] == ["failed"]:
        return _refused(_cause(exchange.output, str(frame[1]), toolchain), errors)
    return grader.fault(f"the compiler's run was lost (status {end.status}, {end.why or 'no reason'})")


def _cause(said: bytes, status: str, toolchain: Toolchain) -> str:
    """In words, where a limit ended it; else empty or what it said first."""
    limits = toolchain.COMPILE_LIMITS
    text = said.decode("utf-8", "replace")
    if "CPU time limit exceeded" in text or status in ("-24", "-9") or "Killed signal" in text:
        return f"compiling took more than {limits.cpu_s:g} s of processor time"
    if any(words in text for words in ("out of memory", "OutOfMemoryError", "memory exhausted", "bad_alloc")):
        return f"compiling took more than {limits.memory_mib} MiB of memory"
    return ""


def _refused(cause: str, errors: tuple[Diagnostic, ...]) -> Finding:
    first = errors[0] if errors else Diagnostic(rule="compile", message="", line=0, column=0)
    line = 0 if cause else first.line
    message = cause or (f"line {line}: " if line else "") + first.message
    shown = errors or (Diagnostic(rule="compile", message=message, line=0, column=0),)
    return Finding(verdict=Verdict.CE, reason="compile", message=message, diagnostics=shown, line=line, fatal=True)
