"""The one table of languages: names, files, what to install, and the program that decides whether each is offered.

A further language is one more file beside `cpp` and `java`, and one more row here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kernel_magic.core.source import Language
from kernel_magic.judge import cpp, java
from kernel_magic.judge.toolchain import Toolchain, found

TEST_INPUT, TEST_OUTPUT = "21\n", "ok 42\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One language."""

    language: Language
    title: str
    suffixes: tuple[str, ...]
    test: str
    """A program that reads 21 and prints `ok 42`: it decides whether the language is offered."""
    install: str = ""
    """What brings it, as Debian names it."""
    toolchain: Toolchain | None = None
    """None: it is not compiled, and the interpreter of the sandbox runs it."""


LANGUAGES: Mapping[Language, Row] = {
    "python": Row(language="python", title="Python", suffixes=(".py",), test="print('ok', 2 * int(input()))\n"),
    "cpp": Row(
        language="cpp",
        title="C++",
        suffixes=cpp.SUFFIXES,
        test=cpp.TEST,
        install="apt install g++",
        toolchain=cpp.Cpp(),
    ),
    "java": Row(
        language="java",
        title="Java",
        suffixes=java.SUFFIXES,
        test=java.TEST,
        install="apt install default-jdk-headless",
        toolchain=java.Java(),
    ),
}


def language_of(name: str) -> Language | None:
    """The language of a file, by its suffix; None: of none here."""
    return next((row.language for row in LANGUAGES.values() if name.lower().endswith(row.suffixes)), None)


def tool_folders() -> tuple[str, ...]:
    """Folders of the installed compilers: the sandbox must contain them."""
    folders: dict[str, None] = {}
    for row in LANGUAGES.values():
        if row.toolchain and (tools := found(row.toolchain.TOOLS)):
            folders.update(dict.fromkeys(row.toolchain.folders(tools)))
    return tuple(folders)
