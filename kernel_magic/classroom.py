"""The composition root for teachers: course items become an assignment, submissions become grades and pages.

What `kernel-magic assignment` and the teacher's notebook call. No model takes part. Nothing here knows a verdict, a
cell or a file format: those are the business of `lessons`, `grading` and `render`.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

import nbformat

from kernel_magic.core.classroom import AssignmentCheck, BuiltAssignment, CheckFinding, GradedClass
from kernel_magic.core.errors import Cancelled, InputError
from kernel_magic.core.exercise import CourseItem, Exercise, ExerciseSet, Policy
from kernel_magic.core.gradebook import Assignment, GradedSubmission, SimilarPair, Student
from kernel_magic.core.ports import Cancelled as IsCancelled
from kernel_magic.core.ports import Judge, OnProgress, Progress
from kernel_magic.core.serial_assignment import with_digest
from kernel_magic.core.whole_files import write_all
from kernel_magic.course.item_writer import item_texts
from kernel_magic.course.units import chosen_items
from kernel_magic.grading.batch import BatchPlan, grade_all
from kernel_magic.grading.collect import collect
from kernel_magic.grading.otter_format import otter_notebook
from kernel_magic.grading.package import check_package, load_assignment, write_assignment
from kernel_magic.grading.roster import read_roster
from kernel_magic.grading.similarity import similar_pairs
from kernel_magic.grading.store import Gradebook
from kernel_magic.grading.tables import canvas_csv, grades_csv, moodle_csv
from kernel_magic.judge.local import LocalJudge
from kernel_magic.lessons.exercise import exercises_of
from kernel_magic.lessons.exercising.recheck import recheck
from kernel_magic.lessons.options import SolveOptions
from kernel_magic.lessons.work import Work
from kernel_magic.render.class_report import class_document
from kernel_magic.render.exercise import exercise_document
from kernel_magic.render.feedback import feedback_document
from kernel_magic.render.html import to_page
from kernel_magic.render.similarity import similarity_document

GRADEBOOK = "gradebook.sqlite"
_LONGEST_FOLDER = 200
"""Bytes of a folder's name: file systems take 255, and Windows counts the whole path."""
_CODE_KINDS = ("function", "fix", "blanks", "tests")
"""Kinds of exercises whose answers are code of the student's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentWish:
    """What an assignment is to be."""

    name: str
    title: str = ""
    """Empty: the name."""
    items: tuple[str, ...] = ("all",)
    """Slugs of items, in the order in which they are to stand; `all` for every item of the course."""
    policy: Policy = "hints"
    variants: int = 1
    """So many versions at most are given out."""
    seed: int = 0
    otter: bool = False
    """Write the form of `otter assign` as well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GradingWish:
    """How a class is to be graded."""

    roster: Path | None = None
    """None: everybody who has a folder."""
    workers: int | None = None
    """None: one for each core."""
    again: bool = False
    """Judge what has not changed as well."""
    similarity: bool = True


def _quiet(progress: Progress) -> None:
    del progress


def _never() -> bool:
    return False


def build_assignment(
    course: Path, wish: AssignmentWish, to: Path, *, on_progress: OnProgress = _quiet, cancelled: IsCancelled = _never
) -> BuiltAssignment:
    """Prove the items of a course and write the assignment that they make, with a report on each item.

    Raises:
        InputError: an item is broken, or a file cannot be written.
        JudgeError: the judge cannot work here.
        Cancelled: the person interrupted.
    """
    items = chosen_items(course, wish.items)
    with LocalJudge() as judge:
        work = _work(judge, wish.seed, on_progress, cancelled)
        sets = tuple(_proven(item, wish.variants, work, place, len(items)) for place, item in enumerate(items))
    reports = {_report_path(to, wish.name, made): to_page(exercise_document(made)) for made in sets}
    if not all(made.released for made in sets):
        write_all(reports)
        return BuiltAssignment(name=wish.name, assignment=None, sets=sets, files=tuple(reports))
    assignment = with_digest(
        Assignment(
            name=wish.name,
            title=wish.title or wish.name,
            policy=wish.policy,
            versions=_versions([made.exercises for made in sets], wish.variants),
            seed=wish.seed,
        )
    )
    files = write_assignment(assignment, to)
    extra = dict(reports)
    if wish.otter:
        extra |= _otter(assignment, to)
    write_all(extra)
    return BuiltAssignment(name=wish.name, assignment=assignment, sets=sets, files=(*files, *extra))


