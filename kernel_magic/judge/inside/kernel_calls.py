"""The few system calls Python has no name for, through ctypes. Linux only; importing it is safe anywhere."""

from __future__ import annotations

import ctypes
import os
import struct

_libc = ctypes.CDLL(None, use_errno=True)

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_SECCOMP = 22
PR_SET_CHILD_SUBREAPER = 36
PR_SET_NO_NEW_PRIVS = 38

AT_FDCWD = -100

_Strings = ctypes.Array[ctypes.c_char_p]


def _checked(result: int, what: str) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result


def syscall(what: str, number: int, *arguments: int | bytes | ctypes.Array[ctypes.c_char] | None) -> int:
    """One raw system call.

    Raises:
        OSError: it failed; the message starts with `what`.
    """
    passed = [ctypes.c_long(item) if isinstance(item, int) else item for item in arguments]
    return _checked(int(_libc.syscall(ctypes.c_long(number), *passed)), what)


_EXECVEAT = {"x86_64": 322, "aarch64": 281}
_AT_EMPTY_PATH = 0x1000


def execute(descriptor: int, arguments: _Strings, environment: _Strings) -> None:
    """Become the program behind a descriptor. Returns only by an error.

    Raises:
        OSError: the program cannot be executed.
    """
    number = ctypes.c_long(_EXECVEAT[os.uname().machine])
    _checked(
        int(_libc.syscall(number, descriptor, b"", arguments, environment, _AT_EMPTY_PATH)), "executing the program"
    )


def prctl(option: int, value: int) -> None:
    """`prctl(option, value, 0, 0, 0)`."""
    _checked(
        int(_libc.prctl(option, ctypes.c_ulong(value), ctypes.c_ulong(0), ctypes.c_ulong(0), ctypes.c_ulong(0))),
        f"prctl {option}",
    )


def install_filter(program: bytes) -> None:
    """Put a seccomp filter in force for this process, for ever. Needs `PR_SET_NO_NEW_PRIVS` before."""
    code = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("HxxxxxxQ", len(program) // 8, ctypes.addressof(code))
    pointer = ctypes.create_string_buffer(header, len(header))
    zero = ctypes.c_ulong(0)
    _checked(int(_libc.prctl(PR_SET_SECCOMP, ctypes.c_ulong(2), pointer, zero, zero)), "seccomp filter")


def drop_capabilities() -> None:
    """Give up every capability of this process."""
    header = struct.pack("Ii", 0x20080522, 0)  # _LINUX_CAPABILITY_VERSION_3, this thread
    _checked(int(_libc.capset(header, bytes(24))), "capset")


def unshare(flags: int) -> None:
    """Leave the namespaces named by `flags`."""
    _checked(int(_libc.unshare(ctypes.c_int(flags))), "unshare")


def mount(source: str, target: str, kind: str | None, flags: int, options: str | None = None) -> None:
    """`mount(2)`."""
    _checked(
        int(
            _libc.mount(
                source.encode(),
                target.encode(),
                kind.encode() if kind else None,
                ctypes.c_ulong(flags),
                options.encode() if options else None,
            )
        ),
        f"mount {target}",
    )


def unmount(target: str) -> None:
    """Take a mount out of the tree at once; whoever still uses it keeps it (`MNT_DETACH`)."""
    _checked(int(_libc.umount2(target.encode(), 2)), f"umount {target}")
