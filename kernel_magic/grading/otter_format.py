"""An assignment as the notebook that `otter assign` reads: the same statements, starters, tests and points.

Tests are written in otter's exception-based form: the form it has by default runs doctests, in which a student's
function that prints fails. nbgrader's metadata is left out; otter has no use for it.
"""

from __future__ import annotations

import ast
import json
import re
import textwrap
from collections.abc import Iterator
from dataclasses import replace

from nbformat import NotebookNode, v4

from kernel_magic.core.errors import InputError
from kernel_magic.core.exercise import Exercise, ExerciseTest
from kernel_magic.core.gradebook import Assignment
from kernel_magic.grading.nbgrader_format import KERNELSPEC, LANGUAGE, cell_id, mark_of, number
from kernel_magic.grading.notes_cell import notes_text
from kernel_magic.grading.source_notebook import source_notebook

_CONFIG = """\
# ASSIGNMENT CONFIG
name: {name}
init_cell: true
check_all_cell: false
export_cell:
  pdf: false
solutions_pdf: false
template_pdf: false
generate: true
tests:
  files: false
  ok_format: false"""
_OTTER_MARKS = re.compile(r"#\s*(SOLUTION|SEED|(BEGIN|END)\s+(PROMPT|SOLUTION|IGNORE|TEST)|IGNORE)", re.IGNORECASE)
_NOT_IN_NAMES = re.compile(r"\W+")


def otter_notebook(assignment: Assignment, version: int = 0) -> NotebookNode:
    """The master notebook for `otter assign`.

    Raises:
        InputError: there is no such version, or a text holds one of the marks of nbgrader or otter.
    """
    # Our own commands are out of place there, and `off` is the policy under which nothing is said of them.
    source = source_notebook(replace(assignment, policy="off"), version)
    cells = {mark: cell for cell in source.cells if (mark := mark_of(cell)) is not None}
    title = next(cell for mark, cell in cells.items() if mark.role == "title")
    made = [_raw("config", _CONFIG.format(name=json.dumps(assignment.name))), _plain(title)]
    for exercise in assignment.versions[version]:
        read = [cell for mark, cell in cells.items() if mark.item == exercise.item and mark.role in _READ]
        made += _question(exercise, [_plain(cell) for cell in read])
    metadata = {"kernelspec": dict(KERNELSPEC), "language_info": dict(LANGUAGE)}
    return v4.new_notebook(cells=made, metadata=metadata)


_READ = ("statement", "given", "prelude")


def _question(exercise: Exercise, read: list[NotebookNode]) -> Iterator[NotebookNode]:
    """The cells of a question. Notes go into a cell that otter ignores."""
    name = exercise.item
    _refuse_marks(exercise)
    yield _raw(f"{name}-begin", f"# BEGIN QUESTION\nname: {json.dumps(name)}")
    yield from read
    yield v4.new_markdown_cell(f"## Ignore ##\n{notes_text(exercise)}", id=cell_id(f"{name}-notes"))
    yield _raw(f"{name}-begin-solution", "# BEGIN SOLUTION")
    yield v4.new_code_cell(_solution(exercise), id=cell_id(name))
    yield _raw(f"{name}-end-solution", "# END SOLUTION")
    yield _raw(f"{name}-begin-tests", "# BEGIN TESTS")
    for place, test in enumerate(exercise.tests, 1):
        yield v4.new_code_cell(_test(test, place), id=cell_id(f"{name}-{test.name}"))
    yield _raw(f"{name}-end-tests", "# END TESTS")
    yield _raw(f"{name}-end", "# END QUESTION")


def _solution(exercise: Exercise) -> str:
    """The starter as otter's prompt, and the reference. The prompt is a text when the solution runs."""
    starter, reference = exercise.starter.text.strip("\n"), exercise.reference.text.strip("\n")
    quotes = next((quotes for quotes in ("'''", '"""') if quotes not in starter and starter[-1:] != quotes[0]), None)
    if quotes is None:
        raise InputError(
            f"{exercise.item}: the starter has texts in both kinds of triple quotes; otter cannot be given it.",
            "Use one kind.",
        )
    prompt = f"r{quotes} # BEGIN PROMPT\n{starter}\n{quotes} # END PROMPT"
    return f"{prompt}\n# BEGIN SOLUTION NO PROMPT\n{reference}\n# END SOLUTION"


def _test(test: ExerciseTest, place: int) -> str:
    """A test as otter reads it: one function. It sees the student's names as its own module's."""
    config = f"points: {number(test.points)}\nhidden: {'false' if test.visible else 'true'}"
    body = textwrap.indent(ast.unparse(ast.parse(test.code)), "    ")
    name = f"test_{place}_{_NOT_IN_NAMES.sub('_', test.name)}"
    return (
        f'""" # BEGIN TEST CONFIG\n{config}\n""" # END TEST CONFIG\ndef {name}(env):\n    globals().update(env)\n{body}'
    )


def _refuse_marks(exercise: Exercise) -> None:
    texts = {"starter": exercise.starter.text, "reference": exercise.reference.text, "given code": exercise.given}
    texts["prelude"] = exercise.prelude
    for what, text in texts.items():
        found = _OTTER_MARKS.search(text)
        if found is not None:
            raise InputError(
                f"{exercise.item}: the {what} holds {found[0]!r}, by which otter marks what students may not read.",
                "Say it in other words.",
            )


def _plain(cell: NotebookNode) -> NotebookNode:
    """A cell of the source without its metadata."""
    make = v4.new_markdown_cell if cell.cell_type == "markdown" else v4.new_code_cell
    return make(cell.source, id=cell.id)


def _raw(name: str, text: str) -> NotebookNode:
    return v4.new_raw_cell(text, id=cell_id(f"otter-{name}"))
