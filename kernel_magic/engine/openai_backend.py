"""Models behind any server that speaks the OpenAI protocol, with the `openai` package.

Samples are requests of their own, sent together: each has its own seed and its own count of tokens, which one request
for several answers does not give, and servers read a common prompt once anyway. Whether a last message of the
assistant is continued is up to the server; those that need to be asked for it are asked.
"""

from __future__ import annotations

import contextlib
import math
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import Any, Literal

from kernel_magic.core import errors
from kernel_magic.core.chat import Completion, Continuation, Prompt
from kernel_magic.core.errors import (
    BackendError,
    ExtraMissingError,
    InputError,
    KernelMagicError,
    PromptTooLongError,
    SettingsError,
)
from kernel_magic.core.ports import Cancelled, OnProgress, Progress
from kernel_magic.engine import sampling
from kernel_magic.engine.choice import BackendChoice
from kernel_magic.engine.interruptible import Work
from kernel_magic.engine.openai_errors import ServerAddress, translated

ASSUMED_CONTEXT = 32_768
"""Where a server does not say and nobody else does."""

AT_ONCE = 8
"""Requests under way at the same time."""

_BYTES_PER_TOKEN = 3
_CONTEXT_FIELDS = ("max_model_len", "context_length", "context_window", "n_ctx", "n_ctx_train")


class OpenAIBackend:
    """A model on a server."""

    name = "openai"

    def __init__(self, client: Any, address: ServerAddress, *, context_tokens: int) -> None:
        self._client = client
        self._address = address
        self._gate = threading.BoundedSemaphore(AT_ONCE)
        self._closed = False
        self.context_tokens = context_tokens

    def __repr__(self) -> str:
        return f"<OpenAIBackend {self.model}>"

    @property
    def model(self) -> str:
        """What answers, and where."""
        return f"{self._address.model} at {self._address.shown}"

    def complete(
        self,
        prompt: Prompt | Continuation,
        /,
        *,
        n: int = 1,
        on_text: Callable[[str], None] | None = None,
        cancelled: Cancelled | None = None,
    ) -> tuple[Completion, ...]:
        """See `Backend.complete`. The server counts the tokens of the prompt, so it says whether they fit."""
        if self._closed:
            raise BackendError("This connection has been closed.", "Ask for the backend again.")
        if not (prompt.prefix if isinstance(prompt, Continuation) else prompt.messages):
            raise InputError("There is no text for the model to go on with.", "Give it at least one word.")
        wanted = prompt.sampling
        if wanted.max_tokens >= self.context_tokens:
            raise PromptTooLongError(
                self.count_tokens(_text(prompt)), max(0, self.context_tokens - wanted.max_tokens), self.context_tokens
            )
        seed = sampling.first_seed(wanted)
        started = time.monotonic()
        growing = [_Growing(started=started) for _ in range(n)]
        works = [
            Work[Any, bool](self._body(prompt, seed + i, text), name="kernel-magic-openai")
            for i, text in enumerate(growing)
        ]
        if growing:
            growing[0].on_text = on_text
        whole = False
        try:
            whole = all(
                work.follow(on_value=text.take, cancelled=cancelled) for work, text in zip(works, growing, strict=True)
            )
        finally:
            if not whole:
                for work, text in zip(works, growing, strict=True):
                    work.stop()
                    text.cut()
        estimate = self.count_tokens(_text(prompt))
        return tuple(text.completion(self._address.model, estimate, self.count_tokens) for text in growing)

    def _body(
        self, prompt: Prompt | Continuation, seed: int, text: _Growing
    ) -> Callable[[Callable[[Any], None], Callable[[], bool]], bool]:
        def body(emit: Callable[[Any], None], stopped: Callable[[], bool]) -> bool:
            with self._gate, self._translated():
                if stopped():
                    return False
                with self._request(prompt, seed) as stream:
                    text.response = stream.response
                    for piece in stream:
                        if stopped():
                            return False
                        text.whole = text.whole or any(c.finish_reason is not None for c in piece.choices or ())
                        emit(piece)
            if not text.whole:
                raise BackendError(f"The server {self._address.shown} ended its answer in the middle.", "Try again.")
            return True

        return body

    def _request(self, prompt: Prompt | Continuation, seed: int) -> Any:
        wanted = prompt.sampling
        common: dict[str, Any] = {
            "model": self._address.model,
            "temperature": wanted.temperature,
            "top_p": wanted.top_p,
            "max_tokens": wanted.max_tokens,
            "seed": seed,
            "stream": True,
            "stream_options": {"include_usage": True},
        }
        if stops := sampling.stops(wanted):
            common["stop"] = stops
        if isinstance(prompt, Continuation):
            return self._client.completions.create(prompt=prompt.prefix, **common)
        if prompt.messages[-1].role == "assistant":
            common["extra_body"] = {"continue_final_message": True, "add_generation_prompt": False}
        messages = [{"role": m.role, "content": m.text} for m in prompt.messages]
        return self._client.chat.completions.create(messages=messages, **common)

    @contextlib.contextmanager
    def _translated(self) -> Iterator[None]:
        with _translating(self._address):
            yield

    def count_tokens(self, text: str, /) -> int:
        """An estimate, one token for three bytes: for code and English it is rather too high than too low."""
        return math.ceil(len(text.encode("utf-8", errors="replace")) / _BYTES_PER_TOKEN)

    def close(self) -> None:
        """Close the connections. Closing twice is allowed."""
        self._closed = True
        self._client.close()


