"""An exercise is released when every gate holds; each gate fails where its fault is planted. The judge is real."""

from __future__ import annotations

import pytest

from kernel_magic.core.errors import InputError
from kernel_magic.core.exercise import MutationReport
from kernel_magic.core.verdict import Verdict
from kernel_magic.course.items import load_item
from kernel_magic.lessons.exercise import exercises_of
from kernel_magic.lessons.exercising.test_code import call_text
from kernel_magic.lessons.options import SolveOptions
from kernel_magic.lessons.work import Work


@pytest.fixture
def work(judge):
    return Work(
        backend=None, judge=judge, options=SolveOptions(), on_progress=lambda progress: None, cancelled=lambda: False
    )


@pytest.fixture
def make(tmp_path, course_files, work):
    """Makes the exercise of the sound item with some files changed."""

    def made(changes=None, *, page=None, variants=1):
        changes = dict(changes or {})
        if page:
            text = course_files.ITEM["item.md"]
            for old, new in page.items():
                assert old in text
                text = text.replace(old, new)
            changes["item.md"] = text
        return exercises_of(load_item(course_files.write_item(tmp_path, changes)), variants, work)

    return made


def failing(exercise):
    return {gate.name for gate in exercise.evidence.gates if not gate.holds}


def gate(exercise, name):
    return next(gate for gate in exercise.evidence.gates if gate.name == name)


def test_points_that_are_too_few_for_the_tests_are_an_error(make):
    with pytest.raises(InputError, match=r"item\.md: 0\.02 points are too few for 3 tests") as caught:
        make(page={"points: 4": "points: 0.02"})
    assert "`points: 0.04`" in caught.value.hint


def test_a_sound_item_is_released(make):
    (exercise,) = make()
    assert failing(exercise) == set()
    assert exercise.evidence.released
    assert exercise.points == 4.0
    assert [(test.title, test.visible, test.points) for test in exercise.tests] == [
        ("small letters", True, 1.0), ("capital letters count as well", False, 2.0),
        ("letters that are no vowels", False, 1.0),
    ]  # fmt: skip
    assert exercise.starter.text == (
        'def count_vowels(text):\n    """How many letters of `text` are vowels."""\n'
        "    # YOUR CODE HERE\n    raise NotImplementedError()\n"
    )
    assert exercise.evidence.mutation is not None
    assert exercise.evidence.mutation.score >= 0.95
    assert "```python\n>>> count_vowels" in exercise.statement


def test_public_examples_are_right_and_none_is_hidden(make, judge):
    (exercise,) = make()
    hidden = {call_text(case, "count_vowels") for test in exercise.tests if not test.visible for case in test.cases}
    public = [case for test in exercise.tests for case in test.public]
    assert len(public) > 5
    assert not hidden & {call_text(case, "count_vowels") for case in public}
    assert all(case.expected.value == sum(map(case.given.args[0].lower().count, "aeiou")) for case in public)


@pytest.mark.parametrize(
    ("changes", "fails"),
    [
        ({"reference.py": "def count_vowels(text):\n    return len(text)\n"}, {"reference", "mutants"}),
        ({"starter.py": "def count_vowels(text):\n    return sum(x in 'aeiouAEIOU' for x in text)\n"}, {"starter"}),
        ({"alternative.py": "def count_vowels(text):\n    return 2\n"}, {"second_solution"}),
        ({"distractors/right.py": "# none\ndef count_vowels(t):\n    return sum(x in 'aeiouAEIOU' for x in t)\n"},
         {"wrong_solutions"}),
    ],
)  # fmt: skip
def test_a_fault_is_found_by_its_gate(make, changes, fails):
    (exercise,) = make(changes)
    assert fails <= failing(exercise)
    assert not exercise.evidence.released


def test_a_statement_with_a_wrong_example_is_not_released(make):
    (exercise,) = make(page={'count_vowels("Hello")\n2': 'count_vowels("Hello")\n3'})
    assert failing(exercise) == {"statement"}
    assert "the statement says 3, the reference 2" in gate(exercise, "statement").lines[0]


