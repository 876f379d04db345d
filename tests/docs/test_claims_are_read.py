"""Every sentence that the reference of claims shows as an example is one that is read."""

import re
from pathlib import Path

import pytest

from kernel_magic.lessons.claims.read import readings

_PAGE = Path(__file__).parents[2] / "docs" / "reference" / "claims.md"
_NAMES = frozenset(["total", "x", "i", "best", "s", "seen", "items", "stack", "f", "fib", "helper"])


def examples() -> list[str]:
    rows = [line for line in _PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ") and "`" in line]
    return [example for row in rows for example in re.findall(r"`([^`]+)`", row.rpartition(" | ")[2])]


@pytest.mark.parametrize("sentence", examples())
def test_an_example_of_the_reference_is_read_to_its_last_word(sentence):
    found = readings(sentence, _NAMES)
    assert found
    assert all(statement is not None for reading in found for statement in reading)


def test_there_are_examples():
    assert len(examples()) > 40
