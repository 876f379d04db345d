"""`Judge.generate`: inputs come in full; a generator that does not work is named with n and seed."""

from __future__ import annotations

import threading

import pytest

from kernel_magic.core.errors import Cancelled, JudgeError
from kernel_magic.core.problem import Limits
from kernel_magic.core.source import Source
from kernel_magic.judge.made_inputs import made_inputs

GOOD = """
import random
def make(n, seed):
    rng = random.Random(seed)
    return f"{n}\\n" + " ".join(str(rng.randint(0, 9)) for _ in range(n)) + "\\n"
"""


def test_inputs_come_in_the_order_of_the_requests(judge):
    requests = ((3, 1), (1, 7), (2, 5), (3, 1))
    made = judge.generate(Source(text=GOOD), requests)
    assert [text.split()[0] for text in made] == ["3", "1", "2", "3"]
    assert made[0] == made[3]
    assert judge.generate(Source(text=GOOD), ()) == ()


def test_large_inputs_come_in_full(judge):
    source = Source(text="def make(n, seed):\n    return 'x' * n + '\\u00e9\\n'")
    (text,) = judge.generate(source, ((5_000_000, 0),))
    assert text == "x" * 5_000_000 + "\u00e9\n"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("def make(n, seed):\n    return 1 // (n - 2)\n", r"make\(2, 9\).*ZeroDivisionError"),
        ("def make(n, seed):\n    return n if n == 2 else ''\n", r"no text for make\(2, 9\)"),
        ("def make(n, seed):\n    print(n)\n", r"printed it for make\("),
        ("def make(n, seed):\n    return b'1'\n", "no text for"),
        ("def make(n, seed):\n    return '\\ud800'\n", "not Unicode"),
        ("def make(n, seed):\n    raise SystemExit(0)\n", r"make\("),
        ("import os\ndef make(n, seed):\n    os._exit(0)\n", r"make\("),
        ("def build(n, seed):\n    return ''\n", "no function `make`"),
        ("def make(n, seed)\n", "no Python"),
        ("def make(n):\n    return ''\n", "TypeError"),
    ],
)
def test_a_generator_that_does_not_work_is_named_with_n_and_seed(judge, code, said):
    with pytest.raises(JudgeError, match=said):
        judge.generate(Source(text=code), ((1, 9), (2, 9)))


def test_a_generator_that_does_not_end_is_named(judge):
    code = "def make(n, seed):\n    while n == 2:\n        pass\n    return ''\n"
    with pytest.raises(JudgeError, match=r"did not end in time for make\(2, 4\)"):
        made_inputs(judge.judge, Source(text=code), ((1, 4), (2, 4)), limits=Limits(cpu_s=0.2, wall_s=2))


def test_generating_can_be_cancelled(judge):
    stop = threading.Event()
    threading.Timer(0.3, stop.set).start()
    with pytest.raises(Cancelled):
        judge.generate(Source(text="def make(n, seed):\n    while True: pass\n"), ((1, 1),), cancelled=stop.is_set)
