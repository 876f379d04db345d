"""Where the files of an assignment lie, and reading its package.

`assignment.json`, with every hidden test in it, does not lie beside the teacher's notebook: nbgrader's own release
copies whatever lies there to the students.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from kernel_magic.core.errors import InputError
from kernel_magic.core.gradebook import Assignment
from kernel_magic.core.serial_assignment import assignment_from_json, assignment_json

ASSIGNMENT_FILE = "assignment.json"

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,79}")
_LONE_SURROGATES = re.compile("[\ud800-\udfff]")
_MOST_BYTES = 256 << 20


def package_path(root: Path, name: str) -> Path:
    """The package that is graded with."""
    return root / "package" / name / ASSIGNMENT_FILE


def source_path(root: Path, name: str) -> Path:
    """The teacher's notebook."""
    return root / "source" / name / f"{name}.ipynb"


def release_path(root: Path, name: str) -> Path:
    """The notebook that students get: version 0, the only one where there are no variants."""
    return root / "release" / name / f"{name}.ipynb"


def version_path(root: Path, name: str, version: int) -> Path:
    """The notebook that students of one version get, where there are several versions."""
    return root / "versions" / str(version) / f"{name}.ipynb"


def student_paths(root: Path, assignment: Assignment) -> list[tuple[int, Path]]:
    """Every file that students get, with its version."""
    name, count = assignment.name, len(assignment.versions)
    more = [(version, version_path(root, name, version)) for version in range(count)] if count > 1 else []
    return [(0, release_path(root, name)), *more]


def refuse_bad_name(name: str) -> None:
    """Names become folders, files and identifiers of other programs.

    Raises:
        InputError: the name will not do.
    """
    if not _NAME.fullmatch(name) or name.endswith("."):
        raise InputError(
            f"{name[:80]!r} cannot be the name of an assignment.",
            "Use letters, digits, `-`, `_` and `.`, at most 80, beginning with a letter or digit: `week-1`.",
        )


def assignment_text(assignment: Assignment) -> str:
    """The file `assignment.json`."""
    text = json.dumps(assignment_json(assignment), ensure_ascii=False, indent=1, allow_nan=False)
    # Half of a character pair, which a Python text may hold, is no UTF-8: as an escape it is JSON.
    return _LONE_SURROGATES.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"


def load_assignment(folder: Path) -> Assignment:
    """The assignment of a folder.

    Args:
        folder: a built one with a single assignment in it; or the folder of an assignment in its `package`, `source` or
            `release`; or a file `assignment.json` itself.

    Raises:
        InputError: there is none, there are several, or it cannot be read; says where.
    """
    path = assignment_path(folder)
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise InputError(f"{path} is larger than {_MOST_BYTES >> 20} MiB.", "That is no assignment.")
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(
            f"{path} cannot be read: {error.strerror}.", "Give the folder of a built assignment."
        ) from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not UTF-8 text.", _REBUILD) from error
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(f"{path}:{error.lineno}: not JSON: {error.msg} (column {error.colno}).", _REBUILD) from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path}: not JSON that can be read: {error}.", _REBUILD) from error
    try:
        return assignment_from_json(content)
    except InputError as error:
        raise InputError(f"{path}: {error.message}", error.hint or _REBUILD) from error


_REBUILD = "Build the assignment again with `kernel-magic assignment build`."


def assignment_path(folder: Path) -> Path:
    """The file `assignment.json` of a folder, see `load_assignment`.

    Raises:
        InputError: there is none, or there are several.
    """
    if folder.is_file():
        return folder
    resolved = folder.resolve()
    for path in (folder / ASSIGNMENT_FILE, package_path(resolved.parent.parent, resolved.name)):
        if path.is_file():
            return path
    found = sorted((folder / "package").glob(f"*/{ASSIGNMENT_FILE}"))
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(path.parent.name for path in found)
        raise InputError(f"{folder} has several assignments: {names}.", f"Give one: {found[0].parent}")
    raise InputError(
        f"{folder} is no built assignment: there is no package/NAME/{ASSIGNMENT_FILE} in it.",
        "Give the folder that `kernel-magic assignment build` wrote.",
    )
