"""A released notebook as the kernel of its student reads it: its policy, and its exercises with their visible tests.

The file is the student's: whatever stands in it is read within bounds, and never run here. What it does not say, or
says in another shape, is left out; only a file that cannot be read at all is an error.
"""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar, get_args

from kernel_magic.core.attempt import GivenExercise, GivenTest
from kernel_magic.core.errors import InputError
from kernel_magic.core.exercise import ExerciseKind, Policy
from kernel_magic.core.json_fields import Fields, items_of
from kernel_magic.core.problem import CheckerSpec, Limits
from kernel_magic.core.serial_assignment_reader import read_case, read_checker, read_limits
from kernel_magic.core.values import JsonValue
from kernel_magic.grading.nbgrader_format import NOTEBOOK_SCHEMA, CellMark, NotebookMark, mark_of, notebook_mark_of

LARGEST_MIB = 64
_MOST_CELLS = 5000
_LARGEST_OTHER = 8 << 20
_SECONDS = 60.0
_MEMORY_MIB = 4096
"""More than this no test of a notebook gets here, whatever the file says."""
_HEADING = re.compile(r"#+\s*(?P<title>.*?)\s*(\(\d+(\.\d+)? points?\))?\s*$")
_SCHEMAS = NOTEBOOK_SCHEMA.rpartition("/")[0].encode() + b"/"
_MARKED = re.compile(rb'"kernel_magic"\s*:')
"""Metadata of ours, of a cell or of the notebook. In the text of a cell the quotation marks are escaped."""
_POLICIES: tuple[Policy, ...] = get_args(Policy)
_KINDS: tuple[ExerciseKind, ...] = get_args(ExerciseKind)
_CHECKERS = ("standard", "identical", "floats", "unordered")
_Read = TypeVar("_Read")

UNREAD = NotebookMark(role="release", assignment="", version=0, policy="off", digest="")
"""What holds for a notebook of ours of which nothing can be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenNotebook:
    """A notebook of ours."""

    path: Path
    mark: NotebookMark
    exercises: tuple[GivenExercise, ...] = ()
    not_answers: frozenset[str] = frozenset()
    """The texts of its cells that are no student's code: tests, preludes, the first cell."""

    @property
    def policy(self) -> Policy:
        """What its student may be helped with. A source notebook is its teacher's: it holds the solutions itself."""
        return "full" if self.mark.role == "source" else self.mark.policy


def read_given(path: Path) -> GivenNotebook | None:
    """The notebook of a file; None where it is none of ours.

    Raises:
        InputError: the file cannot be read, or is damaged.
    """
    try:
        document = json.loads(_data_of(path))
    except (ValueError, RecursionError) as error:
        where = f", line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise InputError(f"{path.name} is damaged: it is no JSON{where}.", _SAVE_AGAIN) from error
    mark = notebook_mark_of(document) or _mark_of_other_form(document)
    if mark is None:
        return None
    cells = document.get("cells")
    marked = [(cell, found) for cell in _list(cells)[:_MOST_CELLS] if (found := mark_of(cell)) is not None]
    others = (_text(cell) for cell, found in marked if found.role in ("setup", "test", "prelude"))
    return GivenNotebook(
        path=path, mark=mark, exercises=_exercises(marked), not_answers=frozenset(text.strip() for text in others)
    )


_SAVE_AGAIN = "Save the notebook again."


def _mark_of_other_form(document: Any) -> NotebookMark | None:
    """The mark of a notebook of ours in a later form, or with a policy that nobody knows: the strictest then."""
    own = _own(document)
    if not _said(own, "schema").encode().startswith(_SCHEMAS) or own.get("role") == "source":
        return None
    policy = own.get("policy")
    return replace(UNREAD, policy=policy if policy in _POLICIES else UNREAD.policy)


def code_cells(path: Path) -> frozenset[str]:
    """The texts of a notebook's code cells, whosever it is; none where it cannot be read, or is large."""
    try:
        if path.stat().st_size > _LARGEST_OTHER:
            return frozenset()
        document = json.loads(_data_of(path))
    except (OSError, ValueError, RecursionError, InputError):
        return frozenset()
    cells = _list(_mapping(document).get("cells"))[:_MOST_CELLS]
    return frozenset(_text(cell).strip() for cell in cells if _mapping(cell).get("cell_type") == "code")


def carries_mark(path: Path) -> bool:
    """Whether a file that cannot be read as a notebook is one of ours all the same, or what is left of one."""
    try:
        with path.open("rb") as file:
            file.seek(max(path.stat().st_size - (LARGEST_MIB << 20), 0))
            data = file.read(LARGEST_MIB << 20)
            return _SCHEMAS in data or _MARKED.search(data) is not None
    except (OSError, ValueError):
        return False


