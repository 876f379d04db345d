"""Which cell of a submitted notebook answers which exercise: by id where there is one, then by what stands in it.

A cell that was deleted is looked for elsewhere: by the names it makes, by what it still shares with the starter, by the
statement above it. Cells of tests, statements and given code are told apart from the student's own, and never become
part of an answer. What was done is told as `Repair`s.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from kernel_magic.core.exercise import Exercise
from kernel_magic.core.gradebook import Repair
from kernel_magic.grading.joining import Chosen, chosen_of, code_in, same_code
from kernel_magic.grading.nbgrader_format import CellMark, cell_id
from kernel_magic.grading.needed_code import CellCode
from kernel_magic.grading.notebook_file import Cell
from kernel_magic.grading.statements import made_names

_LIKE_STARTER = 0.5
_MOST_CHARACTERS = 20_000
_WORD = re.compile(r"\w+|[^\w\s]")
_WORDS_TOGETHER = 3
_HEADING = re.compile(r"#{1,6}\s+(.+?)(?:\s+\([\d.]+ points?\))?\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerCell:
    """What answers an exercise."""

    item: str
    cell: CellCode | None
    """None: nothing does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """The cells of a notebook, told apart."""

    answers: tuple[AnswerCell, ...]
    """In the order of the exercises."""
    own: tuple[CellCode, ...]
    """All the student's code cells, in the notebook's order."""
    repairs: tuple[Repair, ...] = ()


def matched(cells: Sequence[Cell], exercises: Sequence[Exercise]) -> Matched:
    """The student's answers among the cells of a notebook."""
    return _Matching(cells, exercises).result()


def names_of(exercise: Exercise) -> frozenset[str]:
    """The names that an answer makes: the function, or what the starter assigns to."""
    if exercise.function:
        return frozenset({exercise.function})
    return made_names(exercise.starter.text) or frozenset()


