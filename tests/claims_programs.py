"""Ten small programs for the tests of claims, and a trace of each call, made in this process: they are our own."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path
from typing import Any

from kernel_magic.core.trace import Trace
from kernel_magic.judge.inside.encode import Encoder
from kernel_magic.judge.inside.tracing import Recorder
from kernel_magic.judge.tracer import read_steps
from kernel_magic.judge.wire import display

TOTAL = """def total(items):
    result = 0
    count = 0
    for item in items:
        if item > 0:
            result += item
            count += 1
    average = result / count
    return average
"""

GRID = """def grid(rows, columns):
    cells = 0
    text = ""
    for row in range(rows):
        for column in range(columns):
            cells += 1
            text += str(row * column)
        text += "/"
    return text
"""

COLLATZ = """def collatz(n):
    steps = 0
    path = [n]
    while n != 1:
        if n % 2 == 0:
            n = n // 2
        else:
            n = 3 * n + 1
        steps += 1
        path.append(n)
    return steps
"""

FIB = """def fib(n):
    if n < 2:
        return n
    left = fib(n - 1)
    right = fib(n - 2)
    return left + right
"""

PARSE = """def parse(words):
    good = []
    bad = 0
    for word in words:
        try:
            number = int(word)
            good.append(10 // number)
        except ValueError:
            bad += 1
        except ZeroDivisionError:
            bad += 10
        finally:
            done = True
    return good, bad
"""

PICK = """def last(items):
    return items[-1]


def pick(rows):
    found = []
    for row in rows:
        found.append(last(row))
    return found
"""

STACK = """class Stack:
    def __init__(self):
        self.items = []

    def push(self, item):
        self.items.append(item)
        return len(self.items)

    def pop(self):
        return self.items.pop()


def use(values):
    stack = Stack()
    for value in values:
        size = stack.push(value)
    top = stack.pop()
    print(top)
    return size
"""

SQUARES = """def squares(limit):
    number = 1
    while number * number <= limit:
        yield number * number
        number += 1


def total_of_squares(limit):
    total = 0
    for square in squares(limit):
        total += square
        print("total", total)
    return total
"""

WORDS = """def words(text):
    counts = {}
    longest = ""
    for word in text.split():
        counts[word] = counts.get(word, 0) + 1
        if len(word) > len(longest):
            longest = word
    pairs = [(word, count) for word, count in counts.items() if count > 1]
    return longest, pairs
"""

SEARCH = """def search(numbers, wanted):
    tries = 0
    place = None
    for index, number in enumerate(numbers):
        if number < 0:
            continue
        tries += 1
        if number == wanted:
            place = index
            break
    else:
        place = -1
    if place > 2:
        return "late"
    return place
"""

PROGRAMS: dict[str, tuple[str, str]] = {
    "total": (TOTAL, "total([3, -1, 4])"),
    "total_empty": (TOTAL, "total([])"),
    "grid": (GRID, "grid(2, 3)"),
    "collatz": (COLLATZ, "collatz(6)"),
    "fib": (FIB, "fib(4)"),
    "parse": (PARSE, "parse(['2', 'x', '0', '5'])"),
    "pick": (PICK, "pick([[1, 2], [3], []])"),
    "stack": (STACK, "use([5, 7, 9])"),
    "squares": (SQUARES, "total_of_squares(10)"),
    "words": (WORDS, "words('to be or not to be')"),
    "search": (SEARCH, "search([4, -2, 7, 9, 1], 9)"),
    "search_missing": (SEARCH, "search([4, -2], 9)"),
}
"""Name to (source, call)."""


def traced(source: str, call: str, *, max_steps: int = 2000) -> Trace:
    """A trace of a call, as the judge makes it, without a judge: for programs of ours only."""
    pieces: list[Any] = []
    space: dict[str, Any] = {"__name__": "submission"}
    exec(compile(source, "submission.py", "exec"), space)
    expression = compile(call, "call", "eval")
    recorder = Recorder(max_steps, pieces.append, lambda: None, module_level=False)
    output, result, raised = io.StringIO(), None, None
    with contextlib.redirect_stdout(output):
        try:
            result = display(Encoder(10_000).encode(recorder.run(lambda: eval(expression, space))))
        except Exception as error:  # noqa: BLE001 - what our programs raise is what is looked at
            raised = type(error).__name__
    recorder.finish()
    read = [read_steps(piece) for piece in pieces]
    return Trace(
        call=call,
        steps=tuple(step for steps, _ in read for step in steps),
        truncated=any(more != "F" for _, more in read[-1:]),
        result=result,
        raised=raised,
        output=output.getvalue(),
    )


def awkward() -> dict[str, tuple[str, str]]:
    """Programs whose events are easy to misread; the first line of each says the call."""
    folder = Path(__file__).parent / "data" / "claims" / "awkward"
    texts = {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.py"))}
    return {name: (text, text.partition("\n")[0].removeprefix("# ")) for name, text in texts.items()}
