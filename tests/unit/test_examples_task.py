# ruff: noqa: E501 - the texts are data
"""What `read_task` makes of a whole text: names, order, doubt, contradiction, damage."""

from __future__ import annotations

import json
import warnings

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kernel_magic.core.errors import TaskError
from kernel_magic.core.problem import Call, CheckerSpec, Expression, Prints, Returns, Stdin
from kernel_magic.lessons.examples.read import MAX_EXAMPLES, MAX_TASK_CHARACTERS, read_task, title_of

UNREAD = {
    "assert with in": ("assert f(1) in (1, 2)", "assert f(1) in (1, 2)"),
    "assert with not equal": ("assert f(1) != 2", "!="),
    "assert with less": ("assert f(1) < 2", "<"),
    "assert with a loop's name": ("for n in range(3):\n    assert f(n) == n", "f(n) == n"),
    "assert in a branch": ("if fast:\n    assert f(1) == 2", "f(1) == 2"),
    "assert of two calls": ("assert f(1) == g(1)", "f(1) == g(1)"),
    "assert with or": ("assert f(1) == 2 or f(1) == 3", "or"),
    "assert that is cut off": ("assert f(1 == 2", "f(1 == 2"),
    "assert with an unknown name": ("assert f(data) == 2", "f(data)"),
    "own exception": ("with pytest.raises(StackEmpty):\n    f(1)", "StackEmpty"),
    "doctest of an object": (">>> f(1)\n<generator object f at 0x7f>", "generator"),
    "doctest of a repr": (">>> f(1)\nPoint(1, 2)", "Point"),
    "doctest with ellipsis": (">>> f(1)  # doctest: +ELLIPSIS\n[0, ..., 9]", "ELLIPSIS"),
    "doctest with a free name": (">>> f(x)\n1", "f(x)"),
    "doctest with a comparison of two calls": (">>> f(1) == g(1)\nTrue", "f(1) == g(1)"),
    "doctest with membership": (">>> 3 in f(1)\nTrue", "3 in f(1)"),
    "doctest without a result": (">>> f(1)\n\nText.", "f(1)"),
    "doctest that is no Python": (">>> f(1\n2", "f(1"),
    "doctest with its own exception": (">>> f(1)\nTraceback (most recent call last):\n    ...\nMyError: no\n", "f(1)"),
    "arrow to bare text": ("greet('Bob') -> Hello, Bob!", "Hello"),
    "arrow to an object": ("f(1) -> Point(1, 2)", "Point"),
    "row with a missing cell": ("Write `f(n)`.\n| n | output |\n|---|---|\n| 1 | 2 |\n| 3 |\n", "3"),
    "row that holds no values": (
        "Write `f(a, b)`.\n| a | b | output |\n|---|---|---|\n| 1 | 2 | 3 |\n| 4 | 5 | 9 |\n| 6 | 7 | Point(1) |",
        "Point",
    ),
    "input without output": ("Sample Input\n```\n1 2\n```\n", "1 2"),
    "output that has no end": ("Sample Input\n1\n\nSample Output\n2\n\n3\n", "1"),
    "input that is no value": ("Write `f(a)`.\nInput: [1, 2\nOutput: 3", "[1, 2"),
}


@pytest.mark.parametrize("name", UNREAD)
def test_what_is_meant_as_an_example_but_cannot_be_used_is_named(name):
    text, quoted = UNREAD[name]
    task = read_task(text)
    assert len(task.unread_examples) == 1
    assert quoted in task.unread_examples[0]
    (note,) = task.notes
    assert note.startswith("Line ")
    assert "looks like an example but could not be used" in note
    assert note.endswith(").")


def test_the_note_names_the_line():
    task = read_task("Write f.\n\nassert f(0) == 1\nassert f(1) in (1, 2)\n")
    assert len(task.cases) == 1
    assert task.notes[0].startswith("Line 4 ")


