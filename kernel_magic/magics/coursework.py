"""What a kernel remembers of the notebook it works for: policy, exercises, the hints given, the attempts made.

It is remembered as long as the kernel lives. Nothing here runs code or asks a model.
"""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kernel_magic.core.attempt import Answer, Attempts, ExerciseAttempt, GivenExercise, Hint
from kernel_magic.core.errors import InputError, PolicyError
from kernel_magic.core.policy import Help, allowance, allowed, refusal
from kernel_magic.core.verdict import Verdict
from kernel_magic.lessons.own_hints import hint_of
from kernel_magic.magics.answer_code import answer_code
from kernel_magic.magics.notebook_file import Belonging, NotebookFile
from kernel_magic.magics.place import Place
from kernel_magic.magics.ran_cells import RanCells


@dataclass(frozen=True, slots=True)
class _Tried:
    """How often an exercise was tried, and with what last."""

    count: int = 0
    digest: str = ""


class Coursework:
    """The exercises of one notebook, and how far its student has come."""

    def __init__(self, shell: Any, place: Place, ran: RanCells) -> None:
        self.file = NotebookFile(shell, place, ran.cells)
        self._ran = ran
        self._hints: dict[str, int] = {}
        self._tried: dict[str, _Tried] = {}
        self._attempts: dict[str, ExerciseAttempt] = {}
        self._current = ""
        self._told: set[str] = set()

    def belonging(self) -> Belonging:
        """Which notebook it is and what it allows, as of now."""
        return self.file.look()

    def news(self) -> tuple[str, ...]:
        """What is wrong with the notebook's file and was not told yet."""
        found = self.belonging()
        fresh = tuple(line for line in found.problems if found.notebooks and line not in self._told)
        self._told |= set(fresh)
        return fresh

    def permit(self, action: Help) -> None:
        """Let something be done, or not.

        Raises:
            PolicyError: the notebook's policy does not allow it.
        """
        found = self.belonging()
        if not allowed(found.policy, action):
            why = " ".join([refusal(found.policy, action), *found.problems])
            raise PolicyError(why, allowance(found.policy))

    def exercises(self) -> tuple[GivenExercise, ...]:
        """The exercises of the notebook; of several with the same one, the newest file's."""
        found: dict[str, GivenExercise] = {}
        for notebook in self.belonging().notebooks:
            for exercise in notebook.exercises:
                found.setdefault(exercise.item, exercise)
        return tuple(found.values())

    def names(self) -> list[str]:
        """What may stand behind `%coder check`."""
        return [name for exercise in self.exercises() for name in (exercise.item, exercise.function) if name]

    def exercise(self, name: str) -> GivenExercise:
        """The exercise of a slug or a function. Without a name: the only one, or the one that was worked on last.

        Raises:
            InputError: there is none, or it is not clear which one is meant.
        """
        there = self._there()
        wanted = name or (there[0].item if len(there) == 1 else self._current)
        found = [each for each in there if each.item == wanted] or [each for each in there if each.function == wanted]
        if wanted and len(found) == 1:
            return found[0]
        names = ", ".join(each.item for each in there)
        if not name or len(found) > 1:
            raise InputError("It is not clear which exercise is meant.", f"Give its name: {names}.")
        near = difflib.get_close_matches(name, self.names(), n=1)
        guess = f" Did you mean {near[0]!r}?" if near else ""
        raise InputError(f"This notebook has no exercise {name[:60]!r}.{guess}", f"Its exercises are: {names}.")

    def chosen(self, name: str) -> tuple[GivenExercise, ...]:
        """The exercise of a name; without one, all.

        Raises:
            InputError: there is none.
        """
        return (self.exercise(name),) if name else self._there()

    def next_hint(self, exercise: GivenExercise, *, why: str = "") -> Hint:
        """The next of the exercise's own hints; the last one again where all were given.

        Raises:
            InputError: it has none.
        """
        hint = hint_of(exercise, self._hints.get(exercise.item, 0), why=why)
        self._hints[exercise.item] = hint.number
        self._current = exercise.item
        return hint

    def hints_given(self, exercise: GivenExercise) -> int:
        """How many hints were given."""
        return self._hints.get(exercise.item, 0)

    def answer(self, exercise: GivenExercise) -> Answer:
        """What the student has written up to now, from the cells that ran."""
        notebooks = self.belonging().notebooks
        others = [each for each in self.exercises() if each.item != exercise.item]
        not_answers = frozenset[str]().union(*(notebook.not_answers for notebook in notebooks))
        code = answer_code(exercise, self._ran.cells(), not_answers=not_answers, others=others)
        tried = self._tried.get(exercise.item, _Tried())
        return Answer(
            exercise=exercise,
            code=code.cell,
            program=code.program,
            first_line=code.first_line,
            number=tried.count + (tried.digest != _digest(code.program)),
            note=code.note,
        )

    def answers(self, exercises: Sequence[GivenExercise]) -> tuple[Answer, ...]:
        """The answers to several exercises."""
        return tuple(map(self.answer, exercises))

    def note(self, attempts: Attempts) -> None:
        """Remember what was judged. What the judge itself could not run was no attempt."""
        for attempt in attempts.attempts:
            item = attempt.exercise.item
            if attempt.tests and not any(test.verdict is Verdict.IE for test in attempt.tests):
                self._tried[item] = _Tried(attempt.answer.number, _digest(attempt.answer.program))
                self._attempts[item] = attempt
        if len(attempts.attempts) == 1:
            self._current = attempts.attempts[0].exercise.item

    def last_attempt(self, exercise: GivenExercise) -> ExerciseAttempt | None:
        """What the newest attempt came to."""
        return self._attempts.get(exercise.item)

    def _there(self) -> tuple[GivenExercise, ...]:
        found = self.belonging()
        there = self.exercises()
        if there:
            return there
        if found.notebooks:
            raise InputError(f"{found.notebooks[0].path.name} has no exercises.", *found.problems[:1])
        raise InputError(
            "This notebook has no exercises, or it is not known which file it is.",
            "Save the notebook, or say it: %coder notebook week-1.ipynb",
        )


def _digest(program: str) -> str:
    return hashlib.sha256(program.encode("utf-8", "surrogatepass")).hexdigest()
