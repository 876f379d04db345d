"""What a test came to, in words: to students, of a hidden test, nothing that only its cases could have told.

A student's program sees the arguments of hidden cases while it runs, and everything it controls can carry them out:
what it returns, prints, raises, on which line. So of a run that hidden cases took part in only words from this file are
shown. Which exception was raised, and on which line, is told of runs that no hidden case was part of.
"""

from __future__ import annotations

import builtins
import unicodedata

from kernel_magic.core.problem import Call, Expression, Limits, Prints, Raises, Returns, TestCase
from kernel_magic.core.verdict import CaseResult, Verdict

_LONGEST_CALL = 160
_LONGEST_EXAMPLE = 400
_LONGEST_PRIVATE = 600
_BY_REASON = {
    "arguments_changed": "It changes its arguments.",
    "not_plain": "Its result is no plain value (a number, a text, a list and the like).",
    "exit": "It ends the program instead of answering.",
    "signal": "It brings the Python interpreter down.",
    "security": "It does something that is not allowed here.",
    "too_large": "It returns far too much.",
}
_BY_VERDICT = {
    Verdict.WA: "Its result is wrong.",
    Verdict.MLE: "It needs too much memory.",
    Verdict.OLE: "It prints far too much.",
    Verdict.CE: "It is not valid Python.",
    Verdict.IE: "It could not be judged. A person will look at it; nothing is lost.",
    Verdict.RTE: "It raises an exception.",
}


class Lines:
    """Lines of the judged program as lines of the code that is shown."""

    def __init__(self, *, head: int, inserted: int, total: int) -> None:
        """Map lines.

        Args:
            head: so many lines at the top are the same in both.
            inserted: so many lines of the program follow that are not shown.
            total: how many lines are shown.
        """
        self._head = head
        self._inserted = inserted
        self._total = total

    def shown(self, line: int) -> int:
        """The line as it is shown; 0 where it is not."""
        if line > self._head:
            line = 0 if line <= self._head + self._inserted else line - self._inserted
        return line if 0 < line <= self._total else 0

    def message(self, result: CaseResult) -> str:
        """What the judge said, with the line as it is shown."""
        return result.at_line(self.shown(result.line)).message


def in_words(result: CaseResult, limits: Limits, function: str) -> str:
    """What a run did, in words of this file only. Safe to show whatever the case was."""
    if result.verdict is Verdict.TLE:
        return f"It takes too long (more than {limits.cpu_s:g} s)."
    if result.reason == "missing_function":
        return f"There is no function `{function}`."
    return _BY_REASON.get(result.reason) or _BY_VERDICT.get(result.verdict, "")


def in_detail(result: CaseResult, limits: Limits, function: str, line: int) -> str:
    """The same with the exception that was raised and its line, of a run that no hidden case was part of."""
    if result.reason not in ("exception", "wrong_exception"):
        return in_words(result, limits, function)
    name = result.observed.text if result.observed is not None else ""
    kind = getattr(builtins, name, None) if name.isidentifier() else None
    known = isinstance(kind, type) and issubclass(kind, BaseException)
    return f"It raises {name if known else 'an exception of its own'}{f' (line {line})' if line else ''}."


def call_text(case: TestCase, function: str) -> str:
    """What a case asks, as a person writes it: `count("OTTO")`."""
    match case.given:
        case Call(args=args, kwargs=kwargs):
            shown = [repr(item) for item in args] + [f"{name}={item!r}" for name, item in kwargs.items()]
            text = f"{function or 'f'}({', '.join(shown)})"
        case Expression(expression=expression, setup=setup):
            lines = [line.strip() for line in setup.split("\n") if line.strip()]
            text = "; ".join([*lines, expression])
            # what is asked stands last; what has to be there for it may be long
            text = text if len(text) <= _LONGEST_CALL else f"…{text[1 - _LONGEST_CALL :]}"
        case stdin:
            text = f"the program on {stdin.text!r}"
    return _cut(text, _LONGEST_CALL)


def expected_text(case: TestCase) -> str:
    """What a case expects, as a person writes it; empty where nobody knows."""
    match case.expected:
        case Returns(value=value):
            return _cut(repr(value), _LONGEST_CALL)
        case Raises(exception=exception):
            return f"a {exception}"
        case Prints(text=text):
            return f"the output {_cut(repr(text), _LONGEST_CALL)}"
        case None:
            return ""


def example_text(case: TestCase, result: CaseResult, function: str, lines: Lines) -> str:
    """`count("OTTO") returned 0, expected 2`: of cases only that the student may see, run without hidden ones."""
    message = lines.message(result)
    expected = expected_text(case)
    if result.reason == "exception" and expected:
        message = f"{message}, expected {expected}"
    return _cut(f"{call_text(case, function)} {message}", _LONGEST_EXAMPLE)


def private_text(case: TestCase, result: CaseResult, function: str, lines: Lines) -> str:
    """To the teacher: the case and everything the judge said."""
    said = f"{result.verdict.value} {lines.message(result)}".strip()
    return _cut(f"{call_text(case, function)}: {said} (expected {expected_text(case) or 'nothing'})", _LONGEST_PRIVATE)


def _cut(text: str, limit: int) -> str:
    kept = "".join(" " if unicodedata.category(character)[0] in "CZ" else character for character in text[: limit + 1])
    return kept if len(kept) <= limit else kept[: limit - 1] + "…"
