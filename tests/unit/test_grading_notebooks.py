"""Source and released notebooks: their cells and metadata; a damaged source is refused, never half stripped."""

from __future__ import annotations

import copy
import os
import subprocess
import sys
from dataclasses import replace
from typing import Any

import nbformat
import pytest
from nbformat import v4

from kernel_magic.core.errors import InputError
from kernel_magic.core.exercise import Exercise
from kernel_magic.core.source import Source
from kernel_magic.core.statement_text import fenced_examples
from kernel_magic.grading.exporter import ReleaseExporter
from kernel_magic.grading.nbgrader_format import HIDDEN_LATER, cell_id, mark_of, notebook_mark_of
from kernel_magic.grading.otter_format import otter_notebook
from kernel_magic.grading.regions import solution_text
from kernel_magic.grading.release import release
from kernel_magic.grading.source_notebook import source_notebook
from tests.exercise_samples import (
    AVERAGE,
    EXERCISES,
    PREDICT,
    PUZZLE,
    STACK,
    VOWELS,
    assignment,
    assignment_of_two_versions,
)

NBGRADER_KEYS = {"schema_version", "grade_id", "grade", "solution", "locked", "task"}
BLANKS = replace(
    VOWELS,
    kind="blanks",
    starter=Source(
        text=VOWELS.reference.text.replace("text.lower()", "____").replace("if letter in", "if letter ____")
    ),
)


def source(*exercises: Exercise) -> Any:
    return source_notebook(assignment(*exercises))


def cells_of(notebook: Any, role: str, item: str = "count-vowels") -> list[Any]:
    found = [(cell, mark_of(cell)) for cell in notebook.cells]
    return [cell for cell, mark in found if mark is not None and (mark.role, mark.item) == (role, item)]


def run(notebook: Any) -> None:
    """Run the code cells in one namespace, as a kernel would; the line that loads our extension aside."""
    names: dict[str, Any] = {}
    for cell in notebook.cells:
        if cell.cell_type == "code" and not cell.source.startswith("%"):
            exec(compile(cell.source, cell.id, "exec"), names)


# What a source notebook holds.


@pytest.mark.parametrize("version", [0, 1])
def test_source_and_release_are_valid_notebooks_with_distinct_ids(version):
    made = source_notebook(assignment_of_two_versions(), version)
    for notebook in (made, release(made)):
        nbformat.validate(notebook)
        assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
        ids = [cell.id for cell in notebook.cells]
        assert len(set(ids)) == len(ids)


def test_cells_come_in_the_one_order():
    marks = [mark_of(cell) for cell in source(VOWELS, PUZZLE).cells]
    roles = [mark.role if mark else None for mark in marks]
    vowels = ["statement", "notes", "solution", "test", "test", "test"]
    puzzle = ["statement", "given", "prelude", "notes", "solution", "test", "test", "test"]
    assert roles == ["title", "setup", *vowels, *puzzle]
    assert [mark.grade_id for mark in marks[2:8] if mark] == [
        "count-vowels-statement", "count-vowels-notes", "count-vowels", "count-vowels-small-letters",
        "count-vowels-capital-letters", "count-vowels-no-vowels",
    ]  # fmt: skip


def test_nbgraders_metadata_has_exactly_its_keys():
    for cell in source().cells:
        extra = {"points"} if cell.metadata.nbgrader.grade or cell.metadata.nbgrader.task else set()
        assert set(cell.metadata.nbgrader) == NBGRADER_KEYS | extra
    for cell in release(source()).cells:
        extra = {"checksum", "cell_type"} | ({"points"} if cell.metadata.nbgrader.grade else set())
        assert set(cell.metadata.nbgrader) == NBGRADER_KEYS | extra


