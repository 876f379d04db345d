"""Parsons puzzle: the lines of a solution in disorder, wrong ones among them; students give order and indentation.

Which orders are right is found out by running them, never read off the reference: two lines that may stand either way
round are both right. Wrong lines come from the item's distractors, so they are mistakes that students really make.
"""

from __future__ import annotations

import ast
import random
from dataclasses import dataclass, replace

from kernel_magic.core.draft import ExerciseDraft
from kernel_magic.core.errors import InputError
from kernel_magic.core.exercise import CourseItem, ExerciseTest, Gate, NamedSource
from kernel_magic.core.ports import Progress
from kernel_magic.core.problem import Expression, TestCase
from kernel_magic.core.source import Source
from kernel_magic.core.verdict import Verdict
from kernel_magic.lessons.exercising.bench import contract_for
from kernel_magic.lessons.exercising.kinds.parts import tests_of, without_docstrings
from kernel_magic.lessons.exercising.test_code import call_text, test_code
from kernel_magic.lessons.failure import counted
from kernel_magic.lessons.parse import syntax_tree
from kernel_magic.lessons.work import Work

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_FEWEST, _MOST_LINES, _MOST_WRONG = 5, 14, 3
_MOST_ORDERS, _MOST_RUNS = 60, 600
_STEP = "    "
_PRELUDE = '''\
LINES = {lines}


def program(answer):
    """What the program defines that the letters of an answer make: each letter a line, indented as it is there."""
    import textwrap

    rows = textwrap.dedent(answer.expandtabs(4)).strip("\\n").split("\\n")
    text = "\\n".join(row[: len(row) - len(row.lstrip())] + LINES[row.strip().upper()] for row in rows if row.strip())
    names = {{}}
    exec(text, names)
    return names
'''
_WHAT = """

Put lines of this list into order and indent them, so that they make the program. {unused}

{table}

Write one letter a line, indented by four spaces for each level:

```python
answer = \"\"\"
A
    B
\"\"\"
```"""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A line of the program: its depth and its text."""

    depth: int
    text: str


def put_together(item: CourseItem, work: Work) -> ExerciseDraft:
    """The exercise of an item of kind `parsons`.

    Raises:
        InputError: the reference has too few lines, too many, or lines that are no whole statements.
    """
    lines = _lines(item)
    wrong = _wrong_lines(item, lines)
    letters = _lettered([*(line.text for line in lines), *wrong], work.options.seed)
    tests = tests_of(item, work)
    orders, ran = _orders(lines, item, tests, work)
    other = [named.name for named in item.alternatives if not _accepted(named.source, tests, item, work)]
    table = "\n".join(f"- {letter}: `{text}`" for letter, text in letters.items())
    unused = "All of them are needed." if not wrong else f"{len(wrong)} of them are not needed."
    fails = NamedSource(name="as-listed", about="all lines in the order of the list", source=_as_listed(letters))
    summary = f"{counted(len(orders), 'order')} of the {len(lines)} lines pass every test, of {ran} that were run."
    return ExerciseDraft(
        item=item,
        statement=item.brief + _WHAT.format(table=table, unused=unused),
        starter=Source(text='answer = """\n"""\n'),
        answer=_answer(orders[0] if orders else lines, letters),
        tests=tuple(_for_puzzle(test, item) for test in tests),
        prelude=_PRELUDE.format(lines=_written(letters)),
        seconds=tuple(
            NamedSource(name=f"order-{number}", source=_answer(order, letters))
            for number, order in enumerate(orders[1:], 2)
        )
        or (NamedSource(name="narrow-indents", source=Source(text=_answer(lines, letters).text.replace(_STEP, "  "))),),
        wrong=(fails,),
        mutated=item.reference,
        mutation_tests=tests,
        gates=(Gate(name="kind", holds=bool(orders) and not other, ran=ran, summary=summary, lines=_refused(other)),),
    )


def _lines(item: CourseItem) -> list[_Line]:
    text = without_docstrings(item.reference.text)
    tree = syntax_tree(text)
    rows = [row for row in text.split("\n") if row.strip() and not row.strip().startswith("#")]
    indents = sorted({len(row) - len(row.lstrip()) for row in rows})
    unit = indents[1] if len(indents) > 1 else 4
    lines = [_Line(depth=(len(row) - len(row.lstrip())) // unit, text=row.strip()) for row in rows]
    if tree is None or not _FEWEST <= len(lines) <= _MOST_LINES or len({line.text for line in lines}) < len(lines):
        raise InputError(
            f"The reference of {item.slug!r} makes no puzzle: it has {len(lines)} lines.",
            f"Give it {_FEWEST} to {_MOST_LINES} different lines, each a whole statement.",
        )
    return lines


def _wrong_lines(item: CourseItem, lines: list[_Line]) -> list[str]:
    right = {line.text for line in lines}
    found: dict[str, None] = {}
    for distractor in item.distractors:
        rows = without_docstrings(distractor.source.text).split("\n")
        found |= dict.fromkeys(
            text for row in rows if (text := row.strip()) and not text.startswith("#") and text not in right
        )
    return list(found)[:_MOST_WRONG]


def _lettered(texts: list[str], seed: int | None) -> dict[str, str]:
    """Letters for the lines, in an order that gives nothing away."""
    shuffled = list(texts)
    random.Random(f"{seed}|{'|'.join(texts)}").shuffle(shuffled)  # noqa: S311 - keeps no secret
    return dict(zip(_LETTERS, shuffled, strict=False))


def _written(letters: dict[str, str]) -> str:
    return "{\n" + "".join(f"    {letter!r}: {text!r},\n" for letter, text in letters.items()) + "}"


def _answer(lines: list[_Line], letters: dict[str, str]) -> Source:
    by_text = {text: letter for letter, text in letters.items()}
    rows = "\n".join(_STEP * line.depth + by_text[line.text] for line in lines)
    return Source(text=f'answer = """\n{rows}\n"""\n')


def _as_listed(letters: dict[str, str]) -> Source:
    rows = "\n".join(letters)
    return Source(text=f'answer = """\n{rows}\n"""\n')


def _for_puzzle(test: ExerciseTest, item: CourseItem) -> ExerciseTest:
    """The same test on the program that an answer's letters make."""
    take = f'{item.function} = program(answer)["{item.function}"]'
    cases = tuple(_for_puzzle_case(case, take, item.function) for case in test.cases)
    return ExerciseTest(
        name=test.name, title=test.title, cases=cases, visible=test.visible, points=test.points,
        code=test_code(cases, item.function, item.checker),
    )  # fmt: skip


