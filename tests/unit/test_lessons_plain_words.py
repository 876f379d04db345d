"""Words from the syntax tree: true by construction, for blocks a model found no words for."""

import pytest

from kernel_magic.lessons.telling.code_blocks import split
from kernel_magic.lessons.telling.plain_words import plain_prose, plain_title

PROGRAM = """import math

def total(items):
    result, seen = 0, []
    for item in items:
        if item > 0:
            result += item
    while result > 100:
        result -= 1
    return result
"""


def test_each_block_is_named_by_what_it_does():
    titles = [plain_title(block, PROGRAM) for block in split(PROGRAM)]
    assert titles == ["Set result, seen", "For each item in items", "Repeat while result > 100", "Return result"]


@pytest.mark.parametrize(
    ("program", "title"),
    [
        ("def f(x): return x + 1\n", "Return x + 1"),
        ("print(input())\n", "Call print"),
        ("import re\n", "Import what is needed"),
        ("def f():\n    pass\n", "Define f"),
        ("def (", "Line 1"),
        ("if a:\n    b = 1\nelse:\n    b = 2\n", "If a"),
    ],
)
def test_short_programs(program, title):
    assert plain_title(split(program)[0], program) == title


def test_a_title_is_never_longer_than_sixty_characters():
    program = f"def f(x):\n    return {' + '.join(['x'] * 60)}\n"
    assert len(plain_title(split(program)[0], program)) <= 60


def test_each_block_has_a_plain_sentence():
    assert [plain_prose(block, PROGRAM) for block in split(PROGRAM)] == [
        "Here `total` is defined; it is given `items`.",
        "The lines below `for` run once for each `item` in `items`.",
        "The lines below `while` run again and again, as long as `result > 100`.",
        "The result is `result`.",
    ]


@pytest.mark.parametrize(
    ("program", "prose"),
    [
        ("a = []\nb = 0\n", "`a` becomes `[]`. `b` becomes `0`."),
        ("if a:\n    b()\n", "The lines below `if` run only if `a`."),
        ("if a:\n    b()\nelse:\n    c()\n", "Which lines run depends on whether `a`."),
        ("print(input())\n", "`print(input())` is called."),
        ("def f():\n    return {'{}': 1}\n", "Here `f` is defined. The result is `{'{}': 1}`."),
        ("x += 1\n", ""),
        ("print('`')\n", "`print('`')` is called."),
        ("def (", ""),
    ],
)
def test_plain_sentences_of_short_programs(program, prose):
    assert plain_prose(split(program)[0], program) == prose


def test_code_too_long_for_a_sentence_makes_none():
    program = f"def f(x):\n    return {' + '.join(['x'] * 60)}\n"
    assert plain_prose(split(program)[0], program) == "Here `f` is defined; it is given `x`."
