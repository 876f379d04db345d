"""The body of `item.md` in its parts: the statement, which students read, and hints and notes, which they must not.

A heading that is nearly that of a part would put what stands below it into the students' notebook, and so would a code
block that is not closed: both are errors.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from kernel_magic.course.findings import Findings, place_of

HINTS, NOTES = "hints", "teacher notes"
_SECTION = re.compile(r" {0,3}##[ \t]+(?P<name>hints|teacher[ \t]+notes)[ \t]*:?[ \t]*#*[ \t]*", re.IGNORECASE)
_HEADING = re.compile(r" {0,3}(?:#{1,6}|\*\*|__)(?P<text>.+?)(?:\*\*|__|#+)?\s*")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)\s*")
_FENCE = re.compile(r"\s*(?P<mark>```+|~~~+)(?P<rest>.*)")
_NOT_LETTERS = re.compile(r"[\W\d_]+")
_NAMES = {
    "hints": HINTS, "hint": HINTS, "the hints": HINTS, "hints for students": HINTS,
    "teacher notes": NOTES, "teachers notes": NOTES, "teacher s notes": NOTES, "notes for teachers": NOTES,
    "notes for the teacher": NOTES, "notes to the teacher": NOTES, "instructor notes": NOTES, "teaching notes": NOTES,
    "teacher": NOTES, "teachers": NOTES, "for teachers": NOTES, "for the teacher": NOTES,
}  # fmt: skip
"""What headings of the two parts are called, and nearly called."""
_NEAR = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Sections:
    """The lines of each part."""

    statement: tuple[str, ...]
    hints: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Swallowed:
    """A heading of a part inside a code block."""

    name: str
    line: int
    opened: int


def sections_of(path: str, lines: list[str], start: int, findings: Findings) -> Sections:
    """The parts below the front matter. Headings inside code blocks are text.

    Args:
        path: how messages name the file.
        lines: of the whole file.
        start: how many of them the front matter takes.
        findings: where to note.
    """
    parts: dict[str, list[str]] = {"": [], HINTS: [], NOTES: []}
    swallowed: list[_Swallowed] = []
    seen: set[str] = set()
    where, fence, opened = "", "", 0
    for number, line in enumerate(lines[start:], start + 1):
        section = _SECTION.fullmatch(line)
        name = " ".join(section["name"].lower().split()) if section is not None else ""
        before, fence = fence, _fence_after(fence, line)
        opened = number if fence and not before else opened
        if name and not before:
            where = name
            seen.add(name)
            continue
        if name:
            swallowed.append(_Swallowed(name=name, line=number, opened=opened))
        elif not before and (meant := _meant(line, lines[number] if number < len(lines) else "")):
            _note_heading(place_of(path, number), line, meant, findings)
        parts[where].append(line)
    if fence:
        message = "The code block that opens here is not closed: what stands below it belongs to it."
        findings.error(place_of(path, opened), message, "Close it with a line of the same signs.")
    for each in swallowed:
        if each.name not in seen and not fence:
            message = f"The heading of the {each.name} stands in a code block, which opens in line {each.opened}."
            findings.error(place_of(path, each.line), message, "Close the block above it.")
    return Sections(statement=tuple(parts[""]), hints=tuple(parts[HINTS]), notes=tuple(parts[NOTES]))


def _fence_after(fence: str, line: str) -> str:
    """The sign of the code block that is open below a line; empty where none is."""
    mark = _FENCE.fullmatch(line)
    if mark is None:
        return fence
    if not fence:
        inline = mark["mark"].startswith("`") and "`" in mark["rest"]
        return "" if inline else mark["mark"]
    return "" if mark["mark"].startswith(fence) and not mark["rest"].strip() else fence


def _meant(line: str, below: str) -> str:
    """The part whose heading a line is nearly; empty where it is no heading, or one of something else."""
    heading = _HEADING.fullmatch(line)
    underlined = bool(line.strip() and below.strip() and _UNDERLINE.fullmatch(below))
    if heading is None and not underlined:
        return ""
    text = " ".join(_NOT_LETTERS.sub(" ", (heading["text"] if heading is not None else line).lower()).split())
    near = [(SequenceMatcher(None, text, name).ratio(), part) for name, part in _NAMES.items()]
    ratio, part = max(near)
    return part if ratio >= _NEAR else ""


def _note_heading(place: str, line: str, meant: str, findings: Findings) -> None:
    message = (
        f"The heading {line.strip()[:60]!r} is not the one of the {meant}, so students would read what is below it."
    )
    findings.error(place, message, f"Write `## {meant.capitalize()}`, or another heading.")
