"""A document as Markdown that reads well on GitHub and in a terminal alike.

Hostile text stays text: what Markdown could read as syntax is escaped, fences are longer than any run of backticks
inside, and no address in a text becomes a link. The only HTML is `<details>` with an escaped summary.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from kernel_magic.render.clean import MAX_CODE, MAX_TEXT, clean, clean_line
from kernel_magic.render.document import (
    Ask,
    Block,
    Bullets,
    Callout,
    Code,
    Curves,
    Details,
    Document,
    Facts,
    Footer,
    Header,
    Line,
    Panels,
    Prose,
    Section,
    SideBySide,
    Span,
    Step,
    Steps,
    Table,
    Text,
    mono,
)
from kernel_magic.render.prose import Paragraph, ProseBlock, one_line, read_prose, ticked

_SPECIAL = re.compile(r"[\\`*_\[\]<>|~$#&]")
_WORD_INSIDE = re.compile(r"(?<=\w)\\_(?=\w)")
_LEADING = re.compile(r"^(\s*)(?:([-+=:])|(\d+)([.)]))")
_RUNS = re.compile(r"`+")
_MAX_TITLE = 300


def to_markdown(document: Document) -> str:
    """The document as Markdown."""
    return "\n\n".join(block_markdown(block) for block in document.blocks).rstrip("\n") + "\n"


def blocks_markdown(blocks: Iterable[Block]) -> str:
    """Some blocks as Markdown."""
    return "\n\n".join(block_markdown(block) for block in blocks)


def block_markdown(block: Block, level: int = 2) -> str:  # noqa: C901 - one flat table of block types
    """One block as Markdown; `level` is the level of a document's title."""
    match block:
        case Header():
            return _header(block, level)
        case Prose():
            return prose_markdown(block)
        case Text(spans=spans):
            return _line(spans)
        case Bullets(items=items):
            return "\n".join(f"- {_line(item)}" for item in items)
        case Code(source=source, language=language):
            return fenced(source, language or "text")
        case Table():
            return _table(block)
        case Panels(items=items):
            return "\n\n".join(f"{escaped(name)}:\n\n{block_markdown(code)}" for name, code in items)
        case SideBySide(sides=sides):
            return "\n\n".join(f"{escaped(name)}:\n\n{_marked(code)}" for name, code in sides)
        case Curves(table=table):
            return _table(table)
        case Facts(pairs=pairs):
            return "\n".join(f"- {escaped(name)}: {_span(value)}" for name, value in pairs)
        case Steps(items=items, first=first):
            return "\n\n".join(step_markdown(number, step, level + 1) for number, step in enumerate(items, first))
        case Callout(blocks=blocks):
            return "\n".join(f"> {line}".rstrip() for line in blocks_markdown(blocks).split("\n"))
        case Section(title=title, blocks=blocks):
            heading = f"{'#' * (level + 1)} {escaped(title, _MAX_TITLE)}\n\n" if title else ""
            return f"{heading}{blocks_markdown(blocks)}"
        case Details(summary=summary, blocks=blocks):
            shown = escape(clean_line(summary))
            return f"<details>\n<summary>{shown}</summary>\n\n{blocks_markdown(blocks)}\n\n</details>"
        case Ask():
            return _ask(block)
        case Footer(items=items):
            return " · ".join(escaped(item) for item in items)


def step_markdown(number: int, step: Step, level: int) -> str:
    """One step: its heading, its words, its code, what was seen."""
    parts = [f"{'#' * level} {number}. {escaped(step.title, _MAX_TITLE)}", prose_markdown(step.prose)]
    parts += [block_markdown(step.code), blocks_markdown(step.seen)]
    return "\n\n".join(part for part in parts if part)


def fenced(source: str, info: str) -> str:
    """A fenced block that its content cannot close."""
    text = clean(source, MAX_CODE)
    fence = "`" * max(3, _longest_run(text) + 1)
    return f"{fence}{info}\n{text}\n{fence}"


def _marked(code: Code) -> str:
    """Code whose marked lines have an arrow: a fence has no other way to mark them."""
    lines = clean(code.source, MAX_CODE).split("\n")
    marks = ["→ " if number in code.marked else "  " for number in range(1, len(lines) + 1)]
    return fenced("\n".join(f"{mark}{line}".rstrip() for mark, line in zip(marks, lines, strict=True)), "text")


