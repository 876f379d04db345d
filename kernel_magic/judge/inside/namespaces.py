"""Own user, mount, network, process, IPC and host-name namespaces for the zygote, entered once.

The zygote becomes process 1 of its namespace: it sees only its own runs, and `kill(-1)` ends all of them. Its root is
a small memory file system with the interpreter's folders bound read-only; there is no /proc and no network.
"""

from __future__ import annotations

import ctypes
import os
import struct
from pathlib import Path

from kernel_magic.judge.inside import kernel_calls, syscalls_aarch64, syscalls_x86_64

SCRATCH = "/scratch"
SCRATCH_MIB = 64

_FLAGS = 0x10000000 | 0x20000 | 0x40000000 | 0x20000000 | 0x8000000 | 0x4000000  # USER NS NET PID IPC UTS
_PRIVATE = 0x44000  # MS_REC | MS_PRIVATE
_BIND = 0x5000  # MS_BIND | MS_REC
_NO_SUID_DEV = 6
_MOUNT_SETATTR = 442
_PIVOT_ROOT = {"aarch64": syscalls_aarch64.PIVOT_ROOT, "x86_64": syscalls_x86_64.PIVOT_ROOT}
_AT_RECURSIVE, _ATTRIBUTE_READ_ONLY = 0x8000, 1
_STAGES = ("/mnt", "/media", "/srv", "/opt", "/var/tmp", "/tmp")  # noqa: S108 - covered in our own mount tree only


def enter() -> int:
    """Enter new namespaces; processes forked from here on live in them. Returns 0 in process 1, its pid outside.

    Raises:
        OSError: this host does not let us; some of it may already be done, so the process must not go on.
    """
    uid, gid = os.getuid(), os.getgid()
    kernel_calls.unshare(_FLAGS)
    # the same ids as outside: another one could not use folders that belong to this user
    for name, text in (("setgroups", "deny"), ("uid_map", f"{uid} {uid} 1"), ("gid_map", f"{gid} {gid} 1")):
        Path("/proc/self", name).write_text(text, encoding="ascii")
    return os.fork()


def build_root(readable: list[str]) -> None:
    """Replace the root by a small one that holds only `readable`, read-only, and an empty scratch folder.

    Raises:
        OSError: a mount was refused.
    """
    kernel_calls.mount("none", "/", None, _PRIVATE)
    stage = _stage(readable)
    kernel_calls.mount("tmpfs", stage, "tmpfs", _NO_SUID_DEV, "size=8m,nr_inodes=4096,mode=755")
    for path in readable:
        _bind(path, stage)
    for name in ("scratch", "old"):
        Path(stage, name).mkdir()
    old = f"{stage}/old"
    if os.uname().machine not in _PIVOT_ROOT:
        raise OSError(0, f"no number of pivot_root for {os.uname().machine} yet")
    kernel_calls.syscall("pivot_root", _PIVOT_ROOT[os.uname().machine], stage.encode(), old.encode())
    os.chdir("/")
    kernel_calls.unmount("/old")
    Path("/old").rmdir()
    _mount_scratch()


def _stage(readable: list[str]) -> str:
    """A folder to build the root on. It is covered meanwhile, so nothing we bind may lie below it."""
    for stage in _STAGES:
        if Path(stage).is_dir() and not any(path == stage or path.startswith(stage + "/") for path in readable):
            return stage
    raise OSError(0, "no folder to build the sandbox's root on")


def _bind(path: str, stage: str) -> None:
    source, target = Path(path), Path(stage + path)
    if source.is_symlink():
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.is_symlink() and not target.exists():
            target.symlink_to(source.readlink())
        return
    if not source.exists() or _already_there(target):
        return
    if source.is_dir():
        target.mkdir(parents=True, exist_ok=True)
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.touch()
    kernel_calls.mount(path, str(target), None, _BIND)
    if not path.startswith("/dev/"):
        # mount_setattr and not a remount: it leaves flags alone that this user may not change
        attributes = ctypes.create_string_buffer(struct.pack("QQQQ", _ATTRIBUTE_READ_ONLY, 0, 0, 0), 32)
        target_bytes = str(target).encode()
        kernel_calls.syscall(
            f"read-only {path}", _MOUNT_SETATTR, kernel_calls.AT_FDCWD, target_bytes, _AT_RECURSIVE, attributes, 32
        )


def _already_there(target: Path) -> bool:
    """Whether an earlier bind of a folder above brought this one along."""
    return target.exists() and (not target.is_dir() or any(target.iterdir()))


def _mount_scratch() -> None:
    options = f"size={SCRATCH_MIB}m,nr_inodes=4096,mode=700"
    kernel_calls.mount("tmpfs", SCRATCH, "tmpfs", _NO_SUID_DEV, options)


def renew_scratch() -> None:
    """Throw the scratch folder away with all that is in it, and make an empty one."""
    os.chdir("/")
    kernel_calls.unmount(SCRATCH)
    _mount_scratch()
