"""What the tests of compiled languages share: one way to judge a program by what it prints."""

from __future__ import annotations

import pytest

from kernel_magic.core.problem import Contract, Limits, Prints, Stdin, TestCase
from kernel_magic.core.source import Language, Source
from kernel_magic.core.verdict import JudgeReport
from kernel_magic.judge.local import LocalJudge

LIMITS = Limits(cpu_s=5.0, wall_s=20.0)


def judged(
    judge: LocalJudge, text: str, language: Language = "cpp", *, stdin: str = "", stdout: str | None = "",
    limits: Limits = LIMITS, files: tuple[tuple[str, str], ...] = (),
) -> JudgeReport:  # fmt: skip
    """The report on a program with one case; `stdout` None: nothing is expected."""
    expected = None if stdout is None else Prints(text=stdout)
    case = TestCase(name="1", given=Stdin(text=stdin), expected=expected)
    source = Source(text=text, language=language, files=files)
    return judge.judge(source, Contract(language=language, cases=(case,), limits=limits))


def require(judge: LocalJudge, language: Language) -> None:
    """Skip the test where the language is not offered."""
    offer = judge._compilers.offer(language)  # of this one alone: each takes a second
    if not offer.offered:
        pytest.skip(f"{language} is not offered here: {offer.detail}")
