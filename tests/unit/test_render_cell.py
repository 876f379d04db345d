"""The cell a learner gets: it runs, its checks bite, and there is none where nothing may be inserted."""

from __future__ import annotations

import math
import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel_magic.core.lesson import Lesson, Task
from kernel_magic.core.problem import Call, CheckerSpec, Expression, Prints, Raises, Returns, Stdin, TestCase
from kernel_magic.core.source import Source
from kernel_magic.core.values import literal
from kernel_magic.render.cell import check_cell, code_cell, solution_cell
from kernel_magic.render.plain_text import block_source, text_source, value_source


def lesson_with(
    samples, code: str, cases: tuple[TestCase, ...], *, name: str | None = "f", checker: str = "standard"
) -> Lesson:
    task = Task(text="a task", function=name, cases=cases, checker=CheckerSpec(name=checker))  # type: ignore[arg-type]
    lesson: Lesson = samples.verified_lesson()
    return replace(lesson, task=task, solution=Source(text=code, entry_point=name))


def case(given, expected) -> TestCase:
    return TestCase(name="example", given=given, expected=expected, origin="sample")


def cell_of(lesson: Lesson) -> str:
    cell = solution_cell(lesson)
    assert cell is not None
    return cell


def run(cell: str, capsys) -> str:
    exec(compile(cell, "<cell>", "exec"), {"__name__": "__main__"})
    return str(capsys.readouterr().out)


def test_the_cell_runs_and_says_what_it_saw(samples, capsys):
    cell = cell_of(samples.verified_lesson())
    assert run(cell, capsys) == "✓ merge([1, 4], [2, 9]) == [1, 2, 4, 9]\n✓ merge([], [3]) == [3]\n"
    assert cell.startswith("# verified: your 2 examples · 40 generated inputs")
    assert samples.MERGE in cell


def test_a_wrong_solution_fails_loudly(samples, capsys):
    lesson = samples.verified_lesson()
    wrong = replace(lesson, solution=replace(lesson.solution, text=lesson.solution.text.replace(" + b[j:]", "")))
    with pytest.raises(AssertionError, match=r"merge\(\[1, 4\], \[2, 9\]\): expected \[1, 2, 4, 9\], got \[1, 2, 4\]"):
        run(cell_of(wrong), capsys)


