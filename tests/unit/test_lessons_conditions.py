"""Which generated inputs a task's own words rule out."""

import pytest

from kernel_magic.core.lesson import Task
from kernel_magic.core.problem import Call, Stdin, TestCase
from kernel_magic.lessons.witnesses.conditions import within_the_task


def case(given, name="example"):
    return TestCase(name=name, given=given, expected=None)


def kept(text, examples, inputs):
    """The arguments of what is left, of edges and of inputs like the examples."""
    task = Task(text=text, function="f", cases=tuple(case(Call(args=args)) for args in examples))
    found = within_the_task([case(Call(args=args), name) for name, args in inputs], task)
    return [item.given.args for item in found if isinstance(item.given, Call)]


MERGE = "Write `merge(a, b)`: merge two sorted lists into one sorted list."


def test_an_unsorted_list_is_no_gap_where_the_task_says_sorted():
    inputs = [("edge 1", ([4, 1], [3])), ("edge 2", ([], [])), ("generated 1", ([1], [2, 2]))]
    assert kept(MERGE, [([1, 4], [2, 9])], inputs) == [([], []), ([1], [2, 2])]


@pytest.mark.parametrize(
    "text",
    [
        "Merge two lists.",
        "Return one new list: make it a sorted list.",
        "Build a new sorted list of both.",
        "Merge two lists into a sorted list of numbers, then return the sorted numbers.",
    ],
)
def test_words_about_the_result_rule_nothing_out(text):
    inputs = [("edge 1", ([4, 1], [3]))]
    assert kept(text, [([1, 4], [2, 9])], inputs) == [([4, 1], [3])]


def test_a_condition_that_an_example_breaks_is_none():
    assert kept(MERGE, [([1, 4], [2, 9]), ([3, 1], [2])], [("edge 1", ([4, 1], [3]))]) == [([4, 1], [3])]


def test_a_condition_that_no_example_shows_is_none():
    assert kept(MERGE, [([1], [2])], [("edge 1", ([4, 1], [3]))]) == [([4, 1], [3])]


def test_inputs_like_the_examples_stay_whatever_the_words():
    text = "f(items): the largest of a non-empty list of positive integers with at least two items."
    inputs = [("generated 1", ([],)), ("generated 2", ([0],)), ("edge 1", ([],)), ("edge 2", ([-3, 4],))]
    assert kept(text, [([3, 1],)], inputs) == [([],), ([0],)]


@pytest.mark.parametrize(
    ("text", "example", "left"),
    [
        ("The sum of the digits of a positive integer.", (12,), [(5,)]),
        ("The sum of the digits of a non-negative integer.", (12,), [(0,), (5,)]),
        ("The n-th triangle number; n is at least 5.", (12,), [(5,)]),
        ("The sum of the digits.", (12,), [(-3,), (0,), (5,)]),
    ],
)
def test_numbers_below_what_is_stated(text, example, left):
    assert kept(text, [example], [("edge 1", (-3,)), ("edge 2", (0,)), ("edge 3", (5,))]) == left


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("The first line is an integer n, at least 2.", ["2\n1 2\n"]),
        ("The first line is n (n >= 2).", ["2\n1 2\n"]),
        ("Constraints: 2 <= n <= 100", ["2\n1 2\n"]),
        ("Print at least 2 words for n numbers.", ["1\n7\n", "2\n1 2\n"]),
        ("The first line is an integer n.", ["1\n7\n", "2\n1 2\n"]),
    ],
)
def test_the_first_number_of_standard_input_has_a_stated_least(text, left):
    task = Task(text=text, cases=(case(Stdin(text="3\n1 2 3\n")),))
    inputs = [case(Stdin(text="1\n7\n"), "generated 1"), case(Stdin(text="2\n1 2\n"), "generated 2")]
    assert [item.given.text for item in within_the_task(inputs, task) if isinstance(item.given, Stdin)] == left
