"""What a student reads about a graded submission: which properties hold, which do not, and examples that may be shown.

Only what the grader marked as the student's to read is used: `message` and `example`, never `private`.
"""

from __future__ import annotations

from kernel_magic.core.gradebook import ExerciseGrade, GradedSubmission, TestGrade
from kernel_magic.core.quantities import count
from kernel_magic.core.verdict import Verdict
from kernel_magic.render.document import (
    Badge,
    Block,
    Bullets,
    Callout,
    Code,
    Details,
    Document,
    Footer,
    Header,
    Section,
    Span,
    Table,
    line,
    mono,
    plain,
    soft,
    strong,
    text,
)


def feedback_document(graded: GradedSubmission, *, title: str, reviewed: bool = False) -> Document:
    """The page of one student.

    Args:
        graded: the grades.
        title: of the assignment.
        reviewed: a person has looked, so that nothing is left open.
    """
    blocks: list[Block] = [
        Header(
            title=f"{title} · {graded.student}",
            badge=points_badge(graded.points, graded.max_points),
            what_ran=_ran(graded),
        )
    ]
    if not graded.submitted:
        blocks.append(Callout(tone="no", blocks=(text("Nothing was handed in."),)))
    elif graded.needs_review and not reviewed:
        said = "A person will look at this: the points may still change, and none is lost by it."
        blocks.append(Callout(tone="part", blocks=(text(strong("Not final. "), said),)))
    blocks += [_exercise(exercise) for exercise in graded.exercises] if graded.submitted else []
    if graded.repairs and graded.submitted:
        items = tuple(line(repair.detail) for repair in graded.repairs)
        blocks.append(Details(summary="About your notebook", blocks=(Bullets(items=items),)))
    blocks.append(Footer(items=("every test ran in a sandbox of its own", "hidden tests are named, not shown")))
    return Document(title=f"{title}: {graded.student}", kind="Report", blocks=tuple(blocks))


def points_badge(points: float, max_points: float) -> Badge:
    """Points of how many, with a mark and a tone that say the same."""
    label = f"{points:g} of {max_points:g} points"
    if max_points and points >= max_points:
        return Badge(symbol="✓", label=label, tone="ok")
    return Badge(symbol="◐", label=label, tone="part") if points > 0 else Badge(symbol="✗", label=label, tone="no")


def _ran(graded: GradedSubmission) -> str:
    tests = [test for exercise in graded.exercises for test in exercise.tests]
    passed = sum(test.verdict is Verdict.AC for test in tests)
    return f"{passed} of {count(len(tests), 'test')} passed"


def _exercise(exercise: ExerciseGrade) -> Section:
    blocks: list[Block] = [_tests(exercise.tests)]
    if exercise.note:
        blocks.append(Callout(tone="part", blocks=(text(exercise.note),)))
    failing = [test for test in exercise.tests if test.verdict is not Verdict.AC and (test.example or test.message)]
    if failing:
        blocks.append(Callout(tone="no", blocks=(Bullets(items=tuple(map(_failure, failing))),)))
    if exercise.code:
        blocks.append(Details(summary="The code that was judged", blocks=(Code(source=exercise.code.rstrip("\n")),)))
    title = f"{exercise.title} · {exercise.points:g} of {exercise.max_points:g}"
    return Section(title=title, blocks=tuple(blocks))


def _tests(tests: tuple[TestGrade, ...]) -> Table:
    rows = tuple(
        (
            Span(text="✓" if test.verdict is Verdict.AC else "✗", style="ok" if test.verdict is Verdict.AC else "no"),
            plain(test.title),
            soft("visible" if test.visible else "hidden"),
            plain(f"{test.points:g} / {test.max_points:g}"),
        )
        for test in tests
    )
    return Table(header=("", "property", "", "points"), rows=rows, numeric=(3,), words=(1,))


def _failure(test: TestGrade) -> tuple[Span, ...]:
    said = f" {test.message}" if test.message else ""
    shown = (plain(" For example: "), mono(test.example)) if test.example else ()
    return line(strong(f"{test.title}:"), said, *shown)
