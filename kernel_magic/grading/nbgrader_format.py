"""The one list of what the cells of our notebooks are, and the metadata that says so: nbgrader's and our own.

A cell's role stands in `metadata.kernel_magic`, in nbgrader's terms (schema 3) in `metadata.nbgrader`. What is read may
come from a student: metadata of any other shape means that the cell is none of ours, and nothing here raises.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from nbformat import NotebookNode, v4

from kernel_magic.core.exercise import Policy

Role = Literal["title", "setup", "statement", "given", "prelude", "notes", "solution", "test"]
"""What a cell is for. In a notebook: title, setup, and for each exercise the others in this order, one cell per test;
`given` and `prelude` only where there are any, `notes` in the source only."""
NotebookRole = Literal["source", "release"]

NOTEBOOK_SCHEMA = "kernel-magic/notebook/1"
NBGRADER_SCHEMA = 3
BEGIN_SOLUTION, END_SOLUTION = "### BEGIN SOLUTION", "### END SOLUTION"
BEGIN_HIDDEN, END_HIDDEN = "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"
BEGIN_NOTES, END_NOTES = "<!-- BEGIN MARK SCHEME -->", "<!-- END MARK SCHEME -->"
MARKS = (
    "BEGIN SOLUTION", "END SOLUTION", "BEGIN HIDDEN TESTS", "END HIDDEN TESTS", "BEGIN MARK SCHEME", "END MARK SCHEME",
    "AUTOTEST",
)  # fmt: skip
"""What nbgrader acts upon wherever a line holds it. No text of an exercise may."""
HIDDEN_LATER = "# The hidden part of this test runs when your work is graded."

KERNELSPEC = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
LANGUAGE = {"name": "python"}

_ROLES: tuple[Role, ...] = get_args(Role)
_POLICIES: tuple[Policy, ...] = get_args(Policy)
_MARKDOWN_ROLES = frozenset({"title", "statement", "notes"})
_OWN_CELLS = {"title": "km-title", "setup": "km-setup"}
_LONGEST_CELL_ID = 64
_IN_CELL_IDS = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class CellMark:
    """Which cell of our notebooks a cell is."""

    role: Role
    item: str = ""
    """The exercise's slug; empty for title and setup."""
    test: str = ""
    """The test's name, of a cell with a test."""

    @property
    def grade_id(self) -> str:
        """Its id in nbgrader, `count-vowels-capital-letters` say."""
        if self.role == "solution":
            return self.item
        return _OWN_CELLS.get(self.role) or f"{self.item}-{self.test or self.role}"

    @property
    def is_markdown(self) -> bool:
        """Whether such a cell is Markdown; all others are code."""
        return self.role in _MARKDOWN_ROLES


@dataclass(frozen=True, slots=True, kw_only=True)
class NotebookMark:
    """Which notebook of which assignment a notebook is."""

    role: NotebookRole
    assignment: str
    version: int
    policy: Policy
    digest: str


def new_cell(mark: CellMark, text: str, *, points: float | None = None, more: Mapping[str, Any] | None = None) -> Any:
    """A cell of a source notebook.

    Args:
        mark: which one it is.
        text: what stands in it.
        points: of a test.
        more: further keys of `metadata.kernel_magic`.
    """
    own = {"role": mark.role} | ({"item": mark.item} if mark.item else {}) | ({"test": mark.test} if mark.test else {})
    metadata = {"nbgrader": nbgrader_metadata(mark, points), "kernel_magic": own | dict(more or {})}
    make = v4.new_markdown_cell if mark.is_markdown else v4.new_code_cell
    return make(text.strip("\n"), id=cell_id(mark.grade_id), metadata=metadata)


def nbgrader_metadata(mark: CellMark, points: float | None = None) -> dict[str, Any]:
    """What nbgrader wants to know of a cell.

    Notes are a task without points: nbgrader's own release leaves out what stands between the marks in such a cell.
    """
    task, test = mark.role == "notes", mark.role == "test"
    metadata = {
        "schema_version": NBGRADER_SCHEMA,
        "grade_id": mark.grade_id,
        "grade": test,
        "solution": mark.role == "solution",
        "locked": mark.role != "solution",
        "task": task,
    }
    if test or task:
        metadata["points"] = number(points or 0.0)
    return metadata


def cell_id(grade_id: str) -> str:
    """A valid cell id of notebook format 4.5, the same for the same grade id."""
    if len(grade_id) <= _LONGEST_CELL_ID and _IN_CELL_IDS.fullmatch(grade_id):
        return grade_id
    digest = hashlib.sha256(grade_id.encode()).hexdigest()[:12]
    return re.sub(r"[^A-Za-z0-9_-]+", "-", grade_id)[: _LONGEST_CELL_ID - 13] + "-" + digest


def mark_of(cell: Any) -> CellMark | None:
    """Which cell of ours a cell is, by its metadata; None: none."""
    own = _own(cell)
    role, item, test = own.get("role"), own.get("item", ""), own.get("test", "")
    if role not in _ROLES or not isinstance(item, str) or not isinstance(test, str):
        return None
    if bool(item) != (role not in _OWN_CELLS) or bool(test) != (role == "test"):
        return None
    return CellMark(role=role, item=item, test=test)


def notebook_metadata(mark: NotebookMark, *, evidence: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The metadata of a notebook."""
    own: dict[str, Any] = {
        "schema": NOTEBOOK_SCHEMA,
        "role": mark.role,
        "assignment": mark.assignment,
        "version": mark.version,
        "policy": mark.policy,
        "digest": mark.digest,
    }
    if evidence is not None:
        own["evidence"] = dict(evidence)
    return {"kernelspec": dict(KERNELSPEC), "language_info": dict(LANGUAGE), "kernel_magic": own}


def notebook_mark_of(notebook: Any) -> NotebookMark | None:
    """Which notebook of ours it is, by its metadata; None: none, or one of a later form."""
    own = _own(notebook)
    role, version, policy = own.get("role"), own.get("version"), own.get("policy")
    assignment, digest = own.get("assignment"), own.get("digest")
    if own.get("schema") != NOTEBOOK_SCHEMA or policy not in _POLICIES:
        return None
    if role not in ("source", "release") or not isinstance(version, int):
        return None
    if not isinstance(assignment, str) or not isinstance(digest, str):
        return None
    return NotebookMark(role=role, assignment=assignment, version=version, policy=policy, digest=digest)


def checksum(cell: NotebookNode) -> str:
    """The fingerprint that nbgrader keeps in a released cell to see whether a student changed it."""
    nbgrader = cell.metadata.nbgrader
    grade, solution = bool(nbgrader.get("grade")), bool(nbgrader.get("solution"))
    locked = not solution and (grade or bool(nbgrader.get("locked")))
    parts = [cell.source, cell.cell_type, str(grade), str(solution), str(locked), nbgrader["grade_id"]]
    if grade:
        parts.append(str(float(nbgrader["points"])))
    return hashlib.md5("".join(parts).encode("utf-8"), usedforsecurity=False).hexdigest()


def points_text(points: float) -> str:
    """`1 point`, `2.5 points`."""
    return f"{number(points)} point{'' if points == 1 else 's'}"


def number(points: float) -> float | int:
    """Points as people write them: without `.0`, and without what adding up floats leaves behind."""
    rounded = round(points, 6)
    return int(rounded) if rounded == int(rounded) else rounded


def _own(node: Any) -> Mapping[str, Any]:
    metadata = node.get("metadata") if isinstance(node, Mapping) else None
    own = metadata.get("kernel_magic") if isinstance(metadata, Mapping) else None
    return own if isinstance(own, Mapping) else {}
