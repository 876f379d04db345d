"""The zygote: a warm, empty interpreter that builds the sandbox once and forks one run after another out of itself.

It never sees a program, an input or an expected value: those go from the judge to the run through pipes. It talks to
the judge over one datagram socket, in JSON; when the judge's end is closed, it ends and takes its run along.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import signal
import socket
import sys
import threading
import time
from dataclasses import replace
from typing import Any, NoReturn

from kernel_magic.judge.inside import (
    child,
    compiler,
    confine,
    kernel_calls,
    landlock,
    measuring,
    mutants,
    namespaces,
    native,
    seccomp,
    supervise,
)
from kernel_magic.judge.inside.launch import Launch
from kernel_magic.judge.inside.probe import probe
from kernel_magic.judge.inside.run_limits import RunLimits
from kernel_magic.judge.inside.scratch import BYTES, Scratch, beginnings

USUAL = (
    "abc", "bisect", "collections", "collections.abc", "contextlib", "copy", "dataclasses", "enum", "functools",
    "heapq", "io", "itertools", "json", "math", "operator", "random", "re", "string", "textwrap", "typing",
    "unicodedata",
)  # fmt: skip
"""Modules that are warm in every run."""
MORE = (
    "array", "asyncio", "base64", "calendar", "cmath", "csv", "ctypes", "datetime", "decimal", "fractions",
    "graphlib", "hashlib", "inspect", "numbers", "pprint", "queue", "secrets", "statistics", "struct", "tempfile",
    "threading", "time", "traceback", "types", "unittest", "uuid", "zlib", "zoneinfo",
)  # fmt: skip
"""Warm too where runs may not open any file (isolation level 1)."""
ON_REQUEST = ("numpy", "pandas")

_MOST_DESCRIPTORS = 5

_THREAD_STACK = 4 << 20
"""Of a thread that asks for no other: as many fit as a run may have processes."""
_PAGE = os.sysconf("SC_PAGE_SIZE")


class Gone(Exception):  # noqa: N818 - the ordinary end, not an error
    """The judge closed its end, or this process was asked to end while it waited for one."""


def main(control: int, options: str) -> NoReturn:
    """Build the sandbox as options say, then serve until the judge is gone."""
    child.KINDS |= {"measure": measuring.measure, "mutants": mutants.serve}
    wanted = json.loads(options)
    link = socket.socket(fileno=control)
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # threads of a library would not survive a fork
    threading.stack_size(_THREAD_STACK)
    sys.path[:] = [path for path in sys.path if os.path.isdir(path)] + wanted["paths"]  # noqa: PTH112
    warm(USUAL)
    readable = list(dict.fromkeys([*_system_paths(), *wanted["paths"]]))
    bound = list(dict.fromkeys([*readable, *wanted["tools"]]))
    namespaces_detail = wanted["without_namespaces"]
    inside = False
    if wanted["namespaces"] == "bubblewrap":
        _die_with_parent(signal.SIGKILL)
        _open_memory_map()
        inside, namespaces_detail = True, "user, mount, network, process, IPC and host name, by bubblewrap"
    elif wanted["namespaces"] == "own":
        try:
            _enter(link, bound)
            inside, namespaces_detail = True, "user, mount, network, process, IPC and host name"
        except OSError as error:
            # half entered is worse than not: the judge starts another one that does not try
            _say(link, {"retry": f"{error.strerror or error}"})
            os._exit(96)
    else:
        _die_with_parent(signal.SIGTERM)
        _open_memory_map()
    Zygote(link, wanted, readable, inside=inside).serve(namespaces_detail)
    os._exit(0)


def warm(names: tuple[str, ...] | list[str]) -> None:
    """Import modules so that every run finds them imported."""
    for name in names:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)


def _system_paths() -> list[str]:
    # an interpreter right below the root would make everything readable: its library alone then
    prefix = os.path.dirname(os.__file__) if sys.base_prefix == "/" else sys.base_prefix  # noqa: PTH120
    fixed = ["/usr", "/lib", "/lib64", prefix, "/etc/localtime", "/dev/null", "/dev/zero", "/dev/urandom"]
    return [path for path in fixed if os.path.lexists(path)]


def _enter(link: socket.socket, readable: list[str]) -> None:
    _die_with_parent(signal.SIGKILL)
    pid = namespaces.enter()
    if pid:
        link.close()
        os._exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) & 255)
    _die_with_parent(signal.SIGKILL)
    _open_memory_map()  # there is no /proc afterwards
    namespaces.build_root(readable)


def _open_memory_map() -> None:
    with contextlib.suppress(OSError):
        Zygote.memory_map = os.open("/proc/self/statm", os.O_RDONLY | os.O_CLOEXEC)


def _die_with_parent(number: int) -> None:
    if sys.platform.startswith("linux"):
        kernel_calls.prctl(kernel_calls.PR_SET_PDEATHSIG, number)


def _say(link: socket.socket, message: dict[str, Any]) -> None:
    link.send(json.dumps(message).encode("ascii"))


class Zygote:
    """Serves one judge."""

    memory_map: int | None = None
    """A descriptor of this process's `statm`, opened while there was a /proc; None: there is none."""

    def __init__(self, link: socket.socket, wanted: dict[str, Any], readable: list[str], *, inside: bool) -> None:
        self._link = link
        self._inside = inside
        self._readable = readable
        self._warm: set[str] = set()
        self._own_mounts = inside and wanted["namespaces"] == "own"
        self._scratch = Scratch(wanted["scratch"], there=wanted["namespaces"] == "bubblewrap")
        level = wanted["level"]
        self._abi = landlock.version() if level >= 2 else 0
        self._filtered = level >= 1 and not seccomp.missing_reason()
        self._opens = "landlock" if self._abi or self._own_mounts else "none"
        self._walls: dict[tuple[Launch, bool], confine.Walls] = {}
        self._floor = (0.0, 0)
        if self._filtered and self._opens == "none":
            warm(MORE)

    def serve(self, namespaces_detail: str) -> None:
        """Say hello, then fork runs until the judge is gone."""
        if sys.platform.startswith("linux"):
            kernel_calls.prctl(kernel_calls.PR_SET_CHILD_SUBREAPER, 1)
            # the runs' user may be ours: closes /proc/<us>/mem and ptrace
            kernel_calls.prctl(kernel_calls.PR_SET_DUMPABLE, 0)
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})  # else it would cut the tidying up short
        signal.signal(signal.SIGTERM, _leave)
        try:
            child.prepare(self._usual_folder())
            seen = self._measure()
            _say(self._link, {
                "namespaces": [self._inside, namespaces_detail],
                "landlock": [bool(self._abi) and seen["landlock"], self._abi],
                "seccomp": [self._filtered and seen["seccomp"], seccomp.missing_reason()],
                "opens": self._opens,
                "refused": seen["seccomp"],
            })  # fmt: skip
            while True:
                self._next()
        except Gone:
            pass
        finally:
            self._scratch.remove()

    def _next(self) -> None:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
        try:
            message, descriptors = self._receive()
        finally:
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
        if "run" in message:
            self._run(message, descriptors)

    def _receive(self) -> tuple[dict[str, Any], list[int]]:
        try:
            data, descriptors, _, _ = socket.recv_fds(self._link, 65536, _MOST_DESCRIPTORS)
        except ConnectionError:
            raise Gone from None
        if not data:
            raise Gone
        return json.loads(data), list(descriptors)

    def _run(self, message: dict[str, Any], descriptors: list[int]) -> None:
        number = message["run"]
        ends = confine.Descriptors(**dict(zip(message["ends"], descriptors, strict=True)))
        try:
            self._prepare(message["needs"])
            limits, launch = RunLimits(**message["limits"]), Launch.read(message["launch"])
            scratch = launch.uses_scratch(files=limits.files)
            work = self._work_folder(scratch=scratch)
            walls = self._wall(launch, files=limits.files)
            pid = os.fork()
            if pid == 0:
                self._become_run(walls, ends, limits, work, launch)
        finally:
            ends.close()
        watch = supervise.Watch(pid=pid, limits=limits)
        if scratch and not self._own_mounts:
            watch.scratch_size, watch.scratch_bytes = self._scratch.size, BYTES
        gone = ""
        try:
            gone = supervise.watch(watch, self._link, lambda: self._told(number), self._mark)
        except Gone:
            os.kill(pid, signal.SIGKILL)
            raise
        finally:
            ended = self._bury(pid, watch, launch)
        if gone == "gone":
            raise Gone
        _say(self._link, {"end": number, "why": gone, **ended})

    def _told(self, number: int) -> str:
        try:
            message, descriptors = self._receive()
        except Gone:
            return "gone"
        for descriptor in descriptors:
            os.close(descriptor)
        for word in ("kill", "mark", "next"):
            if message.get(word) == number:
                return word
        return ""

    def _mark(self, cpu: float, process: int | None) -> None:
        """Say the time used so far, and hand over the process itself: the judge then reads its clock without asking."""
        answer = {"used": cpu - self._floor[0], "floor": self._floor[0]}
        socket.send_fds(self._link, [json.dumps(answer).encode("ascii")], [] if process is None else [process])

    def _bury(self, pid: int, watch: supervise.Watch, launch: Launch) -> dict[str, Any]:
        _, status, usage = os.wait4(pid, 0)
        wall = time.monotonic() - watch.started
        scratch = launch.uses_scratch(files=watch.limits.files)
        supervise.sweep(alone=self._inside, could_fork=not self._filtered or launch.profile == "compiler")
        left = {}
        if scratch:
            left = beginnings(self._work_folder(scratch=scratch), watch.limits.brings_back)
            if self._own_mounts:
                namespaces.renew_scratch()
                self._forget_working_rules()
            else:
                self._scratch.empty()
        unit = 1 if sys.platform.startswith("linux") else 1024  # macOS counts bytes
        floor = self._floor if launch.profile == "python" else (0.0, 0)  # of the others the judge knows it
        return {
            "status": os.waitstatus_to_exitcode(status),
            "cpu": max(usage.ru_utime + usage.ru_stime - floor[0], 0.0),
            "wall": wall,
            "peak_kib": max(usage.ru_maxrss // unit - floor[1], 0),
            "floor": list(floor),
            "left": left,
        }

    def _become_run(
        self, walls: confine.Walls, ends: confine.Descriptors, limits: RunLimits, work: str, launch: Launch
    ) -> NoReturn:
        try:
            if launch.artifact_name and ends.artifact is not None:
                native.lay_artifact(ends.artifact, f"{work}/{launch.artifact_name}")
            confine.close_in(walls, ends, limits, work)
            match launch.profile:
                case "native":
                    native.serve(work, limits)
                case "compiler":
                    compiler.serve(work)
                case "python":
                    child.serve_bounded(work)
        except BaseException:  # noqa: BLE001 - a run must never go on as a second zygote
            os._exit(97)

    def _prepare(self, needs: list[str]) -> None:
        missing = [name for name in needs if name in ON_REQUEST and name not in self._warm]
        if missing:
            warm(missing)
            self._warm.update(missing)
            self._measure()

    def _work_folder(self, *, scratch: bool) -> str:
        return self._scratch.ready() if scratch and not self._own_mounts else self._usual_folder()

    def _usual_folder(self) -> str:
        """Where a run without files stands."""
        if self._own_mounts:
            return namespaces.SCRATCH
        return self._scratch.ready() if self._inside else "/"

    def _wall(self, launch: Launch, *, files: bool) -> confine.Walls:
        key = (launch, files)
        if key not in self._walls:
            rules = self._rules(launch, files=files) if self._abi else None
            program = None
            if self._filtered:
                program = seccomp.template(files=files, opens=self._opens, profile=launch.profile)
            self._walls[key] = confine.Walls(
                namespaces=self._inside, landlock=rules, seccomp=program, address_space_floor=0
            )
        return replace(self._walls[key], address_space_floor=self._mapped())

    def _rules(self, launch: Launch, *, files: bool) -> int:
        scratch = self._work_folder(scratch=True) if launch.uses_scratch(files=files) else ""
        return confine.rules(self._abi, launch, self._readable, scratch, files=files)

    def _forget_working_rules(self) -> None:
        """A rule is about a folder itself, not its name: the new scratch folder needs new rules."""
        for key in [(launch, files) for launch, files in self._walls if launch.uses_scratch(files=files)]:
            walls = self._walls.pop(key)
            if walls.landlock is not None:
                os.close(walls.landlock)

    def _mapped(self) -> int:
        """Bytes of address space this process has; a run starts with as many."""
        if self.memory_map is None:
            return 0
        return int(os.pread(self.memory_map, 200, 0).split()[0]) * _PAGE

    def _measure(self) -> dict[str, bool]:
        """What an empty run costs (taken off every run), and whether it was really held by its walls."""
        gc.collect()
        gc.freeze()
        limits = RunLimits(cpu_s=1, wall_s=5, memory_mib=64, cases=1, files=False)
        walls = self._wall(Launch(), files=False)
        pid = os.fork()
        if pid == 0:
            probe(walls, limits)
        _, status, usage = os.wait4(pid, 0)
        held = os.waitstatus_to_exitcode(status)
        unit = 1 if sys.platform.startswith("linux") else 1024
        self._floor = (usage.ru_utime + usage.ru_stime, usage.ru_maxrss // unit)
        return {"seccomp": bool(held > 0 and held & 1), "landlock": bool(held > 0 and held & 2)}


def _leave(number: int, frame: object) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise Gone
