"""A mutant that no test kills is like the reference only where it was put to the test. The judge is real."""

from __future__ import annotations

import pytest

from kernel_magic.course.items import load_item
from kernel_magic.lessons.exercise import exercises_of
from kernel_magic.lessons.options import SolveOptions
from kernel_magic.lessons.work import Work

PAGE = "---\ntitle: Item\nlevel: intro\nobjectives: [do it]\n{keys}---\n{statement}\n\n## Hints\n\n1. Think.\n2. No.\n"


@pytest.fixture
def made(tmp_path, course_files, judge):
    """Makes the exercise of an item of a few lines."""
    work = Work(
        backend=None, judge=judge, options=SolveOptions(), on_progress=lambda progress: None, cancelled=lambda: False
    )

    def make(reference, alternative, tests, *, statement, keys="", **more):
        files = dict.fromkeys(course_files.ITEM) | {
            "item.md": PAGE.format(keys=keys, statement=statement),
            "reference.py": reference,
            "alternative.py": alternative,
            "tests.py": tests,
        }
        files |= {f"distractors/{name}.py": text for name, text in more.items()}
        (exercise,) = exercises_of(load_item(course_files.write_item(tmp_path, files)), 1, work)
        return exercise

    return make


def gate(exercise, name):
    return next(gate for gate in exercise.evidence.gates if gate.name == name)


UNTESTED = {
    "a branch": (
        "def price(code, amount):\n    if len(code) > 600:\n        return amount // 2\n    return amount\n",
        "def price(code, amount):\n    return amount // 2 if len(code) > 600 else amount\n",
        '# visible: small\nassert price("abc", 4) == 4\n# hidden: others\nassert price("x", 10) == 10\n',
        ("line 3: `return amount // 2` became `return None` (return_value)", "comes there"),
    ),
    "a condition": (
        "def bonus(words):\n    amount = len(words)\n    if amount > 600:\n        amount = amount + 5\n"
        "    return amount\n",
        "def bonus(words):\n    return len(words) + (5 if len(words) > 600 else 0)\n",
        "# visible: small\nassert bonus([1]) == 1\n# hidden: others\nassert bonus([1, 2]) == 2\n"
        "assert bonus([]) == 0\n",
        ("line 3: `amount > 600` became `amount >= 600` (boundary)", "both ways"),
    ),
    "a default": (
        'def join(words, *, sep="-"):\n    return sep.join(words)\n',
        'def join(words, *, sep="-"):\n    return "".join(sep * (i > 0) + word for i, word in enumerate(words))\n',
        '# visible: small\nassert join(["a", "b"], sep="+") == "a+b"\n'
        '# hidden: others\nassert join(["a", "b"], sep=", ") == "a, b"\nassert join([], sep="!") == ""\n',
        ("line 1: `\"-\"` became `''` (text)", "comes there"),
    ),
    "an entry of a table": (
        "def fee(kind, hours):\n    return [7, 5][len(kind) // 600] * hours\n",
        "def fee(kind, hours):\n    return hours * (7 if len(kind) < 600 else 5)\n",
        '# visible: one\nassert fee("car", 3) == 21\n'
        '# hidden: more\nassert fee("bus", 1) == 7\nassert fee("car", 5) == 35\n',
        ("line 2: `5` became `6` (off_by_one)", "comes there"),
    ),
}


@pytest.mark.parametrize("sample", UNTESTED.values(), ids=UNTESTED)
def test_a_survivor_in_what_no_input_reaches_is_not_like_the_reference(made, sample):
    reference, alternative, tests, (place, reason) = sample
    name = reference.split("(")[0].removeprefix("def ")
    exercise = made(reference, alternative, tests, statement=f"Write `{name}`.")
    found = gate(exercise, "mutants")
    assert not found.holds
    line = next(line for line in found.lines if line.startswith(place))
    assert reason in line
    assert "no test and no made input" in line


def test_survivors_that_are_not_listed_are_counted(made):
    reference, alternative, tests, _ = UNTESTED["a branch"]
    reference = reference.replace("amount // 2", "amount // 2 - 5 + 7")
    alternative = alternative.replace("amount // 2", "amount // 2 + 2")
    exercise = made(reference, alternative, tests, statement="Write `price`.")
    report, lines = exercise.evidence.mutation, gate(exercise, "mutants").lines
    assert len(lines) < len(report.survivors)
    assert lines[-1] == f"and {len(report.survivors) - len(lines) + 1} more"


