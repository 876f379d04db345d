"""What a model said. Nothing here was checked, and nothing here may be shown as true."""

from __future__ import annotations

from dataclasses import dataclass

from kernel_magic.core.source import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class SolutionDraft:
    """A program taken out of a completion."""

    number: int
    """Counted over the whole task, from 1."""
    round: int
    """0: first drafts; 1, 2: repairs."""
    source: Source
    style: str = ""
    """Which prompt asked for it (`direct`, `brute force`, `repair`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDraft:
    """Words a model found for one block of accepted code."""

    title: str
    prose: str