class _Matching:
    def __init__(self, cells: Sequence[Cell], exercises: Sequence[Exercise]) -> None:
        self._cells = cells
        self._exercises = exercises
        self._repairs: list[Repair] = []
        self._marks = {mark.grade_id: mark for exercise in exercises for mark in _marks_of(exercise)}
        self._by_cell_id = {cell_id(grade_id): mark for grade_id, mark in self._marks.items()}
        self._given = [_code_lines(text) for exercise in exercises for text in _given_texts(exercise)]
        self._labelled: dict[str, list[Cell]] = {exercise.item: [] for exercise in exercises}
        self._free: list[Cell] = []
        self._sections: dict[int, str] = {}
        """Cell number to the exercise whose statement stands above it."""
        self._all_lost = not any(cell.mark is not None or cell.grade_id in self._marks for cell in cells)
        self._made = cache(made_names)
        self._runs = cache(_runs)
        self._tell_apart()

    def result(self) -> Matched:
        """Answers, the student's cells, and what was done."""
        if self._all_lost and self._cells:
            detail = "The notebook has lost what says which cell is which; the cells were found by what is in them."
            self._repairs.append(Repair(kind="lost_metadata", detail=detail))
        chosen = {item: self._of_labelled(item, cells) for item, cells in self._labelled.items() if cells}
        self._note_order(chosen)
        for exercise in self._exercises:
            if exercise.item in chosen:
                chosen[exercise.item] = self._or_elsewhere(exercise, chosen[exercise.item])
        missing = [exercise for exercise in self._exercises if exercise.item not in chosen]
        chosen |= self._found(missing)
        for each in chosen.values():
            self._repairs += each.repairs
        self._note_tests()
        answers = tuple(AnswerCell(item=each.item, cell=_code(chosen.get(each.item))) for each in self._exercises)
        own = [*self._free, *(cell for cells in self._labelled.values() for cell in cells)]
        codes = [CellCode(place=cell.place, text=cell.text) for cell in own if cell.kind == "code"]
        return Matched(
            answers=answers, own=tuple(sorted(codes, key=lambda each: each.place)), repairs=tuple(self._repairs)
        )

    def _tell_apart(self) -> None:
        section = ""
        for cell in self._cells:
            mark = self._mark(cell)
            if mark is not None and mark.role == "statement":
                section = mark.item
            elif mark is None and cell.kind == "markdown":
                section = self._headed(cell.text) or section
            self._sections[cell.place] = section
            if mark is not None and mark.role == "solution" and mark.item in self._labelled:
                self._labelled[mark.item].append(cell)
            elif mark is None and not self._is_given(cell.text):
                self._free.append(cell)

    def _mark(self, cell: Cell) -> CellMark | None:
        """Which cell of ours it is, by the first of three ids that it still has; None: one of the student's own."""
        mark = cell.mark or self._marks.get(cell.grade_id) or self._by_cell_id.get(cell.id)
        is_foreign = mark is not None and mark.role == "solution" and mark.item not in self._labelled
        return None if is_foreign else mark

    def _headed(self, text: str) -> str:
        first = text.strip().split("\n")[0][:300]
        heading = _HEADING.fullmatch(first)
        title = " ".join(heading[1].split()) if heading is not None else ""
        return next((each.item for each in self._exercises if " ".join(each.title.split()) == title), "")

    def _is_given(self, text: str) -> bool:
        """Whether a cell holds nothing but a part of a test or of given code: that was never the student's."""
        code = _code_lines(text[:_MOST_CHARACTERS])
        return len(code) > 1 and any(code in given for given in self._given)

    def _of_labelled(self, item: str, cells: list[Cell]) -> Chosen:
        exercise = self._exercise(item)
        free = {cell.place: cell for cell in self._free}
        following: list[Cell] = []
        while (below := free.get(cells[-1].place + len(following) + 1)) is not None:
            following.append(below)
        return chosen_of(cells, following, names_of(exercise), item, exercise.starter.text)

    def _exercise(self, item: str) -> Exercise:
        return next(each for each in self._exercises if each.item == item)

    def _or_elsewhere(self, exercise: Exercise, chosen: Chosen) -> Chosen:
        """The cell with the id; or another one, where only that one holds a function of the student's own."""
        names = names_of(exercise)
        untouched = same_code(chosen.text, exercise.starter.text) or not chosen.text.strip()
        broken = self._made(chosen.text) is None
        if not exercise.function or (not untouched and (broken or self._makes(chosen.text, names))):
            return chosen
        makers = [cell for cell in self._elsewhere(exercise) if self._makes(cell.text, names)]
        makers = [cell for cell in makers if not same_code(cell.text, exercise.starter.text)]
        if not makers:
            return chosen
        taken = max(makers, key=lambda cell: cell.place)
        detail = (
            f"The solution cell {'is as it was given out' if untouched else 'does not define it'}, and cell "
            f"{taken.place + 1} defines `{exercise.function}`: that one was graded."
        )
        repair = Repair(kind="outside_cell", detail=detail, cell=exercise.item, review=True)
        return Chosen(place=taken.place, text=taken.text, repairs=(*chosen.repairs, repair))

    def _elsewhere(self, exercise: Exercise) -> list[Cell]:
        """Code cells that may hold the answer to an exercise whose own cell does not."""
        names = names_of(exercise)
        rivals = {each.item for each in self._exercises if each is not exercise and names & names_of(each)}
        free = [cell for cell in self._free if not rivals or self._sections[cell.place] == exercise.item]
        foreign = [
            cell for item, cells in self._labelled.items() if item not in {exercise.item, *rivals} for cell in cells
        ]
        return [cell for cell in (*free, *foreign) if cell.kind == "code"]

    def _makes(self, text: str, names: frozenset[str]) -> bool:
        made = self._made(text) if len(text) <= _MOST_CHARACTERS * 10 else None
        return bool(names) and made is not None and names <= made

    def _found(self, missing: Sequence[Exercise]) -> dict[str, Chosen]:
        """Cells for the exercises whose own cell is gone, the best fit first; each cell answers one exercise."""
        fits = [
            (fit, cell.place, exercise.item, cell)
            for exercise in missing
            for cell in self._free
            if (fit := self._fit(cell, exercise)) is not None
        ]
        fits.sort(key=lambda each: (-each[0], -each[1], each[2]))
        found: dict[str, Chosen] = {}
        taken: set[int] = set()
        for fit, place, item, cell in fits:
            if item in found or place in taken:
                continue
            rivals = [each for each in fits if each[2] == item and each[0] == fit and each[3].text != cell.text]
            taken.add(place)
            found[item] = self._of_free(cell, item, sure=fit >= 2 and not rivals)
        for exercise in missing:
            if exercise.item not in found:
                detail = "There is no cell with an answer to this exercise."
                self._repairs.append(Repair(kind="missing_cell", detail=detail, cell=exercise.item, review=True))
        return found

    def _of_free(self, cell: Cell, item: str, *, sure: bool) -> Chosen:
        exercise = self._exercise(item)
        free = {each.place: each for each in self._free}
        following = [free[place] for place in range(cell.place + 1, cell.place + 6) if place in free]
        chosen = chosen_of([cell], following, names_of(exercise), item, exercise.starter.text)
        if self._all_lost and sure:
            return chosen
        how = "by the name it defines" if sure else "by its likeness and its place"
        detail = f"The solution cell has lost its id; cell {cell.place + 1} was found {how}."
        repair = Repair(kind="lost_id", detail=detail, cell=item, review=not sure)
        return Chosen(place=chosen.place, text=chosen.text, repairs=(*chosen.repairs, repair))

    def _fit(self, cell: Cell, exercise: Exercise) -> float | None:
        """How well a cell fits an exercise: 2 and more where it makes the right names; None: not at all."""
        text = code_in(cell)
        if not text.strip():
            return None
        makes = self._makes(text, names_of(exercise))
        runs = self._runs(exercise.starter.text)
        likeness = len(runs & self._runs(text)) / len(runs) if runs else 0.0
        below = self._sections.get(cell.place) == exercise.item and cell.kind == "code"
        if not makes and likeness < _LIKE_STARTER and not below:
            return None
        edited = not same_code(text, exercise.starter.text)
        # a cell below the statement beats one that looks like the starter; two exercises may ask for the same names
        return 2.0 * makes + 0.5 * below + 0.25 * edited + 0.2 * likeness

    def _note_order(self, chosen: dict[str, Chosen]) -> None:
        order = [each.item for each in self._exercises if each.item in chosen]
        kept = _longest_rise([chosen[item].place for item in order])
        for item in order:
            place = chosen[item].place
            if place not in kept:
                detail = f"The solution cell stands in another place than it was given out in (it is cell {place + 1})."
                self._repairs.append(Repair(kind="moved", detail=detail, cell=item))

    def _note_tests(self) -> None:
        """What became of the cells with tests. None of them is used."""
        if self._all_lost:
            return
        there = {mark.grade_id: cell for cell in self._cells if (mark := self._mark(cell)) is not None}
        for exercise in self._exercises:
            tests = {test.name: CellMark(role="test", item=exercise.item, test=test.name) for test in exercise.tests}
            gone = [name for name, mark in tests.items() if mark.grade_id not in there]
            changed = [name for name, mark in tests.items() if mark.grade_id in there and there[mark.grade_id].altered]
            if gone:
                detail = f"Cells of tests are missing: {', '.join(gone)}. They are not needed."
                self._repairs.append(Repair(kind="missing_test", detail=detail, cell=exercise.item))
            if changed:
                detail = f"Cells of tests were changed: {', '.join(changed)}. They are not used."
                self._repairs.append(Repair(kind="altered_test", detail=detail, cell=exercise.item))


