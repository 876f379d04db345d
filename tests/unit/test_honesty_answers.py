"""Rewritings compute the same and read otherwise; a hidden test gives up its calls; what is kept comes back."""

from __future__ import annotations

import ast

import pytest

from benchmarks.honesty_answers import hidden_cases, rewritings
from kernel_magic.core.evaluation import HiddenTask
from kernel_magic.core.problem import Call, Returns

PROGRAMS = {
    "comprehension": ("def f(xs, k):\n    return sorted(x * k for x in xs if x > 1)\n", ([3, 1, 2], 2)),
    "loop": ("def f(xs):\n n = 0\n for x in xs:\n  if x < 0:\n   continue\n  n += x\n return n\n", ([3, -1, 2],)),
    "branches": ("def f(x):\n    if x <= 2:\n        y = 'low'\n    else:\n        y = 'high'\n    return y\n", (2,)),
    "conditional": ("def f(x):\n    return x if x > 0 else -x\n", (-4,)),
    "nested": ("def f(xs):\n    m = [[a + b for b in xs] for a in xs]\n    return sum(map(sum, m))\n", ([1, 2],)),
}  # fmt: skip


@pytest.mark.parametrize("name", PROGRAMS)
def test_rewritings_compute_the_same_in_other_words(name: str) -> None:
    text, arguments = PROGRAMS[name]
    made = list(rewritings(text))
    assert len(made) >= 2
    trees = {ast.dump(ast.parse(other)) for other, _ in made}
    assert len(trees | {ast.dump(ast.parse(text))}) == len(made) + 1
    results = [_run(program, arguments) for program in [text, *(other for other, _ in made)]]
    assert len(set(map(repr, results))) == 1


def _run(text: str, arguments: tuple[object, ...]) -> object:
    namespace: dict[str, object] = {}
    exec(compile(text, "program", "exec"), namespace)  # programs of this file
    function = namespace["f"]
    assert callable(function)
    return function(*arguments)


def test_calls_are_read_from_the_text_inside_a_hidden_test() -> None:
    inner = "inputs = [[1, 'a'], [-2, inf]]\nresults = [0.5, None]\nfor i, e in zip(inputs, results): pass\n"
    task = HiddenTask(
        task_id="t",
        prompt="",
        entry_point="f",
        canonical_solution="",
        test=f"def check(candidate):\n    exec({inner!r})\n",
    )
    cases = hidden_cases(task)
    assert [case.given for case in cases] == [Call(args=(1, "a")), Call(args=(-2, float("inf")))]
    assert [case.expected for case in cases] == [Returns(value=0.5, tolerance=1e-6), Returns(value=None)]
    assert hidden_cases(HiddenTask(task_id="t", prompt="", entry_point="f", canonical_solution="", test="x = 1")) == ()