def _data_of(path: Path) -> bytes:
    try:
        # a pipe with nobody at its other end must not hold up the kernel
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with open(descriptor, "rb") as file:  # noqa: PTH123 - an open descriptor
            state = os.fstat(descriptor)
            if not stat.S_ISREG(state.st_mode):
                raise InputError(f"{path.name} is no file.", "Give the path of a notebook.")
            if state.st_size > LARGEST_MIB << 20:
                raise InputError(
                    f"{path.name} is larger than {LARGEST_MIB} MiB.", "Clear its outputs, and save the notebook."
                )
            return file.read((LARGEST_MIB << 20) + 1)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise InputError(f"{path.name or path} cannot be read: {why}.", "Give the path of a notebook.") from error


def _exercises(marked: Sequence[tuple[Any, CellMark]]) -> tuple[GivenExercise, ...]:
    items = dict.fromkeys(mark.item for _, mark in marked if mark.role == "solution")
    return tuple(_exercise(item, [(cell, mark) for cell, mark in marked if mark.item == item]) for item in items)


def _exercise(item: str, cells: Sequence[tuple[Any, CellMark]]) -> GivenExercise:
    first: dict[str, Any] = {}
    for cell, mark in cells:
        first.setdefault(mark.role, cell)
    own, statement = _own(first["solution"]), _text(first.get("statement", {}))
    heading = _HEADING.match(statement.partition("\n")[0])
    tests = [cell for cell, mark in cells if mark.role == "test"]
    visible = tuple(_test(cell) for cell in tests if _own(cell).get("visible") is True)
    hidden = [_points(cell) for cell in tests if _own(cell).get("visible") is not True]
    kind, given_id = own.get("kind"), first["solution"].get("id")
    return GivenExercise(
        item=item,
        title=_said(own, "title") or (heading["title"] if heading else "") or item,
        kind=kind if kind in _KINDS else "function",
        function=_said(own, "function") if _said(own, "function").isidentifier() else "",
        statement=statement,
        points=_number(own.get("points")) or sum(test.points for test in visible) + sum(hidden),
        tests=visible,
        hidden=len(hidden),
        hidden_points=sum(hidden),
        hints=tuple(hint for hint in _list(own.get("hints")) if isinstance(hint, str) and hint.strip()),
        given=_text(first.get("given", {})),
        prelude=_text(first.get("prelude", {})),
        checker=_read(own.get("checker"), read_checker, _is_usual) or CheckerSpec(),
        limits=_read(own.get("limits"), read_limits, _is_bounded) or Limits(),
        files=own.get("files") is True,
        cell=given_id if isinstance(given_id, str) else "",
    )


def _test(cell: Any) -> GivenTest:
    own = _own(cell)
    name = _said(own, "test")
    return GivenTest(name=name, title=_said(own, "title") or name, points=_points(cell), cases=_cases(own))


def _cases(own: Mapping[str, Any]) -> tuple[Any, ...]:
    """The cases of a test; none of them where one cannot be read: a part of a test is no test."""
    try:
        read = [read_case(Fields(case, place)) for case, place in items_of(own.get("cases", []), "cases")]
    except InputError:
        return ()
    return tuple(read) if all(case.expected is not None for case in read) else ()


def _read(
    content: JsonValue, reader: Callable[[Fields], _Read], fits: Callable[[_Read], bool]
) -> _Read | None:  # fmt: skip
    if content is None:
        return None
    try:
        found = reader(Fields(content, ""))
    except InputError:
        return None
    return found if fits(found) else None


def _is_usual(checker: CheckerSpec) -> bool:
    return checker.name in _CHECKERS


def _is_bounded(limits: Limits) -> bool:
    return 0 < limits.cpu_s <= _SECONDS and 0 < limits.wall_s <= 4 * _SECONDS and 0 < limits.memory_mib <= _MEMORY_MIB


def _points(cell: Any) -> float:
    own = _number(_own(cell).get("points"))
    return own or _number(_mapping(_mapping(_mapping(cell).get("metadata")).get("nbgrader")).get("points"))


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 1e6:
        return 0.0
    return float(value)


def _text(cell: Any) -> str:
    source = _mapping(cell).get("source")
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    return source if isinstance(source, str) else ""


def _said(own: Mapping[str, Any], key: str) -> str:
    value = own.get(key)
    return value.strip() if isinstance(value, str) else ""


def _own(cell: Any) -> Mapping[str, Any]:
    return _mapping(_mapping(_mapping(cell).get("metadata")).get("kernel_magic"))


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _list(value: object) -> Sequence[Any]:
    return value if isinstance(value, list) else ()
