"""Data sets in HumanEval's form: one JSON object a line, plain or gzipped. Every fault is told with file and line."""

from __future__ import annotations

import gzip
import hashlib
import json
import random
import zlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from kernel_magic.core.errors import InputError
from kernel_magic.core.evaluation import HiddenTask

_NEEDED = ("task_id", "prompt", "entry_point", "canonical_solution", "test")
_MAY_BE_EMPTY = ("canonical_solution",)
_ADVICE = "A data set has one JSON object a line, with task_id, prompt, entry_point, canonical_solution and test."
MAX_LINE_BYTES = 64 * 1024 * 1024
"""No task is longer: a file without line ends is not read into memory whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """A data set that was read, whole or a sample of it."""

    path: Path
    sha256: str
    """Of the file's bytes."""
    tasks: tuple[HiddenTask, ...]
    size: int
    """Tasks in the file."""

    @property
    def name(self) -> str:
        """The file's name."""
        return self.path.name


def open_dataset(path: Path, *, limit: int | None = None, seed: int = 0) -> Dataset:
    """Read a data set; with a limit, a seeded sample of it.

    Raises:
        InputError: the file cannot be read or is no data set; says where.
    """
    tasks = tuple(read_tasks(path))
    if not tasks:
        raise InputError(f"{str(path)!r} holds no task.", _ADVICE)
    return Dataset(path=path, sha256=sha256_of(path), tasks=sampled(tasks, limit, seed), size=len(tasks))


def sampled(tasks: Sequence[HiddenTask], limit: int | None, seed: int) -> tuple[HiddenTask, ...]:
    """Some tasks, in the order of the file. The same seed gives the same ones; a larger limit keeps a smaller one's."""
    if limit is None or limit >= len(tasks):
        return tuple(tasks)
    places = list(range(len(tasks)))
    random.Random(seed).shuffle(places)  # noqa: S311 - a sample, not a secret
    return tuple(tasks[place] for place in sorted(places[:limit]))


def read_tasks(path: Path) -> Iterator[HiddenTask]:
    """The tasks of a file, one after the other.

    Raises:
        InputError: the file cannot be read or is no data set; says where.
    """
    seen: dict[str, int] = {}
    for number, data in _lines(path):
        where = f"{path.name}, line {number}"
        task = _task(_fields(data, where), where, number)
        first = seen.setdefault(task.task_id, number)
        if first != number:
            raise InputError(f"{where}: the task_id {task.task_id!r} is that of line {first} already.", _ADVICE)
        yield task


def sha256_of(path: Path) -> str:
    """A fingerprint of a file's bytes.

    Raises:
        InputError: the file cannot be read.
    """
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while piece := file.read(1 << 20):
                digest.update(piece)
    except OSError as error:
        raise _unreadable(path, error) from error
    return digest.hexdigest()


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """Number and bytes of every line that is not blank."""
    number = 0
    try:
        with ExitStack() as stack:
            file = _opened(path, stack)
            while data := file.readline(MAX_LINE_BYTES + 1):
                number += 1
                if len(data) > MAX_LINE_BYTES:
                    raise InputError(f"{path.name}, line {number}: more than {MAX_LINE_BYTES >> 20} MiB.", _ADVICE)
                if data.strip():
                    yield number, data
    except (gzip.BadGzipFile, zlib.error, EOFError) as error:
        message = f"{path.name} is damaged after line {number}: {error}."
        raise InputError(message, "Fetch the file again; it is no whole gzip file.") from error
    except OSError as error:
        raise _unreadable(path, error) from error


def _opened(path: Path, stack: ExitStack) -> IO[bytes] | gzip.GzipFile:
    raw = stack.enter_context(path.open("rb"))
    zipped = raw.read(2) == b"\x1f\x8b"
    raw.seek(0)
    if path.suffix == ".gz" and not zipped:
        message = f"{path.name} is not gzip, whatever its name says."
        raise InputError(message, "Rename it to .jsonl if it is plain text, or fetch it again.")
    return stack.enter_context(gzip.GzipFile(fileobj=raw)) if zipped else raw


def _unreadable(path: Path, error: OSError) -> InputError:
    if isinstance(error, FileNotFoundError):
        return InputError(f"There is no file {str(path)!r}.", "Give the path of a data set (.jsonl or .jsonl.gz).")
    return InputError(f"{str(path)!r} cannot be read: {error.strerror or error}.", "Look at the path and permissions.")


def _fields(data: bytes, where: str) -> dict[str, object]:
    try:
        fields = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InputError(f"{where}: not UTF-8 text: {error.reason} at byte {error.start + 1}.", _ADVICE) from error
    except json.JSONDecodeError as error:
        raise InputError(f"{where}: not JSON: {error.msg} at column {error.colno}.", _ADVICE) from error
    except RecursionError as error:
        raise InputError(f"{where}: nested too deeply.", _ADVICE) from error
    if not isinstance(fields, dict):
        raise InputError(f"{where}: no JSON object.", _ADVICE)
    return fields


def _task(fields: dict[str, object], where: str, number: int) -> HiddenTask:
    texts = {name: _text(fields, name, where) for name in _NEEDED}
    base = fields.get("base_test")
    if base is not None and not isinstance(base, str):
        raise InputError(f"{where}: base_test is no text.", _ADVICE)
    if not texts["entry_point"].isidentifier():
        raise InputError(f"{where}: entry_point {texts['entry_point'][:60]!r} is no name of a function.", _ADVICE)
    return HiddenTask(**texts, base_test=base or "", line=number)


def _text(fields: dict[str, object], name: str, where: str) -> str:
    if name not in fields:
        raise InputError(f"{where}: the field {name!r} is missing.", _ADVICE)
    value = fields[name]
    if not isinstance(value, str):
        raise InputError(f"{where}: {name} is no text.", _ADVICE)
    if not value.strip() and name not in _MAY_BE_EMPTY:
        raise InputError(f"{where}: {name} is empty.", _ADVICE)
    return value
