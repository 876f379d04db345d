"""A model's words about accepted code: which sentences may stay.

A sentence goes when it states something concrete that nobody observed: a number, a quoted value or a name that occurs
neither in the code, nor in the task, nor in what the run showed; or a growth (`O(n)`), which is measured, not claimed.
What stays is still a model's wording. The judge stands behind the code and the values beside it, not behind the words.
"""

from __future__ import annotations

import ast
import builtins
import keyword
import re
from dataclasses import dataclass

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z`\"'(])")
_NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?")
_QUOTED = re.compile(r"`+([^`\n]+)`+|\"([^\"\n]{1,60})\"|(?<!\w)'([^'\n]{1,60})'(?!\w)")
_WORD = re.compile(r"[A-Za-z_]\w*")
_GROWTH = re.compile(r"\bO\s*\(|\bΘ\s*\(|time complexity|space complexity", re.IGNORECASE)
_CHAT = re.compile(r"^(sure|certainly|of course|here is|here's|as an ai|i hope|let me know)\b", re.IGNORECASE)
_KNOWN = frozenset(dir(builtins)) | frozenset(keyword.kwlist) | {"self", "Python", "list", "string", "index"}
_HARMLESS_NUMBERS = frozenset({"0", "1"})
_MAX_PROSE = 600
_MAX_TITLE = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Prose that may be shown, and the sentences taken out of it, each with the reason."""

    text: str
    dropped: tuple[str, ...]


def checked_words(prose: str, *, known: str) -> Words:
    """The sentences of `prose` that state nothing concrete beyond `known` (code, task and observed values)."""
    kept: list[str] = []
    dropped: list[str] = []
    names = set(_WORD.findall(known))
    numbers = set(_NUMBER.findall(known)) | {number.lstrip("-") for number in _NUMBER.findall(known)}
    flat = _squeezed(known)
    for sentence in _sentences(prose):
        reason = _objection(sentence, names, numbers, flat)
        if reason:
            dropped.append(f"{sentence} ({reason})")
        elif sum(map(len, kept)) + len(sentence) <= _MAX_PROSE and sentence not in kept:
            kept.append(sentence)
    return Words(text=" ".join(kept), dropped=tuple(dropped))


def checked_title(title: str, *, known: str) -> str:
    """A short title, or an empty text where it states something nobody observed."""
    plain = " ".join(title.replace("`", "").replace("*", "").replace("#", "").split()).strip(" .:\"'")
    if not plain or len(plain) > _MAX_TITLE or checked_words(plain, known=known).dropped:
        return ""
    return plain[0].upper() + plain[1:]


def _sentences(prose: str) -> list[str]:
    text = " ".join(line.strip(" -*#>") for line in prose.split("\n"))
    return [piece.strip() for piece in _SENTENCE.split(" ".join(text.split())) if piece.strip()]


def _objection(sentence: str, names: set[str], numbers: set[str], flat: str) -> str:
    if _CHAT.match(sentence) or sentence.endswith(":"):
        return "chatter"
    if _GROWTH.search(sentence):
        return "a growth nobody measured"
    for number in _NUMBER.findall(_QUOTED.sub(" ", sentence)):
        if number not in numbers | _HARMLESS_NUMBERS:
            return f"{number} was not observed"
    for match in _QUOTED.finditer(sentence):
        piece = next(group for group in match.groups() if group is not None)
        if _squeezed(piece) in flat or (set(_WORD.findall(piece)) <= _KNOWN and not _NUMBER.search(piece)):
            continue
        if match[1] is None and not _is_value(piece) and not set(_WORD.findall(piece)) - names:
            continue
        return f"{piece} is neither in the code nor observed"
    return ""


def _is_value(text: str) -> bool:
    try:
        return not isinstance(ast.parse(text, mode="eval").body, ast.Name)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False


def _squeezed(text: str) -> str:
    return "".join(text.split())
