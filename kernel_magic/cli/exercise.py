"""`kernel-magic exercise`: an item, or a brief, becomes an exercise that is proven gradable, or says why it is not."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kernel_magic.core.errors import InputError
from kernel_magic.core.exercise import ExerciseSet

if TYPE_CHECKING:
    from kernel_magic.session import Request
    from kernel_magic.settings import Settings

    SubParsers = argparse._SubParsersAction[Any]

_EPILOG = """\
An item is a folder with item.md, reference.py and tests.py; no model takes part. A brief is a text file that says what
students should do: a model drafts the rest, and the judge decides.

exit status: 0 it may be given out · 1 it is withheld (a gate fails, or no draft is good enough) · 2 it could not be
done · 130 interrupted
"""
_MOST_VARIANTS = 500


def add_parser(subparsers: SubParsers) -> None:
    """Add `exercise` to the command line."""
    from kernel_magic.cli.work import add_common_options

    parser = subparsers.add_parser(
        "exercise",
        help="make an exercise out of an item or a brief, and prove that its tests bite",
        description="Make an exercise out of a course item or a brief. It may be given out only if the reference "
        "passes, the starter does not, independent solutions pass, mutants and cheats do not.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add = parser.add_argument
    add("item", metavar="ITEM_DIR|FILE", help="the folder of an item; or a brief, a text file")
    add("--variants", metavar="N", type=int, default=1, help="make up to N variants, the item as written among them")
    add("--to", metavar="DIR", type=Path, help="write notebooks for students and teacher; of a brief, its item as well")
    add("--html", metavar="OUT.html", help="write the teacher's report as a page of its own")
    add_common_options(parser)


def run(arguments: argparse.Namespace) -> int:
    """Make the exercise; 0 where it may be given out, 1 where it is withheld.

    Raises:
        KernelMagicError: it could not be done.
    """
    from kernel_magic.classroom import write_exercise
    from kernel_magic.cli.output import deliver, page_wanted, remark
    from kernel_magic.cli.work import do
    from kernel_magic.core.serial_exercise import exercise_json
    from kernel_magic.render.exercise import exercise_document
    from kernel_magic.settings import Settings, given_settings

    settings = Settings.read(given_settings(arguments))
    if not 1 <= arguments.variants <= _MOST_VARIANTS:
        raise InputError(f"--variants is {arguments.variants}.", f"Give a number from 1 to {_MOST_VARIANTS}.")
    files = page_wanted(arguments, exercise_document)
    result = do(_request(arguments, settings), settings, quiet=arguments.quiet)
    if not isinstance(result, ExerciseSet):
        raise TypeError(f"exercise gave a {type(result).__name__}")
    as_json = exercise_json if arguments.json else None
    if not deliver(result, files, json_of=as_json, document=exercise_document):
        return 2
    if arguments.to is not None and result.may_be_written:
        for path in write_exercise(result, arguments.to):
            remark(f"Wrote {path}")
    return 0 if result.released else 1


def _request(arguments: argparse.Namespace, settings: Settings) -> Request:
    from kernel_magic.cli.files import read_text
    from kernel_magic.course.items import broken, read_item
    from kernel_magic.lessons.options import ExerciseOptions
    from kernel_magic.session import Request, solve_options

    options = solve_options(settings)
    if not Path(arguments.item).is_dir():
        wanted = ExerciseOptions(variants=arguments.variants)
        return Request(action="exercise", text=read_text(arguments.item, "brief"), options=options, exercise=wanted)
    reading = read_item(arguments.item)
    if reading.item is None:
        raise broken(f"The item {arguments.item!r}", reading.errors)
    wanted = ExerciseOptions(item=reading.item, variants=arguments.variants, warnings=reading.warnings)
    return Request(action="exercise", text=reading.item.brief, options=options, exercise=wanted, use_model=False)
