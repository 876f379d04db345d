"""What must hold before an exercise is released. The only place that decides; everything else shows what was found.

| gate              | holds when                                                                              |
|-------------------|-----------------------------------------------------------------------------------------|
| `reference`       | the model answer passes every test                                                      |
| `starter`         | what students start from does not                                                       |
| `second_solution` | at least one answer written independently passes every test and example, and all do     |
| `wrong_solutions` | every answer with a known mistake fails at least one test                               |
| `mutants`         | 95 of 100 mutants of the reference are killed, and some of every kind that can be       |
| `cheats`          | no cheating answer passes; one that computes nothing at all passes no hidden test       |
| `statement`       | the statement names the function, and its examples are what the reference does          |
| `kind`            | what the kind of exercise asks for besides                                              |
| `variants`        | a variant is as hard as the item: same shape, same branches, about as many steps        |

A kind of exercise whose answers are values and not programs has no mutants and no second solution: its gate `kind` says
what stands in their place. An exercise is released when every gate that applies to its kind holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kernel_magic.core.errors import TaskError
from kernel_magic.core.exercise import Gate, MutationReport, NamedSource
from kernel_magic.core.ports import Progress
from kernel_magic.core.source import Source
from kernel_magic.core.whole_words import whole
from kernel_magic.lessons.examples.read import read_task
from kernel_magic.lessons.exercising.bench import AnswerResult, Bench, TestResult, told
from kernel_magic.lessons.exercising.cheats import cheats_for
from kernel_magic.lessons.exercising.prompt_examples import misread_examples, with_prompts
from kernel_magic.lessons.exercising.statement_examples import broken_examples, docstring_tasks, sound_examples
from kernel_magic.lessons.failure import counted
from kernel_magic.lessons.witnesses.normal_form import names_aside

LEAST_SCORE = 0.95
"""Share of the mutants that the tests must kill, those that behave like the reference left aside."""
_BY_VALUE = ("predict", "explain")
"""Kinds whose answers are values."""
_LESS_THAN_ALL = ("by-heart", "constant", "always-raises", "nothing", "remembering")
"""Cheats that may be right by chance on a hidden test; they must fail another one."""
_MOST_LINES = 12


def judged_gates(bench: Bench, mutation: MutationReport | None) -> Iterator[Gate]:
    """The gates of an exercise, one after the other as they are tried.

    Args:
        bench: where answers are judged.
        mutation: what the tests do to mutants; None where the kind has none.

    Raises:
        JudgeError: the judge itself failed.
        Cancelled: the person interrupted.
    """
    draft = bench.draft
    yield reference_gate(bench.run(draft.answer))
    yield starter_gate(bench.run(draft.starter))
    if draft.item.kind not in _BY_VALUE:
        yield second_gate(bench, draft.seconds)
    if draft.wrong:
        yield wrong_gate(bench, draft.wrong)
    if mutation is not None:
        yield mutants_gate(mutation)
    yield cheats_gate(bench)
    yield statement_gate(bench)
    yield from draft.gates


def reference_gate(result: AnswerResult) -> Gate:
    """Whether the model answer passes."""
    count = len(result.report.cases)
    failing = result.failing
    summary = f"The reference passes {counted(len(result.tests), 'test')} ({counted(count, 'case')})."
    if failing:
        summary = f"The reference fails {len(failing)} of {counted(len(result.tests), 'test')}."
    return Gate(name="reference", holds=result.accepted, ran=count, summary=summary, lines=_told(failing))


def starter_gate(result: AnswerResult) -> Gate:
    """Whether what students start from is refused."""
    failing = len(result.failing)
    summary = f"The starter fails {failing} of {counted(len(result.tests), 'test')}."
    if result.accepted:
        summary = "The starter passes every test: there is nothing to do."
    return Gate(name="starter", holds=not result.accepted, ran=1, summary=summary)


def second_gate(bench: Bench, seconds: tuple[NamedSource, ...]) -> Gate:
    """Whether independent right answers are accepted."""
    lines: list[str] = []
    for named in seconds:
        result = bench.run(named.source)
        lines += [f"{named.name}: {line}" for line in _told(result.failing)]
    refused = len({line.partition(":")[0] for line in lines})
    lines += _against_the_statement(bench)
    copies = copies_of(bench.draft.answer, seconds)
    own = len(seconds) - len(copies)
    summary = f"{counted(own, 'independent solution')} passed every test."
    if copies:
        again = f"{', '.join(copies)} is the reference again, at most under other names: write one in another way."
        summary = f"{summary} {again}" if own else f"There is no independent solution: {again}"
    if lines and not refused:
        summary += " One does not do what the statement says."
    elif refused:
        summary = f"{refused} of {counted(len(seconds), 'independent solution')} failed: the tests ask for more."
    if not seconds:
        summary = "There is no independent solution: the tests may ask for what only the reference does."
    return Gate(
        name="second_solution", holds=own > 0 and not lines, ran=len(seconds), summary=summary, lines=tuple(lines)
    )


def copies_of(answer: Source, seconds: tuple[NamedSource, ...]) -> list[str]:
    """The names of second solutions that are the same program as the answer: layout and names are all that differs."""
    mark = names_aside(answer.text)
    return [named.name for named in seconds if names_aside(named.source.text) == mark]


def _against_the_statement(bench: Bench) -> list[str]:
    """The examples of the statement that an alternative does not do: it is no right solution then."""
    item = bench.draft.item
    task = sound_examples(item, bench.work)
    if task is None:
        return []
    return [
        line
        for named in item.alternatives
        for line in broken_examples(named.source, named.name, item, task, bench.work)
    ]


def wrong_gate(bench: Bench, wrong: tuple[NamedSource, ...]) -> Gate:
    """Whether answers with known mistakes are refused."""
    passing = [
        f"{named.name}: {named.about or 'a wrong solution'}" for named in wrong if bench.run(named.source).accepted
    ]
    summary = f"{counted(len(wrong), 'wrong solution')} refused."
    if passing:
        summary = f"{len(passing)} of {counted(len(wrong), 'wrong solution')} passed every test."
    return Gate(name="wrong_solutions", holds=not passing, ran=len(wrong), summary=summary, lines=tuple(passing))


def mutants_gate(report: MutationReport) -> Gate:
    """Whether small mistakes in the reference are found."""
    untouched = [
        name
        for name, mutants, killed in report.operators
        if not killed and mutants > sum(s.equivalent for s in report.survivors if s.operator == name)
    ]
    summary = f"{report.killed} of {counted(report.mutants, 'mutant')} killed, score {report.score:.2f}"
    summary += alike(report)
    if untouched:
        summary += f"; no mutant of the kind {', '.join(untouched)} was killed"
    return Gate(
        name="mutants",
        holds=report.mutants > 0 and report.score >= LEAST_SCORE and not untouched,
        ran=report.mutants,
        summary=f"{summary}.",
        lines=survivor_lines(report),
    )


def alike(report: MutationReport) -> str:
    """How many survivors seem to be the same program, as the end of a sentence; empty where none does."""
    if not report.equivalent:
        return ""
    tried = min(survivor.tried for survivor in report.survivors if survivor.equivalent)
    return f"; {report.equivalent} behaved like the reference on {counted(tried, 'further input')}"


def survivor_lines(report: MutationReport) -> tuple[str, ...]:
    """The survivors to the teacher, those first that should not live."""
    lines = [
        f"line {s.line}: `{s.before}` became `{s.after}` ({s.operator})" + (f": {s.doubt}" if s.doubt else "")
        for s in report.survivors
        if not s.equivalent
    ]
    lines += [
        f"line {s.line}: `{s.before}` became `{s.after}`: no difference seen" for s in report.survivors if s.equivalent
    ]
    return _shortened(lines)


def _shortened(lines: list[str]) -> tuple[str, ...]:
    """The first lines, and how many more there are."""
    rest = len(lines) - _MOST_LINES
    return (*lines[:_MOST_LINES], *([f"and {rest} more"] if rest > 0 else []))


def cheats_gate(bench: Bench) -> Gate:
    """Whether cheating answers are refused."""
    lines: list[str] = []
    cheats = cheats_for(bench.draft)
    bench.work.report(Progress(stage="judge", message=f"trying {counted(len(cheats), 'cheat')}"))
    for cheat in cheats:
        result = bench.run(cheat.source)
        gained = result.passing(visible=False)
        if result.accepted:
            lines.append(f"{cheat.name}: {cheat.about}: passes every test")
        elif gained and cheat.name not in _LESS_THAN_ALL:
            lines.append(f"{cheat.name}: {cheat.about}: passes the hidden test {gained[0].test.title!r}")
    summary = f"{counted(len(cheats), 'cheat')} refused."
    if lines:
        summary = f"{len(lines)} of {counted(len(cheats), 'cheat')} gained something."
    return Gate(name="cheats", holds=not lines, ran=len(cheats), summary=summary, lines=tuple(lines))


def statement_gate(bench: Bench) -> Gate:
    """Whether the statement says what the reference does."""
    draft = bench.draft
    try:
        task = read_task(with_prompts(draft.item.brief))
    except TaskError as error:
        return Gate(name="statement", holds=False, ran=0, summary=error.message)
    lines = misread_examples(task, draft.item, bench.work)
    lines += broken_examples(draft.item.reference, "the reference", draft.item, task, bench.work)
    for shown in docstring_tasks(draft.starter):
        lines += broken_examples(draft.item.reference, "the reference", draft.item, shown, bench.work)
    if draft.function and re.search(whole(draft.function), draft.statement) is None:
        lines.append(f"the statement does not name {draft.function!r}, which the tests call")
    shows = f"{counted(len(task.cases), 'example')} of the statement {'holds' if len(task.cases) == 1 else 'hold'}."
    summary = "It does not hold." if lines else shows if task.cases else "The statement shows no example."
    return Gate(name="statement", holds=not lines, ran=len(task.cases), summary=summary, lines=tuple(lines))


def _told(results: tuple[TestResult, ...]) -> tuple[str, ...]:
    return _shortened([told(result) for result in results])
