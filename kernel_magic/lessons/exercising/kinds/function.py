"""Write a function or a class: students get its head and docstring, the tests call what they write."""

from __future__ import annotations

from kernel_magic.core.draft import ExerciseDraft
from kernel_magic.core.exercise import CourseItem
from kernel_magic.core.source import Source
from kernel_magic.lessons.exercising.kinds.parts import starter_from, tests_of
from kernel_magic.lessons.work import Work


def put_together(item: CourseItem, work: Work) -> ExerciseDraft:
    """The exercise of an item of kind `function`.

    Raises:
        InputError: its tests cannot be used.
    """
    starter = item.starter or Source(text=starter_from(item.reference.text, item.function))
    return ExerciseDraft(
        item=item,
        statement=item.brief,
        starter=starter,
        answer=item.reference,
        tests=tests_of(item, work),
        function=item.function,
        seconds=item.alternatives,
        wrong=item.distractors,
        mutated=item.reference,
    )
