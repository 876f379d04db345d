"""`kernel-magic solve`: a task in, a verified lesson out; as text, JSON, a notebook or a page."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from kernel_magic.core.lesson import Lesson

if TYPE_CHECKING:
    SubParsers = argparse._SubParsersAction[Any]

_EPILOG = """\
exit status: 0 the solution is verified · 1 it is not (partly verified or unverified: the lesson says why) ·
2 it could not be done · 130 interrupted
"""


def add_parser(subparsers: SubParsers) -> None:
    """Add `solve` to the command line."""
    from kernel_magic.cli.output import add_file_options
    from kernel_magic.cli.work import add_common_options

    parser = subparsers.add_parser(
        "solve",
        help="write a solution to a task, judge it, and explain it step by step",
        description="Write a solution to a task, judge it, and explain it step by step.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("task", metavar="FILE|-", help="the task as text, with examples; - reads standard input")
    add_file_options(parser, "lesson")
    add_common_options(parser)


def run(arguments: argparse.Namespace) -> int:
    """Solve the task; 0 where the solution is verified, 1 where it is not.

    Raises:
        KernelMagicError: it could not be done.
    """
    from kernel_magic.cli.files import read_text
    from kernel_magic.cli.output import deliver, wanted_files
    from kernel_magic.cli.work import do
    from kernel_magic.core.serial import lesson_json
    from kernel_magic.render.lesson import lesson_document
    from kernel_magic.render.notebook import lesson_notebook
    from kernel_magic.session import Request, solve_options
    from kernel_magic.settings import Settings, given_settings

    settings = Settings.read(given_settings(arguments))
    files = wanted_files(arguments, lesson_notebook, lesson_document)
    text = read_text(arguments.task, "task")
    request = Request(action="solve", text=text, options=solve_options(settings))
    lesson = do(request, settings, quiet=arguments.quiet)
    if not isinstance(lesson, Lesson):
        raise TypeError(f"solve gave a {type(lesson).__name__}")
    if not deliver(lesson, files, json_of=lesson_json if arguments.json else None, document=lesson_document):
        return 2
    return 0 if lesson.status == "verified" else 1
