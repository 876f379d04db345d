"""Progress on standard error: one updating line on a terminal, one line for each stage elsewhere."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable
from typing import TextIO

from kernel_magic.core.ports import Progress
from kernel_magic.render.clean import clean_line, display_width

_PAUSE_S = 0.1
"""Streamed text redraws the line no oftener than this."""


class ProgressLine:
    """Where long work stands. What a model streams is marked as a draft and shown on terminals only."""

    def __init__(
        self,
        stream: TextIO | None = None,
        *,
        quiet: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._stream = stream or sys.stderr
        self._quiet = quiet
        self._tty = self._stream.isatty()
        self._clock = clock
        self._last = ""
        self._drawn = 0
        self._drawn_at = -_PAUSE_S

    def update(self, progress: Progress) -> None:
        """Show where the work stands."""
        if self._quiet or progress.stage == "done":
            return
        if self._tty:
            self._redraw(progress)
            return
        # Elsewhere counters would make a line each: a fetch has thousands of them.
        line = f"{progress.stage}: {clean_line(progress.message)}"
        if line != self._last and progress.draft is None:
            self._last = line
            self._stream.write(line + "\n")
            self._stream.flush()

    def close(self) -> None:
        """Wipe the updating line."""
        if self._drawn:
            self._write("")

    def _redraw(self, progress: Progress) -> None:
        now = self._clock()
        if progress.stage == self._last and now - self._drawn_at < _PAUSE_S:
            return
        self._last, self._drawn_at = progress.stage, now
        counted = f" {progress.done:,}/{progress.total:,}" if progress.total else ""
        text = f"{progress.stage}: {clean_line(progress.message)}{counted}"
        if progress.draft:
            text += " · draft: "
            newest = clean_line(progress.draft[-200:])
            text += newest[-max(0, _room() - display_width(text)) :]
        self._write(text)

    def _write(self, text: str) -> None:
        while display_width(text) > _room():
            text = text[:-1]
        width = display_width(text)
        # Blanks, not an escape code: this works on every terminal.
        self._stream.write("\r" + text + " " * max(0, self._drawn - width) + ("\r" if not text else ""))
        self._stream.flush()
        self._drawn = width


def _room() -> int:
    return max(20, shutil.get_terminal_size().columns - 1)
