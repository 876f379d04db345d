"""Models on transformers and torch, in 8 bits: on a CUDA device where there is one, else on the processor.

Takes a folder of safetensors files, or a GGUF file, turned into such a folder once (`safetensors_cache`). One call is
decoded at a time, its samples as one batch; other calls wait.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Literal

from kernel_magic.core import errors
from kernel_magic.core.chat import Completion, Continuation, Message, Prompt
from kernel_magic.core.errors import BackendError, InputError, PromptTooLongError
from kernel_magic.core.ports import Cancelled, OnProgress, Progress
from kernel_magic.engine import chat_template, safetensors_cache
from kernel_magic.engine.choice import BackendChoice
from kernel_magic.engine.decoding import Decoder, Sample
from kernel_magic.engine.interruptible import Work
from kernel_magic.engine.transformers_loading import Loaded, load

MAX_CONTEXT = 32_768
"""What a model gets unless `context_tokens` asks for more."""

_POLL_S = 0.05


class TransformersBackend:
    """One loaded model. Safe to call from several threads."""

    name = "transformers"

    def __init__(self, loaded: Loaded, *, label: str, context_tokens: int | None = None) -> None:
        self.model = f"{label} ({loaded.form})"
        trained = getattr(loaded.model.config.get_text_config(), "max_position_embeddings", None) or MAX_CONTEXT
        self.context_tokens = min(trained, context_tokens or MAX_CONTEXT)
        self._loaded: Loaded | None = loaded
        self._decoding = threading.Lock()
        self._splitting = threading.Lock()

    def _open(self) -> Loaded:
        if self._loaded is None:
            raise BackendError("This model has been closed.", "Ask for the backend again.")
        return self._loaded

    def complete(
        self,
        prompt: Prompt | Continuation,
        /,
        *,
        n: int = 1,
        on_text: Callable[[str], None] | None = None,
        cancelled: Cancelled | None = None,
    ) -> tuple[Completion, ...]:
        """See `Backend.complete`."""
        started = time.monotonic()
        loaded = self._open()
        tokens = self._encode(loaded, prompt)
        room = max(0, self.context_tokens - prompt.sampling.max_tokens)
        if len(tokens) > room:
            raise PromptTooLongError(len(tokens), room, self.context_tokens)
        samples: list[Sample] = []
        heard: list[str] = []
        work = self._work(loaded, tokens, prompt, n, samples)

        def hear(piece: str) -> None:
            heard.append(piece)
            if on_text is not None:
                on_text(piece)

        whole = work.follow(on_value=hear, cancelled=cancelled)
        if not whole:
            return self._cut_short(heard, samples, len(tokens), n, started)
        waited = time.monotonic() - started - max((s.seconds for s in samples), default=0.0)
        return tuple(self._completion(s, len(tokens), waited) for s in samples)

    def _work(
        self, loaded: Loaded, tokens: list[int], prompt: Prompt | Continuation, n: int, samples: list[Sample]
    ) -> Work[str, bool]:
        """Decoding, begun in a thread of its own; `samples` are there to be read while it goes on."""
        decoder = _decoder(loaded)

        def body(emit: Callable[[str], None], stopped: Callable[[], bool]) -> bool:
            with self._turn(stopped) as mine, _translated():
                if mine:
                    decoder.run(tokens, prompt.sampling, n, emit=emit, stopped=stopped, into=samples)
            return mine

        return Work(body, name="kernel-magic-transformers")

    @contextlib.contextmanager
    def _turn(self, stopped: Callable[[], bool]) -> Iterator[bool]:
        """Wait for the model to be free; false where we were stopped before."""
        while not self._decoding.acquire(timeout=_POLL_S):
            if stopped():
                yield False
                return
        try:
            yield True
        finally:
            self._decoding.release()

    def _completion(self, sample: Sample, prompt_tokens: int, waited: float) -> Completion:
        finish: Literal["stop", "length", "cancelled"] = sample.finish or "cancelled"
        return Completion(
            text="".join(sample.texts),
            model=self.model,
            finish=finish,
            prompt_tokens=prompt_tokens,
            completion_tokens=len(sample.tokens),
            seconds=sample.seconds + waited,
        )

    def _cut_short(
        self, heard: list[str], samples: list[Sample], prompt_tokens: int, n: int, started: float
    ) -> tuple[Completion, ...]:
        """What there was when the person interrupted. The first text is what was heard, to the letter."""
        texts = ["".join(heard)] + ["".join(s.texts) for s in samples[1:]]
        counts = [len(s.tokens) for s in samples]
        missing = n - len(texts)
        return tuple(
            Completion(
                text=text,
                model=self.model,
                finish="cancelled",
                prompt_tokens=prompt_tokens,
                completion_tokens=counts[i] if i < len(counts) else 0,
                seconds=time.monotonic() - started,
            )
            for i, text in enumerate([*texts, *[""] * missing])
        )

    def _encode(self, loaded: Loaded, prompt: Prompt | Continuation) -> list[int]:
        def tokens(text: str, /, *, control: bool = False, start: bool = False) -> Sequence[int]:
            return self._tokens(loaded, text, control=control, start=start and isinstance(prompt, Continuation))

        def render(messages: Sequence[Message]) -> str:
            return _render(loaded.tokenizer, messages)

        if isinstance(prompt, Continuation):
            found = list(tokens(prompt.prefix, start=True)) if prompt.prefix else []
        elif prompt.messages:
            found = chat_template.encode(prompt.messages, render=render, tokens=tokens)
        else:
            found = []
        if not found:
            raise InputError("There is no text for the model to go on with.", "Give it at least one word.")
        return found

    def _tokens(self, loaded: Loaded, text: str, *, control: bool = False, start: bool = False) -> list[int]:
        # The tokenizer changes its own state for each way of splitting, so one thread at a time.
        with self._splitting:
            split = loaded.tokenizer(text, add_special_tokens=start, split_special_tokens=not control)
        found: list[int] = split["input_ids"]
        return found

    def count_tokens(self, text: str, /) -> int:
        """See `Backend.count_tokens`."""
        return len(self._tokens(self._open(), text)) if text else 0

    def close(self) -> None:
        """Give the memory back. Closing twice is allowed."""
        self._loaded = None


def _render(tokenizer: Any, messages: Sequence[Message]) -> str:
    turns = [{"role": m.role, "content": m.text} for m in messages]
    going_on = messages[-1].role == "assistant"
    try:
        text: str = tokenizer.apply_chat_template(
            turns, tokenize=False, add_generation_prompt=not going_on, continue_final_message=going_on
        )
    except ValueError as error:
        raise BackendError(f"This model's chat template cannot be used: {error}", "Choose another model.") from error
    return text


def _decoder(loaded: Loaded) -> Decoder:
    def decode(tokens: Sequence[int]) -> str:
        text: str = loaded.tokenizer.decode(list(tokens), skip_special_tokens=True, clean_up_tokenization_spaces=False)
        return text

    ends: set[int] = set()
    for value in (loaded.model.generation_config.eos_token_id, loaded.tokenizer.eos_token_id):
        ends.update(value if isinstance(value, list) else () if value is None else (value,))
    return Decoder(model=loaded.model, decode=decode, end_tokens=frozenset(ends))


@contextlib.contextmanager
def _translated() -> Iterator[None]:
    """Errors of torch as ours."""
    try:
        yield
    except MemoryError as error:
        raise BackendError(
            "There is not enough memory for this prompt.", "Shorten it, or ask for fewer samples."
        ) from error
    except (RuntimeError, ValueError, IndexError) as error:
        advice = "Shorten the prompt, or ask for fewer samples." if "out of memory" in str(error).lower() else ""
        raise BackendError(f"torch failed: {error}", advice) from error


def open_backend(
    choice: BackendChoice, *, on_progress: OnProgress | None = None, cancelled: Cancelled | None = None
) -> TransformersBackend:
    """Find the weights, fetch and prepare them where that is needed, and load them."""
    from kernel_magic.engine import weights

    path = weights.ensure(
        choice.model,
        home=choice.home,
        bits=choice.bits,
        allow_fetch=choice.allow_fetch,
        on_progress=on_progress,
        cancelled=cancelled,
    )
    name = choice.label(path.stem if path.is_file() else path.name)
    if path.is_file():
        path = safetensors_cache.ensure(path, home=choice.home, on_progress=on_progress, cancelled=cancelled)
    if on_progress is not None:
        on_progress(Progress(stage="load", message=f"Loading {name}"))
    loading = Work[None, Loaded](lambda _emit, _stopped: load(path, bits=choice.bits), name="kernel-magic-load")
    loaded = loading.follow(on_value=lambda _value: None, cancelled=cancelled)
    if loaded is None:
        raise errors.Cancelled
    return TransformersBackend(loaded, label=name, context_tokens=choice.context_tokens)
