"""What compilers say, as diagnostics: the first errors with their places, bounded and clean.

Knows the two forms in use: `file:line:column: error: …` and `file:line: error: …` followed by the line and a mark
below it. What has neither form is shown as the compiler's first words.
"""

from __future__ import annotations

import re

from kernel_magic.core.source import Diagnostic
from kernel_magic.judge.wire import clean, clean_line

MOST = 20
_RULE = "compile"
_MESSAGE = 300
_READ = 1 << 16
_PLACED = re.compile(
    r"^(?:\./)?(?P<file>[^:\s][^:\n]*):(?P<line>\d+):(?:(?P<column>\d+):)? (?:fatal )?error: (?P<text>.+)$"
)
_LINKER = re.compile(r"(?:undefined reference to|multiple definition of) .+$")
_UNPLACED = re.compile(r"^(?:\S+: )?(?:fatal )?(?:internal compiler )?error: (?P<text>.+)$")
_MARK = re.compile(r"^\s*\^\s*$")


def read(said: bytes, own: str) -> tuple[Diagnostic, ...]:
    """The errors in what a compiler said.

    Args:
        said: its output.
        own: the name of the file that the program itself is in; places in other files are told in words.
    """
    lines = clean(said[:_READ], _READ).splitlines()
    found: list[Diagnostic] = []
    for number, line in enumerate(lines):
        if len(found) == MOST:
            break
        if match := _PLACED.match(line):
            column = int(match["column"] or _marked_column(lines[number + 1 : number + 6]))
            found.append(_placed(match, column, own))
        elif match := _LINKER.search(line) or _UNPLACED.match(line):
            text = match.groupdict().get("text") or match[0]
            found.append(Diagnostic(rule=_RULE, message=clean_line(text, _MESSAGE), line=0, column=0))
    return tuple(found)


def _placed(match: re.Match[str], column: int, own: str) -> Diagnostic:
    line = int(match["line"][:9])
    text = clean_line(match["text"], _MESSAGE)
    if match["file"] == own:
        return Diagnostic(rule=_RULE, message=text, line=line, column=column)
    name = clean_line(match["file"], 100)
    return Diagnostic(rule=_RULE, message=f"{name}, line {line}: {text}", line=0, column=0)


def _marked_column(following: list[str]) -> int:
    """Where the mark below a line stands, from 1; 0 where there is none."""
    for line in following:
        if _MARK.match(line):
            return line.index("^") + 1
        if _PLACED.match(line):
            break
    return 0


def first_words(said: bytes) -> str:
    """The beginning of what a compiler said, for a message."""
    return clean_line(said[: _MESSAGE * 4], _MESSAGE)
