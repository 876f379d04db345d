"""Tab completion behind `%%coder` and `%coder`: actions, subcommands, options, and the values of a few options."""

from __future__ import annotations

import argparse
import inspect
from typing import Any

from kernel_magic.lessons.actions import ACTIONS, Action
from kernel_magic.magics.arguments import DEFAULT_ACTION, parser_for

LINE_COMMANDS = ("status", "model", "config", "help", "last", "explain", "check", "hint", "exercise", "notebook")
"""What may stand behind `%coder`."""

_BACKENDS = ("auto", "llama_cpp", "transformers", "openai", "scripted:")


def matches(shell: Any, event: Any) -> list[str]:
    """What may come next: IPython's `complete_command` hook, which it makes a method of the shell."""
    before: str = event.text_until_cursor
    words = before.split()[1:]
    typed = "" if before[-1:].isspace() or not words else words.pop()
    found = _cell(words, typed) if event.command.startswith("%%") else _line(words, shell)
    return [word for word in found if word.startswith(typed)]


def _cell(words: list[str], typed: str) -> list[str]:
    action = next((action for action in ACTIONS if words and action.name == words[0]), DEFAULT_ACTION)
    values = _values(words[-1]) if words else None
    if values is not None:
        return values
    options = _options(action)
    if not words and not typed.startswith("-"):
        return [each.name for each in ACTIONS] + options
    return options


def _line(words: list[str], shell: Any) -> list[str]:
    if not words:
        return list(LINE_COMMANDS)
    if words == ["explain"]:
        explain = next(action for action in ACTIONS if action.name == "explain")
        return [*_callables(shell), *_options(explain)]
    if words[0] in ("check", "hint", "exercise") and len(words) == 1:
        return _exercises(shell)
    return _models() if words == ["model"] else []


def _exercises(shell: Any) -> list[str]:
    """The names of the notebook's exercises."""
    # IPython makes the hook a method of the shell; the magics are found by their name there.
    manager = getattr(shell, "magics_manager", None)
    magics = manager.registry.get("CoderMagics") if manager is not None else None
    return magics.coursework.names() if magics is not None else []


def _callables(shell: Any) -> list[str]:
    """Functions and classes that a person made or imported."""
    names = getattr(shell, "user_ns", {})
    kinds = (inspect.isfunction, inspect.isclass)
    return [name for name, value in names.items() if name[0] != "_" and any(kind(value) for kind in kinds)]


def _values(option: str) -> list[str] | None:
    if option == "--model":
        return _models()
    if option == "--backend":
        return list(_BACKENDS)
    return ["4", "8"] if option == "--bits" else None


def _models() -> list[str]:
    from kernel_magic.engine.catalog import entries  # noqa: PLC0415 - `%load_ext` stays quick

    return ["auto", *(name for model in entries() for name in (model.name, model.alias))]


def _options(action: Action) -> list[str]:
    parser: argparse.ArgumentParser = parser_for(action)
    return [text for option in parser._actions for text in option.option_strings if text.startswith("--")]
