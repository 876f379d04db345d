"""True and false sentences made by an oracle of its own: the same programs under `sys.settrace`, and instrumented.

The oracle shares nothing with the package: it copies values at every event, and counts rounds and conditions by
calls that are written into the program. What it knows to be true must come back true, what it knows to be false must
come back false; *cannot tell* is counted and must be rare.
"""

from __future__ import annotations

import ast
import contextlib
import copy
import inspect
import io
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

import pytest

from kernel_magic.core.problem import Contract, Expression, Limits, Stdin, TestCase
from kernel_magic.core.source import Source
from kernel_magic.lessons.claims.check import Run, judge_claim
from tests.claims_programs import PROGRAMS, awkward

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the judge needs fork")
_MISSING = object()


@dataclass
class Seen:
    """What the oracle saw of one call."""

    lines: list[tuple[int, str, int, dict[str, Any]]] = field(default_factory=list)
    """Line events: (invocation, function, line, values just before)."""
    finals: dict[int, tuple[str, dict[str, Any]]] = field(default_factory=dict)
    """Invocation to its function and its values when it was left."""
    calls: Counter[str] = field(default_factory=Counter)
    deepest: Counter[str] = field(default_factory=Counter)
    rounds: Counter[int] = field(default_factory=Counter)
    """Line of a loop to all its rounds."""
    entries: Counter[int] = field(default_factory=Counter)
    begun: dict[int, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    """Line of a loop to the values at the start of each round."""
    left: dict[int, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    """Line of a loop to the values behind it, each time."""
    tests: dict[int, list[bool]] = field(default_factory=lambda: defaultdict(list))
    result: Any = _MISSING
    raised: str = ""
    output: str = ""
    executable: set[int] = field(default_factory=set)
    generators: set[str] = field(default_factory=set)


class _Instrument(ast.NodeTransformer):
    """Writes a call at the start of each round, before each loop, and around each condition."""

    def _loop(self, node: Any) -> Any:
        self.generic_visit(node)
        node.body.insert(0, ast.parse(f"__round__({node.lineno}, dict(locals()))").body[0])
        left = ast.parse(f"__left__({node.lineno}, dict(locals()))").body[0]
        return [ast.parse(f"__enter__({node.lineno})").body[0], node, left]

    def visit_For(self, node: ast.For) -> Any:
        return self._loop(node)

    def visit_While(self, node: ast.While) -> Any:
        node.test = self._test(node.test)
        return self._loop(node)

    def visit_If(self, node: ast.If) -> Any:
        self.generic_visit(node)
        node.test = self._test(node.test)
        return node

    def _test(self, test: ast.expr) -> ast.expr:
        name = ast.Name(id="__test__", ctx=ast.Load())
        return ast.Call(func=name, args=[ast.Constant(value=test.lineno), test], keywords=[])


def look(source: str, call: str) -> Seen:
    """What happens in a call; without one, in the whole program."""
    seen = Seen()
    _trace(source, call, seen)
    tree = ast.fix_missing_locations(_Instrument().visit(ast.parse(source)))

    def begin_round(line: int, values: dict[str, Any]) -> None:
        seen.rounds[line] += 1
        seen.begun[line].append(_copy(values))

    def test(line: int, value: Any) -> Any:
        seen.tests[line].append(bool(value))
        return value

    space: dict[str, Any] = {
        "__enter__": lambda line: seen.entries.update([line]),
        "__round__": begin_round,
        "__left__": lambda line, values: seen.left[line].append(_copy(values)),
        "__test__": test,
    }
    with contextlib.suppress(Exception), contextlib.redirect_stdout(io.StringIO()):
        exec(compile(tree, "instrumented", "exec"), space)
        if call:
            eval(call, space)
    return seen


def _copy(values: dict[str, Any]) -> dict[str, Any]:
    plain = (int, float, str, list, tuple, dict, type(None))
    own = {name: value for name, value in values.items() if not name.startswith("__")}
    return {name: copy.deepcopy(value) for name, value in own.items() if isinstance(value, plain)}


def _trace(source: str, call: str, seen: Seen) -> None:
    code = compile(source, "oracle.py", "exec")
    space: dict[str, Any] = {"__name__": "oracle"}
    if call:
        exec(code, space)
    numbers: dict[Any, int] = {}
    active: list[str] = []
    frames: list[Any] = []

    def local(frame: Any, event: str, value: Any) -> Any:
        number = numbers[frame]
        if event == "line":
            seen.lines.append((number, frame.f_code.co_name, frame.f_lineno, _copy(frame.f_locals)))
        elif event == "return":
            seen.finals[number] = (frame.f_code.co_name, _copy(frame.f_locals))
            active.remove(frame.f_code.co_name)
        return local

    def begin(frame: Any, event: str, value: Any) -> Any:
        name = frame.f_code.co_name
        is_class = name != "<module>" and not frame.f_code.co_flags & inspect.CO_NEWLOCALS
        if frame.f_code.co_filename != "oracle.py" or is_class or (name.startswith("<") and name != "<module>"):
            return None
        if frame not in numbers:
            numbers[frame] = len(numbers)
            frames.append(frame)
            seen.calls[name] += 1
        active.append(name)
        seen.deepest[name] = max(seen.deepest[name], active.count(name))
        seen.executable |= {line for _, _, line in frame.f_code.co_lines() if line} - {frame.f_code.co_firstlineno}
        if frame.f_code.co_flags & 0x20:
            seen.generators.add(name)
        return local

    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        sys.settrace(begin)
        try:
            seen.result = eval(call or code, space)
        except Exception as error:  # noqa: BLE001 - what our programs raise is what is looked at
            seen.raised = type(error).__name__
        finally:
            sys.settrace(None)
    seen.output = output.getvalue()


def wrong(value: Any) -> Any:
    """A value that is another one, near it."""
    if value is None or isinstance(value, bool):
        return 7
    if isinstance(value, int | float):
        return value + 1
    if isinstance(value, str):
        return value + "x" if value else "x"
    if isinstance(value, list):
        return value[:-1] if value else [0]
    if isinstance(value, tuple):
        return (*value[:-1], 99)
    return {**value, "zz": 1}


def about_values(seen: Seen):
    by_name: dict[str, list[Any]] = defaultdict(list)
    for function, values in seen.finals.values():
        for name, value in values.items():
            by_name[name].append((function, value))
    for name, found in by_name.items():
        if len({repr(value) for _, value in found}) == 1 and found[0][0] not in seen.generators:
            value = found[0][1]
            yield f"at the end `{name}` is {value!r}", f"at the end `{name}` is {wrong(value)!r}"
            yield f"`{name}` ends as {value!r}", f"`{name}` ends up as {wrong(value)!r}"
    times: Counter[int] = Counter()
    for _, function, line, values in seen.lines:
        times[line] += 1
        for name, value in values.items():
            if function not in seen.generators:
                where = f"before line {line} runs for the {times[line]}th time"
                yield f"{where}, `{name}` is {value!r}", f"{where}, {name} is {wrong(value)!r}"


def about_ranges(seen: Seen):
    numbers: dict[tuple[str, str], list[Any]] = defaultdict(list)
    owners: dict[str, set[str]] = defaultdict(set)
    events = [(function, values) for _, function, _, values in seen.lines] + list(seen.finals.values())
    for function, values in events:
        for name, value in values.items():
            owners[name].add(function)
            numbers[function, name].append(value)
    for (function, name), found in numbers.items():
        if len(owners[name]) > 1 or function in seen.generators:
            continue
        if all(isinstance(value, int | float) and not isinstance(value, bool) for value in found):
            most, least = max(found), min(found)
            yield f"the largest value of `{name}` is {most}", f"the largest value of `{name}` is {most + 1}"
            yield f"`{name}` never exceeds {most}", f"{name} never exceeds {most - 1}"
            yield f"`{name}` is always at least {least}", f"{name} is always at least {least + 1}"
            yield f"`{name}` is never {most + 1}", f"`{name}` is never {least}"
            yield f"`{name}` becomes {most}", f"`{name}` becomes {most + 1}"
            yield f"`{name}` is never less than {least}", f"`{name}` is never less than {least + 1}"
        if all(isinstance(value, list | str | dict | tuple) for value in found):
            kind = {"list": "list", "str": "string", "dict": "dictionary", "tuple": "tuple"}[type(found[0]).__name__]
            other = "tuple" if kind == "list" else "list"
            yield f"`{name}` is a {kind}", f"`{name}` is a {other}"


def about_lines(seen: Seen):
    counted = Counter(line for _, _, line, _ in seen.lines)
    for line in sorted(seen.executable):
        count = counted[line]
        if count:
            yield f"line {line} runs {count} times", f"line {line} runs {count + 1} times"
            yield f"line {line} is executed at least once", f"line {line} is never reached"
            yield f"line {line} runs less than {count + 1} times", f"line {line} runs more than {count} times"
        else:
            yield f"line {line} is never reached", f"line {line} runs once"


def about_loops(seen: Seen):
    for line, entries in seen.entries.items():
        rounds = seen.rounds[line]
        loop = f"the loop on line {line}"
        yield f"{loop} runs {rounds} times in total", f"{loop} runs {rounds + 1} times in total"
        if entries != 1:
            continue
        yield f"{loop} has {rounds} rounds", f"{loop} has {rounds + 1} rounds"
        for number, values in enumerate(seen.begun[line], 1):
            for name, value in values.items():
                where = f"at the start of round {number} of {loop}"
                yield f"{where}, `{name}` is {value!r}", f"{where}, `{name}` is {wrong(value)!r}"
        for name, value in (seen.left[line][0] if seen.left[line] else {}).items():
            yield f"after {loop} `{name}` is {value!r}", f"after {loop}, {name} is {wrong(value)!r}"
    for line, outcomes in seen.tests.items():
        hits, misses = outcomes.count(True), outcomes.count(False)
        test = f"the condition on line {line}"
        yield f"{test} is true {hits} times", f"{test} is true {hits + 1} times"
        yield f"{test} is false {misses} times", f"{test} is false {misses + 2} times"


def about_rounds(source: str, seen: Seen):
    """What a round leaves behind is what the next one begins with, but for the names that the loop itself sets."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.For) and seen.entries[node.lineno] == 1:
            own = {name.id for name in ast.walk(node.target) if isinstance(name, ast.Name)}
            for number, values in enumerate(seen.begun[node.lineno][1:], 1):
                for name, value in values.items():
                    if name not in own:
                        where = f"after round {number} of the loop on line {node.lineno}"
                        yield f"{where} `{name}` is {value!r}", f"{where} `{name}` is {wrong(value)!r}"


def about_calls(seen: Seen):
    for name, count in seen.calls.items():
        if name not in seen.generators and not name.startswith(("__", "<")):
            yield f"`{name}` is called {count} times", f"`{name}` is called {count + 1} times"
            yield f"`{name}` is called at least once", f"`{name}` is never called"
        if seen.deepest[name] > 1:
            deep = seen.deepest[name]
            yield f"the recursion goes {deep} deep", f"the recursion goes {deep + 1} deep"


def about_outcomes(call: str, seen: Seen):
    if seen.raised:
        yield f"`{call}` raises {seen.raised}", f"`{call}` raises KeyError"
        yield f"the call raises {seen.raised}", "the call raises no exception"
        yield f"a {seen.raised} is raised", f"the call returns {None!r}"
    else:
        yield f"`{call}` returns {seen.result!r}", f"`{call}` returns {wrong(seen.result)!r}"
        yield f"`{call} == {seen.result!r}`", f"`{call} != {seen.result!r}`"
        yield "the call raises no exception", f"`{call}` raises ValueError"
        yield f"the call does not return {wrong(seen.result)!r}", f"the function does not return {seen.result!r}"


def about_output(seen: Seen):
    lines = seen.output.splitlines()
    yield f"it prints {len(lines)} lines", f"it prints {len(lines) + 1} lines"
    for line in lines:
        yield f"{line!r} is printed", f"{line + ' more'!r} is printed"
    if not lines:
        yield "nothing is printed", "it prints 'hello'"


def judged(judge, source: str, call: str, seen: Seen, *, lines: bool = True):
    """Each sentence with what the oracle knows and what the claims come to."""
    given = Expression(expression=call) if call else Stdin(text="")
    case = TestCase(name="1", given=given, expected=None)
    trace = judge.trace(Source(text=source), case, Contract(cases=(case,), limits=Limits(cpu_s=5, wall_s=30)))
    run = Run(source=source, trace=trace)
    pairs = [
        *about_values(seen),
        *about_ranges(seen),
        *(about_lines(seen) if lines else ()),
        *about_loops(seen),
        *about_rounds(source, seen),
        *about_calls(seen),
        *(about_outcomes(call, seen) if call else ()),
        *about_output(seen),
    ]
    return [
        (wanted, judge_claim(text, run)) for pair in pairs for wanted, text in zip((True, False), pair, strict=True)
    ]


@pytest.mark.parametrize("program", PROGRAMS)
def test_what_the_oracle_knows_comes_back(judge, program):
    source, call = PROGRAMS[program]
    claims = judged(judge, source, call, look(source, call))
    assert len(claims) > 50
    assert [claim for wanted, claim in claims if claim.holds not in (None, wanted)] == []
    untold = [claim.text for _, claim in claims if claim.holds is None]
    assert len(untold) < 0.05 * len(claims), untold


@pytest.mark.parametrize("program", awkward())
def test_nothing_said_of_awkward_programs_comes_back_wrong(judge, program):
    """Lines are not counted where the oracle's events are more than its statements: a `with` and broken lines."""
    source, call = awkward()[program]
    claims = judged(judge, source, call, look(source, call), lines=program != "with_and_lines")
    assert [claim for wanted, claim in claims if claim.holds not in (None, wanted)] == []
    assert sum(claim.holds is not None for _, claim in claims) > 0.4 * len(claims)


@pytest.mark.parametrize("program", [*PROGRAMS, *awkward()])
def test_nothing_said_of_a_whole_program_comes_back_wrong(judge, program):
    """The call stands below the code, and all of it is traced: definitions, classes and what is at module level."""
    source, call = {**PROGRAMS, **awkward()}[program]
    text = f"{source}\n\noutcome = {call}\n"
    claims = judged(judge, text, "", look(text, ""), lines=program != "with_and_lines")
    assert [claim for wanted, claim in claims if claim.holds not in (None, wanted)] == []
    assert sum(claim.holds is not None for _, claim in claims) > 0.4 * len(claims)
