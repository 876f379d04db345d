"""Makes hostile text harmless before any output format sees it: control codes, direction overrides, sheer length.

Escaping for a format (HTML, Markdown) is that format's own work; this is what all of them need. What is taken out
leaves a visible mark, so that nobody reads a text that is not the one that was written.
"""

from __future__ import annotations

import re
import unicodedata

MAX_TEXT = 4_000
"""Characters of one piece of prose or one value."""
MAX_CODE = 40_000
"""Characters of one program."""

_HIDDEN = (
    "\u061c\u200b\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064"
    "\u2066\u2067\u2068\u2069\u206a\u206b\u206c\u206d\u206e\u206f\ufeff\ufff9\ufffa\ufffb"
)
_ODD = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff{_HIDDEN}\U000e0000-\U000e007f\ufffe\uffff]")
_REORDERING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SPACE = re.compile(r"\s+")
_MARKS = re.compile(
    r"(\w?[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{4})[\u0300-\u036f]+"
)


def clean(text: str, limit: int = MAX_TEXT) -> str:
    """The text with line ends as newlines, odd characters as visible marks, and at most `limit` characters."""
    cut = text[: limit + 1].replace("\r\n", "\n").replace("\r", "\n")
    shown = _MARKS.sub(r"\1", _ODD.sub(_visible, cut[:limit]))
    if len(text) <= limit:
        return shown
    return f"{shown} … (cut: {len(text):,} characters, the first {limit:,} are shown)"


def clean_line(text: str, limit: int = MAX_TEXT) -> str:
    """As `clean`, on one line: every run of white space is one space."""
    return _SPACE.sub(" ", clean(text, limit)).strip()


def reorders_text(text: str) -> bool:
    """Whether the text holds characters that make it look different from what it says to a machine."""
    return _REORDERING.search(text) is not None


def can_be_source(text: str) -> bool:
    """Whether Python could read the text at all: no null byte, no half of a surrogate pair."""
    return "\x00" not in text and not any("\ud800" <= char <= "\udfff" for char in text)


def display_width(text: str) -> int:
    """Columns of a terminal that the text takes."""
    return sum(_columns(char) for char in text)


def _columns(char: str) -> int:
    if char < "\u0300":
        return 1
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1


def _visible(match: re.Match[str]) -> str:
    """A control picture for a control code, the code point for what hides, a replacement for half a surrogate."""
    code = ord(match.group())
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    if 0xD800 <= code <= 0xDFFF or code in (0xFFFE, 0xFFFF):
        return "\ufffd"
    return f"⟨U+{code:04X}⟩"