def test_a_comparison_that_the_program_itself_would_decide_never_becomes_a_case():
    task = read_task("assert f(1) < 2\nassert f(1) in [1]\nassert all(x > 0 for x in f(2))\n>>> f(3) >= 1\nTrue\n")
    assert task.cases == ()
    assert len(task.unread_examples) == 4


def test_examples_keep_the_order_of_the_text_whatever_their_form():
    task = read_task(
        "f(1) -> 1\n\n>>> f(2)\n2\n\nassert f(3) == 3\n\n| n | f(n) |\n|---|---|\n| 4 | 4 |\n\nf(5) returns 5\n"
    )
    assert [case.name for case in task.cases] == [f"example {number}" for number in range(1, 6)]
    assert [case.given.args for case in task.cases if isinstance(case.given, Call)] == [(1,), (2,), (3,), (4,), (5,)]
    assert {case.origin for case in task.cases} == {"sample"}


def test_the_same_example_twice_counts_once():
    task = read_task(">>> f([1])\n2\n\nSo `f([1])` returns `2`; assert:\nassert f([1]) == 2")
    assert len(task.cases) == 1


def test_the_text_of_a_case_is_one_readable_line():
    task = read_task(
        ">>> merge([1, 4],\n...       [2, 9])\n[1, 2, 4, 9]\n>>> s = Stack()\n>>> s.size()\n0\n>>> f(-1)\nTraceback (most recent call last):\nValueError: x\n"
    )
    assert [case.text for case in task.cases] == [
        "merge([1, 4], [2, 9]) -> [1, 2, 4, 9]",
        "s = Stack(); s.size() -> 0",
        "f(-1) -> raises ValueError",
    ]


def test_the_learners_text_is_kept_verbatim():
    text = "  Write f.\r\n>>> f(1)\r\n2\r\n\ufeff"
    assert read_task(text).text == text


FUNCTIONS = {
    "Write `merge(a, b)`.\n>>> merge([1], [2])\n[1, 2]": "merge",
    "Write merge(a, b) that merges.": "merge",
    "Write a function called area. It returns w times h.": "area",
    "Write a function named `area`.": "area",
    "Implement the function `area`.": "area",
    "def solve(x: int) -> int:\n    '''Solve.'''": "solve",
    "编写函数 `count_words(text)`,返回单词数。": "count_words",
    "f(1) -> 2\nf(2) -> 3\nhelper(1) -> 0": "f",
    "Write a class `Stack`.\n>>> s = Stack()\n>>> s.size()\n0": "Stack",
    "Write `isEven(n)`.\nis_even(2) -> True\nis_even(3) -> False": "is_even",
    "Add two numbers from standard input.\nInput:\n1 2\nOutput:\n3": None,
    "What is a list?": None,
    "Do not use `sorted()` or `max(a)`.": None,
    "Write a function `max(a, b)`.\nmax(1, 2) -> 2": "max",
    "Support `push(x)` and `pop()`.": None,
}


@pytest.mark.parametrize("text", FUNCTIONS)
def test_function_asked_for(text):
    assert read_task(text).function == FUNCTIONS[text]


def test_calls_of_other_functions_stay_expressions():
    task = read_task("f(1) -> 2\nf(2) -> 3\nhelper(1) -> 0")
    assert [type(case.given) for case in task.cases] == [Call, Call, Expression]


def test_program_and_function_examples_do_not_mix():
    task = read_task("Write `f(n)`, read from standard input.\n>>> f(1)\n2\n>>> f(2)\n3\n\nInput:\n1\nOutput:\n2\n")
    assert [type(case.given) for case in task.cases] == [Call, Call]
    assert len(task.unread_examples) == 1
    other = read_task("Where g(1) = 2.\nInput:\n1\nOutput:\n2\n\nInput:\n3\nOutput:\n4\n")
    assert [type(case.given) for case in other.cases] == [Stdin, Stdin]
    assert len(other.unread_examples) == 1


