"""A model that is a folder of files on the hub (safetensors, tokenizer, configuration), fetched and checked.

A record in the folder, written last, lists the files with their hashes; a folder without it is not complete.
The revision is the newest one when the fetch began; the record says which it was.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kernel_magic.core.errors import ModelMissingError, WeightsError
from kernel_magic.engine.download import PartialFile, SourceError, check_room, disk_errors
from kernel_magic.engine.hub import Hub, RemoteFile
from kernel_magic.engine.stamp import hash_file, save_json
from kernel_magic.engine.watch import Watch

_RECORD = "kernel_magic.json"
_WANTED = re.compile(r"[\w.-]+\.(safetensors|json|jinja|txt|model)|LICENSE")
"""Files of the top folder only; no program code is ever fetched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderFile:
    """One file of a fetched folder."""

    path: str
    size: int
    hash: str
    """`sha256:…` for a large file, `git:…` (the hash of its git object) for a small one."""
    mtime_ns: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderRecord:
    """A fetched folder."""

    repository: str
    revision: str
    files: tuple[FolderFile, ...]

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)


def read_record(folder: Path) -> FolderRecord | None:
    """The record of a fetched folder; None where it is not complete."""
    try:
        content: dict[str, Any] = json.loads((folder / _RECORD).read_text(encoding="utf-8"))
        files = tuple(FolderFile(**file) for file in content["files"])
        return FolderRecord(repository=str(content["repository"]), revision=str(content["revision"]), files=files)
    except (OSError, ValueError, TypeError, KeyError):
        return None


def check_folder(folder: Path, record: FolderRecord, command: str, watch: Watch, *, whole: bool) -> None:
    """See that every file is the one that was fetched; by size and time, or by hashing (`whole`, or where they differ).

    Raises:
        WeightsError: a file is missing, truncated or altered: says which.
    """
    for file in record.files:
        path = folder / file.path
        hint = f"It is not used. Run: {command}"
        if not path.is_file():
            raise WeightsError(f"The weights file {path} is missing.", hint)
        info = path.stat()
        if info.st_size != file.size:
            raise WeightsError(
                f"The weights file {path} has {info.st_size:,} bytes instead of {file.size:,}.",
                hint,
            )
        if (whole or info.st_mtime_ns != file.mtime_ns) and _hash(path, file.hash, watch) != file.hash:
            raise WeightsError(f"The weights file {path} was altered or is damaged.", hint)


def fetch_folder(repository: str, folder: Path, command: str, watch: Watch) -> Path:
    """Fetch a repository's model files; what is here already and sound stays.

    Raises:
        ModelMissingError: the hub is out of reach.
        WeightsError: no room, not writable, or wrong bytes.
        Cancelled: the person interrupted; what arrived is kept.
    """
    hub = Hub(watch)
    try:
        remotes = _wanted(hub, repository)
        check_room(folder, sum(r.size for r in remotes if not (folder / r.path).is_file()), f"the model {repository}")
        files = tuple(_fetch_file(hub, remote, folder, command, watch) for remote in remotes)
    except SourceError as error:
        raise ModelMissingError(
            f"The model {repository} is not on this machine and could not be fetched: {error}.",
            f"With a network (what has arrived is kept), run: {command}",
        ) from error
    record = FolderRecord(repository=repository, revision=remotes[0].revision, files=files)
    with disk_errors(folder, 0, f"the model {repository}"):
        save_json(folder / _RECORD, asdict(record))
    return folder


def _wanted(hub: Hub, repository: str) -> list[RemoteFile]:
    remotes = [remote for remote in hub.list(repository) if _WANTED.fullmatch(remote.path)]
    if not any(remote.path.endswith(".safetensors") for remote in remotes):
        raise SourceError(f"the repository {repository} has no safetensors files")
    return remotes


def _fetch_file(hub: Hub, remote: RemoteFile, folder: Path, command: str, watch: Watch) -> FolderFile:
    target = folder / remote.path
    wanted = f"sha256:{remote.sha256}" if remote.sha256 else f"git:{remote.git_sha1}"
    if not (target.is_file() and target.stat().st_size == remote.size and _hash(target, wanted, watch) == wanted):
        partial = PartialFile(target, wanted)
        with disk_errors(folder, remote.size, f"the model {remote.repository}"):
            try:
                hub.fetch(remote, partial, f"Fetching {remote.repository}, {remote.path}")
            finally:
                partial.cut()
            if _hash(partial.path, wanted, watch) != wanted:
                partial.discard()
                raise WeightsError(
                    f"What the hub sent as {remote.path} is not that file, and was removed.",
                    f"Try again later: {command}",
                )
            partial.path.replace(target)
            partial.discard()
    return FolderFile(path=remote.path, size=remote.size, hash=wanted, mtime_ns=target.stat().st_mtime_ns)


def _hash(path: Path, like: str, watch: Watch) -> str:
    if like.startswith("sha256:"):
        return f"sha256:{hash_file(path, watch, f'Checking {path.name}')}"
    data = path.read_bytes()
    # Git's own name for a file's content, which is what the hub gives for small files.
    return f"git:{hashlib.sha1(b'blob %d' % len(data) + bytes(1) + data, usedforsecurity=False).hexdigest()}"
