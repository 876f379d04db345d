"""A comparison as a notebook: what was found out as Markdown, and the right Python programs as cells that run.

Programs that are wrong, too slow, in doubt or in another language stand in Markdown only. Cell ids depend on the place
in the notebook only, so that the same comparison gives the same file.
"""

from __future__ import annotations

from base64 import b64encode
from html import escape
from typing import TYPE_CHECKING

from kernel_magic.core.comparison import Comparison
from kernel_magic.render.clean import clean_line
from kernel_magic.render.comparison import (
    comparison_header,
    comparison_title,
    curve_blocks,
    failure_blocks,
    left_out_blocks,
    record_blocks,
    said_blocks,
    table_blocks,
)
from kernel_magic.render.document import Block, Curves, Details, Facts, Section
from kernel_magic.render.markdown import block_markdown, blocks_markdown, escaped
from kernel_magic.render.plots import CAPTION, growth_drawing
from kernel_magic.render.program import program_blocks, program_details, program_summary
from kernel_magic.render.program_cells import inputs_cell, named_inputs, program_cell, run_cell
from kernel_magic.render.svg import standalone

if TYPE_CHECKING:
    import nbformat

_INTRODUCTION = (
    "### The programs\n\nEach cell below runs a program on an input; change either and run it again. "
    "They run here, in a process of their own, without the judge's sandbox."
)


def comparison_notebook(comparison: Comparison) -> nbformat.NotebookNode:
    """The notebook of a comparison."""
    from nbformat import v4  # noqa: PLC0415 - it costs more than all of render; only who writes a notebook pays

    head: list[Block] = [comparison_header(comparison), *table_blocks(comparison)]
    parts = [
        blocks_markdown(head),
        _curves(comparison),
        blocks_markdown(said_blocks(comparison)),
        blocks_markdown(failure_blocks(comparison)),
    ]
    cells = [v4.new_markdown_cell(part, id=f"km-words-{at}") for at, part in enumerate(parts, 1) if part]
    cells += _programs(comparison)
    after = [*left_out_blocks(comparison), *record_blocks(comparison)]
    cells += [v4.new_markdown_cell(block_markdown(block), id=f"km-record-{at}") for at, block in enumerate(after, 1)]
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    title = comparison_title(comparison)[:300]
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}, "title": title}
    return v4.new_notebook(cells=cells, metadata=metadata)


def _curves(comparison: Comparison) -> str:
    """The drawing as an image, which JupyterLab and nbconvert both show, with the measurements folded below it."""
    blocks = curve_blocks(comparison)
    found = [block for section in blocks for block in section.blocks if isinstance(block, Curves)]
    drawing = growth_drawing(found[0].items) if found else ""
    if not drawing:
        return blocks_markdown(blocks)
    # An attachment may not be SVG in JupyterLab, and a drawing in the text itself is taken out there.
    address = "data:image/svg+xml;base64," + b64encode(standalone(drawing).encode("utf-8")).decode("ascii")
    image = f'<img src="{address}" alt="{escape(clean_line(found[0].words))}" width="720">'
    folded = Details(summary="The measurements as a table", blocks=(found[0].table,))
    heading = block_markdown(Section(title=blocks[0].title, blocks=())).rstrip()
    return "\n\n".join((heading, image, CAPTION, block_markdown(folded)))


def _programs(comparison: Comparison) -> list[nbformat.NotebookNode]:
    from nbformat import v4  # noqa: PLC0415 - as above

    inputs = named_inputs(comparison)
    cells: list[nbformat.NotebookNode] = []
    others: list[nbformat.NotebookNode] = []
    for at, row in enumerate(comparison.rows, 1):
        code = program_cell(row, comparison, inputs)
        if code is None:
            shown = block_markdown(program_details(row, comparison))
            others.append(v4.new_markdown_cell(shown, id=f"km-other-{at}"))
            continue
        facts = [block for block in program_blocks(row, comparison) if isinstance(block, Facts)]
        words = f"#### {escaped(program_summary(row, comparison), 300)}\n\n{blocks_markdown(facts)}"
        cells.append(v4.new_markdown_cell(words, id=f"km-program-{at}-words"))
        cells.append(v4.new_code_cell(code, id=f"km-program-{at}"))
    if cells:
        introduction = [v4.new_markdown_cell(_INTRODUCTION, id="km-programs")]
        if inputs:
            introduction.append(v4.new_code_cell(run_cell(comparison).rstrip("\n"), id="km-run"))
            introduction.append(v4.new_code_cell(inputs_cell(inputs), id="km-inputs"))
        cells = [*introduction, *cells]
    return [*cells, *others]
