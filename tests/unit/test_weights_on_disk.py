"""Weights that are truncated, altered or missing are never handed out, and the message says what to run."""

from __future__ import annotations

import json
import os

import pytest

from kernel_magic.core.errors import ModelMissingError, WeightsError
from kernel_magic.engine import catalog, weights
from kernel_magic.engine import stamp as stamp_module
from kernel_magic.engine.stamp import stamp_path
from tests.fake_models import make_model, write_tiny_gguf


@pytest.fixture
def model(tmp_path, monkeypatch):
    """A model in 4 and in 8 bits on the disk; the catalogue knows it as `tiny`."""
    made = make_model(tmp_path / "index")
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setattr(catalog, "entries", lambda: (made.entry,))
    four = weights.weights_path(made.entry, home=tmp_path, bits=4)
    four.parent.mkdir(parents=True)
    four.write_bytes(made.data)
    weights.ensure("tiny", home=tmp_path, bits=8, allow_fetch=False)
    return made


def flip(path, at=1000):
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize("bits", [4, 8])
def test_sound_weights_verify(model, tmp_path, bits):
    found = weights.verify(model.entry, home=tmp_path, bits=bits)
    assert found.path == weights.ensure("tiny", home=tmp_path, bits=bits, allow_fetch=False)
    assert found.hash_from == ("catalogue" if bits == 4 else "this machine")


@pytest.mark.parametrize("bits", [4, 8])
def test_truncated_weights_are_refused(model, tmp_path, bits):
    path = weights.weights_path(model.entry, home=tmp_path, bits=bits)
    os.truncate(path, path.stat().st_size - 1)
    for use in (
        lambda: weights.verify(model.entry, home=tmp_path, bits=bits),
        lambda: weights.ensure("tiny", home=tmp_path, bits=bits, allow_fetch=True),
    ):
        with pytest.raises(WeightsError, match="truncated") as caught:
            use()
        assert str(path) in caught.value.message
        assert "kernel-magic model fetch tiny" in caught.value.hint


@pytest.mark.parametrize("bits", [4, 8])
def test_one_flipped_bit_is_refused(model, tmp_path, bits):
    path = weights.weights_path(model.entry, home=tmp_path, bits=bits)
    flip(path)
    for use in (
        lambda: weights.verify(model.entry, home=tmp_path, bits=bits),
        lambda: weights.ensure("tiny", home=tmp_path, bits=bits, allow_fetch=True),
    ):
        with pytest.raises(WeightsError, match="altered or is damaged"):
            use()


def test_a_bit_flipped_behind_an_old_time_is_refused(model, tmp_path):
    path = weights.weights_path(model.entry, home=tmp_path)
    times = path.stat()
    flip(path)
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    with pytest.raises(WeightsError, match="altered"):
        weights.ensure("tiny", home=tmp_path, allow_fetch=False)


def test_a_load_hashes_only_what_changed(model, tmp_path, monkeypatch):
    hashed = []
    whole_hash = stamp_module.hash_file

    def counted(path, watch, message):
        hashed.append(path)
        return whole_hash(path, watch, message)

    monkeypatch.setattr(stamp_module, "hash_file", counted)
    path = weights.ensure("tiny", home=tmp_path, allow_fetch=False)
    assert hashed == []
    os.utime(path)
    weights.ensure("tiny", home=tmp_path, allow_fetch=False)
    assert hashed == [path]
    weights.ensure("tiny", home=tmp_path, allow_fetch=False)
    assert hashed == [path]


def test_a_record_of_another_hash_does_not_excuse_a_4_bit_file(model, tmp_path):
    path = weights.weights_path(model.entry, home=tmp_path, bits=4)
    flip(path)
    info = path.stat()
    stamp_path(path).write_text(
        json.dumps(
            {"sha256": "0" * 64, "size": info.st_size, "mtime_ns": info.st_mtime_ns, "ctime_ns": info.st_ctime_ns,
             "origin": "", "hash_from": "catalogue"}
        )
    )  # fmt: skip
    with pytest.raises(WeightsError, match="altered"):
        weights.ensure("tiny", home=tmp_path, bits=4, allow_fetch=False)


@pytest.mark.parametrize("record", [None, "", "[]", "{}", '{"sha256": 3}'])
def test_8_bit_weights_without_a_readable_record_are_refused(model, tmp_path, record):
    path = weights.weights_path(model.entry, home=tmp_path)
    stamp_path(path).unlink()
    if record is not None:
        stamp_path(path).write_text(record)
    with pytest.raises(WeightsError, match="no record of its SHA-256"):
        weights.ensure("tiny", home=tmp_path, allow_fetch=False)


def test_a_damaged_8_bit_file_is_made_again_without_a_network(model, tmp_path, monkeypatch):
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    path = weights.weights_path(model.entry, home=tmp_path)
    good = path.read_bytes()
    flip(path)
    assert weights.fetch(model.entry, home=tmp_path) == path
    assert path.read_bytes() == good
    assert weights.verify(model.entry, home=tmp_path).path == path


def test_weights_in_a_folder_that_cannot_be_written_are_usable(model, tmp_path, monkeypatch):
    path = weights.weights_path(model.entry, home=tmp_path, bits=4)
    stamp_path(path).unlink(missing_ok=True)

    def refuse(*args):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(stamp_module, "save_json", refuse)
    assert weights.ensure("tiny", home=tmp_path, bits=4, allow_fetch=False) == path


def test_missing_weights_say_what_to_run(tmp_path):
    with pytest.raises(ModelMissingError) as caught:
        weights.ensure("0.5b", home=tmp_path, allow_fetch=False)
    assert caught.value.message == "The model qwen2.5-coder-0.5b-instruct is not on this machine."
    assert caught.value.hint.endswith("kernel-magic model fetch 0.5b")
    with pytest.raises(ModelMissingError, match=r"fetch 0\.5b --bits 4"):
        weights.verify(catalog.entry("0.5b"), home=tmp_path, bits=4)
    assert not any(tmp_path.iterdir()), "asking must not make folders"


def test_a_file_of_ones_own_is_taken_as_it_is(tmp_path):
    own = write_tiny_gguf(tmp_path / "own.gguf")
    assert weights.ensure(str(own), home=tmp_path, allow_fetch=False) == own


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda data: data[:-200], "truncated"),
        (lambda data: data[:500], "ends early"),
        (lambda data: b"", "empty"),
        (lambda data: b"PK\x03\x04" + data[4:], "not a GGUF file"),
        (lambda data: data[:8] + b"\xff" * 16 + data[24:], "damaged"),
        (lambda data: data[:4] + b"\x63" + data[5:], "version 99"),
    ],
)
def test_a_damaged_file_of_ones_own_is_refused(tmp_path, damage, said):
    own = write_tiny_gguf(tmp_path / "own.gguf")
    own.write_bytes(damage(own.read_bytes()))
    with pytest.raises(WeightsError, match=said) as caught:
        weights.ensure(str(own), home=tmp_path, allow_fetch=False)
    assert str(own) in caught.value.message
