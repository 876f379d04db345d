"""What of an exercise no student may read, cut into pieces that can be searched for; and what everybody reads anyway.

Secret are the code and the cases of hidden tests, the reference, the teacher's notes, and of the evidence what quotes
code: sentences with code in them, the changed lines of mutants that survived. A piece is a line of code, a sentence, a
call with its arguments, and every run of three lines: where each line is given elsewhere, their order may still be
the answer. It counts as tokens: spaces, indentation, line ends, the kind of quotes, `#` and backticks make no
difference.

What is trivially shared is told apart by one rule: **a piece that stands in something public is no secret.** Public is
all that goes into every student's notebook: statement, given code, prelude, starter, hints, the titles of all tests,
visible tests, public examples. So `return total` is secret as long as no student is given such a line, and a release
that holds only what is public cannot be refused. Two kinds of piece say too little to be searched for alone: one word
(`else:`, `pass`), and a short argument (`7`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from kernel_magic.core.exercise import Exercise, ExerciseTest
from kernel_magic.core.problem import Call, Expression, TestCase

SecretKind = Literal["hidden_test", "hidden_case", "reference", "teacher_note", "evidence"]

_TOKENS = re.compile(r"\w+|[^\w\s`#]")
_QUOTES = str.maketrans(dict.fromkeys('"\u2018\u2019\u201c\u201d', "'"))
_SENTENCES = re.compile(r"(?<=[.!?])\s+|\n")
_COMMENT = re.compile(r"\s+#.*$")
_FEWEST, _FEWEST_OF_AN_ARGUMENT, _RUN = 3, 5, 3
_TELLING_TEXT = re.compile(r"'.*\w{4}.*'", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """A piece of text that no student may read."""

    kind: SecretKind
    item: str
    """The exercise's slug."""
    test: str = ""
    """The hidden test's name; empty where it is none's."""
    text: str
    """As the teacher wrote it."""
    key: str
    """Its tokens; see `tokens`."""
    whole_line: bool = False
    """Too short to be recognised within a line: only a whole line counts."""


def tokens(text: str) -> str:
    """A text as words and signs with a space before, between and after them."""
    return f" {' '.join(_TOKENS.findall(text.translate(_QUOTES)))} "


def secrets_of(exercises: Iterable[Exercise], more_public: Iterable[str] = ()) -> tuple[Secret, ...]:
    """The secrets of the exercises of one notebook, each once.

    Args:
        exercises: all of them: what one gives away is no secret of another.
        more_public: further texts that students may read, their own code say.
    """
    exercises = tuple(exercises)
    texts = [text for exercise in exercises for text in public_texts(exercise)]
    public = Searched([*texts, *more_public])
    found: dict[tuple[str, bool], Secret] = {}
    for exercise in exercises:
        for secret in _pieces(exercise):
            if not public.holds(secret):
                found.setdefault((secret.key, secret.whole_line), secret)
    return tuple(found.values())


