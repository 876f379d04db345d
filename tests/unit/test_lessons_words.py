"""A model's sentences: what may stay beside accepted code, and what goes."""

import pytest

from kernel_magic.lessons.words import checked_title, checked_words

KNOWN = "def merge(a, b):\n    i = j = 0\n    out = []\nmerge([1, 4], [2, 9])\ni = 2\nout = [1, 2, 4]"


@pytest.mark.parametrize(
    "sentence",
    [
        "Two indices mark the first item not yet taken.",
        "The list `out` collects the items.",
        "It starts with `i = j = 0`.",
        "At the end `out` is `[1, 2, 4]`.",
        "Both `i` and `j` begin at 0.",
        "The value of `i` is 2.",
        "It returns `None` in no case.",
    ],
)
def test_sentences_about_what_is_known_stay(sentence):
    words = checked_words(sentence, known=KNOWN)
    assert words.text == sentence
    assert words.dropped == ()


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("The loop runs 7 times.", "7 was not observed"),
        ("At the end `out` is `[1, 2, 4, 99]`.", "[1, 2, 4, 99]"),
        ("It uses `heapq` for speed.", "heapq"),
        ("The time complexity is linear.", "growth"),
        ("This runs in O(n) time.", "growth"),
        ("Here is the explanation.", "chatter"),
        ('The result is "hello world".', "hello world"),
        ("The answer is -3.5.", "-3.5"),
    ],
)
def test_sentences_that_state_what_nobody_observed_go(sentence, reason):
    words = checked_words(f"Items are taken in order. {sentence}", known=KNOWN)
    assert words.text == "Items are taken in order."
    assert len(words.dropped) == 1
    assert reason in words.dropped[0]


def test_a_repeated_sentence_is_shown_once_and_long_prose_ends():
    words = checked_words("Take it. " * 500, known=KNOWN)
    assert words.text == "Take it."
    long = checked_words(
        " ".join(f"Then comes part {chr(97 + i % 26) * 3}{chr(97 + i // 26)}." for i in range(200)), known=KNOWN
    )
    assert 0 < len(long.text) <= 700


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("take the smaller front", "Take the smaller front"),
        ("**Merge the lists.**", "Merge the lists"),
        ("Run 17 times", ""),
        ("", ""),
        ("x" * 100, ""),
    ],
)
def test_titles_are_plain_short_and_state_nothing_new(title, shown):
    assert checked_title(title, known=KNOWN) == shown
