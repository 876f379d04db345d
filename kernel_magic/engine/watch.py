"""How long work on files reports where it stands and is stopped."""

from __future__ import annotations

from dataclasses import dataclass

from kernel_magic.core import errors
from kernel_magic.core.ports import Cancelled, OnProgress, Progress


@dataclass(frozen=True, slots=True)
class Watch:
    """A progress callback and a cancel question, carried together. Both may be missing."""

    on_progress: OnProgress | None = None
    cancelled: Cancelled | None = None

    def check(self) -> None:
        """End the work if the person asked for it.

        Raises:
            Cancelled: the person did.
        """
        if self.cancelled is not None and self.cancelled():
            raise errors.Cancelled

    def tell(self, message: str, done: int = 0, total: int | None = None) -> None:
        """Report where the work stands, in bytes; and end it if the person asked for that.

        Raises:
            Cancelled: the person did.
        """
        self.check()
        if self.on_progress is not None:
            self.on_progress(Progress(stage="fetch", message=message, done=done, total=total))
