"""A backend that loads in the background from its first use, and that many callers share."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TypeVar

from kernel_magic.core import errors
from kernel_magic.core.chat import Completion, Continuation, Prompt
from kernel_magic.core.ports import Backend, Cancelled, OnProgress, Progress

R = TypeVar("R")

_POLL_S = 0.05

Opener = Callable[[OnProgress, Cancelled], Backend]


class LazyBackend:
    """Stands for a backend that may not be loaded yet. What needs the model waits for it, and can be interrupted.

    When everybody who waited has been interrupted, loading stops too; the next use begins it again.
    """

    def __init__(self, name: str, opener: Opener, *, stands_for: str) -> None:
        self.name = name
        self.stands_for = stands_for
        """The model that was asked for, before it is known what loads."""
        self.progress: Progress | None = None
        """Where loading stands, last heard of."""
        self._opener = opener
        self._changed = threading.Condition()
        self._loading: _Loading | None = None
        self._loaded: Backend | None = None
        self._closed = False

    @property
    def loaded(self) -> bool:
        """Whether the model is there."""
        return self._loaded is not None

    def preload(self) -> None:
        """Begin to load, if that has not been done, and come back at once."""
        self._begin()

    def wait(self, *, on_progress: OnProgress | None = None, cancelled: Cancelled | None = None) -> Backend:
        """The loaded backend. `on_progress` is called in this thread.

        Raises:
            Cancelled: `cancelled` said so.
            KernelMagicError: it cannot be loaded; the next call tries again.
        """
        while True:
            loading = self._begin()
            self._wait_for(loading, on_progress, cancelled)
            loaded = self._loaded
            if loaded is not None:
                return loaded
            # Stopped because others who waited gave up: that is not our wish, so begin again.
            if loading.error is not None and not isinstance(loading.error, errors.Cancelled):
                raise loading.error

    def _wait_for(self, loading: _Loading, on_progress: OnProgress | None, cancelled: Cancelled | None) -> None:
        loading.waiters.append(threading.current_thread())
        told: Progress | None = None
        try:
            while not loading.done.wait(_POLL_S):
                if cancelled is not None and cancelled():
                    raise errors.Cancelled
                if on_progress is not None and self.progress is not None and self.progress is not told:
                    told = self.progress
                    on_progress(told)
        finally:
            loading.leave()

    def _begin(self) -> _Loading:
        with self._changed:
            if self._closed:
                raise errors.BackendError("This model has been closed.", "Ask for the backend again.")
            if self._loading is None:
                self._loading = _Loading()
                thread = threading.Thread(
                    target=self._load, args=(self._loading,), name="kernel-magic-load", daemon=True
                )
                thread.start()
            return self._loading

    def _load(self, loading: _Loading) -> None:
        try:
            backend = self._opener(self._hear, loading.stop.is_set)
        except BaseException as error:  # noqa: BLE001 - raised again in whoever waits
            loading.error = error
            with self._changed:
                self._loading = None
        else:
            with self._changed:
                keep = not self._closed
                self._loaded = backend if keep else None
            if not keep:
                backend.close()
        finally:
            self.progress = None
            loading.done.set()

    def _hear(self, progress: Progress) -> None:
        self.progress = progress

    @property
    def model(self) -> str:
        """What answers; before it is loaded, what was asked for."""
        return self._loaded.model if self._loaded is not None else self.stands_for

    @property
    def context_tokens(self) -> int:
        """See `Backend.context_tokens`; waits for the model."""
        return self.wait().context_tokens

    def complete(
        self,
        prompt: Prompt | Continuation,
        /,
        *,
        n: int = 1,
        on_text: Callable[[str], None] | None = None,
        cancelled: Cancelled | None = None,
    ) -> tuple[Completion, ...]:
        """See `Backend.complete`; waits for the model."""
        started = time.monotonic()
        try:
            backend = self.wait(cancelled=cancelled)
        except errors.Cancelled:
            nothing = Completion(
                text="", model=self.model, finish="cancelled", prompt_tokens=0, completion_tokens=0,
                seconds=time.monotonic() - started,
            )  # fmt: skip
            return (nothing,) * n
        return backend.complete(prompt, n=n, on_text=on_text, cancelled=cancelled)

    def count_tokens(self, text: str, /) -> int:
        """See `Backend.count_tokens`; waits for the model."""
        return self.wait().count_tokens(text)

    def close(self) -> None:
        """Stop loading, or give the memory back. Closing twice is allowed."""
        with self._changed:
            self._closed = True
            loading, loaded, self._loaded = self._loading, self._loaded, None
        if loading is not None:
            loading.stop.set()
        if loaded is not None:
            loaded.close()


class _Loading:
    """One try to load."""

    def __init__(self) -> None:
        self.stop = threading.Event()
        self.done = threading.Event()
        self.error: BaseException | None = None
        self.waiters: list[threading.Thread] = []

    def leave(self) -> None:
        """A waiter goes. The last one to go before the end takes the loading with it."""
        self.waiters.remove(threading.current_thread())
        if not self.waiters and not self.done.is_set():
            self.stop.set()
