"""Texts like the examples: the same characters and the same build (words, separated parts, brackets, numerals).

The alphabet is the heart of it: a text of `0` and `1` stays one, a lower-case word stays lower-case, what stands
between the parts of `2016-04-15` stays where it is. No dictionary, no language: words are the examples' words and
letters thrown together.
"""

from __future__ import annotations

import re
import string
from dataclasses import dataclass
from random import Random
from typing import Literal

from kernel_magic.core.values import PlainValue
from kernel_magic.judge.shapes import Probe, Shape

Build = Literal["characters", "single", "words", "parts", "brackets", "roman"]

_PAIRS = {"(": ")", "[": "]", "{": "}", "<": ">"}
_BRACKETS = frozenset("()[]{}<>")
_ROMAN = re.compile(r"M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")
_NUMERALS = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
             (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip
_PART = re.compile(r"[^\W\d_]+|[0-9]+")
_LONGEST = 20


@dataclass(frozen=True, slots=True)
class TextShape(Shape):
    """Texts over an alphabet, built the way the examples are."""

    seen: tuple[str, ...]
    build: Build
    alphabet: str
    """What the examples are made of, each character once, sorted."""
    wider: str
    """The alphabet and more of the same kind of characters; the same as `alphabet` where that is closed."""
    judged: bool = False
    """Whether the results are truth values: balanced brackets are then what is asked for, no condition."""

    def fresh(self, rng: Random) -> str:
        """A new text of the examples' build."""
        if self.build == "single":
            return rng.choice(self.wider if rng.random() < 0.4 else self.alphabet)
        if self.build == "words":
            return " ".join(self._words(rng, self._length(rng, [len(text.split()) for text in self.seen])))
        if self.build == "parts":
            return _other_parts(rng.choice(self.seen), rng)
        if self.build == "brackets":
            return self._brackets(rng)
        if self.build == "roman":
            return roman(rng.randint(1, rng.choice([12, 60, 400, 3999])))
        return self._tidy(self._characters(rng, self._length(rng, [len(text) for text in self.seen])))

    def changed(self, value: PlainValue, rng: Random) -> str:
        """One character, word or part dropped, doubled, replaced, moved; or the text reversed, repeated, cut."""
        text = value if isinstance(value, str) else rng.choice(self.seen)
        if self.build in ("single", "roman") or not text:
            return self.fresh(rng)
        if self.build == "parts":
            return _other_parts(text, rng)
        if self.build == "words":
            words = self._edited(text.split(" "), rng, self._words(rng, 1)[0])
            return " ".join(words)
        pool = self.alphabet if self.build == "brackets" or rng.random() < 0.7 else self.wider
        return self._tidy("".join(self._edited(list(text), rng, rng.choice(pool)))[: self._cap])

    def boundary(self) -> list[Probe]:
        """Nothing, one character, equal characters, a mirrored text, a long one."""
        empty = Probe("", edge="" not in self.seen)
        if self.build == "single":
            return [Probe(character) for character in self.alphabet[:6]] + [Probe(c, edge=True) for c in " aA"]
        if self.build == "roman":
            return [Probe(roman(number)) for number in (1, 4, 9, 3, 40, 1994, 3999, 1000, 444)]
        text = next((text for text in self.seen if text), "")
        if not text:
            return [empty]
        if self.build == "parts":
            beyond = self._beyond(text)
            return [empty, *beyond] if len(_PART.findall(text)) else [empty, Probe(text[:1]), *beyond]
        if self.build == "words":
            words = text.split()
            return [Probe(words[0]), empty, Probe(f"{words[0]} {words[0]}"), Probe(" ".join(words[::-1])),
                    Probe(words[0][:1]), Probe(f"{words[-1]} {words[0][:1]}"), *self._beyond(text),
                    Probe(f"{words[0]}  {words[-1]}", edge=True), Probe(f" {text} ", edge=True)]  # fmt: skip
        first, last = text[0], text[-1]
        grown = (text * _LONGEST)[: min(_LONGEST, max(len(text) * 2, 6))]
        texts = [first, first * 2, first + last, text[::-1], first * 3, first + last + first, grown, text + text[::-1]]
        if self.build == "brackets":
            closed = first + _PAIRS.get(first, first)
            texts = [closed, closed * 2, first + closed + closed[-1], *texts]
        probes = [Probe(item, edge=not self.admits(item)) for item in texts]
        return [probes[0], empty, *probes[1:4], *self._beyond(text), *probes[4:]]

    def beyond(self, rng: Random) -> str:
        """Characters of other kinds, or in the other case; where a question is asked of the text, a numeral too."""
        text = self.fresh(rng)
        if self.judged and rng.random() < 0.3:
            return rng.choice(["", " ", "+"]) + str(rng.randint(-99, 999)) + rng.choice(["", "", " "])
        if rng.random() < 0.4:
            return "".join(c.swapcase() if rng.random() < 0.5 else c for c in text)
        at = rng.randrange(len(text) + 1)
        return text[:at] + rng.choice(" _7-.,A") + text[at:]

    def _beyond(self, text: str) -> list[Probe]:
        """Characters of other kinds than the examples have: the other case, a blank, a digit, a sign."""
        if self.build == "brackets" or self.wider == self.alphabet:
            return []
        half = (len(text) + 1) // 2
        texts = [text.swapcase(), f"{text[:half]} {text[half:]}", f"{text}7", f"{text[:half]}_{text[half:]}",
                 f"{text[:1].swapcase()}{text[1:]}", text.replace(" ", "")]  # fmt: skip
        if self.judged:
            texts += ["7", "-12", "A", f"{text[:half]}-{text[half:]}"]
        parts = self.build == "parts"
        distinct = [item for item in dict.fromkeys(texts) if item and item != text]
        return [Probe(item, edge=parts or not self.admits(item)) for item in distinct]

    def admits(self, value: PlainValue) -> bool:
        """Whether the text is built like the examples, of their kind of characters."""
        if not isinstance(value, str) or (not value and "" not in self.seen):
            return False
        if self.build == "single":
            return len(value) == 1 and value in self.wider
        if self.build == "roman":
            return bool(value) and _ROMAN.fullmatch(value) is not None
        if self.build == "words" and (value != value.strip() or "  " in value):
            return value in self.seen
        if self.build == "brackets" and self._is_balanced:
            return _balanced(value)
        return set(value) <= set(self.wider)

    @property
    def _is_balanced(self) -> bool:
        return not self.judged and all(map(_balanced, self.seen))

    @property
    def _cap(self) -> int:
        return max(_LONGEST, *(len(text) for text in self.seen))

    def _length(self, rng: Random, lengths: list[int]) -> int:
        top = max(lengths)
        if rng.random() < 0.6:
            return max(1, rng.choice(lengths) + rng.randint(-1, 1))
        return rng.randint(1, max(min(top * 2, top + 4), 3))

    def _characters(self, rng: Random, length: int) -> str:
        pool = self.alphabet if rng.random() < 0.5 else self.wider
        if rng.random() < 0.5:
            pool = "".join(rng.choice(pool) for _ in range(rng.randint(1, 3)))
        text = "".join(rng.choice(pool) for _ in range(length))
        mirrors = any(len(seen) > 2 and seen == seen[::-1] for seen in self.seen)
        way = rng.random()
        if way < (0.5 if mirrors else 0.12):
            return text[: (length + 1) // 2] + text[: length // 2][::-1]
        if way > 0.9:
            return (text[: rng.randint(1, 3)] * length)[:length]
        return text

    def _tidy(self, text: str) -> str:
        """No leading zero where no example has one; a capital first where all have one, now and then."""
        no_zero = not any(seen[:1] == "0" for seen in self.seen)
        if no_zero and set(text) <= set(string.digits) and text[:1] == "0":
            text = "1" + text[1:]
        return text

    def _words(self, rng: Random, count: int) -> list[str]:
        known = [word for text in self.seen for word in text.split()]
        words = []
        for _ in range(count):
            word = rng.choice(known)
            if rng.random() < 0.4 and word.isalpha():
                word = "".join(self._edited(list(word), rng, rng.choice(word)))
            words.append(word)
        return words

    def _edited(self, items: list[str], rng: Random, new: str) -> list[str]:
        items, at = list(items), rng.randrange(len(items))
        way = rng.randrange(9)
        if way == 0 and len(items) > 1:
            del items[at]
        elif way == 1:
            items.insert(at, items[at])
        elif way == 2:
            items[at] = new
        elif way == 3:
            other = rng.randrange(len(items))
            items[at], items[other] = items[other], items[at]
        elif way == 4:
            items.reverse()
        elif way == 5:
            items = items[: at + 1]
        elif way == 6:
            items = (items + items)[: max(12, len(items))]
        elif way == 7:
            rng.shuffle(items)
        else:
            items.insert(at, new)
        return items

    def _brackets(self, rng: Random) -> str:
        openers = [c for c in self.alphabet if c in _PAIRS] or [k for k, v in _PAIRS.items() if v in self.alphabet]
        text: list[str] = []
        for _ in range(rng.randint(1, 5)):
            opener = rng.choice(openers)
            at = rng.randint(0, len(text))
            text[at:at] = [opener, _PAIRS[opener]]
            if rng.random() < 0.4:
                text = [opener, *text, _PAIRS[opener]]
        if not self._is_balanced and rng.random() < 0.6:
            text = self._edited(text, rng, rng.choice(self.alphabet))
        return "".join(text[: self._cap])


@dataclass(frozen=True, slots=True)
class BytesShape(Shape):
    """Bytes, as texts of one character per byte."""

    text: TextShape

    def fresh(self, rng: Random) -> bytes:
        """New bytes of the kind seen."""
        return self.text.fresh(rng).encode("latin-1", "replace")

    def changed(self, value: PlainValue, rng: Random) -> bytes:
        """One byte or part changed."""
        text = value.decode("latin-1") if isinstance(value, bytes) else ""
        return self.text.changed(text, rng).encode("latin-1", "replace")

    def boundary(self) -> list[Probe]:
        """As for texts."""
        return [Probe(str(p.value).encode("latin-1", "replace"), p.edge) for p in self.text.boundary()]

    def admits(self, value: PlainValue) -> bool:
        """As for texts."""
        return isinstance(value, bytes) and self.text.admits(value.decode("latin-1"))


def text_shape(values: tuple[str, ...], *, judged: bool = False) -> TextShape:
    """What the texts have in common; there is at least one."""
    joined = "".join(values) or "abc"
    alphabet = "".join(sorted(set(joined)))
    build, wider = _build(values, joined), _wider(alphabet, joined)
    return TextShape(seen=values, build=build, alphabet=alphabet, wider=wider, judged=judged)


def roman(number: int) -> str:
    """The Roman numeral of a number from 1 to 3999."""
    digits = ""
    for worth, sign in _NUMERALS:
        digits += sign * (number // worth)
        number %= worth
    return digits


def _build(values: tuple[str, ...], joined: str) -> Build:
    full = [text for text in values if text]
    if not full:
        return "characters"
    if set(joined) <= _BRACKETS:
        return "brackets" if len(joined) > 1 else "single"
    if all(len(text) == 1 for text in values):
        return "single"
    if all(_ROMAN.fullmatch(text) for text in full) and len(joined) > 1:
        return "roman"
    written = _BRACKETS & set(joined) and any(character in string.digits for character in joined)
    if not written and any(" " in text.strip() for text in full) and all(text.split() for text in full):
        return "words"
    if any(not c.isalnum() for c in joined) and any(c.isalnum() for c in joined):
        return "parts"
    return "characters"


def _wider(alphabet: str, joined: str) -> str:
    if set(alphabet) <= set("01") and len(joined) > 1:
        return "01"
    letters = [c for c in alphabet if c.isalpha()]
    few = 1 < len(alphabet) <= 4 and len(joined) >= (2 if not any(map(str.islower, letters)) else 3) * len(alphabet)
    if few and letters == list(alphabet):
        return alphabet
    if any(map(str.isdigit, alphabet)) and letters and set(joined.upper()) <= set("0123456789ABCDEF"):
        return alphabet + "".join(c for c in "0123456789" if c not in alphabet)
    more = ""
    for kind in (string.ascii_lowercase, string.ascii_uppercase, string.digits):
        if any(character in kind for character in alphabet):
            more += kind
    return "".join(sorted(set(alphabet) | set(more)))


def _other_parts(text: str, rng: Random) -> str:
    """The same build with another number or another word in one of its parts, or its words moved."""
    parts = list(_PART.finditer(text))
    if not parts:
        return text
    part = rng.choice(parts)
    old = part.group()
    if old[0] in string.digits:
        padded = any(p.group()[0] == "0" and len(p.group()) > 1 for p in parts)
        low = 10 ** (len(old) - 1) if padded and len(old) > 2 else 1
        new = str(rng.randint(low, max(int(old), low + 1))) if int(old[:19]) and len(old) < 19 else old[::-1]
        new = new.zfill(len(old)) if padded else new
    elif rng.random() < 0.4:
        other = rng.choice([p.group() for p in parts if p.group()[0] not in string.digits])
        new = other if other != old else old[::-1]
    else:
        new = "".join(rng.choice(old) for _ in range(max(1, len(old) + rng.randint(-1, 1))))
    text = text[: part.start()] + new + text[part.end() :]
    words_only = not any(p.group()[0] in string.digits for p in parts)
    if words_only and len(parts) > 1 and rng.random() < 0.4:
        gap = slice(parts[0].start(), parts[1].start())
        text = text[: gap.start] + text[gap.stop :] if rng.random() < 0.5 else text[: gap.stop] + text[gap.start :]
    return text


def _balanced(text: str) -> bool:
    stack: list[str] = []
    for character in text:
        if character in _PAIRS:
            stack.append(_PAIRS[character])
        elif not stack or stack.pop() != character:
            return False
    return not stack
