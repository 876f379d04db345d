"""A backend for one piece of work: nothing is loaded before something is asked of it."""

from __future__ import annotations

from collections.abc import Callable

from kernel_magic.core.chat import Completion, Continuation, Prompt
from kernel_magic.core.ports import Backend, Cancelled, OnProgress
from kernel_magic.engine.lazy_backend import LazyBackend


class LoadedOnUse:
    """A `Backend` that asks for the real one when something is first asked of it, and shows how it loads."""

    def __init__(self, share: Callable[[], LazyBackend], on_progress: OnProgress, cancelled: Cancelled) -> None:
        self._share = share
        self._on_progress = on_progress
        self._cancelled = cancelled
        self._real: Backend | None = None

    def _load(self) -> Backend:
        if self._real is None:
            self._real = self._share().wait(on_progress=self._on_progress, cancelled=self._cancelled)
        return self._real

    @property
    def name(self) -> str:
        """See `Backend`."""
        return self._load().name

    @property
    def model(self) -> str:
        """See `Backend`."""
        return self._load().model

    @property
    def context_tokens(self) -> int:
        """See `Backend`."""
        return self._load().context_tokens

    def complete(
        self,
        prompt: Prompt | Continuation,
        /,
        *,
        n: int = 1,
        on_text: Callable[[str], None] | None = None,
        cancelled: Cancelled | None = None,
    ) -> tuple[Completion, ...]:
        """See `Backend`."""
        return self._load().complete(prompt, n=n, on_text=on_text, cancelled=cancelled)

    def count_tokens(self, text: str, /) -> int:
        """See `Backend`."""
        return self._load().count_tokens(text)

    def close(self) -> None:
        """Nothing to do: the model belongs to the registry."""