def test_a_survivor_in_what_inputs_do_reach_is_like_the_reference_on_as_many_as_were_made(made):
    exercise = made(
        "def clamp(n, low):\n    if n < low:\n        n = low\n    return n\n",
        "def clamp(n, low):\n    return max(n, low)\n",
        "# visible: one\nassert clamp(3, 1) == 3\n# hidden: more\nassert clamp(0, 1) == 1\nassert clamp(2, 2) == 2\n",
        statement="Write `clamp(n, low)`.",
    )
    (survivor,) = exercise.evidence.mutation.survivors
    assert (survivor.operator, survivor.equivalent, survivor.doubt) == ("boundary", True, "")
    assert f"on {survivor.tried} further inputs" in gate(exercise, "mutants").summary


def test_what_becomes_of_the_arguments_is_tested_where_the_reference_changes_them(made):
    exercise = made(
        "def remove_all(items, x):\n    found = items.count(x)\n    while x in items:\n        items.remove(x)\n"
        "    return found\n",
        "def remove_all(items, x):\n    before = len(items)\n    items[:] = [y for y in items if y != x]\n"
        "    return before - len(items)\n",
        "# visible: one\nassert remove_all([1, 2, 1], 1) == 2\n# hidden: more\nassert remove_all([], 3) == 0\n"
        "assert remove_all([4, 5], 3) == 0\nassert remove_all([7, 7, 7], 7) == 3\n",
        statement="Write `remove_all(items, x)`. It removes every `x` from the list itself; it returns how many.",
    )
    assert exercise.evidence.released
    added = exercise.tests[-1]
    assert (added.origin, added.visible) == ("generated", False)
    assert any("(remove_all((given_1 := [1]), 1), given_1) == (1, [])" in line for line in added.code.split("\n"))


def test_arguments_that_the_reference_leaves_alone_are_not_asked_for(made):
    exercise = made(
        "def smallest(items):\n    items = sorted(items)\n    return items[0]\n",
        "def smallest(items):\n    return min(items)\n",
        "# visible: one\nassert smallest([1, 2]) == 1\n# hidden: more\nassert smallest([4, 3, 5]) == 3\n",
        statement="Write `smallest(items)`.",
    )
    assert not any("given_1" in test.code for test in exercise.tests)


PRINTS = (
    'def greet(name):\n    text = "Hello, " + name\n    print(text)\n    return len(text)\n',
    'def greet(name):\n    print(f"Hello, {name}")\n    return 7 + len(name)\n',
    '# visible: one\nassert greet("Ada") == 10\n# hidden: more\nassert greet("") == 7\nassert greet("Bo") == 9\n',
)
PRINTING = """\
# hidden: it prints
import io, sys
screen, sys.stdout = sys.stdout, io.StringIO()
greet("Cy")
printed, sys.stdout = sys.stdout.getvalue(), screen
assert printed == "Hello, Cy\\n"
"""


def test_a_survivor_that_prints_something_else_is_not_like_the_reference(made):
    exercise = made(*PRINTS, statement="Write `greet(name)`. It prints a greeting, and returns its length.")
    found = gate(exercise, "mutants")
    assert not found.holds
    assert any("`print(text)` became `pass`" in line and "prints something else" in line for line in found.lines)


def test_what_is_printed_besides_a_result_can_be_tested(made):
    reference, alternative, tests = PRINTS
    assert made(reference, alternative, tests + PRINTING, statement="Write `greet(name)`.").evidence.released


FIRST = (
    'def first(text):\n    return text[0] if text else ""\n',
    '# visible: one\nassert first("ab") == "a"\n# hidden: more\nassert first("xyz") == "x"\nassert first("q") == "q"\n',
    "Write `first(text)`. It returns the first letter.\n\n>>> first(\"\")\n''\n",
)


def test_an_alternative_must_do_what_the_examples_of_the_statement_say(made):
    reference, tests, statement = FIRST
    exercise = made(reference, "def first(text):\n    return text[0]\n", tests, statement=statement)
    found = gate(exercise, "second_solution")
    assert not found.holds
    assert found.lines == ("first(''): the statement says '', alternative raises IndexError",)


