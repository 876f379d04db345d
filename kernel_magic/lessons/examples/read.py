"""A learner's text as a task: its examples in order, the function it asks for, and how results are compared.

Nothing is run and nothing is guessed: what is surely meant as an example but cannot be used is named in
`Task.unread_examples` and in a note for the learner.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

from kernel_magic.core.errors import TaskError
from kernel_magic.core.lesson import Task
from kernel_magic.core.problem import (
    CheckerSpec,
    Expected,
    Expression,
    Given,
    Prints,
    Raises,
    Returns,
    Stdin,
    TestCase,
)
from kernel_magic.core.source import Language
from kernel_magic.core.values import PlainValue
from kernel_magic.lessons.examples.arrows import read_arrows
from kernel_magic.lessons.examples.asserts import read_asserts
from kernel_magic.lessons.examples.doctests import read_doctests
from kernel_magic.lessons.examples.found import Found, Reading, Unread
from kernel_magic.lessons.examples.names import Names, names_in
from kernel_magic.lessons.examples.pairs import read_pairs
from kernel_magic.lessons.examples.tables import read_tables
from kernel_magic.lessons.examples.title import title_of

__all__ = ["MAX_EXAMPLES", "MAX_TASK_CHARACTERS", "read_task", "title_of"]

MAX_TASK_CHARACTERS = 50_000
MAX_EXAMPLES = 200
_UNORDERED = re.compile(
    r"\b(?:in any order|(?:the )?order (?:of the (?:result|output|items?|elements?|list) )?(?:does not|"
    r"doesn't|doesn\u2019t|is not|isn't) "
    r"(?:matter|important|relevant)|regardless of (?:the )?order|任意顺序)|顺序不限|任意顺序",
    re.IGNORECASE,
)
_INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u2060")) | {
    0xA0: " ",
    0x3000: " ",
    0x2028: "\n",
    0x2029: "\n",
}
_DAMAGED = re.compile(r"[\x00\ud800-\udfff]")
_CURLY = {0x201C: '"', 0x201D: '"', 0x2018: "'", 0x2019: "'"}
_NUMBER = re.compile(r"(?<![\w.])[-+]?\d+\.\d+(?:[eE][-+]?\d+)?(?![\w.])")


def read_task(text: str, *, language: Language = "python") -> Task:
    """Read a task: check the text, collect its examples, name the function.

    Raises:
        TaskError: the text is empty, too long or damaged, or two of its examples contradict each other.
    """
    _check(text)
    lines = _lines(text)
    names = names_in("\n".join(lines))
    reading = _collect(lines, names)
    found = _distinct(sorted(reading.found, key=lambda item: (item.line, item.column)))
    found = _one_form(found, names, reading)
    _no_contradiction(found)
    found = _capped(found, reading)
    function = _function(found, names)
    cases = tuple(_case(number, item, function) for number, item in enumerate(found, 1))
    unread = sorted(reading.unread, key=lambda item: item.line)
    return Task(
        text=text,
        language=language,
        function=function,
        cases=cases,
        checker=_checker(text, cases),
        notes=(*(_note(item) for item in unread), *reading.notes),
        unread_examples=tuple(item.quoted for item in unread),
    )


def words_of(text: str) -> str:
    """A task's text without the lines that hold its examples, those that could not be read among them."""
    lines = _lines(text)
    reading = _collect(lines, names_in("\n".join(lines)))
    examples = reading.taken | {item.line for item in reading.found} | {item.line for item in reading.unread}
    return "\n".join(line for number, line in enumerate(lines, 1) if number not in examples)


def _check(text: str) -> None:
    if not text.strip():
        raise TaskError("The task is empty.", "Write what the program should do, best with an example or two.")
    if len(text) > MAX_TASK_CHARACTERS:
        raise TaskError(
            f"The task has {len(text):,} characters; at most {MAX_TASK_CHARACTERS:,} are read.",
            "Shorten the text: the statement and a few examples are enough.",
        )
    damaged = _DAMAGED.search(text)
    if damaged is not None:
        line = text.count("\n", 0, damaged.start()) + 1
        what = "a null byte" if damaged[0] == "\0" else "half of a character (a lone surrogate)"
        raise TaskError(f"Line {line} of the task holds {what}.", "Delete it, or type the line again.")


def _lines(text: str) -> list[str]:
    clean = text.replace("\r\n", "\n").replace("\r", "\n").translate(_INVISIBLE)
    lines = clean.split("\n")
    return [line if '"' in line or "'" in line else line.translate(_CURLY) for line in lines]


def _collect(lines: Sequence[str], names: Names) -> Reading:
    reading = Reading()
    read_doctests(lines, names, reading)
    read_asserts(lines, names, reading)
    function = _most_called(reading.found) or _first_named(lines, names)
    read_tables(lines, names, function, reading)
    read_pairs(lines, names, function, reading)
    read_arrows(lines, names, reading)
    return reading


def _first_named(lines: Sequence[str], names: Names) -> str | None:
    if names.declared:
        return names.declared[0]
    probe = Reading()
    read_arrows(lines, names, probe)
    return _most_called([item for item in probe.found if not item.weak])


def _most_called(found: Sequence[Found]) -> str | None:
    callees = Counter(item.subject.callee for item in found if item.subject is not None and item.subject.callee)
    return callees.most_common(1)[0][0] if callees else None


