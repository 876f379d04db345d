"""The blocks of an explanation: cut from the code, with what a run showed and words that the run does not refute."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kernel_magic.core.explanation import ExplainedBlock
from kernel_magic.core.lesson import Evidence
from kernel_magic.core.ports import Progress
from kernel_magic.core.source import Source
from kernel_magic.core.trace import Trace
from kernel_magic.lessons.claims.check import Run
from kernel_magic.lessons.explaining.code_shape import MOST_LINES, CodeShape, Definition
from kernel_magic.lessons.telling.asking import ask_about
from kernel_magic.lessons.telling.code_blocks import CodeBlock, split
from kernel_magic.lessons.telling.narrator import Narrator
from kernel_magic.lessons.telling.plain_words import plain_prose, plain_title
from kernel_magic.lessons.work import Work


def blocks_of(
    shape: CodeShape, subject: Definition | None, trace: Trace | None, *, narrow: bool
) -> tuple[CodeBlock, ...]:
    """The blocks to explain: of the whole code, or, `narrow`, of the subject and of what it called."""
    if subject is None or (not narrow and shape.lines <= MOST_LINES):
        return split(shape.text)
    ran = {step.line for step in trace.steps if step.event == "line"} if trace else set()
    others = [node for node in shape.definitions if node is not subject and ran & set(_lines(node))]
    chosen, length = [subject], len(_lines(subject))
    for node in others:
        length += len(_lines(node))
        if length <= MOST_LINES:
            chosen.append(node)
    chosen.sort(key=lambda node: node.lineno)
    return tuple(block for node in chosen for block in _blocks_of_definition(shape, node))


def _lines(node: Definition) -> range:
    first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
    return range(first, (node.end_lineno or node.lineno) + 1)


def _blocks_of_definition(shape: CodeShape, node: Definition) -> list[CodeBlock]:
    lines = _lines(node)
    text = "\n".join(shape.text.split("\n")[lines.start - 1 : lines.stop - 1])
    return [
        replace(block, first_line=block.first_line + lines.start - 1, last_line=block.last_line + lines.start - 1)
        for block in split(text)
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Worded:
    """Blocks with words, and what became of the words that are not there."""

    blocks: tuple[ExplainedBlock, ...]
    dropped: tuple[str, ...] = ()
    note: str = ""
    prompt_sha256: str = ""
    """Of the first prompt; empty where no model answered."""


def plain_blocks(blocks: Sequence[CodeBlock], evidence: Sequence[tuple[Evidence, ...]], program: str) -> Worded:
    """Blocks with words made from the code."""
    return Worded(
        blocks=tuple(
            ExplainedBlock(
                first_line=block.first_line,
                last_line=block.last_line,
                title=plain_title(block, program),
                prose=_prose_of_run(seen) or plain_prose(block, program),
                code=block.code,
                evidence=seen,
            )
            for block, seen in zip(blocks, evidence, strict=True)
        )
    )


def _prose_of_run(seen: tuple[Evidence, ...]) -> str:
    """Where the run did not go through a block, what its code would do is not what it did."""
    for item in seen:
        if item.kind == "not_reached":
            return "The run did not come to these lines."
        if item.kind == "not_recorded":
            return "The recording of the run ends before these lines."
        if item.kind == "raised":
            return f"Here the run was ended by `{item.values[0][1]}`."
    return ""


def narrated_blocks(
    blocks: Sequence[CodeBlock], evidence: Sequence[tuple[Evidence, ...]], run: Run, work: Work
) -> Worded:
    """Blocks with a model's words, as far as the run does not refute them; else with words made from the code."""
    plain = plain_blocks(blocks, evidence, run.source).blocks
    # The model is shown the blocks alone: of a long text that is the part that matters.
    shown, local = _joined(blocks)
    narrator = Narrator("", Source(text=shown), evidence, work, strict=True)
    worded: list[ExplainedBlock] = []
    for number, (block, here, seen, fallback) in enumerate(zip(blocks, local, evidence, plain, strict=True), 1):
        if _stands_beside(block, seen, run.trace):
            worded.append(fallback)
            continue
        message = f"explaining part {number} of {len(blocks)}"
        progress = Progress(stage="explain", message=message, done=number, total=len(blocks))
        before = len(narrator.speech.claims)
        title, prose = narrator.words(here, seen, progress, ask_run=ask_about(run, block))
        worded.append(
            replace(
                fallback,
                title=title or fallback.title,
                prose=prose or fallback.prose,
                claims=tuple(narrator.speech.claims[before:]),
            )
        )
    return Worded(
        blocks=tuple(worded),
        dropped=tuple(dict.fromkeys(narrator.speech.dropped)),
        note=narrator.note,
        prompt_sha256=narrator.prompt_sha256,
    )


def _stands_beside(block: CodeBlock, seen: Sequence[Evidence], trace: Trace) -> bool:
    """Whether it does something at module level that the recorded call has nothing of: a model would have to guess."""
    lines = range(block.first_line, block.last_line + 1)
    ran = any(step.event == "line" and step.line in lines for step in trace.steps)
    return block.function is None and not ran and all(item.kind != "defined" for item in seen)


def _joined(blocks: Sequence[CodeBlock]) -> tuple[str, list[CodeBlock]]:
    """The blocks one below the other, and each with its lines there."""
    local: list[CodeBlock] = []
    line = 1
    for block in blocks:
        length = block.last_line - block.first_line + 1
        local.append(replace(block, first_line=line, last_line=line + length - 1))
        line += length
    return "\n".join(block.code for block in blocks) + "\n", local
