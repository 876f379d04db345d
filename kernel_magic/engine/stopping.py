"""Stop strings: where a text ends, and how much of a growing text is safe to show. Knows no model."""

from __future__ import annotations

from collections.abc import Sequence


def first_stop(text: str, stops: Sequence[str]) -> int:
    """Where the earliest stop string begins, or -1."""
    return min((at for at in (text.find(stop) for stop in stops if stop) if at >= 0), default=-1)


def cut_at_stop(text: str, stops: Sequence[str]) -> str:
    """The text before the earliest stop string."""
    at = first_stop(text, stops)
    return text if at < 0 else text[:at]


class StopScanner:
    """Takes a text as it grows and gives out what certainly comes before a stop string.

    An end that might still become a stop string is held back; `rest` gives it once nothing more comes.
    """

    def __init__(self, stops: Sequence[str]) -> None:
        self._stops = [s for s in stops if s]
        self._held = ""
        self.stopped = False

    def feed(self, piece: str) -> str:
        """Take a piece; what may be shown now. After a stop string, nothing."""
        if self.stopped:
            return ""
        text = self._held + piece
        at = first_stop(text, self._stops)
        safe = len(text) - max((_overlap(text, stop) for stop in self._stops), default=0)
        if 0 <= at <= safe:
            self.stopped = True
            self._held = ""
            return text[:at]
        self._held = text[safe:]  # where a stop string stands in it, an earlier one may still be on its way
        return text[:safe]

    def rest(self) -> str:
        """What was held back, up to a stop string, where the text ended."""
        held, self._held = self._held, ""
        self.stopped = self.stopped or first_stop(held, self._stops) >= 0
        return cut_at_stop(held, self._stops)


def _overlap(text: str, stop: str) -> int:
    """The longest end of the text that is a true beginning of the stop string."""
    for size in range(min(len(text), len(stop) - 1), 0, -1):
        if text.endswith(stop[:size]):
            return size
    return 0
