"""Running the function cases of one contract: which run gets which case, and what each case cost.

Function cases share a run, in shuffled order, so that a program that only gets its first call right is found out; each
input is sent only after the previous answer is there. A run that ends is followed by a new one, three times at most.
Where each case is to be alone, each different one has a run of its own.
Where judging stops early, the order is the contract's: no case after the first that fails may run.
Whole programs are the business of `programs`.
"""

from __future__ import annotations

import ast
import random
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from kernel_magic.core.errors import JudgeError
from kernel_magic.core.problem import Call, Contract, Expression, Returns, Stdin, TestCase
from kernel_magic.core.source import Source
from kernel_magic.core.values import PlainValue
from kernel_magic.core.verdict import CaseResult, Skipped, Verdict
from kernel_magic.judge import compiled_runs, grader
from kernel_magic.judge.conversation import Caps, Content, Exchange, Run
from kernel_magic.judge.grader import Finding
from kernel_magic.judge.inside.encode import Node
from kernel_magic.judge.inside.run_limits import RunLimits
from kernel_magic.judge.sandbox import Sandbox, ZygoteLostError
from kernel_magic.judge.toolchain import Compiled
from kernel_magic.judge.wire import MalformedError, clean, tagged

MAX_DEATHS = 3
ANSWER_FACTOR = 32
"""An answer may have this many times `output_kib`: the encoding writes about 10 characters an item."""

_ITERATED = 200
"""Items taken of an iterator where no expected value says how many."""
SHOWN = 10_000
"""Characters of a program's output in a report."""
CompiledBy = Callable[[Source, Callable[[], bool] | None], Compiled]
"""Compiles a program, or finds it compiled; raises `JudgeError` where it cannot."""

_R = TypeVar("_R", bound=Run)
_LIBRARY = re.compile(r"\b(numpy|pandas)\b")
_WRITES_A_CACHE = re.compile(r"\b(matplotlib|pylab|seaborn)\b")
"""Libraries that cannot even be imported where no folder can be written to."""


def needs_of(text: str) -> tuple[str, ...]:
    """The modules that a program's run should find imported, beyond the usual ones."""
    named = set(_LIBRARY.findall(text))
    return ("numpy", "pandas") if "pandas" in named else tuple(named)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be judged, and where."""

    sandbox: Sandbox
    source: Source
    contract: Contract
    partner: Sandbox | None = None
    """Another sandbox, for what runs at the same time."""
    cancelled: Callable[[], bool] | None = None
    arguments: tuple[str, ...] = ()
    """What a whole program finds in its `argv`, after its name."""
    given_files: tuple[tuple[str, str], ...] = ()
    """Names and texts, written into the program's scratch folder before it starts; a name with `/` last is a folder."""
    errors: str = ""
    """Where standard error goes: `output`, or a file of the scratch folder; else it is lost."""
    brings_back: tuple[str, ...] = ()
    """Files of the scratch folder whose beginnings are wanted when the run has ended."""
    compiled_by: CompiledBy | None = None
    """Who compiles programs that are not Python."""

    def compiled(self) -> Compiled | None:
        """The compiled program; None: it is Python.

        Raises:
            JudgeError: it cannot be compiled here.
        """
        if self.source.language == "python":
            return None
        if self.compiled_by is None:
            raise JudgeError(f"A program in {self.source.language} cannot be run here.", "Write it in Python.")
        return self.compiled_by(self.source, self.cancelled)

    def run(self, cases: int, stdin: bytes | None = None) -> Run:
        """A run for so many cases."""
        return self.run_as(Run, cases, stdin)

    def run_as(self, kind: type[_R], cases: int, stdin: bytes | None) -> _R:
        """A run of that kind."""
        limits, compiled = self.contract.limits, self.compiled()
        files = self.contract.files or bool(self.given_files)
        if compiled is not None:
            run_limits = compiled_runs.run_limits(limits, compiled, files=files, brings_back=self.brings_back)
            content = compiled_runs.content(limits, compiled)
        else:
            run_limits = RunLimits(
                cpu_s=limits.cpu_s,
                wall_s=limits.wall_s,
                memory_mib=limits.memory_mib,
                cases=cases,
                files=files or _WRITES_A_CACHE.search(self.source.text) is not None,
                brings_back=self.brings_back,
            )
            content = Content(needs=needs_of("\n".join([self.source.text, *self._expressions()])))
        caps = Caps(output=limits.output_kib << 10, answer=(limits.output_kib << 10) * ANSWER_FACTOR)
        return kind(self.sandbox, run_limits, caps, content=content, stdin=stdin, cancelled=self.cancelled)

    def _expressions(self) -> Iterator[str]:
        for case in self.contract.cases:
            if isinstance(case.given, Expression):
                yield case.given.setup
                yield case.given.expression

    def load(self, kind: str, *, trace: int = 0) -> dict[str, Any]:
        """The first question of a run: the program."""
        given = {"argv": list(self.arguments), "files": dict(self.given_files), "errors": self.errors}
        compiled = self.compiled()
        if compiled is not None:
            return compiled_runs.question(self.contract.limits, compiled) | given
        return {
            "kind": kind,
            "source": self.source.text,
            "function": self.contract.function,
            "arguments_unchanged": self.contract.arguments_unchanged,
            "notebook": self.contract.notebook,
            "budget": (self.contract.limits.output_kib << 10) * ANSWER_FACTOR,
            "trace": trace,
        } | given


