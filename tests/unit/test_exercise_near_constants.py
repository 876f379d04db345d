"""Calls with values that a program names keep the shape of the tests; their names say that they may leave the task."""

from __future__ import annotations

import pytest

from kernel_magic.core.problem import Call, TestCase
from kernel_magic.core.source import Source
from kernel_magic.core.values import PlainValue
from kernel_magic.lessons.exercising.near_constants import near_constants

PROGRAM = Source(
    text='def f(a, b="no"):\n    """Never 77."""\n    return a > 20 and b == "VIP" and {"x": 1.5}[b] or a == -3\n'
)


def calls(*args: tuple[PlainValue, ...], count: int = 400) -> list[tuple[PlainValue, ...]]:
    cases = [TestCase(name=str(number), given=Call(args=each), expected=None) for number, each in enumerate(args)]
    made = near_constants(PROGRAM, cases, seed=0, count=count)
    assert all(case.name.startswith("edge ") and case.expected is None for case in made)
    assert len({case.name for case in made}) == len(made)
    return [case.given.args for case in made if isinstance(case.given, Call)]


def test_numbers_come_with_their_neighbours_and_texts_as_they_are():
    found = calls((5, "abc"))
    assert {a for a, _ in found} >= {19, 20, 21, 2, 3, 4, 5}
    assert {b for _, b in found} == {"abc", "no", "VIP", "x"}
    assert (20, "VIP") in found, "two at once"


def test_what_a_docstring_says_is_no_value():
    assert 77 not in {a for a, _ in calls((5, "abc"))}


@pytest.mark.parametrize(("given", "below"), [((5,), False), ((-5,), True)])
def test_numbers_below_zero_are_made_only_where_the_tests_have_some(given, below):
    assert any(isinstance(a, int) and a < 0 for (a,) in calls(given)) is below


def test_each_keeps_its_type():
    for first, second in calls((1.0, [True, 2]), (2.5, ["a"])):
        assert type(first) is float
        assert isinstance(second, list)
    assert calls((True,), (None,)) == []


def test_no_given_call_is_made_and_no_more_than_asked_for():
    found = calls((20, "VIP"), (21, "x"), count=9)
    assert len(found) == 9
    assert (20, "VIP") not in found
