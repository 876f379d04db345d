"""The seccomp filter: an allow-list of system calls, as classic BPF. No fork, no exec, no socket, no signal to others.

A run that becomes another program may execute one descriptor; only a run of compilers may fork and execute by name,
and which files it may execute is Landlock's business.

The filter holds the run's own process id (signals and limits may only concern itself), so it is built once with
places to fill in and completed in each run.
"""

from __future__ import annotations

import os
import struct
import sys
from types import ModuleType

from kernel_magic.judge.inside import syscalls_aarch64, syscalls_x86_64
from kernel_magic.judge.inside.launch import Profile

_TABLES: dict[str, ModuleType] = {"x86_64": syscalls_x86_64, "aarch64": syscalls_aarch64}

_ALLOW, _KILL = 0x7FFF0000, 0x80000000
_EPERM, _ENOSYS = 0x50000 | 1, 0x50000 | 38

_OWN_PID = -1
"""Stands in an instruction for the run's process id."""

_Instruction = tuple[int, int, int, int]

PROGRAM = 5
"""The descriptor of a run's artifact: the only one that a native run may execute."""

_ARGUMENT = (16, 24, 32, 40, 48)
"""Where the low halves of the first five arguments lie in `seccomp_data`."""

_FCNTL_COMMANDS = (0, 1, 2, 3, 4, 5, 6, 7, 1030, 1032)  # no SETOWN, SETSIG, SETLEASE, NOTIFY, SETPIPE_SZ
_IOCTL_COMMANDS = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)  # TCGETS, winsize, FIONREAD, FIONBIO, (N)CLEX
_PRCTL_OPTIONS = (15, 16, 0x53564D41)  # names of threads and mappings
_CLONE_THREAD = 0x10000
_CLONE_NAMESPACES = 0x7E020080
_AT_EMPTY_PATH = 0x1000
_LONGEST_JUMP = 255
"""Of a conditional jump, in instructions."""
_AF_UNIX = 1


def missing_reason() -> str:
    """Why no filter can be built here; empty where one can."""
    if not sys.platform.startswith("linux"):
        return f"{sys.platform} has no seccomp"
    if os.uname().machine not in _TABLES or struct.calcsize("P") != 8 or sys.byteorder != "little":
        return f"no table of system calls for {os.uname().machine} yet"
    return ""


def _load(offset: int) -> _Instruction:
    return (0x20, 0, 0, offset)


def _equal(value: int, yes: int, no: int) -> _Instruction:
    return (0x15, yes, no, value)


def _at_least(value: int, yes: int, no: int) -> _Instruction:
    return (0x35, yes, no, value)


def _any_bit(value: int, yes: int, no: int) -> _Instruction:
    return (0x45, yes, no, value)


def _return(value: int) -> _Instruction:
    return (0x06, 0, 0, value)


def _one_of(argument: int, values: tuple[int, ...]) -> list[_Instruction]:
    body = [_load(_ARGUMENT[argument])]
    for value in values:
        body += [_equal(value, 0, 1), _return(_ALLOW)]
    return [*body, _return(_EPERM)]


def _only_the_program() -> list[_Instruction]:
    """`execveat` of one descriptor without a path, so that no path can be executed."""
    return [
        *(_load(_ARGUMENT[0]), _equal(PROGRAM, 1, 0), _return(_EPERM)),
        *(_load(_ARGUMENT[4]), _equal(_AT_EMPTY_PATH, 1, 0), _return(_EPERM)),
        _return(_ALLOW),
    ]


def _clone(profile: Profile) -> list[_Instruction]:
    if profile == "compiler":
        return [_load(_ARGUMENT[0]), _any_bit(_CLONE_NAMESPACES, 0, 1), _return(_EPERM), _return(_ALLOW)]
    return [_load(_ARGUMENT[0]), _any_bit(_CLONE_THREAD, 0, 1), _return(_ALLOW), _return(_EPERM)]


def _conditions(profile: Profile) -> dict[str, list[_Instruction]]:
    return {
        "kill": _one_of(0, (_OWN_PID,)),
        "tgkill": _one_of(0, (_OWN_PID,)),
        "prlimit64": _one_of(0, (0, _OWN_PID)),
        "socketpair": _one_of(0, (_AF_UNIX,)),
        "fcntl": _one_of(1, _FCNTL_COMMANDS),
        "ioctl": _one_of(1, _IOCTL_COMMANDS),
        "prctl": _one_of(0, _PRCTL_OPTIONS),
        "clone": _clone(profile),
        **({"execveat": _only_the_program()} if profile == "native" else {}),
    }


def _ranges(answers: dict[int, list[_Instruction]], first_modern: int) -> list[tuple[int, list[_Instruction]]]:
    """Every number's answer, as ranges: (first number, answer) up to the next one's first."""
    found: list[tuple[int, list[_Instruction]]] = []
    for number in sorted({0, first_modern, *answers, *(number + 1 for number in answers)}):
        refused = [_return(_ENOSYS if number >= first_modern else _EPERM)]
        answer = answers.get(number, refused)
        if not found or found[-1][1] != answer:
            found.append((number, answer))
    return found


def _tree(ranges: list[tuple[int, list[_Instruction]]]) -> list[_Instruction]:
    """Halve until one range is left. When it is installed, the kernel walks the filter once for every number it knows.

    One comparison after another took 0.3 ms there, for every run.
    """
    if len(ranges) == 1:
        return ranges[0][1]
    middle = len(ranges) // 2
    below, above = _tree(ranges[:middle]), _tree(ranges[middle:])
    if len(below) <= _LONGEST_JUMP:
        return [_at_least(ranges[middle][0], len(below), 0), *below, *above]
    return [_at_least(ranges[middle][0], 0, 1), (0x05, 0, 0, len(below)), *below, *above]


def template(*, files: bool, opens: str, machine: str = "", profile: Profile = "python") -> bytes:
    """The filter with the process id left open.

    Args:
        machine: whose table of system calls; empty: this one's.
        profile: what the run holds.
        files: grant the calls a writable scratch folder needs.
        opens: `landlock` (which files can be opened is the business of Landlock or of a mount namespace), `none`.
    """
    table = _TABLES[machine or os.uname().machine]
    numbers = {**table.ALLOWED, **(table.FILES if files else {}), **(table.COMPILER if profile == "compiler" else {})}
    if opens != "landlock":
        for name in ("open", "openat"):
            numbers.pop(name, None)
    code = [_load(4), _equal(table.AUDIT_ARCH, 1, 0), _return(_KILL), _load(0)]
    if table.X32_BIT is not None:
        code += [_at_least(table.X32_BIT, 0, 1), _return(_KILL)]
    answers: dict[int, list[_Instruction]] = {number: [_return(_ALLOW)] for number in numbers.values()}
    places = {**table.CONDITIONAL, **table.NATIVE}
    answers |= {places[name]: body for name, body in _conditions(profile).items()}
    answers[table.CLONE3] = [_return(_ENOSYS)]
    code += _tree(_ranges(answers, table.FIRST_MODERN))
    return b"".join(struct.pack("<HBBI", op, yes, no, value & 0xFFFFFFFF) for op, yes, no, value in code)


def complete(program: bytes, pid: int) -> bytes:
    """The filter for the process `pid`."""
    open_place, filled = struct.pack("<HBBI", *_equal(0xFFFFFFFF, 0, 1)), struct.pack("<HBBI", *_equal(pid, 0, 1))
    return program.replace(open_place, filled)
