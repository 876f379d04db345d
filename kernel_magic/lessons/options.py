"""What a person may choose about one piece of work."""

from __future__ import annotations

from dataclasses import dataclass

from kernel_magic.core.source import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class SolveOptions:
    """Budget and sampling of one task. The defaults of the whole product live in `kernel_magic.settings`."""

    candidates: int = 4
    """Drafts per round, decoded together."""
    rounds: int = 2
    """At most this many further rounds: repairs while nothing is accepted, then a hunt for an independent witness."""
    seed: int | None = 0
    temperature: float = 0.8
    max_tokens: int = 768
    """Per draft."""
    seconds: float | None = None
    """No new round begins after this time; None: no limit."""
    generated_inputs: int = 40
    """How many inputs independent candidates must agree on."""
    language: Language = "python"
