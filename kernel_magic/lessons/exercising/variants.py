"""Variants of an item: other names, constants, data and conditions for each student, as hard as the item itself.

Texts are replaced as whole words. What comes out is a new item: its results are computed by running its reference, and
it has to pass every gate again. That it is as hard is argued from what can be measured: the reference has the same
shape and so the same branches, and its steps grow alike with the input.
"""

from __future__ import annotations

import ast
import doctest
import math
import random
from dataclasses import replace

from kernel_magic.core.exercise import CourseItem, Gate, Replacement, Variant
from kernel_magic.core.problem import Call, Contract, Expression, TestCase
from kernel_magic.core.values import PlainValue
from kernel_magic.lessons.exercising.bench import contract_for, observed_on
from kernel_magic.lessons.exercising.change import with_texts
from kernel_magic.lessons.exercising.item_tests import read_item_tests
from kernel_magic.lessons.exercising.prompt_examples import below_prompt
from kernel_magic.lessons.exercising.variant_words import said_otherwise
from kernel_magic.lessons.parse import syntax_tree
from kernel_magic.lessons.work import Work

_SCALES = (1, 2, 4)
_MOST_STEPS = 20_000
_ALIKE = 0.35
"""How far apart the exponents of two growths may be."""
_BRANCHES = (ast.If, ast.IfExp, ast.For, ast.While, ast.BoolOp, ast.Try, ast.comprehension)


def choices_of(item: CourseItem, count: int, seed: int) -> tuple[Variant, ...]:
    """Up to `count` distinct variants; the item as it is written is always the first of them."""
    sizes = [len(axis) for axis in item.axes]
    total = math.prod(sizes)
    numbers = [0, *random.Random(f"{seed}|{item.slug}").sample(range(1, total), min(count, total) - 1)]  # noqa: S311 - keeps no secret
    return tuple(Variant(number=number, seed=seed, replaced=_replaced(item, number)) for number in numbers[:count])


def _replaced(item: CourseItem, number: int) -> dict[str, str]:
    """The replacements of a variant, of all its axes together."""
    return {old: new for choice in choices_in(item, number) for old, new in choice.items()}


def choices_in(item: CourseItem, number: int) -> list[Replacement]:
    """The choices of a variant, one of each axis: its number, written in the axes as digits."""
    found: list[Replacement] = []
    for axis in item.axes:
        number, digit = divmod(number, len(axis))
        found.append(axis[digit])
    return found


def applied(item: CourseItem, variant: Variant, work: Work) -> CourseItem:
    """The item with the texts of a variant, and the results in its statement computed anew.

    Raises:
        Cancelled: the person interrupted.
    """
    if not variant.number:
        return item
    changed = replace(with_texts(item, variant.replaced), variant=variant)
    return replace(changed, brief=_with_results(changed, work))


def _with_results(item: CourseItem, work: Work) -> str:
    """The statement with the results of its doctest lines as the reference gives them."""
    try:
        examples = doctest.DocTestParser().get_examples(item.brief)
    except ValueError:
        return item.brief  # the gate `statement` says what is wrong with it
    asked: list[doctest.Example] = []
    cases: list[TestCase] = []
    before = ""
    for each in examples:
        if each.want and not each.exc_msg and _is_expression(each.source):
            given = Expression(expression=each.source.strip(), setup=before)
            asked.append(each)
            cases.append(TestCase(name=f"example-{len(asked)}", given=given, expected=None))
        if not each.exc_msg:
            before += each.source
    if not asked:
        return item.brief
    results = observed_on(item.reference, item, cases, work)
    lines = item.brief.split("\n")
    for example, result in zip(reversed(asked), reversed(results), strict=True):
        if result.observed is None or result.observed.kind == "raised":
            continue
        first = example.lineno + example.source.count("\n")
        want = example.want.count("\n")
        new = [" " * example.indent + line for line in below_prompt(result).rstrip("\n").split("\n")]
        lines[first : first + want] = new
    return "\n".join(lines)


