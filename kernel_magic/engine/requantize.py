"""A GGUF file re-encoded to 8 bits: matrices to Q8_0, vectors to float32, all metadata kept byte for byte.

The values are those of the source, to within half a step of Q8_0: re-encoding a 4-bit file does not make the model
better, it makes several candidates at once faster on a CPU. One piece of a matrix is in memory at a time.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Callable, Iterator
from dataclasses import replace
from math import prod
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from kernel_magic.core.errors import ExtraMissingError, WeightsError
from kernel_magic.core.ports import Cancelled, OnProgress
from kernel_magic.engine import gguf_header
from kernel_magic.engine.gguf_header import F32, Q8_0, GgufHeader, Tensor
from kernel_magic.engine.watch import Watch

if TYPE_CHECKING:
    import numpy as np

_VALUES_AT_ONCE = 2 * 1024 * 1024


def requantize_q8_0(
    source: Path, target: Path, on_progress: OnProgress | None = None, cancelled: Cancelled | None = None
) -> str:
    """Write the 8-bit form of `source` to `target`; gives its SHA-256. On any failure `target` is removed.

    Raises:
        ExtraMissingError: the `gguf` package is not installed.
        WeightsError: the source is no sound GGUF file, or has a tensor type that cannot be decoded.
        Cancelled: the person interrupted.
        OSError: the target could not be written.
    """
    watch = Watch(on_progress, cancelled)
    convert = _converter()
    try:
        header = gguf_header.read_header(source)
        with target.open("wb") as file:
            return _Writer(file, watch, f"Re-encoding {source.name} to 8 bits").write(source, header, convert)
    except (ValueError, NotImplementedError) as error:
        target.unlink(missing_ok=True)
        raise WeightsError(f"{source} cannot be re-encoded to 8 bits: {error}.", "Fetch the model again.") from error
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def check_available() -> None:
    """See that re-encoding is possible here, before hundreds of megabytes are fetched for it.

    Raises:
        ExtraMissingError: it is not; says what to install.
    """
    _converter()


_Convert = Callable[[Any, int, int], Any]
"""(rows of stored bytes, their type, the wanted type) → rows of stored bytes."""


def _converter() -> _Convert:
    try:
        import numpy as np
        from gguf import GGMLQuantizationType
        from gguf.quants import dequantize, quantize
    except ImportError as error:
        raise ExtraMissingError(
            "Re-encoding a model to 8 bits needs the `gguf` package, which is not installed.",
            "Run: pip install 'kernel-magic[llama]', or use the 4-bit form: --bits 4.",
        ) from error

    def convert(rows: np.ndarray[Any, Any], kind: int, wanted: int) -> np.ndarray[Any, Any]:
        values = dequantize(rows, GGMLQuantizationType(kind))
        return np.asarray(quantize(values, GGMLQuantizationType(wanted))).view(np.uint8)

    return convert


def _wanted(tensor: Tensor) -> int:
    """The type a tensor gets: vectors are small and sensitive, matrices carry the weight."""
    if len(tensor.shape) == 1:
        return F32
    return Q8_0 if tensor.shape[0] % gguf_header.BLOCKS[Q8_0][0] == 0 else tensor.type_id


def _planned(header: GgufHeader) -> tuple[Tensor, ...]:
    plan, at = [], 0
    for tensor in header.tensors:
        new = replace(tensor, type_id=_wanted(tensor), offset=at)
        plan.append(new)
        at = gguf_header.aligned(at + new.nbytes, header.alignment)
    return tuple(plan)


class _Writer:
    """Writes the new file from front to back, and hashes what it writes."""

    def __init__(self, file: IO[bytes], watch: Watch, message: str) -> None:
        self.file = file
        self.watch = watch
        self.message = message
        self.digest = hashlib.sha256()
        self.at = 0
        self.total = 0

    def put(self, data: bytes | memoryview) -> None:
        self.file.write(data)
        self.digest.update(data)
        self.at += len(data)
        self.watch.tell(self.message, self.at, self.total)

    def pad(self, alignment: int) -> None:
        self.put(bytes(gguf_header.aligned(self.at, alignment) - self.at))

    def write(self, source: Path, header: GgufHeader, convert: _Convert) -> str:
        plan = _planned(header)
        self.total = sum(tensor.nbytes for tensor in plan)
        self.put(gguf_header.MAGIC + struct.pack("<IQQ", 3, len(plan), header.metadata_count))
        self.put(_metadata(source, header))
        for tensor in plan:
            self.put(_tensor_info(tensor))
        self.pad(header.alignment)
        with source.open("rb") as weights:
            for old, new in zip(header.tensors, plan, strict=True):
                weights.seek(header.data_start + old.offset)
                for piece in _pieces(weights, old):
                    self.put(piece if old.type_id == new.type_id else _converted(convert, piece, old, new))
                self.pad(header.alignment)
        return self.digest.hexdigest()


def _metadata(source: Path, header: GgufHeader) -> bytes:
    start, end = header.metadata_span
    with source.open("rb") as file:
        file.seek(start)
        data = bytearray(file.read(end - start))
    if gguf_header.FILE_TYPE in header.positions:
        at = header.positions[gguf_header.FILE_TYPE] - start
        data[at : at + 4] = struct.pack("<I", gguf_header.FILE_TYPE_Q8_0)
    return bytes(data)


def _tensor_info(tensor: Tensor) -> bytes:
    name = tensor.name.encode("utf-8")
    dimensions = struct.pack(f"<I{len(tensor.shape)}Q", len(tensor.shape), *tensor.shape)
    return struct.pack("<Q", len(name)) + name + dimensions + struct.pack("<IQ", tensor.type_id, tensor.offset)


def _pieces(weights: IO[bytes], tensor: Tensor) -> Iterator[bytes]:
    row_bytes = gguf_header.stored_size(tensor.shape[:1], tensor.type_id)
    rows_left = prod(tensor.shape[1:])
    rows_at_once = max(1, _VALUES_AT_ONCE // tensor.shape[0])
    while rows_left:
        rows = min(rows_at_once, rows_left)
        piece = weights.read(rows * row_bytes)
        if len(piece) != rows * row_bytes:
            raise ValueError(f"the file ends inside the tensor {tensor.name}")
        yield piece
        rows_left -= rows


def _converted(convert: _Convert, piece: bytes, old: Tensor, new: Tensor) -> bytes:
    import numpy as np

    row_bytes = gguf_header.stored_size(old.shape[:1], old.type_id)
    rows = np.frombuffer(piece, dtype=np.uint8).reshape(-1, row_bytes)
    if old.type_id == F32:
        rows = rows.view(np.float32)
    elif old.type_id == gguf_header.F16:
        rows = rows.view(np.float16)
    return bytes(convert(rows, old.type_id, new.type_id).tobytes())
