"""Ways in which notebooks come in damaged. Each is a function of a notebook that gives what is written to the file.

A notebook is a plain dict here, as JSON has it. Most damage costs no points; `LOST` names the kinds after which nothing
can be graded.
"""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable
from typing import Any

Notebook = dict[str, Any]
Damage = Callable[[Notebook, random.Random], bytes | None]
"""What is written; None: a folder takes the place of the file."""


def written(notebook: Notebook) -> bytes:
    """The file of a notebook, as Jupyter writes it."""
    return (json.dumps(notebook, indent=1, ensure_ascii=False) + "\n").encode("utf-8")


def role(cell: Any) -> str:
    """What a cell is for; empty where it does not say so."""
    return str(cell.get("metadata", {}).get("kernel_magic", {}).get("role", ""))


def solution_of(notebook: Notebook, number: int) -> tuple[int, Any]:
    """The place of a solution cell, and the cell."""
    places = [place for place, cell in enumerate(notebook["cells"]) if role(cell) == "solution"]
    return places[number % len(places)], notebook["cells"][places[number % len(places)]]


def function_cell(notebook: Notebook) -> tuple[int, Any]:
    """The first solution cell that defines a function of several lines."""
    for place, cell in enumerate(notebook["cells"]):
        if role(cell) == "solution" and cell["source"].startswith("def ") and cell["source"].count("\n") > 2:
            return place, cell
    return solution_of(notebook, 0)


def new_cell(source: str, kind: str = "code") -> Any:
    """A cell of the student's own."""
    cell = {"cell_type": kind, "id": f"own-{abs(hash_of(source)):x}", "metadata": {}, "source": source}
    return cell | ({"execution_count": None, "outputs": []} if kind == "code" else {})


def hash_of(text: str) -> int:
    """A number for a text, the same in every process."""
    return random.Random(text).getrandbits(48)


def deleted(notebook: Notebook, rng: random.Random) -> bytes:
    """The solution cell was deleted; the answer stands in a new cell at the end."""
    place, cell = function_cell(notebook)
    del notebook["cells"][place]
    notebook["cells"].append(new_cell(cell["source"]))
    return written(notebook)


def duplicated(notebook: Notebook, rng: random.Random) -> bytes:
    """The solution cell was copied before it was filled in."""
    place, cell = function_cell(notebook)
    twin = copy.deepcopy(cell)
    cell["source"] = cell["source"].split("\n")[0] + "\n    ...\n"
    notebook["cells"].insert(place + 1, twin)
    return written(notebook)


def split(notebook: Notebook, rng: random.Random) -> bytes:
    """The function was split over two cells; only the first one has the id."""
    place, cell = function_cell(notebook)
    lines = cell["source"].split("\n")
    cell["source"] = "\n".join(lines[:-2])
    notebook["cells"].insert(place + 1, new_cell("\n".join(lines[-2:])))
    return written(notebook)


def split_with_id(notebook: Notebook, rng: random.Random) -> bytes:
    """The function was split over two cells that both have the id."""
    place, cell = function_cell(notebook)
    twin = copy.deepcopy(cell)
    lines = cell["source"].split("\n")
    cell["source"], twin["source"] = "\n".join(lines[:-2]), "\n".join(lines[-2:])
    notebook["cells"].insert(place + 1, twin)
    return written(notebook)


def moved(notebook: Notebook, rng: random.Random) -> bytes:
    """A solution cell was moved to the end."""
    place, _ = solution_of(notebook, rng.randrange(2))
    notebook["cells"].append(notebook["cells"].pop(place))
    return written(notebook)


def retyped(notebook: Notebook, rng: random.Random) -> bytes:
    """A solution cell became Markdown."""
    _, cell = solution_of(notebook, rng.randrange(5))
    cell["cell_type"] = rng.choice(["markdown", "raw"])
    cell["source"] = f"```python\n{cell['source']}\n```" if cell["cell_type"] == "markdown" else cell["source"]
    cell.pop("outputs", None)
    cell.pop("execution_count", None)
    return written(notebook)


def lost_metadata(notebook: Notebook, rng: random.Random) -> bytes:
    """Another program wrote the notebook: all metadata and ids are gone."""
    for cell in notebook["cells"]:
        cell["metadata"] = {}
        cell.pop("id", None)
    notebook["metadata"] = {}
    notebook["nbformat_minor"] = 4
    return written(notebook)


def lost_id(notebook: Notebook, rng: random.Random) -> bytes:
    """One solution cell was cut and pasted as text into a new cell."""
    _, cell = solution_of(notebook, rng.randrange(5))
    cell["metadata"], cell["id"] = {}, "pasted"
    return written(notebook)


def tests_gone(notebook: Notebook, rng: random.Random) -> bytes:
    """All test cells were deleted."""
    notebook["cells"] = [cell for cell in notebook["cells"] if role(cell) != "test"]
    return written(notebook)


def tests_edited(notebook: Notebook, rng: random.Random) -> bytes:
    """The test cells were made to pass."""
    for cell in notebook["cells"]:
        if role(cell) == "test":
            cell["source"] = "assert True"
    return written(notebook)


