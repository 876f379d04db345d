"""What foreign code tries against the machine is refused, at every isolation level this host can reach."""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kernel_magic.core.problem import Call, Contract, Limits, TestCase
from kernel_magic.core.source import Source
from kernel_magic.core.verdict import Verdict
from kernel_magic.judge import zygote_start
from kernel_magic.judge.inside import landlock
from kernel_magic.judge.local import LocalJudge

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the walls are Linux ones")

_LIBC = "import ctypes; libc = ctypes.CDLL(None, use_errno=True)\n"


@pytest.fixture(scope="module", params=[3, "bubblewrap", 2, 1])
def judge(request):
    level = 3 if request.param == "bubblewrap" else request.param
    with pytest.MonkeyPatch.context() as patch, LocalJudge(level=level) as judge:
        if request.param == "bubblewrap":
            if shutil.which("bwrap") is None:
                pytest.skip("bubblewrap is not installed here")
            offered = zygote_start.ways(3)
            patch.setattr(judge._sandbox, "_ways", [way for way in offered if way.name == "bubblewrap"])
        if judge.isolation().level != level:
            pytest.skip(f"this host does not reach level {level}")
        yield judge


def _namespaces_can_be_entered():
    code = (
        "import ctypes, sys; sys.exit(ctypes.CDLL(None).unshare(0x10000000 | 0x20000 | 0x40000000 | 0x20000000) != 0)"
    )
    return subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_judge_reaches_the_level_that_this_host_offers():
    # the tests below are skipped where a level is not reached: that must never be for a fault of ours
    offered = 0
    if platform.machine() == "x86_64" and "Seccomp:" in Path("/proc/self/status").read_text(encoding="utf-8"):
        offered = 1 + (landlock.version() > 0)
    if offered == 2 and _namespaces_can_be_entered():
        offered = 3
    with LocalJudge() as judge:
        assert judge.isolation().level == offered, judge.isolation()


def attempt(judge, body, *, files=False, setup=""):
    """What the function `attempt`, with this body, came to."""
    lines = "\n".join(f"    {line}" for line in body.strip().splitlines())
    source = Source(text=f"import os, sys\n{setup}\ndef attempt():\n{lines}\n")
    case = TestCase(name="1", given=Call(), expected=None)
    limits = Limits(cpu_s=2, wall_s=20)
    report = judge.judge(source, Contract(function="attempt", cases=(case,), files=files, limits=limits))
    return report.cases[0]


def refused(result):
    """Refused with an exception inside the run: nothing came of it, and the run was not needed to be killed."""
    return result.verdict is Verdict.RTE and result.reason == "exception"


@pytest.mark.parametrize(
    "body",
    [
        "import socket; socket.socket()",
        "import socket; socket.socket(socket.AF_UNIX)",
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "os.fork()",
        "os.execv('/bin/sh', ['sh', '-c', 'exit 0'])",
        "import subprocess; subprocess.run(['/bin/true'])",
        "if os.system('true') != 0: raise OSError",
        "os.kill(os.getppid(), 0)",
        "os.kill(1, 0)",
        "os.kill(-1, 0)",
        "os.killpg(0, 0)",
        "import resource; resource.prlimit(os.getppid(), resource.RLIMIT_CPU)",
        "import resource; resource.setrlimit(resource.RLIMIT_CPU, (-1, -1))",
        "os.chmod('/', 0o777)",
        "os.utime('/')",
        "os.symlink('/', 'link')",
        "os.mkfifo('fifo')",
        "os.mkdir('folder')",
        "os.truncate('/etc/hostname', 0)",
        "open('file', 'w')",
        "open('/tmp/kernel-magic-was-here', 'w')",
        "os.memfd_create('x')",
        "os.setpriority(os.PRIO_PROCESS, 0, 5)",
        "os.sched_setaffinity(0, {0})",
        "os.setuid(12345)",
        "os.nice(5)",
        "os.pidfd_open(os.getpid())",
    ],
)
def test_a_call_is_refused(judge, body):
    assert refused(attempt(judge, body)), body


