"""`kernel-magic`: finds the subcommand, runs it, and says what went wrong.

Only the subcommand that was asked for is imported. Exit status: 0 it holds, 1 it does not hold, 2 it could not be
done, 130 interrupted. With `--json` standard output carries exactly one JSON document, an error's included.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from types import ModuleType
from typing import NoReturn

from kernel_magic.cli.output import print_error
from kernel_magic.core.errors import Cancelled, InputError, KernelMagicError
from kernel_magic.core.version import __version__

HOLDS, HOLDS_NOT, NOT_DONE, INTERRUPTED, PIPE_CLOSED = 0, 1, 2, 130, 141

COMMANDS = {
    "solve": "write a solution to a task, judge it, and explain it step by step",
    "check": "is this answer, anybody's, right for this task?",
    "explain": "run code on an example and explain it, with every statement held against the run",
    "compare": "judge and measure several programs for one problem, side by side",
    "exercise": "make an exercise out of an item or a brief, and prove that its tests bite",
    "assignment": "make, check and grade notebooks for a class",
    "growth": "measure how a function's time and memory grow with its input",
    "judge": "run a program against a contract and give the verdict",
    "eval": "measure a model, alone or behind the pipeline, on tasks with hidden tests",
    "problem": "is a problem package sound, and does every submission get its expected verdict?",
    "model": "list, fetch, find and verify models",
    "doctor": "what was found: processor, memory, model, backends, isolation",
}
"""Every subcommand and what it does; each lives in the file of its name."""

_EPILOG = """\
exit status: 0 it holds · 1 it does not hold (not accepted, not verified) · 2 it could not be done
`kernel-magic COMMAND --help` says more. Settings may also come from the environment: KERNEL_MAGIC_MODEL,
KERNEL_MAGIC_HOME, KERNEL_MAGIC_CANDIDATES and so on.
"""


class _Parser(argparse.ArgumentParser):
    """argparse whose complaints are errors like all others. Subcommands get this class too."""

    def error(self, message: str) -> NoReturn:
        raise InputError(f"{self.prog}: {message}.", f"`{self.prog} --help` shows how it is called.")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; the exit status comes back."""
    words = list(sys.argv[1:] if argv is None else argv)
    as_json = "--json" in words
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:  # a terminal that lacks a character shows `?`, nothing breaks
            reconfigure(errors="replace")
    try:
        status = _run(words)
        sys.stdout.flush()
    except (Cancelled, KeyboardInterrupt):
        print_error(Cancelled(), as_json=as_json)
        return INTERRUPTED
    except KernelMagicError as error:
        print_error(error, as_json=as_json)
        return NOT_DONE
    except BrokenPipeError:
        # Whoever read our output went away. Python would complain once more while flushing at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except Exception as error:  # noqa: BLE001 - a bug must not look like `1`, "does not hold"
        traceback.print_exc()
        fault = KernelMagicError(
            f"Something that should not happen did: {type(error).__name__}: {error}.",
            "Please report it, with the lines above.",
        )
        print_error(fault, as_json=as_json)
        return NOT_DONE
    return status


def _run(words: list[str]) -> int:
    parser = _Parser(
        prog="kernel-magic",
        description="Solves programming tasks, and teaches only what was seen to be true.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"kernel-magic {__version__}")
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    asked = next((word for word in words if not word.startswith("-")), None)
    module: ModuleType | None = None
    for name, summary in COMMANDS.items():
        if name == asked:
            module = importlib.import_module(f"kernel_magic.cli.{name}")
            module.add_parser(subparsers)
        else:
            subparsers.add_parser(name, help=summary, add_help=False)
    try:
        arguments = parser.parse_args(words)
    except SystemExit as done:  # --help and --version
        return int(done.code or 0)
    if module is None:
        parser.print_help(sys.stderr)
        return NOT_DONE
    run: Callable[[argparse.Namespace], int] = module.run
    return run(arguments)
