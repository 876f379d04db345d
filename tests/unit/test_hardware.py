"""What `auto` chooses, and that a container's limits count."""

from __future__ import annotations

import sys
from pathlib import Path

import psutil
import pytest

from kernel_magic.engine import hardware
from kernel_magic.engine.hardware import Hardware, choose_model

GIB = 1024**3


def machine(*, free: float, cuda: tuple[float, ...] = ()) -> Hardware:
    return Hardware(
        cuda=tuple((f"card {i}", int(size * GIB)) for i, size in enumerate(cuda)),
        free_memory_bytes=int(free * GIB),
        total_memory_bytes=64 * GIB,
        cpu_count=2,
        cpu_name="",
        features=(),
    )


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (machine(free=4), "qwen2.5-coder-0.5b-instruct"),
        (machine(free=7.99), "qwen2.5-coder-0.5b-instruct"),
        (machine(free=8), "qwen2.5-coder-1.5b-instruct"),
        (machine(free=500), "qwen2.5-coder-1.5b-instruct"),
        (machine(free=4, cuda=(2,)), "qwen2.5-coder-0.5b-instruct"),
        (machine(free=4, cuda=(6,)), "qwen2.5-coder-1.5b-instruct"),
        (machine(free=4, cuda=(11.7,)), "qwen2.5-coder-7b-instruct"),
        (machine(free=4, cuda=(8, 8)), "qwen2.5-coder-7b-instruct"),
        (machine(free=4, cuda=(23.6,)), "qwen2.5-coder-14b-instruct"),
        (machine(free=4, cuda=(139,)), "qwen3-coder-30b-a3b-instruct"),
    ],
)
def test_auto_chooses_by_memory(found, expected):
    assert choose_model(found) == expected


def test_this_machine_is_described():
    found = hardware.detect()
    assert 0 < found.free_memory_bytes <= found.total_memory_bytes <= psutil.virtual_memory().total
    assert found.cpu_count >= 1
    assert found.cpu_name
    assert "torch" not in sys.modules or found.cuda is not None


def write(folder: Path, **files: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text)


def test_the_limits_of_a_container_count(tmp_path):
    (tmp_path / "cgroup").write_text("0::/pod/job\n")
    root = tmp_path / "fs"
    write(root / "pod" / "job", memory__max="max\n", memory__current="10\n")
    write(
        root / "pod",
        memory__max=f"{2 * GIB}\n",
        memory__current=f"{GIB}\n",
        memory__stat=f"anon 5\ninactive_file {GIB // 2}\n",
    )
    assert hardware._cgroup_memory(tmp_path / "cgroup", root) == [(2 * GIB, GIB // 2)]


def test_the_limits_of_an_older_container_count(tmp_path):
    (tmp_path / "cgroup").write_text("9:name=systemd:/\n4:cpu,memory:/job\n0::/\n")
    root = tmp_path / "fs"
    write(root / "memory" / "job", memory__limit_in_bytes="3000", memory__usage_in_bytes="1000")
    assert hardware._cgroup_memory(tmp_path / "cgroup", root) == [(3000, 1000)]


def test_a_limit_makes_auto_choose_the_small_model(monkeypatch):
    monkeypatch.setattr(hardware, "_cgroup_memory", lambda *paths: [(4 * GIB, GIB)])
    found = hardware.detect()
    assert found.free_memory_bytes <= 3 * GIB
    assert found.total_memory_bytes <= 4 * GIB


def test_a_machine_without_control_groups_is_no_error(tmp_path):
    assert hardware._cgroup_memory(tmp_path / "none", tmp_path) == []


@pytest.mark.device
def test_a_cuda_device_is_found_without_starting_cuda_here():
    import torch

    found = hardware.detect().cuda
    assert [name for name, _ in found] == [torch.cuda.get_device_name(i) for i in range(len(found))]
    assert len(found) == torch.cuda.device_count() > 0
