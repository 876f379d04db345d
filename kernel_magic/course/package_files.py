"""The files of a package folder, found and read within bounds: it may come from anybody.

Nothing outside the folder is ever read: a link that leads out is an error. Neither are pipes and devices. Sizes,
depth and the number of files are limited, and every text is UTF-8.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from pathlib import Path

from kernel_magic.core.errors import InputError
from kernel_magic.course.findings import Findings, place_of

MOST_FILES = 20_000
MOST_DEPTH = 10
LARGEST_DATA = 64 << 20
LARGEST_PROGRAM = 1 << 20
LARGEST_TEXT = 4 << 20
LARGEST_TOGETHER = 512 << 20

_IGNORED = {"__pycache__", ".git", ".svn", ".DS_Store", "Thumbs.db", ".gitignore", ".gitattributes", ".gitkeep"}


@dataclass(slots=True)
class PackageFiles:
    """The files and folders below one folder; paths are relative to it, with `/`."""

    root: Path
    findings: Findings
    sizes: dict[str, int] = field(default_factory=dict)
    """Path to bytes, in the order of the names."""
    folders: set[str] = field(default_factory=set)
    _read: int = 0
    _full: bool = False

    @classmethod
    def below(cls, root: Path, findings: Findings, what: str = "problem package") -> PackageFiles:
        """Look through a folder; `what` is what it should be, to people.

        Raises:
            InputError: there is no such folder.
        """
        try:
            if not root.is_dir():
                why = "is no folder" if root.exists() else "does not exist"
                raise InputError(f"{str(root)!r} {why}.", f"Give the folder of a {what}.")
            files = cls(Path(os.path.realpath(root)), findings)
            os.scandir(files.root).close()
        except (OSError, ValueError) as error:
            cause = getattr(error, "strerror", None) or error
            raise InputError(f"{str(root)!r} cannot be read: {cause}.", "Look at its permissions.") from error
        files._walk(files.root, "", 0)
        return files

    def _walk(self, folder: Path, prefix: str, depth: int) -> None:
        if depth > MOST_DEPTH:
            self.findings.error(place_of(prefix.rstrip("/")), f"Folders lie more than {MOST_DEPTH} deep.", "Flatten.")
            return
        try:
            with os.scandir(folder) as found:
                entries = sorted(found, key=lambda entry: entry.name)
        except OSError as error:
            self.findings.error(place_of(prefix.rstrip("/")), f"The folder cannot be read: {error.strerror}.")
            return
        for entry in entries:
            if entry.name in _IGNORED:
                continue
            if len(self.sizes) + len(self.folders) >= MOST_FILES:
                if not self._full:
                    self.findings.error(".", f"The package has more than {MOST_FILES:,} files.", "Is it one package?")
                self._full = True
                return
            self._take(entry, prefix + entry.name, depth)

    def _take(self, entry: os.DirEntry[str], path: str, depth: int) -> None:
        place = place_of(path)
        try:
            path.encode("utf-8")
            status = entry.stat(follow_symlinks=False)
            if stat.S_ISLNK(status.st_mode):
                if not self._leads_inside(Path(entry.path)):
                    self.findings.error(place, "The link leads out of the package.", "Put the file itself there.")
                    return
                status = entry.stat()
                if stat.S_ISDIR(status.st_mode):
                    self.findings.error(place, "The link leads to a folder.", "Put the folder itself there.")
                    return
        except UnicodeEncodeError:
            self.findings.error(ascii(path), "The name is not UTF-8.", "Rename it.")
            return
        except OSError as error:
            self.findings.error(place, f"It cannot be looked at: {error.strerror}.")
            return
        if stat.S_ISDIR(status.st_mode):
            self.folders.add(path)
            self._walk(Path(entry.path), path + "/", depth + 1)
        elif stat.S_ISREG(status.st_mode):
            self.sizes[path] = status.st_size
        else:
            self.findings.error(place, "It is neither a file nor a folder.", "Remove it.")

    def _leads_inside(self, path: Path) -> bool:
        target = os.path.realpath(path)
        return target.startswith(f"{self.root}{os.sep}") and not target.startswith(f"{self.root}{os.sep}.git{os.sep}")

    def below_folder(self, folder: str) -> list[str]:
        """All files below a folder, in the order of their names."""
        return [path for path in self.sizes if path.startswith(f"{folder}/")]

    def in_folder(self, folder: str) -> list[str]:
        """The files right in a folder."""
        return [path for path in self.below_folder(folder) if "/" not in path[len(folder) + 1 :]]

    def folders_in(self, folder: str) -> list[str]:
        """The folders right in a folder; `""` is the package itself."""
        prefix = f"{folder}/" if folder else ""
        return sorted(
            path
            for path in self.folders
            if path.startswith(prefix) and path != folder and "/" not in path[len(prefix) :]
        )

    def text(self, path: str, *, most: int = LARGEST_TEXT) -> str | None:
        """The text of a file, line ends as they are; None where it cannot be used, which is noted."""
        place = place_of(path)
        size = self.sizes[path]
        if size > most:
            shown = f"{size / (1 << 20):,.1f} MiB"
            self.findings.error(place, f"The file has {shown}; {most >> 20} MiB are read at most.", "Make it smaller.")
            return None
        self._read += size
        if self._read > LARGEST_TOGETHER:
            limit = LARGEST_TOGETHER >> 20
            self.findings.error(".", f"The files have more than {limit} MiB together.", "Leave some test data out.")
            return None
        try:
            with (self.root / path).open("rb") as file:
                data = file.read(most + 1)
        except OSError as error:
            self.findings.error(place, f"The file cannot be read: {error.strerror}.", "Look at its permissions.")
            return None
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            byte = f"byte {data[error.start]:#04x}"
            self.findings.error(place_of(path, line), f"The file is not UTF-8 text ({byte}).", "Save it as UTF-8.")
            return None
