"""A person's claims as they write them down."""

from __future__ import annotations


def claims_in(text: str) -> tuple[str, ...]:
    """The sentences of a text with claims: one a line, without blank lines and comments (`#`)."""
    lines = (line.strip() for line in text.splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))
