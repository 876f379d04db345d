"""What a figure was measured on: processor, memory, system, Python. Names no host, no user and no path."""

from __future__ import annotations

import argparse
import importlib.metadata
import os
import platform
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import psutil

# What decides how fast small models decode and prefill on a processor; other flags say nothing about our figures.
FEATURES = (
    "sse4_2",
    "avx2",
    "fma",
    "f16c",
    "avx512f",
    "avx512_vnni",
    "avx512_bf16",
    "avx_vnni",
    "amx_int8",
    "amx_bf16",
    "asimddp",
    "i8mm",
    "sve",
)
LIBRARIES = ("kernel-magic", "ipython", "torch", "transformers", "xllamacpp", "bitsandbytes", "numpy")


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """One machine, as far as it explains a measurement."""

    processor: str
    physical_cores: int
    logical_cores: int
    usable_cores: int
    """What this process may use: a container often has less than the machine."""
    features: tuple[str, ...]
    memory_gib: float
    accelerators: tuple[str, ...]
    system: str
    python: str
    libraries: tuple[str, ...]
    load: float
    """Running processes per usable core before the measurement began; near 1 or more: the figures are too slow."""

    def markdown(self) -> str:
        """The description as a list."""
        rows = [
            ("Processor", f"{self.processor}, {self.usable_cores} of {self.logical_cores} logical cores usable"),
            ("Instructions", ", ".join(self.features) or "nothing beyond the baseline found"),
            ("Memory", f"{self.memory_gib:.1f} GiB"),
            ("Accelerators", ", ".join(self.accelerators) or "none"),
            ("System", self.system),
            ("Python", self.python),
            ("Libraries", ", ".join(self.libraries)),
            ("Load before", f"{self.load:.2f} per core" + (" (busy: figures are too slow)" if self.load > 0.5 else "")),
        ]
        return "\n".join(f"- {name}: {text}" for name, text in rows)


def describe() -> Machine:
    """Look at this machine."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1)
    logical = psutil.cpu_count() or usable
    name, flags = _processor()
    return Machine(
        processor=name,
        physical_cores=psutil.cpu_count(logical=False) or logical,
        logical_cores=logical,
        usable_cores=usable,
        features=tuple(feature for feature in FEATURES if feature in flags),
        memory_gib=psutil.virtual_memory().total / 2**30,
        accelerators=_accelerators(),
        system=_system(),
        python=f"{platform.python_implementation()} {platform.python_version()}",
        libraries=tuple(_libraries()),
        load=psutil.getloadavg()[0] / usable,
    )


def _processor() -> tuple[str, frozenset[str]]:
    """The processor's name and its instruction-set flags, where the system tells them."""
    info = Path("/proc/cpuinfo")
    if info.exists():
        text = info.read_text("utf-8", errors="replace")
        name = re.search(r"^model name\s*:\s*(.+)$", text, re.MULTILINE)
        flags = re.search(r"^(?:flags|Features)\s*:\s*(.+)$", text, re.MULTILINE)
        return (name[1] if name else platform.machine()), frozenset(flags[1].split() if flags else ())
    sysctl = shutil.which("sysctl")
    if sysctl:
        asked = [sysctl, "-n", "machdep.cpu.brand_string"]
        done = subprocess.run(asked, capture_output=True, text=True, timeout=10, check=False)
        return done.stdout.strip() or platform.machine(), frozenset()
    return platform.processor() or platform.machine(), frozenset()


def _accelerators() -> tuple[str, ...]:
    """Graphics cards by name and memory; asking the driver's own tool needs no PyTorch."""
    tool = shutil.which("nvidia-smi")
    if not tool:
        return ()
    asked = [tool, "--query-gpu=name,memory.total", "--format=csv,noheader"]
    done = subprocess.run(asked, capture_output=True, text=True, timeout=30, check=False)
    return tuple(line.strip() for line in done.stdout.splitlines() if line.strip()) if done.returncode == 0 else ()


def _system() -> str:
    try:
        name = platform.freedesktop_os_release().get("PRETTY_NAME", "")
    except OSError:
        name = ""
    return f"{name or platform.system()}, {platform.system()} {platform.release().split('-')[0]}, {platform.machine()}"


def _libraries() -> list[str]:
    found = []
    for name in LIBRARIES:
        try:
            found.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            continue
    return found


if __name__ == "__main__":
    argparse.ArgumentParser(description=__doc__).parse_args()
    print(describe().markdown())
