"""An explanation as a document, in the order of trust: what ran, what the learner claimed, questions, what the run did.

A sentence that was held against the run carries a mark behind it; one without a mark was not checked. Where nothing
was run, nothing is marked, and the document says so first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kernel_magic.core.explanation import Claim, ExplainedBlock, Explanation
from kernel_magic.core.lesson import Status
from kernel_magic.core.quantities import count, seconds
from kernel_magic.render.ask import numbered_code, question_blocks
from kernel_magic.render.clean import clean_line, reorders_text
from kernel_magic.render.document import (
    Badge,
    Block,
    Bullets,
    Callout,
    Code,
    Details,
    Document,
    Facts,
    Footer,
    Header,
    Line,
    Mark,
    Prose,
    Section,
    Span,
    Step,
    Steps,
    line,
    mono,
    plain,
    soft,
    strong,
    text,
)
from kernel_magic.render.evidence import evidence_blocks
from kernel_magic.render.lesson import notes_blocks
from kernel_magic.render.prose import ticked
from kernel_magic.render.record import footer_items, record_details
from kernel_magic.render.trace import trace_blocks
from kernel_magic.render.words import BADGES

_MAX_NOTES = 10
_MAX_CLAIMS = 200
_MAX_CLAIM = 400
_MAX_MARKS = 40
"""Sentences of one block that get a mark."""
_MAX_SEEN = 60
"""Characters of an observation behind a sentence."""
_LONG = 64
_OWN_MARKS = str.maketrans(dict.fromkeys("✓✔✅☑🗸◐✗✘❌❎", ""))
"""A model's own tick would look like one of ours."""
_HIDDEN_DIRECTION = (
    "The code holds characters that turn the direction of text around, so it can look different from what it does. "
    "They are shown here as ⟨U+…⟩."
)


def explanation_document(explanation: Explanation) -> Document:
    """The document of an explanation."""
    blocks = [*opening_blocks(explanation), *code_blocks(explanation)]
    asked = question_blocks(explanation.questions) if explanation_status(explanation) != "unverified" else []
    blocks += asked
    blocks += _folded(result_blocks(explanation)) if asked else result_blocks(explanation)
    blocks += steps_blocks(explanation)
    blocks += run_blocks(explanation)
    blocks += closing_blocks(explanation)
    return Document(title=explanation.title, kind="Explanation", blocks=tuple(blocks))


def _folded(sections: Sequence[Section]) -> list[Block]:
    """What a question asks for is not in sight below it."""
    return [Details(summary=section.title, blocks=section.blocks) for section in sections]


def explanation_status(explanation: Explanation) -> Status:
    """The status, or less where the run does not carry it: a badge that claims too much is the worst there can be."""
    trace = explanation.trace
    if trace is None:
        return "unverified"
    stays = [claim.holds for block in explanation.blocks for claim in block.claims]
    if explanation.status == "verified" and (trace.truncated or not all(stays)):
        return "partly_verified"
    return explanation.status


def opening_blocks(explanation: Explanation) -> list[Block]:
    """The badge and what ran, the notes, the learner's own claims."""
    status = explanation_status(explanation)
    blocks: list[Block] = [_header(explanation, status)]
    blocks += [_not_run(explanation)] if status == "unverified" else notes_blocks(explanation.notes)
    if reorders_text(explanation.source.text):
        blocks.append(Callout(tone="no", blocks=(text(_HIDDEN_DIRECTION),)))
    return [*blocks, *claims_blocks(explanation)]


def code_blocks(explanation: Explanation) -> list[Block]:
    """The code with the numbers that claims and questions use; folded where nothing is asked about it."""
    code = numbered_code(explanation.source)
    if explanation.questions and explanation_status(explanation) != "unverified":
        return [Section(title="The code", blocks=(code,))]
    return [Details(summary="The code, with line numbers", blocks=(code,))]


def claims_blocks(explanation: Explanation) -> list[Block]:
    """The learner's own claims, each with what the run says."""
    if not explanation.claims:
        return []
    ran = explanation_status(explanation) != "unverified"
    items = [_claim_line(claim, ran=ran) for claim in explanation.claims[:_MAX_CLAIMS]]
    if len(explanation.claims) > _MAX_CLAIMS:
        items.append(line(f"… and {len(explanation.claims) - _MAX_CLAIMS:,} more claims"))
    return [Section(title="Your claims", blocks=(Bullets(items=tuple(items)),))]


def result_blocks(explanation: Explanation) -> list[Section]:
    """What came of the run."""
    if explanation_status(explanation) == "unverified":
        return []
    pairs: list[tuple[str, Span]] = []
    if explanation.result is not None:
        pairs.append(("returned", mono(explanation.result)))
    if explanation.raised is not None:
        pairs.append(("raised", mono(explanation.raised)))
    output = explanation.output
    short = len(output) <= _LONG and "\n" not in output.strip("\n")
    if output and short:
        pairs.append(("printed", mono(output.rstrip("\n"))))
    blocks: list[Block] = [Facts(pairs=tuple(pairs))] if pairs else []
    if output and not short:
        blocks += [text("printed"), Code(source=output.rstrip("\n"), language=None)]
    if not blocks:
        cut = explanation.trace is not None and explanation.trace.truncated
        ended = "was not seen to end" if cut else "ended without a result and printed nothing"
        blocks.append(text(f"The run {ended}."))
    return [Section(title="What came of it", blocks=tuple(blocks))]


