"""What every action has at hand while it works: the model, the judge, the budget, and who is watching."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from kernel_magic.core.chat import Completion, Continuation, Prompt
from kernel_magic.core.errors import Cancelled, ModelMissingError
from kernel_magic.core.lesson import Usage
from kernel_magic.core.ports import Backend, Judge, OnProgress, Progress
from kernel_magic.core.ports import Cancelled as AskCancelled
from kernel_magic.lessons.drafting.memory import DraftMemory
from kernel_magic.lessons.options import SolveOptions

_DRAFT_SHOWN = 4000
"""Characters of a streaming draft that are handed on; the end counts."""


@dataclass(kw_only=True)
class Work:
    """One piece of work. Counts tokens and seconds, streams progress, and stops when asked to."""

    backend: Backend | None
    """None: no model takes part."""
    judge: Judge
    options: SolveOptions
    on_progress: OnProgress
    cancelled: AskCancelled
    clock: Callable[[], float] = time.monotonic
    memory: DraftMemory | None = None
    """Drafts of earlier work with the same model; None: nothing is remembered."""
    _started: float = field(init=False)
    _prompt_tokens: int = 0
    _completion_tokens: int = 0

    def __post_init__(self) -> None:
        self._started = self.clock()

    def report(self, progress: Progress) -> None:
        """Tell the person where things stand, and stop here if they asked for it."""
        self.stop_if_asked()
        self.on_progress(progress)

    def stop_if_asked(self) -> None:
        """Raise `Cancelled` if the person asked to stop."""
        if self.cancelled():
            raise Cancelled

    @property
    def written(self) -> int:
        """How many tokens the model has written."""
        return self._completion_tokens

    def out_of_budget(self, *, earlier: int = 0, times: int = 1) -> bool:
        """Whether seconds or tokens are spent, so that no new round may begin.

        Args:
            earlier: tokens that count too.
            times: so many times the tokens of the options may be written.
        """
        written = earlier + self._completion_tokens
        return self.out_of_time() or (self.options.tokens is not None and written >= times * self.options.tokens)

    def spent(self) -> str:
        """What was spent up to now, and of how much, for people."""
        seconds, most = self.clock() - self._started, self.options.seconds
        told = f"{seconds:.0f} s" if most is None else f"{seconds:.0f} of {most:.0f} s"
        tokens = self.options.tokens
        return f"{told}, {self._completion_tokens:,}{'' if tokens is None else f' of {tokens:,}'} tokens"

    def out_of_time(self) -> bool:
        """Whether no new round may begin."""
        return self.options.seconds is not None and self.clock() - self._started >= self.options.seconds

    def usage(self) -> Usage:
        """What was used up to now."""
        return Usage(
            prompt_tokens=self._prompt_tokens,
            completion_tokens=self._completion_tokens,
            seconds=self.clock() - self._started,
        )

    def model(self) -> Backend:
        """The backend of work that cannot do without one."""
        if self.backend is None:
            raise ModelMissingError("No model takes part in this piece of work.", "Choose one with --model.")
        return self.backend

    def complete(self, prompt: Prompt | Continuation, progress: Progress, *, n: int = 1) -> tuple[Completion, ...]:
        """N completions; the first one streams into copies of `progress` as a draft."""
        backend = self.model()
        self.report(progress)
        text = ""

        def on_text(piece: str) -> None:
            nonlocal text
            text = (text + piece)[-_DRAFT_SHOWN:]
            self.on_progress(
                Progress(
                    stage=progress.stage, message=progress.message, done=progress.done, total=progress.total, draft=text
                )
            )

        completions = backend.complete(prompt, n=n, on_text=on_text, cancelled=self.cancelled)
        if completions:
            self._prompt_tokens += completions[0].prompt_tokens
        self._completion_tokens += sum(item.completion_tokens for item in completions)
        self.stop_if_asked()
        return completions
