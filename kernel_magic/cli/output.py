"""What the command line writes: one JSON document, or text for people; errors and remarks on standard error."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kernel_magic.core.errors import InputError, KernelMagicError
from kernel_magic.core.serial import error_json
from kernel_magic.core.values import JsonValue
from kernel_magic.render.clean import clean

if TYPE_CHECKING:
    from kernel_magic.render.document import Document

_WIDTH = 100
"""Columns of prose at most: longer lines are hard to read."""


def print_json(document: Mapping[str, JsonValue]) -> None:
    """The one JSON document of a run, on standard output."""
    print(json.dumps(document, indent=2))


def print_document(document: Document) -> None:
    """A document for people, on standard output; in colour on a terminal only."""
    from kernel_magic.render.text import to_text
    from kernel_magic.settings import wants_color

    width = min(shutil.get_terminal_size().columns, _WIDTH)
    print(to_text(document, width=width, color=wants_color(sys.stdout)))


def print_error(error: KernelMagicError, *, as_json: bool) -> None:
    """Message and hint on standard error; with `--json` the error's document on standard output as well."""
    remark(clean(error.message))
    if error.hint:
        remark(f"  {clean(error.hint)}")
    if as_json:
        try:
            print_json(error_json(error))
            sys.stdout.flush()
        except OSError:
            remark("  The JSON document of this error could not be written: nobody reads standard output.")


def remark(text: str) -> None:
    """A line on standard error."""
    print(text, file=sys.stderr, flush=True)


def write_all(outputs: Sequence[tuple[Path, Callable[[], str]]]) -> bool:
    """Write files besides. The result is printed already: a full disk loses nothing, and JSON stays one document."""
    from kernel_magic.cli.files import write_whole

    written = True
    for path, text in outputs:
        try:
            write_whole(path, text())
            remark(f"Wrote {path}")
        except InputError as error:
            print_error(error, as_json=False)
            written = False
    return written
