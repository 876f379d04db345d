"""Two programs are one when only names, annotations, imports, layout or small matters of style differ."""

import json
from pathlib import Path

import pytest

from kernel_magic.lessons.witnesses.normal_form import fingerprint

BASE = "def f(a, b):\n    total = 0\n    for x in a:\n        if x > b:\n            total += x\n    return total\n"

SAME = [
    BASE.replace("total", "s").replace("x", "item"),
    "def f(a: list[int], b: int) -> int:\n    '''Doc.'''\n" + BASE.split("\n", 1)[1],
    BASE.replace("total += x", "total = total + x"),
    BASE.replace("x > b", "b < x"),
    BASE.replace("    total = 0\n", "    total: int = 0  # start\n\n"),
    BASE.replace("def f", "def g"),
    "from typing import *\nfrom collections import *\n" + BASE,
    "from typing import List\nimport math\n" + BASE.replace("(a, b)", "(a: List[int], b) -> int"),
    BASE.replace("    return total", "    answer = total\n    return answer"),
    BASE.replace("total += x", "total += x\n        else:\n            pass"),
]
OTHER = [
    BASE.replace(">", ">="),
    BASE.replace("total = 0", "total = 1"),
    "def f(a, b):\n    return sum(x for x in a if x > b)\n",
    BASE.replace("total += x", "total -= x"),
    BASE.replace("if x > b", "if b > x"),
    BASE.replace("total += x", "total += x\n        else:\n            total += 1"),
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


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("return a if a > b else b", "if a > b:\n        return a\n    return b"),
        ("return a if a > b else b", "if a > b:\n        return a\n    else:\n        return b"),
        ("return a > b", "if b < a:\n        return True\n    else:\n        return False"),
        ("return a if a > 2 else b if b else 1", "if a > 2:\n  return a\n    elif b:\n  return b\n    return 1"),
        ("x = 1 if a else 2\n    return x + x", "if a:\n        x = 1\n    else:\n        x = 2\n    return x + x"),
        ("i, j = 0, 0\n    return i + j + a", "i = j = 0\n    return i + j + a"),
        ("i, j = 0, 0\n    return i + j + a", "i = 0\n    j = 0\n    return i + j + a"),
        ("out = list()\n    out.append(a)\n    return out", "out = []\n    out.append(a)\n    return out"),
        ("return [i for i in range(0, a)]", "return [k for k in range(a)]"),
        ("import math\n    return math.sqrt(a)", "from math import sqrt\n    return sqrt(a)"),
        ("import math as m\n    return m.sqrt(a)", "from math import sqrt as root\n    return root(a)"),
    ],
)
def test_small_matters_of_style_make_no_other_program(one, other):
    assert fingerprint(f"def f(a, b):\n    {one}\n") == fingerprint(
        f"def f(a, b):\n    {other}\n".replace("\n  return", "\n        return")
    )


def test_a_main_that_is_called_once_is_no_other_program():
    flat = "n = int(input())\nprint(n + 1)\n"
    wrapped = "def main():\n    n = int(input())\n    print(n + 1)\n\nif __name__ == '__main__':\n    main()\n"
    assert fingerprint(flat) == fingerprint(wrapped)
    assert fingerprint(flat) == fingerprint(wrapped.replace("if __name__ == '__main__':\n    main()", "main()"))
    assert fingerprint(flat) != fingerprint(wrapped.replace("n + 1", "n - 1"))


@pytest.mark.parametrize(
    "text",
    [
        "if x:\n    pass\nelse:\n    y = 1\n",
        "if x:\n    import math\nelse:\n    y = 1\n",
        "if __name__ == '__main__':\n    pass\n",
        "def f():\n    pass\n",
        "while x:\n    pass\n",
        "import math\n",
        "",
    ],
)
def test_bodies_in_which_nothing_is_left_have_a_fingerprint(text):
    assert fingerprint(text) == fingerprint(text)


def test_any_program_of_the_standard_library_has_one_fingerprint():
    folder = Path(json.__file__).parents[1]
    for path in sorted(folder.glob("*.py"))[:120]:
        text = path.read_text("utf-8")
        assert fingerprint(text) == fingerprint(text), path.name


def test_order_and_swapped_names_still_count():
    assert fingerprint("def f(a, b):\n    return a - b\n") != fingerprint("def f(a, b):\n    return b - a\n")
    assert fingerprint("def f(a, b):\n    a, b = b, a\n    return a - b\n") != fingerprint(
        "def f(a, b):\n    a = b\n    b = a\n    return a - b\n"
    )
    assert fingerprint("def f(a):\n    return sorted(a)\n") != fingerprint("def f(a):\n    return reversed(a)\n")
