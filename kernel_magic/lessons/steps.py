"""Accepted code → steps: cut at its own statement boundaries, each block with a model's words and a run's values.

The words are asked for one block at a time, with the whole accepted code and the values really seen. What the model
answers can leave a step without words; it can never change code or values.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kernel_magic.core.chat import SamplingParams
from kernel_magic.core.draft import StepDraft
from kernel_magic.core.lesson import Evidence, Step, Task
from kernel_magic.core.ports import Progress
from kernel_magic.core.problem import Contract, TestCase
from kernel_magic.core.source import Source
from kernel_magic.core.trace import Trace
from kernel_magic.lessons.code_blocks import CodeBlock, split
from kernel_magic.lessons.evidence import evidence_for
from kernel_magic.lessons.prompts import prompt
from kernel_magic.lessons.words import checked_title, checked_words
from kernel_magic.lessons.work import Work

_LABEL = re.compile(r"^\W*title\W*:\W*", re.IGNORECASE)
_WHY = re.compile(r"^\W*why\W*:\s*(.+)", re.IGNORECASE | re.MULTILINE | re.DOTALL)
_TRACED = 3
"""Examples that are traced to find the one that shows most."""
_GOOD_TRACE = 120
"""Steps up to which a trace is easy to follow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """Idea and steps of one solution, and the sentences that were not kept."""

    idea: str
    steps: tuple[Step, ...]
    dropped: tuple[str, ...]


def explain_steps(task: Task, source: Source, contract: Contract, work: Work) -> Explained:
    """Idea and steps for code the judge has accepted."""
    blocks = split(source.text)
    evidence = _best_evidence(blocks, source, contract, work)
    known = "\n".join([task.text, source.text, *(_observed_text(item) for item in evidence)])
    idea, dropped = _idea(task, source, work, known)
    steps: list[Step] = []
    for number, (block, seen) in enumerate(zip(blocks, evidence, strict=True), 1):
        progress = Progress(
            stage="explain", message=f"writing step {number} of {len(blocks)}", done=number, total=len(blocks)
        )
        draft = _step_draft(source, block, seen, work, progress)
        words = checked_words(draft.prose, known=known)
        dropped += words.dropped
        title = checked_title(draft.title, known=known) or _plain_title(block)
        steps.append(
            Step(
                title=title,
                prose=words.text,
                code=block.code,
                first_line=block.first_line,
                last_line=block.last_line,
                evidence=seen,
            )
        )
    return Explained(idea=idea, steps=tuple(steps), dropped=dropped)


def _idea(task: Task, source: Source, work: Work, known: str) -> tuple[str, tuple[str, ...]]:
    asked = prompt("idea", _greedy(work, 110), task=task.text, code=source.text)
    reply = work.complete(asked, Progress(stage="explain", message="writing the idea"))[0]
    text = reply.text if reply.finish == "stop" else reply.text.rpartition(".")[0] + "."
    words = checked_words(text, known=known)
    return words.text, words.dropped


def _step_draft(
    source: Source, block: CodeBlock, seen: tuple[Evidence, ...], work: Work, progress: Progress
) -> StepDraft:
    observed = _observed_text(seen)
    asked = prompt(
        "step",
        _greedy(work, 120),
        code=source.text,
        block=block.code,
        observed=observed or "nothing for these lines",
    )
    reply = work.complete(asked, progress)[0]
    title = _LABEL.sub("", reply.text.strip()).partition("\n")[0]  # the reply goes on after "Title:"
    why = _WHY.search(reply.text)
    prose = why[1] if why else ""
    if reply.finish == "length":
        prose = prose.rpartition(".")[0] + "." if "." in prose else ""
    return StepDraft(title=title, prose=prose.split("\n\n")[0])


def _greedy(work: Work, max_tokens: int) -> SamplingParams:
    return SamplingParams(temperature=0.0, max_tokens=max_tokens, stop=("```",), seed=work.options.seed)


def _plain_title(block: CodeBlock) -> str:
    if block.first_line == block.last_line:
        return f"Line {block.first_line}"
    return f"Lines {block.first_line} to {block.last_line}"


def _best_evidence(
    blocks: Sequence[CodeBlock], source: Source, contract: Contract, work: Work
) -> tuple[tuple[Evidence, ...], ...]:
    """Evidence from the example that reaches most blocks; of equals the one that is easiest to follow."""
    best: tuple[tuple[int, int], tuple[tuple[Evidence, ...], ...]] | None = None
    for case in contract.cases[:_TRACED]:
        work.report(Progress(stage="explain", message="tracing an example"))
        trace = work.judge.trace(source, case, contract)
        if trace is None or not trace.steps:
            continue
        found = evidence_for(blocks, source.text, trace)
        reached = sum(any(item.kind != "not_reached" for item in seen) for seen in found)
        score = (reached, _ease(trace, case))
        if best is None or score > best[0]:
            best = (score, found)
    return best[1] if best else tuple(() for _ in blocks)


def _ease(trace: Trace, case: TestCase) -> int:
    """Larger is easier: long traces are hard to follow, very short ones show little."""
    length = len(trace.steps)
    if case.expected is None:
        length += 1
    return length if length <= _GOOD_TRACE else -length


def _observed_text(seen: Sequence[Evidence]) -> str:
    parts: list[str] = []
    for item in seen:
        match item.kind:
            case "values":
                parts.append(", ".join(f"{name} = {value}" for name, value in item.values))
            case "rounds" if not item.rows:
                parts.append("the loop had no round")
            case "rounds":
                last = ", ".join(f"{n} = {v}" for n, v in zip(item.header[1:], item.rows[-1][1:], strict=True))
                count = f"{item.rounds} rounds" if item.rounds >= 0 else "many rounds"
                parts.append(f"the loop had {count}; after the last one {last}")
            case "returned" | "printed" | "raised":
                parts.append(f"{item.kind} {item.values[0][1]}")
            case "defined" | "not_reached":
                pass
    return f"in {seen[0].call}: {'; '.join(parts)}" if parts else ""
