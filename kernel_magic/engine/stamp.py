"""The record beside a weights file: what its hash was when it was last read whole.

With it a load need not hash 500 MB again: size, time of last change and inode change tell whether the file is still
the one that was hashed. Where they differ the file is hashed again; where the hash differs the file is damaged.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from kernel_magic.core.errors import WeightsError
from kernel_magic.engine.watch import Watch

_CHUNK = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What is known of one weights file."""

    sha256: str
    size: int
    mtime_ns: int
    ctime_ns: int
    origin: str
    """Where the bytes came from, to people."""
    hash_from: str
    """Who says that this hash is the right one: `catalogue`, `hub metadata`, or `this machine` for a file made here."""

    def fits(self, path: Path) -> bool:
        """Whether the file is, by size and times, the one that was hashed."""
        info = path.stat()
        return (info.st_size, info.st_mtime_ns, info.st_ctime_ns) == (self.size, self.mtime_ns, self.ctime_ns)


def stamp_path(path: Path) -> Path:
    """The record's place."""
    return path.with_name(path.name + ".json")


def read_stamp(path: Path) -> Stamp | None:
    """The record of a weights file; None where there is none that can be read."""
    try:
        content: dict[str, object] = json.loads(stamp_path(path).read_text(encoding="utf-8"))
        whole = all(isinstance(content[name], int) for name in ("size", "mtime_ns", "ctime_ns"))
        whole = whole and all(isinstance(content[name], str) for name in ("sha256", "origin", "hash_from"))
        return Stamp(**content) if whole else None  # type: ignore[arg-type]  # the types were seen just now
    except (OSError, ValueError, TypeError, KeyError):
        return None


def stamp_of(path: Path, *, sha256: str, origin: str, hash_from: str) -> Stamp:
    """The record of a file whose hash is known, with its size and times as they are now."""
    info = path.stat()
    return Stamp(
        sha256=sha256,
        size=info.st_size,
        mtime_ns=info.st_mtime_ns,
        ctime_ns=info.st_ctime_ns,
        origin=origin,
        hash_from=hash_from,
    )


def install(partial: Path, target: Path, stamp: Stamp) -> None:
    """Move a finished, hashed file to its place, record first, so that no reader meets a file without its record."""
    with partial.open("rb+") as file:
        os.fsync(file.fileno())
    save_json(stamp_path(target), asdict(stamp))
    partial.replace(target)
    # Moving a file changes the time of its inode.
    after = stamp_of(target, sha256=stamp.sha256, origin=stamp.origin, hash_from=stamp.hash_from)
    save_json(stamp_path(target), asdict(after))


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What a weights file should be, and the command that brings it."""

    sha256: str
    size: int
    command: str


def check_file(path: Path, expected: Expected, watch: Watch, *, whole: bool) -> Stamp:
    """See that a weights file is the one it should be; by its record where that fits, else by hashing it.

    Args:
        path: The weights file.
        expected: Its hash and size.
        watch: Progress of the hashing.
        whole: Hash it in any case.

    Raises:
        WeightsError: it is truncated, or has grown, or was altered: says which.
    """
    stamp = read_stamp(path)
    size = path.stat().st_size
    hint = f"It is not used. Run: {expected.command}"
    if size != expected.size:
        word = "truncated" if size < expected.size else "too long"
        raise WeightsError(f"The weights file {path} is {word}: {size:,} bytes instead of {expected.size:,}.", hint)
    if not whole and stamp is not None and stamp.sha256 == expected.sha256 and stamp.fits(path):
        return stamp
    found = hash_file(path, watch, f"Checking {path.name}")
    if found != expected.sha256:
        raise WeightsError(
            f"The weights file {path} was altered or is damaged: its SHA-256 is {found[:16]}… "
            f"instead of {expected.sha256[:16]}….",
            hint,
        )
    known = stamp if stamp is not None and stamp.sha256 == found else None
    origin, hash_from = (known.origin, known.hash_from) if known else ("found on this machine", "catalogue")
    stamp = stamp_of(path, sha256=found, origin=origin, hash_from=hash_from)
    # A class may share a folder it cannot write: without a record the file is hashed at each load, and that is all.
    with contextlib.suppress(PermissionError):
        save_json(stamp_path(path), asdict(stamp))
    return stamp


def save_json(path: Path, content: object) -> None:
    """Write a small JSON file in one step: readers see the old one or the new one, whole."""
    beside = path.with_name(f"{path.name}.{os.getpid()}.{time.monotonic_ns()}.new")
    try:
        beside.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def hash_file(path: Path, watch: Watch, message: str) -> str:
    """SHA-256 of a whole file, reporting as it goes."""
    digest = hashlib.sha256()
    total = path.stat().st_size
    done = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            done += len(chunk)
            watch.tell(message, done, total)
    return digest.hexdigest()
