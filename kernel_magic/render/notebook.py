"""A lesson as a notebook: its words as Markdown beside code cells that run from top to bottom.

An unverified lesson has no code cell at all. Cell ids depend on the place in the notebook only, so that the same
lesson gives the same file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kernel_magic.core.lesson import Lesson
from kernel_magic.render.ask import is_asked_code
from kernel_magic.render.cell import check_cell, code_cell, solution_cell
from kernel_magic.render.document import Ask, Block, Callout, Document, Header, Prose, Steps
from kernel_magic.render.lesson import WHOLE_SOLUTION, is_whole_solution, lesson_document
from kernel_magic.render.markdown import block_markdown, blocks_markdown, step_markdown

if TYPE_CHECKING:
    import nbformat

__all__ = ["check_cell", "code_cell", "lesson_notebook", "solution_cell"]


def lesson_notebook(lesson: Lesson) -> nbformat.NotebookNode:
    """The notebook of a lesson."""
    from nbformat import v4  # noqa: PLC0415 - it costs more than all of render; only who writes a notebook pays

    document = lesson_document(lesson)
    code, checks = code_cell(lesson), check_cell(lesson)
    before, after = _parts(document, replaced=code is not None)
    cells = [v4.new_markdown_cell(text, id=f"km-words-{number}") for number, text in enumerate(before, 1)]
    if code is not None:
        cells.append(v4.new_code_cell(code.rstrip("\n"), id="km-solution"))
    if checks is not None:
        cells.append(v4.new_code_cell(checks.rstrip("\n"), id="km-checks"))
    cells += [v4.new_markdown_cell(text, id=f"km-record-{number}") for number, text in enumerate(after, 1)]
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}, "title": document.title[:300]}
    return v4.new_notebook(cells=cells, metadata=metadata)


def _parts(document: Document, *, replaced: bool) -> tuple[list[str], list[str]]:
    """The Markdown cells before the code, and those after it. `replaced`: a code cell stands for the solution."""
    before: list[str] = []
    after: list[str] = []
    top: list[Block] = []
    for block in document.blocks:
        if isinstance(block, Header | Callout):
            top.append(block)
        elif isinstance(block, Steps):
            before += [step_markdown(number, step, 3) for number, step in enumerate(block.items, 1)]
        elif isinstance(block, Prose | Ask) or is_asked_code(block):
            before.append(block_markdown(block))
        elif is_whole_solution(block):
            before.append(f"### {WHOLE_SOLUTION}" if replaced else blocks_markdown((block,)))
        else:
            after.append(block_markdown(block))
    return [blocks_markdown(top), *before], after
