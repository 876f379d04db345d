"""Grading in the real sandbox: right, wrong, partly right and hostile answers, one by one and as a class."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, cast

import nbformat
import pytest

from kernel_magic.core.exercise import Exercise, ExerciseTest
from kernel_magic.core.gradebook import Assignment, ExerciseGrade, GradedSubmission, SubmissionFile, TestGrade
from kernel_magic.core.ports import Judge
from kernel_magic.core.problem import Contract, Limits
from kernel_magic.core.serial_assignment import with_digest
from kernel_magic.core.source import Source
from kernel_magic.core.verdict import JudgeReport, Verdict
from kernel_magic.grading.autograde import grade_submission
from kernel_magic.grading.batch import BatchPlan, grade_all
from kernel_magic.grading.collect import collect
from kernel_magic.grading.release import release
from kernel_magic.grading.repair import read_submission
from kernel_magic.grading.roster import read_roster
from kernel_magic.grading.source_notebook import source_notebook
from kernel_magic.grading.store import Gradebook
from kernel_magic.judge.local import LocalJudge
from tests import exercise_samples
from tests.class_attacks import ATTACKS, attack
from tests.class_damage import new_cell
from tests.class_samples import SampleClass, make_class

SHORT = Limits(cpu_s=0.5, wall_s=3.0)
HIDDEN = ("AEIOU", "Otto", "xyz!? 123", "BRRR")
"""What only hidden cases of the first exercise hold."""


def quick(exercise: Exercise) -> Exercise:
    return replace(exercise, limits=SHORT)


VOWELS, AVERAGE, STACK, PUZZLE, PREDICT = map(quick, exercise_samples.EXERCISES)
EXERCISES = (VOWELS, AVERAGE, STACK, PUZZLE, PREDICT)


@cache
def released(title: str, *items: str) -> str:
    chosen = [next(each for each in EXERCISES if each.item == item) for item in items]
    return str(nbformat.writes(release(source_notebook(exercise_samples.assignment(*chosen)))))


class Grader:
    """Grades answers as a student hands them in."""

    def __init__(self, judge: Judge, path: Path) -> None:
        self.judge = judge
        self._path = path

    def grade(self, answers: dict[str, str], *exercises: Exercise, cells: tuple[str, ...] = ()) -> GradedSubmission:
        """Grade a notebook with these answers, and further cells at its beginning."""
        assignment = with_digest(exercise_samples.assignment(*exercises))
        notebook = json.loads(released("", *(each.item for each in exercises)))
        for cell in notebook["cells"]:
            own = cell["metadata"]["kernel_magic"]
            if own["role"] == "solution":
                cell["source"] = answers[own["item"]]
        notebook["cells"][:0] = [new_cell(text) for text in cells]
        self._path.write_text(json.dumps(notebook), encoding="utf-8")
        file = SubmissionFile(student="anna", assignment="week-1", path=self._path)
        return grade_submission(read_submission(file, assignment), assignment, self.judge)

    def one(self, answer: str, exercise: Exercise = VOWELS, cells: tuple[str, ...] = ()) -> ExerciseGrade:
        """The grade of one answer."""
        return self.grade({exercise.item: answer}, exercise, cells=cells).exercises[0]


@pytest.fixture
def grader(judge: LocalJudge, tmp_path: Path) -> Grader:
    return Grader(judge, tmp_path / "week-1.ipynb")


def by_name(grade: ExerciseGrade) -> dict[str, TestGrade]:
    return {test.name: test for test in grade.tests}


def shown(graded: GradedSubmission) -> str:
    """Everything that the student may read."""
    parts = [
        text
        for exercise in graded.exercises
        for text in (exercise.note, *(part for test in exercise.tests for part in (test.message, test.example)))
    ]
    return "\n".join(parts)


@pytest.mark.parametrize("student", exercise_samples.STUDENTS)
def test_every_test_gets_the_verdict_it_should(grader, student):
    graded = grader.grade(exercise_samples.STUDENTS[student], *EXERCISES)
    failed = {
        each.item: frozenset(test.name for test in each.tests if test.points == 0)
        for each in graded.exercises
        if each.points < each.max_points
    }
    assert failed == exercise_samples.FAILED[student]
    assert graded.max_points == 20
    assert graded.repairs == graded.reviews == ()
    for test in (test for each in graded.exercises for test in each.tests):
        assert (test.verdict is Verdict.AC) == (test.points == test.max_points) == (not test.private)
        assert bool(test.example) <= bool(test.message)


def test_a_visible_test_shows_its_smallest_failing_case_and_a_hidden_one_shows_none(grader):
    tests = by_name(grader.one("def count_vowels(text):\n    return 7\n"))
    assert tests["small-letters"].example == "count_vowels('') returned 7, expected 0"
    hidden = tests["capital-letters"]
    assert (hidden.message, hidden.example) == ("Its result is wrong.", "")
    assert (hidden.passed, hidden.cases, hidden.verdict) == (0, 2, Verdict.WA)
    assert hidden.private.startswith("count_vowels('AEIOU'): WA returned 7, expected 5")


def test_a_hidden_test_with_public_examples_shows_the_smallest_that_fails_as_well(grader):
    public = (
        exercise_samples.called("p", "count_vowels", "UNDERGROUND", value=4),
        exercise_samples.called("q", "count_vowels", "IO", value=2),
        exercise_samples.called("r", "count_vowels", "X", value=0),
    )
    exercise = replace(VOWELS, tests=(VOWELS.tests[0], replace(VOWELS.tests[1], public=public), VOWELS.tests[2]))
    tests = by_name(grader.one(exercise_samples.STUDENTS["dan"]["count-vowels"], exercise))
    assert tests["capital-letters"].example == "count_vowels('IO') returned 0, expected 2"
    assert tests["capital-letters"].points == 0
    loop = "def count_vowels(text):\n    while text == 'IO' or text == 'AEIOU': pass\n    return 2\n"
    tests = by_name(grader.one(loop, exercise))
    assert tests["capital-letters"].message == "It takes too long (more than 0.5 s)."
    assert tests["capital-letters"].example.startswith("count_vowels('UNDERGROUND') returned 2")


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_gains_nothing_tells_nothing_and_leaves_nothing(grader, name, tmp_path):
    marker = tmp_path / "marker"
    answers = {**exercise_samples.RIGHT, "count-vowels": attack(name, "count_vowels", str(marker))}
    graded = grader.grade(answers, VOWELS, PREDICT)
    assert graded.exercises[0].points == 0
    assert graded.exercises[1].points == PREDICT.points
    assert all(test.verdict is not Verdict.IE for each in graded.exercises for test in each.tests)
    assert not any(secret in shown(graded) for secret in HIDDEN)
    assert [path.name for path in tmp_path.iterdir()] == ["week-1.ipynb"]
    assert not Path("/tmp/km-was-here").exists()
    assert grader.one(exercise_samples.RIGHT["count-vowels"]).points == 4


@pytest.mark.parametrize(
    ("answer", "exercise"),
    [
        ("isinstance = lambda *args: True\nanswer_1 = answer_2 = 'x'\n", PREDICT),
        ("class int(object):\n    pass\nanswer_1 = answer_2 = int()\n", PREDICT),
        ("def assembled(answer):\n    return lambda numbers: sum(n for n in numbers if n > 0)\nanswer = ''\n", PUZZLE),
        ("exec = print\nBLOCKS.update(D='def sum_positive(n): return 4')\nanswer = 'D'\n", PUZZLE),
    ],
)
def test_an_answer_cannot_put_its_own_functions_in_the_place_of_the_tests(grader, answer, exercise):
    assert grader.one(answer, exercise).points == 0


def test_each_test_has_its_own_verdict_however_often_the_program_dies(grader):
    answer = (
        "import os\ndef count_vowels(text):\n    if text in ('hello', '', 'AEIOU', 'Otto'):\n        os._exit(0)\n"
        "    return 0\n"
    )
    tests = by_name(grader.one(answer))
    assert [tests[name].verdict for name in ("small-letters", "capital-letters", "no-vowels")] == ["RTE", "RTE", "AC"]
    assert tests["no-vowels"].points == 1
    slow = answer.replace("os._exit(0)", "while True: pass")
    assert [test.verdict for test in grader.one(slow).tests] == ["TLE", "TLE", "AC"]


def test_what_was_defined_before_an_error_counts(grader):
    grade = grader.one(f"{exercise_samples.RIGHT['count-vowels']}\nprint(count_vowels(undefined))\nother = 1")
    assert (grade.points, grade.note) == (4, "")


@pytest.mark.parametrize(
    ("answer", "note"),
    [
        ("def count_vowels(text:\n    return 1", "The code did not run: line 1: SyntaxError: "),
        (
            "\n1 / 0\ndef count_vowels(text):\n    return 1",
            "did not run: raised ZeroDivisionError: division by zero (line 2).",
        ),
        ("def count_vowel(text):\n    return 1", "The code does not define `count_vowels`."),
        (exercise_samples.STARTERS["count-vowels"], "The cell is still as it was given out."),
        ("   \n", "The cell with the answer is empty."),
        ("x = '" + "x" * 300_000 + "'", "longer than 200,000 characters"),
    ],
)
def test_why_nothing_was_right_is_said_once_for_the_exercise(grader, answer, note):
    grade = grader.one(answer)
    assert note in grade.note
    assert grade.points == 0


def test_lines_are_those_of_the_code_that_is_shown(grader):
    exercise = replace(VOWELS, prelude="A = 1\n\nB = 2")
    cells = ("from math import floor\nK = 3",)
    answer = "from __future__ import annotations\ndef count_vowels(text):\n    return K + floor(text)\n"
    grade = grader.one(answer, exercise, cells)
    line = next(n for n, text in enumerate(grade.code.split("\n"), 1) if "floor(text)" in text)
    assert by_name(grade)["small-letters"].message == f"It raises TypeError (line {line})."
    assert by_name(grade)["capital-letters"].message == "It raises an exception."
    assert by_name(grade)["small-letters"].example.endswith(f"(line {line}), expected 0")
    assert "A = 1" not in grade.code


TELLS = """
def count_vowels(text):
    if text in {known!r}:
        return {known!r}[text]
    kind = (KeyError, IndexError, TypeError, ValueError)[len(text) % 4]
    exec(compile("\\n" * (99 + len(text)) + "raise kind", "submission.py", "exec"))
