"""Finding the notebooks that came in, one for each student: `SUBMITTED/STUDENT/NAME/NAME.ipynb`, and what comes close.

Of several notebooks of one student those named like the assignment go before others, then the one changed last counts;
the others are named in `SubmissionFile.also`. Nothing outside a student's own folder is ever taken: a link that points
elsewhere is refused. Nothing is opened here but nbgrader's `timestamp.txt`.
"""

from __future__ import annotations

import re
import stat
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from kernel_magic.core.errors import InputError
from kernel_magic.core.gradebook import Student, SubmissionFile

_ENDINGS = (".ipynb", ".ipynb.txt", ".ipynb.json")
"""Browsers add the second and the third."""
_COPY = re.compile(r"(?:[ _]?\(\d+\)|[-_ ]copy\s?\d*| - copy)+", re.IGNORECASE)
_LONGEST_STAMP = 200
_NOBODY = ("__MACOSX", "__pycache__")
"""Folders that programs leave behind."""
_LAYOUT = "Submissions lie as FOLDER/STUDENT/{name}/{name}.ipynb."


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """What lies in a folder of submissions."""

    files: tuple[SubmissionFile, ...]
    """One for each student, in the order of the roster; without a roster in the order of the folders' names."""
    findings: tuple[str, ...] = ()
    """To the teacher: what was passed over, and why."""

    @property
    def submitted(self) -> int:
        """How many students handed something in."""
        return sum(file.path is not None for file in self.files)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    path: Path
    where: str
    rank: int
    """0: named exactly as it should be; 1: a copy of that name; 2: any other notebook; 3: it is no file at all."""
    modified: float


def collect(folder: Path, assignment: str, roster: Sequence[Student] = ()) -> Collected:
    """The submissions for an assignment.

    Args:
        folder: holds a folder for each student.
        assignment: its name.
        roster: who takes part; empty: everybody who has a folder with a notebook.

    Raises:
        InputError: there is no such folder, or not a single submission in it.
    """
    hint = _LAYOUT.format(name=assignment)
    try:
        listed = sorted(folder.iterdir())
    except OSError as error:
        raise InputError(f"The folder of submissions {folder} cannot be read: {error.strerror}.", hint) from error
    known = {_key(student.id) for student in roster}
    folders = {each.name: each for each in listed if _key(each.name) in known or not _is_left_over(each, assignment)}
    search = _Search(folder, assignment)
    students = roster or [Student(id=name) for name, path in folders.items() if path.is_dir() and name == _text(name)]
    by_key: dict[str, list[Path]] = {}
    for name, path in folders.items():
        by_key.setdefault(_key(name), []).append(path)
    files = [search.of(student.id, by_key.pop(_key(student.id), [])) for student in students]
    for left in by_key.values():
        search.findings += [_unknown(path, known=bool(roster)) for path in left]
    if not roster:
        files = [file for file in files if file.path is not None or file.also]
    found = Collected(files=tuple(files), findings=tuple(search.findings))
    if not found.submitted:
        said = f" {search.findings[0]}" if search.findings else ""
        raise InputError(f"There is no submission of {assignment!r} in {folder}.{said}", hint)
    return found


def _is_left_over(path: Path, assignment: str) -> bool:
    """Whether it is what systems and programs leave behind: hidden, and without a folder for the assignment."""
    return path.name in _NOBODY or (path.name.startswith(".") and not (path / assignment).is_dir())


def _key(name: str) -> str:
    """What two spellings of a student's name have in common: some file systems change accents and capitals."""
    return unicodedata.normalize("NFC", name).casefold().strip()


def _text(name: str) -> str:
    """The name of a file as text that can be written down: some systems take any bytes for a name."""
    return name.encode("utf-8", "replace").decode("utf-8")


def _unknown(path: Path, *, known: bool) -> str:
    if path.is_dir() and known:
        return f"The folder {_text(path.name)!r} belongs to nobody in the roster: what is in it was not graded."
    return f"{_text(path.name)!r} is no student's folder; it was passed over."


