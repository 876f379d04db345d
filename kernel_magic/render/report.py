"""A judge's report as a document: the verdict, every case with its cost, what the compiler said, the code."""

from __future__ import annotations

from collections.abc import Mapping

from kernel_magic.core.quantities import count, mebibytes, seconds
from kernel_magic.core.source import Source
from kernel_magic.core.verdict import CaseResult, JudgeReport, Verdict
from kernel_magic.render.document import (
    Badge,
    Block,
    Callout,
    Code,
    Details,
    Document,
    Footer,
    Header,
    Span,
    Table,
    mono,
    plain,
    text,
)
from kernel_magic.render.words import VERDICTS

_MAX_CASES = 200
_MAX_DIAGNOSTICS = 10


def report_document(report: JudgeReport, source: Source) -> Document:
    """The document of a report on one submission."""
    title = f"Verdict on {source.entry_point}" if source.entry_point else "Verdict on the program"
    blocks: list[Block] = [Header(title=title, badge=verdict_badge(report), what_ran=_what_ran(report))]
    blocks += diagnostics_blocks(report)
    blocks += cases_blocks(report, {})
    marked = tuple(item.line for item in report.diagnostics)
    code = Code(source=source.text.rstrip("\n"), language=source.language, marked=marked)
    blocks.append(Details(summary="The code that was judged", blocks=(code,)))
    held = ", ".join(layer.name for layer in report.isolation.layers if layer.in_force) or "no layer in force"
    missing = ", ".join(layer.name for layer in report.isolation.layers if not layer.in_force)
    items = (f"sandbox level {report.isolation.level}: {held}", *([f"not in force: {missing}"] if missing else []))
    blocks.append(Footer(items=items))
    return Document(title=title, kind="Report", blocks=tuple(blocks))


def verdict_badge(report: JudgeReport) -> Badge:
    """The overall verdict as a badge. No case at all is no acceptance."""
    if report.accepted:
        return Badge(symbol="✓", label="AC accepted", tone="ok")
    if report.verdict is Verdict.AC:
        return Badge(symbol="◐", label="nothing was judged", tone="part")
    label = f"{report.verdict.value} {VERDICTS[report.verdict]}"
    if report.verdict is Verdict.IE:
        return Badge(symbol="◐", label=label, tone="part")
    return Badge(symbol="✗", label=label, tone="no")


def diagnostics_blocks(report: JudgeReport) -> list[Block]:
    """What was said of the text before it ran (a syntax error, say)."""
    if not report.diagnostics:
        return []
    lines = [text(f"Line {item.line}: {item.message}") for item in report.diagnostics[:_MAX_DIAGNOSTICS]]
    return [Callout(tone="no", blocks=tuple(lines))]


def cases_blocks(report: JudgeReport, texts: Mapping[str, str]) -> list[Block]:
    """The cases as a table; `texts` holds a case as its author wrote it, by name."""
    if not report.cases:
        return []
    rows = tuple(_row(case, texts.get(case.name, "")) for case in report.cases[:_MAX_CASES])
    blocks: list[Block] = [
        Table(header=("case", "verdict", "what happened", "CPU", "memory"), rows=rows, numeric=(3, 4))
    ]
    if len(report.cases) > _MAX_CASES:
        blocks.append(text(f"… and {len(report.cases) - _MAX_CASES:,} more cases"))
    return blocks


def _row(case: CaseResult, written: str) -> tuple[Span, ...]:
    return (
        mono(written) if written else plain(case.name),
        plain(f"{'✓' if case.verdict is Verdict.AC else '✗'} {case.verdict.value}"),
        plain(case.message or _happened(case)),
        plain(seconds(case.cpu_s)),
        plain(mebibytes(case.peak_mib)),
    )


def _happened(case: CaseResult) -> str:
    if case.observed is None:
        return VERDICTS[case.verdict]
    return f"{case.observed.kind} {case.observed.text}"


def _what_ran(report: JudgeReport) -> str:
    passed = sum(case.verdict is Verdict.AC for case in report.cases)
    return f"{passed} of {count(len(report.cases), 'case')} accepted · sandbox level {report.isolation.level}"
