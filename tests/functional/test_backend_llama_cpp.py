"""The process that holds a llama.cpp model: closed to others, gone when it should be, and no danger to its parent."""

from __future__ import annotations

import http.client
import json
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from kernel_magic.core import errors
from kernel_magic.core.chat import Continuation, SamplingParams
from kernel_magic.core.errors import BackendError, WeightsError
from kernel_magic.engine import weights
from kernel_magic.engine.choice import BackendChoice
from kernel_magic.engine.llama_cpp_backend import LlamaCppBackend, open_path, settings_for
from kernel_magic.engine.llama_cpp_process import ModelProcess
from kernel_magic.settings import Settings
from tests.fake_models import write_tiny_gguf

MODEL = "qwen2.5-coder-0.5b-instruct"
real = [pytest.mark.model, pytest.mark.timeout(600)]
SHORT = Continuation(prefix="def add(a, b):", sampling=SamplingParams(temperature=0, max_tokens=4))


def open_file(path: Path, cancelled=None) -> LlamaCppBackend:
    choice = BackendChoice(backend="llama_cpp", model=str(path), home=path.parent, context_tokens=512)
    return open_path(path, label="test", choice=choice, cancelled=cancelled)


@pytest.fixture(scope="module")
def gguf() -> Path:
    return weights.ensure(MODEL, home=Settings.load().home, allow_fetch=False)


@pytest.fixture
def backend(gguf: Path) -> Iterator[LlamaCppBackend]:
    opened = open_file(gguf)
    yield opened
    opened.close()


def gone(pid: int) -> bool:
    """Whether a process ends within a while."""
    try:
        psutil.Process(pid).wait(20)
    except psutil.NoSuchProcess:
        return True
    except psutil.TimeoutExpired:
        return False
    return True


class TestDamagedFiles:
    def test_a_file_that_is_no_model_is_refused(self, tmp_path):
        path = tmp_path / "a.gguf"
        for content in (b"", b"GGUF", b"<html>not found</html>", b"GGUF" + b"\xff" * 200, os.urandom(5000)):
            path.write_bytes(content)
            with pytest.raises(WeightsError, match="cannot be used as a model"):
                open_file(path)

    def test_a_file_that_is_cut_off_says_how_much_is_there(self, tmp_path):
        path = tmp_path / "a.gguf"
        write_tiny_gguf(path)
        whole = path.read_bytes()
        path.write_bytes(whole[:-100])
        with pytest.raises(WeightsError, match=rf"cut off: it has {len(whole) - 100:,} of"):
            open_file(path)

    def test_a_file_llama_cpp_cannot_load_is_an_error_and_leaves_no_process(self, tmp_path):
        path = tmp_path / "a.gguf"
        write_tiny_gguf(path)
        before = {p.pid for p in psutil.Process().children()}
        with pytest.raises(BackendError, match="could not load the model"):
            open_file(path)
        assert {p.pid for p in psutil.Process().children()} <= before


class TestClosedToOthers:
    pytestmark = real

    def test_no_port_is_open_and_nobody_else_can_enter(self, backend):
        process = psutil.Process(backend.process.pid)
        assert process.net_connections("inet") == []
        folder = Path(backend.process.where).parent
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert backend.process.key not in " ".join(process.cmdline())
        assert backend.process.key not in repr(backend.process)

    def test_a_port_is_on_the_loopback_and_wants_the_key(self, gguf):
        process = ModelProcess(settings_for(gguf, context_tokens=512, listen="loopback"))
        try:
            process.wait_ready()
            addresses = {c.laddr.ip for c in psutil.Process(process.pid).net_connections("inet")}
            assert addresses == {"127.0.0.1"}
            port = int(process.where.rpartition(":")[2])
            body = {"prompt": "x", "max_tokens": 1, "content": "x"}
            for path in ("/v1/completions", "/completion", "/tokenize", "/v1/chat/completions"):
                assert answer(port, "POST", path, body) == 401
                assert answer(port, "POST", path, body, key="wrong") == 401
            assert answer(port, "POST", "/tokenize", body, key=process.key) == 200
            assert answer(port, "GET", "/") in (401, 404)
            for path in ("/slots", "/metrics"):
                assert answer(port, "GET", path, key=process.key) != 200
        finally:
            process.close()


def answer(port: int, method: str, path: str, body: dict[str, object] | None = None, key: str = "") -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {key}"} if key else {})
    connection.request(method, path, json.dumps(body) if body else None, headers)
    status = connection.getresponse().status
    connection.close()
    return status


class TestItsEnd:
    pytestmark = real

    def test_closing_ends_the_process_and_leaves_nothing(self, gguf):
        backend = open_file(gguf)
        pid, folder = backend.process.pid, Path(backend.process.where).parent
        backend.close()
        backend.close()
        assert gone(pid)
        assert not folder.exists()
        with pytest.raises(BackendError, match="closed"):
            backend.complete(SHORT)

    def test_a_process_that_dies_is_an_error_and_the_next_call_starts_another(self, backend):
        first = backend.process.pid
        looks: list[int] = []

        def kill() -> bool:
            looks.append(1)
            if len(looks) == 3:
                os.kill(first, signal.SIGKILL)
            return False

        long = Continuation(prefix="word " * 300, sampling=SamplingParams(max_tokens=200))
        with pytest.raises(BackendError, match="SIGKILL"):
            backend.complete(long, cancelled=kill)
        assert backend.complete(SHORT)[0].completion_tokens == 4
        assert backend.process.pid != first

    def test_loading_can_be_cancelled(self, gguf):
        looks = iter((False, False, True))
        before = {p.pid for p in psutil.Process().children()}
        with pytest.raises(errors.Cancelled):
            open_file(gguf, cancelled=lambda: next(looks))
        assert {p.pid for p in psutil.Process().children()} <= before

    def test_it_does_not_outlive_a_parent_that_is_killed(self, gguf, tmp_path):
        code = (
            "import sys, time; from pathlib import Path; from kernel_magic.engine.llama_cpp_process import *\n"
            "p = ModelProcess(ServerSettings(model=Path(sys.argv[1]), context_tokens=256, threads=1)); p.wait_ready()\n"
            "print(p.pid, p.where, flush=True); time.sleep(600)"
        )
        # Modules of a learner's folder with the names of ours or Python's must not get in the way.
        for name in ("json.py", "random.py", "xllamacpp.py"):
            (tmp_path / name).write_text("raise SystemExit('imported a file of the working folder')")
        command = [sys.executable, "-P", "-c", code, str(gguf)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=tmp_path) as parent:
            assert parent.stdout is not None
            number, where = parent.stdout.readline().split()
            pid, folder = int(number), Path(where).parent
            assert folder.is_dir()
            assert psutil.pid_exists(pid)
            parent.kill()
        assert gone(pid)
        assert not folder.exists()


def interrupt() -> None:
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(5)


@pytest.mark.model
def test_ctrl_c_still_is_pythons(backend):
    before = signal.getsignal(signal.SIGINT)
    backend.complete(SHORT)
    assert signal.getsignal(signal.SIGINT) is before
    with pytest.raises(KeyboardInterrupt):
        interrupt()
    # Ctrl-C in a terminal reaches the whole session: the model's process is in another one.
    assert os.getsid(backend.process.pid) != os.getsid(0)
    assert backend.complete(SHORT)[0].completion_tokens == 4
