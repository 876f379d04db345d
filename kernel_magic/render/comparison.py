"""A comparison as a document, in the order of trust.

Badge and what ran, the table, the measured curves, what the runs say, a question, the inputs on which programs fail,
each program, what was left out, the record. A wrong program is never shown without saying that it is wrong.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeAlias

from kernel_magic.core.comparison import Comparison, ComparisonRow
from kernel_magic.core.quantities import about, growth_words, mebibytes, seconds, size
from kernel_magic.core.verdict import Verdict
from kernel_magic.render.clean import clean_line
from kernel_magic.render.curves import growth_curves
from kernel_magic.render.document import (
    NOTHING,
    Ask,
    Block,
    Bullets,
    Document,
    Footer,
    Header,
    Section,
    Span,
    Table,
    line,
    plain,
    soft,
    strong,
    text,
)
from kernel_magic.render.failing import failing_blocks, failing_words
from kernel_magic.render.program import program_details
from kernel_magic.render.prose import ticked
from kernel_magic.render.record import footer_items, record_details
from kernel_magic.render.standing import LEAST_TRIALS, comparison_badge, comparison_ran, has_secret_data, mark, standing
from kernel_magic.render.words import VERDICTS

_MAX_ROWS = 60
_MAX_NAME = 48
_MAX_NOTES = 30
_WRONG = ("slow", "wrong")
_NOT = {"slow": "not here: ", "wrong": "never: ", "doubted": "", "unknown": "not known: "}

Cell: TypeAlias = Callable[[ComparisonRow, Comparison], Span]
Kind = Literal["name", "words", "figure"]


def comparison_document(comparison: Comparison) -> Document:
    """The document of a comparison."""
    blocks: list[Block] = [
        comparison_header(comparison),
        *table_blocks(comparison),
        *curve_blocks(comparison),
        *said_blocks(comparison),
    ]
    blocks += failure_blocks(comparison)
    blocks += [program_details(row, comparison) for row in comparison.rows[:_MAX_ROWS]]
    blocks += left_out_blocks(comparison)
    blocks += record_blocks(comparison)
    return Document(title=comparison_title(comparison), kind="Comparison", blocks=tuple(blocks))


def comparison_title(comparison: Comparison) -> str:
    """The problem's title."""
    return comparison.problem.title or comparison.problem.slug or "Comparison"


def comparison_header(comparison: Comparison) -> Header:
    """Title, badge and what ran."""
    badge, ran = comparison_badge(comparison), comparison_ran(comparison)
    return Header(title=comparison_title(comparison), badge=badge, what_ran=ran)


def table_blocks(comparison: Comparison, rows: tuple[ComparisonRow, ...] | None = None) -> list[Block]:
    """The table of all programs, in their order or in the one that is given, and how to read it."""
    rows = comparison.rows if rows is None else rows
    if not rows:
        return [Section(title="", blocks=(text("There is no program to compare."),))]
    shown = rows[:_MAX_ROWS]
    columns = _columns(comparison)
    cells = tuple(tuple(column[1](row, comparison) for column in columns) for row in shown)
    numeric = tuple(at for at, column in enumerate(columns) if column[2] == "figure")
    words = tuple(at for at, column in enumerate(columns) if column[2] == "words")
    table = Table(header=tuple(column[0] for column in columns), rows=cells, numeric=numeric, words=words)
    more = [text(f"… and {len(rows) - len(shown):,} more programs")] if len(rows) > len(shown) else []
    return [Section(title="", blocks=(table, *more, _legend(comparison)))]


def curve_blocks(comparison: Comparison) -> list[Section]:
    """The growth curves of the programs that were measured and are not wrong."""
    measured = [
        (row.submission.name, row.growth)
        for row in comparison.rows[:_MAX_ROWS]
        if row.growth is not None and standing(row, comparison) not in ("wrong", "unknown")
    ]
    curves = growth_curves(measured)
    return [Section(title="Measured growth", blocks=(curves,))] if curves is not None else []


def said_blocks(comparison: Comparison) -> list[Block]:
    """What the measurements say, and questions, which stand before their answers."""
    items = tuple(ticked(finding) for finding in comparison.findings[:_MAX_NOTES])
    blocks: list[Block] = [Section(title="What the runs say", blocks=(Bullets(items=items),))] if items else []
    lead = "Before you read on"
    return blocks + [
        Ask(question=item.text, choices=item.choices, answer=item.answer, lead=lead, why=item.why)
        for item in comparison.questions
    ]


def failure_blocks(comparison: Comparison) -> list[Block]:
    """For each program that is not right the smallest input that shows it."""
    wrong = [row for row in comparison.rows[:_MAX_ROWS] if standing(row, comparison) in (*_WRONG, "doubted")]
    if not wrong:
        return []
    blocks: list[Block] = []
    for row in wrong:
        blocks += failing_blocks(row, comparison)
    return [Section(title="Where programs fail", blocks=tuple(blocks))]


