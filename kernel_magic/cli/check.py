"""`kernel-magic check`: is this answer, anybody's, right for this task? The same witnesses and words as `solve`."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from kernel_magic.core.errors import InputError
from kernel_magic.core.lesson import CheckResult

if TYPE_CHECKING:
    SubParsers = argparse._SubParsersAction[Any]

_EPILOG = """\
exit status: 0 the answer is verified · 1 it is not (wrong, or right on the examples with no independent witness, as
always with --no-model alone) · 2 it could not be done · 130 interrupted
"""


def add_parser(subparsers: SubParsers) -> None:
    """Add `check` to the command line."""
    from kernel_magic.cli.work import add_common_options

    parser = subparsers.add_parser(
        "check",
        help="is this answer, anybody's, right for this task?",
        description="Run an answer on the task's examples, and hold it against independent answers of the model.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("solution", metavar="SOLUTION|-", help="the answer, a Python file; - reads standard input")
    parser.add_argument("--task", metavar="FILE|-", required=True, help="the task as text; - reads standard input")
    parser.add_argument(
        "--reference",
        metavar="FILE|-",
        help="a teacher's program for the task: the answer is held against it, and no model takes part",
    )
    parser.add_argument("--no-model", dest="use_model", action="store_false", help="examples only: no model takes part")
    add_common_options(parser)


def run(arguments: argparse.Namespace) -> int:
    """Check the answer; 0 where it is verified, 1 where it is not.

    Raises:
        KernelMagicError: it could not be done.
    """
    from kernel_magic.cli.files import read_text
    from kernel_magic.cli.output import print_document, print_json
    from kernel_magic.cli.work import do
    from kernel_magic.core.serial import check_json
    from kernel_magic.render.check import check_document
    from kernel_magic.session import Request, solve_options
    from kernel_magic.settings import Settings, given_settings

    if [arguments.solution, arguments.task, arguments.reference].count("-") > 1:
        raise InputError("Only one of answer, task and reference can come from standard input.", "Give files.")
    settings = Settings.read(given_settings(arguments))
    request = Request(
        action="check",
        text=read_text(arguments.solution, "answer"),
        task=read_text(arguments.task, "task"),
        options=solve_options(settings),
        use_model=arguments.use_model,
        reference=None if arguments.reference is None else read_text(arguments.reference, "teacher's program"),
    )
    result = do(request, settings, quiet=arguments.quiet)
    if not isinstance(result, CheckResult):
        raise TypeError(f"check gave a {type(result).__name__}")
    if arguments.json:
        print_json(check_json(result))
    else:
        print_document(check_document(result))
    return 0 if result.status == "verified" else 1
