"""Measured growth of real functions and programs, in short on a machine that may be busy.

What is decided is right, what ends the measuring is said, and no program makes it fail.
"""

from __future__ import annotations

import sys
import threading
import time

import pytest

from kernel_magic.core.errors import Cancelled, JudgeError
from kernel_magic.core.growth import FunctionGrowth, ProgramGrowth
from kernel_magic.core.ports import Progress
from kernel_magic.core.problem import Limits
from kernel_magic.core.source import Source
from kernel_magic.judge.bench import CallBench
from kernel_magic.judge.calls import FunctionCalls
from kernel_magic.judge.sandbox import Sandbox

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the judge needs fork")

NUMBERS = "def make_args(n, rng):\n    return ([rng.randrange(10**9) for _ in range(n)],)\n"
SIZE = "def make_args(n, rng):\n    return (n,)\n"
SECONDS = 2.0


@pytest.fixture(scope="module")
def measured(judge):
    def measured(source, function="f", inputs=NUMBERS, *, seconds=SECONDS, largest=1 << 20, limits=None, **more):
        return judge.growth(
            FunctionGrowth(
                source=Source(text=source, entry_point=function), inputs=Source(text=inputs), seconds=seconds,
                largest=largest, limits=limits or Limits(),
            ),
            **more,
        )  # fmt: skip

    return measured


@pytest.mark.parametrize(
    ("label", "source", "inputs"),
    [
        ("n^2", "def f(xs):\n    return sum(1 for a in xs for b in xs if a < b)\n", NUMBERS),
        ("2^n", "def f(n):\n    return 1 if n == 0 else f(n - 1) + f(n - 1)\n", SIZE),
        ("n log n", "def f(xs):\n    xs.sort()\n", NUMBERS),
        (None, "def f(n):\n    return sum(1 for a in range(n) for b in range(int(n**0.5)))\n", SIZE),
    ],
)
def test_what_is_decided_is_right_and_what_was_measured_is_there(measured, label, source, inputs):
    growth = measured(source, inputs=inputs)
    assert not growth.decided or growth.model == label
    assert len(growth.samples) >= 5
    sizes = [sample.size for sample in growth.samples]
    assert sizes == sorted(set(sizes))
    assert all(sample.cpu_s > 0 and sample.repeats > 0 for sample in growth.samples)
    assert growth.decided or growth.reason


def test_calls_get_arguments_and_a_module_of_their_own(measured):
    source = "seen = {}\ndef f(xs):\n    seen[len(seen)] = xs.pop()\n    assert len(seen) == 1 and len(xs) % 2 == 0\n"
    inputs = "def make_args(n, rng):\n    return (list(range(n | 1)),)\n"
    growth = measured(source, inputs=inputs, largest=200)
    assert growth.samples, growth.reason
    assert "raised" not in growth.reason


def test_work_of_an_iterator_is_done(measured):
    growth = measured("def f(xs):\n    for x in xs:\n        for y in xs:\n            yield x < y\n")
    assert growth.model != "1"
    assert growth.samples[-1].cpu_s > 20 * growth.samples[0].cpu_s


def test_memory_of_a_call_is_told_from_that_of_its_input():
    extra = {}
    for name, body in (("copies", "return [x + 1 for x in xs] and None"), ("looks", "return max(xs)")):
        source = Source(text=f"def f(xs):\n    {body}\n", entry_point="f")
        what = FunctionGrowth(source=source, inputs=Source(text=NUMBERS))
        sandbox = Sandbox(level=None, minimum_level=0, python=sys.executable)
        bench = CallBench(sandbox, FunctionCalls(what), None)
        extra[name] = bench.peak(200_000, call=True) - bench.peak(200_000, call=False)
        sandbox.close()
    assert 4096 < extra["copies"] < 16384
    assert extra["looks"] < 1024


