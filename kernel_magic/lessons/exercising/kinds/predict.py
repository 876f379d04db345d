"""Predict the output: students read a program and say what it does; a real run of it says who is right."""

from __future__ import annotations

from kernel_magic.core.draft import ExerciseDraft
from kernel_magic.core.errors import InputError
from kernel_magic.core.exercise import CourseItem, Gate, NamedSource
from kernel_magic.core.problem import Expression, TestCase
from kernel_magic.core.verdict import CaseResult
from kernel_magic.lessons.exercising.bench import observed_on
from kernel_magic.lessons.exercising.item_tests import ItemTest
from kernel_magic.lessons.exercising.kinds.answers import Asked, asked_about, cell, tests_for
from kernel_magic.lessons.exercising.kinds.parts import fenced, questions_of
from kernel_magic.lessons.exercising.steadiness import runs_needed, shows_the_judge, unsteady_name
from kernel_magic.lessons.failure import counted
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
            "\n  ".join([f"No question of {item.slug!r} has an answer that can be written down.", *unanswered]),
            "Ask for a value, for what is printed, or for the name of an exception.",
        )
    return quiz(item, item.brief + _WHAT.format(program=fenced(item.reference.text)), asked, unanswered)


def answered(
    item: CourseItem, questions: tuple[ItemTest, ...], work: Work
) -> tuple[list[tuple[Asked, ItemTest]], tuple[str, ...]]:
    """Each question with the answer of runs that agree, each in an interpreter of its own; and why some have none."""
    cases = [question.cases[0] for question in questions]
    runs: list[list[CaseResult]] = []
    for number in range(1 + runs_needed("\n".join([item.reference.text, *map(_code, cases)]))):
        if number:
            work.judge.renew()
        # one by one: what a call leaves behind is nothing that the next question is about
        runs.append([observed_on(item.reference, item, [case], work)[0] for case in cases])
    found: list[tuple[Asked, ItemTest]] = []
    problems: list[str] = []
    for place, question in enumerate(questions):
        answer = _steady(question, [results[place] for results in runs], item)
        if isinstance(answer, str):
            problems.append(f"{question.title}: {answer}")
        else:
            found.append((answer, question))
    return found, tuple(problems)


def _steady(question: ItemTest, results: list[CaseResult], item: CourseItem) -> Asked | str:
    """The question with the answer of all runs; or why there is none that is right in every run."""
    given = [asked_about(question, result) for result in results]
    first = given[0]
    if isinstance(first, str):
        return first
    for other in given[1:]:
        answer = other if isinstance(other, str) else other.answer
        if answer != first.answer:
            return f"the answer is {first.answer} in one run and {answer} in another"
    if shows_the_judge(first.answer, item.reference.text):
        return f"{first.answer} names the module of the judge, which is another one elsewhere"
    name = unsteady_name(item.reference.text, _code(question.cases[0]))
    return f"it uses `{name}`, which is not the same in every run" if name else first


def _code(case: TestCase) -> str:
    return f"{case.given.setup}\n{case.text}" if isinstance(case.given, Expression) else case.text


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
    summary = f"{counted(len(asked), 'question')}, each answered alike by runs in several interpreters."
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
