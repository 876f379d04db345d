"""Every problem package of the project is sound: all parts agree, every submission gets its expected verdict."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from kernel_magic.core.growth import GrowthModel
from kernel_magic.core.verdict import Verdict
from kernel_magic.course.problem_package import read_package
from kernel_magic.lessons.problem_check import check_problem

PROBLEMS = Path(__file__).resolve().parents[2] / "course_material" / "problems"
FOLDERS = sorted(path.parent for path in PROBLEMS.glob("*/problem.yaml"))
LARGEST_KIB = 650
FIRST_LINES = re.compile(r"(#|//) idea: (?P<idea>.+)\n(#|//) growth: (?P<growth>.+)\n")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_package_is_complete(folder):
    reading = read_package(folder)
    problem = reading.problem
    assert (reading.errors, reading.warnings) == ((), ())
    assert problem.level in ("easy", "medium", "hard")
    assert problem.topics
    assert problem.samples
    assert problem.input_validators
    assert problem.generator("scale") is not None or problem.checker.name == "interactive"
    folders = {item.path.split("/")[1] for item in problem.submissions}
    assert {"accepted", "wrong_answer", "time_limit_exceeded"} <= folders


def test_there_are_at_least_fifteen_from_easy_to_hard():
    assert len(FOLDERS) >= 15
    assert {read_package(folder).problem.level for folder in FOLDERS} == {"easy", "medium", "hard"}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_accepted_programs_begin_with_idea_and_growth_and_grow_in_two_ways_at_least(folder):
    problem = read_package(folder).problem
    accepted = [item for item in problem.submissions if Verdict.AC in item.expected]
    heads = {item.name: FIRST_LINES.match(item.source.text) for item in accepted}
    assert all(heads.values()), [name for name, head in heads.items() if head is None]
    growths = {head["growth"] for head in heads.values() if head is not None}
    if problem.checker.name == "interactive":
        assert growths == {"none"}
    else:
        assert growths <= set(get_args(GrowthModel))
        assert len(growths) >= 2


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_package_is_small_and_has_plain_line_ends(folder):
    files = [path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    assert sum(path.stat().st_size for path in files) <= LARGEST_KIB << 10
    assert [path.name for path in files if b"\r" in path.read_bytes()] == []


@pytest.mark.slow
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_submission_gets_its_verdict(folder, judge):
    reading = read_package(folder)
    check = check_problem(reading.problem, judge, errors=reading.errors, warnings=reading.warnings)
    assert check.errors == ()
    assert [(item.submission.path, item.note) for item in check.submissions if not item.ok] == []