class _Search:
    def __init__(self, root: Path, assignment: str) -> None:
        self.findings: list[str] = []
        self._root = root
        self._assignment = assignment

    def of(self, student: str, folders: Sequence[Path]) -> SubmissionFile:
        """The submission of a student in these folders."""
        refused: list[str] = []
        candidates = [each for folder in folders for each in self._candidates(folder, refused)]
        self.findings += refused
        candidates.sort(key=lambda each: (max(each.rank, 1), -each.modified, each.rank))
        if not candidates:
            return SubmissionFile(student=student, assignment=self._assignment, path=None, also=tuple(refused))
        taken, *others = candidates
        also = [f"{each.where}: {_why(taken, each)}" for each in others if each.rank < 3]
        return SubmissionFile(
            student=student,
            assignment=self._assignment,
            path=taken.path,
            modified_utc=_stamp(taken.path.parent) or _time(taken.modified),
            also=tuple(also + refused),
            where=taken.where,
        )

    def _candidates(self, student: Path, refused: list[str]) -> list[_Candidate]:
        try:
            home = student.resolve(strict=True)
            inside = home.is_relative_to(self._root.resolve()) and not student.is_symlink()
        except (OSError, RuntimeError):
            inside = False
        if not inside:
            refused.append(f"{_text(student.name)!r} is a link to somewhere else; it was not followed.")
            return []
        found: list[_Candidate] = []
        for folder in (student / self._assignment, student):
            for path in self._listed(folder, refused):
                candidate = self._candidate(path, home, refused)
                found += [candidate] if candidate is not None else []
        return found

    def _listed(self, folder: Path, refused: list[str]) -> Iterable[Path]:
        try:
            names = sorted(folder.iterdir()) if folder.is_dir() else []
        except OSError as error:
            refused.append(f"{_text(str(folder.relative_to(self._root)))} cannot be read: {error.strerror}.")
            return []
        return [path for path in names if path.name.casefold().endswith(_ENDINGS) and not path.name.startswith(".")]

    def _candidate(self, path: Path, home: Path, refused: list[str]) -> _Candidate | None:
        where = _text(path.relative_to(self._root).as_posix())
        try:
            real = path.resolve(strict=True)
            state = real.stat()
        except (OSError, RuntimeError):
            refused.append(f"{where} is a link to nowhere; it was passed over.")
            return None
        if not real.is_relative_to(home):
            refused.append(f"{where} is a link that leaves the student's folder; it was not followed.")
            return None
        rank = self._rank(path.name) if stat.S_ISREG(state.st_mode) else 3
        return _Candidate(path=path, where=where, rank=rank, modified=state.st_mtime)

    def _rank(self, name: str) -> int:
        stem = name[: name.casefold().index(".ipynb")].strip()
        if stem.casefold() == self._assignment.casefold():
            return 0
        rest = stem[len(self._assignment) :]
        is_copy = stem.casefold().startswith(self._assignment.casefold()) and _COPY.fullmatch(rest)
        return 1 if is_copy else 2


def _why(taken: _Candidate, other: _Candidate) -> str:
    if other.rank == 2 and taken.rank < 2:
        return f"not graded, because {taken.where} has the name of the assignment"
    if other.modified < taken.modified:
        return f"not graded, because {taken.where} was changed later"
    return f"not graded, because {taken.where} was changed at the same time and has the better name"


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")


def _stamp(folder: Path) -> str:
    """The time in nbgrader's `timestamp.txt`, in UTC; empty where there is none that can be read."""
    path = folder / "timestamp.txt"
    try:
        if path.is_symlink() or not path.is_file():
            return ""
        with path.open(encoding="utf-8") as file:
            text = file.read(_LONGEST_STAMP).strip()
        time, _, zone = text.rpartition(" ")
        moment = datetime.fromisoformat(time)
        return moment.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC).isoformat(timespec="seconds")
    except (OSError, ValueError, KeyError, OverflowError):
        return ""
