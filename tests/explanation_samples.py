"""Realistic explanations and traces for tests: what `explain` hands over. Tests get them by a fixture of `conftest.py`.

A trace is written event by event, as the judge's recorder would: `line` events hold the values before the line runs.
"""

from __future__ import annotations

from dataclasses import replace

from kernel_magic.core.explanation import Claim, ExplainedBlock, Explanation
from kernel_magic.core.lesson import Evidence, Provenance, Question, Usage
from kernel_magic.core.source import Source
from kernel_magic.core.trace import Trace, TraceStep
from kernel_magic.core.verdict import Isolation, Layer

ISOLATION = Isolation(
    level=3,
    layers=(
        Layer(name="namespaces", in_force=True, detail="user, mount, pid, net"),
        Layer(name="Landlock", in_force=True, detail="ABI 4"),
        Layer(name="seccomp", in_force=True),
        Layer(name="cgroup", in_force=False, detail="no delegated cgroup: memory is limited per process"),
    ),
)
PROVENANCE = Provenance(
    model="qwen2.5-coder-0.5b-instruct (8 bits)",
    backend="llama_cpp",
    seed=7,
    prompt_sha256="3f1c8a5e" * 8,
    package_version="0.1.0",
    candidates=1,
    temperature=0.2,
)
LARGEST = """def largest(numbers):
    best = 0
    for number in numbers:
        if number > best:
            best = number
    return best
"""
FIB = """def fib(n):
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)
"""
SHOW = """def show(items):
    for item in items:
        print(item.upper())
"""


class Recorder:
    """Writes down events."""

    def __init__(self) -> None:
        self.steps: list[TraceStep] = []

    def line(self, number: int, function: str, values: dict[str, object], depth: int = 0) -> None:
        self._add(number, function, values, depth)

    def returns(self, number: int, function: str, values: dict[str, object], value: object, depth: int = 0) -> None:
        self._add(number, function, values, depth, "return", repr(value))

    def raises(self, number: int, function: str, values: dict[str, object], value: str, depth: int = 0) -> None:
        self._add(number, function, values, depth, "exception", value)

    def _add(self, number, function, values, depth, event="line", value="") -> None:
        shown = {name: repr(each) for name, each in values.items()}
        self.steps.append(
            TraceStep(line=number, depth=depth, function=function, variables=shown, event=event, value=value)
        )


def largest_trace(*numbers: int) -> Trace:
    """`largest` on these numbers."""
    seen = Recorder()
    values: dict[str, object] = {"numbers": list(numbers)}
    seen.line(2, "largest", values)
    values["best"] = 0
    for number in numbers:
        seen.line(3, "largest", values)
        values["number"] = number
        seen.line(4, "largest", values)
        if number > values["best"]:  # type: ignore[operator]
            seen.line(5, "largest", values)
            values["best"] = number
    seen.line(3, "largest", values)
    seen.line(6, "largest", values)
    seen.returns(6, "largest", values, values["best"])
    call = f"largest({list(numbers)!r})"
    return Trace(call=call, steps=tuple(seen.steps), truncated=False, result=repr(values["best"]))


def fib_trace(n: int) -> Trace:
    """`fib(n)`."""
    seen = Recorder()

    def fib(n: int, depth: int) -> int:
        values: dict[str, object] = {"n": n}
        seen.line(2, "fib", values, depth)
        if n < 2:
            seen.line(3, "fib", values, depth)
            seen.returns(3, "fib", values, n, depth)
            return n
        seen.line(4, "fib", values, depth)
        found = fib(n - 1, depth + 1) + fib(n - 2, depth + 1)
        seen.returns(4, "fib", values, found, depth)
        return found

    result = fib(n, 0)
    return Trace(call=f"fib({n})", steps=tuple(seen.steps), truncated=False, result=repr(result))


def show_trace() -> Trace:
    """`show(["a", "b", 3])`: two lines of output, then an exception."""
    seen = Recorder()
    values: dict[str, object] = {"items": ["a", "b", 3]}
    for item in ("a", "b", 3):
        seen.line(2, "show", values)
        values["item"] = item
        seen.line(3, "show", values)
    seen.raises(3, "show", values, "AttributeError")
    return Trace(
        call="show(['a', 'b', 3])",
        steps=tuple(seen.steps),
        truncated=False,
        raised="AttributeError",
        output="A\nB\n",
    )


