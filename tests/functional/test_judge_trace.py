"""A trace holds what a run really went through: its lines, the values just before each, in the order they happened."""

from __future__ import annotations

import sys

import pytest

from kernel_magic.core.problem import Call, Contract, Expression, Limits, Stdin, TestCase
from kernel_magic.core.source import Source

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the judge needs fork")


def trace(judge, text, *args, max_steps=2000, **fields):
    case = TestCase(name="1", given=Call(args=args), expected=None)
    contract = Contract(function="f", cases=(case,), limits=Limits(cpu_s=5, wall_s=30), **fields)
    return judge.trace(Source(text=text), case, contract, max_steps=max_steps)


def lines(found):
    return [(step.line, dict(step.variables)) for step in found.steps if step.event == "line"]


def test_values_are_those_just_before_the_line_runs(judge):
    found = trace(judge, "def f(n):\n    total = 0\n    for i in range(n):\n        total += i\n    return total\n", 2)
    assert lines(found) == [
        (2, {"n": "2"}),
        (3, {"n": "2", "total": "0"}),
        (4, {"n": "2", "total": "0", "i": "0"}),
        (3, {"n": "2", "total": "0", "i": "0"}),
        (4, {"n": "2", "total": "0", "i": "1"}),
        (3, {"n": "2", "total": "1", "i": "1"}),
        (5, {"n": "2", "total": "1", "i": "1"}),
    ]
    assert found.steps[-1].event == "return"
    assert found.steps[-1].value == "1"
    assert (found.call, found.result, found.raised, found.truncated) == ("f(2)", "1", None, False)


def test_a_value_that_changes_later_is_kept_as_it_was(judge):
    found = trace(judge, "def f():\n    a = []\n    b = a\n    a.append(1)\n    a.append(2)\n    return b\n")
    assert [variables.get("b") for _, variables in lines(found)] == [None, None, "[]", "[1]", "[1, 2]"]


def test_recursion_has_depths(judge):
    found = trace(judge, "def f(n):\n    if n == 0:\n        return 1\n    return n * f(n - 1)\n", 2)
    assert [(step.depth, step.value) for step in found.steps if step.event == "return"] == [
        (2, "1"),
        (1, "1"),
        (0, "2"),
    ]
    assert {step.depth for step in found.steps} == {0, 1, 2}


def test_only_the_programs_own_functions_are_traced(judge):
    found = trace(judge, "import textwrap\ndef g(x):\n    return x\ndef f():\n    return textwrap.dedent(g('a'))\n")
    assert {step.function for step in found.steps} == {"f", "g"}


def test_generators_and_comprehensions(judge):
    text = "def g(n):\n    for i in range(n):\n        yield i\ndef f(n):\n    return [x * x for x in g(n)]\n"
    found = trace(judge, text, 2)
    assert {step.function for step in found.steps} == {"f", "g"}
    assert [step.value for step in found.steps if step.event == "return" and step.function == "g"] == ["0", "1", "None"]
    assert max(step.depth for step in found.steps) == 1
    assert found.result == "[0, 1]"


def test_an_exception_is_an_event_and_leaving_by_it_is_no_return(judge):
    found = trace(judge, "def g():\n    raise KeyError('x')\ndef f():\n    g()\n")
    assert [(step.event, step.function, step.value) for step in found.steps if step.event != "line"] == [
        ("exception", "g", "KeyError"),
        ("exception", "f", "KeyError"),
    ]
    assert found.raised == "KeyError"
    assert found.result is None


def test_an_exception_that_is_handled(judge):
    found = trace(judge, "def f():\n    try:\n        1 / 0\n    except ZeroDivisionError:\n        return 'caught'\n")
    assert [step.value for step in found.steps if step.event == "exception"] == ["ZeroDivisionError"]
    assert found.result == "'caught'"


def test_what_is_printed_is_kept(judge):
    assert trace(judge, "def f():\n    print('hello')\n").output == "hello\n"


def test_a_program_is_traced_at_module_level(judge):
    case = TestCase(name="1", given=Stdin(text="3\n4\n"), expected=None)
    text = "import sys\n\ndef double(x):\n    return 2 * x\n\nn = int(input())\nprint(double(n))\n"
    found = judge.trace(Source(text=text), case, Contract(cases=(case,)))
    assert found.call == "3"
    assert found.output == "6\n"
    assert (7, {"n": "3"}) in lines(found)
    assert next(step.function for step in found.steps if step.depth == 1) == "double"


