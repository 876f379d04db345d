"""Models in GGUF files on llama.cpp, in a process of their own. The default on machines without a GPU.

Samples of one call are decoded together and read their prompt once; calls from several threads share the slots.
Does not fetch weights (`weights`), nor talk to servers of other people (`openai_backend`).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from kernel_magic.core.chat import Completion, Continuation, Message, Prompt, SamplingParams
from kernel_magic.core.errors import BackendError, ExtraMissingError, InputError, PromptTooLongError, WeightsError
from kernel_magic.core.ports import Cancelled, OnProgress, Progress
from kernel_magic.engine import chat_template, sampling
from kernel_magic.engine.choice import BackendChoice
from kernel_magic.engine.gguf_header import GgufHeader, read_header
from kernel_magic.engine.interruptible import Work
from kernel_magic.engine.llama_cpp_process import ModelProcess, ServerSettings, default_threads
from kernel_magic.engine.slots import Room

MAX_CONTEXT = 32_768
"""What a model gets unless `context_tokens` asks for more: memory for the context is taken when it loads."""

SLOTS = 8


class LlamaCppBackend:
    """One GGUF file, loaded. Safe to call from several threads."""

    name = "llama_cpp"

    def __init__(self, settings: ServerSettings, *, label: str, cancelled: Cancelled | None = None) -> None:
        self.model = label
        self.context_tokens = settings.context_tokens
        self._settings = settings
        self._room = Room(slots=settings.slots, tokens=settings.context_tokens)
        self._starting = threading.Lock()
        self._closed = False
        self._process = _started(settings, cancelled)

    @property
    def process(self) -> ModelProcess:
        """The process that holds the model; started again where it died.

        Raises:
            BackendError: closed, or it cannot be started.
        """
        with self._starting:
            if self._closed:
                raise BackendError("This model has been closed.", "Ask for the backend again.")
            if not self._process.alive:
                self._process = _started(self._settings, None)
            return self._process

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
        process = self.process
        tokens = self._encode(process, prompt)
        wanted = prompt.sampling
        room = max(0, self.context_tokens - wanted.max_tokens)
        if len(tokens) > room:
            raise PromptTooLongError(len(tokens), room, self.context_tokens)
        done: list[Completion] = []
        seed = sampling.first_seed(wanted)
        while len(done) < n and wanted.max_tokens > 0:
            size = self._room.wave(n - len(done), len(tokens), wanted.max_tokens)
            wave = _Wave(size=size, prompt_tokens=len(tokens), model=self.model, started=started)
            if not done and on_text is not None:
                wave.on_text = on_text
            request = _request(tokens, wanted, n=size, seed=seed + len(done))
            whole = self._run(process, wave, request, cancelled)
            done += wave.completions()
            if not whole:
                break
        finish: Literal["cancelled", "length"] = "cancelled" if wanted.max_tokens > 0 else "length"
        rest = _Wave(size=n - len(done), prompt_tokens=len(tokens), model=self.model, started=started)
        return (*done, *rest.completions(finish))

    def _run(self, process: ModelProcess, wave: _Wave, request: dict[str, Any], cancelled: Cancelled | None) -> bool:
        """Fill a wave; False where it was cancelled."""
        new_tokens = wave.size * request["max_tokens"]
        give_back = self._room.take(wave.size, wave.prompt_tokens + new_tokens, cancelled=cancelled)
        if give_back is None:
            return False
        end: list[Callable[[], None]] = []

        def body(emit: Callable[[dict[str, Any]], None], stopped: Callable[[], bool]) -> bool:
            try:
                for piece in process.stream("/v1/completions", request, on_open=end.append):
                    emit(piece)
                    if stopped():
                        break
            finally:
                give_back()
            return True

        work = Work[dict[str, Any], bool](body, name="kernel-magic-llama.cpp")
        whole = False
        try:
            whole = bool(work.follow(on_value=wave.take, cancelled=cancelled))
        finally:
            if not whole:
                for shut in end:
                    shut()
        return whole

    def _encode(self, process: ModelProcess, prompt: Prompt | Continuation) -> list[int]:
        def tokens(text: str, /, *, control: bool = False, start: bool = False) -> Sequence[int]:
            return _tokens(process, text, control=control, start=start)

        def render(messages: Sequence[Message]) -> str:
            turns = [{"role": m.role, "content": m.text} for m in messages]
            rendered: str = process.post("/apply-template", {"messages": turns})["prompt"]
            return rendered

        if isinstance(prompt, Continuation):
            found = list(tokens(prompt.prefix, start=True))
        elif prompt.messages:
            found = chat_template.encode(prompt.messages, render=render, tokens=tokens)
        else:
            found = []
        if not found:
            raise InputError("There is no text for the model to go on with.", "Give it at least one word.")
        return found

    def count_tokens(self, text: str, /) -> int:
        """See `Backend.count_tokens`."""
        return len(_tokens(self.process, text)) if text else 0

    def close(self) -> None:
        """End the model's process. Closing twice is allowed."""
        self._closed = True
        self._process.close()


