"""The way from a source notebook to a student's: preprocessors of nbconvert, and an exporter that has them all.

`jupyter nbconvert --to kernel_magic_release SOURCE.ipynb --output STUDENT.ipynb` goes this way, and so does
`grading.release`. A notebook that is none of our sources, a damaged region, or a preprocessor that was switched off
is refused: nothing comes out half stripped.
"""

from __future__ import annotations

from typing import Any

import nbformat
from nbconvert.exporters.notebook import NotebookExporter
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from traitlets import Bool, List

from kernel_magic.core.errors import InputError
from kernel_magic.grading.nbgrader_format import (
    BEGIN_HIDDEN,
    BEGIN_SOLUTION,
    END_HIDDEN,
    END_SOLUTION,
    HIDDEN_LATER,
    CellMark,
    checksum,
    mark_of,
    notebook_mark_of,
    notebook_metadata,
)
from kernel_magic.grading.regions import mark_in, region_of

Resources = dict[str, Any]

_KEPT = ("nbgrader", "kernel_magic", "tags")
_KEPT_OWN = (
    "role", "item", "test", "title", "visible", "kind", "function", "hints", "points", "cases", "checker", "limits",
    "files",
)  # fmt: skip
"""What a student's cell has of our metadata; the starter, say, stays in the source. Only a visible test has cases."""


class _Step(Preprocessor):
    """One step, in force unless it is switched off (which the exporter refuses)."""

    enabled = Bool(default_value=True).tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Change the notebook, cell by cell."""
        for number, cell in enumerate(nb.cells, 1):
            self.step(cell, mark_of(cell), f"Cell {number}{_named(cell)}")
        return nb, resources

    def step(self, cell: NotebookNode, mark: CellMark | None, where: str) -> None:
        """Change one cell. `where` names it in messages."""


class ClearTeacherNotes(_Step):
    """Takes the cells away that hold notes for teachers, and what the notebook's metadata says to them."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Change the notebook."""
        kept = [cell for cell in nb.cells if (mark := mark_of(cell)) is None or mark.role != "notes"]
        nb.cells = kept
        nb.metadata.kernel_magic.pop("evidence", None)
        return nb, resources


class ClearSolutions(_Step):
    """Puts the starter in the place of the solution."""

    def step(self, cell: NotebookNode, mark: CellMark | None, where: str) -> None:
        """Change one cell."""
        if mark is None or mark.role != "solution":
            return
        starter = cell.metadata.kernel_magic.get("starter")
        if not isinstance(starter, str):
            raise InputError(f"{where}: what students start from is missing in its metadata.", _REBUILD)
        if region_of(cell.source, BEGIN_SOLUTION, END_SOLUTION, where) is None:
            raise InputError(
                f"{where}: the marks around the solution are missing.", f"Put {BEGIN_SOLUTION!r} before the solution."
            )
        cell.source = starter.strip("\n")


class ClearHiddenTests(_Step):
    """Takes the hidden part of tests away, and leaves one line that says so."""

    def step(self, cell: NotebookNode, mark: CellMark | None, where: str) -> None:
        """Change one cell."""
        if mark is None or mark.role != "test":
            return
        region = region_of(cell.source, BEGIN_HIDDEN, END_HIDDEN, where)
        if region is not None:
            kept = [*region.before.split("\n"), *region.after.split("\n")]
            rest = [line for line in kept if line.strip() != HIDDEN_LATER]
            title = rest[:1] if rest and rest[0].startswith("#") else []
            cell.source = "\n".join([*title, HIDDEN_LATER, *rest[len(title) :]]).strip("\n")
        elif not cell.metadata.kernel_magic.get("visible"):
            raise InputError(
                f"{where}: the test is hidden, but nothing in it is marked as hidden.",
                f"Put {BEGIN_HIDDEN!r} before its code and {END_HIDDEN!r} after it.",
            )


class ClearOutputs(_Step):
    """Takes outputs, run numbers and what editors noted in metadata away."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Change the notebook."""
        nb.metadata = nbformat.from_dict(notebook_metadata(_source_mark(nb)))
        return super().preprocess(nb, resources)

    def step(self, cell: NotebookNode, mark: CellMark | None, where: str) -> None:
        """Change one cell."""
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
        cell.metadata = nbformat.from_dict({key: cell.metadata[key] for key in _KEPT if key in cell.metadata})
        if mark is not None:
            own = cell.metadata.kernel_magic
            cell.metadata.kernel_magic = nbformat.from_dict({key: own[key] for key in _KEPT_OWN if key in own})


