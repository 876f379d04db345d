"""What the readers of the single forms hand over: examples, lines that could not be read, and lines used up."""

from __future__ import annotations

from dataclasses import dataclass, field

from kernel_magic.core.problem import Call, Expected

_MAX_QUOTED = 120
MAX_READ = 400


class UnusableError(Exception):
    """Something that looks like an example cannot be used; the reason is a clause for people."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The left side of an example: what is called, in a form the judge can run."""

    source: str
    """One line of Python."""
    written: str
    """The same as the person wrote it, on one line."""
    callee: str | None
    """The name it calls first that is no built-in."""
    call: Call | None
    """Where it is nothing but a call of `callee` with plain arguments."""
    setup: str = ""
    """Statements it needs before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One example. Function form has a subject, program form a standard input."""

    line: int
    column: int = 0
    text: str
    expected: Expected
    subject: Subject | None = None
    stdin: str | None = None
    weak: bool = False
    """Written with a plain `=` about a function the text does not ask for: it may be a definition in a formula."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A line that is surely meant as an example but cannot be used."""

    line: int
    quoted: str
    reason: str


@dataclass(slots=True, kw_only=True)
class Reading:
    """What was found so far. `taken` holds the numbers of lines that no other form may read again."""

    found: list[Found] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)

    full: bool = False

    def is_full(self, line: int, quoted: str) -> bool:
        """Whether so much was found that nothing more is read; the first line left out is remembered as unread."""
        if not self.full and len(self.found) + len(self.unread) >= MAX_READ:
            self.full = True
            self.refuse(line, quoted, f"only the first {MAX_READ} examples are read")
        return self.full

    def refuse(self, line: int, quoted: str, reason: str) -> None:
        """Remember a line as unread."""
        self.unread.append(Unread(line=line, quoted=shortened(quoted), reason=reason))


def shortened(text: str, limit: int = _MAX_QUOTED) -> str:
    """The text on one line, cut where it is long."""
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else flat[: limit - 1] + "…"