def test_a_wrong_example_in_a_docstring_that_students_start_from_is_not_released(make, course_files):
    text = course_files.ITEM["reference.py"]
    about = '"""How many letters of `text` are vowels."""'
    assert about in text
    wrong = text.replace(about, '"""How many are vowels.\n\n    >>> count_vowels("hello")\n    3\n    """')
    (exercise,) = make({"reference.py": wrong})
    assert failing(exercise) == {"statement"}
    assert "the statement says 3, the reference 2" in gate(exercise, "statement").lines[0]
    (exercise,) = make({"reference.py": wrong.replace("3\n", "2\n")})
    assert failing(exercise) == set()


def test_a_statement_that_does_not_name_the_function_is_not_released(make):
    (exercise,) = make(page={"Write `count_vowels(text)`.": "Count vowels.", ">>> count_vowels": "    count_vowel"})
    assert "statement" in failing(exercise)


def test_weak_tests_get_further_ones_that_kill_what_they_let_live(make):
    weak = "# visible: one\nassert count_vowels('ae') == 2\n# hidden: another\nassert count_vowels('xyzt') == 0\n"
    (exercise,) = make({"tests.py": weak, "distractors/small-only.py": None})
    added = exercise.tests[-1]
    assert (added.origin, added.visible) == ("generated", False)
    assert exercise.points == 4.0, "what the exercise is worth stays the author's decision"
    report = exercise.evidence.mutation
    assert isinstance(report, MutationReport)
    assert report.killed == report.mutants - len(report.survivors)
    assert all(survivor.equivalent for survivor in report.survivors)


def test_tests_that_cannot_be_strengthened_keep_an_item_from_being_released(make):
    item = {
        "reference.py": "class Box:\n    def __init__(self):\n        self.things = 0\n\n    def put(self, n):\n"
        "        if n > 0:\n            self.things = self.things + n\n        return self.things\n",
        "alternative.py": "class Box:\n    things = 0\n\n    def put(self, n):\n        self.things += max(n, 0)\n"
        "        return self.things\n",
        "tests.py": "# visible: one\nbox = Box()\nassert box.put(0) == 0\n"
        "# hidden: more\nbox = Box()\nassert box.put(-1) == 0\n",
        "distractors/small-only.py": None,
    }
    page = {"function: count_vowels": "function: Box", "Write `count_vowels(text)`": "Write `Box`", "points: 4\n": ""}
    text = page | {'>>> count_vowels("Hello")\n2\n>>> count_vowels("rhythm")\n0\n': ""}
    (exercise,) = make(item, page={key: text[key] for key in reversed(text)})
    assert "mutants" in failing(exercise)
    assert any("line" in line and "became" in line for line in gate(exercise, "mutants").lines)


def test_an_item_whose_tests_a_constant_passes_is_refused_by_the_cheats(make):
    item = {
        "reference.py": "def count_vowels(text):\n    return 2\n",
        "alternative.py": "def count_vowels(text):\n    return 1 + 1\n",
        "tests.py": "# visible: one\nassert count_vowels('ae') == 2\n# hidden: two\nassert count_vowels('') == 2\n",
        "distractors/small-only.py": None,
    }
    (exercise,) = make(item)
    assert "cheats" in failing(exercise)
    assert any(line.startswith("by-heart") for line in gate(exercise, "cheats").lines)


def test_variants_pass_every_gate_and_compute_their_own_results(make, course_files):
    first, second = make(page={"points: 4\n": course_files.VARIANTS}, variants=5)
    assert (first.variant.number, second.variant.number) == (0, 1)
    assert failing(second) == set()
    assert second.function == "count_dark_vowels"
    assert second.points == first.points
    capital = next(test for test in second.tests if test.name == "capital-letters-count-as-well")
    assert 'count_dark_vowels("AEIOU")' in capital.code.replace("'", '"')
    assert [case.expected.value for case in capital.cases] == [2, 3]
    assert '>>> count_dark_vowels("Hello")\n1\n' in second.statement
    assert "steps at 1, 2 and 4 times" in gate(second, "variants").summary


