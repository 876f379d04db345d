"""Explain with questions: students read a program and a call; the questions are about the recorded run of it."""

from __future__ import annotations

import ast

from kernel_magic.core.draft import ExerciseDraft
from kernel_magic.core.errors import InputError
from kernel_magic.core.exercise import CourseItem
from kernel_magic.core.lesson import Question
from kernel_magic.core.problem import Expression, Returns, TestCase
from kernel_magic.lessons.exercising.bench import contract_for
from kernel_magic.lessons.exercising.item_tests import ItemTest
from kernel_magic.lessons.exercising.kinds.answers import Asked
from kernel_magic.lessons.exercising.kinds.parts import numbered, questions_of
from kernel_magic.lessons.exercising.kinds.predict import answered, quiz
from kernel_magic.lessons.exercising.steadiness import runs_needed, unsteady_name
from kernel_magic.lessons.telling.questions import questions_about
from kernel_magic.lessons.work import Work

_LETTERS = "abcdefgh"
_MOST = 4
_WHAT = "\n\n{program}\n\nThe questions are about the call `{call}`. Replace each `...` by your answer.{choices}"


def put_together(item: CourseItem, work: Work) -> ExerciseDraft:
    """The exercise of an item of kind `explain`: questions on the recorded run of its call, then the author's own.

    Raises:
        InputError: there is no call, or nothing about its run can be asked.
    """
    own = questions_of(item)
    call = item.call or next((case.text for question in own for case in question.cases), "")
    if not call or not _is_expression(call):
        raise InputError(
            f"The item {item.slug!r} names no call to explain.", "Write `call: f(3)` into its front matter."
        )
    case = TestCase(name="call", given=Expression(expression=call), expected=None)
    made, changing = _made(item, case, work)
    asked, problems = answered(item, own, work)
    made = tuple(question for question in made if not _asked_already(question, [each for _, each in asked], call))
    chosen = [(_choice(question), _as_test(question)) for question in made]
    if not chosen and not asked:
        reasons = "\n  ".join([f"Nothing can be asked about the run of {call!r}.", *changing, *problems])
        raise InputError(reasons, "Give a call whose run does more.")
    choices = "".join(f"\n\n{_listed(number, question)}" for number, question in enumerate(made, 1))
    statement = item.brief + _WHAT.format(program=numbered(item.reference.text), call=call, choices=choices)
    return quiz(item, statement, [*chosen, *asked], (*changing, *problems))


def _made(item: CourseItem, case: TestCase, work: Work) -> tuple[tuple[Question, ...], tuple[str, ...]]:
    """Questions on the recorded run of a call; none, and why, where another interpreter goes another way."""
    contract = contract_for(item, item.function, [case])
    given = case.given.expression if isinstance(case.given, Expression) else ""
    found: list[tuple[Question, ...]] = []
    for number in range(1 + runs_needed(f"{item.reference.text}\n{given}")):
        if number:
            work.judge.renew()
        trace = work.judge.trace(item.reference, case, contract)
        work.stop_if_asked()
        if trace is None:
            return (), ()
        found.append(questions_about(item.reference.text, trace, seed=work.options.seed, most=_MOST))
    name = unsteady_name(item.reference.text, given)
    if any(each != found[0] for each in found):
        return (), (f"{given}: its run is another one in another interpreter",)
    return ((), (f"{given}: it uses `{name}`, which is not the same in every run",)) if name else (found[0], ())


def _asked_already(question: Question, own: list[ItemTest], call: str) -> bool:
    """Whether the author asks the same: in the same words, or for the result of the same call."""
    words = question.text.replace("`", "").casefold().split()
    if any(test.title.replace("`", "").casefold().split() == words for test in own):
        return True
    result = question.text.startswith("What does `") and question.text.endswith("` return?")
    asked = {case.text for test in own for case in test.cases}
    return result and _is_expression(call) and ast.unparse(ast.parse(call, mode="eval")) in asked


def _is_expression(text: str) -> bool:
    try:
        ast.parse(text, mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _choice(question: Question) -> Asked:
    letter = _LETTERS[question.answer]
    return Asked(
        text=question.text,
        how="one letter, between quotes",
        expression="str({name}).strip().lower()",
        expected=Returns(value=letter),
        answer=repr(letter),
        wrong=repr(_LETTERS[(question.answer + 1) % len(question.choices)]),
    )


def _as_test(question: Question) -> ItemTest:
    return ItemTest(title=question.text, kind="question", weight=1.0, cases=(), line=0)


def _listed(number: int, question: Question) -> str:
    lines = [f"**Question {number}.** {question.text}", ""]
    lines += [f"- {_LETTERS[index]}: `{choice}`" for index, choice in enumerate(question.choices)]
    return "\n".join(lines)