@dataclass(slots=True, kw_only=True)
class _Growing:
    """One answer as it comes in."""

    started: float
    on_text: Callable[[str], None] | None = None
    response: Any = None
    parts: list[str] = field(default_factory=list)
    finish: Literal["stop", "length"] | None = None
    seconds: float = 0.0
    usage: Any = None
    whole: bool = False
    """Whether the thread that reads has seen the end."""

    def take(self, piece: Any) -> None:
        if getattr(piece, "usage", None) is not None:
            self.usage = piece.usage
        for choice in piece.choices or ():
            delta = getattr(choice, "delta", None)
            text = (delta.content if delta is not None else getattr(choice, "text", None)) or ""
            if text:
                self.parts.append(text)
                if self.on_text is not None:
                    self.on_text(text)
            if choice.finish_reason is not None:
                self.finish = "length" if choice.finish_reason == "length" else "stop"
                self.seconds = time.monotonic() - self.started

    def cut(self) -> None:
        """End the answer from outside: the thread that reads it must not wait for the server."""
        if self.response is not None:
            stream = self.response.extensions.get("network_stream")
            sock = stream.get_extra_info("socket") if stream is not None else None
            if sock is not None:
                with contextlib.suppress(OSError):
                    sock.shutdown(socket.SHUT_RDWR)

    def completion(self, model: str, prompt_estimate: int, count: Callable[[str], int]) -> Completion:
        text = "".join(self.parts)
        return Completion(
            text=text,
            model=model,
            finish=self.finish or "cancelled",
            prompt_tokens=self.usage.prompt_tokens if self.usage is not None else prompt_estimate,
            completion_tokens=self.usage.completion_tokens if self.usage is not None else count(text),
            seconds=self.seconds or time.monotonic() - self.started,
        )


def _text(prompt: Prompt | Continuation) -> str:
    return prompt.prefix if isinstance(prompt, Continuation) else "\n".join(m.text for m in prompt.messages)


@contextlib.contextmanager
def _translating(address: ServerAddress) -> Iterator[None]:
    """The library's errors as ours. Their own text may hold the key, so it is not kept as the cause."""
    import httpx
    import openai

    try:
        yield
    except KernelMagicError:
        raise
    except (openai.OpenAIError, httpx.HTTPError, ValueError, AttributeError, TypeError) as error:
        # The last three: an answer that is JSON of another shape, or none.
        raise translated(error, address) from None


def open_backend(
    choice: BackendChoice, *, on_progress: OnProgress | None = None, cancelled: Cancelled | None = None
) -> OpenAIBackend:
    """Connect to the server at `base_url`, and ask it which models it has.

    Raises:
        SettingsError: no address, or no http address.
        BackendError: the server cannot be reached, refuses the key, or does not have the model.
    """
    if find_spec("openai") is None:
        raise ExtraMissingError(
            "The backend openai needs the package openai.", "Install it: pip install 'kernel-magic[remote]'"
        )
    base_url = choice.base_url or ""
    if not base_url.startswith(("http://", "https://")):
        raise SettingsError(
            "The backend openai needs the address of a server.", "Give it as base URL: http://127.0.0.1:8080/v1, say."
        )
    if on_progress is not None:
        on_progress(Progress(stage="load", message="Asking the server for its models"))
    opening = Work[None, OpenAIBackend](lambda _emit, _stopped: _connect(choice, base_url), name="kernel-magic-openai")
    backend = opening.follow(on_value=lambda _value: None, cancelled=cancelled)
    if backend is None:
        raise errors.Cancelled
    return backend


def _connect(choice: BackendChoice, base_url: str) -> OpenAIBackend:
    import openai

    # The library wants some key; servers without keys ignore it.
    key = choice.api_key or "none"
    address = ServerAddress(base_url=base_url, key=key, model=choice.model, timeout_s=choice.timeout_s)
    client = openai.OpenAI(base_url=base_url, api_key=key, timeout=choice.timeout_s, max_retries=2)
    try:
        listed = _listed(client, address)
        model = _first(listed, address) if choice.model == "auto" else choice.model
    except BaseException:
        client.close()
        raise
    address = ServerAddress(base_url=base_url, key=key, model=model, timeout_s=choice.timeout_s)
    context = choice.context_tokens or _context(listed.get(model, {})) or ASSUMED_CONTEXT
    return OpenAIBackend(client, address, context_tokens=context)


def _listed(client: Any, address: ServerAddress) -> dict[str, dict[str, Any]]:
    """The server's models by name; empty where it keeps no list."""
    import openai

    with _translating(address):
        try:
            return {str(item.id): item.model_dump() for item in client.models.list().data}
        except openai.NotFoundError:
            return {}


def _first(listed: dict[str, dict[str, Any]], address: ServerAddress) -> str:
    for name in listed:
        return name
    raise BackendError(f"The server {address.shown} lists no model.", "Name the model.")


def _context(entry: dict[str, Any]) -> int | None:
    """The model's context as the server's list gives it: vLLM, llama.cpp and others each have a word for it."""
    meta = entry.get("meta")
    for table in (meta if isinstance(meta, dict) else {}, entry):
        for name in _CONTEXT_FIELDS:
            value = table.get(name)
            if isinstance(value, int) and value > 0:
                return value
    return None
