"""A chat as a model reads it, with the texts of people kept apart from the template's own control tokens.

A text that holds `<|im_end|>` must reach the model as those letters: read as the token, it would end the turn and
let the text speak as somebody else. Knows no template itself: whoever has the model renders.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from kernel_magic.core.chat import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A part of a rendered chat. Only where `template` is true do control tokens count."""

    text: str
    template: bool


def pieces(messages: Sequence[Message], render: Callable[[Sequence[Message]], str]) -> tuple[Piece, ...]:
    """The rendered chat, cut into template and texts.

    One piece, a text without control tokens, where a template changes texts so much that they are not found again.
    """
    nonce = secrets.token_hex(8)
    marks = [f"text{nonce}x{i}x" for i in range(len(messages))]
    rest = render([replace(m, text=mark) for m, mark in zip(messages, marks, strict=True)])
    found: list[Piece] = []
    for mark, message in zip(marks, messages, strict=True):
        before, middle, rest = rest.partition(mark)
        if not middle or nonce in before:
            return (Piece(text=render(messages), template=False),)
        found += [Piece(text=before, template=True), Piece(text=message.text, template=False)]
    if nonce in rest:
        return (Piece(text=render(messages), template=False),)
    found.append(Piece(text=rest, template=True))
    return tuple(p for p in found if p.text)


class Tokens(Protocol):
    """Splits a text into tokens."""

    def __call__(self, text: str, /, *, control: bool = False, start: bool = False) -> Sequence[int]:
        """The tokens of a text. Control tokens count where `control`; `start` puts the model's first token before."""


def encode(messages: Sequence[Message], *, render: Callable[[Sequence[Message]], str], tokens: Tokens) -> list[int]:
    """The tokens of a chat.

    A chat without foreign control tokens is split in one go, as the model was trained on.
    """
    if not any(_holds_control(m.text, tokens) for m in messages):
        return list(tokens(render(messages), control=True, start=True))
    parts = pieces(messages, render)
    return [t for i, part in enumerate(parts) for t in tokens(part.text, control=part.template, start=i == 0)]


def _holds_control(text: str, tokens: Tokens) -> bool:
    """Every control token in use begins with `<` or `[`: most texts need no second look."""
    return ("<" in text or "[" in text) and tokens(text, control=True) != tokens(text)
