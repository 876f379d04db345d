"""The similarity report as a document, for the teacher: what the figures mean, the pairs, both codes of each pair.

It never says that somebody copied. What speaks against a pair is said as well: that nothing but the steps is shared.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain

from kernel_magic.core.gradebook import SimilarPair, TraitKind
from kernel_magic.core.quantities import count
from kernel_magic.render.clean import clean_line
from kernel_magic.render.document import (
    Badge,
    Block,
    Bullets,
    Code,
    Document,
    Footer,
    Header,
    Line,
    Section,
    SideBySide,
    Span,
    Table,
    line,
    mono,
    plain,
    soft,
    strong,
    text,
)

_MAX_ROWS = 200
_MAX_SHOWN = 40
_MAX_TRAIT = 70
_MAX_CODE = 8_000
"""Characters of a code; no more are compared either."""
_BASES = {
    "steps": "the same steps, whatever the names are",
    "words": "the same steps under the same names",
    "several": "the same steps in several exercises",
}
_SHORT = {"steps": "steps", "words": "steps and names", "several": "several exercises"}
_TRAITS: dict[TraitKind, str] = {
    "name": "names: ",
    "comment": "comments: ",
    "text": "texts: ",
    "number": "numbers: ",
    "spacing": "lines spaced like ",
}


def similarity_document(
    pairs: Sequence[SimilarPair], codes: Mapping[str, Mapping[str, str]], *, title: str, items: Mapping[str, str]
) -> Document:
    """The document of all pairs.

    Args:
        pairs: what was found, the strongest first.
        codes: of each student the answer to each item, as it was compared.
        title: the assignment's title.
        items: each item's title.
    """
    blocks: list[Block] = [_header(pairs, codes, title), _meaning()]
    if pairs:
        blocks += [_table(pairs, items), *(_pair(pair, codes, items) for pair in pairs[:_MAX_SHOWN])]
    if len(pairs) > _MAX_SHOWN:
        blocks.append(text(f"The codes of the other {count(len(pairs) - _MAX_SHOWN, 'pair')} are not shown."))
    blocks.append(Footer(items=("for teachers only", "nothing here changes a grade")))
    return Document(title=f"Similar answers: {title}", kind="Report", blocks=tuple(blocks))


def line_ranges(lines: Sequence[int]) -> str:
    """Numbers of lines with a dash where they run on."""
    runs: list[list[int]] = []
    for number in sorted(set(lines)):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}\N{EN DASH}{last}" for first, last in runs)


def _header(pairs: Sequence[SimilarPair], codes: Mapping[str, Mapping[str, str]], title: str) -> Header:
    badge = Badge(symbol="✓", label="no pair stands out", tone="ok")
    if pairs:
        badge = Badge(symbol="◐", label=f"{count(len(pairs), 'pair')} to look at", tone="part")
    exercises = len(set(chain.from_iterable(codes.values())))
    compared = len(codes) * (len(codes) - 1) // 2
    ran = (
        f"{count(len(codes), 'student')} · {count(exercises, 'exercise')} · {count(compared, 'pair')} compared in each"
    )
    return Header(title=f"Similar answers: {title}", badge=badge, what_ran=ran)


def _meaning() -> Section:
    items = (
        line(
            strong("A reason to look, not a proof."),
            " A pair is listed when two answers share more than the starter, the reference and the rest of the class"
            " explain. Read both before you talk to anybody.",
        ),
        line(
            strong("Not said:"),
            " who wrote it first; whether the two may have worked together; whether both followed the same book, page,"
            " tutor or language model.",
        ),
        line(
            strong("Evidence"),
            " of 1.0 is more than chance makes likely among so many pairs. Chance still happens: of answers that were"
            " put together at random, three in a thousand exercises of a class of 40 had a listed pair.",
        ),
        line(
            strong("Not seen:"),
            " short answers whose names were all changed, copied parts of long answers, and what was written anew from"
            " somebody else's idea.",
        ),
    )
    return Section(title="What this says, and what it does not", blocks=(Bullets(items=items),))


def _table(pairs: Sequence[SimilarPair], items: Mapping[str, str]) -> Section:
    rows = tuple(_row(pair, items) for pair in pairs[:_MAX_ROWS])
    header = ("students", "exercise", "evidence", "shared", "fingerprints", "unusual", "alike in")
    more = [text(f"… and {count(len(pairs) - _MAX_ROWS, 'more pair')}")] if len(pairs) > _MAX_ROWS else []
    legend = (
        "shared: of the smaller answer's own fingerprints, those that the other one has too · fingerprints: how many"
        " these are · unusual: how many of them at most one student in ten has · steps: whatever the names are"
    )
    table = Table(header=header, rows=rows, numeric=(2, 3, 4, 5), words=(1,))
    return Section(title="Pairs, the strongest first", blocks=(table, *more, text(soft(legend))))


def _row(pair: SimilarPair, items: Mapping[str, str]) -> tuple[Span, ...]:
    return (
        strong(clean_line(f"{pair.first}, {pair.second}")),
        plain(items.get(pair.item, pair.item)),
        plain(f"{pair.strength:.1f}"),
        plain(f"{pair.shared:.0%}"),
        plain(str(pair.fingerprints)),
        plain(str(pair.unusual)),
        plain(_SHORT[pair.basis]),
    )


def _pair(pair: SimilarPair, codes: Mapping[str, Mapping[str, str]], items: Mapping[str, str]) -> Section:
    first = _side(pair.first, codes.get(pair.first, {}).get(pair.item, ""), pair.first_lines)
    second = _side(pair.second, codes.get(pair.second, {}).get(pair.item, ""), pair.second_lines)
    title = f"{pair.first} and {pair.second}: {items.get(pair.item, pair.item)}"
    return Section(title=title, blocks=(*_reasons(pair), SideBySide(sides=(first, second))))


def _reasons(pair: SimilarPair) -> list[Block]:
    share = f"{_BASES[pair.basis].capitalize()}. They share {pair.shared:.0%} of the smaller answer"
    unusual = f" ({count(pair.fingerprints, 'fingerprint')}, {pair.unusual} of them unusual)."
    blocks: list[Block] = [text(share + unusual)]
    if pair.basis == "several":
        blocks.append(text("This exercise alone says too little: look at the others of these two as well."))
    if pair.traits:
        blocks += [text("Both wrote, and hardly anybody else:"), Bullets(items=_traits(pair.traits))]
    elif pair.basis != "words":
        blocks.append(text("No name, comment or text is theirs alone: both may have followed the same book."))
    return blocks


def _traits(traits: Sequence[tuple[TraitKind, str]]) -> tuple[Line, ...]:
    """One line for each kind."""
    found: dict[TraitKind, list[Span]] = {}
    for kind, shown in traits:
        cut = shown if len(shown) <= _MAX_TRAIT else f"{shown[: _MAX_TRAIT - 1]}…"
        span = (
            plain(f"\N{LEFT DOUBLE QUOTATION MARK}{cut}\N{RIGHT DOUBLE QUOTATION MARK}")
            if kind == "comment"
            else mono(cut)
        )
        found.setdefault(kind, [plain(_TRAITS[kind])]).extend([span, plain(", ")])
    return tuple(line(*spans[:-1]) for spans in found.values())


def _side(student: str, code: str, lines: Sequence[int]) -> tuple[str, Code]:
    """A side without marked lines says so: colour alone would leave it open."""
    where = f"alike: line{'s' * (len(lines) > 1)} {line_ranges(lines)}" if lines else "no line is marked"
    shown = code.rstrip() if len(code) <= _MAX_CODE else f"{code[:_MAX_CODE]}\n… (the rest is not shown)"
    return f"{student} ({where})", Code(source=shown, marked=tuple(lines), first=1)
