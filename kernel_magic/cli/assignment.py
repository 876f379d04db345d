"""`kernel-magic assignment build|check|grade`: notebooks out of course items, grades out of submissions. No model."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, get_args

from kernel_magic.core.errors import InputError
from kernel_magic.core.exercise import Policy

if TYPE_CHECKING:
    from kernel_magic.core.classroom import AssignmentCheck, BuiltAssignment, GradedClass
    from kernel_magic.core.ports import OnProgress

_R = TypeVar("_R")

_BUILD = """\
written to DIR:
  release/NAME/NAME.ipynb           what students get; versions/K/NAME.ipynb where there are variants
  source/NAME/NAME.ipynb            with solutions, all tests, notes and evidence; real nbgrader takes it
  package/NAME/assignment.json      what is graded with: tests are taken from here only
  reports/NAME/ITEM.html            what was held against each item, and what came of it

exit status: 0 built · 1 an item is withheld: a gate fails, its report says which · 2 it could not be done
"""
_CHECK = """\
exit status: 0 it may be given out as it is · 1 something was edited, gives a secret away, or does not hold here ·
2 it could not be done
"""
_GRADE = """\
Submissions lie as SUBMITTED_DIR/STUDENT/NAME/NAME.ipynb. Written to OUT: grades.csv, canvas.csv, moodle.csv,
gradebook.sqlite, report.html, and feedback/STUDENT/NAME.html for each student. Graded again, or after an interruption,
only what changed is judged; the results are the same.

exit status: 0 all graded · 1 graded, and a person has to look at some · 2 it could not be done · 130 interrupted
"""
_MOST_VERSIONS, _MOST_WORKERS = 500, 64


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `assignment` to the command line."""
    parser = subparsers.add_parser(
        "assignment",
        help="make, check and grade notebooks for a class",
        description="Notebooks for a class, in the form of nbgrader: made of course items that were proven, checked "
        "before they are given out, graded in the sandbox.",
    )
    actions = parser.add_subparsers(dest="assignment_action", metavar="ACTION", required=True)
    _add_build(_action(actions, "build", "make an assignment out of course items", _BUILD))
    check = _action(actions, "check", "is a built assignment as it was built, and does it still hold?", _CHECK)
    check.add_argument("folder", metavar="DIR", type=Path, help="the folder that was built")
    _add_grade(_action(actions, "grade", "grade a folder of submissions", _GRADE))
    for each in actions.choices.values():
        each.add_argument("--json", action="store_true", help="one JSON document on standard output")
        each.add_argument("--quiet", action="store_true", help="no progress on standard error")


def _action(
    actions: argparse._SubParsersAction[argparse.ArgumentParser], name: str, summary: str, epilog: str
) -> argparse.ArgumentParser:
    return actions.add_parser(
        name,
        help=summary,
        description=f"{summary[0].upper()}{summary[1:].rstrip('?')}{'?' if summary.endswith('?') else '.'}",
        epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )


