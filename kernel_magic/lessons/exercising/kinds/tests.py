"""Write the tests: students test functions they cannot see; their tests must accept right ones and refuse wrong ones.

Every hidden test asks that the right solutions are accepted *and* that one wrong program is refused, so that tests
which refuse everything, or nothing, earn nothing. The wrong programs are the item's distractors and mutants of the
reference.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from textwrap import indent

from kernel_magic.core.draft import ExerciseDraft
from kernel_magic.core.errors import InputError
from kernel_magic.core.exercise import CourseItem, ExerciseTest, Gate, Killed, MutationReport, NamedSource
from kernel_magic.core.problem import CheckerSpec, Expression, Returns, TestCase, timed
from kernel_magic.core.source import Source
from kernel_magic.core.statement_text import CODE_STUB
from kernel_magic.core.verdict import Verdict
from kernel_magic.lessons.exercising.bench import contract_for
from kernel_magic.lessons.exercising.further_inputs import agreed_inputs
from kernel_magic.lessons.exercising.gates import LEAST_SCORE, alike, survivor_lines
from kernel_magic.lessons.exercising.kinds.parts import enough_points, shared_out, tests_of
from kernel_magic.lessons.exercising.survivors import weighed
from kernel_magic.lessons.exercising.test_code import test_code
from kernel_magic.lessons.failure import counted
from kernel_magic.lessons.work import Work

_MOST_MUTANTS = 8
_TRIED = 5
"""So many mutants of a kind are tried, until one is found that ends."""
_ENDS_IN_S, _ENDS_ON = 0.5, 40
"""Processor seconds in which a mutant must end on each case, and on how many further inputs it must."""
_ENDLESS = "distractors/{name}.py: {line}; let it end with a wrong result, or take it out"
_NAME = "tests"
_PRELUDE = '''\
def refused(tests, function):
    """Whether tests find a mistake in a function."""
    try:
        tests(function)
    except NotImplementedError:
        raise  # they are not written yet
    except Exception:
        return True
    return False
'''
_WHAT = """

