"""The writable folder of a run where the zygote has no mounts of its own: one per zygote, emptied after every run."""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path

BYTES = 64 << 20
SHOWN_BYTES = 2000


class Scratch:
    """One folder: made at the first need and taken away at the end, or there already."""

    def __init__(self, path: str, *, there: bool) -> None:
        self._path = path
        self._there = there
        self.path = path if there else ""

    def ready(self) -> str:
        """The folder's path; the folder exists and is empty."""
        if not self.path:
            Path(self._path).mkdir(0o700)
            self.path = self._path
        return self.path

    def size(self) -> int:
        """Bytes in the folder itself and the folders in it, not deeper: enough to notice a flood."""
        total = 0
        try:
            for entry in list(os.scandir(self.path))[:2000]:
                total += entry.stat(follow_symlinks=False).st_size
                if entry.is_dir(follow_symlinks=False):
                    total += sum(e.stat(follow_symlinks=False).st_size for e in list(os.scandir(entry.path))[:2000])
        except OSError:
            return total
        return total

    def empty(self) -> None:
        """Throw everything in the folder away."""
        if self.path:
            empty(self.path)

    def remove(self) -> None:
        """Throw the folder away."""
        if self.path:
            empty(self.path)
            if not self._there:
                Path(self.path).rmdir()
                self.path = ""


def beginnings(path: str, names: tuple[str, ...]) -> dict[str, str]:
    """How files below a folder begin, a character a byte. What is no plain file of that folder is left out.

    Whoever made them is not trusted: no link is followed, nothing is waited for.
    """
    found = {}
    for name in names:
        with contextlib.suppress(OSError):
            found[name] = _beginning(path, name).decode("latin-1")
    return found


def _beginning(path: str, name: str) -> bytes:
    folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        *folders, file = name.split("/")
        for part in folders:
            below = os.open(part, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=folder)
            os.close(folder)
            folder = below
        descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    finally:
        os.close(folder)
    try:
        return os.read(descriptor, SHOWN_BYTES) if stat.S_ISREG(os.fstat(descriptor).st_mode) else b""
    finally:
        os.close(descriptor)


def empty(path: str) -> None:
    """Delete everything below a folder: without recursion, without following links, however deep it is."""
    top = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    moved = 0
    try:
        while names := _names(top):
            for name in names:
                if not _deleted(name, top):
                    moved = _raise_contents(name, top, moved)
    finally:
        os.close(top)


def _names(folder: int) -> list[str]:
    with os.scandir(folder) as entries:
        return [entry.name for entry in entries]


def _deleted(name: str, top: int) -> bool:
    for delete in (os.unlink, os.rmdir):
        try:
            delete(name, dir_fd=top)
        except OSError:
            continue  # a folder; and then: one that is not empty
        return True
    return False


def _raise_contents(name: str, top: int, moved: int) -> int:
    """Move what is in a folder one level up, instead of going down: depth then costs nothing."""
    os.chmod(name, 0o700, dir_fd=top)
    folder = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=top)
    try:
        for inner in _names(folder):
            moved += 1
            os.rename(inner, f".moved-{moved}-{os.getpid()}", src_dir_fd=folder, dst_dir_fd=top)
    finally:
        os.close(folder)
    return moved