def _add_build(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("course", metavar="COURSE_DIR", type=Path, help="the folder of a course: course_material")
    add("--items", metavar="A,B,…|all", required=True, help="slugs of items, in the order in which they are to stand")
    add("--name", required=True, help="the assignment's name, and that of its folders and notebooks: hw1")
    add("--title", default="", help="its heading (default: the name)")
    add("--to", metavar="DIR", type=Path, required=True, help="where to write it")
    add("--policy", choices=get_args(Policy), default="hints", help="the help its notebooks allow (default: hints)")
    add("--variants", metavar="N", type=int, default=1, help="give out up to N versions, by student (default: 1)")
    add("--seed", metavar="N", type=int, default=0, help="which variants, and who gets which (default: 0)")
    add("--otter", action="store_true", help="write DIR/otter/NAME/NAME.ipynb for `otter assign` as well")


def _add_grade(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("submitted", metavar="SUBMITTED_DIR", type=Path, help="the folder of submissions")
    add("--assignment", metavar="DIR", type=Path, required=True, help="the folder that was built")
    add("--to", metavar="OUT", type=Path, required=True, help="where to write grades and feedback")
    add("--roster", metavar="FILE.csv", type=Path, help="who takes part: columns id, name, email, lms_id")
    add("--workers", metavar="N", type=int, help="submissions graded at the same time (default: one for each core)")
    add("--again", action="store_true", help="judge everything again, also what has not changed")
    add("--no-similarity", dest="similarity", action="store_false", help="do not look for similar submissions")


def run(arguments: argparse.Namespace) -> int:
    """Build, check or grade; see the epilogs for the exit status.

    Raises:
        KernelMagicError: it could not be done.
    """
    return {"build": _build, "check": _check, "grade": _grade}[arguments.assignment_action](arguments)


def _with_progress(arguments: argparse.Namespace, work: Callable[[OnProgress], _R]) -> _R:
    from kernel_magic.cli.progress_line import ProgressLine

    line = ProgressLine(quiet=arguments.quiet)
    try:
        return work(line.update)
    finally:
        line.close()


def _build(arguments: argparse.Namespace) -> int:
    from kernel_magic.classroom import AssignmentWish, build_assignment
    from kernel_magic.cli.output import print_json, remark
    from kernel_magic.core.serial_classroom import built_json

    if not 1 <= arguments.variants <= _MOST_VERSIONS:
        raise InputError(f"--variants is {arguments.variants}.", f"Give a number from 1 to {_MOST_VERSIONS}.")
    wish = AssignmentWish(
        name=arguments.name,
        title=arguments.title,
        items=tuple(name.strip() for name in arguments.items.split(",") if name.strip()),
        policy=arguments.policy,
        variants=arguments.variants,
        seed=arguments.seed,
        otter=arguments.otter,
    )
    built = _with_progress(
        arguments, lambda on_progress: build_assignment(arguments.course, wish, arguments.to, on_progress=on_progress)
    )
    if arguments.json:
        print_json(built_json(built))
    else:
        _say_built(built, wish.name)
    if built.assignment is None:
        remark("Nothing was given out. The reports say what is missing.")
    return 0 if built.assignment is not None else 1


def _say_built(built: BuiltAssignment, name: str) -> None:
    from kernel_magic.render.clean import clean_line

    for made in built.sets:
        first = made.exercises[0]
        mutation = first.evidence.mutation
        parts = [f"{first.points:g} points", f"{len(first.tests)} tests"]
        parts += [f"mutation score {mutation.score:.2f}"] if mutation is not None else []
        parts += [f"{len(made.exercises)} variants"] if len(made.exercises) > 1 else []
        failed = [gate.name for each in made.exercises for gate in each.evidence.gates if not gate.holds]
        parts += [f"withheld: {', '.join(dict.fromkeys(failed))}"] if failed else []
        print(f"  {'ok  ' if made.released else 'FAIL'}  {clean_line(first.item):30}  {', '.join(parts)}")
    if built.assignment is not None:
        count, points = len(built.assignment.versions[0]), built.assignment.points
        print(f"{name}: {count} exercises, {points:g} points, {len(built.assignment.versions)} version(s)")
    for path in built.files:
        print(f"  {clean_line(str(path))}")


def _check(arguments: argparse.Namespace) -> int:
    from kernel_magic.classroom import check_assignment
    from kernel_magic.cli.output import print_json
    from kernel_magic.core.serial_classroom import assignment_check_json

    check = _with_progress(arguments, lambda on_progress: check_assignment(arguments.folder, on_progress=on_progress))
    if arguments.json:
        print_json(assignment_check_json(check))
    else:
        _say_checked(check)
    return 0 if check.holds else 1


def _say_checked(check: AssignmentCheck) -> None:
    from kernel_magic.render.clean import clean_line

    for finding in check.findings:
        cell = f" {finding.cell}" if finding.cell else ""
        print(f"  {clean_line(f'{finding.path}{cell}: {finding.message}', 400)}")
    for problem in check.broken:
        print(f"  {clean_line(problem, 400)}")
    verdict = "holds: it may be given out as it is" if check.holds else "does not hold"
    print(f"{check.name}: {check.exercises} exercises; {verdict}")


def _grade(arguments: argparse.Namespace) -> int:
    from kernel_magic.classroom import GradingWish, grade_class
    from kernel_magic.cli.output import print_json
    from kernel_magic.core.serial_classroom import grades_json

    if arguments.workers is not None and not 1 <= arguments.workers <= _MOST_WORKERS:
        raise InputError(f"--workers is {arguments.workers}.", f"Give a number from 1 to {_MOST_WORKERS}.")
    wish = GradingWish(
        roster=arguments.roster, workers=arguments.workers, again=arguments.again, similarity=arguments.similarity
    )
    graded = _with_progress(
        arguments,
        lambda on_progress: grade_class(
            arguments.submitted, arguments.assignment, arguments.to, wish, on_progress=on_progress
        ),
    )
    if arguments.json:
        print_json(grades_json(graded))
    else:
        _say_graded(graded)
    return 1 if any(each.needs_review for each in graded.submissions) else 0


def _say_graded(graded: GradedClass) -> None:
    from kernel_magic.render.clean import clean_line

    for each in graded.submissions:
        points = f"{each.points:g} of {each.max_points:g}" if each.submitted else "nothing handed in"
        look = f"  look: {clean_line('; '.join(each.reviews), 400)}" if each.needs_review else ""
        print(f"  {clean_line(each.student):24}  {points}{look}")
    for remark_text in graded.remarks:
        print(f"  note: {clean_line(remark_text, 400)}")
    reviews = sum(each.needs_review for each in graded.submissions)
    handed_in = sum(each.submitted for each in graded.submissions)
    print(
        f"{graded.name}: {len(graded.submissions)} students, {handed_in} handed in, {reviews} to look at, "
        f"{len(graded.similar)} similar pairs; {graded.judged} judged in {graded.seconds:.1f} s"
    )
    for path in graded.shown_files:
        print(f"  {clean_line(str(path))}")
