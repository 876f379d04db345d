"""Loops that are seen to be endless: never one that ends, and most of those that mutants of small functions have."""

from __future__ import annotations

import signal
import sys
import textwrap
from typing import Any

import pytest

from kernel_magic.judge.inside import standstill
from kernel_magic.judge.inside.child import FILE_NAME
from kernel_magic.judge.mutation import mutants

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the sandbox needs fork")

_MOST_LINES = 5000
_PATIENCE_S = 5.0
_NOBODY_WATCHES_S = 0.04
"""After so long nobody is watching an endless loop any more."""


class Endless(BaseException):
    """Raised where a loop is seen to be endless."""


class TooLong(BaseException):
    """Raised after very many lines."""


def raise_endless():
    raise Endless


def raise_too_long(number, frame):
    raise TooLong


def run(text, arguments, *, watched, patience=_PATIENCE_S):
    """What calling `f` comes to: `endless`, `long`, or how it ended."""
    names: dict[str, Any] = {"__name__": "submission"}
    exec(compile(text, FILE_NAME, "exec", dont_inherit=True), names)
    lines = 0

    def count(frame, event, value):
        nonlocal lines
        lines += event == "line"
        if lines > _MOST_LINES:
            raise TooLong
        return count

    def begin(frame, event, value):
        if frame.f_code.co_filename != FILE_NAME:
            return None
        if not watched:
            return count
        standstill.watch(frame, text, raise_endless)
        return frame.f_trace

    before, handler = sys.gettrace(), signal.signal(signal.SIGVTALRM, raise_too_long)
    signal.setitimer(signal.ITIMER_VIRTUAL, patience)
    sys.settrace(begin)
    try:
        result = names["f"](*[list(item) if isinstance(item, list) else item for item in arguments])
    except Endless:
        return "endless"
    except TooLong:
        return "long"
    except (ArithmeticError, AttributeError, LookupError, NameError, TypeError, ValueError) as error:
        return type(error).__name__
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, handler)
        sys.settrace(before)
    return repr(result)


def function(body):
    return "def f():\n" + textwrap.indent(body, "    ") + "\n"


