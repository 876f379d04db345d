"""A submitted notebook file becomes cells, within bounds and whatever the file holds. Nothing in it is ever run.

What was wrong with the file is told as `Repair`s; where nothing can be made of it there are no cells, and the repair
`unreadable` says why. Which exercise a cell belongs to is the business of `matching`.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Literal

import nbformat

from kernel_magic.core.gradebook import Repair
from kernel_magic.grading.json_repair import repaired
from kernel_magic.grading.nbgrader_format import CellMark, NotebookMark, checksum, mark_of, notebook_mark_of
from kernel_magic.grading.output_filter import TooMuchError, without_outputs

_WHOLE = 4 << 20
"""Files up to this size are read whole; of larger ones the outputs are dropped while they are read."""
_LARGEST_TEXT = 8 << 20
_LARGEST_FILE = 1 << 30
_MOST_CELLS = 5000
_LONGEST_CELL = 1 << 20
_OTHER_KERNELS = ("ir", "r", "julia", "sql", "bash", "octave", "javascript", "scala", "rust", "java", "xeus-cling")

CellKind = Literal["code", "markdown", "raw"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell as it was handed in. Its text is hostile."""

    place: int
    """Its number in the notebook, from 0."""
    kind: CellKind
    text: str
    id: str = ""
    grade_id: str = ""
    mark: CellMark | None = None
    altered: bool = False
    """A locked cell whose text is not the one that was given out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotebookFile:
    """What could be read of a file."""

    cells: tuple[Cell, ...]
    digest: str
    """SHA-256 of the file, as it lies there; empty where it could not even be opened."""
    mark: NotebookMark | None = None
    language: str = ""
    """Where it is another one than Python."""
    repairs: tuple[Repair, ...] = ()
    readable: bool = True


def read_notebook(path: Path) -> NotebookFile:
    """The cells of a notebook file. Never raises because of what the file is or holds."""
    try:
        data, digest, dropped = _bytes_of(path)
    except TooMuchError:
        return _unreadable(f"it holds more than {_LARGEST_TEXT >> 20} MiB besides its outputs")
    except (OSError, ValueError) as error:
        return _unreadable(getattr(error, "strerror", None) or str(error))
    text, encoding_repair = _decoded(data)
    found = repaired(text)
    if found.document is None:
        return _unreadable(found.done, digest)
    repairs = [*dropped, *encoding_repair]
    if found.done:
        repairs.append(Repair(kind="damaged_json", detail=f"The file is damaged: {found.done}.", review=found.review))
    return _notebook_of(found.document, digest, repairs)


def file_digest(path: Path) -> str:
    """SHA-256 of a file; empty where it is none that `read_notebook` would read."""
    try:
        with _opened(path) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError):
        return ""


def _unreadable(why: str, digest: str = "") -> NotebookFile:
    repair = Repair(kind="unreadable", detail=f"The file cannot be read as a notebook: {why}.", review=True)
    return NotebookFile(cells=(), digest=digest, repairs=(repair,), readable=False)


def _bytes_of(path: Path) -> tuple[bytes, str, list[Repair]]:
    """What is to be read of a file, the fingerprint of all of it, and whether outputs were dropped."""
    with _opened(path) as file:
        size = os.fstat(file.fileno()).st_size
        hashing = _Hashing(file)
        if size <= _WHOLE:
            return hashing.read(_WHOLE), hashing.digest, []
        data = without_outputs(hashing, _LARGEST_TEXT)
        detail = f"The file has {size / 1e6:.0f} MB; its outputs were not read."
        return data, hashing.digest, [Repair(kind="output_dropped", detail=detail)]


def _opened(path: Path) -> io.BufferedReader:
    """The file, open for reading.

    Raises:
        OSError: it cannot be opened.
        ValueError: it is no file, or far too large.
    """
    # without waiting: a pipe with nobody at its other end must not hold up a batch
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    state = os.fstat(descriptor)
    why = ""
    if not stat.S_ISREG(state.st_mode):
        why = "it is a folder" if stat.S_ISDIR(state.st_mode) else "it is no file"
    elif state.st_size > _LARGEST_FILE:
        why = f"it is larger than {_LARGEST_FILE >> 30} GiB"
    if why:
        os.close(descriptor)
        raise ValueError(why)
    return os.fdopen(descriptor, "rb")


class _Hashing:
    """A file that is fingerprinted while it is read."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._hash = hashlib.sha256()

    def read(self, size: int, /) -> bytes:
        """The next piece."""
        piece = self._file.read(size)
        self._hash.update(piece)
        return piece

    @property
    def digest(self) -> str:
        """Of everything that was read."""
        return self._hash.hexdigest()


