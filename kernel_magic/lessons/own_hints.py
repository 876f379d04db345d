"""Which of a notebook's exercises a task is about, and that exercise's own hints. No model writes any of them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Sequence

from kernel_magic.core.attempt import GivenExercise, Hint
from kernel_magic.core.errors import InputError
from kernel_magic.lessons.parse import code_blocks, syntax_tree
from kernel_magic.lessons.witnesses.normal_form import fingerprint

_WORD = re.compile(r"[^\W\d_]{3,}")
_COMMON = frozenset(
    _WORD.findall(
        "all and any are assert but can def each else every example examples false for from function give "
        "given gives has have how import into its list none not number numbers one please print program "
        "python result return returns show solution solve some str takes text than that the them then there "
        "they this true two use value values when where which with without write you your"
    )
)
"""Words that any task may hold: they say nothing about which one it is."""
_LEAST_SHARE, _LEAST_SHARED = 0.6, 4
_ASKED_FOR_RUNS = ("predict", "explain")
_LINE_NUMBER = re.compile(r"^ *\d+(?:  |$)", re.MULTILINE)
_TOP_HEAD = re.compile(r"^(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)", re.MULTILINE)
_ANY_HEAD = re.compile(r"^[ \t]*(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)", re.MULTILINE)


def exercise_meant(text: str, exercises: Sequence[GivenExercise]) -> GivenExercise | None:
    """The exercise that a text is about: it names what the exercise asks for, or has most of its words.

    Args:
        text: a task in words, or code.
        exercises: of the notebook.
    """
    ranked = [(_names(text, exercise), _share(text, exercise.statement), exercise) for exercise in exercises]
    about = [row for row in ranked if row[0] or row[1] >= _LEAST_SHARE]
    return max(about, key=lambda row: row[:2])[2] if about else None


def _names(text: str, exercise: GivenExercise) -> bool:
    """Whether the exercise's function or slug stands in the text. `tests` is a word, too: it has to be called."""
    called = rf"\b{re.escape(exercise.function)}\b" if exercise.function else ""
    called += r"\s*\(" if exercise.kind == "tests" and called else ""
    named = rf"(?<![\w-]){re.escape(exercise.item)}(?![\w-])"
    return bool((called and re.search(called, text)) or re.search(named, text))


def _share(text: str, statement: str) -> float:
    """Of the words of the shorter text, how many the other one has too."""
    ours, theirs = _words(text), _words(statement)
    shared = len(ours & theirs)
    return shared / min(len(ours), len(theirs)) if shared >= _LEAST_SHARED else 0.0


def _words(text: str) -> set[str]:
    return {word.lower() for word in _WORD.findall(text)} - _COMMON


def asks_what_it_does(code: str, exercises: Iterable[GivenExercise]) -> GivenExercise | None:
    """The exercise that asks what a program does, where code holds that program: explaining it would answer."""
    asking = (each for each in exercises if each.kind in _ASKED_FOR_RUNS)
    return next((each for each in asking if holds_program_of(code, each)), None)


def holds_program_of(code: str, exercise: GivenExercise) -> bool:
    """Whether code holds the program that an exercise shows.

    That is one of its functions or classes, by its name or by what it says with whatever names; or half of the lines
    of a program without any.
    """
    shown = [exercise.given, *(_LINE_NUMBER.sub("", block) for block in code_blocks(exercise.statement))]
    heads = set(_TOP_HEAD.findall("\n".join(shown)))
    if heads:
        return bool(heads & set(_ANY_HEAD.findall(code))) or bool(_forms(shown) & _forms([code]))
    ours, theirs = _lines(code), _lines("\n".join([exercise.statement, *shown]))
    return bool(ours) and 2 * len(ours & theirs) >= len(ours)


def _forms(programs: Iterable[str]) -> set[str]:
    """Each function and class of some programs, in the form in which names do not matter."""
    trees = [tree for program in programs if (tree := syntax_tree(program)) is not None]
    made = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return {fingerprint(ast.unparse(node)) for tree in trees for node in ast.walk(tree) if isinstance(node, made)}


def _lines(text: str) -> set[str]:
    return {" ".join(line.split()) for line in text.split("\n") if line.strip()}


def hint_of(exercise: GivenExercise, given: int, *, why: str = "") -> Hint:
    """The hint that comes after so many; the last one again where all were given.

    Raises:
        InputError: the exercise has no hints.
    """
    total = len(exercise.hints)
    if not total:
        raise InputError(
            f"The exercise {exercise.item!r} has no hints.",
            f"`%coder check {exercise.item}` runs its visible tests and shows the smallest example that fails.",
        )
    number = min(given + 1, total)
    return Hint(
        item=exercise.item,
        title=exercise.title,
        text=exercise.hints[number - 1],
        number=number,
        total=total,
        earlier=exercise.hints[: number - 1],
        why=why,
    )