class Searched:
    """Texts in which secrets are looked for."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._lines: set[str] = set()
        self._threes: set[tuple[str, str, str]] = set()
        joined: dict[str, None] = {}
        for text in dict.fromkeys(texts):
            joined[tokens(text)] = None
            self._lines.update(tokens(line) for line in text.splitlines())
        for text in joined:
            self._threes.update(_threes(text))
        self._text = "\n".join(joined)

    def holds(self, secret: Secret) -> bool:
        """Whether the secret stands in one of the texts."""
        if secret.whole_line:
            return secret.key in self._lines
        # Nearly all secrets have three tokens in a row that the texts have not: the whole need not be looked for.
        return all(three in self._threes for three in _threes(secret.key)) and secret.key in self._text


def _threes(text: str) -> Iterator[tuple[str, str, str]]:
    words = text.split()
    return zip(words, words[1:], words[2:], strict=False)


def quotes_code(text: str) -> bool:
    """Whether a sentence of the evidence holds code; what only counts programs and tests is no secret."""
    return "`" in text


def public_texts(exercise: Exercise) -> Iterator[str]:
    """What every student may read of an exercise."""
    yield from (exercise.title, exercise.statement, exercise.given, exercise.prelude, exercise.starter.text)
    yield from exercise.hints
    yield exercise.function
    for test in exercise.tests:
        yield test.title
        shown = (*test.cases, *test.public) if test.visible else test.public
        yield from (text for case in shown for text in _case_texts(case, exercise.function))
        if test.visible:
            yield test.code


def _pieces(exercise: Exercise) -> Iterator[Secret]:
    """Everything of an exercise that is secret unless it is public somewhere."""
    item = exercise.item
    for test in exercise.tests:
        if not test.visible:
            yield from _test_pieces(exercise, test)
    yield from _code("reference", item, exercise.reference.text)
    yield from _prose("teacher_note", item, exercise.notes)
    for gate in exercise.evidence.gates:
        quoting = [text for text in (gate.summary, *gate.lines) if quotes_code(text)]
        yield from _prose("evidence", item, "\n".join(quoting))
    mutation = exercise.evidence.mutation
    known = set(exercise.reference.text.splitlines())
    for survivor in mutation.survivors if mutation is not None else ():
        changed = [line for line in survivor.text.splitlines() if line not in known]
        yield from _code("evidence", item, "\n".join(changed))


def _test_pieces(exercise: Exercise, test: ExerciseTest) -> Iterator[Secret]:
    yield from _code("hidden_test", exercise.item, test.code, test.name)
    for case in test.cases:
        for text in _case_texts(case, exercise.function):
            yield from _piece("hidden_case", exercise.item, text, test.name)
        for text in _arguments(case):
            if len(tokens(text).split()) >= _FEWEST_OF_AN_ARGUMENT or _TELLING_TEXT.fullmatch(text):
                yield from _piece("hidden_case", exercise.item, text, test.name)


def _case_texts(case: TestCase, function: str) -> Iterator[str]:
    """The forms in which a case is written down: as its author wrote it, its call, its expression, its statements."""
    if case.text:
        yield case.text
    match case.given:
        case Call(kwargs=kwargs):
            named = [f"{name}={value!r}" for name, value in kwargs.items()]
            yield f"{function}({', '.join([*_arguments(case)[: len(case.given.args)], *named])})"
        case Expression(expression=expression, setup=setup):
            yield expression
            yield from setup.splitlines()
        case stdin:
            yield stdin.text


def _arguments(case: TestCase) -> list[str]:
    given = case.given
    return [repr(value) for value in (*given.args, *given.kwargs.values())] if isinstance(given, Call) else []


def _code(kind: SecretKind, item: str, code: str, test: str = "") -> Iterator[Secret]:
    lines = [line.strip() for line in code.splitlines() if line.strip()]
    for line in lines:
        yield from _piece(kind, item, line, test)
        without = _COMMENT.sub("", line)
        if without not in (line, ""):
            yield from _piece(kind, item, without, test)
    for first in range(max(1, len(lines) - _RUN + 1)):
        yield from _piece(kind, item, "\n".join(lines[first : first + _RUN]), test)


def _prose(kind: SecretKind, item: str, text: str) -> Iterator[Secret]:
    for sentence in _SENTENCES.split(text):
        yield from _piece(kind, item, sentence.strip(" \t-*#>"))


def _piece(kind: SecretKind, item: str, text: str, test: str = "") -> Iterator[Secret]:
    """The piece, unless it says too little."""
    count = _count(text)
    words = re.findall(r"\w+", text)
    if not words or (count <= _FEWEST - 1 and len(words) < 2):
        return
    yield Secret(kind=kind, item=item, test=test, text=text, key=tokens(text), whole_line=count < _FEWEST)


def _count(text: str) -> int:
    return len(tokens(text).split())
