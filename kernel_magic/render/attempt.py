"""What an answer came to on the visible tests, and one of the exercise's own hints, as documents for its student.

"All tests passed" is read as full marks. So the badge of an answer is never more than "visible tests pass" where an
exercise has hidden tests, and how many were not run, and what they are worth, stands right below it.
"""

from __future__ import annotations

from collections.abc import Sequence

from kernel_magic.core.attempt import Attempts, ExerciseAttempt, GivenExercise, GivenTest, Hint
from kernel_magic.core.gradebook import TestGrade
from kernel_magic.core.quantities import count
from kernel_magic.core.verdict import Verdict
from kernel_magic.render.document import (
    NOTHING,
    Badge,
    Block,
    Bullets,
    Callout,
    Code,
    Details,
    Document,
    Facts,
    Footer,
    Header,
    Line,
    Prose,
    Span,
    Table,
    line,
    mono,
    plain,
    strong,
    text,
)
from kernel_magic.render.words import VERDICTS

_NOTHING = Badge(symbol="◐", label="nothing to run here", tone="part")
_NOT_TRIED = Badge(symbol="◐", label="not tried yet", tone="part")
_FAULT = Badge(symbol="◐", label="the judge failed", tone="part")
_VISIBLE = Badge(symbol="◐", label="visible tests pass", tone="part")
_ALL = Badge(symbol="✓", label="all tests pass", tone="ok")
_NOT_YET = Badge(symbol="✗", label="not yet", tone="no")


def attempts_document(result: Attempts) -> Document:
    """The document of one answer, or of several."""
    if len(result.attempts) == 1:
        return _document(result.attempts[0])
    return _overview(result.attempts)


def _document(attempt: ExerciseAttempt) -> Document:
    title = f"Check of {attempt.exercise.title}"
    blocks: list[Block] = [attempt_header(attempt.exercise, attempt, title)]
    blocks += finding_blocks(attempt)
    blocks += tests_blocks(attempt.exercise, attempt)
    blocks += promise_blocks(attempt.exercise, attempt)
    if attempt.answer.code.strip():
        marked = tuple(item.line for item in attempt.diagnostics)
        code = Code(source=attempt.answer.code.strip("\n"), marked=marked)
        blocks.append(Details(summary="The code that was run", blocks=(code,)))
    if attempt.isolation is not None:
        blocks.append(Footer(items=(_tries(attempt), f"sandbox level {attempt.isolation.level}")))
    return Document(title=title, kind="Check", blocks=tuple(blocks))


def attempt_header(exercise: GivenExercise, attempt: ExerciseAttempt | None, title: str = "") -> Header:
    """The exercise, how it stands, and in figures what was reached of what can be seen here."""
    told = f"{count(len(exercise.tests), 'visible test')}, {exercise.points:g} points in all"
    if attempt is not None and attempt.tests:
        told = (
            f"{attempt.passed} of {count(len(exercise.tests), 'visible test')} passed · "
            f"{attempt.points:g} of {_points(exercise.visible_points)} of the visible tests · {_tries(attempt)}"
        )
    return Header(title=title or exercise.title, badge=_badge(exercise, attempt), what_ran=told)


def _badge(exercise: GivenExercise, attempt: ExerciseAttempt | None) -> Badge:
    if not _can_run(exercise):
        return _NOTHING
    if attempt is None or not attempt.tests:
        return _NOT_TRIED
    if any(test.verdict is Verdict.IE for test in attempt.tests):
        return _FAULT
    if attempt.is_complete:
        return _VISIBLE if exercise.hidden else _ALL
    return _NOT_YET


def finding_blocks(attempt: ExerciseAttempt) -> list[Block]:
    """What is wrong, on the smallest example; and what the student should know besides."""
    blocks: list[Block] = []
    if not _can_run(attempt.exercise):
        said = "This exercise has no visible test that can be run here. Your answer is graded when you hand it in."
        blocks.append(Callout(tone="part", blocks=(text(said),)))
    elif not attempt.answer.code.strip():
        what = f"defines {attempt.exercise.function}" if attempt.exercise.function else "answers this exercise"
        said = f"No cell that {what} was run yet. Write it into the exercise's own cell, run that, then check again."
        blocks.append(Callout(tone="part", blocks=(text(said),)))
    if attempt.diagnostics:
        lines = tuple(text(f"Line {item.line}: {item.message}") for item in attempt.diagnostics[:5])
        blocks.append(Callout(tone="no", blocks=(text(strong("The cell is not Python yet.")), *lines)))
    elif attempt.counterexample is not None:
        example = attempt.counterexample
        pairs = (("input", mono(example.input)), ("expected", mono(example.expected)), ("got", mono(example.got)))
        blocks.append(Callout(tone="no", blocks=(text(strong("The smallest example that fails")), Facts(pairs=pairs))))
    if any(test.verdict is Verdict.IE for test in attempt.tests):
        said = "The judge itself failed. Nothing is held against this answer; check it again."
        blocks.append(Callout(tone="part", blocks=(text(said),)))
    if attempt.answer.note:
        blocks.append(Callout(tone="part", blocks=(text(attempt.answer.note),)))
    return blocks


def tests_blocks(exercise: GivenExercise, attempt: ExerciseAttempt | None) -> list[Block]:
    """The visible tests, each with its mark and its points; where several fail, what each of them met."""
    if not exercise.tests:
        return []
    grades = {grade.name: grade for grade in attempt.tests} if attempt is not None else {}
    rows = tuple(_test_row(test, grades.get(test.name)) for test in exercise.tests)
    header = ("visible test", "", "points", "examples")
    blocks: list[Block] = [Table(header=header, rows=rows, numeric=(2, 3), words=(0,))]
    failed = [grade for grade in grades.values() if grade.example]
    if len(failed) > 1:
        blocks.append(Bullets(items=tuple(_failed(grade) for grade in failed)))
    return blocks


