"""Rosters: who takes part. A CSV file as spreadsheets and learning platforms write it becomes `Student`s.

The separator may be a comma, a semicolon or a tab; a byte order mark, empty lines and spaces around values do no harm.
Columns are found by their names; those that mean nothing here are passed over.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from kernel_magic.core.errors import InputError
from kernel_magic.core.gradebook import Student

_COLUMNS = {
    "id": ("id", "student", "student id", "student_id", "studentid", "user", "username", "login", "login id"),
    "name": ("name", "full name", "fullname", "student name", "display name", "student"),
    "first": ("first name", "first_name", "firstname", "given name", "vorname"),
    "last": ("last name", "last_name", "lastname", "surname", "family name", "nachname"),
    "email": ("email", "e-mail", "mail", "email address", "e-mail address"),
    "lms_id": ("lms_id", "lms id", "sis id", "sis_id", "sis user id", "sis_user_id", "id number"),
}
"""The columns that are understood, and what they are called. Of several names for the id the first one counts."""
_LARGEST = 16 << 20
_HINT = "A roster is a CSV file with a column `id`, and if wanted `name`, `email` and `lms_id`."


def read_roster(path: Path) -> tuple[Student, ...]:
    """The students of a roster file, in its order.

    Raises:
        InputError: it cannot be read, has no column of ids, or two lines for one student; says on which line.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise InputError(f"{path} is larger than {_LARGEST >> 20} MiB: that is no roster.", _HINT)
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"The roster {path} cannot be read: {error.strerror}.", _HINT) from error
    return roster_of(_decoded(data), str(path))


def roster_of(text: str, where: str = "the roster") -> tuple[Student, ...]:
    """As `read_roster`, of its text; `where` is what messages call it."""
    text = text.removeprefix("\ufeff")
    rows = _rows(text, where)
    first = next(rows, None)
    if first is None:
        raise InputError(f"{where} is empty.", _HINT)
    line, header = first
    columns = _columns([value.casefold() for value in header])
    if "id" not in columns:
        shown = ", ".join(repr(value) for value in header[:8])
        raise InputError(f"{where}, line {line}: none of the columns {shown} is called `id` or `student`.", _HINT)
    found: dict[str, tuple[int, Student]] = {}
    for line, row in rows:
        student = _student(row, columns, len(header), f"{where}, line {line}")
        earlier = found.setdefault(student.id.casefold(), (line, student))
        if earlier[0] != line:
            raise InputError(
                f"{where}, line {line}: the student {student.id!r} is on line {earlier[0]} already.",
                "Every student has one line, and ids that differ in more than small and capital letters.",
            )
    if not found:
        raise InputError(f"{where} names no student below its first line.", _HINT)
    return tuple(student for _, student in found.values())


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8", "utf-16") if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8",):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("cp1252", "replace")  # what spreadsheets wrote before they wrote UTF-8


def _rows(text: str, where: str) -> Iterator[tuple[int, list[str]]]:
    """The lines that hold something, with their numbers."""
    head = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True, strict=True)
    line = 1
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise InputError(
                f"{where}, line {line}: {error}.", "Look for a quotation mark that is not closed."
            ) from error
        if row is None:
            return
        values = [" ".join(value.split()) for value in row]
        if any(values):
            yield line, values
        line = reader.line_num + 1


def _columns(header: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for column, names in _COLUMNS.items():
        place = next((header.index(name) for name in names if name in header), None)
        if place is not None:
            found[column] = place
    if found.get("name") == found.get("id"):
        found.pop("name", None)  # a column `student` is a name only beside another one with ids
    return found


def _student(row: list[str], columns: dict[str, int], fields: int, where: str) -> Student:
    def value(column: str) -> str:
        place = columns.get(column)
        return row[place] if place is not None and place < len(row) else ""

    while row and not row[-1]:
        row = row[:-1]
    if len(row) > fields:
        raise InputError(
            f"{where}: there are {len(row)} values below {fields} columns.",
            'A value with a separator in it stands between quotation marks: "Smith, Anna".',
        )
    student = value("id")
    if not student:
        raise InputError(f"{where}: the student has no id.", "Fill it in, or take the line out.")
    if student in (".", "..") or any(character in student for character in "/\\\0"):
        raise InputError(f"{where}: {student!r} cannot be the name of a folder.", "An id has no `/` and no `\\`.")
    name = value("name") or f"{value('first')} {value('last')}".strip()
    return Student(id=student, name=name, email=value("email"), lms_id=value("lms_id"))
