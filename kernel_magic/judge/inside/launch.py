"""What a run will hold: a Python program, a native one that takes the process over, or a compiler at work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Profile = Literal["python", "native", "compiler"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Launch:
    """How the zygote prepares a run, as the judge tells it."""

    profile: Profile = "python"
    """`native`: the process becomes another program. `compiler`: it starts the system's compilers and waits."""
    executables: tuple[str, ...] = ()
    """Files and folders that may be executed. A native program of its own is a descriptor and needs none."""
    readable: tuple[str, ...] = ()
    """Files and folders that may be read by other than Python runs."""
    artifact_name: str = ""
    """The artifact is laid under this name into the work folder; empty: it stays a descriptor."""

    @classmethod
    def read(cls, message: dict[str, Any]) -> Launch:
        """The launch of a message."""
        return cls(
            profile=message["profile"],
            executables=tuple(message["executables"]),
            readable=tuple(message["readable"]),
            artifact_name=message["artifact_name"],
        )

    def uses_scratch(self, *, files: bool) -> bool:
        """Whether the run has a scratch folder; with `files` it may write there."""
        return files or bool(self.artifact_name)


PYTHON = Launch()
