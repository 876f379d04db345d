"""Reads a model's words: paragraphs, lists, emphasis, strong and inline code. Everything else stays literal text.

No links, images, HTML, headings, tables or code blocks: a link could lead a learner away, a heading could pass for
one of ours, and a code block would be code that nobody ran.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, TypeAlias, Union

from kernel_magic.render.clean import MAX_TEXT, clean, clean_line
from kernel_magic.render.document import Line, Mark, Prose, Span, Style

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_MARKED = re.compile("\ue000(\\d{1,4})\ue001")
"""The place of a mark while the words are read: two characters that no text keeps."""
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


def read_prose(prose: Prose) -> tuple[ProseBlock, ...]:
    """The blocks of a text; the text is cleaned and bounded first.

    A mark stands behind its sentence. Where the sentence is not found it is said once more, at the end, with its mark:
    a check is never lost.
    """
    text = clean(prose.markdown, MAX_TEXT)
    if not prose.marks:
        return _read(text)
    text, left = _placed(_without_places(text), prose.marks)
    blocks = tuple(_filled(block, prose.marks) for block in _read(text))
    more = (Paragraph(spans=(Span(text=f"{clean_line(mark.sentence)} "), *mark.spans)) for mark in left)
    return (*blocks, *more)


def _read(text: str) -> tuple[ProseBlock, ...]:
    blocks, _ = _blocks(_parser().parse(text), 0)
    return blocks


def _without_places(text: str) -> str:
    return text.replace("\ue000", "\ufffd").replace("\ue001", "\ufffd")


def _placed(text: str, marks: Sequence[Mark]) -> tuple[str, list[Mark]]:
    """The text with the places of the marks, and the marks whose sentence is not in it."""
    left: list[Mark] = []
    taken = 0
    for number, mark in enumerate(marks):
        words = _without_places(clean(mark.sentence, MAX_TEXT)).split()
        found = re.compile(r"\s+".join(map(re.escape, words))).search(text, taken) if words else None
        if found is None:
            left.append(mark)
            continue
        place = f" \ue000{number}\ue001"
        text = f"{text[: found.end()]}{place}{text[found.end() :]}"
        taken = found.end() + len(place)
    return text, left


def _filled(block: ProseBlock, marks: Sequence[Mark]) -> ProseBlock:
    """The block with the marks in their places."""
    if isinstance(block, Paragraph):
        return Paragraph(spans=tuple(span for old in block.spans for span in _filled_span(old, marks)))
    items = tuple(tuple(_filled(inner, marks) for inner in item) for item in block.items)
    return ItemList(ordered=block.ordered, items=items)


def _filled_span(span: Span, marks: Sequence[Mark]) -> Iterator[Span]:
    for at, part in enumerate(_MARKED.split(span.text)):
        if at % 2:
            yield from marks[int(part)].spans
        elif part:
            yield Span(text=part, style=span.style)


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
