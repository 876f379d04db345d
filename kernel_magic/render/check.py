"""The answer to "is this right for this task?" as a document: the badge, the counterexample, every case, the code."""

from __future__ import annotations

from dataclasses import replace

from kernel_magic.core.lesson import CheckResult, Status
from kernel_magic.core.quantities import count
from kernel_magic.core.verdict import Verdict
from kernel_magic.render.document import Badge, Block, Callout, Code, Details, Document, Footer, Header, strong, text
from kernel_magic.render.lesson import badge, example_facts, gap_blocks, notes_blocks
from kernel_magic.render.record import footer_items, record_details
from kernel_magic.render.report import cases_blocks, diagnostics_blocks
from kernel_magic.render.words import BADGES, VERDICTS, missing_half, shown_status, what_ran

_MAX_TITLE = 80


def check_document(result: CheckResult) -> Document:
    """The document of a check."""
    status = shown_status(result.status, result.task, result.witnesses)
    title = check_title(result)
    ran = what_ran(result.witnesses, result.report.isolation, result.usage)
    if result.verdict is not Verdict.AC:
        ran = f"{VERDICTS[result.verdict]} ({result.verdict.value}) · {ran}"
    blocks: list[Block] = [Header(title=title, badge=_badge(result, status), what_ran=ran)]
    blocks += notes_blocks(result.task.notes)
    blocks += _finding(result, status)
    blocks += gap_blocks(result.gap) if status != "unverified" else []
    blocks += diagnostics_blocks(result.report)
    texts = {case.name: case.text for case in result.task.cases if case.text}
    blocks += cases_blocks(result.report, texts)
    marked = tuple(item.line for item in result.report.diagnostics)
    code = Code(source=result.source.text.rstrip("\n"), language=result.source.language, marked=marked)
    blocks.append(Details(summary="The code that was checked", blocks=(code,)))
    blocks.append(record_details(result.provenance, result.usage, result.report.isolation))
    blocks.append(Footer(items=footer_items(result.provenance, result.usage)))
    return Document(title=title, kind="Check", blocks=tuple(blocks))


def check_title(result: CheckResult) -> str:
    """The function's name, or the first line of the task."""
    name = result.source.entry_point or result.task.function
    if name:
        return f"Check of {name}"
    first = result.task.text.strip().partition("\n")[0]
    return f"Check: {first[:_MAX_TITLE]}{'…' if len(first) > _MAX_TITLE else ''}" if first else "Check"


def _badge(result: CheckResult, status: Status) -> Badge:
    """The badge; one that drafts agree against says so."""
    if status == "partly_verified" and result.support is not None and result.support.against:
        return replace(BADGES[status], label=f"{BADGES[status].label}, probably wrong")
    return badge(status, result.gap)


def _finding(result: CheckResult, status: Status) -> list[Block]:
    shown: list[Block] = []
    if status == "verified":
        by_teacher = any(witness.kind == "teacher_reference" for witness in result.witnesses)
        who = "the teacher's program" if by_teacher else "independent answers"
        agree = "does" if by_teacher else "compute"
        shown.append(text(f"Every example passes, and {who} {agree} the same on inputs nobody gave."))
        return [Callout(tone="ok", blocks=tuple(shown))]
    if status == "partly_verified":
        if result.support is not None and result.support.against:
            drafts = f"{result.support.against} of {count(result.support.drafts, 'draft')}"
            said = f"your examples pass, but {drafts} agree with each other and compute something else."
            shown.append(text(strong("Probably wrong: "), said))
        else:
            missing = missing_half(result.task, result.witnesses)
            shown.append(text(strong("What is missing: "), missing))
        if result.counterexample is not None:
            shown.append(example_facts(result.counterexample))
        return [Callout(tone="part", blocks=tuple(shown))]
    if result.verdict is Verdict.IE:
        shown.append(text("The judge itself failed. Nothing is held against this answer; run the check again."))
    elif result.counterexample is not None:
        shown.append(text(strong("This answer is not right.")))
        shown.append(example_facts(result.counterexample))
    elif result.verdict is not Verdict.AC:
        shown.append(text(strong("This answer is not right: "), f"{VERDICTS[result.verdict]}."))
    else:
        shown.append(text("Nothing says that this answer is right: add an example with its result."))
    return [Callout(tone="no", blocks=tuple(shown))]
