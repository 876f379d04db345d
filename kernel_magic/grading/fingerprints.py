"""What of a program can be compared with another one: fingerprints of its steps, and traits of how it is written.

Fingerprints are winnowed hashes of `GRAM` words in a row (Schleimer, Wilkerson, Aiken: Winnowing, 2003). There are two
kinds: of the steps, in which a name of the program's own is only the first, second, third one of its gram, so that
other names change nothing; and of the words, with the names as they were written. Traits are comments, texts, numbers,
names and odd spacing as they were written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import TypeAlias, TypeVar

from kernel_magic.core.gradebook import TraitKind
from kernel_magic.grading.code_words import (
    Statement,
    Token,
    Word,
    bare,
    is_text,
    skeleton,
    statements,
    string_value,
    tokens,
    words,
)

GRAM = 8
"""Words of one fingerprint. Measured with 5 to 12: shorter ones are shared by chance, longer ones miss small edits."""
WINDOW = 4
"""Of this many grams in a row at least one is kept: every common run of `GRAM + WINDOW - 1` words is found."""
MAX_CHARACTERS = 8_000
"""Of one program; what follows is not compared. An answer to an exercise has some hundreds."""

Trait: TypeAlias = tuple[TraitKind, str]
Lines: TypeAlias = tuple[int, ...]
_Key = TypeVar("_Key")
_Grams: TypeAlias = list[tuple[int, set[int]]]
_Traits: TypeAlias = Iterator[tuple[Trait, set[int]]]

_ODD_SPACING = re.compile(
    r"""\S[^\S\n]{2,}\S  # columns, or a slip
    |\s[),:\]]|[(\[]\s|,\S|v\s[(\[]|;$
    |\w(?:[=!<>+*/%-]=|[<>])|(?:[=!<>+*/%-]=|[<>])\w
    |\s=[^\s=]|[^\s=!<>+\-*/%&|^@:]=\s""",
    re.VERBOSE,
)
_PROSE = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class CodePrint:
    """What is compared of one program, with the lines it stands on."""

    steps: dict[int, Lines]
    """Fingerprints of what the program does, whatever its names are."""
    words: dict[int, Lines]
    """Fingerprints of the same with the names as they were written."""
    traits: dict[Trait, Lines]


def code_print(code: str) -> CodePrint:
    """The fingerprints and traits of one program. Code that does not parse has them as well."""
    text = _bounded(code)
    found = tokens(text)
    lines = statements(found)
    told = [token for line in lines if is_text(line) for token in line]
    told += [token for token in found if token.kind == "comment"]
    plain = bare(lines)
    segments = words(plain)
    return CodePrint(
        steps=_with_lines(each for segment in segments for each in _winnowed(_grams(segment))),
        words=_with_lines(each for segment in segments for each in _winnowed(_grams(_named(segment)))),
        traits=_with_lines([*_names(segments), *_values(plain), *_comments(told), *_spacing(text, found)]),
    )


def every_gram(code: str) -> frozenset[int]:
    """All grams of a program, of steps and of words: a given text explains what winnowing would not have kept of it."""
    segments = words(bare(statements(tokens(_bounded(code)))))
    both = [*segments, *map(_named, segments)]
    return frozenset(gram for segment in both for gram, _ in _grams(segment))


def _bounded(code: str) -> str:
    """A backslash at the very end would leave texts open for good."""
    return code[:MAX_CHARACTERS].replace("\r\n", "\n").replace("\r", "\n").rstrip("\\")


def _named(segment: Iterable[Word]) -> list[Word]:
    return [word._replace(own=False) for word in segment]


def _grams(segment: Sequence[Word]) -> _Grams:
    """The hash and the lines of every gram; a segment that is shorter than one is one gram."""
    found = []
    for at in range(max(1, len(segment) - GRAM + 1)):
        gram = segment[at : at + GRAM]
        numbers: dict[str, int] = {}
        parts = [f"${numbers.setdefault(word.text, len(numbers))}" if word.own else word.text for word in gram]
        digest = blake2b("\0".join(parts).encode("utf-8", "replace"), digest_size=8).digest()
        found.append((int.from_bytes(digest), {word.line for word in gram}))
    return found


def _winnowed(grams: _Grams) -> _Grams:
    """Of every window the gram with the smallest hash, the last one of equals."""
    chosen: list[int] = []
    for start in range(max(1, len(grams) - WINDOW + 1)):
        at = min(range(start, min(start + WINDOW, len(grams))), key=lambda each: (grams[each][0], -each))
        if not chosen or chosen[-1] != at:
            chosen.append(at)
    return [grams[at] for at in chosen]


def _names(segments: Iterable[Iterable[Word]]) -> _Traits:
    """Names that the program gives, and those that nobody gave: a slip of the pen is a trait as well."""
    for word in (word for segment in segments for word in segment):
        if word.own:
            yield ("name", word.text), {word.line}


def _values(found: Iterable[Statement]) -> _Traits:
    """Texts and numbers, but for the shortest ones."""
    for token in (token for statement in found for token in statement):
        if token.kind == "string" and len(string_value(token)) > 2:
            yield ("text", string_value(token)), {token.line}
        elif token.kind == "number" and len(token.text) > 1:
            yield ("number", token.text), {token.line}


def _comments(texts: Iterable[Token]) -> _Traits:
    """Lines of comments and docstrings as small words, so that another sign or indentation is the same comment."""
    for token in texts:
        for line, text in enumerate(token.text.split("\n"), token.line):
            found = _PROSE.findall(text.casefold())
            if len(found) > 1 and sum(map(len, found)) > 7:
                yield ("comment", " ".join(found)), {line}


def _spacing(text: str, found: Iterable[Token]) -> _Traits:
    """Lines that are not spaced as most people do it, without their names and values."""
    shown = text.split("\n")
    for line in sorted({token.line for token in found if token.kind == "sign"}):
        bones = skeleton(shown[line - 1])
        if len(bones) > 7 and _ODD_SPACING.search(bones):
            yield ("spacing", bones), {line}


def _with_lines(found: Iterable[tuple[_Key, set[int]]]) -> dict[_Key, Lines]:
    lines: dict[_Key, set[int]] = {}
    for key, where in found:
        lines.setdefault(key, set()).update(where)
    return {key: tuple(sorted(where)) for key, where in lines.items()}
