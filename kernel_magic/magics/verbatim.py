r"""Hands a `%%coder` cell over as it was typed, before IPython's own clean-up can change it.

That clean-up strips `>>>` and `...` prompts wherever it sees a doctest, removes common indentation, and refuses a
cell magic without a body. A task is full of doctests, so `%%coder` cells are taken out of its way first.
Does not touch any other cell.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from typing import Any

_FIRST_LINE = re.compile(r"([ \t]*)%%coder(?:[ \t]+(.*?))?[ \t]*(?:\r\n|\r|\n)?")


def coder_cell(lines: list[str]) -> list[str]:
    """The cell as one call of the magic, where it is a `%%coder` cell; otherwise the lines as they came."""
    start = next((number for number, line in enumerate(lines) if line.strip()), None)
    if start is None:
        return lines
    match = _FIRST_LINE.fullmatch(lines[start])
    if match is None:
        return lines
    body = "".join(lines[start + 1 :])
    if match[1]:  # the whole cell was pasted indented
        body = textwrap.dedent(body)
    # IPython refuses an empty body before the magic sees it; `%%coder --help` has one.
    return [f"get_ipython().run_cell_magic('coder', {match[2] or ''!r}, {body or chr(10)!r})\n"]


# While somebody types, IPython asks the transformers whether a cell is complete. It must still see a cell magic then.
coder_cell.has_side_effects = True  # type: ignore[attr-defined]  # IPython reads this attribute of a transformer


def install(shell: Any) -> None:
    """Put the transformer first in line."""
    uninstall(shell)
    shell.input_transformers_cleanup.insert(0, coder_cell)


def uninstall(shell: Any) -> None:
    """Take the transformer away."""
    transformers: list[Callable[[list[str]], list[str]]] = shell.input_transformers_cleanup
    while coder_cell in transformers:
        transformers.remove(coder_cell)
