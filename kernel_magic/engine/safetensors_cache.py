"""GGUF files turned into folders of safetensors files, once, for transformers. Loads no model itself.

transformers reads a GGUF file in about a minute each time; the folder made from it loads in seconds.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from kernel_magic.core import errors
from kernel_magic.core.errors import BackendError
from kernel_magic.core.ports import Cancelled, OnProgress, Progress
from kernel_magic.engine import file_lock
from kernel_magic.engine.watch import Watch

_SCRIPT = Path(__file__).with_name("gguf_to_safetensors.py")
_POLL_S = 0.05
_LOG_TAIL = 600


def folder_for(gguf: Path, *, home: Path) -> Path:
    """Where the folder for this file lies, or would lie. A changed file gets another one."""
    state = gguf.stat()
    key = f"{gguf.resolve()}\n{state.st_size}\n{state.st_mtime_ns}"
    return home / "safetensors" / f"{gguf.stem}-{hashlib.sha256(key.encode()).hexdigest()[:12]}"


def ensure(
    gguf: Path, *, home: Path, on_progress: OnProgress | None = None, cancelled: Cancelled | None = None
) -> Path:
    """The folder for this file; made now where there is none yet.

    Raises:
        BackendError: transformers cannot read the file, or the folder cannot be written.
        Cancelled: `cancelled` said so; nothing is left behind.
    """
    folder = folder_for(gguf, home=home)
    if folder.is_dir():
        return folder
    watch = Watch(on_progress, cancelled)
    with file_lock.held(folder.with_name(folder.name + ".lock"), while_waiting=watch.check):
        if not folder.is_dir():
            _make(gguf, folder, watch)
    return folder


def _make(gguf: Path, folder: Path, watch: Watch) -> None:
    # Beside its place, so that moving it there is one step: a folder under that name is always whole.
    scratch = Path(tempfile.mkdtemp(prefix=".making-", dir=folder.parent))
    try:
        _run([sys.executable, "-P", str(_SCRIPT), str(gguf), str(scratch)], scratch / "log", watch, gguf)
        (scratch / "log").unlink()
        scratch.rename(folder)
    except OSError as error:
        raise BackendError(
            f"{gguf.name} cannot be prepared for transformers in {folder.parent}: {error}.",
            "Check the folder and the free disk space.",
        ) from error
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _run(command: list[str], log: Path, watch: Watch, gguf: Path) -> None:
    with log.open("wb") as errors_to:
        process = subprocess.Popen(  # noqa: S603 - our own script
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors_to, start_new_session=True
        )
    try:
        _follow(process, watch, gguf)
        code = process.wait()
    finally:
        process.kill()
        process.wait()
    if code != 0:
        tail = " ".join(log.read_text(encoding="utf-8", errors="replace")[-_LOG_TAIL:].split())
        raise BackendError(
            f"transformers cannot read {gguf.name} (status {code}): {tail}", "Use the backend llama_cpp for this file."
        )


def _follow(process: subprocess.Popen[bytes], watch: Watch, gguf: Path) -> None:
    lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(process, lines), daemon=True).start()
    while True:
        if watch.cancelled is not None and watch.cancelled():
            raise errors.Cancelled
        with contextlib.suppress(queue.Empty):
            line = lines.get(timeout=_POLL_S)
            if not line:
                return
            _tell(watch, line, gguf)


def _read(process: subprocess.Popen[bytes], into: queue.SimpleQueue[bytes]) -> None:
    assert process.stdout is not None  # noqa: S101 - we asked for the pipe
    with process.stdout as stream:
        for line in stream:
            into.put(line)
    into.put(b"")


def _tell(watch: Watch, line: bytes, gguf: Path) -> None:
    if watch.on_progress is None:
        return
    with contextlib.suppress(json.JSONDecodeError):
        step = json.loads(line)
        message = f"Preparing {gguf.name} for transformers, once: {step['message']}"
        watch.on_progress(Progress(stage="load", message=message, done=step["step"], total=step["of"]))
