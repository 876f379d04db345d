"""Asks a model for words about code that was run, block by block, and keeps those that may stay.

What the model answers can leave a block without words; it can never change code or values.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kernel_magic.core.chat import Completion, Prompt, SamplingParams
from kernel_magic.core.draft import StepDraft
from kernel_magic.core.errors import ModelError
from kernel_magic.core.lesson import Evidence
from kernel_magic.core.ports import Progress
from kernel_magic.core.source import Source
from kernel_magic.lessons.examples.read import title_of
from kernel_magic.lessons.prompts import examples_in, names_in_examples, prompt, sha256_of
from kernel_magic.lessons.telling.code_blocks import CodeBlock
from kernel_magic.lessons.telling.words import AskRun, Speech
from kernel_magic.lessons.work import Work

_LABEL = re.compile(r"^\W*title\W*:\W*", re.IGNORECASE)
_WHY = re.compile(r"^\W*why\W*:\s*(.+)", re.IGNORECASE | re.MULTILINE | re.DOTALL)
_LEAD_IN = re.compile(
    r"^The (?:main )?idea (?:of|behind) (?:this|the) (?:solution|function|code) is (?:to )?(\w)", re.IGNORECASE
)
_MAX_TOKENS = 100
_IDEA_SENTENCES = 2
_SECOND_CHANCES = 3
"""Answers drawn together where the likeliest one left a step without words."""
_NOTHING_SEEN = {
    "defined": "defined, for later use",
    "outside": "this stands outside of the call that was run",
    "not_reached": "this example did not need these lines",
    "not_recorded": "the run was not recorded as far as these lines",
}


class Narrator:
    """Asks the model for words about one solution and keeps those that may stay."""

    def __init__(
        self, task: str, source: Source, evidence: Sequence[tuple[Evidence, ...]], work: Work, *, strict: bool = False
    ) -> None:
        """A narrator of `source`.

        Args:
            task: what the person asked for; empty where they gave the code itself.
            source: the code.
            evidence: what a run showed, block by block.
            work: the model, and who is watching.
            strict: with a run to ask, no number stays that the run does not confirm.
        """
        known = "\n".join([task, source.text, *(observed_text(item) for item in evidence)])
        said = (*examples_in("step"), *([title_of(task)] if task else []))
        self.speech = Speech(known=known, said=said, foreign=names_in_examples("step"), strict=strict)
        self.note = ""
        """Why words are missing: the model failed."""
        self.prompt_sha256 = ""
        """Of the first prompt that was answered."""
        self._task = task
        self._source = source
        self._work = work

    def idea(self) -> str:
        """What the solution does, in a few sentences; empty where none may stay."""
        asked = prompt("idea", _greedy(self._work), task=self._task, code=self._source.text)
        for reply in self._ask(asked, Progress(stage="explain", message="writing the idea"), 1):
            prose = _LEAD_IN.sub(lambda lead: lead[1].upper(), _whole_sentences(reply).strip())
            return self.speech.keep(prose, about=self._source.text, most=_IDEA_SENTENCES)
        return ""

    def words(
        self, block: CodeBlock, seen: tuple[Evidence, ...], progress: Progress, *, ask_run: AskRun | None = None
    ) -> tuple[str, str]:
        """Title and prose of one block. Where nothing of the likeliest answer may stay, a few others get a chance.

        With a run to ask, what it refutes does not stay; `speech.claims` has what was held against it.
        """
        code, observed = self._source.text.rstrip(), observed_text(seen) or "these lines ran"
        lines = self._source.text.splitlines(keepends=True)
        before, after = "".join(lines[: block.first_line - 1]), "".join(lines[block.last_line :])
        greedy = _greedy(self._work)
        title = prose = ""
        for sampling, samples in ((greedy, 1), (replace(greedy, temperature=0.7, top_p=0.95), _SECOND_CHANCES)):
            asked = prompt("step", sampling, code=code, block=block.code.rstrip(), observed=observed)
            for reply in self._ask(asked, progress, samples):
                draft = _step_draft(_whole_sentences(reply))
                title = title or self.speech.title(draft.title, about=block.code, ask_run=ask_run)
                prose = self.speech.keep(draft.prose, about=block.code, before=before, after=after, ask_run=ask_run)
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
            replies = self._work.complete(asked, progress, n=samples)
        except ModelError as error:
            self.note = f"Words are missing, the model failed while it wrote them: {error}"
            return ()
        self.prompt_sha256 = self.prompt_sha256 or sha256_of(asked)
        return replies


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


def observed_text(seen: Sequence[Evidence]) -> str:
    """What a run showed at a block, in the words that a model is given."""
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
            case kind:
                parts.append(_NOTHING_SEEN[kind])
    return "; ".join(parts)
