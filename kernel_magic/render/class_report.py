"""A graded class for its teacher: who has how many points, where a person has to look, which tests were hard."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import mean, median

from kernel_magic.core.gradebook import GradedSubmission
from kernel_magic.core.quantities import count
from kernel_magic.core.verdict import Verdict
from kernel_magic.render.document import (
    NOTHING,
    Badge,
    Block,
    Bullets,
    Callout,
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
    strong,
    text,
)

_BANDS = 5


def class_document(graded: Sequence[GradedSubmission], *, title: str, remarks: Sequence[str] = ()) -> Document:
    """The report on a class.

    Args:
        graded: all submissions, and the students who handed nothing in.
        title: of the assignment.
        remarks: what was noticed about the folder of submissions.
    """
    waiting = [each for each in graded if each.needs_review]
    blocks: list[Block] = [Header(title=title, badge=_badge(len(waiting)), what_ran=_what_ran(graded))]
    if remarks:
        blocks.append(Callout(tone="part", blocks=(Bullets(items=tuple(map(line, remarks))),)))
    if waiting:
        blocks.append(_reviews(waiting))
    handed_in = [each for each in graded if each.submitted]
    if handed_in:
        blocks += [_distribution(handed_in), *_by_test(handed_in)]
    blocks.append(Section(title="Students", blocks=(_students(graded),)))
    repaired = [each for each in handed_in if each.repairs]
    if repaired:
        blocks.append(_repairs(repaired))
    blocks.append(Footer(items=("graded without a model", "the same again on every machine")))
    return Document(title=title, kind="Report", blocks=tuple(blocks))


def _badge(waiting: int) -> Badge:
    if waiting:
        return Badge(symbol="◐", label=f"{waiting} to look at", tone="part")
    return Badge(symbol="✓", label="graded", tone="ok")


def _what_ran(graded: Sequence[GradedSubmission]) -> str:
    handed_in = [each for each in graded if each.submitted]
    parts = [count(len(graded), "student"), f"{len(handed_in)} handed in"]
    if handed_in:
        points = [each.points for each in handed_in]
        most = handed_in[0].max_points
        parts.append(f"median {median(points):g}, mean {mean(points):.2f} of {most:g} points")
    return " · ".join(parts)


def _reviews(waiting: Sequence[GradedSubmission]) -> Callout:
    items = tuple(line(strong(each.student), f": {_sentences(each.reviews)}") for each in waiting)
    return Callout(tone="part", blocks=(text(strong("A person has to look at these.")), Bullets(items=items)))


def _sentences(texts: Sequence[str]) -> str:
    return " ".join(text if text.endswith(".") else f"{text}." for text in texts)


def _distribution(graded: Sequence[GradedSubmission]) -> Section:
    most = max(each.max_points for each in graded) or 1.0
    counts = [0] * _BANDS
    for each in graded:
        counts[min(int(each.points / most * _BANDS), _BANDS - 1)] += 1
    rows = tuple(
        (
            plain(f"{band * most / _BANDS:g} to {(band + 1) * most / _BANDS:g}"),
            plain(str(number)),
            mono("█" * _bar(number, counts)),
        )
        for band, number in enumerate(counts)
    )
    return Section(title="Points", blocks=(Table(header=("points", "students", ""), rows=rows, numeric=(1,)),))


def _bar(number: int, counts: Sequence[int]) -> int:
    return round(30 * number / max(counts))


def _by_test(graded: Sequence[GradedSubmission]) -> list[Block]:
    """How many passed each test, the hardest first. Students of other versions have the same tests by name."""
    names = {
        (exercise.item, test.name): (exercise.title, test)
        for each in graded
        for exercise in each.exercises
        for test in exercise.tests
    }
    rows = []
    for (item, name), (title, test) in names.items():
        found = [
            other.verdict is Verdict.AC
            for each in graded
            for exercise in each.exercises
            if exercise.item == item
            for other in exercise.tests
            if other.name == name
        ]
        rows.append((sum(found) / len(found), title, test, sum(found), len(found)))
    rows.sort(key=lambda row: (row[0], row[1], row[2].name))
    cells = tuple(
        (
            plain(title),
            plain(test.title),
            plain("visible" if test.visible else "hidden"),
            plain(f"{passed} of {all_of}"),
            plain(f"{share:.0%}"),
        )
        for share, title, test, passed, all_of in rows
    )
    table = Table(header=("exercise", "property", "", "passed", ""), rows=cells, numeric=(3, 4), words=(0, 1))
    return [Section(title="Tests, the hardest first", blocks=(table,))]


def _students(graded: Sequence[GradedSubmission]) -> Table:
    rows = tuple(
        (
            plain(each.student),
            plain(f"{each.points:g}" if each.submitted else NOTHING),
            plain(f"{each.max_points:g}"),
            Span(text="look", style="part") if each.needs_review else plain(""),
            plain(each.file if each.submitted else "nothing handed in"),
        )
        for each in graded
    )
    return Table(header=("student", "points", "of", "", "file"), rows=rows, numeric=(1, 2), words=(4,))


def _repairs(graded: Sequence[GradedSubmission]) -> Details:
    items = tuple(line(strong(each.student), f": {repair.detail}") for each in graded for repair in each.repairs)
    return Details(summary=f"Repaired or reported: {count(len(items), 'finding')}", blocks=(Bullets(items=items),))