FORMS = {
    "keyword arguments": (
        "def f(a, *, b): return a - b", "def f(a, *, b): return b - a",
        Call(args=(5,), kwargs={"b": 2}), Returns(value=3), "standard",
        "✓ f(5, b=2) == 3",
    ),
    "an expression": (
        "def f(x): return [x, 1]", "def f(x): return [x]",
        Expression(expression="sorted(f(3))"), Returns(value=[1, 3]), "standard",
        "✓ sorted(f(3)) == [1, 3]",
    ),
    "an expression with a setup": (
        "class S:\n    def __init__(self): self.x = [1]\n    def pop(self): return self.x.pop()",
        "class S:\n    def pop(self): return None",
        Expression(expression="s.pop()", setup="s = S()"), Returns(value=1), "standard", "✓ s.pop() == 1",
    ),
    "a tolerance": (
        "def f(x): return x ** 0.5", "def f(x): return x",
        Call(args=(2,)), Returns(value=1.41, tolerance=0.01), "standard",
        "✓ f(2) == 1.41 (within 0.01)",
    ),
    "the floats checker": (
        "def f(x): return {'a': [x + 1e-12, float('nan')]}", "def f(x): return {'a': [x + 1, float('nan')]}",
        Call(args=(2.0,)), Returns(value={"a": [2.0, math.nan]}), "floats",
        "within 1e-09",
    ),
    "any order": (
        "def f(): return [[2], [1], [1]]", "def f(): return [[2], [2], [1]]", Call(), Returns(value=[[1], [2], [1]]),
        "unordered", "in any order",
    ),
    "identical": (
        "def f(): return 1", "def f(): return 1.0",
        Call(), Returns(value=1), "identical",
        "✓ f() is 1",
    ),
    "an exception": (
        "def f(x):\n    raise ValueError('no')", "def f(x):\n    raise TypeError('no')", Call(args=(-1,)),
        Raises(exception="ValueError"), "standard", "✓ f(-1) raises ValueError",
    ),
    "no exception": (
        "def f(x):\n    return [][x]", "def f(x):\n    return 0",
        Call(args=(1,)), Raises(exception="LookupError"), "standard",
        "✓ f(1) raises LookupError",
    ),
    "an exit": (
        "def f():\n    raise SystemExit(1)", "def f():\n    return 0",
        Call(), Raises(exception="SystemExit"), "standard",
        "✓ f() raises SystemExit",
    ),
    "an output": (
        "def f(n):\n    for i in range(n): print(i, end=' ')", "def f(n):\n    print(n)", Call(args=(3,)),
        Prints(text="0 1 2\n"), "standard", r"✓ f(3) prints '0 1 2\n'",
    ),
    "infinity": (
        "def f(): return [float('-inf'), None]", "def f(): return [0.0, None]",
        Call(), Returns(value=[-math.inf, None]), "standard",
        "✓ f() == [-inf, None]",
    ),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_example_is_checked(samples, capsys, form):
    right, wrong, given_, expected, checker, shown = FORMS[form]
    cases = (case(given_, expected),)
    assert shown in run(cell_of(lesson_with(samples, right, cases, checker=checker)), capsys)
    with pytest.raises((AssertionError, AttributeError, TypeError)):
        run(cell_of(lesson_with(samples, wrong, cases, checker=checker)), capsys)


PROGRAM = "import sys\nn = int(input())\nrest = sys.stdin.read().split()\nprint(sum(map(int, rest)) + n)\n"


@pytest.mark.parametrize("checker", ["standard", "identical", "unordered", "floats"])
def test_a_program_runs_in_a_process_of_its_own(samples, capsys, checker):
    cases = (case(Stdin(text="1\n2 3\n"), Prints(text="6\n")), case(Stdin(text="5\n"), Prints(text="5\n")))
    before = sys.stdin
    lesson = lesson_with(samples, PROGRAM, cases, name=None, checker=checker)
    assert run(cell_of(lesson), capsys).count("✓ input") == 2
    assert sys.stdin is before
    with pytest.raises(AssertionError, match="expected '6"):
        run(cell_of(lesson_with(samples, PROGRAM.replace("+ n", ""), cases, name=None, checker=checker)), capsys)
    with pytest.raises(AssertionError, match="the program failed"):
        run(cell_of(lesson_with(samples, "1/0\n", cases, name=None, checker=checker)), capsys)


def test_programs_with_any_quotes_are_kept_token_for_token(samples, capsys):
    code = "a = '''x'''\nb = \"\"\"y\\n\"\"\"\nprint(a, repr(b), input(), 'é')\n"
    cases = (case(Stdin(text="z\n"), Prints(text="x 'y\\n' z é\n")),)
    assert "✓" in run(cell_of(lesson_with(samples, code, cases, name=None)), capsys)


def test_helpers_never_hide_a_name_of_the_solution(samples, capsys):
    code = "def check(n):\n    return check_close(n)\n\ndef check_close(n):\n    return n\n"
    cell = cell_of(lesson_with(samples, code, (case(Call(args=(1,)), Returns(value=1)),), name="check"))
    assert "def my_check(example" in cell
    assert run(cell, capsys) == "✓ check(1) == 1\n"


def test_no_cell_where_nothing_may_be_inserted(samples):
    lesson = samples.verified_lesson()
    code = lesson.solution.text
    for refused in (
        samples.unverified_lesson(),
        replace(lesson, witnesses=()),
        replace(lesson, solution=None),
        replace(lesson, solution=replace(lesson.solution, language="cpp")),
        replace(lesson, solution=replace(lesson.solution, text=code + "# \u202e")),
        replace(lesson, solution=replace(lesson.solution, text=code + "# \ud800")),
        replace(lesson, solution=replace(lesson.solution, text=code + "# \x00")),
    ):
        assert solution_cell(refused) is None
        assert code_cell(refused) is None
        assert check_cell(refused) is None


def test_without_examples_there_are_no_checks(samples):
    lesson = lesson_with(samples, "def f(): return 1\n", ())
    assert check_cell(lesson) is None
    assert solution_cell(lesson) == code_cell(lesson)


def test_hostile_examples_stay_inside_their_strings(samples, capsys):
    trap = 'f("\'\\"""\\n")#\nraise SystemExit("out")'
    lesson = lesson_with(samples, "def f(x): return x\n", (case(Expression(expression=trap), Returns(value=1)),))
    cell = cell_of(lesson)
    compile(cell, "<cell>", "exec")
    assert "\nraise SystemExit" not in cell
    detail = "x\nimport os\rimport os\x0cimport os"
    witness = replace(lesson.witnesses[1], detail=detail)
    head = cell_of(replace(lesson, witnesses=(lesson.witnesses[0], witness))).split("\n")[0]
    assert head.startswith("# verified")
    assert "import os" in head


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8)
    | st.binary(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    | st.tuples(inner) | st.sets(st.integers(), max_size=3) | st.frozensets(st.text(max_size=2), max_size=3),
    max_leaves=8,
)  # fmt: skip


@given(PLAIN)
def test_values_can_be_read_back(value):
    source = value_source(value)
    assert literal(source) == value
    assert type(literal(source)) is type(value)
    source.encode("ascii", "backslashreplace")


@given(st.text(max_size=60))
def test_texts_can_be_read_back(text):
    assert literal(text_source(text)) == text
    shown = eval(block_source(text))  # our own literal of a text
    assert shown.strip() == text.rstrip().strip() or shown == text
