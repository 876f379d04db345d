"""Texts found only as a whole: not inside a longer name or number, and not inside a longer sign."""

from __future__ import annotations

import re


def whole(text: str) -> str:
    """A pattern for a text, which is no part of a longer name, number or sign: `>` is no part of `>=`."""
    before, after = (_kind_of(end) for end in (text[:1], text[-1:]))
    return (f"(?<!{before})" if before else "") + re.escape(text) + (f"(?!{after})" if after else "")


def _kind_of(sign: str) -> str:
    if sign.isalnum() or sign == "_":
        return r"\w"
    return r"[<>=!+*/%&|^~-]" if sign in "<>=!+-*/%&|^~" else ""
