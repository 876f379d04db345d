"""How a zygote can be started on this host: the ways, best first, each as a command line. Decides no level."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from kernel_magic.judge.inside.namespaces import SCRATCH

_START = Path(__file__).parent / "inside" / "start.py"
_SEATBELT = Path("/usr/bin/sandbox-exec")
_SCRATCH_BYTES = 64 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way to start a zygote."""

    name: str
    namespaces: Literal["own", "bubblewrap", ""]
    """Who makes the namespaces: the zygote itself, or bubblewrap before it starts."""
    level: int
    """The isolation level it can reach at most."""
    before: Callable[[str, list[str]], list[str]] = lambda _, __: []
    """What stands before an interpreter on the command line; gets it, and folders that runs need besides."""

    def command(self, python: str, link: int, options: dict[str, Any]) -> list[str]:
        """The command line of a zygote that talks over the descriptor `link`."""
        given = {
            **options,
            "namespaces": self.namespaces,
            "paths": _library_paths(python),
            "scratch": SCRATCH if self.namespaces == "bubblewrap" else options["scratch"],
        }
        own = [python, "-I", "-S", "-B", str(_START), str(link), json.dumps(given)]
        return [*self.before(python, options["tools"]), *own]


def ways(level: int) -> list[Way]:
    """The ways that this host may offer for a level, best first; the last one works wherever Python does."""
    found = []
    if level >= 3 and sys.platform.startswith("linux"):
        found.append(Way(name="own namespaces", namespaces="own", level=3))
        if shutil.which("bwrap"):
            found.append(Way(name="bubblewrap", namespaces="bubblewrap", level=3, before=_bubblewrap))
    if level >= 1 and sys.platform == "darwin" and _SEATBELT.exists():
        found.append(Way(name="sandbox-exec", namespaces="", level=1, before=_seatbelt))
    return [*found, Way(name="the interpreter", namespaces="", level=2)]


def _bubblewrap(python: str, tools: list[str]) -> list[str]:
    """Namespaces by bubblewrap, which some hosts allow where they forbid them to everybody else."""
    shown = ["/usr", "/lib", "/lib64", "/etc/localtime", *_folders_of(python), *_library_paths(python), *tools]
    binds = [word for path in dict.fromkeys(shown) for word in ("--ro-bind-try", path, path)]
    return [
        "bwrap", "--unshare-user", "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--as-pid-1",
        "--die-with-parent", *binds, "--dev", "/dev", "--proc", "/proc",
        "--size", str(_SCRATCH_BYTES), "--tmpfs", SCRATCH, "--chdir", "/", "--",
    ]  # fmt: skip


def _folders_of(python: str) -> list[str]:
    """What an interpreter needs in order to start a zygote: its own folders, and the zygote's program."""
    found = {Path(python).parent.parent, Path(python).resolve().parent.parent, _START.parents[2]}
    if python == sys.executable:
        found |= {Path(sys.prefix), Path(sys.base_prefix)}
    return sorted(str(path) for path in found if path != path.parent)


def _seatbelt(python: str, _: list[str]) -> list[str]:
    """macOS: no new programs, no network, no writing, no reading below the users' folders but the interpreter's own."""
    allowed = " ".join(f'(subpath "{path}")' for path in _folders_of(python) if '"' not in path)
    profile = (
        '(version 1) (allow default) (deny network*) (deny file-write*) (allow file-write* (literal "/dev/null"))'
        f' (deny file-read* (subpath "/Users") (subpath "/Volumes")) (allow file-read* {allowed})'
        f" (deny process-exec*) (allow process-exec* {allowed}) (deny signal) (allow signal (target same-sandbox))"
    )
    return [str(_SEATBELT), "-p", profile]


class _LongLivedThread:
    """Starts processes from a thread that lives as long as this process.

    A zygote asks the kernel to be ended with the *thread* that started it, and cells of a notebook may run in threads
    that end.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pid = 0
        self._executor: ThreadPoolExecutor | None = None

    def call(self, work: Callable[[], subprocess.Popen[bytes]]) -> subprocess.Popen[bytes]:
        """What `work` returns, called in that thread."""
        with self._lock:
            if self._executor is None or self._pid != os.getpid():  # a fork keeps no threads
                self._executor = ThreadPoolExecutor(1, thread_name_prefix="kernel-magic-judge")
                self._pid = os.getpid()
            executor = self._executor
        return executor.submit(work).result()


_starter = _LongLivedThread()


_starter = _LongLivedThread()


def start_long_lived(command: list[str], descriptor: int) -> subprocess.Popen[bytes]:
    """Start a process that is handed `descriptor`, from a thread that lives as long as this process.

    Raises:
        OSError: the program cannot be started.
    """
    return _starter.call(lambda: _popen(command, descriptor))


def _popen(command: list[str], descriptor: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - our own script in the interpreter of the setting
        command,
        pass_fds=[descriptor],
        # one heap for all threads: each further one fills 64 MiB of address space
        env={"LANG": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "1"},
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _library_paths(python: str) -> list[str]:
    """Where installed packages lie, for runs to read: this interpreter's; another one's are not known."""
    if python != sys.executable:
        return []
    found = dict.fromkeys(sysconfig.get_path(name) for name in ("purelib", "platlib"))
    return [path for path in found if Path(path).is_dir()]