@pytest.mark.parametrize(
    ("what", "number", "arguments"),
    [
        ("creat", 85, "b'/tmp/x', 0o600"),
        ("openat2", 437, "-100, b'/', b'\\0' * 24, 24"),
        ("ptrace", 101, "16, 1, 0, 0"),
        ("process_vm_readv", 310, "1, 0, 0, 0, 0, 0"),
        ("mount", 165, "b'none', b'/', 0, 0x44000, 0"),
        ("unshare", 272, "0x10000000"),
        ("setns", 308, "3, 0"),
        ("chroot", 161, "b'/'"),
        ("io_uring_setup", 425, "4, b'\\0' * 256"),
        ("bpf", 321, "0, 0, 0"),
        ("perf_event_open", 298, "b'\\0' * 128, 0, -1, -1, 0"),
        ("userfaultfd", 323, "0"),
        ("keyctl", 250, "0, -3, 0"),
        ("add_key", 248, "b'user', b'x', b'x', 1, -2"),
        ("sync", 162, ""),
        ("memfd_create", 319, "b'x', 0"),
        ("vfork", 58, ""),
        ("clone3", 435, "b'\\0' * 88, 88"),
        ("pidfd_send_signal", 424, "0, 0, 0, 0"),
        ("tkill", 200, "1, 0"),
        ("rt_sigqueueinfo", 129, "1, 0, 0"),
        ("linkat", 265, "-100, b'/etc/hostname', -100, b'/tmp/x', 0"),
        ("setxattr", 188, "b'/', b'user.x', b'1', 1, 0"),
        ("seccomp", 317, "1, 0, 0"),
        ("landlock_create_ruleset", 444, "0, 0, 1"),
        ("shmget", 29, "0, 4096, 0o1600"),
        ("mq_open", 240, "b'/x', 0o102, 0o600, 0"),
    ],
)
def test_a_raw_system_call_is_refused(judge, what, number, arguments):
    if not judge.isolation().layers[2].in_force:
        pytest.skip("no seccomp table for this machine")
    result = attempt(judge, f"libc.syscall({number}, {arguments}) < 0 or 1 / 0\nreturn ctypes.get_errno()", setup=_LIBC)
    assert result.verdict is Verdict.AC, (what, result)
    assert result.observed is not None
    assert result.observed.text in ("1", "38"), (what, result)  # EPERM, ENOSYS


def test_a_number_of_another_system_call_table_ends_the_run_as_an_attempt_on_the_judge(judge):
    result = attempt(judge, "libc.syscall(0x40000000 + 41, 2, 1, 0)", setup=_LIBC)
    assert (result.verdict, result.reason) == (Verdict.RTE, "security")


