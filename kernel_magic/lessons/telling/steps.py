"""Accepted code → steps: cut at its own statement boundaries, each block with a model's words and a run's values.

The words are asked for one block at a time, with the whole accepted code and the values really seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kernel_magic.core.lesson import Evidence, Question, Step, Task
from kernel_magic.core.ports import Progress
from kernel_magic.core.problem import Contract, TestCase
from kernel_magic.core.source import Source
from kernel_magic.core.trace import Trace
from kernel_magic.lessons.claims.check import Run
from kernel_magic.lessons.telling.asking import ask_about
from kernel_magic.lessons.telling.code_blocks import CodeBlock, split
from kernel_magic.lessons.telling.evidence import NOT_SEEN, evidence_for
from kernel_magic.lessons.telling.narrator import Narrator
from kernel_magic.lessons.telling.plain_words import plain_prose, plain_title
from kernel_magic.lessons.telling.questions import questions_about
from kernel_magic.lessons.telling.words import AskRun
from kernel_magic.lessons.work import Work

_TRACED = 3
"""Examples that are traced to find the one that shows most."""
_GOOD_TRACE = 120
"""Steps up to which a trace is easy to follow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """Idea and steps of one solution, and the sentences that were not kept."""

    idea: str = ""
    steps: tuple[Step, ...] = ()
    dropped: tuple[str, ...] = ()
    note: str = ""
    """Why words are missing: the model failed. The steps, their code and their values are there all the same."""
    trace: Trace | None = None
    """The run whose values the steps show."""
    questions: tuple[Question, ...] = ()


def explain_steps(task: Task, source: Source, contract: Contract, work: Work) -> Explained:
    """Idea and steps for code the judge has accepted. A model that fails here costs words, never the solution."""
    blocks = split(source.text)
    trace, evidence = _best_trace(blocks, source, contract, work)
    narrator = Narrator(task.text, source, evidence, work)
    idea = narrator.idea()
    steps = []
    for number, (block, seen) in enumerate(zip(blocks, evidence, strict=True), 1):
        message = f"writing step {number} of {len(blocks)}"
        progress = Progress(stage="explain", message=message, done=number, total=len(blocks))
        title, prose = narrator.words(block, seen, progress, ask_run=_ask_run(source, trace, block))
        steps.append(
            Step(
                title=title or plain_title(block, source.text),
                prose=prose or plain_prose(block, source.text),
                code=block.code,
                first_line=block.first_line,
                last_line=block.last_line,
                evidence=seen,
            )
        )
    return Explained(
        idea=idea,
        steps=tuple(steps),
        dropped=tuple(dict.fromkeys(narrator.speech.dropped)),
        note=narrator.note,
        trace=trace,
        questions=questions_about(source.text, trace, seed=work.options.seed)
        if trace and work.options.questions
        else (),
    )


def _ask_run(source: Source, trace: Trace | None, block: CodeBlock) -> AskRun | None:
    if trace is None:
        return None
    return ask_about(Run(source=source.text, trace=trace), block)


def _best_trace(
    blocks: Sequence[CodeBlock], source: Source, contract: Contract, work: Work
) -> tuple[Trace | None, tuple[tuple[Evidence, ...], ...]]:
    """The example that reaches most blocks, of equals the one that is easiest to follow; and its evidence."""
    best: tuple[tuple[int, int], Trace, tuple[tuple[Evidence, ...], ...]] | None = None
    for case in contract.cases[:_TRACED]:
        work.report(Progress(stage="explain", message="tracing an example"))
        trace = work.judge.trace(source, case, contract)
        if trace is None or not trace.steps:
            continue
        found = evidence_for(blocks, source.text, trace)
        reached = sum(any(item.kind not in NOT_SEEN for item in seen) for seen in found)
        score = (reached, _ease(trace, case))
        if best is None or score > best[0]:
            best = (score, trace, found)
    return best[1:] if best else (None, tuple(() for _ in blocks))


def _ease(trace: Trace, case: TestCase) -> int:
    """Larger is easier: long traces are hard to follow, very short ones show little."""
    length = len(trace.steps)
    if case.expected is None:
        length += 1
    return length if length <= _GOOD_TRACE else -length
