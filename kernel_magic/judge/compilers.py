"""The compilers of this host: which languages are offered, what their empty programs cost, and programs compiled once.

A language is offered where its test program was compiled and run in the sandbox and printed the right thing.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
from collections import OrderedDict
from dataclasses import dataclass, replace

from kernel_magic.core.errors import JudgeError
from kernel_magic.core.ports import Cancelled
from kernel_magic.core.problem import Contract, Limits, Prints, Stdin, TestCase
from kernel_magic.core.source import Language, Source
from kernel_magic.core.verdict import Floor, LanguageOffer, Verdict
from kernel_magic.judge import grader
from kernel_magic.judge.compiling import compile_once
from kernel_magic.judge.diagnostics import first_words
from kernel_magic.judge.grader import Finding
from kernel_magic.judge.languages import LANGUAGES, TEST_INPUT, TEST_OUTPUT, Row
from kernel_magic.judge.programs import ProgramRun, of_program, run_program
from kernel_magic.judge.sandbox import Sandbox, ZygoteLostError
from kernel_magic.judge.sittings import Order
from kernel_magic.judge.toolchain import Build, Compiled, Toolchain, found

LEAST_LEVEL = 2
"""Of isolation: without Landlock a compiler could read every file of this user, and a program execute them."""

_MOST_KEPT = 32
_MOST_KEPT_BYTES = 128 << 20
_FLOOR_RUNS = 3
_TEST_LIMITS = Limits(cpu_s=10.0, wall_s=20.0)
_NUMBER = re.compile(r"\d+(?:\.\d+)*")
_PYTHON_VERSION = "import sys\nprint('.'.join(map(str, sys.version_info[:3])))\n"


class _NotOfferedError(Exception):
    """Why a language is not offered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Workshop:
    """A compiler that works here."""

    toolchain: Toolchain
    tools: tuple[str, ...]
    version: str
    floor: Floor = Floor()

    def build(self, source: Source) -> Build:
        """How a source is compiled."""
        return self.toolchain.build(self.tools, source, int(self.version.partition(".")[0]))


