"""The examples of a statement are what Python's prompt shows for the reference. The judge is real."""

from __future__ import annotations

import pytest

from kernel_magic.course.items import load_item
from kernel_magic.lessons.exercise import exercises_of
from kernel_magic.lessons.options import SolveOptions
from kernel_magic.lessons.work import Work

GREET = """\
def greet(name):
    print("Hello, " + name + "!")
    return 8 + len(name)
"""
FIND = """\
def find(items, wanted):
    for place, item in enumerate(items):
        if item == wanted:
            return place
    return None
"""


@pytest.fixture
def exercise(tmp_path, judge):
    """Makes the exercise of a statement and a program, or a variant of it."""
    work = Work(
        backend=None, judge=judge, options=SolveOptions(), on_progress=lambda progress: None, cancelled=lambda: False
    )

    def made(text, program, tests, *, variants="", number=0):
        folder = tmp_path / "units" / "unit" / "item"
        folder.mkdir(parents=True)
        front = f"title: t\nobjectives: [o]\n{variants}"
        (folder / "item.md").write_text(f"---\n{front}---\n{text}\n\n## Hints\n\n1. Think.\n")
        (folder / "reference.py").write_text(program)
        (folder / "alternative.py").write_text(program)
        (folder / "tests.py").write_text(tests)
        return exercises_of(load_item(folder), number + 1, work)[number]

    return made


@pytest.fixture
def statement(exercise):
    """What the gate `statement` says about a statement and a program."""

    def told(*given):
        return next(gate for gate in exercise(*given).evidence.gates if gate.name == "statement")

    return told


GREET_TESTS = '# hidden: x\nassert greet("") == 8\nassert greet("Bo") == 10\n'
FIND_TESTS = "# hidden: x\nassert find([4], 4) == 0\nassert find([], 5) is None\n"


@pytest.mark.parametrize(
    ("shown", "holds"),
    [
        ("Hello, Ada!\n11", True),
        ("Hello, Ada!\n12", False),
        ("Hello, Ada! 11", False),
        ("Hello, Ada!", True),
        ("Hello, Eve!\n11", False),
    ],
)
def test_what_is_printed_stands_above_what_is_returned(statement, shown, holds):
    text = f'Write `greet(name)`. It prints the greeting and returns its length.\n\n>>> greet("Ada")\n{shown}'
    gate = statement(text, GREET, GREET_TESTS)
    assert gate.holds is holds, gate.lines


def test_a_variant_shows_what_is_printed_and_what_is_returned(exercise):
    text = 'Write `greet(name)`. It prints the greeting and returns its length.\n\n>>> greet("Ada")\nHello, Ada!\n11'
    variants = "variants: [[{}, {Hello: Good day}]]\n"
    made = exercise(text, GREET, GREET_TESTS, variants=variants, number=1)
    assert "Good day, Ada!\n11" in made.statement


@pytest.mark.parametrize(
    ("examples", "said"),
    [
        (">>> find([1], 2)\n>>> find([4, 5], 5)\n1", ""),
        (
            ">>> find([1], 1)\n>>> find([4, 5], 5)\n1",
            "find([1], 1): the statement shows nothing below it, the reference 0",
        ),
        (">>> find([4, 5], 5)\n1\n>>> find([1], 2)", ""),
    ],
)
def test_nothing_below_an_example_says_that_it_returns_none(statement, examples, said):
    gate = statement(f"Write `find(items, wanted)`.\n\n{examples}", FIND, FIND_TESTS)
    assert gate.lines == ((said,) if said else ())


def test_nothing_below_an_example_says_that_nothing_is_printed(statement):
    gate = statement('Write `greet(name)`.\n\n>>> greet("Ada")\n', GREET, GREET_TESTS)
    assert not gate.holds


@pytest.mark.parametrize(
    ("examples", "holds"),
    [
        ("In [1]: find([4, 5], 5)\nOut[1]: 1\n\nIn [2]: find([4], 4)\nOut[2]: 0", True),
        ("In [1]: find([4, 5], 5)\nOut[1]: 1\n\nIn [2]: find([4], 4)\n\nOut[2]: 1", False),
        ("In [1]: find([4, 5],\n   ...:      5)\nOut[1]: 2", False),
        ("In [12]: find([4], 5)", True),
    ],
)
def test_the_prompts_of_ipython_are_read_as_well(statement, examples, holds):
    gate = statement(f"Write `find(items, wanted)`.\n\n{examples}", FIND, FIND_TESTS)
    assert gate.holds is holds, gate.lines


@pytest.mark.parametrize(
    ("text", "holds"), [("Begin to findall.", False), ("Write `find`.", True), ("def find(): …", True)]
)
def test_the_statement_names_the_function_as_a_word_of_its_own(statement, text, holds):
    assert statement(text, FIND, FIND_TESTS).holds is holds