CONTRADICTIONS = {
    "doctest and arrow": (
        ">>> f([1, 2])\n3\n\nf([1, 2]) -> 4",
        ["example 1 (line 1)", "f([1, 2]) -> 3", "example 2 (line 4)", "f([1, 2]) -> 4"],
    ),
    "value and exception": ("f(1) -> 2\nf(1) raises ValueError", ["f(1) -> 2", "f(1) -> raises ValueError"]),
    "spacing does not hide it": ("f([1,2]) -> 3\nf([1, 2]) -> 4", ["-> 3", "-> 4"]),
    "programs": ("Input:\n1\nOutput:\n2\n\nInput:\n1\nOutput:\n3\n", ["'2'", "'3'"]),
    "bool and number": ("f('a') -> True\nf('a') -> 0", ["True", "0"]),
}


@pytest.mark.parametrize("name", CONTRADICTIONS)
def test_contradiction_quotes_both_examples(name):
    text, quoted = CONTRADICTIONS[name]
    with pytest.raises(TaskError) as caught:
        read_task(text)
    for piece in quoted:
        assert piece in caught.value.message
    assert "Correct one" in caught.value.hint


def test_equal_values_written_differently_do_not_contradict():
    task = read_task("f(1) -> 2\nf(1) -> 2.0\nassert abs(f(2) - 1.41) < 0.1\nassert f(2) == 1.4\n")
    assert len(task.cases) == 4


CHECKERS = {
    "f(1) -> 2": CheckerSpec(),
    "f(1) -> 2.5": CheckerSpec(name="floats", tolerance=1e-9),
    "f(1) -> {'a': [1, (2.5,)]}": CheckerSpec(name="floats", tolerance=1e-9),
    "Return them in any order.\nf(1) -> [1, 2]": CheckerSpec(name="unordered"),
    "The order of the result does not matter.\nf(1) -> [1, 2]": CheckerSpec(name="unordered"),
    "In any order.\nf(1) -> 'ab'": CheckerSpec(),
    "Add.\nInput:\n1.5\nOutput:\n2.5": CheckerSpec(),
    "Nothing.": CheckerSpec(),
}


@pytest.mark.parametrize("text", CHECKERS)
def test_checker(text):
    assert read_task(text).checker == CHECKERS[text]


@pytest.mark.parametrize("text", ["", " \n\t\r\n ", "\u3000 "])
def test_empty_text_is_refused(text):
    with pytest.raises(TaskError) as caught:
        read_task(text)
    assert "empty" in caught.value.message
    assert caught.value.hint


def test_too_long_text_says_how_long_and_how_long_it_may_be():
    with pytest.raises(TaskError) as caught:
        read_task("x" * 100_000)
    assert "100,000" in caught.value.message
    assert f"{MAX_TASK_CHARACTERS:,}" in caught.value.message
    assert read_task("x" * MAX_TASK_CHARACTERS).cases == ()


@pytest.mark.parametrize("damage", ["\0", "\udc80"])
def test_damaged_text_is_refused_with_its_line(damage):
    with pytest.raises(TaskError) as caught:
        read_task(f"Write f.\nf(1) -> '{damage}'")
    assert "Line 2" in caught.value.message


def test_more_examples_than_are_run_are_not_passed_over_in_silence():
    task = read_task("\n".join(f"f({number}) -> {number}" for number in range(MAX_EXAMPLES + 7)))
    assert len(task.cases) == MAX_EXAMPLES
    assert len(task.unread_examples) == 1
    assert "7 more" in task.notes[0]