def steps_blocks(explanation: Explanation) -> list[Block]:
    """The code block by block: words with their marks, code, what was seen."""
    ran = explanation_status(explanation) != "unverified"
    told, items = explanation.call, []
    for block in explanation.blocks:
        seen, told = evidence_blocks(block.evidence, told) if ran else ((), told)
        code = Code(source=block.code.rstrip("\n"), language=explanation.source.language, first=block.first_line)
        items.append(Step(title=block.title, prose=_prose(block, ran=ran), code=code, seen=seen))
    return [Steps(items=tuple(items))] if items else []


def run_blocks(explanation: Explanation) -> list[Block]:
    """The run step by step and the tree of its calls, folded."""
    if explanation.trace is None or explanation_status(explanation) == "unverified":
        return []
    return trace_blocks(explanation.trace, explanation.source)


def closing_blocks(explanation: Explanation) -> list[Block]:
    """The record, and the record in short."""
    dropped = explanation.dropped
    record = record_details(explanation.provenance, explanation.usage, explanation.isolation, dropped=dropped)
    items = footer_items(explanation.provenance, explanation.usage, dropped=len(dropped))
    return [record, Footer(items=items)]


def is_program(explanation: Explanation) -> bool:
    """Whether what ran is a program and no call: `call` is then a line of its input."""
    trace = explanation.trace
    return trace is not None and bool(trace.steps) and trace.steps[0].function == "<module>"


def _header(explanation: Explanation, status: Status) -> Header:
    badge: Badge = BADGES[status]
    if status == "unverified":
        badge = replace(badge, label="not run")
    return Header(title=explanation.title, badge=badge, what_ran=_what_ran(explanation, status))


def _what_ran(explanation: Explanation, status: Status) -> str:
    trace, parts = explanation.trace, []
    if trace is not None and status != "unverified":
        steps = count(sum(step.event == "line" for step in trace.steps), "line")
        cut = "the first " if trace.truncated else ""
        parts += [f"ran {_ran(explanation)}", f"{cut}{steps} of the run seen"]
        parts.append(f"sandbox level {explanation.isolation.level}")
    if explanation.usage.seconds > 0:
        parts.append(seconds(explanation.usage.seconds))
    if any(block.prose for block in explanation.blocks) and explanation.provenance is not None:
        which = "the words" if status == "unverified" else "words without a mark"
        parts.append(f"{which} are the model's, nothing checks them")
    return " · ".join(parts)


def _ran(explanation: Explanation) -> str:
    if not is_program(explanation):
        return clean_line(explanation.call, 200) or "the code"
    return f"the program on {clean_line(explanation.call, 80)}" if explanation.call.strip() else "the program"


def _not_run(explanation: Explanation) -> Callout:
    """Nothing was run: said first, with the reason and what to do."""
    shown: list[Block] = [text(strong("Nothing was run, so nothing here is checked."))]
    shown += [text(*ticked(note)) for note in explanation.notes[:_MAX_NOTES]]
    advice: Line = line("Give a call that can be run, such as ", mono('--call "f(3)"'), ".")
    return Callout(tone="no", blocks=(*shown, Bullets(items=(advice,))))


def _claim_line(claim: Claim, *, ran: bool) -> Line:
    marks = {
        True: Span(text="✓ true", style="ok"),
        False: Span(text="✗ false", style="no"),
        None: Span(text="? cannot tell", style="part"),
    }
    words = clean_line(claim.text.translate(_OWN_MARKS), _MAX_CLAIM)
    seen = clean_line(claim.observed, _MAX_CLAIM)
    observed = (soft(" (seen: "), mono(seen), soft(")")) if seen and ran else ()
    return (marks[claim.holds if ran else None], plain(": "), *ticked(words), *observed)


def _prose(block: ExplainedBlock, *, ran: bool) -> Prose:
    words = block.prose.translate(_OWN_MARKS)
    marks = (Mark(sentence=claim.text.translate(_OWN_MARKS), spans=_mark(claim, ran=ran)) for claim in block.claims)
    return Prose(markdown=words, marks=tuple(marks)[:_MAX_MARKS])


def _mark(claim: Claim, *, ran: bool) -> Line:
    if claim.holds is None or not ran:
        return (Span(text="? unchecked", style="part"),)
    span = Span(text="✓", style="ok") if claim.holds else Span(text="✗ false", style="no")
    seen = clean_line(claim.observed)
    seen = seen if len(seen) <= _MAX_SEEN else f"{seen[: _MAX_SEEN - 1]}…"
    return (span, soft(f" (seen: {seen})")) if seen else (span,)
