"""An assignment as a folder: the teacher's notebook, what students get, the package that is graded with.

- `DIR/source/NAME/NAME.ipynb`: the teacher's, with solutions, all tests and notes
- `DIR/package/NAME/assignment.json`: the package; tests are taken from here only
- `DIR/release/NAME/NAME.ipynb`: for students
- `DIR/versions/K/NAME.ipynb`: for students, where the assignment has several versions
- `DIR/nbgrader_config.py`: written once; nbgrader then releases the same notebook
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import nbformat

from kernel_magic.core.errors import InputError
from kernel_magic.core.exercise import Exercise
from kernel_magic.core.gradebook import Assignment
from kernel_magic.core.quantities import count
from kernel_magic.core.serial_assignment import with_digest
from kernel_magic.core.whole_files import write_all
from kernel_magic.grading.course_config import CONFIG_FILE, config_text
from kernel_magic.grading.leaks import LeakSearch
from kernel_magic.grading.package_check import PackageFinding, check_package, source_findings
from kernel_magic.grading.package_files import (
    assignment_text,
    load_assignment,
    package_path,
    refuse_bad_name,
    source_path,
    student_paths,
)
from kernel_magic.grading.release import release
from kernel_magic.grading.source_notebook import source_notebook

__all__ = ["PackageFinding", "check_package", "load_assignment", "package_texts", "write_assignment"]


def write_assignment(assignment: Assignment, to: Path) -> tuple[Path, ...]:
    """Write the folder of an assignment, and name the files that were written.

    A teacher's `nbgrader_config.py` is left as it is, and a source notebook that a teacher changed is not overwritten.

    Raises:
        InputError: the assignment cannot be given out as it is, a file cannot be written, or a notebook was edited.
            Nothing was written then.
        ExtraMissingError: nbconvert is not installed.
    """
    to = Path(to)
    assignment = with_digest(assignment)
    texts = dict(package_texts(assignment, to))
    _refuse_changed(assignment, to)
    config = to / CONFIG_FILE
    if not config.exists():
        texts[config] = config_text()
    write_all(texts)
    _drop_old_versions(assignment, to)
    return tuple(texts)


def package_texts(assignment: Assignment, to: Path) -> Mapping[Path, str]:
    """The files of an assignment, which has its digest, as texts.

    Raises:
        InputError: the assignment cannot be given out as it is.
        ExtraMissingError: nbconvert is not installed.
    """
    refuse_bad_name(assignment.name)
    _refuse_odd_versions(assignment)
    _refuse_unreleased(assignment)
    name = assignment.name
    sources = [source_notebook(assignment, version) for version in range(len(assignment.versions))]
    texts = {
        source_path(to, name): _text(sources[0]),
        package_path(to, name): assignment_text(assignment),
    }
    released = [_text(release(source)) for source in sources]
    for version, path in student_paths(to, assignment):
        _refuse_leaks(assignment, version, released[version], path)
        texts[path] = released[version]
    return texts


def _text(notebook: nbformat.NotebookNode) -> str:
    return f"{nbformat.writes(notebook)}".rstrip("\n") + "\n"


def _refuse_odd_versions(assignment: Assignment) -> None:
    """Every version has the same exercises with the same tests: grades of different students are compared."""
    if not assignment.versions or not assignment.versions[0]:
        raise InputError(f"The assignment {assignment.name!r} has no exercise.", "Name at least one item.")
    first = [_outline(exercise) for exercise in assignment.versions[0]]
    for number, version in enumerate(assignment.versions[1:], 1):
        other = [_outline(exercise) for exercise in version]
        odd = next((mine[0] for mine, theirs in zip(first, other, strict=False) if mine != theirs), "")
        if odd or len(first) != len(other):
            what = f"{odd!r} has other tests or points" if odd else "there is another number of exercises"
            raise InputError(f"Version {number} of {assignment.name!r} differs from version 0: {what}.")


def _outline(exercise: Exercise) -> tuple[str, tuple[tuple[str, bool, float], ...]]:
    return exercise.item, tuple((test.name, test.visible, test.points) for test in exercise.tests)


def _refuse_unreleased(assignment: Assignment) -> None:
    for exercise in (exercise for version in assignment.versions for exercise in version):
        failed = [gate.name.replace("_", " ") for gate in exercise.evidence.gates if not gate.holds]
        if not exercise.evidence.released:
            why = f"it did not pass: {', '.join(failed)}" if failed else "nothing was run to prove it"
            raise InputError(
                f"{exercise.item!r} cannot be given out: {why}.",
                "`kernel-magic exercise` shows what was found.",
            )


def _refuse_leaks(assignment: Assignment, version: int, text: str, path: Path) -> None:
    leaks = LeakSearch(assignment, version).find(text, path.name)
    if leaks:
        more = f" (and {count(len(leaks) - 1, 'further place')})" if len(leaks) > 1 else ""
        raise InputError(f"{leaks[0].message}{more}.", "Nothing was written. Say it to students, or leave it out.")


def _refuse_changed(assignment: Assignment, to: Path) -> None:
    """Hand-made changes to a built notebook are somebody's work: they are not overwritten unasked."""
    path = source_path(to, assignment.name)
    if not path.exists():
        return
    try:
        built = load_assignment(package_path(to, assignment.name))
    except InputError as error:
        message = f"{path} would be overwritten, and it cannot be told whether somebody changed it: {error.message}"
        raise InputError(message, "Take it away first, or build elsewhere.") from error
    changed = [finding for finding in source_findings(built, to) if finding.kind != "stale"]
    if changed:
        cells = ", ".join(finding.cell or "a further cell" for finding in changed[:5])
        raise InputError(
            f"{path} was changed by hand ({cells}); building again would undo that.",
            "Carry the changes over into the course items, then take the file away.",
        )


def _drop_old_versions(assignment: Assignment, to: Path) -> None:
    """Notebooks of versions that an earlier build had and this one has not."""
    kept = {path for _, path in student_paths(to, assignment)}
    for path in (to / "versions").glob(f"*/{assignment.name}.ipynb"):
        if path.parent.name.isdigit() and path not in kept:
            path.unlink(missing_ok=True)