def _test_row(test: GivenTest, grade: TestGrade | None) -> tuple[Span, ...]:
    if grade is None:
        return plain(test.title), Span(text="○ not run", style="soft"), plain(f"{test.points:g}"), plain(NOTHING)
    points, passed = f"{grade.points:g} of {test.points:g}", f"{grade.passed} of {grade.cases}"
    return plain(test.title), _mark(grade), plain(points), plain(passed)


def _mark(grade: TestGrade) -> Span:
    """A mark whose words say the same as its colour."""
    if grade.verdict is Verdict.AC:
        return Span(text="✓ passed", style="ok")
    if grade.verdict is Verdict.IE:
        return Span(text="◐ not judged", style="part")
    return Span(text=f"✗ {VERDICTS[grade.verdict]}", style="no")


def _failed(grade: TestGrade) -> Line:
    return line(strong(grade.title), ": ", mono(grade.example), f" {grade.message}")


def promise_blocks(exercise: GivenExercise, attempt: ExerciseAttempt | None) -> list[Block]:
    """What the visible tests do not say."""
    if exercise.hidden:
        one = exercise.hidden == 1
        worth = f"{exercise.hidden_points:g} of the {_points(exercise.points)}"
        said = (
            f"{count(exercise.hidden, 'more test' if exercise.tests else 'test')}, worth {worth}, "
            f"{'is hidden and was' if one else 'are hidden and were'} not run: "
            f"{'it runs' if one else 'they run'} when your work is graded."
        )
        passing = attempt is not None and attempt.is_complete
        warning = " Passing every visible test does not promise full marks." if passing else ""
        return [Callout(tone="part", blocks=(text(strong("This is not the grade. "), said, warning),))]
    if attempt is not None and attempt.is_complete:
        return [Callout(tone="ok", blocks=(text("This exercise has no hidden tests. What you hand in is graded."),))]
    return []


def _overview(attempts: Sequence[ExerciseAttempt]) -> Document:
    runnable = [attempt for attempt in attempts if _can_run(attempt.exercise)]
    complete = sum(attempt.is_complete for attempt in runnable)
    hidden = sum(attempt.exercise.hidden for attempt in attempts)
    told = f"the visible tests pass in {complete} of {count(len(runnable), 'exercise')}"
    if len(runnable) < len(attempts):
        told += f"; {len(attempts) - len(runnable)} without a visible test"
    badge = _NOT_YET if complete < len(runnable) else _NOTHING if not runnable else _VISIBLE if hidden else _ALL
    rows = tuple(_row(attempt) for attempt in attempts)
    table = Table(
        header=("exercise", "", "visible tests", "points", "attempts"), rows=rows, numeric=(2, 3, 4), words=(0,)
    )
    blocks: list[Block] = [Header(title="Check of all exercises", badge=badge, what_ran=told), table]
    if hidden:
        points = _points(sum(attempt.exercise.hidden_points for attempt in attempts))
        said = f"{count(hidden, 'hidden test')}, worth {points}, were not run: they run when your work is graded."
        blocks.append(Callout(tone="part", blocks=(text(strong("This is not the grade. "), said),)))
    for attempt in attempts:
        found = finding_blocks(attempt)
        if found and attempt.answer.code.strip():
            blocks.append(Details(summary=attempt.exercise.title, blocks=tuple(found)))
    how = text("One of them with everything there is to say: ", mono(f"%coder check {attempts[0].exercise.item}"))
    return Document(title="Check of all exercises", kind="Check", blocks=(*blocks, how))


def _row(attempt: ExerciseAttempt) -> tuple[Span, ...]:
    exercise, badge = attempt.exercise, _badge(attempt.exercise, attempt)
    tried = bool(attempt.tests)
    return (
        plain(exercise.title),
        Span(text=f"{badge.symbol} {badge.label}", style=badge.tone),
        plain(f"{attempt.passed} of {len(exercise.tests)}" if tried else NOTHING),
        plain(f"{attempt.points:g} of {exercise.visible_points:g}" if tried else NOTHING),
        plain(str(attempt.answer.number) if tried else NOTHING),
    )


def hint_document(hint: Hint) -> Document:
    """The document of a hint."""
    title = f"Hint {hint.number} of {hint.total}: {hint.title}"
    left = f"{count(hint.left, 'more hint')}" if hint.left else "this was the last one"
    header = Header(title=title, badge=Badge(symbol="◐", label="hint", tone="part"), what_ran=left)
    blocks: list[Block] = [header]
    if hint.why:
        blocks.append(Callout(tone="part", blocks=(text(hint.why),)))
    blocks += hint_blocks(hint)
    if hint.left:
        blocks.append(text("The next one: ", mono(f"%coder hint {hint.item}")))
    return Document(title=title, kind="Hint", blocks=tuple(blocks))


def hint_blocks(hint: Hint) -> list[Block]:
    """The hint's words, and folded the ones before."""
    blocks: list[Block] = [Prose(markdown=hint.text)]
    if hint.earlier:
        said = Bullets(items=tuple(line(each) for each in hint.earlier))
        blocks.append(Details(summary="The hints before", blocks=(said,)))
    return blocks


def _can_run(exercise: GivenExercise) -> bool:
    return any(test.cases for test in exercise.tests)


def _points(points: float) -> str:
    return f"{points:g} point{'' if points == 1 else 's'}"


def _tries(attempt: ExerciseAttempt) -> str:
    return f"attempt {attempt.answer.number}"
