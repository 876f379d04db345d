"""Every secret that is planted in a student's file is found; what only holds public things is never accused."""

from __future__ import annotations

import csv
import html
import io
import json
from dataclasses import replace

import nbformat
import pytest
from nbformat import v4
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from kernel_magic.core.exercise import Exercise, Gate
from kernel_magic.core.problem import Call, Returns, TestCase
from kernel_magic.core.source import Source
from kernel_magic.grading.leaks import LeakSearch, without_secrets
from kernel_magic.grading.otter_format import otter_notebook
from kernel_magic.grading.release import release
from kernel_magic.grading.secrets import Secret, secrets_of
from kernel_magic.grading.source_notebook import source_notebook
from tests.exercise_samples import (
    AVERAGE,
    EXERCISES,
    PUZZLE,
    RIGHT,
    STUDENTS,
    VOWELS,
    assignment,
    assignment_of_two_versions,
    checked,
)

ALL = assignment()
SEARCH = LeakSearch(ALL)
SECRETS = secrets_of(EXERCISES)
RELEASED = release(source_notebook(ALL))


def found(content: str | bytes, search: LeakSearch = SEARCH) -> set[tuple[str, str]]:
    """Kind and exercise of every leak."""
    return {(leak.secret.kind, leak.secret.item) for leak in search.find(content, "file")}


def planted(text: str, where: str) -> str:
    """The beginning of the released notebook with a text in it."""
    notebook = nbformat.from_dict(json.loads(nbformat.writes(RELEASED)))
    notebook.cells = notebook.cells[:5]
    cell = notebook.cells[4]
    if where == "prose":
        notebook.cells[2].source += f"\n\nSee: {text}\n"
    elif where == "comment":
        cell.source += "\n" + "\n".join(f"    #   {line}" for line in text.split("\n"))
    elif where == "metadata":
        cell.metadata["note"] = {"said": [text]}
    elif where == "key":
        cell.metadata[text] = 1
    elif where == "output":
        cell.outputs = [v4.new_output("display_data", {"text/html": f"<p>{html.escape(text)}</p>"})]
    else:
        cell.outputs = [v4.new_output("display_data", {"application/json": {"inner": json.dumps({"said": [text]})}})]
    return str(nbformat.writes(notebook))


# What is honest.


@pytest.mark.parametrize("version", [0, 1])
def test_an_honest_release_holds_no_secret(version):
    made = assignment_of_two_versions()
    assert found(nbformat.writes(release(source_notebook(made, version))), LeakSearch(made, version)) == set()


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.item)
def test_an_honest_release_of_each_kind_holds_no_secret(exercise):
    made = assignment(exercise)
    assert found(nbformat.writes(release(source_notebook(made))), LeakSearch(made)) == set()


def test_what_students_get_does_not_depend_on_any_secret():
    # Stronger than any search: with every secret taken away beforehand, the same bytes come out.
    assert nbformat.writes(release(source_notebook(without_secrets(ALL)))) == nbformat.writes(RELEASED)
    assert without_secrets(ALL) != ALL


def test_the_metadata_of_the_source_holds_no_secret():
    # nbgrader's own release keeps all metadata.
    told = replace(
        VOWELS.evidence,
        gates=(
            Gate(name="mutants", holds=True, ran=9, summary="Nothing to say.", lines=("line 4: `found = 0` stays",)),
            Gate(name="cheats", holds=True, ran=9, summary="It is found by for letter in text.lower(): and so on."),
            Gate(name="kind", holds=True, ran=9, summary="Blanks: `text.lower()`, `found`."),
        ),
    )
    made = assignment(replace(VOWELS, evidence=told))
    notebook = source_notebook(made)
    search = LeakSearch(made)
    metadata = [notebook.metadata, *(cell.metadata for cell in notebook.cells)]
    assert [leak.message for each in metadata for leak in search.find(json.dumps(each))] == []
    gates = notebook.metadata.kernel_magic.evidence["count-vowels"]["gates"]
    assert [gate["summary"] for gate in gates] == ["Nothing to say.", *["See the notes of the exercise."] * 2]


@pytest.mark.parametrize("student", STUDENTS)
def test_a_students_own_answer_is_no_leak(student):
    # A right answer may be the reference, word by word.
    page = "".join(f"<pre>{html.escape(code)}</pre>" for code in STUDENTS[student].values())
    page += "<p>3 of 4 tests passed. A test failed: capital letters count as well.</p>"
    assert found(page, LeakSearch(ALL, public=STUDENTS[student].values())) == set()
    assert found(page) or student == "chloe"


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "null", "3", "[1, [2, {}]]", "<", "<p>", "{]", '"', "\x00\ufffd", "[" * 5000]
)
def test_odd_files_hold_nothing_and_break_nothing(text):
    assert found(text) == set()
    assert found(text.encode() + b"\xff") == set()


# What is planted.


@pytest.mark.parametrize("where", ["prose", "comment", "metadata", "key", "output", "nested"])
def test_every_secret_is_found_wherever_it_is_planted(where):
    missed = [secret for secret in SECRETS if not _is_found(secret, where)]
    assert missed == []


