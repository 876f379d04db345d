"""What a run showed at one step, in words and tables."""

from __future__ import annotations

from collections.abc import Sequence

from kernel_magic.core.lesson import Evidence
from kernel_magic.core.quantities import count
from kernel_magic.render.document import Block, Code, Line, Span, Table, mono, plain, strong, text

_MAX_VALUES = 12
_MAX_ROWS = 40
_MAX_COLUMNS = 10
_LONG = 64
"""A longer output, or one with several lines, gets lines of its own."""
_TICK = strong("✓")


def seen_blocks(evidence: Evidence, *, named: bool) -> tuple[Block, ...]:
    """The blocks of one piece of evidence. `named`: say which call was run (a reader was not told before)."""
    match evidence.kind:
        case "values":
            return _values(evidence, named=named)
        case "condition":
            return _conditions(evidence, named=named)
        case "rounds":
            return _rounds(evidence, named=named)
        case "defined":
            return (text("defined here; it runs when it is called"),)
        case "outside":
            return (text("outside of ", mono(evidence.call), ", the call that was run"),)
        case "not_reached":
            return (text("not reached by ", mono(evidence.call)),)
        case "not_recorded":
            return (text("not seen: the recording ends before these lines"),)
        case "returned" | "printed" | "raised":
            return _outcome(evidence, named=named)


def evidence_blocks(pieces: Sequence[Evidence], told: str) -> tuple[tuple[Block, ...], str]:
    """The blocks of what was seen at one step; `told` is the call a reader knows of, and the call known afterwards."""
    blocks: list[Block] = []
    for evidence in pieces:
        blocks += seen_blocks(evidence, named=evidence.call != told)
        told = evidence.call or told
    return tuple(blocks), told


def _lead(evidence: Evidence, verb: str, *, named: bool) -> Line:
    return (plain(f"{verb} with "), mono(evidence.call)) if named and evidence.call else (plain(verb),)


def _values(evidence: Evidence, *, named: bool) -> tuple[Block, ...]:
    spans: list[Span] = [*_lead(evidence, "observed", named=named), plain(": ")]
    for index, (name, value) in enumerate(evidence.values[:_MAX_VALUES]):
        spans += [plain(", ")] * (index > 0) + [mono(f"{name} = {value}" if name else value)]
    left = len(evidence.values) - _MAX_VALUES
    if left > 0:
        spans.append(plain(f" and {left} more"))
    return (text(*spans, " ", _TICK),)


def _conditions(evidence: Evidence, *, named: bool) -> tuple[Block, ...]:
    spans: list[Span] = [*_lead(evidence, "observed", named=named), plain(": ")]
    for index, (test, outcome) in enumerate(evidence.values[:_MAX_VALUES]):
        spans += [plain(", ")] * (index > 0) + [mono(test), plain(f" was {outcome}")]
    return (text(*spans, " ", _TICK),)


def _rounds(evidence: Evidence, *, named: bool) -> tuple[Block, ...]:
    rows = tuple(
        tuple(plain(cell) if _is_round(evidence, column) else mono(cell) for column, cell in enumerate(row))
        for row in (row[:_MAX_COLUMNS] for row in evidence.rows[:_MAX_ROWS])
    )
    table = Table(header=evidence.header[:_MAX_COLUMNS], rows=rows)
    lead: tuple[Block, ...] = (text(*_lead(evidence, "observed", named=True)),) if named and evidence.call else ()
    shown = sum(row[:1] != ("…",) for row in evidence.rows[:_MAX_ROWS])
    return (*lead, *((table,) if rows else ()), _rounds_line(evidence.rounds, shown))


def _is_round(evidence: Evidence, column: int) -> bool:
    """The counting column is ours, not a value of the run."""
    return column == 0 and evidence.header[:1] == ("round",)


def _rounds_line(rounds: int, shown: int) -> Block:
    if rounds < 0:
        return text("the run was cut short here: it had more rounds than were recorded")
    if rounds > shown:
        return text(f"{count(rounds, 'round')} in the run, {shown} of them shown ", _TICK)
    return text(f"{count(rounds, 'round')}, as the run had ", _TICK)


def _outcome(evidence: Evidence, *, named: bool) -> tuple[Block, ...]:
    value = "".join(value for _, value in evidence.values[:1])
    lead = _lead(evidence, evidence.kind, named=named)
    if evidence.kind == "printed" and ("\n" in value.strip("\n") or len(value) > _LONG):
        return (text(*lead, " ", _TICK), Code(source=value.rstrip("\n"), language=None))
    shown = value.rstrip("\n") if evidence.kind == "printed" else value
    colon = " " if len(lead) == 1 else ": "
    return (text(*lead, colon, mono(shown), " ", _TICK),)