def test_a_survivor_that_an_example_of_the_statement_tells_apart_lives(made):
    reference, alternative, tests, _ = UNTESTED["a branch"]
    exercise = made(reference, alternative, tests, statement='Write `price`.\n\n>>> price("ab" * 400, 9)\n4\n')
    assert gate(exercise, "second_solution").holds
    found = gate(exercise, "mutants")
    assert not found.holds
    line = next(line for line in found.lines if "became `amount / 2`" in line)
    assert "an example of the statement tells it apart, and no test has it: price('ab' * 400, 9)" in line


CLAMP = (
    "def clamp(n, low, high):\n    result = n\n    if result < low:\n        result = low\n    if result > high:\n"
    "        result = high\n    return result\n",
    "def clamp(n, low, high):\n    return min(max(n, low), high)\n",
)
CLAMP_TESTS = (
    "# visible: one\nassert clamp(3, 1, 5) == 3\n# hidden: more\nassert clamp(0, 1, 5) == 1\n"
    "assert clamp(9, 1, 5) == 5\nassert clamp(1, 1, 5) == 1\nassert clamp(5, 1, 5) == 5\n"
    "assert clamp(-3, -2, 0) == -2\n"
)


def test_a_puzzle_whose_survivors_show_no_difference_is_released(made):
    exercise = made(*CLAMP, CLAMP_TESTS, statement="Put together `clamp(n, low, high)`.", keys="kind: parsons\n")
    assert exercise.evidence.released
    assert {survivor.operator for survivor in exercise.evidence.mutation.survivors} == {"boundary"}
    assert "2 behaved like the reference on" in gate(exercise, "mutants").summary


def test_the_tests_of_a_puzzle_stay_what_they_are_and_its_author_is_told_what_kills(made):
    weak = "# visible: one\nassert clamp(3, 1, 5) == 3\n# hidden: more\nassert clamp(0, 1, 5) == 1\n"
    exercise = made(*CLAMP, weak, statement="Put together `clamp(n, low, high)`.", keys="kind: parsons\n")
    assert len(exercise.tests) == 2
    found = gate(exercise, "mutants")
    assert not found.holds
    assert any("tells it apart; test that" in line for line in found.lines)


GAUSS = (
    "def gauss(n):\n    total = 0\n    while n > 0:\n        total = total + n\n        n = n - 1\n    return total\n",
    "def gauss(n):\n    return n * (n + 1) // 2\n",
    "# visible: one\nassert gauss(1) == 1\nassert gauss(2) == 3\n# hidden: more\nassert gauss(0) == 0\n"
    "assert gauss(10) == 55\nassert gauss(5) == 15\n",
)


def test_tests_need_not_find_mutants_that_show_no_difference(made):
    exercise = made(*GAUSS, statement="`gauss(n)` is 1 + 2 + ... + n.", keys="kind: tests\n")
    assert exercise.evidence.released
    found = gate(exercise, "kind")
    assert "2 behaved like the reference on" in found.summary
    assert "line 3: `n > 0` became `n >= 0`: no difference seen" in found.lines


DIGITS = (
    "def digits(n):\n    count = 1\n    while n >= 10:\n        n = n // 10\n        count = count + 1\n"
    "    return count\n",
    "def digits(n):\n    return len(str(n))\n",
    "# visible: one\nassert digits(3) == 1\nassert digits(10) == 2\n# hidden: more\nassert digits(0) == 1\n"
    "assert digits(99) == 2\nassert digits(100) == 3\nassert digits(123456) == 6\nassert digits(9) == 1\n",
)


def test_mutants_that_never_end_are_no_wrong_solutions_for_tests_of_students(made):
    exercise = made(*DIGITS, statement="`digits(n)` is how many digits n has.", keys="kind: tests\n")
    assert exercise.evidence.released
    assert len(exercise.tests) > 5


def test_a_distractor_that_never_ends_is_named(made):
    endless = "# never ends\ndef digits(n):\n    while n >= 10:\n        n = n + 1\n    return 1\n"
    keys = "kind: tests\nlimits: {cpu_s: 0.5}\n"
    exercise = made(*DIGITS, statement="`digits(n)` is how many digits n has.", keys=keys, endless=endless)
    found = gate(exercise, "kind")
    assert not found.holds
    assert found.lines[0].startswith("distractors/endless.py: on digits(")
    assert "used more than 0.5 s of processor time" in found.lines[0]
    assert gate(exercise, "reference").holds, "what is wrong is said once"


