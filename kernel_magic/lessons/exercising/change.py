"""The texts of a variant put in the place of an item's own, in every part of the item; nothing is computed here."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from kernel_magic.core.exercise import CourseItem, NamedSource
from kernel_magic.core.source import Source
from kernel_magic.core.whole_words import whole

_WEIGHTS = re.compile(r"(\(\s*\d+(?:\.\d+)?\s+points?\s*\)[ \t]*$)", re.IGNORECASE | re.MULTILINE)


def with_texts(item: CourseItem, replaced: Mapping[str, str]) -> CourseItem:
    """The item with texts replaced; the results in its statement are still the item's own."""
    change = Change(replaced)
    return replace(
        item,
        title=change.text(item.title),
        brief=change.text(item.brief),
        function=change.text(item.function),
        reference=change.source(item.reference),
        alternatives=change.named(item.alternatives),
        starter=None if item.starter is None else change.source(item.starter),
        tests=change.tests(item.tests),
        hints=tuple(map(change.text, item.hints)),
        notes=change.text(item.notes),
        distractors=change.named(item.distractors),
        blanks=tuple(map(change.text, item.blanks)),
        call=change.text(item.call),
    )


class Change:
    """Replaces all texts of a variant at once, so that none is replaced twice."""

    def __init__(self, replaced: Mapping[str, str]) -> None:
        self._replaced = replaced
        longest_first = sorted(replaced, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(whole, longest_first))) if replaced else None

    def text(self, text: str) -> str:
        """The text with everything replaced."""
        if self._pattern is None:
            return text
        return self._pattern.sub(lambda match: self._replaced[match[0]], text)

    def tests(self, text: str) -> str:
        """The text of `tests.py` with everything replaced but the weights: `(2 points)` is no word of the item."""
        return "".join(part if number % 2 else self.text(part) for number, part in enumerate(_WEIGHTS.split(text)))

    def source(self, source: Source) -> Source:
        """The program with everything replaced."""
        return replace(source, text=self.text(source.text))

    def named(self, sources: Sequence[NamedSource]) -> tuple[NamedSource, ...]:
        """The programs with everything replaced."""
        return tuple(replace(each, source=self.source(each.source), about=self.text(each.about)) for each in sources)
