"""`kernel-magic model`: exit status, one JSON document, and messages that say what to run."""

from __future__ import annotations

import io
import json

import pytest

from kernel_magic.cli.main import main
from kernel_magic.cli.progress_bar import ProgressBar
from kernel_magic.core.ports import Progress
from kernel_magic.engine import catalog, registry, weights
from tests.fake_models import make_model, write_tiny_gguf


@pytest.fixture
def home(tmp_path, monkeypatch):
    for name in ("MODEL", "BITS", "BACKEND"):
        monkeypatch.delenv(f"KERNEL_MAGIC_{name}", raising=False)
    monkeypatch.setenv("KERNEL_MAGIC_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "index"))
    monkeypatch.setattr(registry, "_has_cuda", lambda: False)
    return tmp_path / "home"


@pytest.fixture
def tiny(home, tmp_path, monkeypatch):
    model = make_model(tmp_path / "index")
    everything = (model.entry, *catalog.entries())
    monkeypatch.setattr(catalog, "entries", lambda: everything)
    return model


def run(capsys, *words):
    status = main(["model", *words])
    out, err = capsys.readouterr()
    return status, out, err


def document(out):
    content = json.loads(out)
    assert content["schema"].startswith("kernel-magic/")
    return content


def test_fetch_prints_the_path_and_keeps_progress_off_standard_output(capsys, tiny, home):
    status, out, err = run(capsys, "fetch", "tiny")
    assert status == 0
    assert out.strip() == str(weights.weights_path(tiny.entry, home=home))
    assert "part 1 of 3" in err
    status, out, _ = run(capsys, "path", "tiny")
    assert (status, out.strip()) == (0, str(weights.weights_path(tiny.entry, home=home)))


def test_the_settings_name_the_model_and_the_bits(capsys, tiny, home, monkeypatch):
    monkeypatch.setenv("KERNEL_MAGIC_MODEL", "tiny")
    monkeypatch.setenv("KERNEL_MAGIC_BITS", "4")
    status, out, _ = run(capsys, "fetch")
    assert (status, out.strip()) == (0, str(weights.weights_path(tiny.entry, home=home, bits=4)))
    assert not weights.is_present(tiny.entry, home=home, bits=8)
    status, out, _ = run(capsys, "fetch", "--bits", "8", "--json")
    assert (status, document(out)["bits"]) == (0, 8)


def test_verify_holds_for_sound_weights(capsys, tiny):
    run(capsys, "fetch", "tiny")
    status, out, _ = run(capsys, "verify", "tiny", "--json")
    found = document(out)
    assert (status, found["holds"], found["hash_from"]) == (0, True, "this machine")
    status, out, _ = run(capsys, "verify", "tiny", "--bits", "4")
    assert status == 0
    assert "whole and unaltered" in out
    assert "catalogue" in out


def test_verify_does_not_hold_for_altered_weights(capsys, tiny, home):
    run(capsys, "fetch", "tiny", "--bits", "4")
    path = weights.weights_path(tiny.entry, home=home, bits=4)
    data = bytearray(path.read_bytes())
    data[-1] ^= 128
    path.write_bytes(data)
    status, out, err = run(capsys, "verify", "tiny", "--bits", "4", "--json")
    found = document(out)
    assert (status, found["holds"]) == (1, False)
    assert str(path) in found["error"]
    assert "kernel-magic model fetch tiny --bits 4" in err
    # The command it names mends it.
    assert run(capsys, "fetch", "tiny", "--bits", "4")[0] == 0
    assert run(capsys, "verify", "tiny", "--bits", "4")[0] == 0


def test_a_missing_model_is_2_for_verify_and_1_for_path(capsys, tiny):
    status, out, err = run(capsys, "verify", "tiny", "--json")
    assert status == 2
    assert document(out)["hint"].endswith("kernel-magic model fetch tiny")
    status, out, err = run(capsys, "path", "tiny", "--json")
    assert (status, document(out)["present"]) == (1, False)
    assert "kernel-magic model fetch tiny" in err


def test_no_network_and_no_model_is_one_sentence(capsys, home):
    status, out, err = run(capsys, "fetch", "0.5b")
    assert (status, out) == (2, "")
    last = err.strip().splitlines()[-2:]
    assert last[0].startswith("The model qwen2.5-coder-0.5b-instruct is not on this machine and could not be fetched")
    assert last[1].endswith("kernel-magic model fetch 0.5b")


def test_an_unknown_model_lists_the_known_ones(capsys, home):
    status, out, _ = run(capsys, "fetch", "gpt-9", "--json")
    assert status == 2
    assert "qwen2.5-coder-7b-instruct (7b)" in document(out)["hint"]


def test_list_says_what_is_here_and_what_auto_takes(capsys, tiny, home):
    run(capsys, "fetch", "tiny", "--bits", "4")
    status, out, _ = run(capsys, "list", "--json")
    found = document(out)
    assert status == 0
    assert found["home"] == str(home)
    rows = {row["alias"]: row for row in found["models"]}
    assert [(f["bits"], f["present"]) for f in rows["tiny"]["files"]] == [(8, False), (4, True)]
    assert [f["present"] for f in rows["7b"]["files"]] == [False]
    assert [row["name"] for row in found["models"] if row["auto"]] == [found["auto"]]
    status, out, _ = run(capsys, "list")
    assert status == 0
    assert len([line for line in out.splitlines() if line.endswith("<- auto")]) == 1
    assert "Apache-2.0" in out


def test_a_file_of_ones_own_is_verified_as_far_as_that_goes(capsys, home, tmp_path):
    own = write_tiny_gguf(tmp_path / "own.gguf")
    status, out, _ = run(capsys, "verify", str(own))
    assert status == 0
    assert "no hash is known" in out
    own.write_bytes(own.read_bytes()[:-1000])
    status, _, err = run(capsys, "verify", str(own))
    assert status == 1
    assert "truncated" in err


def test_without_an_action_it_is_bad_input(capsys, home):
    status, _, err = run(capsys)
    assert status == 2
    assert "ACTION" in err


class Terminal(io.StringIO):
    encoding = "ascii"

    def isatty(self) -> bool:
        return True


def test_on_a_terminal_the_bar_is_one_line_any_terminal_can_show():
    stream = Terminal()
    with ProgressBar(stream) as bar:
        for done in (0, 50_000_000, 100_000_000):
            bar(Progress(stage="fetch", message=f"Fetching \x1b[31m{done}", done=done, total=100_000_000))
    text = stream.getvalue()
    assert text.count("\n") == 1
    assert text.endswith("\n")
    assert "100% 100 of 100 MB" in text
    assert "\x1b" not in text


def test_in_a_log_the_bar_is_a_line_for_each_piece_of_work():
    stream = io.StringIO()
    with ProgressBar(stream) as bar:
        for message in ("one", "one", "one", "two"):
            bar(Progress(stage="fetch", message=message, done=1, total=2))
    assert [line.split(":")[0] for line in stream.getvalue().splitlines()] == ["one", "two"]
