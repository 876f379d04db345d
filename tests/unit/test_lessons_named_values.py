"""Names that a task lists: generated inputs hold them in place of made-up words, and stay as they are elsewhere."""

from __future__ import annotations

import pytest

from kernel_magic.core.problem import Call, Stdin, TestCase
from kernel_magic.judge.generators import inputs_like
from kernel_magic.lessons.examples.read import read_task
from kernel_magic.lessons.witnesses.named_values import with_named_values

PLANETS = """How old is somebody on a planet?

| Planet  | Period |
|---------|--------|
| Mercury | 0.24   |
| Venus   | 0.62   |
| Earth   | 1.0    |

>>> age("Earth", 10)
10.0
>>> age("Venus", 62)
100.0
"""
POINTS = """The value of a resistor. The colours:

- black: 0
- brown: 1
- red: 2

>>> value(["brown", "black"])
10
>>> value(["red", "red"])
22
"""
SERIES = """Turn a robot that faces `north`, `east`, `south` or `west`.

>>> turn({"at": [0, 0], "facing": "north"}, 2)
'south'
>>> turn({"at": [3, 1], "facing": "east"}, 1)
'south'
>>> turn({"at": [2, 5], "facing": "west"}, 1)
'north'
"""
DAYS = "How many days is it until that day?\n>>> until('Monday', 3)\n4\n>>> until('Friday', 2)\n6\n"


def generated(text, count=40):
    task = read_task(text)
    made = inputs_like(task.cases, seed=0, count=count)
    return made, with_named_values(made, task)


@pytest.mark.parametrize(
    ("text", "names", "of"),
    [
        (PLANETS, {"Mercury", "Venus", "Earth"}, lambda case: [case.given.args[0]]),
        (POINTS, {"black", "brown", "red"}, lambda case: case.given.args[0]),
        (SERIES, {"north", "east", "south", "west"}, lambda case: [case.given.args[0].get("facing", "north")]),
        (
            DAYS,
            {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"},
            lambda case: [case.given.args[0]],
        ),
    ],
    ids=["a table", "points", "a series", "days"],
)
def test_places_of_listed_names_hold_nothing_else_and_all_of_them(text, names, of):
    made, named = generated(text)
    seen = {name for case in named if not case.name.startswith("edge generated") for name in of(case)}
    assert seen == names
    assert {name for case in made for name in of(case)} - names, "nothing was made up, so this shows nothing"
    assert len({repr(case.given) for case in named}) == len(named) >= 10
    assert [case for case in named if case.given.args != made[0].given.args and not case.text] == []


def test_a_few_made_up_words_stay_as_edges():
    made, named = generated(SERIES)
    kept = [case for case in named if case.name.startswith("edge generated")]
    assert len(kept) == 3
    assert all(case.given in [each.given for each in made] for case in kept)
    assert all(case.given.args[0]["facing"] not in ("north", "east", "south", "west") for case in kept)


def test_what_is_written_of_an_input_is_what_it_gives():
    _, named = generated(PLANETS)
    assert [case.text for case in named] == [", ".join(map(repr, case.given.args)) for case in named]


@pytest.mark.parametrize(
    "text",
    [
        # texts that no list holds
        "Count the vowels: a, e, i, o, u.\n>>> vowels('hello')\n2\n>>> vowels('sky')\n0\n",
        # one of the examples is not in the list
        "Say whether it is north, east, south or west.\n>>> f('north')\nTrue\n>>> f('up')\nFalse\n",
        # only one name is shown
        "Say whether it is north, east, south or west.\n>>> f('north')\nTrue\n>>> f('north')\nTrue\n",
        # what only examples list
        "Count pairs.\n>>> f(['julia', 'best', 'tseb'])\n2\n>>> f(['best', 'tseb'])\n1\n",
        # numbers
        "The numbers one, two and three.\n>>> f(1)\n2\n>>> f(2)\n3\n",
        "Nothing is shown: red, green or blue.\n",
    ],
)
def test_other_inputs_stay_as_they_are(text):
    made, named = generated(text)
    assert named == tuple(made)


def test_programs_that_read_standard_input_are_left_alone():
    text = "Print red, green or blue.\n\nInput:\nred\nOutput:\nblue\n\nInput:\ngreen\nOutput:\nred\n"
    inputs = (TestCase(name="generated 1", given=Stdin(text="gree\n"), expected=None),)
    assert with_named_values(inputs, read_task(text)) == inputs


def test_a_hostile_text_costs_little_and_breaks_nothing():
    text = "ab`, `" * 4_000 + "\n" + "- 'xy\n" * 2_000 + "aa-" * 2_000 + " aa," * 1_000 + "\n"
    text += ">>> f('aa')\n1\n>>> f('zz')\n2\n"
    inputs = (TestCase(name="generated 1", given=Call(args=("ab",)), expected=None),)
    assert with_named_values(inputs, read_task(text)) == inputs
