# ruff: noqa: E501 - the texts are data
"""Assertions, Input/Output pairs and tables are read, as functions or as programs."""

from __future__ import annotations

import pytest

from kernel_magic.core.lesson import Task
from kernel_magic.core.problem import Call, Expression, Prints, Raises, Returns, Stdin, TestCase
from kernel_magic.lessons.examples.read import read_task


def shown(task: Task) -> list[str]:
    return [_case(case, task.function) for case in task.cases]


def _case(case: TestCase, function: str | None) -> str:
    match case.given:
        case Call(args=args, kwargs=kwargs):
            inside = [*map(repr, args), *(f"{name}={value!r}" for name, value in kwargs.items())]
            given = f"{function}({', '.join(inside)})"
        case Expression(expression=expression, setup=setup):
            given = f"<{setup.strip()}> {expression}"
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


ASSERTS = {
    "equal": ("assert f(1) == 2\nassert 3 == f(2)", ["f(1) = 2", "f(2) = 3"]),
    "is": ("assert f(1) is None\nassert f(2) is True", ["f(1) = None", "f(2) = True"]),
    "truth": ("assert f(1)\nassert not f(2)", ["<> bool(f(1)) = True", "<> bool(f(2)) = False"]),
    "message": ('assert f(1) == 2, "one more"\nassert(f(2) == 3)', ["f(1) = 2", "f(2) = 3"]),
    "tuple with a message by mistake": ('assert (f(1) == 2, "one more")', ["f(1) = 2"]),
    "both": ("assert f(1) == 2 and f(2) == 3", ["f(1) = 2", "f(2) = 3"]),
    "chain": ("assert f(1) == f(2) == 3", ["f(1) = 3", "f(2) = 3"]),
    "near": (
        "assert abs(f(2) - 1.41) < 0.01\nassert abs(14.1 - f(200)) <= 0.1\nassert 0.5 > abs(f(0) - 0.1)",
        ["f(2) = 1.41 +- 0.00709", "f(200) = 14.1 +- 0.00709", "f(0) = 0.1 +- 0.5"],
    ),
    "isclose": (
        "import math\nassert math.isclose(f(2), 1.41, rel_tol=1e-2)\nassert math.isclose(f(0.01), 0.1, abs_tol=0.05)",
        ["f(2) = 1.41 +- 0.01", "f(0.01) = 0.1 +- 0.05"],
    ),
    "isclose by default": ("assert math.isclose(f(2), 8.0)", ["f(2) = 8.0 +- 1e-09"]),
    "approx": (
        "assert f(2) == pytest.approx(1.41, abs=0.1)\nassert f(3) == approx([1.0, 2.0])",
        ["f(2) = 1.41 +- 0.0709", "f(3) = [1.0, 2.0] +- 1e-06"],
    ),
    "over several lines": ("assert f(\n    [1, 2],\n    3,\n) == [\n    4,\n]\n", ["f([1, 2], 3) = [4]"]),
    "wrapped": (
        "assert sorted(f(3)) == [1, 2]\nassert len(f(3)) == 2",
        ["<> sorted(f(3)) = [1, 2]", "<> len(f(3)) = 2"],
    ),
    "rounded": ("assert round(f(2), 2) == 1.41", ["<> round(f(2), 2) = 1.41"]),
    "pytest raises": (
        "import pytest\nwith pytest.raises(ValueError):\n    f([])\nwith pytest.raises(KeyError, match='x'): f(1)\n",
        ["f([]) raises ValueError", "f(1) raises KeyError"],
    ),
    "test functions": (
        "def test_f():\n    assert f(1) == 2\n\ndef test_more():\n    data = [1, 2]\n    assert f(data) == 3\n",
        ["f(1) = 2", "f([1, 2]) = 3"],
    ),
    "object made before": (
        "```python\ns = Stack()\ns.push(1)\nassert s.pop() == 1\nassert Stack().size() == 0\n```",
        ["<s = Stack()\ns.push(1)> s.pop() = 1", "<> Stack().size() = 0"],
    ),
    "unittest": (
        "class TestF(unittest.TestCase):\n    def test_f(self):\n        self.assertEqual(f(1), 2)\n        self.assertTrue(f(2))\n"
        "        self.assertIsNone(f(3))\n        self.assertAlmostEqual(f(4), 0.5, places=2)\n"
        "        with self.assertRaises(ValueError):\n            f(5)\n",
        ["f(1) = 2", "<> bool(f(2)) = True", "f(3) = None", "f(4) = 0.5 +- 0.005", "f(5) raises ValueError"],
    ),
    "bullets and backticks": ("- `assert f(1) == 2`\n- `assert f(2) == 3`.", ["f(1) = 2", "f(2) = 3"]),
    "signed value": ("assert f(-507) == -12", ["f(-507) = -12"]),
}

