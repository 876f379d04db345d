"""What students read and start from: a statement's examples in code fences, and the line where their code belongs."""

from __future__ import annotations

import re

CODE_STUB = "# YOUR CODE HERE\nraise NotImplementedError()"
"""What nbgrader puts in the place of a solution; the same here, so that both give out the same notebook."""
_FENCE = re.compile(r"\s*(```+|~~~+)")
_EXAMPLE = re.compile(r"(>>> ?|assert\s|[A-Za-z_][\w.]*\(.*\)\s*(->|→|=>|==)\s)")


def fenced_examples(statement: str) -> str:
    """A statement with its examples as code: Markdown would take `>>>` for a quotation and join lines."""
    paragraphs: list[list[str]] = [[]]
    fence = ""
    for line in statement.strip("\n").split("\n"):
        mark = _FENCE.match(line)
        if mark is not None and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
        if line.strip() or fence:
            paragraphs[-1].append(line)
        elif paragraphs[-1]:
            paragraphs.append([])
    return "\n\n".join("\n".join(_with_fences(lines)) for lines in paragraphs if lines)


def _with_fences(lines: list[str]) -> list[str]:
    """A paragraph; from its first example on it is code. An example in a fence, a list or a quotation is left alone."""
    first = next((number for number, line in enumerate(lines) if _EXAMPLE.match(line)), None)
    if first is None or any(_FENCE.match(line) for line in lines):
        return lines
    prompts = lines[first].startswith(">>>")
    if not prompts and not all(_EXAMPLE.match(line) for line in lines[first:]):
        return lines
    before = [*lines[:first], ""] if first else []
    return [*before, "```python", *lines[first:], "```"]
