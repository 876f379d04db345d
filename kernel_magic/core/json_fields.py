"""Reading a JSON document field by field: what is wrong is an `InputError` that names the place in the document.

A place is written as one would go there: `versions[0][1].tests[2].points`. Fields that nobody asks for are left alone:
a later version of the package may have added them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from kernel_magic.core.errors import InputError
from kernel_magic.core.values import JsonValue

Word = TypeVar("Word", bound=str)

_LONGEST = 40


class Fields:
    """A JSON object and where it stands in its document."""

    def __init__(self, content: JsonValue, place: str) -> None:
        """Take an object.

        Raises:
            InputError: it is none.
        """
        if not isinstance(content, Mapping):
            raise misfit(place or "the document", "an object", content)
        self._content = content
        self.place = place

    def __contains__(self, name: str) -> bool:
        return name in self._content

    def at(self, name: str) -> str:
        """The place of a field."""
        return f"{self.place}.{name}" if self.place else name

    def value(self, name: str) -> JsonValue:
        """A field, whatever it holds.

        Raises:
            InputError: it is missing.
        """
        if name not in self._content:
            raise InputError(f"{self.at(name)} is missing.")
        return self._content[name]

    def text(self, name: str, default: str | None = None) -> str:
        """A text; `default` where the field is missing and there is one."""
        if default is not None and name not in self._content:
            return default
        value = self.value(name)
        if not isinstance(value, str):
            raise misfit(self.at(name), "a text", value)
        return value

    def word(self, name: str, words: Sequence[Word], default: Word | None = None) -> Word:
        """One of some words."""
        text = self.text(name, default)
        for word in words:
            if word == text:
                return word
        raise misfit(self.at(name), f"one of {', '.join(words)}", text)

    def number(self, name: str, default: float | None = None) -> float:
        """A number."""
        if default is not None and name not in self._content:
            return default
        value = self.value(name)
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise misfit(self.at(name), "a number", value)
        return float(value)

    def whole(self, name: str, default: int | None = None) -> int:
        """A whole number."""
        if default is not None and name not in self._content:
            return default
        value = self.value(name)
        if isinstance(value, bool) or not isinstance(value, int):
            raise misfit(self.at(name), "a whole number", value)
        return value

    def flag(self, name: str, default: bool | None = None) -> bool:  # noqa: FBT001 - the value of the field itself
        """True or false."""
        if default is not None and name not in self._content:
            return default
        value = self.value(name)
        if not isinstance(value, bool):
            raise misfit(self.at(name), "true or false", value)
        return value

    def is_null(self, name: str) -> bool:
        """Whether a field is missing or null."""
        return self._content.get(name) is None

    def fields(self, name: str) -> Fields:
        """An object."""
        return Fields(self.value(name), self.at(name))

    def items(self, name: str, default: Sequence[JsonValue] | None = None) -> list[tuple[JsonValue, str]]:
        """What a list holds, each with its place."""
        if default is not None and name not in self._content:
            return [(item, "") for item in default]
        return items_of(self.value(name), self.at(name))

    def texts(self, name: str, default: Sequence[str] | None = None) -> tuple[str, ...]:
        """A list of texts."""
        found: list[str] = []
        for item, place in self.items(name, default):
            if not isinstance(item, str):
                raise misfit(place, "a text", item)
            found.append(item)
        return tuple(found)

    def named(self, name: str) -> list[tuple[str, JsonValue, str]]:
        """What an object holds whose keys are names of something: key, value, place."""
        value = self.value(name)
        if not isinstance(value, Mapping):
            raise misfit(self.at(name), "an object", value)
        return [(key, item, f"{self.at(name)}[{key!r}]") for key, item in value.items()]


def items_of(value: JsonValue, place: str) -> list[tuple[JsonValue, str]]:
    """What a list holds, each with its place.

    Raises:
        InputError: it is no list.
    """
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise misfit(place, "a list", value)
    return [(item, f"{place}[{number}]") for number, item in enumerate(value)]


def misfit(place: str, wanted: str, value: JsonValue) -> InputError:
    """The error for a value that is not what stands there."""
    shown = repr(value)
    shown = shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}…"
    return InputError(f"{place} is {shown}, not {wanted}.")
