"""A student's code for one exercise as one text: the solution cell, and of other cells only what it needs.

Of the student's other cells come imports, functions, classes, assignments, and statements that change what these made,
transitively and in the order of the notebook. Everything else, trials and pictures and endless loops, stays out. What
the notebook's test cells hold never comes in: the caller does not hand them over.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

from kernel_magic.core.notebook_code import BUILTINS, parsed
from kernel_magic.grading.statements import Statement, plain_python, statements_of

_MOST_STATEMENTS = 5000
"""So many statements of a notebook are looked at, and of cells up to this size only: more is data, or an attack."""
_LARGEST_CELL = 200_000
_MOST_CHOSEN = 200
_MOST_DEMANDS = 2000
_FUTURE = "from __future__ import"


@dataclass(frozen=True, slots=True, kw_only=True)
class CellCode:
    """A student's cell."""

    place: int
    """Its number in the notebook."""
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NeededCode:
    """Code that stands alone."""

    text: str
    head: int = 0
    """So many of its first lines must stay first: `from __future__` imports."""
    first_line: int = 1
    """The line on which the solution cell begins."""
    last_line: int = 1
    outside: tuple[str, ...] = ()
    """What was taken from other cells: the names."""
    taken: tuple[tuple[int, int, str], ...] = ()
    """The statements taken: their first and last line in `text`, and each one's own text."""


def statements_in(cells: Iterable[CellCode]) -> tuple[Statement, ...]:
    """The statements of a student's cells, in the order of the notebook."""
    found: list[Statement] = []
    for cell in sorted(cells, key=lambda each: each.place):
        if len(cell.text) <= _LARGEST_CELL and len(found) < _MOST_STATEMENTS:
            found += statements_of(cell.place, plain_python(cell.text))
    return tuple(found[:_MOST_STATEMENTS])


def needed_code(
    solution: CellCode,
    statements: Iterable[Statement],
    *,
    known: Set[str] = frozenset(),
    without: Set[str] = frozenset(),
) -> NeededCode:
    """The solution cell, whole, with what it needs of the other cells.

    Args:
        solution: the cell, in the notebook's order among the others.
        statements: those of the student's cells; of the solution cell none is taken twice.
        known: names that are there anyway: nobody looks for them.
        without: texts of statements that must not come in (they raise, say).
    """
    code = plain_python(solution.text)
    others = [each for each in statements if each.cell != solution.place and each.text not in without]
    chosen, names = _Slice(solution.place, others, known).needed(open_names(code))
    code, future = _without_future(code)
    parts = [*future, *(each.text for each in chosen if each.cell < solution.place), code]
    own = len(parts) - 1
    parts += [each.text for each in chosen if each.cell > solution.place]
    spans, line = [], 1
    for part in parts:
        spans.append((line, line + part.count("\n"), part))
        line = spans[-1][1] + 1
    return NeededCode(
        text="\n".join(parts),
        head=len(future),
        first_line=spans[own][0],
        last_line=spans[own][1],
        outside=tuple(sorted(names)),
        taken=tuple(span for number, span in enumerate(spans) if number >= len(future) and number != own),
    )


def open_names(code: str) -> set[str]:
    """Names that a piece of plain Python reads and does not make before."""
    own = statements_of(0, code)
    made: set[str] = set()
    wanted: set[str] = set()
    for each in own:
        wanted |= each.reads - made
        made |= each.makes
    return wanted | ({name for each in own for name in each.later} - made)


def _without_future(code: str) -> tuple[str, list[str]]:
    """The code with its `from __future__` imports blanked, and these: they must come before everything else."""
    if _FUTURE not in code or parsed(code) is None:
        return code, []
    kept: list[str] = []
    future: list[str] = []
    for line in code.split("\n"):
        is_future = line.startswith(_FUTURE) and parsed(line) is not None
        (future if is_future else kept).append(line)
        if is_future:
            kept.append("")
    return "\n".join(kept), future


class _Slice:
    """The statements of other cells that are needed, found backwards from where they are needed."""

    def __init__(self, place: int, statements: Sequence[Statement], known: Set[str]) -> None:
        self._statements = statements
        self._known = BUILTINS | known
        self._own = sum(each.cell < place for each in statements)
        """The solution cell stands before the statement of this number."""
        self._about: defaultdict[str, list[int]] = defaultdict(list)
        for number, each in enumerate(statements):
            for name in each.makes | each.changes:
                self._about[name].append(number)
        self._chosen: set[int] = set()
        self._found: set[str] = set()
        self._unknown: set[str] = set()

    def needed(self, names: Set[str]) -> tuple[list[Statement], set[str]]:
        """The statements that make these names, with what they need in turn; and the names that were found."""
        waiting = [(name, self._own) for name in sorted(names, reverse=True)]
        seen: set[tuple[str, int]] = set()
        while waiting and len(self._chosen) < _MOST_CHOSEN and len(seen) < _MOST_DEMANDS:
            demand = waiting.pop()
            if demand not in seen and demand[0] not in self._known:
                seen.add(demand)
                waiting += self._find(*demand)
        stars = (
            {n for n, each in enumerate(self._statements) if each.star and n < self._own} if self._unknown else set()
        )
        kept = {n for n in self._chosen if stars or not self._would_raise(self._statements[n])} | stars
        return [self._statements[number] for number in sorted(kept)], self._found

    def _would_raise(self, each: Statement) -> bool:
        """Whether it only changes something, and with a function that nobody knows."""
        return not each.makes and bool(each.reads & self._unknown)

    def _find(self, name: str, end: int) -> list[tuple[str, int]]:
        """Choose what gives the name its value before statement number `end`; the names that needs, and where."""
        numbers = self._about.get(name, [])
        # a helper that is defined further down is there when the solution is called
        found = self._backwards(name, [number for number in numbers if number < end]) or self._backwards(
            name, [number for number in numbers if number >= self._own]
        )
        (self._found if found else self._unknown).add(name)
        demands: list[tuple[str, int]] = []
        for number in found:
            self._chosen.add(number)
            each = self._statements[number]
            demands += [(needed, number) for needed in sorted(each.reads)]
            demands += [(needed, self._own) for needed in sorted(each.later)]
        return demands

    def _backwards(self, name: str, numbers: list[int]) -> list[int]:
        """From the last one back to the one that makes the name anew; none where nothing makes it."""
        found: list[int] = []
        for number in reversed(numbers):
            each = self._statements[number]
            found.append(number)
            if each.whole and name in each.makes:
                return found
        return found if any(name in self._statements[number].makes for number in found) else []
