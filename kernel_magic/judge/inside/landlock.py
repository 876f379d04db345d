"""Landlock: which files a run can reach.

Says nothing about stat, chmod, chown, utime and xattr: seccomp refuses the changing ones, a mount namespace the rest.
"""

from __future__ import annotations

import ctypes
import os
import struct
from pathlib import Path

from kernel_magic.judge.inside import kernel_calls

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # the same numbers on every architecture

_EXECUTE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 2, 1 << 3
_TRUNCATE = 1 << 14
_WRITE = 1 << 1 | 1 << 4 | 1 << 5 | 1 << 7 | 1 << 8  # write, remove dir, remove file, make dir, make regular file
_FILE_RIGHTS = _EXECUTE | 1 << 1 | _READ_FILE | _TRUNCATE

_KNOWN_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}  # ABI: how many rights it can handle; later ones: 16


def version() -> int:
    """The kernel's Landlock ABI; 0 where there is none."""
    try:
        return kernel_calls.syscall("landlock version", _CREATE_RULESET, None, 0, 1)
    except OSError:
        return 0


def ruleset(abi: int, readable: list[str], writable: list[str], executable: tuple[str, ...] = ()) -> int:
    """A descriptor of a ruleset that grants reading below some paths, working below others, and nothing else.

    What is executable can be read too.

    Raises:
        OSError: the kernel refused it.
    """
    handled = (1 << _KNOWN_RIGHTS.get(abi, 16)) - 1
    network, scopes = (3 if abi >= 4 else 0), (3 if abi >= 6 else 0)
    size = 24 if abi >= 6 else 16 if abi >= 4 else 8
    attributes = ctypes.create_string_buffer(struct.pack("QQQ", handled, network, scopes), 24)
    descriptor = kernel_calls.syscall("landlock ruleset", _CREATE_RULESET, attributes, size, 0)
    for path in readable:
        _allow(descriptor, path, (_READ_FILE | _READ_DIR) & handled)
    for path in executable:
        _allow(descriptor, path, (_EXECUTE | _READ_FILE | _READ_DIR) & handled)
    for path in writable:
        _allow(descriptor, path, (_READ_FILE | _READ_DIR | _WRITE | _TRUNCATE) & handled)
    return descriptor


def _allow(descriptor: int, path: str, rights: int) -> None:
    try:
        target = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return  # not there: nothing to allow
    try:
        if not Path(path).is_dir():
            rights &= _FILE_RIGHTS  # the kernel refuses folder rights on a file
        rule = ctypes.create_string_buffer(struct.pack("=Qi", rights, target), 12)
        kernel_calls.syscall(f"landlock rule {path}", _ADD_RULE, descriptor, 1, rule, 0)
    finally:
        os.close(target)


def restrict(descriptor: int) -> None:
    """Put a ruleset in force for this process, for ever."""
    kernel_calls.syscall("landlock restrict", _RESTRICT_SELF, descriptor, 0)