HOSTILE = {
    "open calls": "f(" * 20_000,
    "closed calls": "f(" * 150 + ")" * 150 + " -> 1",
    "nested brackets": "f(" + "[" * 20_000 + "]" * 20_000 + ") -> 1",
    "deep but legal": "f(" + "[" * 90 + "]" * 90 + ") -> 1",
    "signs": "assert f(" + "-" * 40_000 + "1) == 1",
    "sum": ">>> f(" + "1+" * 20_000 + "1)\n1",
    "attributes": ">>> f(1)" + ".a" * 20_000 + "\n1",
    "huge number": "f(" + "9" * 45_000 + ") -> 1",
    "huge hex number": "f(0x" + "f" * 45_000 + ") -> 1",
    "power": "f(10 ** 10 ** 10) -> 1",
    "odd escapes": ">>> f('\\d\\q')\n'\\w'\n>>> f(1is 1)\n2\n",
    "quotes": "'\"" * 20_000,
    "triple quotes": '"""' * 10_000,
    "prompts": ">>> f(1)\n" * 5_000,
    "long sessions": ">>> s = Stack()\n" + ">>> s.push(1)\n1\n" * 2_500,
    "long code": "s = Stack()\n" + "s.push(1)\nassert s.pop() == 1\n" * 1_500,
    "continuations": ">>> f(\n" + "... 1,\n" * 6_000,
    "open lines": "f(\n" * 16_000,
    "open asserts": "assert f(\n" * 4_500,
    "assigned open lines": "x = [\n" * 8_000,
    "blanks": "f(1)" + " " * 45_000 + "-> 2",
    "blanks only in lines": (" " * 5_000 + "\n") * 9 + "x",
    "tabs": "\t" * 45_000 + "x",
    "bars": "|" * 45_000,
    "bars and dashes": "|-" * 20_000 + "\n" + "|-" * 2_000,
    "ticks in a row": "| " + "`|" * 20_000 + "|\n|---|---|\n",
    "letters below a prompt": ">>> f(1)\n2\n" + "A" * 45_000,
    "values below a prompt": ">>> f(1)\n" + "1\n" * 20_000,
    "labels": "Input: 1\nOutput: 2\n" * 2_400,
    "open labels": "Input:\n" * 6_000,
    "words": "write a function called " * 2_000,
    "hashes": "#" * 45_000,
    "stars": "*" * 45_000,
    "backticks": "`" * 45_000,
    "call in backticks": "`a(" * 15_000,
    "call in backticks with brackets": "`a(" + ")" * 45_000,
    "commas": "f(1) -> 1" + ",;" * 20_000 + " f(2) -> 2",
    "separators": "f(1) ->" + " ->" * 15_000,
    "is is is": "f(1) " + "is " * 15_000,
    "half a character in an escape": "f('\\ud800') -> 1",
    "unhashable": "f({[]: 1}) -> {[1]}",
    "not a number": "f(float('x')) -> set(1)",
    "infinite": "f(1e999) -> -inf\nassert abs(f(1) - 1e999) < 1\nassert abs(f(1) - 10**400) < 1",
    "starred": "f(*[1], **{'a': 2}) -> 1",
    "control characters": "f(1)\x0b->\x0c2\x1b[31m\x7f\u2028f(2) -> 3\u2029",
    "right to left": "f(1) \u202e-> 2",
    "format strings": "{f(1)} -> {2} %s f'{f(1)!r}' -> 2",
    "markup": "<script>f(1) -> 2</script>",
    "other language": "int f(int x) { return f(1) == 2 ? f(x -> 1) : 0; } // f(1) -> {1}",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_read_without_a_crash(name):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        task = read_task(HOSTILE[name])
        title = title_of(HOSTILE[name])
    json.dumps([case.text for case in task.cases]).encode()
    assert len(title) <= 70
    assert all(len(line) < 600 for line in (*task.unread_examples, *(case.text for case in task.cases)))


_PIECES = st.sampled_from([
    "f(1)", "f([1, 2])", " -> ", " == ", " = ", "2", "'a'", "\n", "\n>>> ", "\n... ", "assert ", "Input: ", "Output: ", "\n```\n", "`", "|",
    "\n|---|---|\n", "returns ", "raises ValueError", "(", ")", "[", "]", "'", '"', "\\", "#", "Traceback (most recent call last):\n",
    "with pytest.raises(ValueError):\n    ", "abs(f(1) - 2) < 0.1", "and ", "not ", "in ", "lambda x: ", "def f(x):\n    ", "class A:\n", "x = ",
    "import math\n", "Sample Input\n", "Sample Output\n", "\t", "  ", "\r\n", "🙂", "你好", "*", "**", "{", "}", ":", ",", ";", ".", "1e5", "-", "None", "true",
])  # fmt: skip


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(st.text(max_size=300), st.lists(_PIECES, max_size=40).map("".join)))
def test_any_text_gives_a_task_or_a_task_error(text):
    title = title_of(text)
    assert 0 < len(title) <= 70
    try:
        task = read_task(text)
    except TaskError as error:
        told = error.message and error.hint
        assert told
        return
    assert task.text == text
    assert [case.name for case in task.cases] == [f"example {n}" for n in range(1, len(task.cases) + 1)]
    assert all(case.text and "\n" not in case.text and case.expected is not None for case in task.cases)
    assert len({isinstance(case.given, Stdin) for case in task.cases}) < 2


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.tuples(inner, inner)
        | st.dictionaries(st.text("ab'\"", max_size=3), inner, max_size=2)
    ),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(_VALUES, max_size=3),
    _VALUES,
    st.sampled_from([">>> {0}\n{1}\n", "{0} -> {1}", "assert {0} == {1}", "`{0}` returns `{1}`."]),
)
def test_what_is_written_as_an_example_is_read_back_exactly(args, value, form):
    call = f"target({', '.join(map(repr, args))})"
    if not args and value is None:
        return  # `target() -> None` may as well be a signature
    task = read_task(form.replace("{0}", call).replace("{1}", repr(value)))
    (case,) = task.cases
    assert case.given == Call(args=tuple(args))
    assert case.expected == Returns(value=value)
    assert task.function == "target"
    assert task.unread_examples == ()


