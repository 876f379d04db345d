# ruff: noqa: E501 - the texts are data
"""Every form in which people write examples is read, as structure and in order; prose is not."""

from __future__ import annotations

import pytest

from kernel_magic.core.lesson import Task
from kernel_magic.core.problem import Call, Expression, Prints, Raises, Returns, Stdin, TestCase
from kernel_magic.lessons.examples.read import read_task


def shown(task: Task) -> list[str]:
    """The cases as the judge will get them, one line each."""
    return [_case(case, task.function) for case in task.cases]


def _case(case: TestCase, function: str | None) -> str:
    match case.given:
        case Call(args=args, kwargs=kwargs):
            inside = [*map(repr, args), *(f"{name}={value!r}" for name, value in kwargs.items())]
            given = f"{function}({', '.join(inside)})"
        case Expression(expression=expression, setup=setup):
            given = f"<{setup.strip()}> {expression}" if setup else f"<> {expression}"
        case Stdin(text=text):
            given = repr(text)
    match case.expected:
        case Returns(value=value, tolerance=None):
            return f"{given} = {value!r}"
        case Returns(value=value, tolerance=tolerance):
            return f"{given} = {value!r} +- {tolerance:.3g}"
        case Raises(exception=exception):
            return f"{given} raises {exception}"
        case Prints(text=text):
            return f"{given} prints {text!r}"
        case None:
            raise AssertionError(case)


