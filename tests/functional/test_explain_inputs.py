"""`explain` on what people really give it: each a sensible explanation with a note, or one clear sentence."""

from __future__ import annotations

import pytest

from kernel_magic.core.errors import TaskError
from kernel_magic.lessons.explain import explain
from kernel_magic.lessons.options import ExplainOptions, SolveOptions
from kernel_magic.lessons.work import Work


def explained(judge, text, **options):
    work = Work(
        backend=None,
        judge=judge,
        options=SolveOptions(),
        on_progress=lambda progress: None,
        cancelled=lambda: False,
    )
    return explain(text, work, ExplainOptions(**options))


REFUSED = {
    "nothing": ("", {}, "no code"),
    "blank": ("  \n\n", {}, "no code"),
    "imports only": ("import math\n", {}, "only has imports"),
    "no Python": ("def f(:\n    pass\n", {}, "line 1"),
    "cut off": ("def f(x):\n    return (x +\n", {}, "line 2"),
    "null characters": ("x = 1\0", {}, "does not parse"),
    "nested deep": ("x = " + "(" * 180 + "1" + ",)" * 180 + "\n", {}, "nested|parse"),
    "a long sum": ("x = 1" + " + 1" * 4000 + "\n", {}, "nested|parse"),
    "a huge text": ("# x\n" * 200_000, {}, "characters"),
    "a call that is none": ("def f(x):\n    return x\n", {"call": "f("}, "no Python expression"),
    "a statement as a call": ("def f(x):\n    return x\n", {"call": "x = f(1)"}, "no Python expression"),
    "a function that is not there": ("def f(x):\n    return x\n", {"function": "g"}, "It defines f"),
    "a builtin": ("def f(x):\n    return x\n", {"function": "len"}, "no function 'len'"),
}


