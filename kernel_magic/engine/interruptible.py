"""Work in a thread of its own, so that the calling thread can always be interrupted. Knows nothing of models."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from kernel_magic.core.ports import Cancelled

T = TypeVar("T")
R = TypeVar("R")

POLL_S = 0.05
"""How long at most an interruption waits: well under the half second that is promised."""


class Work(Generic[T, R]):
    """One piece of work: `body(emit, stopped)` runs in a daemon thread, `emit` hands values to the calling thread.

    The body must look at `stopped()` as often as it can, and end early when that is true. `follow` may return while
    the body still is on its way to its next look.
    """

    def __init__(self, body: Callable[[Callable[[T], None], Callable[[], bool]], R], *, name: str) -> None:
        self._body = body
        self._values: queue.SimpleQueue[tuple[T] | None] = queue.SimpleQueue()
        self._stop = threading.Event()
        self._result: tuple[R] | None = None
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._result = (self._body(lambda value: self._values.put((value,)), self._stop.is_set),)
        except BaseException as error:  # noqa: BLE001 - raised again in the thread that follows
            self._error = error
        finally:
            self._values.put(None)

    def stop(self) -> None:
        """Ask the body to end."""
        self._stop.set()

    def join(self, timeout_s: float) -> bool:
        """Wait for the body's end; whether it came."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def follow(self, *, on_value: Callable[[T], None], cancelled: Cancelled | None = None) -> R | None:
        """Take the body's values in this thread until it ends; None where `cancelled` ended it before.

        Raises:
            BaseException: what the body, `on_value` or the person (KeyboardInterrupt) raised. The body is asked to end.
        """
        try:
            while True:
                if cancelled is not None and cancelled():
                    self.stop()
                    return None
                try:
                    value = self._values.get(timeout=POLL_S)
                except queue.Empty:
                    continue
                if value is None:
                    break
                on_value(value[0])
        except BaseException:
            self.stop()
            raise
        if self._error is not None:
            raise self._error
        return self._result[0] if self._result is not None else None
