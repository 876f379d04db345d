"""The parent's side of the process that holds a llama.cpp model: start it, talk to it, end it.

Where the system has local sockets the process listens on one in a folder that only this user can enter: no port at
all. Elsewhere it listens on 127.0.0.1. Both want a random key. Knows no prompts and no sampling.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import queue
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import weakref
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from kernel_magic.core import errors
from kernel_magic.core.errors import BackendError
from kernel_magic.core.ports import Cancelled

_SCRIPT = Path(__file__).with_name("llama_cpp_server.py")
_POLL_S = 0.05
_ANSWER_S = 60.0
"""How long a short request (count, template) may take on a machine that is busy with something else."""
_LOG_TAIL = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerSettings:
    """What the process is started with."""

    model: Path
    context_tokens: int
    threads: int
    slots: int = 4
    batch_tokens: int = 128
    listen: Literal["local", "loopback"] = "local"
    """`local`: a socket in a private folder; `loopback`: a port on 127.0.0.1."""


class ModelProcess:
    """A running process with a loaded model. Close it."""

    def __init__(self, settings: ServerSettings) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="kernel-magic-"))
        self._log = self._folder / "log"
        self._key = secrets.token_urlsafe(32)
        local = settings.listen == "local" and hasattr(socket, "AF_UNIX") and sys.platform != "win32"
        self._address = str(self._folder / "model.sock") if local else "127.0.0.1"
        self._port = 0
        self._answers: queue.SimpleQueue[str] = queue.SimpleQueue()
        try:
            self._process = self._start()
        except OSError as error:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise BackendError(f"The model's process could not be started: {error}.") from error
        # Also without a call to close(): the process must not outlive what owns it.
        self._end = weakref.finalize(self, _end, self._process, self._folder)
        self._send_settings(settings)
        threading.Thread(target=_read_lines, args=(self._process, self._answers), daemon=True).start()

    def __repr__(self) -> str:
        return f"<ModelProcess {self._process.pid} at {self.where}>"

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self._process.poll() is None

    @property
    def where(self) -> str:
        """What it listens on, for people: a path or `127.0.0.1:port`."""
        return f"{self._address}:{self._port}" if self._port else self._address

    @property
    def base_url(self) -> str:
        """The address for clients of the OpenAI protocol; empty where no port is open."""
        return f"http://{self._address}:{self._port}/v1" if self._port else ""

    @property
    def key(self) -> str:
        """The key that every request must bring."""
        return self._key

    def _start(self) -> subprocess.Popen[bytes]:
        # -P: a learner's `random.py` in the working folder must not be imported. A session of its own: Ctrl-C in a
        # terminal is meant for the parent.
        with self._log.open("wb") as log:
            return subprocess.Popen(  # noqa: S603 - our own script
                [sys.executable, "-P", str(_SCRIPT)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                start_new_session=True,
                env=_environment(),
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )

    def _send_settings(self, settings: ServerSettings) -> None:
        line = {
            "model": str(settings.model),
            "host": self._address,
            "folder": str(self._folder),
            "key": self._key,
            "context_tokens": settings.context_tokens,
            "slots": settings.slots,
            "threads": settings.threads,
            "batch_tokens": settings.batch_tokens,
            "verbosity": 1,
        }
        assert self._process.stdin is not None  # noqa: S101 - we asked for the pipe
        with contextlib.suppress(OSError):  # it died at once: wait_ready says so
            self._process.stdin.write(json.dumps(line).encode() + b"\n")
            self._process.stdin.flush()

    def wait_ready(self, *, cancelled: Cancelled | None = None) -> None:
        """Wait until the model is loaded.

        Raises:
            Cancelled: `cancelled` said so; the process has been ended.
            BackendError: it ended, or could not load the model.
        """
        try:
            self._take_answer(self._first_line(cancelled))
        except BaseException:
            self.close()
            raise

    def _first_line(self, cancelled: Cancelled | None) -> str:
        while cancelled is None or not cancelled():
            with contextlib.suppress(queue.Empty):
                return self._answers.get(timeout=_POLL_S)
        raise errors.Cancelled

    def _take_answer(self, line: str) -> None:
        answer = json.loads(line) if line else {"error": self.how_it_ended()}
        if "error" in answer:
            raise BackendError(f"llama.cpp could not load the model: {answer['error']} {self.log_tail()}".rstrip())
        if self._address == "127.0.0.1":
            self._port = urlsplit(answer["address"]).port or 0

    def how_it_ended(self) -> str:
        """A sentence on the end of the process."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=5)
        code = self._process.poll()
        if code is None:
            return "The model's process closed its pipe."
        if code >= 0:
            return f"The model's process ended with status {code}."
        name = signal.Signals(-code).name if -code in set(signal.Signals) else str(-code)
        memory = " The system may be short of memory." if name == "SIGKILL" else ""
        return f"The model's process was ended by {name}.{memory}"

    def log_tail(self) -> str:
        """The last lines the library wrote."""
        with contextlib.suppress(OSError):
            return " ".join(self._log.read_text(encoding="utf-8", errors="replace")[-_LOG_TAIL:].split())
        return ""

    def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """One short request and its answer.

        Raises:
            BackendError: the process is gone, or refused it.
        """
        with self._connected(_ANSWER_S) as connection:
            response = self._send(connection, path, body)
            return _answer(response.status, response.read())

    def stream(
        self, path: str, body: dict[str, Any], *, on_open: Callable[[Callable[[], None]], None]
    ) -> Iterator[dict[str, Any]]:
        """A request that is answered in pieces. `on_open` gets a function that ends it, from any thread.

        Raises:
            BackendError: the process is gone, or refused it.
        """
        with self._connected(None) as connection:
            sock = connection.sock
            on_open(lambda: _shut(sock))
            response = self._send(connection, path, body)
            if response.status != http.client.OK:
                _answer(response.status, response.read())
            while line := response.readline():
                if not line.startswith(b"data: "):
                    continue
                if line.startswith(b"data: [DONE]"):
                    return
                yield _piece(line[len(b"data: ") :])
            raise ConnectionResetError("the answer broke off")

    @contextlib.contextmanager
    def _connected(self, timeout_s: float | None) -> Iterator[http.client.HTTPConnection]:
        connection: http.client.HTTPConnection
        if self._port:
            connection = http.client.HTTPConnection(self._address, self._port, timeout=timeout_s)
        else:
            connection = _LocalConnection(self._address, timeout_s)
        try:
            connection.connect()
            yield connection
        except (OSError, http.client.HTTPException, ValueError) as error:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout=0.3)  # an end that is on its way explains more than "no answer"
            ended = "It did not answer." if self.alive else self.how_it_ended()
            raise BackendError(f"The model's process failed ({str(error) or type(error).__name__}). {ended}") from error
        finally:
            connection.close()

    def _send(
        self, connection: http.client.HTTPConnection, path: str, body: dict[str, Any]
    ) -> http.client.HTTPResponse:
        headers = {"Authorization": f"Bearer {self._key}", "Content-Type": "application/json", "Connection": "close"}
        connection.request("POST", path, json.dumps(body).encode(), headers)
        return connection.getresponse()

    def close(self) -> None:
        """End the process. Closing twice is allowed."""
        self._end()