def _is_found(secret: Secret, where: str) -> bool:
    # What is too short to be told within a line counts as a line of its own.
    text = f"\n{secret.text}\n" if secret.whole_line else secret.text
    return any(leak.secret == secret for leak in SEARCH.find(planted(text, where), "file"))


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.item)
def test_the_source_itself_is_full_of_them(exercise):
    kinds = {kind for kind, item in found(nbformat.writes(source_notebook(ALL))) if item == exercise.item}
    assert {"hidden_test", "reference"} <= kinds
    assert ("teacher_note" in kinds) == bool(exercise.notes)


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.item)
def test_a_whole_reference_is_found(exercise):
    assert ("reference", exercise.item) in found(planted(exercise.reference.text, "prose"))


def test_the_order_of_a_puzzles_blocks_is_found_although_each_is_a_letter():
    assert ("reference", PUZZLE.item) in found("The order is:\n  D\n  B\n  F\n")


def test_a_secret_in_other_clothes_is_found():
    hidden = "assert count_vowels('AEIOU') == 5"
    for text in (
        hidden.replace("'", '"'),
        hidden.replace("(", " ( "),
        hidden.replace(" == ", "\n        == "),
        hidden.replace("'", "\u2019"),
        html.escape(hidden),
        json.dumps({"x": hidden.replace("'", '"')}),
        highlight(hidden, PythonLexer(), HtmlFormatter()),
        highlight(hidden, PythonLexer(), HtmlFormatter(linenos="table", nobackground=True)),
        "<p>Test 2 called <code>count_vowels(<b>&quot;AEIOU&quot;</b>)</code></p>",
    ):
        assert any(kind in ("hidden_test", "hidden_case") for kind, _ in found(text)), text


def test_a_table_that_quotes_a_hidden_case_is_found():
    stream = io.StringIO()
    csv.writer(stream).writerows([["student", "message"], ["anna", 'count_vowels("AEIOU") returned 0, expected 5']])
    assert ("hidden_case", VOWELS.item) in found(stream.getvalue())


def test_a_mutant_that_survived_is_found():
    assert ("evidence", VOWELS.item) in found("def count_vowels(text):\n    found = False\n")


def test_a_note_is_found_without_its_markup():
    page = "<p><code>str.count</code> in a loop over the vowels is fine as well.</p>"
    assert ("teacher_note", VOWELS.item) in found(page)


def test_the_message_names_file_exercise_and_test():
    leak = next(leak for leak in SEARCH.find('count_vowels("AEIOU")', "feedback/anna.html"))
    assert leak.message == (
        "feedback/anna.html: holds a case of a hidden test (count-vowels, test 'capital-letters'): "
        "\"count_vowels('AEIOU')\""
    )


# What is shared, and what is not.


def secret_lines(*exercises: Exercise) -> set[str]:
    return {secret.text for secret in secrets_of(exercises) if secret.kind == "reference"}


def test_a_line_of_the_reference_is_secret_until_students_are_given_it():
    assert "return found" in secret_lines(VOWELS)
    starter = Source(text="def count_vowels(text):\n    return found\n")
    assert "return found" not in secret_lines(replace(VOWELS, starter=starter))
    assert "return found" not in secret_lines(VOWELS, replace(AVERAGE, given="def f():\n    return found\n"))
    # Whole words only: `return found` is not given away by `return founded`.
    assert "return found" in secret_lines(replace(VOWELS, given="return founded\n"))


def test_a_repaired_line_is_secret_and_the_rest_of_the_program_is_not():
    lines = {text for text in secret_lines(AVERAGE) if "\n" not in text}
    assert lines == {"total = 0"}


def test_a_line_that_another_exercise_gives_away_is_told_by_the_lines_around_it():
    # One block of the puzzle is `total = 0`, which is also the repair of the program.
    assert "total = 0" not in secret_lines(*EXERCISES)
    assert ("reference", AVERAGE.item) in found(planted(AVERAGE.reference.text, "comment"))
    assert found(planted("total = 0", "comment")) == set()


def test_a_hidden_case_that_the_statement_shows_is_no_secret():
    case = TestCase(name="1", given=Call(args=("Hello",)), expected=Returns(value=2), text="count_vowels('Hello') == 2")
    made = replace(VOWELS, tests=(checked("again", "again", (case,), visible=False),))
    texts = {secret.text for secret in secrets_of((made,)) if secret.kind == "hidden_case"}
    assert texts == {"count_vowels('Hello') == 2"}  # the call is public; that it gives 2 stands there as an example


def test_one_word_says_nothing():
    assert found("pass\nelse:\ntry:\nreturn\n") == set()


def test_a_public_example_of_a_hidden_test_is_no_leak():
    hidden = replace(
        VOWELS.tests[1],
        public=(
            TestCase(name="p", given=Call(args=("UUU",)), expected=Returns(value=3), text="count_vowels('UUU') == 3"),
        ),
    )
    made = assignment(replace(VOWELS, tests=(VOWELS.tests[0], hidden)))
    search = LeakSearch(made)
    assert found("count_vowels('UUU') returned 0, expected 3", search) == set()
    assert found("count_vowels('AEIOU') returned 0", search) == {("hidden_case", VOWELS.item)}


def test_otters_master_is_a_teachers_file():
    assert {kind for kind, _ in found(nbformat.writes(otter_notebook(ALL)))} >= {
        "hidden_test",
        "reference",
        "teacher_note",
    }


def test_the_right_answers_are_the_references():
    assert all(found(code) for item, code in RIGHT.items() if item != AVERAGE.item)
