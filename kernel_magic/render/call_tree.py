"""The calls of a run as a tree: `fib(4) → 3` above the calls it made. What repeats or goes deep is folded."""

from __future__ import annotations

from collections.abc import Iterator

from kernel_magic.core.quantities import count
from kernel_magic.render.clean import clean_line
from kernel_magic.render.document import Block, Code, Details, text
from kernel_magic.render.run_reading import Invocation, Run

_MAX_LINES = 60
_MAX_DEPTH = 12
_FIRST_CALLS = 5
_LAST_CALLS = 2
_MAX_LABEL = 70


def call_tree_blocks(run: Run) -> list[Block]:
    """The tree, folded, of a run in which a function calls itself; nothing else has a need of one."""
    if not is_recursive(run):
        return []
    number = sum(call.function != "<module>" for call in run.invocations)
    blocks: list[Block] = [Code(source="\n".join(tree_lines(run)), language=None)]
    if run.trace.truncated:
        blocks.append(text("The run was cut short: calls that came later are not shown."))
    return [Details(summary=f"The calls as a tree ({count(number, 'call')})", blocks=tuple(blocks))]


def is_recursive(run: Run) -> bool:
    """Whether a function was called while a call of it was still going on."""
    above: list[frozenset[str]] = []
    for call in run.invocations:
        names = above[call.parent] if call.parent >= 0 else frozenset[str]()
        if call.function in names and call.function not in run.shape.yielding:
            return True
        above.append(names | {call.function} if call.function not in names else names)
    return False


def tree_lines(run: Run) -> list[str]:
    """The tree as lines of text, at most some sixty."""
    return _Tree(run).lines()


def call_label(run: Run, number: int) -> str:
    """A call as it would be written: its arguments are the values its first step had."""
    shown = _whole_label(run, number)
    return shown if len(shown) <= _MAX_LABEL else f"{shown[: _MAX_LABEL - 2]}…)"


def _whole_label(run: Run, number: int) -> str:
    call = run.invocations[number]
    if call.function == "<module>":
        return "the program"
    values = run.steps[call.moments[0]].variables
    parameters = run.shape.parameters.get(call.function)
    if parameters is None:
        arguments = [f"{name}={value}" for name, value in values.items()]
    else:
        arguments = [_argument(name, values[bare]) for name in parameters if (bare := name.strip("*=")) in values]
    return clean_line(f"{call.function}({', '.join(arguments)})")


def outcome(run: Run, number: int) -> str:
    """How a call ended, in a few words."""
    call = run.invocations[number]
    last = run.steps[call.moments[-1]]
    value = clean_line(last.value, 200)
    if call.function == "<module>" and last.event == "return":
        return ""
    if last.event == "return":
        return f"gave {value}" if call.function in run.shape.yielding else f"→ {value}"
    if not call.ended:
        return "(its end was not recorded)"
    return f"raised {value}" if last.event == "exception" else "(no result was recorded)"


def _argument(name: str, value: str) -> str:
    bare = name.strip("*=")
    return value if name == bare and bare not in ("self", "cls") else f"{bare}={value}"


class _Tree:
    """Writes the tree. Of two calls that are the same in all that is shown of them, the second one is folded."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._children: dict[int, list[int]] = {}
        for number, call in enumerate(run.invocations):
            self._children.setdefault(call.parent, []).append(number)
        self._below = self._counts(run.invocations)
        self._alike = self._likenesses()
        self._written: set[int] = set()
        self._lines: list[str] = []

    def lines(self) -> list[str]:
        """The lines; past the limit only a count."""
        roots = self._children.get(-1, [])
        written = 0
        for root in roots:
            if len(self._lines) >= _MAX_LINES:
                break
            self._write(root, "", "", 0)
            written += 1
        left = sum(1 + self._below[root] for root in roots[written:])
        return [*self._lines, *([f"… {count(left, 'more call')}"] if left else [])]

    def _write(self, number: int, mark: str, margin: str, depth: int) -> None:
        label = f"{call_label(self._run, number)} {outcome(self._run, number)}".rstrip()
        children, below = self._children.get(number, []), self._below[number]
        if children and self._alike[number] in self._written:
            self._lines.append(f"{mark}{label}  (as above, {count(below, 'call')} inside)")
            return
        if children and (depth >= _MAX_DEPTH or len(self._lines) >= _MAX_LINES):
            self._lines.append(f"{mark}{label}  ({count(below, 'call')} inside)")
            return
        self._lines.append(f"{mark}{label}")
        shown = list(self._chosen(children))
        for at, each in enumerate(shown):
            last = at == len(shown) - 1
            branch, deeper = ("└─ ", "   ") if last else ("├─ ", "│  ")
            if isinstance(each, str):
                self._lines.append(f"{margin}{branch}{each}")
            else:
                self._write(each, margin + branch, margin + deeper, depth + 1)
        self._written.add(self._alike[number])

    def _likenesses(self) -> list[int]:
        """For each call a number that it shares with the calls that are like it, all calls inside included."""
        numbers: dict[tuple[str, str, tuple[int, ...]], int] = {}
        found = [0] * len(self._run.invocations)
        for number in range(len(found) - 1, -1, -1):
            inside = tuple(found[child] for child in self._children.get(number, ()))
            key = (_whole_label(self._run, number), outcome(self._run, number), inside)
            found[number] = numbers.setdefault(key, len(numbers))
        return found

    def _chosen(self, children: list[int]) -> Iterator[int | str]:
        """The calls to write; of many the first and the last ones."""
        if len(children) <= _FIRST_CALLS + _LAST_CALLS + 1:
            yield from children
            return
        yield from children[:_FIRST_CALLS]
        yield f"… {count(len(children) - _FIRST_CALLS - _LAST_CALLS, 'more call')}"
        yield from children[-_LAST_CALLS:]

    @staticmethod
    def _counts(calls: tuple[Invocation, ...]) -> list[int]:
        """For each call how many calls were made inside it."""
        found = [0] * len(calls)
        for number in range(len(calls) - 1, -1, -1):
            parent = calls[number].parent
            if parent >= 0:
                found[parent] += 1 + found[number]
        return found