class _LocalConnection(http.client.HTTPConnection):
    """HTTP over a local socket."""

    def __init__(self, path: str, timeout_s: float | None) -> None:
        super().__init__("localhost", timeout=timeout_s)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)


def _shut(sock: socket.socket) -> None:
    with contextlib.suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)


def _piece(data: bytes) -> dict[str, Any]:
    piece: dict[str, Any] = json.loads(data)
    if "error" in piece:
        return _answer(500, data)
    return piece


def _answer(status: int, data: bytes) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(data)
    problem = answer.get("error")
    if status == http.client.OK and problem is None:
        return answer
    message = problem.get("message", problem) if isinstance(problem, dict) else problem
    raise BackendError(f"llama.cpp refused the request ({status}): {message}")


def _read_lines(process: subprocess.Popen[bytes], into: queue.SimpleQueue[str]) -> None:
    assert process.stdout is not None  # noqa: S101 - we asked for the pipe
    with process.stdout as lines:
        for line in lines:
            into.put(line.decode("utf-8", errors="replace"))
    into.put("")


def _end(process: subprocess.Popen[bytes], folder: Path) -> None:
    with contextlib.suppress(OSError):
        if process.stdin is not None:
            process.stdin.close()
    process.kill()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(timeout=10)
    shutil.rmtree(folder, ignore_errors=True)


def _environment() -> dict[str, str]:
    """Ours, except that threads sleep where they wait for each other.

    Where they spin instead, as they do by default, one other busy process on two cores makes the model twenty times
    slower; sleeping costs next to nothing on a quiet machine.
    """
    return {"OMP_WAIT_POLICY": "passive"} | os.environ


def default_threads() -> int:
    """Physical cores this process may use: a second thread on a core makes this kind of work slower."""
    import psutil

    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(usable, psutil.cpu_count(logical=False) or usable))