PAIRS = {
    "program": (
        "Write a program that adds numbers.\n\nInput:\n3\n1 2 3\nOutput:\n6\n\nInput:\n1\n4\nOutput:\n4\n",
        ["'3\\n1 2 3\\n' prints '6\\n'", "'1\\n4\\n' prints '4\\n'"],
    ),
    "contest statement": (
        "Sum\n\nInput\n\nThe first line contains n, the number of integers.\n\nOutput\n\nPrint one line with the sum.\n\n"
        "Sample Input 1\n\n2\n10 20\n\nSample Output 1\n\n30\n\nSample Input 2\n\n1\n5\n\nSample Output 2\n\n5\n",
        ["'2\\n10 20\\n' prints '30\\n'", "'1\\n5\\n' prints '5\\n'"],
    ),
    "fenced under headings": (
        "Echo it.\n\n### Example Input\n```\na  b\n\n c\n```\n### Example Output\n```text\na b\n```\n",
        ["'a  b\\n\\n c\\n' prints 'a b\\n'"],
    ),
    "indented blocks are dedented": (
        "Read from standard input.\nInput:\n    2\n      1\nOutput:\n    3\n",
        ["'2\\n  1\\n' prints '3\\n'"],
    ),
    "assignment style": (
        "Given an array of integers nums and an integer target, return indices.\n\nExample 1:\n\nInput: nums = [2,7,11,15], target = 9\n"
        "Output: [0,1]\nExplanation: 2 + 7 = 9.\n\nExample 2:\n\nInput: nums = [3,3], target = 6\nOutput: [0,1]\n",
        ["solution([2, 7, 11, 15], 9) = [0, 1]", "solution([3, 3], 6) = [0, 1]"],
    ),
    "assignment style in bold": (
        '**Example 1:**\n\n**Input:** s = "abc"\n**Output:** true\n\n**Example 2:**\n\n**Input:** s = ""\n**Output:** false\n',
        ["solution('abc') = True", "solution('') = False"],
    ),
    "named function": (
        "Write `merge(a, b)`.\nInput: [1, 4], [2, 9]\nOutput: [1, 2, 4, 9]\n",
        ["merge([1, 4], [2, 9]) = [1, 2, 4, 9]"],
    ),
    "named function, assignments": (
        "Write a function called area.\nInput: w = 2, h = 3\nOutput: 6\n",
        ["area(2, 3) = 6"],
    ),
    "named function, bare text": (
        "Write `shout(text)`.\nInput: hello\nOutput: HELLO\n",
        ["shout('hello') = 'HELLO'"],
    ),
    "named function, a call": (
        "Write `f(x)`.\nInput: f(3)\nOutput: 9\n",
        ["f(3) = 9"],
    ),
    "named function, one argument a line": (
        "Write `f(x, y)`.\nInput:\n[1]\n2\nOutput:\n[1, 2]\n",
        ["f([1], 2) = [1, 2]"],
    ),
    "one line": ("Write `f(n)`.\nInput: 5 Output: 120\nInput: 3, Output: 6\n", ["f(5) = 120", "f(3) = 6"]),
    "sentence below the output": (
        "Input: [1, 2]\nOutput: 3\nWrite sum_list(nums) with a loop.",
        ["sum_list([1, 2]) = 3"],
    ),
    "values and a return without a name": (
        "Return a flat list.\ninput: [1, [2, null]]\noutput: [1, 2]\n",
        ["solution([1, [2, None]]) = [1, 2]"],
    ),
    "exception as output": ("Write `f(n)`.\nInput: -1\nOutput: ValueError\n", ["f(-1) raises ValueError"]),
    "Chinese labels": ("计算和。\n输入:\n1 2\n输出:\n3\n", ["'1 2\\n' prints '3\\n'"]),
    "Chinese samples": ("求和\n\n输入样例:\n```\n1 2\n```\n输出样例:\n```\n3\n```\n", ["'1 2\\n' prints '3\\n'"]),
    "bare text, no function": (
        "Reverse the text.\nInput: stressed\nOutput: desserts\n",
        ["'stressed\\n' prints 'desserts\\n'"],
    ),
    "CRLF": ("Add.\r\nInput:\r\n1 2\r\nOutput:\r\n3\r\n", ["'1 2\\n' prints '3\\n'"]),
    "page furniture": (
        "Sample Input\n\n              save_alt\n\n            content_copy\n\n              Copied!\n\n4\n1 2\n\nSample Output\n\n"
        "              save_alt\n\n            content_copy\n\n              Copied!\n\nCase #1: 1 2\nCase #2: 2",
        ["'4\\n1 2\\n' prints 'Case #1: 1 2\\nCase #2: 2\\n'"],
    ),
}