class Compilers:
    """Of one judge. Not thread-safe, like its sandbox. Must be closed: it keeps files in memory."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._offers: dict[Language, LanguageOffer] = {}
        self._workshops: dict[Language, _Workshop] = {}
        self._kept: OrderedDict[bytes, Compiled | Finding] = OrderedDict()
        self._latest: tuple[Source, Compiled | Finding] | None = None
        self.with_start = False
        """Costs of compiled programs are told with those of their start, for whoever takes that off more exactly."""

    def offer(self, language: Language, cancelled: Cancelled | None = None) -> LanguageOffer:
        """Whether a language is offered here; its test runs at the first question.

        Raises:
            IsolationError: this host offers less isolation than demanded.
            JudgeError: the sandbox cannot be started.
            Cancelled: `cancelled` said so.
        """
        if language not in self._offers:
            try:
                version = self._tested(LANGUAGES[language], cancelled)
                self._offers[language] = LanguageOffer(language=language, offered=True, detail=version)
            except _NotOfferedError as error:
                self._offers[language] = LanguageOffer(language=language, offered=False, detail=str(error))
        return self._offers[language]

    def compiled(self, source: Source, cancelled: Cancelled | None = None) -> Compiled | Finding:
        """A program, compiled now or before; or the verdict that it has without being run.

        Raises:
            IsolationError: this host offers less isolation than demanded.
            JudgeError: the sandbox cannot be started; a file beside the program has an impossible name.
            Cancelled: `cancelled` said so.
        """
        offer = self.offer(source.language, cancelled)
        if not offer.offered:
            return grader.fault(f"{LANGUAGES[source.language].title} cannot be judged here: {offer.detail}")
        if self._latest is None or self._latest[0] is not source:
            self._latest = source, self._compiled(self._workshops[source.language], source, cancelled)
        found = self._latest[1]
        return replace(found, floor=Floor()) if self.with_start and isinstance(found, Compiled) else found

    def ready(self, source: Source, cancelled: Cancelled | None = None) -> Compiled:
        """A program that must compile, because it belongs to the problem.

        Raises:
            JudgeError: it does not.
        """
        found = self.compiled(source, cancelled)
        if isinstance(found, Finding):
            title = LANGUAGES[source.language].title
            raise JudgeError(f"The problem's {title} program is not usable: {found.message}")
        return found

    def floor(self, language: Language) -> Floor:
        """What an empty program of a language costs here, as far as it has been measured."""
        workshop = self._workshops.get(language)
        return self._sandbox.floor if workshop is None else workshop.floor

    def close(self) -> None:
        """Give the memory back."""
        while self._kept:
            self._forget_oldest()

    def _forget_oldest(self) -> None:
        self._latest = None
        _, oldest = self._kept.popitem(last=False)
        if isinstance(oldest, Compiled):
            os.close(oldest.artifact)

    def _compiled(self, workshop: _Workshop, source: Source, cancelled: Cancelled | None) -> Compiled | Finding:
        build = workshop.build(source)
        key = _key(workshop, build)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        self._latest = None
        result = self._compile(workshop, build, cancelled)
        if isinstance(result, Finding) and result.verdict is Verdict.IE:
            return result  # another try may go better
        self._kept[key] = result
        while len(self._kept) > _MOST_KEPT or (len(self._kept) > 1 and self._bytes() > _MOST_KEPT_BYTES):
            self._forget_oldest()
        return result

    def _bytes(self) -> int:
        return sum(os.fstat(kept.artifact).st_size for kept in self._kept.values() if isinstance(kept, Compiled))

    def _compile(self, workshop: _Workshop, build: Build, cancelled: Cancelled | None) -> Compiled | Finding:
        for _ in range(2):
            try:
                done = compile_once(self._sandbox, workshop.toolchain, workshop.tools, build, cancelled)
            except ZygoteLostError:
                continue
            if done.made is None:
                return done.finding or grader.fault("the compiler made nothing")
            return Compiled(
                artifact=done.made, toolchain=workshop.toolchain, tools=workshop.tools, main=build.main,
                floor=workshop.floor,
            )  # fmt: skip
        return grader.fault("the sandbox was lost while a compiler ran")

    def _tested(self, row: Row, cancelled: Cancelled | None) -> str:
        """The version of a language that works.

        Raises:
            _NotOfferedError: it does not.
        """
        source = Source(text=row.test, language=row.language)
        if row.toolchain is None:
            self._run(source, TEST_OUTPUT, None, cancelled)
            version = self._run(replace(source, text=_PYTHON_VERSION), None, None, cancelled)
            return first_words(version.exchange.output)
        workshop = self._found(row, row.toolchain, cancelled)
        compiled = self._compiled(workshop, source, cancelled)
        if isinstance(compiled, Finding):
            raise _NotOfferedError(f"its test program was not compiled: {compiled.message}; to install: {row.install}")
        runs = [self._run(source, TEST_OUTPUT, compiled, cancelled) for _ in range(_FLOOR_RUNS)]
        floor = Floor(cpu_s=min(run.end.cpu for run in runs), peak_mib=min(run.end.peak_kib for run in runs) / 1024)
        self._workshops[row.language] = replace(workshop, floor=floor)
        self.close()  # the test program was compiled without a floor
        return workshop.version

    def _found(self, row: Row, toolchain: Toolchain, cancelled: Cancelled | None) -> _Workshop:
        level = self._sandbox.isolation.level
        if level < LEAST_LEVEL:
            raise _NotOfferedError(f"compilers need isolation level {LEAST_LEVEL}, and this host reaches {level}")
        tools = found(toolchain.TOOLS)
        if not tools:
            raise _NotOfferedError(f"no {' or no '.join(toolchain.TOOLS)} was found; to install: {row.install}")
        for _ in range(2):
            with contextlib.suppress(ZygoteLostError):
                done = compile_once(self._sandbox, toolchain, tools, toolchain.version(tools), cancelled)
                break
        else:
            raise _NotOfferedError("the sandbox was lost while its compiler ran")
        if done.made is not None:
            os.close(done.made)
        version = _NUMBER.search(first_words(done.said))
        if done.finding is not None or version is None:
            cause = done.finding.message if done.finding else f"it says no version: {first_words(done.said)}"
            raise _NotOfferedError(f"{tools[0]} does not work: {cause}; to install: {row.install}")
        return _Workshop(toolchain=toolchain, tools=tools, version=version[0])

    def _run(
        self, source: Source, expected: str | None, compiled: Compiled | None, cancelled: Cancelled | None
    ) -> ProgramRun:
        case = TestCase(
            name="test", given=Stdin(text=TEST_INPUT), expected=None if expected is None else Prints(text=expected)
        )
        contract = Contract(language=source.language, cases=(case,), limits=_TEST_LIMITS)
        order = Order(
            sandbox=self._sandbox, source=source, contract=contract, cancelled=cancelled,
            compiled_by=None if compiled is None else lambda _, __: compiled,
        )  # fmt: skip
        try:
            ran = run_program(order, TEST_INPUT.encode("ascii"))
        except ZygoteLostError as error:
            raise _NotOfferedError("the sandbox was lost while its test program ran") from error
        finding = of_program(ran, contract, case)
        if finding.verdict is not Verdict.AC:
            raise _NotOfferedError(f"its test program failed: {finding.verdict}, {finding.message}")
        return ran


def _key(workshop: _Workshop, build: Build) -> bytes:
    what = (workshop.tools, workshop.version, build.commands, sorted(build.files.items()))
    return hashlib.sha256(repr(what).encode("utf-8", "surrogatepass")).digest()