class LockCells(_Step):
    """Makes the notebook a release: locks what students leave as it is, and sets nbgrader's checksums."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Change the notebook."""
        nb.metadata.kernel_magic.role = "release"
        return super().preprocess(nb, resources)

    def step(self, cell: NotebookNode, mark: CellMark | None, where: str) -> None:
        """Change one cell."""
        if mark is None:
            return
        cell.metadata.deletable = False
        if mark.role != "solution":
            cell.metadata.editable = False
        cell.metadata.nbgrader.checksum = checksum(cell)
        cell.metadata.nbgrader.cell_type = cell.cell_type


class ReleaseExporter(NotebookExporter):
    """Writes the notebook that students get."""

    export_from_notebook = "Release for students (kernel_magic)"
    default_preprocessors = List(
        [ClearSolutions, ClearHiddenTests, ClearTeacherNotes, ClearOutputs, LockCells],
        help="The steps from a source notebook to a student's; all of them are needed.",
    ).tag(config=True)

    def from_notebook_node(
        self, nb: NotebookNode, resources: Resources | None = None, **more: Any
    ) -> tuple[str, Resources]:
        """The student's notebook as text.

        Raises:
            InputError: it is no source notebook of ours, or something in it is damaged.
        """
        _source_mark(nb)
        for number, cell in enumerate(nb.cells, 1):
            _refuse_stray_marks(cell, f"Cell {number}{_named(cell)}")
        text, resources = super().from_notebook_node(nb, resources, **more)
        _refuse_leftovers(nbformat.reads(text, as_version=4))
        resources["output_suffix"] = ".release"
        return text, resources


_REBUILD = "Build the assignment again with `kernel-magic assignment build`."


def _source_mark(notebook: NotebookNode) -> Any:
    mark = notebook_mark_of(notebook)
    if mark is None:
        raise InputError(
            "This notebook was not made by kernel_magic: it cannot be told what in it is secret.", _REBUILD
        )
    if mark.role != "source":
        raise InputError("This notebook is a student's already.", "Give the one in the folder `source`.")
    return mark


def _refuse_stray_marks(cell: NotebookNode, where: str) -> None:
    """A mark where none belongs: a cell that lost its metadata, or a second secret that nothing would take away."""
    mark = mark_of(cell)
    role = mark.role if mark is not None else None
    expected = {"solution": "SOLUTION", "test": "HIDDEN TESTS", "notes": "MARK SCHEME"}.get(role or "", "")
    lines = [line for line in cell.source.split("\n") if not expected or expected not in line]
    stray = mark_in("\n".join(lines))
    if stray:
        what = f"a cell of role {role!r}" if role else "a cell that kernel_magic knows nothing about"
        raise InputError(f"{where}: {stray!r} stands in {what}; nothing would take away what it marks.", _REBUILD)
    own_grade_id = (cell.metadata.get("nbgrader") or {}).get("grade_id", "")
    if (
        mark is None
        and own_grade_id
        and (cell.metadata.nbgrader.get("solution") or cell.metadata.nbgrader.get("grade"))
    ):
        raise InputError(
            f"{where}: nbgrader would grade this cell or take its solution away; kernel_magic knows nothing about it.",
            "Leave it out, or release this notebook with nbgrader.",
        )


def _refuse_leftovers(notebook: NotebookNode) -> None:
    """Whatever was configured: a notebook that still holds something of the source goes nowhere."""
    mark = notebook_mark_of(notebook)
    wrong = [number for number, cell in enumerate(notebook.cells, 1) if _is_left_over(cell)]
    if mark is None or mark.role != "release" or wrong or "evidence" in notebook.metadata.kernel_magic:
        places = f" (cell {wrong[0]})" if wrong else ""
        raise InputError(
            f"What students may not read was not taken away{places}: a step of the exporter is switched off.",
            "Look for settings of nbconvert that change `default_preprocessors` or `enabled`.",
        )


def _is_left_over(cell: NotebookNode) -> bool:
    mark = mark_of(cell)
    own = cell.metadata.get("kernel_magic") or {}
    notes = mark is not None and mark.role == "notes"
    told = "cases" in own and own.get("visible") is not True
    return bool(notes or told or mark_in(cell.source) or cell.get("outputs") or not set(own) <= set(_KEPT_OWN))


def _named(cell: NotebookNode) -> str:
    grade_id = (cell.metadata.get("nbgrader") or {}).get("grade_id", "")
    return f" ({grade_id})" if grade_id else ""