def test_a_solution_cell_says_what_it_needs_and_a_hidden_test_no_case():
    solution, *_ = cells_of(source(), "solution")
    assert solution.metadata.kernel_magic.hints == list(VOWELS.hints)
    assert solution.metadata.kernel_magic.starter == VOWELS.starter.text
    for cell, test in zip(cells_of(source(), "test"), VOWELS.tests, strict=True):
        own = cell.metadata.kernel_magic
        assert (own.test, own.title, own.visible) == (test.name, test.title, test.visible)
        assert ("cases" in own) == test.visible
        assert cell.metadata.nbgrader.points == test.points


def test_the_notebook_says_which_one_it_is():
    made = source_notebook(replace(assignment_of_two_versions(), digest="d" * 64), 1)
    mark, released = notebook_mark_of(made), notebook_mark_of(release(made))
    assert mark is not None
    assert (mark.role, mark.assignment, mark.version, mark.policy, mark.digest) == (
        "source",
        "week-2",
        1,
        "off",
        "d" * 64,
    )
    assert released == replace(mark, role="release")


def test_building_twice_gives_the_same_bytes_in_any_process():
    code = (
        "import hashlib, nbformat; from tests.exercise_samples import assignment;"
        "from kernel_magic.grading.source_notebook import source_notebook;"
        "from kernel_magic.grading.release import release; made = source_notebook(assignment());"
        "print(hashlib.sha256((nbformat.writes(made) + nbformat.writes(release(made))).encode()).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, text=True,
            check=True, timeout=120,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(digests) == 1


@pytest.mark.parametrize("exercise", [*EXERCISES, BLANKS], ids=lambda exercise: f"{exercise.item} {exercise.kind}")
def test_a_teacher_can_run_the_source_from_top_to_bottom(exercise):
    run(source(exercise))


@pytest.mark.parametrize("exercise", [*EXERCISES, BLANKS], ids=lambda exercise: f"{exercise.item} {exercise.kind}")
def test_students_get_exactly_the_starter(exercise):
    (cell,) = cells_of(release(source(exercise)), "solution", exercise.item)
    assert cell.source == exercise.starter.text.strip("\n")


def test_the_solution_begins_where_starter_and_reference_part():
    assert solution_text(VOWELS).split("\n")[:3] == [*VOWELS.starter.text.split("\n")[:2], "    ### BEGIN SOLUTION"]
    # A program to repair is given whole; a cut must not go through a text of several lines, nor follow nothing shared.
    for exercise in (AVERAGE, PUZZLE, PREDICT):
        text = solution_text(exercise)
        assert text.startswith(exercise.starter.text.strip("\n") + "\n\n### BEGIN SOLUTION\n")
        assert exercise.reference.text in text


def test_a_starter_that_cannot_run_stands_in_the_source_as_a_comment():
    assert solution_text(BLANKS).startswith("# def count_vowels(text):\n")
    assert "#     for letter in ____:\n" in solution_text(BLANKS)


def test_a_value_at_the_end_of_a_test_is_no_points():
    # nbgrader takes the value of a cell's last expression for points.
    first, *others = VOWELS.tests
    made = replace(VOWELS, tests=(replace(first, code='assert count_vowels("e") == 1\ncount_vowels("xyz")'), *others))
    assert cells_of(source(made), "test")[0].source.endswith('count_vowels("xyz")\npass')


@pytest.mark.parametrize(
    ("statement", "shown"),
    [
        ("Say.\n\n>>> f(1)\n2", "Say.\n\n```python\n>>> f(1)\n2\n```"),
        ("Say:\n>>> f(1)\n2\n\nMore.", "Say:\n\n```python\n>>> f(1)\n2\n```\n\nMore."),
        ("f(1) -> 2\nf(2) -> 3", "```python\nf(1) -> 2\nf(2) -> 3\n```"),
        ("assert f(1) == 2", "```python\nassert f(1) == 2\n```"),
        ("```\n>>> f(1)\n\n2\n```", "```\n>>> f(1)\n\n2\n```"),
        ("f(x) should be even.", "f(x) should be even."),
        ("f(1) -> 2 is an example\nof many.", "f(1) -> 2 is an example\nof many."),
    ],
)  # fmt: skip
def test_examples_of_a_statement_stand_in_fences(statement, shown):
    assert fenced_examples(statement) == shown


def test_no_help_is_offered_where_there_is_none():
    assert "%coder" not in "".join(cell.source for cell in source_notebook(assignment_of_two_versions()).cells[2:3])
    assert "%coder check" in source().cells[0].source


def test_a_long_id_becomes_a_valid_one_of_its_own():
    one, other = (cell_id("a" * 70 + end) for end in "bc")
    assert one != other
    assert len(one) == len(other) == 64


@pytest.mark.parametrize(
    "exercises",
    [
        (replace(VOWELS, tests=(replace(VOWELS.tests[0], name="notes"),)),),
        (VOWELS, replace(STACK, item="count-vowels-no-vowels")),
        (VOWELS, VOWELS),
        (replace(VOWELS, item="km", tests=(replace(VOWELS.tests[0], name="setup"),)),),
    ],
)
def test_two_cells_of_one_id_are_refused(exercises):
    with pytest.raises(InputError, match="Two cells would have the id"):
        source(*exercises)


@pytest.mark.parametrize(
    "exercise",
    [
        replace(VOWELS, statement="Leave ### BEGIN SOLUTION alone."),
        replace(VOWELS, starter=Source(text="x = '### END HIDDEN TESTS'\n")),
        replace(VOWELS, reference=Source(text=VOWELS.reference.text + "# END SOLUTION\n")),
        replace(VOWELS, notes="BEGIN MARK SCHEME"),
        replace(VOWELS, hints=("### AUTOTEST",)),
        replace(VOWELS, tests=(replace(VOWELS.tests[1], code="assert 'BEGIN HIDDEN TESTS'"),)),
    ],
)
def test_nbgraders_marks_in_a_text_are_refused(exercise):
    with pytest.raises(InputError, match="nbgrader marks"):
        source(exercise)


# What the release takes away, and what it refuses.


def test_a_hidden_test_leaves_one_line_that_says_so():
    shown, hidden, _ = cells_of(release(source()), "test")
    assert shown.source == cells_of(source(), "test")[0].source
    assert hidden.source == f"# capital letters count as well\n{HIDDEN_LATER}"


def test_outputs_and_what_editors_noted_are_taken_away():
    made = source()
    for cell in made.cells:
        cell.metadata["collapsed"] = True
        if cell.cell_type == "code":
            cell.outputs = [v4.new_output("stream", text="5 == 5")]
            cell.execution_count = 3
    made.metadata["widgets"] = {"state": "hidden"}
    assert release(made) == release(source())


@pytest.mark.parametrize("step", [step.__name__ for step in ReleaseExporter.default_preprocessors.default_args[0]])
def test_an_exporter_with_a_step_switched_off_is_refused(step):
    from traitlets.config import Config

    exporter = ReleaseExporter(config=Config({step: {"enabled": False}}))
    made = source()
    cells_of(made, "setup", "")[0].outputs = [v4.new_output("stream", text="5")]
    with pytest.raises(InputError, match="was not taken away"):
        exporter.from_notebook_node(made)


def spoil_solution(text: str) -> Any:
    def spoil(made: Any) -> None:
        cells_of(made, "solution")[0].source = text

    return spoil


def spoil_test(text: str) -> Any:
    def spoil(made: Any) -> None:
        cells_of(made, "test")[1].source = text

    return spoil


def lose_metadata(role: str) -> Any:
    def spoil(made: Any) -> None:
        cells_of(made, role)[-1].metadata = nbformat.from_dict({})

    return spoil


def lose_starter(made: Any) -> None:
    del cells_of(made, "solution")[0].metadata.kernel_magic["starter"]


def show_case(made: Any) -> None:
    cells_of(made, "test")[1].metadata.kernel_magic["cases"] = [{"text": "count_vowels('AEIOU')"}]


def add_graded_cell(made: Any) -> None:
    nbgrader = {**cells_of(made, "test")[0].metadata.nbgrader, "grade_id": "mine"}
    made.cells.append(v4.new_code_cell("assert True", metadata={"nbgrader": nbgrader}))


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (spoil_solution("### BEGIN SOLUTION\nx = 1"), "Cell 5 (count-vowels): `BEGIN SOLUTION` has no `END SOLUTION`"),
        (spoil_solution("x = 1\n### END SOLUTION"), "`END SOLUTION` has no `BEGIN SOLUTION`"),
        (spoil_solution("### END SOLUTION\n### BEGIN SOLUTION"), "`END SOLUTION` stands before `BEGIN SOLUTION`"),
        (spoil_solution("# BEGIN SOLUTION\n# BEGIN SOLUTION\n# END SOLUTION"), "there are 2 lines `BEGIN SOLUTION`"),
        (spoil_solution("x = 1"), "the marks around the solution are missing"),
        (spoil_test("### BEGIN HIDDEN TESTS\nassert True"), "`BEGIN HIDDEN TESTS` has no `END HIDDEN TESTS`"),
        (spoil_test("assert count_vowels('AEIOU') == 5"), "nothing in it is marked as hidden"),
        (spoil_test("### BEGIN SOLUTION\n### END SOLUTION"), "'BEGIN SOLUTION' stands in a cell of role 'test'"),
        (lose_metadata("solution"), "'BEGIN SOLUTION' stands in a cell that kernel_magic knows nothing about"),
        (lose_metadata("test"), "'BEGIN HIDDEN TESTS' stands in a cell that kernel_magic knows nothing about"),
        (lose_metadata("notes"), "'BEGIN MARK SCHEME' stands in a cell that kernel_magic knows nothing about"),
        (lose_starter, "what students start from is missing"),
        (show_case, "was not taken away"),
        (add_graded_cell, "nbgrader would grade this cell"),
    ],
)  # fmt: skip
def test_a_damaged_source_is_refused(spoil, said):
    made = source(VOWELS)
    spoil(made)
    with pytest.raises(InputError) as raised:
        release(made)
    assert said in raised.value.message


