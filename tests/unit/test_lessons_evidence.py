"""Evidence beside a step is what the trace shows, and nothing else. Traces are written out by hand here."""

from kernel_magic.core.trace import Trace, TraceStep
from kernel_magic.lessons.telling.code_blocks import split
from kernel_magic.lessons.telling.evidence import evidence_for

CODE = """def total(items):
    result = 0
    for item in items:
        if item > 0:
            result += item
    return result
"""


def step(line, event="line", value="", depth=0, function="total", **variables):
    return TraceStep(line=line, depth=depth, function=function, variables=variables, event=event, value=value)


def trace_of(values, *, truncated=False):
    shown = repr(values)
    steps = [step(2, items=shown)]
    result = 0
    item: dict[str, str] = {}
    for value in values:
        steps.append(step(3, items=shown, result=str(result), **item))
        item = {"item": str(value)}
        steps.append(step(4, items=shown, result=str(result), **item))
        if value > 0:
            steps.append(step(5, items=shown, result=str(result), **item))
            result += value
    state = {"items": shown, "result": str(result), **item}
    steps += [step(3, **state), step(6, **state), step(6, "return", str(result), **state)]
    return Trace(call=f"total({shown})", steps=tuple(steps), truncated=truncated, result=str(result))


def shown(trace):
    return evidence_for(split(CODE), CODE, trace)


def test_values_rounds_and_result_are_those_of_the_run():
    first, loop, last = shown(trace_of([3, -1, 4]))
    assert [(item.kind, item.values) for item in first] == [("values", (("result", "0"),))]
    assert loop[0].kind == "rounds"
    assert loop[0].header == ("round", "item", "result")
    assert loop[0].rows == (("1", "3", "3"), ("2", "-1", "3"), ("3", "4", "7"))
    assert loop[0].rounds == 3
    assert [(item.kind, item.values) for item in last] == [("returned", (("", "7"),))]
    assert {item.call for seen in (first, loop, last) for item in seen} == {"total([3, -1, 4])"}


def test_a_long_loop_shows_its_first_and_last_rounds_and_says_how_many_there_were():
    loop = shown(trace_of(list(range(1, 21))))[1][0]
    assert loop.rounds == 20
    assert [row[0] for row in loop.rows] == ["1", "2", "3", "4", "…", "19", "20"]


def test_a_block_the_run_never_came_to_says_so():
    steps = (step(2, items="[]"), step(2, "return", "0", items="[]"))
    seen = shown(Trace(call="total([])", steps=steps, truncated=False, result="0"))
    assert [item.kind for item in seen[1]] == ["not_reached"]
    assert [item.kind for item in seen[2]] == ["not_reached"]


def test_a_loop_without_a_round_says_so():
    seen = shown(trace_of([]))
    assert [(item.kind, item.rounds, item.rows) for item in seen[1]] == [("rounds", 0, ())]


def test_a_trace_that_was_cut_claims_no_number_of_rounds_and_no_result():
    whole = trace_of([1, 2, 3])
    cut = Trace(call=whole.call, steps=whole.steps[:8], truncated=True)
    _, loop, last = shown(cut)
    assert loop[0].rounds == -1
    assert [item.kind for item in last] == ["not_recorded"], "it may have come there later"


GRADE = """def grade(points):
    if points >= 90:
        return "A"
    elif points >= 50:
        return "B"
    if points < 0: raise ValueError(points)
    return "F"
"""


def conditions(*steps):
    seen = evidence_for(split(GRADE), GRADE, Trace(call="grade(0)", steps=steps, truncated=False))
    return [item.values for block in seen for item in block if item.kind == "condition"]


def test_the_way_an_if_went_is_told_by_the_line_that_ran_next():
    way = [step(2, function="grade"), step(4, function="grade"), step(5, function="grade")]
    end = step(5, "return", "'B'", function="grade")
    assert conditions(*way, end) == [(("points >= 90", "false"), ("points >= 50", "true"))]
    assert conditions(way[0], step(3, function="grade"), end) == [(("points >= 90", "true"),)]


def test_an_if_that_ran_more_than_once_tells_nothing_of_one_way():
    once = [step(2, function="grade"), step(3, function="grade")]
    assert conditions(*once, step(2, function="grade"), step(4, function="grade"), step(5, function="grade")) == []


def test_an_if_whose_test_raised_or_that_lies_on_one_line_tells_nothing():
    assert conditions(step(2, function="grade"), step(2, "exception", "TypeError", function="grade")) == []
    assert conditions(step(2, function="grade")) == []
    assert conditions(step(6, function="grade"), step(7, function="grade")) == []


def test_in_a_recursion_the_first_invocation_is_shown():
    code = "def f(n):\n    if n == 0:\n        return 1\n    rest = f(n - 1)\n    return n * rest\n"
    steps = [
        step(2, function="f", n="1"),
        step(4, function="f", n="1"),
        step(2, depth=1, function="f", n="0"),
        step(3, depth=1, function="f", n="0"),
        step(3, "return", "1", depth=1, function="f", n="0"),
        step(5, function="f", n="1", rest="1"),
        step(5, "return", "1", function="f", n="1", rest="1"),
    ]
    seen = evidence_for(split(code), code, Trace(call="f(1)", steps=tuple(steps), truncated=False, result="1"))
    flat = [(item.kind, item.values) for block in seen for item in block]
    assert ("values", (("rest", "1"),)) in flat
    assert ("returned", (("", "1"),)) in flat


BESIDE = """LIMIT = 5

def half(n):
    if n > LIMIT:
        n = LIMIT
    return n / 2

half(4)
half(2)
"""


def beside(**ending):
    steps = (
        step(4, function="half", n="4"),
        step(6, function="half", n="4"),
        step(6, "return", "2.0", function="half", n="4"),
    )
    seen = evidence_for(split(BESIDE), BESIDE, Trace(call="half(4)", steps=steps, truncated=False, **ending))
    return [
        (block.code, [(item.kind, item.values) for item in items])
        for block, items in zip(split(BESIDE), seen, strict=True)
    ]


def test_the_call_that_was_run_shows_what_came_of_it_where_it_stands_in_the_code():
    code, seen = beside(result="2.0")[-1]
    assert "half(4)" in code
    assert seen == [("returned", (("", "2.0"),))]
    assert beside(raised="ValueError")[-1][1] == [("raised", (("", "ValueError"),))]
    assert beside()[-1][1] == [("outside", ())], "nothing came of it that was seen"


def test_what_stands_outside_of_the_call_that_was_run_is_neither_defined_nor_unreached():
    code, seen = beside(result="2.0")[0]
    assert code.strip() == "LIMIT = 5"
    assert seen == [("outside", ())]
    other = evidence_for(
        split(BESIDE),
        BESIDE,
        Trace(call="half(9)", steps=(step(4, function="half", n="9"),), truncated=False, result="2.5"),
    )
    assert [item.kind for item in other[-1]] == ["outside"], "another call than the ones below the code"


def test_imports_are_defined_not_unreached():
    code = "import math\nimport re\nimport os\nimport sys\n\ndef f(x):\n    return math.sqrt(x)\n"
    steps = (step(7, function="f", x="4"), step(7, "return", "2.0", function="f", x="4"))
    seen = evidence_for(split(code), code, Trace(call="f(4)", steps=steps, truncated=False, result="2.0"))
    assert [item.kind for item in seen[0]] == ["defined"]
    assert [item.kind for item in seen[1]] == ["returned"]
