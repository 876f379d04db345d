"""The two Protocols: a backend talks to a model, a judge runs foreign code; and how long work reports and stops."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

from kernel_magic.core.chat import Completion, Continuation, Prompt
from kernel_magic.core.comparison import StressPlan, StressReport
from kernel_magic.core.exercise import MutationReport
from kernel_magic.core.growth import FunctionGrowth, Growth, ProgramGrowth
from kernel_magic.core.problem import CheckerSpec, Contract, TestCase
from kernel_magic.core.source import Source
from kernel_magic.core.trace import Trace
from kernel_magic.core.verdict import Isolation, JudgeReport, LanguageOffer, Observation

Cancelled = Callable[[], bool]
"""Asked often (at least five times a second) by long work; True ends it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Where long work stands. `draft` is unchecked text of a model as it streams in: show it as a draft only."""

    stage: Literal["fetch", "load", "draft", "judge", "agree", "repair", "explain", "stress", "growth", "done"]
    message: str
    done: int = 0
    total: int | None = None
    draft: str | None = None


OnProgress = Callable[[Progress], None]


class Backend(Protocol):
    """A model. Implementations are safe to call from several threads; calls may wait for each other."""

    @property
    def name(self) -> str:
        """The backend's name in the registry, `llama_cpp` say."""

    @property
    def model(self) -> str:
        """What answers, for people and records: `qwen2.5-coder-0.5b-instruct (8 bits)`."""

    @property
    def context_tokens(self) -> int:
        """Tokens that prompt and completion may have together."""

    def complete(
        self,
        prompt: Prompt | Continuation,
        /,
        *,
        n: int = 1,
        on_text: Callable[[str], None] | None = None,
        cancelled: Cancelled | None = None,
    ) -> tuple[Completion, ...]:
        """N samples, decoded together where the backend can; `on_text` gets pieces of the first one as they come.

        Cancelled, by `cancelled` or by KeyboardInterrupt in the calling thread, it stops within half a second and the
        backend stays usable: `cancelled` gives completions that finish `cancelled`; KeyboardInterrupt goes on up.

        Raises:
            PromptTooLongError: prompt and `max_tokens` do not fit the context; says by how much.
            BackendError: the model library or server failed.
        """

    def count_tokens(self, text: str, /) -> int:
        """How many tokens a text has."""

    def close(self) -> None:
        """Give the memory back. Closing twice is allowed."""


class Judge(Protocol):
    """Runs foreign code in a sandbox. No method raises because of what the code did: that is in the report."""

    def judge(self, source: Source, contract: Contract, /, *, cancelled: Cancelled | None = None) -> JudgeReport:
        """The verdict on every case of the contract, in the contract's order.

        A case without an expected outcome is `AC` when it ran to an end within the limits (its observation says what
        it returned, printed) and `RTE` when it raised (its observation says what). A fault of the judge is `IE`.
        """

    def same(self, a: Observation, b: Observation, checker: CheckerSpec, /) -> bool:
        """Whether two observations are the same outcome for this checker (exceptions: the same type)."""

    def inputs_like(self, cases: tuple[TestCase, ...], /, *, seed: int, count: int) -> tuple[TestCase, ...]:
        """Up to `count` distinct new cases without expectation, shaped like the given ones, smallest first.

        Boundary cases come first. Empty where the given cases tell nothing about their shape.
        """

    def trace(self, source: Source, case: TestCase, contract: Contract, /, *, max_steps: int = 2000) -> Trace | None:
        """A traced run of one case in the sandbox; None where it could not be traced."""

    def languages(self) -> tuple[LanguageOffer, ...]:
        """Every language of the judge, and whether its self-test passed here. Slow the first time (compilers run)."""

    def validate(
        self, validators: tuple[Source, ...], inputs: tuple[str, ...], /, *, cancelled: Cancelled | None = None
    ) -> tuple[str, ...]:
        """For each input, why the first validator that refuses it does so; empty where all accept it.

        Raises:
            JudgeError: a validator does not work (neither 42 nor 43, no end, no compiling).
        """

    def generate(
        self, generator: Source, requests: tuple[tuple[int, int], ...], /, *, cancelled: Cancelled | None = None
    ) -> tuple[str, ...]:
        """The inputs `make(n, seed)` for each (n, seed), made in one run.

        Raises:
            JudgeError: the generator raised, returned no text, or did not end in time; says for which n and seed.
        """

    def stress(
        self, plan: StressPlan, /, *, cancelled: Cancelled | None = None, on_progress: OnProgress | None = None
    ) -> StressReport:
        """Try a candidate against an oracle on generated inputs, small ones first; shrink what it fails on."""

    def growth(
        self,
        what: FunctionGrowth | ProgramGrowth,
        /,
        *,
        cancelled: Cancelled | None = None,
        on_progress: OnProgress | None = None,
    ) -> Growth:
        """Measure at growing sizes, and select the model of growth, or say why it is not decided.

        Raises:
            JudgeError: the generator of inputs does not work.
        """

    def mutate(self, reference: Source, contract: Contract, /, *, cancelled: Cancelled | None = None) -> MutationReport:
        """Which small mistakes in a right program the contract's cases notice, and which they do not.

        All of the program is mutated, helper functions too. A mutant is killed by the first case that is not accepted;
        so it is where it does not load, never ends, floods memory or output.

        Raises:
            InputError: no mutants can be made of it, the contract is for whole programs, or the program itself is not
                accepted; says on which case.
            JudgeError: the judge cannot run it.
        """

    def isolation(self) -> Isolation:
        """The layers in force on this host. Starts the sandbox where it is not running yet."""

    def renew(self) -> None:
        """Run what comes next in a new interpreter: sets have another order there, and chance begins anew."""

    def close(self) -> None:
        """End every process of the judge. Closing twice is allowed."""
