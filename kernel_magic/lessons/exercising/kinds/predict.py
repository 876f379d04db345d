"""Predict the output: students read a program and say what it does; a real run of it says who is right."""

from __future__ import annotations

from kernel_magic.core.draft import ExerciseDraft
from kernel_magic.core.errors import InputError
from kernel_magic.core.exercise import CourseItem, Gate, NamedSource
from kernel_magic.lessons.exercising.bench import observed_on
from kernel_magic.lessons.exercising.item_tests import ItemTest
from kernel_magic.lessons.exercising.kinds.answers import Asked, asked_about, cell, tests_for
from kernel_magic.lessons.exercising.kinds.parts import fenced, questions_of
from kernel_magic.lessons.failure import counted, outcome_text
from kernel_magic.lessons.work import Work

_WHAT = "\n\n{program}\n\nAnswer without running it first. Replace each `...` by your answer."


def put_together(item: CourseItem, work: Work) -> ExerciseDraft:
    """The exercise of an item of kind `predict`.

    Raises:
        InputError: it has no questions, or none that a run answers.
    """
    questions = questions_of(item)
    asked, unanswered = answered(item, questions, work)
    if not asked:
        raise InputError(
            f"No question of {item.slug!r} has an answer that can be written down.",
            "Ask for a value, for what is printed, or for the name of an exception.",
        )
    return quiz(item, item.brief + _WHAT.format(program=fenced(item.reference.text)), asked, unanswered)


def answered(
    item: CourseItem, questions: tuple[ItemTest, ...], work: Work
) -> tuple[list[tuple[Asked, ItemTest]], tuple[str, ...]]:
    """Each question with the answer of two runs that agree; and why some have none."""
    cases = [question.cases[0] for question in questions]
    found: list[tuple[Asked, ItemTest]] = []
    problems: list[str] = []
    first = observed_on(item.reference, item, cases, work) if cases else ()
    second = observed_on(item.reference, item, cases, work) if cases else ()
    for question, one, other in zip(questions, first, second, strict=True):
        steady = one.observed is not None and other.observed is not None
        steady = steady and work.judge.same(one.observed, other.observed, item.checker)  # type: ignore[arg-type]  # steady
        asked = asked_about(question, one) if steady else None
        if asked is None:
            problems.append(f"{question.title}: {outcome_text(one)} is no answer that can be written down")
        else:
            found.append((asked, question))
    return found, tuple(problems)


def quiz(
    item: CourseItem, statement: str, questions: list[tuple[Asked, ItemTest]], problems: tuple[str, ...]
) -> ExerciseDraft:
    """The exercise that asks these questions."""
    asked = [question for question, _ in questions]
    right, wrong = [each.answer for each in asked], [each.wrong for each in asked]
    partly = NamedSource(
        name="all-but-one", about="all answers right but the last", source=cell(asked, [*right[:-1], wrong[-1]])
    )
    nothing = NamedSource(name="all-wrong", about="all answers wrong", source=cell(asked, wrong))
    summary = f"{counted(len(asked), 'question')}, each answered alike by two runs in the sandbox."
    gate = Gate(name="kind", holds=not problems, ran=2 * (len(asked) + len(problems)), summary=summary, lines=problems)
    return ExerciseDraft(
        item=item,
        statement=statement,
        starter=cell(asked, ["..."] * len(asked)),
        answer=cell(asked, right),
        tests=tests_for(questions, item),
        wrong=(partly, nothing),
        gates=(gate,),
    )