def test_a_variant_with_another_shape_is_not_released(make):
    axis = 'variants: [[{}, {"text.lower()": "sorted(text.lower())"}]]'
    _, second = make(page={"points: 4": axis}, variants=2)
    assert failing(second) == {"variants"}
    assert "the references have different shapes" in gate(second, "variants").lines


def test_a_fault_of_the_judge_is_no_verdict_on_the_item(tmp_path, course_files, work):
    class Failing:
        def __getattr__(self, name):
            return getattr(work.judge, name)

        def judge(self, source, contract, /, *, cancelled=None):
            report = work.judge.judge(source, contract, cancelled=cancelled)
            cases = tuple(type(case)(name=case.name, verdict=Verdict.IE, reason="judge") for case in report.cases)
            return type(report)(verdict=Verdict.IE, cases=cases, isolation=report.isolation)

    from kernel_magic.core.errors import JudgeError

    broken = Work(
        backend=None, judge=Failing(), options=work.options, on_progress=work.on_progress, cancelled=work.cancelled
    )
    with pytest.raises(JudgeError):
        exercises_of(load_item(course_files.write_item(tmp_path)), 1, broken)


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        ('{"aeiou": "aou"}', "gives another result, and no word of the statement changes"),
        ('{"aeiou": "aou", count_vowels: dark_vowels}', "gives another result, and no word of the statement changes"),
        (
            '{"a, e, i, o, u": "a, o or u"}',
            "the statement asks for something else, and nothing of what the program does",
        ),
        ('{"aeiou": "aou", "a, e, i, o, u": "a, o, u"}', ""),
        ("{count_vowels: voiced, found: seen, letter: sign, letters: signs}", ""),
        ('{small: little, "rhythm": "myth"}', ""),
    ],
)
def test_the_words_of_a_variant_change_with_what_its_program_does(make, choice, said):
    made = make(page={"points: 4": f"points: 4\nvariants: [[{{}}, {choice}]]"}, variants=2)
    lines = [line for exercise in made for line in gate_lines(exercise, "variants")]
    assert bool(lines) is bool(said)
    assert all(said in line for line in lines)


def gate_lines(exercise, name):
    return [line for gate in exercise.evidence.gates if gate.name == name for line in gate.lines]


RENAMED = """\
def count_vowels(word):
    seen = 0
    for sign in word.lower():
        if sign in "aeiou":
            seen += 1
    return seen
"""


def test_the_reference_under_other_names_is_no_second_solution(make):
    (exercise,) = make({"alternative.py": RENAMED})
    assert failing(exercise) == {"second_solution"}
    assert "alternative is the reference again" in gate(exercise, "second_solution").summary


def test_a_solution_in_another_style_is_no_copy(make, course_files):
    style = course_files.ITEM["reference.py"].replace('        if letter in "aeiou":\n            found += 1\n', (
        '        found += 1 if letter in "aeiou" else 0\n'
    ))  # fmt: skip
    (exercise,) = make({"alternative.py": style})
    assert gate(exercise, "second_solution").summary == "1 independent solution passed every test."


def test_a_copy_beside_an_independent_solution_is_told_of(make):
    (exercise,) = make({"alternative-copy.py": RENAMED})
    assert exercise.evidence.released
    summary = gate(exercise, "second_solution").summary
    assert summary.startswith("1 independent solution passed every test. copy is the reference again")


def test_one_blank_is_too_few_and_it_is_said(make):
    program = "def count_vowels(text):\n    return sum(letter in 'aeiouAEIOU' for letter in text)\n"
    exercise = make({"reference.py": program}, page={"kind: function": "kind: blanks"})[0]
    assert gate(exercise, "kind").summary.startswith("No place for a blank was found. At least 2 are needed.")
