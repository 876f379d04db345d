"""`kernel-magic problem check DIR [DIR…]`: is a problem package sound, does every submission get its verdict?"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from kernel_magic.core.errors import InputError

if TYPE_CHECKING:
    from kernel_magic.core.comparison import ProblemCheck, SubmissionCheck
    from kernel_magic.core.ports import Judge
    from kernel_magic.course.problem_package import PackageReading

_EPILOG = """\
exit status: 0 sound · 1 not sound (an error, or a submission with another verdict) · 2 it could not be done
"""


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `problem` to the command line."""
    parser = subparsers.add_parser(
        "problem",
        help="is a problem package sound?",
        description="Contest problems as folders in the ICPC/Kattis problem package form.",
    )
    actions = parser.add_subparsers(dest="problem_action", metavar="ACTION", required=True)
    check = actions.add_parser(
        "check",
        help="is a package sound, and does every submission get its expected verdict?",
        description="Check problem packages: every part is there and agrees with the others, the validators accept "
        "the data, and every submission gets the verdict that its folder promises.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    check.add_argument("folders", metavar="DIR", nargs="+", type=Path, help="a problem package")
    check.add_argument("--json", action="store_true", help="one JSON document on standard output (one DIR only)")
    check.add_argument("--quiet", action="store_true", help="no progress on standard error")
    check.add_argument(
        "--minimum-level",
        metavar="N",
        type=int,
        choices=range(4),
        default=0,
        help="run nothing with less isolation: 3 namespaces, 2 Landlock, 1 seccomp, 0 limits only (default 0)",
    )


def run(args: argparse.Namespace) -> int:
    """Check the packages; 0 where all are sound, 1 where one is not.

    Raises:
        InputError: a folder cannot be read.
        JudgeError: the judge cannot work here.
    """
    from kernel_magic.cli.output import print_json
    from kernel_magic.core.serial_problem import problem_check_json
    from kernel_magic.course.problem_package import read_package
    from kernel_magic.judge.local import LocalJudge

    if args.json and len(args.folders) > 1:
        raise InputError("With --json one package is checked at a time.", "Give one DIR, or leave --json out.")
    readings = [read_package(folder) for folder in args.folders]
    sound = True
    with LocalJudge(minimum_level=args.minimum_level) as judge:
        for place, reading in enumerate(readings):
            check = _checked(reading, judge, quiet=args.quiet)
            sound = sound and check.sound
            if args.json:
                print_json(problem_check_json(check))
            else:
                print(("\n" if place else "") + _text(check), flush=True)
    return 0 if sound else 1


def _checked(reading: PackageReading, judge: Judge, *, quiet: bool) -> ProblemCheck:
    from kernel_magic.cli.progress_line import ProgressLine
    from kernel_magic.lessons.problem_check import check_problem

    line = ProgressLine(quiet=quiet)
    try:
        return check_problem(
            reading.problem, judge, errors=reading.errors, warnings=reading.warnings, on_progress=line.update
        )
    finally:
        line.close()


def _text(check: ProblemCheck) -> str:
    from kernel_magic.core.quantities import count
    from kernel_magic.render.clean import clean_line

    lines = [f"{clean_line(check.slug)}: {clean_line(check.title)}"]
    lines += [f"  error: {clean_line(error)}" for error in check.errors]
    lines += [f"  warning: {clean_line(warning)}" for warning in check.warnings]
    width = max((len(_short(item)) for item in check.submissions), default=0)
    lines += [_row(item, width) for item in check.submissions]
    others = sum(not item.ok and item.report is not None for item in check.submissions)
    unjudged = sum(item.report is None for item in check.submissions)
    parts = [
        count(len(check.errors), "error") if check.errors else "",
        f"{count(others, 'submission')} with another verdict than expected" if others else "",
        f"{count(unjudged, 'submission')} not judged" if unjudged else "",
    ]
    said = ", ".join(part for part in parts if part)
    lines.append(f"{'sound' if check.sound else 'not sound'}{f': {said}' if said else ''}")
    return "\n".join(line.rstrip() for line in lines)


def _short(item: SubmissionCheck) -> str:
    from kernel_magic.render.clean import clean_line

    return clean_line(item.submission.path.removeprefix("submissions/"))


def _row(item: SubmissionCheck, width: int) -> str:
    from kernel_magic.render.clean import clean_line

    report = item.report
    verdict = report.verdict.value if report is not None else "-"
    mark = "ok  " if item.ok and report is not None else "    " if item.ok else "FAIL"
    slowest = max((case.cpu_s for case in report.cases), default=0.0) if report is not None else 0.0
    cost = f"{slowest:6.2f} s" if report is not None else " " * 8
    return f"  {mark}  {_short(item):{width}}  {verdict:<3}  {cost}  {clean_line(item.note)}"
