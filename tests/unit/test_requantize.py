"""Re-encoding to 8 bits keeps the values, all metadata and the disk clean."""

from __future__ import annotations

import hashlib
import sys

import numpy as np
import pytest
from gguf import GGMLQuantizationType, GGUFReader
from gguf.quants import dequantize

from kernel_magic.core.errors import Cancelled, ExtraMissingError, WeightsError
from kernel_magic.core.ports import Progress
from kernel_magic.engine import requantize as module
from kernel_magic.engine.requantize import requantize_q8_0
from tests.fake_models import write_tiny_gguf


@pytest.fixture
def source(tmp_path):
    return write_tiny_gguf(tmp_path / "four.gguf")


def test_matrices_become_8_bit_and_vectors_stay_float(source, tmp_path):
    target = tmp_path / "eight.gguf"
    sha256 = requantize_q8_0(source, target)
    assert sha256 == hashlib.sha256(target.read_bytes()).hexdigest()
    kinds = {tensor.name: tensor.tensor_type.name for tensor in GGUFReader(target).tensors}
    assert kinds == {
        "token_embd.weight": "Q8_0",
        "blk.0.ffn_up.weight": "Q8_0",
        "blk.0.ffn_gate.weight": "Q8_0",
        "blk.0.attn_norm.weight": "F32",
        "blk.0.odd.weight": "F32",
    }


def test_values_move_by_at_most_half_a_step(source, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "_VALUES_AT_ONCE", 256 * 7)  # many pieces, the last one shorter
    target = tmp_path / "eight.gguf"
    requantize_q8_0(source, target)
    before, after = GGUFReader(source).tensors, GGUFReader(target).tensors
    assert [tensor.name for tensor in before] == [tensor.name for tensor in after]
    for old, new in zip(before, after, strict=True):
        a, b = dequantize(old.data, old.tensor_type), dequantize(new.data, new.tensor_type)
        assert a.shape == b.shape
        if new.tensor_type != GGMLQuantizationType.Q8_0 or old.tensor_type == GGMLQuantizationType.Q8_0:
            assert np.array_equal(a, b)
            continue
        blocks = np.abs(a.reshape(-1, 32)).max(axis=1, keepdims=True)
        # Half a step, and what the scale loses as a 16-bit number.
        assert (np.abs(a - b).reshape(-1, 32) <= blocks / 127 * 0.5 + blocks * 2**-10).all()


def test_metadata_is_kept_and_names_the_new_type(source, tmp_path):
    target = tmp_path / "eight.gguf"
    requantize_q8_0(source, target)
    old, new = GGUFReader(source).fields, GGUFReader(target).fields
    assert list(old) == list(new)
    changed = [name for name in old if old[name].contents() != new[name].contents()]
    assert changed == ["general.file_type"]
    assert new["general.file_type"].contents() == 7


def test_an_interruption_leaves_nothing_behind(source, tmp_path):
    target = tmp_path / "eight.gguf"
    asked = []

    def cancelled():
        asked.append(target.exists())
        return len(asked) > 4

    with pytest.raises(Cancelled):
        requantize_q8_0(source, target, cancelled=cancelled)
    assert asked[-1], "it was interrupted before it began to write"
    assert not target.exists()


def test_progress_reaches_the_end(source, tmp_path):
    seen: list[Progress] = []
    requantize_q8_0(source, tmp_path / "eight.gguf", on_progress=seen.append)
    counts = [progress.done for progress in seen]
    assert counts == sorted(counts)
    assert seen[-1].total is not None
    assert counts[-1] >= seen[-1].total > 0


@pytest.mark.parametrize("keep", [3, 40, 700, -100])
def test_a_truncated_source_is_refused(source, tmp_path, keep):
    source.write_bytes(source.read_bytes()[:keep])
    target = tmp_path / "eight.gguf"
    with pytest.raises(WeightsError, match=r"four\.gguf cannot be re-encoded"):
        requantize_q8_0(source, target)
    assert not target.exists()


def test_without_the_gguf_package_the_pip_line_is_given(source, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "gguf", None)
    with pytest.raises(ExtraMissingError, match=r"pip install 'kernel-magic\[llama\]'"):
        requantize_q8_0(source, tmp_path / "eight.gguf")
    assert not (tmp_path / "eight.gguf").exists()
