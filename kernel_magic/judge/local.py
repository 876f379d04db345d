"""The judge on this machine: `core.ports.Judge`, on top of one sandbox."""

from __future__ import annotations

import contextlib
import itertools
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from types import TracebackType
from typing import Self

from kernel_magic.core.comparison import StressPlan, StressReport
from kernel_magic.core.errors import Cancelled, IsolationError, JudgeError
from kernel_magic.core.exercise import MutationReport
from kernel_magic.core.growth import FunctionGrowth, Growth, ProgramGrowth
from kernel_magic.core.ports import Cancelled as IsCancelled
from kernel_magic.core.ports import OnProgress
from kernel_magic.core.problem import CheckerSpec, Contract, Limits, Raises, Stdin, TestCase
from kernel_magic.core.source import Source
from kernel_magic.core.trace import Trace
from kernel_magic.core.verdict import CaseResult, Isolation, JudgeReport, LanguageOffer, Observation, Verdict
from kernel_magic.judge import grader, languages
from kernel_magic.judge.bench import CallBench
from kernel_magic.judge.calls import FunctionCalls
from kernel_magic.judge.compilers import Compilers
from kernel_magic.judge.cores import Cores
from kernel_magic.judge.generators import inputs_like
from kernel_magic.judge.grader import Finding
from kernel_magic.judge.growth import measured
from kernel_magic.judge.input_validators import refusals
from kernel_magic.judge.made_inputs import made_inputs
from kernel_magic.judge.many_runs import outputs
from kernel_magic.judge.mutation_report import mutation_report
from kernel_magic.judge.program_bench import program_growth
from kernel_magic.judge.program_cases import ProgramCases
from kernel_magic.judge.sandbox import Sandbox
from kernel_magic.judge.sittings import FunctionCases, Order
from kernel_magic.judge.stress import stress
from kernel_magic.judge.tracer import traced

_NO_ISOLATION = Isolation(level=0, layers=())
_FILES_LEVEL = 2


