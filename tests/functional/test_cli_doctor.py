"""`kernel-magic doctor`: 0 where `solve` can work; else each missing thing with the command that mends it."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec

import pytest

from kernel_magic.cli.main import main
from kernel_magic.core.errors import IsolationError
from kernel_magic.core.verdict import LanguageOffer
from kernel_magic.engine import catalog, registry, weights
from kernel_magic.judge.local import LocalJudge
from tests.fake_models import make_model

_OFFERS = (
    LanguageOffer(language="python", offered=True, detail="3.11.7"),
    LanguageOffer(language="cpp", offered=False, detail="no g++ was found; to install: apt install g++"),
)


@pytest.fixture(autouse=True)
def no_compilers(monkeypatch):
    """Asking them takes seconds; `test_judge_compiled` asks."""
    monkeypatch.setattr(LocalJudge, "languages", lambda _: _OFFERS)


@pytest.fixture
def tiny(tmp_path, monkeypatch):
    """A small model, fetched in 4 and made in 8 bits, chosen by the environment."""
    model = make_model(tmp_path / "index")
    everything = (model.entry, *catalog.entries())
    monkeypatch.setattr(catalog, "entries", lambda: everything)
    monkeypatch.setattr(registry, "_has_cuda", lambda: False)
    home = tmp_path / "home"
    four = weights.weights_path(model.entry, home=home, bits=4)
    four.parent.mkdir(parents=True)
    four.write_bytes(model.data)
    weights.ensure("tiny", home=home, allow_fetch=False)
    monkeypatch.setenv("KERNEL_MAGIC_HOME", str(home))
    monkeypatch.setenv("KERNEL_MAGIC_MODEL", "tiny")
    monkeypatch.setenv("KERNEL_MAGIC_BACKEND", "llama_cpp")
    monkeypatch.delenv("KERNEL_MAGIC_BASE_URL", raising=False)
    return weights.weights_path(model.entry, home=home)


def doctor(capsys):
    status = main(["doctor", "--json"])
    found = json.loads(capsys.readouterr().out)
    assert found["schema"] == "kernel-magic/doctor/1"
    assert found["ready"] == (status == 0) == (not found["missing"])
    return status, found


def test_everything_there_is_0(capsys, tiny):
    status, found = doctor(capsys)
    assert status == 0
    assert found["model"]["path"] == str(tiny)
    assert found["hardware"]["processors"] >= 1
    assert [backend["name"] for backend in found["backends"]] == ["llama_cpp", "transformers", "openai"]
    assert {layer["name"] for layer in found["isolation"]["layers"]} >= {"limits", "seccomp"}
    assert [offer["offered"] for offer in found["languages"]] == [True, False]
    assert "ipython" in found["jupyter"]


def test_the_text_for_people_says_the_same(capsys, tiny):
    assert main(["doctor"]) == 0
    out = capsys.readouterr().out
    assert "not offered: no g++ was found; to install: apt install g++" in out
    assert str(tiny) in out
    assert out.strip().endswith("Everything that `kernel-magic solve` needs is here.")
    tiny.unlink()
    assert main(["doctor"]) == 1
    out = capsys.readouterr().out
    assert "kernel-magic model fetch tiny" in out
    assert "Everything" not in out


def test_options_choose_what_is_looked_for(capsys, tiny):
    assert main(["doctor", "--json", "--model", "1.5b", "--bits", "4"]) == 1
    model = json.loads(capsys.readouterr().out)["model"]
    assert (model["name"], model["chosen_by"], model["bits"]) == ("qwen2.5-coder-1.5b-instruct", "option", 4)


def test_a_server_is_asked_whether_it_is_there(capsys, tiny):
    pytest.importorskip("openai", reason="the backend openai needs the extra `remote`")
    assert main(["doctor", "--backend", "openai"]) == 1
    assert "needs the address of a server" in capsys.readouterr().out
    # Nobody listens at the discard port.
    assert main(["doctor", "--backend", "openai", "--base-url", "http://127.0.0.1:9/v1", "--model", "m1"]) == 1
    assert "http://127.0.0.1:9" in capsys.readouterr().out
    with model_server({"data": [{"id": "m1", "object": "model"}]}) as url:
        assert main(["doctor", "--backend", "openai", "--base-url", url, "--model", "m1"]) == 0
    assert "m1 at http://127.0.0.1" in capsys.readouterr().out


@contextmanager
def model_server(models):
    """A server that lists models."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            data = json.dumps(models).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *args):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/v1"
        server.shutdown()


def test_a_missing_model_names_its_command(capsys, tiny):
    tiny.unlink()
    status, found = doctor(capsys)
    assert status == 1
    assert found["model"]["present"] is False
    assert [missing["what"] for missing in found["missing"]] == ["The model tiny-coder is not on this machine."]
    assert found["missing"][0]["fix"].endswith("kernel-magic model fetch tiny")


def test_damaged_weights_are_not_called_present(capsys, tiny):
    tiny.write_bytes(tiny.read_bytes()[:-5])
    status, found = doctor(capsys)
    assert status == 1
    assert found["model"]["present"] is False
    assert "truncated" in found["missing"][0]["what"]


@pytest.mark.parametrize("backend", ["auto", "llama_cpp"])
def test_a_missing_package_names_its_pip_line(capsys, tiny, monkeypatch, backend):
    absent = ("xllamacpp", "torch")
    monkeypatch.setattr(registry, "find_spec", lambda name: None if name in absent else find_spec(name))
    monkeypatch.setenv("KERNEL_MAGIC_BACKEND", backend)
    status, found = doctor(capsys)
    assert status == 1
    assert "pip install 'kernel-magic[llama]'" in found["missing"][0]["fix"]
    assert {b["name"]: b["importable"] for b in found["backends"]}["llama_cpp"] is False


def test_a_folder_model_is_no_model_for_llama_cpp(capsys, tiny, monkeypatch, tmp_path):
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "config.json").write_text("{}")
    monkeypatch.setenv("KERNEL_MAGIC_MODEL", str(folder))
    status, found = doctor(capsys)
    assert status == 1
    assert "no GGUF file" in found["missing"][0]["what"]


def test_too_little_isolation_is_missing(capsys, tiny, monkeypatch):
    def refuse(self):
        raise IsolationError("This host reaches level 1, and level 3 is demanded.", "Lower minimum_level.")

    monkeypatch.setattr(LocalJudge, "isolation", refuse)
    status, found = doctor(capsys)
    assert status == 1
    assert found["isolation"] is None
    assert found["missing"][0]["fix"] == "Lower minimum_level."


def test_a_server_or_a_script_needs_no_weights(capsys, tiny, monkeypatch):
    tiny.unlink()
    monkeypatch.setenv("KERNEL_MAGIC_BACKEND", "scripted:replies.json")
    assert doctor(capsys)[0] == 0


def test_an_unknown_backend_lists_the_known_ones(capsys, tiny, monkeypatch):
    monkeypatch.setenv("KERNEL_MAGIC_BACKEND", "magic")
    status, found = doctor(capsys)
    assert status == 1
    assert "llama_cpp" in found["missing"][0]["fix"]


def test_a_wrong_setting_is_bad_input(capsys, tiny, monkeypatch):
    monkeypatch.setenv("KERNEL_MAGIC_BITS", "7")
    assert main(["doctor", "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["schema"] == "kernel-magic/error/1"
