"""What a sentence was read as. Nothing here knows a run."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, TypeAlias, Union

from kernel_magic.core.values import PlainValue

EVERY = 0
LAST = -1
THIS_FUNCTION = "?"
"""*The function*: the one that the lines lie in, or that was called."""
NONE = -2
"""No line, round or count has this number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operand:
    """What something is compared with: a value, or what another variable holds at the same moment."""

    value: PlainValue = None
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Test:
    """A property of one value."""

    __test__ = False

    op: Literal["==", "<", "<=", ">", ">=", "between", "type", "size", "even", "odd", "multiple", "contains"]
    operand: Operand = Operand()
    upper: Operand = Operand()
    """For `between`, which includes both ends."""
    low: float = 0
    high: float = math.inf
    """For `size`."""
    word: str = ""
    """For `type`."""
    negated: bool = False
    exact: bool = False
    loose: bool = False
    """Said with *starts with*, *ends with*: of a list or a string a part of it may be meant."""
    also: Test | None = None
    """A second property that must hold too: `x and y are both …`, `non-negative and even`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoopRef:
    """Which loop a sentence speaks of."""

    nest: Literal["", "outer", "inner"] = ""
    order: int = 0
    """1: the first in the code; -1: the last; 0: not said."""
    kind: Literal["", "for", "while"] = ""
    line: int = 0
    over: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """The moments a sentence speaks of."""

    kind: Literal[
        "anywhere", "end", "start", "before_loop", "at_loop", "in_loop", "after_loop", "after_round", "in_round",
        "before_round", "before_line", "at_line", "after_line", "here", "before_here", "after_here",
    ] = "anywhere"  # fmt: skip
    loop: LoopRef = LoopRef()
    line: int = 0
    number: int = EVERY
    """Which round, or which of the line's runs: from 1; -1 the last."""
    function: str = ""


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute of an object, as a part of it."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a sentence says something about: a variable, a part of it, or its size."""

    name: str
    aspect: Literal["value", "size"] = "value"
    path: tuple[PlainValue | Attribute, ...] = ()
    """Indices, keys and attributes, one after another: `grid[0][-1]`, `self.items`."""


Mode = Literal["state", "sometime", "first", "last", "always", "never", "sometimes_not"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueSays:
    """A variable has a property at some moments."""

    subject: Subject
    test: Test
    mode: Mode = "state"
    where: Where = Where()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtremeSays:
    """The largest or smallest value a variable has has a property."""

    subject: Subject
    largest: bool
    test: Test
    where: Where = Where()


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseSays:
    """How a variable moves: from … to …, through some values or so many, one way, by a step each round, not at all."""

    subject: Subject
    kind: Literal["goes", "takes", "distinct", "rises", "falls", "adds", "times", "constant"]
    values: tuple[PlainValue, ...] = ()
    negated: bool = False
    where: Where = Where()


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """How often: `low` to `high` times, or (negated) not so often."""

    low: float = 1
    high: float = math.inf
    negated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LineSays:
    """How often a line runs. Line 0: the lines the sentence is about."""

    line: int
    amount: Amount
    function: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoopSays:
    """How many rounds a loop has."""

    loop: LoopRef
    amount: Amount
    of: Literal["", "total", "each"] = ""
    """`total`: over the whole run; `each`: every time it is come to; else both must agree."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionSays:
    """How often a test of an `if` or `while` is true or false."""

    outcome: bool
    amount: Amount | None = None
    """None: whenever it is tested."""
    line: int = 0
    code: str = ""
    """The test itself, in a normal form; empty where it is told by its line, or is the only one."""
    branch: bool = False
    """Said of the lines below an `if` or `else`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallSays:
    """How often a function is called; with `args`, with just these values."""

    function: str
    amount: Amount
    args: tuple[PlainValue, ...] | None = None
    by: str = ""
    """Only calls from this function."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DepthSays:
    """How many invocations of a function are open at once, at most."""

    function: str
    amount: Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultSays:
    """What a call gives. `call` empty: the run's own call, or (with `function`) calls of this function in it."""

    test: Test
    call: str = ""
    function: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RaiseSays:
    """What a call raises. `error` empty: anything."""

    error: str = ""
    call: str = ""
    function: str = ""
    line: int = 0
    negated: bool = False
    caught: bool = False
    """It is caught within the run."""
    escapes: bool = False
    """Said of a call: what is caught inside it does not count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintSays:
    """What is printed: a text, a number of lines, or nothing at all."""

    kind: Literal["text", "all", "lines", "first", "last"]
    """`text`: it is among what is printed; `all`: it is all of it."""
    value: PlainValue = None
    amount: Amount = Amount()
    call: str = ""
    negated: bool = False


Statement: TypeAlias = Union[
    ValueSays, ExtremeSays, CourseSays, LineSays, LoopSays, ConditionSays, CallSays, DepthSays, ResultSays, RaiseSays,
    PrintSays,
]  # fmt: skip