def question(case: TestCase, contract: Contract) -> tuple[dict[str, Any], Node]:
    """The question for a function case, and its tagged arguments as they must come back where they are unchanged.

    Raises:
        ValueError: the case itself cannot be run.
    """
    taken = 0
    if contract.iterate:
        # of an expected list its length leaves the judge, here only: whoever is asked for items sees how many
        expected = case.expected.value if isinstance(case.expected, Returns) else None
        taken = 1 + (len(expected) if isinstance(expected, (list, tuple)) else _ITERATED)
    match case.given:
        case Call(args=args, kwargs=kwargs):
            if not contract.function:
                raise ValueError("the contract names no function to call")
            positional: list[Node] = [tagged(value) for value in args]
            named = {name: tagged(value) for name, value in kwargs.items()}
            values: dict[PlainValue, PlainValue] = {name: value for name, value in kwargs.items()}  # noqa: C416
            before: list[Node] = ["l", [*positional, tagged(values)]]
            return {"args": positional, "kwargs": named, "iterate": taken}, before
        case Expression(expression=expression, setup=setup):
            try:
                ast.parse(setup)
                ast.parse(expression, mode="eval")
            except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
                raise ValueError(f"the test case is not Python: {error}") from error
            return {"expression": expression, "setup": setup, "iterate": taken}, ["N"]
        case Stdin():
            raise ValueError("standard input is for whole programs")


