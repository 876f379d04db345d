"""`gradebook.sqlite`: every graded submission, what teachers decided by hand, and tables they can ask with SQL.

One transaction for each submission: whatever interrupts a batch, what was graded before is there. Decisions of a
teacher are kept apart from what the judge said, and hold as long as the submitted file is the same.

Tables: `submissions` (a line for each student and assignment, with everything as JSON), `tests` (a line for each test;
its points are the ones that count), `overrides` and `reviews` (what teachers decided).
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from kernel_magic.core.errors import InputError
from kernel_magic.core.gradebook import GradedSubmission, Override, TestGrade
from kernel_magic.core.serial_gradebook import graded_from_json, graded_json

_VERSION = 1
_TABLES = """
CREATE TABLE IF NOT EXISTS submissions (
    student TEXT NOT NULL, assignment TEXT NOT NULL, points REAL NOT NULL, max_points REAL NOT NULL,
    needs_review INTEGER NOT NULL, submitted INTEGER NOT NULL, version INTEGER NOT NULL, file TEXT NOT NULL,
    digest TEXT NOT NULL, file_digest TEXT NOT NULL, graded TEXT NOT NULL,
    PRIMARY KEY (student, assignment)
);
CREATE TABLE IF NOT EXISTS tests (
    student TEXT NOT NULL, assignment TEXT NOT NULL, item TEXT NOT NULL, test TEXT NOT NULL, title TEXT NOT NULL,
    visible INTEGER NOT NULL, points REAL NOT NULL, max_points REAL NOT NULL, verdict TEXT NOT NULL,
    passed INTEGER NOT NULL, cases INTEGER NOT NULL, override TEXT NOT NULL,
    PRIMARY KEY (student, assignment, item, test)
);
CREATE TABLE IF NOT EXISTS overrides (
    student TEXT NOT NULL, assignment TEXT NOT NULL, item TEXT NOT NULL, test TEXT NOT NULL, points REAL NOT NULL,
    reason TEXT NOT NULL, file_digest TEXT NOT NULL,
    PRIMARY KEY (student, assignment, item, test)
);
CREATE TABLE IF NOT EXISTS reviews (
    student TEXT NOT NULL, assignment TEXT NOT NULL, note TEXT NOT NULL, digest TEXT NOT NULL,
    PRIMARY KEY (student, assignment)
);
"""
_CHANGED = "The points that a teacher set for {tests} do not hold any more: another file was handed in since."


class Gradebook:
    """The gradebook in one file. For use in the thread that opened it."""

    def __init__(self, path: Path) -> None:
        """Open a gradebook, or make one.

        Raises:
            InputError: the file cannot be made, read or written, or is no gradebook of this version.
        """
        self._path = path
        with self._translated():
            self._connection = sqlite3.connect(path, isolation_level=None)
            try:
                self._prepare()
            except BaseException:
                self._connection.close()
                raise

    def _prepare(self) -> None:
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = NORMAL")
        found = int(self._connection.execute("PRAGMA user_version").fetchone()[0])
        if found > _VERSION:
            raise InputError(
                f"The gradebook {self._path} was written by a later version of this program.",
                "Install that version, or grade into another folder.",
            )
        self._connection.executescript(f"BEGIN IMMEDIATE; {_TABLES} PRAGMA user_version = {_VERSION}; COMMIT;")

    def digests(self, assignment: str) -> dict[str, str]:
        """For each student the digest under which there are grades that hold; where the judge was at fault none do."""
        with self._translated():
            rows = self._connection.execute(
                "SELECT student, digest FROM submissions AS s WHERE assignment = ? AND digest != '' AND NOT EXISTS"
                " (SELECT 1 FROM tests AS t WHERE t.student = s.student AND t.assignment = s.assignment"
                "  AND t.verdict = 'IE')",
                (assignment,),
            )
            return {str(student): str(digest) for student, digest in rows}

    def put(self, graded: GradedSubmission) -> GradedSubmission:
        """Keep a graded submission in place of an earlier one; returns it with what teachers decided about it."""
        with self._translated(), self._transaction():
            self._connection.execute(
                "INSERT OR REPLACE INTO submissions VALUES (?, ?, 0, 0, 0, ?, ?, ?, ?, ?, ?)",
                (
                    graded.student, graded.assignment, graded.submitted, graded.version, graded.file, graded.digest,
                    graded.file_digest, json.dumps(graded_json(graded), sort_keys=True),
                ),
            )  # fmt: skip
            return self._refresh(graded)

    def get(self, student: str, assignment: str) -> GradedSubmission | None:
        """What is kept of a student's submission, with what teachers decided; None: nothing is."""
        with self._translated():
            row = self._connection.execute(
                "SELECT graded FROM submissions WHERE student = ? AND assignment = ?", (student, assignment)
            ).fetchone()
            return None if row is None else self._decided(self._read(row[0]))

    def all(self, assignment: str) -> tuple[GradedSubmission, ...]:
        """What is kept of an assignment, in the order of the students' ids."""
        with self._translated():
            rows = self._connection.execute(
                "SELECT graded FROM submissions WHERE assignment = ? ORDER BY student", (assignment,)
            ).fetchall()
            return tuple(self._decided(self._read(row[0])) for row in rows)

    def set_override(self, override: Override) -> GradedSubmission:
        """Set the points of a test by hand; returns the submission as it stands then.

        Raises:
            InputError: there is no such submission or test, the points are out of range, or no reason is given.
        """
        graded = self._existing(override.student, override.assignment)
        tests = {(exercise.item, test.name): test for exercise in graded.exercises for test in exercise.tests}
        test = tests.get((override.item, override.test))
        if test is None:
            raise InputError(
                f"{override.student!r} has no test {override.test!r} of {override.item!r} in {override.assignment!r}.",
                "The names stand in the table `tests` of the gradebook.",
            )
        if not 0 <= override.points <= test.max_points:
            raise InputError(
                f"{override.points:g} points for a test of {test.max_points:g} points.",
                f"Give a number from 0 to {test.max_points:g}.",
            )
        if not override.reason.strip():
            raise InputError("Points set by hand need a reason.", "Say why, in a sentence.")
        with self._translated(), self._transaction():
            self._connection.execute(
                "INSERT OR REPLACE INTO overrides VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    override.student, override.assignment, override.item, override.test, override.points,
                    override.reason.strip(), graded.file_digest,
                ),
            )  # fmt: skip
            return self._refresh(graded)

    def clear_override(self, student: str, assignment: str, item: str, test: str) -> GradedSubmission:
        """Let the judge's verdict decide about a test again."""
        graded = self._existing(student, assignment)
        with self._translated(), self._transaction():
            self._connection.execute(
                "DELETE FROM overrides WHERE student = ? AND assignment = ? AND item = ? AND test = ?",
                (student, assignment, item, test),
            )
            return self._refresh(graded)

    def set_reviewed(self, student: str, assignment: str, note: str) -> GradedSubmission:
        """Note that a person has looked at a submission; it holds until it is graded anew with another outcome.

        Raises:
            InputError: there is no such submission, or the note is empty.
        """
        graded = self._existing(student, assignment)
        if not note.strip():
            raise InputError("A review needs a note.", "Say what was found, in a sentence.")
        with self._translated(), self._transaction():
            self._connection.execute(
                "INSERT OR REPLACE INTO reviews VALUES (?, ?, ?, ?)", (student, assignment, note.strip(), graded.digest)
            )
            return self._refresh(graded)

    def close(self) -> None:
        """Close the file. Closing twice is allowed."""
        with self._translated():
            self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()

    def _existing(self, student: str, assignment: str) -> GradedSubmission:
        """What the judge said of a submission, without what teachers decided."""
        with self._translated():
            row = self._connection.execute(
                "SELECT graded FROM submissions WHERE student = ? AND assignment = ?", (student, assignment)
            ).fetchone()
        if row is None:
            raise InputError(f"There are no grades of {student!r} for {assignment!r}.", "Grade the assignment first.")
        return self._read(row[0])

    def _refresh(self, graded: GradedSubmission) -> GradedSubmission:
        """Bring the tables up to what the judge said and teachers decided."""
        decided = self._decided(graded)
        key = (graded.student, graded.assignment)
        self._connection.execute(
            "UPDATE submissions SET points = ?, max_points = ?, needs_review = ? WHERE student = ? AND assignment = ?",
            (decided.points, decided.max_points, decided.needs_review, *key),
        )
        self._connection.execute("DELETE FROM tests WHERE student = ? AND assignment = ?", key)
        self._connection.executemany(
            "INSERT INTO tests VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    *key, exercise.item, test.name, test.title, test.visible, test.points, test.max_points,
                    test.verdict.value, test.passed, test.cases, test.override,
                )
                for exercise in decided.exercises
                for test in exercise.tests
            ],
        )  # fmt: skip
        return decided

    def _decided(self, graded: GradedSubmission) -> GradedSubmission:
        key = (graded.student, graded.assignment)
        rows = self._connection.execute(
            "SELECT item, test, points, reason, file_digest FROM overrides WHERE student = ? AND assignment = ?"
            " ORDER BY item, test",
            key,
        ).fetchall()
        holding = {(row[0], row[1]): (float(row[2]), str(row[3])) for row in rows if row[4] == graded.file_digest}
        lost = [f"{row[0]}/{row[1]}" for row in rows if row[4] != graded.file_digest]
        review = self._connection.execute(
            "SELECT note, digest FROM reviews WHERE student = ? AND assignment = ?", key
        ).fetchone()
        return replace(
            graded,
            exercises=tuple(
                replace(
                    each, tests=tuple(_overridden(test, holding.get((each.item, test.name))) for test in each.tests)
                )
                for each in graded.exercises
            ),
            reviews=(*graded.reviews, *([_CHANGED.format(tests=", ".join(lost))] if lost else [])),
            reviewed=str(review[0]) if review is not None and review[1] == graded.digest else "",
        )

    def _read(self, text: str) -> GradedSubmission:
        try:
            return graded_from_json(json.loads(text))
        except ValueError as error:
            raise InputError(
                f"The gradebook {self._path} is damaged: {error}.", "Take it away and grade again."
            ) from error

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    @contextlib.contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise InputError(
                f"The gradebook {self._path} cannot be used: {error}.",
                "Check that the folder can be written to, that the disk is not full, and that the file is a gradebook.",
            ) from error


def _overridden(test: TestGrade, override: tuple[float, str] | None) -> TestGrade:
    if override is None:
        return test
    return replace(test, points=min(override[0], test.max_points), override=override[1])