def test_the_body_of_a_class_is_part_of_its_line_and_no_call(judge):
    case = TestCase(name="1", given=Stdin(text=""), expected=None)
    text = (
        "def double(n):\n    return 2 * n\n\n"
        "class P:\n    limit = double(4)\n\n    class Q:\n        pass\n\n"
        "    def take(self):\n        return self.limit\n\n"
        "print(P().take())\n"
    )
    found = judge.trace(Source(text=text), case, Contract(cases=(case,)))
    assert {step.function for step in found.steps} == {"<module>", "double", "take"}
    assert [(step.line, step.depth) for step in found.steps if step.event == "line"] == [
        (1, 0), (4, 0), (2, 1), (13, 0), (11, 1),
    ]  # fmt: skip


def test_an_expression_is_traced_in_the_programs_functions(judge):
    case = TestCase(name="1", given=Expression(expression="s.pop()", setup="s = S()"), expected=None)
    text = "class S:\n    def __init__(self):\n        self.x = 1\n    def pop(self):\n        return self.x\n"
    found = judge.trace(Source(text=text), case, Contract(cases=(case,)))
    assert found.call == "s.pop()"
    assert [step.function for step in found.steps if step.event == "line"] == ["__init__", "pop"]
    assert found.steps[0].variables["self"] == "<S>"
    assert found.result == "1"


def test_a_long_run_is_cut_and_says_so_and_its_result_is_still_there(judge):
    text = "def f():\n    n = 0\n    while n < 100_000:\n        n += 1\n    return n\n"
    found = trace(judge, text, max_steps=50)
    assert len(found.steps) == 50
    assert found.truncated
    assert found.result == "100000"


def test_an_endless_run_still_shows_its_first_steps(judge):
    case = TestCase(name="1", given=Call(), expected=None)
    contract = Contract(function="f", cases=(case,), limits=Limits(cpu_s=0.3, wall_s=20))
    found = judge.trace(
        Source(text="def f():\n    n = 0\n    while True:\n        n += 1\n"), case, contract, max_steps=9
    )
    assert len(found.steps) == 9
    assert found.truncated
    assert (found.result, found.raised) == (None, None)


ENDED = {
    "by hanging": "import time\ndef f():\n    a = 1\n    time.sleep(60)\n",
    "by a long computation": "def f():\n    a = 1\n    sum(range(10 ** 12))\n",
    "by itself": "import os\ndef f():\n    a = 1\n    os._exit(0)\n",
    "by printing": "def f():\n    a = 1\n    print('x' * 10 ** 7)\n",
}


@pytest.mark.parametrize("text", ENDED.values(), ids=ENDED)
def test_a_run_that_was_ended_shows_its_way_up_to_there(judge, text):
    case = TestCase(name="1", given=Call(), expected=None)
    contract = Contract(function="f", cases=(case,), limits=Limits(cpu_s=0.3, wall_s=1, memory_mib=128))
    found = judge.trace(Source(text=text), case, contract)
    assert found.truncated
    assert (found.steps[0].line, found.steps[0].variables) == (3 if "import" in text else 2, {})
    assert found.steps[1].variables == {"a": "1"}
    assert found.result is None


def test_a_program_that_prints_a_lot_between_its_steps_is_ended(judge):
    text = "import sys\ndef f():\n    while True:\n        sys.stdout.write('x' * 4000)\n        sys.stdout.flush()\n"
    found = trace(judge, text, max_steps=100_000)
    assert found.truncated
    assert len(found.output) <= 10_001


def test_a_long_run_arrives_whole_and_in_order(judge):
    text = "def f():\n    for i in range(900):\n        pass\n    return i\n"
    found = trace(judge, text)
    rounds = [step.variables["i"] for step in found.steps if step.line == 3]
    assert rounds == [str(i) for i in range(900)]
    assert not found.truncated


def test_a_recursion_without_an_end_raises_as_it_does_untraced(judge):
    found = trace(judge, "def f(n):\n    return f(n + 1)\n", 0, max_steps=20_000)
    assert found.raised == "RecursionError"
    assert [step.variables["n"] for step in found.steps[:500] if step.event == "line"] == [str(i) for i in range(500)]


