"""Every problem package of the project is sound: all parts agree, every submission gets its expected verdict."""

from __future__ import annotations

from pathlib import Path

import pytest

from kernel_magic.course.problem_package import read_package
from kernel_magic.judge.local import LocalJudge
from kernel_magic.lessons.problem_check import check_problem

PROBLEMS = Path(__file__).resolve().parents[2] / "course_material" / "problems"
FOLDERS = sorted(path.parent for path in PROBLEMS.glob("*/problem.yaml"))


@pytest.fixture(scope="module")
def judge():
    with LocalJudge() as judge:
        yield judge


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


@pytest.mark.slow
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_submission_gets_its_verdict(folder, judge):
    reading = read_package(folder)
    check = check_problem(reading.problem, judge, errors=reading.errors, warnings=reading.warnings)
    assert check.errors == ()
    assert [(item.submission.path, item.note) for item in check.submissions if not item.ok] == []
