"""A run on disk: what was asked for, every sample, every score. Written so that a killed run goes on where it stopped.

    config.json     mode, model, settings, data set; written first, once
    samples.jsonl   one line a task: the answer, all candidates, status, cost
    scores.jsonl    what the hidden tests said, by task and fingerprint of the program; can be made again from samples
    summary.json    the figures (`kernel-magic/evaluation/1`), written whenever the run ends or is interrupted
    versions.txt    packages that were installed

Lines are appended, flushed and synced one by one. A last line that was torn by a kill is dropped; damage elsewhere is
an error, because it was not this program's doing.
"""

from __future__ import annotations

import importlib.metadata
import json
import os
import platform
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any

from kernel_magic.core.errors import InputError
from kernel_magic.core.evaluation import Sample, Score
from kernel_magic.core.serial import JsonObject
from kernel_magic.core.whole_files import write_all
from kernel_magic.engine import file_lock
from kernel_magic.evaluation.records import differences, sample_json, sample_of, score_json, score_of

CONFIG, SAMPLES, SCORES, SUMMARY, VERSIONS = (
    "config.json", "samples.jsonl", "scores.jsonl", "summary.json", "versions.txt",
)  # fmt: skip
_FREE = ("model_loaded", "dataset_path")
"""What may differ between two starts of one run."""
_OTHER_FOLDER = "Choose another folder with --to, or repeat the command that began this run."


