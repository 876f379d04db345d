"""A file on its way in: bytes are appended to `NAME.partial`, and a record beside it says how far they are good.

Knows neither hub nor package index: `hub` and `package_index` bring the bytes. Nothing here is loaded or run.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from io import FileIO
from pathlib import Path

from kernel_magic.core.errors import WeightsError
from kernel_magic.engine.stamp import save_json

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_RESERVE = 64 * 1024 * 1024
"""Left free on the disk: other programs live there too."""


@dataclass(slots=True, kw_only=True)
class Arrived:
    """How much of a file is here. `parts` and `parts_offset` count whole parts of the package index."""

    sha256: str = ""
    offset: int = 0
    parts: int = 0
    parts_offset: int = 0


class SourceError(Exception):
    """A source of bytes did not deliver; the text says why, for people. Another source may."""


class PartialFile:
    """The growing file for `target`, whose whole has the hash `sha256`."""

    def __init__(self, target: Path, sha256: str) -> None:
        self.path = target.with_name(target.name + ".partial")
        self.record_path = target.with_name(target.name + ".partial.json")
        self.arrived = self._read(sha256)

    def _read(self, sha256: str) -> Arrived:
        """What is on disk, trusted no further than the file is long; nothing, where it belongs to other bytes."""
        try:
            found = Arrived(**json.loads(self.record_path.read_text(encoding="utf-8")))
            size = self.path.stat().st_size
            sound = found.sha256 == sha256 and 0 <= found.parts_offset <= found.offset <= size
        except (OSError, ValueError, TypeError):
            sound = False
        return found if sound else Arrived(sha256=sha256)

    @contextmanager
    def appending(self, offset: int) -> Iterator[PartialWriter]:
        """Go on writing at `offset`: what lies behind it is cut off."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o644)
        with os.fdopen(descriptor, "r+b", buffering=0) as file:
            file.truncate(offset)
            file.seek(offset)
            yield PartialWriter(file, offset)

    def keep(self, *, offset: int, parts: int | None = None) -> None:
        """Record that the first `offset` bytes are good, and how many whole parts they are."""
        self.arrived.offset = offset
        if parts is not None:
            self.arrived.parts, self.arrived.parts_offset = parts, offset
        elif offset < self.arrived.parts_offset:
            self.arrived.parts = self.arrived.parts_offset = 0
        save_json(self.record_path, asdict(self.arrived))

    def cut(self) -> None:
        """Cut off what is not known to be good, and remove an empty file."""
        if not self.path.exists():
            return
        size = self.path.stat().st_size
        if self.arrived.offset == 0 or size < self.arrived.offset:
            self.discard()
        elif size > self.arrived.offset:
            os.truncate(self.path, self.arrived.offset)

    def discard(self) -> None:
        """Remove the file and its record."""
        self.path.unlink(missing_ok=True)
        self.record_path.unlink(missing_ok=True)


class PartialWriter:
    """Appends, and knows where it is."""

    def __init__(self, file: FileIO, offset: int) -> None:
        self._file = file
        self.at = offset

    def put(self, data: bytes) -> None:
        """Append, unbuffered: what `at` counts is in the file, also when the disk is full in the middle."""
        rest = memoryview(data)
        while rest:
            written = self._file.write(rest) or 0
            self.at += written
            rest = rest[written:]


def check_room(folder: Path, needed: int, what: str) -> None:
    """See that the disk has room before anything is fetched.

    Raises:
        WeightsError: it has not; says how much is needed and where.
    """
    existing = next(p for p in (folder, *folder.parents) if p.exists())
    free = shutil.disk_usage(existing).free
    if free < needed + _RESERVE:
        raise no_room(folder, needed + _RESERVE, what, free=free)


def no_room(folder: Path, needed: int, what: str, *, free: int | None = None) -> WeightsError:
    """The error for a disk that is full."""
    has = "" if free is None else f" and {megabytes(free)} are free"
    return WeightsError(
        f"There is no room for {what} in {folder}: {megabytes(needed)} are needed{has}.",
        "Make room there, or set KERNEL_MAGIC_HOME to a folder on another disk; what was fetched is kept.",
    )


@contextmanager
def disk_errors(folder: Path, needed: int, what: str) -> Iterator[None]:
    """Translate what the disk says into our words.

    Raises:
        WeightsError: the disk is full, or the folder cannot be written.
    """
    try:
        yield
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise no_room(folder, needed, what) from error
        raise WeightsError(
            f"{what} cannot be written in {folder}: {error.strerror or error}.",
            "See that the folder can be written, or set KERNEL_MAGIC_HOME to another one.",
        ) from error


def megabytes(size: int) -> str:
    """A size to people: `491 MB`, `1.1 GB`."""
    if size >= 1_000_000_000:
        return f"{size / 1e9:.1f} GB"
    return f"{max(size, 0) / 1e6:,.0f} MB"
