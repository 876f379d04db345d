"""A document as HTML: one self-contained fragment, without scripts, links or anything from outside.

It reads well without its style sheet too: GitHub and untrusted notebooks take `<style>` and classes away.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from kernel_magic.render.clean import MAX_TEXT, clean, clean_line
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
)
from kernel_magic.render.highlight import html_lines
from kernel_magic.render.plots import CAPTION, INSTALL, growth_drawing
from kernel_magic.render.prose import Paragraph, ProseBlock, one_line, read_prose, ticked
from kernel_magic.render.style import PAGE_STYLE, STYLE

_MAX_TITLE = 300
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_TAGS = {"code": "code", "strong": "strong", "emphasis": "em"}
_MARKS = {"ok": "v ok", "part": "v part", "no": "v no", "soft": "ran"}


def to_html(document: Document) -> str:
    """The document as a fragment for a notebook's output."""
    return f"<style>{STYLE}</style>\n{_article(document, 2)}"


def to_page(document: Document) -> str:
    """The document as a page of its own."""
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>{_text(document.title, _MAX_TITLE)}</title>\n<style>{STYLE}{PAGE_STYLE}</style></head>\n"
        f"<body>\n{_article(document, 1)}\n</body></html>\n"
    )


def part_html(blocks: Iterable[Block], label: str) -> str:
    """Some blocks in the looks of a document, without the style sheet: for views that show a document in parts."""
    inner = "\n".join(_block(block, 2) for block in blocks)
    return f'<article class="km" aria-label="{_text(label, _MAX_TITLE)}">\n{inner}\n</article>'


def _article(document: Document, level: int) -> str:
    inner = "\n".join(_block(block, level) for block in document.blocks)
    label = _text(f"{document.kind}: {document.title}", _MAX_TITLE)
    return f'<article class="km" aria-label="{label}">\n{inner}\n</article>'


def _text(text: str, limit: int = MAX_TEXT) -> str:
    return escape(clean_line(text, limit))


def _block(block: Block, level: int) -> str:
    """A block at the outer level: with its own padding and rule."""
    match block:
        case Header():
            return _header(block, level)
        case Prose():
            return f'<div class="idea">{_prose(block)}</div>'
        case Steps(items=items, first=first):
            return "\n".join(_step(number, step, level + 1) for number, step in enumerate(items, first))
        case Callout(tone=tone, blocks=blocks):
            return f'<div class="call {tone}">{_inner(blocks)}</div>'
        case Details() | Ask() | Footer():
            return _plain_block(block)
        case Section(title=title, blocks=blocks):
            heading = f"<h{level + 1}>{_text(title, _MAX_TITLE)}</h{level + 1}>\n" if title else ""
            return f'<div class="pad">{heading}{_inner(blocks)}</div>'
        case _:
            return f'<div class="pad">{_plain_block(block)}</div>'


def _inner(blocks: Iterable[Block]) -> str:
    return "\n".join(_plain_block(block) for block in blocks)


def _plain_block(block: Block) -> str:  # noqa: C901 - one flat table of block types
    """A block inside another."""
    match block:
        case Text(spans=spans):
            return f"<p>{_line(spans)}</p>"
        case Bullets(items=items):
            return f"<ul>{''.join(f'<li>{_line(item)}</li>' for item in items)}</ul>"
        case Code():
            return _code(block)
        case Table():
            return _table(block)
        case Panels(items=items):
            shown = (f"<div><p>{_text(name)}</p>{_code(code)}</div>" for name, code in items)
            return f'<div class="panels">{"".join(shown)}</div>'
        case SideBySide(sides=sides):
            shown = (f"<div><p>{_text(name)}</p>{_code(code)}</div>" for name, code in sides)
            return f'<div class="sides">{"".join(shown)}</div>'
        case Curves():
            return _curves(block)
        case Facts(pairs=pairs):
            rows = "".join(
                f'<tr><th scope="row">{_text(name)}</th><td>{_span(value)}</td></tr>' for name, value in pairs
            )
            return f'<div class="wide"><table class="facts"><tbody>{rows}</tbody></table></div>'
        case Details(summary=summary, blocks=blocks):
            return f"<details><summary>{_text(summary)}</summary>\n{_inner(blocks)}</details>"
        case Ask():
            return _ask(block)
        case Footer(items=items):
            return f'<p class="foot">{" · ".join(_text(item) for item in items)}</p>'
        case Prose():
            return _prose(block)
        case _:
            return _block(block, 2)


