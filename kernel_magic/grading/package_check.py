"""What is not as it was built in an assignment's folder: cells edited by hand, files of another build, leaks.

Graded is what stands in `assignment.json`, whatever a notebook says: a teacher must hear that an edit does not count.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import nbformat

from kernel_magic.core.gradebook import Assignment
from kernel_magic.grading.leaks import LeakSearch
from kernel_magic.grading.nbgrader_format import CellMark, mark_of, notebook_mark_of
from kernel_magic.grading.package_files import assignment_path, load_assignment, source_path, student_paths
from kernel_magic.grading.source_notebook import source_notebook

FindingKind = Literal["edited", "missing", "added", "unreadable", "damaged", "stale", "leak"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageFinding:
    """One thing that a teacher should know before the assignment is given out or graded."""

    kind: FindingKind
    path: str
    """The file, relative to the folder where it lies in it."""
    cell: str = ""
    """The grade id of the cell concerned."""
    message: str
    """What was found and what it means; without the path."""


def check_package(folder: Path) -> tuple[PackageFinding, ...]:
    """Everything that differs from what was built; empty where nothing does.

    Args:
        folder: a built folder with one assignment, or the folder of an assignment in it.

    Raises:
        InputError: there is no assignment, or it cannot be read.
    """
    folder = Path(folder)
    assignment = load_assignment(folder)
    root = root_of(folder)
    return (*_source_findings(assignment, root), *_student_findings(assignment, root))


def root_of(folder: Path) -> Path:
    """The folder that holds `package`, `source`, `release` and `versions`.

    Raises:
        InputError: there is no assignment in the folder.
    """
    return assignment_path(folder).resolve().parent.parent.parent


def source_findings(assignment: Assignment, root: Path) -> tuple[PackageFinding, ...]:
    """What a teacher changed in the source notebook of an assignment."""
    return tuple(_source_findings(assignment, root))


def _source_findings(assignment: Assignment, root: Path) -> Iterator[PackageFinding]:
    path = source_path(root, assignment.name)
    shown = _shown(path, root)
    notebook, problem = _read(path, shown, "the teacher's notebook")
    if problem is not None:
        yield problem
        return
    yield from _stale(notebook, assignment, shown)
    built = source_notebook(assignment)
    yield from _cell_findings(built, notebook, shown)


def _cell_findings(built: Any, notebook: Any, shown: str) -> Iterator[PackageFinding]:
    """Differences between the cells of two notebooks; a cell's outputs are none."""
    wanted = {mark: cell for cell in built.cells if (mark := mark_of(cell)) is not None}
    seen: set[CellMark] = set()
    for number, cell in enumerate(notebook.cells, 1):
        mark = mark_of(cell)
        if mark is None or mark not in wanted or mark in seen:
            what = "occurs twice" if mark in seen else "is none of the assignment's"
            yield PackageFinding(
                kind="added", path=shown, cell=mark.grade_id if mark else "",
                message=f"Cell {number} {what}; students get it as it stands there.",
            )  # fmt: skip
            continue
        seen.add(mark)
        if cell.source.strip("\n") != wanted[mark].source or _graded(cell) != _graded(wanted[mark]):
            yield PackageFinding(kind="edited", path=shown, cell=mark.grade_id, message=_edited(mark, number))
    for mark in wanted:
        if mark not in seen:
            yield PackageFinding(
                kind="missing", path=shown, cell=mark.grade_id, message=f"The {_words(mark)} is missing."
            )


def _graded(cell: Any) -> tuple[Any, ...]:
    """What nbgrader's metadata says of a cell's worth, and ours of its start."""
    return cell.metadata.get("nbgrader", {}).get("points"), cell.metadata.kernel_magic.get("starter")


def _edited(mark: CellMark, number: int) -> str:
    effect = {
        "test": "graded is the test in assignment.json, with the points that stand there",
        "solution": "students get the starter of assignment.json",
    }.get(mark.role, "the next build overwrites it")
    return (
        f"The {_words(mark)} (cell {number}) is not as it was built: {effect}. Change the course item, and build again."
    )


def _words(mark: CellMark) -> str:
    if mark.role == "test":
        return f"test {mark.test!r} of {mark.item!r}"
    return f"{mark.role} of {mark.item!r}" if mark.item else f"{mark.role} cell"


def _student_findings(assignment: Assignment, root: Path) -> Iterator[PackageFinding]:
    for version, path in student_paths(root, assignment):
        shown = _shown(path, root)
        notebook, problem = _read(path, shown, "a notebook for students")
        if problem is not None:
            yield problem
        else:
            yield from _stale(notebook, assignment, shown)
        content = path.read_bytes() if problem is None or problem.kind == "damaged" else b""
        for leak in LeakSearch(assignment, version).find(content, shown):
            yield PackageFinding(kind="leak", path=shown, message=leak.message.removeprefix(f"{shown}: "))


def _stale(notebook: Any, assignment: Assignment, shown: str) -> Iterator[PackageFinding]:
    mark = notebook_mark_of(notebook)
    if mark is None or mark.assignment != assignment.name or mark.digest != assignment.digest:
        message = "It was not built from the assignment.json that lies here. Build the assignment again."
        yield PackageFinding(kind="stale", path=shown, message=message)


def _read(path: Path, shown: str, what: str) -> tuple[Any, PackageFinding | None]:
    """The notebook, or why it could not be read."""
    try:
        return nbformat.read(path, as_version=4), None
    except FileNotFoundError:
        return None, PackageFinding(kind="missing", path=shown, message=f"There is no such file: {what}.")
    except OSError as error:
        return None, PackageFinding(kind="unreadable", path=shown, message=f"It cannot be read: {error.strerror}.")
    except (ValueError, AttributeError, KeyError, TypeError, RecursionError, nbformat.ValidationError) as error:
        return None, PackageFinding(kind="damaged", path=shown, message=f"It is no notebook: {error}.")


def _shown(path: Path, root: Path) -> str:
    return str(path.relative_to(root)) if path.is_relative_to(root) else str(path)