@pytest.mark.parametrize(("text", "options", "message"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_explained_is_refused_in_a_sentence(judge, text, options, message):
    with pytest.raises(TaskError, match=message) as refused:
        explained(judge, text, **options)
    assert refused.value.hint


def test_a_builtin_is_told_from_a_missing_function(judge):
    with pytest.raises(TaskError) as refused:
        explained(judge, "def f(x):\n    return x\n", function="len")
    assert "written in C" in refused.value.hint


NOTED = {
    "does not end": ("def f(n):\n    while True:\n        n += 1\n", {}, "was ended", "partly_verified"),
    "sleeps": ("import time\ndef f():\n    x = 1\n    time.sleep(90)\n", {}, "took longer", "partly_verified"),
    "prints megabytes": (
        "def f():\n    for i in range(10 ** 6):\n        print('line', i)\n",
        {},
        "64 KiB",
        "partly_verified",
    ),
    "is long": (
        "def f():\n    t = 0\n    for i in range(5000):\n        t += i\n    return t\n",
        {},
        "2,000 steps",
        "partly_verified",
    ),
    "is random": (
        "import random\ndef f(n):\n    return [random.random() for _ in range(n)]\n",
        {},
        "second run",
        "verified",
    ),
    "uses the clock": ("import time\ndef f():\n    return time.time() > 0\n", {}, "the clock", "verified"),
    "reads input": ("def f():\n    return input()\n", {}, "--stdin", "verified"),
    "a mutable default": ("def f(x, seen=[]):\n    seen.append(x)\n    return seen\n", {}, "made once", "verified"),
    "changes its argument": ("def f(items):\n    items.sort()\n", {"call": "f([2, 1])"}, "changes what it", "verified"),
    "a generator": ("def f(n):\n    for i in range(n):\n        yield i\n", {}, "generator", "verified"),
    "a generator without an end": ("def f():\n    while True:\n        yield 1\n", {}, "without an end", "verified"),
    "a coroutine": ("async def f(n):\n    return n * 2\n", {}, "coroutine", "verified"),
    "an asynchronous generator": ("async def f(n):\n    yield n\n", {}, "asynchronous generator", "verified"),
    "returns a function": (
        "def f(n):\n    def g(x):\n        return x + n\n    return g\n",
        {},
        "a function",
        "verified",
    ),
    "returns an object": ("class A:\n    pass\ndef f(n):\n    return A()\n", {}, "an object of A", "verified"),
    "a call that was made": ("def f(n):\n    return n\n", {}, "Nobody gave a call", "verified"),
    "an example in the docstring": (
        'def f(n):\n    """Double.\n\n    >>> f(4)\n    8\n    """\n    return 2 * n\n',
        {},
        "docstring",
        "verified",
    ),
    "a call below": ("def f(n):\n    return n\n\nf(7)\n", {}, "below the code", "verified"),
    "a call in the notebook": ("def f(n):\n    return n\n", {"calls": ("f(8)",)}, "another cell", "verified"),
    "a missing module": ("import no_such_module\ndef f(x):\n    return x\n", {}, "ModuleNotFoundError", "unverified"),
    "an error at its start": ("x = 1 / 0\ndef f(x):\n    return x\n", {}, "ZeroDivisionError", "unverified"),
    "ends the process": ("import os\nx = 1\nprint(x)\nos._exit(0)\n", {}, "to its end", "partly_verified"),
    "a call that calls nothing of it": (
        "def f(x):\n    return x\n",
        {"call": "1 + 1"},
        "does not come to",
        "unverified",
    ),
}


@pytest.mark.parametrize(("text", "options", "note", "status"), NOTED.values(), ids=NOTED)
def test_what_a_learner_should_know_besides_is_noted(judge, text, options, note, status):
    found = explained(judge, text, **options)
    assert found.status == status
    assert note in " ".join(found.notes)
    assert found.blocks
    assert (found.trace is None) is (status == "unverified")
    assert all(block.prose or block.title for block in found.blocks)


def test_what_eats_memory_ends_as_it_would_end_anywhere(judge):
    found = explained(judge, "def f():\n    x = []\n    while True:\n        x.append(bytearray(10 ** 6))\n")
    assert found.raised == "MemoryError" or found.trace.truncated


def test_results_of_the_forms_that_need_help_are_shown(judge):
    assert explained(judge, NOTED["a generator"][0]).result == str(list(range(5)))
    assert explained(judge, NOTED["a coroutine"][0], call="f(4)").result == "8"
    assert explained(judge, NOTED["a generator without an end"][0], call="f()").result == str([1] * 20)
    assert explained(judge, NOTED["an asynchronous generator"][0], call="f(3)").result == "[3]"


def test_an_exception_is_a_run_to_its_end(judge):
    found = explained(judge, "def f(items):\n    return items[3]\n", call="f([])")
    assert (found.raised, found.result, found.status) == ("IndexError", None, "verified")


def test_words_from_the_code_say_what_the_run_did_not_what_the_code_would_do(judge):
    raising = explained(judge, "def first(items):\n    best = 0\n    return items[best]\n", call="first([])")
    assert raising.blocks[-1].prose == "Here the run was ended by `IndexError`."
    text = (
        "def find(items, wanted):\n    for item in items:\n        if item == wanted:\n            return True\n"
        "    return False\n"
    )
    early = explained(judge, text, call="find([1, 2], 1)")
    assert "until something in them ends the loop" in early.blocks[0].prose
    assert early.blocks[-1].prose == "The run did not come to these lines."


def test_of_many_lines_a_function_has_to_be_chosen(judge):
    text = "".join(f"def f{i}(n):\n    return g(n) + {i}\n\n" for i in range(200)) + "def g(n):\n    return n\n"
    with pytest.raises(TaskError, match="602 lines") as refused:
        explained(judge, text)
    assert "f0, f1" in refused.value.hint
    found = explained(judge, text, function="f7", call="f7(1)")
    assert [(block.first_line, block.last_line) for block in found.blocks] == [(22, 23), (601, 602)]
    assert found.blocks[0].code == "def f7(n):\n    return g(n) + 7"
    assert found.result == "8"
    shown = [item.kind for block in found.blocks for item in block.evidence]
    assert shown == ["returned", "returned"]


def test_a_cell_with_several_functions_runs_the_one_that_uses_the_others(judge):
    text = "def half(n):\n    return n // 2\n\ndef steps(n):\n    return 0 if n < 2 else 1 + steps(half(n))\n"
    found = explained(judge, text)
    assert found.call.startswith("steps(")
    assert not [item for block in found.blocks for item in block.evidence if item.kind == "not_reached"]


def test_a_class_is_used_before_it_is_explained(judge):
    text = (
        "class Account:\n    def __init__(self, owner):\n        self.owner = owner\n        self.amount = 0\n"
        "    def withdraw(self, amount):\n        self.amount -= amount\n        return self.amount\n"
        "    def deposit(self, amount):\n        self.amount += amount\n        return self.amount\n"
    )
    found = explained(judge, text)
    assert "deposit" in found.call
    assert "withdraw" in found.call
    assert {step.function for step in found.trace.steps} == {"__init__", "deposit", "withdraw"}
    assert found.trace.steps[-1].variables["self"].startswith("Account(owner='")


def test_a_class_shows_what_its_methods_did_to_the_object(judge):
    text = (
        'class Stack:\n    """A stack."""\n\n    limit = 9\n\n    def __init__(self):\n        self.items = []\n\n'
        "    def push(self, x):\n        self.items.append(x)\n\n    def pop(self):\n        return self.items.pop()\n"
    )
    found = explained(judge, text, call="s = Stack(); s.push(4); s.push(7); s.pop()")
    shown = [(item.kind, item.values) for block in found.blocks for item in block.evidence]
    assert shown == [
        ("defined", ()),
        ("values", (("self", "Stack(items=[])"),)),
        ("values", (("self", "Stack(items=[4])"),)),
        ("returned", (("", "7"),)),
    ]


WITH_CLASS = """class P:
    limit = 9
    for i in range(3):
        limit += i
    if limit > 10:
        big = True

    def __init__(self, x):
        self.x = x

def f(limit):
    return limit + 1

a = P(1)
b = P(2)
print(a.x + b.x + f(1))
"""
OF_CLASS = {
    "Line 1 runs once.": True,
    "Line 1 runs twice.": False,
    "Line 9 runs twice.": True,
    "`__init__` is called twice.": True,
    "`P` returns None.": None,
    "`P` is called once.": None,
    "`P` is called twice.": None,
    "Line 2 is never reached.": None,
    "Line 4 runs three times.": None,
    "Line 8 runs twice.": None,
    "Line 2 raises ValueError.": None,
    "The loop runs twice.": None,
    "`limit > 10` is never true.": None,
    "At the end `limit` is 1.": None,
    "`i` is 1 after the loop.": None,
}


def test_the_body_of_a_class_is_no_call_and_what_it_does_cannot_be_told(judge):
    """A class is not "called" when it is defined, and no event shows its lines: no claim about them is refuted."""
    found = explained(judge, WITH_CLASS, claims=tuple(OF_CLASS))
    assert {claim.text: claim.holds for claim in found.claims} == OF_CLASS


def test_a_call_below_the_code_shows_its_result_and_is_not_called_a_definition(judge):
    found = explained(judge, "def double(x):\n    return 2 * x\n\ndouble(21)\n")
    assert [(item.kind, item.values) for item in found.blocks[-1].evidence] == [("returned", (("", "42"),))]


def test_lines_after_the_end_of_the_recording_are_not_said_to_be_unreached(judge):
    text = "def f(n):\n    while n:\n        n -= 1\n    return n\n"
    found = explained(judge, text, call="f(90)", max_steps=10)
    assert [item.kind for item in found.blocks[-1].evidence] == ["not_recorded"]
    assert found.blocks[-1].prose == "The recording of the run ends before these lines."


def test_a_program_runs_as_a_whole_with_what_it_reads(judge):
    text = "def double(x):\n    return 2 * x\n\nif __name__ == '__main__':\n    print(double(int(input())))\n"
    found = explained(judge, text, stdin="21\n")
    assert (found.output, found.result, found.call) == ("42\n", None, "21")
    assert {step.function for step in found.trace.steps} == {"<module>", "double"}


def test_the_number_of_steps_can_be_chosen(judge):
    found = explained(judge, "def f(n):\n    while n:\n        n -= 1\n    return n\n", call="f(90)", max_steps=10)
    assert len(found.trace.steps) == 10
    assert found.status == "partly_verified"
    assert found.result == "0"
    assert "first 10 steps" in " ".join(found.notes)
