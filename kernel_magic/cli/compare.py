"""`kernel-magic compare`: several programs for one problem, judged and measured; as text, JSON, notebook or page."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kernel_magic.core.comparison import Comparison
from kernel_magic.core.contest import Problem, Submission
from kernel_magic.core.errors import InputError

if TYPE_CHECKING:
    SubParsers = argparse._SubParsersAction[Any]

_EPILOG = """\
exit status: 0 at least one program is right: accepted on all data, and nothing was found on which it fails ·
1 none is · 2 it could not be done · 130 interrupted
"""


def add_parser(subparsers: SubParsers) -> None:
    """Add `compare` to the command line."""
    from kernel_magic.cli.output import add_file_options
    from kernel_magic.cli.work import add_common_options

    parser = subparsers.add_parser(
        "compare",
        help="judge and measure several programs for one problem, side by side",
        description="Judge and measure several programs for one problem, side by side: the submissions of a problem "
        "package, your own, and a model's on different ideas.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add = parser.add_argument
    add("problem", metavar="PROBLEM_DIR|FILE|-", help="a problem package; or a problem as text, with samples")
    add("--submissions-only", action="store_true", help="no model takes part")
    add(
        "--submission", metavar="FILE", action="append", default=[], help="your own program takes part; may be repeated"
    )
    add("--accepted-only", action="store_true", help="leave out the package's wrong and slow submissions")
    add("--ideas", metavar="N", type=_ideas, help="different approaches that the model is asked for, 1 to 8")
    add("--growth-seconds", metavar="S", type=_seconds, help="to measure the growth of each program (3); 0: not at all")
    add_file_options(parser, "comparison")
    add_common_options(parser)


def run(arguments: argparse.Namespace) -> int:
    """Compare; 0 where at least one program is right, 1 where none is.

    Raises:
        KernelMagicError: it could not be done.
    """
    from kernel_magic.cli.output import deliver, wanted_files
    from kernel_magic.cli.work import do
    from kernel_magic.core.serial_comparison import comparison_json
    from kernel_magic.render.comparison import comparison_document
    from kernel_magic.render.comparison_notebook import comparison_notebook
    from kernel_magic.settings import Settings, given_settings

    settings = Settings.read(given_settings(arguments))
    files = wanted_files(arguments, comparison_notebook, comparison_document)
    comparison = do(_request(arguments, settings), settings, quiet=arguments.quiet)
    if not isinstance(comparison, Comparison):
        raise TypeError(f"compare gave a {type(comparison).__name__}")
    json_of = comparison_json if arguments.json else None
    if not deliver(comparison, files, json_of=json_of, document=comparison_document):
        return 2
    return 0 if comparison.ranking else 1


def _ideas(word: str) -> int:
    if not word.isdecimal() or not 1 <= int(word) <= 8:
        raise argparse.ArgumentTypeError(f"{word!r} is no whole number from 1 to 8")
    return int(word)


def _seconds(word: str) -> float:
    try:
        number = float(word)
    except ValueError:
        number = -1.0
    if not 0 <= number <= 600:  # not-a-number fails this comparison too
        raise argparse.ArgumentTypeError(f"{word!r} is no number from 0 to 600")
    return number


def _request(arguments: argparse.Namespace, settings: Any) -> Any:
    from kernel_magic.cli.files import read_text
    from kernel_magic.session import Request, comparison_options

    problem = _package(arguments.problem)
    return Request(
        action="compare",
        text="" if problem is not None else read_text(arguments.problem, "problem"),
        problem=problem,
        own=tuple(_own(name) for name in arguments.submission),
        options=comparison_options(settings),
        use_model=not arguments.submissions_only,
        compare=_options(arguments),
    )


def _options(arguments: argparse.Namespace) -> Any:
    from kernel_magic.lessons.options import CompareOptions

    default = CompareOptions()
    return CompareOptions(
        ideas=arguments.ideas or default.ideas,
        which="accepted" if arguments.accepted_only else "all",
        growth_seconds=default.growth_seconds if arguments.growth_seconds is None else arguments.growth_seconds,
    )


def _package(name: str) -> Problem | None:
    """The package in a folder; None: the name is that of a text."""
    from kernel_magic.course.problem_package import load_to_solve

    if name != "-" and Path(name).is_dir():
        return load_to_solve(Path(name))
    return None


def _own(name: str) -> Submission:
    """A person's own program."""
    from kernel_magic.cli.files import read_text
    from kernel_magic.core.source import Source
    from kernel_magic.course.package_programs import LANGUAGES, extension

    language = LANGUAGES.get(extension(name))
    if language is None:
        known = ", ".join(sorted(LANGUAGES))
        raise InputError(f"{name!r} is no program that can be judged here.", f"Its name must end in one of: {known}.")
    text = read_text(name, "program")
    return Submission(name=Path(name).name, source=Source(text=text, language=language), origin="person", path=name)