def _largest_blocks(call: str) -> tuple[ExplainedBlock, ...]:
    lines = LARGEST.splitlines(keepends=True)
    rounds = Evidence(
        kind="rounds",
        call=call,
        header=("round", "number", "best"),
        rows=(("1", "3", "3"), ("2", "8", "8"), ("3", "5", "8")),
        rounds=3,
    )
    return (
        ExplainedBlock(
            first_line=1,
            last_line=2,
            title="Begin with the smallest candidate",
            prose="`best` holds the largest number seen so far. At first `best` is 0.",
            code="".join(lines[:2]),
            evidence=(Evidence(kind="values", call=call, values=(("best", "0"),)),),
            claims=(Claim(text="At first `best` is 0.", holds=True, observed="0"),),
        ),
        ExplainedBlock(
            first_line=3,
            last_line=5,
            title="Look at each number once",
            prose="The loop runs **3** times. After it `best` is 8.",
            code="".join(lines[2:5]),
            evidence=(rounds,),
            claims=(
                Claim(text="The loop runs **3** times.", holds=True, observed="3 rounds"),
                Claim(text="After it `best` is 8.", holds=True, observed="8"),
            ),
        ),
        ExplainedBlock(
            first_line=6,
            last_line=6,
            title="Give back what was found",
            prose="The largest number is the result.",
            code=lines[5],
            evidence=(Evidence(kind="returned", call=call, values=(("", "8"),)),),
        ),
    )


def verified_explanation() -> Explanation:
    """Everything that is said of the run holds; of the learner's claims one does not."""
    trace = largest_trace(3, 8, 5)
    return Explanation(
        source=Source(text=LARGEST, entry_point="largest"),
        title="What largest does",
        status="verified",
        call=trace.call,
        result="8",
        output="",
        raised=None,
        blocks=_largest_blocks(trace.call),
        claims=(
            Claim(text="after the loop `best` is 8", holds=True, observed="8"),
            Claim(text="line 5 runs three times", holds=False, observed="2 times"),
            Claim(text="it is fast", holds=None),
        ),
        dropped=("“The loop runs 4 times.” (the run shows otherwise: 3 rounds)",),
        trace=trace,
        questions=(
            Question(
                text="With `largest([3, 8, 5])`, what is `best` when line 4 runs for the third time?",
                choices=("3", "5", "8"),
                answer=2,
                call=trace.call,
                line=4,
                why="Line 5 set `best` to `8` in round 2.",
            ),
        ),
        isolation=ISOLATION,
        provenance=PROVENANCE,
        usage=Usage(prompt_tokens=420, completion_tokens=160, seconds=3.2),
        notes=("You gave no call: `largest([3, 8, 5])` was taken from the docstring.",),
    )


def partly_verified_explanation() -> Explanation:
    """Recursion; something stays that the run cannot tell."""
    trace = fib_trace(4)
    block = ExplainedBlock(
        first_line=1,
        last_line=4,
        title="Ask for the two numbers before",
        prose="`fib` is called 9 times. For large `n` it takes very long.",
        code=FIB,
        evidence=(Evidence(kind="returned", call=trace.call, values=(("", "3"),)),),
        claims=(
            Claim(text="`fib` is called 9 times.", holds=True, observed="9 calls"),
            Claim(text="For large `n` it takes very long.", holds=None),
        ),
    )
    return replace(
        verified_explanation(),
        source=Source(text=FIB, entry_point="fib"),
        title="What fib does",
        status="partly_verified",
        call=trace.call,
        result="3",
        blocks=(block,),
        claims=(),
        dropped=(),
        trace=trace,
        questions=(),
        notes=(),
    )


def raising_explanation() -> Explanation:
    """The call ends by an exception, after some output; no model took part."""
    trace = show_trace()
    block = ExplainedBlock(
        first_line=1,
        last_line=3,
        title="Lines 1 to 3",
        prose="It goes through `items` and prints each one in capitals.",
        code=SHOW,
        evidence=(Evidence(kind="raised", call=trace.call, values=(("", "AttributeError"),)),),
    )
    return replace(
        verified_explanation(),
        source=Source(text=SHOW, entry_point="show"),
        title="What show does",
        call=trace.call,
        result=None,
        raised="AttributeError",
        output=trace.output,
        blocks=(block,),
        claims=(),
        dropped=(),
        trace=trace,
        questions=(),
        provenance=None,
        usage=Usage(seconds=0.2),
        notes=(),
    )


def unverified_explanation() -> Explanation:
    """Nothing could be run."""
    whole = verified_explanation()
    blocks = tuple(
        replace(block, evidence=(), claims=tuple(replace(claim, holds=None, observed="") for claim in block.claims))
        for block in whole.blocks
    )
    return replace(
        whole,
        status="unverified",
        call="",
        result=None,
        blocks=blocks,
        claims=tuple(replace(claim, holds=None, observed="") for claim in whole.claims),
        trace=None,
        questions=(),
        notes=("No example call was found, and none that was made up ended within two seconds.",),
    )