class RunFolder:
    """One run. Only one process writes to it at a time."""

    def __init__(self, path: Path, config: Mapping[str, Any], lock: IO[bytes] | None) -> None:
        self.path = path
        self.config = config
        self.samples: dict[str, Sample] = {}
        self.scores: dict[tuple[str, str], Score] = {}
        self._lock = lock
        self._read()

    @classmethod
    def begin(cls, path: Path, config: Mapping[str, Any]) -> RunFolder:
        """The folder for a run with this configuration: a new one, or one that is gone on with.

        Raises:
            InputError: it belongs to another run, another process writes to it, or it cannot be written.
        """
        with ExitStack() as stack, _told(path):
            path.mkdir(parents=True, exist_ok=True)
            lock = stack.enter_context(_locked(path))
            if (path / CONFIG).exists():
                _same(path, config)
            elif any((path / name).exists() for name in (SAMPLES, SCORES, SUMMARY)):
                raise InputError(f"{str(path)!r} has samples or scores but no {CONFIG}.", _OTHER_FOLDER)
            else:
                (path / VERSIONS).write_text(_versions(), encoding="utf-8")
                _write_json(path / CONFIG, config)
            folder = cls(path, _config_of(path), lock)
            stack.pop_all()
            return folder

    @classmethod
    def existing(cls, path: Path, *, writing: bool) -> RunFolder:
        """A run that is there already.

        Raises:
            InputError: there is none, or it is damaged, or another process writes to it.
        """
        with ExitStack() as stack, _told(path):
            config = _config_of(path)
            folder = cls(path, config, stack.enter_context(_locked(path)) if writing else None)
            stack.pop_all()
            return folder

    def note_model(self, model: str) -> None:
        """Record which model answers.

        Raises:
            InputError: the answers that are here already are another model's.
        """
        before = self.config.get("model_loaded")
        if before is None:
            self.config = {**self.config, "model_loaded": model}
            _write_json(self.path / CONFIG, self.config)
        elif before != model:
            raise InputError(f"{str(self.path)!r} has answers of {before}; now {model} was loaded.", _OTHER_FOLDER)

    def add_sample(self, sample: Sample) -> None:
        """Keep a sample, for good before this comes back."""
        line = sample_json(sample)
        self._append(SAMPLES, line)
        self.samples[sample.task_id] = sample_of(line)  # as it will be read: figures are the same before and after

    def add_score(self, task_id: str, program_sha256: str, score: Score) -> None:
        """Keep a score."""
        line = score_json(task_id, program_sha256, score)
        self._append(SCORES, line)
        self.scores[task_id, program_sha256] = score_of(line)[2]

    def forget_scores(self) -> None:
        """Take all scores away; they are going to be made again."""
        (self.path / SCORES).unlink(missing_ok=True)
        self.scores.clear()

    def write_summary(self, summary: JsonObject) -> None:
        """Write the figures."""
        _write_json(self.path / SUMMARY, summary)

    def close(self) -> None:
        """Let other processes write here. Closing twice is allowed."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def _read(self) -> None:
        for number, line in self._lines(SAMPLES):
            sample = _read_as(sample_of, line, f"{SAMPLES} in {str(self.path)!r}, line {number}")
            if sample.task_id in self.samples:
                raise InputError(f"{SAMPLES} in {str(self.path)!r}, line {number}: {sample.task_id!r} a second time.")
            self.samples[sample.task_id] = sample
        for number, line in self._lines(SCORES):
            task_id, sha, score = _read_as(score_of, line, f"{SCORES} in {str(self.path)!r}, line {number}")
            self.scores[task_id, sha] = score

    def _lines(self, name: str) -> list[tuple[int, Mapping[str, Any]]]:
        """The lines of a file; a torn last one is dropped, from the disk too where this run may write."""
        path = self.path / name
        if not path.exists():
            return []
        data = path.read_bytes()
        whole = data[: data.rfind(b"\n") + 1]
        if len(whole) < len(data) and self._lock is not None:
            os.truncate(path, len(whole))
        found: list[tuple[int, Mapping[str, Any]]] = []
        for number, line in enumerate(whole.splitlines(), 1):
            try:
                fields = json.loads(line)
            except ValueError:
                fields = None
            if not isinstance(fields, dict):
                where = f"{name} in {str(self.path)!r}, line {number}"
                raise InputError(f"{where}, is no JSON object.", "Delete the line: its task is done again.")
            found.append((number, fields))
        return found

    def _append(self, name: str, line: JsonObject) -> None:
        data = json.dumps(line).encode("ascii") + b"\n"
        try:
            with (self.path / name).open("ab") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise InputError(
                f"{name} in {str(self.path)!r} cannot be written: {error.strerror or error}.",
                "Make room, then repeat the command: it goes on from the last whole line.",
            ) from error


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """What the system refuses becomes a sentence."""
    try:
        yield
    except OSError as error:
        raise InputError(
            f"The run folder {str(path)!r} cannot be used: {error.strerror or error}.", "Choose another one with --to."
        ) from error


def _read_as(read: Any, line: Mapping[str, Any], where: str) -> Any:
    try:
        return read(line)
    except (ValueError, TypeError) as error:
        raise InputError(f"{where}: {error}.", "Delete the line: its task is done again.") from error


def _locked(path: Path) -> IO[bytes]:
    lock = file_lock.taken(path / ".lock")
    if lock is None:
        raise InputError(f"Another process is writing to {str(path)!r}.", "Wait for it, or choose another --to.")
    return lock


def _config_of(path: Path) -> Mapping[str, Any]:
    try:
        config = json.loads((path / CONFIG).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputError(f"{str(path)!r} is no run folder: it has no {CONFIG}.", "Give the folder of a run.") from None
    except OSError as error:
        raise InputError(f"{str(path)!r} cannot be read: {error.strerror or error}.", "Look at the path.") from error
    except ValueError as error:
        raise InputError(f"{CONFIG} in {str(path)!r} is damaged: {error}.", "The run cannot be used.") from error
    if not isinstance(config, dict) or not isinstance(config.get("dataset"), dict):
        raise InputError(f"{CONFIG} in {str(path)!r} is not a run's configuration.", "Give the folder of a run.")
    return config


def _same(path: Path, config: Mapping[str, Any]) -> None:
    here, there = (
        {name: value for name, value in each.items() if name not in _FREE}
        for each in (json.loads(json.dumps(config)), _config_of(path))
    )
    parts = differences(here, there)
    if parts:
        raise InputError(f"{str(path)!r} is the folder of another run: {'; '.join(parts)}.", _OTHER_FOLDER)


def _write_json(path: Path, content: Mapping[str, Any]) -> None:
    write_all({path: json.dumps(content, indent=2) + "\n"})


def _versions() -> str:
    names = {
        f"{found.metadata['Name']}=={found.version}" for found in importlib.metadata.distributions() if found.metadata
    }
    return "\n".join([f"python {platform.python_version()} on {platform.platform()}", *sorted(names)]) + "\n"