def write_exercise(made: ExerciseSet, to: Path) -> tuple[Path, ...]:
    """Write the notebooks of one exercise, and where a model drafted it, the item for a teacher to edit.

    A drafted item is written also where it is withheld, without any notebook: with a test or a line more it may hold.

    Raises:
        InputError: there is nothing to write, or a file cannot be written.
    """
    if made.item is None or not made.may_be_written:
        raise InputError("The exercise is withheld: nothing was written.", "The report says why.")
    slug = made.item.slug
    files: tuple[Path, ...] = ()
    if made.released:
        versions = tuple((exercise,) for exercise in made.exercises)
        files = write_assignment(
            Assignment(name=slug, title=made.exercises[0].title, policy="hints", versions=versions), to
        )
    if made.provenance is None:
        return files
    drafted = {to / "items" / slug / name: text for name, text in item_texts(made.item).items()}
    write_all(drafted)
    return (*files, *drafted)


def check_assignment(
    folder: Path, *, on_progress: OnProgress = _quiet, cancelled: IsCancelled = _never
) -> AssignmentCheck:
    """Whether an assignment's folder is as it was built, gives nothing away, and still holds on this machine.

    Raises:
        InputError: there is no assignment in the folder, or it cannot be read.
        JudgeError: the judge cannot work here.
    """
    assignment = load_assignment(folder)
    findings = tuple(
        CheckFinding(kind=each.kind, path=each.path, cell=each.cell, message=each.message)
        for each in check_package(folder)
    )
    broken: list[str] = []
    with LocalJudge() as judge:
        work = _work(judge, assignment.seed, on_progress, cancelled)
        for number, version in enumerate(assignment.versions):
            for exercise in version:
                work.report(Progress(stage="judge", message=f"running the reference of {exercise.item}"))
                shown = f"{exercise.item} (version {number})" if len(assignment.versions) > 1 else exercise.item
                broken += [f"{shown}: {problem}" for problem in recheck(exercise, work)]
    count = sum(len(version) for version in assignment.versions)
    return AssignmentCheck(name=assignment.name, findings=findings, broken=tuple(broken), exercises=count)


def grade_class(
    submitted: Path, folder: Path, to: Path, wish: GradingWish = GradingWish(), *, on_progress: OnProgress = _quiet,
    cancelled: IsCancelled = _never,
) -> GradedClass:  # fmt: skip
    """Grade a folder of submissions, and write grades, gradebook, feedback and report.

    Interrupted, what is graded stays in the gradebook, and the next call goes on there.

    Raises:
        InputError: there is no assignment, nobody handed anything in, or a file cannot be written.
        JudgeError: the judge cannot work here.
        Cancelled: the person interrupted.
    """
    started = time.perf_counter()
    assignment = load_assignment(folder)
    roster = read_roster(wish.roster) if wish.roster is not None else ()
    collected = collect(submitted, assignment.name, roster)
    _make_folder(to)
    book = Gradebook(to / GRADEBOOK)
    try:
        before = {} if wish.again else book.digests(assignment.name)
        plan = BatchPlan(workers=wish.workers or 0, store=book, again=wish.again)
        graded = grade_all(collected.files, assignment, LocalJudge, plan, on_progress=on_progress, cancelled=cancelled)
    finally:
        book.close()
    if len(graded) < len(collected.files):
        raise Cancelled(f"Interrupted: {len(graded)} of {len(collected.files)} are graded.", "Grade again to go on.")
    similar = _similar(graded, assignment) if wish.similarity else ()
    made = GradedClass(
        name=assignment.name,
        title=assignment.title,
        submissions=graded,
        remarks=collected.findings,
        similar=similar,
        judged=sum(before.get(each.student) != each.digest for each in graded),
        seconds=time.perf_counter() - started,
        files=(),
    )
    files = _write_grades(made, assignment, roster, to)
    return replace(made, files=(*files, to / GRADEBOOK))


def _codes(graded: Sequence[GradedSubmission]) -> dict[str, dict[str, str]]:
    """What each student wrote, exercise by exercise."""
    return {each.student: {grade.item: grade.code for grade in each.exercises} for each in graded if each.submitted}


