"""The only list of the kinds of exercise: which function puts each together."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kernel_magic.core.draft import ExerciseDraft
from kernel_magic.core.exercise import CourseItem, ExerciseKind
from kernel_magic.lessons.exercising.kinds import blanks, explain, fix, function, parsons, predict, tests
from kernel_magic.lessons.work import Work

PutTogether = Callable[[CourseItem, Work], ExerciseDraft]

KINDS: Mapping[ExerciseKind, PutTogether] = {
    "function": function.put_together,
    "fix": fix.put_together,
    "blanks": blanks.put_together,
    "parsons": parsons.put_together,
    "predict": predict.put_together,
    "tests": tests.put_together,
    "explain": explain.put_together,
}
