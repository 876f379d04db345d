"""What can be measured: calls of a function or runs of a program, as questions to a run of the kind `measure`.

Says what is called, on which inputs and in what manner it is measured. Knows nothing of runs, clocks or models.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from kernel_magic.core.growth import FunctionGrowth
from kernel_magic.core.problem import Contract

Part = Literal["program", "inputs"]


class Stopped(Exception):  # noqa: N818 - the ordinary end of measuring
    """No measurement at this size: why, and whose doing it is."""

    def __init__(self, part: Part, reason: str, *, broken: bool = False) -> None:
        super().__init__(reason)
        self.part = part
        self.reason = reason
        self.broken = broken
        """It would be the same at every size: a syntax error, a missing function, a limit that is passed at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What to call: on each of the inputs, so many times."""

    size: int
    first: int = 0
    """Number of the first input: other numbers, other inputs."""
    inputs: int = 1
    repeats: int = 1
    """More than one only where the function leaves its arguments alone and remembers nothing."""
    parts: int = 1
    """So often it is measured in one run; the smallest counts. Without repeats the parts share the inputs."""
    rehearse: bool = True
    """A call that does not count comes first."""

    @property
    def calls(self) -> int:
        """How many calls one part measures, about."""
        return self.apart * self.repeats

    @property
    def spare(self) -> bool:
        """Whether the rehearsal takes an input of its own; what is called again and again anyway may take the same."""
        return self.rehearse and self.repeats == 1

    @property
    def apart(self) -> int:
        """How many inputs one part has, about."""
        return self.inputs if self.repeats > 1 else self.inputs // self.parts


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How something is measured."""

    finest_s: float
    """A batch shorter than this says little."""
    batch_s: float = 0.0
    """About what the calls of one batch take together, where one does not take more. 0: a measurement is one call,
    short ones cannot be added up."""
    starts: float = 0.0
    """A call holds the start of a program: only those tell that take so many times as long. 0: none does."""
    room: float = 0.25
    """How much of one core's near cache inputs and calls may fill: others use it too."""

    @property
    def single(self) -> bool:
        """Whether a measurement is one call."""
        return not self.batch_s

    @property
    def shortest_s(self) -> float:
        """A call that takes less says nothing; 0 where short ones can be added up."""
        return self.finest_s / 2 if self.single else 0.0


class Calls(Protocol):
    """What is called, as questions to a run of the kind `measure`."""

    contract: Contract
    """The limits of a run, and what findings name."""
    code: str
    """All that is run there: it shows which modules it needs."""
    files: bool
    """Whether the run needs a folder of its own."""
    manner: Manner

    def load(self) -> dict[str, Any]:
        """The first question."""

    def expect(self, batches: Sequence[Batch]) -> None:
        """Inputs of these batches will be asked for.

        Raises:
            Stopped: there are no such inputs.
        """

    def prepare(self, batch: Batch) -> tuple[dict[str, Any], float]:
        """The question that makes the inputs of a batch, and the seconds that asking for it costs here.

        Raises:
            Stopped: there are no such inputs.
        """

    def peak(self, size: int, *, call: bool) -> int | None:
        """Peak memory in KiB, with the call or of the input alone; None where a run like the others shows it.

        Raises:
            Stopped: it does not work.
        """


class FunctionCalls:
    """A function, on arguments that are made beside it."""

    files = False
    manner = Manner(finest_s=2e-4, batch_s=0.003)

    def __init__(self, what: FunctionGrowth) -> None:
        self._what = what
        self.contract = Contract(function=what.source.entry_point, limits=what.limits)
        self.code = what.source.text + what.inputs.text

    def load(self) -> dict[str, Any]:
        """Both sources."""
        what = self._what
        return {
            "source": what.source.text, "function": what.source.entry_point, "inputs": what.inputs.text,
            "seed": what.seed,
        }  # fmt: skip

    def expect(self, batches: Sequence[Batch]) -> None:
        """Nothing to do: every run makes its own."""

    def prepare(self, batch: Batch) -> tuple[dict[str, Any], float]:
        """Numbers of inputs: the run makes them."""
        inputs = list(range(batch.first, batch.first + batch.inputs))
        spare = [batch.first + batch.inputs] if batch.spare else []
        return {"size": batch.size, "inputs": inputs, "spare": spare}, 0.0

    def peak(self, size: int, *, call: bool) -> int | None:
        """A run shows it."""
        return None
