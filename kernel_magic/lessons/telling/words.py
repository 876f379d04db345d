"""A model's words about accepted code: which sentences may stay.

A sentence goes when it states something concrete that nobody observed: a number, a quoted value or a name that occurs
neither in the code, nor in the task, nor in what the run showed; or a growth (`O(n)`), which is measured, not claimed.
Where there is a run, a sentence that it refutes goes, and one that it confirms stays, whatever numbers are in it.
What else stays is still a model's wording: the judge stands behind the code and the values beside it, not behind that.
"""

from __future__ import annotations

import ast
import builtins
import keyword
import re
from collections.abc import Callable

from kernel_magic.core.explanation import Claim
from kernel_magic.lessons.claims.check import states_something
from kernel_magic.lessons.telling.misfit import misfit

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z`\"'(])")
_NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?")
_QUOTED = re.compile(r"`+([^`\n]+)`+|\"([^\"\n]{1,60})\"|(?<!\w)'([^'\n]{1,60})'(?!\w)")
_WORD = re.compile(r"[A-Za-z_]\w*")
_GROWTH = re.compile(r"\bO\s*\(|\bΘ\s*\(|time complexity|space complexity", re.IGNORECASE)
_CHAT = re.compile(r"^(sure|certainly|of course|here is|here's|as an ai|i hope|let me know)\b", re.IGNORECASE)
_KNOWN = frozenset(dir(builtins)) | frozenset(keyword.kwlist) | {"self", "Python", "list", "string", "index"}
_HARMLESS_NUMBERS = frozenset({"0", "1"})
_SAME = 0.7
"""Share of words two sentences have in common when they say the same."""
_LEANING = re.compile(r"(if (?:they|it|so|not)\b|it|its|they|this|that|these|then|so|otherwise|also)\b", re.IGNORECASE)
_SAID_BEFORE = "said before"
_MOST_SENTENCES = 3
_MAX_SENTENCE = 300
_MAX_TITLE = 64

AskRun = Callable[[str], Claim]
"""Holds a sentence against a run."""


class Speech:
    """What a model says over a whole lesson. Keeps what may be shown; `dropped` holds the rest, with reasons."""

    def __init__(
        self,
        *,
        known: str,
        said: tuple[str, ...] = (),
        foreign: frozenset[str] = frozenset(),
        strict: bool = False,
    ) -> None:
        """Collect words about `known` (code, task and observed values).

        Sentences in `said` are not said again, and `foreign` words are of another program where `known` has them not.
        `strict`: where there is a run to ask, a sentence with a number in it goes that cannot be held against the run.
        """
        self._strict = strict
        self._foreign = foreign - {word.lower() for word in _WORD.findall(known)}
        self.dropped: list[str] = []
        self.claims: list[Claim] = []
        """The sentences that stay and state something about the run: true, or the run cannot tell."""
        self._names = set(_WORD.findall(known))
        self._numbers = {number.lstrip("-") for number in _NUMBER.findall(known)} | _HARMLESS_NUMBERS
        self._flat = _squeezed(known)
        self._said = [_bag(sentence) for text in said for sentence in sentences(text)]
        self._titles = {text.lower() for text in said}

    def keep(
        self,
        prose: str,
        *,
        about: str,
        before: str = "",
        after: str = "",
        most: int = _MOST_SENTENCES,
        ask_run: AskRun | None = None,
    ) -> str:
        """The first sentences that state nothing concrete beyond what is known and fit the code they are `about`.

        `before` and `after` are the code around it. Where there is a run to ask, it has the first word.
        """
        kept: list[str] = []
        gone = False
        for sentence in sentences(prose):
            claim = ask_run(sentence) if ask_run is not None else None
            reason = _refusal(claim) or self._unheld(claim)
            if not reason and not (claim and claim.holds):
                reason = self._objection(sentence) or misfit(sentence, about, before=before, after=after)
            reason = reason or self._repetition(sentence)
            if gone and not reason and _LEANING.match(sentence):
                reason = "leans on a sentence that went"
            gone = bool(reason) and reason != _SAID_BEFORE
            if reason:
                self.dropped.append(f"{sentence} ({reason})")
            elif len(kept) < most and len(sentence) <= _MAX_SENTENCE:
                kept.append(sentence)
                self._said.append(_bag(sentence))
                if claim is not None and (claim.holds or states_something(sentence)):
                    self.claims.append(claim)
        return " ".join(kept)

    def title(self, title: str, *, about: str, ask_run: AskRun | None = None) -> str:
        """A short title; empty where it states something nobody observed, does not fit the code or was used before."""
        plain = " ".join(title.replace("`", "").replace("*", "").replace("#", "").split()).strip(" .:\"'")
        if not plain or len(plain) > _MAX_TITLE or plain.lower() in self._titles or self._objection(plain):
            return ""
        if reason := misfit(plain, about) or _refusal(ask_run(plain) if ask_run is not None else None):
            self.dropped.append(f"{plain} (a title; {reason})")
            return ""
        self._titles.add(plain.lower())
        return plain[0].upper() + plain[1:]

    def _unheld(self, claim: Claim | None) -> str:
        if not self._strict or claim is None or claim.holds or states_something(claim.text):
            return ""
        return "states a number and could not be held against the run" if _NUMBER.search(claim.text) else ""

    def _objection(self, sentence: str) -> str:
        if _CHAT.match(sentence) or sentence.endswith(":"):
            return "chatter"
        if stranger := self._foreign & _bag(sentence):
            return f"speaks of {min(stranger)}, which is not here"
        if _GROWTH.search(sentence):
            return "a growth nobody measured"
        for number in _NUMBER.findall(_QUOTED.sub(" ", sentence)):
            if number.lstrip("-") not in self._numbers:
                return f"{number} was not observed"
        for match in _QUOTED.finditer(sentence):
            piece = next(group for group in match.groups() if group is not None)
            if not self._is_known(piece, as_code=match[1] is not None):
                return f"{piece} is neither in the code nor observed"
        return ""

    def _is_known(self, piece: str, *, as_code: bool) -> bool:
        words = set(_WORD.findall(piece))
        if _squeezed(piece) in self._flat or (words <= _KNOWN and not _NUMBER.search(piece)):
            return True
        return not as_code and not _is_value(piece) and words <= self._names

    def _repetition(self, sentence: str) -> str:
        words = _bag(sentence)
        if any(len(words & other) > _SAME * len(words | other) for other in self._said):
            return _SAID_BEFORE
        return ""


def _refusal(claim: Claim | None) -> str:
    return f"the run shows otherwise: {claim.observed or 'it is not so'}" if claim and claim.holds is False else ""


def _bag(sentence: str) -> frozenset[str]:
    return frozenset(word.lower() for word in _WORD.findall(sentence))


def sentences(prose: str) -> list[str]:
    """The sentences of a text, without list marks and line ends."""
    text = " ".join(line.strip(" -*#>") for line in prose.split("\n"))
    return [piece.strip() for piece in _SENTENCE.split(" ".join(text.split())) if piece.strip()]


def _is_value(text: str) -> bool:
    try:
        return not isinstance(ast.parse(text, mode="eval").body, ast.Name)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False


def _squeezed(text: str) -> str:
    return "".join(text.split())