def test_a_file_of_the_user_cannot_be_read(judge, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("kept to myself")
    for body in (
        f"return open({str(secret)!r}).read()",
        f"return os.listdir({str(tmp_path)!r})",
        f"fd = libc.syscall(257, -100, {str(secret)!r}.encode(), 0, 0)\nreturn os.read(fd, 100)",
        "return open('/etc/passwd').read()",
        "return open('/proc/self/environ').read()",
        "return open('/proc/self/mem', 'rb').read(1)",
        "return os.listdir('/')",
        "return os.listdir('/proc')",
    ):
        result = attempt(judge, body, setup=_LIBC)
        assert refused(result), (body, result)


def test_a_file_of_the_user_cannot_even_be_seen_with_namespaces(judge, tmp_path):
    if judge.isolation().level < 3:
        pytest.skip("seeing that a file exists takes namespaces to prevent")
    assert refused(attempt(judge, f"return os.stat({str(tmp_path)!r}).st_uid"))


def test_a_file_of_the_user_cannot_be_changed_through_a_scratch_folder(judge, tmp_path):
    if judge.isolation().level < 2:
        pytest.skip("no scratch folder at this level")
    target = tmp_path / "precious.txt"
    target.write_text("precious")
    climb = "../" * 30
    for body in (
        f"open({str(target)!r}, 'w')",
        f"open({(climb + str(target).lstrip('/'))!r}, 'w')",
        f"os.rename({str(target)!r}, 'mine')",
        f"os.unlink({str(target)!r})",
        f"os.link({str(target)!r}, 'mine')",
        f"os.symlink({str(target)!r}, 'mine')",
        "open('a', 'w').close(); os.chmod('a', 0o4755)",
        "os.mkfifo('a')",
    ):
        assert refused(attempt(judge, body, files=True)), body
    assert target.read_text() == "precious"


def test_a_scratch_folder_is_new_for_every_run(judge):
    if judge.isolation().level < 2:
        pytest.skip("no scratch folder at this level")
    deep = "os.makedirs('a/' * 60)\nos.chdir('a')\nopen('left', 'w').write('x')\nos.mkdir('no', 0)\nreturn os.listdir()"
    left = attempt(judge, deep, files=True)
    assert left.verdict is Verdict.AC, left
    result = attempt(judge, "return os.listdir('.')", files=True)
    assert result.observed is not None
    assert result.observed.text == "[]"


def test_a_scratch_folder_cannot_fill_the_disk(judge):
    if judge.isolation().level < 2:
        pytest.skip("no scratch folder at this level")
    fill = "import time\nfor i in range(12):\n    open(str(i), 'wb').write(bytes(15 << 20))\n"
    flood = fill + "time.sleep(0.3)\nreturn 'full'"
    result = attempt(judge, flood, files=True)
    assert result.verdict in (Verdict.OLE, Verdict.RTE), result


def test_the_environment_is_empty(judge, monkeypatch):
    monkeypatch.setenv("KERNEL_MAGIC_TEST_SECRET", "kept to myself")
    result = attempt(judge, "return sorted(os.environ)")
    assert result.observed is not None
    assert "SECRET" not in result.observed.text
    assert "LANG" in result.observed.text


def test_the_environment_of_the_process_itself_is_empty_too(judge):
    # what a fresh process was started with stays in its memory, whatever is done to os.environ
    body = "env = ctypes.POINTER(ctypes.c_char_p).in_dll(libc, 'environ')\nreturn [env[i] for i in range(9) if env[i]]"
    result = attempt(judge, body, setup=_LIBC)
    text = result.observed.text if result.observed else ""
    assert not any(name in text for name in ("HOME=/root", "VIRTUAL_ENV", "PYTEST", "USER=")), text


def test_descriptors_are_only_its_own_pipes(judge):
    look = "    try: os.fstat(n); found.append(n)\n    except OSError: pass\n"
    body = f"found = []\nfor n in range(256):\n{look}return found"
    result = attempt(judge, body)
    assert result.observed is not None
    assert result.observed.text == "[0, 1, 2, 3, 4]"


def test_nothing_of_the_judge_can_be_imported_or_found_in_memory(judge):
    body = (
        "import gc\n"
        "names = [n for n in sys.modules if 'kernel_magic' in n]\n"
        "paths = [p for p in sys.path if not p.startswith((sys.base_prefix, '/usr')) and 'site-packages' not in p]\n"
        "return names, paths"
    )
    result = attempt(judge, body)
    assert result.observed is not None
    assert result.observed.text == "([], [])"


def test_threads_signals_to_oneself_and_sleep_work(judge):
    body = (
        "import threading, time, signal\n"
        "got = []\n"
        "signal.signal(signal.SIGUSR1, lambda *_: got.append('signal'))\n"
        "os.kill(os.getpid(), signal.SIGUSR1)\n"
        "t = threading.Thread(target=lambda: got.append('thread')); t.start(); t.join()\n"
        "time.sleep(0.01)\n"
        "return sorted(got)"
    )
    result = attempt(judge, body)
    assert result.observed is not None, result
    assert result.observed.text == "['signal', 'thread']"


def test_asyncio_works(judge):
    body = "import asyncio\nasync def f():\n    await asyncio.sleep(0)\n    return 7\nreturn asyncio.run(f())"
    result = attempt(judge, body)
    assert result.observed is not None, result
    assert result.observed.text == "7"


def test_numpy_works_within_the_default_memory(judge):
    pytest.importorskip("numpy")
    result = attempt(judge, "import numpy\nreturn numpy.arange(6).reshape(2, 3).sum(axis=0)")
    assert result.observed is not None, result
    assert result.observed.text == "array([3, 5, 7])"
    product = attempt(judge, "import numpy\nreturn float((numpy.ones((200, 200)) @ numpy.ones((200, 200))).sum())")
    assert product.observed is not None, product
    assert product.observed.text == "8000000.0"


def test_numpy_counts_against_the_memory_limit(judge):
    pytest.importorskip("numpy")
    result = attempt(judge, "import numpy\nreturn len(numpy.ones(1 << 27))")
    assert result.verdict is Verdict.MLE, result