def truncated(notebook: Notebook, rng: random.Random) -> bytes:
    """The file ends in the middle of its last cell."""
    data = written(notebook)
    return data[: data.rindex(b'"cell_type"') - rng.randrange(3, 40)]


def conflict(notebook: Notebook, rng: random.Random) -> bytes:
    """A merge conflict that nobody resolved."""
    _, cell = function_cell(notebook)
    first, rest = cell["source"].split("\n", 1)
    cell["source"] = [f"{first}\n", "CONFLICT", rest]
    mine, theirs = '    "    # mine\\n",', '    "    # yours\\n",'
    marks = f"<<<<<<< HEAD\n{mine}\n=======\n{theirs}\n>>>>>>> 1f2e3d"
    return written(notebook).replace(b'    "CONFLICT",', marks.encode())


def comma(notebook: Notebook, rng: random.Random) -> bytes:
    """Somebody edited the file by hand and left a comma."""
    return written(notebook).replace(b'"nbformat_minor": 5\n}', b'"nbformat_minor": 5,\n}')


def byte_order_mark(notebook: Notebook, rng: random.Random) -> bytes:
    """An editor put a byte order mark before it."""
    return b"\xef\xbb\xbf" + written(notebook)


def utf_16(notebook: Notebook, rng: random.Random) -> bytes:
    """An editor saved it as UTF-16."""
    return written(notebook).decode("utf-8").encode("utf-16")


def latin(notebook: Notebook, rng: random.Random) -> bytes:
    """An editor saved it in the code page of its country."""
    _, cell = function_cell(notebook)
    cell["source"] += "\n# schön gelöst, nicht wahr?\n"
    return written(notebook).decode("utf-8").encode("cp1252", "replace")


def twice(notebook: Notebook, rng: random.Random) -> bytes:
    """The file holds the notebook twice."""
    return written(notebook) * 2


def format_3(notebook: Notebook, rng: random.Random) -> bytes:
    """The notebook was saved in format 3."""
    cells = []
    for cell in notebook["cells"]:
        old = {key: value for key, value in cell.items() if key not in ("id", "source", "execution_count")}
        old["input" if cell["cell_type"] == "code" else "source"] = cell["source"].splitlines(keepends=True)
        cells.append(old | ({"language": "python", "collapsed": False} if cell["cell_type"] == "code" else {}))
    document = {"metadata": notebook["metadata"], "nbformat": 3, "nbformat_minor": 0}
    return written(document | {"worksheets": [{"cells": cells, "metadata": {}}]})


def format_4_4(notebook: Notebook, rng: random.Random) -> bytes:
    """The notebook was saved in format 4.4, which has no ids of cells."""
    for cell in notebook["cells"]:
        cell.pop("id", None)
    return written(notebook | {"nbformat_minor": 4})


def huge_output(notebook: Notebook, rng: random.Random) -> bytes:
    """A loop printed millions of lines."""
    return with_output(notebook, 6 << 20)


def with_output(notebook: Notebook, size: int) -> bytes:
    """The file of a notebook one cell of which has printed so many bytes."""
    lines = [f"line {number} of a loop that never asked how long it runs\n" for number in range(size // 70)]
    _, cell = solution_of(notebook, 1)
    cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": lines}]
    return written(notebook)


def no_json(notebook: Notebook, rng: random.Random) -> bytes:
    """A text document under the name of a notebook."""
    return b"PK\x03\x04 my homework.docx"


def empty(notebook: Notebook, rng: random.Random) -> bytes:
    """The upload broke off at once."""
    return b""


def folder(notebook: Notebook, rng: random.Random) -> None:
    """A folder with the name of the notebook."""


def other_language(notebook: Notebook, rng: random.Random) -> bytes:
    """A notebook in R."""
    cells = [new_cell("x <- c(1, 2, 3)\nmean(x)"), new_cell("# My answers", "markdown")]
    kernel = {"kernelspec": {"name": "ir", "display_name": "R", "language": "R"}, "language_info": {"name": "R"}}
    return written({"cells": cells, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5})


def other_assignment(notebook: Notebook, rng: random.Random) -> bytes:
    """The notebook of another week."""
    notebook["metadata"]["kernel_magic"]["assignment"] = "week-9"
    for cell in notebook["cells"]:
        own = cell["metadata"].get("kernel_magic", {})
        if "item" in own:
            own["item"] = f"other-{own['item']}"
            cell["metadata"]["nbgrader"]["grade_id"] = f"other-{cell['metadata']['nbgrader']['grade_id']}"
        cell["id"] = f"o-{cell['id']}"[:64]
        cell["source"] = f"# of another week\nprint({cell['id']!r})"
    return written(notebook)


DAMAGES: dict[str, Damage] = {
    each.__name__: each
    for each in (
        deleted, duplicated, split, moved, retyped, lost_metadata, truncated, conflict, format_3, no_json,
        tests_edited, other_language, split_with_id, lost_id, tests_gone, comma, byte_order_mark, utf_16, latin, twice,
        format_4_4, huge_output, empty, folder, other_assignment,
    )
}  # fmt: skip
"""The order is the one in which a class of few damaged notebooks gets them."""
LOST = frozenset({"no_json", "empty", "folder", "other_language", "other_assignment"})
"""After these nothing can be graded."""