def _function(found: Sequence[Found], names: Names) -> str | None:
    """The function or class under test: what the examples call most, else what the text names."""
    if not found:
        functions = [name for name in names.certain or names.declared if name not in names.classes]
        return functions[0] if functions and (names.certain or len(functions) == 1) else None
    callees = Counter(item.subject.callee for item in found if item.subject is not None and item.subject.callee)
    if not callees:
        return None
    most = max(callees.values())
    candidates = [name for name in callees if callees[name] == most]
    return next((name for name in candidates if name in names.declared), candidates[0])


def _distinct(found: Sequence[Found]) -> list[Found]:
    kept: dict[tuple[str, str], Found] = {}
    for item in found:
        kept.setdefault((_given_key(item), repr(item.expected)), item)
    return list(kept.values())


def _given_key(item: Found) -> str:
    if item.subject is None:
        return f"stdin {item.stdin!r}"
    if item.subject.call is not None:
        call = item.subject.call
        return f"call {item.subject.callee} {call.args!r} {sorted(call.kwargs.items(), key=lambda pair: pair[0])!r}"
    return f"expression {item.subject.setup!r} {item.subject.source!r}"


def _one_form(found: list[Found], names: Names, reading: Reading) -> list[Found]:
    """Examples of a program and of a function cannot be judged together: the larger group stays.

    Calls of a function the text never asks for are notation, and stay behind a program's examples.
    """
    program = [item for item in found if item.subject is None]
    calls = [item for item in found if item.subject is not None]
    if not program or not calls:
        return found
    named = any(item.subject is not None and item.subject.callee in names.declared for item in calls)
    kept, dropped = (calls, program) if named and len(calls) >= len(program) else (program, calls)
    form = "a function" if kept is calls else "a whole program"
    for item in dropped:
        reading.unread.append(Unread(line=item.line, quoted=item.text, reason=f"most examples are of {form}"))
    return kept


def _no_contradiction(found: Sequence[Found]) -> None:
    first: dict[str, list[tuple[int, Found]]] = {}
    for number, item in enumerate(found, 1):
        earlier = first.setdefault(_given_key(item), [])
        for before, other in earlier:
            if _contradict(other.expected, item.expected):
                raise TaskError(
                    f"Two examples contradict each other: example {before} (line {other.line}) says `{other.text}`, "
                    f"example {number} (line {item.line}) says `{item.text}`.",
                    "Correct one of them.",
                )
        earlier.append((number, item))


def _contradict(one: Expected, other: Expected) -> bool:
    if isinstance(one, Returns) and isinstance(other, Returns):
        tolerance = max(one.tolerance or 0.0, other.tolerance or 0.0)
        return not _alike(one.value, other.value, tolerance)
    if isinstance(one, Prints) and isinstance(other, Prints):
        return one.text.split() != other.text.split()
    if isinstance(one, Raises) or isinstance(other, Raises):
        return one != other
    return False


def _alike(one: PlainValue, other: PlainValue, tolerance: float) -> bool:
    try:
        if one == other or repr(one) == repr(other):
            return True
        if isinstance(one, int | float) and isinstance(other, int | float):
            return math.isclose(one, other, rel_tol=tolerance, abs_tol=tolerance)
    except (OverflowError, RecursionError):
        return False
    if isinstance(one, list | tuple) and isinstance(other, list | tuple) and len(one) == len(other):
        return all(_alike(a, b, tolerance) for a, b in zip(one, other, strict=True))
    return False


def _capped(found: list[Found], reading: Reading) -> list[Found]:
    for item in found[MAX_EXAMPLES : MAX_EXAMPLES + 1]:
        more = len(found) - MAX_EXAMPLES
        reason = f"only the first {MAX_EXAMPLES} examples are run, {more} more are not"
        reading.unread.append(Unread(line=item.line, quoted=item.text, reason=reason))
    return found[:MAX_EXAMPLES]


def _case(number: int, item: Found, function: str | None) -> TestCase:
    given: Given
    if item.subject is None:
        given = Stdin(text=item.stdin or "")
    elif item.subject.call is not None and item.subject.callee == function:
        given = item.subject.call
    else:
        given = Expression(expression=item.subject.source, setup=item.subject.setup)
    return TestCase(name=f"example {number}", given=given, expected=item.expected, origin="sample", text=item.text)


def _note(item: Unread) -> str:
    return f"Line {item.line} looks like an example but could not be used: `{item.quoted}` ({item.reason})."


def _checker(text: str, cases: Sequence[TestCase]) -> CheckerSpec:
    if any(isinstance(case.given, Stdin) for case in cases):
        return CheckerSpec()
    values = [case.expected.value for case in cases if isinstance(case.expected, Returns)]
    if any(_holds_float(value) for value in values):
        return CheckerSpec(name="floats", tolerance=1e-9)
    if _UNORDERED.search(text) and values and all(isinstance(value, list | tuple) for value in values):
        return CheckerSpec(name="unordered")
    return CheckerSpec()


def _holds_float(value: PlainValue) -> bool:
    pending: list[PlainValue] = [value]
    while pending:
        item = pending.pop()
        if isinstance(item, float | complex) and not isinstance(item, int):
            return True
        if isinstance(item, dict):
            pending.extend([*item.keys(), *item.values()])
        elif isinstance(item, list | tuple | set | frozenset):
            pending.extend(item)
    return False
