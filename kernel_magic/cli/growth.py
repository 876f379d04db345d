"""`kernel-magic growth FILE --function NAME --inputs FILE`: how a function's time and memory grow with its input."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from kernel_magic.core.errors import InputError

if TYPE_CHECKING:
    from kernel_magic.core.growth import FunctionGrowth, Growth

    SubParsers = argparse._SubParsersAction[Any]

_EPILOG = """\
The inputs file is Python and defines make_args(n, rng): it returns a tuple with the arguments of one call, for an
input of size n. rng is a random.Random with a seed. It may `from submission import` what the measured file defines.
exit status: 0 the growth is decided · 1 the measurements do not settle it · 2 it could not be done · 130 interrupted
"""


def add_parser(subparsers: SubParsers) -> None:
    """Add `growth` to the command line."""
    parser = subparsers.add_parser(
        "growth",
        help="measure how a function's time and memory grow with its input",
        description="Call a function in the sandbox on inputs of growing size, and select the model of growth, or "
        "say why it is not clear.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add = parser.add_argument
    add("file", metavar="FILE|-", help="the Python file with the function; - reads standard input")
    add("--function", metavar="NAME", required=True, help="the function to measure")
    add("--inputs", metavar="FILE", required=True, help="the Python file with make_args(n, rng)")
    add("--seconds", metavar="S", type=_seconds, default=10.0, help="for all of it, about (default 10)")
    add("--largest", metavar="N", type=_largest, help="measure no larger n")
    add("--seed", metavar="N", type=int, default=0, help="of the inputs (default 0)")
    add("--minimum-level", metavar="N", type=int, choices=range(4), help="run nothing with less isolation, 0 to 3")
    add("--json", action="store_true", help="one JSON document on standard output")
    add("--quiet", action="store_true", help="no progress on standard error")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Measure; 0 where the growth is decided, 1 where it is not.

    Raises:
        InputError: the function or its inputs cannot be used.
        JudgeError: the judge cannot work here.
    """
    from kernel_magic.cli.output import print_document, print_json
    from kernel_magic.core.serial_growth import growth_json
    from kernel_magic.render.growth import growth_document

    growth = _measured(_what(arguments), arguments)
    if not growth.samples:
        raise InputError(
            f"{arguments.function!r} of {arguments.file!r} could not be measured: {growth.reason}.",
            "It must run on the inputs that make_args makes for small n.",
        )
    if arguments.json:
        print_json(growth_json(growth, function=arguments.function))
    else:
        print_document(growth_document(growth, arguments.function))
    return 0 if growth.decided else 1


def _what(arguments: argparse.Namespace) -> FunctionGrowth:
    from kernel_magic.cli.files import read_text
    from kernel_magic.core.growth import FunctionGrowth
    from kernel_magic.core.source import Source

    if not arguments.function.isidentifier():
        raise InputError(f"{arguments.function!r} is no name of a function.", "Give the name alone, without brackets.")
    source = Source(text=read_text(arguments.file, "function"), entry_point=arguments.function)
    inputs = Source(text=read_text(arguments.inputs, "inputs"))
    what = FunctionGrowth(source=source, inputs=inputs, seed=arguments.seed, seconds=arguments.seconds)
    if arguments.largest is None:
        return what
    return FunctionGrowth(
        source=source, inputs=inputs, seed=arguments.seed, seconds=arguments.seconds, largest=arguments.largest
    )


def _measured(what: FunctionGrowth, arguments: argparse.Namespace) -> Growth:
    from kernel_magic.cli.progress_line import ProgressLine
    from kernel_magic.judge.local import LocalJudge
    from kernel_magic.settings import Settings

    asked = arguments.minimum_level
    minimum_level = Settings.read({}).minimum_level if asked is None else asked
    line = ProgressLine(quiet=arguments.quiet)
    try:
        with LocalJudge(minimum_level=minimum_level) as judge:
            return judge.growth(what, on_progress=line.update)
    finally:
        line.close()


def _seconds(word: str) -> float:
    try:
        value = float(word)
    except ValueError:
        value = 0.0
    if not 1 <= value <= 3600:
        raise argparse.ArgumentTypeError(f"{word!r} is no number of seconds from 1 to 3600")
    return value


def _largest(word: str) -> int:
    if not word.isdecimal() or not 32 <= int(word) <= 1 << 30:
        raise argparse.ArgumentTypeError(f"{word!r} is no size from 32 to {1 << 30}")
    return int(word)