class LocalJudge:
    """Runs foreign code in a sandbox on this machine. Safe to use from several threads; calls wait for each other.

    The sandbox starts at the first use; a second one, for interactors, at the first interactive problem. After an
    interrupt they are used on, or started again.
    """

    def __init__(self, *, minimum_level: int = 0, level: int | None = None, python: str = sys.executable) -> None:
        """A judge.

        Args:
            minimum_level: with less isolation than this, nothing is run.
            level: reach no more than this level (for tests of weaker hosts); None: as much as the host offers.
            python: the interpreter that runs the programs.
        """
        tools = languages.tool_folders()
        self._sandbox = Sandbox(level=level, minimum_level=minimum_level, python=python, tools=tools)
        self._partner = Sandbox(level=level, minimum_level=minimum_level, python=python, tools=tools)
        self._compilers = Compilers(self._sandbox)
        self._lock = threading.RLock()

    def judge(self, source: Source, contract: Contract, /, *, cancelled: IsCancelled | None = None) -> JudgeReport:
        """The verdict on every case; see `core.ports.Judge`.

        Raises:
            IsolationError: this host offers less isolation than demanded.
            Cancelled: `cancelled` said so; the run is ended, the judge stays usable.
        """
        with self._alone(cancelled):
            try:
                isolation = self._sandbox.isolation
                cause = _unable(source, contract, isolation) or _unable_to_check(contract, isolation)
                findings = [] if cause else self._findings(self._order(source, contract, cancelled))
            except (IsolationError, Cancelled):
                raise
            except JudgeError as error:
                isolation, cause = _NO_ISOLATION, str(error)
            except Exception as error:  # noqa: BLE001 - whatever the program did to the judge is never the caller's
                self._sandbox.close()
                self._partner.close()
                isolation, cause = _NO_ISOLATION, f"The judge failed: {type(error).__name__}: {error}"
        if cause:
            fault = grader.fault(cause)
            cases = contract.cases[:1] if contract.stop_early else contract.cases
            findings = [(fault, _faulty(case, fault)) for case in cases]
            return _report(findings, isolation, Verdict.IE)
        return replace(_report(findings, isolation, Verdict.AC), floor=self._compilers.floor(source.language))

    def _order(self, source: Source, contract: Contract, cancelled: IsCancelled | None) -> Order:
        return Order(
            sandbox=self._sandbox, partner=self._partner, source=source, contract=contract, cancelled=cancelled,
            compiled_by=self._compilers.ready,
        )  # fmt: skip

    def _findings(self, order: Order) -> list[tuple[Finding, CaseResult]]:
        cases = order.contract.cases
        if order.source.language != "python":
            compiled = self._compilers.compiled(order.source, order.cancelled)
            if isinstance(compiled, Finding):
                shown = cases[:1] if order.contract.stop_early else cases
                return [(compiled, _faulty(case, compiled)) for case in shown] or [(compiled, _unnamed(compiled))]
            if not cases:
                return []
        if not cases:
            sittings = FunctionCases(order, [])
            sittings.judge()
            loaded = sittings.loaded
            return [] if loaded is None else [(loaded, _unnamed(loaded))]
        if order.contract.stop_early:
            return self._up_to_failure(order)
        functions = [case for case in cases if not isinstance(case.given, Stdin)]
        found = dict(zip(map(id, functions), FunctionCases(order, functions).judge(), strict=True)) if functions else {}
        programs = ProgramCases(order)
        return [found[id(case)] if id(case) in found else programs.judge(case) for case in cases]

    def _up_to_failure(self, order: Order) -> list[tuple[Finding, CaseResult]]:
        found: list[tuple[Finding, CaseResult]] = []
        programs = ProgramCases(order)
        for whole, group in itertools.groupby(order.contract.cases, lambda case: isinstance(case.given, Stdin)):
            cases = list(group)
            runs = (programs.judge(case) for case in cases) if whole else FunctionCases(order, cases).judge()
            for finding, result in runs:
                found.append((finding, result))
                if result.verdict is not Verdict.AC:
                    return found
        return found

    def same(self, a: Observation, b: Observation, checker: CheckerSpec, /) -> bool:
        """Whether two observations are the same outcome for this checker."""
        return grader.same_observation(a, b, checker)

    def inputs_like(self, cases: tuple[TestCase, ...], /, *, seed: int, count: int) -> tuple[TestCase, ...]:
        """New cases shaped like the given ones; see `core.ports.Judge`."""
        return inputs_like(cases, seed=seed, count=count)

    def trace(self, source: Source, case: TestCase, contract: Contract, /, *, max_steps: int = 2000) -> Trace | None:
        """A traced run of one case; None where it could not be traced.

        Raises:
            IsolationError: this host offers less isolation than demanded.
        """
        with self._alone(None):
            try:
                isolation = self._sandbox.isolation
                if source.language != "python" or _unable(source, contract, isolation):
                    return None
                return traced(self._order(source, contract, None), case, max_steps)
            except IsolationError:
                raise
            except JudgeError:
                return None

    def languages(self) -> tuple[LanguageOffer, ...]:
        """Every language, and whether it is offered here; see `core.ports.Judge`.

        Raises:
            IsolationError: this host offers less isolation than demanded.
            JudgeError: the sandbox cannot be started.
        """
        with self._alone(None):
            return tuple(self._compilers.offer(language) for language in languages.LANGUAGES)

    def validate(
        self, validators: tuple[Source, ...], inputs: tuple[str, ...], /, *, cancelled: IsCancelled | None = None
    ) -> tuple[str, ...]:
        """Why each input is refused; see `core.ports.Judge`."""
        if not validators or not inputs:
            return ("",) * len(inputs)
        with self._alone(cancelled):
            self._sandbox.ensure()
            order = self._order(validators[0], Contract(), cancelled)
            return refusals(order, validators, inputs)

    def generate(
        self, generator: Source, requests: tuple[tuple[int, int], ...], /, *, cancelled: IsCancelled | None = None
    ) -> tuple[str, ...]:
        """Inputs that a generator makes; see `core.ports.Judge`."""
        return made_inputs(self.judge, generator, requests, cancelled=cancelled)

    def stress(
        self, plan: StressPlan, /, *, cancelled: IsCancelled | None = None, on_progress: OnProgress | None = None
    ) -> StressReport:
        """A candidate against an oracle on generated inputs; see `core.ports.Judge`."""
        return stress(self, plan, look_ahead=self._printed_by, cancelled=cancelled, on_progress=on_progress)

    def _printed_by(
        self, source: Source, texts: list[str], limits: Limits, cancelled: IsCancelled | None
    ) -> list[str | None]:
        with self._alone(cancelled):
            contract = Contract(language=source.language, limits=limits)
            return outputs(Order(sandbox=self._sandbox, source=source, contract=contract, cancelled=cancelled), texts)

    def growth(
        self,
        what: FunctionGrowth | ProgramGrowth,
        /,
        *,
        cancelled: IsCancelled | None = None,
        on_progress: OnProgress | None = None,
    ) -> Growth:
        """What was measured at growing sizes; see `core.ports.Judge`."""
        with self._alone(cancelled):
            self._sandbox.ensure()
            self._sandbox.cores, self._compilers.with_start = Cores(), True
            try:
                if isinstance(what, ProgramGrowth):
                    return program_growth(self.judge, self._sandbox, what, cancelled=cancelled, on_progress=on_progress)
                bench = CallBench(self._sandbox, FunctionCalls(what), cancelled)
                return measured(bench, what, on_progress=on_progress)
            finally:
                self._sandbox.cores, self._compilers.with_start = None, False

    def mutate(
        self, reference: Source, contract: Contract, /, *, cancelled: IsCancelled | None = None
    ) -> MutationReport:
        """What the contract's cases do to mutants of a right program; see `core.ports.Judge`."""
        with self._alone(cancelled):
            self._sandbox.ensure()
            return mutation_report(self.judge, self._order(reference, contract, cancelled))

    def isolation(self) -> Isolation:
        """The layers in force on this host.

        Raises:
            IsolationError: fewer than demanded.
            JudgeError: the sandbox cannot be started.
        """
        with self._alone(None):
            return self._sandbox.isolation

    def renew(self) -> None:
        """Run what comes next in a new interpreter; see `core.ports.Judge`."""
        with self._alone(None):
            self._sandbox.close()

    def close(self) -> None:
        """End every process of the judge."""
        with self._lock:
            self._sandbox.close()
            self._compilers.close()
            self._partner.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()

    @contextlib.contextmanager
    def _alone(self, cancelled: IsCancelled | None) -> Iterator[None]:
        while not self._lock.acquire(timeout=0.05):
            if cancelled is not None and cancelled():
                raise Cancelled
        try:
            yield
        finally:
            self._lock.release()


