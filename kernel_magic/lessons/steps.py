"""Accepted code → steps: cut at its own statement boundaries, each block with a model's words and a run's values.

The words are asked for one block at a time, with the whole accepted code and the values really seen. What the model
answers can leave a step without words; it can never change code or values.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kernel_magic.core.chat import Completion, Prompt, SamplingParams
from kernel_magic.core.draft import StepDraft
from kernel_magic.core.errors import BackendError, PromptTooLongError
from kernel_magic.core.lesson import Evidence, Step, Task
from kernel_magic.core.ports import Progress
from kernel_magic.core.problem import Contract, TestCase
from kernel_magic.core.source import Source
from kernel_magic.core.trace import Trace
from kernel_magic.lessons.code_blocks import CodeBlock, split
from kernel_magic.lessons.evidence import evidence_for
from kernel_magic.lessons.examples.read import title_of
from kernel_magic.lessons.plain_words import plain_prose, plain_title
from kernel_magic.lessons.prompts import examples_in, names_in_examples, prompt
from kernel_magic.lessons.words import Speech
from kernel_magic.lessons.work import Work

_LABEL = re.compile(r"^\W*title\W*:\W*", re.IGNORECASE)
_WHY = re.compile(r"^\W*why\W*:\s*(.+)", re.IGNORECASE | re.MULTILINE | re.DOTALL)
_LEAD_IN = re.compile(
    r"^The (?:main )?idea (?:of|behind) (?:this|the) (?:solution|function|code) is (?:to )?(\w)", re.IGNORECASE
)
_TRACED = 3
"""Examples that are traced to find the one that shows most."""
_MAX_TOKENS = 100
_IDEA_SENTENCES = 2
_SECOND_CHANCES = 3
"""Answers drawn together where the likeliest one left a step without words."""
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


def explain_steps(task: Task, source: Source, contract: Contract, work: Work) -> Explained:
    """Idea and steps for code the judge has accepted. A model that fails here costs words, never the solution."""
    blocks = split(source.text)
    evidence = _best_evidence(blocks, source, contract, work)
    narrator = _Narrator(task, source, evidence, work)
    idea = narrator.idea()
    steps = []
    for number, (block, seen) in enumerate(zip(blocks, evidence, strict=True), 1):
        message = f"writing step {number} of {len(blocks)}"
        progress = Progress(stage="explain", message=message, done=number, total=len(blocks))
        title, prose = narrator.words(block, seen, progress)
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
        idea=idea, steps=tuple(steps), dropped=tuple(dict.fromkeys(narrator.speech.dropped)), note=narrator.note
    )


class _Narrator:
    """Asks the model for words about one solution and keeps those that may stay."""

    def __init__(self, task: Task, source: Source, evidence: Sequence[tuple[Evidence, ...]], work: Work) -> None:
        known = "\n".join([task.text, source.text, *(_observed_text(item) for item in evidence)])
        said = (*examples_in("step"), title_of(task.text))
        self.speech = Speech(known=known, said=said, foreign=names_in_examples("step"))
        self.note = ""
        self._task = task
        self._source = source
        self._work = work

    def idea(self) -> str:
        """What the solution does, in a few sentences; empty where none may stay."""
        asked = prompt("idea", _greedy(self._work), task=self._task.text, code=self._source.text)
        for reply in self._ask(asked, Progress(stage="explain", message="writing the idea"), 1):
            prose = _LEAD_IN.sub(lambda lead: lead[1].upper(), _whole_sentences(reply).strip())
            return self.speech.keep(prose, about=self._source.text, most=_IDEA_SENTENCES)
        return ""

    def words(self, block: CodeBlock, seen: tuple[Evidence, ...], progress: Progress) -> tuple[str, str]:
        """Title and prose of one step. Where nothing of the likeliest answer may stay, a few others get a chance."""
        code, observed = self._source.text.rstrip(), _observed_text(seen) or "these lines ran"
        lines = self._source.text.splitlines(keepends=True)
        before, after = "".join(lines[: block.first_line - 1]), "".join(lines[block.last_line :])
        greedy = _greedy(self._work)
        title = prose = ""
        for sampling, samples in ((greedy, 1), (replace(greedy, temperature=0.7, top_p=0.95), _SECOND_CHANCES)):
            asked = prompt("step", sampling, code=code, block=block.code.rstrip(), observed=observed)
            for reply in self._ask(asked, progress, samples):
                draft = _step_draft(_whole_sentences(reply))
                title = title or self.speech.title(draft.title)
                prose = self.speech.keep(draft.prose, about=block.code, before=before, after=after)
                if prose:
                    return title, prose
            if self._work.out_of_time():
                break
        return title, prose

    def _ask(self, asked: Prompt, progress: Progress, samples: int) -> tuple[Completion, ...]:
        """Replies; none from the first failure of the model on, which `note` tells."""
        if self.note:
            return ()
        try:
            return self._work.complete(asked, progress, n=samples)
        except (BackendError, PromptTooLongError) as error:
            self.note = f"Words are missing, the model failed while it wrote them: {error.message}"
            return ()


def _step_draft(text: str) -> StepDraft:
    title = _LABEL.sub("", text.strip()).partition("\n")[0]  # the reply goes on after "Title:"
    why = _WHY.search(text)
    return StepDraft(title=title, prose=why[1] if why else "")


def _whole_sentences(reply: Completion) -> str:
    """The reply without a last sentence that the token limit cut."""
    if reply.finish == "stop":
        return reply.text
    return reply.text[: reply.text.rfind(".") + 1]


def _greedy(work: Work) -> SamplingParams:
    return SamplingParams(temperature=0.0, max_tokens=_MAX_TOKENS, stop=("```", "\n\n"), seed=work.options.seed)


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
            case "condition":
                parts.append(", ".join(f"{test} was {outcome}" for test, outcome in item.values))
            case "rounds" if not item.rows:
                parts.append("the loop had no round")
            case "rounds":
                last = ", ".join(f"{n} = {v}" for n, v in zip(item.header[1:], item.rows[-1][1:], strict=True))
                count = f"{item.rounds} rounds" if item.rounds >= 0 else "many rounds"
                parts.append(f"the loop had {count}; after the last one {last}")
            case "returned" | "printed" | "raised":
                parts.append(f"{item.kind} {item.values[0][1]}")
            case "defined":
                parts.append("defined, for later use")
            case "not_reached":
                parts.append("this example did not need these lines")
    return "; ".join(parts)
