"""A trace as the player gets it: each text once, and of each step only what is new since the step before it.

A thousand steps of a loop over a few numbers are some 20 KB of JSON. Every text is cleaned and bounded here; the
player writes it as text, never as markup.
"""

from __future__ import annotations

from typing import TypeAlias, Union

from kernel_magic.core.source import Source
from kernel_magic.core.trace import Trace
from kernel_magic.render.call_tree import call_label
from kernel_magic.render.clean import clean, clean_line
from kernel_magic.render.highlight import coloured_lines
from kernel_magic.render.run_reading import Run, read_run

State: TypeAlias = Union[dict[str, "State"], list["State"], str, int, bool]
_Round = tuple[int, int, int]

_MAX_VALUE = 200
_MAX_OUTPUT = 10_000


def player_state(trace: Trace, source: Source) -> dict[str, State]:
    """The state of a player.

    Returns:
        `lines`: for each step its line. `owners`: `[step, call]` where the call changes. `calls`: for each call its
        function, depth, parent and label. `deltas`: for each step names and values that differ from the step before
        in the same call, -1 where a name is gone. `events`: `[step, kind, value]` for steps that are no line.
        `rounds`: `[step, loop's line, round, rounds]` where that changes; round 0 is none, of 0 rounds is not known.
        `texts`: what all the numbers above stand for. `code`: the lines as `[class, text]` pieces.
    """
    run = read_run(trace, source)
    texts = _Texts()
    return {
        "title": clean_line(trace.call, _MAX_VALUE),
        "code": [
            [[kind, text] for kind, text in line] for line in coloured_lines(source.text.rstrip(), source.language)
        ],
        "lines": [step.line for step in trace.steps],
        "owners": _changes([(owner,) for owner in run.owner]),
        "calls": [
            [texts.number(call.function), call.depth, call.parent, texts.number(call_label(run, number))]
            for number, call in enumerate(run.invocations)
        ],
        "deltas": _deltas(run, texts),
        "events": _events(run, texts),
        "rounds": _changes(_rounds(run)),
        "texts": texts.all,
        "output": clean(trace.output, _MAX_OUTPUT),
        "outcome": _outcome(trace),
        "truncated": trace.truncated,
    }


class _Texts:
    """Numbers for texts."""

    def __init__(self) -> None:
        self.all: list[State] = []
        self._numbers: dict[str, int] = {}

    def number(self, text: str) -> int:
        """The number of a text; a new text gets a new one."""
        shown = clean_line(text, _MAX_VALUE)
        if shown not in self._numbers:
            self._numbers[shown] = len(self.all)
            self.all.append(shown)
        return self._numbers[shown]


def _changes(rows: list[tuple[int, ...]]) -> list[State]:
    """The rows that differ from the one before, each behind the step it holds from."""
    return [[at, *row] for at, row in enumerate(rows) if at == 0 or row != rows[at - 1]]


def _deltas(run: Run, texts: _Texts) -> list[State]:
    before: dict[int, dict[int, int]] = {}
    found: list[State] = []
    for at, step in enumerate(run.steps):
        old = before.get(run.owner[at], {})
        new = {texts.number(name): texts.number(value) for name, value in step.variables.items()}
        delta: list[State] = []
        for name, value in new.items():
            if old.get(name) != value:
                delta += [name, value]
        for name in old:
            if name not in new:
                delta += [name, -1]
        found.append(delta)
        before[run.owner[at]] = new
    return found


def _events(run: Run, texts: _Texts) -> list[State]:
    found: list[State] = []
    for at, step in enumerate(run.steps):
        if step.event == "line":
            continue
        kind: str = step.event
        if kind == "return" and step.function == "<module>":
            kind = "end"
        elif kind == "return" and step.function in run.shape.yielding:
            kind = "gave"
        found.append([at, kind, texts.number(step.value)])
    return found


def _rounds(run: Run) -> list[tuple[int, ...]]:
    """For each step the loop's line, the round and how many there are; of loops in each other, the innermost one."""
    found: list[_Round] = [(0, 0, 0)] * len(run.steps)
    for loop_run in run.loop_runs:
        total = len(loop_run.rounds) if loop_run.ended else 0
        for number, (first, last) in enumerate(loop_run.rounds, 1):
            for at in range(first, last + 1):
                if run.owner[at] == loop_run.invocation:
                    found[at] = (loop_run.loop.line, number, total)
    return list(found)


def _outcome(trace: Trace) -> str:
    if trace.raised is not None:
        return f"The run raised {clean_line(trace.raised, _MAX_VALUE)}."
    if trace.result is not None:
        return f"The run returned {clean_line(trace.result, _MAX_VALUE)}."
    return ""
