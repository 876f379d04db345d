"""Test cases, checkers, limits and contracts: how a program is judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from kernel_magic.core.source import Language, Source
from kernel_magic.core.values import PlainValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one run may use. CPU and wall time in seconds, per test case."""

    cpu_s: float = 2.0
    wall_s: float = 6.0
    memory_mib: int = 256
    """On top of what an empty program needs."""
    output_kib: int = 64


def timed(limits: Limits, cpu_s: float) -> Limits:
    """The limits with another time limit. The clock on the wall gets room: other programs run on a machine too."""
    return replace(limits, cpu_s=cpu_s, wall_s=4 * cpu_s + 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call of the contract's function."""

    args: tuple[PlainValue, ...] = ()
    kwargs: Mapping[str, PlainValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    """An expression in the submission's namespace, as examples write them: `sorted(f([2, 1]))`, `Stack().pop()`."""

    expression: str
    setup: str = ""
    """Statements run before it, for examples such as `>>> s = Stack()`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stdin:
    """Standard input of a whole program."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Returns:
    """The value a call must return."""

    value: PlainValue
    tolerance: float | None = None
    """Absolute and relative, for this case only (`abs(f(2) - 1.41) < 0.01`); None: the checker decides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Raises:
    """The built-in exception a call must raise."""

    exception: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Prints:
    """The text a program, or a call, must write to standard output."""

    text: str


Given = Call | Expression | Stdin
Expected = Returns | Raises | Prints
Origin = Literal["sample", "secret", "generated", "claimed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TestCase:
    """What a program is given and what it must do with it."""

    __test__ = False  # pytest: this is a value, not a test class

    name: str
    given: Given
    expected: Expected | None
    """None: nobody knows; the run is observed only."""
    origin: Origin = "secret"
    text: str = ""
    """The case as the person wrote it (`merge([1, 4], [2, 9]) -> [1, 2, 4, 9]`), for display."""


CheckerName = Literal["standard", "identical", "floats", "unordered", "special", "interactive"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckerSpec:
    """Which checker compares, by name, with its options.

    `standard`, `identical`, `floats` and `unordered` compare with the expected outcome. `special` lets a program decide
    (several answers are right); `interactive` lets a program talk with the submission and decide. These two are for
    whole programs only. A checker that fails is the judge's fault (`IE`), never the submission's.
    """

    name: CheckerName = "standard"
    tolerance: float = 1e-9
    """`floats`: absolute and relative, where the two below do not say otherwise."""
    absolute: float | None = None
    relative: float | None = None
    """`floats`: one of the two suffices. With only one of them given, the other is 0."""
    ignore_case: bool = False
    """`standard`, `floats` on text: `YES` equals `yes`, as contest packages have it by default."""
    program: Source | None = None
    """`special`: the checker. `interactive`: the interactor. It runs in the sandbox as well."""
    form: Literal["icpc", "testlib"] = "icpc"
    """How `program` is called and answers.

    `icpc`: `program INPUT ANSWER FEEDBACK_DIR < output`; exit status 42 accepts, 43 rejects; any other is a fault.
    `testlib`: `program INPUT OUTPUT ANSWER`; exit status 0 accepts, 1 and 2 (and 4) reject, 3 and any other is a fault.
    An interactor of either form gets no output file: it talks on its standard input and output.
    """
    arguments: tuple[str, ...] = ()
    """Further arguments of `program`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """How a program is judged: function form where `function` is set, program form where it is None."""

    language: Language = "python"
    function: str | None = None
    cases: tuple[TestCase, ...] = ()
    checker: CheckerSpec = CheckerSpec()
    limits: Limits = Limits()
    iterate: bool = False
    """The result may be an iterator: at most one item more than expected is taken."""
    arguments_unchanged: bool = False
    files: bool = False
    """A writable scratch folder is granted."""
    stop_early: bool = False
    """Cases after the first that is not accepted are not run; the report ends with that case."""
    alone: bool = False
    """Each function case has a run of its own, so that a program cannot remember one in another; cases that are the
    same share a run, and its result."""
    notebook: bool = False
    """What the program defined before it raised at load counts, as in a notebook: only what a case needs and does not
    find fails."""