@dataclass(slots=True, kw_only=True)
class _Wave:
    """Samples that are decoded together, as they grow."""

    size: int
    prompt_tokens: int
    model: str
    started: float
    on_text: Callable[[str], None] | None = None
    texts: list[list[str]] = field(default_factory=list)
    finish: dict[int, tuple[Literal["stop", "length"], float]] = field(default_factory=dict)
    tokens: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.texts = [[] for _ in range(self.size)]

    def take(self, piece: dict[str, Any]) -> None:
        """One piece of the server's answer."""
        for choice in piece.get("choices", ()):
            index = choice["index"]
            if "timings" in piece:
                self.tokens[index] = piece["timings"]["predicted_n"]
            if choice["finish_reason"] is not None:
                kind: Literal["stop", "length"] = "length" if choice["finish_reason"] == "length" else "stop"
                self.finish[index] = (kind, time.monotonic() - self.started)
            if choice["text"]:
                self.texts[index].append(choice["text"])
                if index == 0 and self.on_text is not None:
                    self.on_text(choice["text"])

    def completions(self, unfinished: Literal["cancelled", "length"] = "cancelled") -> tuple[Completion, ...]:
        """What there is so far."""
        now = time.monotonic() - self.started
        made = []
        for i, parts in enumerate(self.texts):
            finish, seconds = self.finish.get(i, (unfinished, now))
            made.append(
                Completion(
                    text="".join(parts),
                    model=self.model,
                    finish=finish,
                    prompt_tokens=self.prompt_tokens,
                    completion_tokens=self.tokens.get(i, 0),
                    seconds=seconds,
                )
            )
        return tuple(made)


def _request(tokens: list[int], wanted: SamplingParams, *, n: int, seed: int) -> dict[str, Any]:
    return {
        "prompt": tokens,
        "n": n,
        "seed": seed,
        "max_tokens": wanted.max_tokens,
        "temperature": max(0.0, wanted.temperature),
        "top_p": wanted.top_p,
        "min_p": sampling.MIN_P,
        "top_k": 0,
        "stop": sampling.stops(wanted),
        "cache_prompt": True,
        "stream": True,
        # A sign of life after every batch of the prompt: where nobody listens any more, the server ends the request.
        "return_progress": True,
        "timings_per_token": True,
    }


def _tokens(process: ModelProcess, text: str, *, control: bool = False, start: bool = False) -> list[int]:
    body = {"content": text, "add_special": start, "parse_special": control}
    tokens: list[int] = process.post("/tokenize", body)["tokens"]
    return tokens


def _started(settings: ServerSettings, cancelled: Cancelled | None) -> ModelProcess:
    process = ModelProcess(settings)
    process.wait_ready(cancelled=cancelled)
    return process


def checked_header(path: Path) -> GgufHeader:
    """The header of a GGUF file that is all there. llama.cpp itself may end its process over a damaged one.

    Raises:
        WeightsError: no GGUF file, or one that is damaged or cut off.
    """
    advice = "Fetch it again: kernel-magic model fetch."
    try:
        header = read_header(path)
        needed, size = header.file_size, path.stat().st_size
    except (OSError, ValueError) as error:
        raise WeightsError(f"{path} cannot be used as a model: {error}.", advice) from error
    if size < needed:
        raise WeightsError(f"{path} is cut off: it has {size:,} of {needed:,} bytes.", advice)
    if "general.architecture" not in header.metadata or not header.tensors:
        raise WeightsError(f"{path} cannot be used as a model: it names no architecture or has no weights.", advice)
    return header


def _trained_context(header: GgufHeader) -> int:
    value = header.metadata.get(f"{header.metadata['general.architecture']}.context_length")
    return value if isinstance(value, int) and value > 0 else MAX_CONTEXT


def settings_for(
    path: Path, *, context_tokens: int | None = None, listen: Literal["local", "loopback"] = "local"
) -> ServerSettings:
    """How to start a process for this file on this machine.

    Raises:
        WeightsError: the file is damaged.
    """
    trained = _trained_context(checked_header(path))
    context = min(trained, context_tokens or MAX_CONTEXT)
    return ServerSettings(model=path, context_tokens=context, threads=default_threads(), slots=SLOTS, listen=listen)


def open_path(path: Path, *, label: str, choice: BackendChoice, cancelled: Cancelled | None = None) -> LlamaCppBackend:
    """Load a GGUF file.

    Raises:
        ExtraMissingError: xllamacpp is not installed.
        WeightsError: the file is damaged.
        BackendError: llama.cpp could not load it.
        Cancelled: `cancelled` said so.
    """
    if find_spec("xllamacpp") is None:
        raise ExtraMissingError(
            "The backend llama_cpp needs the package xllamacpp.", "Install it: pip install 'kernel-magic[llama]'"
        )
    settings = settings_for(path, context_tokens=choice.context_tokens)
    return LlamaCppBackend(settings, label=label, cancelled=cancelled)


def open_backend(
    choice: BackendChoice, *, on_progress: OnProgress | None = None, cancelled: Cancelled | None = None
) -> LlamaCppBackend:
    """Find the weights, fetch them where that is allowed, and load them."""
    from kernel_magic.engine import weights

    path = weights.ensure(
        choice.model,
        home=choice.home,
        bits=choice.bits,
        allow_fetch=choice.allow_fetch,
        on_progress=on_progress,
        cancelled=cancelled,
    )
    label = choice.label(path.stem, f"{choice.bits} bits")
    if on_progress is not None:
        on_progress(Progress(stage="load", message=f"Loading {label}"))
    return open_path(path, label=label, choice=choice, cancelled=cancelled)
