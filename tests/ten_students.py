"""Ten submissions of the sample assignment, which nbgrader, otter and we have to give the same points."""

from __future__ import annotations

from tests.exercise_samples import FAILED, RIGHT, STUDENTS

_PRINTING = RIGHT["count-vowels"].replace("    found = 0\n", "    found = 0\n    print('counting', text)\n")
_LATE_ERROR = f"{RIGHT['count-vowels']}\nprint(count_vowel('a misprint below a right function'))\n"

TEN_STUDENTS: dict[str, dict[str, str]] = {
    **STUDENTS,
    "gina": {**RIGHT, "count-vowels": "def count_vowels(text)\n    return 2\n"},
    "hugo": {**RIGHT, "count-vowels": _LATE_ERROR},
    "ines": {**RIGHT, "count-vowels": _PRINTING, "fix-average": "def average(numbers):\n    return str(numbers)\n"},
    "jan": {**RIGHT, "stack": "class Stack:\n    pass\n", "predict-loop": "answer_1 = 1\nanswer_2 = None\n"},
}
"""The same and four more: a misprint, one below a right function, output where none is asked for, half an answer."""

FAILED_OF_TEN: dict[str, dict[str, frozenset[str]]] = {
    **FAILED,
    "gina": {"count-vowels": FAILED["finn"]["count-vowels"]},
    "hugo": {},
    "ines": {"fix-average": frozenset({"two-numbers", "fractions", "one-number", "no-numbers"})},
    "jan": {"stack": FAILED["chloe"]["stack"], "predict-loop": frozenset({"numbers", "second"})},
}
