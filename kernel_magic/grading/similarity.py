"""Which answers of a class share more than chance explains: a reason to look, never a proof.

Fingerprints (`fingerprints.py`) that a starter, a reference, an alternative or a textbook explains are taken out. What
more than a quarter of the class has is the usual way to do it and counts nothing; the rest counts by how rare it is,
in bits. A pair is only looked at where it shares most of the smaller answer: its steps, or its steps with the names as
they were written. Its evidence is the rarity of these steps, of comments, texts, numbers and odd spacing that both
have and, where the steps go by the same names, of the names. It has to be more than the number of pairs in the class
makes likely by chance (a class of 300 has 45,000) and `MARGIN` bits on top. Short answers have few ways to be written,
so one of them alone hardly ever says enough; what a pair shares in several exercises counts together.

Measured, false alarms: none of 1,340 pairs of real solutions (43 people's of one exercise, 25 of another, 8 to 10 of
four short ones); 3 pairs in 1,000 exercises of classes of 40 that were put together at random (780,000 pairs,
`tests/similarity_class.py`); none in 600 such exercises of 25, 1,200 of smaller classes, 24 of 150 and 16 of 300. Of
480 answers that two small language models gave to six requests 3 pairs are reported: models write the same text twice.

Measured, copies: six made by hand (renamed; reordered; other comments and layout; a helper taken out; `while` for
`for`; a constant changed) in 20 classes of 40, 119 of 120 found. Of the 43 real solutions, each copied once: word for
word 43 found; all names, comments and layout changed 41; one of the above on top of that 38 to 41; all of them on top
31. Of 24 of the 25: 24; 21; 20 to 21; 12. Short answers with all names changed: in one exercise hardly ever, but 10 of
12 who so copied five exercises in a class of 40, and 12 of 12 word for word. In classes of ten with answers of five
lines: next to nothing. 300 students with five exercises take 2 s of one core.

What it cannot tell: who copied from whom; whether both followed a book, a web page or a model that nobody told it of;
whether two may have worked together. It does not see a copy of less than three fifths of an answer, or one that was
written anew from the idea; and the more students share a text, the less it says of any two of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from functools import cache
from itertools import combinations
from math import log2
from typing import Generic, Literal, TypeAlias, TypeVar

from kernel_magic.core.gradebook import SimilarPair, TraitKind
from kernel_magic.grading.fingerprints import Lines, Trait, code_print, every_gram
from kernel_magic.grading.textbook import TEXTBOOK

MARGIN = 12.0
"""Bits of evidence beyond what the number of pairs makes likely. Were the bits exact, one exercise in 4,096 would have
a pair by chance; measured, it is one in some hundreds."""
MAX_PAIRS = 500
"""The strongest ones are returned."""

_SHARE = 0.6
"""Of the smaller answer's bits. Measured: of 1,340 pairs of real solutions three share as much, two of them short."""
_COMMON = 0.25
"""What more than this share of a class has is a usual way to do it, and counts nothing."""
_OVERLAP = 4.5
"""So many fingerprints in a row say what one independent choice would: they overlap, and one edit changes them all."""
_STEP_BITS = 7.0
"""At most, for one fingerprint: in a large class nearly everything is rare."""
_TRAIT_BITS: Mapping[TraitKind, float] = {"name": 5.0, "comment": 4.5, "text": 4.0, "number": 3.0, "spacing": 3.0}
_SHORT_NAME_BITS = 4.0
_SPACING_BITS = 4.0
"""Of all odd spacing together: who types one bracket apart types all of them apart."""
_PART, _SEVERAL, _TOGETHER = 0.3, 3, 1.5
"""A pair that has at least this part of the evidence in at least so many exercises, and together so much of it."""
_UNUSUAL = 10
"""Unusual is what at most one in so many has."""
_MAX_TRAITS = 8

_Key = TypeVar("_Key")
_Pair: TypeAlias = tuple[str, str]
_Way: TypeAlias = Literal["steps", "words"]


def similar_pairs(
    codes: Mapping[str, Mapping[str, str]], given: Mapping[str, Iterable[str]], *, most: int = MAX_PAIRS
) -> tuple[SimilarPair, ...]:
    """Pairs of students whose answers share more than chance explains, the strongest first.

    Args:
        codes: of each student the answer to each item.
        given: of each item what explains that answers are alike: starter, reference, alternatives, visible code.
        most: at most so many pairs.
    """
    found: dict[_Pair, list[SimilarPair]] = defaultdict(list)
    for item in dict.fromkeys(item for answers in codes.values() for item in answers):
        mine = {student: answers[item] for student, answers in codes.items() if item in answers}
        for pair in _Answers(item, mine, given.get(item, ())).pairs():
            found[pair.first, pair.second].append(pair)
    reported = [pair for pairs in found.values() for pair in _reported(pairs)]
    reported.sort(key=lambda pair: (-pair.strength, pair.first, pair.second, pair.item))
    return tuple(reported[:most])


def _reported(pairs: Sequence[SimilarPair]) -> list[SimilarPair]:
    """Of two students' exercises those that say enough, alone or together."""
    together = len(pairs) >= _SEVERAL and sum(min(pair.strength, 1.0) for pair in pairs) >= _TOGETHER
    weak = [replace(pair, basis="several") for pair in pairs if pair.strength < 1] if together else []
    return [*(pair for pair in pairs if pair.strength >= 1), *weak]


