"""The header of a GGUF file: metadata, and where each tensor lies. Reads no weights; needs the standard library only.

A header is foreign bytes: every count and length is held against the file's size before it is believed.
"""

from __future__ import annotations

import mmap
import struct
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import TypeAlias

MAGIC = b"GGUF"
F32, F16, BF16, Q8_0 = 0, 1, 30, 8
FILE_TYPE = "general.file_type"
FILE_TYPE_Q8_0 = 7
ALIGNMENT = 32

BLOCKS: dict[int, tuple[int, int]] = {
    0: (1, 4), 1: (1, 2), 2: (32, 18), 3: (32, 20), 6: (32, 22), 7: (32, 24), 8: (32, 34), 9: (32, 40),
    10: (256, 84), 11: (256, 110), 12: (256, 144), 13: (256, 176), 14: (256, 210), 15: (256, 292),
    16: (256, 66), 17: (256, 74), 18: (256, 98), 19: (256, 50), 20: (32, 18), 21: (256, 110), 22: (256, 82),
    23: (256, 136), 24: (1, 1), 25: (1, 2), 26: (1, 4), 27: (1, 8), 28: (1, 8), 29: (256, 56), 30: (1, 2),
    34: (256, 54), 35: (256, 66), 39: (32, 17),
}  # fmt: skip
"""Tensor type: values in a block, bytes of a block."""

_SCALARS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
_STRING, _ARRAY = 8, 9

Scalar: TypeAlias = str | int | float | bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Tensor:
    """One tensor: `shape` as the file has it, shortest stride first; `offset` from the start of the data."""

    name: str
    shape: tuple[int, ...]
    type_id: int
    offset: int

    @property
    def nbytes(self) -> int:
        """Bytes of its data.

        Raises:
            ValueError: a tensor type nobody knows, or a shape it cannot have.
        """
        return stored_size(self.shape, self.type_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class GgufHeader:
    """What stands before the weights."""

    metadata: dict[str, Scalar]
    """Single values; arrays (the vocabulary) are left out."""
    positions: dict[str, int]
    """Where in the file each single value lies."""
    metadata_count: int
    metadata_span: tuple[int, int]
    """First byte of the metadata, and the first one after it."""
    tensors: tuple[Tensor, ...]
    data_start: int
    alignment: int

    @property
    def file_size(self) -> int:
        """The least size that a whole file with this header has; tensors of a type nobody knows count as one byte."""
        ends = (t.offset + (t.nbytes if t.type_id in BLOCKS else 1) for t in self.tensors)
        return self.data_start + max(ends, default=0)


def stored_size(shape: tuple[int, ...], type_id: int) -> int:
    """Bytes that a tensor of this shape takes in this type.

    Raises:
        ValueError: a type nobody knows, or rows that do not divide into its blocks.
    """
    if type_id not in BLOCKS:
        raise ValueError(f"unknown tensor type {type_id}")
    values, size = BLOCKS[type_id]
    if shape[0] % values:
        raise ValueError(f"rows of {shape[0]} values in blocks of {values}")
    return prod(shape) // values * size


def aligned(offset: int, alignment: int = ALIGNMENT) -> int:
    """The next multiple of `alignment`."""
    return -(-offset // alignment) * alignment


def read_header(path: Path) -> GgufHeader:
    """Read the header of a GGUF file (version 2 or 3, little endian).

    Raises:
        ValueError: not a GGUF file, or a header that ends early or contradicts itself.
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        if path.stat().st_size == 0:
            raise ValueError("the file is empty")
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            try:
                return _Cursor(data).header()
            except (struct.error, IndexError, UnicodeDecodeError) as error:
                raise ValueError(f"its header is damaged or ends early ({error})") from error


class _Cursor:
    """A place in the header that moves on as values are read."""

    def __init__(self, data: mmap.mmap) -> None:
        self.data = data
        self.at = 0

    def header(self) -> GgufHeader:
        if self.data[:4] != MAGIC:
            raise ValueError("it is not a GGUF file: it does not begin with the letters GGUF")
        self.at = 4
        version = self.number("I")
        if version not in (2, 3):
            raise ValueError(f"GGUF version {version} is not known here")
        tensor_count, metadata_count = self.count(24), self.count(12)
        start = self.at
        metadata: dict[str, Scalar] = {}
        positions: dict[str, int] = {}
        for _ in range(metadata_count):
            key, kind = self.string(), self.number("I")
            positions[key] = self.at
            value = self.value(kind)
            if value is not None:
                metadata[key] = value
        end = self.at
        tensors = tuple(self.tensor() for _ in range(tensor_count))
        alignment = metadata.get("general.alignment", ALIGNMENT)
        if not isinstance(alignment, int) or alignment <= 0 or alignment & (alignment - 1):
            raise ValueError(f"alignment {alignment!r} is no power of two")
        return GgufHeader(
            metadata=metadata,
            positions=positions,
            metadata_count=metadata_count,
            metadata_span=(start, end),
            tensors=tensors,
            data_start=aligned(self.at, alignment),
            alignment=alignment,
        )

    def take(self, size: int) -> bytes:
        piece = self.data[self.at : self.at + size]
        if len(piece) != size:
            raise IndexError(f"{size} bytes wanted at {self.at}, {len(piece)} left")
        self.at += size
        return piece

    def number(self, code: str) -> int:
        return int(self.single(code))

    def single(self, code: str) -> int | float | bool:
        value: int | float | bool = struct.unpack("<" + code, self.take(struct.calcsize("<" + code)))[0]
        return value

    def count(self, least: int) -> int:
        """A count of things that take at least `least` bytes each."""
        value = self.number("Q")
        if value * least > len(self.data):
            raise IndexError(f"{value} entries cannot be in {len(self.data)} bytes")
        return value

    def string(self) -> str:
        return self.take(self.number("Q")).decode("utf-8")

    def value(self, kind: int) -> Scalar | None:
        if kind in _SCALARS:
            return self.single(_SCALARS[kind])
        if kind == _STRING:
            return self.string()
        if kind == _ARRAY:
            self.skip_array()
            return None
        raise ValueError(f"unknown kind of value {kind}")

    def skip_array(self) -> None:
        kind = self.number("I")
        if kind in _SCALARS:
            self.take(self.count(1) * struct.calcsize("<" + _SCALARS[kind]))
        elif kind == _STRING:
            for _ in range(self.count(8)):
                self.take(self.number("Q"))
        else:
            raise ValueError(f"arrays of kind {kind} are not known here")

    def tensor(self) -> Tensor:
        name = self.string()
        dimensions = self.number("I")
        if not 1 <= dimensions <= 4:
            raise ValueError(f"tensor {name[:40]!r} has {dimensions} dimensions")
        shape = tuple(self.number("Q") for _ in range(dimensions))
        if not all(shape):
            raise ValueError(f"tensor {name[:40]!r} is empty")
        return Tensor(name=name, shape=shape, type_id=self.number("I"), offset=self.number("Q"))
