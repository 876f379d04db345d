"""Blocks of accepted code: joined they are the code, and they begin where statements begin."""

import ast
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel_magic.lessons.telling.code_blocks import split

MERGE = """def merge(a, b):
    i = j = 0
    out = []
    while i < len(a) and j < len(b):
        if a[i] <= b[j]:
            out.append(a[i])
            i += 1
        else:
            out.append(b[j])
            j += 1
    return out + a[i:] + b[j:]
"""
HELPERS = """import math


@staticmethod
def is_prime(n):
    for d in range(2, math.isqrt(n) + 1):
        if n % d == 0:
            return False
    return n > 1


def primes(limit):
    return [n for n in range(limit) if is_prime(n)]
"""
PROGRAM = "n = int(input())\ntotal = 0\nfor i in range(n):\n    total += int(input())\nprint(total)\n"


@pytest.mark.parametrize("text", [MERGE, HELPERS, PROGRAM, "x = 1; y = 2\n", "def f(x): return x\n", "def ("])
def test_joined_blocks_are_the_code(text):
    blocks = split(text)
    assert "\n".join(block.code for block in blocks) == text.rstrip("\n")
    assert blocks[0].first_line == 1
    assert all(b.first_line == a.last_line + 1 for a, b in itertools.pairwise(blocks))


def test_a_function_is_cut_around_its_loop_and_its_return():
    assert [(block.first_line, block.last_line) for block in split(MERGE)] == [(1, 3), (4, 10), (11, 11)]
    assert {block.function for block in split(MERGE)} == {"merge"}


def test_helpers_are_blocks_of_their_own_and_a_few_imports_stand_with_what_follows():
    assert [block.first_line for block in split(HELPERS)] == [1, 9, 12]
    assert [block.function for block in split(HELPERS)] == ["is_prime", "is_prime", "primes"]


def test_a_program_is_cut_at_module_level():
    assert [(block.first_line, block.last_line) for block in split(PROGRAM)] == [(1, 2), (3, 4), (5, 5)]
    assert {block.function for block in split(PROGRAM)} == {None}


def test_a_long_program_has_at_most_six_blocks():
    text = "def f(n):\n" + "".join(f"    if n > {i}:\n        n -= {i}\n" for i in range(30)) + "    return n\n"
    assert len(split(text)) == 6


STATEMENTS = [
    "x = 1",
    "y = [\n    1,\n    2,\n]",
    "for i in range(3):\n    x = i\n    y = i",
    "if x:\n    pass\nelse:\n    x = 2",
    "# note",
    "",
    "def g(a):\n    b = a\n    while b:\n        b -= 1\n    return b",
    "s = '''a\n\nb'''",
    "class C:\n    def m(self):\n        return 1\n    def n(self):\n        return 2",
]


@given(st.lists(st.sampled_from(STATEMENTS), min_size=1, max_size=12))
def test_any_program_is_cut_without_loss_and_no_statement_is_cut_in_its_lines(statements):
    text = "\n".join(statements) + "\nz = 0\n"
    blocks = split(text)
    assert "\n".join(block.code for block in blocks) == text.rstrip("\n")
    cuts = {block.first_line for block in blocks}
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Assign):
            assert not cuts & set(range(node.lineno + 1, (node.end_lineno or node.lineno) + 1))
