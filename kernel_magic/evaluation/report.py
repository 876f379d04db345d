"""An evaluation as a document for people."""

from __future__ import annotations

from kernel_magic.core.evaluation import Evaluation, PairedFigures, RunComparison, Share
from kernel_magic.core.quantities import count
from kernel_magic.render.clean import clean_line
from kernel_magic.render.document import (
    NOTHING,
    Badge,
    Block,
    Document,
    Footer,
    Header,
    Section,
    Span,
    Table,
    Text,
    plain,
    text,
)

_CURVE_ROWS = 12
"""Points of the curve that people are shown; the JSON form has all."""
_SIGNIFICANT = 0.05


def evaluation_document(found: Evaluation) -> Document:
    """The figures of a run, in the order in which they matter."""
    title = f"{clean_line(found.model, 80)}, {found.mode}"
    blocks: list[Block] = [
        Header(title=title, badge=_badge(found), what_ran=_what_ran(found)),
        Table(header=("answers", "are", "of", "share", "95 % interval"), rows=_rows(found), numeric=(1, 2, 3, 4)),
        *_remarks(found),
    ]
    if found.comparison is not None:
        blocks.append(_compared(found, found.comparison))
    if found.pass_at_k:
        blocks.append(_pass_at_k(found))
    if found.mode == "verified":
        blocks += [_by_status(found), _curve(found)]
    blocks.append(Footer(items=_footer(found)))
    return Document(title=title, kind="Report", blocks=tuple(blocks))


def _badge(found: Evaluation) -> Badge:
    value = found.passing.value
    label = "nothing scored" if value is None else f"pass@1 {value:.1%}"
    if found.complete and value is not None:
        return Badge(symbol="✓", label=label, tone="ok")
    return Badge(symbol="◐", label=label, tone="part")


def _what_ran(found: Evaluation) -> str:
    done = count(found.wanted, "task")
    if not found.complete:
        done = f"{len(found.tasks)} of {done}, not complete"
    return f"{done} of {clean_line(found.dataset, 60)}, hidden tests run in the judge"


def _rows(found: Evaluation) -> tuple[tuple[Span, ...], ...]:
    rows = [("right", found.passing), ("right by the base test", found.base_passing)]
    if found.mode == "verified":
        rows += [
            ("verified", found.verified),
            ("verified: right", found.verified_passing),
            ("verified: right by the base test", found.verified_base_passing),
            ("right: not called verified", found.right_not_verified),
        ]
    return tuple((plain(name), *_cells(share)) for name, share in rows if share is not None)


def _cells(share: Share) -> tuple[Span, ...]:
    return plain(f"{share.count}"), plain(f"{share.of}"), plain(_percent(share.value)), plain(_interval(share))


def _percent(value: float | None) -> str:
    return NOTHING if value is None else f"{value:.1%}"


def _interval(share: Share) -> str:
    return f"{share.low:.1%} to {share.high:.1%}" if share.of else NOTHING


def _remarks(found: Evaluation) -> list[Text]:
    told = []
    if found.not_scored:
        names = [task.sample.task_id for task in found.tasks if task.score.full.passed is None]
        shown = ", ".join(clean_line(name, 40) for name in names[:5]) + (", …" if len(names) > 5 else "")
        told.append(
            f"{count(found.not_scored, 'task')} could not be scored and counts in no figure: the hidden test or the "
            f"judge was at fault ({shown})."
        )
    unscored = sum(task.score.base is not None and task.score.base.passed is None for task in found.tasks)
    if unscored:
        told.append(f"{count(unscored, 'base test')} could not be scored.")
    if found.no_answer:
        told.append(f"{count(found.no_answer, 'task')} got no program for an answer; that counts as wrong.")
    return [text(sentence) for sentence in told]


def _compared(found: Evaluation, comparison: RunComparison) -> Section:
    other = f"{clean_line(comparison.other_model, 80)}, {comparison.other_mode}"
    rows = [("full test", comparison.full), *([("base test", comparison.base)] if comparison.base else [])]
    table = Table(
        header=("", "both right", "only this", f"only {comparison.other_mode}", "neither", "difference", "p"),
        rows=tuple((plain(name), *_paired_cells(figures)) for name, figures in rows),
        numeric=(1, 2, 3, 4, 5, 6),
    )
    blocks: list[Block] = [text(f"The same {count(comparison.full.tasks, 'task')} in both runs."), table]
    blocks.append(text(_verdict_on(comparison.full, found.mode)))
    if comparison.unpaired:
        blocks.append(text(f"{count(comparison.unpaired, 'task')} of this run could not be paired."))
    return Section(title=f"Against {other}", blocks=tuple(blocks))


def _paired_cells(figures: PairedFigures) -> tuple[Span, ...]:
    counts = (figures.both, figures.only_this, figures.only_other, figures.neither)
    points = f"{100 * figures.difference:+.1f} ({100 * figures.low:+.1f} to {100 * figures.high:+.1f})"
    return (*(plain(str(number)) for number in counts), plain(points), plain(f"{figures.p_value:.2g}"))


def _verdict_on(figures: PairedFigures, mode: str) -> str:
    if figures.p_value >= _SIGNIFICANT:
        return f"Chance may explain the difference (exact McNemar test, p = {figures.p_value:.2g})."
    word = "more" if figures.difference > 0 else "less"
    return f"This run ({mode}) is right {word} often than chance explains (exact McNemar test)."


def _pass_at_k(found: Evaluation) -> Section:
    base = dict(found.base_pass_at_k)
    rows = tuple((plain(f"{k}"), plain(f"{value:.1%}"), plain(_percent(base.get(k)))) for k, value in found.pass_at_k)
    table = Table(header=("k", "pass@k", "base test"), rows=rows, numeric=(0, 1, 2))
    return Section(title="Any of k samples", blocks=(table,))


def _by_status(found: Evaluation) -> Section:
    rows = tuple(
        (
            plain(row.status.replace("_", " ")),
            plain(f"{row.tasks}"),
            plain(_percent(row.passing.value)),
            plain(_percent(row.base_passing.value) if row.base_passing else NOTHING),
        )
        for row in found.by_status
    )
    table = Table(header=("status", "tasks", "right", "right by the base test"), rows=rows, numeric=(1, 2, 3))
    return Section(title="By status", blocks=(table,))


def _curve(found: Evaluation) -> Section:
    points = found.curve
    if len(points) > _CURVE_ROWS:
        last = len(points) - 1
        points = tuple(points[round(place * last / (_CURVE_ROWS - 1))] for place in range(_CURVE_ROWS))
    rows = tuple(
        (
            plain(f"{point.at_least:.3f}"),
            plain(f"{point.coverage:.1%}"),
            plain(_percent(point.passing.value)),
            plain(_percent(point.base_passing.value) if point.base_passing else NOTHING),
        )
        for point in points
    )
    header = ("confidence at least", "of all tasks", "right", "right by the base test")
    return Section(title="Precision against coverage", blocks=(Table(header=header, rows=rows, numeric=(0, 1, 2, 3)),))


def _footer(found: Evaluation) -> tuple[str, ...]:
    return (
        f"{found.median_seconds:.1f} s and {found.median_tokens:,.0f} tokens a task (median)",
        f"{found.seconds:,.0f} s and {found.tokens:,} tokens altogether",
        f"seed {found.seed}",
        "a task is right if its hidden test passes",
    )