def _marks_of(exercise: Exercise) -> Iterable[CellMark]:
    for role in ("statement", "given", "prelude", "notes", "solution"):
        yield CellMark(role=role, item=exercise.item)
    for test in exercise.tests:
        yield CellMark(role="test", item=exercise.item, test=test.name)


def _given_texts(exercise: Exercise) -> Iterable[str]:
    yield from (exercise.given, exercise.prelude, *(test.code for test in exercise.tests))


def _code_lines(text: str) -> str:
    """The lines that are neither empty nor a comment, each between two line ends."""
    lines = [line.rstrip() for line in text.split("\n")]
    return "\n" + "".join(f"{line}\n" for line in lines if line and not line.startswith("#"))


def _code(chosen: Chosen | None) -> CellCode | None:
    return CellCode(place=chosen.place, text=chosen.text) if chosen is not None else None


def _longest_rise(places: Sequence[int]) -> set[int]:
    """The longest run of places that are in order, leaving out what is not."""
    runs: list[list[int]] = []
    for place in places:
        before: list[int] = max((run for run in runs if run[-1] < place), key=len, default=[])
        runs.append([*before, place])
    longest: list[int] = max(runs, key=len, default=[])
    return set(longest)


def _runs(text: str) -> frozenset[tuple[str, ...]]:
    words = _WORD.findall(text[:_MOST_CHARACTERS])
    return frozenset(zip(*(words[first:] for first in range(_WORDS_TOGETHER)), strict=False))