FUNCTIONS = {
    "search": (
        """\
def f(items, target):
    low, high = 0, len(items) - 1
    while low <= high:
        middle = (low + high) // 2
        if items[middle] == target:
            return middle
        if items[middle] < target:
            low = middle + 1
        else:
            high = middle - 1
    return -1
""",
        (([1, 3, 5, 7], 1), ([1, 3, 5, 7], 8), ([2], 2)),
    ),
    "digits": (
        "def f(n):\n    count = 1\n    while n >= 10:\n        n //= 10\n        count += 1\n    return count\n",
        ((0,), (10,), (12345,)),
    ),
    "steps": (
        """\
def f(n):
    steps = []
    while n != 1:
        steps.append(n)
        if n % 2 == 0:
            n = n // 2
        else:
            n = 3 * n + 1
    return steps
""",
        ((6,), (7,), (1,)),
    ),
    "merge": (
        """\
def f(a, b):
    result = []
    i = j = 0
    while i < len(a) and j < len(b):
        if a[i] <= b[j]:
            result.append(a[i])
            i += 1
        else:
            result = result + [b[j]]
            j += 1
    return result + a[i:] + b[j:]
""",
        (([1, 4], [2, 9]), ([], [1]), ([1, 1], [1])),
    ),
    "bubble": (
        """\
def f(items):
    swapped = True
    while swapped:
        swapped = False
        for i in range(len(items) - 1):
            if items[i] > items[i + 1]:
                items[i], items[i + 1] = items[i + 1], items[i]
                swapped = True
    return items
""",
        (([3, 1, 2],), ([],), ([1, 1],)),
    ),
    "binary": (
        """\
def f(n):
    text = ""
    while n > 0:
        text = str(n % 2) + text
        n //= 2
    return text or "0"
""",
        ((0,), (1,), (10,)),
    ),
    "root": (
        """\
def f(n):
    low, high = 0, n + 1
    while high - low > 1:
        middle = (low + high) // 2
        if middle * middle <= n:
            low = middle
        else:
            high = middle
    return low
""",
        ((0,), (24,), (25,)),
    ),
    "factors": (
        """\
def f(n):
    found = []
    d = 2
    while d * d <= n:
        while n % d == 0:
            found.append(d)
            n //= d
        d += 1
    if n > 1:
        found.append(n)
    return found
""",
        ((12,), (97,), (49,)),
    ),
    "queue": (
        """\
from collections import deque
def f(n, start):
    waiting, seen = deque([start]), [start]
    while waiting:
        here = waiting.popleft()
        for there in (here * 2 % n, (here + 3) % n):
            if there not in seen:
                seen.append(there)
                waiting.append(there)
    return sorted(seen)
""",
        ((10, 1), (7, 0)),
    ),
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_of_all_mutants_only_endless_ones_are_called_so(name):
    text, cases = FUNCTIONS[name]
    seen = 0
    for mutant in mutants(text):
        for case in cases:
            truth = run(mutant.text, case, watched=False)
            patience = _NOBODY_WATCHES_S if truth == "long" else _PATIENCE_S
            found = run(mutant.text, case, watched=True, patience=patience)
            seen += found == "endless"
            assert (truth == "long") == (found in ("endless", "long")), (mutant.line, mutant.before, mutant.after, case)
    assert seen > 0 or name == "queue"  # there, what waits becomes more and more


# each ends, and something in it is the same from round to round
THEY_END = {
    "another name for what piles up": "a = [1]; b = a\nwhile len(a) < 9:\n    b.append(0)",
    "what piles up is looked at after all": "n = 0\nwhile n < 9:\n    n += 1",
    "what piles up is looked at inside": "n = 0\nwhile True:\n    n += 1\n    if n > 9:\n        break",
    "an iterator": "it = iter(range(9))\nwhile True:\n    if next(it) == 8:\n        break",
    "an iterator in a list": "its = [iter([0] * 9)]\nwhile [1 for it in its for x in it][:1]:\n    x = 1",
    "a loop around it": "for i in range(9):\n    j = 0\n    while j < 2:\n        j += 1",
    "the same loop again": "k = 0\nwhile k < 5:\n    k += 1\n    j = 3\n    while j:\n        j -= 1",
    "a function of the program": "c = []\ndef more():\n    c.append(0)\n    return len(c) < 9\n"
    "while more():\n    x = 1",
    "a function with a known name": "c = [0] * 9\ndef len(x):\n    return c.pop() or 1\ntry:\n    while len(1):\n"
    "        x = 1\nexcept IndexError:\n    pass",
    "chance": "import random\nwhile random.random() < 0.9:\n    x = 1",
    "an object": "class C:\n    n = 0\nc = C()\nwhile c.n < 9:\n    c.n = c.n + 1",
    "an object that is added to": "class C:\n    n = 0\n    def append(self, x):\n        self.n += 1\n"
    "        if self.n > 9:\n            raise IndexError\nc = C()\ntry:\n    while True:\n        c.append(0)\n"
    "        x = 1\nexcept IndexError:\n    pass",
    "two lists that become one": "a, b = [0], [0]\nwhile a[0] == 0:\n    b[0] = 1\n    b[0] = a[0]\n    b = a",
    "an object that is a list": "class C(list):\n    def __getitem__(self, i):\n        self.append(0)\n"
    "        return len(self) < 9\nc = C()\nwhile c[0]:\n    x = 1",
    "an exception": "a = [1, 2, 3]\ntry:\n    while True:\n        x = a.pop()\nexcept IndexError:\n    pass",
    "a type that changes": "n, a = 1, 'ab'\ntry:\n    while True:\n        n *= a\n        x = 1\n"
    "except TypeError:\n    pass",
    "the sign of zero": "z = 0.0\nwhile str(z) == '0.0':\n    z = -z\n    x = 1",
    "true and one": "x = 1\nwhile str(x) == '1':\n    x = True\n    y = 1",
    "which object it is": "a, b = [0], [0]\nc = [a, b]\nwhile c[0] is not c[1]:\n    c[0] = c[1]\n    x = 1",
    "which number it is": "a, b = 1000, int('1000')\nwhile a is not b:\n    a = b",
    "a condition on two lines": "n = 9\nwhile (n > 0 and\n       n < 99):\n    n = n - 1",
    "a body on the same line": "n = 9\nwhile n: n = n - 1",
    "a global list": "global g\ng = [1] * 9\nwhile g:\n    g.pop()",
}


@pytest.mark.parametrize("name", THEY_END)
def test_what_ends_is_never_called_endless(name):
    text = function(THEY_END[name])
    assert run(text, (), watched=False) == "None"
    assert run(text, (), watched=True) == "None"


@pytest.mark.parametrize(
    "body",
    [
        "x = 1\nwhile x:\n    pass",
        "x, n = 1, 0\nwhile x > 0:\n    n += 1",
        "x, s = 3, ''\nwhile x:\n    s = str(x) + s\n    x = x % 4",
        "a = [2, 1]\nwhile a[0] != 1 or True:\n    a.reverse()",
        "x = 1\nwhile True:\n    if x > 1:\n        return open('x')\n    x = 1 - x",
        "for i in range(3):\n    while i < 9:\n        i = i - i",
        "d = {}\nwhile len(d) < 3:\n    d['a'] = 1\n    d['b'] = 2",
        "x = None\nwhile x is None:\n    y = 1",
    ],
)
def test_what_comes_back_to_the_same_state_is_endless(body):
    assert run(function(body), (), watched=True) == "endless"


def test_methods_and_functions_with_decorators_are_watched():
    loop = "while True:\n{0}    x = 1\n"
    method = "class C:\n    def g(self):\n        " + loop.format(" " * 8) + "def f():\n    return C().g()\n"
    decorated = "import functools\n@functools.lru_cache\n@functools.cache\ndef f():\n    " + loop.format(" " * 4)
    for text in (method, decorated):
        assert run(text, (), watched=True) == "endless"
