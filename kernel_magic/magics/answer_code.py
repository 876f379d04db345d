"""A student's answer to an exercise, as the kernel knows it: the newest cells that make it, and what they need.

Read from the texts of the cells that ran; nothing is run or evaluated here. It is put together as the grader does
it, so that a check in the notebook and the grade do not part.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass

from kernel_magic.core.attempt import GivenExercise
from kernel_magic.core.notebook_code import BUILTINS, names_needed, parsed
from kernel_magic.core.problem import Expression
from kernel_magic.grading.needed_code import CellCode, needed_code, open_names, statements_in
from kernel_magic.grading.statements import made_names, plain_python
from kernel_magic.magics.ran_cells import RanCell

_OTHER_CELL = (
    "The newest code for this exercise stands in another cell than its own. The exercise's own cell is what is "
    "graded: put it there before you hand in."
)
_CELL_OF_ANOTHER = (
    "`{name}` stands in the cell of another exercise. The exercise's own cell is what is graded: put it there."
)
_WHICH = (
    "Another exercise of this notebook asks for `{name}`, too, and it is not known here in which cell the code stands. "
    "The newest one was judged."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerCode:
    """Code that stands alone."""

    cell: str
    """What the student's cell says; empty: no cell that answers the exercise was run."""
    program: str = ""
    """The whole: what the exercise puts before it, what it needs of other cells, and the cell."""
    first_line: int = 1
    """The line of the program on which the cell begins."""
    note: str = ""


def answer_code(
    exercise: GivenExercise,
    cells: Sequence[RanCell],
    *,
    not_answers: Set[str] = frozenset(),
    others: Sequence[GivenExercise] = (),
) -> AnswerCode:
    """The newest answer among the cells that ran: those that make what is asked for, else the exercise's own cell.

    Args:
        exercise: what is answered.
        cells: all cells as they were run last, oldest first.
        not_answers: texts of cells that are no student's code: the notebook's tests, say.
        others: the other exercises of the notebook.
    """
    own = [cell for cell in cells if _is_own(cell, not_answers)]
    wanted = _wanted(exercise)
    answered = {each.cell for each in others if each.cell}
    newest = {name: cell for cell in own if cell.id not in answered for name in wanted if _makes(cell.text, name)}
    chosen = sorted({cell.number: cell for cell in newest.values()}.values(), key=lambda cell: cell.number)
    chosen = chosen or [cell for cell in own if cell.id and cell.id == exercise.cell and _says_something(cell.text)]
    if not chosen:
        made = [name for name in wanted if any(_makes(cell.text, name) for cell in own)]
        return AnswerCode(cell="", note=_CELL_OF_ANOTHER.format(name=made[0]) if made else "")
    text = "\n\n".join(cell.text.strip("\n") for cell in chosen)
    known = (made_names(exercise.prelude) or frozenset()) | (made_names(exercise.given) or frozenset())
    taken = {cell.number for cell in chosen}
    rest = [CellCode(place=cell.number, text=cell.text) for cell in own if cell.number not in taken]
    # As if it were run now: a helper that was mended since is the one that counts, as it would in the kernel.
    now = CellCode(place=cells[-1].number + 1, text=text)
    code = needed_code(now, statements_in(rest), known=known)
    above = _above(exercise, code.text)
    lines = code.text.split("\n")
    return AnswerCode(
        cell=text,
        program="\n".join([*lines[: code.head], *above, *lines[code.head :]]),
        first_line=code.first_line + len(above),
        note=_note(exercise, chosen, others),
    )


def _note(exercise: GivenExercise, chosen: Sequence[RanCell], others: Sequence[GivenExercise]) -> str:
    """What may go wrong with where the code stands."""
    if exercise.cell and any(cell.id not in ("", exercise.cell) for cell in chosen):
        return _OTHER_CELL
    twins = bool(exercise.function) and any(each.function == exercise.function for each in others)
    return _WHICH.format(name=exercise.function) if twins and not all(cell.id for cell in chosen) else ""


def _is_own(cell: RanCell, not_answers: Set[str]) -> bool:
    """Whether a cell is the student's Python."""
    text = cell.text.strip()
    return bool(text) and text not in not_answers and not text.startswith("%%coder")


def _wanted(exercise: GivenExercise) -> list[str]:
    """The names that an answer makes: the function, or the variables that the tests read."""
    if exercise.function:
        return [exercise.function]
    made = (made_names(exercise.prelude) or frozenset()) | (made_names(exercise.given) or frozenset()) | BUILTINS
    read: dict[str, None] = {}
    for test in exercise.tests:
        for case in test.cases:
            if isinstance(case.given, Expression):
                read |= dict.fromkeys(sorted(open_names(f"{case.given.setup}\n{case.given.expression}")))
    return [name for name in read if name not in made]


def _says_something(text: str) -> bool:
    """Whether there is more in a cell than comments and magics. What is no Python is something, too."""
    tree = parsed(plain_python(text))
    return tree is None or bool(tree.body)


def _makes(text: str, name: str) -> bool:
    """Whether a cell makes a name. A cell that is no Python does where it begins to: its newest form counts, too."""
    made = made_names(text)
    if made is not None:
        return name in made
    begins = rf"^[ \t]*(?:(?:async[ \t]+)?def|class)[ \t]+{re.escape(name)}\b|^{re.escape(name)}[ \t]*=(?!=)"
    return re.search(begins, plain_python(text), re.MULTILINE) is not None


def _above(exercise: GivenExercise, code: str) -> list[str]:
    """What the exercise puts before every answer, and its given code where the answer uses it."""
    given, tree = made_names(exercise.given) or frozenset(), parsed(code)
    uses = bool(given) and tree is not None and bool(given & names_needed(tree))
    return [
        line
        for part, is_there in ((exercise.prelude, True), (exercise.given, uses))
        for line in (part.split("\n") if part.strip() and is_there else ())
    ]
