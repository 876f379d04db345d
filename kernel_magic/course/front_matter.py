"""YAML between two lines `---` at the top of a Markdown file."""

from __future__ import annotations

from collections.abc import Sequence

from kernel_magic.course.findings import Findings, place_of
from kernel_magic.course.yaml_text import Mapping, read_yaml

_FENCE = "---"


def read_front_matter(
    path: str, lines: Sequence[str], findings: Findings
) -> tuple[int, tuple[Mapping, dict[str, Mapping]]] | None:
    """How many lines the front matter takes, and what it says, see `read_yaml`; None where it cannot be read (noted).

    Args:
        path: how messages name the file.
        lines: of the whole file, without their ends.
        findings: where to note.
    """
    if not lines or lines[0].rstrip() != _FENCE:
        findings.error(place_of(path, 1), "The front matter is missing.", "Begin with a line `---`, then `title: …`.")
        return None
    end = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() == _FENCE), 0)
    if not end:
        findings.error(place_of(path, 1), "The front matter does not end.", "Write a line `---` below it.")
        return None
    # an empty first line keeps the numbers of the lines as they are in the file
    read = read_yaml(path, "\n".join(["", *lines[1:end]]), findings)
    return None if read is None else (end + 1, read)
