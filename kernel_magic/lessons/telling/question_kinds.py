"""What can be asked about a run: values after a line, the line that runs next, how often, what came out.

Each kind gives possible questions with the observed answer and with wrong choices out of the same run; which are asked,
and with which choices, is `questions`' business.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kernel_magic.core.trace import Trace, TraceStep

MAX_VALUE = 48
"""Characters of a value that is asked for or offered."""
_MAX_LINE = 70
_MAX_COUNT = 60
"""Nobody counts further than this in the head."""
_FAR = 400
"""Events after which the end of a line is no longer looked for."""
_OPAQUE = re.compile(r"…|<[A-Za-z_]|\n")
_EXCEPTIONS = ("IndexError", "KeyError", "ValueError", "TypeError", "ZeroDivisionError")
_CHANGING = ("append", "pop", "insert", "add", "extend", "update", "remove", "sort", "reverse")
_LAMBDA = "<lambda>"
_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question before its choices are mixed."""

    text: str
    answer: str
    others: tuple[str, ...]
    """Wrong choices, the best ones first; some may turn out to be equal to the answer."""
    line: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Moment:
    """A line that ran, and what its invocation came to next."""

    before: TraceStep
    after: TraceStep
    time: int
    """The how-manieth run of this line it was, from 1."""


class RunReading:
    """A run and its code, read for questions."""

    def __init__(self, tree: ast.Module, source: str, trace: Trace) -> None:
        self._tree = tree
        self._lines = source.split("\n")
        self._trace = trace
        statements = [node for node in ast.walk(tree) if isinstance(node, ast.stmt)]
        self._begun = {node.lineno for node in statements if not _is_text(node)}
        # A function within a line runs as often as it is called: that is not how often the line runs.
        self._moments = tuple(moment for moment in _moments(trace) if moment.before.function != _LAMBDA)
        self._with_lambda = {step.line for step in trace.steps if step.function == _LAMBDA}
        starts = Counter(node.lineno for node in ast.walk(tree) if isinstance(node, ast.stmt))
        self._single = {line for line, statements in starts.items() if statements == 1}
        """Lines on which one statement begins: of several on a line nobody could say which is meant."""

    def values(self) -> Iterator[Asked]:
        """What a variable is after a line that sets it."""
        setting = {line: name for line, name in map(_set_by, ast.walk(self._tree)) if name and line in self._single}
        seen: dict[str, list[str]] = {}
        for step in self._trace.steps:
            for name, value in step.variables.items():
                seen.setdefault(name, []).append(value)
        runs = Counter(moment.before.line for moment in self._moments)
        for moment in self._moments:
            line = moment.before.line
            name = setting.get(line, "")
            after = moment.after.variables.get(name)
            if after is None or moment.after.event == "exception" or moment.time > len(_ORDINALS):
                continue
            when = "has run" if runs[line] == 1 else f"has run for the {_ORDINALS[moment.time - 1]} time"
            others = [*moment.before.variables.values(), *(each for values in seen.values() for each in values)]
            yield Asked(
                text=f"What is `{name}` after line {line}, `{self._shown(line)}`, {when}?",
                answer=after,
                others=(*reversed(seen.get(name, ())), *others),
                line=line,
                why=f"After line {line} `{name}` was {after}.",
            )

    def next_lines(self) -> Iterator[Asked]:
        """Which line runs after a condition."""
        ways = {line: found for line, found in map(_ways, ast.walk(self._tree)) if line in self._single}
        followers: dict[int, Counter[int]] = {}
        for moment in self._moments:
            if moment.after.event == "line":
                followers.setdefault(moment.before.line, Counter())[moment.after.line] += 1
        for moment in self._moments:
            line = moment.before.line
            if line not in ways or moment.after.event != "line" or moment.time > len(_ORDINALS):
                continue
            near = dict.fromkeys((*followers.get(line, ()), *ways[line], line + 1, line - 1, line))
            others = [each for each in near if each != moment.after.line and self._is_code(each)]
            again = "" if moment.time == 1 else f" for the {_ORDINALS[moment.time - 1]} time"
            yield Asked(
                text=f"Line {line}, `{self._shown(line)}`, runs{again}{self._given(moment)}. Which line runs next?",
                answer=self._numbered(moment.after.line),
                others=tuple(self._numbered(each) for each in others),
                line=line,
                why=f"After line {line} the run went on with line {moment.after.line}.",
            )

    def _given(self, moment: _Moment) -> str:
        """The values a condition looks at, as far as they can be shown."""
        names = dict.fromkeys(re.findall(r"[^\W\d]\w*", self._lines[moment.before.line - 1]))
        known = [(name, value) for name in names if can_be_asked(value := moment.before.variables.get(name, ""))]
        return ", and " * bool(known) + ", ".join(f"`{name}` is {value}" for name, value in known[:4])

    def counts(self) -> Iterator[Asked]:
        """How often the first line in a loop runs, in the whole run."""
        if self._trace.truncated:
            return
        ran = Counter(step.line for step in self._trace.steps if step.event == "line")
        for node in ast.walk(self._tree):
            if not isinstance(node, (ast.For, ast.While)) or not self._can_be_counted(node.body[0]) or _is_told(node):
                continue
            line, count, headers = node.body[0].lineno, ran[node.body[0].lineno], ran[node.lineno]
            if headers == 0 or count > _MAX_COUNT:
                continue
            near = [number for number in (count + 1, headers, count - 1, 2 * count, count + 2) if number >= 0]
            yield Asked(
                text=f"How many times does line {line}, `{self._shown(line)}`, run?",
                answer=str(count),
                others=tuple(str(number) for number in (*near, *ran.values())),
                line=line,
                why=f"Line {line} ran {count} {'time' if count == 1 else 'times'}.",
            )

    def _can_be_counted(self, node: ast.stmt) -> bool:
        """A loop's own line runs once more than it has rounds, and a text alone does not run at all."""
        is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        last = node.test.end_lineno if isinstance(node, ast.If) else node.end_lineno
        whole = last == node.lineno
        alone = node.lineno in self._single and node.lineno not in self._with_lambda
        return alone and whole and not is_text and not isinstance(node, (ast.For, ast.While))

    def results(self) -> Iterator[Asked]:
        """What the call returned, which exception ended it, and what was printed last."""
        trace = self._trace
        values = [value for moment in reversed(self._moments) for value in moment.after.variables.values()]
        returned = [step.value for step in trace.steps if step.event == "return"]
        if trace.raised is not None:
            yield _about_exception(trace)
        if trace.result is not None and trace.result != "None":
            call = trace.call if len(trace.call) <= _MAX_LINE else "the call"
            yield Asked(
                text=f"What does `{call}` return?",
                answer=trace.result,
                others=(*reversed(returned), *values),
                line=0,
                why=f"The call returned {trace.result}.",
            )
        printed = [line for line in trace.output.split("\n") if line.strip()]
        if printed and not trace.truncated:
            real = [value[1:-1] if value[:1] in ("'", '"') else value for value in values]
            yield Asked(
                text="What is the last line that is printed?",
                answer=printed[-1],
                others=(*reversed(printed[:-1]), *real),
                line=0,
                why=f"The last line printed was {printed[-1]}",
            )

    def _shown(self, line: int) -> str:
        text = self._lines[line - 1].strip() if 0 < line <= len(self._lines) else ""
        return text if len(text) <= _MAX_LINE else f"{text[: _MAX_LINE - 1]}…"

    def _numbered(self, line: int) -> str:
        text = f"line {line}: {self._shown(line)}"
        return text if len(text) <= MAX_VALUE else f"{text[: MAX_VALUE - 3]}..."

    def _is_code(self, line: int) -> bool:
        """Whether a statement begins there that a run can come to: no docstring, no `else`, no blank line."""
        return line in self._begun


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def can_be_asked(value: str) -> bool:
    """Whether a value is short, on one line, and shown whole."""
    return 0 < len(value) <= MAX_VALUE and not _OPAQUE.search(value)


