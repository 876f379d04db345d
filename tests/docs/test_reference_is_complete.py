"""The reference pages name everything there is: every setting, option, subcommand, action, schema field."""

from __future__ import annotations

import dataclasses
import json
import os
import re
import subprocess
import sys
from functools import cache
from importlib import resources
from pathlib import Path
from typing import get_args

import pytest

from kernel_magic.cli.main import COMMANDS
from kernel_magic.core.lesson import Status
from kernel_magic.core.problem import CheckerSpec, Limits
from kernel_magic.core.verdict import Reason, Verdict
from kernel_magic.judge import contract
from kernel_magic.lessons.actions import ACTIONS
from kernel_magic.settings import SETTINGS, default

REFERENCE = Path(__file__).resolve().parents[2] / "docs" / "reference"
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]+")
FAMILIES = {
    "model": ("list", "fetch", "path", "verify"),
    "problem": ("check",),
    "assignment": ("build", "check", "grade"),
}
"""Subcommands with actions of their own."""
WORDS = [*[(name,) for name in COMMANDS], *[(name, action) for name, actions in FAMILIES.items() for action in actions]]


def page(name: str) -> str:
    """A reference page."""
    return (REFERENCE / name).read_text("utf-8")


def section(text: str, heading: str) -> str:
    """The part of a page under one heading, up to the next of the same or a higher rank."""
    found = re.search(rf"^(#+) .*`kernel-magic {heading}\b.*$", text, re.MULTILINE)
    assert found, f"no heading for `kernel-magic {heading}`"
    rest = text[found.end() :]
    end = re.search(rf"^#{{1,{len(found[1])}}} ", rest, re.MULTILINE)
    return rest[: end.start()] if end else rest


@cache
def help_text(*words: str) -> str:
    """What a subcommand's `--help` prints."""
    command = [sys.executable, "-m", "kernel_magic", *words, "--help"]
    environment = {**os.environ, "COLUMNS": "200", "NO_COLOR": "1"}
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, env=environment)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("words", WORDS)
def test_every_option_of_a_subcommand_is_in_the_reference(words):
    text = page("command-line.md")
    here = section(text, " ".join(words)) + section(text, words[0])
    shared = text[: text.index("\n## ")] + page("configuration.md")
    options = set(OPTION.findall(help_text(*words)))
    assert "--help" in options
    settings = {option for option in options if f"`{option}" in shared}
    missing = {option for option in options - settings if option not in here}
    assert not missing


def test_every_subcommand_is_in_the_reference():
    assert {"doctor", "model", "solve", "check", "judge"} <= set(COMMANDS)
    for name in COMMANDS:
        assert name in help_text()
        assert section(page("command-line.md"), name)


@pytest.mark.parametrize("words", WORDS)
def test_no_option_of_the_reference_is_invented(words):
    here = section(page("command-line.md"), " ".join(words))
    inner = FAMILIES.get(words[0], ()) if len(words) == 1 else ()
    shown = "".join([help_text(*words), *(help_text(*words, action) for action in inner)])
    assert set(OPTION.findall(here)) <= set(OPTION.findall(shown)) | {"--help"}


@pytest.mark.parametrize("name", SETTINGS)
def test_every_setting_is_in_the_reference_with_its_default(name):
    rows = [line for line in page("configuration.md").splitlines() if line.startswith(f"| `{name}` |")]
    assert len(rows) == 1
    if name != "home":
        assert f"| `{default(name)}` |" in rows[0]
    about = SETTINGS[name].metadata
    option = f"`--{about['off']}`" if "off" in about else f"`--{name.replace('_', '-')} "
    assert (option in rows[0]) is about.get("option", True)


def test_every_trait_of_the_magics_is_in_the_reference():
    from kernel_magic.magics.coder import CoderMagics

    rows = page("configuration.md")
    missing = [name for name in CoderMagics.class_traits(config=True) if f"| `{name}` |" not in rows]
    assert not missing


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.name)
def test_every_option_of_an_action_is_in_the_reference(action):
    from kernel_magic.magics.arguments import parser_for

    text = page("magics.md")
    options = {option for each in parser_for(action)._actions for option in each.option_strings}
    missing = [option for option in sorted(options) if f"`{option}" not in text + page("configuration.md")]
    assert f"`%%coder {action.name}`" in text
    assert not missing


def test_every_status_verdict_and_reason_is_in_the_reference():
    text = page("status-words.md")
    words = [*get_args(Status), *(verdict.value for verdict in Verdict), *filter(None, get_args(Reason))]
    assert [word for word in words if f"`{word}`" not in text] == []


def test_every_checker_and_limit_is_in_the_reference():
    text = page("judge-contract.md")
    checkers = get_args(CheckerSpec.__annotations__["name"]) or ("standard", "identical", "floats", "unordered")
    assert [name for name in checkers if f"| `{name}` |" not in text] == []
    assert [field.name for field in dataclasses.fields(Limits) if f"`{field.name}`" not in text] == []


def test_every_field_of_a_contract_is_in_the_reference():
    text = page("judge-contract.md")
    fields = contract._FIELDS | contract._CASE_FIELDS
    assert {"cases", "args", "stdin"} <= fields
    assert [name for name in sorted(fields) if f"`{name}`" not in text] == []


KINDS = ("lesson", "check", "explanation", "judge", "comparison", "growth", "problem-check", "evaluation", "error")


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_a_result_is_in_the_reference(kind):
    schema = json.loads(resources.files("kernel_magic.schemas").joinpath(f"{kind}.1.json").read_text("utf-8"))
    text = page("json.md")
    heading = f"## `kernel-magic/{kind}/1`"
    assert heading in text
    here = text[text.index(heading) + len(heading) :].partition("\n## ")[0]
    assert [name for name in schema["properties"] if f"`{name}`" not in here] == []
