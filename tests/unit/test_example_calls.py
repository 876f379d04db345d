"""The call that shows what code does: given, found beside the code, or made; nothing is run to find it."""

from __future__ import annotations

import ast

import pytest

from kernel_magic.core.errors import TaskError
from kernel_magic.core.problem import Expression, Stdin
from kernel_magic.lessons.explaining.code_shape import definitions_only, is_generator, own_calls, read_code
from kernel_magic.lessons.explaining.example_call import (
    found_calls,
    given_call,
    made_calls,
    program_call,
    suggested_call,
)
from kernel_magic.lessons.explaining.sample_values import argument_rows
from kernel_magic.lessons.explaining.subject import subject_of
from kernel_magic.lessons.options import ExplainOptions


def first_rows(definition, count=1):
    node = ast.parse(definition).body[0]
    assert isinstance(node, ast.FunctionDef)
    return argument_rows(node)[:count]


@pytest.mark.parametrize(
    ("definition", "row"),
    [
        ("def f(): pass", ""),
        ("def f(n: int): pass", "5"),
        ("def f(words: list[str]): pass", "['pear', 'fig', 'apple']"),
        ("def f(q: 'Optional[int]' = None): pass", ""),
        ("def f(items, wanted): return items.index(wanted)", "[3, 1, 4, 1, 5], 5"),
        ("def f(thing): return thing.upper()", "'hello'"),
        ("def f(thing): return thing.items()", "{'a': 1, 'b': 2}"),
        ("def f(thing): return thing[0][1]", "[[1, 2], [3, 4]]"),
        ("def f(thing): return thing(3)", "lambda x: x + 1"),
        ("def f(thing): return list(range(thing))", "5"),
        ("def f(s):\n    for c in s: print(c)", "'hello'"),
        ("def f(a, b): return a % b", "5, 3"),
        ("def f(a, *, key): return a", "5, key=lambda x: x + 1"),
        ("def f(a, b=2): return a + b", "5"),
    ],
)
def test_arguments_fit_what_is_done_with_them(definition, row):
    assert first_rows(definition) == (row,)


def test_there_are_other_kinds_of_values_to_try_and_all_are_python():
    rows = argument_rows(ast.parse("def f(thing, other): return thing").body[0])  # type: ignore[arg-type]  # a function
    assert len(set(rows)) == len(rows) >= 6
    for row in rows:
        ast.parse(f"f({row})")


CELL = (
    "import math\nLIMIT = 3\n\ndef f(x):\n    return x\n\nvalue = f(2)\n"
    "print(value)\nfor i in range(3):\n    print(i)\n"
)


def test_what_a_cell_does_is_blanked_and_lines_keep_their_numbers():
    text = definitions_only(read_code(CELL))
    assert text.split("\n")[:7] == CELL.split("\n")[:7]
    assert not any(line.strip() for line in text.split("\n")[7:])
    assert len(text.split("\n")) == len(CELL.split("\n"))
    asking = definitions_only(read_code("n = int(input())\ndef f(x):\n    return x\n"))
    assert "input" not in asking
    assert "def f" in asking


@pytest.mark.parametrize(
    ("text", "function", "calls"),
    [
        ("def f(x):\n    return x\n", "f", 0),
        ("def f(x):\n    return x\nf(1)\nf(2)\n", "f", 2),
        ("def f(x):\n    return x\nassert f(1) == 1\n", "f", 1),
        ("def f(x):\n    return x\nprint(f(1))\n", None, 0),
        ("def _help(x):\n    return x\ndef f(x):\n    return _help(x)\ndef _more(x):\n    return x\n", "f", 0),
        ("def main():\n    return f(1)\ndef f(x):\n    return x\n", "main", 0),
        ("class A:\n    pass\n", "A", 0),
        ("x = 1\n", None, 0),
        ("def f(x):\n    return x\nif __name__ == '__main__':\n    f(3)\n", None, 0),
    ],
)
def test_the_subject_is_what_a_reader_would_say(text, function, calls):
    shape = read_code(text)
    subject = subject_of(shape, ExplainOptions())
    assert (subject.name if subject else None) == function
    assert len(own_calls(shape)) == calls


