"""A small course on disk: one sound item that tests may break, and ways to change it."""

from __future__ import annotations

from pathlib import Path

ITEM = {
    "item.md": """\
---
title: Count the vowels
kind: function
function: count_vowels
level: intro
objectives: [go through a text letter by letter]
points: 4
---
Write `count_vowels(text)`. It returns how many letters of `text` are vowels: a, e, i, o, u, small or capital.

>>> count_vowels("Hello")
2
>>> count_vowels("rhythm")
0

## Hints

1. Go through the text with a loop.
2. What about capital letters?

## Teacher notes

`str.count` in a loop is fine as well: NOTE-FOR-TEACHERS.
""",
    "reference.py": '''\
def count_vowels(text):
    """How many letters of `text` are vowels."""
    found = 0
    for letter in text.lower():
        if letter in "aeiou":
            found += 1
    return found
''',
    "alternative.py": """\
def count_vowels(text):
    return sum(text.lower().count(vowel) for vowel in "aeiou")
""",
    "tests.py": """\
# visible: small letters
assert count_vowels("hello") == 2
assert count_vowels("") == 0

# hidden: capital letters count as well (2 points)
assert count_vowels("OTTO") == 2
assert count_vowels("AEIOU") == 5

# hidden: letters that are no vowels
assert count_vowels("xyz, rhythm!") == 0
assert count_vowels("banana bread") == 5
""",
    "distractors/small-only.py": """\
# counts small vowels only
def count_vowels(text):
    return sum(letter in "aeiou" for letter in text)
""",
}
"""The files of a sound item."""
VARIANTS = """\
points: 4
variants:
  - - {}
    - {count_vowels: count_dark_vowels, aeiou: aou, "a, e, i, o, u": "a, o, u"}
"""
"""Stands in the place of `points: 4` in its front matter: two variants."""


def write_item(course: Path, changes: dict[str, str | None] | None = None, *, slug: str = "count-vowels") -> Path:
    """An item in `course/units/strings/`, with some of its files changed, or taken away where the text is None."""
    folder = course / "units" / "strings" / slug
    files: dict[str, str | None] = {**ITEM, **(changes or {})}
    for name, text in files.items():
        if text is not None:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return folder