def _header(header: Header, level: int) -> str:
    badge = header.badge
    ran = f' <span class="ran">{_text(header.what_ran)}</span>' if header.what_ran else ""
    return (
        f'<div class="head"><h{level}>{_text(header.title, _MAX_TITLE)}</h{level}>'
        f'<p><strong class="badge {badge.tone}">{badge.symbol} {_text(badge.label)}</strong>{ran}</p></div>'
    )


def _step(number: int, step: Step, level: int) -> str:
    seen = f'<div class="seen">{_inner(step.seen)}</div>' if step.seen else ""
    return (
        f'<div class="step"><h{level}><span class="n">{number}</span> {_text(step.title, _MAX_TITLE)}</h{level}>\n'
        f'<div class="say">{_prose(step.prose)}</div>\n<div class="show">{_code(step.code)}{seen}</div></div>'
    )


def _code(code: Code) -> str:
    lines = html_lines(code.source, code.language)
    width = len(str(code.first + len(lines) - 1))
    shown = []
    for at, line in enumerate(lines):
        number = f'<span class="ln">{code.first + at:>{width}}  </span>' if code.first else ""
        shown.append(f"<mark>{number}{line}</mark>" if at + 1 in code.marked else number + line)
    return f"<pre><code>{chr(10).join(shown)}</code></pre>"


def _table(table: Table) -> str:
    head = "".join(f'<th scope="col"{_numeric(table, at)}>{_text(name)}</th>' for at, name in enumerate(table.header))
    rows = "".join(
        f"<tr>{''.join(f'<td{_numeric(table, at)}>{_span(cell)}</td>' for at, cell in enumerate(row))}</tr>"
        for row in table.rows
    )
    head = f"<thead><tr>{head}</tr></thead>" if table.header else ""
    return f'<div class="wide"><table>{head}<tbody>{rows}</tbody></table></div>'


def _numeric(table: Table, column: int) -> str:
    if column in table.numeric:
        return ' class="num"'
    return ' class="text"' if column in table.words else ""


def _curves(curves: Curves) -> str:
    """The drawing, with the measurements folded below it; open where nothing can be drawn."""
    table, drawing = _table(curves.table), growth_drawing(curves.items)
    if not drawing:
        return f"<figure>{table}<figcaption>{_text(INSTALL)}</figcaption></figure>"
    shown = f'<div class="wide"><div class="draw" role="img" aria-label="{_text(curves.words)}">{drawing}</div></div>'
    folded = f"<details><summary>The measurements as a table</summary>\n{table}</details>"
    return f"<figure>{shown}<figcaption>{CAPTION}</figcaption>{folded}</figure>"


def _ask(ask: Ask) -> str:
    choices = "".join(f"<li><code>{_text(choice)}</code></li>" for choice in ask.choices)
    answer = ask.choices[ask.answer] if 0 <= ask.answer < len(ask.choices) else ""
    why = f"<p>{_line(ticked(ask.why))}</p>" if ask.why else ""
    return (
        f'<div class="ask"><p><strong>{_text(ask.lead)}:</strong> {_line(one_line(ask.question))}</p><ul>{choices}</ul>'
        f"<details><summary>The answer</summary><p><code>{_text(answer)}</code></p>{why}</details></div>"
    )


def _prose(prose: Prose) -> str:
    return "".join(_prose_block(block) for block in read_prose(prose))


def _prose_block(block: ProseBlock) -> str:
    if isinstance(block, Paragraph):
        return f"<p>{_line(block.spans)}</p>"
    tag = "ol" if block.ordered else "ul"
    items = "".join(f"<li>{''.join(_prose_block(inner) for inner in item)}</li>" for item in block.items)
    return f"<{tag}>{items}</{tag}>"


def _line(spans: Line) -> str:
    return "".join(_span(span) for span in spans)


def _span(span: Span) -> str:
    if span.style in _MARKS:
        return f'<span class="{_MARKS[span.style]}">{escape(_flat(span.text))}</span>'
    tag = _TAGS.get(span.style)
    shown = escape(clean(span.text)) if tag == "code" else escape(_flat(span.text))
    return f"<{tag}>{shown}</{tag}>" if tag else shown


def _flat(text: str) -> str:
    """On one line, but with the spaces at its ends, which separate it from its neighbours."""
    return clean(text).replace("\n", " ")