class FunctionCases:
    """The sittings of the function cases of one contract."""

    def __init__(self, order: Order, cases: list[TestCase]) -> None:
        self._order = order
        self._cases = cases
        self._results: dict[int, tuple[Finding, CaseResult]] = {}
        self._pending = list(range(len(cases)))
        if not order.contract.stop_early:
            # reproducible, and another order for another program
            seed = zlib.crc32(order.source.text.encode("utf-8", "surrogatepass"))
            random.Random(seed).shuffle(self._pending)  # noqa: S311
        self._deaths = 0
        self._losses = 0
        self._loads = True
        self._load_wall = 0.0
        self.loaded: Finding | None = None
        """What loading came to where there are no cases."""

    def judge(self) -> list[tuple[Finding, CaseResult]]:
        """Findings and results in the order of the cases; where judging stops early, up to the first failure."""
        if not self._cases:
            self._sit()
        while self._pending and self._deaths < MAX_DEATHS:
            try:
                self._deaths += self._sit()
            except ZygoteLostError:
                self._losses += 1
                if self._losses > 1:  # once may be somebody else's doing
                    self._deaths += 1
                    self._note(grader.forged("the sandbox was lost while the program ran"), Exchange(frame=None))
        if self._pending:
            self._skip_rest()
        found = [self._results[index] for index in sorted(self._results)]
        failed = (at for at, (finding, _) in enumerate(found, 1) if finding.verdict is not Verdict.AC)
        return found[: next(failed, None)] if self._order.contract.stop_early else found

    def _sit(self) -> bool:
        """One run; whether it died."""
        done = len(self._results)
        with self._order.run(1 if self._order.contract.alone else len(self._pending)) as run:
            died = self._load(run) or self._ask_all(run)
            end = run.finish()
            if not died and run.more_answers():
                for index in list(self._results)[done if self._order.contract.alone else -1 :]:
                    self._results[index] = result_of(grader.forged(), self._results[index][1])
        for index in list(self._results)[done:]:
            finding, result = self._results[index]
            self._results[index] = finding, replace(result, peak_mib=end.peak_kib / 1024)
        return died

    def _load(self, run: Run) -> bool:
        """Load the program; True where it cannot go on: that is the verdict of every case."""
        exchange = run.ask(self._order.load("function"))
        self._load_wall = exchange.wall_s
        finding = _of_loading(exchange, run, self._order.contract)
        if finding is None:
            return False
        if not self._cases:
            self.loaded = finding
            return True
        end = run.finish()
        self._note(finding, exchange, cpu_s=end.cpu)
        self._deaths, self._loads = MAX_DEATHS, False  # every case needs it
        return True

    def _ask_all(self, run: Run) -> bool:
        used, first = 0.0, True
        contract = self._order.contract
        while self._pending:
            case = self._cases[self._pending[0]]
            try:
                asked, before = question(case, contract)
            except ValueError as error:
                self._note(replace(grader.fault(str(error)), fatal=False), Exchange(frame=None))
                continue
            exchange = run.ask(asked)
            if first:
                exchange, first = replace(exchange, wall_s=exchange.wall_s + self._load_wall), False
            total = run.mark() if exchange.frame is not None else None
            if total is None:
                total = run.finish().cpu
            finding = _of_case(exchange, run, case, contract, before)
            cpu_s, used = max(total - used, 0.0), total
            finding = grader.in_time(finding, contract, cpu_s=cpu_s, wall_s=exchange.wall_s)
            self._note(finding, exchange, cpu_s=cpu_s)
            if finding.fatal:
                return True
            if contract.alone:
                return False
        return False

    def _note(self, finding: Finding, exchange: Exchange, cpu_s: float = 0.0, skipped: Skipped = "") -> None:
        index = self._pending.pop(0)
        result = CaseResult(
            name=self._cases[index].name,
            verdict=finding.verdict,
            reason=finding.reason,
            message=finding.message,
            cpu_s=cpu_s,
            wall_s=exchange.wall_s,
            observed=finding.observed,
            stdout=clean(exchange.output, SHOWN) if exchange.output else "",
            line=finding.line,
            skipped=skipped,
        )
        self._results[index] = finding, result
        if self._order.contract.alone:
            self._share(self._cases[index], finding, result)
        if self._order.contract.stop_early and finding.verdict is not Verdict.AC:
            self._pending.clear()

    def _share(self, case: TestCase, finding: Finding, result: CaseResult) -> None:
        """Give the result to the cases that ask the same and expect the same."""
        asked = repr(case)  # and not the case: True equals 1
        same = [at for at in self._pending if repr(replace(self._cases[at], name=case.name)) == asked]
        for at in same:
            self._pending.remove(at)
            self._results[at] = finding, replace(result, name=self._cases[at].name, cpu_s=0.0, wall_s=0.0)

    def _skip_rest(self) -> None:
        last = self._results[next(reversed(self._results))][0]
        why = f"the program was ended {MAX_DEATHS} times before" if self._loads else "loading the program failed"
        said = replace(last, message=f"not run, because {why}: {last.message}", observed=None, diagnostics=())
        while self._pending:
            self._note(said, Exchange(frame=None), skipped="ended_before" if self._loads else "not_loaded")


def result_of(finding: Finding, blank: CaseResult) -> tuple[Finding, CaseResult]:
    """The finding, and the result that says it."""
    return finding, replace(
        blank,
        verdict=finding.verdict,
        reason=finding.reason,
        message=finding.message,
        observed=finding.observed,
        line=finding.line,
    )


def _of_loading(exchange: Exchange, run: Run, contract: Contract) -> Finding | None:
    if exchange.frame is None:
        end = run.finish() if exchange.trouble == "ended" else None
        return grader.of_trouble(exchange, end, contract, confined=run.confined)
    try:
        return grader.of_load(exchange.frame, contract)
    except MalformedError:
        return grader.forged()


def _of_case(exchange: Exchange, run: Run, case: TestCase, contract: Contract, before: Node) -> Finding:
    if exchange.frame is None:
        return grader.of_trouble(exchange, run.end, contract, confined=run.confined)
    try:
        return grader.of_answer(exchange.frame, case, contract, exchange, before)
    except (MalformedError, RecursionError):
        return grader.forged()
