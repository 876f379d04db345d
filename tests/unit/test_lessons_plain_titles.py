"""Titles from the syntax tree: true by construction, for blocks a model found no words for."""

import pytest

from kernel_magic.lessons.code_blocks import split
from kernel_magic.lessons.plain_titles import plain_title

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
