"""Lists of names are read out of a task's words; what is no list, or only some examples of one, is not."""

from __future__ import annotations

import pytest

from kernel_magic.lessons.witnesses.listed_names import listed_names

BOB = """He only ever answers one of these:

- **"Sure."**
  This is his answer to a question, such as "How are you?"
- **"Whoa, chill out!"**
  when you yell.
- **"Whatever."**
"""
TABLE = "| Planet  | Period |\n| ------- | ------ |\n| `Mercury` | 0.24   |\n| Venus   | 0.62   |\n\n| alone |\n"


@pytest.mark.parametrize(
    ("text", "lists"),
    [
        ("It faces north, east, south or west.", [("north", "east", "south", "west")]),
        ("It is `open` or `closed`.", [("open", "closed")]),
        ('Answer "rock", "paper", or "scissors".', [("rock", "paper", "scissors")]),
        ("- black: 0\n- brown: 1\n* red\n", [("black", "brown", "red")]),
        ("1. eggs (1)\n2. peanuts (2)\n\n1. other\n", [("eggs", "peanuts")]),
        (BOB, [("Sure.", "Whoa, chill out!", "Whatever.")]),
        (TABLE, [("Mercury", "Venus")]),
        ("If it is sunny, go out.", []),
        ("Words with a vowel such as apple, orange and egg.", []),
        ("The letters a, e, i, o, u.", []),
        ("- one point only\n", []),
        ("Count pairs.\n\n>>> count(['julia', 'best', 'tseb'])\n0\n", []),
        ("Count pairs.\n\n>>> last(2)\n['julia', 'best', 'tseb']\n", []),
        ("Join them.\n\nassert join(['julia', 'best',\n             'tseb']) == 'x'\n", []),
        ("join('julia', 'best', 'tseb') -> 'x'\n", []),
        ("| word | size(word) |\n|---|---|\n| red | 3 |\n| green | 5 |\n", []),
        ('The call join("julia", "best", "tseb"), the list ["red", "green", "blue"], {"red", "green", "blue"}.', []),
        ("One of red, green, blue.\n\n>>> join(['julia', 'best', 'tseb'])\n0\n", [("red", "green", "blue")]),
        ("", []),
    ],
)
def test_lists_are_read_and_nothing_else(text, lists):
    assert listed_names(text) == lists


@pytest.mark.parametrize("text", ["ab`, `", "aa ", "a", "- '", "| 'a", "aa-", "aa, "])
def test_a_hostile_text_comes_to_an_end(text):
    assert len(listed_names(text * 9_000)) <= 1
