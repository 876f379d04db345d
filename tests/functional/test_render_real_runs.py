"""Rounds and calls that are read off traces which the judge recorded: the counts are those of the programs."""

from __future__ import annotations

import sys

import pytest

from kernel_magic.core.problem import Call, Contract, Limits, TestCase
from kernel_magic.core.source import Source
from kernel_magic.judge.local import LocalJudge
from kernel_magic.render.call_tree import is_recursive, tree_lines
from kernel_magic.render.run_reading import Run, read_run

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the judge needs fork")


@pytest.fixture(scope="module")
def run():
    """Traces a program's `f()` and reads the trace."""
    with LocalJudge() as judge:

        def start(text: str, *args: object, max_steps: int = 2000) -> Run:
            case = TestCase(name="1", given=Call(args=args), expected=None)  # type: ignore[arg-type]
            contract = Contract(function="f", cases=(case,), limits=Limits(cpu_s=5, wall_s=30))
            trace = judge.trace(Source(text=text), case, contract, max_steps=max_steps)
            assert trace is not None
            return read_run(trace, Source(text=text))

        yield start


@pytest.mark.parametrize(
    ("body", "rounds"),
    [
        ("for i in range(3):\n    for j in range(i):\n        i += 0\n", [(2, 3), (3, 1), (3, 2)]),
        ("n = 0\nwhile True:\n    n += 1\n    if n == 4:\n        break\n", [(3, 4)]),
        ("n = 0\nwhile True:\n    if n == 4:\n        break\n    n += 1\n", [(3, 5)]),
        ("n = 0\nwhile n < 6:\n    for j in range(2):\n        n += 1\n", [(3, 3), (4, 2), (4, 2), (4, 2)]),
        ("for i in range(5):\n    if i % 2:\n        continue\n    i += 1\nelse:\n    i = 9\n", [(2, 5)]),
        ("for i in range(5):\n    if i == 2:\n        break\n", [(2, 3)]),
        ("for i in range(5):\n    if i == 2:\n        raise ValueError\n", [(2, 3)]),
        ("for i in []:\n    print(i)\n", []),
        ("xs = [1, 2, 3]\nwhile xs:\n    xs.pop()\n", [(3, 3)]),
        ("for a in range(3):\n    for b in range(4):\n        break\n", [(2, 3), (3, 1), (3, 1), (3, 1)]),
        ("for a, (b, c) in enumerate([(1, 2), (3, 4)]):\n    b = c\n", [(2, 2)]),
        ("n = 0\nwhile n < 3:\n    try:\n        n += 1\n        1 / 0\n    except:\n        pass\n", [(3, 3)]),
        # What cannot be counted by lines is not counted.
        ("n = 0\nwhile n < 5: n += 1\n", []),
        ("for x in [\n    1,\n    2,\n]:\n    x += 1\n", []),
        ("n = 0\nwhile True:\n    n = max(\n        n,\n        n + 1,\n    )\n    if n > 3:\n        break\n", []),
    ],
)  # fmt: skip
def test_rounds_are_those_of_the_run(run, body, rounds):
    text = "def f():\n" + "".join(f"    {line}\n" for line in body.splitlines())
    found = run(text)
    assert sorted((each.loop.line, len(each.rounds)) for each in found.loop_runs) == sorted(rounds)
    assert all(each.ended for each in found.loop_runs)


def test_each_call_has_its_own_rounds(run):
    found = run("def f(n=3):\n    for i in range(n):\n        f(i)\n    return n\n")
    assert [len(each.rounds) for each in found.loop_runs] == [3, 1, 2, 1]
    assert tree_lines(found)[:3] == ["f(3) → 3", "├─ f(0) → 0", "├─ f(1) → 1"]


def test_a_run_that_is_cut_short_knows_no_end(run):
    found = run("def f():\n    n = 0\n    while n < 1000:\n        n += 1\n    return n\n", max_steps=50)
    (loop_run,) = found.loop_runs
    assert not loop_run.ended
    assert not found.invocations[0].ended


def test_rounds_of_a_generator_are_not_counted(run):
    found = run("def g():\n    for i in range(3):\n        yield i\ndef f():\n    for x in g():\n        x += 1\n")
    assert [(each.loop.line, len(each.rounds)) for each in found.loop_runs] == [(5, 3)]
    assert found.shape.yielding == {"g"}
    assert not is_recursive(found)


def test_methods_and_inner_functions_are_calls(run):
    text = (
        "class A:\n    def up(self, n):\n        return n if n > 2 else self.up(n + 1)\n"
        "def f():\n    def add(x):\n        return x + 1\n    return add(A().up(1))\n"
    )
    found = run(text)
    assert [(call.function, call.depth, call.parent) for call in found.invocations] == [
        ("f", 0, -1),
        ("up", 1, 0),
        ("up", 2, 1),
        ("up", 3, 2),
        ("add", 1, 0),
    ]
    assert tree_lines(found) == [
        "f() → 4",
        "├─ up(self=<A>, 1) → 3",
        "│  └─ up(self=<A>, 2) → 3",
        "│     └─ up(self=<A>, 3) → 3",
        "└─ add(3) → 4",
    ]


def test_a_call_that_ends_by_an_exception_says_so(run):
    found = run("def g(n):\n    if n == 0:\n        raise KeyError(n)\n    g(n - 1)\ndef f():\n    g(1)\n")
    assert tree_lines(found) == ["f() raised KeyError", "└─ g(1) raised KeyError", "   └─ g(0) raised KeyError"]
