"""A trace for exports: what each line changed, loops folded and counted, bounds that are said, the tree of calls."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kernel_magic.core.source import Source
from kernel_magic.core.trace import Trace, TraceStep
from kernel_magic.render.call_tree import call_tree_blocks, is_recursive, tree_lines
from kernel_magic.render.code_shape import code_shape
from kernel_magic.render.document import Code, Details, Document, Table, Text
from kernel_magic.render.html import to_html
from kernel_magic.render.run_reading import read_run
from kernel_magic.render.text import to_text
from kernel_magic.render.trace import MAX_ROWS, trace_blocks

NESTED = "def f(n):\n    t = 0\n    for i in range(n):\n        for j in range(n):\n            t += 1\n    return t\n"


def table(trace: Trace, text: str) -> list[list[str]]:
    (details,) = [block for block in trace_blocks(trace, Source(text=text)) if "step by step" in block.summary]  # type: ignore[union-attr]
    assert isinstance(details, Details)
    (found,) = [block for block in details.blocks if isinstance(block, Table)]
    return [[cell.text for cell in row] for row in found.rows]


def words(trace: Trace, text: str) -> str:
    return to_text(Document(title="t", blocks=tuple(trace_blocks(trace, Source(text=text)))), width=140)


def nested_trace(n: int) -> Trace:
    steps: list[TraceStep] = []

    def add(line: int, **values: int) -> None:
        shown = {name: str(value) for name, value in values.items()}
        steps.append(TraceStep(line=line, depth=0, function="f", variables=shown))

    t = 0
    add(2, n=n)
    add(3, n=n, t=t)
    for i in range(n):
        add(4, n=n, t=t, i=i)
        for j in range(n):
            add(5, n=n, t=t, i=i, j=j)
            t += 1
            add(4, n=n, t=t, i=i, j=j)
        add(3, n=n, t=t, i=i, j=n - 1)
    add(6, n=n, t=t, i=n - 1, j=n - 1)
    steps.append(replace(steps[-1], event="return", value=str(t)))
    return Trace(call=f"f({n})", steps=tuple(steps), truncated=False, result=str(t))


def test_a_row_says_what_its_line_changed(explained):
    rows = table(explained.largest_trace(3, 8), explained.LARGEST)
    assert [(row[1], row[3], row[4]) for row in rows] == [
        ("2", "best = 0", "called: largest([3, 8])"),
        ("3", "number = 3", ""),
        ("4", "", ""),
        ("5", "best = 3", ""),
        ("3", "number = 8", ""),
        ("4", "", ""),
        ("5", "best = 8", ""),
        ("3", "", ""),
        ("6", "", ""),
        ("6", "", "returned 8"),
    ]
    assert rows[1][2] == "    for number in numbers:"


def test_only_what_changed_is_bold(explained):
    html = to_html(
        Document(title="t", blocks=tuple(trace_blocks(explained.largest_trace(3), Source(text=explained.LARGEST))))
    )
    assert html.count("<strong>") == 3  # best = 0, number = 3, best = 3


def test_a_name_that_goes_away_is_said():
    steps = (
        TraceStep(line=2, depth=0, function="f", variables={"a": "1", "b": "2"}),
        TraceStep(line=3, depth=0, function="f", variables={"b": "2"}),
    )
    trace = Trace(call="f()", steps=steps, truncated=True)
    assert table(trace, "def f():\n    del a\n    return b\n")[0][3] == "a is gone"


def test_a_long_loop_shows_its_first_and_last_rounds(explained):
    rows = table(explained.largest_trace(*range(100)), explained.LARGEST)
    gaps = [row for row in rows if row[0] == "…"]
    assert gaps == [["…", "…", "… 95 rounds like these", "steps 10 to 294", ""]]
    heads = [row[3] for row in rows if row[1] == "3"]
    assert heads == ["number = 0", "number = 1", "number = 2", "number = 98", "number = 99", ""]
    assert rows[-1][4] == "returned 99"


@pytest.mark.parametrize(("numbers", "folded"), [(6, False), (7, True)])
def test_a_loop_that_is_hardly_longer_than_its_ends_is_not_folded(explained, numbers, folded):
    rows = table(explained.largest_trace(*range(numbers)), explained.LARGEST)
    assert any(row[0] == "…" for row in rows) is folded


def test_loops_in_loops_are_folded_each(explained):
    rows = table(nested_trace(8), NESTED)
    gaps = [row[2] for row in rows if row[0] == "…"]
    assert gaps == ["… 3 rounds like these"] * 6
    inner = [row[3] for row in rows if row[0] == "…"]
    assert len(set(inner)) == 6
    numbers = [int(row[0]) for row in rows if row[0] != "…"]
    assert numbers == sorted(set(numbers))


def test_shown_and_left_out_steps_are_all_there_are():
    rows = table(nested_trace(8), NESTED)
    told = 0
    for row in rows:
        if row[0] != "…":
            told += 1
            continue
        first, last = row[3].removeprefix("steps ").split(" to ")
        told += int(last) - int(first) + 1
    assert told == len(nested_trace(8).steps)


def test_two_thousand_steps_without_a_loop_are_bounded(explained):
    trace = explained.fib_trace(13)
    assert len(trace.steps) > 2000
    rows = table(trace, explained.FIB)
    assert len(rows) == MAX_ROWS
    (gap,) = [row for row in rows if row[0] == "…"]
    assert gap[2] == "… not shown here"
    assert gap[3] == f"steps 81 to {len(trace.steps) - 39:,}"
    assert len(words(trace, explained.FIB)) < 30_000


def test_a_test_that_runs_twice_in_a_row_begins_a_new_loop():
    """Of `while True:` around it no line may be seen, so nothing stands between the end and the new beginning."""
    lines = (2, 3, 2, 2, 3, 3, 2)
    steps = tuple(TraceStep(line=line, depth=0, function="<module>", variables={}) for line in lines)
    run = read_run(Trace(call="", steps=steps, truncated=False), Source(text="while True:\n  for x in y:\n    z\n"))
    assert [run.rounds for run in run.loop_runs] == [((0, 1),), ((3, 5),)]


def test_a_run_that_was_cut_short_says_so(explained):
    whole = explained.largest_trace(3, 8, 5)
    assert "The run was longer" not in words(whole, explained.LARGEST)
    cut = replace(whole, steps=whole.steps[:5], truncated=True, result=None)
    assert "The run was longer: its first 5 steps were recorded." in words(cut, explained.LARGEST)
    assert table(cut, explained.LARGEST)[-1][3] == "", "what the last line changed was not recorded"


def test_a_run_without_a_line_says_so():
    (block,) = trace_blocks(Trace(call="f()", steps=(), truncated=False, result="1"), Source(text="x"))
    assert isinstance(block, Text)
    assert "No line" in block.spans[0].text


def test_an_exception_is_a_row(explained):
    rows = table(explained.show_trace(), explained.SHOW)
    assert rows[-1][4] == "AttributeError raised"


def test_leaving_a_generator_is_no_return():
    text = "def g():\n    yield 1\n"
    steps = (
        TraceStep(line=2, depth=0, function="g", variables={}),
        TraceStep(line=2, depth=0, function="g", variables={}, event="return", value="1"),
    )
    trace = Trace(call="g()", steps=steps, truncated=False)
    assert [row[4] for row in table(trace, text)] == ["", "gave 1"]


def test_values_are_bounded_and_hostile_text_is_escaped(explained):
    attack = "</script><img src=x onerror=alert(1)>" * 50
    trace = explained.largest_trace(3)
    steps = tuple(
        replace(step, variables={attack: f"{attack}{at}"}, function=attack, value=attack)
        for at, step in enumerate(trace.steps)
    )
    blocks = tuple(trace_blocks(replace(trace, steps=steps), Source(text=attack)))
    html = to_html(Document(title="t", blocks=blocks))
    assert "<img" not in html
    assert "</script>" not in html
    assert len(html) < 60_000


@pytest.mark.parametrize("text", ["def f(:", "\0", "(" * 5000, "x = '\ud800'", "", "-" * 30_000 + "1"])
def test_code_that_cannot_be_read_has_no_shape(text):
    assert code_shape(Source(text=text)).loops == ()


def test_the_tree_of_a_recursion(explained):
    run = read_run(explained.fib_trace(4), Source(text=explained.FIB))
    assert is_recursive(run)
    assert tree_lines(run) == [
        "fib(4) → 3",
        "├─ fib(3) → 2",
        "│  ├─ fib(2) → 1",
        "│  │  ├─ fib(1) → 1",
        "│  │  └─ fib(0) → 0",
        "│  └─ fib(1) → 1",
        "└─ fib(2) → 1  (as above, 2 calls inside)",
    ]


def test_the_tree_counts_all_calls_and_is_bounded(explained):
    run = read_run(explained.fib_trace(13), Source(text=explained.FIB))
    (details,) = call_tree_blocks(run)
    assert isinstance(details, Details)
    assert details.summary == "The calls as a tree (753 calls)"
    (code,) = details.blocks
    assert isinstance(code, Code)
    assert code.source.count("\n") < 80


def deep(n: int, *, truncated: bool = False) -> Trace:
    steps = [TraceStep(line=2, depth=at, function="d", variables={"n": str(n - at)}) for at in range(n)]
    back = [replace(step, event="return", value="0") for step in reversed(steps)]
    return Trace(call=f"d({n})", steps=tuple(steps if truncated else steps + back), truncated=truncated)


def test_a_deep_recursion_is_cut_and_counted():
    lines = tree_lines(read_run(deep(900), Source(text="def d(n):\n    return d(n - 1)\n")))
    assert len(lines) == 13
    assert lines[-1].endswith("d(888) → 0  (887 calls inside)")


def test_a_call_whose_end_was_not_recorded_has_no_result():
    lines = tree_lines(read_run(deep(3, truncated=True), Source(text="def d(n):\n    return d(n - 1)\n")))
    assert lines[0] == "d(3) (its end was not recorded)"


def test_many_calls_side_by_side_are_counted():
    steps = [TraceStep(line=2, depth=0, function="f", variables={"n": "9"})]
    for at in range(40):
        inner = TraceStep(line=3, depth=1, function="f", variables={"n": str(at)})
        steps += [inner, replace(inner, event="return", value=str(at))]
    trace = Trace(call="f(9)", steps=tuple(steps), truncated=True)
    lines = tree_lines(read_run(trace, Source(text="def f(n):\n    f(0)\n    return n\n")))
    assert lines[6] == "├─ … 33 more calls"
    assert lines[-1] == "└─ f(39) → 39"


def test_alike_calls_with_different_insides_are_both_written():
    """The same arguments and result, but the second one found it in a table: nothing is `as above`."""

    def call(line: int, depth: int, n: int) -> TraceStep:
        return TraceStep(line=line, depth=depth, function="f", variables={"n": str(n)})

    def end(step: TraceStep) -> TraceStep:
        return replace(step, event="return", value="7")

    top, first, inner, second, other = call(2, 0, 9), call(2, 1, 5), call(2, 2, 1), call(2, 1, 5), call(2, 2, 3)
    steps = (top, first, inner, end(inner), end(first), second, other, end(other), end(second), end(top))
    lines = tree_lines(read_run(Trace(call="f(9)", steps=steps, truncated=False), Source(text="def f(n):\n    pass\n")))
    assert lines == ["f(9) → 7", "├─ f(5) → 7", "│  └─ f(1) → 7", "└─ f(5) → 7", "   └─ f(3) → 7"]


def test_a_program_is_no_call_of_its_own():
    top = TraceStep(line=3, depth=0, function="<module>", variables={})
    calls = [TraceStep(line=2, depth=at, function="d", variables={"n": str(at)}) for at in (1, 2)]
    ends = [replace(step, event="return", value="0") for step in (*reversed(calls), top)]
    trace = Trace(call="", steps=(top, *calls, *ends), truncated=False)
    run = read_run(trace, Source(text="def d(n):\n    pass\nd(1)\n"))
    assert tree_lines(run) == ["the program", "└─ d(1) → 0", "   └─ d(2) → 0"]
    (details,) = call_tree_blocks(run)
    assert isinstance(details, Details)
    assert details.summary == "The calls as a tree (2 calls)"
    rows = table(trace, "def d(n):\n    pass\nd(1)\n")
    assert [row[5] for row in rows[:3]] == ["the program", "d, 1 call deep", "d, 2 calls deep"]
    assert rows[-1][4] == "the program ends"


def test_without_recursion_there_is_no_tree(explained):
    assert call_tree_blocks(read_run(explained.largest_trace(3), Source(text=explained.LARGEST))) == []
