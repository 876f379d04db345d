"""The decoding loop for torch models: one prompt, n samples in one batch. Knows no files, no chats, no threads.

Its own loop instead of the library's `generate`: each sample has its own generator (the process's random state is not
touched, and sample i does not depend on n), ends at its own stop string, and leaves the batch when it has ended; and
long prompts are read in parts, between which the work can be stopped.
"""

from __future__ import annotations

import inspect
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from kernel_magic.core.chat import SamplingParams
from kernel_magic.engine import sampling
from kernel_magic.engine.stopping import StopScanner

PROMPT_PART = 256
"""Tokens of a prompt that are read between two looks at whether to stop."""


@dataclass(slots=True, kw_only=True)
class Sample:
    """One sample as it grows."""

    scanner: StopScanner
    generator: Any
    tokens: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    finish: Literal["stop", "length", "cancelled"] | None = None
    seconds: float = 0.0
    _prefix: int = 0
    _read: int = 0

    def push(self, token: int, decode: Callable[[Sequence[int]], str]) -> str:
        """Take a token; the text that may be shown now. A character that is not whole yet waits."""
        self.tokens.append(token)
        known = decode(self.tokens[self._prefix : self._read])
        text = decode(self.tokens[self._prefix :])
        if len(text) <= len(known) or text.endswith("\N{REPLACEMENT CHARACTER}"):
            return ""
        self._prefix, self._read = self._read, len(self.tokens)
        return self._show(self.scanner.feed(text[len(known) :]))

    def end(self, decode: Callable[[Sequence[int]], str]) -> str:
        """No token comes any more; the text that had waited."""
        if self.scanner.stopped:
            return ""
        known = decode(self.tokens[self._prefix : self._read])
        last = self.scanner.feed(decode(self.tokens[self._prefix :])[len(known) :])
        return self._show(last + self.scanner.rest())

    def _show(self, text: str) -> str:
        if text:
            self.texts.append(text)
        return text


def cache_argument(model: Any) -> str:
    """What a model's `forward` calls the cache: transformers gave it the shorter name during release 5."""
    return "cache" if "cache" in inspect.signature(type(model).forward).parameters else "past_key_values"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoder:
    """A loaded model and what ends its texts."""

    model: Any
    decode: Callable[[Sequence[int]], str]
    end_tokens: frozenset[int]

    def run(
        self,
        prompt: Sequence[int],
        wanted: SamplingParams,
        n: int,
        /,
        *,
        emit: Callable[[str], None],
        stopped: Callable[[], bool],
        into: list[Sample],
    ) -> None:
        """Decode `into` a list, which can be read meanwhile; `emit` gets the first sample's pieces.

        Stopped, the unfinished samples are `cancelled`.
        """
        import torch

        started = time.monotonic()
        samples = self._samples(wanted, n)
        into.extend(samples)
        with torch.inference_mode():
            state = self._read_prompt(prompt, stopped)
            if state is not None and wanted.max_tokens > 0:
                cache, logits = state
                if n > 1:
                    cache.batch_repeat_interleave(n)
                self._grow(samples, cache, logits.repeat(n, 1), wanted, started, emit, stopped)
        unfinished: Literal["length", "cancelled"] = "cancelled" if wanted.max_tokens > 0 else "length"
        for sample in samples:
            if sample.finish is None:
                sample.finish, sample.seconds = unfinished, time.monotonic() - started

    def _samples(self, wanted: SamplingParams, n: int) -> list[Sample]:
        import torch

        seed = sampling.first_seed(wanted)
        made = []
        for i in range(n):
            # On the processor, whatever the model runs on: one seed means the same draw everywhere.
            generator = torch.Generator(device="cpu").manual_seed(seed + i)
            made.append(Sample(scanner=StopScanner(sampling.stops(wanted)), generator=generator))
        return made

    def _read_prompt(self, prompt: Sequence[int], stopped: Callable[[], bool]) -> tuple[Any, Any] | None:
        import torch
        import transformers

        cache = transformers.DynamicCache(config=self.model.config)
        tokens = torch.tensor([list(prompt)], device=self.model.device)
        name = cache_argument(self.model)
        logits = None
        for part in tokens.split(PROMPT_PART, dim=1):
            if stopped():
                return None
            answer = self.model(input_ids=part, use_cache=True, logits_to_keep=1, **{name: cache})
            logits = answer.logits[:, -1]
        return cache, logits

    def _grow(  # noqa: PLR0913 - the loop's whole state, passed once
        self,
        samples: list[Sample],
        cache: Any,
        logits: Any,
        wanted: SamplingParams,
        started: float,
        emit: Callable[[str], None],
        stopped: Callable[[], bool],
    ) -> None:
        import torch

        active = samples
        name = cache_argument(self.model)
        while not stopped():
            tokens = choose(logits, wanted, [s.generator for s in active])
            for sample, token in zip(active, tokens, strict=True):
                piece = self._take(sample, token, wanted)
                if sample.finish is not None:
                    sample.seconds = time.monotonic() - started
                if sample is samples[0] and piece:
                    emit(piece)
            staying = [i for i, s in enumerate(active) if s.finish is None]
            if not staying:
                return
            if len(staying) < len(active):
                cache.batch_select_indices(torch.tensor(staying, device=self.model.device))
                active = [active[i] for i in staying]
            last = torch.tensor([[s.tokens[-1]] for s in active], device=self.model.device)
            logits = self.model(input_ids=last, use_cache=True, **{name: cache}).logits[:, -1]

    def _take(self, sample: Sample, token: int, wanted: SamplingParams) -> str:
        if token in self.end_tokens:
            sample.finish = "stop"
            return sample.end(self.decode)
        piece = sample.push(token, self.decode)
        full = len(sample.tokens) >= wanted.max_tokens
        if full:
            piece += sample.end(self.decode)
        if sample.scanner.stopped:
            sample.finish = "stop"
        elif full:
            sample.finish = "length"
        return piece


def choose(logits: Any, wanted: SamplingParams, generators: Sequence[Any]) -> list[int]:
    """The next token of each row: the likeliest, or drawn by temperature, top-p and the floor of `sampling`."""
    import torch

    if wanted.temperature <= 0:
        return [int(t) for t in logits.argmax(dim=-1)]
    likely = torch.softmax(logits.float() / wanted.temperature, dim=-1)
    likely = likely.masked_fill(likely < sampling.MIN_P * likely.amax(dim=-1, keepdim=True), 0.0)
    if wanted.top_p < 1:
        ordered, order = likely.sort(dim=-1, descending=True)
        ordered = ordered / ordered.sum(dim=-1, keepdim=True)
        # A token goes where those before it already make up top_p: the first one always stays.
        ordered = ordered.masked_fill(ordered.cumsum(dim=-1) - ordered >= wanted.top_p, 0.0)
        likely = torch.zeros_like(likely).scatter(-1, order, ordered)
    likely = likely.cpu()
    return [int(torch.multinomial(row, 1, generator=g)) for row, g in zip(likely, generators, strict=True)]
