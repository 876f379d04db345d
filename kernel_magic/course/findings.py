"""What is wrong with a package, collected: all of it at once, each with its file and line and what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches

_MOST = 50
"""Messages of one kind that are kept: a broken package may have thousands of the same."""


def place_of(path: str, line: int | None = None) -> str:
    """A file of the package and a line in it, as messages begin."""
    return f"{path}:{line}" if line else path


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A sentence that offers the known word nearest to this one; empty where none is near."""
    near = get_close_matches(word.lower(), list(known), n=1, cutoff=0.6)
    return f"Did you mean {near[0]!r}?" if near else ""


@dataclass(slots=True)
class Findings:
    """Errors (the package cannot be used as it is) and warnings (it can, but somebody should look)."""

    errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    _seen: Counter[tuple[str, str]] = field(default_factory=Counter)

    def error(self, place: str, message: str, hint: str = "") -> None:
        """Something that must be mended."""
        self._note(self.errors, place, message, hint)

    def warning(self, place: str, message: str, hint: str = "") -> None:
        """Something to look at."""
        self._note(self.warnings, place, message, hint)

    def _note(self, kept: list[str], place: str, message: str, hint: str) -> None:
        kind = ("error" if kept is self.errors else "warning", hint or message)
        self._seen[kind] += 1
        if self._seen[kind] <= _MOST:
            kept.append(_printable(f"{place}: {message} {hint}".rstrip()))
        elif self._seen[kind] == _MOST + 1:
            kept.append(f"{_printable(place)}: and more like these, which are not listed.")


def _printable(text: str) -> str:
    """Names of files may hold line ends and codes for terminals."""
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in text)
