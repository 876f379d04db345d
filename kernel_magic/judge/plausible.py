"""Whether a text may be an input of a problem of which only samples are known: it is read as the samples are.

For shrinking where no validator says what is allowed. It may refuse inputs that are allowed; what it accepts looks
like the samples, and is no more than plausible.
"""

from __future__ import annotations

import re

from kernel_magic.core.problem import Stdin, TestCase
from kernel_magic.judge.stdin_shapes import Grammar, Lines, grammar_of

_INT = re.compile(r"[+-]?\d{1,40}")


class Plausible:
    """The form of some samples."""

    def __init__(self, samples: tuple[TestCase, ...]) -> None:
        texts = [case.given.text for case in samples if isinstance(case.given, Stdin)]
        self._samples = [_lines(text) for text in texts]
        self._grammar: Grammar | None = grammar_of(self._samples)
        self._ends = {text.endswith("\n") for text in texts}
        numbers = [int(token) for lines in self._samples for line in lines for token in line if _INT.fullmatch(token)]
        self._least = min(numbers, default=0)
        self._signs = set("".join(texts))

    def accepts(self, text: str) -> bool:
        """Whether a text reads like the samples and has no number below all of theirs and no new sign in it."""
        lines = _lines(text)
        if not self._samples or text.endswith("\n") not in self._ends or not _letters(text) <= self._signs:
            return False
        if any(int(token) < self._least for line in lines for token in line if _INT.fullmatch(token)):
            return False
        if self._grammar is not None:
            return self._grammar.read(lines) is not None
        widths = [len(line) for line in lines]
        return any(widths == [len(line) for line in sample] for sample in self._samples)


def _letters(text: str) -> set[str]:
    """All signs but digits: those differ from sample to sample."""
    return {sign for sign in text if not sign.isdigit()}


def _lines(text: str) -> Lines:
    return tuple(tuple(line.split()) for line in text.rstrip().splitlines())
