"""Two programs are one when only names, annotations, docstrings or layout differ."""

import pytest

from kernel_magic.lessons.normal_form import fingerprint

BASE = "def f(a, b):\n    total = 0\n    for x in a:\n        if x > b:\n            total += x\n    return total\n"

SAME = [
    BASE.replace("total", "s").replace("x", "item"),
    "def f(a: list[int], b: int) -> int:\n    '''Doc.'''\n" + BASE.split("\n", 1)[1],
    BASE.replace("total += x", "total = total + x"),
    BASE.replace("x > b", "b < x"),
    BASE.replace("    total = 0\n", "    total: int = 0  # start\n\n"),
    BASE.replace("def f", "def g"),
]
OTHER = [
    BASE.replace(">", ">="),
    BASE.replace("total = 0", "total = 1"),
    "def f(a, b):\n    return sum(x for x in a if x > b)\n",
    BASE.replace("total += x", "total -= x"),
    BASE.replace("if x > b", "if b > x"),
]


@pytest.mark.parametrize("text", SAME)
def test_a_renamed_or_annotated_copy_is_no_second_witness(text):
    assert fingerprint(text) == fingerprint(BASE)


@pytest.mark.parametrize("text", OTHER)
def test_a_program_that_computes_otherwise_is_another_one(text):
    assert fingerprint(text) != fingerprint(BASE)


def test_calling_other_builtins_or_modules_makes_another_program():
    assert fingerprint("def f(a):\n    return min(a)\n") != fingerprint("def f(a):\n    return max(a)\n")
    assert fingerprint("import math\ndef f(a):\n    return math.sqrt(a)\n") != fingerprint(
        "import math\ndef f(a):\n    return math.exp(a)\n"
    )


def test_text_that_does_not_parse_has_a_fingerprint_too():
    assert fingerprint("def (") != fingerprint("def )")