def test_a_generator_that_is_closed_early_does_not_disturb_the_depths(judge):
    text = (
        "def g():\n    try:\n        yield 1\n        yield 2\n    finally:\n        x = 0\n"
        "def f():\n    it = g()\n    next(it)\n    it.close()\n    y = 1\n    return y\n"
    )
    found = trace(judge, text)
    assert {(step.function, step.depth) for step in found.steps} == {("f", 0), ("g", 1)}


def test_values_are_bounded_and_foreign_code_is_not_run_for_them(judge):
    text = (
        "class Loud:\n    def __repr__(self):\n        raise SystemExit('ran')\n"
        "def f():\n    big = list(range(10**6))\n    text = 'x' * 10**6\n    nested = []\n    nested.append(nested)\n"
        "    o = Loud()\n    number = 7 ** 100_000\n    many = {i: i for i in range(1000)}\n    return 0\n"
    )
    last = [step for step in trace(judge, text).steps if step.event == "line"][-1].variables
    assert all(len(value) <= 120 for value in last.values())
    assert last["o"] == "<Loud>"
    assert last["big"].startswith("[0, 1, 2, ")
    assert last["big"].endswith("…")
    assert "bits" in last["number"]


def test_objects_of_own_classes_show_their_attributes_and_none_of_their_code_runs(judge):
    text = (
        "class Sly(type):\n    @property\n    def __module__(cls):\n        raise SystemExit\n"
        "    def mro(cls):\n        return [cls, object]\n"
        "    def __eq__(cls, other):\n        raise SystemExit\n"
        "    def __hash__(cls):\n        raise SystemExit\n"
        "class Node(metaclass=Sly):\n    def __init__(self, value, rest=None):\n"
        "        self.value, self.rest = value, rest\n"
        "    def __getattribute__(self, name):\n        raise SystemExit\n"
        "class Liar:\n    @property\n    def __dict__(self):\n        raise SystemExit\n"
        "class Point:\n    pass\n"
        "def f():\n    p = Point()\n    q = Point()\n    p.x, p.me = 1, [q]\n    q.x = p\n"
        "    n = Node(1, Node(2, Node(3)))\n    l = Liar()\n    return 0\n"
    )
    last = [step for step in trace(judge, text).steps if step.event == "line"][-1].variables
    assert last["p"] == "Point(x=1, me=[Point(x=<Point>)])"
    assert last["l"] == "<Liar>"
    assert last["n"] == "Node(value=1, rest=Node(value=2, rest=<Node>))"


def test_common_containers_are_shown(judge):
    text = (
        "from collections import deque, Counter\n"
        "def f():\n    d = deque([1, 2])\n    c = Counter('aab')\n    t = (1,)\n    return 0\n"
    )
    last = [step for step in trace(judge, text).steps if step.event == "line"][-1].variables
    assert last == {"d": "deque([1, 2])", "c": "Counter({'a': 2, 'b': 1})", "t": "(1,)"}


def test_at_most_thirty_variables(judge):
    text = "def f():\n" + "".join(f"    v{i} = {i}\n" for i in range(50)) + "    return 0\n"
    assert len(trace(judge, text).steps[-1].variables) == 30


@pytest.mark.parametrize(
    "text",
    [
        "def f(:",
        "def g(): pass",
        "1 / 0",
        "import os\nos._exit(0)",
    ],
)
def test_what_cannot_be_traced_gives_nothing(judge, text):
    assert trace(judge, text) is None


def test_a_program_cannot_write_the_trace_of_another_run(judge):
    text = (
        "import sys\ndef f():\n    frame = sys._getframe()\n    while frame:\n"
        "        c = frame.f_locals.get('channel')\n"
        "        if c: c.answer(['steps', [['line', 'zz', '0', 'f', [], '']], 'F'])\n"
        "        frame = frame.f_back\n    return 1\n"
    )
    assert trace(judge, text) is None


def test_a_program_that_turns_tracing_off_is_cut_short_but_judged(judge):
    found = trace(judge, "import sys\ndef f():\n    a = 1\n    sys.settrace(None)\n    a = 2\n    return a\n")
    assert found.result == "2"
    assert found.truncated


def test_unicode_names_and_values(judge):
    found = trace(judge, "def f(größe):\n    名 = größe + '🙂'\n    return 名\n", "é")
    assert found.steps[1].variables == {"größe": "'é'", "名": "'é🙂'"}
    assert found.result == "'é🙂'"