DOCTESTS = {
    "one": (
        "Write `merge(a, b)`: merge two sorted lists.\n>>> merge([1, 4], [2, 9])\n[1, 2, 4, 9]",
        ["merge([1, 4], [2, 9]) = [1, 2, 4, 9]"],
    ),
    "several without blank lines": (
        ">>> f(1)\n2\n>>> f(2)\n'a'\n>>> f(None)\nNone",
        ["f(1) = 2", "f(2) = 'a'", "f(None) = None"],
    ),
    "docstring prompt": (
        'from typing import List\n\n\ndef below_zero(ops: List[int]) -> bool:\n    """ Tell whether the balance falls below 0.\n'
        '    >>> below_zero([1, 2, 3])\n    False\n    >>> below_zero([1, 2, -4, 5])\n    True\n    """\n',
        ["below_zero([1, 2, 3]) = False", "below_zero([1, 2, -4, 5]) = True"],
    ),
    "closing quotes on the line of the result": (
        'def f(n):\n    """Double.\n\n    >>> f(2)\n    4"""\n    pass',
        ["f(2) = 4"],
    ),
    "continuation and expected over several lines": (
        ">>> grid(\n...     2,\n...     3,\n... )\n[[0, 0, 0],\n [0, 0, 0]]\n",
        ["grid(2, 3) = [[0, 0, 0], [0, 0, 0]]"],
    ),
    "traceback": (
        ">>> root(-1)\nTraceback (most recent call last):\n  ...\nValueError: negative\n>>> root(4)\n2.0",
        ["root(-1) raises ValueError", "root(4) = 2.0"],
    ),
    "traceback with frames": (
        '>>> root(-1)\nTraceback (most recent call last):\n  File "<stdin>", line 1, in <module>\nValueError: math domain error\n',
        ["root(-1) raises ValueError"],
    ),
    "setup of an object": (
        "Write a class `Stack`.\n>>> s = Stack()\n>>> s.push(3)\n>>> s.push(4)\n>>> s.pop()\n4\n>>> s.pop()\n3\n",
        [
            "<s = Stack()\ns.push(3)\ns.push(4)> s.pop() = 4",
            "<s = Stack()\ns.push(3)\ns.push(4)\ns.pop()> s.pop() = 3",
        ],
    ),
    "setup only of what is needed": (
        ">>> a = Counter2()\n>>> b = Counter2()\n>>> a.up()\n>>> b.value\n0\n",
        ["<b = Counter2()> b.value = 0"],
    ),
    "setup through an alias": (
        ">>> a = Box(1)\n>>> b = a\n>>> b.set(5)\n>>> a.get()\n5\n",
        ["<a = Box(1)\nb = a\nb.set(5)> a.get() = 5"],
    ),
    "argument given a name before": (
        ">>> words = ['b', 'a']\n>>> shortest(words)\n'b'\n",
        ["shortest(['b', 'a']) = 'b'"],
    ),
    "argument changed in place": (
        ">>> nums = [3, 1]\n>>> sort_it(nums)\n>>> nums\n[1, 3]\n",
        ["<nums = [3, 1]\nsort_it(nums)> nums = [1, 3]"],
    ),
    "print of the result": (">>> print(f(3))\n6\n", ["<> print(f(3)) prints '6\\n'"]),
    "output that is no literal": (
        ">>> greet('Bob')\nHello, Bob!\n",
        ["greet('Bob') prints 'Hello, Bob!\\n'"],
    ),
    "a task that prints": (
        "Write `show(n)` that prints n doubled.\n>>> show(2)\n4\n",
        ["show(2) prints '4\\n'"],
    ),
    "a task that prints and returns": (
        "Print nothing, return n doubled.\n>>> show(2)\n4\n",
        ["show(2) = 4"],
    ),
    "wrapped call": (">>> sorted(f([2, 1]))\n[1, 2]\n", ["<> sorted(f([2, 1])) = [1, 2]"]),
    "set constructor in the result": (">>> set(f((3, 4), (4, 5)))\nset((4,))\n", ["<> set(f((3, 4), (4, 5))) = {4}"]),
    "equality": (">>> f(1) == 2\nTrue\n", ["f(1) = 2"]),
    "identity": (">>> f(1) is None\nTrue\n", ["f(1) = None"]),
    "inequality that is false": (">>> f(1) != 2\nFalse\n", ["f(1) = 2"]),
    "negated call": (">>> not is_square(10)\nTrue\n", ["<> bool(is_square(10)) = False"]),
    "closeness": (
        ">>> math.isclose(volume(10), 4188.79, rel_tol=0.001)\nTrue\n",
        ["volume(10) = 4188.79 +- 0.001"],
    ),
    "module of Python in the expression": (
        ">>> import math\n>>> f(math.pi)\n0.0\n>>> math.floor(f(2))\n1\n",
        ["<import math> f(math.pi) = 0.0", "<import math> math.floor(f(2)) = 1"],
    ),
    "import of the solution is left out": (
        ">>> from my_module import f\n>>> f(2)\n1\n",
        ["f(2) = 1"],
    ),
    "trailing comment": (">>> f(2)  # the smallest\n1\n", ["f(2) = 1"]),
    "sentence right below the result": (
        ">>> f(2)\n1\nUse recursion, not a loop.\n",
        ["f(2) = 1"],
    ),
    "several lines printed": (
        ">>> stairs(2)\n#\n##\n",
        ["stairs(2) prints '#\\n##\\n'"],
    ),
    "blank line printed": (
        ">>> stairs(2)\na\n<BLANKLINE>\nb\n",
        ["stairs(2) prints 'a\\n\\nb\\n'"],
    ),
    "inside a fence": ("Try:\n```python\n>>> f(2)\n1\n```\nDone.", ["f(2) = 1"]),
    "a built-in's name, defined in the text": (
        'def sum(a, b):\n    """Common divisors.\n\n    >>> sum(10, 15)\n    6\n    """',
        ["sum(10, 15) = 6"],
    ),
    "result in a comment": (">>> f(2)  # -> 4\n>>> f(3)  # 9\n", ["f(2) = 4", "f(3) = 9"]),
    "higher-order argument": (
        ">>> keep(lambda x: x > 2, [1, 2, 3])\n[3]\n",
        ["<> keep(lambda x: x > 2, [1, 2, 3]) = [3]"],
    ),
    "several statements in one line": (
        ">>> s = Stack(); s.push(1); s.pop()\n1\n",
        ["<s = Stack()\ns.push(1)> s.pop() = 1"],
    ),
    "keyword arguments": (">>> f(1, base=2)\n'1'\n", ["f(1, base=2) = '1'"]),
    "CRLF": ("Write f.\r\n>>> f('a\\n')\r\n1\r\n\r\n>>> f('')\r\n0\r\n", ["f('a\\n') = 1", "f('') = 0"]),
    "Chinese and emoji": (
        "编写函数 `反转(s)`。\n>>> reverse('你好')\n'好你'\n>>> reverse('🙂a')\n'a🙂'\n",
        ["reverse('你好') = '好你'", "reverse('🙂a') = 'a🙂'"],
    ),
}