def _unable(source: Source, contract: Contract, isolation: Isolation) -> str:
    """Why this judge cannot judge this at all; empty where it can."""
    if source.language != contract.language:
        return f"The languages differ: the contract is for {contract.language}, the program is {source.language}."
    if source.language != "python" and (
        contract.function or any(not isinstance(c.given, Stdin) for c in contract.cases)
    ):
        title = languages.LANGUAGES[source.language].title
        return f"Functions are called in Python only; a {title} program is judged as a whole, by what it prints."
    if contract.files and isolation.level == 1:
        return "A writable scratch folder cannot be confined on this host: that takes Landlock (isolation level 2)."
    return ""


def _unable_to_check(contract: Contract, isolation: Isolation) -> str:
    """Why a checker that is a program cannot be asked; empty where it can, or there is none."""
    name = contract.checker.name
    if name not in grader.BY_PROGRAM:
        return ""
    if any(not isinstance(case.given, Stdin) or isinstance(case.expected, Raises) for case in contract.cases):
        return f"A {name!r} checker decides about what whole programs print; this contract wants something else."
    if isolation.level == 1:
        return f"A {name!r} checker needs a scratch folder, which cannot be confined on this host (isolation level 1)."
    return ""


def _unnamed(finding: Finding) -> CaseResult:
    return CaseResult(name="", verdict=finding.verdict)


def _faulty(case: TestCase, fault: Finding) -> CaseResult:
    return CaseResult(name=case.name, verdict=fault.verdict, reason=fault.reason, message=fault.message)


def _report(found: list[tuple[Finding, CaseResult]], isolation: Isolation, verdict: Verdict) -> JudgeReport:
    results = tuple(result for _, result in found)
    overall = next((result.verdict for result in results if result.verdict is not Verdict.AC), verdict)
    diagnostics = next((finding.diagnostics for finding, _ in found if finding.diagnostics), ())
    named = tuple(result for result in results if result.name)
    return JudgeReport(verdict=overall, cases=named, isolation=isolation, diagnostics=diagnostics)
