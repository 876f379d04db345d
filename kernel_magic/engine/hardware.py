"""What this machine has for running a model, and which model `auto` means on it. Imports no model library.

Memory is what this process may have: the limits of a container count, not only what the machine has. CUDA devices are
counted by the driver in a process of its own, so that asking has no effect on this one (a process that has started
CUDA can no longer fork), and `CUDA_VISIBLE_DEVICES` and partitioned cards are seen as a model library sees them.
"""

from __future__ import annotations

import ctypes
import json
import os
import platform
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import psutil

_GIB = 1024**3
_DRIVER = "nvcuda.dll" if sys.platform == "win32" else "libcuda.so.1"
_TIMEOUT_S = 20
_TELLING = ("avx2", "avx512f", "avx512_vnni", "avx_vnni", "amx_int8", "asimddp", "i8mm", "sve")
"""Instruction sets that decide how fast quantised weights are multiplied."""

_COUNT_DEVICES = f"""
import ctypes, json
cuda = ctypes.CDLL({_DRIVER!r})
count, found = ctypes.c_int(), []
if cuda.cuInit(0) == 0 and cuda.cuDeviceGetCount(ctypes.byref(count)) == 0:
    for i in range(count.value):
        device, name, size = ctypes.c_int(), ctypes.create_string_buffer(200), ctypes.c_size_t()
        if cuda.cuDeviceGet(ctypes.byref(device), i) or cuda.cuDeviceTotalMem_v2(ctypes.byref(size), device):
            continue
        cuda.cuDeviceGetName(name, 200, device)
        found.append([name.value.decode(errors="replace"), size.value])
print(json.dumps(found))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hardware:
    """What was found. `cuda`: name and bytes of memory of each device."""

    cuda: tuple[tuple[str, int], ...]
    free_memory_bytes: int
    total_memory_bytes: int
    cpu_count: int
    """Processors this process may use."""
    cpu_name: str
    features: tuple[str, ...]
    """Instruction sets that matter for models, as the operating system names them."""

    @property
    def cuda_memory_bytes(self) -> int:
        """Memory of all CUDA devices together: a model may be spread over them."""
        return sum(size for _, size in self.cuda)


def detect() -> Hardware:
    """Look at this machine. The memory is looked at anew each time; the rest once."""
    memory = psutil.virtual_memory()
    total, free = memory.total, memory.available
    for limit, used in _cgroup_memory(Path("/proc/self/cgroup"), Path("/sys/fs/cgroup")):
        total, free = min(total, limit), min(free, max(limit - used, 0))
    name, features = _cpu()
    return Hardware(
        cuda=_cuda(),
        free_memory_bytes=free,
        total_memory_bytes=total,
        cpu_count=_cpu_count(),
        cpu_name=name,
        features=features,
    )


def choose_model(hardware: Hardware) -> str:
    """The catalogue name that `auto` means on this hardware.

    CUDA memory counts all devices and leaves room for a long context beside 8-bit weights; the 30B, whose experts stay
    in 16 bits, asks for more. The caller knows whether CUDA can be used: where the library for it (torch) is missing
    it passes `dataclasses.replace(hardware, cuda=())`.
    """
    memory = hardware.cuda_memory_bytes
    for gib, name in (
        (75, "qwen3-coder-30b-a3b-instruct"),
        (22, "qwen2.5-coder-14b-instruct"),
        (11, "qwen2.5-coder-7b-instruct"),
    ):
        if memory >= gib * _GIB:
            return name
    if hardware.free_memory_bytes >= 8 * _GIB or memory >= 5 * _GIB:
        return "qwen2.5-coder-1.5b-instruct"
    return "qwen2.5-coder-0.5b-instruct"


@cache
def _cuda() -> tuple[tuple[str, int], ...]:
    try:
        ctypes.CDLL(_DRIVER)
    except OSError:
        return ()
    try:
        answer = subprocess.run(  # noqa: S603 - our own interpreter, our own text
            [sys.executable, "-I", "-c", _COUNT_DEVICES], capture_output=True, timeout=_TIMEOUT_S, check=True
        ).stdout
        return tuple((str(name), int(size)) for name, size in json.loads(answer))
    except (OSError, subprocess.SubprocessError, ValueError):
        # A driver that does not answer is a device no model library can use either.
        return ()


def _cgroup_memory(memberships: Path, root: Path) -> list[tuple[int, int]]:
    """(limit, used) of every control group this process is in, innermost to outermost."""
    found: list[tuple[int, int]] = []
    try:
        lines = memberships.read_text(encoding="utf-8").splitlines()
    except OSError:
        return found
    for line in lines:
        _, controllers, path = line.split(":", 2)
        if controllers == "":
            base, limit_name, used_name, cache_name = root, "memory.max", "memory.current", "inactive_file"
        elif "memory" in controllers.split(","):
            base = root / "memory"
            limit_name, used_name, cache_name = "memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"
        else:
            continue
        folder = base / path.lstrip("/")
        # A container may see its own group at the root, under another path than the host's.
        for group in dict.fromkeys((folder, *folder.parents)):
            if not group.is_relative_to(base):
                break
            limit, used = _number(group / limit_name), _number(group / used_name)
            if limit is not None and used is not None:
                found.append((limit, used - _reclaimable(group, cache_name)))
    return found


def _number(path: Path) -> int | None:
    try:
        return int(path.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None


def _reclaimable(group: Path, name: str) -> int:
    """File cache that counts as used but is given back when memory is asked for."""
    try:
        for line in (group / "memory.stat").read_text(encoding="ascii").splitlines():
            key, _, value = line.partition(" ")
            if key == name:
                return int(value)
    except (OSError, ValueError):
        return 0
    return 0


def _cpu_count() -> int:
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


@cache
def _cpu() -> tuple[str, tuple[str, ...]]:
    name, flags = "", set[str]()
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines():
            key, _, value = line.partition(":")
            if key.strip() == "model name" and not name:
                name = value.strip()
            elif key.strip() in ("flags", "Features") and not flags:
                flags = set(value.split())
    except OSError:
        name = _sysctl("machdep.cpu.brand_string") if sys.platform == "darwin" else ""
    return name or platform.processor() or platform.machine(), tuple(f for f in _TELLING if f in flags)


def _sysctl(key: str) -> str:
    try:
        answer = subprocess.run(["/usr/sbin/sysctl", "-n", key], capture_output=True, timeout=5, check=True)  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return ""
    return answer.stdout.decode(errors="replace").strip()
