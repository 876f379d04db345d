"""The approaches of the field that a model may be asked for, by name, and how a program shows that it takes one.

The list is closed: a model's own words never become the name of an approach. Where a program plainly does not do what
it was asked for (it was to sort, and sorts nothing), it is named after what it does.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from kernel_magic.lessons.comparing.program_shape import Shape

_SORTS = frozenset({"sort", "sorted", "stable_sort"})
_HASHES = frozenset({
    "set", "dict", "Counter", "defaultdict", "frozenset", "unordered_map", "unordered_set", "HashMap", "HashSet",
})  # fmt: skip
_HEAPS = frozenset(
    {"heappush", "heappop", "heapify", "nsmallest", "nlargest", "merge", "priority_queue", "PriorityQueue"}
)
_BISECTS = frozenset({"bisect", "bisect_left", "bisect_right", "insort", "lower_bound", "upper_bound", "binary_search"})
_MEMO = frozenset({"lru_cache", "cache"})
_WHOLE = frozenset({"sum", "max", "min", "any", "all", "count", "index"})
_COMBINES = frozenset({"combinations", "permutations", "product", "next_permutation"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Approach:
    """One way to go about a problem."""

    name: str
    hint: str
    """What is meant, for the model."""
    words: tuple[str, ...] = ()
    """What else it is called; the name itself need not be repeated."""
    shows: Callable[[Shape], bool] | None = None
    """Whether a program of this shape may be said to take it; None: that cannot be read off a program."""


def _hashes(shape: Shape) -> bool:
    return bool(shape.calls & _HASHES) or any(shape.operations[name] for name in _HASH_NODES)


_HASH_NODES = ("Dict", "Set", "DictComp@1", "SetComp@1", "DictComp@2", "SetComp@2")

APPROACHES: tuple[Approach, ...] = (
    Approach(
        name="brute force",
        hint="try every possibility with plain loops, as simple as can be, even if it is slow",
        words=("naive", "nested loop", "exhaustive", "try every", "try all", "complete search", "simple loop"),
        shows=lambda shape: shape.depth >= 2 or bool(shape.calls & (_COMBINES | _WHOLE)) or shape.recursive,
    ),
    Approach(
        name="sorting",
        hint="sort first, so that what belongs together stands together",
        words=("sort",),
        shows=lambda shape: bool(shape.calls & _SORTS),
    ),
    Approach(
        name="hashing",
        hint="remember what was seen in a set or dictionary, in one pass",
        words=("hash", "dictionary", "set", "counter", "frequency", "counting", "lookup"),
        shows=_hashes,
    ),
    Approach(
        name="two pointers",
        hint="move two indices over the data, so that each item is looked at once",
        words=("two pointer", "two-pointer", "two indices"),
        shows=lambda shape: shape.operations.total() > 0 and any(key.startswith("While") for key in shape.operations),
    ),
    Approach(
        name="dynamic programming",
        hint="keep the answers of smaller problems in a table and build the larger ones from them",
        words=("dynamic", "dp", "memo", "tabulation", "kadane"),
        shows=lambda shape: shape.table or bool(shape.calls & _MEMO) or (shape.recursive and _hashes(shape)),
    ),
    Approach(name="greedy", hint="in each step take what is best at the moment", words=("greedy",)),
    Approach(
        name="graph search",
        hint="see it as a graph and walk through it, breadth first or depth first",
        words=("graph", "bfs", "dfs", "breadth", "depth-first", "dijkstra", "flood"),
        shows=lambda shape: shape.recursive or any(key.startswith("While") for key in shape.operations),
    ),
    Approach(
        name="binary search",
        hint="halve the range in which the answer lies, again and again",
        words=("binary search", "bisect"),
        shows=lambda shape: (
            bool(shape.calls & _BISECTS)
            or bool(shape.operations["FloorDiv"] and any(key.startswith("While") for key in shape.operations))
        ),
    ),
    Approach(
        name="prefix sums",
        hint="add up from the left once, so that the sum of any part is a difference of two",
        words=("prefix", "cumulative", "running total"),
        shows=lambda shape: shape.table or "accumulate" in shape.calls or "append" in shape.calls,
    ),
    Approach(
        name="sliding window",
        hint="keep what is known about a window, and correct it as the window moves by one",
        words=("sliding", "window"),
    ),
    Approach(
        name="stack or queue",
        hint="keep what is still open on a stack or in a queue",
        words=("stack", "queue", "deque"),
        shows=lambda shape: bool(shape.calls & {"pop", "popleft", "stack", "queue", "deque", "ArrayDeque"}),
    ),
    Approach(
        name="heap",
        hint="keep what comes next on a heap",
        words=("heap", "priority"),
        shows=lambda shape: bool(shape.calls & _HEAPS),
    ),
    Approach(
        name="recursion",
        hint="solve smaller problems of the same kind with a function that calls itself",
        words=("recursi", "divide and conquer", "backtrack"),
        shows=lambda shape: shape.recursive,
    ),
    Approach(
        name="mathematics",
        hint="use a formula or a law of numbers, and no search",
        words=("math", "formula", "number theory", "gcd", "euclid", "sieve", "arithmetic"),
    ),
)
FALLBACK = ("brute force", "sorting", "hashing", "two pointers", "dynamic programming", "greedy", "graph search")
"""Asked for, in this order, where a model names too few."""
_BY_NAME = {approach.name: approach for approach in APPROACHES}


def named(name: str) -> Approach:
    """The approach of that name.

    Raises:
        KeyError: there is none.
    """
    return _BY_NAME[name]


def recognised(words: str) -> Approach | None:
    """The approach that these words of a model name: the one named first; None: none that is known."""
    text = words.lower()
    found = [
        (match.start(), -len(word), index)
        for index, approach in enumerate(APPROACHES)
        for word in (approach.name, *approach.words)
        if (match := re.search(rf"\b{re.escape(word)}", text))
    ]
    return APPROACHES[min(found)[2]] if found else None


def label(asked: Approach, shape: Shape) -> str:
    """What to call a program that was asked to take an approach: that, unless it plainly does something else."""
    if asked.shows is None or asked.shows(shape):
        return asked.name
    for name in ("sorting", "heap", "binary search", "hashing", "recursion"):
        shows = _BY_NAME[name].shows
        if shows is not None and shows(shape):
            return name
    return {0: "no loop", 1: "one loop"}.get(shape.depth, "nested loops")
