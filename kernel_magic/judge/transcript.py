"""What two programs said to each other, for people: its end, bounded and clean."""

from __future__ import annotations

from collections import deque
from typing import Literal

from kernel_magic.judge.wire import clean_line

Who = Literal["submission", "interactor"]

_PIECES = 12
_PIECE_BYTES = 400
_SHOWN = 60


class Transcript:
    """The end of a conversation. Only the last pieces are kept, and of each only its last bytes."""

    def __init__(self) -> None:
        self._pieces: deque[tuple[Who, bytes]] = deque(maxlen=_PIECES)

    def add(self, who: Who, data: bytes) -> None:
        """Somebody said something."""
        if self._pieces and self._pieces[-1][0] == who:
            data = self._pieces.pop()[1] + data
        self._pieces.append((who, data[-_PIECE_BYTES:]))

    def last_of(self, who: Who) -> str:
        """The last line somebody sent, quoted; or that there was none."""
        said = next((data for speaker, data in reversed(self._pieces) if speaker == who), b"")
        lines = said.splitlines()
        if not lines:
            return "nothing"
        shown = _quoted(lines[-1])
        return shown if said.endswith((b"\n", b"\r")) else f"{shown} without a line end"

    def end(self) -> str:
        """How the conversation ended, on one line; empty where nothing was said."""
        return ", ".join(f"{who} {_quoted(data)}" for who, data in list(self._pieces)[-6:])


def _quoted(data: bytes) -> str:
    text = " / ".join(clean_line(line, _PIECE_BYTES) for line in data.splitlines() if line.strip())
    return '"' + (text if len(text) <= _SHOWN else "…" + text[1 - _SHOWN :]) + '"'