TABLES = {
    "one input column": (
        "Write `f(n)`.\n| input | output |\n|---|---|\n| 1 | 2 |\n| `[1, 4]` | `[5]` |\n",
        ["f(1) = 2", "f([1, 4]) = [5]"],
    ),
    "a column for each argument": (
        "Write `power(base, exponent)`.\n\n| base | exponent | result |\n|:--|--:|:-:|\n| 2 | 3 | 8 |\n| 5 | 0 | 1 |\n",
        ["power(2, 3) = 8", "power(5, 0) = 1"],
    ),
    "arguments in one cell": (
        "Write `merge(a, b)`.\n| Input | Output |\n|---|---|\n| [1, 4], [2, 9] | [1, 2, 4, 9] |\n",
        ["merge([1, 4], [2, 9]) = [1, 2, 4, 9]"],
    ),
    "whole calls": ("| call | returns |\n|---|---|\n| `f(1)` | `2` |\n| `f(2)` | `3` |\n", ["f(1) = 2", "f(2) = 3"]),
    "call as the header": ("| x | f(x) |\n|---|---|\n| 1 | 1 |\n| 2 | 4 |\n", ["f(1) = 1", "f(2) = 4"]),
    "bare text, a program": (
        "Convert a phrase by writing a program.\n\n| Input | Output |\n| --- | --- |\n| As Soon As Possible | ASAP |\n| Thank George It's Friday! | TGIF |\n",
        ["'As Soon As Possible\\n' prints 'ASAP\\n'", "\"Thank George It's Friday!\\n\" prints 'TGIF\\n'"],
    ),
    "bare text, a function": (
        "Write `abbreviate(phrase)`.\n\n| phrase | result |\n| --- | --- |\n| Liquid-crystal display | LCD |\n",
        ["abbreviate('Liquid-crystal display') = 'LCD'"],
    ),
    "explanation column and numbering": (
        "Write `f(n)`.\n| # | n | expected | explanation |\n|---|---|---|---|\n| 1 | 5 | 6 | one more |\n",
        ["f(5) = 6"],
    ),
    "tabs": ("Write `f(a, b)`.\na\tb\tresult\n1\t2\t3\n4\t5\t9\n", ["f(1, 2) = 3", "f(4, 5) = 9"]),
    "wide gaps": (
        "Write `f(text)`.\ntext        output\n'ab'        2\n'a b c'     5\n",
        ["f('ab') = 2", "f('a b c') = 5"],
    ),
    "bar inside backticks": ("Write `f(s)`.\n| s | output |\n|---|---|\n| `'a|b'` | 3 |\n", ["f('a|b') = 3"]),
    "no separator line": ("Write `f(n)`.\n| n | output |\n| 1 | 2 |\n", ["f(1) = 2"]),
    "exception": (
        "Write `f(n)`.\n| n | result |\n|---|---|\n| 1 | 2 |\n| -1 | ValueError |\n",
        ["f(1) = 2", "f(-1) raises ValueError"],
    ),
}


@pytest.mark.parametrize("name", ASSERTS)
def test_assertion(name):
    text, expected = ASSERTS[name]
    task = read_task(text)
    assert shown(task) == expected
    assert task.unread_examples == ()


@pytest.mark.parametrize("name", PAIRS)
def test_pair(name):
    text, expected = PAIRS[name]
    task = read_task(text)
    assert shown(task) == expected
    assert task.unread_examples == ()
    assert (task.function is None) == any(isinstance(case.given, Stdin) for case in task.cases)


@pytest.mark.parametrize("name", TABLES)
def test_table(name):
    text, expected = TABLES[name]
    task = read_task(text)
    assert shown(task) == expected
    assert task.unread_examples == ()


def test_formulas_do_not_turn_a_contest_problem_into_a_function():
    task = read_task("Let f([1]) = 1 and f([2, 1]) = 2.\n\nSample Input\n2\n1 2\n\nSample Output\nCase 1: 3\n")
    assert shown(task) == ["'2\\n1 2\\n' prints 'Case 1: 3\\n'"]
    assert task.function is None


def test_a_stated_tolerance_is_never_widened():
    (case,) = read_task("assert abs(f(2) - 1000.0) < 0.01").cases
    assert isinstance(case.expected, Returns)
    assert case.expected.tolerance is not None
    assert case.expected.tolerance * 1000.0 <= 0.01
