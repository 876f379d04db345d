"""Where a program fails: the smallest input known, what was expected, what came, and where the two first part."""

from __future__ import annotations

import re

from kernel_magic.core.comparison import Comparison, ComparisonRow
from kernel_magic.core.problem import Call, Expression, Prints, Raises, Returns, Stdin, TestCase
from kernel_magic.core.quantities import size
from kernel_magic.core.verdict import CaseResult, Verdict
from kernel_magic.render.clean import clean, clean_line
from kernel_magic.render.document import Block, Code, Panels, strong, text
from kernel_magic.render.plain_text import call_source, value_source
from kernel_magic.render.standing import mark
from kernel_magic.render.words import VERDICTS

_MAX_LINES = 14
_MAX_LINE = 160
_MAX_READ = 2_000_000
_MAX_WORDS = 90
_MAX_DIAGNOSTICS = 5
_PLACE = re.compile(r"line (\d{1,9})\b")
_OUTPUT_COUNTS = (Verdict.WA, Verdict.RTE, Verdict.OLE)
"""Verdicts with which what was printed up to then tells something."""


def failing_words(row: ComparisonRow, comparison: Comparison) -> str:
    """Why a program is not to be preferred, in a few words without giving the input away."""
    if row.verdict is Verdict.AC:
        witness = row.witness
        if witness is None or not row.report.cases:
            return ""
        return f"agrees with the others on {witness.agreed:,} of {witness.cases:,} inputs"
    if row.verdict is Verdict.IE:
        return "fault of the judge"
    if row.verdict is Verdict.CE:
        return "does not compile"
    where = "on a generated input" if row.report.accepted else f"on {_failed_name(row)}"
    return clean_line(f"{VERDICTS[row.verdict]} {where}", _MAX_WORDS)


def failing_blocks(row: ComparisonRow, comparison: Comparison) -> list[Block]:
    """A line that says what happened, and the input beside both outputs."""
    name, shown = strong(row.submission.name), mark(row, comparison)
    if row.stress is not None and row.stress.difference is not None:
        found = row.stress.difference
        told = f" {VERDICTS[found.verdict]} on a generated input{_shrunk(found.shrunk_from, len(found.stdin))}"
        told += _place(found.place)
        outputs = (found.expected, found.got) if found.verdict in _OUTPUT_COUNTS else ("", "")
        panels = _panels((found.stdin, *outputs), found.place, comparison)
        return [text(shown, " ", name, f":{told}"), panels]
    failed = row.report.first_failure
    if row.verdict is Verdict.AC or failed is None:
        lines = [text(f"Line {item.line}: {item.message}") for item in row.report.diagnostics[:_MAX_DIAGNOSTICS]]
        words = VERDICTS[row.verdict] if row.verdict is not Verdict.AC else failing_words(row, comparison)
        return [text(shown, " ", name, f": {words}."), *lines]
    said = text(shown, " ", name, f": {VERDICTS[failed.verdict]} on {_failed_name(row)}{_place(failed.message)}")
    return [said, *_case_panels(failed, comparison)]


def _case_panels(failed: CaseResult, comparison: Comparison) -> list[Block]:
    case = next((case for case in comparison.problem.cases if case.name == failed.name), None)
    if case is None:
        return []
    got = failed.observed.text if failed.observed is not None else failed.stdout
    outputs = (expected_text(case), got) if failed.verdict in _OUTPUT_COUNTS else ("", "")
    return [_panels((given_text(case), *outputs), failed.message, comparison)]


def given_text(case: TestCase) -> str:
    """What a case gives to a program, as text."""
    match case.given:
        case Stdin(text=given):
            return given
        case Expression(expression=expression, setup=setup):
            return f"{setup}\n{expression}" if setup else expression
        case Call():
            return case.text or call_source("f", case.given)


def expected_text(case: TestCase) -> str:
    """What a case expects, as text; empty where nobody knows."""
    match case.expected:
        case Prints(text=expected):
            return expected
        case Returns(value=value):
            return value_source(value)
        case Raises(exception=exception):
            return f"raises {exception}"
        case None:
            return ""


def excerpt(source: str, at: int | None = None) -> Code:
    """Some lines of an input or output, around line `at`, which is marked; what is left out is said."""
    lines = source[:_MAX_READ].replace("\r\n", "\n").replace("\r", "\n").rstrip("\n").split("\n")
    at = at if at is not None and 1 <= at <= len(lines) else None
    first = 0 if at is None or at <= _MAX_LINES else at - _MAX_LINES // 2
    last = min(first + _MAX_LINES, len(lines))
    shown = [clean(each if len(each) <= _MAX_LINE else f"{each[:_MAX_LINE]} …") for each in lines[first:last]]
    before = [f"… {size(first)} lines before"] * (first > 0)
    after = [f"… {size(len(lines) - last)} lines more"] * (last < len(lines))
    marked = (at - first + len(before),) if at is not None else ()
    body = "\n".join([*before, *shown, *after])
    return Code(source=body if source else "(nothing)", language=None, marked=marked)


def _panels(texts: tuple[str, str, str], place: str, comparison: Comparison) -> Panels:
    """Input, expected output and output; where a program decides, what is expected is one answer of several."""
    given, expected, got = texts
    several = comparison.problem.checker.name in ("special", "interactive")
    found = _PLACE.search(place)
    at = int(found[1]) if found is not None else None
    items = [("input", excerpt(given))]
    if expected:
        items.append(("one right answer" if several else "expected", excerpt(expected, at)))
    if got:
        items.append(("got", excerpt(got, at)))
    return Panels(items=tuple(items))


def _failed_name(row: ComparisonRow) -> str:
    failed = row.report.first_failure
    return failed.name if failed is not None else "a case"


def _place(words: str) -> str:
    shown = clean_line(words, 300).rstrip(".")
    return f" ({shown})." if shown else "."


def _shrunk(before: int, now: int) -> str:
    return f", shrunk from {before:,} characters" if before > now else ""
