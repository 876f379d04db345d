"""Whether a sentence can be about these lines of code at all: it must not speak of what they plainly do not do.

A coarse sieve, by words and by what the code holds: "initialized" needs an assignment, "compares" a comparison. It
refutes sentences, it confirms none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_LOOP_CODE = r"\b(for|while|map|filter|sum|any|all|sorted)\b"
_NEEDS: tuple[tuple[str, str, str], ...] = (
    (r"\b(loops?|looping|iterat\w+|travers\w+)\b", _LOOP_CODE, "these lines hold no loop"),
    (r"\binitiali[sz]\w*", r"(?<![=!<>+\-*/%&|^@:])=(?!=)|\bimport\b", "these lines set nothing"),
    (r"\bdefin(e|es|ed|ing)\b", r"\b(def|class|lambda|import)\b|(?<![=!<>])=(?!=)", "these lines define nothing"),
    (
        r"\bcompar\w+",
        r"(?<!-)[<>]|[=!]=|\b(if|while)\b.*\bin\b|\b(is|min|max|sort|sorted)\b",
        "these lines compare nothing",
    ),
    (
        r"\b(first|last) (one|element|item|number|character|letter|digit|value)\b",
        r"\[-?[01]\b|\[:|:\]|\[-?\d+:|\b(pop|popleft|next|max|min)\b",
        "these lines take no first or last item",
    ),
    (r"\breturn(s|ed|ing)?\b|\bg(i|a)ves? back\b", r"\b(return|yield|lambda)\b", "these lines return nothing"),
    (r"\bprint(s|ed|ing)?\b", r"\b(print|write)\b", "these lines print nothing"),
    (r"\brais(es|ed|ing)\b", r"\braise\b", "these lines raise nothing"),
)
"""What a sentence says, what code it can be about must hold, and the reason it goes where that is missing."""
_RULES = tuple((re.compile(said, re.IGNORECASE), re.compile(held), reason) for said, held, reason in _NEEDS)
_AFTER_LOOP = re.compile(r"\b(?:after|once) (?:the|this|that|both|these) (?:\w+ )?loops?\b", re.IGNORECASE)
_BEFORE_LOOP = re.compile(r"\bbefore (?:the|this|that|each) (?:\w+ )?loops?\b", re.IGNORECASE)
_WHOLE = re.compile(r"(the|this) (function|program|code|solution)\b|`\w+` is a function", re.IGNORECASE)
_UNUSED = re.compile(
    r"\b(?:not|never|isn't|aren't) (?:\w+ )?(?:used|needed|necessary|called|executed|run)\b|\bunused\b|\bno code\b",
    re.IGNORECASE,
)
_CALLED = re.compile(r"`([^`\n]+\([^`\n]*\))`")


def misfit(sentence: str, code: str, *, before: str = "", after: str = "") -> str:
    """Why a sentence cannot be about this code, or an empty text.

    `before` and `after` are the code around it: "after the loop" may mean a loop there.
    """
    told = _AFTER_LOOP.sub(" ", sentence) if re.search(_LOOP_CODE, before) else sentence
    told = _BEFORE_LOOP.sub(" ", told) if re.search(_LOOP_CODE, after) else told
    return next(_reasons(sentence, told, code), "")


def _reasons(sentence: str, told: str, code: str) -> Iterator[str]:
    for said, held, reason in _RULES:
        if said.search(told) and not held.search(code):
            yield reason
    if _WHOLE.match(sentence) and not re.search(r"^\s*def ", code, re.MULTILINE):
        yield "speaks of the whole function"
    if _UNUSED.search(sentence):
        yield "says that something is of no use"
    flat = "".join(code.split())
    if any("".join(call.split()) not in flat for call in _CALLED.findall(sentence)):
        yield "speaks of a call that is not in these lines"
    if "after the last one" in sentence:
        yield "repeats what the run showed"
