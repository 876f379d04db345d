"""Reads a model's words: paragraphs, lists, emphasis, strong and inline code. Everything else stays literal text.

No links, images, HTML, headings, tables or code blocks: a link could lead a learner away, a heading could pass for
one of ours, and a code block would be code that nobody ran.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, TypeAlias, Union

from kernel_magic.render.clean import MAX_TEXT, clean, clean_line
from kernel_magic.render.document import Line, Span, Style

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_TICKED = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """One paragraph."""

    spans: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemList:
    """A list; every item is a list of blocks."""

    ordered: bool
    items: tuple[tuple[ProseBlock, ...], ...]


ProseBlock: TypeAlias = Union[Paragraph, ItemList]


def read_prose(markdown: str) -> tuple[ProseBlock, ...]:
    """The blocks of a text; the text is cleaned and bounded first."""
    tokens = _parser().parse(clean(markdown, MAX_TEXT))
    blocks, _ = _blocks(tokens, 0)
    return blocks


def one_line(markdown: str) -> Line:
    """A text that stands on one line: inline code and emphasis are read, paragraphs and lists are not."""
    tokens = _parser().parseInline(clean_line(markdown, MAX_TEXT))
    return _spans(tokens[0].children or []) if tokens else ()


def ticked(text: str) -> Line:
    """Literal text in which only inline code between single backticks is read: our own words around hostile ones."""
    parts = _TICKED.split(text)
    return tuple(Span(text=part, style="code" if at % 2 else "plain") for at, part in enumerate(parts) if part)


def _blocks(tokens: Sequence[Token], at: int) -> tuple[tuple[ProseBlock, ...], int]:
    """Blocks from `at` to the end of the enclosing container, and the place after it."""
    found: list[ProseBlock] = []
    while at < len(tokens):
        token = tokens[at]
        if token.type == "inline":
            found.append(Paragraph(spans=_spans(token.children or [])))
            at += 1
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            items, at = _items(tokens, at + 1)
            found.append(ItemList(ordered=token.type.startswith("ordered"), items=items))
        elif token.type == "list_item_close":
            return tuple(found), at + 1
        else:
            at += 1  # paragraph_open, paragraph_close
    return tuple(found), at


def _items(tokens: Sequence[Token], at: int) -> tuple[tuple[tuple[ProseBlock, ...], ...], int]:
    items: list[tuple[ProseBlock, ...]] = []
    while tokens[at].type == "list_item_open":
        blocks, at = _blocks(tokens, at + 1)
        items.append(blocks)
    return tuple(items), at + 1  # past the list's own closing token


def _spans(tokens: Sequence[Token]) -> Line:
    spans: list[Span] = []
    strong = emphasis = 0
    for token in tokens:
        match token.type:
            case "strong_open" | "strong_close":
                strong += token.nesting
            case "em_open" | "em_close":
                emphasis += token.nesting
            case "code_inline":
                spans.append(Span(text=token.content, style="code"))
            case "softbreak" | "hardbreak":
                spans.append(Span(text=" "))
            case _:
                style: Style = "strong" if strong else "emphasis" if emphasis else "plain"
                spans.append(Span(text=token.content, style=style))
    return tuple(span for span in spans if span.text)


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # noqa: PLC0415 - a third of importing render; only who shows prose pays

    rules = ["list", "newline", "escape", "backticks", "emphasis", "balance_pairs", "fragments_join"]
    return MarkdownIt("zero", {"html": False, "maxNesting": 12}).enable(rules)