def _about_exception(trace: Trace) -> Asked:
    seen = [step.value for step in trace.steps if step.event == "exception"]
    line = next((step.line for step in reversed(trace.steps) if step.event == "exception"), 0)
    return Asked(
        text="The run ends with an exception. Which one?",
        answer=trace.raised or "",
        others=(*seen, *_EXCEPTIONS),
        line=line,
        why=f"{trace.raised} was raised" + (f" on line {line}." if line else "."),
    )


def _moments(trace: Trace) -> Iterator[_Moment]:
    """Each line with the next event of the same invocation, where that is certain."""
    times: Counter[tuple[str, int]] = Counter()
    for at, step in enumerate(trace.steps):
        if step.event != "line":
            continue
        times[step.function, step.line] += 1
        after = _next_of_same(trace.steps, at)
        if after is not None:
            yield _Moment(before=step, after=after, time=times[step.function, step.line])


def _next_of_same(steps: Sequence[TraceStep], at: int) -> TraceStep | None:
    """The next event at the depth of the one at `at`; None where the same line runs again further in, or it is far."""
    here = steps[at]
    for step in steps[at + 1 : at + _FAR]:
        if step.depth <= here.depth:
            return step if (step.depth, step.function) == (here.depth, here.function) else None
        if (step.function, step.line) == (here.function, here.line):
            return None
    return None


def _set_by(node: ast.AST) -> tuple[int, str]:
    """(line, variable) of a statement on one line that computes a variable, and is not left on the way.

    No name where it only names a constant.
    """
    match node:
        case ast.Assign(targets=[ast.Name() as name], value=value) if not isinstance(value, ast.Constant):
            found = name
        case ast.AugAssign(target=ast.Name() as name):
            found = name
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name() as name, attr=way))) if way in _CHANGING:
            found = name
        case _:
            return 0, ""
    waits = any(isinstance(each, ast.Yield | ast.YieldFrom | ast.Await) for each in ast.walk(node))
    return (node.lineno, found.id) if node.end_lineno == node.lineno and not waits else (0, "")


def _ways(node: ast.AST) -> tuple[int, tuple[int, ...]]:
    """(line, lines it may lead to) of a condition on one line that is not always the same."""
    if not isinstance(node, (ast.If, ast.While)) or isinstance(node.test, ast.Constant):
        return 0, ()
    if node.test.end_lineno != node.lineno:
        return 0, ()
    return node.lineno, tuple(block[0].lineno for block in (node.body, node.orelse) if block)


def _is_told(node: ast.For | ast.While) -> bool:
    """Whether the number of rounds stands in the code: `range(5)`."""
    if isinstance(node, ast.While):
        return False
    arguments = node.iter.args if isinstance(node.iter, ast.Call) else [node.iter]
    return all(isinstance(each, ast.Constant) for each in arguments)
