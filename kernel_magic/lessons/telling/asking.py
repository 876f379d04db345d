"""Asking a run about a sentence that stands beside some lines of its code."""

from __future__ import annotations

from kernel_magic.core.explanation import Claim
from kernel_magic.lessons.claims.check import Run, judge_claim
from kernel_magic.lessons.telling.code_blocks import CodeBlock
from kernel_magic.lessons.telling.words import AskRun


def ask_about(run: Run, block: CodeBlock) -> AskRun:
    """What a run says of sentences beside a block.

    "The loop" is the block's own; where the block has nothing that the sentence could be about, it is read as one about
    the whole code: a false sentence is false wherever it stands.
    """

    def ask(sentence: str) -> Claim:
        claim = judge_claim(sentence, run, first_line=block.first_line, last_line=block.last_line)
        return claim if claim.holds is not None else judge_claim(sentence, run)

    return ask
