"""Plain values and texts as Python source that gives them back."""

from __future__ import annotations

import math
from collections.abc import Mapping

from kernel_magic.core.problem import Call
from kernel_magic.core.values import PlainValue


def value_source(value: PlainValue) -> str:
    """As `repr`, but what `repr` writes as a bare `inf` or `nan` can be read back."""
    match value:
        case bool() | int() | str() | bytes() | None:
            return _quoted(value) if isinstance(value, str) else repr(value)
        case float():
            return repr(value) if math.isfinite(value) else f"float('{value}')"
        case complex():
            parts = value_source(value.real), value_source(value.imag)
            return repr(value) if math.isfinite(abs(value)) else f"complex({parts[0]}, {parts[1]})"
        case list():
            return f"[{_joined(value)}]"
        case tuple():
            return f"({_joined(value)},)" if len(value) == 1 else f"({_joined(value)})"
        case set():
            return f"{{{_joined(sorted(value, key=repr))}}}" if value else "set()"
        case frozenset():
            return f"frozenset({{{_joined(sorted(value, key=repr))}}})" if value else "frozenset()"
        case dict():
            return _mapping_source(value)


def _mapping_source(value: Mapping[PlainValue, PlainValue]) -> str:
    return f"{{{', '.join(f'{value_source(key)}: {value_source(item)}' for key, item in value.items())}}}"


def _joined(items: list[PlainValue] | tuple[PlainValue, ...]) -> str:
    return ", ".join(value_source(item) for item in items)


def call_source(function: str, call: Call) -> str:
    """The call as Python writes it."""
    args = [value_source(item) for item in call.args]
    args += [f"{name}={value_source(item)}" for name, item in call.kwargs.items()]
    return f"{function}({', '.join(args)})"


def text_source(text: str) -> str:
    """A string literal on one line; odd characters are written as escapes."""
    return _quoted(text)


def _quoted(text: str) -> str:
    """With double quotes where that needs no more escapes than `repr` has."""
    shown = repr(text)
    return f'"{shown[1:-1]}"' if shown[0] == "'" and '"' not in shown else shown


def block_source(text: str) -> str:
    """A string literal over several lines that reads like the text itself, where the text allows it."""
    body = f"\n{text.rstrip()}\n"
    for quotes in ("'''", '"""'):
        if quotes not in body and all(char.isprintable() or char in "\n\t" for char in body):
            return f"r{quotes}{body}{quotes}"
    lines = [f"    {text_source(line)}" for line in text.splitlines(keepends=True)]
    return "(\n" + "\n".join(lines) + "\n)" if lines else '""'
