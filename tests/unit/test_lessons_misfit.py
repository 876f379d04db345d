"""Sentences that cannot be about the lines they stand beside."""

import pytest

from kernel_magic.lessons.telling.misfit import misfit

LOOP = "    for item in items:\n        if item > 0:\n            result += item\n"
RETURN = "    return result\n"


@pytest.mark.parametrize(
    ("sentence", "code", "reason"),
    [
        ("`result` is initialized with the first item.", LOOP, "these lines set nothing"),
        ("`result` is initialised to 0.", "    result = 0\n", ""),
        ("All items are compared.", RETURN, "these lines compare nothing"),
        ("Each item is compared with 0.", LOOP, ""),
        (
            "Each digit is compared with it.",
            "    for digit in digits:\n        total += digit\n",
            "these lines compare nothing",
        ),
        ("Each digit is compared.", "    if digit in digits:\n", ""),
        ("The last element is compared with the first one.", LOOP, "these lines take no first or last item"),
        ("Start with the first item.", "    best = items[0]\n", ""),
        ("The last item is taken.", "    top = stack.pop()\n", ""),
        ("It returns the sum.", LOOP, "these lines return nothing"),
        ("It returns the sum.", RETURN, ""),
        ("The sum is printed.", RETURN, "these lines print nothing"),
        ("A ValueError is raised.", RETURN, "these lines raise nothing"),
        ("A ValueError is raised.", "        raise ValueError(n)\n", ""),
        ("The loop adds every item.", RETURN, "these lines hold no loop"),
        ("The function adds every item.", LOOP, "speaks of the whole function"),
        ("`total` is defined here.", "total([1, 2])\n", "these lines define nothing"),
        ("`total` is defined here.", "def total(items):\n", ""),
        ("`limit` is defined as 5.", "limit = 5\n", ""),
    ],
)
def test_a_sentence_must_fit_its_lines(sentence, code, reason):
    assert misfit(sentence, code) == reason


def test_a_loop_may_lie_before_or_after_the_lines():
    assert misfit("`result` is 0 before the loop.", "    result = 0\n", after=LOOP) == ""
    assert misfit("`result` is 0 before the loop.", "    result = 0\n", before=LOOP) == "these lines hold no loop"
    assert misfit("After the loop, `result` is whole.", RETURN, before=LOOP) == ""
    assert misfit("After the loop, `result` is whole.", RETURN, after=LOOP) == "these lines hold no loop"
