"""Room in a model that several calls share: places to decode in, and tokens of context. Knows no model."""

from __future__ import annotations

import threading
from collections.abc import Callable

from kernel_magic.core.ports import Cancelled

_POLL_S = 0.05


class Room:
    """Counts what is free. A call takes its share, works, and gives it back."""

    def __init__(self, *, slots: int, tokens: int) -> None:
        self.slots = slots
        self.tokens = tokens
        self._free_slots = slots
        self._free_tokens = tokens
        self._changed = threading.Condition()

    def wave(self, n: int, prompt_tokens: int, new_tokens: int) -> int:
        """How many of `n` samples of one prompt fit at once; their prompt is kept once. At least one."""
        fitting = (self.tokens - prompt_tokens) // max(new_tokens, 1)
        return max(1, min(n, self.slots, fitting))

    def take(self, slots: int, tokens: int, *, cancelled: Cancelled | None = None) -> Callable[[], None] | None:
        """Wait for a share; a function that gives it back (once), or None where `cancelled` came first."""
        tokens = min(tokens, self.tokens)
        with self._changed:
            while self._free_slots < slots or self._free_tokens < tokens:
                if cancelled is not None and cancelled():
                    return None
                self._changed.wait(_POLL_S)
            self._free_slots -= slots
            self._free_tokens -= tokens
        return lambda: self._give(slots, tokens)

    def _give(self, slots: int, tokens: int) -> None:
        with self._changed:
            self._free_slots += slots
            self._free_tokens += tokens
            self._changed.notify_all()
