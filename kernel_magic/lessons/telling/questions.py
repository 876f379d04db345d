"""Questions that ask a learner to predict what a run did: made from its trace, so the answer is known to be right.

What is wrong among the choices was real too: values that the same run had elsewhere, lines that could have run next;
only where a run has too few whole numbers, their neighbours are added.
Two choices are never equal as values, and no answer can be read off the question itself.
"""

from __future__ import annotations

import contextlib
import random
import re
from collections.abc import Iterable, Iterator
from itertools import islice

from kernel_magic.core.lesson import Question
from kernel_magic.core.trace import Trace
from kernel_magic.core.values import literal
from kernel_magic.lessons.parse import syntax_tree
from kernel_magic.lessons.telling.question_kinds import MAX_VALUE, Asked, RunReading, can_be_asked

_MOST = 3
_FEWEST_CHOICES, _MOST_CHOICES = 3, 4
_MOST_OF_A_KIND = 60
"""Possible questions of one kind that are looked at."""


def questions_about(source: str, trace: Trace, *, seed: int | None = 0, most: int = _MOST) -> tuple[Question, ...]:
    """Up to `most` questions about a run, of different kinds; none where the run shows nothing worth asking.

    The last one is about what came out; the ones before about the way there.
    """
    tree = syntax_tree(source)
    if tree is None or not trace.steps:
        return ()
    chance = random.Random(0 if seed is None else seed)  # noqa: S311 - the order of choices is no secret
    reading = RunReading(tree, source, trace)
    way = [reading.values(), reading.next_lines(), reading.counts()]
    chance.shuffle(way)
    result = _one_of(reading.results(), trace, chance, ())
    made: list[Question] = []
    for kind in way:
        if len(made) + len(result) < most:
            made += _one_of(kind, trace, chance, (*made, *result))
    return (*made, *result)[:most]


def _one_of(
    kind: Iterator[Asked], trace: Trace, chance: random.Random, besides: tuple[Question, ...]
) -> tuple[Question, ...]:
    """One question of a kind that goes together with those there are, or none."""
    mixed = (_mixed(asked, trace, chance) for asked in islice(kind, _MOST_OF_A_KIND))
    found = [each for each in mixed if each is not None and not any(_tells(each, other) for other in besides)]
    # The first are often the simplest.
    return (chance.choice(found[len(found) // 3 :]),) if found else ()


def _tells(one: Question, other: Question) -> bool:
    """Whether one of two questions gives the other's answer away, or they are the same."""
    pairs = ((one, other), (other, one))
    return any(f" is {b.choices[b.answer]}" in a.text or a.text == b.text for a, b in pairs)


def _mixed(asked: Asked, trace: Trace, chance: random.Random) -> Question | None:
    """The question with its choices in an order of chance; None where it answers itself or has too few choices."""
    if _visible(asked.answer, asked.text) or not can_be_asked(asked.answer):
        return None
    others: list[str] = []
    for other in dict.fromkeys((*asked.others, *_neighbours(asked.answer))):
        if can_be_asked(other) and _like(other, asked.answer) and not _equal_to_any(other, (asked.answer, *others)):
            others.append(other)
        if len(others) == _MOST_CHOICES - 1:
            break
    if len(others) < _FEWEST_CHOICES - 1:
        return None
    choices = [asked.answer, *others]
    chance.shuffle(choices)
    return Question(
        text=asked.text,
        choices=tuple(choices),
        answer=choices.index(asked.answer),
        call=trace.call,
        line=asked.line,
        why=asked.why,
    )


def _neighbours(answer: str) -> tuple[str, ...]:
    kind, value = _value(answer)
    return tuple(str(number) for number in (value + 1, value - 1)) if kind == "int" and isinstance(value, int) else ()


def _visible(answer: str, text: str) -> bool:
    """Whether the answer can be read in the question."""
    return re.search(rf"(?<![\w.]){re.escape(answer)}(?![\w.]|\()", text) is not None


def _value(text: str) -> tuple[str, object]:
    """(kind, value) of a value as Python writes it; what is no literal counts as its text."""
    if len(text) <= MAX_VALUE:
        with contextlib.suppress(ValueError):
            value = literal(text)
            return type(value).__name__, value
    return "text", text


def _like(other: str, answer: str) -> bool:
    """Whether a wrong choice is of the kind of the answer: an odd one out would be no choice."""
    kinds = {_value(other)[0], _value(answer)[0]}
    return len(kinds) == 1 or kinds == {"int", "float"}


def _equal_to_any(other: str, chosen: Iterable[str]) -> bool:
    return any(other == each or _value(other)[1] == _value(each)[1] for each in chosen)
