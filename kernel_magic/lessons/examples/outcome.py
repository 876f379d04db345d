"""The right side of an example: a value, an exception, or text that is printed."""

from __future__ import annotations

import builtins
import re

from kernel_magic.core.problem import Expected, Prints, Raises, Returns
from kernel_magic.lessons.examples.expressions import value_of
from kernel_magic.lessons.examples.found import UnusableError, shortened

EXCEPTIONS = frozenset(
    name for name, item in vars(builtins).items() if isinstance(item, type) and issubclass(item, Exception)
)
_RAISES = re.compile(
    r"(?:(?:should |must |will )?(?:raises?|throws?|raising|raised|抛出|引发)[ \t]+)?(?:an?[ \t]+|the[ \t]+)?[`*]{0,3}"
    r"([A-Za-z_][\w.]*)[`*]{0,3}(?:[ \t]*(?:\(.*\)|exception|error|is raised|异常)|:.*)?[ \t]*",
    re.IGNORECASE,
)


def exception_named(name: str) -> Raises:
    """A built-in exception.

    Raises:
        UnusableError: it is none of Python's own.
    """
    if name not in EXCEPTIONS:
        raise UnusableError(f"{shortened(name, 40)} is none of Python's own exceptions")
    return Raises(exception=name)


def raises_in(text: str) -> Raises | None:
    """`ValueError`, `raises ValueError`, `a ValueError: message`; None where the text names no exception."""
    if len(text) > 400:
        return None
    match = _RAISES.fullmatch(text.strip())
    return Raises(exception=match[1]) if match is not None and match[1] in EXCEPTIONS else None


def outcome_of(text: str, *, prints: bool) -> Expected:
    """What is expected, from the text of the right side.

    Raises:
        UnusableError: neither a value nor an exception.
    """
    raised = raises_in(text)
    if raised is not None:
        return raised
    value = value_of(text)
    if prints:
        return Prints(text=(value if isinstance(value, str) else text.strip()) + "\n")
    return Returns(value=value)


def outcome_text(expected: Expected, written: str | None = None) -> str:
    """The right side as a person reads it."""
    if isinstance(expected, Raises):
        return f"-> raises {expected.exception}"
    if isinstance(expected, Prints):
        return f"-> prints {shortened(repr(expected.text.rstrip()), 200)}"
    about = f" (about, ±{expected.tolerance:.3g})" if expected.tolerance is not None else ""
    return f"-> {shortened(written if written is not None else repr(expected.value), 300)}{about}"