def _for_puzzle_case(case: TestCase, take: str, function: str) -> TestCase:
    setup = case.given.setup if isinstance(case.given, Expression) else ""
    given = Expression(expression=call_text(case, function), setup="\n".join(filter(None, [take, setup])))
    return TestCase(name=case.name, given=given, expected=case.expected, origin=case.origin, text=case.text)


# -- which orders are right


def _orders(
    lines: list[_Line], item: CourseItem, tests: tuple[ExerciseTest, ...], work: Work
) -> tuple[list[list[_Line]], int]:
    """Every order (and indentation) that passes, found from the reference's by exchanging neighbours; and runs made.

    An order that passes is reached from another one by exchanging two neighbouring lines, or by indenting one line
    otherwise: from each that passes the search goes on, from none that does not.
    """
    seen = {_key(lines)}
    waiting, ran = [lines], 0
    right: list[list[_Line]] = []
    while waiting and len(right) < _MOST_ORDERS and ran < _MOST_RUNS:
        order = waiting.pop(0)
        ran += 1
        work.report(Progress(stage="judge", message=f"running order {ran} of the lines"))
        if not _passes(order, tests, item, work):
            continue
        right.append(order)
        for other in _neighbours(order):
            key = _key(other)
            if key and key not in seen:
                seen.add(key)
                waiting.append(other)
    return right, ran


def _neighbours(order: list[_Line]) -> list[list[_Line]]:
    swapped = [[*order[:at], order[at + 1], order[at], *order[at + 2 :]] for at in range(1, len(order) - 1)]
    indented = [
        [*order[:at], _Line(depth=order[at].depth + step, text=order[at].text), *order[at + 1 :]]
        for at in range(1, len(order))
        for step in (1, -1)
        if 0 < order[at].depth + step <= order[at - 1].depth + 1
    ]
    return swapped + indented


def _key(order: list[_Line]) -> str:
    """Equal for orders that make the same program; empty where they make none."""
    tree = syntax_tree(_text(order))
    return "" if tree is None else ast.dump(tree)


def _text(order: list[_Line]) -> str:
    return "".join(f"{_STEP * line.depth}{line.text}\n" for line in order)


def _passes(order: list[_Line], tests: tuple[ExerciseTest, ...], item: CourseItem, work: Work) -> bool:
    return _accepted(Source(text=_text(order)), tests, item, work)


def _accepted(program: Source, tests: tuple[ExerciseTest, ...], item: CourseItem, work: Work) -> bool:
    cases = [case for test in tests for case in test.cases]
    contract = replace(contract_for(item, item.function, cases), stop_early=True)
    report = work.judge.judge(program, contract, cancelled=work.cancelled)
    work.stop_if_asked()
    return report.verdict is Verdict.AC


def _refused(names: list[str]) -> tuple[str, ...]:
    return tuple(f"the program of {name} fails a test" for name in names)
