"""Questions as an exercise: a variable to fill for each, and a test for each that holds it against what a run did."""

from __future__ import annotations

from dataclasses import dataclass

from kernel_magic.core.exercise import CourseItem, ExerciseTest
from kernel_magic.core.problem import CheckerSpec, Expression, Prints, Raises, Returns, TestCase
from kernel_magic.core.source import Source
from kernel_magic.core.verdict import CaseResult
from kernel_magic.lessons.exercising.bench import expected_from
from kernel_magic.lessons.exercising.item_tests import ItemTest
from kernel_magic.lessons.exercising.kinds.parts import shared_out
from kernel_magic.lessons.exercising.test_code import test_code, value_text

_LINES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question and what a right answer is compared by."""

    text: str
    how: str
    """How the answer is written down: `a value`, `the printed text`."""
    expression: str
    """What is compared, with `{name}` for the variable."""
    expected: Returns
    answer: str
    """A right answer as Python."""
    wrong: str
    """A wrong one of the same form."""


def asked_about(question: ItemTest, result: CaseResult) -> Asked | None:
    """The question with the answer that the run gave; None where it has none that can be written down."""
    match expected_from(result.observed):
        case Returns(value=value):
            return Asked(
                text=question.title,
                how="a Python value",
                expression="{name}",
                expected=Returns(value=value),
                answer=value_text(value),
                wrong="'something else'",
            )
        case Prints(text=text) if len(text.split("\n")) <= _LINES:
            return Asked(
                text=question.title,
                how="the printed text, between quotes",
                expression="str({name}).split()",
                expected=Returns(value=list(text.split())),
                answer=repr(text.strip("\n")),
                wrong="'something else'",
            )
        case Raises(exception=name):
            return Asked(
                text=question.title,
                how="the name of the exception, between quotes",
                expression="getattr({name}, '__name__', {name})",
                expected=Returns(value=name),
                answer=repr(name),
                wrong="'Exception'",
            )
        case _:
            return None


def tests_for(questions: list[tuple[Asked, ItemTest]], item: CourseItem) -> tuple[ExerciseTest, ...]:
    """A hidden test for each question."""
    points = shared_out(item.points, [test.weight for _, test in questions])
    made = []
    for number, ((asked, _), worth) in enumerate(zip(questions, points, strict=True), 1):
        expression = asked.expression.format(name=variable(number))
        case = TestCase(
            name=f"question-{number}/1",
            given=Expression(expression=expression),
            expected=asked.expected,
            origin="generated",
            text=variable(number),
        )
        made.append(
            ExerciseTest(
                name=f"question-{number}",
                title=f"question {number}: {asked.text}",
                cases=(case,),
                visible=False,
                points=worth,
                code=test_code([case], "", CheckerSpec()),
                origin="generated",
            )
        )
    return tuple(made)


def variable(number: int) -> str:
    """The variable that holds the answer to a question."""
    return f"answer_{number}"


def cell(questions: list[Asked], answers: list[str]) -> Source:
    """A cell that answers each question with a text of Python; `...` where nothing is answered yet."""
    lines: list[str] = []
    for number, (asked, answer) in enumerate(zip(questions, answers, strict=True), 1):
        lines += [f"# Question {number}: {asked.text} ({asked.how})", f"{variable(number)} = {answer}", ""]
    return Source(text="\n".join(lines).rstrip("\n") + "\n")
