"""A document as plain text for terminals. Colours only when asked for; nothing in a text can move the cursor."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kernel_magic.render.clean import clean, clean_line, display_width
from kernel_magic.render.document import (
    NOTHING,
    Ask,
    Badge,
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
    Steps,
    Table,
    Text,
    mono,
    plain,
)
from kernel_magic.render.highlight import ansi_lines, coloured_lines
from kernel_magic.render.prose import Paragraph, ProseBlock, one_line, read_prose, ticked

_MIN_WIDTH = 20
_MAX_CELL = 48
_TONES = {"ok": "32", "part": "33", "no": "31"}


def to_text(document: Document, *, width: int = 80, color: bool = False) -> str:
    """The document as text.

    Args:
        document: what to show.
        width: columns of the terminal; words are wrapped to it, code is not.
        color: whether to write colour codes.
    """
    writer = _Writer(width=max(width, _MIN_WIDTH), color=color)
    parts = [writer.block(block) for block in _with_answers(document.blocks)]
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def _with_answers(blocks: Sequence[Block]) -> list[Block]:
    """A terminal folds nothing: the answers to the questions stand at the end, above the record in short."""
    asked = [block for block in blocks if isinstance(block, Ask) and 0 <= block.answer < len(block.choices)]
    if not asked:
        return list(blocks)
    items = tuple((mono(ask.choices[ask.answer]), plain("  "), *ticked(ask.why)) for ask in asked)
    answers = Section(title="The answers" if len(asked) > 1 else "The answer", blocks=(Bullets(items=items),))
    last = len(blocks) - 1 if isinstance(blocks[-1], Footer) else len(blocks)
    return [*blocks[:last], answers, *blocks[last:]]


class _Writer:
    """Writes blocks as lines no wider than the terminal where they are words."""

    def __init__(self, *, width: int, color: bool) -> None:
        self.width = width
        self.color = color

    def block(self, block: Block, indent: int = 0) -> list[str]:  # noqa: C901 - one flat table of block types
        """The lines of one block."""
        match block:
            case Header():
                return self._header(block)
            case Prose():
                return self._prose(read_prose(block), indent)
            case Text(spans=spans):
                return self._wrap(_words(spans), indent)
            case Bullets(items=items):
                return [line for item in items for line in self._wrap(_words(item), indent, "• ")]
            case Code():
                return self._code(block, indent)
            case Table():
                return self._table(block, indent)
            case Panels(items=items):
                shown = [[" " * indent + f"{clean_line(name)}:", *self._code(code, indent + 2)] for name, code in items]
                return [line for lines in shown for line in lines]
            case SideBySide(sides=sides):
                both = [self._wrap(clean_line(name), indent) + self._code(code, indent) for name, code in sides]
                return [*both[0], "", *both[1]]
            case Curves(table=table):
                return self._table(table, indent)
            case Section(title=title, blocks=blocks):
                heading = [self._paint(line, "1") for line in self._wrap(clean_line(title, 300), indent)]
                return [*(heading if title else []), *self._inner(blocks, indent + 2 if title else indent)]
            case Facts(pairs=pairs):
                left = max((display_width(clean_line(name)) for name, _ in pairs), default=0)
                found = [(_padded(clean_line(name), left), _flat(value.text)) for name, value in pairs]
                return [line for name, value in found for line in self._wrap(value, indent, f"{name}  ")]
            case Steps():
                return self._steps(block)
            case Callout(tone=tone, blocks=blocks):
                bar = self._paint("│ ", _TONES[tone])
                return [" " * indent + (bar + line).rstrip() for line in self._inner(blocks, 0, narrower=indent + 2)]
            case Details(summary=summary, blocks=blocks):
                return [" " * indent + self._paint(clean_line(summary), "1"), *self._inner(blocks, indent + 2)]
            case Ask():
                return self._ask(block, indent)
            case Footer(items=items):
                return [self._paint(line, "2") for line in self._wrap(" · ".join(map(clean_line, items)), indent)]

    def _inner(self, blocks: Iterable[Block], indent: int, *, narrower: int = 0) -> list[str]:
        writer = _Writer(width=max(self.width - narrower, _MIN_WIDTH), color=self.color) if narrower else self
        return [line for block in blocks for line in writer.block(block, indent)]

    def _header(self, header: Header) -> list[str]:
        title = [self._paint(line, "1") for line in self._wrap(clean_line(header.title, 300), 0)]
        ran = self._wrap(clean_line(header.what_ran), 2) if header.what_ran else []
        return [*title, self._badge(header.badge), *(self._paint(line, "2") for line in ran)]

    def _badge(self, badge: Badge) -> str:
        return self._paint(f"{badge.symbol} {clean_line(badge.label)}", f"1;{_TONES[badge.tone]}")

    def _steps(self, steps: Steps) -> list[str]:
        lines: list[str] = []
        for number, step in enumerate(steps.items, steps.first):
            title = self._wrap(clean_line(step.title, 300), 0, f"{number}. ")
            lines += [""] * (number > steps.first) + [self._paint(line, "1") for line in title]
            lines += self._prose(read_prose(step.prose), 3)
            lines += ["", *self._code(step.code, 3), ""] if step.seen else ["", *self._code(step.code, 3)]
            lines += self._inner(step.seen, 3)
        return lines

    def _code(self, code: Code, indent: int) -> list[str]:
        if self.color:
            lines = ansi_lines(code.source, code.language)
        else:
            lines = ["".join(value for _, value in line) for line in coloured_lines(code.source, None)]
        marks = [("→ " if number in code.marked else "  ") for number in range(1, len(lines) + 1)]
        if code.first:
            width = len(str(code.first + len(lines) - 1))
            marks = [f"{mark}{code.first + at:>{width}}  " for at, mark in enumerate(marks)]
        return [f"{' ' * indent}{mark}{line}".rstrip() for mark, line in zip(marks, lines, strict=True)]

    def _table(self, table: Table, indent: int) -> list[str]:
        """Columns side by side; where they do not fit, each phrase stands on a line of its own below its row."""
        columns = max((len(row) for row in (table.header, *table.rows)), default=0)
        lines = self._columns(table, range(columns), indent)
        if not table.words or max(map(len, lines), default=0) <= self.width:
            return [self._paint(lines[0], "2"), *self._marked(table, lines[1:])]
        lines = self._columns(table, [at for at in range(columns) if at not in table.words], indent)
        found = [self._paint(lines[0], "2")]
        for row, line in zip(table.rows, self._marked(table, lines[1:]), strict=True):
            cells = [(table.header[at], row[at]) for at in table.words if at < len(row)]
            phrases = [f"{name}: {_flat(cell.text)}" for name, cell in cells if cell.text not in ("", NOTHING)]
            shown = " · ".join(phrases)
            found += [line, *(self._wrap(shown, indent + 4) if shown else [])]
        return found

    def _columns(self, table: Table, chosen: Sequence[int], indent: int) -> list[str]:
        """A line for the header, and one for each row."""
        rows = [[_cell(name) for name in table.header], *([_cell(cell.text) for cell in row] for row in table.rows)]
        widths = {at: max((display_width(row[at]) for row in rows if at < len(row)), default=0) for at in chosen}
        return [
            " " * indent
            + "  ".join(
                _padded(row[at], widths[at], right=at in table.numeric) for at in chosen if at < len(row)
            ).rstrip()
            for row in rows
        ]

    def _marked(self, table: Table, lines: Sequence[str]) -> list[str]:
        """The rows with their marks in colour."""
        if not self.color:
            return list(lines)
        found = []
        for row, line in zip(table.rows, lines, strict=True):
            marks = [cell for cell in row if cell.style in _TONES]
            for cell in marks[:1]:
                line = line.replace(_cell(cell.text), self._paint(_cell(cell.text), _TONES[cell.style]), 1)
            found.append(line)
        return found

    def _ask(self, ask: Ask, indent: int) -> list[str]:
        lines = self._wrap(_words(one_line(ask.question)), indent, "? ")
        for number, choice in enumerate(ask.choices, 1):
            lines += self._wrap(clean_line(choice), indent + 2, f"{number}) ")
        return lines

    def _prose(self, blocks: Iterable[ProseBlock], indent: int) -> list[str]:
        lines: list[str] = []
        for block in blocks:
            if isinstance(block, Paragraph):
                lines += self._wrap(_words(block.spans), indent)
                continue
            for number, item in enumerate(block.items, 1):
                mark = f"{number}. " if block.ordered else "• "
                inner = self._prose(item, indent + len(mark))
                if inner:
                    lines += [" " * indent + mark + inner[0].lstrip(" "), *inner[1:]]
        return lines

    def _wrap(self, text: str, indent: int, mark: str = "") -> list[str]:
        """Words in lines; the first line carries the mark, the others stand under its text."""
        hang = indent + display_width(mark)
        room = max(self.width - hang, _MIN_WIDTH // 2)
        lines: list[str] = []
        current, used = "", 0
        for word in _chunks(text.split(" "), room):
            columns = display_width(word)
            if current and used + 1 + columns > room:
                lines.append(current)
                current, used = word, columns
            else:
                current, used = (f"{current} {word}", used + 1 + columns) if current else (word, columns)
        lines.append(current)
        first, *rest = lines
        return [f"{' ' * indent}{mark}{first}".rstrip(), *(f"{' ' * hang}{line}" for line in rest)]

    def _paint(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.color and text else text


def _chunks(words: Iterable[str], room: int) -> Iterable[str]:
    """The words; one that is wider than a line comes in pieces."""
    for word in words:
        piece, used = "", 0
        for char in word if display_width(word) > room else ():
            columns = display_width(char)
            if used + columns > room:
                yield piece
                piece, used = "", 0
            piece, used = piece + char, used + columns
        yield piece or word


def _words(spans: Line) -> str:
    shown = "".join(f"`{_flat(span.text)}`" if span.style == "code" else clean(span.text) for span in spans)
    return clean_line(shown, len(shown) + 1)


def _flat(text: str) -> str:
    """On one line, with a mark where a line of a value or an output ended."""
    return clean_line(clean(text).rstrip("\n").replace("\n", "⏎"))


def _cell(text: str) -> str:
    shown = _flat(text)
    return shown if len(shown) <= _MAX_CELL else shown[: _MAX_CELL - 1] + "…"


def _padded(text: str, width: int, *, right: bool = False) -> str:
    space = " " * (width - display_width(text))
    return space + text if right else text + space
