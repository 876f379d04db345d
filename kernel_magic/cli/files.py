"""Files that are given on the command line: tasks and answers in, notebooks and pages out."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from kernel_magic.core.errors import InputError

MAX_BYTES = 4 * 1024 * 1024
"""No task and no answer is longer; what is, was not meant."""


def read_text(name: str, what: str) -> str:
    """The text of a file, or of standard input for `-`, as UTF-8; line ends stay as they are.

    Raises:
        InputError: it cannot be read, or is no text.
    """
    shown = "standard input" if name == "-" else repr(name)
    try:
        data = sys.stdin.buffer.read(MAX_BYTES + 1) if name == "-" else _read(Path(name))
    except FileNotFoundError:
        raise InputError(
            f"There is no file {shown}.", f"Give the path of the {what}, or - for standard input."
        ) from None
    except IsADirectoryError:
        raise InputError(f"{shown} is a folder.", f"Give the {what} itself, a text file.") from None
    except OSError as error:
        raise InputError(f"{shown} cannot be read: {error.strerror or error}.", "Look at its permissions.") from error
    if len(data) > MAX_BYTES:
        raise InputError(f"{shown} has more than {MAX_BYTES // 1024 // 1024} MiB.", f"Is it the {what}?")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{shown} is not UTF-8 text: byte {error.start + 1} is {data[error.start]:#04x}.",
            "Save it as UTF-8 and try again.",
        ) from error


def _read(path: Path) -> bytes:
    if path.is_dir():  # Windows says "permission denied" to opening one
        raise IsADirectoryError
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def check_writable(name: str) -> Path:
    """The path of an output file, tried before the long work begins.

    Raises:
        InputError: nothing can be written there.
    """
    path = Path(name)
    if path.is_dir():
        raise InputError(f"{name!r} is a folder.", "Give the name of a file in it.")
    try:
        with tempfile.TemporaryFile(dir=path.parent):
            pass
    except OSError as error:
        raise InputError(f"{name!r} cannot be written: {error.strerror or error}.", "Choose another place.") from error
    return path
