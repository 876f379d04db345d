"""Questions as an exercise: a variable to fill for each, and a test for each that holds it against what a run did."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from kernel_magic.core.exercise import CourseItem, ExerciseTest
from kernel_magic.core.problem import CheckerSpec, Expression, Prints, Raises, Returns, TestCase
from kernel_magic.core.source import Source
from kernel_magic.core.values import PlainValue
from kernel_magic.core.verdict import CaseResult
from kernel_magic.lessons.exercising.bench import expected_from
from kernel_magic.lessons.exercising.item_tests import ItemTest
from kernel_magic.lessons.exercising.kinds.parts import enough_points, shared_out
from kernel_magic.lessons.exercising.test_code import test_code, value_text
from kernel_magic.lessons.failure import outcome_text

_LINES = 12
_PRINTED = re.compile(r"\b(?:print(?:s|ed|ing|out)?|output|screen)\b", re.IGNORECASE)
_RETURNED = re.compile(r"\b(?:returns?|returned|returning|value)\b", re.IGNORECASE)


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


def asked_about(question: ItemTest, result: CaseResult) -> Asked | str:
    """The question with the answer that the run gave; or why it has none that can be written down."""
    wanted = _wanted(question.title)
    expected = expected_from(result.observed)
    if isinstance(expected, Raises):
        return Asked(
            text=question.title,
            how="the name of the exception, between quotes",
            expression="getattr({name}, '__name__', {name})",
            expected=Returns(value=expected.exception),
            answer=repr(expected.exception),
            wrong="'Exception'",
        )
    if result.observed is None or (expected is None and wanted != "printed"):
        return f"{outcome_text(result)} is no answer that can be written down"
    if isinstance(expected, Prints):
        return _returned(question, None) if wanted == "returned" else _printed(question, expected.text)
    if result.stdout and not wanted:
        return "the call prints and returns: say in the question which of the two it asks for, `printed` or `return`"
    if wanted == "printed":
        return _printed(question, result.stdout)
    return _returned(question, expected.value if expected is not None else None)


def _wanted(title: str) -> Literal["printed", "returned", ""]:
    """What a question asks for in its own words; nothing where it says neither, or both."""
    printed, returned = _PRINTED.search(title) is not None, _RETURNED.search(title) is not None
    if printed is returned:
        return ""
    return "printed" if printed else "returned"


def _returned(question: ItemTest, value: PlainValue) -> Asked | str:
    if "float('nan')" in value_text(value):
        return "nan equals nothing, itself included: no answer can be held against it"
    return Asked(
        text=question.title,
        how="a Python value",
        expression="{name}",
        expected=Returns(value=value),
        answer=value_text(value),
        wrong="'something else'",
    )


def _printed(question: ItemTest, text: str) -> Asked | str:
    """Lines count, and spaces before and between words; what stands behind a line does not."""
    lines = [line.rstrip() for line in text.strip("\n").rstrip().splitlines()]
    if len(lines) > _LINES:
        return f"{len(lines)} lines are printed, and at most {_LINES} can be asked for"
    return Asked(
        text=question.title,
        how="the printed text, between quotes" if len(lines) < 2 else "the printed lines, between triple quotes",
        expression="[line.rstrip() for line in str({name}).strip('\\n').rstrip().splitlines()]",
        expected=Returns(value=list(lines)),
        answer=repr("\n".join(lines)),
        wrong="'something else'",
    )


def tests_for(questions: list[tuple[Asked, ItemTest]], item: CourseItem) -> tuple[ExerciseTest, ...]:
    """A hidden test for each question.

    Raises:
        InputError: the item's points are too few for so many.
    """
    weights = [test.weight for _, test in questions]
    enough_points(item, weights)
    points = shared_out(item.points, weights)
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