You do not get `{function}` itself. Write `tests({function})`: with `assert`, it checks what `{function}` must do. Your
tests are run on right solutions, which they must accept, and on wrong ones, in which they must find the mistake."""


def put_together(item: CourseItem, work: Work) -> ExerciseDraft:
    """The exercise of an item of kind `tests`.

    Raises:
        InputError: its tests cannot be used, or accept no reference.
    """
    own = tests_of(item, work)
    cases = [case for test in own for case in test.cases]
    contract = contract_for(item, item.function, cases)
    report = weighed(item, own, work.judge.mutate(item.reference, contract, cancelled=work.cancelled), work)
    if not report.mutants:
        raise InputError(f"The reference of {item.slug!r} has no mutants.", "Give one that does a little more.")
    right = [item.reference, *(named.source for named in item.alternatives)]
    ending = _Ending(item, work)
    endless = {
        named.name: line
        for named in item.distractors
        if (line := ending.trouble(named.source.text, cases, item.limits.cpu_s))
    }
    known = [named for named in item.distractors if named.name not in endless]
    wrong = [(named.about or "a mistake", named.source.text) for named in known]
    further = agreed_inputs(item, own, work, count=_ENDS_ON)
    chosen = _chosen(report, lambda mutant: not ending.trouble(mutant.text, [*cases, *further], _ENDS_IN_S))
    wrong += [("a small mistake", mutant.text) for mutant in chosen]
    starter = "\n    ".join(
        [f"def {_NAME}({item.function}):", f'"""Find out whether {item.function} is right."""', *CODE_STUB.split("\n")]
    )
    accepting = NamedSource(
        name="accepts-all", about="tests that accept everything", source=_suite(item.function, "pass")
    )
    refusing = NamedSource(
        name="refuses-all", about="tests that refuse everything", source=_suite(item.function, "assert False")
    )
    return ExerciseDraft(
        item=item,
        statement=item.brief + _WHAT.format(function=item.function),
        starter=Source(text=starter + "\n"),
        answer=_suite(item.function, "\n".join(test.code for test in own)),
        tests=_tests(item, right, wrong),
        function=_NAME,
        prelude=_PRELUDE,
        seconds=(NamedSource(name="another-order", source=_suite(item.function, _backwards(own))),),
        wrong=(accepting, refusing),
        gates=(_model_answer(report, endless),),
    )


def _model_answer(report: MutationReport, endless: Mapping[str, str]) -> Gate:
    """Whether the model answer is good enough to ask the same of students, and each wrong solution can be refused."""
    summary = f"The model answer finds {report.killed} of {counted(report.mutants, 'mutant')} of the reference"
    holds = report.score >= LEAST_SCORE and not endless
    summary += f"{alike(report)}."
    lines = tuple(_ENDLESS.format(name=name, line=line) for name, line in endless.items())
    if endless:
        summary += f" {counted(len(endless), 'distractor')} cannot be refused by any tests."
    return Gate(name="kind", holds=holds, ran=report.mutants, summary=summary, lines=lines + survivor_lines(report))


class _Ending:
    """Tries whether programs come to an end by themselves: tests cannot refuse what ends them, or what never ends."""

    def __init__(self, item: CourseItem, work: Work) -> None:
        self._item = item
        self._work = work

    def trouble(self, program: str, cases: Sequence[TestCase], cpu_s: float) -> str:
        """A case on which a program does not end by itself, and how it ended; empty where there is none."""
        contract = contract_for(self._item, self._item.function, cases)
        contract = replace(contract, limits=timed(contract.limits, min(contract.limits.cpu_s, cpu_s)))
        report = self._work.judge.judge(Source(text=program), contract, cancelled=self._work.cancelled)
        self._work.stop_if_asked()
        for case, result in zip(cases, report.cases, strict=True):
            by_itself = result.verdict in (Verdict.AC, Verdict.WA) or result.reason == "exception"
            if not by_itself and result.skipped != "ended_before":
                return f"on {case.text} it {result.message}"
        return ""


def _chosen(report: MutationReport, ends: Callable[[Killed], bool]) -> list[Killed]:
    """Killed mutants of as many kinds as there are, spread over the program; none that never ends."""
    by_kind: dict[str, list[Killed]] = {}
    for mutant in report.dead:
        by_kind.setdefault(mutant.operator, []).append(mutant)
    found: list[Killed] = []
    for mutants in by_kind.values():
        middle = len(mutants) // 2
        ordered = [*mutants[middle:], *reversed(mutants[:middle])]
        found += islice(filter(ends, ordered[:_TRIED]), 1)
    return sorted(found, key=lambda mutant: mutant.line)[:_MOST_MUTANTS]


def _suite(function: str, body: str) -> Source:
    return Source(text=f"def {_NAME}({function}):\n{indent(body, '    ')}\n")


def _backwards(tests: Sequence[ExerciseTest]) -> str:
    return "\n".join(test.code for test in reversed(tests))


def _tests(item: CourseItem, right: Sequence[Source], wrong: Sequence[tuple[str, str]]) -> tuple[ExerciseTest, ...]:
    accepted = [_case(source.text, item.function, found=False) for source in right]
    nothing = Expression(expression=f"refused({_NAME}, lambda *args, **kwargs: None)")
    visible = TestCase(name="", given=nothing, expected=Returns(value=True), text="a function that returns None")
    rows = [
        _Row("finds-nothing-done", "a function that always returns None is refused", [visible], visible=True),
        _Row("right-ones", "right solutions are accepted", [*accepted, visible], weight=2.0),
    ]
    for number, (about, text) in enumerate(wrong, 1):
        case = _case(text, item.function, found=True)
        rows.append(_Row(f"wrong-{number}", f"wrong solution {number} is refused: {about}", [*accepted, case]))
    weights = [row.weight for row in rows]
    enough_points(item, weights)
    points = shared_out(item.points, weights)
    return tuple(_test(row, worth) for row, worth in zip(rows, points, strict=True))


@dataclass(frozen=True)
class _Row:
    """A test of students' tests."""

    name: str
    title: str
    cases: list[TestCase]
    visible: bool = False
    weight: float = 1.0


def _test(row: _Row, points: float) -> ExerciseTest:
    named = tuple(replace(case, name=f"{row.name}/{number}") for number, case in enumerate(row.cases, 1))
    return ExerciseTest(
        name=row.name, title=row.title, cases=named, visible=row.visible, points=points,
        code=test_code(named, "", CheckerSpec()), origin="generated",
    )  # fmt: skip


def _case(program: str, function: str, *, found: bool) -> TestCase:
    given = Expression(expression=f"refused({_NAME}, {function})", setup=program.strip("\n"))
    return TestCase(
        name="", given=given, expected=Returns(value=found), text="a wrong solution" if found else "a right one"
    )
