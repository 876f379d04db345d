"""What is special about an input, beside the examples a task gives: an empty list, equal elements, a negative number.

Names the class of inputs that a task leaves open. It looks at values only, not at what any program does with them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, pairwise

from kernel_magic.core.problem import Call, Stdin, TestCase
from kernel_magic.core.values import PlainValue

_FAR = 4
"""A number so many times as large as every number of the examples counts as large."""
_Trait = tuple[str, Callable[[PlainValue], bool]]


def special_about(case: TestCase, examples: Sequence[TestCase]) -> str:
    """The class of inputs that a case stands for and no example does, in words that complete "for …".

    Empty where it shows nothing that the examples do not.
    """
    shown = {trait for example in examples for trait in _traits(example, examples)}
    return next((trait for trait in _traits(case, examples) if trait not in shown), "")


def _traits(case: TestCase, examples: Sequence[TestCase]) -> Iterator[str]:
    """Everything that can be said of a case, the most telling first."""
    if isinstance(case.given, Stdin) and not case.given.text.strip():
        yield "empty input"
    values = _values(case)
    for words, holds in _TRAITS:
        if any(holds(value) for value in values):
            yield words
    yield from _between(values)
    largest = _largest(example for example in examples if example is not case)
    if largest and any(abs(number) > _FAR * largest for value in values for number in _numbers(value)):
        yield "large numbers"


def _values(case: TestCase) -> list[PlainValue]:
    """The arguments of a call, or the words and numbers of standard input."""
    match case.given:
        case Call(args=args, kwargs=kwargs):
            return [*args, *kwargs.values()]
        case Stdin(text=text):
            return [_read(token) for token in text.split()]
        case _:
            return []


def _between(values: Sequence[PlainValue]) -> Iterator[str]:
    for first, second in combinations(values, 2):
        one, other = _number(first), _number(second)
        if one is not None and other is not None and one >= other:
            yield "two equal numbers" if one == other else "a first number that is larger than the second"
        if isinstance(first, (list, tuple, str)) and isinstance(second, type(first)):
            if first == second:
                yield "two equal arguments"
            if len(first) != len(second):
                yield "arguments of different lengths"


def _read(token: str) -> PlainValue:
    digits = token.removeprefix("-")
    return int(token) if digits.isdecimal() and digits.isascii() and len(digits) < 19 else token


def _number(value: PlainValue) -> int | float | None:
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _items(value: PlainValue) -> list[PlainValue]:
    if isinstance(value, dict):
        return [*value.keys(), *value.values()]
    return list(value) if isinstance(value, (list, tuple, set, frozenset)) else []


def _numbers(value: PlainValue) -> list[int | float]:
    number = _number(value)
    return [number] if number is not None else [inner for item in _items(value) for inner in _numbers(item)]


def _largest(examples: Iterator[TestCase]) -> float:
    found = [0.0]
    for example in examples:
        found += [min(abs(number), 1e300) for value in _values(example) for number in _numbers(value)]
    return max(found)


def _texts(value: PlainValue) -> list[str]:
    return [value] if isinstance(value, str) else [text for item in _items(value) for text in _texts(item)]


def _has_equal(value: PlainValue) -> bool:
    items = [repr(item) for item in _items(value)] if isinstance(value, (list, tuple)) else []
    return len(set(items)) < len(items)


def _is_disordered(value: PlainValue) -> bool:
    numbers = [_number(item) for item in _items(value)] if isinstance(value, (list, tuple)) else []
    plain = [number for number in numbers if number is not None]
    return len(plain) == len(numbers) and any(a > b for a, b in pairwise(plain))


def _some_text(test: Callable[[str], bool]) -> Callable[[PlainValue], bool]:
    return lambda value: any(test(sign) for text in _texts(value) for sign in text)


_TRAITS: tuple[_Trait, ...] = (
    ("an empty text", lambda value: value == "" and isinstance(value, str)),
    ("an empty list", lambda value: isinstance(value, list) and not value),
    ("an empty tuple", lambda value: isinstance(value, tuple) and not value),
    ("an empty dictionary", lambda value: isinstance(value, dict) and not value),
    ("an empty set", lambda value: isinstance(value, (set, frozenset)) and not value),
    ("None", lambda value: value is None or any(item is None for item in _items(value))),
    ("an empty part inside", lambda value: any(not item for item in _items(value) if isinstance(item, (list, tuple)))),
    ("negative numbers", lambda value: any(number < 0 for number in _numbers(value))),
    ("the number 0", lambda value: any(number == 0 for number in _numbers(value))),
    ("fractions", lambda value: any(isinstance(number, float) for number in _numbers(value))),
    ("a list of one element", lambda value: isinstance(value, (list, tuple)) and len(value) == 1),
    ("a text of one character", lambda value: isinstance(value, str) and len(value) == 1),
    ("a list that is not in order", _is_disordered),
    ("equal elements", _has_equal),
    ("a text with capital letters", _some_text(str.isupper)),
    ("a text with digits", _some_text(str.isdigit)),
    ("a text with spaces", _some_text(str.isspace)),
    ("a text with other signs", _some_text(lambda sign: not sign.isalnum() and not sign.isspace())),
    ("the number 1", lambda value: _number(value) == 1),
)