def _is_expression(text: str) -> bool:
    try:
        ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


# -- as hard as the item


def equal_difficulty(item: CourseItem, variant: CourseItem, work: Work) -> Gate:
    """Whether a variant is as hard as its item, as far as that can be measured."""
    lines: list[str] = []
    if _shape(item.reference.text) != _shape(variant.reference.text):
        lines.append("the references have different shapes")
    branches = [_branches(each.reference.text) for each in (item, variant)]
    if branches[0] != branches[1]:
        lines.append(f"the reference of the item has {branches[0]} branches, that of the variant {branches[1]}")
    steps = [_steps(each, work) for each in (item, variant)]
    exponents = [_exponent(each) for each in steps]
    lines += said_otherwise(item, [choice for choice in choices_in(item, variant.variant.number) if choice], work)
    if abs(exponents[0] - exponents[1]) > _ALIKE:
        lines.append(f"steps grow from {_listed(steps[0])} in the item, from {_listed(steps[1])} in the variant")
    grown = f"steps at 1, 2 and 4 times the input: {_listed(steps[0])} and {_listed(steps[1])}" if steps[0] else ""
    summary = f"Same shape, {branches[0]} branches each; {grown or 'no input to scale'}." if not lines else "It is not."
    return Gate(
        name="variants", holds=not lines, ran=len(steps[0]) + len(steps[1]), summary=summary, lines=tuple(lines)
    )


class _Shape(ast.NodeTransformer):
    """Names, constants and comparison signs made the same: what stays is how a program is built."""

    def visit(self, node: ast.AST) -> ast.AST:
        """The node without what variants may change."""
        self.generic_visit(node)
        for field in ("id", "arg", "name", "attr"):
            if isinstance(getattr(node, field, None), str):
                setattr(node, field, "name")
        if isinstance(node, ast.Constant):
            node.value = type(node.value).__name__
        if isinstance(node, ast.Compare):
            node.ops = [ast.Eq() for _ in node.ops]
        return node


def _shape(text: str) -> str:
    tree = syntax_tree(text)
    return ast.dump(_Shape().visit(tree)) if tree is not None else ""


def _branches(text: str) -> int:
    tree = syntax_tree(text)
    return sum(isinstance(node, _BRANCHES) for node in ast.walk(tree)) if tree is not None else 0


def _steps(item: CourseItem, work: Work) -> list[int]:
    """Lines that the reference runs on its longest test input, at one, two and four times its length."""
    calls = [
        case.given for test in read_item_tests(item.tests, item.function) for case in test.cases
        if isinstance(case.given, Call)
    ]  # fmt: skip
    calls = [call for call in calls if any(_scalable(value) for value in call.args)]
    if not calls:
        return []
    longest = max(calls, key=lambda call: len(repr(call.args)))
    counted: list[int] = []
    for scale in _SCALES:
        given = Call(args=tuple(_scaled(value, scale) for value in longest.args), kwargs=longest.kwargs)
        case = TestCase(name="steps", given=given, expected=None)
        contract: Contract = contract_for(item, item.function, [case])
        trace = work.judge.trace(item.reference, case, contract, max_steps=_MOST_STEPS)
        work.stop_if_asked()
        if trace is None or trace.truncated:
            return []
        counted.append(len(trace.steps))
    return counted


def _scalable(value: PlainValue) -> bool:
    return isinstance(value, (list, str, tuple)) and len(value) > 0


def _scaled(value: PlainValue, scale: int) -> PlainValue:
    return value * scale if isinstance(value, (list, str, tuple)) else value


def _exponent(steps: list[int]) -> float:
    return math.log(steps[-1] / steps[0], _SCALES[-1]) if steps and steps[0] else 0.0


def _listed(steps: list[int]) -> str:
    return ", ".join(map(str, steps))
