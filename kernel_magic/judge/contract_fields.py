"""Reading the fields of a JSON document one by one, and noting every problem instead of stopping at the first."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TypeVar

_SHOWN = 40
_T = TypeVar("_T")


class FieldReader:
    """Reads on after a problem, so that all of them can be named."""

    def __init__(self) -> None:
        self.problems: list[str] = []

    def unknown(self, content: Mapping[str, object], known: set[str], where: str) -> None:
        """Note the fields that mean nothing here."""
        for name in sorted(set(content) - known):
            self.problems.append(f"{where} has an unknown field {name[:_SHOWN]!r} (known: {', '.join(sorted(known))})")

    def choice(self, content: Mapping[str, object], field: str, choices: Mapping[str, _T], default: str) -> _T:
        """One of some words."""
        value = content.get(field, default)
        if isinstance(value, str) and value in choices:
            return choices[value]
        self.problems.append(f"{field} is {str(value)[:_SHOWN]!r}, not one of {', '.join(choices)}")
        return choices[default]

    def flag(self, content: Mapping[str, object], field: str) -> bool:
        """True or false; false where it is absent."""
        value = content.get(field, False)
        if not isinstance(value, bool):
            self.problems.append(f"{field} is {str(value)[:_SHOWN]!r}, not true or false")
        return value is True

    def tolerance(self, content: Mapping[str, object], where: str, field: str = "tolerance") -> float | None:
        """A number from 0 on; None where it is absent."""
        value = content.get(field)
        if value is None or (is_number(value) and 0 <= float(str(value)) < math.inf):
            return None if value is None else float(str(value))
        self.problems.append(f"{where}: {field} is {str(value)[:_SHOWN]!r}, not a number from 0 on")
        return None

    def text(self, content: Mapping[str, object], field: str, where: str) -> str:
        """A text; empty where it is absent."""
        value = content.get(field, "")
        if isinstance(value, str):
            return value
        self.problems.append(f"{where}: {field} is no text")
        return ""


def is_number(value: object) -> bool:
    """Whether it is a number of JSON."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)
