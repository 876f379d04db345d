"""A trace as a table for exports: each line that ran, what it changed, what came. Long loops are folded and counted."""

from __future__ import annotations

from dataclasses import dataclass

from kernel_magic.core.quantities import count
from kernel_magic.core.source import Source
from kernel_magic.core.trace import Trace
from kernel_magic.render.call_tree import call_label, call_tree_blocks
from kernel_magic.render.clean import clean_line
from kernel_magic.render.document import Block, Details, Span, Table, mono, plain, soft, strong, text
from kernel_magic.render.run_reading import LoopRun, Run, read_run

MAX_ROWS = 120
_FIRST_ROWS = 80
_FIRST_ROUNDS = 3
_LAST_ROUNDS = 2
_MAX_NESTED = 50
_MAX_CODE = 60
_MAX_CHANGES = 120
_MAX_VALUE = 40


def trace_blocks(trace: Trace, source: Source) -> list[Block]:
    """The run step by step, and of a recursion the tree of its calls; both folded."""
    run = read_run(trace, source)
    if not trace.steps:
        return [text("No line of this code was recorded while it ran.")]
    rows = _rows(run)
    table = Table(
        header=_header(run), rows=tuple(_cells(run, row, source) for row in rows), numeric=(0, 1), words=(3, 4)
    )
    blocks: list[Block] = [table]
    if trace.truncated:
        blocks.append(text(f"The run was longer: its first {count(len(trace.steps), 'step')} were recorded."))
    summary = f"The run step by step ({count(len(trace.steps), 'step')})"
    return [*call_tree_blocks(run), Details(summary=summary, blocks=tuple(blocks))]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Gap:
    """Steps that are not shown."""

    first: int
    last: int
    rounds: int = 0
    """How many rounds of a loop they are; 0: just steps."""


_Row = int | _Gap


def _rows(run: Run) -> list[_Row]:
    """Indices of the steps to show, and what is left out between them."""
    begins: dict[int, list[LoopRun]] = {}
    for loop_run in run.loop_runs:
        begins.setdefault(loop_run.first, []).append(loop_run)
    rows = _folded(0, len(run.steps) - 1, begins)
    if len(rows) <= MAX_ROWS:
        return rows
    after = rows[-(MAX_ROWS - _FIRST_ROWS - 1) :]
    left_out = _Gap(first=_end(rows[_FIRST_ROWS - 1]) + 1, last=_begin(after[0]) - 1)
    return [*rows[:_FIRST_ROWS], left_out, *after]


def _begin(row: _Row) -> int:
    return row if isinstance(row, int) else row.first


def _end(row: _Row) -> int:
    return row if isinstance(row, int) else row.last


def _folded(first: int, last: int, begins: dict[int, list[LoopRun]], depth: int = 0) -> list[_Row]:
    """The steps from `first` to `last`; of a loop with many rounds the first and the last ones."""
    rows: list[_Row] = []
    at = first
    while at <= last:
        fits = (run for run in begins.get(at, ()) if run.last <= last and depth < _MAX_NESTED)
        run = next((run for run in fits if len(run.rounds) > _FIRST_ROUNDS + _LAST_ROUNDS + 1), None)
        if run is None:
            rows.append(at)
            at += 1
            continue
        for begin, end in run.rounds[:_FIRST_ROUNDS]:
            rows += _folded(begin, end, begins, depth + 1)
        left_out = run.rounds[_FIRST_ROUNDS:-_LAST_ROUNDS]
        rows.append(_Gap(first=left_out[0][0], last=left_out[-1][1], rounds=len(left_out)))
        for begin, end in run.rounds[-_LAST_ROUNDS:]:
            rows += _folded(begin, end, begins, depth + 1)
        at = run.rounds[-1][1] + 1
    return rows


def _header(run: Run) -> tuple[str, ...]:
    told = ("step", "line", "code", "changed", "what came")
    return (*told, "in") if len(run.invocations) > 1 else told


def _cells(run: Run, row: _Row, source: Source) -> tuple[Span, ...]:
    if isinstance(row, _Gap):
        steps = f"steps {row.first + 1:,} to {row.last + 1:,}"
        words = f"… {count(row.rounds, 'round')} like these" if row.rounds else "… not shown here"
        return (plain("…"), plain("…"), soft(words), soft(steps), plain(""))
    step = run.steps[row]
    lines = source.text.splitlines()
    code = lines[step.line - 1] if 0 < step.line <= len(lines) and step.event == "line" else ""
    cells = (
        plain(f"{row + 1:,}"),
        plain(f"{step.line:,}"),
        mono(_cut(code.rstrip().expandtabs(4), _MAX_CODE)) if code else plain(""),
        _changes(run, row),
        plain(_came(run, row)),
    )
    if len(run.invocations) <= 1:
        return cells
    inside = f", {count(step.depth, 'call')} deep" if step.depth else ""
    name = "the program" if step.function == "<module>" else clean_line(step.function, 60)
    return (*cells, plain(f"{name}{inside}"))


def _changes(run: Run, at: int) -> Span:
    parts = []
    for name, value in run.changes(at):
        shown = f"{name} = {_cut(value, _MAX_VALUE)}" if value is not None else f"{name} is gone"
        parts.append(clean_line(shown, 200))
    return strong(_cut(", ".join(parts), _MAX_CHANGES)) if parts else plain("")


def _came(run: Run, at: int) -> str:
    """What came at a step besides values: a call began, something was returned or raised."""
    step, number = run.steps[at], run.owner[at]
    call = run.invocations[number]
    if step.event == "return":
        if call.function == "<module>":
            return "the program ends"
        verb = "gave" if call.function in run.shape.yielding else "returned"
        return f"{verb} {clean_line(step.value, 200)}"
    if step.event == "exception":
        return f"{clean_line(step.value, 200)} raised"
    if at == call.moments[0] and call.function not in run.shape.yielding and call.function != "<module>":
        return f"called: {call_label(run, number)}"
    return ""


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
