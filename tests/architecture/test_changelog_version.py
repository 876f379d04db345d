"""The changelog knows the version: its newest entry is what `kernel_magic.__version__` says."""

from __future__ import annotations

import re
from pathlib import Path

import kernel_magic

CHANGELOG = Path(__file__).resolve().parents[2] / "CHANGELOG.md"
HEADING = re.compile(r"^## \[(?P<version>\d+\.\d+\.\d+)\] - (?P<date>\d{4}-\d\d-\d\d|unreleased)$", re.MULTILINE)


def test_the_newest_entry_is_this_version():
    versions = [match["version"] for match in HEADING.finditer(CHANGELOG.read_text("utf-8"))]
    assert versions
    assert versions[0] == kernel_magic.__version__


def test_entries_come_newest_first_and_once():
    versions = [match["version"] for match in HEADING.finditer(CHANGELOG.read_text("utf-8"))]
    numbers = [tuple(map(int, version.split("."))) for version in versions]
    assert numbers == sorted(set(numbers), reverse=True)


def test_every_heading_has_the_form():
    headings = [line for line in CHANGELOG.read_text("utf-8").splitlines() if line.startswith("## ")]
    assert all(HEADING.match(line) for line in headings), headings