def test_a_method_is_a_subject_by_its_class():
    shape = read_code("class A:\n    def m(self):\n        return 1\n")
    subject = subject_of(shape, ExplainOptions(function="A.m"))
    assert subject is not None
    assert subject.name == "A"
    with pytest.raises(TaskError):
        subject_of(shape, ExplainOptions(function="A.other"))


def test_a_given_call_may_be_prepared_by_statements():
    shape = read_code("class S:\n    def push(self, x):\n        return x\n")
    case = given_call(shape, "s = S(); s.push(1); s.push(2)").case
    assert case.given == Expression(expression="s.push(2)", setup="s = S()\ns.push(1)")
    for bad in ("", "s = S()", "f(", "x" * 3000, "import os"):
        with pytest.raises(TaskError):
            given_call(shape, bad)


def test_docstring_cell_and_notebook_come_in_this_order():
    docstring = '    """F.\n\n    >>> y = 3\n    >>> f(y)\n    3\n    >>> 1 + 1\n    2\n    """\n'
    text = f"def f(x):\n{docstring}    return x\nf(8)\n"
    shape = read_code(text)
    groups = found_calls(shape, shape.definitions[0], ("f(9)", "f(", "g(1)"))
    found = [[(each.origin, each.case.given) for each in group] for group in groups]
    assert found[0][0] == ("docstring", Expression(expression="f(y)", setup="y = 3\n"))
    assert found[1] == [("cell", Expression(expression="f(8)"))]
    assert [given.expression for _, given in found[2] if isinstance(given, Expression)] == ["f(9)"]


def test_a_class_is_made_and_its_methods_called_those_that_take_away_last():
    text = (
        "class Stack:\n    def __init__(self):\n        self.items = []\n    def pop(self):\n"
        "        return self.items.pop()\n    def push(self, x):\n        self.items.append(x)\n"
    )
    shape = read_code(text)
    given = made_calls(shape, shape.definitions[0])[0].case.given
    assert given == Expression(expression="s.pop()", setup="s = Stack()\ns.push(5)\ns.push(3)")


@pytest.mark.parametrize(
    ("reply", "expression"),
    [
        ("f(3)", "f(3)"),
        ("`f([1, 2])`", "f([1, 2])"),
        ("```python\n>>> f(2)\n```", "f(2)"),
        ("x = 3; f(x)", "f(x)"),
        ("Here is a call:\nf(4)", "f(4)"),
        ("g(3)", None),
        ("print(", None),
        ("", None),
        ("f = 3", None),
        ("f(" + "(" * 3000, None),
    ],
)
def test_a_call_is_found_in_what_a_model_says(reply, expression):
    shape = read_code("def f(x):\n    return x\n")
    found = suggested_call(shape, shape.definitions[0], reply)
    given = found.case.given if found is not None else None
    assert (given.expression if isinstance(given, Expression) else None) == expression


def test_generators_and_coroutines_are_called_so_that_something_runs():
    shape = read_code(
        "def g(n):\n    yield n\nasync def c(n):\n    return n\ndef inner(n):\n    return (lambda: (yield))\n"
    )
    assert is_generator(shape.definitions[0])
    assert not is_generator(shape.definitions[2])
    assert given_call(shape, "g(2)").case.given == Expression(expression="list(g(2))")
    assert given_call(shape, "c(2)").case.given == Expression(expression="asyncio.run(c(2))", setup="import asyncio\n")
    assert given_call(shape, "sum(g(2))").case.given == Expression(expression="sum(g(2))")


def test_a_program_is_a_case_with_its_input():
    assert program_call(read_code("print(input())\n"), "3\n").case.given == Stdin(text="3\n")
