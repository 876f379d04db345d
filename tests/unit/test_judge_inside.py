"""The part of the judge that is loaded into the sandbox stays standard library only; the rest imports anywhere."""

from __future__ import annotations

import ast
import ctypes
import ctypes.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

import kernel_magic.judge

_JUDGE = Path(kernel_magic.judge.__file__).parent


def imports_of(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


@pytest.mark.parametrize("path", sorted((_JUDGE / "inside").glob("*.py")), ids=lambda path: path.name)
def test_inside_imports_only_the_standard_library_and_itself(path):
    for name in imports_of(path):
        assert name.split(".")[0] in sys.stdlib_module_names or name.startswith("kernel_magic.judge.inside"), name


def test_the_judge_can_be_imported_where_unix_modules_are_missing():
    script = (
        "import sys\n"
        "for name in ('fcntl', 'resource', 'pwd', 'grp', 'termios'): sys.modules[name] = None\n"
        "import kernel_magic.judge.local, kernel_magic.judge.contract, kernel_magic.cli.judge\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_a_system_without_fork_is_said_in_one_sentence():
    script = (
        "import sys\n"
        "import kernel_magic.judge.local as local\n"
        "sys.platform = 'win32'\n"
        "try: local.LocalJudge().isolation()\n"
        "except local.JudgeError as error: print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert "WSL" in done.stdout


def test_a_machine_without_a_table_of_system_calls_gets_no_filter(monkeypatch):
    from kernel_magic.judge.inside import seccomp

    other = os.uname_result(("Linux", "host", "6.1", "1", "riscv64"))
    monkeypatch.setattr(os, "uname", lambda: other)
    monkeypatch.setattr(sys, "platform", "linux")
    assert "riscv64" in seccomp.missing_reason()
    monkeypatch.setattr(sys, "platform", "darwin")
    assert "darwin" in seccomp.missing_reason()


def run_filter(program: bytes, number: int, arguments: tuple[int, ...] = (), arch: int = 0xC000003E) -> int:
    """What the kernel would answer: a small machine for the instructions we use."""
    import struct

    data = struct.pack("<IIQ6Q", number, arch, 0, *arguments, *([0] * (6 - len(arguments))))
    code = [struct.unpack_from("<HBBI", program, place) for place in range(0, len(program), 8)]
    accumulator = place = 0
    while True:
        operation, yes, no, value = code[place]
        place += 1
        if operation == 0x20:
            (accumulator,) = struct.unpack_from("<I", data, value)
        elif operation == 0x06:
            return int(value)
        elif operation == 0x05:
            place += value
        else:
            taken = {0x15: accumulator == value, 0x35: accumulator >= value, 0x45: bool(accumulator & value)}[operation]
            place += yes if taken else no


ALLOW, KILL, EPERM, ENOSYS = 0x7FFF0000, 0x80000000, 0x50001, 0x50026


@pytest.mark.parametrize(
    ("number", "arguments", "answer"),
    [
        (0, (), ALLOW),  # read
        (231, (), ALLOW),  # exit_group
        (449, (), ALLOW),  # the highest allowed one
        (41, (), EPERM),  # socket
        (57, (), EPERM),  # fork
        (59, (), EPERM),  # execve
        (101, (), EPERM),  # ptrace
        (90, (), EPERM),  # chmod
        (425, (), ENOSYS),  # io_uring_setup
        (435, (), ENOSYS),  # clone3
        (9999, (), ENOSYS),
        (56, (0x3D0F00,), ALLOW),  # clone for a thread
        (56, (17,), EPERM),  # clone for a process
        (62, (4242, 9), ALLOW),  # kill itself
        (62, (4243, 9), EPERM),
        (62, (0xFFFFFFFFFFFFFFFF, 9), EPERM),  # kill everybody
        (62, (0, 9), EPERM),  # its group
        (302, (0,), ALLOW),
        (302, (4242,), ALLOW),
        (302, (1,), EPERM),  # the limits of another process
        (53, (1,), ALLOW),
        (53, (2,), EPERM),
        (72, (3, 8), EPERM),  # F_SETOWN
        (16, (0, 0x5412), EPERM),  # TIOCSTI
        (157, (22,), EPERM),  # PR_SET_SECCOMP
        (0x40000000, (), KILL),  # x32
    ],
)
def test_the_filter_says_what_the_table_says(number, arguments, answer):
    from kernel_magic.judge.inside import seccomp

    program = seccomp.complete(seccomp.template(files=False, opens="landlock"), 4242)
    assert run_filter(program, number, arguments) == answer
    assert run_filter(program, number, arguments, arch=0x40000003) == KILL


@pytest.mark.parametrize(
    ("profile", "number", "arguments", "answer"),
    [
        ("python", 322, (5, 0, 0, 0, 0x1000), EPERM),  # execveat
        ("native", 322, (5, 0, 0, 0, 0x1000), ALLOW),
        ("native", 322, (6, 0, 0, 0, 0x1000), EPERM),  # another descriptor
        ("native", 322, (5, 0, 0, 0, 0), EPERM),  # by its path
        ("native", 322, (5, 0, 0, 0, 0x1100), EPERM),
        ("native", 59, (), EPERM),  # execve
        ("native", 57, (), EPERM),  # fork
        ("native", 56, (17,), EPERM),  # clone for a process
        ("compiler", 59, (), ALLOW),
        ("compiler", 57, (), ALLOW),
        ("compiler", 56, (17,), ALLOW),
        ("compiler", 56, (0x10000000 | 17,), EPERM),  # into a namespace of its own
        ("compiler", 322, (5, 0, 0, 0, 0x1000), EPERM),
        ("compiler", 41, (), EPERM),  # socket
        ("compiler", 101, (), EPERM),  # ptrace
        ("compiler", 165, (), EPERM),  # mount
        ("compiler", 272, (), EPERM),  # unshare
        ("compiler", 62, (1, 9), EPERM),  # kill another
    ],
)
def test_what_may_be_executed_is_a_matter_of_the_profile(profile, number, arguments, answer):
    from kernel_magic.judge.inside import seccomp

    template = seccomp.template(files=False, opens="landlock", machine="x86_64", profile=profile)
    assert run_filter(seccomp.complete(template, 4242), number, arguments) == answer


def test_files_and_opening_are_granted_by_profile():
    from kernel_magic.judge.inside import seccomp

    def answers(*, files: bool, opens: str) -> list[int]:
        program = seccomp.complete(seccomp.template(files=files, opens=opens), 7)
        calls = ((257, (0, 0, 0)), (257, (0, 0, 0o101)), (2, (0, 0o1)), (83, ()), (87, ()))
        return [run_filter(program, number, arguments) for number, arguments in calls]

    assert answers(files=False, opens="landlock") == [ALLOW, ALLOW, ALLOW, EPERM, EPERM]
    assert answers(files=True, opens="landlock") == [ALLOW] * 5
    assert answers(files=False, opens="none") == [EPERM] * 5


def test_every_jump_of_the_filter_lands_in_it():
    import struct

    from kernel_magic.judge.inside import seccomp

    for files in (False, True):
        for opens in ("landlock", "none"):
            program = seccomp.complete(seccomp.template(files=files, opens=opens), 1)
            code = [struct.unpack_from("<HBBI", program, place) for place in range(0, len(program), 8)]
            for place, (operation, yes, no, _) in enumerate(code):
                if operation in (0x15, 0x35, 0x45):
                    assert place + 1 + max(yes, no) < len(code)
            assert code[-1][0] == 0x06


@pytest.mark.parametrize(
    ("number", "arguments", "answer"),
    [
        (63, (), ALLOW),  # read
        (94, (), ALLOW),  # exit_group
        (449, (), ALLOW),  # the highest allowed one
        (198, (), EPERM),  # socket
        (221, (), EPERM),  # execve
        (117, (), EPERM),  # ptrace
        (425, (), ENOSYS),  # io_uring_setup
        (435, (), ENOSYS),  # clone3
        (220, (0x3D0F00,), ALLOW),  # clone for a thread
        (220, (17,), EPERM),  # clone for a process
        (129, (4242, 9), ALLOW),  # kill itself
        (129, (4243, 9), EPERM),
        (261, (1,), EPERM),  # the limits of another process
        (0x40000000, (), ENOSYS),  # no second table of numbers there
    ],
)
def test_the_filter_of_another_machine_has_its_own_numbers(number, arguments, answer):
    from kernel_magic.judge.inside import seccomp

    program = seccomp.complete(seccomp.template(files=False, opens="landlock", machine="aarch64"), 4242)
    assert run_filter(program, number, arguments, arch=0xC00000B7) == answer
    assert run_filter(program, number, arguments, arch=0xC000003E) == KILL  # an x86_64 program under emulation


def test_the_tables_are_those_of_the_systems_library():
    from kernel_magic.judge.inside import syscalls_aarch64, syscalls_x86_64

    library = ctypes.util.find_library("seccomp")
    if library is None:
        pytest.skip("libseccomp is not installed here")
    resolve = ctypes.CDLL(library).seccomp_syscall_resolve_name_arch
    resolve.argtypes = [ctypes.c_uint32, ctypes.c_char_p]
    policies = []
    for table in (syscalls_x86_64, syscalls_aarch64):
        policy = {}
        for part in ("ALLOWED", "FILES", "CONDITIONAL", "NATIVE", "COMPILER"):
            for name, number in getattr(table, part).items():
                known = resolve(table.AUDIT_ARCH, name.encode())
                if known != -1:  # newer than the library
                    assert known == number, name
                policy[name] = part
        for name, number in (("clone3", table.CLONE3), ("pivot_root", table.PIVOT_ROOT)):
            assert resolve(table.AUDIT_ARCH, name.encode()) == number
        policies.append(policy)
    wide, narrow = policies
    lacking = {name for name in wide if resolve(syscalls_aarch64.AUDIT_ARCH, name.encode()) < 0}
    assert narrow == {name: part for name, part in wide.items() if name not in lacking}
