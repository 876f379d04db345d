"""Weights on disk: where they lie, whether they are sound, and getting them. Loads nothing.

A file is hashed as a whole when it arrives and on `verify`; a load compares size and times with the record beside it
and hashes again only where they changed. A file that is not what it should be is never handed out.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from kernel_magic.core.errors import ModelMissingError, WeightsError
from kernel_magic.core.ports import Cancelled, OnProgress
from kernel_magic.engine import catalog, file_lock, gguf_header, hub_folder
from kernel_magic.engine.catalog import HubId, LocalFolder, LocalGguf, ModelEntry
from kernel_magic.engine.download import disk_errors
from kernel_magic.engine.fetching import Fetcher, expected_4_bits, fetch_command
from kernel_magic.engine.stamp import Expected, check_file, read_stamp
from kernel_magic.engine.watch import Watch


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """Weights that are what they should be."""

    path: Path
    bits: int
    """16 for a folder of the maker's own files."""
    size: int
    sha256: str
    """Empty for a folder: there each file has its own."""
    origin: str
    hash_from: str


def default_home() -> Path:
    """Where weights are kept unless a setting says otherwise."""
    return platformdirs.user_cache_path("kernel_magic", appauthor=False)


def model_folder(entry: ModelEntry, *, home: Path) -> Path:
    """The folder of one model."""
    return home / "models" / entry.name.replace("/", "--")


def weights_path(entry: ModelEntry, *, home: Path, bits: int = 8) -> Path:
    """Where the weights lie, or would lie: a file; a folder for a model that has no GGUF file."""
    catalog.check_bits(bits)
    if not entry.has_gguf:
        return model_folder(entry, home=home)
    return model_folder(entry, home=home) / (entry.file_8_bits if bits == 8 else entry.file)


def is_present(entry: ModelEntry, *, home: Path, bits: int = 8) -> bool:
    """Whether the weights are on this machine. Says nothing about their soundness."""
    path = weights_path(entry, home=home, bits=bits)
    return path.is_file() if entry.has_gguf else hub_folder.read_record(path) is not None


def verify(
    entry: ModelEntry, *, home: Path, bits: int = 8, whole: bool = True, on_progress: OnProgress | None = None,
    cancelled: Cancelled | None = None,
) -> Verified:  # fmt: skip
    """Hash the weights as a whole; not `whole`: trust the record where size and times fit it, as a load does.

    Raises:
        ModelMissingError: they are not on this machine.
        WeightsError: they are truncated or altered; says which, where, and what to run.
    """
    if not is_present(entry, home=home, bits=bits):
        raise missing(entry, bits=bits)
    return _check(entry, weights_path(entry, home=home, bits=bits), bits, Watch(on_progress, cancelled), whole=whole)


def fetch(
    entry: ModelEntry, *, home: Path, bits: int = 8, on_progress: OnProgress | None = None,
    cancelled: Cancelled | None = None,
) -> Path:  # fmt: skip
    """Get the weights; where they are here and sound, nothing is fetched.

    Raises:
        ModelMissingError: no source could be reached.
        WeightsError: no room, not writable, or wrong bytes.
        ExtraMissingError: eight bits need the `gguf` package here.
        Cancelled: the person interrupted; what arrived is kept for the next time.
    """
    watch = Watch(on_progress, cancelled)
    path = weights_path(entry, home=home, bits=bits)
    with _lock(entry, home, watch):
        if is_present(entry, home=home, bits=bits) and _sound(entry, path, bits, watch):
            return path
        if not entry.has_gguf:
            return hub_folder.fetch_folder(entry.hub_safetensors, path, fetch_command(entry), watch)
        fetcher = Fetcher(entry, path.parent, watch)
        return fetcher.eight_bits() if bits == 8 else fetcher.four_bits()