def test_a_clock_of_the_program_is_not_believed(measured):
    source = (
        "import time\ntime.process_time = time.perf_counter = time.clock_gettime = lambda *a: 0.0\n"
        "def f(xs):\n    return sum(1 for a in xs for b in xs if a < b)\n"
    )
    growth = measured(source)
    assert growth.samples[-1].cpu_s > 100 * growth.samples[0].cpu_s


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("def f(xs):\n    return f(xs[1:]) if xs else 0\n", "RecursionError"),
        ("def f(xs):\n    assert len(xs) < 100\n    return sum(xs)\n", "AssertionError"),
        ("def f(xs):\n    while len(xs) > 100: pass\n    return sum(xs)\n", "processor time"),
        ("import os\ndef f(xs):\n    if len(xs) > 100: os._exit(0)\n    return sum(xs)\n", "ended the process"),
        ("def f(xs):\n    return bytearray(2**34) if len(xs) > 100 else 1\n", "memory"),
    ],
)
def test_a_program_that_fails_ends_the_measuring_with_the_reason(measured, source, said):
    growth = measured(source, seconds=1.0, limits=Limits(cpu_s=0.5))
    assert said in growth.reason or (growth.samples and growth.samples[-1].size < 1500)
    assert not growth.decided or growth.model in ("1", "n", "n^2")


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("def g(xs):\n    return 1\n", "no function 'f'"),
        ("def f(xs:\n", "line 1"),
        ("import nothing_of_that_name\ndef f(xs): pass\n", "ModuleNotFoundError"),
        ("def f(xs):\n    raise ValueError('never')\n", "ValueError"),
        ("def f(xs):\n    while True: pass\n", "processor time"),
    ],
)
def test_a_function_that_never_works_is_a_reason_without_samples(measured, source, said):
    growth = measured(source, limits=Limits(cpu_s=0.3))
    assert growth.model is None
    assert not growth.decided
    assert not growth.samples
    assert said in growth.reason


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        ("def make(n, rng):\n    return (n,)\n", "no function make_args"),
        ("def make_args(n, rng):\n    return [n]\n", "must return a tuple of the function's arguments, not list"),
        ("def make_args(n, rng):\n    return 1 / 0\n", "ZeroDivisionError"),
        ("def make_args(n, rng):\n    while True: pass\n", "processor time"),
        ("def make_args(n, rng:\n", "line 1"),
        ("def make_args(n, rng):\n    return (list(range(2**30)),)\n", "memory"),
    ],
)
def test_inputs_that_do_not_work_are_an_error_that_says_so(measured, inputs, said):
    with pytest.raises(JudgeError, match="inputs do not work") as caught:
        measured("def f(xs):\n    return 1\n", inputs=inputs, limits=Limits(cpu_s=0.3))
    assert said in caught.value.message
    assert "make_args(n, rng)" in caught.value.hint


def test_inputs_that_become_too_large_end_the_measuring(measured):
    inputs = "def make_args(n, rng):\n    return ([0] * (n * 2**16),)\n"
    growth = measured("def f(xs):\n    return sum(xs)\n", inputs=inputs, seconds=1.0)
    assert growth.samples
    assert growth.samples[-1].size < 2000


def test_it_can_be_stopped_and_the_judge_stays_usable(judge, measured):
    stop = threading.Event()
    begun = time.monotonic()
    threading.Timer(0.3, stop.set).start()
    with pytest.raises(Cancelled):
        measured("def f(xs):\n    return sorted(xs)\n", seconds=60.0, cancelled=stop.is_set)
    assert time.monotonic() - begun < 20
    assert judge.isolation().level in range(4)


def test_progress_is_reported_as_growth(measured):
    seen: list[Progress] = []
    measured("def f(n):\n    return n\n", inputs=SIZE, seconds=1.0, largest=100, on_progress=seen.append)
    assert {progress.stage for progress in seen} == {"growth"}
    assert all(progress.total == 100 for progress in seen)


PAIRS = "xs = list(map(int, input().split()))\nprint(sum(1 for a in xs for b in xs if a < b))\n"
LINE = "def make(n, seed):\n    return ' '.join(str(i * 7919 % 1000) for i in range(n)) + '\\n'\n"


@pytest.fixture(scope="module")
def measured_program(judge):
    def measured(source, generator=LINE, *, language="python", **more):
        more.setdefault("seconds", SECONDS)
        what = ProgramGrowth(source=Source(text=source, language=language), generator=Source(text=generator), **more)
        return judge.growth(what)

    return measured


