"""What the command line writes: one JSON document, or text for people; errors and remarks on standard error."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kernel_magic.core.errors import InputError, KernelMagicError
from kernel_magic.core.serial import error_json
from kernel_magic.core.values import JsonValue
from kernel_magic.render.clean import clean

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from kernel_magic.render.document import Document

Result = TypeVar("Result")
Files = Sequence[tuple[Path, Callable[[Result], str]]]
"""Files that are to be written, and what makes the text of each from a result."""

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


def add_file_options(parser: argparse.ArgumentParser, what: str) -> None:
    """`--notebook` and `--html`."""
    parser.add_argument("--notebook", metavar="OUT.ipynb", help=f"write the {what} as a notebook that runs")
    parser.add_argument("--html", metavar="OUT.html", help=f"write the {what} as a page of its own")


def wanted_files(
    arguments: argparse.Namespace, notebook: Callable[[Result], NotebookNode], document: Callable[[Result], Document]
) -> Files[Result]:
    """What the options ask for, before the work begins.

    Raises:
        InputError: a file cannot be written there.
    """
    from kernel_magic.cli.files import check_writable

    wanted = ((arguments.notebook, partial(_notebook, notebook)), (arguments.html, partial(_page, document)))
    return [(check_writable(name), write) for name, write in wanted if name]


def page_wanted(arguments: argparse.Namespace, document: Callable[[Result], Document]) -> Files[Result]:
    """As `wanted_files`, of what is not made into a notebook.

    Raises:
        InputError: the file cannot be written there.
    """
    from kernel_magic.cli.files import check_writable

    return [(check_writable(arguments.html), partial(_page, document))] if arguments.html else []


def deliver(
    result: Result,
    files: Files[Result],
    *,
    json_of: Callable[[Result], Mapping[str, JsonValue]] | None,
    document: Callable[[Result], Document],
) -> bool:
    """Print a result, as JSON where `json_of` is given, and write the files; whether all were written.

    The result is printed first: a full disk loses nothing, and JSON stays one document.
    """
    from kernel_magic.core.whole_files import write_all

    if json_of is not None:
        print_json(json_of(result))
    else:
        print_document(document(result))
    written = True
    for path, text in files:
        try:
            write_all({path: text(result)})
            remark(f"Wrote {path}")
        except InputError as error:
            print_error(error, as_json=False)
            written = False
    return written


def _notebook(notebook: Callable[[Result], NotebookNode], result: Result) -> str:
    import nbformat

    text: str = nbformat.writes(notebook(result))
    return text + "\n"


def _page(document: Callable[[Result], Document], result: Result) -> str:
    from kernel_magic.render.html import to_page

    return to_page(document(result))
