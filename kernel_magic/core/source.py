"""Program text and where it came from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["python", "cpp", "java"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A program or function definition as text."""

    text: str
    language: Language = "python"
    entry_point: str | None = None
    """Name of the function a task asks for; None for a program that reads standard input."""
    files: tuple[tuple[str, str], ...] = ()
    """Further files that lie beside the program when it is compiled (name, text): headers, further classes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """A remark about a program that needs no run (a syntax error, say)."""

    rule: str
    message: str
    line: int
    column: int