TITLES = {
    "Write `merge(a, b)`: merge two sorted lists into one sorted list.\n>>> merge([1], [2])\n[1, 2]": (
        "Merge two sorted lists into one sorted list"
    ),
    "Write a function digit_sum(n) that returns the sum of the decimal digits of a whole number.\nThe sign does not count.": (
        "Return the sum of the decimal digits of a whole number"
    ),
    "Write a Python function to find the largest number in a list.": "Find the largest number in a list",
    'def f(x: int) -> int:\n    """Double a number.\n\n    >>> f(2)\n    4\n    """': "Double a number",
    "# Leap years\n\nTell whether a year is a leap year.": "Leap years",
    "# Description\n\nConvert a phrase to its acronym.\n": "Convert a phrase to its acronym",
    "f(1) -> 2\nf(2) -> 3": "f",
    ">>> area(2, 3)\n6": "area",
    "assert f(1) == 2": "f",
    "???": "Your task",
    "Please write a program that **reads** two [numbers](http://x) and prints their sum.": (
        "Read two numbers and prints their sum"
    ),
    "编写一个函数,反转字符串。": "编写一个函数,反转字符串",
    "Write a program. It prints the largest of three numbers.": "Print the largest of three numbers",
    "Reverse a string. For example, rev('ab') -> 'ba'.": "Reverse a string",
}


@pytest.mark.parametrize("text", TITLES)
def test_title(text):
    assert title_of(text) == TITLES[text]


def test_a_long_title_is_cut_between_words():
    title = title_of("Write a function that " + "counts many things " * 30)
    assert len(title) <= 70
    assert title.endswith("…")
    assert "counts many thin…" not in title


def test_prints_and_returns_are_different_expectations():
    printed = read_task("Write `show(n)` that prints n doubled.\nshow(2) -> 4").cases[0]
    returned = read_task("Write `show(n)` that returns n doubled.\nshow(2) -> 4").cases[0]
    assert printed.expected == Prints(text="4\n")
    assert returned.expected == Returns(value=4)