@pytest.mark.parametrize(
    "source",
    [
        PAIRS,
        "def main():\n    " + PAIRS.replace("\n", "\n    ") + "\nif __name__ == '__main__':\n    main()\n",
        PAIRS + "raise SystemExit\n",
        PAIRS.replace("input()", "open(0).read()"),
        "import os\n" + PAIRS.replace("input()", "os.read(0, 1 << 20).decode()"),
        "import io, sys\ninput = io.BytesIO(sys.stdin.buffer.read()).readline\n" + PAIRS,
        "import threading\ndef work():\n    " + PAIRS.replace("\n", "\n    ")
        + "\nthreading.stack_size(1 << 25)\nthreading.Thread(target=work).start()\n",
        PAIRS + "import sys\nsys.stdout.close()\n",
        PAIRS + "import os\nos._exit(0)\n",
    ],
    ids=["module", "main", "exit", "open", "read", "buffer", "thread", "closes", "ends"],
)  # fmt: skip
def test_a_program_is_measured_however_it_reads_and_ends(measured_program, source):
    growth = measured_program(source, seconds=2.0)
    assert not growth.decided or growth.model == "n^2"
    assert len(growth.samples) >= 3, growth.reason
    assert growth.samples[-1].size > 2 * growth.samples[0].size
    assert all(sample.cpu_s > 4e-9 * sample.size**2 for sample in growth.samples), "every pair takes its time"


@pytest.mark.parametrize(
    "remembering",
    [
        "import builtins\nkept = builtins.__dict__.setdefault('kept', {})\n",
        "import json\nkept = json.__dict__.setdefault('kept', {})\n",
    ],
)
def test_a_program_that_keeps_its_answers_is_no_faster_for_it(measured_program, remembering):
    source = remembering + (
        "line = input()\n"
        "if line not in kept:\n"
        "    xs = list(map(int, line.split()))\n"
        "    kept[line] = sum(1 for a in xs for b in xs if a < b)\n"
        "print(kept[line])\n"
    )
    growth = measured_program(source)
    assert not growth.decided or growth.model == "n^2"
    fast = [sample for sample in growth.samples if sample.cpu_s <= 4e-9 * sample.size**2]
    assert not fast, f"every pair takes its time: {growth}"


def test_a_program_that_works_less_when_it_is_run_again_is_measured_by_runs_of_its_own(measured_program):
    source = "import sys\nagain = 'again' in sys.__dict__\nsys.again = True\nline = input()\nif not again:\n    " + (
        "xs = list(map(int, line.split()))\n    print(sum(1 for a in xs for b in xs if a < b))\n"
    )
    growth = measured_program(source)
    assert all(sample.cpu_s > 4e-9 * sample.size**2 for sample in growth.samples), "the work of a run of its own"
    assert not growth.decided or growth.model == "n^2"


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("print(undefined)", "NameError"),
        ("print(", "line 1: SyntaxError"),
        ("while True: pass", "processor time"),
        ("raise SystemExit(3)", "3"),
        ("x = [0] * 10**9", "memory"),
    ],
)
def test_a_program_that_never_works_is_a_reason_without_samples(measured_program, source, said):
    growth = measured_program(source, seconds=1.0, limits=Limits(cpu_s=0.3))
    assert (growth.model, growth.decided, growth.samples) == (None, False, ())
    assert said in growth.reason


def test_a_program_that_fails_on_large_inputs_is_measured_on_the_small_ones(measured_program):
    growth = measured_program(PAIRS + "assert len(xs) < 700\n", seconds=2.0)
    assert growth.samples
    assert growth.samples[-1].size < 700
    assert "AssertionError" in growth.reason or not growth.decided


def test_memory_of_a_program_is_that_of_a_run_of_its_own(measured_program):
    growth = measured_program("xs = input().split()\nys = [bytes(64) for x in xs for _ in range(8)]\nprint(len(ys))\n")
    largest = growth.samples[-1]
    assert largest.size > 10_000
    assert largest.peak_mib > largest.size * 8 * 64 / 2**20


def test_a_generator_of_programs_inputs_that_does_not_work_is_an_error(judge):
    what = ProgramGrowth(source=Source(text="print(1)"), generator=Source(text="def make(n):\n    return ''\n"))
    with pytest.raises(JudgeError, match="generator"):
        judge.growth(what)