ARROWS = {
    "arrow": ("f(1) -> 2", ["f(1) = 2"]),
    "fat arrow": ("f(1) => 2", ["f(1) = 2"]),
    "typographic arrows": ("f(1) → 2\nf(2) ⟶ 3", ["f(1) = 2", "f(2) = 3"]),
    "equality": ("f(1) == 2", ["f(1) = 2"]),
    "equals sign": ("f(1) = 2", ["f(1) = 2"]),
    "comment": (
        "f(1)  # 2\nf(2)  # returns 3\nf(3) # -> 4\nf(4) # => 5",
        ["f(1) = 2", "f(2) = 3", "f(3) = 4", "f(4) = 5"],
    ),
    "returns": ("f(1) returns 2.", ["f(1) = 2"]),
    "should return": ("`f([1, 2])` should return `[2, 1]`.", ["f([1, 2]) = [2, 1]"]),
    "gives, is, evaluates to": (
        "f(1) gives 2\nf(2) is 3\nf(3) evaluates to 4\nf(5) must be 6",
        ["f(1) = 2", "f(2) = 3", "f(3) = 4", "f(5) = 6"],
    ),
    "prints": ('f("x") prints "hi x"', ["f('x') prints 'hi x\\n'"]),
    "prints bare text": (
        "greet('Bob') prints `Hello Bob`.\nprint(greet('Al')) -> Hello Al",
        ["greet('Bob') prints 'Hello Bob\\n'", "<> print(greet('Al')) prints 'Hello Al\\n'"],
    ),
    "raises": (
        "f(-1) raises ValueError\nf(-2) -> ValueError\nf(-3) -> raises TypeError\nf(-4) raises a `KeyError`.",
        ["f(-1) raises ValueError", "f(-2) raises ValueError", "f(-3) raises TypeError", "f(-4) raises KeyError"],
    ),
    "bullets and numbers": (
        "- f(1) -> 2\n* f(2) -> 3\n1. f(3) -> 4\n2) f(4) -> 5\n• f(5) -> 6",
        ["f(1) = 2", "f(2) = 3", "f(3) = 4", "f(4) = 5", "f(5) = 6"],
    ),
    "backticks": ("`f(1)` → `2`\n`f(2) -> 3`\n**f(3)** -> **4**", ["f(1) = 2", "f(2) = 3", "f(3) = 4"]),
    "introductions": (
        "Example: f(1) -> 2\nE.g. f(2) -> 3\nFor instance, f(3) -> 4. For example `f(4)` is `5`.",
        ["f(1) = 2", "f(2) = 3", "f(3) = 4", "f(4) = 5"],
    ),
    "explanations": (
        "f(1) -> 2 (one more)\nf(2) -> 3 because 2 + 1 = 3\nf(3) -> 4  # see above\nf(4) returns 5 since it adds one",
        ["f(1) = 2", "f(2) = 3", "f(3) = 4", "f(4) = 5"],
    ),
    "several in one line": (
        "f(1) -> 2; f(2) -> 3, f(3) -> 4 and f(4) -> 5.",
        ["f(1) = 2", "f(2) = 3", "f(3) = 4", "f(4) = 5"],
    ),
    "a tuple without brackets": ("f(7) -> 1, 2", ["f(7) = (1, 2)"]),
    "closed built-in expressions": (
        'f(range(5)) -> 10\ncount("a" * 3) -> 3',
        ["<> f(range(5)) = 10", "<> count('a' * 3) = 3"],
    ),
    "wrapped": (
        "sorted(f([2, 1])) -> [1, 2]\nlist(f(2)) == [0, 1]",
        ["<> sorted(f([2, 1])) = [1, 2]", "<> list(f(2)) = [0, 1]"],
    ),
    "words for values": (
        "f(1) -> true\nf(2) -> null\nf(3) -> None\nf(4) returns False",
        ["f(1) = True", "f(2) = None", "f(3) = None", "f(4) = False"],
    ),
    "strings with traps": (
        "f('a -> b') -> \"(\"\nf(')') -> 'f(1) -> 2'\nf(\"it's\") -> 1",
        ["f('a -> b') = '('", "f(')') = 'f(1) -> 2'", 'f("it\'s") = 1'],
    ),
    "curly quotes": ("f(“abc”) -> “cba”", ["f('abc') = 'cba'"]),
    "method of an object": ("Stack().size() -> 0", ["<> Stack().size() = 0"]),
    "sum of two calls": ("f(1) + f(2) -> 5", ["<> f(1) + f(2) = 5"]),
    "print of the call": ("print(f(2))  # 4", ["<> print(f(2)) prints '4\\n'"]),
    "negative numbers and exponents": ("f(-1) -> -2\nf(1e3) -> 2.5e-1", ["f(-1) = -2", "f(1000.0) = 0.25"]),
    "nested": ("f({'a': [1, (2,)]}) -> {'b': {1, 2}}", ["f({'a': [1, (2,)]}) = {'b': {1, 2}}"]),
    "Chinese": ("例如:`f(1)` 返回 `2`;f(2) 应返回 3。", ["f(1) = 2", "f(2) = 3"]),
    "full-width punctuation": (
        "\u4f8b\u5982\uff1af(1) \u8fd4\u56de 2\uff1bf('a') \u8fd4\u56de 'b'\u3002",
        ["f(1) = 2", "f('a') = 'b'"],
    ),
    "arrow of the exercise sites": ("reverse([1, 2]) \u279e [2, 1]", ["reverse([1, 2]) = [2, 1]"]),
    "labels in the comment": (
        "print(add(2, 3))  # Expected output: 5\nadd(1, 1)  # Output: 2",
        ["<> print(add(2, 3)) prints '5\\n'", "add(1, 1) = 2"],
    ),
    "behind a description with names": ("Given n, f(n) -> n squared, e.g. f(3) -> 9", ["f(3) = 9"]),
    "claims joined": ("f(2) == 4 and f(3) == 9", ["f(2) = 4", "f(3) = 9"]),
    "keyword and default": ("f(1, sep=',') -> '1'", ["f(1, sep=',') = '1'"]),
    "full stop after a number": ("So f(9) is 3. And f(16) is 4.", ["f(9) = 3", "f(16) = 4"]),
}