def _similar(graded: Sequence[GradedSubmission], assignment: Assignment) -> tuple[SimilarPair, ...]:
    """Pairs that share more than what everybody was given explains. Code answers only: right values are all alike."""
    code = {exercise.item for exercise in assignment.versions[0] if exercise.kind in _CODE_KINDS}
    codes = {
        student: {item: text for item, text in mine.items() if item in code} for student, mine in _codes(graded).items()
    }
    given: dict[str, list[str]] = {item: [] for item in code}
    for exercise in (exercise for version in assignment.versions for exercise in version if exercise.item in code):
        given[exercise.item] += [exercise.starter.text, exercise.reference.text, exercise.given, exercise.prelude]
    return similar_pairs(codes, given)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        hint = "Choose another folder, or look at its permissions."
        raise InputError(f"{folder} cannot be made: {error.strerror}.", hint) from error


def _as_folder(student: str) -> str:
    """A student's id as the name of one folder, whatever stands in the roster."""
    name = quote(student, safe=" @+,=~!()'") if set(student) & set('/\\:*?"<>|%') else student
    if len(name.encode("utf-8", "replace")) > _LONGEST_FOLDER:
        beginning = name.encode("utf-8", "replace")[: _LONGEST_FOLDER - 20].decode("utf-8", "ignore")
        name = f"{beginning}-{hashlib.sha256(student.encode('utf-8', 'replace')).hexdigest()[:12]}"
    return name if name.strip(".") else f"_{name}"


def _write_grades(made: GradedClass, assignment: Assignment, roster: Sequence[Student], to: Path) -> tuple[Path, ...]:
    graded = made.submissions
    tables = {"grades.csv": grades_csv, "canvas.csv": canvas_csv, "moodle.csv": moodle_csv}
    texts = {to / name: table(graded, assignment, roster) for name, table in tables.items()}
    texts[to / "report.html"] = to_page(class_document(graded, title=made.title, remarks=made.remarks))
    if made.similar:
        titles = {exercise.item: exercise.title for exercise in assignment.versions[0]}
        report = similarity_document(made.similar, _codes(graded), title=made.title, items=titles)
        texts[to / "similarity.html"] = to_page(report)
    for each in graded:
        page = to_page(feedback_document(each, title=made.title, reviewed=bool(each.reviewed)))
        texts[to / "feedback" / _as_folder(each.student) / f"{made.name}.html"] = page
    write_all(texts)
    if not made.similar:
        _take_away(to / "similarity.html")
    return tuple(texts)


def _take_away(path: Path) -> None:
    """Remove what an earlier call wrote and does not hold any more."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise InputError(
            f"{path} is of an earlier grading and cannot be removed: {error.strerror}.", "Remove it by hand."
        ) from error


def _work(judge: Judge, seed: int, on_progress: OnProgress, cancelled: IsCancelled) -> Work:
    options = replace(SolveOptions(), seed=seed)
    return Work(backend=None, judge=judge, options=options, on_progress=on_progress, cancelled=cancelled)


def _proven(item: CourseItem, variants: int, work: Work, place: int, total: int) -> ExerciseSet:
    message = f"proving {item.slug} ({place + 1} of {total})"
    work.report(Progress(stage="judge", message=message, done=place, total=total))
    quiet = replace(work, on_progress=_quiet)
    return ExerciseSet(exercises=exercises_of(item, variants, quiet), usage=work.usage(), item=item)


def _versions(made: Sequence[tuple[Exercise, ...]], wanted: int) -> tuple[tuple[Exercise, ...], ...]:
    """As many versions as the item with most variants has; the others take turns."""
    count = min(wanted, max(len(each) for each in made))
    return tuple(tuple(each[number % len(each)] for each in made) for number in range(count))


def _report_path(to: Path, name: str, made: ExerciseSet) -> Path:
    return to / "reports" / name / f"{made.exercises[0].item}.html"


def _otter(assignment: Assignment, to: Path) -> dict[Path, str]:
    if len(assignment.versions) > 1:
        raise InputError("The form of otter has one version for all.", "Leave --variants or --otter out.")
    text = nbformat.writes(otter_notebook(assignment)).rstrip("\n") + "\n"
    return {to / "otter" / assignment.name / f"{assignment.name}.ipynb": text}
