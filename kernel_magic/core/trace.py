"""The lines a run went through and the values it had there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceStep:
    """One event. For `line`, `variables` holds the values just before the line runs."""

    line: int
    """1-based, in the traced source."""
    depth: int
    """0 for the traced call itself, 1 for what it calls."""
    function: str
    variables: Mapping[str, str]
    """Name to value as Python writes it, bounded in length; a value that is not plain is shown as `<its type>`,
    one of the program's own classes with its attributes, `Point(x=1, y=2)`, whatever its `__repr__` says."""
    event: Literal["line", "return", "exception"] = "line"
    value: str = ""
    """`return`: the value returned; `exception`: the exception's name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """What one traced run did."""

    call: str
    """The call as Python writes it, or the first line of the standard input."""
    steps: tuple[TraceStep, ...]
    truncated: bool
    """More happened than the limit on steps let be recorded."""
    result: str | None = None
    raised: str | None = None
    output: str = ""
