"""Questions to think about before reading on, and the code they are about where nothing has shown it yet."""

from __future__ import annotations

from collections.abc import Sequence

from kernel_magic.core.lesson import Question
from kernel_magic.core.source import Source
from kernel_magic.render.document import Ask, Block, Code, Details

ASKED_CODE = "The code that is asked about"
_MAX_QUESTIONS = 10


def question_blocks(questions: Sequence[Question], source: Source | None = None) -> list[Block]:
    """The questions; `source` is shown folded above them, with line numbers, where a reader has not seen it."""
    asked = [question for question in questions[:_MAX_QUESTIONS] if 0 <= question.answer < len(question.choices)]
    if not asked:
        return []
    blocks: list[Block] = []
    if source is not None:
        blocks.append(Details(summary=ASKED_CODE, blocks=(numbered_code(source),)))
    return [*blocks, *(_ask(question) for question in asked)]


def is_asked_code(block: Block) -> bool:
    """Whether this is the folded code above the questions."""
    return isinstance(block, Details) and block.summary == ASKED_CODE


def numbered_code(source: Source) -> Code:
    """A program with the numbers of its lines."""
    return Code(source=source.text.rstrip("\n"), language=source.language, first=1)


def _ask(question: Question) -> Ask:
    return Ask(
        question=question.text,
        choices=question.choices,
        answer=question.answer,
        lead="Before you read on",
        why=question.why,
    )
