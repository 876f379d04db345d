"""Whether a problem package is sound, as a document: what is wrong with it, and every submission with its verdict."""

from __future__ import annotations

from kernel_magic.core.comparison import ProblemCheck, SubmissionCheck
from kernel_magic.core.quantities import count, seconds
from kernel_magic.core.verdict import Verdict
from kernel_magic.render.document import (
    NOTHING,
    Badge,
    Block,
    Bullets,
    Callout,
    Document,
    Header,
    Section,
    Span,
    Table,
    Tone,
    line,
    mono,
    plain,
    strong,
    text,
)
from kernel_magic.render.prose import ticked

_MAX_LINES = 50
_MAX_ROWS = 200


def problem_check_document(check: ProblemCheck) -> Document:
    """The document of a check of a package."""
    title = check.title or check.slug
    header = Header(title=title, badge=_badge(check), what_ran=_what_ran(check))
    blocks: list[Block] = [header, *_remarks(check.errors, "no", "error"), *_remarks(check.warnings, "part", "warning")]
    if check.submissions:
        blocks.append(Section(title="", blocks=(_table(check),)))
    return Document(title=title, kind="Package", blocks=tuple(blocks))


def _badge(check: ProblemCheck) -> Badge:
    """Sound only where every submission was judged: one that could not be is no proof of anything."""
    surprising = sum(not item.ok and _judged(item) for item in check.submissions)
    if check.errors:
        return Badge(symbol="✗", label=f"not sound: {count(len(check.errors), 'error')}", tone="no")
    if surprising:
        return Badge(symbol="✗", label=f"not sound: {count(surprising, 'unexpected verdict')}", tone="no")
    if not check.submissions:
        return Badge(symbol="◐", label="no error found, and no submission to try it on", tone="part")
    unjudged = sum(not _judged(item) for item in check.submissions)
    if unjudged:
        return Badge(symbol="◐", label=f"no error found, {count(unjudged, 'submission')} not judged", tone="part")
    return Badge(symbol="✓", label="sound", tone="ok")


def _what_ran(check: ProblemCheck) -> str:
    judged = [item for item in check.submissions if _judged(item)]
    expected = sum(item.ok for item in judged)
    levels = {item.report.isolation.level for item in judged if item.report is not None}
    sandbox = f" · sandbox level {min(levels)}" if levels else ""
    return f"{expected} of {count(len(check.submissions), 'submission')} with the expected verdict{sandbox}"


def _judged(item: SubmissionCheck) -> bool:
    return item.report is not None and item.report.verdict is not Verdict.IE


def _remarks(remarks: tuple[str, ...], tone: Tone, noun: str) -> list[Block]:
    if not remarks:
        return []
    items = [ticked(remark) for remark in remarks[:_MAX_LINES]]
    if len(remarks) > _MAX_LINES:
        items.append(line(f"… and {len(remarks) - _MAX_LINES:,} more"))
    said = text(strong(f"{count(len(remarks), noun)}".capitalize()))
    return [Callout(tone=tone, blocks=(said, Bullets(items=tuple(items))))]


def _table(check: ProblemCheck) -> Table:
    rows = tuple(_row(item) for item in check.submissions[:_MAX_ROWS])
    header = ("submission", "expected", "verdict", "slowest case", "remark")
    return Table(header=header, rows=rows, numeric=(3,), words=(4,))


def _row(item: SubmissionCheck) -> tuple[Span, ...]:
    expected = " or ".join(verdict.value for verdict in Verdict if verdict in item.submission.expected)
    report = item.report
    slowest = max((case.cpu_s for case in report.cases), default=None) if report is not None else None
    return (
        mono(item.submission.path or item.submission.name),
        plain(expected or NOTHING),
        _mark(item),
        plain(NOTHING if slowest is None else seconds(slowest)),
        plain(item.note or _failed(item)),
    )


def _mark(item: SubmissionCheck) -> Span:
    """The verdict; `✓` says that it is the expected one, not that the program is right."""
    if item.report is None or not _judged(item):
        return Span(text=f"{NOTHING} not judged" if item.report is None else f"{NOTHING} IE", style="part")
    return Span(text=f"{'✓' if item.ok else '✗'} {item.report.verdict.value}", style="ok" if item.ok else "no")


def _failed(item: SubmissionCheck) -> str:
    """The case that decided."""
    failed = item.report.first_failure if item.report is not None else None
    if failed is None:
        return ""
    return f"on {failed.name}{f': {failed.message}' if failed.message else ''}"
