"""The judge leaves nothing behind and stays usable: many runs, threads, interrupts, cancelling, a dying parent."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import psutil
import pytest

from kernel_magic.core.errors import Cancelled
from kernel_magic.core.problem import Call, CheckerSpec, Contract, Limits, Returns, Stdin, TestCase
from kernel_magic.core.source import Source
from kernel_magic.core.verdict import Verdict
from kernel_magic.judge.local import LocalJudge

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks at /proc")

_CASE = TestCase(name="1", given=Call(args=(2, 3)), expected=Returns(value=5))
_ADD = Contract(function="add", cases=(_CASE,))
_GOOD = Source(text="def add(a, b): return a + b")
_LOOP = Source(text="def add(a, b):\n    while True: pass")
_LONG = Contract(function="add", cases=(_CASE,), limits=Limits(cpu_s=60, wall_s=60))


def descendants():
    return {process.pid for process in psutil.Process().children(recursive=True)}


def descriptors():
    return len(list(Path("/proc/self/fd").iterdir()))


def scratch_folders():
    return set(Path(tempfile.gettempdir()).glob("kernel-magic-run-*"))


def wait_until(condition, seconds=20.0):
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)
    return condition()


@pytest.mark.parametrize("level", [3, 2, 0])
def test_two_hundred_runs_leave_nothing_behind(level):
    before = descendants(), descriptors(), scratch_folders()
    sources = [
        _GOOD,
        Source(text="def add(a, b): raise ValueError"),
        Source(text="import os\nos._exit(1)"),
        Source(text="def add(a, b):\n    open('x', 'w').write('y')\n    return a + b"),
        Source(text="def add(a, b): print('x' * 100_000)"),
    ]
    with LocalJudge(level=level) as judge:
        judge.isolation()
        running = descendants(), descriptors()
        for number in range(200):
            source = sources[number % len(sources)]
            report = judge.judge(source, Contract(function="add", cases=(_CASE,), files=number % 10 == 3))
            assert report.verdict is not Verdict.IE, report
        judge.trace(_GOOD, _CASE, _ADD)
        assert (descendants(), descriptors()) == running
    assert descendants() == before[0]
    assert wait_until(lambda: scratch_folders() <= before[2])
    assert descriptors() <= before[1] + 1  # the long-lived thread may keep one


def test_a_zygote_that_is_killed_leaves_no_scratch_folder():
    before = scratch_folders()
    with LocalJudge(level=2) as judge:
        judge.judge(_GOOD, Contract(function="add", cases=(_CASE,), files=True))
        assert scratch_folders() > before
        for pid in descendants():
            os.kill(pid, signal.SIGKILL)
    assert scratch_folders() == before


def test_processes_a_run_started_are_ended_with_it():
    # only possible at level 0: elsewhere a run cannot start any
    text = (
        "import os, time\n"
        "def add(a, b):\n"
        "    for _ in range(3):\n"
        "        if os.fork() == 0:\n"
        "            os.setsid()\n"
        "            if os.fork() == 0: os.setsid()\n"
        "            time.sleep(60); os._exit(0)\n"
        "    return a + b\n"
    )
    with LocalJudge(level=0) as judge:
        judge.isolation()
        running = descendants()
        assert judge.judge(Source(text=text), _ADD).verdict is Verdict.AC
        assert descendants() == running


def test_two_judges_work_at_once():
    with LocalJudge() as one, LocalJudge() as other:
        results: list[tuple[int, Verdict]] = []

        def work(judge, number):
            text = f"def add(a, b): return a + b + {number % 2}"
            results.extend((number % 2, judge.judge(Source(text=text), _ADD).verdict) for _ in range(10))

        threads = [threading.Thread(target=work, args=(judge, n)) for n, judge in enumerate((one, other, one, other))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(results) == 40
    assert all(verdict is (Verdict.WA if wrong else Verdict.AC) for wrong, verdict in results)


def test_a_judge_started_in_a_thread_that_ended_still_works():
    with LocalJudge() as judge:
        thread = threading.Thread(target=judge.isolation)
        thread.start()
        thread.join()
        running = descendants()
        time.sleep(0.2)
        assert judge.judge(_GOOD, _ADD).accepted
        assert descendants() == running


def test_an_interrupt_ends_the_run_and_the_judge_stays_usable():
    with LocalJudge() as judge:
        judge.isolation()
        timer = threading.Timer(0.4, os.kill, (os.getpid(), signal.SIGINT))
        timer.start()
        started = time.monotonic()
        with pytest.raises(KeyboardInterrupt):
            judge.judge(_LOOP, _LONG)
        timer.join()
        assert time.monotonic() - started < 30  # not the 60 s of the limit
        assert judge.judge(_GOOD, _ADD).accepted
        assert len(descendants()) <= 2


def test_an_interrupt_while_a_program_talks_leaves_the_judge_usable():
    with LocalJudge() as judge:
        judge.isolation()
        case = TestCase(name="1", given=Stdin(text="x" * 10_000_000), expected=None)
        for delay in (0.05, 0.1, 0.2):
            timer = threading.Timer(delay, os.kill, (os.getpid(), signal.SIGINT))
            timer.start()
            with pytest.raises(KeyboardInterrupt):
                _judge_for_ever(judge, Source(text="print(len(input()))"), Contract(cases=(case,)))
            timer.join()
            assert judge.judge(_GOOD, _ADD).accepted


def _judge_for_ever(judge, source, contract):
    while True:
        judge.judge(source, contract)


def test_cancelling_ends_the_run_and_is_asked_often():
    asked = []

    def cancelled():
        asked.append(time.monotonic())
        return len(asked) > 10

    with LocalJudge() as judge:
        with pytest.raises(Cancelled):
            judge.judge(_LOOP, _LONG, cancelled=cancelled)
        assert judge.judge(_GOOD, _ADD).accepted
    gaps = sorted(b - a for a, b in itertools.pairwise(asked))
    assert gaps[len(gaps) // 2] < 0.2


def test_cancelling_while_another_thread_has_the_judge():
    with LocalJudge() as judge:
        judge.isolation()
        done = threading.Event()
        thread = threading.Thread(target=lambda: _ended_by(judge, done))
        thread.start()
        time.sleep(0.3)
        with pytest.raises(Cancelled):
            judge.judge(_GOOD, _ADD, cancelled=lambda: True)
        done.set()
        thread.join()
        assert judge.judge(_GOOD, _ADD).accepted


def _ended_by(judge, done):
    with pytest.raises(Cancelled):
        judge.judge(_LOOP, _LONG, cancelled=done.is_set)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSTOP])
def test_a_zygote_that_is_lost_is_started_again(number, monkeypatch):
    monkeypatch.setattr("kernel_magic.judge.sandbox._START_S", 20.0)
    monkeypatch.setattr("kernel_magic.judge.conversation._GRACE_S", 0.5)
    contract = Contract(function="add", cases=(_CASE,), limits=Limits(cpu_s=1, wall_s=1))
    with LocalJudge(level=2) as judge:
        judge.isolation()
        for pid in descendants():
            os.kill(pid, number)
        report = judge.judge(_GOOD, contract)
        assert report.accepted, report
    assert not descendants()


def test_a_program_that_ends_the_zygote_again_and_again_is_an_attempt_on_the_judge():
    # level 0: nothing stops it there from reaching the process that forked it
    text = "import os, signal\ndef add(a, b):\n    os.kill(os.getppid(), signal.SIGKILL)\n    while True: pass"
    with LocalJudge(level=0) as judge:
        report = judge.judge(Source(text=text), _ADD)
        assert (report.verdict, report.cases[0].reason) == (Verdict.RTE, "security")
        assert judge.judge(_GOOD, _ADD).accepted


@pytest.mark.parametrize("level", [3, 2, 0])
def test_nothing_lives_on_when_the_parent_is_killed(level):
    script = (
        "import sys\n"
        "from kernel_magic.judge.local import LocalJudge\n"
        "from kernel_magic.core.problem import *\n"
        "from kernel_magic.core.source import Source\n"
        "case = TestCase(name='1', given=Call(args=(2, 3)), expected=None)\n"
        f"judge = LocalJudge(level={level})\n"
        "judge.isolation()\n"
        "print('ready', flush=True)\n"
        "judge.judge(Source(text='def add(a, b):\\n    while True: pass'),\n"
        "    Contract(function='add', cases=(case,), files=True, limits=Limits(cpu_s=99, wall_s=99)))\n"
    )
    folders = scratch_folders()
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE)
    assert parent.stdout is not None
    assert parent.stdout.readline() == b"ready\n"
    process = psutil.Process(parent.pid)
    assert wait_until(lambda: len(process.children(recursive=True)) >= (3 if level == 3 else 2))
    family = process.children(recursive=True)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert wait_until(lambda: not any(_alive(member) for member in family))
    assert wait_until(lambda: scratch_folders() <= folders)


def _alive(process):
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@pytest.mark.parametrize("level", [2, 0])
def test_being_asked_to_end_does_not_cut_the_tidying_up_short(level, tmp_path):
    script = (
        "import os, signal, socket\n"
        "from kernel_magic.judge.inside import scratch\n"
        "from kernel_magic.judge.inside.zygote import Zygote\n"
        "empty = scratch.empty\n"
        "def asked_while_emptying(path):\n"
        "    os.kill(os.getpid(), signal.SIGTERM)\n"
        "    empty(path)\n"
        "scratch.empty = asked_while_emptying\n"
        "ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)\n"
        f"wanted = {{'scratch': {str(tmp_path / 'run')!r}, 'level': {level}, 'namespaces': ''}}\n"
        "zygote = Zygote(theirs, wanted, ['/usr'], inside=False)\n"
        "zygote._scratch.ready()\n"
        "ours.shutdown(socket.SHUT_WR)\n"
        "zygote.serve('')\n"
        "print('ended')\n"
    )
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False)
    assert (ended.stdout, ended.returncode) == ("ended\n", 0), ended.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_fork_that_outlives_the_judge_does_not_keep_its_run_alive(tmp_path):
    script = (
        "import os, threading, time\n"
        "from kernel_magic.judge.local import LocalJudge\n"
        "from kernel_magic.core.problem import *\n"
        "from kernel_magic.core.source import Source\n"
        "case = TestCase(name='1', given=Call(args=(2, 3)), expected=None)\n"
        "judge = LocalJudge(level=2)\n"
        "judge.isolation()\n"
        "endless = Source(text='def add(a, b):\\n    while True: pass')\n"
        "contract = Contract(function='add', cases=(case,), limits=Limits(cpu_s=99, wall_s=99))\n"
        "threading.Thread(target=judge.judge, args=(endless, contract), daemon=True).start()\n"
        "time.sleep(1)\n"
        "pid = os.fork()\n"
        "if pid == 0:\n"
        "    time.sleep(60)\n"
        "print(pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE)
    assert parent.stdout is not None
    fork = psutil.Process(int(parent.stdout.readline()))
    try:
        family = [each for each in psutil.Process(parent.pid).children(recursive=True) if each.pid != fork.pid]
        assert len(family) == 2
        parent.kill()
        parent.wait()
        assert wait_until(lambda: not any(_alive(member) for member in family))
        assert _alive(fork)
    finally:
        fork.kill()
        parent.stdout.close()


def test_a_fork_of_the_parent_gets_a_zygote_of_its_own():
    with LocalJudge() as judge:
        assert judge.judge(_GOOD, _ADD).accepted
        pid = os.fork()
        if pid == 0:
            status = 1
            try:
                status = 0 if judge.judge(_GOOD, _ADD).accepted else 1
                judge.close()
            finally:
                os._exit(status)
        assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
        assert judge.judge(_GOOD, _ADD).accepted


def test_closing_twice_and_using_again():
    judge = LocalJudge()
    assert judge.judge(_GOOD, _ADD).accepted
    judge.close()
    judge.close()
    assert judge.judge(_GOOD, _ADD).accepted
    judge.close()
    assert not descendants()


def test_a_scratch_folder_is_refused_where_it_cannot_be_confined():
    with LocalJudge(level=1) as judge:
        if judge.isolation().level != 1:
            pytest.skip("no seccomp on this host")
        report = judge.judge(_GOOD, Contract(function="add", cases=(_CASE,), files=True))
        assert report.verdict is Verdict.IE
        assert "Landlock" in report.cases[0].message


def test_observations_of_two_programs_are_compared():
    contract = Contract(
        function="f",
        cases=(TestCase(name="1", given=Call(args=([3, 1],)), expected=None),),
        limits=Limits(memory_mib=64),
    )
    with LocalJudge() as judge:

        def seen(text):
            observed = judge.judge(Source(text=text), contract).cases[0].observed
            assert observed is not None
            return observed

        three = seen("def f(x): return [1, 3]")
        floats = seen("def f(x): return [1.0, 3.0000001]")
        raised = seen("def f(x): raise ValueError('a')")
        assert judge.same(three, seen("def f(x): return sorted(x)"), CheckerSpec())
        assert not judge.same(three, floats, CheckerSpec())
        assert judge.same(three, floats, CheckerSpec(name="floats", tolerance=1e-3))
        assert not judge.same(three, seen("def f(x): return x"), CheckerSpec())
        assert judge.same(three, seen("def f(x): return x"), CheckerSpec(name="unordered"))
        assert judge.same(raised, seen("def f(x): raise ValueError('b')"), CheckerSpec())
        assert not judge.same(raised, seen("def f(x): raise KeyError('a')"), CheckerSpec())
        assert not judge.same(raised, three, CheckerSpec())
        assert not judge.same(seen("def f(x): return object()"), seen("def f(x): return object()"), CheckerSpec())
        assert judge.same(seen("def f(x): print(1)"), seen("def f(x): print(1, end='')"), CheckerSpec())
        assert not judge.same(seen("def f(x): print(1)"), seen("def f(x): print(2)"), CheckerSpec())
        # what a function does to its arguments is part of what it did
        sorts, reverses = seen("def f(x): x.sort()"), seen("def f(x): x.append(9)")
        assert not judge.same(sorts, reverses, CheckerSpec())
        assert judge.same(sorts, seen("def f(x): x[:] = sorted(x)"), CheckerSpec())
        assert not judge.same(sorts, seen("def f(x): pass"), CheckerSpec())
        assert "[1, 3]" in sorts.text
