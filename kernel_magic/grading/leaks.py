"""Searching what students get for what they may not read: notebooks, feedback pages, tables, any text.

A file is taken apart until its words stand there plainly: JSON strings with their escapes undone (and JSON or HTML in
them), pages with their tags taken out and their entities undone. What is packed or encrypted is not opened. What counts
as secret, and why nothing that is public can be, is said in `grading.secrets`.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from kernel_magic.core.exercise import Exercise, ExerciseEvidence, ExerciseTest
from kernel_magic.core.gradebook import Assignment
from kernel_magic.grading.secrets import Searched, Secret, secrets_of
from kernel_magic.grading.source_notebook import source_notebook

_TAG = re.compile(r"<[^<>]*>")
_MARKUP = re.compile(r"<\w[^<>]*>|&#?\w+;")
_DEEPEST = 12
_KINDS = {
    "hidden_test": "the code of a hidden test",
    "hidden_case": "a case of a hidden test",
    "reference": "the reference",
    "teacher_note": "the notes for teachers",
    "evidence": "what was found out before the release",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Leak:
    """A secret in a file that students get."""

    file: str
    secret: Secret

    @property
    def message(self) -> str:
        """To the teacher: it quotes the secret."""
        secret = self.secret
        where = f"{secret.item}, test {secret.test!r}" if secret.test else secret.item
        return f"{self.file}: holds {_KINDS[secret.kind]} ({where}): {' '.join(secret.text.split())[:120]!r}"


class LeakSearch:
    """Looks for the secrets of the exercises of one notebook, in as many files as there are."""

    def __init__(self, assignment: Assignment, version: int = 0, *, public: Iterable[str] = ()) -> None:
        """Find out what is secret.

        Args:
            assignment: whose secrets.
            version: of which version.
            public: further texts that may be in the files: the student's own code.
        """
        notebook = json.dumps(source_notebook(without_secrets(assignment), version), ensure_ascii=False)
        texts = [*_views(notebook, 0), *public]
        self._secrets = secrets_of(assignment.versions[version], texts)

    def find(self, content: bytes | str, file: str = "") -> tuple[Leak, ...]:
        """Every secret in a file's content, once."""
        text = content.decode("utf-8", "replace") if isinstance(content, bytes) else content
        searched = Searched(_views(text, 0))
        return tuple(Leak(file=file, secret=secret) for secret in self._secrets if searched.holds(secret))


def without_secrets(assignment: Assignment) -> Assignment:
    """The assignment as a student knows it. Its digest stays: what is made of both must be the same."""
    versions = tuple(tuple(_without_secrets(exercise) for exercise in version) for version in assignment.versions)
    return replace(assignment, versions=versions)


def _without_secrets(exercise: Exercise) -> Exercise:
    return replace(
        exercise,
        reference=exercise.starter,
        tests=tuple(_without_code(test) for test in exercise.tests),
        notes="",
        evidence=ExerciseEvidence(gates=()),
    )


def _without_code(test: ExerciseTest) -> ExerciseTest:
    return test if test.visible else replace(test, code="", cases=())


def _views(text: str, depth: int) -> Iterator[str]:
    """A text, and what stands in it once JSON and HTML are undone."""
    yield text  # of JSON as well: its numbers stand nowhere else
    content = _json(text) if depth < _DEEPEST else None
    if content is not None:
        for inner in _strings(content, 0):
            yield from _views(inner, depth + 1)
    elif _MARKUP.search(text):
        yield html.unescape(_TAG.sub("", text))
        yield html.unescape(_TAG.sub(" ", text))


def _json(text: str) -> Any:
    """The document that a text is; None where it is none, or a bare value: that says itself."""
    if text.lstrip()[:1] not in ("{", "["):
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _strings(value: Any, depth: int) -> Iterator[str]:
    """Every string of a document, keys as well. A list of strings is a text cut into lines, too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict) and depth < 10 * _DEEPEST:
        for key, item in value.items():
            yield str(key)
            yield from _strings(item, depth + 1)
    elif isinstance(value, list) and depth < 10 * _DEEPEST:
        if value and all(isinstance(item, str) for item in value):
            yield "".join(value)
        for item in value:
            yield from _strings(item, depth + 1)