def left_out_blocks(comparison: Comparison) -> list[Block]:
    """Programs that were merged into others, and those nothing can be said about."""
    items = [
        line(strong(name), " is nearly word for word ", strong(row.submission.name), ": compared once.")
        for row in comparison.rows
        for name in row.merged
    ]
    items += [line("Not judged: ", reason) for reason in comparison.unjudged]
    faults = [row for row in comparison.rows if standing(row, comparison) == "unknown"]
    items += [line("Not judged: ", strong(row.submission.name), f" ({VERDICTS[Verdict.IE]})") for row in faults]
    if not items:
        return []
    more = [line(f"… and {len(items) - _MAX_NOTES:,} more")] if len(items) > _MAX_NOTES else []
    return [Section(title="Not compared on their own", blocks=(Bullets(items=(*items[:_MAX_NOTES], *more)),))]


def record_blocks(comparison: Comparison) -> list[Block]:
    """The record, folded, and in one line."""
    floors = [row.report.floor for row in comparison.rows if row.report.floor.peak_mib > 0]
    told = ""
    if floors:
        least = min(floors, key=lambda floor: floor.peak_mib)
        told = f"{seconds(least.cpu_s)}, {mebibytes(least.peak_mib)}; taken off every figure"
    more = (("an empty program", told),) if told else ()
    if comparison.reference:
        more = (("held against", comparison.reference), *more)
    details = record_details(comparison.provenance, comparison.usage, comparison.isolation, more=more)
    tried = _measured_words(comparison)
    return [details, Footer(items=footer_items(comparison.provenance, comparison.usage, tried=tried))]


def _columns(comparison: Comparison) -> list[tuple[str, Cell, Kind]]:
    """Name, cell and kind of every column that has something to say here."""
    columns: list[tuple[str, Cell, Kind]] = [("program", _name, "name")]
    if any(row.submission.idea not in ("", row.submission.name) for row in comparison.rows):
        columns.append(("idea", lambda row, _: plain(row.submission.idea or NOTHING), "words"))
    columns.append(("verdict", mark, "name"))
    if any(row.growth is not None for row in comparison.rows):
        columns.append(("growth", _growth, "words"))
    time = f"n = {size(comparison.common_size)}" if comparison.common_size else "slowest case"
    columns += [
        (time, _time, "figure"),
        ("memory", _memory, "figure"),
        ("lines", lambda row, _: plain(str(row.lines)), "figure"),
    ]
    if any(_when(row, comparison).text for row in comparison.rows):
        columns.append(("prefer it", _when, "words"))
    return columns


def _name(row: ComparisonRow, _: Comparison) -> Span:
    name = clean_line(row.submission.name)
    return strong(name if len(name) <= _MAX_NAME else f"{name[: _MAX_NAME - 1]}…")


def _growth(row: ComparisonRow, comparison: Comparison) -> Span:
    if row.growth is None or standing(row, comparison) in ("wrong", "unknown"):
        return plain(NOTHING)
    return plain(growth_words(row.growth))


def _time(row: ComparisonRow, comparison: Comparison) -> Span:
    """Measured where it was measured; else estimated, and marked so; of wrong programs nothing."""
    if standing(row, comparison) in ("wrong", "unknown"):
        return plain(NOTHING)
    if comparison.common_size is None:
        return plain(seconds(row.cpu_s_max)) if row.right else plain(NOTHING)
    if row.growth is None:
        return plain(NOTHING)
    measured = [sample.cpu_s for sample in row.growth.samples if sample.size == comparison.common_size]
    if measured:
        return plain(seconds(measured[0]))
    estimate = row.growth.seconds_at(comparison.common_size)
    return plain(NOTHING if estimate is None else about(estimate).replace("about", "≈"))


def _memory(row: ComparisonRow, comparison: Comparison) -> Span:
    return plain(mebibytes(row.peak_mib_max)) if row.right else plain(NOTHING)


def _when(row: ComparisonRow, comparison: Comparison) -> Span:
    where = standing(row, comparison)
    if where in ("held", "passed"):
        return plain(row.when)
    return soft(f"{_NOT[where]}{failing_words(row, comparison)}")


def _legend(comparison: Comparison) -> Block:
    """The codes that occur, in words, and where the other columns come from."""
    found = {standing(row, comparison): row for row in comparison.rows}
    parts = ["✓ AC: accepted, and held against another program"] * ("held" in found)
    if "passed" in found:
        lacks = (
            f"not held against another on {LEAST_TRIALS} inputs"
            if has_secret_data(comparison)
            else "there is no secret data to say more"
        )
        parts.append(f"◐ AC: accepted on {'all cases' if has_secret_data(comparison) else 'the samples'}, {lacks}")
    parts += ["in doubt: passes the samples, and other programs disagree"] * ("doubted" in found)
    verdicts = {row.verdict for row in comparison.rows} - {Verdict.AC}
    parts += [f"{verdict.value}: {VERDICTS[verdict]}" for verdict in Verdict if verdict in verdicts]
    if any(row.growth is not None for row in comparison.rows):
        parts.append("growth, time and memory are measured; ≈ is an estimate")
    if any(row.submission.idea for row in comparison.rows):
        parts.append("ideas are in their authors' words")
    return text(soft(" · ".join(parts)))


def _measured_words(comparison: Comparison) -> str:
    sizes = [len(row.growth.samples) for row in comparison.rows if row.growth is not None and row.growth.samples]
    return f"growth measured at up to {max(sizes)} sizes" if sizes else ""