def escaped(text: str, limit: int = MAX_TEXT) -> str:
    """One line of literal text, as it may stand at the start of a line or inside one."""
    return _at_start(_inside(clean_line(text, limit)))


def prose_markdown(prose: Prose) -> str:
    """A model's words, written anew from what was understood of them."""
    return "\n\n".join(_prose_block(block, "") for block in read_prose(prose))


def _prose_block(block: ProseBlock, indent: str) -> str:
    if isinstance(block, Paragraph):
        return _line(block.spans)
    items: list[str] = []
    for number, item in enumerate(block.items, 1):
        mark = f"{number}. " if block.ordered else "- "
        inner = "\n\n".join(_prose_block(part, indent) for part in item)
        items.append(mark + inner.replace("\n", "\n" + " " * len(mark)))
    return "\n".join(items)


def _header(header: Header, level: int) -> str:
    title = escaped(header.title, _MAX_TITLE)
    ran = f" {escaped(header.what_ran)}" if header.what_ran else ""
    return f"{'#' * level} {title}\n\n**{header.badge.symbol} {escaped(header.badge.label)}**{ran}"


def _table(table: Table) -> str:
    width = max([len(table.header), *(len(row) for row in table.rows)], default=0)
    head = [_cell(Span(text=name)) for name in table.header] + [" "] * (width - len(table.header))
    rule = ["--:" if column in table.numeric else "---" for column in range(width)]
    rows = [[_cell(cell) for cell in row] + [" "] * (width - len(row)) for row in table.rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, rule, *rows))


def _cell(span: Span) -> str:
    """A cell. Code with a bar in it is written as HTML entities: Markdown's parsers disagree about bars in code."""
    if span.style != "code":
        return _line((Span(text=clean_line(span.text), style=span.style),)) or " "
    text = clean(span.text).replace("\n", "⏎")
    if "|" not in text:
        return _span(Span(text=text, style="code"))
    return f"<code>{''.join(char if char.isalnum() else f'&#{ord(char)};' for char in text)}</code>"


def _ask(ask: Ask) -> str:
    choices = "\n".join(f"- {_span(mono(clean_line(choice)))}" for choice in ask.choices)
    answer = ask.choices[ask.answer] if 0 <= ask.answer < len(ask.choices) else ""
    why = f"\n\n{_line(ticked(ask.why))}" if ask.why else ""
    folded = f"<details>\n<summary>The answer</summary>\n\n{_span(mono(clean_line(answer)))}{why}\n\n</details>"
    return f"**{escaped(ask.lead)}:** {_line(one_line(ask.question))}\n\n{choices}\n\n{folded}"


def _line(spans: Line) -> str:
    return _at_start("".join(_span(span) for span in spans).strip())


def _span(span: Span) -> str:
    if span.style == "code":
        return _code_span(clean(span.text).replace("\n", "⏎"))
    text = _inside(clean(span.text).replace("\n", " "))
    mark = {"strong": "**", "emphasis": "*", "ok": "**", "part": "**", "no": "**"}.get(span.style, "")
    bare = text.strip()
    if not mark or not bare:
        return text
    start = text.index(bare)
    return f"{text[:start]}{mark}{bare}{mark}{text[start + len(bare) :]}"


def _code_span(text: str) -> str:
    if not text.strip():
        return "``(empty)``" if not text else f"`{text}`"
    fence = "`" * (_longest_run(text) + 1)
    pad = " " if text[0] in "` " or text[-1] in "` " else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def _longest_run(text: str) -> int:
    return max((len(run) for run in _RUNS.findall(text)), default=0)


def _inside(text: str) -> str:
    """Escapes what Markdown, GitHub's additions and mathematics would read as syntax inside a line."""
    shown = _SPECIAL.sub(lambda match: "&amp;" if match.group() == "&" else "\\" + match.group(), text)
    shown = _WORD_INSIDE.sub("_", shown).replace("\\<", "&lt;").replace("\\>", "&gt;")
    shown = re.sub(r"(?i)\b(www)\.", r"\1\\.", shown)
    return shown.replace("://", "\\://").replace("@", "@\u2060")


def _at_start(text: str) -> str:
    """Escapes what would begin a list, a rule or a heading at the start of a line."""
    return _LEADING.sub(lambda m: f"{m[1]}\\{m[2]}" if m[2] else f"{m[1]}{m[3]}\\{m[4]}", text)