def ensure(
    spec: str, *, home: Path, bits: int = 8, allow_fetch: bool, on_progress: OnProgress | None = None,
    cancelled: Cancelled | None = None,
) -> Path:  # fmt: skip
    """Sound weights for a model setting: a `.gguf` file, or a folder of safetensors files.

    Eight bits are made from a 4-bit file that is here, fetching allowed or not.

    Raises:
        ModelMissingError: not here, and not fetched.
        WeightsError: here, but truncated or altered.
        SettingsError: no such model.
    """
    source = catalog.resolve(spec)
    watch = Watch(on_progress, cancelled)
    match source:
        case LocalGguf(path=path):
            return _sound_local(path)
        case LocalFolder(path=path):
            return path
        case HubId():
            source = catalog.entry_of_hub(source)
        case ModelEntry():
            pass
    if is_present(source, home=home, bits=bits):
        return _check(source, weights_path(source, home=home, bits=bits), bits, watch, whole=False).path
    if allow_fetch:
        return fetch(source, home=home, bits=bits, on_progress=on_progress, cancelled=cancelled)
    if source.has_gguf and bits == 8 and is_present(source, home=home, bits=4):
        return _re_encoded(source, home, watch)
    raise missing(source, bits=bits)


def _re_encoded(entry: ModelEntry, home: Path, watch: Watch) -> Path:
    with _lock(entry, home, watch):
        eight = weights_path(entry, home=home, bits=8)
        if eight.is_file():
            return _check(entry, eight, 8, watch, whole=False).path
        four = _check(entry, weights_path(entry, home=home, bits=4), 4, watch, whole=False)
        return Fetcher(entry, eight.parent, watch).re_encode(four.path)


@contextmanager
def _lock(entry: ModelEntry, home: Path, watch: Watch) -> Iterator[None]:
    folder = model_folder(entry, home=home)
    waiting = f"Another process is fetching {entry.name}; waiting for it"

    def while_waiting() -> None:
        watch.tell(waiting, _arrived(folder), entry.size or None)

    with disk_errors(folder, 0, f"the model {entry.name}"), file_lock.held(folder / ".lock", while_waiting):
        yield


def missing(entry: ModelEntry, *, bits: int = 8) -> ModelMissingError:
    """The error for weights that are not here: one sentence, one command."""
    return ModelMissingError(
        f"The model {entry.name} is not on this machine.", f"Run once, with a network: {fetch_command(entry, bits)}"
    )


def _check(entry: ModelEntry, path: Path, bits: int, watch: Watch, *, whole: bool) -> Verified:
    if entry.has_gguf:
        stamp = check_file(path, _expected(entry, path, bits), watch, whole=whole)
        return Verified(
            path=path, bits=bits, size=stamp.size, sha256=stamp.sha256, origin=stamp.origin, hash_from=stamp.hash_from
        )
    record = hub_folder.read_record(path)
    if record is None:
        raise missing(entry)
    hub_folder.check_folder(path, record, fetch_command(entry), watch, whole=whole)
    origin = f"hub, revision {record.revision}"
    return Verified(path=path, bits=16, size=record.size, sha256="", origin=origin, hash_from="hub metadata")


def _expected(entry: ModelEntry, path: Path, bits: int) -> Expected:
    if bits == 4:
        return expected_4_bits(entry)
    stamp = read_stamp(path)
    if stamp is None:
        raise WeightsError(
            f"The weights file {path} has no record of its SHA-256 beside it, so nobody can say that it is whole.",
            f"It is not used. Run: {fetch_command(entry)}",
        )
    return Expected(sha256=stamp.sha256, size=stamp.size, command=fetch_command(entry))


def _sound(entry: ModelEntry, path: Path, bits: int, watch: Watch) -> bool:
    """Whether what is here is whole. A file that is not is removed; in a folder a fetch replaces the bad files only."""
    try:
        _check(entry, path, bits, watch, whole=True)
    except WeightsError:
        if entry.has_gguf:
            path.unlink()
        return False
    return True


def _sound_local(path: Path) -> Path:
    try:
        header = gguf_header.read_header(path)
    except (ValueError, OSError) as error:
        raise WeightsError(f"The model file {path} cannot be used: {error}.", "Choose another model file.") from error
    size = path.stat().st_size
    if size < header.file_size:
        raise WeightsError(
            f"The model file {path} is truncated: {size:,} bytes instead of {header.file_size:,}.",
            "Copy or download it again.",
        )
    return path


def _arrived(folder: Path) -> int:
    return max((p.stat().st_size for p in folder.glob("*.partial")), default=0)
