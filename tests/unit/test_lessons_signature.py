"""What a function's arguments tell."""

import pytest

from kernel_magic.lessons.signature import changes_arguments


@pytest.mark.parametrize(
    ("body", "changes"),
    [
        ("a.sort()", True),
        ("a[0] = 1", True),
        ("del a[0]", True),
        ("while a:\n        b.append(a.pop())", True),
        ("return sorted(a)", False),
        ("a = list(a)\n    a.sort()", False),
        ("out = []\n    out.append(a[0])", False),
        ("return a.index(3)", False),
    ],
)
def test_a_function_that_changes_what_it_was_given(body, changes):
    assert changes_arguments(f"def f(a, b=1):\n    {body}\n", "f") is changes


@pytest.mark.parametrize("text", ["", "def f(:", "print(1)", "def g(a):\n    a.sort()\n"])
def test_text_without_the_function_changes_nothing(text):
    assert changes_arguments(text, "f") is False
    assert changes_arguments(text, None) is False
