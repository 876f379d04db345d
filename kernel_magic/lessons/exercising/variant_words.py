"""Whether the words of a variant say what its program does: each choice is tried alone, beside the item itself.

Two mistakes are found. A choice that changes what the program does, on the item's own inputs, and no word of the
statement: students would read the old task. And a choice that changes numbers, or words such as `more than`, in the
statement and nothing else; where only the story is told of other things, that is as it should be.
Whether changed words are the right ones is not known.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kernel_magic.core.exercise import CourseItem, Replacement
from kernel_magic.core.problem import Expression, TestCase
from kernel_magic.core.verdict import CaseResult
from kernel_magic.lessons.exercising.bench import observed_on
from kernel_magic.lessons.exercising.change import Change, with_texts
from kernel_magic.lessons.exercising.item_tests import read_item_tests
from kernel_magic.lessons.parse import bound_names, syntax_tree
from kernel_magic.lessons.witnesses.normal_form import fingerprint
from kernel_magic.lessons.work import Work

_SHOWN_PROGRAM = ("predict", "explain")
"""Kinds whose students read the program itself."""
_FENCE = re.compile(r"\s*(?:```|~~~)")
_PROMPT = re.compile(r"\s*(?:>>>|In \[)")
_EXAMPLE = re.compile(r"\s*(?:assert\s|[A-Za-z_][\w.]*\(.*\)\s*(?:->|\u2192|=>|==)\s)")
_CODE = re.compile(r"`[^`\n]+`")
_WORD = re.compile(r"[^\W\d_]+|\d+(?:\.\d+)?|[<>=!]+")
_MEASURES = {
    "no", "not", "never", "none", "all", "each", "every", "any", "only", "both", "either", "neither", "or", "and",
    "least", "most", "more", "less", "fewer", "than", "above", "below", "over", "under", "up", "down", "between",
    "before", "after", "equal", "larger", "smaller", "greater", "lower", "higher", "longer", "shorter", "later",
    "earlier", "largest", "smallest", "greatest", "lowest", "highest", "longest", "shortest", "latest", "earliest",
    "maximum", "minimum", "first", "last", "even", "odd", "positive", "negative", "ascending", "descending",
    "increasing", "decreasing", "inclusive", "exclusive", "including", "excluding", "without", "with", "double",
    "half", "twice", "once", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
}  # fmt: skip
"""Words that say how many, how large, which one, or whether at all."""
_NAME = re.compile(r"[^\W\d]\w*")


def said_otherwise(item: CourseItem, choices: Sequence[Replacement], work: Work) -> list[str]:
    """What is wrong with the words that choices change, or do not change.

    Args:
        item: as it is written.
        choices: each with replacements.
        work: whose judge runs the two programs.
    """
    if item.kind in _SHOWN_PROGRAM:
        return []
    return [f"{_listed(choice)}: {wrong}" for choice in choices if (wrong := _wrong(item, choice, work))]


def _wrong(item: CourseItem, choice: Replacement, work: Work) -> str:
    changed = with_texts(item, choice)
    prose = _prose(item) != _prose(changed)
    if fingerprint(item.reference.text) == fingerprint(changed.reference.text):
        same = (item.tests, item.reference, _examples(item)) == (changed.tests, changed.reference, _examples(changed))
        said = prose and same and any(_measures(old) != _measures(new) for old, new in choice.items())
        return "the statement asks for something else, and nothing of what the program does changes" if said else ""
    if prose:
        return ""
    differing = _differing(item, changed, choice, work)
    return f"{differing} gives another result, and no word of the statement changes" if differing else ""


def _measures(text: str) -> set[str]:
    """The words of a text that say how many, how large, which one, or whether at all."""
    words = set(_WORD.findall(text.lower()))
    return {word for word in words if word in _MEASURES or word[0].isdigit() or not word[0].isalpha()}


def _differing(item: CourseItem, changed: CourseItem, choice: Replacement, work: Work) -> str:
    """The first input of the item's own that the two programs do not treat alike; empty where there is none."""
    cases = [case for test in read_item_tests(item.tests, item.function) for case in test.cases]
    names = _own_names(item) & set(choice)
    renaming = Change({old: choice[old] for old in names})
    before = observed_on(item.reference, item, cases, work)
    after = observed_on(changed.reference, changed, [_renamed(case, renaming) for case in cases], work)
    pairs = zip(cases, before, after, strict=True)
    return next((case.text for case, one, other in pairs if _told(one) != _told(other)), "")


def _renamed(case: TestCase, renaming: Change) -> TestCase:
    if not isinstance(case.given, Expression):
        return case
    given = replace(case.given, expression=renaming.text(case.given.expression), setup=renaming.text(case.given.setup))
    return replace(case, given=given)


def _told(result: CaseResult) -> tuple[str, ...]:
    return (result.verdict, *((result.observed.kind, result.observed.text) if result.observed is not None else ()))


def _prose(item: CourseItem) -> str:
    """The statement without examples and code blocks; in code inside lines the program's own names are all the same."""
    names = _own_names(item)

    def code(match: re.Match[str]) -> str:
        return _NAME.sub(lambda word: "name" if word[0] in names else word[0], match[0])

    return "\n".join(_CODE.sub(code, line) for line, example in _lines(item.brief) if not example)


def _examples(item: CourseItem) -> list[str]:
    return [line for line, example in _lines(item.brief) if example]


def _lines(statement: str) -> Iterator[tuple[str, bool]]:
    """Each line, and whether it is of an example or a code block."""
    fenced = shown = False
    for line in statement.split("\n"):
        mark = _FENCE.match(line) is not None
        shown = bool(line.strip()) and (shown or _PROMPT.match(line) is not None)
        yield line, fenced or mark or shown or _EXAMPLE.match(line) is not None
        fenced = fenced is not mark


def _own_names(item: CourseItem) -> set[str]:
    """What the reference defines: functions, classes, arguments, variables, attributes."""
    tree = syntax_tree(item.reference.text)
    if tree is None:
        return set()
    attributes = (node for node in ast.walk(tree) if isinstance(node, ast.Attribute))
    return bound_names(tree) | {node.attr for node in attributes if isinstance(node.ctx, ast.Store)}


def _listed(choice: Replacement) -> str:
    return ", ".join(f"{old!r} \u2192 {new!r}" for old, new in list(choice.items())[:3])