"""


@pytest.mark.parametrize("remember", [False, True])
def test_neither_an_exception_nor_its_line_tells_of_the_arguments_of_hidden_cases(grader, remember):
    told = TELLS.format(known={"hello": 2, "": 0}) + "\n" * 200
    if remember:  # and tells it where the case of a visible test is asked
        told = told.replace("def count_vowels(text):", "seen = []\ndef count_vowels(text):\n    text = told(text)")
        told += "def told(text):\n    seen.append(text)\n    return max(seen, key=len)\n"
    grade = grader.one(told)
    assert grade.points <= 1
    said = [f"{test.message} {test.example}" for test in grade.tests]
    assert [text for text in said if "(line" in text or "Error" in text] == []


def test_an_exception_on_a_public_example_of_a_hidden_test_is_told_with_its_line(grader):
    public = (exercise_samples.called("p", "count_vowels", "IO", value=2),)
    exercise = replace(VOWELS, tests=(VOWELS.tests[0], replace(VOWELS.tests[1], public=public), VOWELS.tests[2]))
    answer = "def count_vowels(text):\n    if text.isupper():\n        return 1 / 0\n    return 2 if text else 0\n"
    tests = by_name(grader.one(answer, exercise))
    assert tests["capital-letters"].message == "It raises ZeroDivisionError (line 3)."
    assert tests["no-vowels"].message == "Its result is wrong."


def test_where_the_code_raises_before_it_makes_the_function_every_test_says_why(grader):
    tests = grader.one("limit = [][0]\ndef count_vowels(text):\n    return limit\n").tests
    assert {test.message for test in tests} == {"It raises IndexError (line 1)."}


def test_a_function_that_remembers_is_told_so(grader):
    answer = (
        "calls = []\nright = {'hello': 2, '': 0}\n"
        "def count_vowels(text):\n    calls.append(text)\n    return right.get(text) if len(calls) < 3 else 9\n"
    )
    visible = by_name(grader.one(answer))["small-letters"]
    assert (visible.points, visible.example) == (0, "")
    assert "does your code remember something" in visible.message


def test_other_cells_bring_what_is_needed_and_cannot_bring_the_answer_down(grader):
    cells = (
        "VOWELS = 'aeiou'\nwhile_away = 1", "raise RuntimeError", "while True:\n    pass",
        "import nowhere_at_all\ncount_vowels_of = nowhere_at_all.count",
    )  # fmt: skip
    answer = (
        "def count_vowels(text):\n    if text == 'never':\n        return count_vowels_of(text)\n"
        "    return sum(letter in VOWELS for letter in text.lower())\n"
    )
    graded = grader.grade({"count-vowels": answer}, VOWELS, cells=cells)
    assert graded.points == 4
    assert [(repair.kind, repair.review) for repair in graded.repairs] == [
        ("outside_cell", False),
        ("outside_cell", True),
    ]
    assert "import nowhere_at_all" in graded.repairs[1].detail


def test_an_answer_may_use_the_code_that_was_given(grader):
    assert grader.one("answer_1 = mystery([3, 1, 2])\nanswer_2 = mystery([])\n", PREDICT).points == 3


class FaultyJudge:
    """A judge that cannot run some cases, the first few times."""

    def __init__(self, judge: Judge, part: str, times: int) -> None:
        self._judge = judge
        self._part = part
        self._times = times

    def judge(self, source: Source, contract: Contract, /, *, cancelled: Any = None) -> JudgeReport:
        report = self._judge.judge(source, contract, cancelled=cancelled)
        if not any(self._part in case.name for case in contract.cases) or self._times == 0:
            return report
        self._times -= 1
        cases = [
            replace(each, verdict=Verdict.IE, message="the sandbox was lost") if self._part in each.name else each
            for each in report.cases
        ]
        return replace(report, cases=tuple(cases))


def test_a_passing_fault_of_the_judge_costs_nothing(judge, tmp_path):
    grader = Grader(cast("Judge", FaultyJudge(judge, "capital", 1)), tmp_path / "week-1.ipynb")
    graded = grader.grade(exercise_samples.RIGHT, VOWELS)
    assert (graded.points, graded.reviews) == (4, ())


def test_a_lasting_fault_of_the_judge_is_for_a_person_and_is_no_verdict_on_the_student(judge, tmp_path):
    grader = Grader(cast("Judge", FaultyJudge(judge, "capital", 9)), tmp_path / "week-1.ipynb")
    graded = grader.grade(exercise_samples.RIGHT, VOWELS)
    assert graded.points == 2
    test = by_name(graded.exercises[0])["capital-letters"]
    assert (test.verdict, test.message) == (
        Verdict.IE,
        "It could not be judged. A person will look at it; nothing is lost.",
    )
    assert graded.reviews == ("count-vowels: the judge could not run the test 'capital-letters': the sandbox was lost",)
    wrong = grader.grade({"count-vowels": exercise_samples.STUDENTS["dan"]["count-vowels"]}, VOWELS)
    assert wrong.points == 2


def test_nothing_handed_in_is_no_points_and_no_review(judge):
    assignment = with_digest(exercise_samples.assignment(*EXERCISES))
    file = SubmissionFile(student="anna", assignment="week-1", path=None)
    graded = grade_submission(read_submission(file, assignment), assignment, judge)
    assert (graded.points, graded.max_points, graded.submitted, graded.needs_review) == (0, 20, False, False)
    assert {each.note for each in graded.exercises} == {"Nothing was handed in."}


@pytest.fixture(scope="module")
def assignment() -> Assignment:
    return with_digest(exercise_samples.assignment(*EXERCISES))


@pytest.fixture(scope="module")
def sample(assignment: Assignment, tmp_path_factory: pytest.TempPathFactory) -> SampleClass:
    return make_class(assignment, tmp_path_factory.mktemp("class"), students=60, damaged=12, hostile=8)


@pytest.fixture(scope="module")
def graded_class(assignment: Assignment, sample: SampleClass) -> tuple[GradedSubmission, ...]:
    found = collect(sample.submitted, assignment.name, read_roster(sample.roster))
    with Gradebook(sample.submitted.parent / "gradebook.sqlite") as store:
        return grade_all(found.files, assignment, LocalJudge, BatchPlan(workers=2, store=store))


@pytest.mark.slow
def test_a_class_with_damaged_and_hostile_notebooks_is_graded_to_the_end(sample, graded_class):
    assert [each.student for each in graded_class] == [member.id for member in sample.members]
    expected = {member.id: member.points for member in sample.members if member.points is not None}
    assert {each.student: each.points for each in graded_class if each.student in expected} == expected
    assert len({member.how for member in sample.members if member.kind == "damaged"}) == 12
    for member, graded in zip(sample.members, graded_class, strict=True):
        assert bool(graded.repairs) == (member.kind == "damaged"), member
        assert not any(secret in shown(graded) for secret in HIDDEN)
        assert not any(test.verdict is Verdict.IE for each in graded.exercises for test in each.tests)
    assert not sample.marker.exists()


@pytest.mark.slow
def test_grades_are_the_same_with_one_worker_and_are_found_again(assignment, sample, graded_class):
    files = collect(sample.submitted, assignment.name, read_roster(sample.roster)).files
    quick_ones = {member.id for member in sample.members if member.how not in ("endless", "memory")}
    chosen = [file for file in files if file.student in quick_ones]
    alone = grade_all(chosen, assignment, LocalJudge, BatchPlan(workers=1))
    assert alone == tuple(each for each in graded_class if each.student in quick_ones)

    def never() -> Judge:
        return cast("Judge", _NoJudge())

    with Gradebook(sample.submitted.parent / "gradebook.sqlite") as store:
        assert grade_all(files, assignment, never, BatchPlan(store=store)) == graded_class


class _NoJudge:
    """Nothing is to be judged."""

    def isolation(self) -> None:
        return None

    def close(self) -> None:
        return None


def test_a_test_is_worth_all_or_nothing(grader):
    half = "def count_vowels(text):\n    return {'hello': 2, '': 1, 'AEIOU': 5, 'Otto': 2, 'BRRR': 0}.get(text)\n"
    tests: tuple[ExerciseTest, ...] = VOWELS.tests
    grade = by_name(grader.one(half))
    assert [(grade[test.name].points, grade[test.name].passed) for test in tests] == [(0, 1), (2, 2), (0, 1)]
