"""A model's sentences: what may stay beside accepted code, and what goes."""

import pytest

from kernel_magic.lessons.telling.words import Speech

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
        "It is `None` in no case.",
    ],
)
def test_sentences_about_what_is_known_stay(sentence):
    speech = Speech(known=KNOWN)
    assert speech.keep(sentence, about=KNOWN) == sentence
    assert speech.dropped == []


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
        ("The loop goes on to the end.", "no loop"),
        ("Each word is measured against it.", "said before"),
    ],
)
def test_sentences_that_state_what_nobody_observed_go(sentence, reason):
    speech = Speech(known=KNOWN, said=("Each word is measured against it.",))
    assert speech.keep(f"Items are taken in order. {sentence}", about="out = []") == "Items are taken in order."
    assert len(speech.dropped) == 1
    assert reason in speech.dropped[0]


def test_a_sentence_about_another_program_goes():
    speech = Speech(known=KNOWN, foreign=frozenset({"words", "out"}))
    assert speech.keep("No words were seen yet. The list `out` is empty.", about=KNOWN) == "The list `out` is empty."
    assert "speaks of words" in speech.dropped[0]


def test_a_sentence_about_the_whole_function_stands_at_its_head_only():
    speech = Speech(known=KNOWN)
    assert speech.keep("The function merges two lists.", about="    return out") == ""
    assert speech.keep("The function merges two lists.", about="def merge(a, b):") == "The function merges two lists."


def test_after_the_loop_may_mean_the_loop_of_an_earlier_step():
    sentence = "After the loop, what is left of both lists is added."
    loop = "    while i < len(a):\n        i += 1\n"
    assert Speech(known=KNOWN).keep(sentence, about="    out += a[i:]", before=loop) == sentence
    assert Speech(known=KNOWN).keep(sentence, about="    out += a[i:]", before="    i = 0\n") == ""
    assert Speech(known=KNOWN).keep("After the loop, it loops.", about="    out += a[i:]", before=loop) == ""


def test_a_sentence_is_about_calls_in_its_own_lines():
    code = "    n = int(input())\n    print(max(a))\n"
    sentence = "`max(a)` is the largest of them."
    assert Speech(known=code).keep(sentence, about="    print(max(a))\n") == sentence
    assert Speech(known=code).keep(sentence, about="    n = int(input())\n") == ""


@pytest.mark.parametrize(
    "sentence",
    ["`n` is not used.", "They are not really needed here.", "`n` is an unused name.", "No code is executed."],
)
def test_accepted_code_is_not_called_useless(sentence):
    assert Speech(known="n = 1").keep(sentence, about="n = 1") == ""


def test_a_sentence_is_said_once_in_a_lesson():
    speech = Speech(known=KNOWN)
    assert speech.keep("Take the smaller front. " * 500, about=KNOWN) == "Take the smaller front."
    assert speech.keep("Take the smaller front. Go on with the next.", about=KNOWN) == "Go on with the next."


def test_of_long_prose_three_sentences_stay():
    names = ["Apples", "Pears", "Plums", "Figs", "Nuts"]
    speech = Speech(known=KNOWN)
    assert speech.keep(" ".join(f"{name} come next." for name in names), about=KNOWN).count(".") <= 3


def test_a_sentence_that_leans_on_a_dropped_one_goes_too():
    speech = Speech(known=KNOWN)
    assert (
        speech.keep("The loop runs 99 times. It is long. Two indices move on.", about=KNOWN) == "Two indices move on."
    )


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
    assert Speech(known=KNOWN).title(title, about=KNOWN) == shown


def test_a_title_must_fit_its_lines():
    speech = Speech(known=KNOWN)
    assert speech.title("Define the function", about="merge([1], [2])") == ""
    assert speech.dropped == ["Define the function (a title; these lines define nothing)"]
    assert speech.title("Define the function", about="def merge(a, b):") == "Define the function"


def test_a_title_is_used_once():
    speech = Speech(known=KNOWN)
    twice = [speech.title(title, about=KNOWN) for title in ("Merge two lists", "merge two lists.")]
    assert twice == ["Merge two lists", ""]
