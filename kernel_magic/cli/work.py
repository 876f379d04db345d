"""What `solve` and `check` share: their common options, and a session that works and shows where it stands."""

from __future__ import annotations

import argparse

from kernel_magic.cli.notebook_policy import permit
from kernel_magic.cli.progress_line import ProgressLine
from kernel_magic.engine.registry import close_all
from kernel_magic.session import Request, Result, Session
from kernel_magic.settings import Settings, add_settings_options


def add_common_options(parser: argparse.ArgumentParser) -> None:
    """The options of every subcommand that does long work."""
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")
    parser.add_argument("--quiet", action="store_true", help="no progress on standard error")
    add_settings_options(parser)


def do(request: Request, settings: Settings, *, quiet: bool) -> Result:
    """Work on a request from beginning to end, and give everything back.

    Raises:
        KernelMagicError: it could not be done; `Cancelled` where the person interrupted; `PolicyError` where the
            notebook that the command was started in does not allow it.
    """
    permit(request)
    line = ProgressLine(quiet=quiet)
    session = Session(settings)
    try:
        return session.run_interruptibly(request, on_progress=line.update)
    finally:
        line.close()
        session.close()
        close_all()
