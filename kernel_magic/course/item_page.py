"""`item.md`: front matter, statement, hints and teacher notes of a course item."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar, get_args

from kernel_magic.core.exercise import ExerciseKind, Level, Replacement
from kernel_magic.core.problem import CheckerName, CheckerSpec, Limits, timed
from kernel_magic.course.findings import Findings, did_you_mean, place_of
from kernel_magic.course.front_matter import read_front_matter
from kernel_magic.course.item_sections import sections_of
from kernel_magic.course.yaml_text import Mapping, Plain

FILE = "item.md"
KINDS: tuple[ExerciseKind, ...] = get_args(ExerciseKind)
LEVELS: tuple[Level, ...] = get_args(Level)
CHECKERS: tuple[CheckerName, ...] = ("standard", "identical", "floats", "unordered")

_KEYS = {
    "title", "kind", "function", "level", "objectives", "points", "checker", "tolerance", "limits", "files", "blanks",
    "call", "variants",
}  # fmt: skip
_LIMITS = {"cpu_s", "memory_mib"}
_NUMBERED = re.compile(r"^(?:\d{1,2}[.)]|[-*+]) +(?P<text>.*)$")
_IDENTIFIER = re.compile(r"[A-Za-z_]\w*")
_MOST_AXES, _MOST_CHOICES = 8, 40

_Word = TypeVar("_Word", bound=str)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemPage:
    """What `item.md` says."""

    title: str = ""
    kind: ExerciseKind = "function"
    level: Level = "core"
    function: str = ""
    objectives: tuple[str, ...] = ()
    points: float | None = None
    checker: CheckerSpec = CheckerSpec()
    limits: Limits = Limits()
    files: bool = False
    blanks: tuple[str, ...] = ()
    call: str = ""
    axes: tuple[tuple[Replacement, ...], ...] = ()
    statement: str = ""
    hints: tuple[str, ...] = ()
    notes: str = ""


def read_item_page(path: str, text: str, findings: Findings) -> ItemPage | None:
    """The page; None where its front matter cannot be read at all. Everything wrong is noted.

    Args:
        path: how messages name the file.
        text: the file.
        findings: where to note.
    """
    lines = text.replace("\r\n", "\n").removeprefix("\ufeff").split("\n")
    front = read_front_matter(path, lines, findings)
    if front is None:
        return None
    end, read = front
    parts = sections_of(path, lines, end, findings)
    statement, hints, notes = "\n".join(parts.statement).strip(), _hints(parts.hints), "\n".join(parts.notes).strip()
    if not statement:
        findings.error(place_of(path, end + 1), "There is no statement.", "Write below the front matter what to do.")
    return _page(*read, findings, statement=statement, hints=hints, notes=notes)


def _hints(lines: Sequence[str]) -> tuple[str, ...]:
    """The items of a list; lines below an item belong to it."""
    found: list[list[str]] = []
    for line in lines:
        item = _NUMBERED.match(line)
        if item is not None:
            found.append([item["text"]])
        elif found:
            found[-1].append(line.strip() if not line.startswith("    ") else line[3:])
        elif line.strip():
            found.append([line.strip()])
    return tuple("\n".join(item).strip() for item in found if any(part.strip() for part in item))


def _page(
    top: Mapping, inner: dict[str, Mapping], findings: Findings, *, statement: str, hints: tuple[str, ...], notes: str
) -> ItemPage:
    for key in top.entries:
        if key not in _KEYS:
            findings.error(top.place(key), f"{key[:40]!r} is unknown.", did_you_mean(key, _KEYS) or "Leave it out.")
    if not hints:
        findings.warning(top.place(), "The item has no hints.", "Add `## Hints` and a numbered list below it.")
    return ItemPage(
        title=_text(top, "title", findings, required=True),
        kind=_word(top, "kind", KINDS, "function", findings),
        level=_word(top, "level", LEVELS, "core", findings),
        function=_function(top, findings),
        objectives=_texts(top, "objectives", findings, required=True),
        points=_number(top, "points", findings),
        checker=_checker(top, findings),
        limits=_limits(top, top.inner("limits", inner), findings),
        files=_flag(top, "files", findings),
        blanks=_texts(top, "blanks", findings),
        call=_text(top, "call", findings),
        axes=_axes(top, findings),
        statement=statement,
        hints=hints,
        notes=notes,
    )


def _text(top: Mapping, key: str, findings: Findings, *, required: bool = False) -> str:
    value = top.get(key)
    if isinstance(value, (str, int, float)) and not isinstance(value, bool) and str(value).strip():
        return " ".join(str(value).split())
    if required or key in top.entries:
        what = "is missing" if key not in top.entries else "is empty, or no text"
        findings.error(top.place(key), f"The {key} {what}.", f"Write `{key}: …`.")
    return ""


def _texts(top: Mapping, key: str, findings: Findings, *, required: bool = False) -> tuple[str, ...]:
    value = top.get(key)
    entries = value if isinstance(value, list) else [value] if isinstance(value, str) else []
    texts = tuple(
        str(entry).strip() for entry in entries if isinstance(entry, (str, int, float)) and str(entry).strip()
    )
    if (required and not texts) or (key in top.entries and len(texts) != len(entries)) or isinstance(value, dict):
        findings.error(top.place(key), f"{key!r} is no list of texts.", f"Write `{key}: [one, another]`.")
    return texts


def _word(top: Mapping, key: str, known: tuple[_Word, ...], default: _Word, findings: Findings) -> _Word:
    if key not in top.entries:
        return default
    value = str(top.get(key))
    for word in known:
        if word == value:
            return word
    hint = did_you_mean(value, known) or f"Write one of {', '.join(known)}."
    findings.error(top.place(key), f"The {key} {value[:40]!r} is unknown.", hint)
    return default


def _function(top: Mapping, findings: Findings) -> str:
    name = _text(top, "function", findings)
    if name and not _IDENTIFIER.fullmatch(name):
        findings.error(top.place("function"), f"{name[:40]!r} is no name.", "Give the function's name alone.")
        return ""
    return name


def _number(top: Mapping, key: str, findings: Findings, most: float = 10_000.0) -> float | None:
    value = top.get(key)
    if key not in top.entries:
        return None
    if isinstance(value, (int, float)) and not isinstance(value, bool) and 0 < value <= most:
        return float(value)
    message = f"{key!r} is {str(value)[:40]!r}, not a number above 0 and up to {most:g}."
    findings.error(top.place(key), message, f"Write `{key}: 4`.")
    return None


def _flag(top: Mapping, key: str, findings: Findings) -> bool:
    value = top.get(key)
    if key in top.entries and not isinstance(value, bool):
        findings.error(top.place(key), f"{key!r} is neither true nor false.", f"Write `{key}: true`.")
    return value is True


def _checker(top: Mapping, findings: Findings) -> CheckerSpec:
    name = _word(top, "checker", CHECKERS, "standard", findings)
    tolerance = _number(top, "tolerance", findings, most=1.0)
    if tolerance is not None and name != "floats":
        findings.error(top.place("tolerance"), "A tolerance is for the checker `floats`.", "Write `checker: floats`.")
    return CheckerSpec(name=name) if tolerance is None else CheckerSpec(name=name, tolerance=tolerance)


def _limits(top: Mapping, limits: Mapping, findings: Findings) -> Limits:
    if "limits" in top.entries and not isinstance(top.get("limits"), dict):
        findings.error(top.place("limits"), "The limits are no `key: value` pairs.", "Write `limits: {cpu_s: 2}`.")
        return Limits()
    for key in limits.entries:
        if key not in _LIMITS:
            findings.error(limits.place(key), f"The limit {key[:40]!r} is unknown.", did_you_mean(key, _LIMITS))
    cpu_s = _number(limits, "cpu_s", findings, most=60.0) or Limits().cpu_s
    memory = _number(limits, "memory_mib", findings, most=4096.0) or Limits().memory_mib
    return timed(Limits(memory_mib=math.ceil(memory)), cpu_s)


def _axes(top: Mapping, findings: Findings) -> tuple[tuple[Replacement, ...], ...]:
    value = top.get("variants")
    if "variants" not in top.entries:
        return ()
    hint = "Write a list of axes, each a list of choices, each `{old: new}`; the first one is usually `{}`."
    if not isinstance(value, list) or not value or len(value) > _MOST_AXES:
        findings.error(top.place("variants"), f"The variants are no list of at most {_MOST_AXES} axes.", hint)
        return ()
    axes = [axis for axis in map(_axis, value) if axis]
    if len(axes) < len(value):
        findings.error(top.place("variants"), "An axis is no list of at least two choices.", hint)
    return tuple(axes)


def _axis(value: Plain) -> tuple[Replacement, ...]:
    if not isinstance(value, list) or not 2 <= len(value) <= _MOST_CHOICES:
        return ()
    choices: list[Replacement] = []
    for choice in value:
        if not isinstance(choice, dict) and choice is not None:
            return ()
        pairs = (choice or {}).items()
        if any(isinstance(new, (list, dict)) or new is None or not old for old, new in pairs):
            return ()
        choices.append({str(old): str(new) for old, new in pairs})
    return tuple(choices)