class _Side(Generic[_Key]):
    """One kind of features of all answers: who has which, and how much it says that two have it."""

    def __init__(self, own: Mapping[str, Set[_Key]], most: Callable[[_Key], float]) -> None:
        self.own = own
        self.holders: dict[_Key, list[str]] = defaultdict(list)
        for student, keys in own.items():
            for key in keys:
                self.holders[key].append(student)
        usual = max(2.0, _COMMON * len(own))
        self.bits = {
            key: min(most(key), _rarity(len(who), len(own))) if len(who) <= usual else 0.0
            for key, who in self.holders.items()
        }
        self.whole = {student: sum(self.bits[key] for key in keys) for student, keys in own.items()}

    def pairs(self) -> dict[_Pair, float]:
        """Bits that each pair shares. The holders stand in the order of their names, and so do pairs."""
        found: dict[_Pair, float] = defaultdict(float)
        for key, who in self.holders.items():
            if self.bits[key]:
                for pair in combinations(who, 2):
                    found[pair] += self.bits[key]
        return found

    def shared(self, pair: _Pair) -> Set[_Key]:
        """What both have."""
        return self.own[pair[0]] & self.own[pair[1]]

    def most_of_one(self, pair: _Pair, bits: float) -> bool:
        """Whether so many bits are a good part of the answer that has fewer."""
        smaller = min(self.whole[student] for student in pair)
        return 0 < _SHARE * smaller <= bits

    def unusual(self, keys: Iterable[_Key]) -> list[_Key]:
        """Those that hardly anybody has, the rarest first."""
        most = max(2, len(self.own) // _UNUSUAL)
        found = [key for key in keys if len(self.holders[key]) <= most and self.bits[key]]
        return sorted(found, key=lambda key: (-self.bits[key], str(key)))


class _Answers:
    """All answers to one exercise, without what was given."""

    def __init__(self, item: str, codes: Mapping[str, str], given: Iterable[str]) -> None:
        prints = {student: code_print(codes[student]) for student in sorted(codes)}
        told = list(given)
        explained = _textbook().union(*map(every_gram, told))
        traits = frozenset[Trait]().union(*(code_print(text).traits for text in told))
        self.item = item
        self.prints = {student: found for student, found in prints.items() if found.steps}
        mine = self.prints.items()
        self.sides: Mapping[_Way, _Side[int]] = {
            "steps": _Side({student: found.steps.keys() - explained for student, found in mine}, _step_bits),
            "words": _Side({student: found.words.keys() - explained for student, found in mine}, _step_bits),
        }
        self.traits = _Side({student: found.traits.keys() - traits for student, found in mine}, _trait_bits)

    def pairs(self) -> Iterator[SimilarPair]:
        """All pairs that share a good part of an answer, with at least some evidence."""
        size = len(self.prints)
        if size < 2:
            return
        needed = log2(size * (size - 1) / 2) + MARGIN
        steps, words = self.sides["steps"].pairs(), self.sides["words"].pairs()
        for pair in steps.keys() | words.keys():
            named = self.sides["words"].most_of_one(pair, words[pair])
            if named or self.sides["steps"].most_of_one(pair, steps[pair]):
                strength = (steps[pair] / _OVERLAP + self._written(pair, named=named)) / needed
                if strength >= _PART:
                    yield self._pair(pair, "words" if named else "steps", strength)

    def _written(self, pair: _Pair, *, named: bool) -> float:
        """Bits of the traits; names count only where they stand at the same steps."""
        found: dict[TraitKind, float] = defaultdict(float)
        for trait in self.traits.shared(pair):
            found[trait[0]] += self.traits.bits[trait]
        found["spacing"] = min(found["spacing"], _SPACING_BITS)
        return sum(found.values()) - (0.0 if named else found["name"])

    def _pair(self, pair: _Pair, way: _Way, strength: float) -> SimilarPair:
        side, traits = self.sides[way], self.traits.unusual(self.traits.shared(pair))
        keys = side.shared(pair)
        telling = [key for key in keys if side.bits[key]]
        first, second = (self._lines(student, way, telling, traits) for student in pair)
        return SimilarPair(
            first=pair[0],
            second=pair[1],
            item=self.item,
            shared=len(keys) / max(1, min(len(side.own[student]) for student in pair)),
            fingerprints=len(keys),
            unusual=len(side.unusual(keys)),
            first_lines=first,
            second_lines=second,
            basis=way,
            strength=round(strength, 2),
            traits=tuple(traits[:_MAX_TRAITS]),
        )

    def _lines(self, student: str, way: _Way, keys: Iterable[int], traits: Iterable[Trait]) -> Lines:
        """Where they stand in one student's code."""
        found = self.prints[student]
        fingerprints = found.steps if way == "steps" else found.words
        lines = {line for key in keys for line in fingerprints[key]}
        lines.update(line for trait in traits if trait[0] != "name" for line in found.traits[trait])
        return tuple(sorted(lines))


@cache
def _textbook() -> frozenset[int]:
    return frozenset[int]().union(*map(every_gram, TEXTBOOK))


def _rarity(holders: int, size: int) -> float:
    return log2((size + 1) / holders)


def _step_bits(_: int) -> float:
    return _STEP_BITS


def _trait_bits(trait: Trait) -> float:
    kind, text = trait
    return _SHORT_NAME_BITS if kind == "name" and len(text) < 3 else _TRAIT_BITS[kind]
