"""A progress bar on standard error: one moving line on a terminal, a line every few seconds in a log."""

from __future__ import annotations

import shutil
import time
from types import TracebackType
from typing import TextIO

from kernel_magic.core.ports import Progress

_REDRAW_S = 0.1
_LOG_EVERY_S = 5.0
_CELLS = 24


class ProgressBar:
    """Called with each `Progress`; as a context manager it ends its line. Counts are bytes."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._moving = stream.isatty()
        self._message = ""
        self._shown_at = 0.0
        self._began = (0.0, 0)
        self._open_line = False

    def __enter__(self) -> ProgressBar:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._open_line:
            self._write("\n")

    def __call__(self, progress: Progress) -> None:
        """Show where the work stands, if the last showing is long enough ago or a new piece of work begins."""
        now = time.monotonic()
        new = progress.message != self._message
        if new:
            self._message = progress.message
            self._began = (now, progress.done)
        if not new and now - self._shown_at < (_REDRAW_S if self._moving else _LOG_EVERY_S):
            return
        self._shown_at = now
        line = self._line(progress, now)
        if self._moving:
            width = max(20, shutil.get_terminal_size().columns - 1)
            self._write("\r" + line[:width].ljust(width))
            self._open_line = True
        else:
            self._write(line + "\n")

    def _line(self, progress: Progress, now: float) -> str:
        message = "".join(character for character in progress.message if character.isprintable())
        if not progress.total:
            return f"{message} …"
        share = min(1.0, progress.done / progress.total)
        began, first = self._began
        speed = (progress.done - first) / (now - began) if now > began else 0.0
        figures = f"{progress.done / 1e6:,.0f} of {progress.total / 1e6:,.0f} MB"
        pace = f", {speed / 1e6:,.0f} MB/s" if speed > 0 else ""
        if not self._moving:
            return f"{message}: {share:.0%} ({figures}{pace})"
        filled = round(share * _CELLS)
        return f"{'█' * filled}{'░' * (_CELLS - filled)} {share:4.0%} {figures}{pace} · {message}"

    def _write(self, text: str) -> None:
        encoding = self._stream.encoding or "ascii"
        self._stream.write(text.encode(encoding, errors="replace").decode(encoding))
        self._stream.flush()
