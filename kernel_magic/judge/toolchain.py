"""What it takes to compile and start programs of one language: the values and the Protocol that each language fills.

Knows no sandbox and no language (`cpp`, `java`; the table is `languages`).
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Literal, Protocol

from kernel_magic.core.errors import JudgeError
from kernel_magic.core.problem import Limits
from kernel_magic.core.source import Source
from kernel_magic.core.verdict import Floor
from kernel_magic.judge.inside.launch import Launch
from kernel_magic.judge.inside.run_limits import RunLimits

SYSTEM = ("/usr", "/lib", "/lib64")
LOADERS = (
    "/lib64/ld-linux-x86-64.so.2",
    "/lib/ld-linux-aarch64.so.1",
    "/lib/ld-musl-x86_64.so.1",
    "/lib/ld-musl-aarch64.so.1",
)
"""What the kernel starts a program of the system with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """How one source is compiled."""

    files: Mapping[str, str]
    """Names and texts of what is written before."""
    commands: tuple[tuple[str, ...], ...]
    made: str = ""
    """The file, or the folder of classes, that becomes the artifact."""
    collect: Literal["file", "classes", "nothing"] = "nothing"
    main: str = ""
    """The class that is started, where there are classes."""
    own: str = ""
    """The file that the program itself is in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """How a compiled program is started."""

    command: tuple[str, ...]
    launch: Launch
    memory_mib: int
    """The limit that the kernel keeps; what a program really used is held against its own limit afterwards."""
    memory_by: Literal["address_space", "data"]
    stack_mib: int
    tolerated_mib: int = 0
    """How much more than its limit a program may have used: what its machine needs for itself."""
    program: str = ""
    """The file that is executed; empty: the artifact itself."""
    environment: Mapping[str, str] = field(default_factory=dict)


class Toolchain(Protocol):
    """One language's compiler and how its programs are started. `tools` are the paths of its `TOOLS`."""

    TOOLS: tuple[str, ...]
    """Names of the programs it takes."""
    COMPILE_LIMITS: RunLimits

    def folders(self, tools: tuple[str, ...]) -> tuple[str, ...]:
        """Folders beside the system's own that compilers and programs read."""

    def compiling(self, tools: tuple[str, ...]) -> Launch:
        """What a compiler may read and execute."""

    def environment(self, tools: tuple[str, ...]) -> Mapping[str, str]:
        """Variables the compiler needs."""

    def version(self, tools: tuple[str, ...]) -> Build:
        """How the compiler's version is asked for."""

    def build(self, tools: tuple[str, ...], source: Source, version: int) -> Build:
        """How this source is compiled by a compiler of this major version."""

    def start(self, tools: tuple[str, ...], main: str, limits: Limits) -> Start:
        """How what was compiled is started."""


def laid_out(source: Source, name: str) -> dict[str, str]:
    """The source under its name, and the files beside it with the folders they are in.

    Raises:
        JudgeError: a file beside it has a name that leads elsewhere.
    """
    files: dict[str, str] = {}
    for path, text in source.files:
        parts = PurePosixPath(path).parts
        if not parts or any(part in ("/", "..") or "\0" in part for part in parts):
            raise JudgeError(f"{path[:60]!r} is no name for a file beside a program.", "Name a file below its folder.")
        for depth in range(1, len(parts)):
            files["/".join(parts[:depth]) + "/"] = ""
        files["/".join(parts)] = _encodable(text)
    return {**files, name: _encodable(source.text)}


def _encodable(text: str) -> str:
    """Text that can be written; what is no Unicode becomes a mark that no compiler takes."""
    try:
        text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode("utf-8")
    return text


def found(names: tuple[str, ...]) -> tuple[str, ...]:
    """The paths of programs; empty where one is not there."""
    paths = [shutil.which(name) for name in names]
    return tuple(str(Path(path).resolve()) for path in paths if path) if all(paths) else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """A compiled program, ready to be started any number of times."""

    artifact: int
    """The descriptor of a sealed file in memory: nobody can change it any more, and no disk has it."""
    toolchain: Toolchain
    tools: tuple[str, ...]
    main: str = ""
    floor: Floor = Floor()
    """What an empty program of the language costs; to be taken off."""

    def start(self, limits: Limits) -> Start:
        """How it is started under these limits."""
        return self.toolchain.start(self.tools, self.main, limits)