ACCOUNT = (
    "class Account:\n    def __init__(self, start=0):\n        self.balance = start\n\n    def pay_in(self, amount):\n"
    "        if amount > 0:\n            self.balance += amount\n",
    "class Account:\n    def __init__(self, start=0):\n        self.balance = start\n\n    def pay_in(self, amount):\n"
    "        self.balance = self.balance + max(amount, 0)\n",
)
ACCOUNT_TESTS = (
    "# visible: start\na = Account()\nassert a.balance == 0\n# hidden: pay in\na = Account(5)\na.pay_in(3)\n"
    "assert a.balance == 8\na.pay_in(-3)\nassert a.balance == 8\na.pay_in(1)\nassert a.balance == 9\n"
)


def test_survivors_in_a_class_are_tried_on_its_tests_with_other_values(made):
    exercise = made(*ACCOUNT, ACCOUNT_TESTS, statement="Write the class `Account`.")
    assert exercise.evidence.released
    assert [survivor.equivalent for survivor in exercise.evidence.mutation.survivors] == [True, True]
    assert len(exercise.tests) == 2, "which lines may follow each other, the author knows"


def test_the_author_of_a_class_is_told_with_which_values_its_tests_would_kill(made):
    weak = ACCOUNT_TESTS.replace("a.pay_in(3)\nassert a.balance == 8\na.pay_in(-3)", "a.pay_in(3)\na.pay_in(-3)")
    weak = weak.replace("a.pay_in(1)\nassert a.balance == 9\n", "").replace("assert a.balance == 8", "a.balance")
    exercise = made(*ACCOUNT, weak + "assert a.balance == 8\n", statement="Write the class `Account`.")
    found = gate(exercise, "mutants")
    assert not found.holds
    assert any("a.pay_in(" in line and "tells it apart; test that" in line for line in found.lines)


def test_a_method_that_no_test_calls_is_named(made):
    reference, alternative = (text + "\n    def close(self):\n        self.balance = 0\n" for text in ACCOUNT)
    found = gate(made(reference, alternative, ACCOUNT_TESTS, statement="Write the class `Account`."), "mutants")
    assert not found.holds
    assert any("line 10: `self.balance = 0` became `pass`" in line and "comes there" in line for line in found.lines)


def test_values_that_the_reference_names_are_tried(made):
    exercise = made(
        'def price(code, amount):\n    if code == "VIP-2291":\n        return amount // 2\n    if amount > 5000:\n'
        "        return amount - 500\n    return amount\n",
        'def price(code, amount):\n    if code == "VIP-2291":\n        amount = amount // 2\n'
        "    elif amount > 5000:\n        amount -= 500\n    return amount\n",
        '# visible: small\nassert price("abc", 4) == 4\n# hidden: others\nassert price("x", 10) == 10\n',
        statement="Write `price(code, amount)`. With the code VIP-2291 half; above 5000, 500 less.",
    )
    assert exercise.evidence.released
    assert exercise.evidence.mutation.survivors == ()
    texts = [case.text for case in exercise.tests[-1].cases]
    assert any("'VIP-2291'" in text for text in texts)
    assert any("5000)" in text for text in texts)


def test_files_that_one_case_leaves_behind_speak_against_no_survivor(made):
    exercise = made(
        "def count_lines(path):\n    with open(path) as file:\n"
        "        return sum(1 for line in file if line.strip())\n",
        "def count_lines(path):\n    with open(path) as file:\n        return len(file.read().split())\n",
        "# visible: small\nfrom pathlib import Path\nPath('a.txt').write_text('x\\n\\ny\\n')\n"
        "assert count_lines('a.txt') == 2\n"
        "# hidden: others\nfrom pathlib import Path\nPath('b.txt').write_text('')\nassert count_lines('b.txt') == 0\n"
        "# hidden: missing\nwith raises(FileNotFoundError):\n    count_lines('none.txt')\n",
        statement="Write `count_lines(path)`.",
        keys="files: true\n",
    )
    survivors = [each for each in exercise.evidence.mutation.survivors if each.operator == "method_swap"]
    assert [each.doubt for each in survivors if "tells it apart" in each.doubt] == []