def _decoded(data: bytes) -> tuple[str, list[Repair]]:
    encoding = "utf-8"
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    elif data[:4:2] == b"\0\0" or data[1:4:2] == b"\0\0":
        encoding = "utf-16-be" if data[0] == 0 else "utf-16-le"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        detail = "The file is not UTF-8; it was read as Windows-1252. Letters beyond ASCII may be others."
        repair = Repair(kind="damaged_json", detail=detail, review=True)
        return data.decode("cp1252", "replace"), [repair]
    if encoding == "utf-8":
        return text, []
    return text, [Repair(kind="damaged_json", detail="The file is UTF-16 in place of UTF-8; it was read as that.")]


def _notebook_of(document: Mapping[str, Any], digest: str, repairs: list[Repair]) -> NotebookFile:
    major, minor = document.get("nbformat"), document.get("nbformat_minor")
    raw = document.get("cells")
    if not isinstance(raw, list):
        raw = [cell for sheet in _list(document.get("worksheets")) for cell in _list(_mapping(sheet).get("cells"))]
    if isinstance(major, int) and (major < 4 or (major == 4 and isinstance(minor, int) and minor < 5)):
        detail = f"The notebook is in format {major}.{minor if isinstance(minor, int) else 0}; it was read as it is."
        repairs.append(Repair(kind="old_format", detail=detail))
    if len(raw) > _MOST_CELLS:
        detail = f"The notebook has {len(raw)} cells; the first {_MOST_CELLS} were read."
        repairs.append(Repair(kind="damaged_json", detail=detail, review=True))
    cells = [_cell(place, content) for place, content in enumerate(raw[:_MOST_CELLS])]
    if any(cell is not None and len(cell.text) > _LONGEST_CELL for cell in cells):
        detail = f"A cell holds more than {_LONGEST_CELL >> 20} MiB of text; it was passed over."
        repairs.append(Repair(kind="damaged_json", detail=detail, review=True))
    return NotebookFile(
        cells=tuple(cell for cell in cells if cell is not None and len(cell.text) <= _LONGEST_CELL),
        digest=digest,
        mark=notebook_mark_of(document),
        language=_other_language(_mapping(document.get("metadata"))),
        repairs=tuple(repairs),
    )


def _cell(place: int, content: object) -> Cell | None:
    given = _mapping(content)
    if not given:
        return None
    text = _text(given.get("source", given.get("input")))
    kind = given.get("cell_type")
    nbgrader = _mapping(_mapping(given.get("metadata")).get("nbgrader"))
    grade_id, cell_id = nbgrader.get("grade_id"), given.get("id")
    return Cell(
        place=place,
        kind="code" if kind == "code" else "raw" if kind == "raw" else "markdown",
        text=text,
        id=cell_id if isinstance(cell_id, str) else "",
        grade_id=grade_id if isinstance(grade_id, str) else "",
        mark=mark_of(given),
        altered=_is_altered(str(kind), text, nbgrader),
    )


def _text(source: object) -> str:
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    if not isinstance(source, str):
        return ""
    # half of a surrogate pair can stand in JSON, and nowhere else
    sound = source.encode("utf-8", "replace").decode("utf-8")
    return sound.replace("\r\n", "\n").replace("\r", "\n")


def _is_altered(kind: str, text: str, nbgrader: Mapping[str, Any]) -> bool:
    """Whether the text is another one than nbgrader's checksum says; False where there is none."""
    stored = nbgrader.get("checksum")
    if not isinstance(stored, str) or nbgrader.get("solution"):
        return False
    with contextlib.suppress(AttributeError, KeyError, TypeError, ValueError):
        cell = {"cell_type": kind, "source": text, "metadata": {"nbgrader": dict(nbgrader)}}
        return checksum(nbformat.from_dict(cell)) != stored
    return True


def _other_language(metadata: Mapping[str, Any]) -> str:
    """The language of the kernel, where it is not Python; empty where nothing is said."""
    kernel = _mapping(metadata.get("kernelspec"))
    for named in (_mapping(metadata.get("language_info")).get("name"), kernel.get("language")):
        if isinstance(named, str) and named.strip():
            return "" if named.strip().lower() in ("python", "ipython", "python3") else named.strip()[:40]
    name = kernel.get("name")
    is_other = isinstance(name, str) and name.lower().split("-")[0] in _OTHER_KERNELS
    return str(name)[:40] if is_other else ""


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _list(value: object) -> Sequence[Any]:
    return value if isinstance(value, list) else ()
