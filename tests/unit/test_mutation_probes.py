"""A probe stops where its mutant differs, and where the condition around that place comes out this way or that."""

from __future__ import annotations

from pathlib import Path

import pytest

from kernel_magic.judge import mutation
from kernel_magic.judge.mutation import mutants
from kernel_magic.judge.mutation_probes import probes

STOP = "__import__('sys').exit(1)"


def probes_of(text: str, operator: str, after: str) -> list[str]:
    """The probes of one mutant, each as the lines that differ from the text."""
    mutant = next(each for each in mutants(text) if (each.operator, each.after) == (operator, after))
    lines = text.split("\n")
    return ["\n".join(line for line in probe.split("\n") if line not in lines) for probe in probes(text, mutant.edit)]


@pytest.mark.parametrize(
    ("text", "operator", "after", "expected"),
    [
        ("def f(a):\n    return a + 1", "arithmetic", "a - 1", [f"    return {STOP}"]),
        ("def f(a):\n    return a + 1", "return_value", "return None", [f"    {STOP}"]),
        ("def f(a):\n    if a:\n        g(a)", "delete_statement", "pass", [f"        {STOP}"]),
        ("def f(a=3):\n    return a", "off_by_one", "4", ["def f(a=object()):"]),
        ("def f(*, a=-3):\n    return a", "off_by_one", "4", ["def f(*, a=object()):"]),
        ("def f(a):\n    return [1, 'b'][a]", "text", "''", ["    return [1, object()][a]"]),
        ("LIMIT = 8\ndef f(a):\n    return a", "off_by_one", "9", ["LIMIT = object()"]),
        ("def f(a):\n    b = 8\n    return a", "off_by_one", "9", [f"    b = {STOP}"]),
        ("def f(a):\n    return 1 if a < 2 else 7", "off_by_one", "8", [f"    return 1 if a < 2 else {STOP}"]),
        ("def f(a):\n    return [b for b in a if b < 2]", "boundary", "b <= 2", [
            f"    return [b for b in a if {STOP}]", f"    return [b for b in a if ((b < 2) and {STOP})]",
            f"    return [b for b in a if ((b < 2) or {STOP})]",
        ]),
        ("def f(a):\n    while a > 2 and g(a):\n        a -= 1", "off_by_one", "3", [
            f"    while a > {STOP} and g(a):", f"    while ((a > 2 and g(a)) and {STOP}):",
            f"    while ((a > 2 and g(a)) or {STOP}):",
        ]),
        ("def f(a):\n    a[:] = []", "slice_bound", "a[1:]", [f"    {STOP}"]),
        ("def f(a):\n    for b in a:\n        g(b)\n    return 1", "early_return",
         "for b in a:\n        g(b)\n        return 1", [f"        {STOP}"]),
    ],
)  # fmt: skip
def test_probes_stop_in_the_mutated_place(text, operator, after, expected):
    assert probes_of(text, operator, after) == expected


@pytest.mark.parametrize("name", ["mutation_places"])
def test_every_mutant_of_a_real_program_has_sound_probes(name):
    text = (Path(mutation.__file__).parent / f"{name}.py").read_text("utf-8")
    for mutant in list(mutants(text))[::5]:
        found = probes(text, mutant.edit)
        assert found, mutant
        assert all(probe != text for probe in found)
        for probe in found:
            compile(probe, name, "exec")
