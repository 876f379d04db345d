"""One solution out of several cells: copies of a cell, and a function that was split over cells."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass

from kernel_magic.core.gradebook import Repair
from kernel_magic.grading.notebook_file import Cell
from kernel_magic.grading.statements import made_names

_MOST_PARTS = 5
_FENCE = re.compile(r"(?:```|~~~) ?(?:python|py|ipython3?)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The text that counts as the solution, where it stands, and what was done to get it."""

    place: int
    text: str
    repairs: tuple[Repair, ...] = ()


def code_in(cell: Cell) -> str:
    """The code of a cell, of whatever type; fences around it are taken off."""
    lines = cell.text.split("\n")
    if cell.kind == "code" or not any(_FENCE.fullmatch(line.strip()) for line in lines):
        return cell.text
    return "\n".join("" if _FENCE.fullmatch(line.strip()) else line for line in lines)


def works(text: str, names: Set[str]) -> bool:
    """Whether a text is Python that makes these names."""
    made = made_names(text)
    return made is not None and names <= made


def same_code(first: str, second: str) -> bool:
    """Whether two texts differ in space at the ends of lines and in empty lines only."""
    return _bare(first) == _bare(second)


def _bare(text: str) -> list[str]:
    return [line.rstrip() for line in text.split("\n") if line.strip()]


def chosen_of(cells: Sequence[Cell], following: Sequence[Cell], names: Set[str], item: str, starter: str) -> Chosen:
    """What counts of the cells that bear the id of one exercise.

    Args:
        cells: at least one.
        following: the student's own cells directly below the last of them.
        names: what a solution makes.
        item: the exercise, for messages.
        starter: what the cell held when it was given out.
    """
    if len(cells) > 1:
        chosen = _of_copies(cells, names, item, starter)
        if chosen is not None:
            return chosen
    cell = cells[-1]
    return _with_rest(
        Chosen(place=cell.place, text=code_in(cell), repairs=_retyped(cell, item)), following, names, item
    )


def _retyped(cell: Cell, item: str) -> tuple[Repair, ...]:
    if cell.kind == "code":
        return ()
    detail = f"The solution cell had become a {cell.kind} cell; it was taken as code."
    return (Repair(kind="retyped", detail=detail, cell=item),)


def _of_copies(cells: Sequence[Cell], names: Set[str], item: str, starter: str) -> Chosen | None:
    """One of several cells with the same id, or all of them together; None where only the last one is left to take."""
    edited = [cell for cell in cells if cell.text.strip() and not same_code(code_in(cell), starter)]
    distinct = {"\n".join(_bare(code_in(cell))) for cell in edited}
    if not edited:
        return None
    joined = "\n".join(code_in(cell) for cell in edited)
    if len(distinct) > 1 and _is_split([code_in(cell) for cell in edited], joined, names):
        detail = f"The solution was split over {len(edited)} cells; they were put together."
        return Chosen(place=edited[-1].place, text=joined, repairs=(Repair(kind="split", detail=detail, cell=item),))
    working = [cell for cell in edited if works(code_in(cell), names)] or edited
    taken = working[-1]
    numbers = ", ".join(str(cell.place + 1) for cell in cells)
    detail = (
        f"The solution cell is there {len(cells)} times (cells {numbers}); cell {taken.place + 1} was graded, "
        "the last one that was worked on."
    )
    repair = Repair(kind="duplicated", detail=detail, cell=item, review=len(distinct) > 1)
    return Chosen(place=taken.place, text=code_in(taken), repairs=(repair, *_retyped(taken, item)))


def _is_split(parts: Sequence[str], joined: str, names: Set[str]) -> bool:
    """Whether texts are parts of one: together they work, and one of them is nothing on its own."""
    return works(joined, names) and any(made_names(part) is None for part in parts)


def _with_rest(chosen: Chosen, following: Sequence[Cell], names: Set[str], item: str) -> Chosen:
    """The solution with what the cells below it hold of it, where it was split."""
    text = chosen.text
    for count, cell in enumerate(following[:_MOST_PARTS], 1):
        if cell.kind != "code":
            break
        text = f"{text}\n{cell.text}"
        if _is_split([chosen.text, *(each.text for each in following[:count])], text, names):
            detail = f"The solution was split over {count + 1} cells; they were put together."
            repair = Repair(kind="split", detail=detail, cell=item)
            return Chosen(place=cell.place, text=text, repairs=(*chosen.repairs, repair))
    return chosen
