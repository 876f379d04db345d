"""`kernel-magic explain`: code in, a run of it with words that were held against the run; and a person's own claims."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from kernel_magic.core.errors import InputError
from kernel_magic.core.explanation import Explanation

if TYPE_CHECKING:
    SubParsers = argparse._SubParsersAction[Any]

_EPILOG = """\
exit status: 0 the explanation is verified and every claim holds · 1 it is not verified (cut short, or nothing could be
run), or a claim is false or cannot be told · 2 it could not be done · 130 interrupted
"""


def add_parser(subparsers: SubParsers) -> None:
    """Add `explain` to the command line."""
    from kernel_magic.cli.work import add_common_options
    from kernel_magic.settings import steps_option

    parser = subparsers.add_parser(
        "explain",
        help="run code on an example and explain it, with every statement held against the run",
        description="Run code in the sandbox on an example call, and explain it block by block. What a run refutes is "
        "not said.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add = parser.add_argument
    add("file", metavar="FILE|-", help="the code, Python; - reads standard input")
    add("--call", metavar="EXPR", default="", help="the call to run: 'f(3)', or 's = Stack(); s.push(1); s.pop()'")
    add("--function", metavar="NAME", default="", help="the function or class that is meant, where there are several")
    add(
        "--claims", metavar="FILE", help="your own sentences about the run, one a line, each judged; # begins a comment"
    )
    add("--stdin", metavar="FILE", help="what a program reads from standard input")
    add(
        "--max-steps",
        metavar="N",
        type=steps_option,
        default=2000,
        help="steps of the run that are recorded (default: 2000)",
    )
    add("--no-model", dest="use_model", action="store_false", help="words from the code alone: no model takes part")
    add("--html", metavar="OUT.html", help="write the explanation as a page of its own")
    add_common_options(parser)


def run(arguments: argparse.Namespace) -> int:
    """Explain the code; 0 where the explanation is verified and the claims hold, 1 where not.

    Raises:
        KernelMagicError: it could not be done.
    """
    from kernel_magic.cli.files import read_text
    from kernel_magic.cli.output import deliver, page_wanted
    from kernel_magic.cli.work import do
    from kernel_magic.core.serial_explanation import explanation_json
    from kernel_magic.lessons.explaining.claim_lines import claims_in
    from kernel_magic.lessons.options import ExplainOptions
    from kernel_magic.render.explanation import explanation_document
    from kernel_magic.session import Request, solve_options
    from kernel_magic.settings import Settings, given_settings

    if [arguments.file, arguments.claims, arguments.stdin].count("-") > 1:
        raise InputError("Only one thing can come from standard input.", "Give files for the others.")
    settings = Settings.read(given_settings(arguments))
    files = page_wanted(arguments, explanation_document)
    options = ExplainOptions(
        call=arguments.call,
        function=arguments.function,
        claims=claims_in(read_text(arguments.claims, "claims")) if arguments.claims else (),
        stdin=read_text(arguments.stdin, "input") if arguments.stdin else "",
        max_steps=arguments.max_steps,
    )
    request = Request(
        action="explain",
        text=read_text(arguments.file, "code"),
        options=solve_options(settings),
        use_model=arguments.use_model,
        explain=options,
    )
    result = do(request, settings, quiet=arguments.quiet)
    if not isinstance(result, Explanation):
        raise TypeError(f"explain gave a {type(result).__name__}")
    as_json = explanation_json if arguments.json else None
    if not deliver(result, files, json_of=as_json, document=explanation_document):
        return 2
    return 0 if result.status == "verified" and all(claim.holds for claim in result.claims) else 1