NO_EXAMPLES = {
    "signature": "def f(a, b) -> None:\n    pass",
    "signature with types": "merge(a, b) -> list",
    "signature of types only": "f(int, list[int]) -> str\ng(str) -> None\nsize() -> int",
    "formula": "Fibonacci: F(n) = F(n - 1) + F(n - 2).",
    "base cases of a formula beside the function wanted": "Write `fib(n)`, with F(0) = 0, F(1) = 1.",
    "free variables": "f(x) -> 3",
    "prose": "The merge (see above) -> is fast. The answer (to all) is 42.",
    "built-in": "len('abc') == 3 and sorted([2, 1]) -> [1, 2]",
    "negation": "f(1) does not return 2. f(1) is not 3.",
    "question": "Why is f(1) 2? Does f(2) return 3?",
    "condition": "if f(1) == 2:\n    stop()",
    "part of a sum": "x + f(1) = 3",
    "more arithmetic behind": "f(2) = 1 + 1 = 2\nf(9) = 9^1",
    "growth": "It must run in O(n) = linear time.",
    "recursion in code": "def f(n):\n    return n * f(n - 1)\n",
    "input description": "Input: a list of integers nums and an integer k\nOutput: the k-th largest number",
    "input sections": "Input\n\nThe first line contains n.\n\nOutput\n\nPrint the sum.",
    "ordinary table": "| Planet | Period |\n|---|---|\n| Earth | 1.0 |\n",
    "table of rules": "Write `fizz(n)`.\n| Condition | Result |\n|---|---|\n| divisible by 3 | Fizz |\n",
    "assertion in given code": "def f(n):\n    assert n > 0\n    return n\n",
    "what is printed told in words": "show(2) prints the number twice\nprint(f(2))  # prints the double, see below",
    "alternatives": "f(1) returns 1 or 2",
    "a mistake told": "My f(1) returns 3 instead of 2",
    "assignment": "result = f([1]) -> 3",
    "counting words": "f(5) is 5 times as large",
}


@pytest.mark.parametrize("name", DOCTESTS)
def test_doctest_form(name):
    text, expected = DOCTESTS[name]
    task = read_task(text)
    assert shown(task) == expected
    assert task.unread_examples == ()


@pytest.mark.parametrize("name", ARROWS)
def test_arrow_form(name):
    text, expected = ARROWS[name]
    task = read_task(text)
    assert shown(task) == expected
    assert task.unread_examples == ()


@pytest.mark.parametrize("name", NO_EXAMPLES)
def test_prose_is_no_example(name):
    task = read_task(NO_EXAMPLES[name])
    assert shown(task) == []
    assert task.unread_examples == ()
    assert task.notes == ()