def test_a_teachers_own_cells_stay():
    made = source()
    made.cells.insert(3, v4.new_markdown_cell("Think first."))
    assert [cell.source for cell in release(made).cells].count("Think first.") == 1


def test_other_notebooks_are_refused():
    with pytest.raises(InputError, match="was not made by kernel_magic"):
        release(v4.new_notebook(cells=[v4.new_code_cell("x = 1")]))
    with pytest.raises(InputError, match="is a student's already"):
        release(release(source()))
    with pytest.raises(InputError, match="there is no version 2"):
        source_notebook(assignment_of_two_versions(), 2)


def test_releasing_leaves_the_source_as_it_was():
    made = source()
    before = copy.deepcopy(made)
    release(made)
    assert made == before


# otter's form.


def test_otters_notebook_is_valid_and_says_nothing_of_our_commands():
    made = otter_notebook(assignment())
    nbformat.validate(made)
    assert not any("%coder" in cell.source or "%load_ext" in cell.source for cell in made.cells)
    tests = [cell.source for cell in made.cells if "BEGIN TEST CONFIG" in cell.source]
    assert len(tests) == sum(len(exercise.tests) for exercise in EXERCISES)
    assert sum("hidden: true" in text for text in tests) == sum(
        not test.visible for exercise in EXERCISES for test in exercise.tests
    )


def test_otters_marks_in_a_text_are_refused():
    marked = replace(VOWELS, starter=Source(text="x = 1  # SOLUTION\n"))
    with pytest.raises(InputError, match="otter marks"):
        otter_notebook(assignment(marked))
