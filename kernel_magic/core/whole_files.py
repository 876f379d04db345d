"""Writing files so that whoever looks sees the old one or the new one, never half of it; of several, all or none."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from kernel_magic.core.errors import InputError


def write_all(texts: Mapping[Path, str]) -> None:
    """Write files so that each is there whole or as it was before, and none is where one cannot be written.

    Raises:
        InputError: one cannot be written: no space, no permission, something else in its place.
    """
    made: list[Path] = []
    waiting: list[tuple[Path, Path]] = []
    try:
        for path, text in texts.items():
            _make_folders(path.parent, made)
            _refuse_folder(path)
            written = _written_beside(path, text)
            waiting.append((written, path))
        for temporary, path in waiting:
            temporary.replace(path)
    except OSError as error:
        where = error.filename or next(iter(texts))
        raise InputError(f"{where} cannot be written: {error.strerror or error}.", "Nothing was changed.") from error
    else:
        made.clear()
    finally:
        for temporary, _ in waiting:
            temporary.unlink(missing_ok=True)
        for each in reversed(made):
            with contextlib.suppress(OSError):
                each.rmdir()


def _refuse_folder(path: Path) -> None:
    if path.is_dir():
        raise InputError(f"{path} is a folder; a file belongs there.", "Take it away, or build elsewhere.")


def _make_folders(folder: Path, made: list[Path]) -> None:
    for each in _missing(folder):
        each.mkdir()
        made.append(each)


def _missing(folder: Path) -> Iterator[Path]:
    if not folder.exists():
        yield from _missing(folder.parent)
        yield folder


def _written_beside(path: Path, text: str) -> Path:
    """A file with the text in the same folder: taking its name is then one step."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(text.encode("utf-8"))
            stream.flush()
            os.fsync(stream.fileno())
        # mkstemp made it private; a result is an ordinary file, as the person's umask wants it.
        umask = os.umask(0)
        os.umask(umask)
        temporary.chmod(0o666 & ~umask)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise type(error)(error.errno, error.strerror, str(path)) from error
    return temporary
