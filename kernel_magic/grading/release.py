"""A source notebook becomes the one that students get; the steps are nbconvert's preprocessors (`grading.exporter`)."""

from __future__ import annotations

import nbformat
from nbformat import NotebookNode

from kernel_magic.core.errors import ExtraMissingError


def release(source: NotebookNode) -> NotebookNode:
    """The student's notebook.

    Raises:
        InputError: it is no source notebook of ours, or something in it is damaged.
        ExtraMissingError: nbconvert is not installed.
    """
    try:
        from kernel_magic.grading.exporter import ReleaseExporter  # noqa: PLC0415 - it loads nbconvert
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "nbconvert":
            raise
        raise ExtraMissingError(
            "Students' notebooks are made with nbconvert, which is not installed.",
            "pip install 'kernel-magic[grading]'",
        ) from error
    text, _ = ReleaseExporter().from_notebook_node(source)
    return nbformat.reads(text, as_version=4)
