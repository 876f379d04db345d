"""What is shown, without saying how: a title and blocks. HTML, Markdown and text are three ways to write one document.

All texts are raw: whoever writes a document in some format cleans, bounds and escapes them there. Only `Prose` is
read as (restricted) Markdown; everything else is literal.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias, Union

from kernel_magic.core.growth import Growth
from kernel_magic.core.source import Language

Tone = Literal["ok", "part", "no"]
Kind = Literal["Lesson", "Check", "Report", "Comparison", "Growth", "Explanation", "Hint", "Error", "Progress"]
"""What a document is, in one word; it names the document for those who do not see it."""
Style = Literal["plain", "code", "strong", "emphasis", "soft", Tone]
"""A tone as a style is a small mark in the tone's colour; its text must say the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A piece of a line in one style."""

    text: str
    style: Style = "plain"


Line: TypeAlias = tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """The status in one word. `symbol` says the same as the colour, for those who do not see it."""

    symbol: Literal["✓", "◐", "✗"]
    label: str
    tone: Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """Title, status, and what ran to earn it."""

    title: str
    badge: Badge
    what_ran: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What a check says of one sentence; it stands behind the sentence."""

    sentence: str
    spans: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """A model's or a person's words: paragraphs, lists, emphasis and inline code of Markdown, nothing else."""

    markdown: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One paragraph of literal text."""

    spans: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Bullets:
    """A list of literal lines."""

    items: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """Program text, or output as it was written (`language` is None)."""

    source: str
    language: Language | None = "python"
    marked: tuple[int, ...] = ()
    """1-based lines to point at."""
    first: int = 0
    """The number of the first line, where lines are numbered; 0: they are not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of literal cells under a header.

    `numeric` lists the columns that hold figures, `words` those that hold phrases, which may take several lines.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[Span, ...], ...]
    numeric: tuple[int, ...] = ()
    words: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Panels:
    """Texts side by side, each under its name: an input, what was expected, what came."""

    items: tuple[tuple[str, Code], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SideBySide:
    """Two programs to be compared by eye, each under its name; their marked lines are what they have in common."""

    sides: tuple[tuple[str, Code], tuple[str, Code]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """The measured growth of one program, under its name."""

    name: str
    growth: Growth


@dataclass(frozen=True, slots=True, kw_only=True)
class Curves:
    """Growth curves: drawn where that can be done, and as a table, for all others and for those who do not see them."""

    items: tuple[Curve, ...]
    table: Table
    words: str
    """What the drawing shows, for those who do not see it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Name and value, one pair a line."""

    pairs: tuple[tuple[str, Span], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Words, the code they are about, and what a run showed there (`seen`)."""

    title: str
    prose: Prose
    code: Code
    seen: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """Numbered steps in their order."""

    items: tuple[Step, ...]
    first: int = 1
    """The number of the first one: a view may show some of the steps only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Callout:
    """Something a reader must not miss."""

    tone: Tone
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Blocks that belong together, under a heading or, where it is empty, under none."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """Blocks folded under one line."""

    summary: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A question to think about before reading on; the answer is folded."""

    question: str
    choices: tuple[str, ...]
    answer: int
    lead: str = "Before you run it"
    why: str = ""
    """Shown with the answer, in which only inline code between backticks is read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Footer:
    """The record in short."""

    items: tuple[str, ...]


Block: TypeAlias = Union[
    Header, Prose, Text, Bullets, Code, Table, Panels, SideBySide, Curves, Facts, Steps, Callout, Section, Details,
    Ask, Footer,
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One thing to show."""

    title: str
    kind: Kind = "Lesson"
    blocks: tuple[Block, ...] = field(default_factory=tuple)


NOTHING = "\N{EN DASH}"
"""What stands in a cell that has nothing to say."""


def plain(text: str) -> Span:
    """A span of ordinary text."""
    return Span(text=text)


def mono(text: str) -> Span:
    """A span of code or of a value."""
    return Span(text=text, style="code")


def strong(text: str) -> Span:
    """A span that stands out."""
    return Span(text=text, style="strong")


def soft(text: str) -> Span:
    """A span that steps back: a remark."""
    return Span(text=text, style="soft")


def text(*spans: Span | str) -> Text:
    """A paragraph; bare strings are ordinary text."""
    return Text(spans=line(*spans))


def line(*spans: Span | str) -> Line:
    """A line; bare strings are ordinary text."""
    return tuple(plain(item) if isinstance(item, str) else item for item in spans)
