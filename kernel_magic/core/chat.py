"""Prompts and completions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One turn of a chat."""

    role: Literal["system", "user", "assistant"]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SamplingParams:
    """How tokens are chosen. Temperature 0 is greedy."""

    temperature: float = 0.2
    top_p: float = 1.0
    max_tokens: int = 1024
    stop: tuple[str, ...] = ()
    seed: int | None = 0
    """Sample i of n uses seed + i. None: a new seed each time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """A chat for an instruction model. A last message of role `assistant` is continued, not answered."""

    messages: tuple[Message, ...]
    sampling: SamplingParams = SamplingParams()


@dataclass(frozen=True, slots=True, kw_only=True)
class Continuation:
    """Text to go on with, without a chat template (base-completion mode)."""

    prefix: str
    sampling: SamplingParams = SamplingParams()


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """One answer of a model. `finish` is `length` where `max_tokens` ended it."""

    text: str
    model: str
    finish: Literal["stop", "length", "cancelled"]
    prompt_tokens: int
    completion_tokens: int
    seconds: float
